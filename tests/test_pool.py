"""The process pool: what a page can do to it, and what is no page's fault."""

import asyncio
import ctypes
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from pipeline.pool import PoisonError, Pool, PoolBrokenError
from pipeline.settings import Settings

SETTINGS = Settings(pool_size=1, step_timeout=1.0, step_tries=2, pool_memory_mb=512)


def double(number: int) -> int:
    return 2 * number


def fail() -> None:
    raise KeyError("a parser raised")


def hang() -> None:
    time.sleep(3600)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def segfault() -> None:
    ctypes.string_at(0)


def exit_quietly() -> None:
    os._exit(0)


def eat_memory() -> int:
    return len(bytearray(4 * 1024**3))


@asynccontextmanager
async def pool_of(
    settings: Settings = SETTINGS, lost: list[str] | None = None
) -> AsyncIterator[Pool]:
    pool = Pool(settings, None if lost is None else lost.append)
    try:
        await pool.self_test()
        yield pool
    finally:
        pool.stop()


def with_pool(work: Callable[[Pool], Awaitable[None]], lost: list[str] | None = None) -> None:
    async def run() -> None:
        async with pool_of(lost=lost) as pool:
            await work(pool)

    asyncio.run(run())


def test_calls_return_what_the_function_returns() -> None:
    async def work(pool: Pool) -> None:
        assert await asyncio.gather(*[pool.run(double, n) for n in range(50)]) == [
            2 * n for n in range(50)
        ]
        assert pool.calls == 0

    with_pool(work)


def test_a_call_that_raises_is_poison_after_one_try() -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(PoisonError) as caught:
            await pool.run(fail)
        assert caught.value.error == "KeyError"
        assert "a parser raised" in caught.value.message
        assert caught.value.tries == 1
        assert await pool.run(double, 4) == 8

    with_pool(work)


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (hang, "Timeout", "not done within 1 s"),
        (die, "ProcessDied", "SIGKILL"),
        (segfault, "ProcessDied", "SIGSEGV"),
    ],
)
def test_a_call_that_hangs_or_kills_its_process_is_poison_after_its_tries(
    function: Callable[[], None], error: str, words: str
) -> None:
    lost: list[str] = []

    async def work(pool: Pool) -> None:
        neighbours = [asyncio.create_task(pool.run(double, n)) for n in range(10)]
        with pytest.raises(PoisonError) as caught:
            await pool.run(function)
        assert caught.value.error == error
        assert caught.value.tries == 2
        assert words in caught.value.message
        assert await asyncio.gather(*neighbours) == [2 * n for n in range(10)]

    with_pool(work, lost)
    assert lost == [error, error]


def test_a_call_that_wants_too_much_memory_is_poison() -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(PoisonError) as caught:
            await pool.run(eat_memory)
        assert caught.value.error == "MemoryError"
        assert await pool.run(double, 4) == 8

    with_pool(work)


def test_a_pool_that_cannot_do_the_work_is_broken_and_blames_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work() -> None:
        pool = Pool(replace(SETTINGS))
        try:
            monkeypatch.setattr("pipeline.steps.self_test", fail)
            with pytest.raises(PoolBrokenError, match="self-test failed"):
                await pool.run(die)
        finally:
            pool.stop()

    asyncio.run(work())


def test_a_stopped_pool_is_broken() -> None:
    async def work() -> None:
        pool = Pool(SETTINGS)
        pool.stop()
        with pytest.raises(PoolBrokenError):
            await pool.run(double, 1)

    asyncio.run(work())
