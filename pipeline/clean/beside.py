"""What a short line beside a headline says of its story: when it was published, and by whom.

It serves the story of an HTML page, flattened text and the stories that a page carries beside its
own. A date is taken from a line of nothing but dates, from a byline or a source with a date, and
from such a part of a line between bars ("March 14, 2025 | Politics | 3 min read"). A sentence, a
title or a caption with a date in it says when something else was. A line that names an outlet
beside a date or an age ("The Daily Post · 3h") gives the source too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from pipeline.clean import lines
from pipeline.clean.date_words import MODIFIED, PUBLISHED
from pipeline.clean.dates import (
    UNDATED,
    Dates,
    cut_at_date,
    has_digit,
    is_age,
    is_open,
    read_dates,
    tells_time,
)
from pipeline.clean.given_names import is_full_name
from pipeline.clean.phrases import AGENCIES, ARTICLES, OUTLET_ENDS, OUTLETS, PLACES, SECTIONS
from pipeline.clean.timestamps import read_timestamp
from pipeline.language import identify
from pipeline.records import Block

MAX_CHARS = 160
MAX_NAME_WORDS = 6
MAX_BYLINE_WORDS = 14
TEXT_CHARS = 60  # of a line whose language is that of the page
TEXTS = 10
# Where the month is first or the year, or either may be: English is written by all.
_NOT_DAY_FIRST = frozenset(["en", "tl", "ja", "ko", "zh"])
TOLD = ("date", "byline", "source")  # kinds of lines about a story

BY = re.compile(
    r"\b(?:by|von|par|por|di|door|av|af|autor|author|auteur)(?:\s?:\s?|\s)(?=[^\W\d_])"
    r"|(?-i:\bBy(?=[A-Z][a-z]))",
    re.IGNORECASE,
)
# Inline elements that follow each other without a space: "NewsOct. 13, 2016", "Ann LeeEditor".
GLUED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER_ROLE = re.compile(
    r"(?:review|edit|check|verif|photo|illustrat|recipe|image)\w*\s*$"
    r"|\b(?:paid|sponsored|presented|funded|powered|supported|brought)(?:\s\w{2,4}){0,2}\s*$",
    re.I,
)
_ROLES = frozenset(
    "writer editor senior staff former head chief contributor contributing reporter correspondent "
    "author founder director md dvm phd reviewed updated published view read posted".split()
)
_JOINS = frozenset("and und et y e en och og & with".split())
_PLACED = frozenset(["in", "at", "from", "aus", "à"])
_PARTICLES = frozenset("de da di du del della der den van von la le al bin ibn".split())
_ADDRESS_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/_-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?:[/_-]|$)"
)
_PART_ENDS = "|•·,:–—-"
_BAR = re.compile(r"[|•·]")
MAX_SIGNED = 120
MAX_OUTLET_WORDS = 5
MAX_BARE_NAME = 3  # words
_SMALL = frozenset("of the de del della di do da du des la le und et y e i & for van der".split())
PARTS = re.compile(r"\s*[|•·]\s*|\s[-–—/]\s")
_SIGN = re.compile(r"[|•·–—/-]")
_GLUED_AGE = re.compile(r"(?<=[^\W\d_]{3})(?=\d)|(?<=\d[hdwm])(?=[A-Z])")
_VIA = re.compile(r"(?i:via|from|on|auf|von|sur|en|su)\s+(?=[^\W\d_a-z])")
_ADDRESS = re.compile(r"\w\.[a-z]{2,}$")
_AROUND = " ,:/()"
_OUTLETS = tuple(f" {lines.plain(word)} " for word in OUTLETS)
_SECTIONS = frozenset(map(lines.plain, SECTIONS))
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LABELS = frozenset([*PUBLISHED, *MODIFIED])


def stated_day(text: str) -> bool:
    """Whether a line that is short enough to be one about the story names a day."""
    return len(text) <= MAX_CHARS and has_digit(text)


def writes_day_first(texts: Iterable[str]) -> bool:
    """Whether the page's dates in digits have the day first, if it has one that leaves it open."""
    texts = list(texts)
    if not any(len(text) <= MAX_CHARS and is_open(text) for text in texts):
        return False
    told = islice((text for text in texts if len(text) >= TEXT_CHARS), TEXTS)
    language = identify("\n".join(told))
    return language is not None and language not in _NOT_DAY_FIRST


def dates_beside(text: str, *, day_first: bool = False) -> Dates:
    """The dates of a line that is about a story; none of any other line."""
    if not stated_day(text):
        return UNDATED
    if (found := signed(text)) is not None and found.outlet is not None:
        return read_dates(found.when, day_first=day_first)
    parts = [part.strip() for part in _BAR.split(GLUED.sub(" ", text))]
    about = " | ".join(part for part in parts if _is_about(part))
    if not about:
        return UNDATED
    dates = read_dates(about, day_first=day_first)
    # Some systems show the day of the change first, and hide it by a style.
    unlabelled = dates.modified is None and len(_YEAR.findall(about)) > 1
    return UNDATED if unlabelled else dates


def _is_about(part: str) -> bool:
    """Whether the part is a date, has one beside a byline or source, or is a byline with one."""
    before, date = cut_at_date(part)
    return (
        lines.is_date_line(part)
        or (before.casefold() in AGENCIES and lines.is_date_line(date))
        or bool(lines.date_before(part))
        or (lines.is_date_line(date) and (is_full_name(before) or is_name_apart(before)))
        or name_of(part) is not None
        or (bool(date) and BY.match(part) is not None and bool(names_after_by(part)))
        or (lines.is_date_line(date) and bool(lines.byline_names(part)))
        # The issue of a paper; behind a comma it is the day of what is quoted.
        or (date.startswith("vom ") and bool(lines.labelled_source(part)))
    )


def name_of(line: str) -> str | None:
    """The name of a line of dates and one name behind what says whose the story is: "de Ana Lima
    12/03/2026 - 10:45", "Publicat: 17 martie 2026, 08:00 de Ana Lima"."""
    before, date = cut_at_date(line)
    if opened := _OF.match(before):
        name = before[opened.end() :]
    else:
        before, of, name = _parted_last(line)
        date = before.strip(_AROUND + _PART_ENDS)
        if not of:
            return None
    name = name.strip(_AROUND + _PART_ENDS)
    words = name.split()
    named = 1 < len(words) < MAX_NAME_WORDS and words[0][0].isupper() and words[-1][0].isupper()
    if not named or not lines.is_date_line(date) or not lines.could_be_names(name):
        return None
    return None if lines.plain(name) in PLACES or says_outlet(name) else name


def _parted_last(line: str) -> tuple[str, str, str]:
    """The line before and behind the "de" that follows its last date, and that."""
    found = _BEHIND_DATE.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")


_OF = re.compile(r"(?:[Dd]e|[Dd]i|[Oo]d|[Aa]v|[Aa]f)\s(?=[^\W\d_a-z])")
_BEHIND_DATE = re.compile(
    r"(?<=[\d\s)])[\s,|•·–—-]{1,6}(?:de|di|od|av|af|by|von|par|por|door|oleh|przez)\s(?=[^\d]{5,60}$)",
    re.IGNORECASE,
)


def is_name_apart(text: str) -> bool:
    """Whether a text is written as names of Japan are beside a date, family name and given name
    apart, and is no pair of sections."""
    found = _NAME_APART.fullmatch(text)
    return found is not None and _NO_NAMES_APART.isdisjoint(found.groups())


_NAME_APART = re.compile(r"([\u3400-\u9fff々]{1,3})[\s\u3000]([\u3400-\u9fff々]{1,3})")
_NO_NAMES_APART = frozenset(
    """
    社会 社會 政治 経済 經濟 经济 国際 國際 国际 国内 國內 海外 文化 科学 科學 地域
    地方 教育 芸能 天気 健康 医療 環境 生活 財経 財經 体育 體育 娱乐 娛樂 写真 照片
    動画 视频 影片 記事 有料 会員 限定 無料 速報 特集 連載 社説 新聞 新闻 報道 报道
    編集 公開 配信 掲載 更新 発行 投稿 発表 来源 來源 编辑 編輯 責任 全国 東京 大阪
    京都 北京 上海 台北 香港 午前 午後 上午 下午 記者 记者 首页 首頁 字号 時事 时事
    軍事 军事 評論 评论
    """.split()
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A line that says when a story was published, and beside it a name."""

    name: str  # of an outlet, a section or a person
    when: str  # a date line
    outlet: str | None  # the name, where it is sure to be an outlet's


def signed(text: str) -> Signed | None:
    """What a line says that holds a name and a date or an age: "Reuters | 2 hours ago".

    What no bar parts may be the place and day of a list: there the name must be an outlet's, or
    the time an age; without any sign between, the age that of a name ("Greg T. 2 hours ago"). None
    for any other line, those of a date or a byline alone included.
    """
    if len(text) > MAX_SIGNED or not (has_digit(text) or _SIGN.search(text)):
        return None
    return _signed(text) if tells_time(text) else None


@lru_cache(maxsize=1024)
def _signed(text: str) -> Signed | None:
    before = lines.date_before(text)
    if before and (labelled := lines.labelled_source(text[len(before) :])):
        return Signed(labelled, before.strip(), labelled)
    parts = [part.strip(_AROUND) for part in PARTS.split(_GLUED_AGE.sub(" | ", text))]
    apart = sum(map(bool, parts)) > 1
    if not apart:
        parts = [part.strip(_AROUND) for part in cut_at_date("".join(parts))]
    times = list(filter(_is_time, parts))
    if not times:
        return None
    labels = [part for part in parts if part.casefold() in _LABELS]
    told = {*times, *labels}
    others = (part for part in parts if part and part not in told and not lines.is_interface(part))
    names = list(filter(None, map(_name, others)))
    if len(names) != 1:
        return None
    name, aged = names[0], any(map(is_age, times))
    known = says_outlet(name, aged=aged)
    named = apart or (len(name.split()) <= MAX_BARE_NAME and _all_titled(name))
    # "Published - March 14, 2025 - CHENNAI" is no day of a list.
    if not known and not (labels or _BAR.search(text) or (aged and named)):
        return None
    # "CNBC", "TechCrunch"; of other words beside an age some are people's and places'.
    alone = aged and len(name) > len("By") and " " not in name and not name[1:].islower()
    alone = alone and name[0].isupper() and lines.plain(name) not in _SECTIONS
    return Signed(name, times[0], name if known or alone else None)


def _is_time(part: str) -> bool:
    return lines.is_date_line(part) or (part.endswith("m") and is_age(part))


def source_of(block: Block) -> str | None:
    """The outlet that a line found to be about a story names."""
    if (found := signed(block.text)) is not None and found.outlet:
        return found.outlet
    return (lines.source_name(block.text) or block.text) if block.kind == "source" else None


def _name(part: str) -> str | None:
    """What a part of such a line names: of a byline the agency behind it, else all of it."""
    if labelled := lines.labelled_source(part):
        return labelled
    if BY.match(part) is not None or lines.byline_names(part):
        last = part.rpartition(",")[2].strip()
        return last if says_outlet(last) and last != part else None
    via = _VIA.match(part)
    name = part[via.end() :] if via else part.rpartition(", ")[2]
    could = len(name.split()) <= MAX_OUTLET_WORDS and lines.is_title_shaped(name)
    return name if could and name and not name[0].islower() and ":" not in name else part


def says_outlet(name: str, *, aged: bool = False) -> bool:
    """Whether a short name is sure to be that of an outlet: an agency, or one that says so; beside
    an age also one that opens with an article. One or two words that say nothing of the kind may be
    a section, a place or a person."""
    if name.casefold() in AGENCIES:
        return True
    words = lines.plain(name)
    if not words or words in _SECTIONS or len(name.split()) > MAX_OUTLET_WORDS:
        return False
    if ":" in name or "@" in name:
        return False
    if not _all_titled(name):
        return _ADDRESS.search(name) is not None
    if name.endswith(OUTLET_ENDS) or _ADDRESS.search(name):
        return True
    padded = f" {words} "
    several = len(name.split()) > 1  # "Register" and "Daily" say much else
    return several and (
        any(word in padded for word in _OUTLETS) or (aged and words.split()[0] in ARTICLES)
    )


def _all_titled(name: str) -> bool:
    """Whether no word of the name is in small letters, but such as "of"."""
    return not any(word.islower() and word not in _SMALL for word in name.split())


def without_editors(text: str) -> str:
    """A paragraph without the signs of editors and the day that stand behind an agency in the
    brackets at its end: "(APA, red, 15.9.2026)"."""
    return _SIGNS_BEHIND.sub(r"(\1)", text) if text.endswith(")") else text


_SIGNS_BEHIND = re.compile(
    r"\(([^(),]{2,40})(?:,\s?(?:[^\W\d_A-Z]{1,5}\.?|[\d./\s-]{4,12})){1,3}\)$"
)


def agency_beside_date(text: str) -> str | None:
    """The agency that a part of a line with a date names: "Haber Merkezi - DHA | 5 Şubat 2026"."""
    if not stated_day(text):
        return None
    parts = PARTS.split(text)
    dated = any(lines.is_date_line(part) for part in parts)
    return next(filter(None, map(lines.agency_alone, parts)), None) if dated else None


def dates_of(block: Block, *, day_first: bool = False) -> Dates:
    """The dates of a line that was found to be about a story."""
    read = read_dates if block.kind == "date" else dates_beside
    return read(block.text, day_first=day_first)


def address_day(url: str) -> str | None:
    """The day of an address that holds a whole one: "/2025/03/14/"."""
    found = _ADDRESS_DAY.search(urlsplit(url).path)
    if found is None:
        return None
    year, month, day = [group for group in found.groups() if group]
    return read_timestamp(f"{year}-{month:0>2}-{day:0>2}")


def names_after_by(text: str) -> list[str]:
    """The names that follow a "by" in a short line: words with capitals, until others come."""
    found = next((sign for sign in BY.finditer(text) if _names_follow(text, sign)), None)
    if found is None:
        return list(lines.byline_names(text))
    if _OTHER_ROLE.search(text[: found.start()]):
        return []
    names: list[list[str]] = [[]]
    away = False  # among the words of a place: "Ann Lee in Saint Orla and Bo Ek"
    for word in cut_at_date(text[found.end() :].replace("@", " @"))[0].split()[:MAX_BYLINE_WORDS]:
        bare = word.rstrip(",;")
        if word.casefold() in _JOINS:
            names.append([])
            away = False
        elif word in _PLACED and len(names[-1]) > 1:
            away = True
        elif not _could_be_named(bare) or (len(names[-1]) >= MAX_NAME_WORDS - 2 and not away):
            break
        else:
            if not away:
                names[-1].append(bare)
            if word != bare:
                names.append([])
                away = False
    return [" ".join(name) for name in names if len(name) > 1]


def _names_follow(text: str, sign: re.Match[str]) -> bool:
    """Whether the sign of a byline is one where it stands.

    "By" is anywhere; what is "of" or "in" elsewhere opens the line, or what follows a bar or date.
    """
    before = text[: sign.start()].rstrip()
    return (
        not before
        or sign[0][:2].casefold() == "by"
        or before[-1] in _PART_ENDS
        or before[-1].isdecimal()
    )


def _could_be_named(word: str) -> bool:
    """Whether the word may be a part of a name: it has a capital, or is a "de" or "von"."""
    folded = word.casefold().rstrip(".")
    if not word[:1].isalpha() or folded in _ROLES:
        return False
    return not word[0].islower() or word in _PARTICLES
