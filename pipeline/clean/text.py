"""Text that a scraper flattened -> labelled blocks and what the page says of itself.

It takes the text and the page's address and gives one block a line (or a paragraph of wrapped
lines, see `rows`), each with its kind and whether it belongs to a story. Kinds come from rules:
prose is the skeleton of a page; a line that is no prose is judged by what it says itself (`lines`)
and else by where it stands against the prose: above it are the headline and navigation, between two
paragraphs a subheading, beneath it other headlines and the page's foot. What a page repeats is a
headline or furniture. Whether a line that could be text is a story's is decided by boosted trees
(`trees`) over all that stands around it.

The order of the steps is that of `read_text`. Those that go by a line's place are in `text_places`,
what opens a story in `text_opening`, who wrote it and when in `text_bylines`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import lines, trees
from pipeline.clean.beside import (
    address_day,
    dates_beside,
    says_outlet,
    signed,
    writes_day_first,
)
from pipeline.clean.context import Columns
from pipeline.clean.dates import UNDATED, Dates
from pipeline.clean.entries import mark_entries, mark_timeline
from pipeline.clean.exports import Export, export_of
from pipeline.clean.given_names import is_full_name
from pipeline.clean.headline import SITE_SUFFIX, headline_at, without_site
from pipeline.clean.lists import places_in_lists, rating_above
from pipeline.clean.notices import notices_beneath
from pipeline.clean.rows import paragraphs
from pipeline.clean.text_bylines import but_site, day_above, mark_bare_bylines, read_top
from pipeline.clean.text_features import line_columns, story_columns
from pipeline.clean.text_kinds import text_kinds
from pipeline.clean.text_marks import drop, is_short, is_timed
from pipeline.clean.text_model import likely_of
from pipeline.clean.text_opening import mark_opening, mark_standfirst
from pipeline.clean.text_places import mark_by_place, mark_inner
from pipeline.clean.wording import PHRASE_WIDTH
from pipeline.records import Block, BlockKind

PROSE_WIDTH = 40
MAX_CAPTIONS = 4

# Of prose under a headline of its own; .2 finds a tenth more, and more furniture.
TEASER_LIKELY = 0.3
LONG_TEASER = 60
SURE = 0.6  # a headline is the page's own though a story stands above it
STORY_CHARS = 300
HEADING_LIKELY = 0.4  # of a subheading that stands right between two paragraphs
ENTRY_LIKELY = 0.1  # of one beneath a bare time, where the page has several
LEAST_ENTRIES = 3
LIST_LIKELY = 0.01  # of a line of a list within the story
LEAST_QUESTIONS = 2  # that stay, of an interview
LEAST_ABOVE_LIFE = 2  # kept lines
MAX_LABEL_WORDS = 2  # "About Ann Lee", "Written by Ann Lee"
# Reasons that come from a line's place or from a few of its words, and may be wrong.
_OPEN = frozenset(
    "above_story among_furniture below_story isolated no_prose related caption promotion "
    "interface".split()
)
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
    mark_by_place(blocks, prose)
    told = story_columns(texts, columns, at)
    found, usual = likely_of(told)
    _mark_learned(blocks, found, usual)
    if at is not None and likely < SURE and _story_above(blocks, at):
        headline = None
    mark_opening(blocks)
    if headline is not None:
        mark_standfirst(blocks, lines.plain(headline))
    mark_timeline(blocks)
    _mark_comments(blocks, lines.plain(headline or ""))
    named = mark_bare_bylines(blocks, headline)
    dates, authors, source = read_top(blocks, headline, day_first=day_first)
    authors = but_site(named or authors, texts[0], url)
    if headline is not None:
        mark_entries(blocks, headline, dates.published)
    _mark_credits(blocks)
    for place in notices_beneath(blocks):
        drop(blocks, place, "promotion", "promotion")
    _mark_lives(blocks, authors)
    if dates.published is None:
        shown = day_above(blocks, day_first=day_first) if headline is not None else None
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
            drop(blocks, place, "caption", "metadata")
            if blocks[place + 1].keep and is_short(blocks[place + 1].text):
                drop(blocks, place + 1, "caption", "metadata")


def _mark_export(blocks: list[Block], columns: Columns, export: Export) -> None:
    """What a database printed around its stories; none of it is a headline."""
    for place in export.fields:
        if blocks[place].kind != "byline":
            drop(blocks, place, "navigation", "metadata")
    for place in export.documents:
        drop(blocks, place, "navigation", "marker")
    for place in export.printed:
        drop(blocks, place, "date", "metadata")
    for place in export.outlets:
        drop(blocks, place, "source", "metadata")
    none = [*export.fields, *export.documents, *export.printed, *export.outlets]
    columns["interface"][none] = 1


def _mark_dates(blocks: list[Block], places: Sequence[int], *, day_first: bool) -> None:
    """Lines that hold a date among other things, a section, an outlet or the reading time."""
    for place in places:
        block = blocks[place]
        if not block.keep or not lines.is_title_shaped(block.text):
            continue
        if (found := signed(block.text)) is not None:
            drop(blocks, place, "source" if found.outlet else "date", "metadata")
        elif dates_beside(block.text, day_first=day_first) != UNDATED:
            drop(blocks, place, "date", "metadata")


def _mark_sources(blocks: list[Block]) -> None:
    """An outlet's name beside a time: dashed ("- The Standard"), or said again as a dashed line; or
    alone above a date, where it is sure to be one."""
    dated = False  # the line beneath, signs alone passed over
    for place in reversed(range(len(blocks))):
        block = blocks[place]
        if dated and block.keep and says_outlet(block.text):
            drop(blocks, place, "source", "metadata")
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
            drop(blocks, place, "source", "metadata")
            for earlier in range(max(0, place - 2), place):
                if blocks[earlier].text in said:
                    drop(blocks, earlier, "source", "metadata")


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
                drop(blocks, place, "headline", "metadata")
            else:
                drop(blocks, place, "navigation", "repeated")
        elif key in seen:
            drop(blocks, place, "paragraph", "repeated")
            # Where much is doubled, the scraper did it; a picture's text is short and doubled once.
            short = is_short(block.text)
            if keys[place - 1] == key and in_a_row <= MAX_CAPTIONS and short:
                drop(blocks, place - 1, "caption", "repeated")
                drop(blocks, place, "caption", "repeated")
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
            drop(blocks, place, "headline", "metadata")


def _story_above(blocks: Sequence[Block], at: int) -> bool:
    """Whether a story stands above a headline, which then is that of another."""
    return sum(len(block.text) for block in blocks[:at] if block.keep) >= STORY_CHARS


def _mark_learned(blocks: list[Block], found: NDArray[np.float32], usual: float) -> None:
    """Keeps and drops lines as the trees say, where the line does not say itself what it is."""
    sizes = np.array([len(block.text) for block in blocks], dtype=np.float32)
    threshold = trees.threshold_of(found, sizes, usual)
    timed = [is_timed(blocks, place) for place in range(len(blocks))]
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
            drop(blocks, place, kind, "outside")
        elif (
            block.reason in _OPEN
            and likely >= least
            and not _says_itself(block)
            and not _is_amid_links(blocks, place, unlikely)
        ):
            blocks[place] = Block(block.text, "paragraph", keep=True)
            mark_inner(blocks, place, 1)
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
            drop(blocks, place, "comment", "comment")
    for place, block in enumerate(blocks):
        if block.keep and any(b.kind == "date" for b in blocks[max(0, place - 3) : place]):
            beneath = blocks[place + 1 : place + 4]
            if any(_asks_to_answer(b.text) for b in beneath if len(b.text) < PROSE_WIDTH):
                drop(blocks, place, "comment", "comment")


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
                drop(blocks, line, "byline", "metadata")


def _mark_credits(blocks: list[Block]) -> None:
    """Who took a picture, and for whom, alone on a line among the paragraphs: "Ann Lee | The
    Herald". Above the first such a line may be a byline."""
    seen = False
    for place, block in enumerate(blocks):
        if not block.keep:
            continue
        named, *outlet = block.text.split(" | ")
        if seen and len(outlet) == 1 and is_full_name(named) and says_outlet(outlet[0]):
            drop(blocks, place, "caption", "caption")
        seen = seen or block.kind == "paragraph"


def _says_itself(block: Block) -> bool:
    """Whether a dropped line is word for word what such lines say, whatever stands around it."""
    if block.reason == "related":
        return lines.is_related_link(block.text)
    if block.reason == "caption":
        sure = lines.ends_in_credit(block.text) or lines.says_caption(block.text)
        return is_short(block.text) and sure
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
