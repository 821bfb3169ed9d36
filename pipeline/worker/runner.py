"""What all agents share: a message in, its outputs sent and acknowledged, or a dead letter.

An agent is a handler: `async (Message) -> Result`. It reads its table, calls its step in the pool,
and says what to publish and what to write to its table; it raises PoisonError for a message that
cannot be handled. This module does the rest, the same for every step.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import faust
import structlog
from faust.types import EventT

from pipeline import wire
from pipeline.broker import Message, topic_name
from pipeline.pool import PoisonError, Pool
from pipeline.records import DeadLetter, Outcome, PageOutcome, Step
from pipeline.settings import Settings
from pipeline.topics import FRAME_BYTES, PAGES_DEAD, PAGES_OUTCOMES, Topic
from pipeline.worker.acks import AckedTable, AckWindow
from pipeline.worker.metrics import Metrics

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Output:
    """A record to publish."""

    topic: Topic
    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Write:
    """An entry to write to a table, once all outputs are acknowledged."""

    table: AckedTable
    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Blame:
    """Whose page a message belongs to, as far as the handler knows."""

    url: str | None = None
    origin: str = ""
    fetched_at: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a handler made of a message. `page` is the outcome of a raw page that ended here."""

    outputs: tuple[Output, ...] = ()
    writes: tuple[Write, ...] = ()
    page: PageOutcome | None = None
    blame: Blame = Blame()


class DeadMessageError(Exception):
    """A message that ends as a dead letter; `blame` names its page."""

    def __init__(self, cause: PoisonError, blame: Blame) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.blame = blame


Handler = Callable[[Message], Awaitable[Result]]


def origin_of(message: Message) -> str:
    """The place of a message, in one word."""
    return f"{message.topic}/{message.partition}/{message.offset}"


def headers_of(message: Message) -> dict[str, str]:
    """The headers of a message as text, names in lower case as in HTTP."""
    return {name.lower(): value.decode("utf-8", "replace") for name, value in message.headers}


@dataclass
class Runner:
    """Attaches handlers to the app and carries out what they say."""

    app: faust.App
    settings: Settings
    pool: Pool
    metrics: Metrics
    windows: dict[str, AckWindow] = field(default_factory=dict)
    _topics: dict[str, Any] = field(default_factory=dict)

    def attach(self, topic: Topic, step: Step, handler: Handler, *, limit: int) -> None:
        """Let an agent read the topic, `limit` messages at a time, and call the handler for each.

        Messages with one key are handled in their order.
        """
        # The belt over the pool's own limits: every try at its limit, each after a self-test.
        belt = self.settings.step_tries * (20 * self.settings.step_timeout + 300)
        window = AckWindow(limit, belt, self.metrics)
        self.windows[topic_name(self.settings, topic)] = window

        async def handle(event: EventT[Any]) -> None:
            await self._handle(message_of(event, topic), topic, step, handler)

        async def agent(stream: Any) -> None:
            async for event in stream.noack().events():
                await window.submit(event, handle, event.key or b"")

        self.app.agent(self._topic(topic), name=f"{self.settings.group}.{step}")(agent)

    def table(self, name: str, changelog: Topic) -> AckedTable:
        """A RocksDB table of bytes whose changelog is the given topic."""
        table = self.app.Table(
            name,
            key_type=bytes,
            value_type=bytes,
            partitions=self.settings.partitions,
            changelog_topic=self.app.topic(
                topic_name(self.settings, changelog),
                key_type=bytes,
                value_type=bytes,
                key_serializer="raw",
                value_serializer="raw",
                partitions=self.settings.partitions,
                compacting=True,
                acks=False,
                internal=True,
                allow_empty=True,
                maxsize=131_072,
            ),
            options=rocksdb_options(),
        )
        assert isinstance(table, AckedTable)  # noqa: S101
        return table

    async def _handle(self, message: Message, topic: Topic, step: Step, handler: Handler) -> None:
        begun = time.perf_counter()
        try:
            result = await handler(message)
            self._check_sizes(result)
        except DeadMessageError as error:
            result = self._dead(message, topic, step, error.cause, error.blame)
        except PoisonError as error:
            result = self._dead(message, topic, step, error, Blame())
        await self._publish(result.outputs)
        for write in result.writes:
            # Written even where the table holds the same: after a kill the local table may be
            # ahead of its changelog, and only writing again mends the changelog.
            write.table[write.key] = write.value
        if result.page is not None:
            self.metrics.page(result.page.outcome, result.page.reason)
        self.metrics.step_seconds.labels(step).observe(time.perf_counter() - begun)

    async def _publish(self, outputs: tuple[Output, ...]) -> None:
        """Send all, batched by the producer, and return when the broker holds all."""
        sends = [
            await self._topic(output.topic).send(key=output.key or None, value=output.value)
            for output in outputs
        ]
        if sends:
            await asyncio.gather(*sends)
        for output in outputs:
            self.metrics.records.labels(output.topic.name).inc()

    def _check_sizes(self, result: Result) -> None:
        for output in result.outputs:
            room = min(output.topic.max_message_bytes, self.settings.max_page_bytes) - FRAME_BYTES
            if len(output.key) + len(output.value) > room:
                words = (
                    f"a record of {len(output.value)} bytes for {output.topic.name}, "
                    f"which takes {room} at most"
                )
                raise DeadMessageError(PoisonError("OutputTooLarge", words), result.blame)

    def _dead(
        self, message: Message, topic: Topic, step: Step, error: PoisonError, blame: Blame
    ) -> Result:
        value = message.value or b""
        # base64 makes three bytes four.
        fits = len(value) * 4 // 3 + 2 * FRAME_BYTES < self.settings.max_dead_letter_bytes
        letter = DeadLetter(
            topic=topic.name,
            partition=message.partition,
            offset=message.offset,
            timestamp=message.timestamp,
            step=step,
            error=error.error,
            message=error.message[:2000],
            tries=error.tries,
            value_bytes=len(value),
            value_base64=base64.b64encode(value).decode("ascii") if fits else None,
            key_base64=None if message.key is None else _base64(message.key),
            headers=_bounded_headers(message) if fits else (),
            page_url=blame.url,
        )
        self.metrics.dead(step, error.error)
        log.warning(
            "dead letter",
            step=step,
            error=error.error,
            detail=error.message[:500],
            tries=error.tries,
            origin=origin_of(message),
            url=blame.url,
        )
        dead = Output(PAGES_DEAD, message.key or b"", wire.encode(letter))
        if step == "classify":
            # Its page came to its end already; `pages.dead` holds this one of its stories.
            return Result((dead,))
        page = replace(blame, origin=blame.origin or origin_of(message))
        return finished(
            "dead", page, outputs=(dead,), reason=error.error, detail=error.message[:500]
        )

    def _topic(self, topic: Topic) -> Any:
        if topic.name not in self._topics:
            self._topics[topic.name] = self.app.topic(
                topic_name(self.settings, topic),
                key_type=bytes,
                value_type=bytes,
                key_serializer="raw",
                value_serializer="raw",
                partitions=self.settings.partitions,
                allow_empty=True,
            )
        return self._topics[topic.name]


def finished(
    outcome: Outcome,
    page: Blame,
    *,
    outputs: tuple[Output, ...] = (),
    writes: tuple[Write, ...] = (),
    reason: str | None = None,
    detail: str | None = None,
    articles: tuple[str, ...] = (),
) -> Result:
    """The result of a raw page that came to its end: its outcome, and what goes with it."""
    record = PageOutcome(
        url=page.url,
        outcome=outcome,
        origin=page.origin,
        reason=reason,
        detail=detail,
        articles=articles,
        fetched_at=page.fetched_at,
    )
    return Result((*outputs, outcome_output(record)), writes, record, page)


def outcome_output(page: PageOutcome) -> Output:
    """The outcome of a page as a record; a compacted topic needs a key, so a place will do."""
    key = page.url or page.origin
    return Output(PAGES_OUTCOMES, key.encode("utf-8", "replace"), wire.encode(page))


def message_of(event: EventT[Any], topic: Topic) -> Message:
    """The message of a Faust event, under its topic's plain name."""
    message = event.message
    pairs: Any = message.headers or ()
    if isinstance(pairs, dict):
        pairs = pairs.items()
    return Message(
        topic=topic.name,
        partition=message.partition,
        offset=message.offset,
        timestamp=round((message.timestamp or 0.0) * 1000),
        key=event.key,
        value=event.value,
        headers=tuple((name, value or b"") for name, value in pairs),
    )


def rocksdb_options() -> dict[str, Any]:
    """Bounded memory for each partition of a table: the stock cache is 2 GiB for each.

    A new dict for each table, because the store takes keys out of the one that it is given.
    """
    return {
        "driver": "rocksdict",
        "block_cache_size": 8 * 1024**2,
        "write_buffer_size": 8 * 1024**2,
        "max_write_buffer_number": 2,
        "target_file_size_base": 16 * 1024**2,
        "max_open_files": 128,
    }


def _bounded_headers(message: Message) -> tuple[tuple[str, str], ...]:
    kept, room = [], FRAME_BYTES // 2
    for name, value in message.headers:
        room -= len(name) + len(value) * 4 // 3
        if room < 0:
            break
        kept.append((name, _base64(value)))
    return tuple(kept)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
