"""pages.raw -> pages.clean: the agent of the step `clean`.

Unchanged pages end here: those with the same bytes before any extraction, those with the same words
after it. The table `pages` remembers the last version of each page.
"""

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.pool import PoisonError
from pipeline.revisions import PageState, raw_digest, same_bytes, same_text
from pipeline.topics import PAGES_CLEAN, PAGES_RAW, TABLE_PAGES
from pipeline.urls import canonical_url
from pipeline.worker.runner import (
    Blame,
    DeadMessageError,
    Output,
    Result,
    Runner,
    Write,
    finished,
    headers_of,
    origin_of,
)


def attach(runner: Runner) -> None:
    """Add the agent and its table to the app."""
    pages = runner.table("pages", TABLE_PAGES)

    async def handle(message: Message) -> Result:
        origin = origin_of(message)
        headers = headers_of(message)
        value = message.value or b""
        limit = runner.settings.max_page_bytes
        if len(value) > limit:
            cause = PoisonError("TooLarge", f"{len(value)} bytes; a page may have {limit}")
            raise DeadMessageError(cause, Blame(origin=origin))
        try:
            page = wire.decode_raw_page(value, headers)
            url = canonical_url(page.url)
        except ValueError as error:
            cause = PoisonError(type(error).__name__, str(error))
            raise DeadMessageError(cause, Blame(origin=origin)) from error

        blame = Blame(url, origin, page.fetched_at)
        key = url.encode("utf-8", "replace")
        stored = pages.get(key)
        previous = wire.decode(stored, PageState) if stored else None
        digest = raw_digest(page)
        if same_bytes(previous, digest, origin):
            return finished("unchanged", blame, reason="same_bytes")

        try:
            cleaned = await runner.pool.run(
                steps.clean_page, value, headers, origin, message.timestamp
            )
        except PoisonError as error:
            raise DeadMessageError(error, blame) from error

        write = Write(pages, key, wire.encode(PageState(digest, cleaned.text_digest, origin)))
        if cleaned.refusal is not None:
            refusal = cleaned.refusal
            return finished(
                "refused", blame, writes=(write,), reason=refusal.reason, detail=refusal.detail
            )
        if same_text(previous, cleaned.text_digest, origin):
            return finished("unchanged", blame, writes=(write,), reason="same_text")
        site = cleaned.site.encode("utf-8", "replace")
        return Result((Output(PAGES_CLEAN, site, cleaned.page),), (write,), blame=blame)

    runner.attach(PAGES_RAW, "clean", handle, limit=4 * runner.settings.processes)
