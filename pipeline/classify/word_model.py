"""A headline and an English text -> a score for each of the 17 subjects, by their words.

Each key of `pipeline.classify.words` that the model knows has a row: its weight in the length of
the text (`idf`) and 17 weights of one byte with a common scale. The rows of a text are summed by
(1 + ln count) * idf over the text's length, as in the tf-idf vectors of training.

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
from pipeline.classify.words import Keys, word_keys

FOLDER = Path(__file__).parent / "models"
NAME = "subjects"


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
