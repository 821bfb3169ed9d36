"""Makes the weights of the cleaning step from pages outside the repository.

    python -m training.clean [--data ../shared/data/extraction] [--folds .cache/clean]

`html.*`: which blocks of an HTML page belong to a story, its own or another whole one. Labels come
from an ordered alignment of the blocks with what people marked (`training.marks`); pages with
foreign stories and teasers are spliced (`training.spliced_html`). Each page weighs the same, and in
it a block by the root of its length.

`headline.*`, `text.*`, `text_second.*`: the same for flattened text (`training.clean_text`).

`kind-*.*`, `text-kind-*.*`: whether a page, or flattened text, is a product, a forum or a listing
(`training.kinds`).

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
from pipeline.clean.charset import decode, tidy, writable
from pipeline.clean.features import MASKS, html_columns
from pipeline.clean.metadata import read_metadata
from pipeline.clean.trees import FOLDER, matrix
from training.boosting import Boosting, write
from training.clean_text import train_text
from training.folds import FOLDS, fold_of
from training.kinds import train_kinds
from training.marks import marks
from training.pages import SETS, marked_pages
from training.recast import FORMS, recast_pages
from training.spliced_html import SplicedHtml, spliced_pages

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
COLUMNS = 140  # 115 score alike, 40 .006 less; chosen of 350 once, most others are not made
TREES = 150
NEWS_WEIGHT = 1.5  # of a page of `aeb` and `news-more` beside one of `wcxb`
SPLICED_HTML = 900
SPLICED_HTML_WEIGHT = 0.7
RECAST = 500
RECAST_FORMS = (*FORMS, "alone", "alone", "alone")
RECAST_WEIGHT = 0.4
THRESHOLD = 0.5
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
    """The articles of all sets as rows, some made over, and some with foreign stories in them."""
    articles = [page for name in SETS for page in marked_pages(data, name)
                if page.kind == "article"]  # fmt: skip
    for page in articles:
        weight = 1.0 if page.group == "wcxb" else NEWS_WEIGHT
        yield from learned_html(page.name, page.site, page.html, page.url, weight,
                                partial(marks, reference=page.reference))  # fmt: skip
    for number, (_, page) in enumerate(recast_pages(articles, RECAST_FORMS, seed=23, count=RECAST)):
        yield from learned_html(f"recast-{number}", page.site, page.html, page.url, RECAST_WEIGHT,
                                partial(marks, reference=page.reference))  # fmt: skip
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
        write(boosting.fit(fold != number, TREES), folds / str(number), name, THRESHOLD)
        print(f"{name}: fold {number}", flush=True)
    write(boosting.fit(fold >= 0, TREES), output, name, THRESHOLD)


def main() -> None:
    """Make all weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--model", choices=["html", "text", "kinds"], help="only this one")
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--folds", type=Path, default=Path(".cache/clean"))
    chosen = parser.parse_args()
    if chosen.model in (None, "html"):
        train(list(html_pages(chosen.data)), "html", chosen.output, chosen.folds)
    if chosen.model in (None, "text"):
        train_text(chosen.data, chosen.output, chosen.folds)
    if chosen.model in (None, "kinds"):
        train_kinds(chosen.data, chosen.output, chosen.folds)


if __name__ == "__main__":
    main()
