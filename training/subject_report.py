"""Scores of texts that the model did not see -> calibration and the model's card.

Sources differ in how clean their labels are more than in how sure the model may be of them, so the
sharpness and the curve are fitted to the sources with clean labels only, each with the same
weight in all.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]
from sklearn.isotonic import IsotonicRegression  # type: ignore[import-not-found]

from pipeline.classify.model import softmax
from pipeline.classify.vocabulary import media_topics
from training.subject_texts import MEASURED

Array = npt.NDArray[Any]
Curve = tuple[tuple[float, float], ...]

CLEAN = ("masakhanews-en", "bbc", "own")
KNOTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)
TOP = 0.99  # no answer is surer than this
FIRST = 0.5  # an answer is given when it is more probable than not
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)  # that the card compares
FURTHER = 0.25  # and further subjects that are at least this probable


def source_weights(sources: Array, among: Iterable[str]) -> Array:
    """Weights that add up to one for each source."""
    weight = np.zeros(len(sources))
    for source in among:
        weight[sources == source] = 1 / max((sources == source).sum(), 1)
    return weight


def sharpness_of(scores: Array, truth: Array, sources: Array) -> float:
    """The factor of the scores that makes the true subjects likeliest."""
    weight = source_weights(sources, CLEAN)

    def surprise(sharpness: float) -> float:
        shares = softmax((sharpness * scores).astype(np.float32))
        return -float(weight @ np.log(shares[np.arange(len(truth)), truth] + 1e-9))

    return round(float(minimize_scalar(surprise, bounds=(0.05, 5), method="bounded").x), 3)


def curve_of(shares: Array, truth: Array, sources: Array, among: Sequence[str] = CLEAN) -> Curve:
    """A rising curve from the share of a subject to the probability that it is the true one."""
    weight = source_weights(sources, among)[:, None] * np.ones_like(shares)
    right = truth[:, None] == np.arange(shares.shape[1])
    rising = IsotonicRegression(y_min=0, y_max=TOP, out_of_bounds="clip")
    used = weight > 0
    rising.fit(shares[used], right[used], sample_weight=weight[used])
    # Points between which the steps of the regression are averaged keep the curve smooth.
    points = [0.0]
    for low, high in zip(KNOTS[:-2], KNOTS[2:], strict=True):
        points.append(float(rising.predict(np.linspace(low, high, 21)).mean()))
    points.append(TOP)
    rising_points = np.maximum.accumulate(points)
    return tuple((x, round(float(y), 3)) for x, y in zip(KNOTS, rising_points, strict=True))


def calibrated(shares: Array, curve: Curve) -> Array:
    """The probabilities that the curve makes of the shares."""
    xs, ys = np.array(curve).T
    probabilities: Array = np.interp(shares, xs, ys)
    return probabilities


def calibration_error(confidence: Array, right: Array, bins: int = 10) -> float:
    """The expected calibration error over bins of the same width."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean()
            for b in np.unique(place)
        )
    )


def macro_f1(truth: Array, answer: Array) -> float:
    """The mean F1 of the subjects that occur in `truth`."""
    values = []
    for subject in np.unique(truth):
        hits = ((truth == subject) & (answer == subject)).sum()
        values.append(2 * hits / ((truth == subject).sum() + (answer == subject).sum()))
    return float(np.mean(values))


def report(
    shares: Array,
    curve: Curve,
    truth: Array,
    sources: Array,
    keys: int,
    size: int,
) -> str:
    """The card: what the model is, how it was made, what it reaches."""
    probabilities = calibrated(shares, curve)
    answer, best = probabilities.argmax(1), probabilities.max(1)
    right = answer == truth
    second = np.argsort(-probabilities, axis=1)[:, 1] == truth

    lines = [
        "# Model card: subjects",
        "",
        "One of the 17 top-level IPTC Media Topics for an English story, and further ones.",
        "Made by `python -m training.subjects`; do not edit, this file is written by it too.",
        "",
        "| | |",
        "|---|---|",
        "| form | words and pairs of words, hashed; averaged logistic regression + NB-SVM +"
        " complement naive Bayes, added up to one table of one byte a weight |",
        f"| size | {keys:,} keys, {size / 1e6:.1f} MB |",
        "| trained on | AllSides articles (Article-Bias-Prediction), HuffPost headlines, BBC"
        " 2004-05, New York Times front pages, MasakhaNEWS English dev, and own texts"
        " (`training/texts`) |",
        "| licence | the weights are part of this project (Apache-2.0). The texts of publishers"
        " were used for research and are not in it: rows are found by a hash and hold no words |",
        f"| answered from | {FIRST:.2f} (first subject), {FURTHER:.2f} (further ones) |",
        "",
        "Every figure is of texts that the scoring model did not see: three folds over",
        "MasakhaNEWS, BBC, NYT and own texts, whole publishers of AllSides. HuffPost only trains.",
        "The shipped weights are fitted likewise to all texts but a third of our own.",
        "",
        "## By source",
        "",
        "`first` is the accuracy when an answer is forced, `among two` that of the two best;",
        "`answered` and `right` are with the threshold. ECE is over 10 bins; `ECE elsewhere` is",
        "with a curve fitted to the other sources with clean labels.",
        "",
        "| source | texts | first | among two | macro F1 | answered | right | ECE"
        " | ECE elsewhere |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for source in MEASURED:
        part = sources == source
        given = part & (best >= FIRST)
        others = curve_of(shares, truth, sources, [s for s in CLEAN if s != source])
        elsewhere = calibrated(shares[part], others).max(1)
        lines.append(
            f"| {source} | {part.sum():,} | {right[part].mean():.3f}"
            f" | {(right | second)[part].mean():.3f} | {macro_f1(truth[part], answer[part]):.3f}"
            f" | {given.sum() / part.sum():.3f} | {right[given].mean():.3f}"
            f" | {calibration_error(best[part], right[part]):.3f}"
            f" | {calibration_error(elsewhere, right[part]):.3f} |"
        )
    lines += [
        "",
        "The labels of NYT (a headline and a few words; foreign policy counted as politics) and of",
        "AllSides (issues, not subjects) are noisy; the calibration does not follow them.",
        "",
        "## By threshold",
        "",
        "Share answered, and share of these that is right, if first subjects began there.",
        "",
        "| from | " + " | ".join(MEASURED) + " |",
        "|---|" + "---|" * len(MEASURED),
    ]
    for threshold in THRESHOLDS:
        cells = []
        for source in MEASURED:
            given = (sources == source) & (best >= threshold)
            answered = given.sum() / (sources == source).sum()
            cells.append(f"{answered:.3f}, {right[given].mean():.3f}")
        lines.append(f"| {threshold:.2f} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "## By subject",
        "",
        "Recall, precision and ECE of the answers over all measured sources together, recall over",
        "own texts alone. The big sources lack most of the small subjects.",
        "",
        "| subject | texts | recall | recall, own | precision | ECE |",
        "|---|---|---|---|---|---|",
    ]
    for index, topic in enumerate(media_topics()):
        own = right[(truth == index) & (sources == "own")]
        answers = answer == index
        lines.append(
            f"| {topic.name} | {(truth == index).sum():,} | {right[truth == index].mean():.2f}"
            f" | {own.mean():.2f} of {len(own)} | {right[answer == index].mean():.2f}"
            f" | {calibration_error(best[answers], right[answers]):.3f} |"
        )
    lines += [
        "",
        "## Reliability",
        "",
        "Share of answers that are right by confidence, with the number of texts.",
        "",
        "| confidence | " + " | ".join(MEASURED) + " |",
        "|---|" + "---|" * len(MEASURED),
    ]
    for low in np.arange(0.1, 1.0, 0.1).round(1):
        cells = []
        for source in MEASURED:
            part = (sources == source) & (best >= low) & (best < low + 0.1)
            cells.append(f"{right[part].mean():.2f} ({part.sum()})" if part.any() else "")
        lines.append(f"| {low:.1f}-{low + 0.1:.1f} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
