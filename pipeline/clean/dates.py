"""Lines that say when: what a line of nothing but dates, times and their labels says.

A line is a date line when all of its words belong to dates: numbers, names of months and days,
units of age ("6 hours ago"), zones and labels such as "updated". One word of anything else and it
is prose. Only dates that can be read in one way are given back: a day before a month or after it
("03/04/2025") is left open, and an age is no date.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from pipeline.clean.date_words import MODIFIED, MONTHS, SOLAR_MONTHS, WORDS, ZONES

MAX_DATE_LINE = 120


# Scripts that do not part words: a date is what is left of a line of these signs and numbers.
_EAST_ASIAN = re.compile(
    r"[分小]?[時时][間间]?前|更新于|更新日期|更新時間|更新时间|更新日時|更新|发布时间|發布時間|发布于|发表于|發表於|公開日時|公開|配信|投稿|入力"
    r"|最后|最後|时间|時間|日期|星期|礼拜|[周週][一二三四五六日天]|[月火水木金土日]曜日?|[(（][月火水木金土日][)）]"
    r"|小时前|小時前|分钟前|分鐘前|時間前|分前|日前|天前|个月前|個月前|ヶ月前|か月前|年前|昨天|昨日|今天|今日|刚刚|剛剛"
    r"|上午|下午|晚上|凌晨|中午|午前|午後|오전|오후|입력|수정|등록"
    r"|시간 전|분 전|일 전|[年月日号號时時分秒点點년월일시분초전]"
)
_EAST_ASIAN_AGE = re.compile(r"[前전]$|^(昨天|昨日|今天|今日|刚刚|剛剛)")
# Vowel signs of Arabic, Indic and Thai script stand within words, though they are no letters.
_MARKS = (
    "\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_TOKEN = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*|\d+")
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
_DAY_FIRST = re.compile(r"\b(?:thứ|ngày|chủ nhật)\b", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(
    r"\b(\d{1,2}) tháng (\d{1,2})(?:,| năm)? ((?:19|20)\d\d)\b", re.IGNORECASE
)
_SOLAR = re.compile(r"(?<!\d)(13[7-9]\d|14[0-4]\d)\s?[/-]\s?(\d{1,2})\s?[/-]\s?(\d{1,2})(?!\d)")
_SOLAR_YEAR = re.compile(r"(?<!\d)(?:13[7-9]\d|14[0-4]\d)(?!\d)")
_BUDDHIST_YEAR = re.compile(r"(?<!\d)2[56]\d\d(?!\d)")
_BUDDHIST_AHEAD = 543
_BEFORE_SOLAR = 226526  # days before its first year, without leap days
_THAI = re.compile("[\u0e01-\u0e2e]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_ERA_YEAR = re.compile(r"令和(\d{1,2}|元)年")
_MODIFIED_SIGN = re.compile(r"更新|수정")
_MODIFIED_WORDS = frozenset(MODIFIED)


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
    text = _in_common_signs(text)
    if text.isascii():
        first = _TOKEN.search(text)
        if first is None or not (first[0].isdigit() or first[0].lower() in WORDS):
            return False
        words, signs = [word.lower() for word in _TOKEN.findall(text)], False
    else:
        words = [word.casefold() for word in _TOKEN.findall(_EAST_ASIAN.sub(" ", text))]
        signs = _EAST_ASIAN.search(text) is not None
    letters = [word for word in words if not word.isdigit()]
    if any(word not in WORDS for word in letters):
        return False
    if any(word.isdigit() for word in words):
        return signs or bool(letters) or _TIME.search(text) is not None or _has_date(text)
    return _EAST_ASIAN_AGE.search(text) is not None or (
        len(letters) <= 4 and any(word in _NUMBERLESS for word in letters)
    )


_NUMBERLESS = frozenset(
    """
    ago yesterday today gestern heute hier ayer hoy ontem hoje ieri oggi gisteren vandaag сегодня
    вчера dün bugün wczoraj dziś أمس اليوم geleden
    """.split()
)


def read_dates(text: str) -> Dates:
    """The dates of a date line; a time after "updated" without a date is of the same day."""
    published: str | None = None
    modified: str | None = None
    day: str | None = None
    text = _in_common_signs(text)
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


def _in_common_signs(text: str) -> str:
    """The text with digits of all scripts as 0 to 9, and years of Japan's present era as common."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    text = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)
    return _ERA_YEAR.sub(lambda found: f"{2018 + int(found[1].replace('元', '1'))}年", text)


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
    return any(form.search(text) is not None for form in (_YEAR_FIRST, _YEAR_LAST, _SOLAR))


def _date_of(text: str) -> str | None:
    if found := _YEAR_FIRST.search(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.search(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12:
            return _iso(int(found[4]), second, first)
        if second > 12:
            return _iso(int(found[4]), first, second)
        if first == second or _DAY_FIRST.search(text):
            return _iso(int(found[4]), second, first)
        return None
    if found := _NUMBERED_MONTH.search(text):
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    if found := _SOLAR.search(text):
        return _solar_day(int(found[1]), int(found[2]), int(found[3]))
    if year := _YEAR.search(text):
        month, day = _month_and_day(text, MONTHS)
        return _iso(int(year.group()), month, day)
    if (year := _BUDDHIST_YEAR.search(text)) and _THAI.search(text):
        month, day = _month_and_day(text, MONTHS)
        return _iso(int(year.group()) - _BUDDHIST_AHEAD, month, day)
    if year := _SOLAR_YEAR.search(text):
        month, day = _month_and_day(text, SOLAR_MONTHS)
        return _solar_day(int(year.group()), month, day)
    return None


def _month_and_day(text: str, months: dict[str, int]) -> tuple[int, int]:
    """The month that the text names, and the number beside it; zeros where it does not."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    for position, word in enumerate(words):
        if word not in months:
            continue
        # "14 de julio" and "July 14": the nearest number of a day, before the month first.
        around = words[max(0, position - 2) : position][::-1] + words[position + 1 : position + 3]
        for number in around:
            if number.isdigit() and len(number) <= 2:
                return months[word], int(number)
    return 0, 0


def _solar_day(year: int, month: int, day: int) -> str | None:
    """A day of the Iranian calendar: six months of 31 days, then of 30, eight leap years in 33.

    The rule holds from 1244 to 1472 (1865 to 2093).
    """
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return None
    in_year = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    leaps = 8 * ((year + 11) // 33) + ((year + 11) % 33 + 3) // 4
    return date.fromordinal(_BEFORE_SOLAR + 365 * year + leaps + in_year + day).isoformat()


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
        zone = ZONES.get(name[1].lower(), "")
    return f"T{hour:02}:{found[2]}:{found[3] or '00'}{zone}"
