"""The blocks of an HTML page with their labels: what each one is, whether it stays, and why not.

Which blocks may stay is `story`'s word. Three rules of this project stand above it, since the pages
that it learned from differ in them: a headline is metadata and no text; a standfirst belongs to the
text; lines that lead elsewhere, sell something or say when or who wrote it do not. What is said
again in another make is a pull quote or a copy for small screens and goes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.clean import groups
from pipeline.clean.beside import MAX_SIGNED, dates_beside, signed
from pipeline.clean.context import Columns, stems_of
from pipeline.clean.dates import UNDATED, is_announced
from pipeline.clean.dom import TAGS, Page
from pipeline.clean.excerpts import excerpts
from pipeline.clean.lines import (
    agency_alone,
    could_be_headline,
    holds_mail,
    is_advertisement,
    is_caption,
    is_date_line,
    is_foot_line,
    is_title_shaped,
    labelled_source,
    width,
)
from pipeline.clean.metadata import Metadata, name_form
from pipeline.clean.people import bare_names
from pipeline.clean.tables import table_places
from pipeline.records import Block, BlockKind

# What a line says itself to be that never stays: with these .001 better on `aeb`.
FURNITURE = ("related", "marker", "byline")
SURE = 0.9  # from here on the wording of a promotion is not looked at
MAX_CAPTION = 300  # letters of what the markup calls a caption
MOST_CAPTIONS = 0.25  # of the text of a page that tells no story in them
LEAST_TOLD = 4  # captions that tell a story
TOLD_CHARS = 80
TOLD_SHARE = 1.5
TOLD_LIKELY = 0.05
LEAST_PULLED = 20  # letters of a quote that is said twice
MAX_SOURCE = 60  # letters of "Source: Reuters"
MAX_SOURCE_WORDS = 4
LONG_REPEAT = 60  # shorter lines may be said twice
LEAST_DAYS = 3  # that a story tells of, if the first stands beneath one paragraph
SURE_DAY = 0.8  # from here on a heading that is a day is one of the text
SUBHEADING_LEVELS = 5  # elements around what stands beneath one
SUBHEADING_REACH = 4  # blocks above one
SUBHEADING_LIKELY = 0.2  # of a heading between two paragraphs
SHORT_WORDS = 12
STANDFIRST_WIDTH = 25
STANDFIRST_LINKS = 0.2
STANDFIRST_REACH = 30  # blocks above the first kept one
# Most of the marked pages leave standfirsts out, so that they have low probabilities. Far from the
# headline, what has next to none is a caption or a teaser that says the same.
STANDFIRST_LIKELY = 0.1
NEAR_HEADLINE = 2  # blocks
TOLD_STEMS = 2  # of what parts headline and byline, that headline or text say too
NAMED_LEVELS = 3  # elements around a block, of which one may be named
SUMMARY_BLOCKS = 2  # that an element holds which is named as a standfirst
LIFE_BLOCKS = 4  # and one that is named as its author's
LINK_TEXT = 0.5
TOP_BLOCKS = 3  # kept, of which a name may be one
LIFE_REACH = 3  # the last kept blocks
MAX_LIFE_CHARS = 300
MAX_HEADLINE = 300
MAX_NAME = 100
SIGNS = 20  # a short name may have around it
TOLD_BELOW = 3  # blocks from a title down to who published it and when
HEADLINE_REACH = 4  # blocks between a headline and its text: its date, byline and caption

_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ITEMS = frozenset(["li", "dd", "dt"])
_CELLS = frozenset(["td", "th"])
_AROUND_CAPTIONS = frozenset(["figcaption", "figure"])

_NO_STANDFIRST = ("above_related", "above_navigation", "promotion", "interface")
_SUMMARY = groups.NAMES.index("summary")
_BYLINE = groups.NAMES.index("byline")
_QUOTE = 1 << groups.NAMES.index("quote")
_IS_HEADING = np.array([tag in _HEADINGS for tag in TAGS])
_IS_CELL = np.array([tag in _CELLS for tag in TAGS])

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

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Cell = tuple[int, int]  # the row and the cell, by their elements


def label(
    page: Page,
    columns: Columns,
    found: Floats,
    threshold: float,
    metadata: Metadata,
    site: str,
) -> tuple[Block, ...]:
    """The labelled blocks in page order; `found` are the probabilities of their being text."""
    headlines = _named(page, metadata.headlines, MAX_HEADLINE)
    headings = _IS_HEADING[np.array(page.tag)[np.array(page.holder)]]
    furniture = _furniture(page, columns, found, threshold, headings)
    kept = set(np.flatnonzero((found >= threshold) & ~furniture).tolist())
    kept |= _subheadings(page, found, kept, headings)
    kept |= table_places(page, columns, found, kept)
    kept |= _told_in_captions(page, columns, found, kept)
    kept |= standfirst(page, columns, found, kept, headlines, metadata)
    pulled = _pulled(page, columns, kept)
    kept -= pulled
    lives = _lives(page, kept, metadata) | _names_alone(page, columns, kept, metadata)
    kept -= lives
    kept -= _foot(page, kept)
    headlines |= _other_headlines(page, columns, kept)
    others = excerpts(page, columns, kept, site)
    kept = kept.union(*(other.paragraphs for other in others))
    headlines |= {other.headline for other in others}
    kinds = _kinds(page, columns, headlines, metadata, kept)
    for place in lives:
        kinds[place] = "byline"
    for other in others:
        kinds[other.source] = "source"
    titles = headlines.union(np.flatnonzero(headings).tolist())
    for place, told in _told(page, titles, kinds).items():
        kept.discard(place)
        kinds[place] = told
    seen: dict[str, int] = {}
    blocks: list[Block] = []
    cells: list[Cell | None] = []
    for place, (text, (closed, opened)) in enumerate(zip(page.texts, page.steps(), strict=True)):
        cell = None
        if place not in kept or place in headlines:
            kind = kinds[place]
            unnamed = "repeated" if place in pulled else "outside"
            reason = _REASONS[kind] if kind else unnamed
            shape = kind or _shape(page, columns, place)
            block = Block(text, shape, False, reason, closed, opened)
        else:
            shape, holder = _shape(page, columns, place), page.holder[place]
            make = page.make[holder]
            if len(text) > LONG_REPEAT and seen.setdefault(text, make) != make:
                block = Block(text, shape, False, "repeated", closed, opened)
            else:
                block = Block(text, shape, True, None, closed, opened)
                if TAGS[page.tag[holder]] in _CELLS:
                    cell = (page.parent[holder], holder)
        blocks.append(block)
        cells.append(cell)
    return tuple(_rows_joined(blocks, cells))


def _furniture(
    page: Page, columns: Columns, found: Floats, threshold: float, headings: Flags
) -> Flags:
    """Which blocks say of themselves that they never stay, however probable."""
    furniture: Flags = np.any([columns[name] > 0 for name in FURNITURE], axis=0)
    # A report on a service names its price and its trial: two words outweigh no certainty.
    furniture |= (columns["promotion"] > 0) & (found < SURE)
    likely = found >= threshold
    sells = (columns["promotion"] > 0) | (columns["interface"] > 0)
    for place in np.flatnonzero(sells & likely).tolist():
        text = page.texts[place]
        furniture[place] |= is_advertisement(text) or is_foot_line(text)
    cells = _IS_CELL[np.array(page.tag)[np.array(page.holder)]]
    for place in np.flatnonzero(likely & (found < SURE) & ~headings & ~cells).tolist():
        furniture[place] |= is_caption(page.texts[place])
        furniture[place] |= _is_source_line(page.texts[place])
    furniture |= _called_captions(page, columns, found, likely & ~headings & ~cells)
    return furniture | ((columns["date"] > 0) & ~_days_told(page, columns, found, headings))


def _days_told(page: Page, columns: Columns, found: Floats, headings: Flags) -> Flags:
    """The days beneath which a story tells what happened: headings, and lines within its text that
    do not say themselves that the story is of that day. The first may stand beneath one paragraph,
    as the story's own day may beneath a standfirst: it is one of several."""
    told = headings & (found >= SURE_DAY)
    sure = np.concatenate(([False], found >= SURE, [False]))
    inside = sure[:-2] & sure[2:] & (found >= SURE) & (columns["date"] > 0) & ~headings
    days = [at for at in np.flatnonzero(inside).tolist() if not is_announced(page.texts[at])]
    for number, place in enumerate(days):
        told[place] = sure[place - 1] or (number == 0 and len(days) >= LEAST_DAYS)
    return told


def _pulled(page: Page, columns: Columns, kept: set[int]) -> set[int]:
    """The quotes set apart that a kept block says too."""
    held = (np.array(page.groups)[page.holder] & _QUOTE) > 0
    set_apart = held | (columns["in_blockquote"] > 0) | (columns["in_aside"] > 0)
    quotes = [place for place in np.flatnonzero(set_apart).tolist() if place in kept]
    if not quotes:
        return set()
    text = "\n".join(name_form(page.texts[place]) for place in sorted(kept.difference(quotes)))
    forms = {place: name_form(page.texts[place]) for place in quotes}
    return {place for place, form in forms.items() if len(form) >= LEAST_PULLED and form in text}


def _called_captions(page: Page, columns: Columns, found: Floats, likely: Flags) -> Flags:
    """The short blocks that the markup calls captions; none on a page whose pictures tell the
    story. Quotes, lists and tables may stand in a figure too, and so may paragraphs: of what is not
    called a caption itself, doubt has to be left."""
    inside = likely & (columns["in_figure"] > 0)
    called = columns["own_caption"] > 0
    for place in np.flatnonzero(inside & ~called).tolist():
        sure = bool(found[place] >= SURE or columns["in_table"][place])
        called[place] = _is_captioned(page, page.holder[place], sure=sure)
    called &= (columns["in_blockquote"] == 0) & (columns["in_li"] == 0)
    widths = np.where(likely, np.expm1(columns["width"]), 0)
    captions: Flags = likely & called & (widths <= MAX_CAPTION)
    if widths[captions].sum() > MOST_CAPTIONS * widths.sum():
        return np.zeros_like(captions)
    return captions


def _told_in_captions(page: Page, columns: Columns, found: Floats, kept: set[int]) -> set[int]:
    """The captions of a page whose pictures tell the story: whole sentences, and together much more
    than the rest of the text."""
    called = (columns["in_figure"] > 0) | (columns["own_caption"] > 0)
    told = [
        place
        for place in np.flatnonzero(called & (found >= TOLD_LIKELY)).tolist()
        if len(text := page.texts[place]) >= TOLD_CHARS
        and text.rstrip("\"'”’»）)")[-1:] in ".!?…。"
    ]
    size = sum(len(page.texts[place]) for place in told)
    others = sum(len(page.texts[place]) for place in kept.difference(told))
    return set(told) if len(told) >= LEAST_TOLD and size > TOLD_SHARE * others else set()


def _is_captioned(page: Page, element: int, *, sure: bool) -> bool:
    """Whether an element stands in a figure's caption, or in a figure that holds no quote, where it
    is not sure to be text."""
    quoted = page.groups[element] & _QUOTE
    while element and TAGS[page.tag[element]] not in _AROUND_CAPTIONS:
        element = page.parent[element]
        quoted |= page.groups[element] & _QUOTE
    return TAGS[page.tag[element]] == "figcaption" or not (sure or quoted)


def _is_source_line(text: str) -> bool:
    """Whether the line says where the story is from, and no more: "Source: Reuters"."""
    outlet = labelled_source(text) if len(text) <= MAX_SOURCE else None
    return outlet is not None and len(outlet.split()) <= MAX_SOURCE_WORDS and is_title_shaped(text)


def _subheadings(page: Page, found: Floats, kept: set[int], headings: Flags) -> set[int]:
    """The headings between two kept blocks, which are less than likely by themselves: the one
    above stands in the same element, the one beneath there too or in a list or table there."""
    inside: set[int] = set()
    for place in np.flatnonzero(headings & (found >= SUBHEADING_LIKELY)).tolist():
        # A box or an advertisement may stand above it.
        reach = range(place - 1, max(-1, place - 1 - SUBHEADING_REACH), -1)
        above = next((at for at in reach if at in kept), None)
        if above is None or place + 1 not in kept:
            continue
        around = page.parent[page.alone(place)]
        if page.parent[page.alone(above)] != around:
            continue
        element = page.holder[place + 1]
        if any((element := page.parent[element]) == around for _ in range(SUBHEADING_LEVELS)):
            inside.add(place)
    return inside


def _other_headlines(page: Page, columns: Columns, kept: set[int]) -> set[int]:
    """The headlines of other stories that the page carries: headings between text and text."""
    found: set[int] = set()
    below = len(page.texts) + HEADLINE_REACH
    for place in range(len(page.texts) - 1, min(kept, default=len(page.texts)), -1):
        near = below - place <= HEADLINE_REACH and not columns["menu"][place]
        if place in kept:
            below = place
        elif near and TAGS[page.tag[page.holder[place]]] in _HEADINGS:
            found |= {place} if could_be_headline(page.texts[place]) else set()
    return found


def _named(page: Page, forms: frozenset[str], longest: int) -> set[int]:
    """The blocks that are one of the names, as `name_form` compares them."""
    sizes = [len(form) for form in forms if form]
    if not sizes:
        return set()
    # Few lines are about as long as one of the names: signs come off, a letter becomes two.
    least, most = min(sizes) // 2, min(longest, 2 * max(sizes) + SIGNS)
    firsts = {form[0] for form in forms if form}

    def may_open(text: str) -> bool:
        first = text[0].casefold()[0]
        return first in firsts or not first.isalnum()

    return {
        place
        for place, text in enumerate(page.texts)
        if least <= len(text) <= most and may_open(text) and name_form(text) in forms
    }


def _shape(page: Page, columns: Columns, place: int) -> BlockKind:
    """What the markup says that a block of text is."""
    tag = TAGS[page.tag[page.holder[place]]]
    if tag in _HEADINGS:
        return "heading"
    if tag in _ITEMS:
        return "list_item"
    if tag in _CELLS:
        return "table"
    if columns["in_blockquote"][place]:
        return "quote"
    if columns["in_li"][place]:
        return "list_item"
    return "paragraph"


def _kinds(
    page: Page, columns: Columns, headlines: set[int], metadata: Metadata, kept: set[int]
) -> list[BlockKind | None]:
    """What each block is, if it is no text of a story; the strongest signs count first."""
    count = len(page.texts)
    words = np.fromiter((text.count(" ") + 1 for text in page.texts), dtype=np.int64, count=count)
    named = np.zeros(count, dtype=bool)
    named[list(_named(page, frozenset(map(name_form, metadata.authors)), MAX_NAME))] = True
    titled = np.zeros(count, dtype=bool)
    titled[list(headlines)] = True
    linked = columns["density"] > LINK_TEXT

    def has(*names: str) -> Flags:
        marked: Flags = columns[names[0]] > 0
        for name in names[1:]:
            marked = marked | (columns[name] > 0)
        return marked

    short = words <= SHORT_WORDS
    tests: tuple[tuple[BlockKind, Flags], ...] = (
        ("headline", titled),
        ("caption", has("in_figure", "own_caption")),
        ("byline", named | (has("own_byline") & short)),
        ("date", (has("own_date") & short & (columns["digits"] > 0)) | has("date")),
        ("navigation", has("in_nav", "above_navigation")),
        ("comment", has("below_comment")),
        ("promotion", has("below_promotion")),
        ("related", has("below_related") | (linked & (words >= 5))),
        ("navigation", linked),
        ("interface", has("below_share", "in_button", "interface")),
        ("related", has("marker", "related")),
        ("promotion", has("promotion")),
    )
    signs = np.zeros(count, dtype=np.int64)
    for number in range(len(tests), 0, -1):
        signs[tests[number - 1][1]] = number
    kinds = [tests[number - 1][0] if number else None for number in signs.tolist()]
    for place, kind in enumerate(kinds):
        if kind is None and place not in kept:
            if is_caption(page.texts[place]):
                kinds[place] = "caption"
            elif _is_source_line(page.texts[place]):
                kinds[place] = "source"
            elif columns["byline"][place]:
                kinds[place] = "byline"
    return kinds


def _told(page: Page, titles: set[int], kinds: Sequence[BlockKind | None]) -> dict[int, BlockKind]:
    """The lines beside a title, of no other kind, that name an outlet or a section with a date; one
    of a date alone may be a subheading."""
    found: dict[int, BlockKind] = {}
    for place in {at + by for at in titles for by in range(-1, TOLD_BELOW + 1)}:
        if not 0 <= place < len(page.texts) or place in titles or kinds[place] is not None:
            continue
        text = page.texts[place]
        if len(text) > MAX_SIGNED or is_date_line(text) or not is_title_shaped(text):
            continue
        if (told := signed(text)) is not None:
            found[place] = "source" if told.outlet else "date"
        elif dates_beside(text) != UNDATED:
            found[place] = "date"
    return found


def standfirst(
    page: Page,
    columns: Columns,
    found: Floats,
    kept: set[int],
    headlines: set[int],
    metadata: Metadata,
) -> set[int]:
    """The block between headline and text that says what the description says, is named so, or
    parts the headline from who wrote the story and when."""
    if not kept:
        return set()
    first = min(kept)
    title = max((place for place in headlines if place < first), default=None)
    top = max(first - STANDFIRST_REACH, -1 if title is None else title)
    description = name_form(metadata.description or "")
    others: set[int] = set()
    for place in range(first - 1, top, -1):
        if not _may_be_standfirst(page, columns, place):
            continue
        near = title is not None and place - title <= NEAR_HEADLINE
        if found[place] < STANDFIRST_LIKELY and not near:
            continue
        form = name_form(page.texts[place])
        if (form and form in description) or (len(description) > 30 and description in form):
            return {place}
        if _is_called_standfirst(page, columns, place) or (
            title == place - 1 and _is_between(page, columns, place, kept, metadata)
        ):
            others = {place} if near or not others else others
    return others


def _may_be_standfirst(page: Page, columns: Columns, place: int) -> bool:
    """Whether a block has a standfirst's size, and does not say that it is something else."""
    text = page.texts[place]
    return (
        width(text) >= STANDFIRST_WIDTH
        and columns["density"][place] <= STANDFIRST_LINKS
        and not columns["in_figure"][place]
        and not columns["own_caption"][place]
        and not text.endswith((":", "："))
        and not _says_who_or_when(page, columns, place)
    )


def _is_between(
    page: Page, columns: Columns, place: int, kept: set[int], metadata: Metadata
) -> bool:
    """Whether the line beneath says who wrote the story or when, and this one tells what headline
    and text tell."""
    text, told = page.texts[place], sorted(kept)[:TOP_BLOCKS]
    if _is_no_standfirst(page, columns, place):
        return False
    if not _says_who_or_when(page, columns, place + 1, metadata.authors):
        return False
    about = " ".join([metadata.headline or "", *(page.texts[at] for at in told)])
    return len(stems_of(text) & stems_of(about)) >= TOLD_STEMS


def _says_who_or_when(
    page: Page, columns: Columns, place: int, authors: Sequence[str] = ()
) -> bool:
    """Whether a short line holds a byline or a date, or the name of one of the authors."""
    text = page.texts[place]
    if len(text) > MAX_SIGNED:
        return False
    marked = any(columns[name][place] for name in ("date", "byline", "own_byline", "own_date"))
    return marked or dates_beside(text) != UNDATED or any(name in text for name in authors)


def _is_no_standfirst(page: Page, columns: Columns, place: int) -> bool:
    """Whether a block is a caption, or its markup or wording that of something else."""
    return any(columns[name][place] for name in _NO_STANDFIRST) or is_caption(page.texts[place])


def _is_called_standfirst(page: Page, columns: Columns, place: int) -> bool:
    """Whether a block or a small element around it has a name of standfirsts, and nothing says that
    it is something else."""
    if _is_no_standfirst(page, columns, place):
        return False
    return bool(columns["own_summary"][place]) or _is_named(page, place, _SUMMARY, SUMMARY_BLOCKS)


def _is_named(page: Page, place: int, group: int, most: int) -> bool:
    """Whether an element around the block, of so many blocks at most, has a name of a group."""
    element = page.holder[place]
    for _ in range(NAMED_LEVELS):
        if page.end[element] - page.first[element] > most:
            return False
        if page.groups[element] >> group & 1:
            return True
        element = page.parent[element]
    return False


def _names_alone(page: Page, columns: Columns, kept: set[int], metadata: Metadata) -> set[int]:
    """The names alone, right above or beneath a date, among what stands above the text; whom the
    headline or the first lines are about is no author. And those that the markup calls authors."""
    dated = np.append(columns["date"] > 0, [False])  # the last one stands before the first too
    first = sorted(kept)[:TOP_BLOCKS]
    names = [at for at in first if (dated[at - 1] or dated[at + 1]) and bare_names(page.texts[at])]
    told = [page.texts[at] for at in first if at not in names]
    about = " ".join([metadata.headline or "", *told])
    called = np.flatnonzero(columns["own_byline"] > 0).tolist()
    return {at for at in names if bare_names(page.texts[at], about)} | {
        at for at in called if at in kept and bare_names(page.texts[at], works=True)
    }


def _lives(page: Page, kept: set[int], metadata: Metadata) -> set[int]:
    """The lines at the end of the text that say of an author where to write, and those that say
    who one is, where the markup says that they do."""
    last = sorted(kept)[-LIFE_REACH:]
    return {
        place
        for place in kept
        if len(text := page.texts[place]) <= MAX_LIFE_CHARS
        and any(name in text for name in metadata.authors)
        and ((place in last and holds_mail(text)) or _is_named(page, place, _BYLINE, LIFE_BLOCKS))
    }


def _foot(page: Page, kept: set[int]) -> set[int]:
    """The last lines of the text that say of themselves that they are none, however probable."""
    found: set[int] = set()
    for place in sorted(kept, reverse=True)[:LIFE_REACH]:
        text = page.texts[place]
        owned = text.startswith("©") and is_title_shaped(text)
        if owned or is_foot_line(text) or _is_source_line(text) or agency_alone(text):
            found.add(place)
    return found


def _rows_joined(blocks: Sequence[Block], cells: Sequence[Cell | None]) -> list[Block]:
    """The kept cells of one table row as one block; the numbers of row and cell go with the blocks.

    What stands in one cell with breaks between are the paragraphs of a page that is laid out so.
    """
    parts = Counter(cells)
    joined: list[Block] = []
    above: Cell | None = None
    for block, cell in zip(blocks, cells, strict=True):
        if cell is None or parts[cell] > 1:
            joined.append(block if cell is None else replace(block, kind="paragraph"))
            above = None
        elif above is not None and cell[0] == above[0]:
            # The cells of a row are equally deep: what is told of the next block stays true.
            text = f"{joined[-1].text} | {block.text}"
            joined[-1] = replace(joined[-1], text=text, kind="table")
        else:
            joined.append(block)
            above = cell
    return joined
