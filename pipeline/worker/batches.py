"""Micro-batches: what several messages hand in, worked on together.

A message to Kafka costs about the same whatever it holds, so near-duplicate search puts the
questions of all stories that come within a moment into one message for each partition.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any, Generic, ParamSpec, TypeVar

from pipeline.worker.acks import table_writes

Item = TypeVar("Item")
Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(eq=False)
class Place:
    """Where an item came from: its partition, its offset, and the event that brought it.

    Faust's tables write to the partition of the current event, so what is to be written for an
    item is written as its event.
    """

    partition: int
    offset: int
    context: Context = field(default_factory=copy_context)

    async def written(
        self, function: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs
    ) -> Made:
        """What the function gives; returns when all that it wrote to tables is acknowledged."""
        made, writes = self.run(function, *args, **kwargs)
        await asyncio.gather(*writes)
        return made

    def run(
        self, function: Callable[Given, Made], *args: Given.args, **kwargs: Given.kwargs
    ) -> tuple[Made, list[asyncio.Future[Any]]]:
        """What the function gives, and the table writes that it sent."""

        def as_event() -> tuple[Made, list[asyncio.Future[Any]]]:
            begun = len(table_writes())
            made = function(*args, **kwargs)
            return made, table_writes()[begun:]

        return self.context.run(as_event)


class Batcher(Generic[Item]):
    """Hands items on to `work`, in the order in which they came, one batch after the other.

    A batch is closed `linger` seconds after its first item, or when it has `size` of them.
    """

    def __init__(
        self,
        work: Callable[[list[tuple[Place, Item]]], Awaitable[None]],
        *,
        size: int,
        linger: float,
    ) -> None:
        self._work = work
        self._size = size
        self._linger = linger
        self._open: list[tuple[Place, Item]] = []
        self._full = asyncio.Event()
        self._done: asyncio.Future[None] | None = None
        self._turn = asyncio.Lock()

    async def add(self, place: Place, item: Item) -> None:
        """Returns when the batch with this item is done; raises what its work raised."""
        self._open.append((place, item))
        if self._done is None:
            self._full.clear()
            self._done = asyncio.ensure_future(self._close())
        if len(self._open) >= self._size:
            self._full.set()
        await self._done

    async def _close(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._full.wait(), self._linger)
        async with self._turn:
            # What came while the batch before was worked on goes with this one.
            items, self._open, self._done = self._open, [], None
            await self._work(items)
