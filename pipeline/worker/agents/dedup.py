"""stories -> stories.unique and articles.duplicates: the agents of near-duplicate search.

    stories        a story comes home; the index is asked about it        -> dedup.probes
    dedup.probes   a partition of the index looks up and inserts           -> dedup.answers
    dedup.answers  the home hears of it, asks other homes, gives verdicts  -> dedup.answers,
                   stories.unique, articles.duplicates

What they think is in `pipeline.dedup`; see there. Here are the tables, the logs and the publishing.
"""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar, cast

import structlog

from pipeline import wire
from pipeline.broker import Message, topic_name
from pipeline.dedup.home import Arrival, Effects, Home
from pipeline.dedup.messages import (
    Mail,
    Probe,
    Question,
    QuestionBatch,
    decode,
    encode,
    encode_mail,
)
from pipeline.dedup.rows import Row
from pipeline.dedup.signature import Signature
from pipeline.dedup.stories import read_story
from pipeline.pool import PoisonError
from pipeline.records import Duplicate, Story
from pipeline.topics import (
    ARTICLES_DUPLICATES,
    DEDUP_ANSWERS,
    DEDUP_PROBES,
    DEDUP_VERDICTS,
    MIB,
    STORIES,
    STORIES_UNIQUE,
    TABLE_DEDUP,
    Topic,
)
from pipeline.worker.batches import Batcher, Place
from pipeline.worker.database import compact
from pipeline.worker.log_reader import LogReader
from pipeline.worker.postings import Postings, ttl_seconds
from pipeline.worker.runner import Result, Runner
from pipeline.worker.story_log import StoryLog

# Stories that come within this time are asked about together, and answered together. Longer saves
# messages where little comes, and every story waits for it twice.
LINGER_SECONDS = 0.1
BATCH = 512
# Messages at work; each waits for its batch.
STORIES_AT_WORK = 1024
PROBES_AT_WORK = 64
ANSWERS_AT_WORK = 64
# Of one mail. A question of a few hundred bytes may find 64 stories, a verdict may have thousands
# of followers to be told, so all for one home may be more than a broker takes at once.
MAIL_BYTES = MIB
# What a worker that catches up with the index's log asks the broker for at once.
CATCH_UP_BYTES = 4 * 1024**2

Made = TypeVar("Made")
_Came = tuple[Arrival, Signature]

log = structlog.get_logger(__name__)


def attach(runner: Runner) -> None:
    """Add the agents, their tables and the index to the app."""
    Dedup(runner).attach()


class Dedup:
    """Near-duplicate search in this worker, over the partitions that it is assigned."""

    def __init__(self, runner: Runner) -> None:
        settings = runner.settings
        self._runner = runner
        self._partitions = settings.partitions
        ttl = ttl_seconds(settings)
        self._verdicts = runner.table("verdicts", DEDUP_VERDICTS, ttl=ttl)
        self._memory = runner.table("dedup", TABLE_DEDUP, ttl=ttl)
        self._homes = [
            Home(partition, self._verdicts, self._memory) for partition in range(self._partitions)
        ]
        self._publishing: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._texts = StoryLog(settings)
        self._postings: dict[int, Postings] = {}
        self._probes = LogReader(settings, topic_name(settings, DEDUP_PROBES), CATCH_UP_BYTES)
        self._sweeping = asyncio.Lock()  # an index is not closed while its files are rewritten
        self._arrivals = Batcher(self._take_in, size=BATCH, linger=LINGER_SECONDS)
        self._questions = Batcher(self._look_up, size=BATCH, linger=LINGER_SECONDS / 2)

    def attach(self) -> None:
        """Add the agents to the app."""
        attach = self._runner.attach
        attach(STORIES, "dedup", self._story, limit=STORIES_AT_WORK)
        attach(DEDUP_PROBES, "dedup", self._probe, limit=PROBES_AT_WORK, bounded=False)
        attach(DEDUP_ANSWERS, "dedup", self._answer, limit=ANSWERS_AT_WORK)
        app = self._runner.app
        app.on_partitions_assigned.connect(self._assigned)
        app.on_before_shutdown.connect(self._stop)
        # Each sweep rewrites the files of all tables: twice a day with the window of 30 days.
        app.timer(interval=max(1.0, self._runner.settings.dedup_window_ms / 60_000))(self._sweep)

    # A story comes home.

    async def _story(self, message: Message) -> Result:
        value = message.value or b""
        came = _readable(read_story, value, message.offset)
        self._texts.remember(message.partition, message.offset, value)
        await self._arrivals.add(Place(message.partition, message.offset), came)
        return Result()

    async def _take_in(self, items: list[tuple[Place, _Came]]) -> None:
        probes: defaultdict[int, Probe] = defaultdict(lambda: Probe([]))
        by_home: defaultdict[int, list[tuple[Place, _Came]]] = defaultdict(list)
        for place, came in items:
            by_home[place.partition].append((place, came))
        mails = []
        for partition, group in by_home.items():
            mails.append(await self._come_home(partition, group, probes))
        await self._runner.send_all(
            (DEDUP_PROBES, partition, encode(probe)) for partition, probe in probes.items()
        )
        await self._send(mails)

    async def _come_home(
        self, partition: int, group: list[tuple[Place, _Came]], probes: dict[int, Probe]
    ) -> dict[int, Mail]:
        """Take the stories of one home in; adds to the probes what the index is to be asked."""
        home = self._homes[partition]
        first = group[0][0]
        (asked, effects), writes = first.run(home.arrive, [arrival for _, (arrival, _) in group])
        signatures = {arrival.id: signature for _, (arrival, signature) in group}
        questions: defaultdict[int, list[Question]] = defaultdict(list)
        for id, row in asked.items():
            signature = signatures[id]
            if signature.sketch != row.sketch:
                # An older version of a story came after a newer one; the newer one is asked for.
                newer = await self._texts.get(partition, [row.offset])
                if row.offset in newer:
                    _, signature = read_story(newer[row.offset], row.offset)
                else:
                    log.warning("a story is no longer kept", home=partition, offset=row.offset)
                    signature = Signature((), row.sketch)
            for number, keys in self._by_partition(signature.keys, partition).items():
                story = home.reference(id, row)
                questions[number].append(Question(story, row.sketch, keys))
        if asked:
            batch, more = first.run(home.expect, asked, questions)
            writes += more
            for number, asked_there in questions.items():
                probes[number].batches.append(QuestionBatch(partition, batch, asked_there))
        await asyncio.gather(*writes)
        await self._publish(first, effects)
        return effects.mail

    def _by_partition(self, keys: Iterable[int], home: int) -> dict[int, list[int]]:
        """The keys by the partition of the index that they belong to, which is asked for them.

        A story without keys asks one partition all the same, so that it gets its answer.
        """
        parted: defaultdict[int, list[int]] = defaultdict(list)
        for key in keys:
            parted[key % self._partitions].append(key)
        return parted or {home: []}

    # A partition of the index is asked.

    async def _probe(self, message: Message) -> Result:
        probe = _readable(decode, message.value or b"", Probe)
        await self._questions.add(Place(message.partition, message.offset), probe)
        return Result()

    async def _look_up(self, items: list[tuple[Place, Probe]]) -> None:
        mails = []
        for place, probe in items:
            postings = await self._caught_up(place)
            mails.append(postings.fold(probe, place.offset))
        await self._send(mails)

    async def _caught_up(self, place: Place) -> Postings:
        postings = self._postings.get(place.partition)
        if postings is None:
            postings = Postings(place.partition, self._runner.settings)
            self._postings[place.partition] = postings
        generation = self._runner.app.consumer_generation_id
        if postings.generation != generation:
            # Another worker may have answered for this partition in the meantime.
            await postings.catch_up(place.offset, self._probes, self._runner.metrics)
            postings.generation = generation
        return postings

    # A home hears of its stories.

    async def _answer(self, message: Message) -> Result:
        mail = _readable(decode, message.value or b"", Mail)
        place = Place(message.partition, message.offset)
        home = self._homes[message.partition]
        effects = await place.written(home.receive, mail, message.offset)
        await self._publish(place, effects)
        await self._send([effects.mail])
        for batch in effects.finished:
            await place.written(home.forget, batch)
        return Result()

    async def _publish(self, place: Place, effects: Effects) -> None:
        """Publish the verdicts on these stories, as they are by now."""
        if not effects.decided:
            return
        home = self._homes[place.partition]
        async with self._publishing[place.partition]:
            # Read within the lock: of two changes the later one must be published last.
            rows = {id: place.run(home.row, id)[0] for id in effects.decided}
            settled = {id: row for id, row in rows.items() if row is not None and row.settled}
            texts = await self._texts.get(place.partition, {row.offset for row in settled.values()})
            sends = []
            for id, row in settled.items():
                story = texts.get(row.offset)
                if story is None:
                    log.warning(
                        "a verdict cannot be published, its story is no longer kept",
                        article_id=str(uuid.UUID(bytes=id)),
                    )
                    continue
                for topic, key, value in outcome_of(id, row, story):
                    sends.append(await self._runner.begin_send(topic, key, value))
        await asyncio.gather(*sends)
        for row in settled.values():
            self._texts.drop(place.partition, row.offset)
            kind = row.original.kind if row.original else None
            corrects = row.sighted if row.original is None else row.published
            self._runner.metrics.verdict(kind, corrects=corrects)

    # What runs beside the messages.

    async def _assigned(self, *args: Any, **_: Any) -> None:
        """Close the index's partitions that are another worker's now."""
        topic = topic_name(self._runner.settings, DEDUP_PROBES)
        ours = {place.partition for place in args[1] if place.topic == topic}
        for partition in self._postings.keys() - ours:
            postings = self._postings.pop(partition)
            async with self._sweeping:
                postings.close()

    async def _sweep(self) -> None:
        """Have RocksDB free what has expired, which it does only when it compacts."""
        for table in (self._verdicts, self._memory):
            await compact(cast(Any, table).data._dbs)
        for partition in list(self._postings):
            async with self._sweeping:
                if postings := self._postings.get(partition):
                    await asyncio.to_thread(postings.compact)

    async def _stop(self, *_: Any, **__: Any) -> None:
        await self._texts.stop()
        await self._probes.stop()

    async def _send(self, mails: Iterable[dict[int, Mail]]) -> None:
        """Send mail to homes, all for one home in one message where that is not too large."""
        joined: dict[int, Mail] = {}
        for mail in mails:
            for home, letter in mail.items():
                joined.setdefault(home, Mail()).extend(letter)
        await self._runner.send_all(
            (DEDUP_ANSWERS, home, part)
            for home, letter in joined.items()
            for part in encode_mail(letter, MAIL_BYTES)
        )


def _readable(read: Callable[..., Made], *args: Any) -> Made:
    """What a message holds. Raises PoisonError for one that cannot be read."""
    try:
        return read(*args)
    except wire.WireError as error:
        raise PoisonError("WireError", str(error)) from error


def outcome_of(id: bytes, row: Row, value: bytes) -> list[tuple[Topic, bytes, bytes | None]]:
    """What the verdict on a story puts on which topic, under its id."""
    article_id = str(uuid.UUID(bytes=id))
    key = article_id.encode("ascii")
    if row.original is None:
        records: list[tuple[Topic, bytes, bytes | None]] = [(STORIES_UNIQUE, key, value)]
        if row.sighted:
            records.append((ARTICLES_DUPLICATES, key, None))
        return records
    story = wire.decode(value, Story)
    original = str(uuid.UUID(bytes=row.original.id))
    sighting = Duplicate(
        article_id=article_id,
        page_url=story.page_url,
        duplicate_of=original,
        kind=row.original.kind,
        similarity=row.original.similarity,
        appended_at=story.appended_at,
    )
    records = [(ARTICLES_DUPLICATES, key, wire.encode(sighting))]
    if row.published:
        # It is on `articles` already: a revision there says that it is a copy.
        records.append((STORIES_UNIQUE, key, wire.encode(replace(story, duplicate_of=original))))
    return records
