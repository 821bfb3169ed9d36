"""Lines that say when: what a line of nothing but dates, times and their labels says.

A line is a date line when all of its words belong to dates: numbers, names of months and days,
units of age ("6 hours ago"), zones and labels such as "updated". One word of anything else and it
is prose. Only dates that can be read in one way are given back: a day before a month or after it
("03/04/2025") is left open, and an age is no date.
"""

import re
from dataclasses import dataclass

MAX_DATE_LINE = 120


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = """
january jan januar janvier enero ene janeiro gennaio gen januari январь января янв ocak stycznia
styczeń يناير

february feb februar février févr fév febrero febbraio fevereiro fev februari февраль февраля
фев şubat lutego luty فبراير

march mar märz mär mrz mars marzo março maart mrt март марта мар mart marca marzec مارس

april apr avril avr abril abr aprile апрель апреля апр nisan kwietnia kwiecień أبريل ابريل

may mai mayo maio mag maggio mei май мая mayıs maja maj مايو

june jun juni juin junio junho giugno giu июнь июня июн haziran czerwca czerwiec يونيو

july jul juli juillet juil julio julho luglio lug июль июля июл temmuz lipca lipiec يوليو

august aug août aout agosto ago augustus август августа авг ağustos sierpnia sierpień أغسطس

september sep sept septembre septiembre setiembre setembro set settembre сентябрь сентября сен
сент eylül września wrzesień سبتمبر

october oct oktober okt octobre octubre outubro out ottobre ott октябрь октября окт ekim
października październik أكتوبر

november nov novembre noviembre novembro ноябрь ноября ноя kasım listopada listopad نوفمبر

december dec dezember dez décembre déc diciembre dic dezembro dicembre декабрь декабря дек
aralık grudnia grudzień ديسمبر
"""
MONTHS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().split("\n\n"), start=1)
    for name in names.split()
}

_DAYS = _words("""
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
domingo segunda terça quarta quinta sexta feira lunedì martedì mercoledì giovedì venerdì sabato
domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник среда
четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe cuma cumartesi pazar
poniedziałek wtorek środa czwartek piątek sobota niedziela الاثنين الثلاثاء الأربعاء الخميس
الجمعة السبت الأحد
""")

_ZONES = {"z": "Z", "utc": "Z", "gmt": "Z"} | {
    "ist": "+05:30", "hkt": "+08:00", "sgt": "+08:00", "jst": "+09:00", "kst": "+09:00",
    "msk": "+03:00", "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00",
    "est": "-05:00", "edt": "-04:00", "pst": "-08:00", "pdt": "-07:00", "aest": "+10:00",
    "bst": "+01:00", "sast": "+02:00", "wib": "+07:00",
}  # fmt: skip

_MODIFIED = _words("""
updated update modified edited revised aktualisiert bearbeitet geändert maj actualisé modifié
mis jour actualizado actualizada atualizado atualizada modificado aggiornato aggiornata
bijgewerkt gewijzigd обновлено изменено güncellenme güncelleme güncellendi aktualizacja
zaktualizowano تحديث
""")

_LABELS = _words("""
published publish posted post first last created date time issued released on at the of from by
and st nd rd th am pm a p m noon h hrs et ct pt mt local uhr um am veröffentlicht erstellt stand
vom den der zuletzt publié publiée le la à a il y posté mise date heure heures min publicado
publicada el las los de del em às h e pubblicato il alle ore ultimo aggiornamento gepubliceerd
op om geplaatst опубликовано в г года час yayınlanma yayınlandı tarihi son saat opublikowano
dnia godz r data نشر في تاريخ الساعة آخر ultima modifica última actualización atualização hora
""")

_AGES = _words("""
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

_WORDS = frozenset(MONTHS) | set(_DAYS) | set(_ZONES) | set(_MODIFIED) | set(_LABELS) | set(_AGES)

# Scripts that do not part words: a date is what is left of a line of these signs and numbers.
_EAST_ASIAN = re.compile(
    r"[分小]?[時时][間间]?前|更新于|更新日期|更新時間|更新时间|更新日時|更新|发布时间|發布時間|发布于|发表于|發表於|公開日時|公開|配信|投稿|入力"
    r"|最后|最後|时间|時間|日期|星期|礼拜|[周週][一二三四五六日天]|[月火水木金土日]曜日?|[(（][月火水木金土日][)）]"
    r"|小时前|小時前|分钟前|分鐘前|時間前|分前|日前|天前|个月前|個月前|ヶ月前|か月前|年前|昨天|昨日|今天|今日|刚刚|剛剛"
    r"|上午|下午|晚上|凌晨|中午|午前|午後|오전|오후|입력|수정|등록"
    r"|시간 전|분 전|일 전|[年月日号號时時分秒点點년월일시분초전]"
)
_EAST_ASIAN_AGE = re.compile(r"[前전]$|^(昨天|昨日|今天|今日|刚刚|剛剛)")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_TIME = re.compile(
    r"(?<![\d.+-])(?<!\d:)([01]?\d|2[0-3])[:h]([0-5]\d)(?::([0-5]\d))?(?:\.\d+)?(?![\d])"
)
_EAST_ASIAN_TIME = re.compile(r"(\d{1,2})[时時点點시]\s?(\d{1,2})[分분]")
_HALF_DAY = re.compile(r"\s?([ap])\.?\s?m\b\.?", re.IGNORECASE)
_OFFSET = re.compile(r"\s?(?:utc|gmt)?\s?([+-]\d\d):?(\d\d)\b", re.IGNORECASE)
_ZONE = re.compile(r"\s?\(?([a-z]{1,5})\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MODIFIED_SIGN = re.compile(r"更新|수정")
_MODIFIED_WORDS = frozenset(_MODIFIED)


@dataclass(frozen=True, slots=True)
class Dates:
    """What a date line says, as RFC 3339 text as far as it goes: a date, or a date and a time.

    A time without a zone stays without one: the page does not say which it means.
    """

    published: str | None = None
    modified: str | None = None


def is_date_line(text: str) -> bool:
    """Whether the line holds nothing but dates, times, ages and their labels."""
    if len(text) > MAX_DATE_LINE:
        return False
    if text.isascii():
        first = _TOKEN.search(text)
        if first is None or not (first[0].isdigit() or first[0].lower() in _WORDS):
            return False
        words, signs = [word.lower() for word in _TOKEN.findall(text)], False
    else:
        words = [word.casefold() for word in _TOKEN.findall(_EAST_ASIAN.sub(" ", text))]
        signs = _EAST_ASIAN.search(text) is not None
    letters = [word for word in words if not word.isdigit()]
    if any(word not in _WORDS for word in letters):
        return False
    if any(word.isdigit() for word in words):
        return signs or bool(letters) or _TIME.search(text) is not None or _has_date(text)
    return _EAST_ASIAN_AGE.search(text) is not None or (
        len(letters) <= 4 and any(word in _NUMBERLESS for word in letters)
    )


_NUMBERLESS = frozenset(
    _words("""
    ago yesterday today gestern heute hier ayer hoy ontem hoje ieri oggi gisteren vandaag сегодня
    вчера dün bugün wczoraj dziś أمس اليوم geleden
    """)
)


def read_dates(text: str) -> Dates:
    """The dates of a date line; a time after "updated" without a date is of the same day."""
    published: str | None = None
    modified: str | None = None
    day: str | None = None
    for is_modified, part in _labelled_parts(text):
        day = _date_of(part) or day
        if day is None:
            continue
        moment = day + _time_of(part)
        if is_modified:
            modified = modified or moment
        else:
            published = published or moment
    return Dates(published, modified)


def says_modified(text: str) -> bool:
    """Whether the line names a change rather than a publication: "Updated 3 hours ago"."""
    return not _labelled_parts(text)[0][1].strip()


def _labelled_parts(text: str) -> list[tuple[bool, str]]:
    """The line cut before the first label of a change, which all after it belongs to."""
    for word in _TOKEN.finditer(text):
        if word.group().casefold() in _MODIFIED_WORDS:
            return [(False, text[: word.start()]), (True, text[word.start() :])]
    sign = _MODIFIED_SIGN.search(text)
    if sign:
        return [(False, text[: sign.start()]), (True, text[sign.start() :])]
    return [(False, text)]


def _has_date(text: str) -> bool:
    return _YEAR_FIRST.search(text) is not None or _YEAR_LAST.search(text) is not None


def _date_of(text: str) -> str | None:
    if found := _YEAR_FIRST.search(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.search(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12:
            return _iso(int(found[4]), second, first)
        if second > 12:
            return _iso(int(found[4]), first, second)
        return None
    year = _YEAR.search(text)
    if year is None:
        return None
    words = [word.casefold() for word in _TOKEN.findall(text)]
    for position, word in enumerate(words):
        if word not in MONTHS:
            continue
        # "14 de julio" and "July 14": the nearest number of a day, before the month first.
        around = words[max(0, position - 2) : position][::-1] + words[position + 1 : position + 3]
        for number in around:
            if number.isdigit() and len(number) <= 2:
                return _iso(int(year.group()), MONTHS[word], int(number))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    if 1 <= month <= 12 and 1 <= day <= 31:
        return f"{year:04}-{month:02}-{day:02}"
    return None


def _time_of(text: str) -> str:
    """ "T15:47:00", with the zone where one is named; empty where there is no time."""
    if found := _EAST_ASIAN_TIME.search(text):
        hour, minute = int(found[1]), int(found[2])
        if hour < 12 and re.search(r"下午|晚上|午後|오후", text):
            hour += 12
        return f"T{hour:02}:{minute:02}:00" if hour < 24 and minute < 60 else ""
    found = _TIME.search(text)
    if found is None:
        return ""
    hour, rest = int(found[1]), text[found.end() :]
    if half := _HALF_DAY.match(rest):
        hour = hour % 12 + (12 if half[1].lower() == "p" else 0)
        rest = rest[half.end() :]
    zone = ""
    if offset := _OFFSET.match(rest):
        zone = f"{offset[1]}:{offset[2]}"
    elif name := _ZONE.match(rest):
        zone = _ZONES.get(name[1].lower(), "")
    return f"T{hour:02}:{found[2]}:{found[3] or '00'}{zone}"
