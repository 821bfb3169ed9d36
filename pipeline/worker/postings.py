"""The index of near-duplicate search on disk: a RocksDB a partition, a fold of `dedup.probes`.

With each probe the offset after it is written in the same batch. So there is no changelog: a worker
that gets a partition reads from the log what it has not folded yet, at most what the log keeps,
which is the window. Entries expire after two windows.
"""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import rocksdict
import structlog

from pipeline.dedup.index import Index
from pipeline.dedup.messages import Mail, Probe, decode
from pipeline.settings import Settings
from pipeline.wire import WireError
from pipeline.worker.data_folder import INDEX
from pipeline.worker.database import open_database
from pipeline.worker.log_reader import LogReader
from pipeline.worker.metrics import Metrics

_NEXT = b"next"  # keys of the index begin with other letters

log = structlog.get_logger(__name__)


class Postings:
    """The index of one partition, and how far it has read its log."""

    def __init__(self, partition: int, settings: Settings) -> None:
        self.partition = partition
        self.generation: int | None = None  # of the consumer group, when it was last caught up
        self._path = Path(settings.data_dir).absolute() / INDEX / f"{partition}.db"
        self._ttl = ttl_seconds(settings)
        self.next = 0  # the first offset that is not folded
        self._open()
        self.index = Index(partition, self, settings.dedup_window_ms)

    def get_many(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """The values of the keys."""
        found: Any = self._db.get(list(keys)) if keys else []
        return list(found)

    def put(self, values: dict[bytes, bytes]) -> None:
        """Write all values, and that the probe they come from is folded."""
        batch = rocksdict.WriteBatch(raw_mode=True)
        for key, value in values.items():
            batch.put(key, value)
        batch.put(_NEXT, str(self.next).encode())
        self._db.write(batch)

    def fold(self, probe: Probe, offset: int) -> dict[int, Mail]:
        """Fold the probe that stands at this offset; what to send to which home."""
        self.next = max(self.next, offset + 1)
        return self.index.fold(probe)

    async def catch_up(self, upto: int, reader: LogReader, metrics: Metrics) -> None:
        """Fold what other workers have answered, up to the probe that is the next to answer."""
        if self.next > await reader.end(self.partition):
            # The log was made anew under the same name.
            self.forget()
        begun = self.next
        async for message in reader.read(self.partition, self.next, upto):
            try:
                self.fold(decode(message.value or b"", Probe), message.offset)
            except WireError as error:
                log.warning("no probe", offset=message.offset, detail=str(error))
            # For the watchdog: a long log takes long, and that is progress.
            metrics.acknowledged += 1
            await asyncio.sleep(0)
        self.next = max(self.next, upto)
        if self.next > begun:
            log.info("index caught up", partition=self.partition, probes=self.next - begun)

    def compact(self) -> None:
        """Free the space of entries that have expired."""
        self._db.compact_range(None, None)

    def close(self) -> None:
        """Close the files."""
        self._db.close()

    def forget(self) -> None:
        """Begin anew with nothing."""
        self._db.close()
        shutil.rmtree(self._path)
        self._open()

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = open_database(self._path, self._ttl)
        stored: Any = self._db.get(_NEXT)
        self.next = int(stored or 0)


def ttl_seconds(settings: Settings) -> int:
    """How long entries of near-duplicate search live: two windows."""
    return max(1, round(2 * settings.dedup_window_ms / 1000))
