"""Entries of one flattened story, each with a title and a day: timelines, dates of events, letters.

Headlines of other stories stand above their days in the very same way. What tells them apart is the
days: stories are listed with the newest first, or mixed, and within some weeks; a timeline runs on
over years, and what is going to happen has days to come. Where neither holds, it takes the page's
headline to say so: that of a live report, or of letters.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from pipeline.clean import lines
from pipeline.clean.dates import DAY_SIGNS, day_of, read_dates, span_of
from pipeline.clean.people import bare_names
from pipeline.clean.phrases import LETTERS, LIVE
from pipeline.records import Block, BlockKind

LEAST_ENTRIES = 3
LEAST_LETTERS = 2
LEAST_DAYS = 2
MAX_DAY_CHARS = 30
MAX_PARAGRAPHS = 1  # of an entry; stories have more
LEAST_SPAN = timedelta(days=365)  # of a timeline
SOON = timedelta(days=62)  # until what is announced
MAX_TITLE_WIDTH = 90

_YEAR_OR_TIME = re.compile(r"\d{4}|\d[:.h]\d")
_CLOCKED = re.compile(
    r"\d{1,2}[:.h]\d\d\b[^\w]{0,4}(?:[ap]m\b|uhr\b)?\W{0,4}[^\W\d_]", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")
_LETTERS = tuple(map(lines.plain, LETTERS))
_LIVE = tuple(map(lines.plain, LIVE))
_OPENS_LIVE = re.compile(r"live\s?[:|–—-]", re.IGNORECASE)
_TIMES = ("date", "interface", "heading")  # a year alone looks like a counter
_REASONS = ("metadata", "among_furniture", "outside")


def mark_entries(blocks: list[Block], headline: str, published: str | None) -> None:
    """Keeps titles and days of what are entries of the page's own story."""
    if _says(headline, _LETTERS):
        _keep_letters(blocks)
        return
    _keep_first_clocked(blocks)
    live = _says(headline, _LIVE) or _OPENS_LIVE.match(headline) is not None
    own = _date(published)
    if own is not None:
        _keep_answers(blocks, own)
        _keep_days(blocks, own)
    for run in _runs(blocks):
        if len(run) >= LEAST_ENTRIES and _is_one_story(
            [blocks[at].text for at in run], own, live=live
        ):
            for place in run:
                _keep(blocks, place - 1)
                _keep(blocks, place)


def mark_timeline(blocks: list[Block]) -> None:
    """Keeps the days, months and years alone that head what happened then, one after the other;
    days of other stories have the newest first, or stand beneath headlines."""
    run: list[int] = []
    for place, block in enumerate(blocks):
        if _heads_a_time(blocks, place):
            run.append(place)
        elif block.kind == "headline" or block.reason == "marker":
            _keep_timeline(blocks, run)
            run = []
    _keep_timeline(blocks, run)


def _keep_timeline(blocks: list[Block], run: Sequence[int]) -> None:
    """The first may be the day of the story itself, beneath a standfirst."""
    for places in (run, run[1:]):
        times = [span_of(blocks[place].text) or (0, 0, 0) for place in places]
        in_order = all(one < two for one, two in pairwise(times))
        if len(places) >= LEAST_ENTRIES and in_order:
            for place in places:
                blocks[place] = Block(blocks[place].text, "heading", keep=True)
            return


def _heads_a_time(blocks: Sequence[Block], place: int) -> bool:
    """Whether a day, a month or a year stands alone between two paragraphs of a story."""
    block = blocks[place]
    if block.kind not in _TIMES or not 0 < place < len(blocks) - 1:
        return False
    beside = (blocks[place - 1], blocks[place + 1])
    return (
        len(block.text) <= MAX_DAY_CHARS
        and all(other.keep and not lines.is_title_shaped(other.text) for other in beside)
        and span_of(block.text) is not None
    )


def _says(headline: str, words: Sequence[str]) -> bool:
    told = f" {lines.plain(headline)} "
    return any(f" {word} " in told for word in words)


def _keep(blocks: list[Block], place: int) -> None:
    if not blocks[place].keep:
        kind: BlockKind = "paragraph" if blocks[place].kind == "date" else "heading"
        blocks[place] = replace(blocks[place], kind=kind, keep=True, reason=None)


def _runs(blocks: Sequence[Block]) -> Iterator[list[int]]:
    """Where days stand beneath titles, with nothing but a few paragraphs between them."""
    run: list[int] = []
    paragraphs = 0
    for place, block in enumerate(blocks):
        if _is_day(blocks, place):
            run.append(place)
            paragraphs = 0
        elif block.keep:
            paragraphs += 1
        if run and (paragraphs > MAX_PARAGRAPHS or not (block.keep or _is_of_pair(blocks, place))):
            yield run
            run = []
    yield run


def _is_of_pair(blocks: Sequence[Block], place: int) -> bool:
    return _is_day(blocks, place) or (place + 1 < len(blocks) and _is_day(blocks, place + 1))


def _is_day(blocks: Sequence[Block], place: int) -> bool:
    """Whether a day stands here, between a title beneath a paragraph and a paragraph."""
    if blocks[place].kind != "date" or not 1 < place < len(blocks) - 1:
        return False
    before, title, after = blocks[place - 2], blocks[place - 1], blocks[place + 1]
    return (
        before.keep
        and after.keep
        and not lines.is_title_shaped(after.text)
        and (title.keep or title.reason in _REASONS)
        and title.kind not in ("date", "byline", "source")
        and lines.width(title.text) <= MAX_TITLE_WIDTH
    )


def _is_one_story(texts: Sequence[str], own: date | None, *, live: bool) -> bool:
    if live:
        moments = [read_dates(text).published or "" for text in texts]
        in_order = moments in (sorted(moments), sorted(moments, reverse=True))
        of_one_day = len({moment[:DAY_SIGNS] for moment in moments}) == 1
        return of_one_day and in_order and all(len(moment) > DAY_SIGNS for moment in moments)
    if own is None:
        return False
    days = [_date(day_of(text, own.year)) for text in texts]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or any(after < before for before, after in pairwise(known)):
        return False
    first, last = known[0], known[-1]
    if last <= own:
        return last - first >= LEAST_SPAN
    # With a year they may be those of news beneath an old page.
    bare = not any(_YEAR.search(text) for text in texts)
    return bare and own <= first < last <= own + SOON


def _keep_answers(blocks: list[Block], own: date) -> None:
    """A question stays above a day to come that answers it, and so does the question beneath."""
    for place in range(1, len(blocks) - 1):
        block, above, below = blocks[place], blocks[place - 1], blocks[place + 1]
        if block.kind != "date" or not block.text.endswith(".") or not _asks(above):
            continue
        day = _date(day_of(block.text, own.year))
        if day is not None and day > own:
            _keep(blocks, place - 1)
            _keep(blocks, place)
            if _asks(below):
                _keep(blocks, place + 1)


def _asks(block: Block) -> bool:
    return lines.asks(block.text) and (block.keep or block.reason in _REASONS)


def _keep_days(blocks: list[Block], own: date) -> None:
    """Days without a year that head what happened on each, one after the other."""
    places = [place for place in range(1, len(blocks) - 1) if _heads_a_day(blocks, place)]
    days = [_date(day_of(blocks[place].text, own.year)) for place in places]
    known = [day for day in days if day is not None]
    in_order = len(known) == len(days) and all(one < two for one, two in pairwise(known))
    if len(known) >= LEAST_DAYS and in_order and known[-1] <= own <= known[0] + SOON:
        for place in places:
            _keep(blocks, place)


def _heads_a_day(blocks: Sequence[Block], place: int) -> bool:
    """Whether a day without a year stands right above a paragraph, and beneath one or the lines
    that open the page's story."""
    block, above, below = blocks[place], blocks[place - 1], blocks[place + 1]
    return (
        block.kind == "date"
        and len(block.text) <= MAX_DAY_CHARS
        and _YEAR_OR_TIME.search(block.text) is None
        and below.keep
        and not lines.is_title_shaped(below.text)
        and (above.kind == "date" or (above.keep and not lines.is_title_shaped(above.text)))
    )


def _date(day: str | None) -> date | None:
    return date.fromisoformat(day[:DAY_SIGNS]) if day else None


def _keep_first_clocked(blocks: list[Block]) -> None:
    """The first title that opens with a time of day stays where those of the entries below do."""
    kept = 0
    for place in reversed(range(1, len(blocks) - 1)):
        block, below = blocks[place], blocks[place + 1]
        if not below.keep or lines.is_title_shaped(below.text) or not _CLOCKED.match(block.text):
            continue
        if block.keep:
            kept += 1
        elif kept >= LEAST_ENTRIES - 1 and block.reason in (*_REASONS, "above_story"):
            _keep(blocks, place)


def _keep_letters(blocks: list[Block]) -> None:
    """Beneath each letter stand its writer and perhaps the day, and then the next one's title."""
    signed = [place for place in range(1, len(blocks)) if _is_signature(blocks, place)]
    if len(signed) < LEAST_LETTERS:
        return
    for place in signed:
        _keep(blocks, place)
        below = place + 1
        if below < len(blocks) and blocks[below].kind == "date":
            _keep(blocks, below)
            below += 1
        if below + 1 < len(blocks) and blocks[below].kind == "headline" and blocks[below + 1].keep:
            _keep(blocks, below)


def _is_signature(blocks: Sequence[Block], place: int) -> bool:
    before, block = blocks[place - 1], blocks[place]
    return (
        before.keep
        and not lines.is_title_shaped(before.text)
        and (block.keep or block.reason in (*_REASONS, "below_story"))
        and bool(bare_names(block.text))
    )
