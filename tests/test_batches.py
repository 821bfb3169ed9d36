"""Micro-batches: together, in order, and with the faults of their work."""

import asyncio

import pytest

from pipeline.worker.batches import Batcher, Place


def test_items_are_worked_on_together_and_in_order() -> None:
    batches: list[list[int]] = []

    async def work(items: list[tuple[Place, int]]) -> None:
        batches.append([item for _, item in items])
        await asyncio.sleep(0.01)

    async def scenario() -> None:
        batcher = Batcher(work, size=4, linger=0.02)
        await asyncio.gather(*(batcher.add(Place(0, n), n) for n in range(10)))
        await batcher.add(Place(0, 10), 10)

    asyncio.run(scenario())
    assert [item for batch in batches for item in batch] == list(range(11))
    assert len(batches) < 6


def test_whoever_waits_for_a_batch_gets_its_fault_and_the_next_one_is_done() -> None:
    async def work(items: list[tuple[Place, int]]) -> None:
        if items[0][1] < 0:
            raise OSError("the disk is full")

    async def scenario() -> None:
        batcher = Batcher(work, size=10, linger=0.01)
        faults = await asyncio.gather(
            *(batcher.add(Place(0, n), -1) for n in range(3)), return_exceptions=True
        )
        assert [type(fault) for fault in faults] == [OSError] * 3
        await batcher.add(Place(0, 4), 1)

    asyncio.run(scenario())


def test_what_is_done_for_an_item_is_done_as_its_event() -> None:
    from contextvars import ContextVar

    current = ContextVar("current", default="none")
    seen: list[str] = []

    async def work(items: list[tuple[Place, str]]) -> None:
        for place, _ in items:
            seen.append(place.run(current.get)[0])

    async def scenario() -> None:
        batcher = Batcher(work, size=10, linger=0.01)

        async def event(name: str) -> None:
            current.set(name)
            await batcher.add(Place(0, 0), name)

        await asyncio.gather(event("first"), event("second"))

    asyncio.run(scenario())
    assert seen == ["first", "second"]


def test_a_batch_that_is_full_does_not_wait() -> None:
    async def work(items: list[tuple[Place, int]]) -> None:
        pass

    async def scenario() -> None:
        batcher = Batcher(work, size=2, linger=3600)
        async with asyncio.timeout(10):
            await asyncio.gather(batcher.add(Place(0, 0), 0), batcher.add(Place(0, 1), 1))

    asyncio.run(scenario())


pytestmark = pytest.mark.filterwarnings("error")
