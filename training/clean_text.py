"""The weights of cleaning flattened text: `headline`, `text`, `text_second` (`training.clean`).

All learn from real pages, flattened in several ways (`training.flattened`), and from pages spliced
of several stories (`training.spliced`), so that a second story stays. Each learns from answers that
the one before it gave for pages of sites that it had not seen.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.clean import dom
from pipeline.clean.charset import decode, writable
from pipeline.clean.context import Columns
from pipeline.clean.headline import MODEL as HEADLINE
from pipeline.clean.headline import candidates, headline_columns, likeliest, without_site
from pipeline.clean.metadata import name_form, read_metadata
from pipeline.clean.rows import paragraphs
from pipeline.clean.text_features import line_columns, second_columns, story_columns
from pipeline.clean.text_model import FIRST, SECOND, asked
from pipeline.clean.trees import matrix
from training.boosting import Boosting, write
from training.flattened import flattened
from training.folds import FOLDS, fold_of
from training.marks import marks
from training.pages import SETS, MarkedPage, marked_pages
from training.splicing import address_of, pages_to_learn

NEWS_WEIGHT = 1.5  # of a page of `aeb` and `news-more` beside one of `wcxb`
FORMS = {"lines": 0.5, "titled": 0.2, "broken": 0.3}  # and the weight of each
SPLICED = 60  # pages of each layout
SPLICED_WEIGHT = 0.6
URL = "https://news.example/story"
COLUMNS = {HEADLINE: 80, FIRST: 140, SECOND: 150}
TREES = {HEADLINE: 150, FIRST: 150, SECOND: 150}
# At .3 two headlines in a hundred less are found, and one wrong one less. The spliced pages make
# the trees keep more.
THRESHOLDS = {HEADLINE: 0.15, FIRST: 0.5, SECOND: 0.55}
TRIVIAL_SHARE = 4  # one in so many of the rows that nobody would take for text is learned from
SEED = 5

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]


@dataclass(slots=True)
class Flat:
    """A page of flattened text and the truth of its lines."""

    name: str
    fold: int
    weight: float
    url: str
    texts: list[str]
    kept: Flags
    headline: Flags | None  # None where it is not known
    columns: Columns = field(default_factory=dict)
    places: npt.NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))


def real_pages(data: Path) -> Iterator[Flat]:
    """The articles of all sets in several forms, which share the page's weight; now and then the
    address says nothing."""
    for name in SETS:
        for marked in marked_pages(data, name):
            if marked.kind == "article":
                yield from _forms(marked)


def _forms(marked: MarkedPage) -> Iterator[Flat]:
    text = writable(decode(marked.html))
    stated = read_metadata(dom.parse(text), marked.url).headline
    tree = dom.parse(text)
    page = dom.read_page(tree)
    weight = 1.0 if marked.group == "wcxb" else NEWS_WEIGHT
    for form, share in FORMS.items():
        texts = paragraphs(flattened(form, page, tree, marked.title))
        if texts:
            yield Flat(
                name=f"{marked.name}-{form}",
                fold=fold_of(marked.site),
                weight=weight * share,
                url=marked.url if zlib.crc32(f"{marked.name}{form}".encode()) % 4 else URL,
                texts=texts,
                kept=np.array(marks(texts, marked.reference)),
                headline=_titled(texts, marked.title or stated, marked.url),
            )


def _titled(texts: Sequence[str], title: str | None, url: str) -> Flags | None:
    wanted = name_form(title or "")
    found = np.array([name_form(without_site(text, url)) == wanted for text in texts])
    return found if wanted and found.any() else None


def made_pages(data: Path) -> Iterator[Flat]:
    """Pages spliced of several stories."""
    made = pages_to_learn(data.parent, ("words", "pages"), SPLICED, seed=11)
    for number, spliced in enumerate(made):
        texts = paragraphs(spliced.body)
        if texts != spliced.lines:
            continue  # lines that the reading of text put together again
        yield Flat(
            name=f"spliced-{number}",
            fold=number % FOLDS,
            weight=SPLICED_WEIGHT,
            url=address_of(spliced, number),
            texts=texts,
            kept=np.array([story is not None for story in spliced.stories]),
            headline=np.array([title == 0 for title in spliced.titles]),
        )


class Layer:
    """One model: fitted on all, and for each fold on the others."""

    def __init__(self, name: str, rows: Floats, labels: Flags, weights: Floats, fold: Floats,
                 names: Sequence[str]) -> None:  # fmt: skip
        weights = weights * (len(weights) / weights.sum())
        best = Boosting(rows, labels, weights, names).best_columns(COLUMNS[name], TREES[name] // 2)
        places = [names.index(column) for column in best]
        boosting = Boosting(np.ascontiguousarray(rows[:, places]), labels, weights, best)
        self.name = name
        self.folds = [boosting.fit(fold != number, TREES[name]) for number in range(FOLDS)]
        self.all = boosting.fit(fold >= 0, TREES[name])
        print(f"{name}: {len(rows):,} rows, {len(best)} of {len(names)} columns", flush=True)

    def write(self, output: Path, folds: Path) -> None:
        """The shipped weights and those of the folds."""
        for number, model in enumerate(self.folds):
            write(model, folds / str(number), self.name, THRESHOLDS[self.name])
        write(self.all, output, self.name, THRESHOLDS[self.name])


def train_text(data: Path, output: Path, folds: Path) -> None:
    """Makes all weights of flattened text."""
    pages = [*real_pages(data), *made_pages(data)]
    print(f"flattened text: {len(pages):,} pages", flush=True)
    for page in pages:
        page.columns = line_columns(page.texts, page.url)
    headline = _headline_layer(pages)
    for page in pages:
        at, _ = likeliest(
            page.texts, page.columns, page.url, headline.folds[page.fold], THRESHOLDS[HEADLINE]
        )
        page.columns = story_columns(page.texts, page.columns, at)
        page.places = asked(page.columns)
    first = _line_layer(FIRST, pages)
    for page in pages:
        found = np.zeros(len(page.texts), dtype=np.float32)
        found[page.places] = first.folds[page.fold].probabilities(page.columns, page.places)
        page.columns = page.columns | second_columns(page.columns, found)
    second = _line_layer(SECOND, pages)
    for layer in (headline, first, second):
        layer.write(output, folds)


def _headline_layer(pages: Sequence[Flat]) -> Layer:
    known = [page for page in pages if page.headline is not None]
    rows, labels, weights = [], [], []
    for page in known:
        places = candidates(page.columns)
        page.places = places
        if not len(places):
            continue
        columns = headline_columns(page.texts, page.columns, page.url, places)
        names = sorted(columns)
        rows.append(matrix(columns, names))
        assert page.headline is not None
        labels.append(page.headline[places])
        weights.append(np.full(len(places), page.weight / np.sqrt(len(places)), dtype=np.float32))
    fold = [np.full(len(page.places), page.fold) for page in known if len(page.places)]
    return Layer(HEADLINE, np.concatenate(rows), np.concatenate(labels),
                 np.concatenate(weights), np.concatenate(fold), names)  # fmt: skip


def _line_layer(name: str, pages: Sequence[Flat]) -> Layer:
    names = sorted(pages[0].columns)
    parts = [_thinned(page, names) for page in pages]
    rows, labels, weights = (np.concatenate([part[at] for part in parts]) for at in range(3))
    fold = np.concatenate(
        [np.full(len(part[1]), page.fold) for part, page in zip(parts, pages, strict=True)]
    )
    return Layer(name, rows, labels, weights, fold, names)


def _thinned(page: Flat, names: Sequence[str]) -> tuple[Floats, Flags, Floats]:
    """A page's rows, labels and weights; in it a line weighs the root of its length."""
    weights = np.sqrt([len(text.split()) + 1 for text in page.texts]).astype(np.float32)
    weights *= page.weight / weights.sum()
    trivial = (page.columns["prose_within5"] == 0) & ~page.kept
    chance = np.random.default_rng(zlib.crc32(page.name.encode()) + SEED)
    stays = ~trivial | (chance.integers(TRIVIAL_SHARE, size=len(weights)) == 0)
    weights[trivial] *= TRIVIAL_SHARE
    chosen = page.places[stays[page.places]]
    return matrix(page.columns, names)[chosen], page.kept[chosen], weights[chosen]
