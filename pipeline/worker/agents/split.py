"""pages.clean -> stories: the agent of the step `split`; it also says what became of the page."""

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.pool import PoisonError
from pipeline.records import CleanPage, PageOutcome
from pipeline.topics import PAGES_CLEAN, STORIES
from pipeline.wire import WireError
from pipeline.worker.runner import DeadMessageError, Output, Result, Runner, origin_of


def attach(runner: Runner) -> None:
    """Add the agent to the app."""

    async def handle(message: Message) -> Result:
        try:
            divided = await runner.pool.run(steps.split_page, message.value or b"")
        except PoisonError as error:
            raise DeadMessageError(error, _page_of(message)) from error
        page = PageOutcome(
            divided.url,
            "articles",
            divided.origin,
            articles=tuple(key for key, _ in divided.stories),
            fetched_at=divided.fetched_at,
        )
        outputs = tuple(Output(STORIES, key.encode(), story) for key, story in divided.stories)
        return Result(outputs, page=page, ends=True)

    runner.attach(PAGES_CLEAN, "split", handle, limit=8 * runner.settings.processes)


def _page_of(message: Message) -> PageOutcome:
    """Whose page a message that cannot be handled carries, as far as it can be read."""
    try:
        page = wire.decode(message.value or b"", CleanPage)
        return PageOutcome(page.url, "dead", page.origin, fetched_at=page.fetched_at)
    except WireError:
        return PageOutcome(None, "dead", origin_of(message))
