"""What the running pipeline costs: a real worker on real Kafka beside plain trafilatura.

    python -m benchmarks.worker [--data ../shared] [--copies 3]

Feeds the pages (the sample pages where there is no data), then starts one worker and prints pages
and messages a second, CPU a page of all its processes, start-up left out, and the memory that they
took, beside the CPU that trafilatura with metadata takes for the same pages in this process, in the
same run. On a machine that does other work too, trust the ratio.
"""

import argparse
import asyncio
import json
import os
import secrets
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from pipeline.broker import create_topics, group_lag, offsets, topic_name
from pipeline.feeds.jsonl import Line, read_lines
from pipeline.feeds.kafka import feed
from pipeline.local_kafka import LocalKafka
from pipeline.settings import Settings
from pipeline.topics import CONSUMED, PAGES_OUTCOMES, TOPICS
from tests.pages import aeb_pages
from tests.running import WorkerProcess

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """CPU seconds and wall seconds."""

    cpu: float
    wall: float


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    options = parser.parse_args()
    lines = pages_of(options.data, options.copies)

    peer = trafilatura_cost(lines)
    with tempfile.TemporaryDirectory() as folder, LocalKafka() as broker:
        settings = Settings(
            bootstrap_servers=broker.bootstrap_servers,
            topic_prefix=f"bench-{secrets.token_hex(3)}.",
            partitions=8,
            web_port=0,
            pool_size=options.processes,
            log_format="json",
        )
        asyncio.run(create_topics(settings))
        with WorkerProcess(settings, Path(folder), languages=True) as worker:
            worker.wait_until_ready()
            before = cpu_of_tree(worker.pid)
            asyncio.run(feed(lines, settings))
            begun = time.monotonic()
            wait_for_outcomes(settings, len(lines))
            ours = Cost(cpu_of_tree(worker.pid) - before, time.monotonic() - begun)
            memory = memory_of_tree(worker.pid)
            worker.signal(signal.SIGTERM)
            worker.wait()
        counts = {topic.name: messages(settings, topic_name(settings, topic)) for topic in TOPICS}

    handled = sum(counts[topic.name] for topic in CONSUMED)
    pages = len(lines)
    print(f"pages {pages}, processes {options.processes}, cores {os.cpu_count()}")
    print("messages " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    print(f"worker      {pages / ours.wall:8.1f} pages/s  {handled / ours.wall:8.1f} messages/s")
    print(f"worker      {1000 * ours.cpu / pages:8.1f} ms CPU a page (all steps, Kafka included)")
    print(f"trafilatura {1000 * peer.cpu / pages:8.1f} ms CPU a page (extraction with metadata)")
    print(f"memory      {memory[0]} MiB the worker, {memory[1]} MiB its largest process")
    print(f"ratio       {ours.cpu / peer.cpu:8.2f}")


def pages_of(data: Path, copies: int) -> list[Line]:
    """The pages as lines; the sample pages where the data are absent."""
    if not (data / "data" / "extraction" / "aeb").is_dir():
        return list(read_lines([str(ROOT / "examples" / "pages.jsonl")]))
    values = [json.dumps(page).encode() for page in aeb_pages(data, copies)]
    return [Line("aeb", n, value, len(value)) for n, value in enumerate(values, 1)]


def trafilatura_cost(lines: list[Line]) -> Cost:
    """Plain extraction with metadata of the same pages, in this process."""
    bodies = [line.page().body_bytes for line in lines]
    trafilatura.bare_extraction(bodies[0], with_metadata=True)  # loads what it loads once
    cpu, wall = time.process_time(), time.monotonic()
    for body in bodies:
        trafilatura.bare_extraction(body, with_metadata=True)
    return Cost(time.process_time() - cpu, time.monotonic() - wall)


def messages(settings: Settings, name: str) -> int:
    """How many messages were appended to a topic."""
    first, last = asyncio.run(offsets(settings, name))
    return sum(last.values()) - sum(first.values())


def wait_for_outcomes(settings: Settings, count: int) -> None:
    """Wait until every page has its outcome and no story is under way."""
    while messages(settings, topic_name(settings, PAGES_OUTCOMES)) < count:
        time.sleep(0.25)
    while asyncio.run(group_lag(settings)):
        time.sleep(0.25)


def cpu_of_tree(pid: int) -> float:
    """CPU seconds of a process and all below it, the ended ones that were waited for included."""
    total = 0.0
    for each in tree(pid):
        stat = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        total += sum(map(int, stat[11:15])) / TICKS
    return total


def memory_of_tree(pid: int) -> list[int]:
    """The most memory in MiB that the process took, and each below it; the largest of those first.

    What they share, models above all, is in every one.
    """
    peaks = []
    for each in tree(pid):
        status = Path(f"/proc/{each}/status").read_text()
        peaks.append(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
    return [peaks[0], *sorted(peaks[1:], reverse=True)]


def tree(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


if __name__ == "__main__":
    main()
