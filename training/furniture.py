"""What real pages show around their stories: the lines above the first marked one and beneath the
last, for spliced pages. Lines that read like prose are left out, as many are excerpts of other
stories, and nobody has marked those."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.clean import dom, lines
from pipeline.clean.charset import decode, writable
from pipeline.clean.rows import paragraphs
from pipeline.language import identify
from training.marks import marks
from training.pages import SETS, marked_pages

MAX_LINES = 120
LONG = 110
ALIKE = 0.6  # share of words with the page's title at which a line says the title


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines above and beneath the story of one real page."""

    language: str
    top: tuple[str, ...]
    bottom: tuple[str, ...]


def furniture(data: Path, *, training: bool) -> Iterator[Furniture]:
    """The furniture of the development pages (`data`/extraction); sites are of one part only."""
    for name in SETS:
        for page in marked_pages(data / "extraction", name):
            if page.kind != "article" or (zlib.crc32(page.site.encode()) % 3 > 0) != training:
                continue
            texts = dom.read_page(dom.parse(writable(decode(page.html)))).texts
            marked = marks(texts, page.reference)
            held = [place for place, mark in enumerate(marked) if mark]
            if not held:
                continue
            title = set(lines.plain(page.title or "").split())
            top = [text for text in texts[: held[0]] if _is_furniture(text, title)]
            bottom = [text for text in texts[held[-1] + 1 :] if _is_furniture(text, title)]
            yield Furniture(
                identify(page.reference) or "en",
                tuple(paragraphs("\n".join(top))[-MAX_LINES:]),
                tuple(paragraphs("\n".join(bottom))[:MAX_LINES]),
            )


def _is_furniture(text: str, title: set[str]) -> bool:
    words = set(lines.plain(text).split())
    if len(words) > 3 and len(words & title) >= ALIKE * len(words):
        return False
    if lines.width(text) <= LONG and lines.is_title_shaped(text):
        return True
    return lines.furniture_kind(text) is not None
