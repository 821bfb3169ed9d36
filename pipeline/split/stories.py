"""A cleaned page's blocks -> its stories, each with its own headline, date and source.

`boundaries` says which content blocks make one story and `naming` which line is its headline: most
stand before their story, some after it. Here the rest is dealt out. Kept blocks go to the story
beside them, so that each is in exactly one; a story that goes on beneath another is made whole.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

import numpy as np

from pipeline.clean import lines
from pipeline.clean.beside import TOLD, dates_of, source_of, writes_day_first
from pipeline.clean.context import slug_words
from pipeline.clean.dates import Dates
from pipeline.clean.people import authors_of, bare_names, names_beside_date
from pipeline.language import identify
from pipeline.records import Block, CleanPage, Completeness, Story
from pipeline.split.boundaries import goes_on, left_off, runs
from pipeline.split.identity import appended_ids, name_of, primary_id
from pipeline.split.naming import names_of
from pipeline.split.outline import Content, Outline, outline_of
from pipeline.split.terms import terms_and_names

_BARS = re.compile(r"[|•·]")
NEAR = 3  # stories above that a part may go on with
EXCERPT_BLOCKS = 2
EXCERPT_CHARS = 1_500
MAX_STANDFIRST = 300
OPENING = 600  # letters, in which whom a story is about is named
PRIMARY_SHARE = 0.1
PRIMARY_CHARS = 300
PRIMARY_TOLD = 0.2  # of the headline's terms, by their weights
MAX_SITE_CHARS = 40  # of a site's name behind the headline
MIN_PRIMARY = 120  # beneath the page's headline


@dataclass
class _Draft:
    """A story in the making: the places of its blocks and of what stands around it."""

    run: Sequence[Content]
    kept: list[int] = field(default_factory=list)
    headline: int | None = None
    before: range = range(0)
    after: range = range(0)

    def text(self, blocks: Sequence[Block]) -> str:
        return "\n\n".join(blocks[place].text for place in self.kept if place != self.headline)


def split(page: CleanPage) -> tuple[Story, ...]:
    """The stories of a page: its own first, then the others in page order.

    A page with kept blocks has at least one, a page without any has none.
    """
    blocks = page.blocks
    kept = [place for place, block in enumerate(blocks) if block.keep]
    if not kept:
        return ()
    outline = outline_of(blocks, *about_page(page.headline, page.description, page.url))
    if outline is None:
        drafts = [_Draft((), kept)]
    else:
        drafts = [_Draft(run) for run in runs(outline)]
        if len(drafts) > 1:
            # What stands behind the last paragraph may be a headline, kept or not.
            foot = range(outline.content[-1].place + 1, len(blocks))
            ends = np.cumsum([len(draft.run) for draft in drafts]).tolist()
            places = names_of(replace(outline, tail=foot), ends)
            for draft, place in zip(drafts, places, strict=True):
                draft.headline = place
        _deal_out(blocks, kept, drafts)
        drafts = _joined(outline, drafts)
    primary = _primary(blocks, drafts, lines.plain(page.headline or ""))
    others = [draft for draft in drafts if draft is not primary]
    texts = [draft.text(blocks) for draft in others]
    headlines = [_text_at(blocks, draft.headline) for draft in others]
    names = [name_of(title, text) for title, text in zip(headlines, texts, strict=True)]
    ids = appended_ids(page.url, names)
    behind = _told_behind(blocks, others)
    return (
        _own_story(page, primary),
        *(
            _other_story(page, draft, article_id, behind=behind)
            for draft, article_id in zip(others, ids, strict=True)
        ),
    )


def about_page(headline: str | None, description: str | None, url: str) -> tuple[str, str]:
    """The words of the page's headline; and all that the page says of itself."""
    said = [headline or "", description or "", " ".join(sorted(slug_words(url)))]
    return lines.plain(headline or ""), " ".join(said)


def _deal_out(blocks: Sequence[Block], kept: Sequence[int], drafts: Sequence[_Draft]) -> None:
    """Gives every kept block to a story, and every story the lines around it."""
    starts = [draft.run[0].place for draft in drafts]
    ends = [draft.run[-1].place + 1 for draft in drafts]
    cuts = [0]
    for index in range(1, len(drafts)):
        between = range(ends[index - 1], starts[index])
        cuts.append(_cut(blocks, between, drafts[index - 1], drafts[index]))
    cuts.append(len(blocks))
    for index, draft in enumerate(drafts):
        draft.kept = [place for place in kept if cuts[index] <= place < cuts[index + 1]]
        draft.before = range(ends[index - 1] if index else 0, starts[index])
        draft.after = range(
            ends[index], starts[index + 1] if index + 1 < len(drafts) else len(blocks)
        )


def _joined(outline: Outline, drafts: Sequence[_Draft]) -> list[_Draft]:
    """The stories, after joining parts that only what stands between them had parted: an excerpt of
    another story, a link, a form. A part with a headline is never joined: excerpts may be about the
    same."""
    found: list[_Draft] = []
    for draft in drafts:
        near = reversed(found[-NEAR:]) if draft.headline is None else ()
        story = next((other for other in near if goes_on(outline, other.run, draft.run)), None)
        if story is None:
            found.append(draft)
            _give_back(outline, found)
        else:
            _go_on(story, draft)
    return found


def _go_on(story: _Draft, part: _Draft) -> None:
    story.run = [*story.run, *part.run]
    story.kept += part.kept
    if story.headline is None or story.headline not in story.after:
        story.after = part.after  # else what is about it stands there


def _give_back(outline: Outline, found: Sequence[_Draft]) -> None:
    """Where a story above goes on within the last one, with nothing between: so it does beneath an
    excerpt that nothing ends."""
    draft = found[-1]
    if len(found) < 2 or draft.headline is None or draft.headline in draft.after:
        return
    for story in reversed(found[-1 - NEAR : -1]):
        size = left_off(outline, story.run, draft.run)
        if size is None:
            continue
        first = draft.run[size].place
        rest = _Draft(draft.run[size:], [at for at in draft.kept if at >= first], after=draft.after)
        draft.kept = [at for at in draft.kept if at < first]
        draft.after = range(draft.run[size - 1].place + 1, first)
        draft.run = draft.run[:size]
        _go_on(story, rest)
        return


def _cut(blocks: Sequence[Block], between: range, left: _Draft, right: _Draft) -> int:
    """The first place between two stories that belongs to the second.

    A headline opens or closes its story; else kept lines go with the prose that they touch.
    """
    if right.headline is not None and right.headline in between:
        return right.headline
    if left.headline is not None and left.headline in between:
        return left.headline + 1
    return next((place for place in between if not blocks[place].keep), between.start)


def _primary(blocks: Sequence[Block], drafts: Sequence[_Draft], own: str) -> _Draft:
    """The story beneath the page's own headline; where none is shown, the first of some size.

    Another of some size takes its place if it says far more of what the headline says.
    """
    if len(drafts) == 1:
        return drafts[0]
    texts = [draft.text(blocks) for draft in drafts]
    sizes = [len(text) for text in texts]
    shown = next((at for at, block in enumerate(blocks) if own and _shows(block.text, own)), -1)
    enough = max(PRIMARY_CHARS, PRIMARY_SHARE * max(sizes))
    likely = [number for number, size in enumerate(sizes) if size >= enough] or [0]
    starts = [draft.run[0].place if draft.run else len(blocks) for draft in drafts]
    beneath = (
        number
        for number, size in enumerate(sizes)
        if shown >= 0 and size >= MIN_PRIMARY and starts[number] > shown
    )
    usual = next(beneath, likely[0])
    weights, _ = terms_and_names(own)
    told = [_told_of(weights, text) for text in texts]
    best = max(likely, key=lambda number: told[number])
    if told[best] - told[usual] > PRIMARY_TOLD * sum(weights.values()):
        return drafts[best]
    return drafts[usual]


def _shows(text: str, headline: str) -> bool:
    """Whether a line is the headline, perhaps with the site's name behind it."""
    if len(text) > 2 * len(headline) + MAX_SITE_CHARS:
        return False
    told = lines.plain(text)
    behind = told.removeprefix(f"{headline} ")
    return told == headline or (behind != told and len(behind) <= MAX_SITE_CHARS)


def _told_of(weights: Mapping[str, float], text: str) -> float:
    """How much of the terms a text holds, by their weights."""
    held, _ = terms_and_names(text)
    return sum(weight for term, weight in weights.items() if term in held)


def _own_story(page: CleanPage, draft: _Draft) -> Story:
    # Its headline is the page's; a title of its own that stands in the text stays there.
    if page.headline is not None:
        draft.headline = None
    text = draft.text(page.blocks)
    credit = next(
        (
            name
            for place in reversed(draft.kept)
            if (name := lines.agency_of(page.blocks[place].text))
        ),
        None,
    )
    return Story(
        article_id=primary_id(page.url),
        page_url=page.url,
        site=page.site,
        fetched_at=page.fetched_at,
        appended_at=page.appended_at,
        placement="primary",
        completeness="full",
        text=text,
        blocks=_ranges(draft.kept),
        headline=page.headline or _text_at(page.blocks, draft.headline),
        authors=page.authors,
        published_at=page.published_at,
        modified_at=page.modified_at,
        language=identify(text) or page.language,
        source_name=credit or page.source_name or page.site_name,
    )


def _other_story(page: CleanPage, draft: _Draft, article_id: str, *, behind: bool) -> Story:
    blocks = page.blocks
    text = draft.text(blocks)
    around = _about(blocks, draft, behind=behind) or _beneath_standfirst(blocks, draft)
    day_first = writes_day_first([*(block.text for block in around), *text.split("\n")])
    dates = Dates()
    for block in around:
        read = dates_of(block, day_first=day_first)
        dates = Dates(dates.published or read.published, dates.modified or read.modified)
    parts = [part.strip() for block in around for part in _BARS.split(block.text)]
    authors = next((names for part in parts if (names := authors_of(part))), ())
    if not authors:
        about = text[:OPENING]
        named = [names_beside_date(block.text, about) for block in around]
        named += [bare_names(line, about) for line in _lines_beside_date(blocks, draft)]
        called = [block.text for block in around if block.kind == "byline"]
        named += [bare_names(line, about, works=True) for line in called]
        authors = next(filter(None, named), ())
    source = next((name for block in reversed(around) if (name := source_of(block))), None)
    if source is None:
        source = next(
            (name for place in draft.kept if (name := lines.agency_of(blocks[place].text))), None
        )
    return Story(
        article_id=article_id,
        page_url=page.url,
        site=page.site,
        fetched_at=page.fetched_at,
        appended_at=page.appended_at,
        placement="appended",
        completeness=_completeness(blocks, draft, bool(around), text),
        text=text,
        blocks=_ranges(draft.kept),
        headline=_text_at(blocks, draft.headline),
        authors=authors,
        published_at=dates.published,
        modified_at=dates.modified,
        language=identify(text) or page.language,
        source_name=source,
    )


def _told_behind(blocks: Sequence[Block], drafts: Sequence[_Draft]) -> bool:
    """Whether the page puts date and source of its excerpts beneath them: so beneath the last one,
    and not above the first."""
    if not drafts:
        return False
    first, last = drafts[0], drafts[-1]
    above = _touching(blocks, reversed(range(first.before.start, _top_of(first))))
    return bool(_touching(blocks, last.after)) and not above


def _top_of(draft: _Draft) -> int:
    """Where the story starts, its headline included."""
    titled = draft.headline is not None and draft.headline in draft.before
    return draft.headline if titled and draft.headline is not None else draft.before.stop


def _touching(blocks: Sequence[Block], places: Iterable[int]) -> list[Block]:
    """The lines of date, byline and source at the start of these."""
    return [blocks[place] for place in takewhile(lambda at: blocks[at].kind in TOLD, places)]


def _about(blocks: Sequence[Block], draft: _Draft, *, behind: bool) -> list[Block]:
    """The date, byline and source lines of a story: between its headline and its text, and those
    that touch either."""
    if draft.headline is not None and draft.headline in draft.after:
        inner = range(draft.after.start, draft.headline)
        outer = _touching(blocks, range(draft.headline + 1, draft.after.stop))
    elif behind:
        inner = range(_top_of(draft), draft.before.stop)
        outer = _touching(blocks, draft.after)
    else:
        top = _top_of(draft)
        inner = range(top, draft.before.stop)
        outer = _touching(blocks, reversed(range(draft.before.start, top)))[::-1]
        return [*outer, *_told(blocks, inner)]
    return [*_told(blocks, inner), *outer]


def _lines_beside_date(blocks: Sequence[Block], draft: _Draft) -> list[str]:
    """The lines above a story's text that nothing is known of, right above or beneath its date."""
    return [
        blocks[place].text
        for place in range(_top_of(draft) + 1, draft.before.stop)
        if not blocks[place].keep
        and blocks[place].kind not in TOLD
        and any(blocks[at].kind == "date" for at in (place - 1, place + 1) if at < len(blocks))
    ]


def _beneath_standfirst(blocks: Sequence[Block], draft: _Draft) -> list[Block]:
    """The lines about a story that stand between its standfirst and its text."""
    if len(draft.run) < EXCERPT_BLOCKS or draft.headline is None:
        return []
    first, second = (content.place for content in draft.run[:2])
    if first < draft.headline or len(blocks[first].text) > MAX_STANDFIRST:
        return []
    return _told(blocks, range(first + 1, second))


def _told(blocks: Sequence[Block], places: Iterable[int]) -> list[Block]:
    return [blocks[place] for place in places if blocks[place].kind in TOLD]


def _completeness(blocks: Sequence[Block], draft: _Draft, about: bool, text: str) -> Completeness:
    if len(draft.run) > EXCERPT_BLOCKS or len(text) > EXCERPT_CHARS:
        return "full"
    marked = any(blocks[place].reason == "marker" for place in draft.before)
    return "excerpt" if len(draft.run) == 1 or marked or about else "full"


def _text_at(blocks: Sequence[Block], place: int | None) -> str | None:
    return blocks[place].text if place is not None else None


def _ranges(places: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The places as half-open ranges."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return tuple(found)
