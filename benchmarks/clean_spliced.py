"""How cleaning takes pages into which foreign stories or teasers were spliced.

`python -m benchmarks.clean --spliced` prints a row a layout: how much of the letters of the foreign
stories and of the page's own is kept, what else is kept beside the own letters, and on how many
pages the stories come out right once the page is split (each with an F1 of .85 by letters, its own
with .95, none too many). Articles are of the half that is not learned from; layouts with * neither.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.clean import clean
from pipeline.clean.dom import tidy
from pipeline.clean.metadata import name_form
from pipeline.records import CleanPage, RawPage, Refusal
from pipeline.split import split
from training.spliced_html import HELD_OUT, LAYOUTS, SplicedHtml, spliced_pages

SEED = 99
OWN_F1 = 0.95
OTHER_F1 = 0.85

Text = Counter[str]  # the lines of a text, as they are compared


@dataclass(slots=True)
class Tally:
    """The letters of the pages of one layout."""

    pages: int = 0
    foreign: int = 0
    foreign_kept: int = 0
    own: int = 0
    own_kept: int = 0
    other_kept: int = 0
    right: int = 0
    refused: int = 0

    def add(self, page: SplicedHtml, result: CleanPage | Refusal) -> None:
        """One page."""
        self.pages += 1
        own, *others = [_lines(story.paragraphs) for story in page.stories]
        foreign = sum(others, Counter[str]())
        self.foreign += _size(foreign)
        self.own += _size(own)
        if isinstance(result, Refusal):
            self.refused += 1
            return
        kept = _lines(block.text for block in result.blocks if block.keep)
        self.foreign_kept += _size(kept & foreign)
        self.own_kept += _size(kept & own)
        self.other_kept += _size(kept - foreign - own)
        first, *rest = [_lines(story.text.split("\n\n")) for story in split(result)]
        self.right += (
            len(rest) == len(others)
            and _f1(first, own) >= OWN_F1
            and all(max(_f1(story, other) for story in rest) >= OTHER_F1 for other in others)
        )


def _lines(texts: Iterable[str]) -> Text:
    return Counter(filter(None, (name_form(tidy(text)) for text in texts)))


def _size(text: Text) -> int:
    return sum(len(line) * count for line, count in text.items())


def _f1(found: Text, wanted: Text) -> float:
    both = _size(found) + _size(wanted)
    return 2 * _size(found & wanted) / both if both else 0.0


def print_spliced(
    data: Path, count: int, by_fold: Callable[[Iterable[SplicedHtml]], Iterator[SplicedHtml]]
) -> None:
    """One line a layout, and one for all."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for page in by_fold(spliced_pages(data.parent, training=False, seed=SEED, count=count)):
        raw = RawPage(
            url=page.url,
            fetched_at="2026-01-01T00:00:00Z",
            content_type="text/html",
            body=page.html.decode(),
        )
        result = clean(raw, origin="benchmark", appended_at=0)
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
    own = max(tally.own, 1)
    foreign = f"{tally.foreign_kept / tally.foreign:12.3f}" if tally.foreign else " " * 12
    print(
        f"{name:18} {tally.pages:5}  {foreign} {tally.own_kept / own:10.3f}"
        f" {tally.other_kept / own:11.3f} {tally.right / tally.pages:12.3f} {tally.refused:8}"
    )
