"""Makes the splitter's weights from articles outside the repository.

    python -m training.split --data ../shared/data

The articles are parted by their ids: a fifth is for measuring only, two fifths make `terms.txt`
(how rare the words of news are; the commonest words of other languages at one low weight),
`vectors.npy` (`training.meanings`, `training.vectors`; articles of other houses help) and
`openings.txt` (how first paragraphs start), two fifths are spliced to pages (`training.spliced`)
from which boosted trees learn: which lines are headlines (`title_before`, `title_after`), which
gaps are boundaries (`gaps`), the same once more with the answers of the whole page
(`gaps_second`), and which headline belongs to which story (`naming`). Each learns from answers that
the one beneath it gave for pages it had not seen.
"""

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import dom
from pipeline.clean.charset import decode, writable
from pipeline.clean.context import Columns
from pipeline.clean.html import read_html
from pipeline.clean.text import read_text
from pipeline.clean.trees import Trees, matrix
from pipeline.records import Block
from pipeline.split.boundaries import (
    FIRST,
    LIKELIER_THAN_NOT,
    SECOND,
    gap_columns,
    second_columns,
)
from pipeline.split.naming import MODEL as NAMING
from pipeline.split.naming import pair_columns, pairs_of
from pipeline.split.outline import MODELS, Outline, outline_of
from pipeline.split.stories import about_page
from pipeline.split.terms import RARE, STEM, TABLE, VECTORS, stems_of, words_of
from pipeline.split.titles import AFTER, BEFORE, title_columns
from training.boosting import Boosting, write
from training.common_words import COMMON
from training.flattened import flattened
from training.marks import marks
from training.meanings import carried_over, directions, meanings_of, rarity_by_share
from training.openings import write_openings
from training.other_articles import other_articles
from training.pages import SETS, MarkedPage
from training.spliced import SplicedPage
from training.spliced_html import spliced_pages, truth_of_html
from training.splicing import (
    CIPHERED,
    address_of,
    cipher,
    pages_to_learn,
    real_pages,
    real_stories,
    truth_of,
    usable,
)
from training.vectors import DIMENSIONS, learn

FALSE_SPLIT_WORTH = 12.0  # missed boundaries that a false one is as bad as
HTML_PAGES = 2_000
FOLDS = 3
ABLATION_TREES = 120
COMMON_WEIGHT = 0.5
FOREIGN = 3.6  # a rarer English word that is a common one elsewhere is taken for that
LEAST_WEIGHT = 0.2  # that a vector starts with
MIN_ARTICLES = 6  # that hold a term with a vector
REAL_WEIGHT = 2.0
OWN_PROSE = 0.95  # of a real page's prose
COLUMNS = 120  # of the evidence; twice as many score alike
TREES = {BEFORE: 120, AFTER: 120, FIRST: 260, SECOND: 160, NAMING: 120}
SETTINGS = {"min_data_in_leaf": 20, "learning_rate": 0.08, "num_leaves": 24, "max_depth": 7}

Flags = NDArray[np.bool_]
Singles = NDArray[np.float32]


@dataclass
class Learned:
    """The evidence of one stretch of a page and the truth of it."""

    fold: int
    weight: float
    outline: Outline
    boundaries: Flags
    heads_next: Flags
    heads_last: Flags
    headed: list[int | None]  # for each title, the number of the stretch's story that it heads
    titles: Columns = field(default_factory=dict)
    gaps: Columns = field(default_factory=dict)


def learned(page: SplicedPage, number: int, chance: random.Random) -> Iterator[Learned]:
    """The page as a whole, and parts of it as cutting meets them."""
    text = read_text(page.body, address_of(page, number))
    stories, heads = truth_of(page, text.blocks)
    outline = outline_of(text.blocks, *about_page(text.headline, None, address_of(page, number)))
    if outline is not None:
        yield from _parts(outline, stories, heads, number, chance)


def _parts(
    outline: Outline,
    stories: Sequence[int | None],
    heads: Sequence[int | None],
    number: int,
    chance: random.Random,
) -> Iterator[Learned]:
    """A page as a whole, one of its stories alone, and a stretch of it."""
    own: list[int] = []
    for content in outline.content:
        story = stories[content.place]
        own.append(story if story is not None else own[-1] if own else 0)
    yield _labelled(outline, own, heads, number)
    if len(set(own)) > 1:
        only = chance.choice(sorted(set(own)))
        inside = [k for k, story in enumerate(own) if story == only]
        parts = [(inside[0], inside[-1] + 1)]
        if len(set(own)) > 2 or chance.random() < 0.3:
            start = chance.randrange(len(own))
            parts.append((start, chance.randrange(start, len(own)) + 1))
        for start, end in parts:
            yield _labelled(outline.part(start, end), own[start:end], heads, number)


def _labelled(
    stretch: Outline,
    own: Sequence[int],
    heads: Sequence[int | None],
    number: int,
    weight: float = 1,
) -> Learned:
    following = stretch.following[np.array(stretch.titles, dtype=np.intp)]
    titled = [heads[stretch.places[row]] for row in stretch.titles]
    stories = [own[0], *(after for before, after in pairwise(own) if before != after)]
    return Learned(
        headed=[stories.index(t) if t in stories and t is not None else None for t in titled],
        fold=number % FOLDS,
        weight=weight,
        outline=stretch,
        boundaries=np.array([a != b for a, b in pairwise(own)], dtype=bool),
        heads_next=np.array(
            [
                bool(t) and at < len(own) and own[at] == t
                for t, at in zip(titled, following, strict=True)
            ],
            dtype=bool,
        ),
        heads_last=np.array(
            [bool(t) and own[at - 1] == t for t, at in zip(titled, following, strict=True)],
            dtype=bool,
        ),
    )


def real(data: Path) -> Iterator[Learned]:
    """Real stories, of which none is to be cut."""
    for number, text in enumerate(real_stories(data, SETS, training=True)):
        read = read_text(text, "https://news.example/story")
        outline = outline_of(read.blocks, *about_page(read.headline, None, ""))
        if outline is not None:
            yield _whole(outline, len(read.blocks), number, REAL_WEIGHT)


def real_whole(data: Path) -> Iterator[Learned]:
    """Real pages, as HTML and flattened, that hold no prose but their own story's."""
    for number, page in enumerate(real_pages(data, SETS, training=True)):
        text = writable(decode(page.html))
        read = read_html(text, page.url)
        about = about_page(read.metadata.headline, read.metadata.description, page.url)
        yield from _own_alone(page, read.blocks, about, number)
        tree = dom.parse(text)
        body = flattened("lines", dom.read_page(tree), tree, page.title)
        lines = read_text(body, page.url)
        about = about_page(lines.headline, None, page.url)
        yield from _own_alone(page, lines.blocks, about, number)


def _own_alone(
    page: MarkedPage, blocks: Sequence[Block], about: tuple[str, str], number: int
) -> Iterator[Learned]:
    outline = outline_of(blocks, *about)
    if outline is not None:
        marked = marks([prose.text for prose in outline.prose], page.reference)
        if sum(marked) >= OWN_PROSE * len(marked):
            yield _whole(outline, len(blocks), number, 1)


def _whole(outline: Outline, lines: int, number: int, weight: float) -> Learned:
    return _labelled(outline, [0] * len(outline.content), [None] * lines, number, weight)


def write_words(data: Path) -> str:
    """Writes the terms and their vectors; says what it wrote."""
    stock = [*usable(data, "words"), *other_articles(data)]
    counts: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article in stock:
        text = " ".join(article["paragraphs"])
        counts.update(stems_of(text))
        for word in words_of(text):
            forms[word.casefold()[:STEM]][word] += 1
    common = frozenset(word.casefold()[:STEM] for word in COMMON.split() if len(word) > 2)
    rarity = {term: -math.log(count / len(stock)) for term, count in counts.items()
              if count >= MIN_ARTICLES and not term.isdigit()}  # fmt: skip
    # "der" and "los" are rare in English and tell nothing where they are common.
    for term in common & rarity.keys():
        if rarity[term] > FOREIGN:
            del rarity[term]
    meanings = meanings_of({term: forms[term] for term in rarity})
    found = learn(
        stock,
        {term: max(LEAST_WEIGHT, value) for term, value in rarity.items()},
        directions(meanings, sorted(rarity), DIMENSIONS),
    )
    others, beyond = carried_over(meanings, found.terms, found.table, common)
    rarity |= rarity_by_share(meanings, rarity)
    terms = [*found.terms, *others]
    table = np.concatenate([found.table, beyond])
    steps = np.abs(table).max(axis=1) / 127
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rows = {term: f"{term}\t{COMMON_WEIGHT}" for term in common - set(terms)}
    for place in order:
        term = terms[place]
        weight = COMMON_WEIGHT if place >= len(found.terms) and term in common else rarity[term]
        rows[term] = f"{term}\t{max(0.01, min(RARE, weight)):.2f}\t{steps[place]:.5f}"
    whole = np.round(table[order] / steps[order, None]).astype(np.int8)
    np.save(VECTORS, whole, allow_pickle=False)
    TABLE.write_text("".join(rows[term] + "\n" for term in sorted(rows)), "utf-8")
    return f"{TABLE.name}: {len(rows):,} terms, {len(terms):,} with vectors"


def spliced_html(data: Path, count: int) -> Iterator[Learned]:
    """Real HTML pages with other stories spliced into them."""
    chance = random.Random(6)  # noqa: S311
    for number, page in enumerate(spliced_pages(data, training=True, seed=31, count=count)):
        read = read_html(writable(decode(page.html)), page.url)
        stories, heads = truth_of_html(page, read.blocks)
        blocks = list(read.blocks)
        headline, description = read.metadata.headline or "", read.metadata.description or ""
        if chance.random() < CIPHERED:
            changed = cipher(chance)
            headline, description = changed(headline), changed(description)
            for place, (story, head) in enumerate(zip(stories, heads, strict=True)):
                if story is not None or head is not None:
                    blocks[place] = replace(blocks[place], text=changed(blocks[place].text))
        outline = outline_of(blocks, *about_page(headline, description, page.url))
        if outline is not None:
            yield from _parts(outline, stories, heads, number, chance)


def stretches(data: Path, count: int) -> list[Learned]:
    """All that is learned from: spliced pages, in other languages too, and real stories."""
    chance = random.Random(5)  # noqa: S311
    found: list[Learned] = []
    for number, page in enumerate(pages_to_learn(data, ("pages",), count, seed=1)):
        try:
            found += learned(page, number, chance)
        except ValueError:
            continue  # lines that the reading of text put together again
    return [*found, *spliced_html(data, HTML_PAGES), *real(data), *real_whole(data)]


class Layer:
    """One model of the stack: fitted on all, and for each fold on the others."""

    def __init__(self, name: str, rows: Sequence[Columns], marks: Sequence[Flags],
                 found: Sequence[Learned]) -> None:  # fmt: skip
        names = sorted({column for row in rows for column in row})
        table = np.concatenate([matrix(row, names) for row in rows if len(row)])
        sizes = [len(mark) for mark in marks]
        labels = np.concatenate(marks)
        weights = np.repeat([item.weight for item in found], sizes).astype(np.float32)
        fold = np.repeat([item.fold for item in found], sizes)
        best = Boosting(table, labels, weights, names).best_columns(COLUMNS, TREES[name] // 2)
        places = [names.index(column) for column in best]
        kept = np.ascontiguousarray(table[:, places])
        boosting = Boosting(kept, labels, weights, best)
        answers = np.empty(len(kept), dtype=np.float32)
        for number in range(FOLDS):
            part = boosting.fit(fold != number, TREES[name], **SETTINGS)
            answers[fold == number] = part.of_rows(kept[fold == number])
        self.model: Trees = boosting.fit(fold >= 0, TREES[name], **SETTINGS)
        self.answers = np.split(answers, np.cumsum(sizes)[:-1])
        loss = -np.log(np.where(labels, answers, 1 - answers).clip(1e-7)).mean()
        print(
            f"{name}: {len(labels):,} rows, {labels.sum():,} true, log loss {loss:.4f}", flush=True
        )


def best_threshold(answers: Sequence[Singles], found: Sequence[Learned]) -> float:
    """How likely the likeliest boundary must be for most stretches to be cut right; a whole one
    that is cut counts as several mistakes."""
    best, least = 0.0, float("inf")
    for threshold in np.arange(LIKELIER_THAN_NOT, 0.96, 0.05).tolist():
        wrong = {False: 0.0, True: 0.0}
        for answer, item in zip(answers, found, strict=True):
            parted = bool(item.boundaries.any())
            cut = (answer >= LIKELIER_THAN_NOT) & (answer.max() >= threshold)
            wrong[parted] += item.weight * bool((cut != item.boundaries).any())
        figures = f"whole cut {wrong[False]:.0f}, parted wrong {wrong[True]:.0f}"
        print(f"threshold {threshold:.2f}: {figures}")
        mistakes = FALSE_SPLIT_WORTH * wrong[False] + wrong[True]
        if mistakes < least:
            best, least = threshold, mistakes
    return best


def write_trees(found: Sequence[Learned], *, ablate: bool = False) -> str:
    """Fits and writes the trees; says where the threshold lies."""
    for item in found:
        item.titles = title_columns(item.outline) if item.outline.titles else {}
    titled = [item for item in found if item.titles]
    rows = [item.titles for item in titled]
    before = Layer(BEFORE, rows, [item.heads_next for item in titled], titled)
    after = Layer(AFTER, rows, [item.heads_last for item in titled], titled)
    scores = {
        id(item): pair for item, *pair in zip(titled, before.answers, after.answers, strict=True)
    }
    nothing = np.zeros(0, dtype=np.float32)
    gapped = [item for item in found if len(item.boundaries)]
    for item in gapped:
        pair = scores.get(id(item), [nothing, nothing])
        item.gaps = gap_columns(item.outline, *pair)
    marks = [item.boundaries for item in gapped]
    if ablate:
        print_ablation(gapped)
    first = Layer(FIRST, [item.gaps for item in gapped], marks, gapped)
    for item, answer in zip(gapped, first.answers, strict=True):
        item.gaps = item.gaps | second_columns(answer)
    second = Layer(SECOND, [item.gaps for item in gapped], marks, gapped)
    threshold = best_threshold(second.answers, gapped)
    for name, layer in ((BEFORE, before), (AFTER, after), (FIRST, first)):
        write(layer.model, MODELS, name)
    write_naming(titled, scores)
    write(second.model, MODELS, SECOND, round(threshold, 3))
    return f"{len(found):,} stretches, threshold {threshold:.3f}"


def write_naming(found: Sequence[Learned], scores: Mapping[int, Sequence[Singles]]) -> None:
    """Fits and writes the trees that choose headlines for the stories of a page."""
    several = []
    for item in found:
        ends = [*(np.flatnonzero(item.boundaries) + 1).tolist(), len(item.outline.content)]
        pairs = pairs_of(item.outline, ends)
        if len(ends) > 1 and len(pairs):
            several.append((item, pairs, ends))
    rows = [pair_columns(item.outline, ends, pairs, *scores[id(item)])
            for item, pairs, ends in several]  # fmt: skip
    marks = [
        np.array([item.headed[t] == s for t, s in zip(pairs.title, pairs.story, strict=True)])
        for item, pairs, _ in several
    ]
    layer = Layer(NAMING, rows, marks, [item for item, _, _ in several])
    best, most = 0.0, -1
    for threshold in np.arange(0.05, 0.7, 0.05).tolist():
        right = 0
        for answer, mark, (item, pairs, ends) in zip(layer.answers, marks, several, strict=True):
            for story in range(bool(item.outline.own), len(ends)):
                own = np.flatnonzero(pairs.story == story)
                top = own[answer[own].argmax()] if len(own) else None
                named = top is not None and answer[top] >= threshold
                right += bool(mark[top]) if named else not mark[own].any()
        print(f"naming threshold {threshold:.2f}: {right} stories right")
        if right > most:
            best, most = threshold, right
    write(layer.model, MODELS, NAMING, round(best, 3))


def _is_relative(column: str) -> bool:
    return column.endswith(("_scaled", "_order", "_depth"))


def _in_space(number: int) -> Callable[[str], bool]:
    mark = f"_{number}"
    return lambda column: column.endswith(mark) or f"{mark}_" in column


KINDS: dict[str, Callable[[str], bool]] = {
    "nothing": lambda _: False,
    "terms": lambda column: _in_space(0)(column) or _in_space(2)(column),
    "vectors": lambda column: _in_space(1)(column) or _in_space(3)(column),
    "likeness beyond what is shared": lambda column: _in_space(2)(column) or _in_space(3)(column),
    "names": lambda column: "_names" in column,
    "all likeness": lambda column: (
        any(_in_space(k)(column) for k in range(4)) or "_names" in column
    ),
    "what is new": lambda column: column.startswith(("new_", "lost_")),
    "the page's other gaps": _is_relative,
    "headlines": lambda column: column.startswith(("before_", "after_", "title_", "later_")),
    "what the page says of itself": lambda column: column.startswith(("about_", "own")),
    "first words": lambda column: column.startswith("opening"),
    "how paragraphs start and end": lambda column: column.endswith(("_right", "_left", "_next")),
}


def print_ablation(found: Sequence[Learned]) -> None:
    """Prints what the gap trees reach without each kind of evidence, on a third of the pages."""
    names = sorted(found[0].gaps)
    table = np.concatenate([matrix(item.gaps, names) for item in found])
    labels = np.concatenate([item.boundaries for item in found])
    sizes = [len(item.boundaries) for item in found]
    fold = np.repeat([item.fold for item in found], sizes)
    weights = np.repeat([item.weight for item in found], sizes).astype(np.float32)
    for kind, left_out in KINDS.items():
        kept = [place for place, name in enumerate(names) if not left_out(name)]
        rows = np.ascontiguousarray(table[:, kept])
        boosting = Boosting(rows, labels, weights, [names[place] for place in kept])
        answers = boosting.fit(fold != 0, ABLATION_TREES, **SETTINGS).of_rows(rows[fold == 0])
        right = labels[fold == 0][np.argsort(-answers, kind="stable")]
        precision = np.cumsum(right) / np.arange(1, len(right) + 1)
        print(f"without {kind:<30} average precision {precision[right].mean():.4f}", flush=True)


def main() -> None:
    """Makes every file and says what it made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pages", type=int, default=330, help="pages of each layout")
    parser.add_argument("--only", choices=("words", "trees"))
    parser.add_argument("--ablate", action="store_true", help="what each kind of evidence is worth")
    chosen = parser.parse_args()
    if chosen.only != "trees":
        print(write_words(chosen.data), flush=True)
        print(write_openings(usable(chosen.data, "words")), flush=True)
    if chosen.only != "words":
        found = stretches(chosen.data, chosen.pages)
        print(write_trees(found, ablate=chosen.ablate))


if __name__ == "__main__":
    main()
