"""pages.raw -> pages.clean: the agent of the step `clean`.

Unchanged pages end here: those with the same bytes before any extraction, those with the same words
after it. The table `pages` remembers, under the key of a page's messages, its last version. A page
without a key, or with one that is longer than any URL, is new each time.
"""

import structlog

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.pool import PoisonError
from pipeline.records import PageOutcome
from pipeline.revisions import PageState
from pipeline.topics import PAGES_CLEAN, PAGES_RAW, TABLE_PAGES
from pipeline.urls import canonical_url
from pipeline.worker.runner import (
    DeadMessageError,
    Output,
    Result,
    Runner,
    TableError,
    Write,
    appended_at,
    headers_of,
    origin_of,
    short_key,
)

log = structlog.get_logger(__name__)


def attach(runner: Runner) -> None:
    """Add the agent and its table to the app."""
    pages = runner.table("pages", TABLE_PAGES)

    async def handle(message: Message) -> Result:
        origin = origin_of(message)
        value = message.value or b""
        limit = runner.settings.max_page_bytes
        if len(value) > limit:
            cause = PoisonError("TooLarge", f"{len(value)} bytes; a page may have {limit}")
            raise DeadMessageError(cause, PageOutcome(None, "dead", origin))

        # The message's key, not the URL within: only the pool reads pages.
        key = short_key(message)
        try:
            previous = runner.remembered(pages, key, PageState)
        except TableError as error:
            log.warning("a page is cleaned as if it were new", reason=str(error))
            previous = None
        headers = headers_of(message)
        try:
            cleaned = await runner.pool.run(
                steps.clean_page, value, headers, origin, appended_at(message, headers), previous
            )
        except PoisonError as error:
            raise DeadMessageError(error, _page_of(message, origin)) from error

        page = PageOutcome(
            cleaned.url,
            cleaned.end or "articles",
            origin,
            cleaned.reason,
            cleaned.detail,
            fetched_at=cleaned.fetched_at,
        )
        writes: tuple[Write, ...] = ()
        if cleaned.state is not None and key is not None:
            writes = (Write(pages, key, wire.encode(cleaned.state)),)
        if cleaned.end is not None:
            return Result(writes=writes, page=page, ends=True)
        site = cleaned.site.encode("utf-8", "replace")
        return Result((Output(PAGES_CLEAN, site, cleaned.page),), writes, page)

    runner.attach(PAGES_RAW, "clean", handle, limit=3 * runner.settings.processes)


def _page_of(message: Message, origin: str) -> PageOutcome:
    """Whose page a message that cannot be handled carries, as far as it can be read."""
    try:
        page = wire.decode_raw_page(message.value, headers_of(message))
        return PageOutcome(canonical_url(page.url), "dead", origin, fetched_at=page.fetched_at)
    except ValueError:
        return PageOutcome(None, "dead", origin)
