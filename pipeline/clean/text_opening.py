"""What opens a flattened story above its first paragraph and is a part of it.

A standfirst between the headline and who wrote the story, the points that sum it up, and the first
subheading of a round-up look like the page's furniture by their place alone.
"""

from collections.abc import Sequence

from pipeline.clean import lines
from pipeline.clean.beside import TOLD
from pipeline.clean.context import stems_of
from pipeline.clean.text_marks import about_of, titles
from pipeline.records import Block

STANDFIRST_WIDTH = 40
MAX_STANDFIRST_WIDTH = 400
TOLD_STEMS = 2  # of a standfirst, that the headline or the first paragraphs say too
LEAST_POINTS = 2  # that sum a story up
LEAST_POINT_WORDS = 3  # the bullet among them
LEAST_SUBHEADINGS = 3  # of a round-up, the first aside
BARE_REACH = 8  # lines beneath the headline
FEW_WORDS = 3

_LOST_ABOVE = frozenset(["outside", "above_story", "among_furniture", "no_prose", "isolated"])


def mark_opening(blocks: list[Block]) -> None:
    """Keeps what opens a story beneath its headline's lines: the points that sum it up, in a list,
    or the first of the subheadings of a round-up that has no introduction."""
    first = next((place for place, block in enumerate(blocks) if block.keep), 0)
    start = first
    while start and _is_point(blocks[start - 1]):
        start -= 1
    if first - start >= LEAST_POINTS and _is_beneath_headline(blocks, start):
        for place in range(start, first):
            blocks[place] = Block(blocks[place].text, "list_item", keep=True)
    elif (
        start == first
        and first
        and blocks[first - 1].reason == "above_story"
        and _is_round_up(blocks, first)
        and _is_beneath_headline(blocks, first - 1)
    ):
        blocks[first - 1] = Block(blocks[first - 1].text, "heading", keep=True)


def mark_standfirst(blocks: list[Block], headline: str) -> None:
    """Keeps the line between the headline and who wrote the story and when, where it says what the
    headline and the first paragraphs say."""
    first = next((at for at, block in enumerate(blocks) if block.keep), len(blocks))
    above = [at for at in titles(blocks, headline) if at < first]
    if not above or above[-1] + 2 >= len(blocks):
        return
    place = above[-1] + 1
    block, beneath = blocks[place], blocks[place + 1]
    if block.keep or block.reason not in _LOST_ABOVE or beneath.kind not in TOLD:
        return
    if not STANDFIRST_WIDTH <= lines.width(block.text) <= MAX_STANDFIRST_WIDTH:
        return
    if len(stems_of(block.text) & stems_of(about_of(blocks, headline))) >= TOLD_STEMS:
        blocks[place] = Block(block.text, "paragraph", keep=True)


def _is_point(block: Block) -> bool:
    """Whether the line is of a list and longer than the links of a menu."""
    bulleted = lines.is_bullet(block.text) and len(block.text.split()) > LEAST_POINT_WORDS
    return bulleted and block.reason in ("above_story", "outside")


def _is_beneath_headline(blocks: Sequence[Block], place: int) -> bool:
    """Whether a headline stands right above, or with no more between than when and by whom the
    story was written, a few words, and what the page's buttons say."""
    for above in reversed(blocks[max(0, place - BARE_REACH) : place]):
        if above.kind == "headline":
            return True
        few = len(above.text.split()) <= FEW_WORDS and above.reason != "marker"
        if above.kind not in (*TOLD, "interface", "caption", "promotion") and not few:
            return False
    return False


def _is_round_up(blocks: Sequence[Block], first: int) -> bool:
    """Whether each of several subheadings, and the first line, has one paragraph beneath it."""
    kinds = [block.kind for block in blocks[first:] if block.keep]
    return (
        kinds[0::2] == ["paragraph"] * (len(kinds) - len(kinds) // 2)
        and kinds[1::2] == ["heading"] * (len(kinds) // 2)
        and len(kinds) % 2 == 1
        and len(kinds) // 2 >= LEAST_SUBHEADINGS
    )
