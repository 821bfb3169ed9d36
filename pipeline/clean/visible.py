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

import numpy as np
import numpy.typing as npt

from pipeline.clean import groups, lines
from pipeline.clean.beside import (
    BY,
    GLUED,
    MAX_CHARS,
    MAX_NAME_WORDS,
    address_day,
    agency_beside_date,
    dates_beside,
    names_after_by,
    stated_day,
    writes_day_first,
)
from pipeline.clean.context import Columns
from pipeline.clean.dates import (
    DAY_SIGNS,
    UNDATED,
    Dates,
    cut_at_date,
    read_dates,
    says_modified,
)
from pipeline.clean.dom import Page
from pipeline.clean.given_names import is_given_name
from pipeline.clean.metadata import Metadata
from pipeline.clean.people import bare_names, names_beside_date, people_in, reported_by
from pipeline.clean.timestamps import names_moment, read_timestamp
from pipeline.records import Block

ABOVE = 4  # blocks above the headline
BELOW = 14  # blocks beneath it
OPENING = 3  # kept blocks
BESIDE = 2  # blocks between a name and a date, one of them perhaps a picture's or a button's
INTO_TEXT = 4  # blocks beneath the first of the text
MAX_LABELLED = 60
MAX_NAME_CHARS = 40
MAX_KEPT_ABOVE = 1  # a source: a standfirst
MIN_SOURCE_WIDTH = 3  # shorter ones are buttons for the size of the letters
TEXT_CHARS = 60  # of a block that opens the text
TITLE_LIKE = 0.8
LINKED = 0.9  # of a line whose day is in the link; beside a linked name one is the story's

_NO_BYLINES = ("in_figure", "own_caption", "in_li")
_LISTED = 1 << groups.NAMES.index("tags") | 1 << groups.NAMES.index("navigation")
_ELSEWHERE = ("in_figure", "own_caption", "below_related")

_BY_ALONE = re.compile(
    r"(?:(?:article\s)?(?:written|words|story|text|article|post(?:ed)?)\s)?by:?"
    r"|(?:geschrieben )?von:?|par:?|por:?|di:?|auth?ore?:?",
    re.IGNORECASE,
)
_BEFORE_HANDLE = re.compile(
    r"([^\W\d_][^\s,@|]{0,30}(?: [^\W\d_][^\s,@|]{0,30}){1,3}),?\s?@(?!\S*\.\w)\w"
)
_GLUED_ROLE = re.compile(r"([a-z]{4}(?=[A-Z][a-zA-Z]{2})|[a-z]{3}(?=[A-Z][a-z]{2,8}\.?,? \d|\d))")
_PUBLISHED = re.compile(
    r"\b(?:published|posted|post time|veröffentlicht|erstellt|publiée?|publicad[oa]|pubblicato|"
    r"gepubliceerd|publicerad|publisert|opublikowano|опубликовано|yayınlan\w{2,6})\b|发布|發布|公開日",
    re.IGNORECASE,
)


def with_visible(
    metadata: Metadata, page: Page, columns: Columns, kept: Sequence[bool], url: str
) -> Metadata:
    """The metadata, completed with what the page shows."""
    unsure = _is_of_last_change(metadata)
    timed = metadata.published_at is not None and len(metadata.published_at) > DAY_SIGNS
    if timed and metadata.authors and not unsure:
        return metadata
    zone = [p for p in _zone(page, columns, kept) if not columns["below_comment"][p]]
    day_first = writes_day_first(page.texts)
    published, modified = metadata.published_at, metadata.modified_at
    if not timed or unsure:
        shown, changed = _dates(page, columns, zone, kept, sure=unsure, day_first=day_first)
        modified = modified or changed
        if published is None:
            published = (
                shown or address_day(url) or _labelled_day(page, columns, zone, day_first=day_first)
            )
        elif shown and ((unsure and _is_earlier(shown, published)) or shown.startswith(published)):
            published = shown  # a time of the stated day, where no more is stated
    authors = (
        metadata.authors
        or _authors(page, columns, zone, kept, metadata.site_name)
        or _labelled_authors(page, columns, zone, metadata.site_name)
        or _bare_authors(page, columns, zone, kept, metadata)
        or _reporters(page, kept)
        or _signed(page, columns, kept, metadata)
    )
    return replace(
        metadata,
        published_at=published,
        modified_at=modified,
        authors=authors,
        source_name=metadata.source_name or _source(page, columns, zone, kept),
    )


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
    return days > timedelta(days=names_moment(stated))


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


def _dates(
    page: Page,
    columns: Columns,
    zone: Sequence[int],
    kept: Sequence[bool],
    *,
    sure: bool,
    day_first: bool,
) -> tuple[str | None, str | None]:
    """The dates of the zone's lines; if they must be sure, of those that are about the story only.

    So much is asked of lines that were taken for text too, and of captions and links, whose days
    are those of other things.
    """
    elsewhere = _elsewhere(columns)
    published = modified = None
    for place in zone:
        text = page.texts[place]
        stated = page.moments.get(place) if len(text) <= MAX_CHARS else None
        found = dates_beside(text, day_first=day_first)
        if found == Dates():
            other = kept[place] or elsewhere[place] or lines.is_caption(text)
            if not stated and (sure or other):
                continue
            if stated_day(text):
                found = read_dates(GLUED.sub(" ", text), day_first=day_first)
        if stated is not None and (moment := read_timestamp(stated)):
            if says_modified(text):
                found = Dates(found.published, moment)
            else:
                found = Dates(moment, found.modified)
        published, modified = published or found.published, modified or found.modified
        if published:
            break
    return published, modified


def _elsewhere(columns: Columns) -> npt.NDArray[np.bool_]:
    """Which blocks are captions, links and what else tells of other things than the story."""
    elsewhere = np.any([columns[name] > 0 for name in _ELSEWHERE], axis=0)
    linked: npt.NDArray[np.bool_] = elsewhere | (columns["density"] > LINKED)
    return linked


def _labelled_day(
    page: Page, columns: Columns, zone: Sequence[int], *, day_first: bool
) -> str | None:
    """The one day that lines beneath the headline call that of the publication."""
    days = {
        found.published
        for place in _beneath(page, columns, zone)
        if stated_day(text := _label_of(page.texts[place]))
        and _PUBLISHED.search(text)
        and (found := read_dates(text, day_first=day_first)).published
    }
    return days.pop() if len(days) == 1 else None


def _label_of(text: str) -> str:
    """A short line; how a longer one begins that says when, where and by whom a page was filed."""
    if len(text) <= MAX_LABELLED:
        return text
    return text[:MAX_LABELLED] if lines.is_foot_line(text) else ""


def _labelled_authors(
    page: Page, columns: Columns, zone: Sequence[int], site_name: str | None
) -> tuple[str, ...]:
    """The people beneath the one label "Written by", or of the one byline, that the page has
    beneath the headline."""
    named: set[str] = set()
    for place in _beneath(page, columns, zone):
        text = page.texts[place]
        if _BY_ALONE.fullmatch(text):
            named.update(page.texts[place + 1 : place + 2])
        elif len(text) <= MAX_LABELLED and lines.byline_names(text):
            named.add(text)
    if len(named) != 1:
        return ()
    return tuple(p for p in people_in(named.pop()[:MAX_CHARS], site_name) if _is_name(p))


def _bare_authors(
    page: Page, columns: Columns, zone: Sequence[int], kept: Sequence[bool], metadata: Metadata
) -> tuple[str, ...]:
    """The people of a line of names alone beneath the headline, with a date in it or beside it."""
    beneath = [place for place in zone if place > zone[0]]
    dated = {
        place
        for place in beneath
        # Whether day or month is first is no matter here.
        if place in page.moments or dates_beside(page.texts[place], day_first=True) != UNDATED
    }
    told = [text for text, is_kept in zip(page.texts, kept, strict=True) if is_kept]
    about = " ".join([metadata.headline or "", *told[:OPENING]])
    other = np.any([columns[name] > 0 for name in _NO_BYLINES], axis=0)
    for place in beneath:
        if kept[place] or other[place] or page.groups[page.holder[place]] & _LISTED:
            continue
        text = page.texts[place]
        people = names_beside_date(text, about) if place in dated else ()
        if not people and not dated.isdisjoint(range(place - BESIDE, place + BESIDE + 1)):
            people = bare_names(text, about)
        if people:
            return people
    return ()


def _reporters(page: Page, kept: Sequence[bool]) -> tuple[str, ...]:
    """The people that the first or the last paragraph names as those who reported."""
    told = [text for text, is_kept in zip(page.texts, kept, strict=True) if is_kept]
    opening = (reported_by(text, "") for text in told[:OPENING])
    return next(filter(None, opening), ()) or reported_by("", told[-1] if told else "")


def _signed(
    page: Page, columns: Columns, kept: Sequence[bool], metadata: Metadata
) -> tuple[str, ...]:
    """The person whose name is all that the last line of the text says."""
    told = [place for place in range(len(kept)) if kept[place]]
    if len(told) <= OPENING or columns["in_li"][told[-1]]:
        return ()
    about = " ".join([metadata.headline or "", *(page.texts[place] for place in told[:-1])])
    people = bare_names(page.texts[told[-1]], about)
    return people if len(people) == 1 else ()


def _beneath(page: Page, columns: Columns, zone: Sequence[int]) -> Iterator[int]:
    """The places beneath the headline, but for comments and other stories."""
    for place in range(min(zone, default=0), len(page.texts)):
        if not columns["below_comment"][place] and not columns["below_related"][place]:
            yield place


def _authors(
    page: Page,
    columns: Columns,
    zone: Sequence[int],
    kept: Sequence[bool],
    site_name: str | None,
) -> tuple[str, ...]:
    elsewhere = _elsewhere(columns) & ~(columns["own_byline"] > 0)
    for place in zone:
        text = page.texts[place]
        if len(text) > MAX_CHARS or (kept[place] and not _opens_as_byline(text)):
            continue
        if elsewhere[place] and not (lines.byline_names(text) or _BEFORE_HANDLE.match(text)):
            continue
        named = bool(columns["own_byline"][place])
        people = _named_in(text)
        opens = bool(people) and BY.match(text) is not None
        if not people and (handle := _BEFORE_HANDLE.match(text)):
            people = [handle[1]]
        if _BY_ALONE.fullmatch(text) and place + 1 < len(page.texts):
            people = [page.texts[place + 1][:MAX_CHARS]]
        if not people and named:
            name = cut_at_date(_GLUED_ROLE.sub(r"\1 ", text))[0]
            people = [name] if name.count(" ") < MAX_NAME_WORDS else []
        people = [
            person
            for name in people
            for person in people_in(name, site_name)
            if (_is_name(person) or (named and is_given_name(person)))
            and (opens or not person.isupper() or (named and len(person.split()) > 1))
        ]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _named_in(text: str) -> list[str]:
    """The people of a byline; of a line that goes on, the words with capitals behind its "by"."""
    people = list(lines.byline_names(text))
    if people and all(len(name.split()) <= MAX_NAME_WORDS - 2 for name in people):
        return people
    return names_after_by(_GLUED_ROLE.sub(r"\1 ", text))


def _source(page: Page, columns: Columns, zone: Sequence[int], kept: Sequence[bool]) -> str | None:
    """The outlet that a line beside the headline names as the source."""
    elsewhere = _elsewhere(columns)
    for place in zone:
        text = page.texts[place]
        # Between paragraphs it may be that of a picture.
        inside = sum(kept[:place]) > MAX_KEPT_ABOVE
        if not (kept[place] or inside or elsewhere[place] or lines.is_dashed(text)):
            source = lines.source_name(text) or agency_beside_date(text)
            if source is not None and lines.width(source) >= MIN_SOURCE_WIDTH:
                return source
    return None


def _opens_as_byline(text: str) -> bool:
    """Whether a line that was taken for text is a byline: no more than one, or with a day."""
    return bool(lines.byline_names(text)) or (BY.match(text) is not None and stated_day(text))


def _is_name(text: str) -> bool:
    """Whether the words are written as names are; scripts without capitals are not asked."""
    words = text.split()
    if not text.isascii():
        return len(text) <= MAX_NAME_CHARS
    capital = words[0][0].isupper() and words[-1][0].isupper()
    return len(words) >= 2 and capital and BY.match(f"{text} X") is None


def kept_flags(blocks: Sequence[Block], texts: Sequence[str]) -> list[bool]:
    """Whether each text is in the story; rows of tables are joined and count as not."""
    held = {block.text for block in blocks if block.keep}
    return [text in held for text in texts]
