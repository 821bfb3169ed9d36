"""The elements around each block of an HTML page -> columns of numbers.

What holds a block says more than its words: how much of the text around it is links, how often
the page repeats its make, whether it stands in the element that holds most of the page's prose,
and what that element's class names say (`groups`). Sums over an element are differences of running
sums over the blocks, so that everything is computed for all blocks at once.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.clean import groups
from pipeline.clean.context import Columns
from pipeline.clean.dom import TAG_NUMBER, Page

LEVELS = 5  # elements around a block that are looked at one by one
MAX_HOPS = 10
DOMINANT = 0.6  # share of the page's prose

Values = npt.NDArray[Any]
Places = npt.NDArray[np.intp]
Ints = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]

_NOTED = (
    ("nav", "menu"), ("aside",), ("footer",), ("figure", "figcaption"),
    ("blockquote",), ("li",), ("table",), ("button",),
)  # fmt: skip
# A word group or tag is a bit of what is gathered from the elements around a block.
_GROUP = {name: bit for bit, name in enumerate(groups.NAMES)}
_NAMED = (1 << len(_GROUP)) - 1
_TAG = {tags[0]: bit for bit, tags in enumerate(_NOTED, start=len(_GROUP))}
_TAG_BITS = np.zeros(len(TAG_NUMBER), dtype=np.int64)
for _tags in _NOTED:
    for _tag in _tags:
        _TAG_BITS[TAG_NUMBER[_tag]] = 1 << _TAG[_tags[0]]
# What says something of a block: of all around it, and of what is around it within the frame that
# holds the story too.
_ABOVE = ("byline", "caption", "comment", "footer", "navigation", "related")
_BELOW = ("button", "caption", "comment", "consent", "footer", "media", "navigation", "promotion",
          "related", "share")  # fmt: skip
_IN = ("aside", "blockquote", "button", "figure", "footer", "li", "nav", "table")


class Containers:
    """The page's elements as arrays, with the sums that are asked of them.

    `prose` marks the blocks that read like text of a story.
    """

    def __init__(self, page: Page, width: Reals, prose: npt.NDArray[np.bool_]) -> None:
        self.holder: Ints = np.array(page.holder, dtype=np.int64)
        self.parent: Ints = np.array(page.parent, dtype=np.int64)
        self.tag: Ints = np.array(page.tag, dtype=np.int64)
        self.groups: Ints = np.array(page.groups, dtype=np.int64)
        self.make: Ints = np.array(page.make, dtype=np.int64)
        self.first: Ints = np.array(page.first, dtype=np.int64)
        self.end: Ints = np.array(page.end, dtype=np.int64)
        self.inline: Ints = np.array(page.inline_groups, dtype=np.int64)
        self.hidden = page.hidden
        self.links = np.array(page.link_chars, dtype=np.float64)
        self.width = width
        self.prose = prose
        self.count = len(page.texts)
        self.around: Ints = np.empty((LEVELS, self.count), dtype=np.int64)
        self.around[0] = self.holder
        for level in range(1, LEVELS):
            self.around[level] = self.parent[self.around[level - 1]]
        self.above = list(self._above())
        self.depth = self._summed(self.parent != np.arange(len(self.parent)))
        letters = np.fromiter(map(len, page.texts), dtype=np.float64, count=self.count)
        self.letters = np.maximum(letters, 1)
        self.density = np.minimum(self.links / self.letters, 1)

    def within(self, values: npt.NDArray[Any]) -> Reals:
        """The sum of a column of the blocks over each element."""
        sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
        return sums[self.end] - sums[self.first]

    def columns(self, mentions: npt.NDArray[np.float32]) -> Columns:
        """All that the elements say of the blocks; `mentions` of the headline's words."""
        found: Columns = {"density": self.density}
        weight = np.where(self.prose, np.minimum(self.width, 400) * (1 - self.density), 0.0)
        nearest, dominant = self._nearest(weight), self._dominant(weight)
        inside = self._inside(dominant)
        found |= self._levels(weight)
        found |= self._place("main", nearest)
        found |= self._place("body", dominant)
        found |= self._makes(self._inside(nearest))
        found |= self._names(dominant)
        found |= self._told(mentions, nearest, dominant)
        found["body_share"] = np.full(self.count, (weight * inside).sum() / max(weight.sum(), 1.0))
        return found

    def _above(self) -> Iterator[Ints]:
        """The parents, then those 2, 4, 8... elements up, until all are the body."""
        above = self.parent
        while True:
            yield above
            if not above.any():
                return
            above = above[above]

    def _summed(self, marked: npt.NDArray[np.bool_]) -> Ints:
        """How many of each element and those around it are marked; the body must not be."""
        sums: Ints = marked.astype(np.int64)
        for above in self.above:
            sums += sums[above]
        return sums

    def _gathered(self, bits: Ints) -> Ints:
        """The bits of each element and of all around it."""
        for above in self.above:
            bits = bits | bits[above]
        return bits

    def _levels(self, weight: Reals) -> Columns:
        letters, links = self.within(self.letters), self.within(self.links)
        blocks = (self.end - self.first).astype(np.float64)
        prose, weights = self.within(self.prose), self.within(weight)
        density = links / np.maximum(letters, 1)
        total = max(float(weight.sum()), 1.0)
        found: Columns = {}
        for name, first, values in (
            ("tag", 0, self.tag[self.around[:4]]),
            ("blocks", 1, np.log1p(blocks[self.around[1:]])),
            ("prose", 1, np.log1p(prose[self.around[1:]])),
            ("density", 0, density[self.around]),
            ("letters", 0, np.log1p(letters[self.around])),
            ("prose_share", 0, (prose / np.maximum(blocks, 1))[self.around]),
            ("weight", 0, (weights / total)[self.around]),
        ):
            found |= {f"{name}{level}": row for level, row in enumerate(values, start=first)}
        found["order"] = np.minimum(np.arange(self.count) - self.first[self.around[1]], 50)
        found["depth"] = self.depth[self.holder]
        return found

    def _nearest(self, weight: Reals) -> int:
        """The element whose own paragraphs hold the most prose, as readability scores it."""
        if not self.count:
            return 0
        score = np.zeros(len(self.parent))
        for level, share in ((1, 1.0), (2, 0.5), (3, 0.25)):
            np.add.at(score, self.around[level], weight * share)
        return int(np.argmax(score))

    def _dominant(self, weight: Reals) -> int:
        """The innermost element that holds most of the page's prose."""
        if not self.count:
            return 0
        sums = self.within(weight)
        return int(np.flatnonzero(sums >= DOMINANT * sums[0])[-1])

    def _inside(self, element: int) -> npt.NDArray[np.bool_]:
        places = np.arange(self.count)
        inside: npt.NDArray[np.bool_] = (places >= self.first[element]) & (
            places < self.end[element]
        )
        return inside

    def _place(self, name: str, main: int) -> Columns:
        """Whether a block stands in an element, how deep, and how far up they meet if not."""
        inside = self._inside(main)
        apart = (self.first > self.first[main]) | (self.end < self.end[main])
        # What is around an element that holds the main one holds it too.
        hops = np.minimum(self._summed(apart)[self.holder], MAX_HOPS)
        size = max(int(self.end[main] - self.first[main]), 1) if self.count else 1
        where = (np.arange(self.count) - self.first[main]) / size if self.count else inside
        return {
            f"{name}_in": inside,
            f"{name}_hops": hops,
            f"{name}_deep": np.where(inside, self.depth[self.holder] - self.depth[main], -1),
            f"{name}_where": np.clip(where, -1, 2),
        }

    def _told(self, mentions: npt.NDArray[np.float32], *mains: int) -> Columns:
        """How many of the headline's words the elements around a block hold."""
        names = [*(f"told{level}" for level in (1, 2, 3)), "told_main", "told_body"]
        if not mentions.shape[1]:
            return {name: np.full(self.count, -1.0) for name in names}
        sums: npt.NDArray[Any] = np.cumsum(mentions, axis=0)
        sums = np.concatenate((np.zeros((1, mentions.shape[1])), sums))
        held = ((sums[self.end] - sums[self.first]) > 0).mean(axis=1)
        values = [held[self.around[level]] for level in (1, 2, 3)]
        values += [np.full(self.count, held[main]) for main in mains]
        return dict(zip(names, values, strict=True))

    def _makes(self, inside: npt.NDArray[np.bool_]) -> Columns:
        """What is common to the blocks of one make: the same tag and class, and those around it."""
        found: Columns = {}
        key = self.make[self.holder]
        size = int(self.make.max(initial=0)) + 1
        for level in range(3):
            if level:
                key = key * size + self.make[self.around[level]]
            _, same = np.unique(key, return_inverse=True)
            count = np.bincount(same, minlength=1).astype(np.float64)

            def mean(values: Values, same: Places = same, count: Reals = count) -> Reals:
                sums = np.bincount(same, weights=values.astype(np.float64), minlength=1)
                shares: Reals = (sums / count)[same]
                return shares

            found[f"make{level}"] = np.log1p(count[same])
            found[f"make{level}_in"] = mean(inside)
            found[f"make{level}_prose"] = mean(self.prose)
            found[f"make{level}_density"] = mean(self.density)
            found[f"make{level}_width"] = np.log1p(mean(np.minimum(self.width, 400)))
            key = same
        return found

    def _names(self, main: int) -> Columns:
        """What the tags and class names around a block say, near it and anywhere above."""
        framed = [main]
        while framed[-1]:
            framed.append(int(self.parent[framed[-1]]))
        bits = self.groups | _TAG_BITS[self.tag]
        inner = bits.copy()
        inner[framed] = 0
        above, below = self._gathered(bits)[self.holder], self._gathered(inner)[self.holder]
        own = self.inline | self.groups[self.holder]
        near = self.groups[self.around[1]] | self.groups[self.around[2]]
        found: Columns = {
            "names_above": above & _NAMED,
            "names_below": (below & _NAMED) | self.inline,
        }
        for prefix, masks, bit_of, names in (
            ("own", own, _GROUP, ("byline", "caption", "date", "summary")),
            ("near", near, _GROUP, ("comment", "promotion")),
            ("above", above, _GROUP, _ABOVE),
            ("below", found["names_below"], _GROUP, _BELOW),
            ("in", above, _TAG, _IN),
            ("under", below, _TAG, ("figure", "footer", "table")),
        ):
            bits = np.array([[bit_of[name]] for name in names])
            found |= zip([f"{prefix}_{name}" for name in names], (masks >> bits) & 1, strict=True)
        hidden = np.array(self.hidden, dtype=np.int64)
        found["hidden"] = self._gathered(hidden)[self.holder]
        return found
