"""At least once: an offset is acknowledged when the broker holds all that its message caused.

Faust acknowledges an event when the agent's loop moves on, whatever became of it: after an
exception, a cancelled task, a send that failed. So agents read with `noack()` and hand each event
to an AckWindow, which works on several at a time, acknowledges them in offset order, and ends the
process without acknowledging anything when something went wrong that is no page's fault. Another
worker then does the same messages again.
"""

import asyncio
import os
import sys
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any

import faust
import structlog
from faust.types import TP, EventT

from pipeline.worker.metrics import Metrics

EXIT_FAIL_STOP = 70

_table_writes: ContextVar[list[asyncio.Future[Any]] | None] = ContextVar(
    "table_writes", default=None
)
log = structlog.get_logger(__name__)


def fail_stop(reason: str, **details: Any) -> None:
    """End the process at once, so that nothing is acknowledged any more.

    Not sys.exit: Faust's `finally` blocks acknowledge whatever is in flight.
    """
    log.critical("worker gives up; what was in flight is done again", reason=reason, **details)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(EXIT_FAIL_STOP)


def table_writes() -> list[asyncio.Future[Any]]:
    """The changelog records that the current event's handler has sent so far."""
    writes = _table_writes.get()
    return [] if writes is None else writes


class AckedTable(faust.Table[Any, Any]):
    """A table whose writes the AckWindow waits for; `App(Table=AckedTable)`.

    A stock write to the changelog is sent and forgotten, and the flush before a commit gives up
    after a tenth of a second, so a committed message may have lost its table entry for ever.
    """

    def send_changelog(self, *args: Any, **kwargs: Any) -> Any:
        """Send the changelog record and remember it for the AckWindow."""
        future = super().send_changelog(*args, **kwargs)
        writes = _table_writes.get()
        if writes is not None:
            writes.append(future)
        return future

    def _on_changelog_sent(self, fut: Any) -> None:
        """Note how far the local table goes, unless something stands between that it never read.

        The stock method notes the offset of every record that the broker took. One that was under
        way when the worker lost its partition (frozen, or cut off for longer than its session) is
        taken after those of the next owner, which recovery would then leave out for ever. So the
        note moves over this worker's own records only; recovery reads the rest.
        """
        sent = fut.result()
        known = self.data.persisted_offset(sent.topic_partition)
        if sent.offset == (0 if known is None else known + 1):
            super()._on_changelog_sent(fut)


class _Slot:
    """A delivered event in its partition's queue, and whether it is done."""

    __slots__ = ("done", "event")

    def __init__(self, event: EventT[Any]) -> None:
        self.event = event
        self.done = asyncio.Event()


class AckWindow:
    """Up to `limit` events at work; events with one key in order; acknowledged in offset order.

    An event that waits for the one before it with the same key is not at work, so that one busy
    key does not keep the others from working; up to `WAITING` times the limit may wait. A handler
    must return only when everything that it sent is acknowledged by the broker. It answers for
    each page's own faults (retries, dead letters); whatever it raises is a fault of the environment
    and stops the worker. `timeout` in seconds is the belt over the handler's own limits; None for
    a handler that may rightly take long. `on_failure` is told what a handler raised, before the
    end.
    """

    WAITING = 4

    def __init__(
        self,
        limit: int,
        timeout: float | None,
        metrics: Metrics,
        on_failure: Callable[[BaseException], None] = lambda _error: None,
    ) -> None:
        self._room = asyncio.Semaphore(self.WAITING * limit)
        self._free = asyncio.Semaphore(limit)
        self._timeout = timeout
        self._metrics = metrics
        self._on_failure = on_failure
        self._queues: dict[TP, deque[_Slot]] = defaultdict(deque)
        self._last: dict[tuple[TP, bytes], _Slot] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(
        self, event: EventT[Any], handle: Callable[[EventT[Any]], Awaitable[None]], key: bytes
    ) -> None:
        """Begin to work on an event once there is room; events of one partition in their order.

        An empty key belongs to no order.
        """
        await self._room.acquire()
        slot = _Slot(event)
        tp = event.message.tp
        self._queues[tp].append(slot)
        before = None
        if key:
            before = self._last.get((tp, key))
            self._last[tp, key] = slot
        # A task copies the context and with it Faust's current event, which table access needs.
        task = asyncio.create_task(self._work(slot, handle, key, before))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(
        self,
        slot: _Slot,
        handle: Callable[[EventT[Any]], Awaitable[None]],
        key: bytes,
        before: _Slot | None,
    ) -> None:
        writes: list[asyncio.Future[Any]] = []
        _table_writes.set(writes)
        tp = slot.event.message.tp
        try:
            if before is not None:
                await before.done.wait()
            async with self._free, asyncio.timeout(self._timeout):
                await handle(slot.event)
                if writes:
                    await asyncio.gather(*writes)
        except BaseException as error:
            # A bug, a lost send or a cancellation. Nothing may be acknowledged after this.
            log.error("a step failed for no page's fault", exc_info=error)
            self._on_failure(error)
            fail_stop(f"{type(error).__name__}: {error}", topic=tp.topic, partition=tp.partition)
            raise
        slot.done.set()
        if key and self._last.get((tp, key)) is slot:
            del self._last[tp, key]
        queue = self._queues[tp]
        while queue and queue[0].done.is_set():
            acknowledged = queue.popleft().event
            acknowledged.ack()
            self._metrics.acknowledged += 1
        self._room.release()
