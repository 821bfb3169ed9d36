"""Raw pages to articles in one process group, without a broker: a line in, articles out.

The steps are the worker's own (`pipeline.steps`), run in the same pool, with one limit of time for
all steps on a page where the worker has one for each; and
what is unchanged or a copy is judged by the worker's rules (`pipeline.revisions`,
`pipeline.dedup`), over dicts instead of tables. So the article records are the same bytes as the
worker's.
"""

import asyncio
import tempfile
import uuid
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import msgspec

from pipeline import steps, wire
from pipeline.dedup.home import Arrival
from pipeline.dedup.local import WHOLE_FILE, LocalDedup
from pipeline.dedup.signature import Signature
from pipeline.dedup.stories import read_story
from pipeline.feeds.jsonl import Line, LineError, arriving
from pipeline.pool import PoisonError, Pool
from pipeline.records import Article, Outcome, PageOutcome
from pipeline.revisions import ArticleState, PageState, article_digest, next_revision
from pipeline.settings import Settings
from pipeline.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Taken:
    """A story as near-duplicate search takes it, and the article that it becomes."""

    arrival: Arrival
    signature: Signature
    article: bytes


@dataclass(frozen=True, slots=True)
class Whole:
    """What all steps but near-duplicate search made of one page."""

    cleaned: steps.Cleaned
    stories: tuple[Taken, ...] = ()


def take_through(value: bytes, origin: str, appended_at: int, previous: PageState | None) -> Whole:
    """All steps on one page that need no other page, in a process of the pool."""
    cleaned = steps.clean_page(value, {}, origin, appended_at, previous)
    if cleaned.end is not None:
        return Whole(cleaned)
    divided = steps.split_page(cleaned.page)
    stories = []
    for _, story in divided.stories:
        arrival, signature = read_story(story, 0)
        stories.append(Taken(arrival, signature, steps.classify_story(story).article))
    return Whole(cleaned, tuple(stories))


class Spool:
    """Articles on disk, because the verdict on any of them may change later."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (open for as long as the spool lives)
        self._end = 0

    def append(self, article: bytes) -> int:
        """Keep an article; its place."""
        place = self._end
        self._file.seek(place)
        self._end += self._file.write(len(article).to_bytes(4, "big") + article)
        return place

    def read(self, place: int) -> bytes:
        """The article that was kept there."""
        self._file.seek(place)
        return self._file.read(int.from_bytes(self._file.read(4), "big"))

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()


@dataclass(eq=False)
class _Job:
    """A page at work; `done` once what came of it is handed on."""

    origin: str
    url: str
    fetched_at: str
    done: asyncio.Event
    work: asyncio.Task[Whole]


@dataclass
class Processor:
    """Takes lines through the steps and hands on what comes of them, in the order of the lines.

    Copies are left out, unless `keep_duplicates`; an article that turns out to be a copy after it
    was handed on is handed on once more, as a revision that says so. Half a kilobyte of each page
    and some kilobytes of each story stay in memory, to know them again; the articles on disk.
    """

    settings: Settings
    on_article: Callable[[bytes], None]
    on_outcome: Callable[[PageOutcome], None]
    keep_duplicates: bool = False
    _pages: dict[str, PageState] = field(default_factory=dict)
    _articles: dict[str, ArticleState] = field(default_factory=dict)
    _last: dict[str, asyncio.Event] = field(default_factory=dict)
    _dedup: LocalDedup = field(default_factory=lambda: LocalDedup(WHOLE_FILE))
    _spool: Spool = field(default_factory=Spool)
    _copies: set[bytes] = field(default_factory=set)

    @property
    def copies(self) -> int:
        """How many stories are copies of others, by all that was seen so far."""
        return len(self._copies)

    async def run(self, lines: Iterable[Line]) -> None:
        """Work through all lines, several at a time. Raises PoolBrokenError."""
        pool = Pool(self.settings)
        try:
            await pool.self_test()
            waiting: deque[_Job | PageOutcome] = deque()
            position = 0
            async for line in arriving(lines):
                position += 1
                waiting.append(self._begin(pool, line, position))
                if len(waiting) >= 8 * self.settings.processes:
                    await self._finish(waiting.popleft())
            while waiting:
                await self._finish(waiting.popleft())
        finally:
            pool.stop()
            self._spool.close()

    def _begin(self, pool: Pool, line: Line, position: int) -> _Job | PageOutcome:
        try:
            page = line.page()
        except LineError as error:
            return PageOutcome(None, "dead", line.place, "WireError", str(error))
        url = canonical_url(page.url)
        before = self._last.get(url)
        done = self._last[url] = asyncio.Event()
        work = asyncio.create_task(
            self._work(pool, line.value or b"", line.place, position, url, before)
        )
        return _Job(line.place, url, page.fetched_at, done, work)

    async def _work(
        self,
        pool: Pool,
        value: bytes,
        origin: str,
        position: int,
        url: str,
        before: asyncio.Event | None,
    ) -> Whole:
        # The versions of one page one after the other, each with the state that the last one left.
        if before is not None:
            await before.wait()
        return await pool.run(take_through, value, origin, position, self._pages.get(url))

    async def _finish(self, job: _Job | PageOutcome) -> None:
        if isinstance(job, PageOutcome):
            self.on_outcome(job)
            return
        try:
            whole = await job.work
        except PoisonError as error:
            self._end(job, "dead", error.error, error.message[:500])
        else:
            self._search(job.origin, whole.stories)
            cleaned = whole.cleaned
            ids = tuple(str(uuid.UUID(bytes=taken.arrival.id)) for taken in whole.stories)
            self._end(job, cleaned.end or "articles", cleaned.reason, cleaned.detail, ids)
            if cleaned.state is not None:
                self._pages[job.url] = cleaned.state
        job.done.set()
        if self._last[job.url] is job.done:
            del self._last[job.url]

    def _end(
        self,
        job: _Job,
        outcome: Outcome,
        reason: str | None,
        detail: str | None,
        articles: tuple[str, ...] = (),
    ) -> None:
        self.on_outcome(
            PageOutcome(job.url, outcome, job.origin, reason, detail, articles, job.fetched_at)
        )

    def _search(self, origin: str, stories: tuple[Taken, ...]) -> None:
        """Look for copies; publish these stories, and others whose verdict they changed."""
        arrivals = []
        for taken in stories:
            place = self._spool.append(taken.article)
            arrival = msgspec.structs.replace(taken.arrival, offset=place)
            arrivals.append((arrival, taken.signature))
        for id, row in self._dedup.add(arrivals).items():
            article = wire.decode(self._spool.read(row.offset), Article)
            self._copies.discard(id)
            if row.original is not None:
                self._copies.add(id)
                if not (row.published or self.keep_duplicates):
                    continue
                original = str(uuid.UUID(bytes=row.original.id))
                article = replace(article, status="duplicate", duplicate_of=original)
            self._publish(origin, row.latest_at, article)

    def _publish(self, origin: str, at: int, article: Article) -> None:
        key, digest = article.article_id, article_digest(article)
        revision = next_revision(self._articles.get(key), digest, origin, at)
        if revision is not None:
            self._articles[key] = ArticleState(digest, revision, origin, at)
            self.on_article(wire.encode(replace(article, revision=revision)))
