"""What a verdict puts on which topic, and what stories bring to near-duplicate search."""

import asyncio
import uuid
from collections.abc import Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from aiokafka import TopicPartition

from pipeline import wire
from pipeline.article import make_article
from pipeline.dedup.messages import Answer, Found, Mail, Reference, Tell, decode
from pipeline.dedup.rows import Original, Row, Rows
from pipeline.dedup.stories import read_story, signed
from pipeline.records import Duplicate, Story, Verdict
from pipeline.settings import Settings
from pipeline.topics import ARTICLES_DUPLICATES, DEDUP_ANSWERS, MIB, STORIES_UNIQUE, Topic
from pipeline.wire import WireError
from pipeline.worker.agents.dedup import Dedup, outcome_of
from pipeline.worker.story_log import StoryLog

ID = uuid.uuid5(uuid.NAMESPACE_URL, "a story")
OTHER = uuid.uuid5(uuid.NAMESPACE_URL, "another story")

STORY = Story(
    article_id=str(ID),
    page_url="https://site.example/story",
    site="site.example",
    fetched_at="2025-01-01T00:00:00Z",
    appended_at=5,
    placement="appended",
    completeness="excerpt",
    text="The ferry between the two islands sails again from Monday, its owner said.",
    blocks=((0, 1),),
)
ROW = Row(rank=3, first_at=5, version=5, latest_at=5, offset=9, sketch=b"s", revision=1)
COPY = Original(OTHER.bytes, 2, "contained", 0.97)


def test_an_original_goes_on_as_it_came() -> None:
    value = wire.encode(STORY)
    assert outcome_of(ID.bytes, ROW, value) == [(STORIES_UNIQUE, str(ID).encode(), value)]


def test_an_original_that_was_called_a_copy_is_called_so_no_more() -> None:
    row = msgspec.structs.replace(ROW, sighted=True)
    topics = [(topic, value) for topic, _, value in outcome_of(ID.bytes, row, wire.encode(STORY))]
    assert topics[1] == (ARTICLES_DUPLICATES, None)


def test_a_copy_is_sighted_and_goes_no_further() -> None:
    row = msgspec.structs.replace(ROW, original=COPY)
    ((topic, key, value),) = outcome_of(ID.bytes, row, wire.encode(STORY))
    assert (topic, key) == (ARTICLES_DUPLICATES, str(ID).encode())
    assert wire.decode(value or b"", Duplicate) == Duplicate(
        article_id=str(ID),
        page_url=STORY.page_url,
        duplicate_of=str(OTHER),
        kind="contained",
        similarity=0.97,
        appended_at=5,
    )


def test_a_copy_that_was_published_is_corrected_by_a_revision_of_its_article() -> None:
    row = msgspec.structs.replace(ROW, original=COPY, published=True)
    _, (topic, _, value) = outcome_of(ID.bytes, row, wire.encode(STORY))
    assert topic is STORIES_UNIQUE
    story = wire.decode(value or b"", Story)
    assert story == replace(STORY, duplicate_of=str(OTHER))
    article = make_article(story, ())
    assert (article.status, article.duplicate_of) == ("duplicate", str(OTHER))


def test_a_row_is_published_as_a_verdict_and_read_back_from_it() -> None:
    table: dict[bytes, bytes] = {}
    row = msgspec.structs.replace(ROW, original=COPY)
    Rows(table).put(ID.bytes, row)
    verdict = wire.decode(table[str(ID).encode()], Verdict)
    assert (verdict.revision, verdict.duplicate_of, verdict.kind) == (1, str(OTHER), "contained")
    assert Rows(table).get(ID.bytes) == row


def test_a_signed_story_is_read_as_it_was_signed_and_one_without_is_signed() -> None:
    assert read_story(wire.encode(signed(STORY)), 7) == read_story(wire.encode(STORY), 7)
    arrival, _ = read_story(wire.encode(STORY), 7)
    assert (arrival.id, arrival.rank, arrival.at, arrival.offset) == (ID.bytes, 3, 5, 7)


@pytest.mark.parametrize("signature", ["?", "AA==", "/wAA"])
def test_a_broken_signature_is_an_error(signature: str) -> None:
    with pytest.raises(WireError, match="signature"):
        read_story(wire.encode(replace(STORY, signature=signature)), 7)


@pytest.mark.parametrize("signature", ["", "AAAA"])
def test_a_missing_signature_and_one_of_another_version_are_made_anew(signature: str) -> None:
    read = read_story(wire.encode(replace(STORY, signature=signature)), 7)
    assert read == read_story(wire.encode(signed(STORY)), 7)


def test_a_story_whose_id_is_no_uuid_is_an_error() -> None:
    with pytest.raises(WireError, match="no UUID"):
        read_story(wire.encode(replace(STORY, article_id="seven")), 7)


class ShortLog:
    """A consumer of a partition with stories at 3 and 4, and nothing after them."""

    def __init__(self) -> None:
        self._at = 0

    async def beginning_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(places, 3)

    async def end_offsets(self, places: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(places, 5)

    def assign(self, places: list[TopicPartition]) -> None: ...

    def seek(self, _place: TopicPartition, offset: int) -> None:
        # aiokafka begins anew where there is no such offset.
        self._at = offset if 3 <= offset <= 5 else 3

    async def position(self, _place: TopicPartition) -> int:
        return self._at

    async def getmany(self, place: TopicPartition, **_named: int) -> dict[Any, list[Any]]:
        await asyncio.sleep(0)
        offsets, self._at = range(self._at, 5), 5
        return {place: [SimpleNamespace(offset=at, value=b"%d" % at) for at in offsets]}


def test_a_story_beyond_the_end_of_its_log_is_no_longer_kept_and_is_not_waited_for() -> None:
    async def read(*offsets: int) -> dict[int, bytes]:
        log = StoryLog(Settings())
        log._reader._consumer = ShortLog()
        async with asyncio.timeout(5):
            return await log.get(0, offsets)

    assert asyncio.run(read(2, 3, 4)) == {3: b"3", 4: b"4"}
    assert asyncio.run(read(4, 5, 9)) == {4: b"4"}
    assert asyncio.run(read(700)) == {}


def test_mail_is_cut_so_that_a_broker_takes_it_and_answers_come_after_what_they_answer() -> None:
    sent: list[tuple[Topic, int, bytes]] = []

    async def send_all(records: Iterable[tuple[Topic, int, bytes]]) -> None:
        sent.extend(records)

    runner: Any = SimpleNamespace(
        settings=Settings(), table=lambda *_args, **_named: {}, send_all=send_all
    )
    story = Reference(ID.bytes, 0, 5, 5, 2)
    mails = []
    for number in range(8):
        found = [Found(OTHER.bytes, n, story, "exact", 0.5) for n in range(number, 30_000, 8)]
        tells = [Tell(OTHER.bytes, story, n) for n in range(number, 1000, 8)]
        mails.append({1: Mail(found, [Answer(b"batch", number)], [], tells), 2: Mail(found[:1])})
    asyncio.run(Dedup(runner)._send(mails))
    assert {topic for topic, _, _ in sent} == {DEDUP_ANSWERS}
    assert [home for _, home, _ in sent].count(2) == 1
    parts = [value for _, home, value in sent if home == 1]
    assert len(parts) > 1
    assert max(map(len, parts)) <= MIB
    read = [decode(value, Mail) for value in parts]
    assert sorted(found.version for part in read for found in part.found) == list(range(30_000))
    assert sorted(tell.revision for part in read for tell in part.tells) == list(range(1000))
    assert [a.partition for part in read for a in part.answers] == list(range(8))
    first = next(number for number, part in enumerate(read) if part.answers)
    assert not any(part.found or part.tells for part in read[first + 1 :])
