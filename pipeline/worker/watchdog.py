"""Ends a worker that cannot do its work any more, so that its supervisor starts a fresh one.

Three things that neither Faust nor aiokafka notices: a worker that has messages waiting and gets
none of them done, a process that was frozen for so long that its partitions belong to another
worker (a zombie: what it would still send could overtake the new owner), and a stop that takes
longer than allowed.
"""

import threading
import time
from collections.abc import Callable

import structlog

from pipeline.worker.acks import fail_stop

log = structlog.get_logger(__name__)

TICK_SECONDS = 0.5


class FreezeWatch:
    """A thread that ends the process when it wakes up much later than it meant to.

    SIGSTOP, a suspended machine, a stalled disk: after `limit` seconds of it the brokers have given
    this worker's partitions away, or are about to.
    """

    def __init__(self, limit: float, on_freeze: Callable[[float], None] | None = None) -> None:
        self._limit = limit
        self._on_freeze = on_freeze or _end_zombie
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="freeze-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()

    def _watch(self) -> None:
        last = time.monotonic()
        while not self._stopped.wait(TICK_SECONDS):
            now = time.monotonic()
            if now - last > self._limit:
                self._on_freeze(now - last)
            last = now


def _end_zombie(seconds: float) -> None:
    fail_stop(f"the process was frozen for {seconds:.1f} s; its partitions may be another's now")


class ProgressWatch:
    """Says when nothing was done for `limit` seconds although messages are waiting.

    Fed with the number of messages done so far and of those waiting; times in seconds.
    """

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._done = -1
        self._since = 0.0

    def stalled(self, done: int, waiting: int, now: float) -> bool:
        """Whether the worker is stalled at the time `now`."""
        if done != self._done or waiting == 0:
            self._done = done
            self._since = now
            return False
        return now - self._since > self._limit


def bound_stop(seconds: float) -> None:
    """From now on the process has so many seconds to end by itself."""

    def end() -> None:
        fail_stop(f"stopping took longer than {seconds:g} s")

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
