"""The scores of a model -> how probable each subject is.

A softmax makes shares of the scores, and a curve through a few points turns a share into a
probability: what part of the subjects with such a share were right on texts that the model had not
seen. The same scores mean less in a long story, which touches on many subjects, than in a short
one: they are divided by a power of its length. How sharp a model is, its curve and its thresholds
stand in a file beside its weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.classify.words import MAX_TEXT_CHARS
from pipeline.wire import decode

Floats = npt.NDArray[np.float32]

USUAL_CHARS = 300  # a text of this length has scores as they are
LEAST_CHARS = 20  # added to each, so that the empty one has a length too
# Two subjects that are together as probable as this make an answer where neither does alone: .09
# more of MasakhaNEWS is answered, and the label is among the subjects given as often as before.
PAIR_AT_LEAST = 0.9


@dataclass(frozen=True, slots=True)
class Settings:
    """What a model holds besides its weights; `curve` are points (share, probability), rising."""

    sharpness: float
    length_power: float
    curve: tuple[tuple[float, float], ...]
    first_at_least: float
    further_at_least: float


class Calibration:
    """One model's way from scores to probabilities, and the thresholds for an answer."""

    def __init__(self, settings: Settings) -> None:
        self.sharpness = np.float32(settings.sharpness)
        self._length_power = settings.length_power
        self._shares, self._probabilities = np.array(settings.curve, dtype=np.float32).T
        self.first_at_least = settings.first_at_least
        self.further_at_least = settings.further_at_least

    def answers(self, probabilities: Sequence[float]) -> bool:
        """Whether the best subject is to be given."""
        return bool(answered(np.array(probabilities), self.first_at_least, self.further_at_least))

    def probabilities(self, scores: Floats, length: float) -> Sequence[float]:
        """How probable each subject is, in the order of the scores; not a distribution."""
        shares = softmax(self.sharpness * np.float32(length**-self._length_power) * scores)
        return [float(p) for p in np.interp(shares, self._shares, self._probabilities)]


def length_of(headline: str | None, text: str) -> float:
    """How long a story is, as far as it is read, in texts of the usual length."""
    return (len(headline or "") + len(text[:MAX_TEXT_CHARS]) + LEAST_CHARS) / USUAL_CHARS


def answered(
    probabilities: npt.NDArray[Any], first_at_least: float, further_at_least: float
) -> npt.NDArray[np.bool_]:
    """Where one subject is probable enough, or a story is surely about one of two, or both."""
    two = np.sort(probabilities, axis=-1)[..., -2:]
    second, first = two[..., 0], two[..., 1]
    pair = (second >= further_at_least) & (first + second >= PAIR_AT_LEAST)
    given: npt.NDArray[np.bool_] = (first >= first_at_least) | pair
    return given


def softmax(scores: Floats) -> Floats:
    """Shares of one along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def read_calibration(path: Path) -> Calibration:
    """The calibration in a file of settings."""
    return Calibration(decode(path.read_bytes(), Settings))
