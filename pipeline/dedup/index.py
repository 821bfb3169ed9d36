"""The index: under each key the stories that have it, and which of them are alike.

One Index holds the keys of one partition. It is a fold of the questions that were put to it: a
question inserts its story and finds those that are like it, so that of two stories that share a
key, the one that comes second finds the other. A story whose question comes again finds the same
ones again.

The mapping holds two kinds of entries: a key's posting list (the ids of its stories, 16 bytes
each) and, once a story, its place in the order and its sketch. A list keeps the `KEEP` first
stories of the window, so what a question costs is bounded. A list that is full of stories of which
most are not like its first one belongs to boilerplate (an agency's disclaimer, a newsletter's
invitation); it is dropped, and stays so until it expires.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pipeline.dedup.messages import Answer, Found, Mail, Order, Probe, Question, Reference
from pipeline.dedup.signature import compare, compare_many

# More than most groups have copies, and enough that a total shuffle of stories, with 200 copies of
# one among them, moves no verdict: tests/test_dedup_worker.py in its full form. Smaller bounds were
# not measured.
KEEP = 64

_PLACE = struct.Struct(">BqqI")  # rank, first_at, version, home; the sketch follows
_ID_BYTES = 16
_BOILERPLATE = b""


class Store(Protocol):
    """What an index is kept in: bytes under bytes."""

    def get_many(self, keys: Sequence[bytes]) -> Sequence[bytes | None]:
        """The values of the keys, None where there is none."""

    def put(self, values: dict[bytes, bytes]) -> None:
        """Write all values together."""


@dataclass(frozen=True, slots=True)
class _Row:
    story: Reference
    sketch: bytes

    def encode(self) -> bytes:
        story = self.story
        place = _PLACE.pack(story.rank, story.first_at, story.version, story.home)
        return place + self.sketch


class Index:
    """The postings of one partition.

    Stories whose append times are further apart than `window`, in milliseconds, never match.
    """

    def __init__(self, partition: int, store: Store, window: int, keep: int = KEEP) -> None:
        self.partition = partition
        self._store = store
        self._window = window
        self._keep = keep

    def fold(self, probe: Probe) -> dict[int, Mail]:
        """Insert the stories of a probe; what to send to which home."""
        work = _Work(self._store, [q for batch in probe.batches for q in batch.questions])
        mail: dict[int, Mail] = {}
        for batch in probe.batches:
            for question in batch.questions:
                known = work.row(question.story.id)
                if known is not None and known.story.version > question.story.version:
                    continue  # a replay: a later version took this one's place
                for home, found in self._look_up(question, work):
                    mail.setdefault(home, Mail()).found.append(found)
                self._insert(question, work)
            answers = mail.setdefault(batch.home, Mail()).answers
            answers.append(Answer(batch.batch, self.partition))
        self._store.put(work.changes)
        return mail

    def _look_up(self, question: Question, work: "_Work") -> Iterator[tuple[int, Found]]:
        story, sketch = question.story, question.sketch
        seen = dict.fromkeys(id for key in question.keys for id in work.ids(key))
        seen.pop(story.id, None)
        rows = [row for id in seen if (row := work.row(id)) is not None]
        rows = [row for row in rows if abs(row.story.version - story.version) <= self._window]
        for row in _alike(sketch, rows):
            match = compare(sketch, row.sketch)
            if match is None:
                continue
            earlier, later = sorted((story, row.story), key=order_of)
            found = Found(later.id, later.version, earlier, match.kind, match.similarity)
            yield later.home, found

    def _insert(self, question: Question, work: "_Work") -> None:
        story = question.story
        work.set_row(_Row(story, question.sketch))
        for key in question.keys:
            if work.is_boilerplate(key):
                continue
            ids = work.ids(key)
            if story.id in ids:
                continue
            ids = [*ids, story.id]
            work.set_ids(key, ids if len(ids) <= self._keep else self._bounded(ids, work))

    def _bounded(self, ids: list[bytes], work: "_Work") -> list[bytes] | None:
        """The first stories of a list that is over its bound; None: drop it, it is boilerplate."""
        rows = [row for id in ids if (row := work.row(id)) is not None]
        newest = max(row.story.version for row in rows)
        rows = [row for row in rows if newest - row.story.version <= self._window]
        rows.sort(key=lambda row: row.story.order)
        if len(rows) > self._keep:
            del rows[self._keep :]
            if 2 * len(_alike(rows[0].sketch, rows)) < len(rows):
                return None
        return [row.story.id for row in rows]


class _Work:
    """The entries that a probe touches, read at once and written at once."""

    def __init__(self, store: Store, questions: Iterable[Question]) -> None:
        self._store = store
        self.changes: dict[bytes, bytes] = {}
        questions = list(questions)
        keys = sorted({_list_key(key) for question in questions for key in question.keys})
        self._lists = dict(zip(keys, store.get_many(keys), strict=True))
        ids = {question.story.id for question in questions}
        ids.update(id for value in self._lists.values() for id in _split(value or b""))
        names = sorted(_row_key(id) for id in ids)
        self._rows = dict(zip(names, store.get_many(names), strict=True))
        self._read: dict[bytes, _Row] = {}

    def is_boilerplate(self, key: int) -> bool:
        return self._lists[_list_key(key)] == _BOILERPLATE

    def ids(self, key: int) -> list[bytes]:
        return _split(self._lists[_list_key(key)] or b"")

    def set_ids(self, key: int, ids: list[bytes] | None) -> None:
        name = _list_key(key)
        value = _BOILERPLATE if ids is None else b"".join(ids)
        self._lists[name] = self.changes[name] = value

    def row(self, id: bytes) -> _Row | None:
        """What is known of a story; None when it expired."""
        known = self._read.get(id)
        if known is None:
            value = self._rows.get(_row_key(id))
            if value is None:
                return None
            rank, first_at, version, home = _PLACE.unpack_from(value)
            story = Reference(id, rank, first_at, version, home)
            known = self._read[id] = _Row(story, value[_PLACE.size :])
        return known

    def set_row(self, row: _Row) -> None:
        self._read[row.story.id] = row
        name = _row_key(row.story.id)
        self._rows[name] = self.changes[name] = row.encode()


def order_of(story: Reference) -> Order:
    """The order of a story, as a function to sort by."""
    return story.order


def _alike(sketch: bytes, rows: list[_Row]) -> list[_Row]:
    # A version of the pipeline with other sketches may have written some.
    rows = [row for row in rows if len(row.sketch) == len(sketch)]
    if not rows:
        return []
    joined = b"".join(row.sketch for row in rows)
    sketches = np.frombuffer(joined, np.uint8).reshape(len(rows), -1)
    return [rows[number] for number in np.flatnonzero(compare_many(sketch, sketches))]


def _split(value: bytes) -> list[bytes]:
    return [value[start : start + _ID_BYTES] for start in range(0, len(value), _ID_BYTES)]


def _list_key(key: int) -> bytes:
    return b"k" + key.to_bytes(8, "big")


def _row_key(id: bytes) -> bytes:
    return b"s" + id
