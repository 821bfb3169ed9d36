"""A worker whose step `clean` fails on marked pages in the ways in which parsers fail.

`python -m tests.faulty_worker worker` runs it; everything but the marked pages is the real thing.
"""

import ctypes
import os
import signal
import time
from types import SimpleNamespace

from pipeline import steps
from pipeline.revisions import PageState

RAISE, HANG, MEMORY, KILL, SEGFAULT = (
    f"fault-{name}" for name in ("raise", "hang", "memory", "kill", "segfault")
)


def clean_page(
    value: bytes,
    headers: dict[str, str],
    origin: str,
    appended_at: int,
    previous: PageState | None,
) -> steps.Cleaned:
    if RAISE.encode() in value:
        raise RuntimeError("a parser raised")
    if HANG.encode() in value:
        time.sleep(3600)
    if MEMORY.encode() in value:
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1024)) * (16 * 1024))
    if KILL.encode() in value:
        os.kill(os.getpid(), signal.SIGKILL)
    if SEGFAULT.encode() in value:
        ctypes.string_at(0)
    return steps.clean_page(value, headers, origin, appended_at, previous)


def main() -> None:
    # Here, since the pool's processes import this module too. And the function by the module's
    # name, not __main__: they look it up there.
    import tests.faulty_worker
    from pipeline import cli
    from pipeline.worker.agents import clean

    faulty = SimpleNamespace(clean_page=tests.faulty_worker.clean_page)
    setattr(clean, "steps", faulty)  # noqa: B010  (mypy: a module has no such attribute to assign)
    cli.main()


if __name__ == "__main__":
    main()
