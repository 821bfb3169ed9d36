"""Lines of raw pages into the topic `pages.raw`."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer

from pipeline.broker import partitions_of, producer, topic_name
from pipeline.feeds.jsonl import Line, LineError, arriving
from pipeline.settings import Settings
from pipeline.topics import FRAME_BYTES, PAGES_RAW

# What may be on its way to the broker at once.
MAX_PENDING_BYTES = 32 * 1024 * 1024


@dataclass
class FeedReport:
    """How many pages and bytes the broker holds now, and how many lines were refused."""

    pages: int = 0
    size: int = 0
    refused: int = 0


async def feed(
    lines: Iterable[Line],
    settings: Settings,
    *,
    on_line: Callable[[Line], None] | None = None,
    on_refused: Callable[[str], None] | None = None,
) -> FeedReport:
    """Send every line that is a raw page; return when the broker has acknowledged them all.

    A line that is none, or is too large, is refused with its place and the reason, and costs no
    other line. Raises BrokerError or KafkaError when the broker does not take them.
    """
    report = FeedReport()
    name = topic_name(settings, PAGES_RAW)
    await partitions_of(settings, name)  # a missing topic is said at once, not after a time-out
    pending: dict[asyncio.Future[object], int] = {}
    async with producer(settings) as client:
        async for line in arriving(lines):
            if on_line is not None:
                on_line(line)
            try:
                value, key = _checked(line, settings.max_page_bytes - FRAME_BYTES)
            except LineError as error:
                report.refused += 1
                if on_refused is not None:
                    on_refused(f"{line.place}: {error}")
                continue
            await _send(client, name, key, value, pending)
            report.pages += 1
            report.size += len(value)
        while pending:
            await _wait(pending)
    return report


def _checked(line: Line, limit: int) -> tuple[bytes, bytes]:
    value = line.value
    if value is None or len(value) > limit:
        raise LineError(
            f"the page has {line.size} bytes, more than the {limit} that its topic takes"
        )
    return value, line.key()


async def _send(
    client: AIOKafkaProducer,
    topic: str,
    key: bytes,
    value: bytes,
    pending: dict[asyncio.Future[object], int],
) -> None:
    future = await client.send(topic, value=value, key=key)
    pending[future] = len(value)
    while sum(pending.values()) > MAX_PENDING_BYTES or len(pending) > 1000:
        await _wait(pending)


async def _wait(pending: dict[asyncio.Future[object], int]) -> None:
    done, _ = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
    for future in done:
        del pending[future]
        future.result()
