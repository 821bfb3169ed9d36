"""How alike passages of a page are: the words that they share, and what their words are about.

Two spaces are laid over a page's prose and its titles: one has a direction for every term that is
met more than once on the page (TF-IDF), the other holds the word vectors of `terms`, which learned
whether two passages are of one article. The first knows every name and every language, the second
knows that a striker and a goal belong together. Either is there once more without a part of what
the whole page shares: what all its passages say says nothing of where one story ends. A passage is
the sum of its blocks: so the products of all pairs of blocks, summed up once, give the likeness of
any two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.lines import width
from pipeline.split.openings import opening
from pipeline.split.terms import terms_and_names, vector_sums

NOVEL_BLOCKS = 3
NEAR_BLOCKS = 3  # within which a term that is said again links two passages
SHARED = 0.35  # of the direction in which a page's blocks lie together, how much is taken out
OFTEN = 30  # blocks that say a term; more count as so many
MAX_SHARED = 20_000  # terms that are compared; no page of news has a tenth of them

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Prose:
    """One block as the splitter sees it."""

    text: str

    @cached_property
    def read(self) -> tuple[dict[str, float], tuple[str, ...]]:
        """Its terms with their weights, and those of them that are names."""
        return terms_and_names(self.text)

    @cached_property
    def opening(self) -> float:
        """The log odds that it opens a story, by its first words."""
        return opening(self.text)

    @cached_property
    def width(self) -> int:
        """Its length as a reader sees it."""
        return width(self.text)


class Space:
    """Blocks and titles as rows of a space; `squares` are the squared lengths of all rows."""

    def __init__(self, rows: Floats, squares: Floats, count: int) -> None:
        blocks, titles = rows[:count], rows[count:]
        products = blocks @ blocks.T
        np.fill_diagonal(products, squares[:count])
        self._sums = np.zeros((count + 1, count + 1))
        self._sums[1:, 1:] = products.cumsum(axis=0).cumsum(axis=1)
        norms = np.sqrt(np.maximum(squares[count:], 1e-12))
        self._titles = np.zeros((len(titles), count + 1))
        self._titles[:, 1:] = ((titles @ blocks.T) / norms[:, None]).cumsum(axis=1)
        self.among_titles = (titles @ titles.T) / norms[:, None] / norms

    def _norms(self, start: Places, end: Places) -> Floats:
        squares = self._product(start, end, start, end)
        found: Floats = np.sqrt(np.maximum(squares, 1e-12))
        return found

    def _product(self, start: Places, end: Places, first: Places, last: Places) -> Floats:
        sums = self._sums
        return sums[end, last] - sums[start, last] - sums[end, first] + sums[start, first]

    def cosines(self, left: tuple[Places, Places], right: tuple[Places, Places]) -> Floats:
        """How alike the passages [start, end) are, pair by pair; 0 where one is empty."""
        products = self._product(*left, *right)
        return products / (self._norms(*left) * self._norms(*right))

    def of_titles(self, start: Places, end: Places) -> Floats:
        """How alike each title is to its passage, or to several, a row each."""
        rows = np.arange(len(self._titles))
        return (self._titles[rows, end] - self._titles[rows, start]) / self._norms(start, end)

    def title_table(self, start: Places, end: Places) -> Floats:
        """How alike every title (row) is to every passage (column)."""
        found: Floats = (self._titles[:, end] - self._titles[:, start]) / self._norms(start, end)
        return found


@dataclass(frozen=True)
class Cohesion:
    """The spaces of a page (terms, vectors, each again without what the page shares); of each gap,
    how much of what stands beside it is new and how much is said on both sides of it."""

    spaces: tuple[Space, Space, Space, Space]
    novelty: dict[str, Floats]
    recurrence: dict[str, Floats]
    known: float  # share of the terms that have vectors: next to none in an unknown language


def cohesion(prose: Sequence[Prose], titles: Sequence[Prose]) -> Cohesion:
    """The spaces of a page; `prose` holds at least one block."""
    read = [block.read for block in (*prose, *titles)]
    count = len(prose)
    held = list(chain.from_iterable(terms for terms, _ in read))
    number = {term: place for place, term in enumerate(dict.fromkeys(held))}
    ids = np.fromiter(map(number.__getitem__, held), dtype=np.intp, count=len(held))
    weighed = chain.from_iterable(terms.values() for terms, _ in read)
    weights = np.fromiter(weighed, dtype=np.float64, count=len(held))
    sizes = np.array([len(terms) for terms, _ in read])
    rows = np.repeat(np.arange(len(read)), sizes)
    # Only what is met twice can be alike; all else is kept as a length and a sum alone.
    shared = np.flatnonzero(np.bincount(ids, minlength=len(number)) > 1)[:MAX_SHARED]
    column = np.full(len(number), -1)
    column[shared] = np.arange(len(shared))
    meets = column[ids] >= 0
    table = np.zeros((len(read), len(shared)))
    table[rows[meets], column[ids[meets]]] = weights[meets]
    vectors, known = vector_sums(list(number), ids, sizes)
    lengths = _squares(vectors)
    totals = np.bincount(rows, weights, minlength=len(read)).astype(np.float64)
    squares = np.bincount(rows, weights * weights, minlength=len(read)).astype(np.float64)
    in_prose = rows < count
    name_sizes = np.array([len(names) for _, names in read[:count]])
    name_ids = np.array([number[name] for _, names in read[:count] for name in names], np.intp)
    words = (rows[in_prose], ids[in_prose], weights[in_prose], totals[:count])
    names = (
        np.repeat(np.arange(count), name_sizes),
        name_ids,
        np.ones(len(name_ids)),
        name_sizes.astype(np.float64),
    )
    return Cohesion(
        spaces=(
            Space(table, squares, count),
            Space(vectors, lengths, count),
            Space(*_without_shared(table, squares, count), count),
            Space(*_without_shared(vectors, lengths, count), count),
        ),
        novelty=_novelty("terms", *words) | _novelty("names", *names),
        recurrence=_recurrence(*words),
        known=known,
    )


def _without_shared(rows: Floats, squares: Floats, count: int) -> tuple[Floats, Floats]:
    """The rows, and their squared lengths, with less of the direction in which the page's blocks
    lie together.

    Of two stories on one subject, or in a language whose common words nobody has listed, it leaves
    what tells them apart.
    """
    shared = rows[:count].sum(axis=0)
    shared /= max(float(np.sqrt(shared @ shared)), 1e-6)
    along = rows @ shared
    rest: Floats = rows - SHARED * along[:, None] * shared
    return rest, squares - SHARED * (2 - SHARED) * along * along


def _squares(rows: Floats) -> Floats:
    found: Floats = np.einsum("ij,ij->i", rows, rows)
    return found


def _novelty(
    name: str, rows: Places, ids: Places, weights: Floats, totals: Floats
) -> dict[str, Floats]:
    """Per gap, the share of the terms after it that were not met before it, and of those before it
    that are not met again: of one block, and of three.

    Block `rows[k]` holds the term `ids[k]`; `totals` are the sums of the blocks' weights.
    """
    turned = len(totals) - 1 - rows
    found: dict[str, Floats] = {}
    found[f"new_{name}1"], found[f"new_{name}"] = _unmet(rows, ids, weights, totals)
    one, several = _unmet(turned, ids, weights, totals[::-1])
    found[f"lost_{name}1"], found[f"lost_{name}"] = one[::-1], several[::-1]
    return found


def _unmet(rows: Places, ids: Places, weights: Floats, totals: Floats) -> tuple[Floats, Floats]:
    count = len(totals)
    first = np.full(ids.max(initial=-1) + 1, count)
    np.minimum.at(first, ids, rows)
    since = rows - first[ids]  # blocks since the term was first met
    gaps = np.arange(count - 1)
    passed, whole = np.zeros(count - 1), np.zeros(count - 1)
    shares = []
    for ahead in range(NOVEL_BLOCKS):
        # Of a block, what was met at or above the gap that stands `ahead` blocks before it.
        met = np.bincount(rows, np.where(since > ahead, weights, 0), minlength=count)
        block = gaps[: count - 1 - ahead] + 1 + ahead
        passed[: len(block)] += met[block]
        whole[: len(block)] += totals[block]
        shares.append(np.where(whole > 0, 1 - passed / np.maximum(whole, 1e-9), 0.5))
    return shares[0], shares[-1]


def _recurrence(rows: Places, ids: Places, weights: Floats, totals: Floats) -> dict[str, Floats]:
    """Per gap, the weight of the terms that are said on both sides of it, as a share of what it
    would be if each stood anywhere on the page (`chain`); and of those said again within a few
    blocks across it, against what the two blocks beside it say (`link`). As for `_novelty`.
    """
    count = len(totals)
    order = np.argsort(ids, kind="stable")
    block, term, weight = rows[order], ids[order], weights[order]
    again = np.flatnonzero(term[1:] == term[:-1])
    start, end = block[again], block[again + 1]

    def across(chosen: NDArray[np.bool_] | slice) -> Floats:
        sums = weight[again][chosen]
        opened = np.bincount(start[chosen], sums, count)
        closed = np.bincount(end[chosen], sums, count)
        found: Floats = np.cumsum(opened - closed)[:-1]
        return found

    times = np.bincount(ids)
    heavy = np.bincount(ids, weights) / np.maximum(times, 1)
    by_times = np.bincount(np.minimum(times, OFTEN), np.where(times > 1, heavy, 0), OFTEN + 1)
    before = (np.arange(1, count) / count)[:, None]
    powers = np.arange(OFTEN + 1)
    chance = (1 - before**powers - (1 - before) ** powers) @ by_times
    beside = np.sqrt(totals[:-1] * totals[1:])
    return {
        "chain": across(slice(None)) / np.maximum(chance, 1e-6),
        "link": across(end - start <= NEAR_BLOCKS) / np.maximum(beside, 1e-6),
    }
