"""Whether a running system lost anything: its topics are read and added up.

Taken are the raw pages that `pages.raw` holds at the start. Each must have an outcome, and every
story that their outcomes promise must stand on `articles`, `articles.duplicates` or `pages.dead`.
The topics are read in the order in which records cross them, so that what one promises can be on
the next by the time that it is read, and nothing is kept but a byte a page and some 30 a story
(`pipeline.ledger`). What is missing is looked up in a second pass, to name it.

What no longer can be told is not called lost: `pages.outcomes` is compacted, so of a page that was
fetched often in its retention only the last outcome may be left.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import wire
from pipeline.broker import (
    Message,
    group_progress,
    key_of,
    offsets,
    read_places,
    read_records,
    read_topic,
    topic_name,
)
from pipeline.ledger import (
    ARTICLE,
    CALLED_COPY,
    CALLED_ORIGINAL,
    COPY,
    DEAD,
    Pages,
    Stories,
    digest,
)
from pipeline.records import Article, Duplicate, PageOutcome, Verdict
from pipeline.settings import Settings
from pipeline.topics import (
    ARTICLES,
    ARTICLES_DUPLICATES,
    DEDUP_VERDICTS,
    PAGES_DEAD,
    PAGES_OUTCOMES,
    PAGES_RAW,
)
from pipeline.urls import canonical_url

log = logging.getLogger(__name__)

LISTED = 1000  # of what is missing; all of it is counted
LOOK_SECONDS = 1.0  # between two looks at least, while there is time to wait


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A raw page without an outcome; `url` is None where the message holds none."""

    origin: str
    url: str | None


@dataclass(frozen=True, slots=True)
class MissingStory:
    """A story that is not where its verdict says; `verdict` is None for one without a verdict."""

    article_id: str
    page_url: str | None
    origin: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class PageCounts:
    """The raw pages by their outcome.

    `overwritten` has none any more, but a later outcome of the same URL; `waiting` was not taken up
    by a worker yet.
    """

    total: int
    articles: int
    refused: int
    unchanged: int
    dead: int
    overwritten: int
    waiting: int
    missing: int


@dataclass(frozen=True, slots=True)
class StoryCounts:
    """The stories that outcomes promise by what became of them."""

    promised: int
    articles: int
    copies: int
    dead: int
    missing: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What the topics say.

    `lag` is what workers had not done when the look began: what is missing may be under way while
    it is not 0. `unfulfilled` counts the stories with a verdict that no topic carries out: an
    original without an article, a copy without a sighting. `doubled_outcomes` and
    `doubled_articles` are messages that came twice, which does no harm; `contradictions` are pages
    with two outcomes that cannot both be true; `copies_of_nothing` name an original that is not
    published.
    """

    pages: PageCounts
    stories: StoryCounts
    lag: int
    unfulfilled: int
    copies_of_nothing: int
    doubled_outcomes: int
    doubled_articles: int
    contradictions: int
    missing_pages: tuple[MissingPage, ...]
    missing_stories: tuple[MissingStory, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing and nothing contradicts itself; pages may wait."""
        return not (
            self.pages.missing
            or self.stories.missing
            or self.unfulfilled
            or self.copies_of_nothing
            or self.contradictions
        )


async def reconcile(settings: Settings, wait: float = 0.0) -> Reconciliation:
    """Account for the raw pages that are there now. Raises BrokerError.

    With `wait`, looks again for so many seconds, until each of these pages was taken up and nothing
    is missing; not so long where the workers have nothing more to do.
    """
    deadline = time.monotonic() + wait
    raw = topic_name(settings, PAGES_RAW)
    first, end = await offsets(settings, raw)
    while True:
        progress = await group_progress(settings)
        taken = {p: progress[raw, p].done if (raw, p) in progress else 0 for p in end}
        if all(taken[p] >= end[p] for p in end) or time.monotonic() >= deadline:
            lag = sum(place.end - place.done for place in progress.values())
            found = await _look(settings, Pages(first, end, taken), lag)
            if found.complete or lag == 0 or time.monotonic() >= deadline:
                return found
        await asyncio.sleep(min(LOOK_SECONDS, max(0.0, deadline - time.monotonic())))


async def _look(settings: Settings, pages: Pages, lag: int) -> Reconciliation:
    """Read the topics once, in the order in which records cross them."""
    stories = Stories()
    holes = await _Holes.before(settings)
    async for message, outcome in read_records(settings, PAGES_OUTCOMES, PageOutcome):
        holes.saw(message)
        if pages.end(outcome.origin, outcome.outcome):
            for article_id in outcome.articles:
                stories.promise(article_id)
    stories.close()
    async for _, verdict in read_records(settings, DEDUP_VERDICTS, Verdict):
        if verdict.revision:
            called = CALLED_ORIGINAL if verdict.duplicate_of is None else CALLED_COPY
            stories.mark(verdict.article_id, called, within=CALLED_ORIGINAL | CALLED_COPY)
    async for message in read_topic(settings, topic_name(settings, ARTICLES_DUPLICATES)):
        if message.value is None:
            stories.mark(key_of(message), 0, within=COPY)
        elif copy := _sighting(message):
            stories.mark(copy.article_id, COPY, within=COPY, original=copy.duplicate_of)
    stories.close_originals()
    async for _, article in read_records(settings, ARTICLES, Article):
        stories.publish(article.article_id, article.revision, article.status == "published")
    async for message in read_topic(settings, topic_name(settings, PAGES_DEAD)):
        stories.mark(key_of(message), DEAD, within=DEAD)
    stories.flush()

    missing_pages, markers, overwritten = await _without_outcome(settings, pages, holes)
    missing, unfulfilled = stories.missing(), stories.unfulfilled()
    return Reconciliation(
        pages=PageCounts(
            total=pages.total - markers,
            articles=pages.count("articles"),
            refused=pages.count("refused"),
            unchanged=pages.count("unchanged"),
            dead=pages.count("dead"),
            overwritten=overwritten,
            waiting=pages.waiting(),
            missing=len(missing_pages),
        ),
        stories=StoryCounts(
            promised=stories.promised,
            articles=stories.count(ARTICLE, without=COPY),
            copies=stories.count(COPY),
            dead=stories.count(DEAD, without=ARTICLE | COPY),
            missing=len(missing),
        ),
        lag=lag,
        unfulfilled=len(unfulfilled),
        copies_of_nothing=stories.copies_of_nothing(),
        doubled_outcomes=pages.doubled,
        doubled_articles=stories.doubled(),
        contradictions=pages.contradictions,
        missing_pages=tuple(missing_pages[:LISTED]),
        missing_stories=await _named(settings, missing | unfulfilled),
    )


def _sighting(message: Message) -> Duplicate | None:
    try:
        return wire.decode(message.value or b"", Duplicate)
    except wire.WireError as error:
        place = f"{message.topic}/{message.partition}/{message.offset}"
        log.warning("%s is left out: %s", place, error)
        return None


class _Holes:
    """The partitions of `pages.outcomes` of which compaction has taken messages away."""

    def __init__(self, first: dict[int, int]) -> None:
        self._next = first
        self.partitions: set[int] = set()

    @classmethod
    async def before(cls, settings: Settings) -> "_Holes":
        first, _ = await offsets(settings, topic_name(settings, PAGES_OUTCOMES))
        return cls(first)

    def saw(self, message: Message) -> None:
        if message.offset > self._next[message.partition]:
            self.partitions.add(message.partition)
        self._next[message.partition] = message.offset + 1


async def _without_outcome(
    settings: Settings, pages: Pages, holes: _Holes
) -> tuple[list[MissingPage], int, int]:
    """The pages that are missing; how many of the others are no messages, or overwritten."""
    wanted = pages.without_outcome()
    missing: list[MissingPage] = []
    found = 0
    if wanted:
        async for message in read_places(settings, topic_name(settings, PAGES_RAW), wanted):
            found += 1
            origin = f"{PAGES_RAW.name}/{message.partition}/{message.offset}"
            missing.append(MissingPage(origin, _url_of(message)))
    markers = sum(map(len, wanted.values())) - found
    urls = {page.url for page in missing if page.url is not None}
    later: set[str] = set()
    if urls and holes.partitions:
        name = topic_name(settings, PAGES_OUTCOMES)
        async for message in read_topic(settings, name):
            if message.partition in holes.partitions and key_of(message) in urls:
                later.add(key_of(message))
    lost = [page for page in missing if page.url not in later]
    return lost, markers, len(missing) - len(lost)


def _url_of(message: Message) -> str | None:
    headers = {name.lower(): value.decode("utf-8", "replace") for name, value in message.headers}
    try:
        return canonical_url(wire.decode_raw_page(message.value, headers).url)
    except ValueError:
        return None


async def _named(settings: Settings, wanted: dict[int, str | None]) -> tuple[MissingStory, ...]:
    """The ids of the stories, and the pages that promised them."""
    named: dict[str, MissingStory] = {}
    if wanted:
        async for _, outcome in read_records(settings, PAGES_OUTCOMES, PageOutcome):
            for id in outcome.articles:
                if digest(id) in wanted and (id in named or len(named) < LISTED):
                    verdict = wanted[digest(id)]
                    named[id] = MissingStory(id, outcome.url, outcome.origin, verdict)
    return tuple(named[id] for id in sorted(named))


def in_words(found: Reconciliation) -> Iterator[str]:
    """The lines that tell an operator the same."""
    for title, counts in (("raw pages", found.pages), ("stories promised", found.stories)):
        total, *parts = ((name, getattr(counts, name)) for name in counts.__slots__)
        yield f"{title:20} {total[1]:>12}"
        for name, count in parts:
            yield f"  {name:18} {count:>12}"
    for title, count in (
        ("verdicts that no topic carries out", found.unfulfilled),
        ("copies of what is not published", found.copies_of_nothing),
        ("pages with two outcomes", found.contradictions),
        ("outcomes that came twice", found.doubled_outcomes),
        ("articles that came twice", found.doubled_articles),
    ):
        if count:
            yield f"{title}: {count}"
    for page in found.missing_pages:
        yield f"no outcome: {page.origin} {page.url or ''}".rstrip()
    for story in found.missing_stories:
        verdict = f"verdict: {story.verdict}" if story.verdict else "no verdict"
        yield f"not delivered: {story.article_id} of {story.page_url} ({story.origin}), {verdict}"
    if not found.complete and found.lag:
        yield (
            f"workers have {found.lag} messages to do: what is missing may be under way; "
            "`--wait SECONDS` looks again"
        )
    yield "complete" if found.complete else "not complete"
