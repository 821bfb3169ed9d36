"""Raw pages from files of one JSON object a line, and from standard input."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline import wire
from pipeline.records import RawPage
from pipeline.topics import PAGE_BYTES
from pipeline.urls import canonical_url

STANDARD_INPUT = "-"
# A line longer than this is skipped without being held in memory. Larger than a page may be, so
# that its error can name its size; smaller than what would hurt.
MAX_LINE_BYTES = 8 * PAGE_BYTES


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
            raise LineError(f"the line is longer than {MAX_LINE_BYTES} bytes")
        try:
            return wire.decode_raw_page(self.value, {})
        except wire.WireError as error:
            raise LineError(str(error)) from None

    def key(self) -> bytes:
        """The key of the page's message: its canonical URL. Raises LineError."""
        return canonical_url(self.page().url).encode("utf-8", "replace")


def read_lines(sources: list[str]) -> Iterator[Line]:
    """The lines of all files in order, empty ones left out; "-" is standard input.

    Raises OSError for a file that cannot be read.
    """
    for source in sources:
        with _open(source) as file:
            yield from _lines(source, file)


def _lines(source: str, file: BinaryIO) -> Iterator[Line]:
    number = 0
    while piece := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        size = len(piece)
        if size > MAX_LINE_BYTES and not piece.endswith(b"\n"):
            while (rest := file.readline(1024 * 1024)) and not rest.endswith(b"\n"):
                size += len(rest)
            yield Line(source, number, None, size + len(rest))
        elif value := piece.strip():
            yield Line(source, number, value, size)


@contextlib.contextmanager
def _open(source: str) -> Iterator[BinaryIO]:
    if source == STANDARD_INPUT:
        yield sys.stdin.buffer
    else:
        with Path(source).open("rb") as file:
            yield file
