"""How much a running pipeline takes: real workers on a real Kafka, pages at a steady rate.

    python -m benchmarks.load --rate 5 --seconds 60       # one rate
    python -m benchmarks.load --search                    # the highest rate with p99 under 2 s
    python -m benchmarks.load --rate 5 --soak 60          # an hour: does memory or lag grow?

Latency is from the append of a page to `pages.raw` to that of its article to `articles`, both by
the broker's clock. Pages are those of `benchmarks.raw_pages`; they come at their rate, however far
behind the workers are. The figures are this machine's, with all that it did besides: its
load average stands beside them.
"""

import argparse
import asyncio
import math
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.raw_pages import RawMessage, RawPages
from benchmarks.worker import tree
from pipeline import wire
from pipeline.broker import client_options, create_topics, group_lag, producer, topic_name
from pipeline.local_kafka import LocalKafka
from pipeline.records import Article
from pipeline.settings import Settings
from pipeline.topics import ARTICLES, PAGES_RAW
from tests.running import WorkerProcess

P99_SECONDS = 2.0
WARM_SECONDS = 10.0
SAMPLE_SECONDS = 10.0
DRAIN_SECONDS = 60.0
NARROWED = 1.2  # the search ends when what works and what does not are so close


@dataclass
class Memory:
    """MiB that a worker's processes hold at a moment, what they share counted once."""

    at: float
    worker: int
    pool: int


@dataclass
class Load:
    """Feeds pages and reads articles; `latencies` in seconds, by when the page was appended."""

    settings: Settings
    workers: list[WorkerProcess]
    pages: Iterator[RawMessage]
    appended: dict[tuple[str, str], float] = field(default_factory=dict)
    latencies: list[tuple[float, float]] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)
    lags: list[tuple[float, int]] = field(default_factory=list)
    fed: int = 0

    async def run(self, rate: float, seconds: float) -> None:
        """Feed at a rate for so long, and wait until all is done or far too late."""
        name = topic_name(self.settings, ARTICLES)
        places = [TopicPartition(name, number) for number in range(self.settings.partitions)]
        consumer = AIOKafkaConsumer(**client_options(self.settings), enable_auto_commit=False)
        await consumer.start()
        consumer.assign(places)
        await consumer.seek_to_end(*places)
        async with producer(self.settings) as client:
            readers = [
                asyncio.create_task(self._read(consumer)),
                asyncio.create_task(self._sample()),
            ]
            await self._feed(client, rate, seconds)
            self.lags.append((time.time(), await group_lag(self.settings)))
            deadline = time.monotonic() + DRAIN_SECONDS
            while time.monotonic() < deadline and await group_lag(self.settings):  # noqa: ASYNC110
                await asyncio.sleep(0.5)
            await asyncio.sleep(1)
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)
        await consumer.stop()

    async def _feed(self, client: AIOKafkaProducer, rate: float, seconds: float) -> None:
        name = topic_name(self.settings, PAGES_RAW)
        begun = time.monotonic()
        sends: set[asyncio.Task[None]] = set()
        number = 0
        while (now := time.monotonic() - begun) < seconds:
            while number < now * rate:
                number += 1
                page = next(self.pages)
                sent = await client.send(name, value=page.value, key=page.url.encode())
                task = asyncio.create_task(self._note(page, sent))
                sends.add(task)
                task.add_done_callback(sends.discard)
            await asyncio.sleep(0.01)
        await asyncio.gather(*sends)

    async def _note(self, page: RawMessage, sent: "asyncio.Future[object]") -> None:
        placed = await sent
        self.appended[page.url, page.fetched_at] = placed.timestamp / 1000  # type: ignore[attr-defined]
        self.fed += 1

    async def _read(self, consumer: AIOKafkaConsumer) -> None:
        async for message in consumer:
            article = wire.decode(message.value or b"", Article)
            at = self.appended.pop((article.page_url, article.fetched_at), None)
            if at is not None and article.status == "published":
                self.latencies.append((at, message.timestamp / 1000 - at))

    async def _sample(self) -> None:
        while True:
            for worker in self.workers:
                self.memory.append(await asyncio.to_thread(memory_of, worker.pid))
            self.lags.append((time.time(), await group_lag(self.settings)))
            await asyncio.sleep(SAMPLE_SECONDS)


def memory_of(pid: int) -> Memory:
    """By the proportional set size, in which a page that n processes share is an n-th of each."""
    sizes = []
    for each in tree(pid):
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        sizes.append(int(rollup.partition("\nPss:")[2].split()[0]) // 1024)
    return Memory(time.time(), sizes[0], sum(sizes[1:]))


@dataclass(frozen=True)
class Result:
    """Of one rate, what came after the first seconds."""

    rate: float
    done: float  # pages that gave an article, a second, while pages were fed
    p50: float
    p95: float
    p99: float
    lag: int

    @property
    def kept_up(self) -> bool:
        return self.p99 < P99_SECONDS

    def __str__(self) -> str:
        return (
            f"{self.rate:6.1f} pages/s: {self.done:6.1f} articles/s, latency p50 {self.p50:5.2f} s,"
            f" p95 {self.p95:5.2f} s, p99 {self.p99:5.2f} s, {self.lag} messages waiting in the end"
            f"; load average {os.getloadavg()[0]:.1f}"
        )


def result_of(load: Load, rate: float, begun: float, seconds: float) -> Result:
    """The figures of a run that began then."""
    first, last = begun + WARM_SECONDS, begun + seconds
    counted = sorted(took for at, took in load.latencies if first <= at <= last)
    # What never came is as late as can be.
    never = sum(first <= at <= last for at in load.appended.values()) if _behind(load) else 0
    counted += [math.inf] * never

    def quantile(share: float) -> float:
        return counted[min(len(counted) - 1, int(share * len(counted)))] if counted else math.inf

    done = sum(at + took <= last for at, took in load.latencies if first <= at)
    fed_until = [lag for at, lag in load.lags if at <= last + 5]
    return Result(
        rate,
        done / (last - first),
        quantile(0.5),
        quantile(0.95),
        quantile(0.99),
        fed_until[-1] if fed_until else 0,
    )


def _behind(load: Load) -> bool:
    return bool(load.lags) and asyncio.run(group_lag(load.settings)) > 0


def measure(load: Load, rate: float, seconds: float) -> Result:
    """Run one rate."""
    load.appended.clear()
    load.latencies.clear()
    begun = time.time()
    asyncio.run(load.run(rate, seconds))
    result = result_of(load, rate, begun, seconds)
    print(result, flush=True)
    return result


def search(load: Load, seconds: float) -> float:
    """The highest rate that is kept up with."""
    good, bad = 0.0, math.inf
    rate = 1.0
    while bad / max(good, 1e-9) > NARROWED:
        if measure(load, rate, seconds).kept_up:
            good = rate
        else:
            bad = rate
            if good == 0.0 and rate < 0.2:
                break
        rate = 2 * good if math.isinf(bad) else (math.sqrt(good * bad) if good else bad / 2)
    return good


def soak(load: Load, rate: float, minutes: float) -> None:
    """Run for long, and print how memory and lag went."""
    seconds = 60 * minutes
    begun = time.time()
    measure(load, rate, seconds)
    quarters: list[tuple[float, float]] = []
    for number in range(4):
        low, high = begun + number * seconds / 4, begun + (number + 1) * seconds / 4
        held = [(m.worker, m.pool) for m in load.memory if low <= m.at < high]
        lags = [lag for at, lag in load.lags if low <= at < high]
        worker = sum(w for w, _ in held) / len(held)
        pool = sum(p for _, p in held) / len(held)
        quarters.append((worker, pool))
        print(
            f"quarter {number + 1}: worker {worker:.0f} MiB, its pool {pool:.0f} MiB, "
            f"messages waiting {sum(lags) / len(lags):.0f} in the mean, {max(lags)} at most"
        )
    second, last = sum(quarters[1]), sum(quarters[3])
    print(f"memory of the last quarter over that of the second: {last / second:.3f}")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=3.0, help="pages a second")
    parser.add_argument("--seconds", type=float, default=60.0, help="of each rate")
    parser.add_argument("--search", action="store_true", help="find the highest rate")
    parser.add_argument("--soak", type=float, default=0.0, help="minutes at 70 %% of the rate")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="of each worker")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, LocalKafka() as broker, ExitStack() as stack:
        settings = Settings(
            bootstrap_servers=broker.bootstrap_servers,
            topic_prefix="load.",
            partitions=8,
            web_port=0,
            pool_size=options.processes,
            log_format="json",
        )
        asyncio.run(create_topics(settings))
        workers = [
            stack.enter_context(
                WorkerProcess(settings, Path(folder), name=f"worker{number}", languages=True)
            )
            for number in range(options.workers)
        ]
        for worker in workers:
            worker.wait_until_ready()
        print(f"{options.workers} workers of {options.processes} processes, {os.cpu_count()} cores")
        load = Load(settings, workers, iter(RawPages(options.seed)))
        rate = search(load, options.seconds) if options.search else options.rate
        if options.search:
            print(f"highest rate with p99 under {P99_SECONDS:g} s: {rate:.1f} pages/s")
        if options.soak:
            soak(load, 0.7 * rate, options.soak)
        elif not options.search:
            measure(load, rate, options.seconds)
        for worker in workers:
            worker.stop()


if __name__ == "__main__":
    main()
