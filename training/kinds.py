"""Weights that tell articles from other kinds of pages, one model a kind (`pipeline.clean.kinds`).

All pages of the sets are rows; each page's blocks are scored with weights that have not seen its
site, as pages will be that the pipeline meets. Pages of a service or a manual are neither learned
as articles nor as one of the kinds: what they hold may be worth keeping.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.clean import by_fold
from pipeline.clean import dom
from pipeline.clean.charset import decode, writable
from pipeline.clean.features import html_columns
from pipeline.clean.kinds import KINDS, page_columns
from pipeline.clean.metadata import read_metadata
from pipeline.clean.story import story_probabilities
from pipeline.clean.trees import matrix
from training.boosting import Boosting, Floats, write
from training.folds import FOLDS, fold_of
from training.pages import SETS, MarkedPage, marked_pages

TREES = 200
# 24 leaves and 80 trees refuse 5 % less of each kind at the same loss of articles.
SHAPE = {"num_leaves": 8, "learning_rate": 0.05, "min_data_in_leaf": 10}
COLUMNS = 120
_KIND = {"article": "article", "collection": "listing", "listing": "listing", "product": "product",
         "forum": "forum"}  # fmt: skip
NEWS_WEIGHT = 2.0


def page_rows(data: Path, folds: Path) -> Iterator[tuple[MarkedPage, tuple[str, ...], Floats]]:
    """Every page that is of one of the kinds, with its row."""
    everything = (page for name in SETS for page in marked_pages(data, name))
    for marked in by_fold((page for page in everything if page.kind in _KIND), folds):
        text = writable(decode(marked.html))
        try:
            tree = dom.parse(text)
        except dom.UnreadablePage:
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
        row = page_columns(page, columns, found, metadata, text, marked.url)
        names = tuple(sorted(row))
        yield marked, names, matrix(row, names)


def train_kinds(data: Path, output: Path, folds: Path) -> None:
    """Writes the weights of every kind, shipped and of the folds."""
    found = list(page_rows(data, folds))
    names = found[0][1]
    rows = np.concatenate([row for _, _, row in found])
    kinds = np.array([_KIND[page.kind] for page, _, _ in found])
    fold = np.array([fold_of(page.site) for page, _, _ in found])
    weights = np.array([1.0 if page.group == "wcxb" else NEWS_WEIGHT for page, _, _ in found])
    out = {}
    for kind in KINDS:
        labels = kinds == kind
        columns = Boosting(rows, labels, weights, names).best_columns(COLUMNS, TREES)
        chosen = np.ascontiguousarray(rows[:, [names.index(column) for column in columns]])
        boosting = Boosting(chosen, labels, weights, columns)
        out[kind] = np.zeros(len(rows))
        for number in range(FOLDS):
            trees = boosting.fit(fold != number, TREES, **SHAPE)
            out[kind][fold == number] = trees.of_rows(chosen[fold == number])
            write(trees, folds / str(number), f"kind-{kind}")
        write(boosting.fit(fold >= 0, TREES, **SHAPE), output, f"kind-{kind}")
    total = np.sum(list(out.values()), axis=0)
    news = np.array([page.group != "wcxb" for page, _, _ in found])
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        refused = total >= threshold
        shares = [f"{kind} {refused[kinds == kind].mean():.3f}" for kind in ("article", *KINDS)]
        print(f"refused at {threshold}: {' '.join(shares)} news {refused[news].mean():.3f}")
