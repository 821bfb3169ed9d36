"""What splitting looks at of a page: its prose, the lines between, and what each of them is like.

Only prose can carry a story: kept lines that do not look like titles. All other lines are signs
that stand between prose. Of what lies between two paragraphs the first and the last lines are
looked at, and a few headings, so that a page costs what its prose costs, however much furniture it
has.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import lines
from pipeline.clean.beside import TOLD, dates_of
from pipeline.clean.dates import UNDATED
from pipeline.clean.wording import NAMES as WORDING
from pipeline.clean.wording import wording
from pipeline.records import Block
from pipeline.split.cohesion import Cohesion, Floats, Places, Prose, cohesion
from pipeline.split.elements import Elements

MODELS = Path(__file__).parent / "models"
MAX_BETWEEN = 24  # lines looked at between two paragraphs, and beneath the last
MAX_HEADS = 4  # headings that are looked at among the other lines of a long stretch
MAX_TITLES = 120
NEAR = 4  # blocks beside a gap that titles are compared with

Singles = NDArray[np.float32]
COLUMN = {name: number for number, name in enumerate(WORDING)}
_TURN = re.compile(r"[^\W\d_]\s?[:：]\s")  # of an interview: "Q: "
_HEADS = ("headline", "heading")
_NO_HEADS = (*TOLD, "caption")
# A line that says this of itself is no headline.
_SAID = [COLUMN[name] for name in ("date", "marker", "interface", "byline", "promotion")]


@dataclass(frozen=True, slots=True)
class Content:
    """A block of prose and its place in the page."""

    place: int
    prose: Prose


def content_of(blocks: Sequence[Block]) -> list[Content]:
    """The kept blocks that carry a story; headings and what looks like one carry none."""
    return [
        Content(place, Prose(block.text))
        for place, block in enumerate(blocks)
        if block.keep and block.kind != "heading" and not _reads_like_title(block.text)
    ]


@dataclass(frozen=True)
class Outline:
    """A stretch of a page: its content, what stands between, and perhaps lines behind it (`tail`).

    `own` are the words of the page's headline, `about` is what else the page says of itself.
    """

    blocks: Sequence[Block]
    content: Sequence[Content]
    own: str
    about: Prose
    elements: Elements
    tail: range = range(0)

    def part(self, start: int, end: int) -> "Outline":
        """Some of the content, without what stands behind it."""
        return replace(self, content=self.content[start:end], tail=range(0))

    @cached_property
    def places(self) -> list[int]:
        """The places of the lines that are looked at."""
        found: list[int] = []
        for before, after in pairwise(self.content):
            found.append(before.place)
            between = range(before.place + 1, after.place)
            if len(between) > MAX_BETWEEN:
                half = MAX_BETWEEN // 2
                heads = (at for at in between[half:-half] if self.blocks[at].kind in _HEADS)
                found += [*between[:half], *islice(heads, MAX_HEADS), *between[-half:]]
            else:
                found += between
        return [*found, self.content[-1].place, *self.tail[:MAX_BETWEEN]]

    @cached_property
    def wording(self) -> Singles:
        """A row of `WORDING` for each of `places`."""
        blocks = [self.blocks[place] for place in self.places]
        found = wording([block.text for block in blocks])
        # What cleaning found out by what stands around the line, and by its markup.
        for row, block in enumerate(blocks):
            if not block.keep and block.kind in TOLD:
                found[row, COLUMN[block.kind]] = 1
                if block.kind != "date" and dates_of(block) != UNDATED:
                    found[row, COLUMN["date"]] = 1
        return found

    @cached_property
    def rows(self) -> Places:
        """The row of each content block among `places`."""
        at = {place: row for row, place in enumerate(self.places)}
        return np.array([at[content.place] for content in self.content], dtype=np.intp)

    @cached_property
    def following(self) -> Places:
        """For each of `places`, how many content blocks stand at or above it."""
        marked = np.zeros(len(self.places), dtype=np.intp)
        marked[self.rows] = 1
        found: Places = np.cumsum(marked)
        return found

    @cached_property
    def keys(self) -> list[str]:
        """The words of each of `places`; empty where it is prose."""
        prose = set(self.rows.tolist())
        return [
            "" if row in prose else lines.plain(self.blocks[place].text)
            for row, place in enumerate(self.places)
        ]

    @cached_property
    def times(self) -> Counter[str]:
        """How often the stretch says each line that is no prose."""
        return Counter(self.keys)

    @cached_property
    def titles(self) -> list[int]:
        """The rows of the lines that could be the headline of a story beside them."""
        prose = set(self.rows.tolist())
        said: NDArray[np.bool_] = np.any(self.wording[:, _SAID] > 0, axis=1)
        found = [
            row
            for row, place in enumerate(self.places)
            if row not in prose and not said[row] and could_head(self.blocks[place])
        ]
        return found[:MAX_TITLES]

    @cached_property
    def prose(self) -> list[Prose]:
        """The content's prose."""
        return [content.prose for content in self.content]

    @cached_property
    def headings(self) -> list[Prose]:
        """The titles' words, and last what the page is about."""
        return [Prose(self.blocks[self.places[row]].text) for row in self.titles] + [self.about]

    @cached_property
    def cohesion(self) -> Cohesion:
        """The spaces that compare prose and titles."""
        return cohesion(self.prose, self.headings)

    @cached_property
    def beside(self) -> list[tuple[Floats, Floats]]:
        """In each space, how alike each title (row) and the blocks above and beneath each gap
        (column) are."""
        count = len(self.content)
        gaps = np.arange(1, count)
        above, beneath = np.maximum(gaps - NEAR, 0), np.minimum(gaps + NEAR, count)
        return [
            (space.title_table(above, gaps), space.title_table(gaps, beneath))
            for space in self.cohesion.spaces
        ]


def outline_of(blocks: Sequence[Block], own: str, about: str) -> Outline | None:
    """The outline of a whole page; None where no block carries a story."""
    content = content_of(blocks)
    if not content:
        return None
    last = max(place for place, block in enumerate(blocks) if block.keep)
    beneath = range(last + 1, len(blocks))
    return Outline(blocks, content, own, Prose(about), Elements(blocks), beneath)


def could_head(block: Block) -> bool:
    """Whether a line has the size and shape of a headline and is known to be nothing else."""
    if block.reason == "marker" or (block.kind in _NO_HEADS and block.reason != "repeated"):
        return False
    if not lines.could_be_headline(block.text) or _TURN.match(block.text):
        return False
    return not block.keep or block.kind in _HEADS or _reads_like_title(block.text)


def _reads_like_title(text: str) -> bool:
    return lines.is_title_shaped(text) or lines.calls_out(text)
