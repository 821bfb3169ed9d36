"""Dead letters: find them, and send their messages through the pipeline again."""

import base64
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError

from pipeline import wire
from pipeline.broker import (
    BrokerError,
    Message,
    key_of,
    read_message,
    read_records,
    read_topic,
    topic_name,
)
from pipeline.records import DeadLetter
from pipeline.settings import Settings
from pipeline.topics import PAGES_DEAD

# The headers of a replayed message: the id of its letter, and when it was appended first.
REPLAYED_FROM = "replayed-from"
APPENDED_AT = "appended-at"


@dataclass(frozen=True, slots=True)
class Found:
    """A dead letter and where it stands: `id` is "partition/offset" of `pages.dead`.

    `key` is that of the message that died: the URL of a page as a rule, the id of a story.
    """

    id: str
    timestamp: int
    key: str
    letter: DeadLetter


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which dead letters: all conditions that are given hold. Times are in milliseconds; those at
    `until` are not meant."""

    ids: tuple[str, ...] = ()
    step: str | None = None
    error: str | None = None
    url: str | None = None
    key: str | None = None
    since: int | None = None
    until: int | None = None

    def matches(self, found: Found) -> bool:
        """Whether a dead letter is one of them."""
        letter = found.letter
        return (
            (not self.ids or found.id in self.ids)
            and (self.step is None or letter.step == self.step)
            and (self.error is None or letter.error == self.error)
            and (self.url is None or self.url in (letter.page_url or ""))
            and (self.key is None or self.key == found.key)
            and (self.since is None or found.timestamp >= self.since)
            and (self.until is None or found.timestamp < self.until)
        )


async def find(settings: Settings, wanted: Wanted) -> AsyncIterator[Found]:
    """The dead letters that are wanted, in the order of each partition. Raises BrokerError.

    One whose message was replayed and died again is found by its id alone: the newer letter stands
    for it.
    """
    replayed = {} if wanted.ids else await _died_again(settings)
    async for message, letter in read_records(settings, PAGES_DEAD, DeadLetter):
        place = f"{message.partition}/{message.offset}"
        found = Found(place, message.timestamp, key_of(message), letter)
        if wanted.matches(found) and not _is_among(letter, replayed.get(found.id, ())):
            yield found


async def original(settings: Settings, letter: DeadLetter) -> Message:
    """The message that died; read from its topic when the letter does not hold it.

    Raises BrokerError when that topic keeps it no longer.
    """
    topic = settings.topic_prefix + letter.topic
    if letter.value_base64 is None:
        return await read_message(settings, topic, letter.partition, letter.offset)
    try:
        return Message(
            topic=topic,
            partition=letter.partition,
            offset=letter.offset,
            timestamp=letter.timestamp,
            key=None if letter.key_base64 is None else base64.b64decode(letter.key_base64),
            value=base64.b64decode(letter.value_base64),
            headers=tuple((name, base64.b64decode(text)) for name, text in letter.headers),
        )
    except ValueError as error:
        raise BrokerError(f"the dead letter's base64 is broken: {error}") from None


async def replay(settings: Settings, client: AIOKafkaProducer, found: Found) -> None:
    """Append the message to the topic and partition that it came from, with its key and headers.

    Two headers are added: the letter's id, and the time at which the message was appended first,
    because it must not pass for newer than what came after it. They go before the others, of which
    a worker looks at the first ones only. Raises BrokerError when the message is gone or cannot be
    sent.
    """
    message = await original(settings, found.letter)
    if not message.value:
        raise BrokerError(f"dead letter {found.id} holds an empty message; nothing can be replayed")
    first = dict(message.headers).get(APPENDED_AT, str(message.timestamp).encode())
    headers = [(REPLAYED_FROM, found.id.encode()), (APPENDED_AT, first)]
    # Names have no case, and of equal ones the last counts.
    headers += [pair for pair in message.headers if pair[0].lower() not in dict(headers)]
    try:
        await client.send_and_wait(
            message.topic,
            value=message.value,
            key=message.key,
            partition=message.partition,
            headers=headers,
        )
    except MessageSizeTooLargeError as error:
        raise BrokerError(f"dead letter {found.id} is too large to be sent: {error}") from error


async def _died_again(settings: Settings) -> dict[str, list[DeadLetter]]:
    """For the ids of letters, what others say to be replays of them, without their messages."""
    replays: dict[str, list[DeadLetter]] = {}
    async for message in read_topic(settings, topic_name(settings, PAGES_DEAD)):
        # What is no letter is named by whoever looks for letters.
        with suppress(ValueError):
            letter = wire.decode(message.value or b"", DeadLetter)
            text = dict(letter.headers).get(REPLAYED_FROM)
            if text:
                id = base64.b64decode(text).decode("utf-8", "replace")
                replays.setdefault(id, []).append(replace(letter, value_base64=None, headers=()))
    return replays


def _is_among(letter: DeadLetter, replays: Iterable[DeadLetter]) -> bool:
    """Whether one of these can be a replay of it: a header alone could name any letter.

    A letter whose message is too large to be carried holds no key.
    """
    return any(
        other.topic == letter.topic
        and (None in (other.key_base64, letter.key_base64) or other.key_base64 == letter.key_base64)
        for other in replays
    )
