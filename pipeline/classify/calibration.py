"""The scores of a model -> how probable each subject is.

A softmax makes shares of the scores, and a curve through a few points turns a share into a
probability: what part of the subjects with such a share were right on texts that the model had not
seen. How sharp a model is, its curve and its thresholds stand in a file beside its weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.wire import decode

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a model holds besides its weights; `curve` are points (share, probability), rising."""

    sharpness: float
    curve: tuple[tuple[float, float], ...]
    first_at_least: float
    further_at_least: float


class Calibration:
    """One model's way from scores to probabilities, and the thresholds for an answer."""

    def __init__(self, settings: Settings) -> None:
        self._sharpness = np.float32(settings.sharpness)
        self._shares, self._probabilities = np.array(settings.curve, dtype=np.float32).T
        self.first_at_least = settings.first_at_least
        self.further_at_least = settings.further_at_least

    def probabilities(self, scores: Floats) -> Sequence[float]:
        """How probable each subject is, in the order of the scores; not a distribution."""
        shares = softmax(self._sharpness * scores)
        return [float(p) for p in np.interp(shares, self._shares, self._probabilities)]


def softmax(scores: Floats) -> Floats:
    """Shares of one along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def read_calibration(path: Path) -> Calibration:
    """The calibration in a file of settings."""
    return Calibration(decode(path.read_bytes(), Settings))
