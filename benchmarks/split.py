"""How well pages are split: spliced pages by layout, and real stories that must stay whole.

    python -m benchmarks.split --data ../shared/data --pages 40

Articles and furniture are of the parts that nothing was learned from; the layouts marked with *
were never trained on. `cut` is the share of pages whose stories hold the right blocks (F1 of the
text: primary >= .95, others >= .85, nothing else found), `perfect` those on which every headline is
right too. A real story is falsely split where its own text is found in more than one story: as its
text alone, and on its page flattened, furniture and all. `likeness` is the share of pairs of
articles, one right behind the other, where the gap between them is the one across which the
passages are least alike, in each space by itself. The cost is that of splitting alone, on cleaned
HTML pages, beside trafilatura with metadata on the same pages.
"""

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import trafilatura

from benchmarks.clean import shingles
from pipeline.clean import dom
from pipeline.clean.charset import decode, writable
from pipeline.clean.html import read_html
from pipeline.clean.metadata import name_form
from pipeline.clean.text import Flattened, read_text
from pipeline.records import Block, CleanPage, Story
from pipeline.split import split
from pipeline.split.cohesion import Prose, cohesion
from training.flattened import flattened
from training.furniture import Furniture, furniture
from training.marks import marks
from training.pages import MarkedPage, marked_pages
from training.spliced import HELD_OUT, LAYOUTS, SINGLE, Article, SplicedPage
from training.spliced_html import HELD_OUT as HTML_HELD_OUT
from training.spliced_html import LAYOUTS as HTML_LAYOUTS
from training.spliced_html import SINGLE as HTML_SINGLE
from training.spliced_html import SplicedHtml, spliced_page
from training.splicing import (
    LANGUAGES,
    address_of,
    ciphered,
    own_articles,
    pages,
    real_stories,
    truth_of,
    usable,
)

URL = "https://news.example/story"
PRIMARY_F1 = 0.95
OTHER_F1 = 0.85
LONG = 60
STEPS = ("layouts", "languages", "likeness", "html", "whole", "cost")
SPACES = ("terms", "vectors", "terms without what is shared", "vectors without")
LIKENESS_BLOCKS = 8  # on either side of a gap


def page_of(
    blocks: tuple[Block, ...], url: str, headline: str | None, description: str | None = None
) -> CleanPage:
    """A cleaned page, as far as splitting looks at it."""
    return CleanPage(
        url=url,
        site="news.example",
        fetched_at="2026-01-01T00:00:00Z",
        origin="benchmark",
        appended_at=0,
        blocks=blocks,
        headline=headline,
        description=description,
    )


def clean_page(text: Flattened, url: str = URL) -> CleanPage:
    """The page that cleaning makes of flattened text."""
    return page_of(text.blocks, url, text.headline)


def judged(page: SplicedPage, number: int = 1) -> tuple[bool, bool, str]:
    """Whether the stories hold the right text, whether the headlines are right too, and what is
    wrong."""
    url = address_of(page, number)
    text = read_text(page.body, url)
    truth, _ = truth_of(page, text.blocks)
    found = split(clean_page(text, url))
    if len(found) != page.count:
        return False, False, f"{len(found)} stories for {page.count}"
    wrong = ""
    for place, story in enumerate(found):
        right = f1(page, text, truth, place, story)
        if right < (OTHER_F1 if place else PRIMARY_F1):
            return False, False, f"story {place} has F1 {right:.2f}"
        shown = page.headlines[place] is not None or place > 0
        if shown and story.headline != page.headlines[place]:
            wrong = f"headline {place}: {story.headline!r} for {page.headlines[place]!r}"
    return True, not wrong, wrong


def f1(
    page: SplicedPage, text: Flattened, truth: Sequence[int | None], number: int, story: Story
) -> float:
    """F1 by characters of the story against all lines that are truly its own."""
    held = [place for start, end in story.blocks for place in range(start, end)]
    held = [p for p in held if text.blocks[p].keep and text.blocks[p].text != story.headline]
    size = sum(len(text.blocks[place].text) for place in held)
    right = sum(len(text.blocks[place].text) for place in held if truth[place] == number)
    whole = sum(
        len(line) for line, own in zip(page.lines, page.stories, strict=True) if own == number
    )
    return 2 * right / (size + whole) if size + whole else 0.0


def judged_all(made: Iterator[SplicedPage]) -> list[tuple[bool, bool, str]]:
    """Every page judged; those whose lines the reading of text joins are left out."""
    return [result for _, result in judged_pages(made)]


def judged_pages(
    made: Iterator[SplicedPage],
) -> Iterator[tuple[SplicedPage, tuple[bool, bool, str]]]:
    """The same, each beside its page."""
    for number, page in enumerate(made):
        try:
            result = judged(page, number)
        except ValueError:
            continue
        yield page, result


def measure_layouts(data: Path, count: int, *, show: int = 0) -> None:
    """Prints a row a layout and the means."""
    stock = usable(data, "measuring")
    around = [item for item in furniture(data, training=False) if item.language == "en"]
    rows: dict[str, tuple[float, float]] = {}
    several: dict[str, list[tuple[bool, bool, str]]] = {"brief": [], "plain": []}
    print(f"{'layout':<22}{'cut':>7}{'perfect':>9}")
    for layout in LAYOUTS:
        results = []
        for page, result in judged_pages(pages(stock, [layout], count, 99, around)):
            results.append(result)
            if layout not in SINGLE:
                several["brief"] += [result] if page.brief else []
                several["plain"] += [result] if page.plain else []
        rows[layout] = shares(results)
        name = layout + " *" if layout in HELD_OUT else layout
        print(f"{name:<22}{rows[layout][0]:>7.3f}{rows[layout][1]:>9.3f}", flush=True)
        for *_, wrong in [result for result in results if result[2]][:show]:
            print("   ", wrong)
    families: dict[str, list[str]] = defaultdict(list)
    for name, layout_of in LAYOUTS.items():
        families[layout_of.family].append(name)
    for name, chosen in (
        ("mean", list(LAYOUTS)),
        ("mean of *", list(HELD_OUT)),
        *((f"mean of {family}", names) for family, names in families.items()),
        ("mean without inserted", [n for n in LAYOUTS if n not in families["inserted"]]),
    ):
        cut, perfect = (sum(rows[n][k] for n in chosen) / len(chosen) for k in (0, 1))
        print(f"{name:<22}{cut:>7.3f}{perfect:>9.3f}")
    for name, results in several.items():
        cut, perfect = shares(results)
        print(f"{f'several, all {name}':<22}{cut:>7.3f}{perfect:>9.3f}")


def shares(results: Sequence[tuple[bool, bool, str]]) -> tuple[float, float]:
    """The shares of pages that are cut right, and of perfect ones."""
    count = max(1, len(results))
    return sum(cut for cut, *_ in results) / count, sum(full for _, full, _ in results) / count


def measure_likeness(data: Path, count: int) -> None:
    """Prints how often likeness alone finds where one article ends and another begins."""
    stocks: dict[str, Sequence[Article]] = {"en": usable(data, "measuring")}
    stocks |= {name: all_own(name) for name in LANGUAGES}
    for language, stock in stocks.items():
        found = ends_found(stock, count)
        shown = ", ".join(f"{name} {share:.2f}" for name, share in found.items())
        print(f"likeness, {language}: {shown} ({count} pairs)")


def all_own(language: str) -> list[Article]:
    """All of the project's own articles of a language: vectors learned from none of them."""
    return [*own_articles(language, training=True), *own_articles(language, training=False)]


def ends_found(stock: Sequence[Article], count: int) -> dict[str, float]:
    """For each space, the share of pairs of articles whose passages are least alike across the gap
    between the two."""
    chance = random.Random(95)  # noqa: S311
    right = [0] * len(SPACES)
    for _ in range(count):
        first, second = (article["paragraphs"] for article in chance.sample(stock, 2))
        above, beneath = first[: chance.randint(4, 12)], second[: chance.randint(4, 12)]
        prose = [Prose(text) for text in (*above, *beneath)]
        gaps = np.arange(1, len(prose))
        left = np.maximum(gaps - LIKENESS_BLOCKS, 0), gaps
        after = gaps, np.minimum(gaps + LIKENESS_BLOCKS, len(prose))
        for number, space in enumerate(cohesion(prose, []).spaces):
            right[number] += int(space.cosines(left, after).argmin()) + 1 == len(above)
    return {name: hits / count for name, hits in zip(SPACES, right, strict=True)}


def measure_languages(data: Path, count: int) -> None:
    """Prints how pages of the project's own articles in other languages are split."""
    around = list(furniture(data, training=False))
    for language in LANGUAGES:
        stock = own_articles(language, training=False)
        near = [item for item in around if item.language == language]
        cut, perfect = shares(judged_all(pages(stock, list(LAYOUTS), count, 98, near)))
        single = [name for name, layout in LAYOUTS.items() if layout.family == "single"]
        results = judged_all(pages(stock, single, 5 * count, 97, near))
        false = sum(not cut and "stories for 1" in wrong for cut, _, wrong in results)
        print(
            f"{language}: {count * len(LAYOUTS)} pages, cut {cut:.3f}, perfect {perfect:.3f}; "
            f"{false} of {len(results)} single stories split"
        )
    english = [item for item in around if item.language == "en"]
    made = made_up(usable(data, "measuring"), 3 * count, english)
    cut, perfect = shares(judged_all(iter(made)))
    print(f"made-up languages: {len(made)} pages, cut {cut:.3f}, perfect {perfect:.3f}")


def made_up(
    stock: Sequence[Article], count: int, around: Sequence[Furniture] = ()
) -> list[SplicedPage]:
    """Pages in languages and scripts that no table knows."""
    chance = random.Random(96)  # noqa: S311
    return [ciphered(page, chance) for page in pages(stock, list(LAYOUTS), count, 96, around)]


def news_pages(data: Path) -> Iterator[MarkedPage]:
    """The real news pages."""
    for name in ("aeb", "news-more"):
        yield from marked_pages(data / "extraction", name)


def measure_whole(data: Path) -> None:
    """Prints the share of single stories that are cut."""
    bare = ["\n".join(item["paragraphs"]) for item in usable(data, "measuring")[::4]]
    for name, texts in (
        ("real news", list(real_stories(data, ("aeb", "news-more"), training=False))),
        ("real articles of all kinds", list(real_stories(data, ("wcxb",), training=False))),
        ("whole articles", bare),
    ):
        false = sum(len(split(clean_page(read_text(text, URL)))) > 1 for text in texts)
        print(f"{name}: {false} of {len(texts)} split ({false / len(texts):.2%})")
    for name in ("flattened", "HTML"):
        results = [_stories_of_gold(page, name == "HTML") for page in news_pages(data)]
        false = sum(held > 1 for held in results)
        print(f"real pages, {name}: {false} of {len(results)} split ({false / len(results):.2%})")
    chance = random.Random(96)  # noqa: S311
    parted = [spliced_page(page, "sections", [], chance) for page in news_pages(data)]
    counts = [len(split(_cleaned(decode(page.html), page.url))) for page in parted if page]
    false = sum(count > 1 for count in counts)
    print(f"their stories in sections, HTML: {false} of {len(counts)} split")


def cleaned(page: MarkedPage, *, html: bool) -> CleanPage:
    """A real page, cleaned as HTML or as text that a scraper flattened."""
    text = writable(decode(page.html))
    if html:
        return _cleaned(text, page.url)
    tree = dom.parse(text)
    body = flattened("lines", dom.read_page(tree), tree, page.title)
    return clean_page(read_text(body, page.url), page.url)


def _cleaned(text: str, url: str) -> CleanPage:
    read = read_html(text, url)
    return page_of(read.blocks, url, read.metadata.headline, read.metadata.description)


def _stories_of_gold(page: MarkedPage, html: bool) -> int:
    """In how many stories long blocks of the page's one true story are found."""
    made = cleaned(page, html=html)
    texts = [block.text for block in made.blocks]
    if not texts:
        return 0
    marked = marks(texts, page.reference)
    held = 0
    for story in split(made):
        inside = [place for start, end in story.blocks for place in range(start, end)]
        held += any(marked[p] and made.blocks[p].keep and len(texts[p]) >= LONG for p in inside)
    return held


def measure_html(data: Path, count: int) -> None:
    """Prints how often HTML pages are perfect as they are, and with other stories spliced in."""
    chance = random.Random(97)  # noqa: S311
    stock = usable(data, "measuring")
    real = [page for page in news_pages(data) if page.reference.strip()]
    alone: dict[str, list[bool]] = defaultdict(list)
    spliced: dict[str, list[bool]] = defaultdict(list)
    layouts = [layout for layout in HTML_LAYOUTS if layout not in HTML_SINGLE]
    made = 0
    while made < count:
        layout = layouts[made % len(layouts)]
        page = chance.choice(real)
        whole = spliced_page(page, "untouched", stock, chance)
        parted = spliced_page(page, layout, stock, chance) if whole is not None else None
        if whole is None or parted is None:
            continue
        made += 1
        alone[layout].append(_is_perfect(whole))
        spliced[layout].append(_is_perfect(parted))
    print(f"{'HTML layout':<22}{'alone':>7}{'spliced':>9}")
    for layout in layouts:
        name = layout + " *" if layout in HTML_HELD_OUT else layout
        print(f"{name:<22}{_mean(alone[layout]):>7.3f}{_mean(spliced[layout]):>9.3f}")
    before, after = (_mean([x for v in d.values() for x in v]) for d in (alone, spliced))
    print(f"{'all':<22}{before:>7.3f}{after:>9.3f}  ratio {after / max(before, 1e-9):.3f}")


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / max(1, len(values))


def _is_perfect(page: SplicedHtml) -> bool:
    """Whether the own story has F1 >= .95 of the marked text, and the others are found right."""
    made = _cleaned(writable(decode(page.html)), page.url)
    found = split(made)
    if not found or f1_of("\n".join(page.stories[0].paragraphs), found[0].text) < PRIMARY_F1:
        return False
    others = [story for story in found[1:] if story.completeness == "full"]
    wanted = page.stories[1:]
    if len(others) != len(wanted):
        return False
    for story, truth in zip(others, wanted, strict=True):
        if f1_of("\n".join(truth.paragraphs), story.text) < OTHER_F1:
            return False
        if truth.headline and name_form(story.headline or "") != name_form(truth.headline):
            return False
    return True


def f1_of(reference: str, text: str) -> float:
    """F1 of the shingles of two texts."""
    right, found = shingles(reference), shingles(text)
    shared = sum((right & found).values())
    return 2 * shared / max(1, right.total() + found.total())


def measure_cost(data: Path, every: int) -> None:
    """Prints the CPU of splitting beside that of trafilatura with metadata, on the same pages."""
    chosen = list(news_pages(data))[::every]
    made = [cleaned(page, html=True) for page in chosen]
    for page in made[:20]:
        split(page)
    own = theirs = 0.0
    for page, marked in zip(made, chosen, strict=True):
        start = time.process_time()
        split(page)
        own += time.process_time() - start
        html = decode(marked.html)
        start = time.process_time()
        trafilatura.bare_extraction(html, url=marked.url, with_metadata=True)
        theirs += time.process_time() - start
    count = len(chosen)
    print(
        f"cost: split {own / count * 1e3:.2f} ms, trafilatura {theirs / count * 1e3:.2f} ms, "
        f"ratio {own / theirs:.3f} ({count} pages)"
    )


def main() -> None:
    """Prints all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pages", type=int, default=40, help="pages of each layout")
    parser.add_argument("--every", type=int, default=4, help="one in so many pages for the cost")
    parser.add_argument("--show", type=int, default=0, help="so many mistakes of each layout")
    parser.add_argument("--only", choices=STEPS)
    chosen = parser.parse_args()
    if not chosen.data.is_dir():
        parser.error(f"there are no development data at {chosen.data}; see --data")
    if chosen.only in (None, "layouts"):
        measure_layouts(chosen.data, chosen.pages, show=chosen.show)
    if chosen.only in (None, "languages"):
        measure_languages(chosen.data, max(2, chosen.pages // 20))
    if chosen.only in (None, "likeness"):
        measure_likeness(chosen.data, 10 * chosen.pages)
    if chosen.only in (None, "html"):
        measure_html(chosen.data, 6 * chosen.pages)
    if chosen.only in (None, "whole"):
        measure_whole(chosen.data)
    if chosen.only in (None, "cost"):
        measure_cost(chosen.data, chosen.every)


if __name__ == "__main__":
    main()
