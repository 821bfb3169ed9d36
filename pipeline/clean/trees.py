"""Boosted trees: rows of numbers -> probabilities, with numpy alone.

All trees lie in one array of nodes, the roots first. The two children of a node stand side by side;
a leaf is its own left child with a threshold that nothing exceeds, so that all rows walk down all
trees in the same few steps. `python -m training.clean` makes the files and checks that they give
what LightGBM gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.wire import decode

FOLDER = Path(__file__).parent / "models"
NODE = np.dtype([("feature", "<i4"), ("left", "<i4"), ("threshold", "<f4"), ("value", "<f4")])
ROWS_AT_ONCE = 512
# A story of one paragraph has low probabilities, and is better than none.
FEW_LETTERS = 200
LEAST = 0.2
SHARE_OF_BEST = 0.7

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Card:
    """What belongs to the nodes (`*.json`): the columns asked for, and the trees' shape."""

    columns: tuple[str, ...]
    trees: int
    depth: int
    threshold: float = 0.5


class Trees:
    """A model, ready to be asked."""

    def __init__(self, nodes: npt.NDArray[np.void], card: Card) -> None:
        self.card = card
        self.nodes = nodes
        # As wide as an index, which `take` would make of them again and again, and plain arrays:
        # what numpy maps into memory has a slow class of its own.
        self._feature = np.ascontiguousarray(nodes["feature"], dtype=np.intp)
        self._left = np.ascontiguousarray(nodes["left"], dtype=np.intp)
        self._threshold = np.ascontiguousarray(nodes["threshold"])
        self._value = np.ascontiguousarray(nodes["value"])

    def probabilities(
        self, columns: Mapping[str, npt.NDArray[Any]], chosen: npt.NDArray[np.intp] | None = None
    ) -> Floats:
        """One probability a row, or a chosen row; `columns` holds those that the card names."""
        rows = matrix(columns, self.card.columns)
        return self.of_rows(rows if chosen is None else rows[chosen])

    def of_rows(self, rows: Floats) -> Floats:
        """The same for rows with the card's columns in their order."""
        sums = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), ROWS_AT_ONCE):
            part = rows[start : start + ROWS_AT_ONCE]
            sums[start : start + ROWS_AT_ONCE] = self._sums(part)
        return (1 / (1 + np.exp(-sums))).astype(np.float32)

    def _sums(self, rows: Floats) -> Floats:
        # Side by side stand the rows within a tree, which walk over the same few nodes.
        trees, count = self.card.trees, len(rows)
        columns = np.ascontiguousarray(rows.T)
        flat, starts, places = columns.ravel(), self._feature * count, np.arange(count)
        # All rows stand at the same roots.
        above = columns[self._feature[:trees]] > self._threshold[:trees, None]
        node = self._left[:trees, None] + above
        for _ in range(self.card.depth - 1):
            place = starts.take(node, mode="clip")
            place += places
            above = flat.take(place, mode="clip") > self._threshold.take(node, mode="clip")
            node = self._left.take(node, mode="clip")
            node += above
        values = self._value.take(node, mode="clip")
        sums: Floats = np.ascontiguousarray(values.T).sum(axis=1, dtype=np.float32)
        return sums


def threshold_of(found: Floats, sizes: Floats, usual: float) -> float:
    """The least probability that stays: less than usual where next to nothing would stay."""
    if not len(found) or float(sizes[found >= usual].sum()) >= FEW_LETTERS:
        return usual
    return min(usual, max(LEAST, SHARE_OF_BEST * float(found.max())))


def matrix(columns: Mapping[str, npt.NDArray[Any]], names: Sequence[str]) -> Floats:
    """The named columns side by side."""
    rows = np.empty((len(names), len(columns[names[0]])), dtype=np.float32)
    for place, name in enumerate(names):
        rows[place] = columns[name]
    return rows.T


def load(name: str, folder: Path | None = None) -> Trees:
    """A shipped model of a folder (`FOLDER`), read once a process."""
    return _load(name, folder or FOLDER)


@cache
def _load(name: str, folder: Path) -> Trees:
    nodes = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return Trees(nodes, decode((folder / f"{name}.json").read_bytes(), Card))
