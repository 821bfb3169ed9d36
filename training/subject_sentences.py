"""Texts with a subject, in any language -> the linear head over the sentence encoder.

Most of them are English: the encoder puts the other languages at the same place, and few texts of
our own in each of them show how their news is written.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]

from pipeline.classify.sentence_model import Encoder, vector
from training.subject_texts import OWN, LabelledText

Array = npt.NDArray[Any]

# Weights of the sources for the head. Own texts weigh less than they could: with 5, of the first
# subjects of French MasakhaNEWS .63 are right, without those in other languages .67.
WEIGHTS = {
    "allsides": 1.0,
    "huffpost-v3": 0.3,
    "huffpost-headlines": 0.1,
    "masakhanews-en": 2.0,
    "masakhanews-fr": 2.0,
    "bbc": 1.0,
    "nyt-front-page": 0.5,
    OWN: 3.0,
}
# Of these at most so many texts a subject, for the sake of time: they are the least like the rest.
AT_MOST = {"allsides": 150, "huffpost-v3": 80, "huffpost-headlines": 100}
HEAD = {"C": 4.0, "max_iter": 100, "tol": 1e-3}
BALANCE = 0.4


def chosen(texts: Sequence[LabelledText]) -> list[LabelledText]:
    """The texts that the encoder reads: all of the small sources, a sample of the large ones."""
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for text in sorted(texts, key=lambda text: crc32(f"{text.headline}{text.text}".encode())):
        seen[text.source, text.subject] += 1
        if seen[text.source, text.subject] <= AT_MOST.get(text.source, len(texts)):
            kept.append(text)
    return kept


def vectors_of(texts: Sequence[LabelledText], encoder: Encoder) -> Array:
    """A row a text, as the running pipeline makes it."""
    return np.stack([vector(encoder, text.headline, text.text) for text in texts])


def fit(vectors: Array, subject: Array, weight: Array, subjects: int) -> Array:
    """The head: a row a dimension, then the constants; a column a subject."""
    share = np.bincount(subject, weights=weight, minlength=subjects)
    balanced = weight * (share / share.sum())[subject] ** -BALANCE
    model = LogisticRegression(**HEAD)
    model.fit(vectors, subject, sample_weight=balanced / balanced.mean())
    head: Array = np.vstack([model.coef_.T, model.intercept_]).astype(np.float32)
    return head
