"""A cleaned page's blocks -> its stories, each with its own headline, date and source.

`boundaries` says which content blocks make one story; here the rest is dealt out. A title between
two stories goes to the one whose words it holds: most headlines stand before their story, some
after it. Kept blocks go to the story beside them, so that each is in exactly one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.clean import lines
from pipeline.clean.dates import Dates, read_dates
from pipeline.language import identify
from pipeline.records import Block, CleanPage, Completeness, Story
from pipeline.split.boundaries import Content, content_of, is_title, runs
from pipeline.split.cohesion import all_terms, likeness
from pipeline.split.identity import appended_ids, name_of, primary_id
from pipeline.split.terms import terms_of

EXCERPT_BLOCKS = 2
EXCERPT_CHARS = 1_500
ABOUT_STORY = 0.5
PRIMARY_SHARE = 0.25
PRIMARY_CHARS = 300


@dataclass
class _Draft:
    """A story in the making: the places of its blocks and of what stands around it."""

    run: Sequence[Content]
    kept: list[int] = field(default_factory=list)
    headline: int | None = None
    before: range = range(0)
    after: range = range(0)

    @cached_property
    def told(self) -> frozenset[str]:
        """Every term of its content."""
        return all_terms([content.prose for content in self.run])

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
    content = content_of(blocks)
    drafts = [_Draft(run) for run in runs(blocks, content)] if content else [_Draft(())]
    _deal_out(blocks, kept, drafts, page.headline)
    primary = _primary(blocks, drafts)
    others = [draft for draft in drafts if draft is not primary]
    texts = [draft.text(blocks) for draft in others]
    headlines = [_text_at(blocks, draft.headline) for draft in others]
    names = [name_of(title, text) for title, text in zip(headlines, texts, strict=True)]
    ids = appended_ids(page.url, names)
    return (
        _own_story(page, primary),
        *(_other_story(page, draft, i) for draft, i in zip(others, ids, strict=True)),
    )


def _deal_out(
    blocks: Sequence[Block], kept: Sequence[int], drafts: Sequence[_Draft], headline: str | None
) -> None:
    own = lines.plain(headline) if headline else None
    starts = [draft.run[0].place if draft.run else 0 for draft in drafts]
    ends = [draft.run[-1].place + 1 if draft.run else len(blocks) for draft in drafts]
    cuts = [0]
    for index in range(1, len(drafts)):
        between = range(ends[index - 1], starts[index])
        cuts.append(_cut(blocks, between, drafts[index - 1], drafts[index], own, index == 1))
    cuts.append(len(blocks))
    for index, draft in enumerate(drafts):
        draft.kept = [place for place in kept if cuts[index] <= place < cuts[index + 1]]
        draft.before = range(ends[index - 1] if index else 0, starts[index])
        draft.after = range(
            ends[index], starts[index + 1] if index + 1 < len(drafts) else len(blocks)
        )
    last = drafts[-1]
    if len(drafts) > 1 and last.headline is None:
        last.headline = _headline_behind(blocks, last, own)


def _headline_behind(blocks: Sequence[Block], last: _Draft, own: str | None) -> int | None:
    """The title beneath the last story: one that the page shows as such, or that is about it."""
    for place in last.after:
        block = blocks[place]
        if block.reason == "marker":
            break
        if lines.plain(block.text) == own:
            continue
        if block.kind == "headline" or _is_about(blocks, place, last):
            return place
    return None


def _could_head(block: Block) -> bool:
    return block.kind == "headline" or (is_title(block) and lines.could_be_headline(block.text))


def _is_about(blocks: Sequence[Block], place: int, draft: _Draft) -> bool:
    """Whether a line that was taken for a link reads like this story's headline."""
    block = blocks[place]
    if block.keep or block.kind not in ("navigation", "related") or block.reason == "marker":
        return False
    if not (lines.could_be_headline(block.text) and lines.is_title_shaped(block.text)):
        return False
    return likeness(terms_of(block.text), draft.told) >= ABOUT_STORY


def _cut(
    blocks: Sequence[Block],
    between: range,
    left: _Draft,
    right: _Draft,
    own: str | None,
    first: bool,
) -> int:
    """Where what stands between two stories is parted; names their headlines on the way."""
    titles = [
        place
        for place in between
        if lines.plain(blocks[place].text) != own
        and (
            _could_head(blocks[place])
            or _is_about(blocks, place, right)
            or (not first and _is_about(blocks, place, left))
        )
    ]
    lean: dict[int, float] = {}
    for place in titles:
        terms = terms_of(blocks[place].text)
        lean[place] = likeness(terms, right.told) - likeness(terms, left.told)
    for_left = [place for place in titles if lean[place] < 0]
    if not first and left.headline is None and for_left:
        left.headline = for_left[0]
    for_right = [place for place in titles if lean[place] >= 0 and place != left.headline]
    if for_right:
        # The title nearest to the text, unless one further up is clearly more about it.
        right.headline = max(for_right, key=lambda place: (round(lean[place] * 3), place))
    if right.headline is not None:
        return right.headline
    passed = [place for place in titles if place == left.headline]
    return max(passed) + 1 if passed else between.start


def _primary(blocks: Sequence[Block], drafts: Sequence[_Draft]) -> _Draft:
    """The first story of some size: a teaser above the page's own story is not the page's own."""
    sizes = [len(draft.text(blocks)) for draft in drafts]
    enough = max(PRIMARY_CHARS, PRIMARY_SHARE * max(sizes))
    return next(
        (draft for draft, size in zip(drafts, sizes, strict=True) if size >= enough), drafts[0]
    )


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


def _other_story(page: CleanPage, draft: _Draft, article_id: str) -> Story:
    blocks = page.blocks
    text = draft.text(blocks)
    around = _about(blocks, draft)
    dates = Dates()
    for block in around:
        if block.kind == "date":
            read = read_dates(block.text)
            dates = Dates(dates.published or read.published, dates.modified or read.modified)
    named = [block for block in around if block.kind == "source"]
    authors = next((names for block in around if (names := lines.byline_names(block.text))), ())
    source = lines.source_name(named[-1].text) or named[-1].text if named else None
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


def _about(blocks: Sequence[Block], draft: _Draft) -> list[Block]:
    """The date, byline and source lines that stand with the story's headline."""
    side = draft.after if draft.headline in draft.after else draft.before
    marked = [place for place in side if blocks[place].reason == "marker"]
    start = marked[-1] + 1 if marked and side is draft.before else side.start
    stop = marked[0] if marked and side is draft.after else side.stop
    return [
        blocks[place]
        for place in range(start, stop)
        if blocks[place].kind in ("date", "byline", "source")
    ]


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
