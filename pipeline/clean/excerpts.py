"""Excerpts of other outlets' stories that an HTML page carries beneath its own.

Teasers of a site's own stories are furniture. A card that names another outlet beside a time, with
a headline and a paragraph, is news of its own, which the page republishes: its paragraph is kept,
for splitting to part it from the story above.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.clean import lines
from pipeline.clean.beside import MAX_SIGNED, says_outlet, signed
from pipeline.clean.context import Columns
from pipeline.clean.dates import has_digit
from pipeline.clean.dom import Page
from pipeline.clean.phrases import AGENCIES

LEVELS = 5  # elements around the line of an outlet and a time
MAX_CARD = 8  # blocks
PARAGRAPH_WIDTH = np.log1p(60)
PARTED = ("|", "•", "·", " - ", " – ")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The blocks of one card by what they are."""

    outlet: str
    source: int
    headline: int
    paragraphs: frozenset[int]


def excerpts(page: Page, columns: Columns, kept: set[int], site: str) -> list[Excerpt]:
    """The excerpts beneath the first kept block; `site` is the page's own, and its name none.

    One outlet alone may be a section or a service of the site's own, unless it is an agency.
    """
    found: dict[int, Excerpt] = {}
    if not kept:
        return []
    below = (np.arange(len(page.texts)) > min(kept)) & (columns["below_comment"] == 0)
    below &= ~columns["menu"]
    prose = (columns["sentences"] > 0) & (columns["width"] >= PARAGRAPH_WIDTH)
    own = "".join(filter(str.isalnum, site))
    for place in np.flatnonzero(below & ~prose).tolist():
        if columns["date"][place] > 0 or _may_be_signed(page.texts[place]):
            card = next((c for c in _around(page, place) if prose[c.start : c.stop].any()), None)
            if card is not None and _is_apart(card, kept, prose) and card.start not in found:
                excerpt = _excerpt(page.texts, place, card, prose)
                if excerpt and "".join(filter(str.isalnum, lines.plain(excerpt.outlet))) not in own:
                    found[card.start] = excerpt
    outlets = {lines.plain(excerpt.outlet) for excerpt in found.values()}
    return [
        excerpt
        for excerpt in found.values()
        if len(outlets) > 1 or excerpt.outlet.casefold() in AGENCIES
    ]


def _is_apart(card: range, kept: set[int], prose: npt.NDArray[np.bool_]) -> bool:
    """Whether a card holds none of the page's own text: of it no more than paragraphs are kept, and
    not the first one."""
    inside = kept.intersection(card)
    return not inside or (min(kept) not in inside and all(prose[at] for at in inside))


def _may_be_signed(text: str) -> bool:
    return len(text) <= MAX_SIGNED and (has_digit(text) or any(sign in text for sign in PARTED))


def _excerpt(
    texts: Sequence[str], place: int, card: range, prose: npt.NDArray[np.bool_]
) -> Excerpt | None:
    told = _outlet(texts, place, card)
    if told is None:
        return None
    lines_of = [at for at in card if at not in (place, told[0]) and not prose[at]]
    headline = next((at for at in lines_of if _is_title(texts[at])), None)
    if headline is None:
        return None
    return Excerpt(told[1], told[0], headline, frozenset(at for at in card if prose[at]))


def _around(page: Page, place: int) -> Iterator[range]:
    """The blocks of the elements around a block, the smallest first."""
    element = page.holder[place]
    for _ in range(LEVELS):
        span = range(page.first[element], page.end[element])
        if len(span) > MAX_CARD:
            return
        yield span
        element = page.parent[element]


def _outlet(texts: Sequence[str], place: int, card: range) -> tuple[int, str] | None:
    """The line of a card that names an outlet, and the name: the one with the time, or its own."""
    if (told := signed(texts[place])) is not None:
        return (place, told.name) if says_outlet(told.name) else None
    if not lines.is_date_line(texts[place]):
        return None
    for at in card:
        if at != place and len(texts[at]) <= MAX_SIGNED and says_outlet(texts[at]):
            return at, texts[at]
    return None


def _is_title(text: str) -> bool:
    return lines.could_be_headline(text) and lines.is_title_shaped(text) and not signed(text)
