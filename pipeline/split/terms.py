"""Text -> the terms that tell one story from another, each with its weight.

Names and numbers weigh most, then words by how rare they are in news. Words are cut to their first
letters, which joins inflected forms in most languages; scripts that do not part words give pairs of
signs instead. Tables (`models/terms.txt`, `models/vectors.npy`, see their card) say how rare the
words of news are and what they are about; a word that is in neither counts as rare, so a language
that they do not know still has names, numbers and words to compare.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

TABLE = Path(__file__).parent / "models" / "terms.txt"
VECTORS = Path(__file__).parent / "models" / "vectors.npy"
STEM = 7
RARE = 5.0
NAME = 1.5
NUMBER = 3.5
PAIR = 2.5
MAX_CHARS = 4_000

_WORD = re.compile(r"[^\W_]+")
# Scripts that do not part words: Thai, Lao, Burmese, Khmer, kana, ideographs.
_SIGNS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+"
)
# A word within a sentence whose first letter is no small Latin one.
_WITHIN = re.compile(r"(?<=[\w,;%)] )[^\W\d_a-z][^\W_]+")


class _Tables(NamedTuple):
    """How rare each term is; the row of each that has a vector, the rows as whole numbers, and the
    step of each row."""

    rarity: dict[str, float]
    row: dict[str, int]
    vectors: NDArray[np.int8]
    steps: NDArray[np.float32]


@cache
def _tables() -> _Tables:
    rarity: dict[str, float] = {}
    row: dict[str, int] = {}
    steps: list[float] = []
    for line in TABLE.read_text("utf-8").splitlines():
        term, weight, *step = line.split("\t")
        rarity[term] = float(weight)
        if step:
            row[term] = len(steps)
            steps.append(float(step[0]))
    vectors = np.load(VECTORS, mmap_mode="r", allow_pickle=False)
    if len(vectors) != len(steps):
        raise ValueError(f"{VECTORS.name} does not go with {TABLE.name}; run training.split")
    return _Tables(rarity, row, vectors, np.array(steps, dtype=np.float32))


def vector_sums(
    terms: Sequence[str], ids: NDArray[np.intp], sizes: NDArray[np.intp]
) -> tuple[NDArray[np.float64], float]:
    """For each block, the sum of its terms' vectors, of terms that have one; and the share of terms
    that do.

    A block is the next `sizes` of `ids`, which are places in `terms`.
    """
    tables = _tables()
    row_of = np.fromiter(map(tables.row.get, terms, repeat(-1)), dtype=np.intp, count=len(terms))
    known = np.flatnonzero(row_of >= 0)
    rows = row_of[known]
    vectors = np.zeros((len(terms), tables.vectors.shape[1]), dtype=np.float32)
    vectors[known] = tables.vectors[rows] * tables.steps[rows, None]
    sums = np.zeros((len(sizes), vectors.shape[1]))
    filled = np.flatnonzero(sizes)
    if len(filled):
        starts = (np.cumsum(sizes) - sizes)[filled]
        sums[filled] = np.add.reduceat(vectors[ids], starts, dtype=np.float64)
    return sums, len(known) / max(1, len(terms))


def words_of(text: str) -> list[str]:
    """All words of three letters and more."""
    return [word for word in _WORD.findall(text) if len(word) > 2]


def stems_of(text: str) -> set[str]:
    """The starts of all words of a text, common ones too."""
    return {word.casefold()[:STEM] for word in words_of(text)}


def pairs_of_signs(text: str) -> list[str]:
    """All pairs of signs that stand beside each other, in scripts that do not part words."""
    return [run[at : at + 2] for run in _SIGNS.findall(text) for at in range(len(run) - 1)]


def terms_and_names(text: str) -> tuple[dict[str, float], tuple[str, ...]]:
    """The block's terms with their weights, and those of them that are names.

    Names are capitalised words within sentences: a weak sign in languages that capitalise all
    nouns. Of a longer block, the first 4,000 characters are read.
    """
    text = text[:MAX_CHARS]
    found: dict[str, float] = {}
    if not text.isascii() and _SIGNS.search(text):
        found |= dict.fromkeys(pairs_of_signs(text), PAIR)
        text = _SIGNS.sub(" ", text)
    for stem, weight in map(_weighed, dict.fromkeys(_WORD.findall(text))):
        if weight > found.get(stem, 0.0):
            found[stem] = weight
    within = (_weighed(word)[0] for word in _WITHIN.findall(text) if word[0].isupper())
    return found, tuple(name for name in dict.fromkeys(within) if name in found)


@lru_cache(maxsize=1 << 16)
def _weighed(word: str) -> tuple[str, float]:
    """The term of a word and its weight; 0 where it tells nothing."""
    if word.isdigit():
        year = len(word) == 4 and word[:2] in ("19", "20")
        return word, 0.0 if year or len(word) < 2 else NUMBER
    if len(word) < 3:
        return word, 0.0
    stem = word.casefold()[:STEM]
    weight = _tables().rarity.get(stem, RARE)
    return stem, weight * NAME if weight > 2.0 and word[0].isupper() else weight
