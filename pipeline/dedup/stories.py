"""Stories as near-duplicate search takes them: with a signature, which the step `split` adds."""

import base64
import binascii
import uuid
from dataclasses import dataclass, replace

from pipeline import wire
from pipeline.dedup.home import Arrival
from pipeline.dedup.messages import rank_of
from pipeline.dedup.signature import SKETCH_BYTES, Signature, sign
from pipeline.records import Completeness, Placement, Story

_KEY_BYTES = 8


@dataclass(frozen=True, slots=True)
class SignedStory:
    """The fields of a Story that near-duplicate search reads."""

    article_id: str
    appended_at: int
    placement: Placement
    completeness: Completeness
    text: str
    signature: str | None = None


def signed(story: Story) -> Story:
    """The story with its signature."""
    signature = sign(story.text)
    keys = b"".join(key.to_bytes(_KEY_BYTES, "big") for key in signature.keys)
    value = bytes([len(signature.keys)]) + keys + signature.sketch
    return replace(story, signature=base64.b64encode(value).decode("ascii"))


def read_story(value: bytes, offset: int) -> tuple[Arrival, Signature]:
    """A Story as bytes, which stand at this offset of their log, as it comes to its home.

    Raises WireError for bytes that are no story.
    """
    return arrival_of(wire.decode(value, SignedStory), offset)


def arrival_of(story: Story | SignedStory, offset: int) -> tuple[Arrival, Signature]:
    """A story, signed or not, as it comes to its home. Raises WireError for one without a UUID."""
    try:
        id = uuid.UUID(story.article_id).bytes
    except ValueError:
        raise wire.WireError(f"`article_id` is no UUID: {story.article_id[:80]!r}") from None
    signature = _signature(story.signature) if story.signature else None
    if signature is None or len(signature.sketch) != SKETCH_BYTES:
        # None, or one that another version of the pipeline made.
        signature = sign(story.text)
    rank = rank_of(story.placement, story.completeness)
    return Arrival(id, rank, story.appended_at, offset, signature.sketch), signature


def _signature(text: str) -> Signature:
    try:
        value = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise wire.WireError(f"`signature` is not base64: {error}") from None
    end = 1 + _KEY_BYTES * value[0] if value else 0
    if not end < len(value):
        raise wire.WireError("`signature` is too short")
    keys = (value[start : start + _KEY_BYTES] for start in range(1, end, _KEY_BYTES))
    return Signature(tuple(int.from_bytes(key, "big") for key in keys), value[end:])
