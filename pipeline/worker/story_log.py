"""The stories themselves, by their place on `stories`: recent ones from memory, others re-read."""

from collections import OrderedDict
from collections.abc import Collection, Iterator

from pipeline.broker import topic_name
from pipeline.settings import Settings
from pipeline.topics import STORIES
from pipeline.worker.log_reader import LogReader

# What waits for its verdict is in memory; after a restart, and for late changes, the log is read.
MEMORY_BYTES = 64 * 1024**2
# Offsets that are no further apart are read in one go.
GAP = 32
FETCH_BYTES = 128 * 1024


class StoryLog:
    """Remembers the stories that came last and reads the others again."""

    def __init__(self, settings: Settings) -> None:
        self._reader = LogReader(settings, topic_name(settings, STORIES), FETCH_BYTES)
        self._recent: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._bytes = 0

    def remember(self, partition: int, offset: int, story: bytes) -> None:
        """Keep a story at hand."""
        self.drop(partition, offset)
        self._recent[partition, offset] = story
        self._bytes += len(story)
        while self._bytes > MEMORY_BYTES:
            _, dropped = self._recent.popitem(last=False)
            self._bytes -= len(dropped)

    def drop(self, partition: int, offset: int) -> None:
        """Keep a story no longer."""
        known = self._recent.pop((partition, offset), None)
        self._bytes -= len(known or b"")

    async def get(self, partition: int, offsets: Collection[int]) -> dict[int, bytes]:
        """The stories at these offsets; those that the log no longer keeps are left out."""
        found = {}
        missing = []
        for offset in offsets:
            story = self._recent.get((partition, offset))
            if story is None:
                missing.append(offset)
            else:
                found[offset] = story
        for run in _runs(sorted(missing)):
            async for message in self._reader.read(partition, run[0], run[-1] + 1):
                if message.offset in run:
                    found[message.offset] = message.value or b""
        return found

    async def stop(self) -> None:
        """Close the connection."""
        await self._reader.stop()


def _runs(offsets: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for offset in offsets:
        if run and offset - run[-1] > GAP:
            yield run
            run = []
        run.append(offset)
    if run:
        yield run
