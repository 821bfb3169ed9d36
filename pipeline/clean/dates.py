"""Lines that say when: what a line of nothing but dates, times and their labels says.

A line is a date line when all of its words belong to dates: numbers, names of months and days,
units of age ("6 hours ago"), zones and labels such as "updated". One word of anything else and it
is prose. Only dates that can be read in one way are given back: whether day or month is first in
"03/04/2025" is left open where the language is not known, and an age is no date.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.clean.date_words import (
    AGO,
    BEHIND_ORDINALS,
    CLOCK_UNITS,
    CLOCKS,
    DAYS,
    LABELS,
    MODIFIED,
    MONTHS,
    PUBLISHED,
    SOLAR_MONTHS,
    WORDS,
    ZONES,
    ZONES_OF_CAPITALS,
)

MAX_DATE_LINE = 120
MOST_AHEAD = 14  # hours of a zone
MAX_READ = 400  # of a text that is searched for dates
DAY_SIGNS = 10  # "2025-03-14"
LEAST_SPAN = 15  # years; few stories are changed so long after
MAX_BETWEEN = 3  # words between a day and its month or year: "14th of March, Friday, 2025"

# Scripts that do not part words: a date is what is left of a line of these signs and numbers.
_EAST_ASIAN = re.compile(
    r"[分小]?[時时][間间]?前|更新于|更新日期|更新時間|更新时间|更新日時|更新|发布时间|發布時間|发布于|发表于|發表於|公開日時|公開|配信|投稿|入力"
    r"|最后|最後|时间|時間|日期|星期|礼拜|[周週][一二三四五六日天]|[月火水木金土日]曜日?|[(（][月火水木金土日][)）]"
    r"|小时前|小時前|分钟前|分鐘前|時間前|分前|日前|天前|个月前|個月前|ヶ月前|か月前|年前|昨天|昨日|今天|今日|刚刚|剛剛"
    r"|上午|下午|晚上|凌晨|中午|午前|午後|오전|오후|기사입력|최종수정|입력|수정|등록|승인|발행|発行|掲載"
    r"|시간 전|분 전|일 전|[年月日号號时時分秒点點년월일시분초전]"
)
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uac00-\ud7af]")  # each of these holds one
_EAST_ASIAN_AGE = re.compile(r"[前전]$|^(昨天|昨日|今天|今日|刚刚|剛剛)")
# Vowel signs of Arabic, Indic and Thai script stand within words, though they are no letters.
_MARKS = (
    "\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7"
    "\u0bbe-\u0bcd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_TOKEN = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*|\d+")
_TIME = re.compile(
    r"(?<![\d.+-])(?<!\d:)([01]?\d|2[0-3])[:h]([0-5]\d)(?::([0-5]\d))?(?:\.\d+)?(?![\d])"
)
# With a dot, which dates have too, it has a label before it or a zone behind it.
_DOTTED_TIME = re.compile(
    r"(?<!\w)(?:(?:kl|klo|om|um|alle|ore|pukul|jam)\.?\s([01]?\d|2[0-3])\.([0-5]\d)"
    rf"|([01]?\d|2[0-3])\.([0-5]\d)(?=\s?(?:uhr|uur|[ap]m|{'|'.join(ZONES.keys() - {'z'})})\b))"
    r"(?!\.?\d)"
    r"|(?<=\d\d\s)([01]\d|2[0-3])\.([0-5]\d)$",
    re.IGNORECASE,
)
# With its half of the day, for what is left without it.
_CLOCK_TIME = re.compile(rf"{_TIME.pattern}(?:\s?[ap]\.?\s?m\b)?", re.IGNORECASE)
_EAST_ASIAN_TIME = re.compile(r"(\d{1,2})[时時点點시]\s?(\d{1,2})[分분]")
# Arabic writes one letter for the half of the day.
_HALF_DAY = re.compile(
    r"\s?(?:([ap])\.?\s?m\b\.?|([صم])(?![^\W\d_])|([πμ])\.?\s?μ\b\.?)", re.IGNORECASE
)
_SECOND_HALF = frozenset("pPمμΜ")
_HALF_BEFORE = re.compile(r"(上午|午前|오전|凌晨|下午|晚上|午後|오후|中午)\s?$")
_FIRST_HALF = frozenset(["am", "上午", "午前", "오전", "凌晨"])
_OFFSET = re.compile(
    r"\s?\(?(?:(?:utc|gmt)\s?([+-])(\d{1,2})(?::?(\d\d))?|([+-])(\d\d):?(\d\d))\b", re.IGNORECASE
)
_ZONE = re.compile(r"\s?\(?([a-z]{1,5})\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)"
)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PLAIN_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_DAY_FIRST = re.compile(r"\b(?:thứ|ngày|chủ nhật)\b", re.IGNORECASE)
_NUMBERED_MONTH = re.compile(
    r"\b(\d{1,2}) (?:tháng|thg) (\d{1,2})(?:,| năm)? ((?:19|20)\d\d)\b", re.IGNORECASE
)
_SOLAR = re.compile(r"(?<!\d)(13[7-9]\d|14[0-4]\d)\s?[/-]\s?(\d{1,2})\s?[/-]\s?(\d{1,2})(?!\d)")
_WITHOUT_NAMES = (_YEAR_FIRST, _YEAR_LAST, _NUMBERED_MONTH, _SOLAR)
_SOLAR_YEAR = re.compile(r"13[7-9]\d|14[0-4]\d")
_BUDDHIST_YEAR = re.compile(r"2[56]\d\d")
_BUDDHIST_AHEAD = 543
_BEFORE_SOLAR = 226526  # days before its first year, without leap days
_THAI = re.compile("[\u0e01-\u0e2e]")
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"\d(?<![0-9])")
_ERA_YEAR = re.compile(r"令和(\d{1,2}|元)年")
# Names of months in two words, or in two letters with dots.
_IN_TWO = re.compile(
    r"(كانون|تشرين) (الأول|الثاني)"
    "|(?<![\u0e01-\u0e4e])(ม|ก|มี|เม|พ|มิ|ส|ต|ธ)\\.\\s?(ค|พ|ย)(?:\\.|(?![\u0e01-\u0e4e]))"
)
_ARABIC_OR_THAI = re.compile("[\u0600-\u06ff\u0e00-\u0e7f]")
_LABEL_SIGN = re.compile(r"(更新|수정)|发布|發布|发表|發表|公開|配信|投稿|入力|입력|등록")
_APART = re.compile(r"\d|\w[^\w]+\w")  # more than one word
# French writes "MAJ" over its changes, in languages of the North it is a month.
_DAY_BEFORE = re.compile(r"(?<![\d:.h/-])\d{1,2}\.?\s$")
_SHORT_DATE = re.compile(r"(?<!\d)\d{1,2}(?:\.\s?\d{1,2}\.(?!\d)|/\d{1,2}(?![\d/]))")
_CLOCK = re.compile(
    rf"\d\s?(?:[ap]\.?\s?m|et|ct|pt|{'|'.join(CLOCK_UNITS)}|{'|'.join(ZONES.keys() - {'z'})})(?!\w)"
    rf"|(?<!\w)(?:{'|'.join(CLOCKS)})\.?\s?\d"
)
_BEHIND_ORDINAL = re.compile(rf"(\d\.\s?)({'|'.join(BEHIND_ORDINALS)})\b", re.IGNORECASE)
_MODIFIED_WORDS = frozenset(MODIFIED)
_PUBLISHED_WORDS = frozenset(PUBLISHED)
_MONTH_NAMES = frozenset([*MONTHS, *SOLAR_MONTHS])
_BETWEEN_DAY_AND_MONTH = frozenset("de d del of the st nd rd th er e º ª".split())
_BETWEEN_DAY_AND_YEAR = frozenset([*LABELS, *DAYS, *ZONES, "año", "ano", "anno"])


@dataclass(frozen=True, slots=True)
class Dates:
    """What a date line says, as RFC 3339 text as far as it goes: a date, or a date and a time.

    A time without a zone stays without one: the page does not say which it means.
    """

    published: str | None = None
    modified: str | None = None


UNDATED = Dates()
MAX_SHORT_AGE = 8
# "5m" alone may be metres.
_SHORT_AGE = re.compile(r"\d{1,3}\s?(?:h|d|w|mo|yr?)(?:\sago)?")
_BARE_TIME = re.compile(r"\D{0,12}\d{1,2}\s?[:.hH]\s?\d{2}\D{0,12}")


def is_bare_time(text: str) -> bool:
    """Whether a line says a time of day and no day, as above the entries of a live report."""
    return _BARE_TIME.fullmatch(text) is not None


def is_age(text: str) -> bool:
    """Whether a date line says how long ago: "2 hours ago", "3h", "vor 2 Stunden"."""
    if _SHORT_AGE.fullmatch(text) or _MINUTES.fullmatch(text) or _EAST_ASIAN_AGE.search(text):
        return True
    words = {word.casefold() for word in _TOKEN.findall(_in_common_signs(text))}
    return not words.isdisjoint(_SAYS_AGE) and is_date_line(text)


def tells_time(text: str) -> bool:
    """Whether the text may name a time: few lines have a digit or a word such as "yesterday"."""
    return has_digit(text) or _SAYS_TIME.search(text) is not None


def has_digit(text: str) -> bool:
    """Whether the text holds a digit of any script."""
    return _DIGIT.search(text) is not None


def opens_as_date(text: str) -> bool:
    """Whether the first word of the text may be one of a date line."""
    first = _TOKEN.search(text)
    return first is not None and (first[0].isdecimal() or first[0].casefold() in WORDS)


def is_date_line(text: str) -> bool:
    """Whether the line holds nothing but dates, times, ages and their labels."""
    if len(text) > MAX_DATE_LINE:
        return False
    if len(text) <= MAX_SHORT_AGE and _SHORT_AGE.fullmatch(text):
        return True
    if _is_sentence(text):
        return False
    text = _in_common_signs(text)
    signs = not text.isascii() and _IDEOGRAPH.search(text) and _EAST_ASIAN.search(text)
    if signs:
        words = [word.casefold() for word in _TOKEN.findall(_EAST_ASIAN.sub(" ", text))]
    else:
        if not opens_as_date(text):  # as most lines
            return False
        text = _with_offsets(text)
        words = [word.casefold() for word in _TOKEN.findall(text)]
    letters = [word for word in words if not word.isdecimal()]
    if any(word not in WORDS for word in letters) or _is_span(text, letters):
        return False
    if any(word.isdecimal() for word in words):
        return bool(signs or _TIME.search(text)) or _has_date(text) or _tells(text, words)
    return _EAST_ASIAN_AGE.search(text) is not None or (
        len(letters) <= 4 and any(word in _NUMBERLESS for word in letters)
    )


def _is_sentence(text: str) -> bool:
    """Whether a few words on a day are a sentence, as an answer is: "On 1 April 2028."."""
    return text.endswith(".") and _ANSWER.match(text) is not None


# Not behind months and zones cut short, nor "a.m.".
_ANSWER = re.compile(
    r"(?:on|from|until|till|since|in|at|before|after|am|ab|bis|seit|vom|im|zum|depuis|dès|jusqu|"
    r"du|el|desde|hasta|dal|fino|em|op|vanaf|sinds|tot)\b.*(?:\d|(?!sept)[^\W\d_]{4,})\.$",
    re.IGNORECASE,
)


def _is_span(text: str, words: Sequence[str]) -> bool:
    """Whether the line says from when to when somebody lived, or something lasted: with signs of
    birth and death, or two years far apart that no label makes those of a change."""
    if _BORN.search(text) and "†" in text:
        return True
    if not _JOINED.search(text) or not _LABELS_OF_STORIES.isdisjoint(words):
        return False
    years = [int(year) for year in _YEAR.findall(text)]
    return len(years) == len(("from", "to")) and abs(years[1] - years[0]) >= LEAST_SPAN


_BORN = re.compile(r"^\s?[*✶]\s?\d")
_JOINED = re.compile(r"\d{4}\s?[-–—]\s?[^\W_]")
_LABELS_OF_STORIES = frozenset([*PUBLISHED, *MODIFIED])
_SAYS_AGE = frozenset([*AGO, *"yesterday gestern hier ayer ontem ieri вчера dün".split()])
_MINUTES = re.compile(r"\d{1,2}\s?m(?:\sago)?")
_NUMBERLESS = frozenset(
    """
    ago yesterday today gestern heute hier ayer hoy ontem hoje ieri oggi gisteren vandaag сегодня
    вчера dün bugün wczoraj dziś أمس اليوم geleden ساعتين يومين دقيقتين
    """.split()
)


_SAYS_TIME = re.compile("|".join(sorted(_NUMBERLESS)), re.IGNORECASE)


def _tells(text: str, words: Sequence[str]) -> bool:
    """Whether words of dates with numbers tell when: "Day 1" and "2. H&M" do not."""
    if not {*words}.isdisjoint(_TELLING) or _SHORT_DATE.search(text):
        return True
    if any(word in _MONTH_NAMES for word in words):
        return any(
            number.isdecimal() and (month in _MONTH_NAMES or _YEAR.fullmatch(number))
            for pair in pairwise(word for word in words if word not in _BETWEEN_DAY_AND_MONTH)
            for number, month in (pair, pair[::-1])
        )
    return _CLOCK.search(text.casefold()) is not None


_TELLING = frozenset([*PUBLISHED, *MODIFIED, *DAYS, *AGO])


def read_dates(text: str, *, day_first: bool = False) -> Dates:
    """The dates of a date line; a time after "updated" without a date is of the same day.

    With `day_first`, "03/04/2025" is the third of April, and else left open.
    """
    published: str | None = None
    modified: str | None = None
    day: str | None = None
    text = _with_offsets(_in_common_signs(text[:MAX_READ]))
    for is_modified, part in _labelled_parts(text):
        own, time = _date_of(part, day_first=day_first), _time_of(part)
        day = own or day
        if day is None or not (own or (is_modified and time)):
            continue
        moment = day + time
        if is_modified:
            modified = modified or moment
        else:
            published = published or moment
    return Dates(published, modified)


def _in_common_signs(text: str) -> str:
    """The text with digits of all scripts as 0 to 9, years of Japan's present era as common, and
    names of months in one word."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text).replace("İ", "I")  # Turkish; it folds to two signs
    text = _OTHER_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), text)
    if _ARABIC_OR_THAI.search(text):
        text = _IN_TWO.sub(lambda found: "".join(filter(None, found.groups())), text)
    return _ERA_YEAR.sub(lambda found: f"{2018 + int(found[1].replace('元', '1'))}年", text)


def _with_offsets(text: str) -> str:
    """The text with what zones that are words too are ahead by, where they are zones."""
    return _ZONED.sub(lambda found: f"{found[1]} UTC{ZONES_OF_CAPITALS[found[2]]}", text)


_ZONED = re.compile(
    r"([:.][0-5]\d(?:\s?[AaPp]\.?[Mm]\b\.?)?)"
    rf"\s?\(?({'|'.join(ZONES_OF_CAPITALS)})\b"
)


def is_announced(text: str) -> bool:
    """Whether a date line says itself that it is one of a story: by a label, or by a time of day
    beside the day."""
    if len(_labelled_parts(text)) > 1 and has_digit(text):
        return True
    said = read_dates(text, day_first=True)
    return any(len(moment) > DAY_SIGNS for moment in (said.published, said.modified) if moment)


def cut_at_date(text: str) -> tuple[str, str]:
    """What stands before a date's first words, and the rest: "Ann Lee", "Tuesday, 5 May"; but "Jan
    Novak" is a name."""
    if not has_digit(text):
        return text, ""
    words = text.split()
    for place, word in enumerate(words):
        if not has_digit(word):
            continue
        if [word.casefold() for word in words[max(0, place - 3) : place]] == _IL_Y_A:
            place -= len(_IL_Y_A)
        while place and _leads_to_day(words[place - 1].strip(".,|:")):
            place -= 1
        return " ".join(words[:place]).rstrip(" |,•·–-"), " ".join(words[place:])
    return text, ""


def _leads_to_day(word: str) -> bool:
    return word.casefold() in _LEADING or word in _BEFORE_DAYS


_LEADING = frozenset([*MONTHS, *DAYS, *AGO, *PUBLISHED, *MODIFIED, "on"])
_IL_Y_A = ["il", "y", "a"]
# These as they are: people are called "Le" and "Dem".
_BEFORE_DAYS = frozenset("am vom le du el em il op den dem dnia".split())


def is_open(text: str) -> bool:
    """Whether the text holds a date that can be read in two ways: "03/04/2025"."""
    if "20" not in text and "19" not in text:  # as in most texts
        return False
    found = _YEAR_LAST.search(text)
    return (
        found is not None
        and found[2] != "."
        and found[1].lstrip("0") != found[3].lstrip("0")
        and max(int(found[1]), int(found[3])) <= 12
    )


def says_modified(text: str) -> bool:
    """Whether the line names a change rather than a publication: "Updated 3 hours ago"."""
    before, *labelled = _labelled_parts(text)
    return bool(labelled) and labelled[0][0] and not has_digit(before[1])


def _labelled_parts(text: str) -> list[tuple[bool, str]]:
    """The line cut before each label of a change or a publication, which what follows belongs to;
    what stands before the first is of the publication."""
    cuts = [(sign.start(), sign[1] is not None) for sign in _LABEL_SIGN.finditer(text)]
    for word in _TOKEN.finditer(text):
        form = word.group().casefold()
        if form in _MODIFIED_WORDS or (form == "maj" and not _is_day(text, word.start())):
            cuts.append((word.start(), True))
        elif form in _PUBLISHED_WORDS:
            cuts.append((word.start(), False))
    cuts.sort()
    # Two labels in a row are one: "Update posted".
    cuts = cuts[:1] + [
        after for before, after in pairwise(cuts) if _APART.search(text, before[0], after[0])
    ]
    starts, ends = [(0, False), *cuts], [*(start for start, _ in cuts), len(text)]
    return [(label, text[start:end]) for (start, label), end in zip(starts, ends, strict=True)]


def _is_day(text: str, end: int) -> bool:
    """Whether the number of a day stands right before this place."""
    return _DAY_BEFORE.search(text, max(0, end - 6), end) is not None


def _has_date(text: str) -> bool:
    return any(form.search(text) is not None for form in _WITHOUT_NAMES)


def _date_of(text: str, *, day_first: bool) -> str | None:
    if found := _YEAR_FIRST.search(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.search(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12:
            return _iso(int(found[4]), second, first)
        if second > 12:
            return _iso(int(found[4]), first, second)
        if first == second or day_first or _DAY_FIRST.search(text):
            return _iso(int(found[4]), second, first)
        return None
    if found := _NUMBERED_MONTH.search(text):
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    if found := _SOLAR.search(text):
        return _solar_day(int(found[1]), int(found[2]), int(found[3]))
    words = _words_of_date(text)
    if named := _named_day(words, MONTHS, _YEAR):
        return _iso(*named)
    if _THAI.search(text) and (named := _named_day(words, MONTHS, _BUDDHIST_YEAR)):
        return _iso(named[0] - _BUDDHIST_AHEAD, *named[1:])
    if named := _named_day(words, SOLAR_MONTHS, _SOLAR_YEAR):
        return _solar_day(*named)
    return None


def day_of(text: str, year: int) -> str | None:
    """The day that a line names, in this year where it names none: "Friday 13 March, 7.30pm"."""
    if (day := _date_of(_in_common_signs(text[:MAX_READ]), day_first=False)) or _YEAR.search(text):
        return day
    words = _words_of_date(text)
    for place, word in enumerate(words):
        for step in (-1, 1) if word in MONTHS else ():
            at = _beside(words, place, step, _BETWEEN_DAY_AND_MONTH)
            if at is not None and len(words[at]) <= len("31"):
                return _iso(year, MONTHS[word], int(words[at]))
    return None


def span_of(text: str) -> tuple[int, int, int] | None:
    """The year, the month and the day that are all that a line says, zero where it says none: "14
    March 2025", "March 2025", "1998"."""
    text = _in_common_signs(text.strip(" :.")[:MAX_READ])
    if _PLAIN_YEAR.fullmatch(text):
        return int(text), 0, 0
    if not is_date_line(text) or is_announced(text) or _TIME.search(text):
        return None
    if day := read_dates(text).published:
        year, month, number = map(int, day[:DAY_SIGNS].split("-"))
        return year, month, number
    words = [word for word in _words_of_date(text) if word not in _BETWEEN_DAY_AND_MONTH]
    months = [MONTHS[word] for word in words if word in MONTHS]
    years = [int(word) for word in words if _YEAR.fullmatch(word)]
    alone = len(words) == len(months) + len(years)
    return (years[0], months[0], 0) if alone and len(months) == len(years) == 1 else None


def _words_of_date(text: str) -> list[str]:
    """The words and numbers of a text without its times, whose minutes look like days.

    A month that is said in two ways, as in the Levant ("آذار/مارس"), is there once.
    """
    words: list[str] = []
    text = _BEHIND_ORDINAL.sub(
        lambda found: found[1] + BEHIND_ORDINALS[found[2].casefold()], _CLOCK_TIME.sub(" | ", text)
    )
    for word in map(str.casefold, _TOKEN.findall(text)):
        if not (words and word in MONTHS and MONTHS[word] == MONTHS.get(words[-1])):
            words.append(word)
    return words


def _named_day(
    words: Sequence[str], months: Mapping[str, int], form: re.Pattern[str]
) -> tuple[int, int, int] | None:
    """Year, month and day of the first month that has the two others beside it.

    The day touches it, before it ("14 de julio") or else behind ("July 14th"); the year stands
    behind both or before them. What other numbers of the text are, nobody can say.
    """
    for place, word in enumerate(words):
        if word not in months:
            continue
        for step in (-1, 1):
            at = _beside(words, place, step, _BETWEEN_DAY_AND_MONTH)
            if at is None or len(words[at]) > 2 or not 1 <= int(words[at]) <= 31:
                continue
            for edge, way in ((max(place, at), 1), (min(place, at), -1)):
                year = _beside(words, edge, way, _BETWEEN_DAY_AND_YEAR)
                if year is not None and form.fullmatch(words[year]):
                    return int(words[year]), months[word], int(words[at])
    return None


def _beside(words: Sequence[str], place: int, step: int, between: frozenset[str]) -> int | None:
    """Where the number stands that few words, all of them of these, part from the place."""
    for _ in range(MAX_BETWEEN + 1):
        place += step
        if not 0 <= place < len(words):
            return None
        if words[place].isdecimal():
            return place
        if words[place] not in between:
            return None
    return None


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
    """The day as ISO 8601 has it; None where there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return None


# What no space parts from the time: "08:003 minutos", "14:30118 Postings".
_GLUED_COUNT = re.compile(r"(?<!\d)((?:[01]?\d|2[0-3]):[0-5]\d)(?=\d{1,3}\s[^\W\d_]{3})")


def _time_of(text: str) -> str:
    """ "T15:47:00", with the zone where one is named; empty where there is no time."""
    if found := _EAST_ASIAN_TIME.search(text):
        hour, minute = _hour(int(found[1]), _half_before(text, found.start())), int(found[2])
        return f"T{hour:02}:{minute:02}:00" if hour < 24 and minute < 60 else ""
    text = _GLUED_COUNT.sub(r"\1 ", _DOTTED_TIME.sub(_with_colon, text))
    found = _TIME.search(text)
    if found is None:
        return ""
    rest = text[found.end() :]
    if half := _HALF_DAY.match(rest):
        second = (half[1] or half[2] or half[3]) in _SECOND_HALF
        hour = _hour(int(found[1]), "pm" if second else "am")
        rest = rest[half.end() :]
    else:
        hour = _hour(int(found[1]), _half_before(text, found.start()))
    if hour >= 24:
        return ""
    zone = ""
    if offset := _OFFSET.match(rest):
        sign, hours, minutes = (
            offset[1] or offset[4],
            offset[2] or offset[5],
            offset[3] or offset[6],
        )
        zone = f"{sign}{hours:0>2}:{minutes or '00'}" if int(hours) <= MOST_AHEAD else ""
    elif name := _ZONE.match(rest):
        zone = ZONES.get(name[1].lower(), "")
    return f"T{hour:02}:{found[2]}:{found[3] or '00'}{zone}"


def _with_colon(found: re.Match[str]) -> str:
    hour, minute = filter(None, found.groups())
    return f" {hour}:{minute}"


def _half_before(text: str, end: int) -> str | None:
    """The word for a half of the day that stands before a time."""
    found = _HALF_BEFORE.search(text, max(0, end - 4), end)
    return None if found is None else found[1]


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24; 24 for midnight, of which the evening's word does not say the day."""
    if half is None or hour > 12 or (half == "中午" and hour >= 10):
        return hour
    if half == "晚上" and hour == 12:
        return 24
    return hour % 12 + (0 if half in _FIRST_HALF else 12)
