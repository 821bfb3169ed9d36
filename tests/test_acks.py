"""AckWindow: offset order, key order, and nothing acknowledged after a failure."""

import asyncio
from collections import namedtuple
from types import SimpleNamespace
from typing import Any

import faust
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.worker import acks
from pipeline.worker.acks import AckWindow
from pipeline.worker.metrics import Metrics

TP = namedtuple("TP", "topic partition")


class Event:
    """As much of a Faust event as the window touches."""

    def __init__(self, offset: int, partition: int, log: list[tuple[int, int]]) -> None:
        self.message = SimpleNamespace(tp=TP("t", partition), offset=offset, timestamp=0.0)
        self._log = log

    def ack(self) -> None:
        self._log.append((self.message.tp.partition, self.message.offset))


def run_window(
    steps: list[tuple[int, bytes, int]], limit: int
) -> tuple[list[tuple[int, int]], list[tuple[str, int, bytes]], int]:
    """Work through (partition, key, turns of the loop that the handler takes)."""
    acknowledged: list[tuple[int, int]] = []
    trace: list[tuple[str, int, bytes]] = []
    most = 0

    async def work() -> None:
        nonlocal most
        window = AckWindow(limit, 10.0, Metrics())
        at_work = 0
        for number, (partition, key, turns) in enumerate(steps):

            async def handle(
                event: Any, number: int = number, key: bytes = key, turns: int = turns
            ) -> None:
                nonlocal most, at_work
                at_work += 1
                most = max(most, at_work)
                trace.append(("begin", number, key))
                for _ in range(turns):
                    await asyncio.sleep(0)
                trace.append(("end", number, key))
                at_work -= 1

            event: Any = Event(number, partition, acknowledged)
            await window.submit(event, handle, key)
        while window._tasks:
            await asyncio.sleep(0)

    asyncio.run(work())
    return acknowledged, trace, most


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([b"", b"a", b"b"]), st.integers(0, 7)),
        max_size=40,
    ),
    st.integers(1, 8),
)
def test_offsets_are_acknowledged_in_order_and_keys_are_handled_in_order(
    steps: list[tuple[int, bytes, int]], limit: int
) -> None:
    acknowledged, trace, most = run_window(steps, limit)
    for partition in range(3):
        offsets = [offset for place, offset in acknowledged if place == partition]
        assert offsets == [n for n, step in enumerate(steps) if step[0] == partition]
        for key in (b"a", b"b"):
            mine = [
                (what, number)
                for what, number, name in trace
                if name == key and steps[number][0] == partition
            ]
            numbers = [n for n, s in enumerate(steps) if s[0] == partition and s[1] == key]
            assert mine == [(what, n) for n in numbers for what in ("begin", "end")]
    assert most <= limit


def test_one_busy_key_does_not_keep_the_others_from_working() -> None:
    steps = [(0, b"busy", 50)] * 6 + [(0, b"a", 1), (0, b"b", 1)]
    _, trace, _ = run_window(steps, 2)
    ended = [number for what, number, _ in trace if what == "end"]
    assert ended[:2] == [6, 7]


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Why the process would have been ended."""
    reasons: list[str] = []
    monkeypatch.setattr(acks, "fail_stop", lambda reason, **_: reasons.append(reason))
    return reasons


async def _one(handle: Any, acknowledged: list[tuple[int, int]]) -> None:
    window = AckWindow(2, 0.2, Metrics())
    event: Any = Event(0, 0, acknowledged)
    await window.submit(event, handle, b"k")
    for task in list(window._tasks):
        await asyncio.gather(task, return_exceptions=True)


def test_a_handler_that_raises_stops_the_worker_and_acknowledges_nothing(
    stopped: list[str],
) -> None:
    async def handle(event: Any) -> None:
        raise OSError("the broker is away")

    acknowledged: list[tuple[int, int]] = []
    asyncio.run(_one(handle, acknowledged))
    assert stopped == ["OSError: the broker is away"]
    assert acknowledged == []


def test_a_handler_that_is_cancelled_stops_the_worker_and_acknowledges_nothing(
    stopped: list[str],
) -> None:
    async def handle(event: Any) -> None:
        raise asyncio.CancelledError

    acknowledged: list[tuple[int, int]] = []
    asyncio.run(_one(handle, acknowledged))
    assert len(stopped) == 1
    assert acknowledged == []


def test_a_handler_that_takes_too_long_stops_the_worker(stopped: list[str]) -> None:
    async def handle(event: Any) -> None:
        await asyncio.sleep(30)

    acknowledged: list[tuple[int, int]] = []
    asyncio.run(_one(handle, acknowledged))
    assert len(stopped) == 1
    assert acknowledged == []


def test_an_event_is_not_acknowledged_before_its_table_writes_are(
    monkeypatch: pytest.MonkeyPatch, stopped: list[str]
) -> None:
    acknowledged: list[tuple[int, int]] = []

    async def work() -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        monkeypatch.setattr("faust.Table.send_changelog", lambda self, *a, **k: written)
        table = acks.AckedTable.__new__(acks.AckedTable)

        async def handle(event: Any) -> None:
            table.send_changelog(0, b"k", b"v")

        window = AckWindow(2, 5.0, Metrics())
        event: Any = Event(0, 0, acknowledged)
        await window.submit(event, handle, b"k")
        for _ in range(20):
            await asyncio.sleep(0)
        assert acknowledged == []
        written.set_result(None)
        while window._tasks:
            await asyncio.sleep(0)

    asyncio.run(work())
    assert acknowledged == [(0, 0)]
    assert stopped == []


def test_a_table_write_that_fails_stops_the_worker_and_acknowledges_nothing(
    monkeypatch: pytest.MonkeyPatch, stopped: list[str]
) -> None:
    acknowledged: list[tuple[int, int]] = []

    async def work() -> None:
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        monkeypatch.setattr("faust.Table.send_changelog", lambda self, *a, **k: written)
        table = acks.AckedTable.__new__(acks.AckedTable)

        async def handle(event: Any) -> None:
            table.send_changelog(0, b"k", b"v")
            written.set_exception(OSError("no changelog"))

        await _one(handle, acknowledged)

    asyncio.run(work())
    assert stopped == ["OSError: no changelog"]
    assert acknowledged == []


@pytest.mark.parametrize("guarded", [False, True])
def test_a_late_write_does_not_hide_what_another_worker_wrote_before_it(
    monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    place = TP("tables.dedup", 2)
    noted: dict[Any, int] = {}
    table: Any = acks.AckedTable.__new__(acks.AckedTable)
    table.app = SimpleNamespace(in_transaction=False)
    store = SimpleNamespace(persisted_offset=noted.get, set_persisted_offset=noted.__setitem__)
    monkeypatch.setattr(acks.AckedTable, "data", store)
    sent: Any = acks.AckedTable._on_changelog_sent if guarded else faust.Table._on_changelog_sent

    def taken_at(offset: int) -> int:
        record = SimpleNamespace(topic_partition=place, offset=offset)
        sent(table, SimpleNamespace(result=lambda: record))
        return noted[place]

    assert [taken_at(0), taken_at(1)] == [0, 1]
    # Meanwhile another worker owned the partition, and wrote what stands from 2 to 8.
    assert taken_at(9) == (1 if guarded else 9)
    assert taken_at(10) == (1 if guarded else 10)
    noted[place] = 10  # recovery has read the rest
    assert taken_at(11) == 11
