"""Dates and authors that a page shows beside its headline, where its markup states none.

Only the blocks between the headline and the first lines of the text are looked at, with the last
few above the headline: what stands elsewhere is the page's furniture, and a date from there is
worse than none. An address that holds a whole day ("/2025/03/14/") says it too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.clean import lines
from pipeline.clean.context import Columns
from pipeline.clean.dates import read_dates
from pipeline.clean.dom import Page
from pipeline.clean.metadata import Metadata, people_in
from pipeline.clean.timestamps import read_timestamp
from pipeline.records import Block

ABOVE = 4  # blocks above the headline
BELOW = 14  # blocks beneath it
INTO_TEXT = 2  # blocks beneath the first of the text
MAX_CHARS = 160
MAX_NAME_WORDS = 6

_ADDRESS_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?:/|-|$)")


def with_visible(
    metadata: Metadata, page: Page, columns: Columns, kept: Sequence[bool], url: str
) -> Metadata:
    """The metadata, completed with what the page shows."""
    if metadata.published_at and metadata.authors:
        return metadata
    zone = _zone(columns, kept)
    published, modified = metadata.published_at, metadata.modified_at
    if published is None:
        published, shown = _dates(page, zone, kept)
        published = published or _address_day(url)
        modified = modified or shown
    authors = metadata.authors or _authors(page, columns, zone, kept, metadata.site_name)
    return replace(metadata, published_at=published, modified_at=modified, authors=authors)


def stated_day(text: str) -> bool:
    """Whether a line that is short enough to be one about the story names a day."""
    return len(text) <= MAX_CHARS and any(map(str.isdigit, text))


def _zone(columns: Columns, kept: Sequence[bool]) -> list[int]:
    """The places to look at, those beneath the headline first."""
    count = len(kept)
    text = next((place for place in range(count) if kept[place]), count)
    equal = columns["like_headline"]
    titles = [p for p in range(min(text + 1, count)) if equal[p] > 0.8]
    title = titles[-1] if titles else max(0, text - BELOW)
    last = min(title + BELOW, text + INTO_TEXT, count - 1)
    return [*range(title, last + 1), *range(title - 1, max(-1, title - ABOVE - 1), -1)]


def _dates(page: Page, zone: Sequence[int], kept: Sequence[bool]) -> tuple[str | None, str | None]:
    published = modified = None
    for place in zone:
        text = page.texts[place]
        if kept[place] and not lines.is_date_line(text):
            continue
        stated = page.moments.get(place)
        if stated is not None and (moment := read_timestamp(stated)):
            published = published or moment
        elif stated_day(text):
            found = read_dates(text)
            published, modified = published or found.published, modified or found.modified
        if published:
            break
    return published, modified


def _address_day(url: str) -> str | None:
    found = _ADDRESS_DAY.search(urlsplit(url).path)
    return read_timestamp(f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}") if found else None


def _authors(
    page: Page,
    columns: Columns,
    zone: Sequence[int],
    kept: Sequence[bool],
    site_name: str | None,
) -> tuple[str, ...]:
    for place in zone:
        text = page.texts[place]
        if kept[place] or len(text) > MAX_CHARS:
            continue
        names = lines.byline_names(text)
        if not names and columns["own_byline"][place] and text.count(" ") < MAX_NAME_WORDS:
            names = (text,)
        people = [person for name in names for person in people_in(name, site_name)]
        people = [person for person in people if _is_name(person)]
        if people:
            return tuple(dict.fromkeys(people))
    return ()


def _is_name(text: str) -> bool:
    """Whether the words are written as names are; scripts without capitals are not asked."""
    words = text.split()
    return not text.isascii() or (len(words) >= 2 and all(word[0].isupper() for word in words))


def kept_flags(blocks: Sequence[Block], texts: Sequence[str]) -> list[bool]:
    """Whether each text is in the story; rows of tables are joined and count as not."""
    held = {block.text for block in blocks if block.keep}
    return [text in held for text in texts]
