"""An English story that its words leave in doubt -> scores of its words and its meaning together.

Words are nearly free and know the long stories; the sentence encoder costs fifteen times as much
and is better at a few words. So the encoder reads an English story only where its words alone find
no subject clear: one in five of whole articles, half of headlines alone. The mean of what both
say, each sharpened as its own calibration has it, is the geometric mean of their shares. On
held-out texts short ones gain most (the figures stand in `models/subjects.md`). Asking the encoder
about all stories adds no more than .01, and more weight for either of them nothing.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from pipeline.classify import sentence_model, word_model
from pipeline.classify.calibration import Calibration, Floats, read_calibration
from pipeline.classify.sentence_model import SentenceModel
from pipeline.classify.word_model import FOLDER, WordModel

NAME = "second_look"


@dataclass(frozen=True, slots=True)
class SecondLook:
    """Both models, asked together."""

    words: WordModel
    sentences: SentenceModel
    calibration: Calibration

    def scores(self, headline: str | None, text: str) -> Floats:
        """The mean of the scores of both, one a subject."""
        by_words = self.words.calibration.sharpness * self.words.scores(headline, text)
        by_meaning = self.sentences.calibration.sharpness * self.sentences.scores(headline, text)
        mean: Floats = np.float32(0.5) * (by_words + by_meaning)
        return mean


@cache
def load() -> SecondLook | None:
    """The shipped models, read once a process; None where there is no encoder."""
    sentences = sentence_model.load()
    if sentences is None:
        return None
    return SecondLook(word_model.load(), sentences, read_calibration(FOLDER / f"{NAME}.json"))
