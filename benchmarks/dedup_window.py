"""What near-duplicate search keeps, over 210 simulated days with a window of 30 days.

    python -m benchmarks.dedup_window [--day 0.5]

A day lasts half a second, and the window is as short as that asks for. A worker on real Kafka, with
the agents of near-duplicate search alone, takes a steady flow of stories: new ones, copies of some
from half a window before, which must be found, and of others from one and a half windows before,
which must not. Printed are the bytes of the worker's files, which sweeps of RocksDB free, and those
of the topics, which the broker frees. What comes to rest: the probes, which are kept for one
window, and a second while it is this short, after two; the files, whose entries live for two
windows, after three. The compacted topics do not at this size: compaction joins old records with
newer ones in one segment, up to a gibibyte a partition, and only a segment whose newest record is
old is deleted.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.dedup_stream import READ, send
from pipeline import wire
from pipeline.broker import create_topics, group_lag, read_topic, topic_name
from pipeline.local_kafka import LocalKafka
from pipeline.records import Duplicate, Story
from pipeline.settings import Settings
from pipeline.topics import (
    ARTICLES_DUPLICATES,
    DEDUP_PROBES,
    DEDUP_VERDICTS,
    STORIES_UNIQUE,
    TABLE_DEDUP,
    Topic,
)
from tests.dedup_stories import story
from tests.running import WorkerProcess
from tests.test_dedup_verdicts import paragraph

WINDOW = 30  # days
DAYS = 210
INSIDE, OUTSIDE = WINDOW // 2, WINDOW * 3 // 2
PORTION = 6  # new stories a day; a third have a copy inside the window, a third one outside


class QuickKafka(LocalKafka):
    """A broker that looks every second for what it may delete, not every five minutes."""

    def properties(self, data: Path, controller_port: int) -> dict[str, object]:
        """The broker's settings."""
        return {
            **super().properties(data, controller_port),
            "log.retention.check.interval.ms": 1000,
            "log.cleaner.backoff.ms": 1000,
            "log.segment.delete.delay.ms": 1000,
        }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--day", type=float, default=0.5, help="seconds that a day lasts")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, QuickKafka(Path(name) / "kafka") as broker:
        folder = Path(name)
        settings = Settings(
            bootstrap_servers=broker.bootstrap_servers,
            topic_prefix="window.",
            partitions=4,
            web_port=0,
            pool_size=1,
            dedup_window_days=WINDOW * options.day / 86_400,
            log_format="json",
        )
        asyncio.run(create_topics(settings))
        with WorkerProcess(settings, folder, module="benchmarks.dedup_stream") as worker:
            worker.wait_until_ready()
            live(settings, folder, options.day)
            while asyncio.run(group_lag(settings, READ)):
                time.sleep(0.5)
            assert worker.stop() == 0, worker.log()[-3000:]
        report(settings)


def live(settings: Settings, folder: Path, day: float) -> None:
    """Let the days pass, each with its stories."""
    begun = time.time()
    print("bytes of the index, of the tables, and on topics")
    print("  day stories    index   tables verdicts    dedup   probes")
    sent = 0
    for number, stories in enumerate(days(begun, day)):
        time.sleep(max(0.0, begun + number * day - time.time()))
        asyncio.run(send(settings, stories))
        sent += len(stories)
        if number % 10 == 9:
            sizes = [
                on_disk(folder, "postings/*.db"),
                on_disk(folder, "**/verdicts-*.db") + on_disk(folder, "**/dedup-*.db"),
                *(on_broker(settings, folder, t) for t in (DEDUP_VERDICTS, TABLE_DEDUP)),
                on_broker(settings, folder, DEDUP_PROBES),
            ]
            shown = " ".join(f"{size:>8}" for size in sizes)
            print(f"{number + 1:5} {sent:7} {shown}", flush=True)


def days(begun: float, day: float) -> Iterator[list[Story]]:
    """The stories of each day, under names that say of what day and kind they are."""
    chance = random.Random(8)  # noqa: S311
    texts: list[list[list[str]]] = []
    for number in range(DAYS):
        at = int(1000 * (begun + number * day))
        texts.append([[paragraph(chance) for _ in range(6)] for _ in range(PORTION)])
        stories = [story(f"new-{number}-{n}", text, at=at) for n, text in enumerate(texts[-1])]
        for kind, back, part in (("inside", INSIDE, 0), ("outside", OUTSIDE, 1)):
            if number >= back:
                copied = texts[number - back][part::3]
                stories += [
                    story(f"{kind}-{number}-{n}", text, at=at) for n, text in enumerate(copied)
                ]
        yield stories


def on_disk(folder: Path, pattern: str) -> int:
    """The bytes of RocksDB's files, its logs left out."""
    files = (file for path in (folder / "worker-data").glob(pattern) for file in path.glob("*.sst"))
    return sum(size_of(file) for file in files)


def on_broker(settings: Settings, folder: Path, topic: Topic) -> int:
    """The bytes of a topic's segments."""
    name = topic_name(settings, topic)
    files = (folder / "kafka").glob(f"data/{name}-*/*.log")
    return sum(size_of(file) for file in files)


def size_of(file: Path) -> int:
    """The size of a file that may be gone by now."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def report(settings: Settings) -> None:
    """Print what became of the stories, by kind."""
    copies, unique = asyncio.run(ends(settings))
    for kind in ("new", "inside", "outside"):
        print(f"{kind:8} {copies[kind]:5} copies {unique[kind]:5} unique")


async def ends(settings: Settings) -> tuple[Counter[str], Counter[str]]:
    found: dict[str, str] = {}
    async for message in read_topic(settings, topic_name(settings, ARTICLES_DUPLICATES)):
        if message.value is not None:
            url = wire.decode(message.value, Duplicate).page_url
            found[url] = "copy"
    async for message in read_topic(settings, topic_name(settings, STORIES_UNIQUE)):
        given = wire.decode(message.value or b"", Story)
        if given.duplicate_of is None:
            found.setdefault(given.page_url, "unique")
    kinds: dict[str, Counter[str]] = {"copy": Counter(), "unique": Counter()}
    for url, end in found.items():
        kinds[end][url.rpartition("/")[2].partition("-")[0]] += 1
    return kinds["copy"], kinds["unique"]


if __name__ == "__main__":
    main()
