"""Weights that tell articles from other kinds of pages (`pipeline.clean.kinds`).

All pages of the sets are rows, those of services and manuals as pages that are to stay: what they
hold may be worth keeping. Each page's blocks are scored with weights that have not seen its site,
as pages will be that the pipeline meets. One model of boosted trees a kind, and a logistic
regression over the words of class names for all kinds together; for flattened text
(`pipeline.clean.text_kinds`) trees alone, which learn from every page in several forms.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.clean import by_fold
from pipeline.clean import dom
from pipeline.clean.bounds import UnreadablePage
from pipeline.clean.charset import decode, writable
from pipeline.clean.features import html_columns
from pipeline.clean.headline import headline_at
from pipeline.clean.kinds import KINDS, class_words, page_columns
from pipeline.clean.metadata import read_metadata
from pipeline.clean.rows import paragraphs
from pipeline.clean.story import story_probabilities
from pipeline.clean.text_features import line_columns, story_columns
from pipeline.clean.text_kinds import MODEL, text_page_columns
from pipeline.clean.text_model import likely_of
from training.boosting import Boosting, Floats, write
from training.flattened import flattened
from training.folds import FOLDS, fold_of
from training.pages import SETS, MarkedPage, marked_pages
from training.splicing import address_of, pages_to_learn

TEXT_FORMS = ("lines", "titled", "broken")
SPLICED = 40  # pages of each layout
TREES = 120
SHAPE = {"num_leaves": 8, "learning_rate": 0.08, "min_data_in_leaf": 10}
COLUMNS = 60  # 120 columns and 200 trees score alike
_KIND = {"collection": "listing", "listing": "listing", "product": "product", "forum": "forum"}
NEWS_WEIGHT = 2.0
MIN_SITES = 20  # that use a word, for it to be looked at
STEPS = 300
RATE = 2.0
SCALE = 8.0
PENALTY = 3.0

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A page as the weights see it."""

    kind: str  # one of `KINDS`, or "none"
    site: str
    fold: int
    weight: float
    names: tuple[str, ...]
    row: Floats
    words: frozenset[str] = frozenset()


def _row_of(
    marked: MarkedPage, values: Mapping[str, float], words: frozenset[str] = frozenset()
) -> KindRow:
    kind = _KIND.get(marked.kind, "none")
    weight = 1.0 if marked.group == "wcxb" else NEWS_WEIGHT
    return KindRow(kind, marked.site, fold_of(marked.site), weight, *_sorted(values), words)


def _sorted(values: Mapping[str, float]) -> tuple[tuple[str, ...], Floats]:
    names = tuple(sorted(values))
    return names, np.array([[values[name] for name in names]], dtype=np.float32)


def page_rows(data: Path, folds: Path) -> Iterator[KindRow]:
    """Every page that has text."""
    everything = (page for name in SETS for page in marked_pages(data, name))
    for marked in by_fold(everything, folds):
        text = writable(decode(marked.html))
        try:
            tree = dom.parse(text)
        except UnreadablePage:
            continue
        metadata = read_metadata(tree, marked.url)
        page = dom.read_page(tree)
        if not page.texts:
            tree = dom.parse(text)
            page = dom.read_page(tree, keep_noscript=True)
        if not page.texts:
            continue
        columns = html_columns(page, metadata)
        found = story_probabilities(page, columns, tree)
        row = page_columns(page, columns, found, metadata, marked.url)
        yield _row_of(marked, row, class_words(page))


def text_page_rows(data: Path, folds: Path) -> Iterator[KindRow]:
    """Every page that has text, flattened in several ways."""
    everything = (page for name in SETS for page in marked_pages(data, name))
    for marked in by_fold(everything, folds):
        try:
            tree = dom.parse(writable(decode(marked.html)))
        except UnreadablePage:
            continue
        page = dom.read_page(tree)
        for form in TEXT_FORMS:
            texts = paragraphs(flattened(form, page, tree, marked.title))
            if not texts:
                continue
            # Many addresses tell as much as a headline; those of other crawls say nothing.
            named = zlib.crc32(f"{marked.name}{form}".encode()) % 4 > 0
            url = marked.url if named else f"https://{marked.site}/1"
            yield _row_of(marked, _text_columns(texts, url))
    # Pages of several stories are none of these kinds.
    made = pages_to_learn(data.parent, ("words", "pages"), SPLICED, seed=12)
    for number, spliced in enumerate(made):
        values = _text_columns(paragraphs(spliced.body), address_of(spliced, number))
        yield KindRow("none", "", number % FOLDS, 1.0, *_sorted(values))


def _text_columns(texts: Sequence[str], url: str) -> dict[str, float]:
    columns = line_columns(texts, url)
    at, titled = headline_at(texts, columns, url)
    told = story_columns(texts, columns, at)
    return text_page_columns(texts, told, likely_of(told)[0], titled, url)


def train_kinds(data: Path, output: Path, folds: Path) -> None:
    """Writes all weights, shipped and of the folds."""
    found = list(page_rows(data, folds))
    _train_trees(found, "kind", output, folds)
    _train_words(found, output, folds)
    _train_trees(list(text_page_rows(data, folds)), MODEL, output, folds)


def _train_trees(found: list[KindRow], model: str, output: Path, folds: Path) -> None:
    names = found[0].names
    rows = np.concatenate([page.row for page in found])
    kinds, fold, weights = _labels(found)
    for kind in KINDS:
        labels = kinds == kind
        columns = Boosting(rows, labels, weights, names).best_columns(COLUMNS, TREES)
        chosen = np.ascontiguousarray(rows[:, [names.index(column) for column in columns]])
        boosting = Boosting(chosen, labels, weights, columns)
        name = f"{model}-{kind}"
        for number in range(FOLDS):
            write(boosting.fit(fold != number, TREES, **SHAPE), folds / str(number), name)
        write(boosting.fit(fold >= 0, TREES, **SHAPE), output, name)


def _train_words(found: list[KindRow], output: Path, folds: Path) -> None:
    kinds, fold, usual = _labels(found)
    weights = usual.astype(np.float64)
    words = _vocabulary(found)
    held = np.array([[word in page.words for word in words] for page in found], dtype=np.float64)
    labels = kinds != "none"
    for number in range(FOLDS):
        seen = fold != number
        write_words(words, *fit_words(held[seen], labels[seen], weights[seen]), folds / str(number))
    write_words(words, *fit_words(held, labels, weights), output)


def _labels(found: list[KindRow]) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.intp], Floats]:
    """The kind, the fold and the weight of each page."""
    kinds, folds, weights = zip(*((row.kind, row.fold, row.weight) for row in found), strict=True)
    return np.array(kinds), np.array(folds), np.array(weights, dtype=np.float32)


def _vocabulary(found: list[KindRow]) -> list[str]:
    sites: dict[str, set[str]] = defaultdict(set)
    for page in found:
        for word in page.words:
            sites[word].add(page.site)
    return sorted(w for w, using in sites.items() if len(using) >= MIN_SITES and len(w) > 2)


def fit_words(held: Reals, labels: npt.NDArray[np.bool_], weights: Reals) -> tuple[Reals, float]:
    """Weights and bias of a logistic regression, by gradient descent with momentum."""
    mean = held.mean(axis=0)
    spread = (np.sqrt(mean * (1 - mean)) + 0.05) * np.sqrt(held.shape[1]) / SCALE
    table = (held - mean) / spread
    slope, bias = np.zeros(table.shape[1]), 0.0
    pace, bias_pace = np.zeros_like(slope), 0.0
    for _ in range(STEPS):
        error = weights * (1 / (1 + np.exp(-(table @ slope + bias))) - labels) / weights.sum()
        pace = 0.9 * pace - RATE * (table.T @ error + PENALTY * slope / len(labels))
        bias_pace = 0.9 * bias_pace - RATE * float(error.sum())
        slope, bias = slope + pace, bias + bias_pace
    slope = slope / spread
    return slope, bias - float(slope @ mean)


def write_words(words: list[str], slope: Reals, bias: float, folder: Path) -> None:
    """The file of the regression."""
    stored = {
        "bias": round(bias, 4),
        "weights": {
            word: round(float(weight), 4) for word, weight in zip(words, slope, strict=True)
        },
    }
    (folder / "kind-words.json").write_text(json.dumps(stored, indent=0) + "\n", encoding="utf-8")
