"""Reads a topic again, from any place, beside the worker's own consumer."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from pipeline.broker import client_options
from pipeline.settings import Settings


@dataclass
class LogReader:
    """A consumer without a group, started when it is first needed.

    One reading at a time; the others wait. The broker is asked for `fetch_bytes` at once; a larger
    message comes all the same.
    """

    settings: Settings
    topic: str  # its full name
    fetch_bytes: int
    _consumer: Any = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def end(self, partition: int) -> int:
        """The offset after the last message of a partition."""
        place = TopicPartition(self.topic, partition)
        async with self._turn:
            ends = await (await self._started()).end_offsets([place])
        return int(ends[place])

    async def read(
        self, partition: int, start: int, end: int
    ) -> AsyncIterator[ConsumerRecord[bytes | None, bytes | None]]:
        """The messages of a partition with offsets in [start, end) that are still kept.

        `end` may be beyond the log, where the topic was made anew or lost its last messages.
        """
        place = TopicPartition(self.topic, partition)
        async with self._turn:
            consumer = await self._started()
            first = (await consumer.beginning_offsets([place]))[place]
            end = min(end, (await consumer.end_offsets([place]))[place])
            position = max(start, first)
            if position >= end:
                return
            consumer.assign([place])
            consumer.seek(place, position)
            while position < end:
                for message in (await consumer.getmany(place, timeout_ms=1000)).get(place, ()):
                    if message.offset < end:
                        yield message
                # A position, not a last offset: the log may have gaps.
                position = await consumer.position(place)

    async def stop(self) -> None:
        """Close the connection."""
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    async def _started(self) -> Any:
        if self._consumer is None:
            consumer: Any = AIOKafkaConsumer(
                **client_options(self.settings),
                auto_offset_reset="earliest",
                enable_auto_commit=False,
                max_partition_fetch_bytes=self.fetch_bytes,
            )
            await consumer.start()
            self._consumer = consumer
        return self._consumer
