"""The words that date lines are made of, in the languages most met.

Months are numbered; days, labels and ages only tell that a line says nothing but when. A word that
names different months in two languages is left out of one of them, and so are the short forms of
Czech, whose pages write the months of dates as numbers.
"""

import unicodedata


def _words(text: str) -> list[str]:
    return [word.casefold() for word in unicodedata.normalize("NFC", text).split()]


def _without_accents(word: str) -> str:
    """The word as capitals are often written in French or Greek; of other scripts, as it is."""
    if word[0] > "Ͽ":
        return word
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return bare.casefold() if len(word) > 3 else word


_MONTHS = """
january jan januar janvier enero ene janeiro gennaio gen januari январь января янв ocak stycznia
styczeń يناير leden ledna január januára ianuarie січень січня ιανουάριος ιανουαρίου ιαν ינואר
ژانویه جنوری जनवरी জানুয়ারি มกราคม tammikuuta siječnja јануара януари
جانفي
janv jänner jän gener jaanuar jaan janvāris janvāra janvārī sausis sausio saus oca sty ian січ яну
јануар јан јануари siječanj sij januarja januara ינו ژانویهٔ जन जाने जानेवारी জানুয়ারী জানু ஜனவரி ஜன มค
كانونالثاني tammikuu

february feb februar février févr fév febrero febbraio fevereiro fev februari февраль февраля фев
şubat lutego luty فبراير únor února február februára februarie лютий лютого φεβρουάριος
φεβρουαρίου φεβ פברואר فوریه فروری फ़रवरी फरवरी ফেব্রুয়ারি กุมภาพันธ์ helmikuuta veljače фебруара
февруари
شباط فيفري
feber febrer febr veebruar veebr februāris februāra februārī vasaris vasario vas şub lut февр лют
фебруар феб veljača velj februarja februara pebruari פבר فوریهٔ फ़र फेब्रुवारी फेब्रु ফেব্রুয়ারী
ফেব பிப்ரவரி பிப் กพ helmikuu

march mar märz mär mrz mars marzo março maart mrt март марта мар mart marca marzec مارس březen
března március martie березень березня μάρτιος μαρτίου μαρ מרץ מרס مارچ मार्च মার্চ มีนาคม
maaliskuuta ožujka maret
آذار
març marts märts martā marta marec márc mac kovas kovo kov бер ožujak ožu μάρ มีค மார்ச் மார் maaliskuu
اذار

april apr avril avr abril abr aprile апрель апреля апр nisan kwietnia kwiecień أبريل ابريل duben
dubna április apríla aprilie квітень квітня απρίλιος απριλίου απρ אפריל آوریل اپریل अप्रैल এপ্রিল
เมษายน huhtikuuta travnja априла април
نيسان أفريل
aprill aprīlis aprīļa aprīlī apríl ápr balandis balandžio bal nis kwi квіт travanj tra אפר एप्रिल
एप्रि এপ্রি ஏப்ரல் ஏப் เมย huhtikuu

may mai mayo maio mag maggio mei май мая mayıs maja maj مايو květen května május mája травень
травня μάιος μαΐου μαϊου μαΐ מאי مه مئی मई মে พฤษภาคม toukokuuta svibnja маја
أيار ماي
maig maijs maija maijā máj gegužė gegužės geg трав мај svibanj svi μάι مهٔ मे மே พค μαϊος mayis
toukokuu ايار

june jun juni juin junio junho giugno giu июнь июня июн haziran czerwca czerwiec يونيو červen
června június júna iunie червень червня ιούνιος ιουνίου ιουν יוני ژوئن جون जून জুন มิถุนายน
kesäkuuta lipnja јуна юни
حزيران جوان
juny juuni jūnijs jūnija jūnijā jūn jún birželis birželio birž haz cze iun черв јун јуни lipanj
junij junija juna ιούν ஜூன் มิย kesäkuu يونيه

july jul juli juillet juil julio julho luglio lug июль июля июл temmuz lipca lipiec يوليو červenec
července július júla iulie липень липня ιούλιος ιουλίου ιουλ יולי ژوئیه جولائی जुलाई জুলাই กรกฎาคม
heinäkuuta srpnja јула юли
تموز جويلية
juliol juuli jūlijs jūlija jūlijā jūl júl juill liepa liepos liep tem lip iul лип јул јули srpanj
julij julija jula julai ιούλ ژوئیهٔ जुल जुलै জুল ஜூலை กค heinäkuu يوليه يوليوز

august aug août aout agosto ago augustus август августа авг ağustos sierpnia sierpień أغسطس srpen
srpna augusztus augusta серпень серпня αύγουστος αυγούστου αυγ אוגוסט اوت اگست अगस्त আগস্ট สิงหาคม
elokuuta kolovoza augusti agustus ogo
آب أوت
agost ag augusts augustā rugpjūtis rugpjūčio rugp ağu sie серп kolovoz kol avgust avgusta avg ogos
agu agt αύγ אוג अग ऑगस्ट ऑग আগ ஆகஸ்ட் ஆக สค elokuu اغسطس غشت

september sep sept septembre septiembre setiembre setembro set settembre сентябрь сентября сен
сент eylül września wrzesień سبتمبر září szeptember septembra septembrie вересень вересня
σεπτέμβριος σεπτεμβρίου σεπ ספטמבר سپتامبر ستمبر सितंबर सितम्बर সেপ্টেম্বর กันยายน syyskuuta rujna
септембра септември
أيلول
setembre septembris septembrī rugsėjis rugsėjo rugs eyl wrz вер сеп септембар rujan ruj septembar
szept ספט सित सप्टेंबर सप्टें সেপ செப்டம்பர் செப் กย syyskuu ايلول شتنبر

october oct oktober okt octobre octubre outubro out ottobre ott октябрь октября окт ekim
października październik أكتوبر říjen října október októbra octombrie жовтень жовтня οκτώβριος
οκτωβρίου οκτ אוקטובר اکتبر اکتوبر अक्टूबर अक्तूबर অক্টোবর ตุลาคม lokakuuta октобра октомври
oktoober oktobris oktobrī spalis spalio spal eki paź жовт октобар oktobar אוק अक्टू ऑक्टोबर ऑक्टो
অক্টো அக்டோபர் அக் ตค lokakuu اكتوبر تشرينالأول

november nov novembre noviembre novembro ноябрь ноября ноя kasım listopada listopad نوفمبر
listopadu novembra noiembrie листопад листопада νοέμβριος νοεμβρίου νοε נובמבר نوامبر نومبر नवंबर
नवम्बर নভেম্বর พฤศจิกายน marraskuuta studenoga новембра ноември
novembris novembrī lapkritis lapkričio lapkr kas lis нояб нов лист ное новембар studeni stu novembar
nopember νοέ נוב नव नोव्हेंबर नोव्हें নভে நவம்பர் நவ พย kasim marraskuu نونبر تشرينالثاني

december dec dezember dez décembre déc diciembre dic dezembro dicembre декабрь декабря дек aralık
grudnia grudzień ديسمبر prosinec prosince decembra decembrie грудень грудня δεκέμβριος δεκεμβρίου
δεκ דצמבר دسامبر دسمبر दिसंबर दिसम्बर ডিসেম্বর ธันวาคม joulukuuta prosinca децембра декември
desember
des dis desembre detsember dets decembris decembrī gruodis gruodžio gruod ara gru груд дец децембар
prosinac pro decembar disember דצמ दिस डिसेंबर डिसें ডিসে டிசம்பர் டிச ธค aralik joulukuu دجنبر كانونالأول
"""
MONTHS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().split("\n\n"), start=1)
    for name in _words(names)
}
MONTHS |= {_without_accents(name): number for name, number in MONTHS.items()}
# What names stand for behind a day with a dot, as Croatian writes days and Polish does not: in both
# the first is a month, of the others none can be sure.
BEHIND_ORDINALS = {"listopada": "oktobra", "lis": "", "lip": ""}
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
ponedjeljak ponedeljak ponedeljek utorak torek srijeda sreda četvrtak četrtek petak petek subota
nedjelja nedelja pondelok utorok streda štvrtok piatok nedeľa понедељак уторак четвртак петак
субота недеља понеделник вторник сряда четвъртък петък събота неделя esmaspäev teisipäev
kolmapäev neljapäev reede laupäev pühapäev pirmdiena otrdiena trešdiena ceturtdiena piektdiena
sestdiena svētdiena pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis
sekmadienis dilluns dimarts dimecres dijous divendres dissabte diumenge isnin khamis jumaat ahad
मंगळवार திங்கள் செவ்வாய் புதன் வியாழன் வெள்ளி சனி ஞாயிறு
""")

ZONES = {"z": "Z", "utc": "Z", "gmt": "Z"} | {
    "ist": "+05:30", "hkt": "+08:00", "sgt": "+08:00", "jst": "+09:00", "kst": "+09:00",
    "msk": "+03:00", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00",
    "est": "-05:00", "edt": "-04:00", "pst": "-08:00", "pdt": "-07:00", "aest": "+10:00",
    "bst": "+01:00", "sast": "+02:00", "wib": "+07:00",
}  # fmt: skip
# These are words of many languages too, and zones only in capitals right behind a time of day.
ZONES_OF_CAPITALS = {
    "WITA": "+08:00", "WIT": "+09:00", "PKT": "+05:00", "EAT": "+03:00", "WAT": "+01:00",
    "EET": "+02:00", "EEST": "+03:00",
}  # fmt: skip

MODIFIED = _words("""
updated update modified edited revised aktualisiert bearbeitet geändert màj actualisé modifié
mis jour actualizado actualizada atualizado atualizada modificado aggiornato aggiornata
bijgewerkt gewijzigd обновлено изменено güncellenme güncelleme güncellendi aktualizacja
zaktualizowano تحديث
uppdaterad oppdatert opdateret päivitetty aktualizováno frissítve frissült diperbarui оновлено
actualizat actualización atualização modifica aggiornamento
ενημέρωση ενημερώθηκε עודכן עדכון بروزرسانی अपडेट अपडेटेड अद्यतन আপডেট อัปเดต
อัปเดตล่าสุด ažurirano обновена актуализирана aktualizované uppdaterat
""")

PUBLISHED = _words("""
published posted issued released created veröffentlicht erstellt publié publiée publicado
publicada publicados pubblicato pubblicata gepubliceerd geplaatst опубликовано yayınlanma
yayınlandı opublikowano نشر انتشار شائع publicerad publicerat publisert publiceret udgivet
julkaistu publikováno zveřejněno vydáno megjelent közzétéve опубліковано publicat diterbitkan
δημοσίευση δημοσιεύθηκε δημοσιεύτηκε פורסם đăng प्रकाशित प्रकाशन প্রকাশ প্রকাশিত เผยแพร่ objavljeno
oluşturulma giriş dipublikasikan публикувано публикувана објављено offentliggjort zverejnené
publikacji النشر نُشر
publiziert eklenme eklendi dodano utworzono utworzenia vytvořeno creato aangemaakt размещено
створено публікації публикации καταχωρήθηκε פרסום skapad terbit postado
""")

LABELS = _words("""
publish post first last date time on at the of from by and st nd rd th am pm a p m noon h hrs et
ct pt mt local uhr um stand vom den der zuletzt le la à il y posté mise heure heures min el las
los de del em às e alle ore ultimo op om в г года час tarihi son saat dnia godz r
data في تاريخ الساعة آخر ultima última hora kl klo ώρα בתאריך
בשעה יום ngày tháng thg năm lúc giờ cập تاریخ ساعت بتاریخ تازہ तारीख เวลา พ ศ น วันที่ wib
år t d gada م ص μ π р о u publicării τελευταία στις
дата تم תאריך
""")

# What makes an age of a number and a unit: "two days ago"; hours and less are one without it.
AGO = _words("""
ago vor il hace há fa geleden назад önce temu منذ قبل sedan siden sitten před pred prije ezelőtt
тому преди πριν acum पहले আগে lalu trước לפני پیش
""")
CLOCK_UNITS = _words("""
second seconds sec secs minute minutes mins min hour hours hr hrs h sekunden minute minuten stunde
stunden seconde secondes heure heures segundo segundos minuto minutos hora horas secondi minuti
ora ore uur секунд минут минуты минуту час часа часов saniye dakika saat sekund minut minuty
godzinę godziny godzin ساعة ساعات دقيقة دقائق ساعت giờ น uhr am pm noon
std ч мин сек timmar timme timer minuter minutter tuntia minuuttia hodin hodinami minutami óra perc
годин години годину хвилин хвилини часа часове минути ώρες λεπτά jam menit phút घंटे घंटा मिनट
ঘণ্টা মিনিট שעות שעה דקות ساعتين دقيقتين دقیقه
""")
# Labels of a time that stand before it.
CLOCKS = _words("uhr kl klo godz ore alle saat в ώρα الساعة ساعت בשעה lúc เวลา at um om")

# What else ages are made of.
AGES = _words("""
just now today yesterday day days week weeks month months year years an one tag tagen tage woche
wochen monat monaten jahr jahren gestern heute gerade eben y a jour jours semaine semaines mois
ans hier aujourd hui día días semana semanas mes meses año años ayer hoy dia dias mês ano anos
ontem hoje giorno giorni settimana settimane mese mesi anno anni ieri oggi dag dagen weken maand
maanden jaar jaren gisteren vandaag день дня дней неделю недели месяц сегодня вчера gün hafta ay
yıl dün bugün dzień dni tydzień tygodnie miesiąc wczoraj dziś يوم أيام أمس اليوم
dagar dager dage vecka veckor uker uger måneder månader päivää viikkoa dny dní dnem dnů týdny nap
днів дні дн тижні дни ημέρες μέρες ημέρα hari minggu bulan दिन সপ্তাহ দিন ימים יום يومين أسبوع أسابيع
شهر روز هفته
""")

# The months of the solar calendar of Iran and Afghanistan, whose year starts in March.
SOLAR_MONTHS = {
    name: number
    for number, name in enumerate(
        _words("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"), start=1
    )
}

WORDS = frozenset(MONTHS) | set(SOLAR_MONTHS) | set(DAYS) | set(ZONES)
WORDS |= set(PUBLISHED) | set(MODIFIED) | set(LABELS)
WORDS |= set(AGO) | set(CLOCK_UNITS) | set(CLOCKS) | set(AGES)
