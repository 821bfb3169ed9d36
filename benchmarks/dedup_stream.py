"""What near-duplicate search costs in a running worker, beside plain trafilatura.

    python -m benchmarks.dedup_stream [--data ../shared] [--stories 3000]

Puts real articles with planted copies on `stories`, twice: as they are, and with one boilerplate
paragraph in 30 % of them. A worker on real Kafka that has the agents of near-duplicate search alone
takes them as a backlog. Printed are Kafka records a story over all topics that these agents write
to, changelogs included; CPU a story, start-up left out, and of `sign` beside it, over the CPU that
trafilatura with metadata takes for a page in this process in the same run; bytes a story on disk
and in changelogs; and how evenly the load lies on the partitions of the index.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import faust

from benchmarks.worker import TICKS, messages, pages_of, trafilatura_cost
from pipeline import cli, wire
from pipeline.broker import create_topics, group_lag, producer, read_topic, topic_name
from pipeline.dedup.index import Index
from pipeline.dedup.local import Memory
from pipeline.dedup.messages import Probe, decode
from pipeline.dedup.signature import sign
from pipeline.dedup.stories import signed
from pipeline.local_kafka import LocalKafka
from pipeline.pool import Pool
from pipeline.records import Story, Verdict
from pipeline.settings import Settings
from pipeline.topics import (
    ARTICLES_DUPLICATES,
    DEDUP_ANSWERS,
    DEDUP_PROBES,
    DEDUP_VERDICTS,
    STORIES,
    STORIES_UNIQUE,
    TABLE_DEDUP,
)
from pipeline.worker import main as worker_main
from pipeline.worker.agents import dedup
from pipeline.worker.database import open_database
from pipeline.worker.metrics import Metrics
from pipeline.worker.postings import ttl_seconds
from pipeline.worker.runner import Runner
from tests.running import WorkerProcess
from training.copies import Original, articles, copies

ROOT = Path(__file__).resolve().parents[1]
READ = (STORIES, DEDUP_PROBES, DEDUP_ANSWERS)
WRITTEN = (
    DEDUP_PROBES,
    DEDUP_ANSWERS,
    DEDUP_VERDICTS,
    TABLE_DEDUP,
    STORIES_UNIQUE,
    ARTICLES_DUPLICATES,
)
COPY_SHARE = 0.2
BOILERPLATE_SHARE = 0.3
BOILERPLATE = (
    "The Quill Harbour Press Agency supplies this report to its members for publication on all of "
    "their pages, printed and otherwise; it may not be rewritten, sold or sent on without the "
    "written consent of the agency, whose address readers find on the last page."
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--stories", type=int, default=3000)
    parser.add_argument("--pages", type=int, default=1, help="times that the peer's pages are read")
    options = parser.parse_args()
    if not (options.data / "data").is_dir():
        parser.error(f"there are no development data at {options.data}; see --data")
    texts = texts_of(options.data / "data", options.stories)

    lines = pages_of(options.data, options.pages)
    peer = 1000 * trafilatura_cost(lines).cpu / len(lines)
    begun = time.process_time()
    for text in texts:
        sign(text)
    signing = 1000 * (time.process_time() - begun) / len(texts)
    print(f"trafilatura {peer:7.2f} ms CPU a page (extraction with metadata)")
    print(f"sign        {signing:7.2f} ms CPU a story of {mean(map(len, texts)):.0f} characters")

    with tempfile.TemporaryDirectory() as folder, LocalKafka(Path(folder) / "kafka") as broker:
        for name, share in (("as they are", 0.0), ("boilerplate", BOILERPLATE_SHARE)):
            settings = Settings(
                bootstrap_servers=broker.bootstrap_servers,
                topic_prefix=f"{name.replace(' ', '-')}.",
                partitions=8,
                web_port=0,
                pool_size=1,
                # The worker stands still while the backlog is made.
                session_timeout=60.0,
                log_format="json",
            )
            stories = stories_of(texts, share)
            done = run(settings, Path(folder) / name, stories)
            print(
                f"\n{len(stories)} stories, {name}; {done.wall:.0f} s, {copies_in(settings)} copies"
            )
            print_records(settings, len(stories))
            whole = signing + done.cpu
            print(
                f"worker      {done.cpu:7.2f} ms CPU a story; with sign {whole:.2f}: "
                f"{whole / peer:.3f} of trafilatura"
            )
            print_sizes(settings, Path(folder), name, len(stories))
            print_load(settings)


def texts_of(data: Path, count: int) -> list[str]:
    """Real articles, and among them planted copies of some."""
    originals: list[Original] = []
    for original in articles(data):
        originals.append(original)
        if len(originals) >= count:
            break
    kinds = list(copies(originals, max(1, round(COPY_SHARE * count / 14))))
    texts = [original.text for original in originals[: count - len(kinds)]]
    texts += [copy.text for copy in kinds]
    random.Random(5).shuffle(texts)  # noqa: S311
    return texts


def stories_of(texts: list[str], boilerplate: float) -> list[Story]:
    chance = random.Random(6)  # noqa: S311
    now = int(time.time() * 1000)
    stories = []
    for number, text in enumerate(texts):
        if chance.random() < boilerplate:
            text = f"{text}\n\n{BOILERPLATE}"
        story = Story(
            article_id=str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))),
            page_url=f"https://news{number % 40}.example/{number}",
            site=f"news{number % 40}.example",
            fetched_at="2025-01-01T00:00:00Z",
            appended_at=now + number,
            placement="primary",
            completeness="full",
            text=text,
            blocks=((0, 1),),
            language="en",
        )
        stories.append(signed(story))
    return stories


@dataclass
class Done:
    """Milliseconds of CPU a story, seconds in all."""

    cpu: float
    wall: float


def run(settings: Settings, folder: Path, stories: list[Story]) -> Done:
    """Let a worker take the stories, which are all there when it goes on."""
    asyncio.run(create_topics(settings))
    with WorkerProcess(settings, folder, module="benchmarks.dedup_stream") as worker:
        worker.wait_until_ready()
        worker.signal(signal.SIGSTOP)
        asyncio.run(send(settings, stories))
        before, begun = cpu_of(worker.pid), time.monotonic()
        worker.signal(signal.SIGCONT)
        while asyncio.run(group_lag(settings, READ)):
            time.sleep(0.5)
        done = Done(1000 * (cpu_of(worker.pid) - before) / len(stories), time.monotonic() - begun)
        assert worker.stop() == 0, worker.log()[-3000:]
    return done


def cpu_of(pid: int) -> float:
    """CPU seconds of the worker's own process: its pool has nothing to do here."""
    stat = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, stat[11:13])) / TICKS


async def send(settings: Settings, stories: list[Story]) -> None:
    async with producer(settings) as client:
        name = topic_name(settings, STORIES)
        sends = [
            await client.send(name, key=story.article_id.encode(), value=wire.encode(story))
            for story in stories
        ]
        await asyncio.gather(*sends)


def copies_in(settings: Settings) -> int:
    async def count() -> int:
        newest: dict[bytes | None, Verdict] = {}
        async for message in read_topic(settings, topic_name(settings, DEDUP_VERDICTS)):
            newest[message.key] = wire.decode(message.value or b"", Verdict)
        return sum(verdict.duplicate_of is not None for verdict in newest.values())

    return asyncio.run(count())


def print_records(settings: Settings, stories: int) -> None:
    counts = {
        topic.name: messages(settings, topic_name(settings, topic)) / stories for topic in WRITTEN
    }
    parts = ", ".join(f"{name} {count:.2f}" for name, count in counts.items())
    print(f"records     {sum(counts.values()):7.2f} a story: {parts}")


def print_sizes(settings: Settings, folder: Path, name: str, stories: int) -> None:
    """Bytes a story on disk, with all compacted, and on the topics."""
    on_disk: defaultdict[str, int] = defaultdict(int)
    for path in sorted((folder / name).rglob("CURRENT")):
        kind = path.parent.name.rpartition("-")[0] or "postings"
        kind = kind.removeprefix(settings.topic_prefix)
        if kind in ("pages", "articles"):
            continue
        on_disk[kind] += compacted_size(path.parent, ttl_seconds(settings))
    parts = ", ".join(f"{kind} {size / stories:.0f}" for kind, size in on_disk.items())
    print(f"on disk     {sum(on_disk.values()) / stories:7.0f} bytes a story: {parts}")
    logs: dict[str, str] = {}
    for topic in (DEDUP_PROBES, DEDUP_ANSWERS, DEDUP_VERDICTS, TABLE_DEDUP):
        full = topic_name(settings, topic)
        files = (folder / "kafka").rglob("*.log")
        written = sum(f.stat().st_size for f in files if f.parent.name.rpartition("-")[0] == full)
        live = asyncio.run(live_size(settings, full)) if "compact" in topic.cleanup else written
        logs[topic.name] = f"{topic.name} {written / stories:.0f} (live {live / stories:.0f})"
    print(f"on topics   bytes a story: {', '.join(logs.values())}")


def compacted_size(path: Path, ttl: int) -> int:
    """The bytes of a RocksDB's files when nothing is left to compact."""
    database = open_database(path, ttl)
    database.flush()
    database.compact_range(None, None)
    database.close()
    return sum(file.stat().st_size for file in path.glob("*.sst"))


async def live_size(settings: Settings, name: str) -> int:
    """The bytes that compaction leaves of a topic: the last value of each key."""
    newest: dict[bytes, int] = {}
    async for message in read_topic(settings, name):
        key = message.key or b""
        newest[key] = len(key) + len(message.value) if message.value is not None else 0
    return sum(newest.values())


@dataclass
class Load:
    """What one partition of the index has to do."""

    probes: int = 0
    questions: int = 0
    size: int = 0
    cpu: float = 0.0
    memory: Memory = field(default_factory=Memory)

    @property
    def longest(self) -> int:
        """The most stories under one key."""
        lists = (v for k, v in self.memory.values.items() if k.startswith(b"k"))
        return max(map(len, lists), default=0) // 16


def print_load(settings: Settings) -> None:
    """Fold the log of each partition once more and print how even that is."""
    loads = asyncio.run(fold_again(settings))
    rows: dict[str, list[float]] = {
        "probe messages": [load.probes for load in loads],
        "questions": [load.questions for load in loads],
        "bytes of probes": [load.size for load in loads],
        "ms CPU to fold": [1000 * load.cpu for load in loads],
        "longest list": [load.longest for load in loads],
    }
    for what, values in rows.items():
        print(
            f"{what:16} least {min(values):8.0f}, mean {mean(values):8.0f}, most {max(values):8.0f}"
        )


async def fold_again(settings: Settings) -> list[Load]:
    loads = [Load() for _ in range(settings.partitions)]
    indexes = [
        Index(number, load.memory, settings.dedup_window_ms) for number, load in enumerate(loads)
    ]
    async for message in read_topic(settings, topic_name(settings, DEDUP_PROBES)):
        load, index = loads[message.partition], indexes[message.partition]
        value = message.value or b""
        begun = time.process_time()
        probe = decode(value, Probe)
        index.fold(probe)
        load.cpu += time.process_time() - begun
        load.probes += 1
        load.questions += sum(len(batch.questions) for batch in probe.batches)
        load.size += len(value)
    return loads


def dedup_alone(app: faust.App, settings: Settings, pool: Pool, metrics: Metrics) -> Runner:
    """The worker's agents, but those of near-duplicate search only."""
    runner = Runner(app, settings, pool, metrics)
    dedup.attach(runner)
    return runner


if __name__ == "__main__":
    if sys.argv[1:] == ["worker"]:
        # mypy: what a module imports is not its attribute.
        setattr(worker_main, "attach_agents", dedup_alone)  # noqa: B010
        cli.main()
    else:
        main()
