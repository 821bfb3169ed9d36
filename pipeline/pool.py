"""The process pool: what parses pages and runs models, apart from the event loop.

A page that raises, hangs or kills its process costs itself only: `Pool.run` tries it a bounded
number of times and then raises PoisonError, which ends as a dead letter. A pool that cannot do the
work at all (a missing model, no memory, a broken install) is nobody's poison: PoolBrokenError stops
the worker before any page is blamed.
"""

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
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
PR_SET_PDEATHSIG = 1


class PoisonError(Exception):
    """A page that a step cannot handle: `error` is a class name, `tries` how often it was tried."""

    def __init__(self, error: str, message: str, tries: int = 1) -> None:
        super().__init__(f"{error}: {message}")
        self.error = error
        self.message = message
        self.tries = tries


class PoolBrokenError(PipelineError):
    """The pool cannot do its work; no page is to blame."""


class Pool:
    """Processes that run the functions of `pipeline.steps`, each call with a time limit.

    `on_lost` is told the reason ("Timeout", "ProcessDied") of each process that ended early.
    """

    def __init__(self, settings: Settings, on_lost: Callable[[str], None] | None = None) -> None:
        self._settings = settings
        self._on_lost = on_lost
        self.calls = 0  # waiting for a process or running in one
        # forkserver: no fork of a process that has threads, and a dead process is replaced in
        # milliseconds, because the server has loaded everything already.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pipeline.warm"])
        with _environment_of_processes():
            forkserver.ensure_running()
        self._pool = ProcessPool(
            max_workers=settings.processes,
            max_tasks=settings.pool_recycle,
            initializer=prepare_process,
            initargs=(settings.pool_memory_mb * 1024 * 1024,),
            context=context,
        )

    async def self_test(self) -> None:
        """Take a page through all steps in the pool. Raises PoolBrokenError."""
        try:
            future = self._pool.schedule(steps.self_test, timeout=START_SECONDS)
            await asyncio.wait_for(asyncio.wrap_future(future), START_SECONDS + 10)
        except Exception as error:
            raise PoolBrokenError(
                f"the pool's self-test failed ({type(error).__name__}: {error}); the processes "
                "that parse pages cannot work on this machine"
            ) from error

    async def run(
        self, function: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs
    ) -> Result:
        """What the function returns. Raises PoisonError, or PoolBrokenError after a self-test."""
        tries = 0
        while True:
            tries += 1
            try:
                return await self._call(function, args, kwargs)
            except (TimeoutError, ProcessExpired) as error:
                reason, words = self._describe(error)
                if self._on_lost is not None:
                    self._on_lost(reason)
                log.warning("a pool process was lost", reason=reason, tries=tries, detail=words)
                # Is it the page or the machine? Only a pool that works may blame a page.
                await self.self_test()
                if tries >= self._settings.step_tries:
                    raise PoisonError(reason, words, tries) from error
            except MemoryError as error:
                limit = self._settings.pool_memory_mb
                words = f"the step needed more than {limit} MiB of memory"
                raise PoisonError("MemoryError", words, tries) from error
            except PoolBrokenError:
                raise
            except Exception as error:
                # The functions are pure: what raised once raises again.
                raise PoisonError(type(error).__name__, str(error)[:2000], tries) from error

    async def _call(
        self, function: Callable[Args, Result], args: tuple[object, ...], kwargs: dict[str, object]
    ) -> Result:
        limit = self._settings.step_timeout
        self.calls += 1
        try:
            future = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=limit)
            # pebble's limit counts from the start of the call. Calls wait for a free process no
            # longer than a few limits; a call that takes more hangs in the pool itself.
            waited, _ = await asyncio.wait([asyncio.wrap_future(future)], timeout=10 * limit + 30)
        except RuntimeError as error:
            raise PoolBrokenError(f"the pool is gone: {error}") from error
        finally:
            self.calls -= 1
        if not waited:
            raise PoolBrokenError("the pool answers no more")
        return waited.pop().result()

    def _describe(self, error: BaseException) -> tuple[str, str]:
        if isinstance(error, ProcessExpired):
            code = error.exitcode
            died = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
            return "ProcessDied", f"the process died {died} on this page"
        limit = self._settings.step_timeout
        return "Timeout", f"the step was not done within {limit:g} s"

    def stop(self) -> None:
        """End the processes, the ones at work too."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        with contextlib.suppress(TimeoutError):
            self._pool.join(timeout=10)


def prepare_process(memory_bytes: int) -> None:
    """In each new process: a memory limit, no core dumps, and first in line for the OOM killer.

    RLIMIT_DATA counts the heap and private mappings, not mapped files such as model weights.
    """
    for kind, limit in ((resource.RLIMIT_DATA, memory_bytes), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, resource.getrlimit(kind)[1]))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("500")
        # Die with the server that forked this process, which ends when the worker does.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@contextlib.contextmanager
def _environment_of_processes() -> Iterator[None]:
    """The environment that the pool's processes inherit: one thread each, and no secrets."""
    saved = dict(os.environ)
    for name in saved:
        if name.startswith(("PIPELINE_SASL_", "PIPELINE_SSL_")):
            del os.environ[name]
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)
