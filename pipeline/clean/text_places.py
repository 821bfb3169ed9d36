"""Lines of flattened text that say nothing of themselves, by where they stand against the prose.

Above it are the headline and navigation, between two paragraphs a subheading, a list or the
headline of another story, beneath it other headlines and the page's foot.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.clean import lines
from pipeline.clean.beside import TOLD
from pipeline.clean.dates import is_bare_time
from pipeline.clean.text_marks import drop, is_short, is_timed
from pipeline.records import Block, BlockKind

ISOLATED = 6
LEAST_OPENED = 4  # sentences of a story, its standfirst among them


def mark_by_place(blocks: list[Block], prose: list[int]) -> None:
    """Lines that are no prose and say nothing of themselves, by the prose around them."""
    solid = [place for place in prose if blocks[place].keep]
    solid = _without_isolated(blocks, solid)
    if not solid:
        for place, block in enumerate(blocks):
            if block.keep:
                drop(blocks, place, "navigation", "no_prose")
        return
    opens = _opens_with_a_standfirst(blocks, solid)
    _mark_top(blocks, solid[0])
    for before, after in pairwise(solid):
        if after - before > 1:
            _mark_between(blocks, before, after, opens=opens and before == solid[0])
    _mark_foot(blocks, solid[-1])


def _without_isolated(blocks: list[Block], solid: list[int]) -> list[int]:
    """Leaves out a lone sentence far from all others: a slogan or a notice of the site."""
    stays = []
    for order, place in enumerate(solid):
        left = place - solid[order - 1] if order else ISOLATED
        right = solid[order + 1] - place if order + 1 < len(solid) else ISOLATED
        titled = place > 0 and blocks[place - 1].kind in ("headline", "date", "source", "byline")
        titled = titled or (place > 0 and lines.could_be_headline(blocks[place - 1].text))
        short = lines.width(blocks[place].text) < 200
        if len(solid) > 2 and short and min(left, right) >= ISOLATED and not titled:
            drop(blocks, place, "navigation", "isolated")
        else:
            stays.append(place)
    return stays


def _mark_top(blocks: list[Block], first: int) -> None:
    """Above the prose: section names and links, and perhaps a standfirst beneath the headline."""
    titled = any(block.kind == "headline" for block in blocks[:first])
    standfirst = True
    for place in range(first - 1, -1, -1):
        block = blocks[place]
        if block.kind == "headline":
            standfirst = False
        if not block.keep:
            continue
        after_title = any(above.kind == "headline" for above in blocks[max(0, place - 4) : place])
        if standfirst and titled and after_title and lines.width(block.text) >= 60:
            continue
        if not lines.is_title_shaped(block.text) and place == first - 1 and titled:
            continue
        drop(blocks, place, "navigation", "above_story")


def _opens_with_a_standfirst(blocks: Sequence[Block], solid: Sequence[int]) -> bool:
    """Whether the first sentence stands right under a headline, and when and by whom the story was
    written beneath it; and nothing of the kind is said beneath any other."""
    if len(solid) < LEAST_OPENED or not solid[0] or blocks[solid[0] - 1].kind != "headline":
        return False
    told = [at for at in range(solid[0], solid[-1]) if blocks[at].kind in TOLD]
    return bool(told) and told[-1] < solid[1]


def _mark_between(blocks: list[Block], before: int, after: int, *, opens: bool = False) -> None:
    """Between two paragraphs: a subheading, a list, or the headline of the story that follows."""
    inner = range(before + 1, after)
    open_places = [place for place in inner if blocks[place].keep]
    if not open_places:
        return
    furniture = [place for place in inner if not blocks[place].keep]
    if not furniture:
        for place in open_places:
            mark_inner(blocks, place, len(open_places))
        return
    about = [
        place
        for place in inner
        if blocks[place].kind in ("date", "source", "byline")
        and not is_bare_time(blocks[place].text)
    ]
    marked = [place for place in inner if blocks[place].reason == "marker"]
    for place in open_places:
        text = blocks[place].text
        last = place == open_places[-1]
        sentence = not lines.is_title_shaped(text)
        if sentence and not furniture[0] < place < furniture[-1]:
            continue
        if sentence and blocks[place + 1].kind == "caption" and is_short(text):
            drop(blocks, place, "caption", "caption")  # what its credit stands beneath
        elif (
            last
            and not marked
            and (not about or opens or is_timed(blocks, place))
            and _touches(blocks, place, after)
        ):
            mark_inner(blocks, place, 1)
        elif (last or about) and lines.could_be_headline(text):
            drop(blocks, place, "headline", "metadata")
        elif marked and place > marked[0]:
            drop(blocks, place, "related", "related")
        else:
            drop(blocks, place, "navigation", "among_furniture")


def mark_inner(blocks: list[Block], place: int, run: int) -> None:
    """What a line that stays is: of a list, a subheading, or a line of a run of several."""
    text = blocks[place].text
    if lines.is_bullet(text):
        blocks[place] = replace(blocks[place], kind="list_item")
    elif lines.is_title_shaped(text):
        kind: BlockKind = "heading" if run <= 2 else "list_item"
        blocks[place] = replace(blocks[place], kind=kind)


def _touches(blocks: Sequence[Block], place: int, after: int) -> bool:
    return all(blocks[other].keep for other in range(place, after))


def _mark_foot(blocks: list[Block], last: int) -> None:
    """Beneath the prose: the end of a list or an interview stays, all else is the page's foot."""
    touching = True
    marked = False
    for place in range(last + 1, len(blocks)):
        block = blocks[place]
        marked = marked or block.reason == "marker"
        if not block.keep:
            touching = False
        elif touching and (lines.is_bullet(block.text) or not lines.is_title_shaped(block.text)):
            continue
        else:
            touching = False
            kind: BlockKind = "related" if marked else "navigation"
            drop(blocks, place, kind, "related" if marked else "below_story")
