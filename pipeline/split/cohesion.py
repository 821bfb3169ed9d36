"""How alike the blocks before and after each gap are, for all gaps of a stretch at once.

Cosines of weighted terms between the blocks just before and just after, at several distances, and
how much of what comes next was never met before. Only terms that two blocks share can matter to a
product, so all else is kept as a length alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.lines import width
from pipeline.split.terms import terms_and_names

WINDOWS = (1, 2, 4, 8)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Prose:
    """One content block as the splitter sees it."""

    text: str

    @cached_property
    def _read(self) -> tuple[dict[str, float], frozenset[str]]:
        return terms_and_names(self.text)

    @property
    def terms(self) -> dict[str, float]:
        """Its terms with their weights."""
        return self._read[0]

    @property
    def names(self) -> frozenset[str]:
        """Those of its terms that are names."""
        return self._read[1]

    @cached_property
    def width(self) -> int:
        """Its length as a reader sees it."""
        return width(self.text)


def cosines(stretch: Sequence[Prose]) -> Floats:
    """One row a gap, one column a window; the last column takes all before and all after."""
    count = len(stretch)
    column: dict[str, int] = {}
    seen: set[str] = set()
    for block in stretch:
        for term in block.terms:
            if term in seen:
                column.setdefault(term, len(column))
            seen.add(term)
    table = np.zeros((count, len(column)))
    alone = np.zeros(count)
    for row, block in enumerate(stretch):
        for term, weight in block.terms.items():
            place = column.get(term)
            if place is None:
                alone[row] += weight * weight
            else:
                table[row, place] = weight
    sums = np.vstack([np.zeros(len(column)), np.cumsum(table, axis=0)])
    lengths = np.concatenate([[0.0], np.cumsum(alone)])
    gaps = np.arange(1, count)
    out = np.empty((count - 1, len(WINDOWS) + 1))
    for index, window in enumerate((*WINDOWS, count)):
        start = np.maximum(gaps - window, 0)
        end = np.minimum(gaps + window, count)
        left, right = sums[gaps] - sums[start], sums[end] - sums[gaps]
        left_norm = np.sum(left * left, axis=1) + lengths[gaps] - lengths[start]
        right_norm = np.sum(right * right, axis=1) + lengths[end] - lengths[gaps]
        product = np.sum(left * right, axis=1)
        out[:, index] = product / np.sqrt(np.maximum(left_norm * right_norm, 1e-9))
    return out


def novelty(stretch: Sequence[Prose]) -> Floats:
    """Per gap: the share of the next three blocks' terms, then of their names, not met before;
    and the share of the last three blocks' terms and names not met again."""
    after = _unmet(stretch)
    before = _unmet(stretch[::-1])[::-1]
    return np.hstack([after, before])


def _unmet(stretch: Sequence[Prose]) -> Floats:
    met: set[str] = set()
    named: set[str] = set()
    out = np.zeros((len(stretch) - 1, 2))
    for gap in range(len(stretch) - 1):
        met.update(stretch[gap].terms)
        named.update(stretch[gap].names)
        ahead = stretch[gap + 1 : gap + 4]
        total = fresh = 0.0
        names: set[str] = set()
        for block in ahead:
            names |= block.names
            for term, weight in block.terms.items():
                total += weight
                if term not in met:
                    fresh += weight
        out[gap, 0] = fresh / total if total else 0.5
        out[gap, 1] = len(names - named) / len(names) if names else 0.5
    return out


def all_terms(stretch: Sequence[Prose]) -> frozenset[str]:
    """Every term of the blocks."""
    return frozenset().union(*(block.terms for block in stretch))


def likeness(title: dict[str, float], told: frozenset[str]) -> float:
    """The share of a title's terms that are told."""
    total = sum(title.values())
    return sum(weight for term, weight in title.items() if term in told) / total if total else 0.0
