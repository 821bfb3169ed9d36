"""Text that a scraper flattened -> labelled blocks and what the page says of itself.

It takes the text and the page's address and gives one block a line (or a paragraph of wrapped
lines, see `rows`), each with its kind and whether it belongs to a story. Kinds come from rules:
prose is the skeleton of a page; a line that is no prose is judged by what it says itself (`lines`)
and else by where it stands against the prose: above it are the headline and navigation, between two
paragraphs a subheading, beneath it other headlines and the page's foot. What a page repeats is a
headline or furniture. Whether a line that could be text is a story's is decided by boosted trees
(`trees`) over all that stands around it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import lines, trees
from pipeline.clean.beside import (
    TOLD,
    address_day,
    dates_beside,
    dates_of,
    says_outlet,
    signed,
    source_of,
    writes_day_first,
)
from pipeline.clean.context import Columns, stems_of
from pipeline.clean.dates import UNDATED, Dates, has_digit, is_bare_time
from pipeline.clean.entries import mark_entries, mark_timeline
from pipeline.clean.exports import Export, export_of
from pipeline.clean.given_names import is_full_name
from pipeline.clean.headline import SITE_SUFFIX, headline_at, without_site
from pipeline.clean.lists import places_in_lists, rating_above
from pipeline.clean.notices import notices_beneath
from pipeline.clean.people import (
    authors_of,
    bare_names,
    credited_authors,
    does_work,
    names_beside_date,
)
from pipeline.clean.rows import paragraphs
from pipeline.clean.text_features import line_columns, story_columns
from pipeline.clean.text_kinds import text_kinds
from pipeline.clean.text_model import likely_of
from pipeline.clean.wording import PHRASE_WIDTH
from pipeline.records import Block, BlockKind

PROSE_WIDTH = 40
ISOLATED = 6
MAX_CAPTION_WIDTH = 200
MAX_CAPTIONS = 4
ABOVE = 4  # lines above the headline that may hold its date

TEASER_LIKELY = (
    0.3  # of prose under a headline of its own; .2 finds a tenth more, and more furniture
)
LONG_TEASER = 60
SURE = 0.6  # a headline is the page's own though a story stands above it
STORY_CHARS = 300
HEADING_LIKELY = 0.4  # of a subheading that stands right between two paragraphs
ENTRY_LIKELY = 0.1  # of one beneath a bare time, where the page has several
LEAST_ENTRIES = 3
LIST_LIKELY = 0.01  # of a line of a list within the story
LEAST_QUESTIONS = 2  # that stay, of an interview
STANDFIRST_WIDTH = 40
MAX_STANDFIRST_WIDTH = 400
TOLD_STEMS = 2  # of a standfirst, that the headline or the first paragraphs say too
LEAST_POINTS = 2  # that sum a story up
LEAST_POINT_WORDS = 3  # the bullet among them
LEAST_SUBHEADINGS = 3  # of a round-up, the first aside
LEAST_ABOVE_LIFE = 2  # kept lines
LEAST_OPENED = 4  # sentences of a story, its standfirst among them
MAX_NAMED_WORDS = 6
MAX_NAMED_WIDTH = 50
OPENING = 3  # kept paragraphs
BARE_REACH = 8  # lines beneath the headline
BENEATH = 4  # lines, the story's last one among them
MAX_LABEL_WORDS = 2  # "About Ann Lee", "Written by Ann Lee"
# Reasons that come from a line's place or from a few of its words, and may be wrong.
_OPEN = frozenset(
    "above_story among_furniture below_story isolated no_prose related caption promotion "
    "interface".split()
)

_LOST_ABOVE = frozenset(["outside", "above_story", "among_furniture", "no_prose", "isolated"])
_TITLES: frozenset[BlockKind] = frozenset(["headline", "navigation", "related"])

# A number or "One", up to four words, and what they are about in quotes.
_COUNTED = re.compile(
    r"(?:\d{1,5}|[^\W\d_]{2,7})(?:\s[^\W\d_]{1,15}){1,4}\s?[:：]?\s?[\"“”„«‘‹「『]\s?(.{8,}?)\s?[\"”“»’›」』]"
)
_BARS = re.compile(r"[|•·]")


@dataclass(frozen=True, slots=True)
class Flattened:
    """The blocks of flattened text, in page order, and what they say of the page's own story."""

    blocks: tuple[Block, ...]
    headline: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    authors: tuple[str, ...] = ()
    source_name: str | None = None
    kinds: dict[str, float] = field(default_factory=dict)  # how probably it is no article but that


def read_text(body: str, url: str, *, markdown: bool = False) -> Flattened:
    """Flattened text as labelled blocks with the page's metadata. Raises TextTooLarge."""
    texts = paragraphs(body, markdown=markdown)
    if not texts:
        return Flattened(())
    columns = line_columns(texts, url)
    blocks = _alone(texts, columns)
    _mark_labelled_captions(blocks)
    _mark_export(blocks, columns, export_of(texts))
    keys = [lines.plain(text) for text in texts]
    times = Counter(keys)
    day_first = writes_day_first(texts)
    may_tell = (columns["digits"] > 0) | (columns["bars"] > 0)
    _mark_dates(blocks, np.flatnonzero(may_tell).tolist(), day_first=day_first)
    _mark_sources(blocks)
    _mark_repeated(blocks, keys, times)
    prose = _prose(blocks)
    at, likely = headline_at(texts, columns, url)
    headline = None if at is None else without_site(texts[at], url)
    if headline is not None:
        _mark_headline(blocks, keys, lines.plain(headline))
    _mark_by_place(blocks, prose)
    told = story_columns(texts, columns, at)
    found, usual = likely_of(told)
    _mark_learned(blocks, found, usual)
    if at is not None and likely < SURE and _story_above(blocks, at):
        headline = None
    _mark_opening(blocks)
    if headline is not None:
        _mark_standfirst(blocks, lines.plain(headline))
    mark_timeline(blocks)
    _mark_comments(blocks, lines.plain(headline or ""))
    named = _mark_bare_bylines(blocks, headline)
    dates, authors, source = _top(blocks, headline, day_first=day_first)
    authors = _without_site(named or authors, texts[0], url)
    if headline is not None:
        mark_entries(blocks, headline, dates.published)
    _mark_credits(blocks)
    for place in notices_beneath(blocks):
        _drop(blocks, place, "promotion", "promotion")
    _mark_lives(blocks, authors)
    if dates.published is None:
        shown = _above(blocks, day_first=day_first) if headline is not None else None
        dates = Dates(shown or address_day(url), dates.modified)
    return Flattened(
        blocks=tuple(blocks),
        headline=headline,
        published_at=dates.published,
        modified_at=dates.modified,
        authors=authors,
        source_name=source,
        kinds=text_kinds(texts, told, found, likely, url),
    )


def _alone(texts: Sequence[str], columns: Columns) -> list[Block]:
    """The lines as far as they can be judged without their surroundings; prose is kept for now."""
    dashed = np.array([lines.is_dashed(text) for text in texts])
    said = {sign: columns[sign] > 0 for sign in lines.FURNITURE}
    said["source"] &= ~dashed
    for place in np.flatnonzero(columns["width"] > np.log1p(PHRASE_WIDTH)).tolist():
        said["caption"][place] = lines.is_caption(texts[place])
    blocks = [Block(text, "paragraph", keep=True) for text in texts]
    for sign, (kind, reason) in reversed(lines.FURNITURE.items()):
        for place in np.flatnonzero(said[sign]).tolist():
            blocks[place] = Block(texts[place], kind, keep=False, reason=reason)
    return blocks


def _mark_labelled_captions(blocks: list[Block]) -> None:
    """A label of a caption that stands alone, and the caption beneath it."""
    for place, block in enumerate(blocks[:-1]):
        if lines.labels_caption(block.text):
            _drop(blocks, place, "caption", "metadata")
            if blocks[place + 1].keep and _is_short(blocks[place + 1].text):
                _drop(blocks, place + 1, "caption", "metadata")


def _mark_export(blocks: list[Block], columns: Columns, export: Export) -> None:
    """What a database printed around its stories; none of it is a headline."""
    for place in export.fields:
        if blocks[place].kind != "byline":
            _drop(blocks, place, "navigation", "metadata")
    for place in export.documents:
        _drop(blocks, place, "navigation", "marker")
    for place in export.printed:
        _drop(blocks, place, "date", "metadata")
    for place in export.outlets:
        _drop(blocks, place, "source", "metadata")
    none = [*export.fields, *export.documents, *export.printed, *export.outlets]
    columns["interface"][none] = 1


def _drop(blocks: list[Block], place: int, kind: BlockKind, reason: str) -> None:
    blocks[place] = Block(blocks[place].text, kind, keep=False, reason=reason)


def _mark_dates(blocks: list[Block], places: Sequence[int], *, day_first: bool) -> None:
    """Lines that hold a date among other things, a section, an outlet or the reading time."""
    for place in places:
        block = blocks[place]
        if not block.keep or not lines.is_title_shaped(block.text):
            continue
        if (found := signed(block.text)) is not None:
            _drop(blocks, place, "source" if found.outlet else "date", "metadata")
        elif dates_beside(block.text, day_first=day_first) != UNDATED:
            _drop(blocks, place, "date", "metadata")


def _mark_sources(blocks: list[Block]) -> None:
    """An outlet's name beside a time: dashed ("- The Standard"), or said again as a dashed line; or
    alone above a date, where it is sure to be one."""
    dated = False  # the line beneath, signs alone passed over
    for place in reversed(range(len(blocks))):
        block = blocks[place]
        if dated and block.keep and says_outlet(block.text):
            _drop(blocks, place, "source", "metadata")
        dated = block.kind == "date" or (dated and not lines.plain(block.text))
    for place, block in enumerate(blocks):
        name = lines.source_name(block.text) if lines.is_dashed(block.text) else None
        if name is None or not block.keep:
            continue
        above = blocks[max(0, place - 2) : place]
        beside = [*above, *blocks[place + 1 : place + 2]]
        said = [other.text for other in above if lines.plain(other.text) == lines.plain(name)]
        dated = any(other.kind == "date" for other in beside) and not _is_listed(blocks, place)
        if said or dated:
            _drop(blocks, place, "source", "metadata")
            for earlier in range(max(0, place - 2), place):
                if blocks[earlier].text in said:
                    _drop(blocks, earlier, "source", "metadata")


def _is_listed(blocks: Sequence[Block], place: int) -> bool:
    """Whether another dashed line stands right above or beneath, as in a list."""
    beside = (*blocks[max(0, place - 1) : place], *blocks[place + 1 : place + 2])
    return any(lines.is_dashed(block.text) and lines.is_bullet(block.text) for block in beside)


def _mark_repeated(blocks: list[Block], keys: list[str], times: Counter[str]) -> None:
    """What a page says twice: titles are headlines, a sentence twice in a row is a caption."""
    in_a_row = sum(
        before == key and not lines.is_title_shaped(block.text)
        for (before, key), block in zip(pairwise(keys), blocks[1:], strict=True)
    )
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        key = keys[place]
        if not block.keep or times[key] < 2:
            continue
        if lines.is_title_shaped(block.text):
            if lines.could_be_headline(block.text):
                _drop(blocks, place, "headline", "metadata")
            else:
                _drop(blocks, place, "navigation", "repeated")
        elif key in seen:
            _drop(blocks, place, "paragraph", "repeated")
            # Where much is doubled, the scraper did it; a picture's text is short and doubled once.
            short = lines.width(block.text) <= MAX_CAPTION_WIDTH
            if keys[place - 1] == key and in_a_row <= MAX_CAPTIONS and short:
                _drop(blocks, place - 1, "caption", "repeated")
                _drop(blocks, place, "caption", "repeated")
        seen.add(key)


def _prose(blocks: Sequence[Block]) -> list[int]:
    """Where sentences of some length stand; in scripts without full stops, long lines."""
    kept = [place for place, block in enumerate(blocks) if block.keep]
    found = [
        place
        for place in kept
        if lines.width(blocks[place].text) >= PROSE_WIDTH
        and not lines.is_title_shaped(blocks[place].text)
    ]
    if not found:
        found = [place for place in kept if lines.width(blocks[place].text) >= 100]
    return found


def _mark_headline(blocks: list[Block], keys: list[str], headline: str) -> None:
    for place, block in enumerate(blocks):
        if keys[place] == headline or (
            block.keep
            and keys[place].startswith(headline)
            and SITE_SUFFIX.search(block.text)
            and len(keys[place]) < len(headline) + 45
        ):
            _drop(blocks, place, "headline", "metadata")


def _mark_by_place(blocks: list[Block], prose: list[int]) -> None:
    """Lines that are no prose and say nothing of themselves, by the prose around them."""
    solid = [place for place in prose if blocks[place].keep]
    solid = _without_isolated(blocks, solid)
    if not solid:
        for place, block in enumerate(blocks):
            if block.keep:
                _drop(blocks, place, "navigation", "no_prose")
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
            _drop(blocks, place, "navigation", "isolated")
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
        _drop(blocks, place, "navigation", "above_story")


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
            _mark_inner(blocks, place, len(open_places))
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
        if sentence and blocks[place + 1].kind == "caption" and _is_short(text):
            _drop(blocks, place, "caption", "caption")  # what its credit stands beneath
        elif (
            last
            and not marked
            and (not about or opens or _is_timed(blocks, place))
            and _touches(blocks, place, after)
        ):
            _mark_inner(blocks, place, 1)
        elif (last or about) and lines.could_be_headline(text):
            _drop(blocks, place, "headline", "metadata")
        elif marked and place > marked[0]:
            _drop(blocks, place, "related", "related")
        else:
            _drop(blocks, place, "navigation", "among_furniture")


def _is_short(text: str) -> bool:
    return lines.width(text) <= MAX_CAPTION_WIDTH


def _mark_inner(blocks: list[Block], place: int, run: int) -> None:
    text = blocks[place].text
    if lines.is_bullet(text):
        blocks[place] = replace(blocks[place], kind="list_item")
    elif lines.is_title_shaped(text):
        kind: BlockKind = "heading" if run <= 2 else "list_item"
        blocks[place] = replace(blocks[place], kind=kind)


def _is_timed(blocks: Sequence[Block], place: int) -> bool:
    """Whether a bare time stands right above, as above an entry of a live report."""
    above = blocks[place - 1] if place else None
    return above is not None and above.kind == "date" and is_bare_time(above.text)


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
            _drop(blocks, place, kind, "related" if marked else "below_story")


def _story_above(blocks: Sequence[Block], at: int) -> bool:
    """Whether a story stands above a headline, which then is that of another."""
    return sum(len(block.text) for block in blocks[:at] if block.keep) >= STORY_CHARS


def _mark_learned(blocks: list[Block], found: NDArray[np.float32], usual: float) -> None:
    """Keeps and drops lines as the trees say, where the line does not say itself what it is."""
    sizes = np.array([len(block.text) for block in blocks], dtype=np.float32)
    threshold = trees.threshold_of(found, sizes, usual)
    timed = [_is_timed(blocks, place) for place in range(len(blocks))]
    live = sum(timed) >= LEAST_ENTRIES
    sure = [block.keep and likely >= threshold for block, likely in zip(blocks, found, strict=True)]
    unlikely = found < threshold
    listed = places_in_lists(blocks, sure)
    rating = rating_above(blocks, sure)
    for place, likely in enumerate(found.tolist()):
        block = blocks[place]
        least = threshold
        if place in listed or place == rating:
            least = LIST_LIKELY
        elif block.kind == "heading":
            least = ENTRY_LIKELY if live and timed[place] else HEADING_LIKELY
        elif TEASER_LIKELY <= likely < threshold and block.keep and _is_signed(blocks, place):
            least = TEASER_LIKELY
        if block.keep and likely < least:
            kind: BlockKind = "navigation" if lines.is_title_shaped(block.text) else "paragraph"
            _drop(blocks, place, kind, "outside")
        elif (
            block.reason in _OPEN
            and likely >= least
            and not _says_itself(block)
            and not _is_amid_links(blocks, place, unlikely)
        ):
            blocks[place] = Block(block.text, "paragraph", keep=True)
            _mark_inner(blocks, place, 1)
        elif (
            live
            and timed[place]
            and block.reason == "above_story"
            and any(sure[place + 1 : place + 2])
        ):
            blocks[place] = Block(block.text, "heading", keep=True)
    _mark_last_question(blocks)


def _is_amid_links(blocks: Sequence[Block], place: int, unlikely: NDArray[np.bool_]) -> bool:
    """Whether a title beneath a marker has others on both sides that stay links."""
    if blocks[place].reason != "related" or not lines.is_title_shaped(blocks[place].text):
        return False
    if not 0 < place < len(blocks) - 1:
        return False
    beside = [place - 1, place + 1]
    return all(blocks[at].reason in ("related", "marker") and unlikely[at] for at in beside)


def _mark_opening(blocks: list[Block]) -> None:
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


def _mark_standfirst(blocks: list[Block], headline: str) -> None:
    """Keeps the line between the headline and who wrote the story and when, where it says what the
    headline and the first paragraphs say."""
    first = next((at for at, block in enumerate(blocks) if block.keep), len(blocks))
    above = [at for at in _titles(blocks, headline) if at < first]
    if not above or above[-1] + 2 >= len(blocks):
        return
    place = above[-1] + 1
    block, beneath = blocks[place], blocks[place + 1]
    if block.keep or block.reason not in _LOST_ABOVE or beneath.kind not in TOLD:
        return
    if not STANDFIRST_WIDTH <= lines.width(block.text) <= MAX_STANDFIRST_WIDTH:
        return
    if len(stems_of(block.text) & stems_of(_about(blocks, headline))) >= TOLD_STEMS:
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
        few = len(above.text.split()) <= MAX_NAMED_WORDS // 2 and above.reason != "marker"
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


def _mark_last_question(blocks: list[Block]) -> None:
    """An interview's question stays where its short answer does, as those before it do."""
    asked = 0
    for place, block in enumerate(blocks[:-1]):
        if not lines.asks(block.text):
            continue
        between = place > 0 and blocks[place - 1].keep and blocks[place + 1].keep
        if block.keep:
            asked += 1
        elif asked >= LEAST_QUESTIONS and between and block.reason in ("below_story", "outside"):
            blocks[place] = Block(block.text, "heading", keep=True)


def _mark_comments(blocks: list[Block], headline: str) -> None:
    """What readers say: between a day, or how long ago, and a button to answer it; and all beneath
    a line that counts what they think of this headline."""
    counted = False
    for place, block in enumerate(blocks):
        told = block.kind == "headline" and place + 1 < len(blocks)
        ended = block.reason == "marker" or (told and blocks[place + 1].kind in ("date", "byline"))
        counted = (counted and not ended) or _counts_comments(block.text, headline)
        if counted and (block.keep or block.kind == "headline"):
            _drop(blocks, place, "comment", "comment")
    for place, block in enumerate(blocks):
        if block.keep and any(b.kind == "date" for b in blocks[max(0, place - 3) : place]):
            beneath = blocks[place + 1 : place + 4]
            if any(_asks_to_answer(b.text) for b in beneath if len(b.text) < PROSE_WIDTH):
                _drop(blocks, place, "comment", "comment")


def _asks_to_answer(text: str) -> bool:
    """Whether the line is a button to answer, alone or beside others: "Like · Reply"."""
    return any(lines.plain(part) in lines.ANSWERS for part in _BARS.split(text))


def _counts_comments(text: str, headline: str) -> bool:
    """Whether the line is like "2 thoughts on “The headline”", as publishing systems put it."""
    found = _COUNTED.fullmatch(text) if headline else None
    return found is not None and lines.plain(found[1]) == headline


def _mark_lives(blocks: list[Block], authors: Sequence[str]) -> None:
    """What the page tells of its author beneath the story: a paragraph that opens with the name,
    under a line of the name and little else, or one that announces it."""
    seen = 0
    for place, block in enumerate(blocks):
        if not block.keep:
            continue
        seen += 1
        about = next((name for name in authors if block.text.startswith(f"{name} ")), None)
        if about is None or seen <= LEAST_ABOVE_LIFE:
            continue
        above = lines.plain(blocks[place - 1].text).split()
        name = lines.plain(about).split()
        named = above[-len(name) :] == name and len(above) <= len(name) + MAX_LABEL_WORDS
        if named or " ".join(above) in lines.LIVES:
            for line in (place - 1, place):
                _drop(blocks, line, "byline", "metadata")


def _mark_credits(blocks: list[Block]) -> None:
    """Who took a picture, and for whom, alone on a line among the paragraphs: "Ann Lee | The
    Herald". Above the first such a line may be a byline."""
    seen = False
    for place, block in enumerate(blocks):
        if not block.keep:
            continue
        named, *outlet = block.text.split(" | ")
        if seen and len(outlet) == 1 and is_full_name(named) and says_outlet(outlet[0]):
            _drop(blocks, place, "caption", "caption")
        seen = seen or block.kind == "paragraph"


def _says_itself(block: Block) -> bool:
    """Whether a dropped line is word for word what such lines say, whatever stands around it."""
    if block.reason == "related":
        return lines.is_related_link(block.text)
    if block.reason == "caption":
        sure = lines.ends_in_credit(block.text) or lines.says_caption(block.text)
        return _is_short(block.text) and sure
    if block.reason == "promotion":
        return lines.is_foot_line(block.text)
    return block.reason == "interface" and lines.plain(block.text) in lines.INTERFACE


def _is_signed(blocks: Sequence[Block], place: int) -> bool:
    """Whether the lines right above are a headline and when or where it was published; or whether
    this is a longer paragraph under a line that could be a headline."""
    above = {block.kind for block in blocks[max(0, place - 5) : place]}
    if "headline" in above and "source" in above:
        return True
    text = blocks[place].text
    if lines.width(text) < LONG_TEASER or lines.is_title_shaped(text):
        return False
    return any(
        (block.keep or block.kind in _TITLES)
        and block.reason != "marker"
        and lines.could_be_headline(block.text)
        and lines.is_title_shaped(block.text)
        for block in blocks[max(0, place - 3) : place]
    )


def _mark_bare_bylines(blocks: list[Block], headline: str | None) -> tuple[str, ...]:
    """Names alone between the headline and the first paragraph, one or more lines of them, with a
    date right beside them, or what a person does beneath. Gives the people."""
    own = _own_lines(blocks, lines.plain(headline or ""))
    title = next(iter(_titles(own, lines.plain(headline or ""))), None)
    if title is None or any(block.kind == "byline" for block in own):
        return ()
    about = _about(blocks, headline)
    run: list[int] = []
    people: list[str] = []
    for place in range(title + 1, min(title + BARE_REACH, len(blocks))):
        block = blocks[place]
        works = not block.keep and _works(blocks, [place])
        names = bare_names(block.text, about, goes_on=bool(run), works=works)
        if block.kind not in TOLD and names:
            run.append(place)
            people += names
            continue
        told = _is_beside_date(blocks, run) or _works(blocks, run)
        if (
            told
            or block.reason == "marker"
            or (block.keep and not lines.is_title_shaped(block.text))
        ):
            break
        run, people = [], []
    if not (_is_beside_date(blocks, run) or _works(blocks, run)):
        return ()
    for place in run:
        _drop(blocks, place, "byline", "metadata")
    return tuple(dict.fromkeys(people))


def _titles(blocks: Sequence[Block], headline: str) -> list[int]:
    """Where the page's headline stands."""
    return [
        place
        for place, block in enumerate(blocks)
        if block.kind == "headline" and lines.plain(block.text).startswith(headline)
    ]


def _about(blocks: Sequence[Block], headline: str | None) -> str:
    """The headline and the first paragraphs."""
    told = islice((b.text for b in blocks if b.keep and b.kind == "paragraph"), OPENING)
    return " ".join([headline or "", *(text for text in told if not lines.is_title_shaped(text))])


def _works(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Whether the line beneath names says what a person does: "Staff Reporter"."""
    return bool(run) and any(does_work(blocks[place].text) for place in _next(blocks, run[-1]))


def _is_beside_date(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Whether a date stands right beneath names, or above them, perhaps with buttons between."""
    if not run:
        return False
    above = run[0] - 1
    while above > 0 and blocks[above].kind == "interface":
        above -= 1
    return any(blocks[place].kind == "date" for place in (above, *_next(blocks, run[-1])))


def _next(blocks: Sequence[Block], place: int) -> range:
    return range(place + 1, min(place + 2, len(blocks)))


def _top(
    blocks: Sequence[Block], headline: str | None, *, day_first: bool
) -> tuple[Dates, tuple[str, ...], str | None]:
    """Dates, authors and source that stand between the page's top and its first paragraphs."""
    published = modified = source = dated = None
    authors: tuple[str, ...] = ()
    titled = headline is None
    paragraphs_seen = 0
    own = _own_lines(blocks, lines.plain(headline or ""))
    signed = False  # the line above
    for block in own:
        if block.keep and block.kind == "paragraph":
            paragraphs_seen += 1
            if paragraphs_seen > 2:
                break
        titled = titled or block.kind == "headline"
        if block.reason == "marker" and titled:
            break
        # The day of a source among the paragraphs is the day of what they quote.
        quoted = block.kind == "source" and paragraphs_seen > 0
        if block.kind in TOLD and titled and not quoted:
            dates = dates_of(block, day_first=day_first)
            published = published or dates.published
            modified = modified or dates.modified
            if block.kind == "date" and dated is None:
                dated = block.text
        if block.kind == "byline" and (
            not authors or (signed and bare_names(block.text, goes_on=True))
        ):
            authors = tuple(dict.fromkeys((*authors, *authors_of(block.text))))
        elif block.kind == "source" and source is None:
            source = source_of(block)
        if source is None and titled and not block.keep:
            alone = block.text.startswith("(")  # behind "©" it is a picture's
            source = lines.agency_signed(block.text) or (
                lines.agency_alone(block.text) if alone else None
            )
        signed = block.kind == "byline"
    if not authors:
        last = (b.text for b in own if b.kind == "byline" and lines.is_signed_behind(b.text))
        authors = authors_of(next(last, ""))
    if not authors and dated is not None:
        authors = names_beside_date(dated, _about(blocks, headline))
    beneath = _beneath(blocks, own)
    if not authors:
        authors = next(filter(None, (credited_authors(b.text) for b in beneath)), ())
    if source is None:
        source = next(filter(None, map(_agency_beneath, beneath, beneath[1:])), None)
    return Dates(published, modified), authors, source


def _agency_beneath(above: Block, block: Block) -> str | None:
    """The agency that a line beneath the story names; without a sign, right beneath its text alone:
    further down it may be a section or whom a comment is by."""
    name = lines.agency_alone(block.text)
    return name if above.keep or name != block.text else None


def _beneath(blocks: Sequence[Block], own: Sequence[Block]) -> Sequence[Block]:
    """The last line that is kept of the page's own story, and a few lines beneath it."""
    last = max((place for place, block in enumerate(own) if block.keep), default=None)
    return () if last is None else blocks[last : last + BENEATH]


def _without_site(authors: tuple[str, ...], first: str, url: str) -> tuple[str, ...]:
    """The authors but for the site itself, by the page's first line or its address; a site may be
    named after its one author."""
    host = f".{(urlsplit(url).hostname or '').casefold()}."
    people = tuple(
        name
        for name in authors
        if (words := lines.plain(name)) != lines.plain(first)
        and f".{words.replace(' ', '')}." not in host
    )
    return people or authors


def _own_lines(blocks: Sequence[Block], headline: str) -> Sequence[Block]:
    """The blocks down to the lines above another story: those with another headline among them,
    beneath a paragraph."""
    seen, end, told = 0, None, False
    for place, block in enumerate(blocks):
        if block.keep:
            seen, end = seen + (block.kind == "paragraph"), None
        elif seen:
            end = place if end is None else end
            if block.kind == "headline" and lines.plain(block.text) != headline:
                # Beneath a standfirst stand the story's own lines, if none do above it.
                own = seen == 1 and not told
                if own and place == end and _is_name_above_date(blocks, place):
                    continue
                signed = own and any(b.kind == "byline" for b in blocks[end:place])
                return blocks[: place if signed else end]
        elif block.kind in TOLD:
            told = True
    return blocks


def _is_name_above_date(blocks: Sequence[Block], place: int) -> bool:
    """Whether a line that was taken for a headline may be a byline without a "by": a few words, of
    which none is small, right above a date."""
    text, beneath = blocks[place].text, blocks[place + 1 : place + 2]
    return (
        len(text.split()) <= MAX_NAMED_WORDS
        and lines.width(text) <= MAX_NAMED_WIDTH
        and not has_digit(text)
        and lines.could_be_names(text)
        and any(block.kind == "date" for block in beneath)
    )


def _above(blocks: Sequence[Block], *, day_first: bool) -> str | None:
    """The day of the nearest date line among the last few above the headline."""
    title = next((at for at, block in enumerate(blocks) if block.kind == "headline"), 0)
    above = blocks[max(0, title - ABOVE) : title]
    days = (
        dates_of(block, day_first=day_first).published
        for block in reversed(above)
        if block.kind == "date"
    )
    return next(filter(None, days), None)
