"""Raw pages to articles in one process group, without a broker: a line in, articles out.

The steps are the worker's own (`pipeline.steps`), run in the same pool with the same limits, and
the rules of what is unchanged are the worker's too (`pipeline.revisions`), over dicts instead of
tables. So the article records are the same bytes as the worker's.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pipeline import steps, wire
from pipeline.feeds.jsonl import Line, LineError
from pipeline.pool import PoisonError, Pool
from pipeline.records import Article, Outcome, PageOutcome
from pipeline.revisions import (
    ArticleState,
    PageState,
    next_revision,
    raw_digest,
    same_bytes,
    same_text,
)
from pipeline.settings import Settings
from pipeline.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Whole:
    """What all steps made of one page."""

    cleaned: steps.Cleaned
    articles: tuple[steps.Classified, ...] = ()


def take_through(value: bytes, origin: str, appended_at: int) -> Whole:
    """All steps on one page, in a process of the pool."""
    cleaned = steps.clean_page(value, {}, origin, appended_at)
    if cleaned.refusal is not None:
        return Whole(cleaned)
    divided = steps.split_page(cleaned.page)
    return Whole(cleaned, tuple(steps.classify_story(story) for _, story in divided.stories))


@dataclass
class Processor:
    """Takes lines through the steps and hands on what comes of them, in the order of the lines."""

    settings: Settings
    on_article: Callable[[bytes], None]
    on_outcome: Callable[[PageOutcome], None]
    _pages: dict[str, PageState] = field(default_factory=dict)
    _articles: dict[str, ArticleState] = field(default_factory=dict)

    async def run(self, lines: Iterable[Line]) -> None:
        """Work through all lines, several at a time. Raises PoolBrokenError."""
        pool = Pool(self.settings)
        try:
            await pool.self_test()
            waiting: deque[tuple[Line, asyncio.Task[Whole | PageOutcome]]] = deque()
            for position, line in enumerate(lines, 1):
                task = asyncio.create_task(self._begin(pool, line, position))
                waiting.append((line, task))
                if len(waiting) >= 8 * self.settings.processes:
                    await self._finish(*waiting.popleft())
            while waiting:
                await self._finish(*waiting.popleft())
        finally:
            pool.stop()

    async def _begin(self, pool: Pool, line: Line, position: int) -> Whole | PageOutcome:
        try:
            page = line.page()
        except LineError as error:
            return PageOutcome(None, "dead", line.place, "WireError", str(error))
        url = canonical_url(page.url)
        if same_bytes(self._pages.get(url), raw_digest(page), line.place):
            return PageOutcome(url, "unchanged", line.place, "same_bytes")
        try:
            return await pool.run(take_through, line.value or b"", line.place, position)
        except PoisonError as error:
            return PageOutcome(url, "dead", line.place, error.error, error.message[:500])

    async def _finish(self, line: Line, task: "asyncio.Task[Whole | PageOutcome]") -> None:
        result = await task
        if isinstance(result, PageOutcome):
            self.on_outcome(result)
            return
        page = line.page()
        url = canonical_url(page.url)

        def outcome(word: Outcome, reason: str | None = None, detail: str | None = None) -> None:
            ids = tuple(a.article_id for a in result.articles) if word == "articles" else ()
            self.on_outcome(
                PageOutcome(url, word, line.place, reason, detail, ids, page.fetched_at)
            )

        previous = self._pages.get(url)
        cleaned = result.cleaned
        digest = raw_digest(page)
        if same_bytes(previous, digest, line.place):
            # The same page stood a few lines before and was still at work when this one began.
            return outcome("unchanged", "same_bytes")
        self._pages[url] = PageState(digest, cleaned.text_digest, line.place)
        if cleaned.refusal is not None:
            return outcome("refused", cleaned.refusal.reason, cleaned.refusal.detail)
        if same_text(previous, cleaned.text_digest, line.place):
            return outcome("unchanged", "same_text")
        for classified in result.articles:
            self._publish(classified, line.place)
        return outcome("articles")

    def _publish(self, classified: steps.Classified, origin: str) -> None:
        key, digest, at = classified.article_id, classified.digest, classified.appended_at
        revision = next_revision(self._articles.get(key), digest, origin, at)
        if revision is None:
            return
        self._articles[key] = ArticleState(digest, revision, origin, at)
        article = classified.article
        if revision != 1:
            article = wire.encode(replace(wire.decode(article, Article), revision=revision))
        self.on_article(article)
