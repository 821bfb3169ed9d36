"""Raw pages to articles in one process group, without a broker: a line in, articles out.

The steps are the worker's own (`pipeline.steps`), run in the same pool with the same limits, and
what is unchanged is judged by the worker's rules (`pipeline.revisions`), over dicts instead of
tables. So the article records are the same bytes as the worker's.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline import steps
from pipeline.feeds.jsonl import Line, LineError, arriving
from pipeline.pool import PoisonError, Pool
from pipeline.records import Outcome, PageOutcome
from pipeline.revisions import ArticleState, PageState, next_revision, numbered
from pipeline.settings import Settings
from pipeline.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Whole:
    """What all steps made of one page."""

    cleaned: steps.Cleaned
    articles: tuple[steps.Classified, ...] = ()


def take_through(value: bytes, origin: str, appended_at: int, previous: PageState | None) -> Whole:
    """All steps on one page, in a process of the pool."""
    cleaned = steps.clean_page(value, {}, origin, appended_at, previous)
    if cleaned.end is not None:
        return Whole(cleaned)
    divided = steps.split_page(cleaned.page)
    return Whole(cleaned, tuple(steps.classify_story(story) for _, story in divided.stories))


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

    It remembers about half a kilobyte of each page, to know it again.
    """

    settings: Settings
    on_article: Callable[[bytes], None]
    on_outcome: Callable[[PageOutcome], None]
    _pages: dict[str, PageState] = field(default_factory=dict)
    _articles: dict[str, ArticleState] = field(default_factory=dict)
    _last: dict[str, asyncio.Event] = field(default_factory=dict)

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
            for classified in whole.articles:
                self._publish(job.origin, classified)
            cleaned = whole.cleaned
            ids = tuple(classified.article_id for classified in whole.articles)
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

    def _publish(self, origin: str, classified: steps.Classified) -> None:
        key, digest, at = classified.article_id, classified.digest, classified.appended_at
        revision = next_revision(self._articles.get(key), digest, origin, at)
        if revision is not None:
            self._articles[key] = ArticleState(digest, revision, origin, at)
            self.on_article(numbered(classified.article, revision))
