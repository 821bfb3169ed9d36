"""How this project talks to Kafka: one way to connect, to make the topics and to read them.

Nothing here is for the hot path: the worker's own consumer and producer are Faust's.
"""

import asyncio
import logging
import ssl
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.conn import create_conn
from aiokafka.errors import (
    GroupCoordinatorNotAvailableError,
    IllegalSaslStateError,
    KafkaError,
    SaslAuthenticationFailed,
    TopicAlreadyExistsError,
    UnknownTopicOrPartitionError,
    UnsupportedSaslMechanismError,
    for_code,
)
from aiokafka.structs import ConsumerRecord, OffsetAndMetadata

from pipeline import record_headers as record_headers  # consumers read any header name
from pipeline import wire
from pipeline.errors import PipelineError
from pipeline.settings import Settings, SettingsError
from pipeline.topics import CONSUMED, REQUEST_BYTES, TOPICS, Topic

Record = TypeVar("Record")

# Offsets that are read and thrown away rather than sought past, which costs a fetch.
SKIPPED = 100
COORDINATOR_TRIES = 20  # half a second apart
KNOWN_TRIES = 120
KNOWN_PAUSE = 0.25  # seconds

log = logging.getLogger(__name__)


class BrokerError(PipelineError):
    """Kafka cannot be reached or does not hold what is needed; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a topic as it stands there; `timestamp` is in milliseconds."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def key_of(message: Message) -> str:
    """A message's key as text."""
    return (message.key or b"").decode("utf-8", "replace")


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """The TLS context that the settings ask for, or None for a connection without TLS.

    Raises SettingsError for files that hold no usable certificate or key.
    """
    if not settings.security_protocol.endswith("SSL"):
        return None
    try:
        context = ssl.create_default_context(cafile=settings.ssl_cafile or None)
    except OSError as error:
        raise SettingsError(
            f"PIPELINE_SSL_CAFILE={settings.ssl_cafile!r} holds no certificates (PEM): {error}"
        ) from None
    if settings.ssl_certfile:
        try:
            context.load_cert_chain(
                settings.ssl_certfile,
                settings.ssl_keyfile or None,
                # Always a password, if an empty one: without any, OpenSSL asks on the terminal.
                lambda: settings.ssl_key_password,
            )
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"PIPELINE_SSL_CERTFILE={settings.ssl_certfile!r} and "
                f"PIPELINE_SSL_KEYFILE={settings.ssl_keyfile!r} cannot be used ({error}): they "
                "must be a certificate and its key (PEM), and PIPELINE_SSL_KEY_PASSWORD the "
                "password of an encrypted key"
            ) from None
    return context


def client_options(settings: Settings) -> dict[str, Any]:
    """The arguments that every aiokafka client of this project is made with."""
    options: dict[str, Any] = {
        "bootstrap_servers": [server.strip() for server in settings.bootstrap_servers.split(",")],
        "security_protocol": settings.security_protocol,
        "ssl_context": tls_context(settings),
    }
    if settings.security_protocol.startswith("SASL"):
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = settings.sasl_password
    return options


def topic_name(settings: Settings, topic: Topic) -> str:
    """The name that the topic has on the broker."""
    return settings.topic_prefix + topic.name


@asynccontextmanager
async def admin(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """A connected admin client. Raises BrokerError when no broker answers."""
    client = AIOKafkaAdminClient(**client_options(settings))
    try:
        await client.start()
    except (KafkaError, OSError) as error:
        await client.close()
        raise await unreachable(settings, error) from error
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def producer(settings: Settings, **options: Any) -> AsyncIterator[AIOKafkaProducer]:
    """A connected producer that waits for all replicas. Raises BrokerError as `admin` does."""
    client = AIOKafkaProducer(
        **client_options(settings),
        acks="all",
        compression_type="lz4",
        linger_ms=5,
        max_batch_size=256 * 1024,
        max_request_size=REQUEST_BYTES,
        **options,
    )
    try:
        await client.start()
    except (KafkaError, OSError) as error:
        await client.stop()
        raise await unreachable(settings, error) from error
    try:
        yield client
    finally:
        await client.stop()


async def unreachable(settings: Settings, error: BaseException) -> BrokerError:
    """The error to raise when no broker answers."""
    reason = await _refusal(settings) if settings.security_protocol != "PLAINTEXT" else None
    if reason is not None:
        return BrokerError(reason)
    words = (
        f"no Kafka broker answers at {settings.bootstrap_servers} ({error}); start one "
        "(`pipeline kafka`) or set PIPELINE_BOOTSTRAP_SERVERS"
    )
    if settings.security_protocol != "PLAINTEXT":
        words += (
            f"; or it does not speak {settings.security_protocol} there, or wants a certificate "
            "of this client: see PIPELINE_SECURITY_PROTOCOL and PIPELINE_SSL_CERTFILE"
        )
    return BrokerError(words)


async def _refusal(settings: Settings) -> str | None:
    """Why the first broker refuses this client or is refused by it; None: for another reason.

    aiokafka's clients say of a refused login no more than that no broker could be reached; one
    connection alone tells.
    """
    options = client_options(settings)
    server = options.pop("bootstrap_servers")[0]
    host, _, port = server.rpartition(":")
    try:
        connection = await create_conn(host.strip("[]"), int(port), **options)
    except ssl.SSLCertVerificationError as error:
        return (
            f"the certificate of the broker {server} is not trusted: {error.verify_message}; "
            "PIPELINE_SSL_CAFILE must hold the certificate of the authority that signed it, and "
            "PIPELINE_BOOTSTRAP_SERVERS the name in it"
        )
    except (UnsupportedSaslMechanismError, IllegalSaslStateError) as error:
        return f"the broker {server} does not take the login ({error}); see PIPELINE_SASL_MECHANISM"
    except SaslAuthenticationFailed:
        return (
            f"the broker {server} refuses the login of {settings.sasl_username!r} with "
            f"{settings.sasl_mechanism}: see PIPELINE_SASL_USERNAME, PIPELINE_SASL_PASSWORD and "
            "PIPELINE_SASL_MECHANISM"
        )
    except (KafkaError, OSError, TimeoutError):
        return None
    connection.close()
    return None


async def create_topics(settings: Settings) -> list[str]:
    """Make the topics that are missing; say of each what was done or what differs.

    Raises BrokerError when the broker refuses one.
    """
    async with admin(settings) as client:
        wanted = [
            NewTopic(
                topic_name(settings, topic),
                settings.partitions,
                settings.replication_factor,
                topic_configs=topic.configs(settings.dedup_window_days),
            )
            for topic in TOPICS
        ]
        response = await client.create_topics(wanted)
        created = set()
        for name, code, *rest in response.topic_errors:
            error = for_code(code)
            if code == 0:
                created.add(name)
            elif error is not TopicAlreadyExistsError:
                reason = (rest[0] if rest else None) or error.__name__
                raise BrokerError(f"topic {name} was not created: {reason}")
        await _until_known(settings, client, created)
        differences = await _differences(settings, client, skip=created)
        lines = []
        for topic in TOPICS:
            name = topic_name(settings, topic)
            if name in created:
                lines.append(f"{name}: created, {settings.partitions} partitions")
            else:
                lines.append(f"{name}: " + (differences.get(name) or "exists already"))
        return lines


async def _until_known(settings: Settings, client: AIOKafkaAdminClient, names: set[str]) -> None:
    """A broker learns a moment later what the controller created; what starts next would miss it.

    Raises BrokerError where that takes too long.
    """
    for _ in range(KNOWN_TRIES):
        missing = names - (await _partition_counts(settings, client)).keys()
        if not missing:
            return
        await asyncio.sleep(KNOWN_PAUSE)
    raise BrokerError(
        f"the broker still knows nothing of {min(missing)}, which was created; try again"
    )


async def delete_topics(settings: Settings) -> None:
    """Remove the topics. Their group then has no offsets: the broker removes it within minutes.

    Raises BrokerError when the broker refuses.
    """
    async with admin(settings) as client:
        names = [topic_name(settings, topic) for topic in TOPICS]
        response = await client.delete_topics(names)
        for name, code in response.topic_error_codes:
            if code != 0 and for_code(code) is not UnknownTopicOrPartitionError:
                raise BrokerError(f"topic {name} was not deleted: {for_code(code).__name__}")


@dataclass(frozen=True, slots=True)
class TopicState:
    """A topic on the broker: its partitions, how many messages they hold, and what differs."""

    topic: Topic
    name: str
    partitions: int | None
    messages: int
    difference: str | None


async def describe_topics(settings: Settings) -> list[TopicState]:
    """Each topic of the table as the broker has it; `partitions` is None for a missing one."""
    async with admin(settings) as client:
        differences = await _differences(settings, client)
        counts = await _partition_counts(settings, client)
    held = {}
    async with _reader(settings) as consumer:
        for name, count in counts.items():
            places = [TopicPartition(name, number) for number in range(count)]
            first = await consumer.beginning_offsets(places)
            last = await consumer.end_offsets(places)
            held[name] = sum(last.values()) - sum(first.values())
    states = []
    for topic in TOPICS:
        name = topic_name(settings, topic)
        missing = "" if name in counts else "missing; run `pipeline topics create`"
        difference = missing or differences[name] or None
        states.append(TopicState(topic, name, counts.get(name), held.get(name, 0), difference))
    return states


async def check_topics(settings: Settings) -> list[str]:
    """What differs in the settings of the topics, in words.

    Raises BrokerError when no broker answers, a topic is missing or has other partitions: nothing
    can work then.
    """
    async with admin(settings) as client:
        counts = await _partition_counts(settings, client)
        for topic in TOPICS:
            name = topic_name(settings, topic)
            if name not in counts:
                raise BrokerError(f"there is no topic {name}; run `pipeline topics create`")
            if counts[name] != settings.partitions:
                raise BrokerError(
                    f"topic {name} has {counts[name]} partitions and PIPELINE_PARTITIONS is "
                    f"{settings.partitions}; set it to what the topics were created with"
                )
        differences = await _differences(settings, client)
    return [f"{name}: {words}" for name, words in differences.items() if words]


async def _partition_counts(settings: Settings, client: AIOKafkaAdminClient) -> dict[str, int]:
    # All of them: asking for a topic by its name may make a broker create it.
    described = await client.describe_topics()
    wanted = {topic_name(settings, topic) for topic in TOPICS}
    return {item["topic"]: len(item["partitions"]) for item in described if item["topic"] in wanted}


async def _differences(
    settings: Settings, client: AIOKafkaAdminClient, skip: Iterable[str] = ()
) -> dict[str, str]:
    """What differs between each existing topic and the table, in words; empty: nothing."""
    counts = await _partition_counts(settings, client)
    skipped = set(skip)
    asked = [name for name in counts if name not in skipped]
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in asked]
    configs = {}
    for response in await client.describe_configs(resources) if resources else ():
        for _, _, _, name, entries in response.resources:
            configs[name] = {entry[0]: entry[1] for entry in entries}
    result = {}
    for topic in TOPICS:
        name = topic_name(settings, topic)
        if name in skipped or not counts.get(name):
            continue
        words = []
        if counts[name] != settings.partitions:
            words.append(
                f"{counts[name]} partitions, not {settings.partitions} (never change these in "
                "place: keys would move away from their state)"
            )
        words += [
            f"{key} is {configs[name].get(key)}, not {value}"
            for key, value in topic.configs(settings.dedup_window_days).items()
            if configs[name].get(key) != value
        ]
        result[name] = "; ".join(words)
    return result


async def offsets(settings: Settings, name: str) -> tuple[dict[int, int], dict[int, int]]:
    """The first offset and the one after the last of each partition of a topic."""
    partitions = await partitions_of(settings, name)
    async with _reader(settings) as consumer:
        first = await consumer.beginning_offsets(partitions)
        last = await consumer.end_offsets(partitions)
    return (
        {place.partition: offset for place, offset in first.items()},
        {place.partition: offset for place, offset in last.items()},
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the workers are in a partition: the offsets before `done` are, of those to `end`."""

    done: int
    end: int


async def group_progress(
    settings: Settings, topics: Iterable[Topic] = CONSUMED
) -> dict[tuple[str, int], Progress]:
    """How far the workers are by the offsets that they committed, by topic's full name."""
    names = [topic_name(settings, topic) for topic in topics]
    async with admin(settings) as client:
        counts = await _partition_counts(settings, client)
        places = [TopicPartition(name, n) for name in names for n in range(counts.get(name, 0))]
        committed = await _committed(client, settings.group, places)
    async with _reader(settings) as consumer:
        ends = await consumer.end_offsets(places)
        begins = await consumer.beginning_offsets(places)
    progress = {}
    for place in places:
        done = committed[place].offset if place in committed else -1
        progress[place.topic, place.partition] = Progress(max(done, begins[place]), ends[place])
    return progress


async def _committed(
    client: AIOKafkaAdminClient, group: str, places: list[TopicPartition]
) -> dict[TopicPartition, OffsetAndMetadata]:
    """The offsets that a group committed. A new broker has to make its topic of them first."""
    for _ in range(COORDINATOR_TRIES):
        with suppress(GroupCoordinatorNotAvailableError):
            found: dict[
                TopicPartition, OffsetAndMetadata
            ] = await client.list_consumer_group_offsets(group, partitions=places)
            return found
        await asyncio.sleep(0.5)
    raise BrokerError(f"no broker answers for the consumer group {group}; try again later")


async def group_lag(settings: Settings, topics: Iterable[Topic] = CONSUMED) -> int:
    """How many messages the workers have not done yet."""
    progress = await group_progress(settings, topics)
    return sum(place.end - place.done for place in progress.values())


async def read_topic(settings: Settings, name: str) -> AsyncIterator[Message]:
    """All messages that the topic holds now, those of each partition in order.

    `name` is the topic's full name. Raises BrokerError when it does not exist.
    """
    partitions = await partitions_of(settings, name)
    async with _reader(settings) as consumer:
        consumer.assign(partitions)
        # aiokafka's own reset of a new assignment may overtake a seek_to_beginning; with
        # auto_offset_reset="earliest" both lead to the same place.
        await consumer.seek_to_beginning(*partitions)
        ends = await consumer.end_offsets(partitions)
        waiting = {place for place in partitions if ends[place] > 0}
        while waiting:
            batches = await consumer.getmany(timeout_ms=200)
            for place, batch in batches.items():
                for item in batch:
                    if item.offset < ends[place]:
                        yield _message(item)
            # A position, not a last offset: compaction leaves gaps at the end too.
            waiting = {p for p in waiting if await consumer.position(p) < ends[p]}


async def read_places(
    settings: Settings, name: str, wanted: Mapping[int, Sequence[int]]
) -> AsyncIterator[Message]:
    """The messages at these offsets, in order, of each partition of the topic.

    What is gone, or is no message but a transaction's marker, is left out.
    """
    async with _reader(settings) as consumer:
        for partition, offsets in wanted.items():
            place = TopicPartition(name, partition)
            consumer.assign([place])
            end = (await consumer.end_offsets([place]))[place]
            remaining = deque(offset for offset in offsets if offset < end)
            position = -SKIPPED
            while remaining:
                if remaining[0] - position >= SKIPPED:
                    consumer.seek(place, remaining[0])
                for batch in (await consumer.getmany(place, timeout_ms=200)).values():
                    for item in batch:
                        while remaining and remaining[0] < item.offset:
                            remaining.popleft()
                        if remaining and remaining[0] == item.offset:
                            yield _message(item)
                            remaining.popleft()
                position = await consumer.position(place)
                while remaining and remaining[0] < position:
                    remaining.popleft()


async def read_records(
    settings: Settings, topic: Topic, kind: type[Record]
) -> AsyncIterator[tuple[Message, Record]]:
    """All messages of a topic as `read_topic` gives them, with the record that each holds.

    A message that holds none is left out with a line in the log; a null value, which takes a record
    back, without one. Raises BrokerError.
    """
    async for message in read_topic(settings, topic_name(settings, topic)):
        if message.value is None:
            continue
        try:
            record = wire.decode(message.value, kind)
        except wire.WireError as error:
            place = f"{message.topic}/{message.partition}/{message.offset}"
            log.warning("%s is left out: %s", place, error)
        else:
            yield message, record


async def read_message(settings: Settings, name: str, partition: int, offset: int) -> Message:
    """The one message that stands there. Raises BrokerError when it is gone."""
    gone = BrokerError(f"{name}/{partition}/{offset} is no longer kept by its topic")
    place = TopicPartition(name, partition)
    async with _reader(settings) as consumer:
        consumer.assign([place])
        try:
            async with asyncio.timeout(15):
                first = await consumer.beginning_offsets([place])
                last = await consumer.end_offsets([place])
                # Nothing would come where nothing stands, and not in 15 seconds either.
                if not first[place] <= offset < last[place]:
                    raise gone
                consumer.seek(place, offset)
                item = await consumer.getone(place)
        except TimeoutError:
            raise BrokerError(f"{name}/{partition}/{offset} could not be read in 15 s") from None
        if item.offset != offset:
            raise gone
        return _message(item)


def _message(item: ConsumerRecord[bytes | None, bytes | None]) -> Message:
    # A header may have no value in Kafka.
    headers = tuple((name, value or b"") for name, value in item.headers)
    return Message(
        item.topic, item.partition, item.offset, item.timestamp, item.key, item.value, headers
    )


@asynccontextmanager
async def _reader(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        **client_options(settings),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        fetch_max_wait_ms=100,
        max_partition_fetch_bytes=REQUEST_BYTES,
    )
    try:
        await consumer.start()
        # A consumer that is stopped before its background task began raises CancelledError.
        await asyncio.sleep(0)
    except (KafkaError, OSError) as error:
        await consumer.stop()
        raise await unreachable(settings, error) from error
    try:
        yield consumer
    finally:
        await consumer.stop()


async def partitions_of(settings: Settings, name: str) -> list[TopicPartition]:
    """The partitions of a topic, by its full name. Raises BrokerError when it does not exist."""
    async with admin(settings) as client:
        for item in await client.describe_topics():
            if item["topic"] == name:
                numbers = sorted(part["partition"] for part in item["partitions"])
                return [TopicPartition(name, number) for number in numbers]
    raise BrokerError(f"there is no topic {name}; run `pipeline topics create`")
