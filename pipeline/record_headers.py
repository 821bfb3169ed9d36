"""Reads messages whose header names are not UTF-8, as Kafka's own clients do.

Names are text by the protocol, but no broker looks, and crawlers in some languages send whatever
bytes a web server sent. aiokafka raises in the middle of a fetch then, and fetches the same again:
one such message stops its partition for ever. Here a batch that raised is read again by aiokafka's
reader in Python, each byte that is no UTF-8 replaced. `install` puts that in place.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import MemoryRecords, _MemoryRecordsPy


class _Bytes(bytes):
    def decode(self, encoding: str = "utf-8", errors: str = "replace") -> str:
        return super().decode(encoding, errors)


class _Buffer(bytearray):
    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return _Bytes(found) if isinstance(at, slice) else found


class _Batch(_DefaultRecordBatchPy):  # type: ignore[misc]  # it is final by its marks only
    _buffer: bytearray

    def _maybe_uncompress(self) -> None:
        super()._maybe_uncompress()
        self._buffer = _Buffer(self._buffer)


class _Readable:
    """One batch of `Records`; all but its messages is as aiokafka has it."""

    def __init__(self, batch: Any, records: "Records", number: int) -> None:
        self._batch = batch
        self._records = records
        self._number = number

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def __next__(self) -> Any:
        return next(self._batch)

    def __iter__(self) -> Iterator[Any]:
        read = 0
        try:
            for message in self._batch:
                yield message
                read += 1
        except (UnicodeDecodeError, CorruptRecordException):
            again = self._records.read_again(self._number)
            if again is None:
                raise
            yield from islice(again, read, None)


class Records:
    """What aiokafka fetched of one partition, in batches; in place of its `MemoryRecords`."""

    def __init__(self, fetched: bytes) -> None:
        self._fetched = fetched
        self._records: Any = MemoryRecords(fetched)
        self._number = 0
        self._again: Any = None
        self._number_again = 0

    def size_in_bytes(self) -> int:
        """As fetched."""
        return len(self._fetched)

    def has_next(self) -> bool:
        """Whether there is another whole batch."""
        return bool(self._records.has_next())

    def next_batch(self) -> _Readable | None:
        """The next whole batch."""
        batch = self._records.next_batch()
        self._number += 1
        return None if batch is None else _Readable(batch, self, self._number - 1)

    def read_again(self, number: int) -> Iterator[Any] | None:
        """The messages of the batch with this number, which rises from call to call; None where
        its format knows no headers."""
        if self._again is None:
            self._again = _MemoryRecordsPy(self._fetched)
        # Never from the start again: each of thousands of batches may hold such a name.
        while self._number_again < number:
            self._again._cache_next()
            self._number_again += 1
        batch = self._again._next_slice
        if batch is None or batch[self._again.MAGIC_OFFSET] < 2:
            return None
        messages: Iterator[Any] = iter(_Batch(batch))
        return messages


def install() -> None:
    """From now on every consumer of this process reads such messages."""
    fetcher.MemoryRecords = Records


install()
