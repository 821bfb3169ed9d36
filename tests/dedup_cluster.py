"""Near-duplicate search over several partitions, with messages that come late and twice.

What Kafka and crashing workers do to the messages, without either: each partition's log is read in
order, the partitions in any order, and after a crash a log is read once more from an earlier place,
with what some of the messages after that place led to lost.
"""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.dedup.home import Arrival, Home
from pipeline.dedup.index import Index
from pipeline.dedup.local import Memory
from pipeline.dedup.messages import (
    Mail,
    Probe,
    Question,
    QuestionBatch,
    decode,
    encode,
    encode_mail,
)
from pipeline.dedup.signature import Signature, compare, sign


@dataclass(frozen=True)
class Item:
    """A story that is fed: its id, its place in the order, its text."""

    id: bytes
    rank: int
    at: int
    signature: Signature


def item(name: str, text: str, *, at: int, rank: int = 0) -> Item:
    return Item(uuid.uuid5(uuid.NAMESPACE_URL, name).bytes, rank, at, sign(text))


@dataclass
class Cluster:
    """`partitions` homes and indexes, and the logs between them."""

    partitions: int
    window: int = 10**12
    keep: int = 64
    mail_bytes: int = 10**6
    stories: list[list[Item]] = field(init=False)
    probes: list[list[bytes]] = field(init=False)
    answers: list[list[bytes]] = field(init=False)

    def __post_init__(self) -> None:
        count = range(self.partitions)
        self.stories = [[] for _ in count]
        self.probes = [[] for _ in count]
        self.answers = [[] for _ in count]
        self.homes = [Home(p, {}, {}) for p in count]
        self.indexes = [Index(p, Memory(), self.window, self.keep) for p in count]
        self.published: dict[bytes, tuple[bytes | None, int]] = {}
        self._done = {(name, p): 0 for name in ("stories", "probes", "answers") for p in count}

    def feed(self, items: Iterable[Item]) -> None:
        for each in items:
            self.stories[each.id[0] % self.partitions].append(each)

    def run(self, chance: random.Random, crashes: int = 0) -> None:
        """Read all logs to their ends, with crashes on the way."""
        while ready := [place for place in self._done if self._waiting(*place)]:
            name, partition = chance.choice(ready)
            log = getattr(self, name)[partition]
            begun = self._done[name, partition]
            count = chance.randint(1, min(8, len(log) - begun))
            lost = crashes > 0 and chance.random() < 0.2
            crashes -= lost
            # A worker has several messages at work: of some that a crash cuts off all was done.
            cut_off = [lost and chance.random() < 0.5 for _ in range(count)]
            getattr(self, f"_take_{name}")(partition, begun, log[begun : begun + count], cut_off)
            if lost:
                # Nothing was committed: from here or an earlier place everything comes again.
                back = chance.randint(0, min(begun, 5))
                self._done[name, partition] = begun - back
            else:
                self._done[name, partition] = begun + count

    def _waiting(self, name: str, partition: int) -> bool:
        return self._done[name, partition] < len(getattr(self, name)[partition])

    def _take_stories(self, home: int, offset: int, items: list[Item], lost: list[bool]) -> None:
        # The worker handles the messages of one story one after the other.
        for number, each in enumerate(items):
            arrival = Arrival(each.id, each.rank, each.at, offset + number, each.signature.sketch)
            asked, effects = self.homes[home].arrive([arrival])
            questions: dict[int, list[Question]] = {}
            for id, row in asked.items():
                newest = self.stories[home][row.offset]
                assert newest.signature.sketch == row.sketch
                reference = self.homes[home].reference(id, row)
                parted: dict[int, list[int]] = {}
                for key in newest.signature.keys:
                    parted.setdefault(key % self.partitions, []).append(key)
                for partition, keys in (parted or {home: []}).items():
                    questions[partition] = [Question(reference, row.sketch, keys)]
            batch = self.homes[home].expect(asked, questions) if asked else b""
            if lost[number]:
                continue
            for partition, found in questions.items():
                probe = Probe([QuestionBatch(home, batch, found)])
                self.probes[partition].append(encode(probe))
            self._send(effects.mail)
            self._publish(home, effects.decided)

    def _take_probes(self, partition: int, _: int, probes: list[bytes], lost: list[bool]) -> None:
        for number, value in enumerate(probes):
            mail = self.indexes[partition].fold(decode(value, Probe))
            if not lost[number]:
                self._send(mail)

    def _take_answers(self, home: int, offset: int, letters: list[bytes], lost: list[bool]) -> None:
        for number, value in enumerate(letters):
            effects = self.homes[home].receive(decode(value, Mail), offset + number)
            if lost[number]:
                continue
            self._send(effects.mail)
            self._publish(home, effects.decided)
            for batch in effects.finished:
                self.homes[home].forget(batch)

    def _send(self, mail: dict[int, Mail]) -> None:
        for home, letter in mail.items():
            self.answers[home] += encode_mail(letter, self.mail_bytes)

    def _publish(self, home: int, ids: list[bytes]) -> None:
        for id in ids:
            row = self.homes[home].row(id)
            assert row is not None
            original = None if row.original is None else row.original.id
            self.published[id] = (original, row.version)

    def verdicts(self) -> dict[bytes, bytes | None]:
        """Each story's original, as it was published last."""
        return {id: original for id, (original, _) in self.published.items()}


def expected(items: Iterable[Item], window: int = 10**12) -> dict[bytes, bytes | None]:
    """The verdicts by their definition, over all stories at once."""
    first: dict[bytes, int] = {}
    newest: dict[bytes, Item] = {}
    for each in items:
        first[each.id] = min(each.at, first.get(each.id, each.at))
        if each.id not in newest or newest[each.id].at <= each.at:
            newest[each.id] = each

    def order(each: Item) -> tuple[int, int, bytes]:
        return each.rank, first[each.id], each.id

    result: dict[bytes, bytes | None] = {}
    by_key: defaultdict[int, list[Item]] = defaultdict(list)
    for story in sorted(newest.values(), key=order):
        result[story.id] = None
        sharing = {other.id: other for key in story.signature.keys for other in by_key[key]}
        for other in sorted(sharing.values(), key=order):
            if not alike(story, other) or abs(story.at - other.at) > window:
                continue
            original = result[other.id] or other.id
            if original == other.id or alike(story, newest[original]):
                result[story.id] = original
                break
        for key in story.signature.keys:
            by_key[key].append(story)
    return result


def alike(a: Item, b: Item) -> bool:
    return compare(a.signature.sketch, b.signature.sketch) is not None
