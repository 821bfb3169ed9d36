"""The blocks of an HTML page with their labels: what each one is, whether it stays, and why not.

Whether a block stays is the alignment's word, corrected by what trafilatura is known to get wrong
(measured on three sets of news pages): headlines repeated at the top, captions, bylines and date
lines, newsletter and "read more" lines and exact repeats go; the standfirst and paragraphs of the
same make between kept ones come back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.clean import dom, lines
from pipeline.clean.dom import PageBlock
from pipeline.clean.metadata import Metadata, name_form
from pipeline.records import Block, BlockKind

LONG_REPEAT = 60  # shorter lines may be said twice
SHORT_WORDS = 12
STANDFIRST_CHARS = 40
LINK_TEXT = 0.5
MIN_SIBLING_CHARS = 40
MAX_SIBLING_LINKS = 0.3

_NAVIGATION_TAGS = frozenset(["nav", "menu"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ITEMS = frozenset(["li", "dd", "dt"])
_CELLS = frozenset(["td", "th"])

# The reason that goes with a kind; metadata becomes fields of the story.
_REASONS: dict[BlockKind, str] = {
    "headline": "metadata",
    "date": "metadata",
    "byline": "metadata",
    "source": "metadata",
    "caption": "caption",
    "related": "related",
    "promotion": "promotion",
    "comment": "comment",
    "navigation": "navigation",
    "interface": "interface",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A block as it goes into the record, with the number of the table row that it stands in."""

    block: Block
    row: int | None


def label(
    page: Sequence[PageBlock],
    kept: set[int],
    strays: Sequence[tuple[int, str]],
    metadata: Metadata,
) -> tuple[Block, ...]:
    """The labelled blocks in page order; `strays` are kept after the block that they name."""
    kept = kept - _links_on_top(page, metadata)
    kept = kept | _standfirst(page, kept, metadata) | _siblings(page, kept)
    people = frozenset(name_form(author) for author in metadata.authors)
    after: dict[int, list[str]] = {}
    for index, text in strays:
        after.setdefault(index, []).append(text)
    seen: dict[str, str] = {}
    labelled: list[Labelled] = []
    for index, block in enumerate(page):
        labelled.append(_labelled(block, index in kept, metadata, people, seen))
        for text in after.get(index, ()):
            labelled.append(Labelled(Block(text, "paragraph", keep=True), None))
    return tuple(_rows_joined(labelled))


def structural_kind(block: PageBlock) -> BlockKind:
    """What the markup says that a block of text is."""
    if block.tag in _HEADINGS:
        return "heading"
    if block.tag in _ITEMS:
        return "list_item"
    if block.tag in _CELLS:
        return "table"
    if "blockquote" in block.within:
        return "quote"
    if "li" in block.within:
        return "list_item"
    return "paragraph"


def _labelled(
    block: PageBlock, kept: bool, metadata: Metadata, people: frozenset[str], seen: dict[str, str]
) -> Labelled:
    kind, reason = _furniture(block, kept, metadata, people)
    # What is said again in another make is a pull quote or a copy for small screens; what is said
    # again in the same make is the author's.
    if (
        kind is None
        and kept
        and len(block.text) > LONG_REPEAT
        and seen.setdefault(block.text, block.style) != block.style
    ):
        reason = "repeated"
    shape = kind or structural_kind(block)
    if kept and reason is None:
        row = block.holder if block.tag in _CELLS else None
        return Labelled(Block(block.text, shape, keep=True), row)
    return Labelled(Block(block.text, shape, keep=False, reason=reason or "outside"), None)


def _furniture(
    block: PageBlock, kept: bool, metadata: Metadata, people: frozenset[str]
) -> tuple[BlockKind | None, str | None]:
    """Kind and reason of a block that is no text of a story; (None, None) for one that may be."""
    kind = _kind(block, kept, metadata, people)
    return (kind, _REASONS[kind]) if kind else (None, None)


def _kind(
    block: PageBlock, kept: bool, metadata: Metadata, people: frozenset[str]
) -> BlockKind | None:
    text = block.text
    form = name_form(text)
    if form and form in metadata.headlines:
        return "headline"
    if block.within & {"figcaption"} or block.own_groups & dom.CAPTION:
        return "caption"
    words = text.count(" ") + 1
    if form in people or (
        block.own_groups & dom.BYLINE and words <= SHORT_WORDS and not lines.is_promotion(text)
    ):
        return "byline"
    if kept:
        return _kept_furniture(block)
    if block.own_groups & dom.DATE and words <= SHORT_WORDS and any(map(str.isdigit, text)):
        return "date"
    if block.within & _NAVIGATION_TAGS or block.groups & dom.NAVIGATION:
        return "navigation"
    if block.groups & dom.COMMENT:
        return "comment"
    if block.groups & dom.PROMOTION:
        return "promotion"
    if block.groups & dom.RELATED:
        return "related"
    if block.link_chars > LINK_TEXT * len(text):
        return "related" if words >= 5 else "navigation"
    if block.groups & dom.SHARE or "button" in block.within:
        return "interface"
    furniture = lines.furniture_kind(text)
    return furniture[0] if furniture else None


def _kept_furniture(block: PageBlock) -> BlockKind | None:
    """The kind of a line that trafilatura took for text and that speaks for the site, not in it."""
    text = block.text
    if block.tag in _HEADINGS | _ITEMS | _CELLS:
        return "related" if lines.is_related_link(text) and block.link_chars else None
    if lines.is_date_line(text):
        return "date"
    if lines.is_marker(text) or lines.is_related_link(text):
        return "related"
    if lines.is_promotion(text):
        return "promotion"
    if lines.byline_names(text):
        return "byline"
    return None


def _links_on_top(page: Sequence[PageBlock], metadata: Metadata) -> set[int]:
    """What stands above the headline and is mostly links: the page's frame, not its text."""
    above = list(takewhile(lambda block: name_form(block.text) not in metadata.headlines, page))
    if len(above) == len(page):
        return set()
    return {n for n, block in enumerate(above) if block.link_chars > LINK_TEXT * len(block.text)}


def _standfirst(page: Sequence[PageBlock], kept: set[int], metadata: Metadata) -> set[int]:
    """The block between headline and text that says what the description says, or is named so."""
    if not kept:
        return set()
    first = min(kept)
    description = name_form(metadata.description or "")
    for index in range(first - 1, max(-1, first - 30), -1):
        block = page[index]
        form = name_form(block.text)
        if form in metadata.headlines:
            break
        if len(block.text) < STANDFIRST_CHARS or block.link_chars > 0.2 * len(block.text):
            continue
        if "figcaption" in block.within or block.own_groups & dom.CAPTION:
            continue
        named = block.own_groups & dom.SUMMARY and not block.groups & (dom.RELATED | dom.NAVIGATION)
        if (
            named
            or (form and form in description)
            or (len(description) > 30 and description in form)
        ):
            return {index}
    return set()


def _siblings(page: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Paragraphs left out between kept ones that stand in the same element with the same make."""
    ends: dict[tuple[int, str], int] = {}
    for index in sorted(kept):
        ends[page[index].holder, page[index].style] = index
    begun: set[tuple[int, str]] = set()
    found = set()
    for index, block in enumerate(page):
        make = (block.holder, block.style)
        if index in kept:
            begun.add(make)
        elif (
            make in begun
            and index < ends[make]
            and len(block.text) >= MIN_SIBLING_CHARS
            and block.link_chars < MAX_SIBLING_LINKS * len(block.text)
            and not block.own_groups & (dom.CAPTION | dom.CREDIT | dom.BYLINE)
            and not lines.is_caption(block.text)
        ):
            found.add(index)
    return found


def _rows_joined(labelled: Sequence[Labelled]) -> list[Block]:
    """The kept cells of one table row as one block."""
    blocks: list[Block] = []
    row: int | None = None
    for item in labelled:
        if item.row is not None and item.row == row:
            last = blocks.pop()
            blocks.append(Block(f"{last.text} | {item.block.text}", "table", keep=True))
        else:
            blocks.append(item.block)
        row = item.row
    return blocks
