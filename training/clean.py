"""Makes the weights of the cleaning step from pages outside the repository.

    python -m training.clean [--data ../shared/data/extraction] [--folds .cache/clean]

`html.*`: which blocks of an HTML page belong to a story, its own or another whole one. Labels come
from an ordered alignment of the blocks with what people marked (`training.marks`); pages with
foreign stories and teasers are spliced (`training.spliced_html`). Each page weighs the same, and in
it a block by the root of its length.

`text.*`: which lines of flattened text belong to a story, the page's own or another one that it
carries. It learns from the same pages, flattened in several ways (`training.flattened`), and from
pages spliced of several stories (`training.spliced`), so that a second story stays.

`kind-*.*`: whether a page is a product, a forum or a listing (`training.kinds`).

Besides the shipped weights, which learn from all pages, each of the folds by site gets weights
that did not see its pages; `python -m benchmarks.clean --folds .cache/clean` measures with these.
"""

import argparse
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.clean import dom
from pipeline.clean.charset import decode, writable
from pipeline.clean.dom import tidy
from pipeline.clean.features import MASKS, html_columns, text_columns
from pipeline.clean.metadata import read_metadata
from pipeline.clean.text import paragraphs
from pipeline.clean.trees import FOLDER, matrix
from training.boosting import Boosting, write
from training.flattened import flattened
from training.folds import FOLDS, fold_of
from training.kinds import train_kinds
from training.marks import marks
from training.pages import SETS, MarkedPage, marked_pages
from training.spliced import SplicedPage
from training.spliced_html import SplicedHtml, spliced_pages
from training.splicing import pages_to_learn

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
COLUMNS = 140  # 115 score alike, 40 .006 less; 350 to choose from are no better than 180
TREES = 150
NEWS_WEIGHT = 1.5  # of a page of `aeb` and `news-more` beside one of `wcxb`
TEXT_FORMS = {"lines": 0.5, "titled": 0.2, "broken": 0.3}  # and the weight of each
SPLICED = 60  # pages of each layout of flattened text
SPLICED_WEIGHT = 0.6
SPLICED_HTML = 550
SPLICED_HTML_WEIGHT = 0.5
URL = "https://news.example/story"
# The spliced pages make the trees keep more; .5 is .004 worse on `aeb`, .6 as good.
THRESHOLDS = {"html": 0.5, "text": 0.55}
TRIVIAL_SHARE = 4  # one in so many of the rows that nobody would take for text is learned from
SEED = 5

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Learned:
    """The rows of one page with labels and weights."""

    fold: int
    names: tuple[str, ...]
    rows: Floats
    marks: npt.NDArray[np.bool_]
    weights: Floats


def html_pages(data: Path) -> Iterator[Learned]:
    """The articles of all sets as rows, and pages with foreign stories spliced into them."""
    for name in SETS:
        for marked in marked_pages(data, name):
            if marked.kind == "article":
                weight = 1.0 if marked.group == "wcxb" else NEWS_WEIGHT
                yield from learned_html(marked.name, marked.site, marked.html, marked.url, weight,
                                        partial(marks, reference=marked.reference))  # fmt: skip
    stock = spliced_pages(data.parent, training=True, seed=21, count=SPLICED_HTML)
    for number, spliced in enumerate(stock):
        yield from learned_html(f"spliced-{number}", spliced.site, spliced.html, spliced.url,
                                SPLICED_HTML_WEIGHT, partial(in_stories, spliced))  # fmt: skip


def in_stories(page: SplicedHtml, texts: Sequence[str]) -> list[bool]:
    """Whether each text belongs to one of the page's stories."""
    foreign = {tidy(text) for story in page.stories[1:] for text in story.paragraphs}
    own = [text for text in texts if text not in foreign]
    found = iter(marks(own, "\n".join(page.stories[0].paragraphs)))
    return [text in foreign or next(found) for text in texts]


def learned_html(
    name: str,
    site: str,
    html: bytes,
    url: str,
    weight: float,
    labelled: Callable[[Sequence[str]], list[bool]],
) -> Iterator[Learned]:
    """The blocks of one page but for those of menus; nothing for a page without any."""
    text = writable(decode(html))
    tree = dom.parse(text)
    metadata = read_metadata(tree, url)
    page = dom.read_page(tree)
    if not page.texts:
        page = dom.read_page(dom.parse(text), keep_noscript=True)
    if not page.texts:
        return
    columns = html_columns(page, metadata)
    asked = np.flatnonzero(~columns["menu"])
    names = tuple(sorted(columns.keys() - MASKS))
    labels = np.array(labelled(page.texts))[asked]
    trivial = (columns["density"] > 0.5) & (columns["prose_within2"] == 0)
    rows = matrix(columns, names)[asked]
    texts = [page.texts[place] for place in asked.tolist()]
    if texts:
        yield _thinned(
            name, fold_of(site), weight, names, rows, labels, trivial[asked] & ~labels, texts
        )


def text_pages(data: Path) -> Iterator[Learned]:
    """The articles of all sets, each flattened in several ways, and spliced pages."""
    for name in SETS:
        for marked in marked_pages(data, name):
            if marked.kind == "article":
                yield from learned_texts(marked)
    made = pages_to_learn(data.parent, ("words", "pages"), SPLICED, seed=11)
    for number, spliced in enumerate(made):
        texts = paragraphs(spliced.body)
        labels = np.array([story is not None for story in story_of_lines(spliced, texts)])
        yield _text_rows(f"spliced-{number}", number % FOLDS, texts, URL, labels, SPLICED_WEIGHT)


def learned_texts(marked: MarkedPage) -> Iterator[Learned]:
    """One page in several forms, which share its weight; now and then its address says nothing."""
    text = writable(decode(marked.html))
    tree = dom.parse(text)
    page = dom.read_page(tree)
    weight = 1.0 if marked.group == "wcxb" else NEWS_WEIGHT
    for form, share in TEXT_FORMS.items():
        texts = paragraphs(flattened(form, page, tree, marked.title))
        if not texts:
            continue
        url = marked.url if zlib.crc32(f"{marked.name}{form}".encode()) % 4 else URL
        labels = np.array(marks(texts, marked.reference))
        fold = fold_of(marked.site)
        yield _text_rows(f"{marked.name}-{form}", fold, texts, url, labels, weight * share)


def _text_rows(
    name: str,
    fold: int,
    texts: list[str],
    url: str,
    labels: npt.NDArray[np.bool_],
    weight: float,
) -> Learned:
    columns = text_columns(texts, url)
    names = tuple(sorted(columns))
    trivial = (columns["prose_within5"] == 0) & ~labels
    return _thinned(name, fold, weight, names, matrix(columns, names), labels, trivial, texts)


def _thinned(
    name: str,
    fold: int,
    weight: float,
    names: tuple[str, ...],
    rows: Floats,
    labels: npt.NDArray[np.bool_],
    trivial: npt.NDArray[np.bool_],
    texts: list[str],
) -> Learned:
    weights = np.sqrt([len(text.split()) + 1 for text in texts]).astype(np.float32)
    weights *= weight / weights.sum()
    chance = np.random.default_rng(zlib.crc32(name.encode()) + SEED)
    stays = ~trivial | (chance.integers(TRIVIAL_SHARE, size=len(texts)) == 0)
    weights[trivial] *= TRIVIAL_SHARE
    return Learned(fold, names, rows[stays], labels[stays], weights[stays])


def story_of_lines(page: SplicedPage, texts: list[str]) -> list[int | None]:
    """The story of each line, as far as the lines are the page's own."""
    owners = dict(zip(page.lines, page.stories, strict=True))
    return [owners.get(text) for text in texts]


def train(learned: list[Learned], name: str, output: Path, folds: Path) -> None:
    """Writes the shipped weights and those of the folds."""
    names = learned[0].names
    labels = np.concatenate([page.marks for page in learned])
    weights = np.concatenate([page.weights for page in learned])
    weights *= len(weights) / weights.sum()
    fold = np.concatenate([np.full(len(page.marks), page.fold) for page in learned])
    rows = np.concatenate([page.rows for page in learned])
    print(f"{name}: {len(learned)} pages, {len(rows)} blocks, {rows.shape[1]} columns", flush=True)
    columns = Boosting(rows, labels, weights, names).best_columns(COLUMNS, TREES // 2)
    places = [names.index(column) for column in columns]
    boosting = Boosting(np.ascontiguousarray(rows[:, places]), labels, weights, columns)
    for number in range(FOLDS):
        write(boosting.fit(fold != number, TREES), folds / str(number), name, THRESHOLDS[name])
        print(f"{name}: fold {number}", flush=True)
    write(boosting.fit(fold >= 0, TREES), output, name, THRESHOLDS[name])


def main() -> None:
    """Make all weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", choices=["html", "text", "kinds"], help="only this one")
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--folds", type=Path, default=Path(".cache/clean"))
    chosen = parser.parse_args()
    for name, learned in (("html", html_pages), ("text", text_pages)):
        if chosen.model in (None, name):
            train(list(learned(chosen.data)), name, chosen.output, chosen.folds)
    if chosen.model in (None, "kinds"):
        train_kinds(chosen.data, chosen.output, chosen.folds)


if __name__ == "__main__":
    main()
