"""The words that date lines are made of, in the languages most met.

Months are numbered; days, labels and ages only tell that a line says nothing but when. A word that
names different months in two languages is left out of one of them.
"""

import unicodedata


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


_MONTHS = """
january jan januar janvier enero ene janeiro gennaio gen januari январь января янв ocak stycznia
styczeń يناير leden ledna január januára ianuarie січень січня ιανουάριος ιανουαρίου ιαν ינואר
ژانویه جنوری जनवरी জানুয়ারি มกราคม tammikuuta siječnja јануара януари
جانفي

february feb februar février févr fév febrero febbraio fevereiro fev februari февраль февраля фев
şubat lutego luty فبراير únor února február februára februarie лютий лютого φεβρουάριος
φεβρουαρίου φεβ פברואר فوریه فروری फ़रवरी फरवरी ফেব্রুয়ারি กุมภาพันธ์ helmikuuta veljače фебруара
февруари
شباط فيفري

march mar märz mär mrz mars marzo março maart mrt март марта мар mart marca marzec مارس březen
března március martie березень березня μάρτιος μαρτίου μαρ מרץ מרס مارچ मार्च মার্চ มีนาคม
maaliskuuta ožujka maret
آذار

april apr avril avr abril abr aprile апрель апреля апр nisan kwietnia kwiecień أبريل ابريل duben
dubna április apríla aprilie квітень квітня απρίλιος απριλίου απρ אפריל آوریل اپریل अप्रैल এপ্রিল
เมษายน huhtikuuta travnja априла април
نيسان أفريل

may mai mayo maio mag maggio mei май мая mayıs maja maj مايو květen května május mája травень
травня μάιος μαΐου μαϊου μαΐ מאי مه مئی मई মে พฤษภาคม toukokuuta svibnja маја
أيار ماي

june jun juni juin junio junho giugno giu июнь июня июн haziran czerwca czerwiec يونيو červen
června június júna iunie червень червня ιούνιος ιουνίου ιουν יוני ژوئن جون जून জুন มิถุนายน
kesäkuuta lipnja јуна юни
حزيران جوان

july jul juli juillet juil julio julho luglio lug июль июля июл temmuz lipca lipiec يوليو červenec
července július júla iulie липень липня ιούλιος ιουλίου ιουλ יולי ژوئیه جولائی जुलाई জুলাই กรกฎาคม
heinäkuuta srpnja јула юли
تموز جويلية

august aug août aout agosto ago augustus август августа авг ağustos sierpnia sierpień أغسطس srpen
srpna augusztus augusta серпень серпня αύγουστος αυγούστου αυγ אוגוסט اوت اگست अगस्त আগস্ট สิงหาคม
elokuuta kolovoza augusti agustus
آب أوت

september sep sept septembre septiembre setiembre setembro set settembre сентябрь сентября сен
сент eylül września wrzesień سبتمبر září szeptember septembra septembrie вересень вересня
σεπτέμβριος σεπτεμβρίου σεπ ספטמבר سپتامبر ستمبر सितंबर सितम्बर সেপ্টেম্বর กันยายน syyskuuta rujna
септембра септември
أيلول

october oct oktober okt octobre octubre outubro out ottobre ott октябрь октября окт ekim
października październik أكتوبر říjen října október októbra octombrie жовтень жовтня οκτώβριος
οκτωβρίου οκτ אוקטובר اکتبر اکتوبر अक्टूबर अक्तूबर অক্টোবর ตุลาคม lokakuuta октобра октомври

november nov novembre noviembre novembro ноябрь ноября ноя kasım listopada listopad نوفمبر
listopadu novembra noiembrie листопад листопада νοέμβριος νοεμβρίου νοε נובמבר نوامبر نومبر नवंबर
नवम्बर নভেম্বর พฤศจิกายน marraskuuta studenoga новембра ноември

december dec dezember dez décembre déc diciembre dic dezembro dicembre декабрь декабря дек aralık
grudnia grudzień ديسمبر prosinec prosince decembra decembrie грудень грудня δεκέμβριος δεκεμβρίου
δεκ דצמבר دسامبر دسمبر दिसंबर दिसम्बर ডিসেম্বর ธันวาคม joulukuuta prosinca децембра декември
desember
"""
MONTHS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().split("\n\n"), start=1)
    for name in _words(names)
}
# Hebrew writes "in" in one word with the month.
MONTHS |= {f"ב{name}": number for name, number in MONTHS.items() if "א" <= name[0] <= "ת"}

DAYS = _words("""
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
domingo segunda terça quarta quinta sexta feira lunedì martedì mercoledì giovedì venerdì sabato
domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник среда
четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe cuma cumartesi pazar
poniedziałek wtorek środa czwartek piątek sobota niedziela الاثنين الثلاثاء الأربعاء الخميس
الجمعة السبت الأحد
pondělí úterý středa čtvrtek pátek sobota neděle måndag tisdag onsdag torsdag fredag lördag søndag
mandag tirsdag lørdag söndag hétfő kedd szerda csütörtök péntek szombat vasárnap senin selasa rabu
kamis jumat sabtu minggu понеділок вівторок середа четвер п ятниця субота неділя luni marți
miercuri joi vineri sâmbătă duminică δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai thứ hai ba tư năm sáu bảy chủ
nhật ראשון שני שלישי רביעי חמישי שישי שבת شنبه یکشنبه دوشنبه سه چهارشنبه پنجشنبه جمعه پیر منگل
بدھ جمعرات ہفتہ اتوار सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार সোমবার মঙ্গলবার বুধবার
বৃহস্পতিবার শুক্রবার শনিবার রবিবার วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์
วันอาทิตย์ الإثنين الاربعاء
""")

ZONES = {"z": "Z", "utc": "Z", "gmt": "Z"} | {
    "ist": "+05:30", "hkt": "+08:00", "sgt": "+08:00", "jst": "+09:00", "kst": "+09:00",
    "msk": "+03:00", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00",
    "est": "-05:00", "edt": "-04:00", "pst": "-08:00", "pdt": "-07:00", "aest": "+10:00",
    "bst": "+01:00", "sast": "+02:00", "wib": "+07:00",
}  # fmt: skip

MODIFIED = _words("""
updated update modified edited revised aktualisiert bearbeitet geändert maj actualisé modifié
mis jour actualizado actualizada atualizado atualizada modificado aggiornato aggiornata
bijgewerkt gewijzigd обновлено изменено güncellenme güncelleme güncellendi aktualizacja
zaktualizowano تحديث
uppdaterad oppdatert opdateret päivitetty aktualizováno frissítve frissült diperbarui оновлено
actualizat ενημέρωση ενημερώθηκε עודכן עדכון بروزرسانی अपडेट अद्यतन আপডেট อัปเดต ažurirano
""")

LABELS = _words("""
published publish posted post first last created date time issued released on at the of from by
and st nd rd th am pm a p m noon h hrs et ct pt mt local uhr um am veröffentlicht erstellt stand
vom den der zuletzt publié publiée le la à a il y posté mise date heure heures min publicado
publicada el las los de del em às h e pubblicato il alle ore ultimo aggiornamento gepubliceerd
op om geplaatst опубликовано в г года час yayınlanma yayınlandı tarihi son saat opublikowano
dnia godz r data نشر في تاريخ الساعة آخر ultima modifica última actualización atualização hora
kl klo publicerad publicerat publisert publiceret udgivet julkaistu publikováno zveřejněno vydáno
megjelent közzétéve опубліковано publicat diterbitkan δημοσίευση δημοσιεύθηκε ώρα פורסם בתאריך
בשעה יום ngày tháng năm lúc giờ cập đăng تاریخ انتشار ساعت شائع بتاریخ تازہ प्रकाशित तारीख प्रकाशन
প্রকাশ প্রকাশিত เผยแพร่ เวลา พ ศ น วันที่ wib wita wit år
""")

AGES = _words("""
ago just now today yesterday second seconds sec secs minute minutes mins min hour hours hr hrs
day days week weeks month months year years an one vor sekunden minute minuten stunde stunden
tag tagen tage woche wochen monat monaten jahr jahren gestern heute gerade eben il y a seconde
secondes minutes heure heures jour jours semaine semaines mois an ans hier aujourd hui hace
segundo segundos minuto minutos hora horas día días semana semanas mes meses año años ayer hoy
há dia dias mês ano anos ontem hoje fa secondi minuti ore ora giorno giorni settimana settimane
mese mesi anno anni ieri oggi geleden uur dag dagen week weken maand maanden jaar jaren gisteren
vandaag назад секунд минут минуты минуту час часа часов день дня дней неделю недели месяц
сегодня вчера önce saniye dakika saat gün hafta ay yıl dün bugün temu sekund minut minuty
godzinę godziny godzin dzień dni tydzień tygodnie miesiąc wczoraj dziś منذ ساعة ساعات دقيقة
دقائق يوم أيام أمس اليوم قبل
""")

# The months of the solar calendar of Iran and Afghanistan, whose year starts in March.
SOLAR_MONTHS = {
    name: number
    for number, name in enumerate(
        _words("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"), start=1
    )
}

WORDS = frozenset(MONTHS) | set(SOLAR_MONTHS) | set(DAYS) | set(ZONES)
WORDS |= set(MODIFIED) | set(LABELS) | set(AGES)
