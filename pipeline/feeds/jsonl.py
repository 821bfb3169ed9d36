"""Raw pages from files of one JSON object a line, and from standard input."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import BinaryIO

from pipeline import wire
from pipeline.records import RawPage
from pipeline.topics import PAGE_BYTES
from pipeline.urls import canonical_url

STANDARD_INPUT = "-"


class LineError(ValueError):
    """A line that is no raw page; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: its number from 1, its bytes (None when too long), and what was read."""

    source: str
    number: int
    value: bytes | None
    size: int

    @property
    def place(self) -> str:
        """The file and the line, as compilers write it."""
        return f"{self.source}:{self.number}"

    def page(self) -> RawPage:
        """The raw page of the line. Raises LineError."""
        if self.value is None:
            raise LineError(f"a line of {self.size} bytes is too long for a page")
        try:
            return wire.decode_raw_page(self.value, {})
        except wire.WireError as error:
            raise LineError(str(error)) from None

    def key(self) -> bytes:
        """The key of the page's message: its canonical URL. Raises LineError."""
        return canonical_url(self.page().url).encode("utf-8", "replace")


def read_lines(sources: list[str], max_bytes: int = PAGE_BYTES) -> Iterator[Line]:
    """The lines of all files in order, empty ones left out; "-" is standard input.

    A line of more than `max_bytes` is not held in memory. Raises OSError for a file that cannot
    be read.
    """
    for source in sources:
        with _open(source) as file:
            yield from _lines(source, file, max_bytes)


async def arriving(lines: Iterable[Line]) -> AsyncIterator[Line]:
    """The lines, read by a thread: a pipe may be silent for long, and the event loop goes on.

    Raises what reading them raises. The thread is a daemon: it may wait for a line that never
    comes, and nobody should wait for it.
    """
    loop = asyncio.get_running_loop()
    read: asyncio.Queue[Line | Exception | None] = asyncio.Queue(8)

    def put(item: Line | Exception | None) -> None:
        if loop.is_closed():
            raise CancelledError
        asyncio.run_coroutine_threadsafe(read.put(item), loop).result()

    def read_all() -> None:
        with contextlib.suppress(CancelledError):  # nobody reads on
            try:
                for line in lines:
                    put(line)
            except CancelledError:
                raise
            except Exception as error:
                put(error)
            else:
                put(None)

    threading.Thread(target=read_all, daemon=True).start()
    while (item := await read.get()) is not None:
        if isinstance(item, Exception):
            raise item
        yield item


def _lines(source: str, file: BinaryIO, max_bytes: int) -> Iterator[Line]:
    number = 0
    while piece := file.readline(max_bytes + 1):
        number += 1
        size = len(piece)
        if size > max_bytes and not piece.endswith(b"\n"):
            while (rest := file.readline(1024 * 1024)) and not rest.endswith(b"\n"):
                size += len(rest)
            yield Line(source, number, None, size + len(rest))
        elif value := piece.strip():
            yield Line(source, number, value, size)


@contextlib.contextmanager
def _open(source: str) -> Iterator[BinaryIO]:
    # A file of its own for standard input too: the interpreter cannot end while a thread reads
    # from sys.stdin.
    place = 0 if source == STANDARD_INPUT else source
    with open(place, "rb", closefd=place != 0) as file:
        yield file
