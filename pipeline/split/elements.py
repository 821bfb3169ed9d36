"""How the elements of an HTML page lie around its prose.

A page that carries several stories mostly holds each in an element of its own, often beneath a
heading of its own, and the like of it again and again. A story may lie in many elements too: its
paragraphs each in one, the entries of a live report, parts between advertisements. So elements
decide nothing by themselves; they are evidence of a gap. Where nothing is known of elements, as in
flattened text, all of these columns are 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.clean.context import Columns
from pipeline.records import Block
from pipeline.split.cohesion import Floats, Places

DEEP = 12  # levels; what is further apart is equally far
MANY = 8  # blocks, gaps or lines; more are no more
TAGS = ("article", "section", "aside", "li")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
NO_HEADING = 7


class Elements:
    """The elements around each block of a page.

    `depth` says how many hold it, `least` how many of those hold the block before too, and `level`
    of which level a heading is that is the innermost of them, 0 for none.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        closed = np.array([block.closed for block in blocks], dtype=np.intp)
        opened = np.array([len(block.opened) for block in blocks], dtype=np.intp)
        self.known = bool(opened.any())
        self.depth: Places = np.cumsum(opened - closed)
        self.least: Places = self.depth - opened
        self._innermost: list[_Element | None] = []
        at: _Element | None = None
        for block in blocks:
            for _ in range(block.closed):
                if at is None:
                    break
                at = at.around
            for tag in block.opened:
                at = _Element(tag, at)
            self._innermost.append(at)
        self.level = [HEADINGS.get(at.tag, 0) if at else 0 for at in self._innermost]

    def shared(self, first: int, last: int) -> int:
        """How many elements hold both blocks, the first of which stands above the last."""
        if first == last:
            return int(self.depth[first])
        return int(self.least[first + 1 : last + 1].min())

    def tags(self, place: int, shared: int) -> set[str]:
        """The tags of the elements around the block, but for the outermost, which are `shared`."""
        found: set[str] = set()
        at = self._innermost[place]
        for _ in range(min(int(self.depth[place]) - shared, DEEP)):
            if at is None:
                break
            found.add(at.tag)
            at = at.around
        return found


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    around: "_Element | None"


def gap_elements(elements: Elements, places: Sequence[int], widths: Sequence[int]) -> Columns:
    """What lies in the gaps between the content blocks at `places`, of `widths` letters.

    `gap_up` and `gap_down`: levels from the content above up to the element that holds both, and
    down from there to the content beneath. `gap_low`: how much deeper that element lies than the
    one that holds all content. `gap_lower`, `gap_even`: how many gaps part larger elements, and how
    many part others of the same element. `held_*`: content blocks and letters of the elements above
    and beneath that the gap parts. `lead`, `trail`: the lines that the element beneath begins with,
    and the one above ends with. `lead_level`: the highest heading among the former, 1 to 6;
    `between_level`: that of all lines in the gap.
    """
    gaps = len(places) - 1
    columns: Columns = {name: np.zeros(gaps) for name in _NAMES}
    if not elements.known:
        return columns
    at = np.array(places)
    low = np.minimum.reduceat(elements.least[: at[-1] + 1], at[:-1] + 1)
    columns["gap_up"] = np.minimum(elements.depth[at[:-1]] - low, DEEP)
    columns["gap_down"] = np.minimum(elements.depth[at[1:]] - low, DEEP)
    columns["gap_low"] = np.minimum(low - low.min(), DEEP)
    columns["gap_lower"] = np.minimum(np.searchsorted(np.sort(low), low), MANY)
    columns["gap_even"] = _even(low)
    letters = np.concatenate(([0], np.cumsum(widths)))
    starts, ends = _held(low)
    here = np.arange(1, gaps + 1)
    columns["held_above"] = np.minimum(here - starts, MANY)
    columns["held_beneath"] = np.minimum(ends - here, MANY)
    columns["held_letters_above"] = np.log1p(letters[here] - letters[starts])
    columns["held_letters_beneath"] = np.log1p(letters[ends] - letters[here])
    for gap, shared in enumerate(low.tolist()):
        above, beneath = places[gap], places[gap + 1]
        left, right = elements.tags(above, shared), elements.tags(beneath, shared)
        for tag in TAGS:
            columns[f"{tag}_above"][gap] = tag in left
            columns[f"{tag}_beneath"][gap] = tag in right
        if beneath == above + 1:
            continue
        parted = above + 1 + np.flatnonzero(elements.least[above + 1 : beneath + 1] <= shared)
        begins = int(parted[-1])
        columns["lead"][gap] = min(beneath - begins, MANY)
        columns["trail"][gap] = min(int(parted[0]) - above - 1, MANY)
        columns["lead_level"][gap] = _highest(elements.level[begins:beneath])
        columns["between_level"][gap] = _highest(elements.level[above + 1 : beneath])
    return columns


_NAMES = (
    *("gap_up", "gap_down", "gap_low", "gap_lower", "gap_even", "held_above", "held_beneath"),
    *("held_letters_above", "held_letters_beneath", "lead", "trail"),
    *("lead_level", "between_level"),
    *(f"{tag}_{side}" for tag in TAGS for side in ("above", "beneath")),
)


def apart(elements: Elements, first: int, last: int) -> tuple[int, int]:
    """Levels from the one block up to the element that holds both, and down to the other."""
    shared = elements.shared(first, last)
    up, down = int(elements.depth[first]) - shared, int(elements.depth[last]) - shared
    return min(up, DEEP), min(down, DEEP)


def _highest(levels: Sequence[int]) -> int:
    return min((level for level in levels if level), default=NO_HEADING)


def _held(low: Places) -> tuple[Places, Places]:
    """For each gap, where the content of the element above starts that it parts off, and where
    that of the element beneath ends: at gaps that part as large elements."""
    starts, ends = np.zeros_like(low), np.full_like(low, len(low) + 1)
    for order, found in ((range(len(low)), starts), (range(len(low) - 1, -1, -1), ends)):
        ahead: list[int] = []
        for gap in order:
            while ahead and low[ahead[-1]] > low[gap]:
                ahead.pop()
            if ahead:
                found[gap] = ahead[-1] + 1
            ahead.append(gap)
    return starts, ends


def _even(low: Places) -> Floats:
    """How many other gaps part elements of the same element."""
    found = np.zeros(len(low))
    groups: dict[int, list[int]] = {}

    def close(level: int) -> None:
        group = groups.pop(level)
        found[group] = min(len(group) - 1, MANY)

    for gap, value in enumerate(low.tolist()):
        for level in [level for level in groups if level > value]:
            close(level)
        groups.setdefault(value, []).append(gap)
    for level in list(groups):
        close(level)
    return found
