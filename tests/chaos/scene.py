"""What faults are done to: a broker behind a proxy, workers, pages that are being worked on."""

import asyncio
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from pipeline.broker import client_options, producer, topic_name
from pipeline.settings import Settings
from pipeline.topics import PAGES_OUTCOMES, PAGES_RAW
from tests.chaos.cluster import Member, ProxiedKafka, Workers, wait_for
from tests.chaos.flow import BATCH, Page, Raw, raw
from tests.chaos.proxy import Proxy

BACK_SECONDS = 240.0  # within which work must go on after a fault


@dataclass
class Figures:
    """Of one kind of fault: how often, and after how many seconds the next page was done."""

    name: str
    back: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        middle, worst = statistics.median(self.back), max(self.back)
        return f"{self.name:44} {len(self.back):4}  {middle:8.1f}  {worst:8.1f}"


@dataclass
class Chaos:
    """What faults are done to. `settings` are the direct way to the broker."""

    kafka: ProxiedKafka
    proxy: Proxy
    settings: Settings
    workers: Workers
    flow: Iterator[list[Raw]]
    chance: random.Random
    fed: list[list[Raw]] = field(default_factory=list)
    figures: dict[str, Figures] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    _outcomes: "Outcomes" = field(init=False)

    def __post_init__(self) -> None:
        self._outcomes = Outcomes(self.settings)

    @property
    def some_worker(self) -> Member:
        return self.chance.choice(self.workers.members[:2])

    def ready_worker(self) -> Member:
        """One that takes messages, as soon as there is one."""
        members = self.workers.members[:2]
        wait_for("a worker is ready", lambda: any(m.ready for m in members), BACK_SECONDS)
        return self.chance.choice([m for m in members if m.ready] or members)

    def feed(self, pages: Sequence[Raw] = ()) -> None:
        """Feed these pages, or the next batch."""
        batch = list(pages) or next(self.flow)
        self.fed.append(batch)
        feed(self.settings, batch)

    def feed_page(self, page: Page) -> None:
        self.feed([raw(page)])

    def keep_busy(self) -> None:
        """See that there is something to do."""
        if sum(map(len, self.fed)) - self._outcomes.count() < BATCH:
            self.feed()

    def go_through(self, name: str, inflict: "Callable[[Chaos], None]") -> None:
        """Do one fault in the midst of the work, and wait until work goes on."""
        figures = self.figures.setdefault(name, Figures(name))
        self.keep_busy()
        begun = self._outcomes.count()
        some = begun + self.chance.randrange(BATCH // 2)
        wait_for("pages are done", lambda: self._outcomes.count() > some, BACK_SECONDS)
        inflict(self)
        done, since = self._outcomes.count(), time.monotonic()
        self.keep_busy()
        wait_for(f"work after: {name}", lambda: self._outcomes.count() > done, BACK_SECONDS)
        figures.back.append(time.monotonic() - since)

    def close(self) -> None:
        self._outcomes.close()


class Outcomes:
    """Counts the messages on `pages.outcomes`; the last count while the broker is away."""

    def __init__(self, settings: Settings) -> None:
        name = topic_name(settings, PAGES_OUTCOMES)
        self._places = [TopicPartition(name, n) for n in range(settings.partitions)]
        self._options = client_options(settings)
        self._loop = asyncio.new_event_loop()
        self._consumer: Any = None
        self._count = 0

    def count(self) -> int:
        try:
            self._count = self._loop.run_until_complete(asyncio.wait_for(self._ask(), 5))
        except Exception:  # whatever a broker does that is shot
            self.close_consumer()
        return self._count

    async def _ask(self) -> int:
        if self._consumer is None:
            self._consumer = AIOKafkaConsumer(**self._options)
            await self._consumer.start()
        ends = await self._consumer.end_offsets(self._places)
        return sum(ends.values())

    def close_consumer(self) -> None:
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            self._loop.run_until_complete(consumer.stop())

    def close(self) -> None:
        self.close_consumer()
        self._loop.close()


def feed(settings: Settings, batch: Sequence[Raw]) -> None:
    """Append a batch; the next one is appended at least a millisecond later."""

    async def send() -> None:
        async with producer(settings, enable_idempotence=True) as client:
            name = topic_name(settings, PAGES_RAW)
            sends = [await client.send(name, value=page.value, key=page.key) for page in batch]
            await asyncio.gather(*sends)

    asyncio.run(send())
    time.sleep(0.005)
