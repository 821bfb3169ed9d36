"""Every metric by name, with what it tells an operator. Served at /metrics for Prometheus."""

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

from pipeline.records import DuplicateKind, Outcome, Step

STEP_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The worker's metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
        # What became of pages. A rise of "refused" or "dead" by one reason points at a crawler, a
        # site that changed, or a step that broke.
        self.outcomes = Counter(
            "pipeline_page_outcomes",
            "Raw pages by what became of them",
            ["outcome", "reason"],
            registry=registry,
        )
        # Messages that a step could not handle; each can be looked at with `pipeline dead`.
        self.dead_letters = Counter(
            "pipeline_dead_letters", "Dead letters", ["step", "error"], registry=registry
        )
        # What a step takes for one message, waiting for the pool and for the broker included. Its
        # high quantiles near the step's time limit: pages that are too heavy, or too few cores.
        self.step_seconds = Histogram(
            "pipeline_step_seconds",
            "Seconds from taking up a message to having all its outputs acknowledged",
            ["step"],
            buckets=STEP_SECONDS,
            registry=registry,
        )
        # What near-duplicate search says of stories, "original" or the kind of copy. The share of
        # copies is steady for a given set of sites: near 0 or 1, the search does not work.
        self.verdicts = Counter(
            "pipeline_dedup_verdicts",
            "Verdicts published, by kind of copy",
            ["verdict"],
            registry=registry,
        )
        # Verdicts on stories that were published as the other thing before. Many: copies are fed
        # long before their originals, or texts change a lot.
        self.corrections = Counter(
            "pipeline_dedup_corrections",
            "Verdicts that turn an earlier one round",
            registry=registry,
        )
        # Records written to each topic; compare with what consumers downstream see.
        self.records = Counter(
            "pipeline_records_published",
            "Records that the broker acknowledged",
            ["topic"],
            registry=registry,
        )
        # Messages that are not done yet, those at work included. Steady growth: add workers. Zero
        # throughput with lag: look at the log.
        self.lag_messages = Gauge(
            "pipeline_consumer_lag_messages",
            "Messages not yet acknowledged",
            ["topic", "partition"],
            registry=registry,
        )
        # The same as time: how old the oldest message is that was fetched and is not done yet. The
        # one to alert on.
        self.lag_seconds = Gauge(
            "pipeline_consumer_lag_seconds",
            "Age of the oldest message not yet acknowledged",
            ["topic", "partition"],
            registry=registry,
        )
        # Pool processes that died or were stopped at their limit: single ones are hostile pages,
        # many are a broken machine.
        self.pool_restarts = Counter(
            "pipeline_pool_restarts",
            "Pool processes that ended before their time",
            ["reason"],
            registry=registry,
        )
        # Calls that wait or run in the pool. Always at its limit: the cores are the bottleneck.
        self.pool_calls = Gauge("pipeline_pool_calls", "Calls in the pool", registry=registry)
        # 1 when the worker has its partitions and takes messages; the same as /ready.
        self.ready = Gauge("pipeline_ready", "Whether the worker takes messages", registry=registry)
        # Rebalances of the consumer group. Many: workers that come and go, or time out.
        self.rebalances = Counter("pipeline_rebalances", "Group rebalances", registry=registry)
        # Messages that were done since the start: what the watchdog takes for progress.
        self.acknowledged = 0

    def page(self, outcome: Outcome, reason: str | None) -> None:
        """Count a raw page that came to its end."""
        self.outcomes.labels(outcome, reason or "").inc()

    def dead(self, step: Step, error: str) -> None:
        """Count a dead letter."""
        self.dead_letters.labels(step, error).inc()

    def verdict(self, kind: DuplicateKind | None, *, corrects: bool) -> None:
        """Count a verdict that was published: the kind of copy, None for an original."""
        self.verdicts.labels(kind or "original").inc()
        if corrects:
            self.corrections.inc()

    def lag(self, topic: str, partition: int, messages: int, since: float | None) -> None:
        """Set a partition's lag; `since` is the append time of its oldest message in seconds."""
        self.lag_messages.labels(topic, str(partition)).set(messages)
        age = max(0.0, time.time() - since) if messages and since else 0.0
        self.lag_seconds.labels(topic, str(partition)).set(age)

    def forget_lag(self) -> None:
        """Drop the lag of partitions that may belong to another worker now."""
        self.lag_messages.clear()
        self.lag_seconds.clear()

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)
