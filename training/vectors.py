"""Word vectors that tell whether two passages are of one article: made by metric learning.

Of a text, the sum of the vectors of its words, each times its weight, is compared by cosine. Two
passages of one article are to be nearer to each other than to any other of the batch (InfoNCE, both
ways); half of the batches hold articles of one subject and of the same weeks, so that the vectors
learn what tells stories apart rather than what tells subjects apart. The vectors start as what a
sentence encoder makes of the single words (`training.meanings`): random ones, whose sums compare as
the words themselves do, end further from the mark. Of each passage a share of the words is left
out, so that none is leaned on alone.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.split.cohesion import Floats
from pipeline.split.terms import stems_of

DIMENSIONS = 112
BATCH = 320
STEPS = 2_600
RATE = 2e-3
WEIGHT_RATE = 1e-2
SCALE_RATE = 1e-2
MAX_PASSAGE = 4  # paragraphs
NEIGHBOURS = 900  # articles of like subject and date that a hard batch is drawn from
LEFT_OUT = 0.3  # of a passage's words
SHORT = 3  # words; a passage of no more keeps them all
SEED = 11

Ints = NDArray[np.int64]
Singles = NDArray[np.float32]


@dataclass(frozen=True)
class Vectors:
    """One row a term: its direction times its weight."""

    terms: tuple[str, ...]
    table: Singles


def learn(stock: Sequence[dict[str, Any]], rarity: dict[str, float], starts: Singles) -> Vectors:
    """Vectors of all terms in `rarity` (with the weight that each starts with), which start as the
    rows of `starts`, in the order of the terms."""
    terms = tuple(sorted(rarity))
    number = {term: place for place, term in enumerate(terms)}
    ordered = sorted(stock, key=lambda item: (item["topic"] or "", item["date"] or "", item["id"]))
    texts = [[_numbers(text, number) for text in item["paragraphs"]] for item in ordered]
    texts = [passages for passages in texts if sum(map(len, passages)) > 40 and len(passages) > 3]
    chance = random.Random(SEED)  # noqa: S311
    drawn = np.random.default_rng(SEED)
    table = starts.copy()
    weights = np.log(np.array([rarity[term] for term in terms], dtype=np.float32))
    scale = np.array(np.log(14.0), dtype=np.float32)
    adams = [_Adam(table, RATE), _Adam(weights, WEIGHT_RATE), _Adam(scale, SCALE_RATE)]
    running = 0.0
    for step in range(STEPS):
        batch = _batch(texts, chance, hard=step % 2 == 0)
        sides = ([_some(passage, drawn) for passage in side] for side in zip(*batch, strict=True))
        left, right = (_matrix(side, len(terms)) for side in sides)
        loss, slopes = _slopes(left, right, table, weights, scale)
        fade = 1 - step / STEPS
        for adam, slope in zip(adams, slopes, strict=True):
            adam.move(slope, fade)
        running = 0.98 * running + 0.02 * loss
        if step % 200 == 199:
            print(f"vectors: step {step + 1}, loss {running:.3f}", flush=True)
    return Vectors(terms, table * np.exp(weights)[:, None])


class _Adam:
    def __init__(self, value: Singles, rate: float) -> None:
        self.value, self.rate, self.step = value, rate, 0
        self.first, self.second = np.zeros_like(value), np.zeros_like(value)

    def move(self, slope: Singles, fade: float) -> None:
        self.step += 1
        self.first += 0.1 * (slope - self.first)
        self.second += 0.01 * (slope * slope - self.second)
        first = self.first / (1 - 0.9**self.step)
        second = self.second / (1 - 0.99**self.step)
        self.value -= (self.rate * fade) * first / (np.sqrt(second) + 1e-8)


def _numbers(text: str, number: dict[str, int]) -> Ints:
    found = sorted(number[term] for term in stems_of(text) if term in number)
    return np.array(found, dtype=np.int64)


def _batch(
    texts: Sequence[Sequence[Ints]], chance: random.Random, *, hard: bool
) -> list[tuple[Ints, Ints]]:
    """Pairs of passages, each of one article."""
    if hard:
        start = chance.randrange(max(1, len(texts) - NEIGHBOURS))
        chosen = chance.sample(texts[start : start + NEIGHBOURS], BATCH)
    else:
        chosen = chance.sample(texts, BATCH)
    pairs = []
    for passages in chosen:
        cut = chance.randint(1, len(passages) - 1)
        sizes = chance.randint(1, MAX_PASSAGE), chance.randint(1, MAX_PASSAGE)
        if chance.random() < 0.7:
            left, right = passages[max(0, cut - sizes[0]) : cut], passages[cut : cut + sizes[1]]
        else:
            left = chance.sample(passages[:cut], min(sizes[0], cut))
            right = chance.sample(passages[cut:], min(sizes[1], len(passages) - cut))
        pairs.append((np.concatenate(left), np.concatenate(right)))
    return pairs


def _some(passage: Ints, drawn: np.random.Generator) -> Ints:
    return passage[drawn.random(len(passage)) >= LEFT_OUT] if len(passage) > SHORT else passage


def _matrix(passages: Sequence[Ints], width: int) -> sparse.csr_matrix:
    sizes = [len(passage) for passage in passages]
    starts = np.concatenate(([0], np.cumsum(sizes)))
    places = np.concatenate(passages)
    ones = np.ones(len(places), dtype=np.float32)
    found = sparse.csr_matrix((ones, places, starts), shape=(len(passages), width))
    found.sum_duplicates()
    return found


def _slopes(
    left: sparse.csr_matrix,
    right: sparse.csr_matrix,
    table: Singles,
    weights: Singles,
    scale: Singles,
) -> tuple[float, tuple[Singles, Singles, Singles]]:
    """The loss of a batch and what it asks of the vectors, the weights and the scale."""
    factor = np.exp(weights)
    sides = [side.multiply(factor[None, :]).tocsr() for side in (left, right)]
    sums = [side @ table for side in sides]
    norms = [np.maximum(np.linalg.norm(item, axis=1, keepdims=True), 1e-6) for item in sums]
    units = [item / norm for item, norm in zip(sums, norms, strict=True)]
    sharp = np.exp(scale)
    cosines = units[0] @ units[1].T
    logits = sharp * cosines
    rows = _softmax(logits, 1)
    columns = _softmax(logits, 0)
    count = len(logits)
    own = np.arange(count)
    loss = -0.5 * float(np.log(rows[own, own]).mean() + np.log(columns[own, own]).mean())
    error = 0.5 * (rows + columns) / count
    error[own, own] -= 1 / count
    slope_scale = np.array((error * logits).sum(), dtype=np.float32)
    back = [sharp * error @ units[1], sharp * error.T @ units[0]]
    slope_table = np.zeros_like(table)
    slope_weights = np.zeros_like(weights)
    for side, unit, norm, slope in zip(sides, units, norms, back, strict=True):
        inner = (slope - unit * (slope * unit).sum(axis=1, keepdims=True)) / norm
        slope_table += side.T @ inner
        rows_of = np.repeat(np.arange(count), np.diff(side.indptr))
        each = np.einsum("ij,ij->i", inner[rows_of], table[side.indices]) * side.data
        slope_weights += np.bincount(side.indices, each, len(weights)).astype(np.float32)
    return loss, (slope_table, slope_weights, slope_scale)


def _softmax(logits: Singles, axis: int) -> Floats:
    found: Floats = np.exp(logits - logits.max(axis=axis, keepdims=True))
    found /= found.sum(axis=axis, keepdims=True)
    return found
