"""How cleaning takes pages into which foreign stories or teasers were spliced.

`python -m benchmarks.clean --spliced` prints a row a layout: how much of the foreign stories and of
the page's own is kept, by 4-word shingles in the mean of the pages, what else is kept beside the
own, and on how many pages the stories come out right once the page is split (each with an F1 of
.85, its own with .95, none too many). Articles are of the half that is not learned from; layouts
with * neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clean import shingles
from pipeline.clean import clean
from pipeline.records import CleanPage, RawPage, Refusal
from pipeline.split import split
from training.spliced_html import HELD_OUT, LAYOUTS, SplicedHtml, spliced_pages

SEED = 99
OWN_F1 = 0.95
OTHER_F1 = 0.85

Text = Counter[tuple[str, ...]]  # the shingles of a text


@dataclass(slots=True)
class Tally:
    """The pages of one layout: sums of what is kept of each, as shares of what should be."""

    pages: int = 0
    with_foreign: int = 0
    foreign_kept: float = 0.0
    own_kept: float = 0.0
    other_kept: float = 0.0
    right: int = 0
    refused: int = 0

    def add(self, page: SplicedHtml, result: CleanPage | Refusal) -> None:
        """One page."""
        self.pages += 1
        own, *others = [_text(story.paragraphs) for story in page.stories]
        foreign = sum(others, Text())
        self.with_foreign += bool(foreign)
        if isinstance(result, Refusal):
            self.refused += 1
            return
        kept = _text(block.text for block in result.blocks if block.keep)
        self.foreign_kept += (kept & foreign).total() / max(foreign.total(), 1)
        self.own_kept += (kept & own).total() / own.total()
        self.other_kept += (kept - foreign - own).total() / own.total()
        first, *rest = [shingles(story.text) for story in split(result)]
        self.right += (
            len(rest) == len(others)
            and _f1(first, own) >= OWN_F1
            and all(max(_f1(story, other) for story in rest) >= OTHER_F1 for other in others)
        )


def _text(texts: Iterable[str]) -> Text:
    return shingles("\n\n".join(texts))


def _f1(found: Text, wanted: Text) -> float:
    both = found.total() + wanted.total()
    return 2 * (found & wanted).total() / both if both else 0.0


def html_page(page: SplicedHtml) -> RawPage:
    """The page as a crawler would hand it over."""
    return RawPage(
        url=page.url,
        fetched_at="2026-01-01T00:00:00Z",
        content_type="text/html",
        body=page.html.decode(),
    )


def print_spliced(
    data: Path, count: int, by_fold: Callable[[Iterable[SplicedHtml]], Iterator[SplicedHtml]]
) -> None:
    """One line a layout, and one for all."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for page in by_fold(spliced_pages(data.parent, training=False, seed=SEED, count=count)):
        result = clean(html_page(page), origin="benchmark", appended_at=0)
        tallies[page.layout].add(page, result)
    print(f"{'layout':18} pages  foreign kept   own kept  other kept  split right  refused")
    total = Tally()
    for layout in LAYOUTS:
        if layout in tallies:
            _print(layout + " *" * (layout in HELD_OUT), tallies[layout])
            for name in Tally.__slots__:
                setattr(total, name, getattr(total, name) + getattr(tallies[layout], name))
    _print("all", total)


def _print(name: str, tally: Tally) -> None:
    pages = tally.pages
    foreign = tally.foreign_kept / tally.with_foreign if tally.with_foreign else float("nan")
    print(
        f"{name:18} {pages:5}  {foreign:12.3f} {tally.own_kept / pages:10.3f}"
        f" {tally.other_kept / pages:11.3f} {tally.right / pages:12.3f} {tally.refused:8}"
    )
