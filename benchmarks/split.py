"""How well pages are split: spliced pages by layout, and real stories that must stay whole.

    python -m benchmarks.split --data ../shared/data --pages 100

Articles and real texts are of the half that `training.split` does not learn from; the layouts
marked with * were never trained on. `cut` is the share of pages whose stories hold the right
blocks (F1 of the text: primary >= .95, others >= .85, nothing else found), `perfect` those on which
every headline is right too. Real stories are gold texts, one line a paragraph, nothing around them.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.clean.text import Flattened, read_text
from pipeline.records import CleanPage, Story
from pipeline.split import split
from training.spliced import HELD_OUT, LAYOUTS, SplicedPage
from training.split import articles, is_for_training, pages, real_stories, story_of_blocks, usable

URL = "https://news.example/story"
PRIMARY_F1 = 0.95
OTHER_F1 = 0.85


def clean_page(text: Flattened) -> CleanPage:
    """The page that cleaning makes of flattened text, as far as splitting looks at it."""
    return CleanPage(
        url=URL,
        site="news.example",
        fetched_at="2026-01-01T00:00:00Z",
        origin="benchmark",
        appended_at=0,
        blocks=text.blocks,
        headline=text.headline,
    )


def judged(page: SplicedPage) -> tuple[bool, bool]:
    """Whether the page's stories hold the right text, and whether their headlines are right too."""
    text = read_text(page.body, URL)
    truth = story_of_blocks(page, text.blocks)
    found = split(clean_page(text))
    if len(found) != page.count:
        return False, False
    titled = True
    for number, story in enumerate(found):
        right = f1(page, text, truth, number, story)
        if right < (OTHER_F1 if number else PRIMARY_F1):
            return False, False
        shown = page.headlines[number] is not None or number > 0
        titled = titled and (not shown or story.headline == page.headlines[number])
    return True, titled


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


def measure_layouts(data: Path, count: int) -> None:
    """Prints a row a layout and the mean of all."""
    stock = usable(data, training=False)
    cuts, perfects = [], []
    print(f"{'layout':<22}{'cut':>7}{'perfect':>9}")
    for layout in LAYOUTS:
        results = [judged(page) for page in pages(stock, [layout], count, seed=99)]
        cut = sum(cut for cut, _ in results) / count
        perfect = sum(perfect for _, perfect in results) / count
        cuts.append(cut)
        perfects.append(perfect)
        name = layout + " *" if layout in HELD_OUT else layout
        print(f"{name:<22}{cut:>7.3f}{perfect:>9.3f}")
    print(f"{'mean':<22}{sum(cuts) / len(cuts):>7.3f}{sum(perfects) / len(perfects):>9.3f}")


def measure_whole(data: Path) -> None:
    """Prints the share of single stories that are cut, and what a page costs."""
    bare = (
        "\n".join(item["paragraphs"])
        for number, item in enumerate(articles(data))
        if number % 10 == 3 and not is_for_training(item)
    )
    for name, texts in (
        ("real gold texts", list(real_stories(data, training=False))),
        ("whole articles", list(bare)),
    ):
        made = [clean_page(read_text(text, URL)) for text in texts]
        start = time.process_time()
        false = sum(len(split(page)) > 1 for page in made)
        spent = (time.process_time() - start) / len(made)
        print(f"{name}: {false} of {len(made)} cut ({false / len(made):.2%}), {spent * 1e3:.1f} ms")


def main() -> None:
    """Prints all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--pages", type=int, default=100, help="pages of each layout")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"there are no development data at {arguments.data}; see --data")
    measure_layouts(arguments.data, arguments.pages)
    measure_whole(arguments.data)


if __name__ == "__main__":
    main()
