"""Dead letters: find them, and send their messages through the pipeline again."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer

from pipeline import wire
from pipeline.broker import BrokerError, read_message, read_topic, topic_name
from pipeline.records import DeadLetter
from pipeline.settings import Settings
from pipeline.topics import PAGES_DEAD

REPLAYED_FROM = "replayed-from"


@dataclass(frozen=True, slots=True)
class Found:
    """A dead letter and where it stands: `id` is "partition/offset" of `pages.dead`."""

    id: str
    timestamp: int
    letter: DeadLetter


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dead letters: all conditions that are given hold. `since` is in milliseconds."""

    ids: tuple[str, ...] = ()
    step: str | None = None
    error: str | None = None
    url: str | None = None
    since: int | None = None

    def matches(self, found: Found) -> bool:
        """Whether a dead letter is one of them."""
        letter = found.letter
        return (
            (not self.ids or found.id in self.ids)
            and (self.step is None or letter.step == self.step)
            and (self.error is None or letter.error == self.error)
            and (self.url is None or self.url in (letter.page_url or ""))
            and (self.since is None or found.timestamp >= self.since)
        )


async def find(settings: Settings, wanted: Wanted) -> AsyncIterator[Found]:
    """The dead letters that are wanted, in the order of each partition. Raises BrokerError."""
    async for message in read_topic(settings, topic_name(settings, PAGES_DEAD)):
        letter = wire.decode(message.value or b"", DeadLetter)
        found = Found(f"{message.partition}/{message.offset}", message.timestamp, letter)
        if wanted.matches(found):
            yield found


async def original_value(settings: Settings, letter: DeadLetter) -> bytes | None:
    """The bytes of the message that died; read from its topic when the letter does not hold them.

    Raises BrokerError when that topic keeps them no longer.
    """
    if letter.value_base64 is not None:
        return base64.b64decode(letter.value_base64) if letter.value_bytes else None
    name = settings.topic_prefix + letter.topic
    return (await read_message(settings, name, letter.partition, letter.offset)).value


async def replay(settings: Settings, client: AIOKafkaProducer, found: Found) -> None:
    """Append the message to the topic and partition that it came from, with its key and headers.

    Raises BrokerError when its bytes are gone.
    """
    letter = found.letter
    value = await original_value(settings, letter)
    if value is None:
        raise BrokerError(f"dead letter {found.id} holds an empty message; nothing can be replayed")
    headers = [
        (name, base64.b64decode(text)) for name, text in letter.headers if name != REPLAYED_FROM
    ]
    await client.send_and_wait(
        settings.topic_prefix + letter.topic,
        value=value,
        key=None if letter.key_base64 is None else base64.b64decode(letter.key_base64),
        partition=letter.partition,
        headers=[*headers, (REPLAYED_FROM, found.id.encode())],
    )
