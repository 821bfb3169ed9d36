"""A story's home: gathers what was found about its stories and gives their verdicts.

A verdict follows from the earlier stories that a story is like, taken in their order. The first of
them that is an original is its own original. One that is itself a copy leads on to *its* original,
which then counts if the story is like that one too. So whatever is called a copy is like the story
that it is a copy of, that story is published, and no two copies name each other. A verdict may rest
on stories whose homes are elsewhere: a home asks for theirs, and is told of every change from then
on. As each rests on earlier stories alone, all come to rest.

Everything that is kept is a merge that does not depend on order: what was found is a set, of what
was told the highest revision counts. So a message that comes twice, late or after a crash changes
nothing, but has its effects once more.
"""

import hashlib
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field

import msgspec

from pipeline.dedup.messages import (
    Answer,
    Ask,
    Found,
    Gone,
    Mail,
    Reference,
    Tell,
    decode,
    encode,
)
from pipeline.dedup.rows import Earlier, Original, Row, Rows
from pipeline.dedup.signature import compare
from pipeline.records import DuplicateKind

# Of the earlier stories that one is like, so many are kept, the first ones.
MAX_EARLIER = 16
# Followers are kept in pieces of so many, so that one more costs the same for a story that has
# thousands of copies.
PIECE = 64
NAME_BYTES = 12  # of a batch's name


class Arrival(msgspec.Struct, frozen=True):
    """A story as it came: its page's append time `at`, where it stands in its log, its sketch."""

    id: bytes
    rank: int
    at: int
    offset: int
    sketch: bytes


class _Batch(msgspec.Struct, array_like=True):
    """Stories that were asked for together, and the partitions that did not answer yet; once there
    is none, the offset of the message that brought the last answer."""

    missing: list[int]
    stories: list[tuple[bytes, int]]
    ended: int | None = None


class _Piece(msgspec.Struct, array_like=True):
    """Some followers of a story (id and home), and how many full pieces there are besides."""

    full: int = 0
    followers: list[tuple[bytes, int]] = msgspec.field(default_factory=list)


@dataclass(slots=True)
class Effects:
    """What is to be done: mail by home, and the ids of those whose verdict is to be published.

    `finished` are the names of batches to forget once all of that is done.
    """

    mail: dict[int, Mail] = field(default_factory=dict)
    decided: list[bytes] = field(default_factory=list)
    finished: list[bytes] = field(default_factory=list)

    def to(self, home: int) -> Mail:
        """The mail to a home."""
        return self.mail.setdefault(home, Mail())


class Home:
    """The stories of one partition; `memory` keeps batches and followers."""

    def __init__(
        self,
        partition: int,
        verdicts: MutableMapping[bytes, bytes],
        memory: MutableMapping[bytes, bytes],
    ) -> None:
        self.partition = partition
        self._rows = Rows(verdicts)
        self._memory = memory

    def row(self, id: bytes) -> Row | None:
        """What is known of a story."""
        return self._rows.get(id)

    def reference(self, id: bytes, row: Row) -> Reference:
        """A story as others know it."""
        return Reference(id, row.rank, row.first_at, row.version, self.partition)

    def arrive(self, arrivals: Iterable[Arrival]) -> tuple[dict[bytes, Row], Effects]:
        """Take stories in; the rows of those that the index is to be asked about, by id."""
        asked: dict[bytes, Row] = {}
        effects = Effects()
        for arrival in arrivals:
            row = self._rows.get(arrival.id)
            if row is None:
                row = Row(
                    rank=arrival.rank,
                    first_at=arrival.at,
                    version=arrival.at,
                    latest_at=arrival.at,
                    offset=arrival.offset,
                    sketch=arrival.sketch,
                )
            else:
                self._renew(arrival, row)
                if row.revision == 0 and row.offset == arrival.offset:
                    # Who waits for a first verdict must not wait on a place in the order that is no
                    # more. Told at each coming, since what was told at the first may be lost.
                    self._tell_followers(arrival.id, row, effects)
            self._rows.put(arrival.id, row)
            if not row.complete:
                asked[arrival.id] = row
            elif row.settled and row.offset == arrival.offset:
                # The same text again, perhaps under another headline: publish it anew.
                effects.decided.append(arrival.id)
        return asked, effects

    def _renew(self, arrival: Arrival, row: Row) -> None:
        """Merge another coming of a story, a later or an earlier one, into its row."""
        if arrival.at < row.first_at:
            row.first_at = arrival.at
            row.complete = row.settled = False
        if (arrival.at, arrival.offset) < (row.latest_at, row.offset):
            return
        row.latest_at, row.offset = arrival.at, arrival.offset
        if arrival.sketch == row.sketch and arrival.rank == row.rank:
            return
        row.rank, row.sketch = arrival.rank, arrival.sketch
        row.version = max(arrival.at, row.version + 1)
        row.complete = row.settled = False
        row.found.clear()
        row.leads.clear()

    def expect(self, asked: dict[bytes, Row], partitions: Iterable[int]) -> bytes:
        """Remember that the partitions were asked about these stories, before they are.

        Gives the name to ask under. It says which stories in which versions, so that an answer
        about an older version, asked for before a crash, never passes for one about a newer.
        """
        batch = _Batch(sorted(partitions), [(id, row.version) for id, row in asked.items()])
        name = hashlib.blake2b(encode(batch), digest_size=NAME_BYTES).digest()
        self._memory[_batch_key(name)] = encode(batch)
        return name

    def forget(self, batch: bytes) -> None:
        """Forget a batch whose effects are all done."""
        self._memory.pop(_batch_key(batch), None)

    def receive(self, mail: Mail, offset: int) -> Effects:
        """Merge a mail, which has this offset in the home's log, into what is known."""
        effects = Effects()
        rows = _Opened(self._rows)
        for found in mail.found:
            if (row := rows.get(found.id)) is not None and found.version == row.version:
                _merge_found(row, found)
        for tell in mail.tells:
            if (row := rows.get(tell.to)) is not None:
                _merge_tell(row, tell)
        for gone in mail.gone:
            if (row := rows.get(gone.to)) is not None:
                _merge_gone(row, gone.id)
        for answer in mail.answers:
            for id, version in self._answered(answer, offset, effects):
                if (row := rows.get(id)) is not None and row.version == version:
                    row.complete = True
        for id, row in rows.items():
            self._settle(id, row, offset, effects)
            if rows.dirty(id) or offset <= row.touched:
                row.touched = max(row.touched, offset)
                self._rows.put(id, row)
        for ask in mail.asks:
            self._asked(ask, effects)
        return effects

    def _answered(self, answer: Answer, offset: int, effects: Effects) -> list[tuple[bytes, int]]:
        """Tick off a partition's answer; the stories of the batch if none is missing any more.

        A later message may bring the last answer once more, while what the first one led to is not
        done yet. It must not have the batch forgotten, which the first one needs if it is cut off.
        """
        key = _batch_key(answer.batch)
        value = self._memory.get(key)
        if value is None:
            return []  # done and forgotten
        batch = decode(value, _Batch)
        batch.missing = [part for part in batch.missing if part != answer.partition]
        if not batch.missing:
            batch.ended = offset if batch.ended is None else min(batch.ended, offset)
        # Written even where it is so already: after a kill the changelog may lack it.
        self._memory[key] = encode(batch)
        if batch.missing:
            return []
        if batch.ended == offset:
            effects.finished.append(answer.batch)
        return batch.stories

    def _settle(self, id: bytes, row: Row, offset: int, effects: Effects) -> None:
        if not row.complete:
            return
        known, original, question = _resolve(id, row)
        if question is not None:
            sketch = b"" if question.compared else row.sketch
            ask = Ask(question.story, id, self.partition, row.version, sketch)
            effects.to(question.story.home).asks.append(ask)
        if known and (not row.settled or row.original != original):
            row.settled, row.original = True, original
            row.revision += 1
            row.changed = offset
            if original is None:
                row.published = True
            else:
                row.sighted = True
        # Also where a message that comes again finds that more is asked by now: the effects of the
        # verdict that it led to may be lost.
        if row.settled and row.changed >= offset:
            effects.decided.append(id)
            self._tell_followers(id, row, effects)

    def _asked(self, ask: Ask, effects: Effects) -> None:
        id = ask.story.id
        row = self._rows.get(id)
        if row is None:
            effects.to(ask.by_home).gone.append(Gone(ask.by, id))
            return
        self._follow(id, ask.by, ask.by_home)
        compared: tuple[int, DuplicateKind | None, float] | None = None
        if ask.sketch:
            # Another version of the pipeline may have made one of them.
            comparable = len(ask.sketch) == len(row.sketch)
            match = compare(ask.sketch, row.sketch) if comparable else None
            if match is None:
                compared = (ask.by_version, None, 0.0)
            else:
                compared = (ask.by_version, match.kind, match.similarity)
        story = self.reference(id, row)
        if row.revision or compared or ask.story != story:
            tell = Tell(ask.by, story, row.revision, _of(row), compared)
            effects.to(ask.by_home).tells.append(tell)

    def _follow(self, id: bytes, follower: bytes, home: int) -> None:
        key = _piece_key(id)
        value = self._memory.get(key)
        piece = _Piece() if value is None else decode(value, _Piece)
        if (follower, home) not in piece.followers:
            if len(piece.followers) == PIECE:
                self._memory[_piece_key(id, piece.full)] = encode(piece)
                piece = _Piece(piece.full + 1)
            piece.followers.append((follower, home))
        self._memory[key] = encode(piece)

    def _followers(self, id: bytes) -> Iterator[tuple[bytes, int]]:
        value = self._memory.get(_piece_key(id))
        if value is None:
            return
        last = decode(value, _Piece)
        yield from last.followers
        for number in range(last.full):
            value = self._memory.get(_piece_key(id, number))
            if value is not None:
                yield from decode(value, _Piece).followers

    def _tell_followers(self, id: bytes, row: Row, effects: Effects) -> None:
        story = self.reference(id, row)
        for follower, home in self._followers(id):
            effects.to(home).tells.append(Tell(follower, story, row.revision, _of(row)))


class _Opened:
    """Rows that are being worked on, each read once, and whether they changed."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._open: dict[bytes, Row | None] = {}
        self._before: dict[bytes, bytes] = {}

    def get(self, id: bytes) -> Row | None:
        if id not in self._open:
            row = self._open[id] = self._rows.get(id)
            if row is not None:
                self._before[id] = encode(row)
        return self._open[id]

    def items(self) -> Iterator[tuple[bytes, Row]]:
        return ((id, row) for id, row in self._open.items() if row is not None)

    def dirty(self, id: bytes) -> bool:
        row = self._open[id]
        return row is not None and encode(row) != self._before[id]


def _resolve(id: bytes, row: Row) -> tuple[bool, Original | None, Earlier | None]:
    """Whether the verdict can be given, the original if there is one, and whom to ask if not."""
    mine = row.order(id)
    led_to = {earlier.of[0] for earlier in row.found if earlier.of is not None}
    row.leads = [lead for lead in row.leads if lead.story.id in led_to]
    leads = {lead.story.id: lead for lead in row.leads}
    found = {earlier.story.id for earlier in row.found}
    for earlier in sorted(row.found, key=_order):
        if earlier.story.order >= mine:
            break
        if not earlier.compared or earlier.revision == 0:
            return False, None, earlier
        if earlier.kind is None or earlier.revision < 0:
            continue
        if earlier.of is None:
            return True, _original(earlier, earlier.kind), None
        if earlier.of[0] in found:
            # Its place is before this one's: it was looked at already.
            continue
        lead = leads.get(earlier.of[0])
        if lead is None:
            lead = Earlier(Reference(earlier.of[0], 0, 0, 0, earlier.of[1]))
            row.leads.append(lead)
            leads[lead.story.id] = lead
        if lead.revision < 0:
            continue
        if not lead.compared or lead.revision == 0:
            return False, None, lead
        if lead.kind is None or lead.story.order >= mine:
            continue
        if lead.of is not None:
            # It is a copy itself by now; what led to it will say so too.
            return False, None, None
        return True, _original(lead, lead.kind), None
    return True, None, None


def _merge_found(row: Row, found: Found) -> None:
    for earlier in row.found:
        if earlier.story.id == found.other.id:
            if (found.other.version, -found.other.first_at) >= (
                earlier.story.version,
                -earlier.story.first_at,
            ):
                earlier.story = found.other
                earlier.compared = True
                earlier.kind, earlier.similarity = found.kind, found.similarity
            return
    row.found.append(Earlier(found.other, True, found.kind, found.similarity))
    row.found.sort(key=_order)
    del row.found[MAX_EARLIER:]


def _merge_tell(row: Row, tell: Tell) -> None:
    for earlier in (*row.found, *row.leads):
        if earlier.story.id != tell.story.id:
            continue
        if tell.story.version > earlier.story.version:
            earlier.compared = False
        if tell.story.version >= earlier.story.version:
            earlier.story = tell.story
            if tell.compared is not None and tell.compared[0] == row.version:
                earlier.compared = True
                _, earlier.kind, earlier.similarity = tell.compared
        if tell.revision >= earlier.revision:
            earlier.revision, earlier.of = tell.revision, tell.of


def _merge_gone(row: Row, id: bytes) -> None:
    for earlier in (*row.found, *row.leads):
        if earlier.story.id == id:
            earlier.revision = -1


def _original(earlier: Earlier, kind: DuplicateKind) -> Original:
    return Original(earlier.story.id, earlier.story.home, kind, earlier.similarity)


def _of(row: Row) -> tuple[bytes, int] | None:
    return None if row.original is None else (row.original.id, row.original.home)


def _order(earlier: Earlier) -> tuple[int, int, bytes]:
    return earlier.story.order


def _batch_key(batch: bytes) -> bytes:
    return b"b" + batch


def _piece_key(id: bytes, number: int | None = None) -> bytes:
    return b"f" + id + (b"" if number is None else number.to_bytes(4, "big"))
