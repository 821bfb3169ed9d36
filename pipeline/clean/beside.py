"""What a short line beside a headline says of its story: when it was published, and by whom.

It serves the story of an HTML page, flattened text and the stories that a page carries beside its
own. A date is taken from a line of nothing but dates, from a byline or a source with a date, and
from such a part of a line between bars ("March 14, 2025 | Politics | 3 min read"). A sentence, a
title or a caption with a date in it says when something else was.
"""

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

from pipeline.clean import lines
from pipeline.clean.dates import UNDATED, Dates, cut_at_date, has_digit, is_open, read_dates
from pipeline.clean.phrases import AGENCIES
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
_OTHER_ROLE = re.compile(r"(?:review|edit|check|verif|photo|illustrat|recipe|image)\w*\s*$", re.I)
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
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


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
    parts = [part.strip() for part in _BAR.split(GLUED.sub(" ", text))]
    about = " | ".join(part for part in parts if _is_about(part))
    if not about:
        return UNDATED
    found = read_dates(about, day_first=day_first)
    # Some systems show the day of the change first, and hide it by a style.
    unlabelled = found.modified is None and len(_YEAR.findall(about)) > 1
    return UNDATED if unlabelled else found


def _is_about(part: str) -> bool:
    """Whether the part is a date, has one beside a byline or source, or is a byline with one."""
    before, date = cut_at_date(part)
    return (
        lines.is_date_line(part)
        or (before.casefold() in AGENCIES and lines.is_date_line(date))
        or bool(lines.date_before(part))
        or (bool(date) and BY.match(part) is not None and bool(names_after_by(part)))
    )


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
