"""The process pool: what parses pages and runs models, apart from the event loop.

A page that raises, hangs or kills its process costs itself only: `Pool.run` tries it a bounded
number of times and then raises PoisonError, which ends as a dead letter. A pool that cannot do the
work at all (a missing model, no memory, a broken install) is nobody's poison: PoolBrokenError stops
the worker before any page is blamed.

The pool has a place for each process, and a call is handed to the processes only once it has one:
so every limit counts from a call's start, never its wait behind others. What a call raises comes
back as data, since an exception may not survive the way between processes.
"""

import asyncio
import contextlib
import ctypes
import math
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from typing import ParamSpec, TypeVar

import structlog
from pebble import ProcessExpired, ProcessPool

from pipeline import steps
from pipeline.errors import PipelineError
from pipeline.settings import Settings

Args = ParamSpec("Args")
Result = TypeVar("Result")

log = structlog.get_logger(__name__)

START_SECONDS = 120.0  # for the first processes to start and load their models
TAKEN_SECONDS = 60.0  # for a process to take a call that has a place; it is milliseconds
CPU_SLACK_SECONDS = 5.0  # of CPU over a call's time limit, before the kernel ends the process
MESSAGE_CHARACTERS = 2000  # kept of what an exception says
OUT_OF_MEMORY = 119  # exit code of a process that ran into its memory limit
PR_SET_PDEATHSIG = 1


class PoisonError(Exception):
    """A page that a step cannot handle: `error` is a class name, `tries` how often it was tried."""

    def __init__(self, error: str, message: str, tries: int = 1) -> None:
        # A message that quotes a page may hold half a surrogate pair, which no record can.
        message = message.encode("utf-8", "replace").decode()
        super().__init__(f"{error}: {message}")
        self.error = error
        self.message = message
        self.tries = tries


class PoolBrokenError(PipelineError):
    """The pool cannot do its work; no page is to blame."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A call without a result; `doubtful` where the process or machine may be to blame for it."""

    error: str
    message: str
    doubtful: bool


class Pool:
    """Processes that run the functions of `pipeline.steps`, each call with a time limit.

    Calls start in the order in which they were asked for; one that is tried again keeps its place.
    `on_lost` is told why ("Timeout", "MemoryError", "ProcessDied") a process ended early.
    """

    def __init__(self, settings: Settings, on_lost: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self._on_lost = on_lost
        self.calls = 0  # waiting for a place or having one
        self._places = asyncio.Semaphore(settings.processes)
        self._testing = asyncio.Lock()
        self._tests_passed = 0
        self._stopped = False
        self._pool = self._start()

    def _start(self) -> ProcessPool:
        # forkserver: no fork of a process that has threads, and a dead process is replaced in
        # milliseconds, because the server has loaded everything already.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipeline.warm"])
        with _environment_of_processes():
            forkserver.ensure_running()
        return ProcessPool(
            max_workers=self._settings.processes,
            max_tasks=self._settings.pool_recycle,
            initializer=prepare_process,
            context=context,
        )

    async def self_test(self) -> None:
        """Take a page through all steps in the pool. Raises PoolBrokenError."""
        async with self._places:
            await self._test()

    async def run(
        self, function: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs
    ) -> Result:
        """What the function returns. Raises PoisonError, or PoolBrokenError after a self-test."""
        self.calls += 1
        try:
            async with self._places:
                return await self._try(partial(function, *args, **kwargs))
        finally:
            self.calls -= 1

    async def _try(self, work: Callable[[], Result]) -> Result:
        tries = 0
        while True:
            tries += 1
            outcome = await self._call(work, self._settings.step_timeout)
            if not isinstance(outcome, Failure):
                return outcome
            if outcome.doubtful:
                # Is it the page or the machine? Only a pool that works may blame a page.
                await self._test()
            # The functions are pure: what raised without a doubt raises again.
            if not outcome.doubtful or tries >= self._settings.step_tries:
                raise PoisonError(outcome.error, outcome.message, tries)

    async def _test(self) -> None:
        """The self-test, in a place that the caller holds; shared by those who ask meanwhile."""
        passed = self._tests_passed
        async with self._testing:
            if self._tests_passed > passed:
                return
            outcome = await self._call(steps.self_test, START_SECONDS)
            if isinstance(outcome, Failure) and outcome.error == "MemoryError":
                # In a process that another call had filled; it ended, and a new one is tested.
                outcome = await self._call(steps.self_test, START_SECONDS)
            if isinstance(outcome, Failure):
                raise PoolBrokenError(
                    f"the pool's self-test failed ({outcome.error}: {outcome.message}); "
                    "the processes that parse pages cannot work on this machine"
                )
            self._tests_passed += 1

    async def _call(self, work: Callable[[], Result], limit: float) -> Result | Failure:
        memory = self._settings.pool_memory_mb
        if self._stopped:
            raise PoolBrokenError("the pool was stopped")
        try:
            if not self._pool.active:
                # pebble gives up when a process dies that it knows no call of (or not yet).
                given_up, self._pool = self._pool, self._start()
                await asyncio.to_thread(_end, given_up)
            limits = memory * 1024 * 1024, limit + CPU_SLACK_SECONDS
            future = self._pool.schedule(attempt, args=(work, *limits), timeout=limit)
            # pebble counts a call's time from when a process has taken it. Where none does, say
            # because one was frozen that holds their lock, nothing would ever end the call.
            async with asyncio.timeout(limit + TAKEN_SECONDS) as taken:
                return await asyncio.wrap_future(future)
        except TimeoutError as error:
            if taken.expired():
                raise PoolBrokenError(
                    f"the pool's processes took up no call in {TAKEN_SECONDS:g} s"
                ) from error
            return self._lost("Timeout", f"the step was not done within {limit:g} s")
        except ProcessExpired as error:
            code = error.exitcode
            if code == OUT_OF_MEMORY:
                return self._lost("MemoryError", f"the step needed more than {memory} MiB")
            if code == -signal.SIGXCPU:
                return self._lost("Timeout", f"the step took more than {limit:g} s of CPU")
            died = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
            return self._lost("ProcessDied", f"the process died {died} on this page")
        except RuntimeError as error:  # pebble gave up
            return self._lost("ProcessDied", f"the processes ended: {error}")
        except Exception as error:  # the work or its result cannot be sent
            return failure(error)

    def _lost(self, reason: str, words: str) -> Failure:
        if self._on_lost is not None:
            self._on_lost(reason)
        log.warning("a pool process was lost", reason=reason, detail=words)
        return Failure(reason, words, doubtful=True)

    def stop(self) -> None:
        """End the processes, the ones at work too."""
        self._stopped = True
        _end(self._pool)


def attempt(work: Callable[[], Result], memory_bytes: int, cpu_seconds: float) -> Result | Failure:
    """In a process of the pool: what the work returns, or what it raised as data."""
    try:
        with _memory_limit(memory_bytes), _cpu_limit(cpu_seconds):
            return work()
    except MemoryError:
        # Earlier calls may have filled this process: it ends, and the next try gets a new one.
        os._exit(OUT_OF_MEMORY)
    except BaseException as error:
        return failure(error)


def failure(error: BaseException) -> Failure:
    """An exception as data."""
    try:
        message = str(error)[:MESSAGE_CHARACTERS]
    except Exception:
        message = "an error that cannot say what it is"
    # No file handles, a library gone: that is seldom a page's doing.
    doubtful = isinstance(error, (OSError, ImportError))
    return Failure(type(error).__name__, message, doubtful)


def prepare_process() -> None:
    """In each new process: no core dumps, and first in line for the OOM killer."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")
        # Die with the server that forked this process, which ends when the worker does: once nobody
        # holds the pipe to it. This process was handed an end of that, and may hang for ever.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]


@contextlib.contextmanager
def _memory_limit(limit: int) -> Iterator[None]:
    """Limit the heap and private mappings, not mapped files such as model weights.

    Only while the work runs: the pool must be able to send the result and to take the next call.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with contextlib.suppress(ValueError):  # the system's own limit is lower
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


@contextlib.contextmanager
def _cpu_limit(seconds: float) -> Iterator[None]:
    """Limit the CPU time that the work takes: the kernel ends the process that goes over it.

    Even where the worker, which ends what hangs, is stopped itself.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    taken = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(taken.ru_utime + taken.ru_stime + seconds)
    with contextlib.suppress(ValueError):  # the system's own limit is lower
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def drop_secrets() -> None:
    """Take the broker's credentials out of the environment, which new processes inherit."""
    for name in list(os.environ):
        if name.startswith(("PIPELINE_SASL_", "PIPELINE_SSL_")):
            del os.environ[name]


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    with contextlib.suppress(TimeoutError):
        pool.join(timeout=10)


@contextlib.contextmanager
def _environment_of_processes() -> Iterator[None]:
    """The environment that the pool's processes inherit: one thread each, and no secrets."""
    saved = dict(os.environ)
    drop_secrets()
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)
