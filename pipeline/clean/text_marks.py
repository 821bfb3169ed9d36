"""What the steps that label flattened text share: to leave a line out, and questions about one."""

from collections.abc import Sequence
from itertools import islice

from pipeline.clean import lines
from pipeline.clean.dates import is_bare_time
from pipeline.records import Block, BlockKind

MAX_CAPTION_WIDTH = 200
OPENING = 3  # kept paragraphs


def drop(blocks: list[Block], place: int, kind: BlockKind, reason: str) -> None:
    """Leaves a line out, for this reason."""
    blocks[place] = Block(blocks[place].text, kind, keep=False, reason=reason)


def is_short(text: str) -> bool:
    """Whether a line has no more than the length of a caption."""
    return lines.width(text) <= MAX_CAPTION_WIDTH


def is_timed(blocks: Sequence[Block], place: int) -> bool:
    """Whether a bare time stands right above, as above an entry of a live report."""
    above = blocks[place - 1] if place else None
    return above is not None and above.kind == "date" and is_bare_time(above.text)


def titles(blocks: Sequence[Block], headline: str) -> list[int]:
    """Where the page's headline stands."""
    return [
        place
        for place, block in enumerate(blocks)
        if block.kind == "headline" and lines.plain(block.text).startswith(headline)
    ]


def about_of(blocks: Sequence[Block], headline: str | None) -> str:
    """The headline and the first paragraphs."""
    told = islice((b.text for b in blocks if b.keep and b.kind == "paragraph"), OPENING)
    return " ".join([headline or "", *(text for text in told if not lines.is_title_shaped(text))])
