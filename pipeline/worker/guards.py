"""Defects of Faust 0.15.3, aiokafka 0.14 and rocksdict 0.3, closed from outside; most lose data.

Imported before a Faust app is made. Each guard names the defect and goes when the library mends
it; `tests/test_guards.py` fails without each.
"""

import asyncio
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from aiokafka import TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.errors import NotCoordinatorForGroupError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest
from faust.stores.rocksdb import RocksDBOptions
from faust.tables.recovery import Recovery
from faust.transport.consumer import Consumer, ThreadDelegateConsumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP, Message

from pipeline.worker.database import open_database

VERIFIED_FAUST = "0.15.3"

stock_new_offset = Consumer._new_offset
stock_consumer_init = Consumer.__init__
stock_commit = ThreadDelegateConsumer._commit
stock_commit_offsets = Consumer._commit_offsets
stock_on_recovery_completed = Recovery.on_recovery_completed
stock_seek_to_committed = AIOKafkaConsumerThread.seek_to_committed
stock_verify_all_partitions_active = Consumer.verify_all_partitions_active
stock_metadata_update = AIOKafkaClient._metadata_update
stock_send_request = GroupCoordinator._send_req
stock_open_table = RocksDBOptions.open


def new_offset(self: Consumer, tp: TP) -> int | None:
    """The offset to commit, never past a message that was delivered and is not acknowledged.

    The stock method takes a gap of one at the head for none (`min(acked) - committed > 1`), and
    any gap when nothing was committed yet: upstream issue 606.
    """
    pending = [m.offset for m in self._unacked_messages if m.tp == tp and not m.acked]
    if not pending:
        return stock_new_offset(self, tp)
    lowest = min(pending)
    acked = self._acked[tp]
    held = [offset for offset in acked if offset > lowest]
    if not held:
        return stock_new_offset(self, tp)
    self._acked[tp] = [offset for offset in acked if offset < lowest]
    try:
        return stock_new_offset(self, tp) if self._acked[tp] else None
    finally:
        self._acked[tp].extend(held)


def consumer_init(self: Consumer, *args: Any, **kwargs: Any) -> None:
    """Hold delivered messages strongly until they are acknowledged.

    The stock set is weak: an event that was dropped without an acknowledgement vanishes from it
    and no longer holds the offset back.
    """
    stock_consumer_init(self, *args, **kwargs)
    self._unacked_messages = set[Message]()


class _RefusedError(Exception):
    """The broker refused a commit."""


async def commit(self: ThreadDelegateConsumer, offsets: Mapping[TP, int]) -> bool:
    """Commit offsets. Raises _RefusedError, so that `_commit_offsets` goes no further."""
    if not await stock_commit(self, offsets):
        raise _RefusedError
    return True


async def commit_offsets(self: Consumer, *args: Any, **kwargs: Any) -> bool:
    """Take for committed only what the broker took.

    The stock method takes it for that too when the broker refused, because the group rebalances.
    Where the answer comes after the partitions were sent back to what is committed, the messages
    from there on are read again and their offsets are never committed.
    """
    try:
        return await stock_commit_offsets(self, *args, **kwargs)
    except _RefusedError:
        return False


async def on_recovery_completed(self: Recovery, generation_id: int = 0) -> None:
    """Stop the flow before the streams are sent back to their committed offsets.

    The stock method resumes partitions first: what is delivered to the agents' queues between
    that and the seek is dropped without a trace. Upstream issue 596.
    """
    self.app.consumer.stop_flow()
    self.app.flow_control.suspend()
    await stock_on_recovery_completed(self, generation_id)


async def seek_to_committed(self: AIOKafkaConsumerThread) -> Mapping[TP, int]:
    """Send each partition back to its committed offset, or to its start where there is none.

    aiokafka's own method passes over partitions whose committed offset is None or 0, so messages
    that were fetched ahead and thrown away in a rebalance would never be read again.

    A changelog has no committed offset; it goes back to what its table has read. Faust throws away
    what it has fetched whenever the flow is stopped. A standby reads its changelog at that time,
    and would go on behind what was thrown away, with a table that lacks those entries for ever,
    because the offset that is kept beside them says that they are there.
    """
    found: Mapping[TP, int] = await self.call_thread(_seek, self, self._ensure_consumer())
    return found


async def _seek(self: AIOKafkaConsumerThread, consumer: Any) -> dict[TopicPartition, int | None]:
    tables: Any = self.app.tables
    offsets: dict[TopicPartition, int | None] = {}
    fresh = []
    for place in consumer.assignment():
        if place.topic in tables.changelog_topics:
            offsets[place] = None
            read = _read_of_changelog(tables.recovery, TP(place.topic, place.partition))
            if read is not None:
                # As recovery seeks: the last entry once more, which it then passes over.
                consumer.seek(place, max(read, 0))
            continue
        offset = offsets[place] = await consumer.committed(place)
        if offset is not None and offset >= 0:
            consumer.seek(place, offset)
        else:
            fresh.append(place)
    if fresh:
        # Right only because the worker starts new partitions at the earliest message.
        await consumer.seek_to_beginning(*fresh)
    return offsets


def _read_of_changelog(recovery: Recovery, place: TP) -> int | None:
    """The last offset that a table has read; None before recovery has looked for the place."""
    standby = place in recovery.standby_tps
    return (recovery.standby_offsets if standby else recovery.active_offsets).get(place)


async def verify_all_partitions_active(self: Consumer) -> None:
    """Do not look whether each partition moves; `pipeline.worker.watchdog` looks for progress.

    The stock check asks a partition for its position, which one that was assigned a moment ago does
    not have yet: the worker then ends with an AssertionError in the middle of a rebalance.
    """


async def metadata_update(self: Any, *args: Any) -> bool:
    """Wait a little after each failed attempt to reach a broker.

    With messages to send and no broker, the stock client asks again at once, a whole core long.
    """
    updated: bool = await stock_metadata_update(self, *args)
    if not updated:
        await asyncio.sleep(self._retry_backoff)
    return updated


async def send_request(self: GroupCoordinator, request: Any) -> Any:
    """Send a request; raises what the broker says of a whole question for committed offsets.

    The stock client looks at the errors of single partitions only. A broker that is still loading
    the group, just after its start, names none: each partition was taken for one of which nothing
    is committed, and its messages were all done again. Where that was broken off, an older version
    of an article had been published as the newest.
    """
    response = await stock_send_request(self, request)
    code = getattr(response, "error_code", 0) if isinstance(request, OffsetFetchRequest) else 0
    if code:
        error = for_code(code)
        if error is NotCoordinatorForGroupError:
            self.coordinator_dead()
        raise error
    return response


def open_table(self: RocksDBOptions, path: Path, **_: Any) -> Any:
    """Open a table's database with its own options; see `pipeline.worker.database`.

    With the stock method a table whose entries expire loses entries that have not.
    """
    return open_database(path, self.ttl)


def install() -> None:
    """Put the guards in place. Raises RuntimeError for a Faust that they were not proven with."""
    installed = version("faust-streaming")
    if installed != VERIFIED_FAUST:
        raise RuntimeError(
            f"faust-streaming {installed} is installed, the guards against its losses were proven "
            f"with {VERIFIED_FAUST}: install that version"
        )
    Consumer._new_offset = new_offset  # type: ignore[method-assign]
    Consumer.__init__ = consumer_init  # type: ignore[method-assign]
    ThreadDelegateConsumer._commit = commit  # type: ignore[method-assign]
    Consumer._commit_offsets = commit_offsets  # type: ignore[method-assign]
    Recovery.on_recovery_completed = on_recovery_completed  # type: ignore[method-assign]
    AIOKafkaConsumerThread.seek_to_committed = seek_to_committed  # type: ignore[method-assign]
    Consumer.verify_all_partitions_active = (  # type: ignore[method-assign]
        verify_all_partitions_active
    )
    AIOKafkaClient._metadata_update = metadata_update
    GroupCoordinator._send_req = send_request
    RocksDBOptions.open = open_table  # type: ignore[method-assign]


install()
