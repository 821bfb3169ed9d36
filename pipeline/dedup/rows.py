"""What a home remembers of a story, as the record that is published of its verdict.

The table of rows has `dedup.verdicts` as its changelog, so a verdict cannot be given and not
published, nor the other way round. The record says the verdict in plain fields; what else the home
needs is in `state`, which is nobody else's business.
"""

import base64
import uuid
from collections.abc import MutableMapping

import msgspec

from pipeline import wire
from pipeline.dedup.messages import Order, Reference, decode, encode
from pipeline.records import DuplicateKind, Verdict


class Earlier(msgspec.Struct, array_like=True):
    """An earlier story that this one may be a copy of.

    `kind` is None when the two are not alike, which is known once they were `compared` in their
    present versions. `revision` is 0 before a verdict on it was told, -1 once its home knows
    nothing of it.
    """

    story: Reference
    compared: bool = False
    kind: DuplicateKind | None = None
    similarity: float = 0.0
    revision: int = 0
    of: tuple[bytes, int] | None = None


class Original(msgspec.Struct, array_like=True, frozen=True):
    """The story that one is a copy of, its home, how it was found and how similar the two are."""

    id: bytes
    home: int
    kind: DuplicateKind
    similarity: float


class Row(msgspec.Struct, array_like=True):
    """What the home knows of a story.

    `latest_at` and `offset` are of the last message that brought the story, `version` of the one
    that brought its present text. `complete`: the index has answered; `settled`: that led to a
    verdict. `touched` and `changed` are the offsets of the messages that changed the row and its
    verdict last: one that is not newer than that comes again, because its effects may be lost.
    """

    rank: int
    first_at: int
    version: int
    latest_at: int
    offset: int
    sketch: bytes
    complete: bool = False
    settled: bool = False
    published: bool = False  # as an original, at least once
    sighted: bool = False  # as a copy, at least once
    touched: int = -1
    changed: int = -1
    revision: int = 0
    original: Original | None = None
    found: list[Earlier] = msgspec.field(default_factory=list)
    leads: list[Earlier] = msgspec.field(default_factory=list)

    def order(self, id: bytes) -> Order:
        """The place of this row's story in the order of all stories."""
        return self.rank, self.first_at, id


class Rows:
    """The rows by id, kept in a mapping of bytes."""

    def __init__(self, mapping: MutableMapping[bytes, bytes]) -> None:
        self._mapping = mapping

    def get(self, id: bytes) -> Row | None:
        """A story's row, None when there is none. Raises WireError for one that is broken."""
        value = self._mapping.get(table_key(id))
        if value is None:
            return None
        verdict = wire.decode(value, Verdict)
        return decode(base64.b64decode(verdict.state), Row)

    def put(self, id: bytes, row: Row) -> None:
        """Keep a row, and with it publish what it says."""
        original = row.original
        verdict = Verdict(
            article_id=str(uuid.UUID(bytes=id)),
            revision=row.revision,
            duplicate_of=None if original is None else str(uuid.UUID(bytes=original.id)),
            kind=None if original is None else original.kind,
            similarity=None if original is None else original.similarity,
            state=base64.b64encode(encode(row)).decode("ascii"),
        )
        self._mapping[table_key(id)] = wire.encode(verdict)


def table_key(id: bytes) -> bytes:
    """The key of a story's row: its article_id as text."""
    return str(uuid.UUID(bytes=id)).encode("ascii")
