"""Consumer lag: the messages of each partition that this worker has that are not done yet.

Reckoned from what was delivered and is not acknowledged, and from what was not fetched. Offsets
that hold no message for us (transaction markers, what compaction or retention took away) and
partitions that were ours once do not count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Lag:
    """A partition's lag; `since` is the append time of the oldest message at hand, in seconds."""

    topic: str
    partition: int
    messages: int
    since: float | None


def measure_lag(consumer: Any, topics: Collection[str]) -> Iterator[Lag]:
    """The lag of each partition of the topics that a Faust consumer is assigned."""
    delivered = defaultdict(list)
    for message in list(consumer._unacked_messages):
        if not message.acked:
            delivered[message.tp].append(message.timestamp)
    for place in sorted(consumer.assignment()):
        if place.topic in topics:
            at_hand = delivered[place]
            messages = len(at_hand) + _not_fetched(consumer, place)
            yield Lag(place.topic, place.partition, messages, min(at_hand, default=None))


def _not_fetched(consumer: Any, place: Any) -> int:
    """How many offsets stand between what aiokafka has handed out and the partition's end."""
    subscription = consumer._thread._consumer._subscription.subscription
    assignment = subscription.assignment if subscription is not None else None
    state = assignment.state_value(place) if assignment is not None else None
    if state is None or not state.has_valid_position or state.highwater is None:
        return 0
    return max(0, int(state.highwater) - int(state.position))
