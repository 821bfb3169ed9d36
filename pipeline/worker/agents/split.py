"""pages.clean -> stories: the agent of the step `split`; it also says what became of the page."""

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.pool import PoisonError
from pipeline.records import CleanPage
from pipeline.topics import PAGES_CLEAN, STORIES
from pipeline.wire import WireError
from pipeline.worker.runner import Blame, DeadMessageError, Output, Result, Runner, finished


def attach(runner: Runner) -> None:
    """Add the agent to the app."""

    async def handle(message: Message) -> Result:
        value = message.value or b""
        try:
            divided = await runner.pool.run(steps.split_page, value)
        except PoisonError as error:
            raise DeadMessageError(error, _blame(value)) from error
        return finished(
            "articles",
            Blame(divided.url, divided.origin, divided.fetched_at),
            outputs=tuple(Output(STORIES, key.encode(), story) for key, story in divided.stories),
            articles=tuple(key for key, _ in divided.stories),
        )

    runner.attach(PAGES_CLEAN, "split", handle, limit=8 * runner.settings.processes)


def _blame(value: bytes) -> Blame:
    try:
        page = wire.decode(value, CleanPage)
    except WireError:
        return Blame()
    return Blame(page.url, page.origin, page.fetched_at)
