"""What ends a worker that cannot do its work any more."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from pipeline.worker import watchdog
from pipeline.worker.main import _Watch
from pipeline.worker.watchdog import FreezeWatch, ProgressWatch


def test_no_progress_with_messages_waiting_is_a_stall() -> None:
    watch = ProgressWatch(limit=30)
    assert not watch.stalled(done=5, waiting=10, now=0)
    assert not watch.stalled(done=5, waiting=10, now=30)
    assert watch.stalled(done=5, waiting=10, now=31)


def test_any_progress_begins_the_time_anew() -> None:
    watch = ProgressWatch(limit=30)
    assert not watch.stalled(done=5, waiting=10, now=0)
    assert not watch.stalled(done=6, waiting=10, now=29)
    assert not watch.stalled(done=6, waiting=10, now=58)
    assert watch.stalled(done=6, waiting=10, now=60)


def test_an_idle_worker_never_stalls() -> None:
    watch = ProgressWatch(limit=30)
    for now in range(10_001):
        assert not watch.stalled(done=5, waiting=0, now=now)
    # Messages that come after a long silence have their full time.
    assert not watch.stalled(done=5, waiting=1, now=10_002)
    assert not watch.stalled(done=5, waiting=1, now=10_020)


def test_what_tables_came_back_from_is_progress_wherever_they_are() -> None:
    offsets = {TP("tables.pages", 0): 70, TP("tables.pages", 1): None, TP("tables.dedup", 0): -1}
    recovery = SimpleNamespace(active_offsets=offsets)
    watch: Any = SimpleNamespace(
        _app=SimpleNamespace(tables=SimpleNamespace(recovery=recovery)),
        _metrics=SimpleNamespace(acknowledged=5),
    )
    assert _Watch._done(watch) == 74


def test_a_process_that_was_frozen_is_noticed_when_it_wakes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watchdog, "TICK_SECONDS", 0.01)
    offset = 0.0
    real = time.monotonic
    monkeypatch.setattr("time.monotonic", lambda: real() + offset)
    noticed: list[float] = []
    watch = FreezeWatch(limit=5.0, on_freeze=noticed.append)
    watch.start()
    time.sleep(0.2)
    assert noticed == []
    offset = 7.0
    time.sleep(0.2)
    watch.stop()
    assert len(noticed) == 1
    assert noticed[0] > 7.0
