"""Scores of texts that the model did not see -> calibration and the model's card.

Sources differ in how clean their labels are more than in how sure the model may be of them, so the
sharpness and the curve are fitted to the sources with clean labels only, each with the same
weight in all.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.isotonic import IsotonicRegression  # type: ignore[import-not-found]

from pipeline.classify.calibration import PAIR_AT_LEAST, answered, softmax
from pipeline.classify.vocabulary import media_topics
from training.subject_texts import MEASURED, MEASURED_ELSEWHERE, OWN

Array = npt.NDArray[Any]
Curve = tuple[tuple[float, float], ...]

CLEAN_SOURCES = ("masakhanews-en", "bbc")
CLEAN = (*CLEAN_SOURCES, OWN)
CLEAN_ELSEWHERE = ("masakhanews-fr", OWN)
KNOTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0)
TOP = 0.99  # no answer is surer than this
RIGHT = 0.9  # share of the English answers on each of CLEAN_SOURCES that is to be right
LIKELY = 0.5  # in other languages an answer begins where it is more probable than not
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)  # that the card compares
FURTHER = 0.25  # and further subjects that are at least this probable


def source_weights(sources: Array, among: Iterable[str]) -> Array:
    """Weights that add up to one for each source."""
    weight = np.zeros(len(sources))
    for source in among:
        weight[sources == source] = 1 / max((sources == source).sum(), 1)
    return weight


def first_of(probabilities: Array, truth: Array, sources: Array) -> float:
    """The lowest threshold, in hundredths, at which one subject alone is RIGHT often enough."""
    best, right = probabilities.max(1), probabilities.argmax(1) == truth
    for hundredths in range(round(100 * LIKELY), round(100 * TOP)):
        given = [(sources == source) & (best >= hundredths / 100) for source in CLEAN_SOURCES]
        if all(right[part].mean() >= RIGHT for part in given):
            return hundredths / 100
    return TOP


def shares_of(scores: Array, length: Array, power: float) -> Array:
    """The shares of the subjects, as the pipeline makes them of sharpened scores."""
    return softmax((length[:, None] ** -power * scores).astype(np.float32))


def sharpness_of(
    scores: Array, length: Array, truth: Array, sources: Array, among: Sequence[str]
) -> tuple[float, float]:
    """The factor of the scores and the power of the length that make the truth likeliest."""
    weight = source_weights(sources, among)
    used = weight > 0
    scores, length, truth, weight = scores[used], length[used], truth[used], weight[used]

    def surprise(guess: Array) -> float:
        shares = shares_of(guess[0] * scores, length, guess[1])
        return -float(weight @ np.log(shares[np.arange(len(truth)), truth] + 1e-9))

    best = minimize(surprise, (0.5, 0.1), method="Nelder-Mead", options={"xatol": 1e-4}).x
    return round(float(best[0]), 3), round(float(best[1]), 3)


def curve_of(shares: Array, truth: Array, sources: Array, among: Sequence[str]) -> Curve:
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


class Measured:
    """What a model answered to texts that it did not see."""

    def __init__(
        self, probabilities: Array, truth: Array, source: Array, language: Array, first: float
    ) -> None:
        self.probabilities = probabilities
        self.first = first
        self.given = answered(probabilities, first, FURTHER)
        self.truth, self.source, self.language = truth, source, language
        self.answer, self.best = probabilities.argmax(1), probabilities.max(1)
        self.right = self.answer == truth
        self.among_two = self.right | (np.argsort(-probabilities, axis=1)[:, 1] == truth)
        of_truth = probabilities[np.arange(len(truth)), truth]
        self.named = self.right | (self.among_two & (of_truth >= FURTHER))

    def cells(self, part: Array) -> str:
        """One row of a table: what was answered to a part of the texts."""
        given = part & self.given
        values = (
            self.right[part].mean(),
            self.among_two[part].mean(),
            macro_f1(self.truth[part], self.answer[part]),
            given.sum() / part.sum(),
            self.right[given].mean(),
            self.named[given].mean(),
            calibration_error(self.best[part], self.right[part]),
        )
        return f"{part.sum():,} | " + " | ".join(f"{value:.3f}" for value in values)


HEADER = """# Model card: subjects

One of the 17 top-level IPTC Media Topics for a story, and further ones.
Made by `python -m training.subjects`; do not edit, this file is written by it too.

| | |
|---|---|
| English | words and pairs of words, hashed; averaged logistic regression + NB-SVM + complement \
naive Bayes + logistic regression over the meaning of words, added up to one table of one byte a \
weight; {keys:,} keys |
| other languages | a linear head over a multilingual sentence encoder (extra `languages`) |
| size | {size:.1f} MB |
| trained on | AllSides articles (Article-Bias-Prediction), HuffPost headlines, BBC 2004-05, New \
York Times front pages, MasakhaNEWS English and French dev, and own texts in 11 languages \
(`training/texts`) |
| licence | the weights are part of this project (Apache-2.0). The texts of publishers were used \
for research and are not in it: rows are found by a hash and hold no words |
| answered from | {first:.2f} (first subject in English), {elsewhere:.2f} (in other languages), \
{further:.2f} (further ones); two that are together as probable as {pair:.2f} are given too |

Every figure is of texts that the scoring model did not see: three folds over MasakhaNEWS, BBC, NYT
and own texts (two over those in other languages), whole publishers of AllSides. HuffPost only
trains. The shipped weights are fitted likewise to all texts but fold 0 of our own.
"""


def card(
    words: Measured,
    errors_elsewhere: dict[str, float],
    both: Measured,
    sentences: Measured,
    keys: int,
    size: int,
) -> str:
    """What the models are, how they were made, what they reach."""
    header = HEADER.format(
        keys=keys,
        size=size / 1e6,
        first=words.first,
        elsewhere=LIKELY,
        further=FURTHER,
        pair=PAIR_AT_LEAST,
    )
    parts = [
        header,
        by_source(words, errors_elsewhere),
        with_second_look(both),
        by_language(sentences),
        by_threshold(words, both, sentences),
        by_subject(words, both, sentences),
        reliability(words, both, sentences),
    ]
    return "\n".join(parts)


def by_source(words: Measured, errors_elsewhere: dict[str, float]) -> str:
    lines = [
        "## English by source, words alone",
        "",
        "`first` is the accuracy when an answer is forced, `among two` that of the two best;",
        "`answered` is the share that gets subjects, `right` how often the first of these is the",
        "label, `named` how often the label is one of the two best that are given. ECE is over 10",
        "bins; `ECE elsewhere` is with sharpness and curve fitted to the other clean sources.",
        "",
        f"{COLUMNS} | ECE elsewhere |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for source in MEASURED:
        elsewhere = errors_elsewhere[source]
        lines.append(f"| {source} | {words.cells(words.source == source)} | {elsewhere:.3f} |")
    lines += [
        "",
        "The labels of NYT (a headline and a few words; foreign policy counted as politics) and of",
        "AllSides (issues, not subjects) are noisy; the calibration does not follow them.",
        "",
    ]
    return "\n".join(lines)


def with_second_look(both: Measured) -> str:
    lines = [
        "## English by source, with the extra `languages`",
        "",
        "The sentence encoder reads what the words leave in doubt. A sample of AllSides.",
        "",
        f"{COLUMNS} |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for source in MEASURED:
        lines.append(f"| {source} | {both.cells(both.source == source)} |")
    return "\n".join([*lines, ""])


COLUMNS = "| | texts | first | among two | macro F1 | answered | right | named | ECE"


def by_language(sentences: Measured) -> str:
    lines = ["## Other languages", "", f"{COLUMNS} |", "|---|---|---|---|---|---|---|---|---|"]
    for source in MEASURED_ELSEWHERE:
        lines.append(f"| {source} | {sentences.cells(sentences.source == source)} |")
    own = sentences.source == OWN
    for language in np.unique(sentences.language[own]):
        part = own & (sentences.language == language)
        lines.append(f"| own, {language} | {sentences.cells(part)} |")
    lines += [
        "",
        "MasakhaNEWS knows six subjects; its French politics are often conflict for IPTC.",
        "",
    ]
    return "\n".join(lines)


def by_threshold(words: Measured, both: Measured, sentences: Measured) -> str:
    columns = [(words, source) for source in MEASURED]
    columns += [(both, source) for source in CLEAN]
    columns += [(sentences, source) for source in MEASURED_ELSEWHERE]
    lines = [
        "## By threshold",
        "",
        "Share answered, and share of these that is right, if first subjects began there and no",
        "two were given together (with a second look: beginning there by either model).",
        "",
        f"| from | {' | '.join(MEASURED)} | second look: {' | '.join(CLEAN)}"
        " | masakhanews-fr | own, other languages |",
        "|---|" + "---|" * len(columns),
    ]
    for threshold in THRESHOLDS:
        cells = []
        for model, source in columns:
            part = model.source == source
            given = part & (model.best >= threshold)
            cells.append(f"{given.sum() / part.sum():.3f}, {model.right[given].mean():.3f}")
        lines.append(f"| {threshold:.2f} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def by_subject(words: Measured, both: Measured, sentences: Measured) -> str:
    lines = [
        "## By subject",
        "",
        "Recall, precision and ECE of the English answers over all measured sources together;",
        "recall over own texts alone: English by words, with a second look, and other languages.",
        "The big sources lack most of the small subjects.",
        "",
        "| subject | texts | recall | precision | ECE | own, words | second look | own, other |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for index, topic in enumerate(media_topics()):
        true, answers = words.truth == index, words.answer == index
        own = words.right[true & (words.source == OWN)]
        looked = both.right[(both.truth == index) & (both.source == OWN)]
        other = sentences.right[(sentences.truth == index) & (sentences.source == OWN)]
        lines.append(
            f"| {topic.name} | {true.sum():,} | {words.right[true].mean():.2f}"
            f" | {words.right[answers].mean():.2f}"
            f" | {calibration_error(words.best[answers], words.right[answers]):.3f}"
            f" | {own.mean():.2f} of {len(own)} | {looked.mean():.2f}"
            f" | {other.mean():.2f} of {len(other)} |"
        )
    return "\n".join([*lines, ""])


def reliability(words: Measured, both: Measured, sentences: Measured) -> str:
    columns = [*((words, source) for source in MEASURED), (both, OWN), (sentences, OWN)]
    lines = [
        "## Reliability",
        "",
        "Share of answers that are right by confidence, with the number of texts.",
        "",
        f"| confidence | {' | '.join(MEASURED)} | own, second look | own, other languages |",
        "|---|" + "---|" * len(columns),
    ]
    for low in np.arange(0.1, 1.0, 0.1).round(1):
        cells = []
        for model, source in columns:
            part = (model.source == source) & (model.best >= low) & (model.best < low + 0.1)
            cells.append(f"{model.right[part].mean():.2f} ({part.sum()})" if part.any() else "")
        lines.append(f"| {low:.1f}-{low + 0.1:.1f} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
