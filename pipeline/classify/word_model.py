"""A headline and an English text -> a score for each of the 17 subjects, by their words.

Each key of `pipeline.classify.words` that the model knows has a row: its weight in the length of
the text (`idf`) and 17 weights of one byte with a common scale. The rows of a text are summed by
(1 + ln count) * idf over the text's length, as in the tf-idf vectors of training. News says first
what it is about: the headline and the first words are summed once more on their own.

The arrays are mapped into memory, so that all processes of a machine share them and only the
pages with rows in use are read.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.classify.calibration import Calibration, Floats, read_calibration
from pipeline.classify.words import Keys, whole_and_beginning

FOLDER = Path(__file__).parent / "models"
NAME = "subjects"
# BBC and AllSides +.009, MasakhaNEWS +.026 on one fold and next to nothing on the other two. .25
# gains less, .75 and a beginning of 60 words are the same.
BEGINNING = np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of each key: `keys` sorted, the others with one row a key.

    `factors` has two columns, a key's idf and the scale of its weights.
    """

    keys: Keys
    factors: npt.NDArray[np.float16]
    weights: npt.NDArray[np.int8]


class WordModel:
    """The rows and how to read their sums."""

    def __init__(self, rows: Rows, calibration: Calibration) -> None:
        self._rows = rows
        self.calibration = calibration

    def scores(self, headline: str | None, text: str) -> Floats:
        """The linear model's sums, one a subject; all zero when no word is known."""
        all_keys, in_beginning = whole_and_beginning(headline, text)
        keys, place_of = np.unique(all_keys, return_inverse=True)
        counts = np.bincount(place_of, minlength=len(keys))
        first_counts = np.bincount(place_of[:in_beginning], minlength=len(keys))
        places = np.searchsorted(self._rows.keys, keys)
        places[places == len(self._rows.keys)] = 0
        known = self._rows.keys[places] == keys
        rows = places[known]
        factors = self._rows.factors[rows].astype(np.float32)
        values = _unit(counts[known], factors[:, 0])
        values += BEGINNING * _unit(first_counts[known], factors[:, 0])
        sums: Floats = (values * factors[:, 1]) @ self._rows.weights[rows].astype(np.float32)
        return sums


def _unit(counts: npt.NDArray[np.int64], idf: Floats) -> Floats:
    """The tf-idf vector of length one; all zero when nothing was counted."""
    values = np.log(np.maximum(counts, 1).astype(np.float32))
    values += counts > 0
    values *= idf
    length = np.sqrt(values @ values)
    return values / length if length else values


def read(folder: Path) -> WordModel:
    """The model whose files are in `folder`."""

    def mapped(part: str) -> npt.NDArray[Any]:
        file = folder / f"{NAME}.{part}.npy"
        # As a plain array over the map: rows of a `memmap` take several times as long to look up.
        return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))

    rows = Rows(keys=mapped("keys"), factors=mapped("factors"), weights=mapped("weights"))
    return WordModel(rows, read_calibration(folder / f"{NAME}.json"))


@cache
def load() -> WordModel:
    """The shipped model, read once a process."""
    return read(FOLDER)
