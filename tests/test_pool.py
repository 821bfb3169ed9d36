"""The process pool: what a page can do to it, and what is no page's fault."""

import asyncio
import ctypes
import errno
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest
from lxml import etree

from pipeline.pool import PoisonError, Pool, PoolBrokenError, attempt
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


HOARD: list[bytearray] = []


def hoard_memory() -> None:
    """Fill this process almost up to its limit, and say nothing."""
    for size in (16 * 1024**2, 1024**2, 64 * 1024, 4096):
        try:
            while True:
                HOARD.append(bytearray(size))
        except MemoryError:
            pass


def length(data: bytes) -> int:
    return len(data)


def take_some_memory() -> int:
    return len(bytearray(8 * 1024**2))


class TwoPartError(Exception):
    """Cannot be unpickled: it is made of two parts and keeps one."""

    def __init__(self, part: str, other: str) -> None:
        super().__init__(part + other)


class SpeechlessError(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


class Unreadable:
    """Can be pickled, but not read again."""

    def __reduce__(self) -> tuple[type[int], tuple[int, ...]]:
        return int, (1, 2, 3, 4)


def raise_two_parts() -> None:
    raise TwoPartError("unclosed ", "bracket")


def raise_speechless() -> None:
    raise SpeechlessError


def raise_lxml() -> None:
    etree.fromstring("<unclosed>")


def raise_exit() -> None:
    raise SystemExit("a library wants to exit")


def raise_interrupt() -> None:
    raise KeyboardInterrupt("a library was interrupted")


def raise_half_a_character() -> None:
    raise ValueError("unknown charset '\ud83d'")


def answer_unreadable() -> Unreadable:
    return Unreadable()


def answer_a_thread_lock() -> object:
    return threading.Lock()


def note(file: Path) -> int:
    """How often it was called with this file."""
    with file.open("a") as stream:
        stream.write(".")
    return file.stat().st_size


def fail_first_for_want_of_handles(file: Path) -> int:
    if (tries := note(file)) == 1:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    return tries


def fail_for_want_of_handles() -> NoReturn:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@asynccontextmanager
async def pool_of(settings: Settings, lost: list[str] | None = None) -> AsyncIterator[Pool]:
    pool = Pool(settings, None if lost is None else lost.append)
    try:
        await pool.self_test()
        yield pool
    finally:
        pool.stop()


def with_pool(
    work: Callable[[Pool], Awaitable[None]],
    lost: list[str] | None = None,
    settings: Settings = SETTINGS,
) -> None:
    async def run() -> None:
        async with pool_of(settings, lost) as pool:
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
        (exit_quietly, "Timeout", "not done within 1 s"),
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


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (raise_two_parts, "TwoPartError", "unclosed bracket"),
        (raise_speechless, "SpeechlessError", "cannot say"),
        (raise_lxml, "XMLSyntaxError", "unclosed"),
        (raise_exit, "SystemExit", "a library wants to exit"),
        (raise_interrupt, "KeyboardInterrupt", "a library was interrupted"),
        (raise_half_a_character, "ValueError", "unknown charset '?'"),
        (answer_a_thread_lock, "TypeError", "lock"),
    ],
)
def test_whatever_a_call_raises_is_told_in_words_that_can_be_written(
    function: Callable[[], object], error: str, words: str
) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(PoisonError) as caught:
            await pool.run(function)
        assert (caught.value.error, caught.value.tries) == (error, 1)
        assert words in caught.value.message
        caught.value.message.encode()
        assert await pool.run(double, 4) == 8

    with_pool(work)


def test_a_result_that_cannot_be_read_costs_its_call_only() -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(PoisonError):
            await pool.run(answer_unreadable)
        assert await pool.run(double, 4) == 8

    with_pool(work)


def test_a_process_that_dies_without_a_call_is_replaced() -> None:
    async def work(pool: Pool) -> None:
        os.kill(await pool.run(os.getpid), signal.SIGKILL)
        await asyncio.sleep(0.5)
        assert await pool.run(double, 4) == 8

    with_pool(work)


def test_a_pool_whose_processes_take_up_no_call_is_broken_and_blames_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work(pool: Pool) -> None:
        monkeypatch.setattr("pipeline.pool.TAKEN_SECONDS", 1.0)
        # Frozen while it waits for a call: nothing that pebble has a limit for.
        os.kill(await pool.run(os.getpid), signal.SIGSTOP)
        with pytest.raises(PoolBrokenError, match="took up no call"):
            await pool.run(double, 4)

    with_pool(work)


def test_a_call_that_wants_too_much_memory_is_poison_after_its_tries() -> None:
    lost: list[str] = []

    async def work(pool: Pool) -> None:
        with pytest.raises(PoisonError) as caught:
            await pool.run(eat_memory)
        assert (caught.value.error, caught.value.tries) == ("MemoryError", 2)
        assert "512 MiB" in caught.value.message
        assert await pool.run(double, 4) == 8

    with_pool(work, lost)
    assert lost == ["MemoryError", "MemoryError"]


def test_memory_that_an_earlier_call_took_is_no_later_calls_fault() -> None:
    async def work(pool: Pool) -> None:
        await pool.run(hoard_memory)
        assert await pool.run(take_some_memory) == 8 * 1024**2
        await pool.run(hoard_memory)
        assert await pool.run(length, bytes(8 * 1024**2)) == 8 * 1024**2

    with_pool(work)


def test_an_error_of_the_environment_is_tried_again(tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        assert await pool.run(fail_first_for_want_of_handles, tmp_path / "tries") == 2
        with pytest.raises(PoisonError, match="Too many open files") as caught:
            await pool.run(fail_for_want_of_handles)
        assert (caught.value.error, caught.value.tries) == ("OSError", 2)

    with_pool(work)


def test_an_error_of_the_environment_blames_no_page_where_the_pool_cannot_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work(pool: Pool) -> None:
        monkeypatch.setattr("pipeline.steps.self_test", fail_for_want_of_handles)
        with pytest.raises(PoolBrokenError, match=r"OSError: .*Too many open files"):
            await pool.run(fail_for_want_of_handles)

    with_pool(work)


def test_no_limit_counts_the_wait_behind_calls_that_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(pool: Pool) -> None:
        # The last ones wait longer than any call may take.
        monkeypatch.setattr("pipeline.pool.TAKEN_SECONDS", 2.0)
        hanging = [pool.run(hang) for _ in range(4)]
        *errors, doubled, tested = await asyncio.gather(
            *hanging, pool.run(double, 4), pool.self_test(), return_exceptions=True
        )
        assert [str(error) for error in errors] == ["Timeout: the step was not done within 1 s"] * 4
        assert (doubled, tested) == (8, None)

    with_pool(work, settings=replace(SETTINGS, step_tries=1))


def test_calls_start_in_the_order_in_which_they_were_asked_for() -> None:
    async def work(pool: Pool) -> None:
        done: list[int] = []

        async def call(number: int) -> None:
            with suppress(PoisonError):
                await (pool.run(die) if number == 2 else pool.run(double, number))
            done.append(number)

        await asyncio.gather(*[call(number) for number in range(8)])
        assert done == list(range(8))

    with_pool(work)


def test_a_cancelled_call_frees_its_place() -> None:
    async def work(pool: Pool) -> None:
        running = asyncio.create_task(pool.run(hang))
        waiting = [asyncio.create_task(pool.run(hang)) for _ in range(2)]
        await asyncio.sleep(0.3)
        assert pool.calls == 3
        for task in (running, *waiting):
            task.cancel()
        # The process that ran the cancelled call is ended, long before the call's limit.
        assert await pool.run(double, 4) == 8
        assert pool.calls == 0

    with_pool(work, settings=replace(SETTINGS, step_timeout=3600.0, stall_timeout=1e5))


def limits_of_this_process() -> dict[str, int]:
    names = ("CORE", "DATA", "CPU")
    return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in names}


def work_on_and_on(seconds: float) -> None:
    attempt(hang_busily, 512 * 1024**2, seconds)


def hang_busily() -> None:
    while True:
        pass


def test_the_kernel_limits_what_a_call_may_take() -> None:
    async def work(pool: Pool) -> None:
        limits = await pool.run(limits_of_this_process)
        assert limits["CORE"] == 0
        assert limits["DATA"] == SETTINGS.pool_memory_mb * 1024**2
        assert 0 < limits["CPU"] < 60

    with_pool(work)


def test_the_kernel_ends_what_takes_too_much_cpu() -> None:
    process = multiprocessing.get_context("spawn").Process(target=work_on_and_on, args=(0.5,))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGXCPU


def test_a_self_test_is_shared_by_those_who_wait_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def work(pool: Pool) -> None:
        monkeypatch.setattr("pipeline.steps.self_test", partial(note, tmp_path / "tests"))
        await asyncio.gather(*[pool.self_test() for _ in range(3)])
        assert (tmp_path / "tests").stat().st_size == 1

    with_pool(work, settings=replace(SETTINGS, pool_size=3))


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
