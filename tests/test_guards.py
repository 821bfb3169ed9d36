"""Each guard against a loss in Faust or aiokafka: the loss with the stock code, none with it."""

import asyncio
import contextlib
import gc
import threading
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import TopicPartitionState
from aiokafka.protocol.commit import OffsetFetchResponse_v3
from aiokafka.structs import ConsumerRecord
from faust.stores.rocksdb import RocksDBOptions
from faust.tables.recovery import Recovery
from faust.transport.consumer import Consumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP
from intervaltree import IntervalTree

from pipeline.broker import client_options, topic_name
from pipeline.topics import PAGES_RAW
from pipeline.worker import guards
from pipeline.worker.app import make_app
from pipeline.worker.database import compact, open_database
from tests.running import make_topics, send_raw, settings_for

PLACE = TP("pages.raw", 0)


def consumer_with(acked: list[int], pending: list[int], committed: int | None) -> Any:
    """As much of a Faust consumer as reckoning the next offset touches."""
    return SimpleNamespace(
        _acked=defaultdict(list, {PLACE: list(acked)}),
        _acked_index=defaultdict(set, {PLACE: set(acked)}),
        _gap=defaultdict(IntervalTree),
        _committed_offset=defaultdict(lambda: None, {PLACE: committed}),
        _unacked_messages={
            SimpleMessage(tp=PLACE, offset=offset, acked=False) for offset in pending
        },
    )


class SimpleMessage(SimpleNamespace):
    """A message that a set can hold."""

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


@pytest.mark.parametrize(
    ("acked", "pending", "committed"),
    [
        ([1, 2], [0], None),  # nothing committed yet: the stock method takes any gap
        ([6, 7], [5], 5),  # a gap of one at the head: it takes that for none
    ],
)
def test_a_commit_never_passes_a_message_that_is_not_acknowledged(
    acked: list[int], pending: list[int], committed: int | None
) -> None:
    stock = guards.stock_new_offset(consumer_with(acked, pending, committed), PLACE)
    assert stock is not None
    assert stock > pending[0], "the defect is gone upstream: drop the guard"
    guarded = consumer_with(acked, pending, committed)
    assert Consumer._new_offset(guarded, PLACE) is None

    # Once the message is done everything is committed.
    guarded._unacked_messages.clear()
    guarded._acked[PLACE] += pending
    assert Consumer._new_offset(guarded, PLACE) == acked[-1] + 1


def test_what_is_before_an_unacknowledged_message_is_committed() -> None:
    guarded = consumer_with([5, 6, 8, 9], [7], 5)
    assert Consumer._new_offset(guarded, PLACE) == 7
    assert guarded._acked[PLACE] == [8, 9]


def test_a_message_that_was_dropped_unacknowledged_still_holds_its_offset(tmp_path: Path) -> None:
    app = make_app(settings_for("127.0.0.1:9", "", tmp_path))
    consumer: Any = app.consumer
    consumer._unacked_messages.add(SimpleMessage(tp=PLACE, offset=0, acked=False))
    gc.collect()
    assert [message.offset for message in consumer._unacked_messages] == [0]


@pytest.mark.parametrize("guarded", [False, True])
def test_what_the_broker_refused_is_not_taken_for_committed(tmp_path: Path, guarded: bool) -> None:
    app = make_app(settings_for("127.0.0.1:9", "", tmp_path))
    consumer: Any = app.consumer

    async def refused(_: Any) -> bool:
        # While the commit was under way the partition was sent back to what is committed.
        consumer._committed_offset[PLACE] = 3
        return False

    async def done(*_: Any) -> None:
        return None

    consumer._thread = SimpleNamespace(commit=refused, assignment=lambda: {PLACE})
    setattr(app.producer, "flush", done)  # noqa: B010
    commit = Consumer._commit_offsets if guarded else guards.stock_commit_offsets
    if not guarded:
        consumer._commit = refused
    assert asyncio.run(commit(consumer, {PLACE: 9})) is False
    assert consumer._committed_offset[PLACE] == (3 if guarded else 9)


def test_nothing_is_delivered_between_the_restored_tables_and_the_seek() -> None:
    trace: list[str] = []

    def record(name: str) -> Any:
        return lambda *_: trace.append(name)

    async def done(*_: Any, **__: Any) -> None:
        return None

    async def seek() -> None:
        trace.append("seek")

    async def wait(work: Any, timeout: float) -> None:
        await work

    recovery: Any = SimpleNamespace(
        app=SimpleNamespace(
            consumer=SimpleNamespace(
                stop_flow=record("stop consumer"),
                resume_flow=record("resume consumer"),
                resume_partitions=record("resume partitions"),
                assignment=lambda: {PLACE},
                perform_seek=seek,
            ),
            flow_control=SimpleNamespace(
                suspend=record("suspend agents"), resume=record("resume agents")
            ),
            conf=SimpleNamespace(broker_request_timeout=1.0),
            consumer_generation_id=0,
            on_rebalance_complete=SimpleNamespace(send=done),
            on_rebalance_end=record("ended"),
            assignor=SimpleNamespace(assigned_standbys=lambda: {PLACE}),
            _fetcher=SimpleNamespace(maybe_start=done),
        ),
        tables=SimpleNamespace(values=lambda: [], on_actives_ready=record("actives ready")),
        log=SimpleNamespace(info=record("log"), dev=record("log"), warning=record("log")),
        completed=asyncio.Event(),
        _set_recovery_ended=record("ended"),
        _is_changelog_tp=lambda _: False,
        _wait=wait,
    )
    recovery.tables = Tables(recovery.tables)
    asyncio.run(Recovery.on_recovery_completed(recovery))
    steps = [step for step in trace if step not in ("log", "ended", "actives ready")]
    assert steps == [
        "stop consumer",
        "suspend agents",
        "resume partitions",
        "seek",
        "resume agents",
        "resume consumer",
    ]


class Tables(dict[str, Any]):
    """No tables, with the one call that recovery makes."""

    def __init__(self, calls: Any) -> None:
        super().__init__()
        self.on_actives_ready = calls.on_actives_ready
        self.on_standbys_ready = calls.on_actives_ready


@pytest.mark.parametrize("guarded", [False, True])
def test_a_partition_without_a_committed_offset_is_read_again_from_its_start(
    kafka: str, topic_prefix: str, tmp_path: Path, guarded: bool
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, partitions=1)
    make_topics(settings)
    send_raw(settings, b"1", b"2", b"3")

    async def positions() -> tuple[int, int]:
        consumer = AIOKafkaConsumer(
            topic_name(settings, PAGES_RAW),
            **client_options(settings),
            group_id=settings.group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
        )
        await consumer.start()
        try:
            for _ in range(3):
                await consumer.getone()
            (place,) = consumer.assignment()
            before = await consumer.position(place)

            async def call(function: Any, *arguments: Any) -> Any:
                return await function(*arguments)

            thread: Any = SimpleNamespace(
                call_thread=call,
                _ensure_consumer=lambda: consumer,
                app=SimpleNamespace(tables=SimpleNamespace(changelog_topics=set())),
            )
            seek = (
                AIOKafkaConsumerThread.seek_to_committed
                if guarded
                else guards.stock_seek_to_committed
            )
            await seek(thread)
            return before, await consumer.position(TopicPartition(place.topic, 0))
        finally:
            await consumer.stop()

    # 3 with the stock method: what was fetched and thrown away would never be read again.
    assert asyncio.run(positions()) == (3, 0 if guarded else 3)


def test_a_standby_reads_again_what_was_thrown_away_when_the_flow_stopped(tmp_path: Path) -> None:
    app: Any = make_app(settings_for("127.0.0.1:9", "", tmp_path))
    place = TP("tables.dedup", 2)
    app.tables._changelogs[place.topic] = None
    app.tables.recovery.standby_tps.add(place)
    read = app.tables.recovery.standby_offsets
    read[place] = -1
    log = ChangelogOfFive(place)

    async def call(function: Any, *arguments: Any) -> Any:
        return await function(*arguments)

    thread: Any = SimpleNamespace(call_thread=call, _ensure_consumer=lambda: log, app=app)
    consumer = app.consumer
    consumer._active_partitions = {place}
    consumer._thread = SimpleNamespace(
        getmany=log.getmany,
        highwater=lambda _: 5,
        seek_to_committed=lambda: AIOKafkaConsumerThread.seek_to_committed(thread),
    )

    async def table_reads(stop_after: int) -> list[int]:
        async for _, message in consumer.getmany(1.0):
            read[place] = max(read[place], message.offset)
            entries.setdefault(message.offset)
            if message.offset == stop_after:
                consumer.stop_flow()
        return list(entries)

    async def lives() -> list[int]:
        assert await table_reads(stop_after=1) == [0, 1]
        assert log.position == 5
        await consumer.perform_seek()
        consumer.resume_flow()
        return await table_reads(stop_after=5)

    entries: dict[int, None] = {}
    assert asyncio.run(lives()) == [0, 1, 2, 3, 4]


class ChangelogOfFive:
    """A client that reads one changelog of five entries; no offset of it is committed."""

    def __init__(self, place: TP) -> None:
        self.place = TopicPartition(place.topic, place.partition)
        self.position = 0

    def assignment(self) -> set[TopicPartition]:
        return {self.place}

    async def committed(self, _: TopicPartition) -> None:
        return None

    def seek(self, place: TopicPartition, offset: int) -> None:
        assert place == self.place
        self.position = offset

    async def getmany(self, *_: Any, **__: Any) -> dict[TP, list[ConsumerRecord[bytes, bytes]]]:
        place = TP(self.place.topic, self.place.partition)
        entries = [
            ConsumerRecord(place.topic, place.partition, offset, 0, 0, b"", b"", None, 0, 0, ())
            for offset in range(self.position, 5)
        ]
        self.position = 5
        return {place: entries}


@pytest.mark.parametrize("guarded", [False, True])
def test_a_table_that_is_opened_often_keeps_what_has_not_expired(
    tmp_path: Path, guarded: bool
) -> None:
    open_table = RocksDBOptions.open if guarded else guards.stock_open_table
    options = RocksDBOptions(ttl=60 * 86_400, use_rocksdict=True)
    for number in range(6):
        table = open_table(options, tmp_path / "verdicts-0.db")
        table.put(b"%d" % number, b'{"state":"AAAAAAAAAAAA"}')
        table.flush()
        table.close()
    table = open_table(options, tmp_path / "verdicts-0.db")
    table.compact_range(None, None)
    kept = [key for key, _ in table.items()]
    table.close()
    assert kept == ([b"%d" % number for number in range(6)] if guarded else [])


def test_a_partition_can_come_back_while_another_one_is_compacted(tmp_path: Path) -> None:
    async def lose_and_open() -> None:
        begun, done = threading.Event(), threading.Event()

        def compact_range(*_: Any) -> None:
            begun.set()
            done.wait(60)

        slow: Any = SimpleNamespace(compact_range=compact_range)
        databases = {0: slow, 1: open_database(tmp_path / "1", None)}
        work = asyncio.create_task(compact(databases))
        await asyncio.to_thread(begun.wait, 60)
        databases.clear()  # as Faust closes what is revoked
        gc.collect()
        try:
            open_database(tmp_path / "1", None).close()
        finally:
            done.set()
        await work

    asyncio.run(lose_and_open())


@pytest.mark.parametrize("guarded", [False, True])
@pytest.mark.parametrize("error", [14, 16])  # the group is loading; another broker coordinates it
def test_a_broker_that_cannot_tell_committed_offsets_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, guarded: bool, error: int
) -> None:
    place = TopicPartition("stories.unique", 0)
    answers = [
        OffsetFetchResponse_v3(0, [], error),
        OffsetFetchResponse_v3(0, [("stories.unique", [(0, 337, "", 0)])], 0),
    ]
    if not guarded:
        monkeypatch.setattr(GroupCoordinator, "_send_req", guards.stock_send_request)

    async def send(*_: Any, **__: Any) -> Any:
        return answers.pop(0)

    async def committed() -> Any:
        coordinator = GroupCoordinator.__new__(GroupCoordinator)
        coordinator.group_id = "pipeline"
        coordinator.coordinator_id = 1
        coordinator._client = SimpleNamespace(send=send)
        coordinator._retry_backoff_ms = 1
        coordinator._coordinator_dead_fut = asyncio.get_running_loop().create_future()

        async def found_again() -> None:
            coordinator.coordinator_id = 1

        coordinator.ensure_coordinator_known = found_again
        return await coordinator.fetch_committed_offsets([place])

    found = asyncio.run(committed())
    assert {p: offset.offset for p, offset in found.items()} == ({place: 337} if guarded else {})


@pytest.mark.parametrize("guarded", [False, True])
def test_a_partition_that_has_no_position_yet_does_not_end_the_worker(guarded: bool) -> None:
    verify = (
        Consumer.verify_all_partitions_active
        if guarded
        else guards.stock_verify_all_partitions_active
    )

    async def check() -> None:
        fresh = TopicPartitionState(SimpleNamespace())
        consumer: Any = SimpleNamespace(
            assignment=lambda: {PLACE},
            should_stop=False,
            sleep=asyncio.sleep,
            verify_event_path=lambda now, place: fresh.position,
        )
        await verify(consumer)

    if guarded:
        asyncio.run(check())
    else:
        with pytest.raises(AssertionError):
            asyncio.run(check())


@pytest.mark.parametrize("guarded", [False, True])
def test_a_client_without_a_broker_does_not_spin(guarded: bool) -> None:
    update = AIOKafkaClient._metadata_update if guarded else guards.stock_metadata_update

    async def attempts() -> int:
        client = AIOKafkaClient(bootstrap_servers="127.0.0.1:1", retry_backoff_ms=100)
        made = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                while made < 500:
                    assert not await update(client, client.cluster, [])
                    made += 1
                    await asyncio.sleep(0)
        await client.close()
        return made

    made = asyncio.run(attempts())
    assert made <= 11 if guarded else made > 11


def test_another_version_of_faust_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "version", lambda _: "0.16.0")
    with pytest.raises(RuntimeError, match=r"faust-streaming 0\.16\.0 is installed"):
        guards.install()


def test_every_guard_is_in_place() -> None:
    assert Consumer._new_offset is guards.new_offset
    assert Consumer.__init__ is guards.consumer_init
    assert Recovery.on_recovery_completed is guards.on_recovery_completed
    assert AIOKafkaConsumerThread.seek_to_committed is guards.seek_to_committed
    assert Consumer.verify_all_partitions_active is guards.verify_all_partitions_active
    assert AIOKafkaClient._metadata_update is guards.metadata_update
    assert GroupCoordinator._send_req is guards.send_request
    assert RocksDBOptions.open is guards.open_table
