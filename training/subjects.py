"""Makes the weights of the subjects from texts outside the repository and our own.

    python -m training.subjects --data ../shared/data

Three linear models over the same tf-idf vectors are fitted and their weights added up, so that
the sum is one table: averaged logistic regressions, one a subject; linear support vector machines
over features scaled by their naive Bayes log-count ratio (Wang and Manning, 2012); and complement
naive Bayes (Rennie et al., 2003). Each alone is worse.

Every text of a measured source is scored once by a model that did not see it (three folds). From
these scores come the table that is printed, the calibration. The shipped weights
are then fitted to all texts but our own ones that are kept for the tests. Seeds are fixed: two runs
make the same files.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.linear_model import SGDClassifier  # type: ignore[import-not-found]

from pipeline.classify.model import FOLDER, NAME, Settings, softmax
from pipeline.classify.vocabulary import media_topics
from pipeline.classify.words import word_keys
from training.subject_report import FIRST, FURTHER, curve_of, report, sharpness_of
from training.subject_texts import FOLDS, OWN, WEIGHTS, LabelledText, read_texts

MIN_TEXTS = 4  # a key that fewer texts hold is left out
BALANCE = 0.4  # a subject of frequency f weighs f ** -BALANCE
LONG = 60  # words; longer texts train as their headline alone and as a short excerpt too
HEADLINE_WEIGHT = 1 / 3
EXCERPT_WEIGHT = 1 / 2
EXCERPT_WORDS = 50
LOGISTIC = {"loss": "log_loss", "alpha": 5e-6, "max_iter": 4}
MARGIN = {"loss": "hinge", "alpha": 2e-5, "max_iter": 4}
COMPLEMENT_WEIGHT = 2.0
SMOOTHING = 0.1

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Examples:
    """The training matrix: a row a version of a text; `text` and `whole` say which."""

    vectors: Any
    keys: Array
    idf: Array
    text: Array
    weight: Array
    whole: Array


def examples_of(texts: Sequence[LabelledText]) -> Examples:
    versions: list[tuple[int, float, Array]] = []
    for index, text in enumerate(texts):
        versions.append((index, 1.0, word_keys(text.headline, text.text)))
        words = text.text.split()
        if len(words) > LONG:
            excerpt = " ".join(words[:EXCERPT_WORDS])
            versions.append((index, HEADLINE_WEIGHT, word_keys(text.headline, "")))
            versions.append((index, EXCERPT_WEIGHT, word_keys(text.headline, excerpt)))
    lengths = [len(keys) for _, _, keys in versions]
    keys, columns = np.unique(np.concatenate([k for _, _, k in versions]), return_inverse=True)
    counts = sparse.csr_matrix(
        (np.ones(len(columns), np.float32), (np.repeat(np.arange(len(versions)), lengths), columns))
    )
    counts.sum_duplicates()
    weight = np.array([weight for _, weight, _ in versions])
    whole = weight == 1
    texts_with = np.bincount(counts[whole].indices, minlength=len(keys))
    kept = texts_with >= MIN_TEXTS
    counts, keys, texts_with = counts[:, kept].tocsr(), keys[kept], texts_with[kept]
    # In the precision in which they are shipped, so that training and use have the same lengths.
    idf = (np.log((1 + whole.sum()) / (1 + texts_with)) + 1).astype(np.float16)
    counts.data = 1 + np.log(counts.data)
    vectors = (counts @ sparse.diags(idf.astype(np.float32))).astype(np.float32)
    lengths_of = np.sqrt(np.asarray(vectors.multiply(vectors).sum(1)).ravel())
    lengths_of[lengths_of == 0] = 1
    vectors = (sparse.diags((1 / lengths_of).astype(np.float32)) @ vectors).tocsr()
    text_of = np.array([index for index, _, _ in versions])
    return Examples(vectors, keys, idf, text_of, weight, whole)


def fit(vectors: Any, subject: Array, weight: Array, subjects: int) -> Array:
    """The weights, a row a subject."""
    logistic = _one_against_rest(vectors, subject, weight, LOGISTIC, [None] * subjects)
    sums = np.stack([vectors.T @ (weight * (subject == k)) for k in range(subjects)])
    margin = _one_against_rest(vectors, subject, weight, MARGIN, _ratios(sums))
    rest = sums.sum(0) - sums + SMOOTHING
    complement = -np.log(rest / rest.sum(1, keepdims=True))
    weights: Array = logistic + margin + COMPLEMENT_WEIGHT * complement
    return weights


def _ratios(sums: Array) -> list[Array]:
    own, rest = sums + SMOOTHING, sums.sum(0) - sums + SMOOTHING
    ratios = np.log(own / own.sum(1, keepdims=True)) - np.log(rest / rest.sum(1, keepdims=True))
    return list(np.abs(ratios).astype(np.float32))


def _one_against_rest(
    vectors: Any,
    subject: Array,
    weight: Array,
    options: dict[str, Any],
    scales: Sequence[Array | None],
) -> Array:
    weights = []
    for k, scale in enumerate(scales):
        scaled = vectors if scale is None else (vectors @ sparse.diags(scale)).tocsr()
        # No intercept: after so few epochs that of a rare subject is far too low, and its texts
        # go elsewhere (recall of disaster, labour and weather: .78 without, .73 with).
        model = SGDClassifier(
            **options, fit_intercept=False, tol=None, average=True, random_state=0
        )
        model.fit(scaled, (subject == k).astype(int), sample_weight=weight)
        weights.append(model.coef_[0] if scale is None else model.coef_[0] * scale)
    return np.array(weights)


def quantised(weights: Array) -> tuple[Array, Array]:
    """One byte a weight, rows by key, and each row's scale."""
    rows = weights.T
    # What all subjects share changes no answer and would cost precision.
    rows = rows - rows.mean(1, keepdims=True)
    scale = (np.abs(rows).max(1) / 127).astype(np.float16).astype(np.float64)
    scale[scale == 0] = 1
    return np.clip(np.round(rows / scale[:, None]), -127, 127).astype(np.int8), scale


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--output", type=Path, default=FOLDER)
    options = parser.parse_args()

    codes = [topic.code for topic in media_topics()]
    texts = read_texts(options.data)
    examples = examples_of(texts)
    subject_of = np.array([codes.index(text.subject) for text in texts])
    source_weight = np.array([WEIGHTS[text.source] for text in texts])
    share = np.bincount(subject_of, weights=source_weight, minlength=len(codes))
    balance = (share / share.sum()) ** -BALANCE
    weight = examples.weight * (source_weight * balance[subject_of])[examples.text]
    subject = subject_of[examples.text]

    def fitted(trained_on: Array) -> Array:
        rows = trained_on[examples.text]
        scale = weight[rows].mean()
        return fit(examples.vectors[rows], subject[rows], weight[rows] / scale, len(codes))

    scores = np.full((len(texts), len(codes)), np.nan)
    for fold in range(FOLDS):
        held_out = np.array([text.held_out(fold) for text in texts])
        rows = held_out[examples.text] & examples.whole
        scores[held_out] = examples.vectors[rows] @ fitted(~held_out).T
    measured = ~np.isnan(scores[:, 0])
    sources = np.array([text.source for text in texts])[measured]
    scores, truth = scores[measured], subject_of[measured]

    sharpness = sharpness_of(scores, truth, sources)
    shares = softmax((sharpness * scores).astype(np.float32))
    curve = curve_of(shares, truth, sources)

    kept_apart = np.array([text.source == OWN and text.held_out(0) for text in texts])
    weights, scales = quantised(fitted(~kept_apart))
    settings = Settings(
        sharpness=sharpness,
        curve=curve,
        first_at_least=FIRST,
        further_at_least=FURTHER,
    )
    options.output.mkdir(parents=True, exist_ok=True)
    np.save(options.output / f"{NAME}.keys.npy", examples.keys)
    factors = np.column_stack([examples.idf, scales.astype(np.float16)])
    np.save(options.output / f"{NAME}.factors.npy", factors)
    np.save(options.output / f"{NAME}.weights.npy", weights)
    encoded = orjson.dumps(settings, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (options.output / f"{NAME}.json").write_bytes(encoded)

    size = sum(path.stat().st_size for path in options.output.glob(f"{NAME}.*.npy"))
    card = report(shares, curve, truth, sources, len(examples.keys), size)
    print(card)
    (options.output / f"{NAME}.md").write_text(card, "utf-8")


if __name__ == "__main__":
    main()
