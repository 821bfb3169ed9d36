"""Dates and authors that a page shows beside its headline, where its markup states none.

Only the blocks between the headline and the first lines of the text are looked at, with the last
few above the headline: what stands elsewhere is the page's furniture, and a date from there is
worse than none, unless the page names the one day of publication, or the one author, as such. An
address that holds a whole day ("/2025/03/14/") says it too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from pipeline.clean import lines
from pipeline.clean.context import Columns
from pipeline.clean.date_words import DAYS, MONTHS
from pipeline.clean.dates import read_dates, says_modified
from pipeline.clean.dom import Page
from pipeline.clean.metadata import Metadata
from pipeline.clean.people import people_in
from pipeline.clean.timestamps import read_timestamp
from pipeline.records import Block

ABOVE = 4  # blocks above the headline
BELOW = 14  # blocks beneath it
INTO_TEXT = 4  # blocks beneath the first of the text
MAX_CHARS = 160
MAX_LABELLED = 60
MAX_NAME_WORDS = 6
MAX_BYLINE_WORDS = 14
MAX_NAME_CHARS = 40
TEXT_CHARS = 60  # of a block that opens the text
TITLE_LIKE = 0.8

_BY = re.compile(
    r"\b(?:by|von|par|por|di|door|av|af|autor|author|auteur)(?:\s?:\s?|\s)(?=[^\W\d_])"
    r"|(?-i:\bBy(?=[A-Z][a-z]))",
    re.IGNORECASE,
)
_BY_ALONE = re.compile(
    r"(?:(?:article\s)?(?:written|words|story|text|article|post(?:ed)?)\s)?by:?"
    r"|(?:geschrieben )?von:?|par:?|por:?|di:?|auth?ore?:?",
    re.IGNORECASE,
)
_BEFORE_HANDLE = re.compile(r"([^\W\d_][^\s,@|]{0,30}(?: [^\W\d_][^\s,@|]{0,30}){1,3}),?\s?@\w")
# Inline elements that follow each other without a space: "NewsOct. 13, 2016", "Ann LeeEditor".
_GLUED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_GLUED_ROLE = re.compile(r"([a-z]{4}(?=[A-Z][a-zA-Z]{2})|[a-z]{3}(?=[A-Z][a-z]{2,8}\.?,? \d|\d))")
_PUBLISHED = re.compile(
    r"\b(?:published|posted|post time|veröffentlicht|erstellt|publiée?|publicad[oa]|pubblicato|"
    r"gepubliceerd|publicerad|publisert|opublikowano|опубликовано|yayınlan\w{2,6})\b|发布|發布|公開日",
    re.IGNORECASE,
)
_OTHER_ROLE = re.compile(r"(?:review|edit|check|verif|photo|illustrat|recipe|image)\w*\s*$", re.I)
_ROLES = frozenset(
    "writer editor senior staff former head chief contributor contributing reporter correspondent "
    "author founder director md dvm phd reviewed updated published view read posted".split()
)
_DATED = frozenset([*MONTHS, *DAYS, "published", "posted", "updated", "on"])
_JOINS = frozenset("and und et y e en och og & with".split())
_PLACED = frozenset(["in", "at", "from", "aus", "à"])
_PARTICLES = frozenset("de da di du del della der den van von la le al bin ibn".split())
_ADDRESS_DAY = re.compile(
    r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:[/_-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?:[/_-]|$)"
)


def with_visible(
    metadata: Metadata, page: Page, columns: Columns, kept: Sequence[bool], url: str
) -> Metadata:
    """The metadata, completed with what the page shows."""
    unsure = _is_of_last_change(metadata)
    if metadata.published_at and metadata.authors and not unsure:
        return metadata
    zone = [p for p in _zone(page, columns, kept) if not columns["below_comment"][p]]
    published, modified = metadata.published_at, metadata.modified_at
    if published is None or unsure:
        shown, changed = _dates(page, zone, kept)
        modified = modified or changed
        if published is None:
            published = shown or _address_day(url) or _labelled_day(page, columns, zone)
        elif shown and _is_earlier(shown, published):
            published = shown
    authors = (
        metadata.authors
        or _authors(page, columns, zone, kept, metadata.site_name)
        or _labelled_authors(page, columns, zone, metadata.site_name)
    )
    return replace(metadata, published_at=published, modified_at=modified, authors=authors)


def _is_of_last_change(metadata: Metadata) -> bool:
    """Whether the stated publication may be the last one of many: its day is not before a change.

    Systems that build whole sites state so when they last did.
    """
    published, modified = metadata.published_at, metadata.modified_at
    return published is not None and modified is not None and published[:10] >= modified[:10]


def _is_earlier(shown: str, stated: str) -> bool:
    """Whether the shown day is before the stated one, and not by what zones make of a moment."""
    try:
        days = date.fromisoformat(stated[:10]) - date.fromisoformat(shown[:10])
    except ValueError:  # the thirty-first of a shorter month
        return False
    return days > timedelta(days="T" in stated)


def stated_day(text: str) -> bool:
    """Whether a line that is short enough to be one about the story names a day."""
    return len(text) <= MAX_CHARS and any(map(str.isdigit, text))


def _zone(page: Page, columns: Columns, kept: Sequence[bool]) -> list[int]:
    """The places to look at, those beneath the headline first."""
    count = len(kept)
    text = next(
        (p for p in range(count) if kept[p] and len(page.texts[p]) >= TEXT_CHARS), count - 1
    )
    titles = [p for p in range(count) if columns["like_headline"][p] > TITLE_LIKE]
    above = [p for p in titles if p <= text]
    title = above[-1] if above else titles[0] if titles else max(0, text - BELOW)
    last = min(title + BELOW, max(text, title) + INTO_TEXT, count - 1)
    return [*range(title, last + 1), *range(title - 1, max(-1, title - ABOVE - 1), -1)]


def _dates(page: Page, zone: Sequence[int], kept: Sequence[bool]) -> tuple[str | None, str | None]:
    published = modified = None
    for place in zone:
        text = page.texts[place]
        stated = page.moments.get(place) if len(text) <= MAX_CHARS else None
        if kept[place] and not (stated or lines.is_date_line(text) or _is_dated_byline(text)):
            continue
        if stated is not None and (moment := read_timestamp(stated)):
            if says_modified(text):
                modified = modified or moment
            else:
                published = published or moment
        elif stated_day(text):
            found = read_dates(_GLUED.sub(" ", text))
            published, modified = published or found.published, modified or found.modified
        if published:
            break
    return published, modified


def _labelled_day(page: Page, columns: Columns, zone: Sequence[int]) -> str | None:
    """The one day that lines beneath the headline call that of the publication."""
    days = {
        found.published
        for place in _beneath(page, columns, zone)
        if stated_day(text := page.texts[place])
        and len(text) <= MAX_LABELLED
        and _PUBLISHED.search(text)
        and (found := read_dates(text)).published
    }
    return days.pop() if len(days) == 1 else None


def _labelled_authors(
    page: Page, columns: Columns, zone: Sequence[int], site_name: str | None
) -> tuple[str, ...]:
    """The people beneath the one label "Written by" that the page has beneath the headline."""
    found = {
        tuple(p for p in people_in(page.texts[place + 1][:MAX_CHARS], site_name) if _is_name(p))
        for place in _beneath(page, columns, zone)
        if _BY_ALONE.fullmatch(page.texts[place]) and place + 1 < len(page.texts)
    }
    return found.pop() if len(found) == 1 else ()


def _beneath(page: Page, columns: Columns, zone: Sequence[int]) -> Iterator[int]:
    """The places beneath the headline, but for comments and other stories."""
    for place in range(min(zone, default=0), len(page.texts)):
        if not columns["below_comment"][place] and not columns["below_related"][place]:
            yield place


def _address_day(url: str) -> str | None:
    found = _ADDRESS_DAY.search(urlsplit(url).path)
    if found is None:
        return None
    year, month, day = [group for group in found.groups() if group]
    return read_timestamp(f"{year}-{month:0>2}-{day:0>2}")


def _authors(
    page: Page,
    columns: Columns,
    zone: Sequence[int],
    kept: Sequence[bool],
    site_name: str | None,
) -> tuple[str, ...]:
    for place in zone:
        text = page.texts[place]
        if len(text) > MAX_CHARS or (kept[place] and not _opens_as_byline(text)):
            continue
        people = names_after_by(_GLUED_ROLE.sub(r"\1 ", text))
        opens = bool(people) and _BY.match(text) is not None
        if not people and (handle := _BEFORE_HANDLE.match(text)):
            people = [handle[1]]
        if _BY_ALONE.fullmatch(text) and place + 1 < len(page.texts):
            people = [page.texts[place + 1][:MAX_CHARS]]
        if not people and columns["own_byline"][place]:
            name = _before_date(_GLUED_ROLE.sub(r"\1 ", text))
            people = [name] if name.count(" ") < MAX_NAME_WORDS else []
        people = [
            person
            for name in people
            for person in people_in(name, site_name)
            if _is_name(person) and (opens or not person.isupper())
        ]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _opens_as_byline(text: str) -> bool:
    """Whether a line that was taken for text is a byline: no more than one, or with a day."""
    return bool(lines.byline_names(text)) or (_BY.match(text) is not None and stated_day(text))


def _is_dated_byline(text: str) -> bool:
    return len(text) <= MAX_LABELLED and _BY.match(text) is not None and stated_day(text)


def names_after_by(text: str) -> list[str]:
    """The names that follow a "by" in a short line: words with capitals, until others come."""
    found = _BY.search(text)
    if found is None:
        return list(lines.byline_names(text))
    if _OTHER_ROLE.search(text[: found.start()]):
        return []
    names: list[list[str]] = [[]]
    away = False  # among the words of a place: "Ann Lee in Saint Orla and Bo Ek"
    for word in _before_date(text[found.end() :].replace("@", " @")).split()[:MAX_BYLINE_WORDS]:
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


def _before_date(text: str) -> str:
    """The text up to a date's first words: "Tuesday, 5 May", "May 5"; but "Jan Novak" is a name."""
    words = text.split()
    for place, word in enumerate(words):
        if not any(map(str.isdigit, word)):
            continue
        while place and words[place - 1].strip(".,|").casefold() in _DATED:
            place -= 1
        return " ".join(words[:place]).rstrip(" |,•·–-")
    return text


def _could_be_named(word: str) -> bool:
    """Whether the word may be a part of a name: it has a capital, or is a "de" or "von"."""
    folded = word.casefold().rstrip(".")
    if not word[:1].isalpha() or folded in _ROLES:
        return False
    return not word[0].islower() or word in _PARTICLES


def _is_name(text: str) -> bool:
    """Whether the words are written as names are; scripts without capitals are not asked."""
    words = text.split()
    if not text.isascii():
        return len(text) <= MAX_NAME_CHARS
    capital = words[0][0].isupper() and words[-1][0].isupper()
    return len(words) >= 2 and capital and _BY.match(f"{text} X") is None


def kept_flags(blocks: Sequence[Block], texts: Sequence[str]) -> list[bool]:
    """Whether each text is in the story; rows of tables are joined and count as not."""
    held = {block.text for block in blocks if block.keep}
    return [text in held for text in texts]
