"""A headline and a text -> a calibrated probability for each of the 17 subjects.

Each key of `pipeline.classify.words` that the model knows has a row: its weight in the length of
the text (`idf`) and 17 weights of one byte with a common scale. The rows of a text are summed by
(1 + ln count) * idf over the text's length, as in the tf-idf vectors of training; a softmax makes
shares of the sums, and a curve through a few points turns a share into a probability.

The arrays are mapped into memory, so that all processes of a machine share them and only the
pages with rows in use are read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.classify.words import Keys, word_keys
from pipeline.wire import decode

Floats = npt.NDArray[np.float32]

FOLDER = Path(__file__).parent / "models"
NAME = "subjects"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the model holds besides its rows (`subjects.json`).

    `curve` are points (share, probability), rising in both.
    """

    sharpness: float
    curve: tuple[tuple[float, float], ...]
    first_at_least: float
    further_at_least: float


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of each key: `keys` sorted, the others with one row a key.

    `factors` has two columns, a key's idf and the scale of its weights.
    """

    keys: Keys
    factors: npt.NDArray[np.float16]
    weights: npt.NDArray[np.int8]


class Model:
    """The shipped model: rows and settings, ready to be asked."""

    def __init__(self, rows: Rows, settings: Settings) -> None:
        self._rows = rows
        self._sharpness = np.float32(settings.sharpness)
        self._shares, self._probabilities = np.array(settings.curve, dtype=np.float32).T
        self.first_at_least = settings.first_at_least
        self.further_at_least = settings.further_at_least

    def probabilities(self, headline: str | None, text: str) -> Sequence[float]:
        """How probable each subject is, in the order of the vocabulary; not a distribution."""
        shares = softmax(self._sharpness * self.scores(headline, text))
        return [float(p) for p in np.interp(shares, self._shares, self._probabilities)]

    def scores(self, headline: str | None, text: str) -> Floats:
        """The linear model's sums, one a subject; all zero when no word is known."""
        keys, counts = np.unique(word_keys(headline, text), return_counts=True)
        places = np.searchsorted(self._rows.keys, keys)
        places[places == len(self._rows.keys)] = 0
        known = self._rows.keys[places] == keys
        rows = places[known]
        if not rows.size:
            return np.zeros(self._rows.weights.shape[1], dtype=np.float32)
        factors = self._rows.factors[rows].astype(np.float32)
        values = (1 + np.log(counts[known].astype(np.float32))) * factors[:, 0]
        values /= np.sqrt(values @ values)
        sums: Floats = (values * factors[:, 1]) @ self._rows.weights[rows].astype(np.float32)
        return sums


def softmax(scores: Floats) -> Floats:
    """Shares of one along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def read(folder: Path) -> Model:
    """The model whose files are in `folder`."""

    def mapped(part: str) -> npt.NDArray[Any]:
        file = folder / f"{NAME}.{part}.npy"
        # As a plain array over the map: rows of a `memmap` take several times as long to look up.
        return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))

    rows = Rows(keys=mapped("keys"), factors=mapped("factors"), weights=mapped("weights"))
    return Model(rows, decode((folder / f"{NAME}.json").read_bytes(), Settings))


@cache
def load() -> Model:
    """The shipped model, read once a process."""
    return read(FOLDER)
