"""What index and homes tell each other about stories, as MessagePack on the internal topics.

A story's home is the partition of `stories` that it came on: its verdict is given there. Every key
of a story belongs to one partition of the index. Times are append times of raw pages in
milliseconds. A `version` is the append time with which a story's text first came; a story whose
text changes gets a later one and is looked at anew.
"""

from typing import TypeVar

import msgspec

from pipeline.records import DuplicateKind
from pipeline.wire import WireError

Message = TypeVar("Message")

# (rank, append time of the page's first version, id): the lesser one is the original.
Order = tuple[int, int, bytes]

_encoder = msgspec.msgpack.Encoder()


def rank_of(placement: str, completeness: str) -> int:
    """0 to 3: primary before appended, full before excerpt."""
    return 2 * (placement != "primary") + (completeness != "full")


class Reference(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A story as others know it: which, in which version, its place in the order, its home."""

    id: bytes  # 16 bytes: the article_id
    rank: int
    first_at: int
    version: int
    home: int

    @property
    def order(self) -> Order:
        """What decides which of two stories is the original."""
        return self.rank, self.first_at, self.id


class Question(msgspec.Struct, array_like=True, frozen=True):
    """A story and those of its keys that belong to the partition that is asked."""

    story: Reference
    sketch: bytes
    keys: list[int]


class QuestionBatch(msgspec.Struct, array_like=True, frozen=True):
    """The questions that one home has for one partition, under the name of its batch."""

    home: int
    batch: bytes
    questions: list[Question]


class Probe(msgspec.Struct, array_like=True, frozen=True):
    """All questions of a worker for one partition of the index."""

    batches: list[QuestionBatch]


class Found(msgspec.Struct, array_like=True, frozen=True):
    """The story `id`, in this version, is like the `other` one, which comes before it."""

    id: bytes
    version: int
    other: Reference
    kind: DuplicateKind
    similarity: float


class Answer(msgspec.Struct, array_like=True, frozen=True):
    """A partition of the index has looked up all keys that a batch asked it for."""

    batch: bytes
    partition: int


class Ask(msgspec.Struct, array_like=True, frozen=True):
    """The story `by` wants to know, from now on, what becomes of an earlier `story`.

    With a sketch it also asks whether the two are alike.
    """

    story: Reference
    by: bytes
    by_home: int
    by_version: int
    sketch: bytes = b""


class Tell(msgspec.Struct, array_like=True, frozen=True):
    """To the story `to`: what became of the `story`, by so many verdicts on it (none yet: 0).

    `of` is its original and that one's home, None when it is an original itself. `compared` answers
    an Ask with a sketch: the version of `to` that asked, kind and similarity; no kind where the two
    are not alike.
    """

    to: bytes
    story: Reference
    revision: int
    of: tuple[bytes, int] | None = None
    compared: tuple[int, DuplicateKind | None, float] | None = None


class Gone(msgspec.Struct, array_like=True, frozen=True):
    """To the story `to`: its home knows nothing of the story `id`, the window has passed."""

    to: bytes
    id: bytes


class Mail(msgspec.Struct, array_like=True):
    """All that is sent to one home at once."""

    found: list[Found] = msgspec.field(default_factory=list)
    answers: list[Answer] = msgspec.field(default_factory=list)
    asks: list[Ask] = msgspec.field(default_factory=list)
    tells: list[Tell] = msgspec.field(default_factory=list)
    gone: list[Gone] = msgspec.field(default_factory=list)

    def extend(self, other: "Mail") -> None:
        """Add what another mail to the same home holds."""
        self.found += other.found
        self.answers += other.answers
        self.asks += other.asks
        self.tells += other.tells
        self.gone += other.gone


# What a home has to know before it takes an answer for the last one goes before the answers.
_IN_ORDER = ("found", "tells", "gone", "answers", "asks")


def encode_mail(mail: Mail, most: int) -> list[bytes]:
    """The bytes of a mail; cut into several of at most so many bytes, to be sent in this order.

    A home merges what it is told, so it makes no difference to it how mail is cut.
    """
    value = encode(mail)
    entries = [(name, entry) for name in _IN_ORDER for entry in getattr(mail, name)]
    if len(value) <= most or len(entries) < 2:
        return [value]
    parts = []
    half = len(entries) // 2
    for some in (entries[:half], entries[half:]):
        part = Mail()
        for name, entry in some:
            getattr(part, name).append(entry)
        parts += encode_mail(part, most)
    return parts


def encode(message: msgspec.Struct) -> bytes:
    """The bytes of a message."""
    return _encoder.encode(message)


def decode(value: bytes, kind: type[Message]) -> Message:
    """The message that the bytes hold. Raises WireError when they hold no such thing."""
    try:
        return msgspec.msgpack.decode(value, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise WireError(f"no {kind.__name__}: {error}") from None
