"""What all agents share: a message in, its outputs sent and acknowledged, or a dead letter.

An agent is a handler: `async (Message) -> Result`. It reads its table, calls its step in the pool,
and says what to publish and what to write to its table; it raises PoisonError for a message that
cannot be handled. This module does the rest, the same for every step.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import faust
import structlog
from aiokafka.errors import MessageSizeTooLargeError
from faust.types import EventT

from pipeline import wire
from pipeline.broker import Message, topic_name
from pipeline.dead import APPENDED_AT, REPLAYED_FROM
from pipeline.pool import PoisonError, Pool
from pipeline.records import MAX_URL_CHARS, DeadLetter, PageOutcome, Step
from pipeline.settings import Settings
from pipeline.topics import FRAME_BYTES, PAGES_DEAD, PAGES_OUTCOMES, Topic
from pipeline.version import VERSION
from pipeline.worker.acks import AckedTable, AckWindow
from pipeline.worker.data_folder import note_damage
from pipeline.worker.metrics import Metrics

State = TypeVar("State")

# What a producer may ask of us with headers; more than these are not looked at.
MAX_HEADERS = 64
# A key longer than this goes with its message only. No canonical URL is longer: each character has
# four bytes at most, and each of these takes three where it is escaped.
MAX_KEY_BYTES = 12 * MAX_URL_CHARS

log = structlog.get_logger(__name__)


class TableError(RuntimeError):
    """A table holds what this version cannot read."""


@dataclass(frozen=True, slots=True)
class Output:
    """A record to publish; a compacted topic takes no record without a key."""

    topic: Topic
    key: bytes | None
    value: bytes


@dataclass(frozen=True, slots=True)
class Write:
    """An entry to write to a table, once all outputs are acknowledged."""

    table: AckedTable
    key: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """What a handler made of a message, for `page`; whether the raw page `ends` with it."""

    outputs: tuple[Output, ...] = ()
    writes: tuple[Write, ...] = ()
    page: PageOutcome | None = None
    ends: bool = False


class DeadMessageError(Exception):
    """A message that ends as a dead letter, for its cause; `page` says whose it is."""

    def __init__(self, cause: PoisonError, page: PageOutcome) -> None:
        super().__init__(str(cause))
        self.cause = cause
        self.page = page


Handler = Callable[[Message], Awaitable[Result]]


@dataclass
class Runner:
    """Attaches handlers to the app and carries out what they say."""

    app: faust.App
    settings: Settings
    pool: Pool
    metrics: Metrics
    topics: set[str] = field(default_factory=set)  # the full names of those that agents read
    _channels: dict[str, Any] = field(default_factory=dict)

    def attach(
        self, topic: Topic, step: Step, handler: Handler, *, limit: int, bounded: bool = True
    ) -> None:
        """Let an agent read the topic, `limit` messages at a time, and call the handler for each.

        Messages with one key are handled in their order. A handler that is not `bounded` may take
        any time.
        """
        # The belt over the pool's own limits: every try at its limit, each after a self-test.
        belt = self.settings.step_tries * (20 * self.settings.step_timeout + 300)
        failed = partial(note_damage, self.settings.data_dir)
        window = AckWindow(limit, belt if bounded else None, self.metrics, failed)
        self.topics.add(topic_name(self.settings, topic))

        async def handle(event: EventT[Any]) -> None:
            await self._handle(message_of(event, topic), topic, step, handler)

        async def agent(stream: Any) -> None:
            async for event in stream.noack().events():
                await window.submit(event, handle, event.key or b"")

        self.app.agent(self._channel(topic), name=f"{self.settings.group}.{topic.name}")(agent)

    def table(self, name: str, changelog: Topic, *, ttl: int | None = None) -> AckedTable:
        """A RocksDB table of bytes whose changelog is the given topic.

        Entries expire `ttl` seconds after they were written, where it is given: whenever RocksDB
        compacts its files next.
        """
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
            options={"driver": "rocksdict", "ttl": ttl},  # the rest is in `worker.database`
        )
        assert isinstance(table, AckedTable)  # noqa: S101
        return table

    def remembered(self, table: AckedTable, key: bytes | None, kind: type[State]) -> State | None:
        """What the table holds under the key. Raises TableError, which stops the worker."""
        stored = None if key is None else table.get(key)
        if stored is None:
            return None
        try:
            return wire.decode(stored, kind)
        except wire.WireError as error:
            # Going on without it could publish a lower revision, which nobody would read.
            raise TableError(
                f"the table {table.name} holds under {key!r} what version "
                f"{VERSION} cannot read ({error}); run the version that wrote it, or send a "
                f"null value with that key to {table.changelog_topic_name} and remove the data "
                "folder"
            ) from error

    async def _handle(self, message: Message, topic: Topic, step: Step, handler: Handler) -> None:
        begun = time.perf_counter()
        try:
            result = await handler(message)
            await self._publish(result)
        except (PoisonError, DeadMessageError) as error:
            result = await self._bury(message, topic, step, error)
        for write in result.writes:
            # Written even where the table holds the same: after a kill the local table may be
            # ahead of its changelog, and only writing again mends the changelog.
            write.table[write.key] = write.value
        if result.ends and result.page is not None:
            self.metrics.page(result.page.outcome, result.page.reason)
        self.metrics.step_seconds.labels(step).observe(time.perf_counter() - begun)

    async def _publish(self, result: Result) -> None:
        """Send everything, and return when the broker holds it; the page's outcome comes last.

        Raises DeadMessageError for a record that is too large for its topic.
        """
        page = result.page or PageOutcome(None, "dead", "")
        for output in result.outputs:
            room = min(output.topic.max_message_bytes, self.settings.max_page_bytes) - FRAME_BYTES
            if output.topic is not PAGES_DEAD and _size(output) > room:
                raise DeadMessageError(_too_large(output, f"which takes {room} at most"), page)
        await self._send(result.outputs, page)
        if result.ends:
            key = (page.url or page.origin).encode("utf-8", "replace")
            await self._send((Output(PAGES_OUTCOMES, key, wire.encode(page)),), page)

    async def _send(self, outputs: tuple[Output, ...], page: PageOutcome) -> None:
        """Send records together, batched by the producer; none of them is left under way."""
        sends = [self._send_one(output) for output in outputs]
        ends = await asyncio.gather(*sends, return_exceptions=True)
        for output, error in zip(outputs, ends, strict=True):
            if isinstance(error, MessageSizeTooLargeError):
                # The topic was made with a lower limit than the table of topics says.
                words = "which the broker refuses; see `pipeline topics describe`"
                raise DeadMessageError(_too_large(output, words), page) from error
            if isinstance(error, BaseException):
                raise error
        for output in outputs:
            self.metrics.records.labels(output.topic.name).inc()

    async def _send_one(self, output: Output) -> None:
        await (await self._channel(output.topic).send(key=output.key, value=output.value))

    async def begin_send(
        self, topic: Topic, key: bytes | None, value: bytes | None, partition: int | None = None
    ) -> Awaitable[Any]:
        """Send a record; to be awaited until the broker holds it.

        Records of one partition keep the order in which they were begun. For the records of
        near-duplicate search, which fit: mail is cut, and a story gains a few words at most.
        """
        self.metrics.records.labels(topic.name).inc()
        sent: Awaitable[Any] = await self._channel(topic).send(
            key=key, value=value, partition=partition
        )
        return sent

    async def send_all(self, records: Iterable[tuple[Topic, int, bytes]]) -> None:
        """Send records, each to its partition, and return when the broker holds all of them."""
        sends = [await self.begin_send(topic, None, value, to) for topic, to, value in records]
        await asyncio.gather(*sends)

    async def _bury(
        self, message: Message, topic: Topic, step: Step, error: PoisonError | DeadMessageError
    ) -> Result:
        """Publish the dead letter of a message, and the outcome of the page that ends with it."""
        cause = error.cause if isinstance(error, DeadMessageError) else error
        page = error.page if isinstance(error, DeadMessageError) else None
        letter = DeadLetter(
            topic=topic.name,
            partition=message.partition,
            offset=message.offset,
            timestamp=message.timestamp,
            step=step,
            error=cause.error,
            message=cause.message[:2000],
            tries=cause.tries,
            value_bytes=len(message.value or b""),
            page_url=page.url if page else None,
            headers=tuple(
                (name, _base64(header)[:100])
                for name, header in message.headers
                if name == REPLAYED_FROM
            )[:1],
        )
        self.metrics.dead(step, cause.error)
        log.warning(
            "dead letter",
            step=step,
            error=cause.error,
            detail=cause.message[:500],
            tries=cause.tries,
            origin=origin_of(message),
            url=letter.page_url,
        )
        end = None
        if step in ("clean", "split"):
            # The page of a story that cannot be handled came to its end already.
            end = replace(
                page or PageOutcome(None, "dead", ""),
                outcome="dead",
                origin=(page.origin if page else "") or origin_of(message),
                reason=cause.error,
                detail=cause.message[:500],
                articles=(),
            )
        result = Result(ends=end is not None, page=end)
        for outputs in (self._carried(message, letter), _bare(message, letter)):
            try:
                await self._publish(replace(result, outputs=outputs))
            except DeadMessageError:
                continue  # the broker takes no letter of that size: one without the message, then
            return result
        raise RuntimeError(f"{topic_name(self.settings, PAGES_DEAD)} takes no dead letters")

    def _carried(self, message: Message, letter: DeadLetter) -> tuple[Output, ...]:
        """The letter with the message itself in it, where it is not too large for that."""
        value, key = message.value or b"", message.key
        headers = tuple((name, _base64(header)) for name, header in message.headers)
        size = sum(len(name) + len(header) + 10 for name, header in headers)
        # base64 makes three bytes four; the key stands in the record twice.
        size += (len(value) + 2 * len(key or b"")) * 4 // 3 + 2 * FRAME_BYTES
        if size > min(self.settings.max_dead_letter_bytes, PAGES_DEAD.max_message_bytes):
            return _bare(message, letter)
        whole = replace(
            letter,
            value_base64=_base64(value),
            key_base64=None if key is None else _base64(key),
            headers=headers,
        )
        return (Output(PAGES_DEAD, key, wire.encode(whole)),)

    def _channel(self, topic: Topic) -> Any:
        if topic.name not in self._channels:
            self._channels[topic.name] = self.app.topic(
                topic_name(self.settings, topic),
                key_type=bytes,
                value_type=bytes,
                key_serializer="raw",
                value_serializer="raw",
                partitions=self.settings.partitions,
                allow_empty=True,
            )
        return self._channels[topic.name]


def origin_of(message: Message) -> str:
    """The place of a message, in one word."""
    return f"{message.topic}/{message.partition}/{message.offset}"


def short_key(message: Message) -> bytes | None:
    """The key of a message for what is kept apart from it; None for one that is too long.

    A producer may send a key of megabytes with a page of a few bytes: a table's changelog, of
    which no broker has to take so much, would end the worker that writes it, and the next one.
    """
    fits = message.key is not None and len(message.key) <= MAX_KEY_BYTES
    return message.key if fits else None


def headers_of(message: Message) -> dict[str, str]:
    """The first headers of a message as text, names in lower case; of equal names the last."""
    return {
        name.lower(): value.decode("utf-8", "replace")
        for name, value in islice(message.headers, MAX_HEADERS)
    }


def appended_at(message: Message, headers: dict[str, str]) -> int:
    """When a raw page was first appended, in milliseconds: for a replayed one not when it came."""
    stated = headers.get(APPENDED_AT, "")
    if stated.isascii() and stated.isdigit() and len(stated) < 16:
        return min(int(stated), message.timestamp)
    return message.timestamp


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


def _bare(message: Message, letter: DeadLetter) -> tuple[Output, ...]:
    """The letter without the message in it, under the message's key unless that is large too."""
    return (Output(PAGES_DEAD, short_key(message), wire.encode(letter)),)


def _size(output: Output) -> int:
    return len(output.key or b"") + len(output.value)


def _too_large(output: Output, words: str) -> PoisonError:
    return PoisonError(
        "OutputTooLarge", f"a record of {_size(output)} bytes for {output.topic.name}, {words}"
    )


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
