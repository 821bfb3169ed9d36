"""The 17 top-level IPTC Media Topics, in the order of the model's columns.

`media_topics.json` is taken from IPTC NewsCodes (https://iptc.org/standards/newscodes/), edition
2025-03-31, licensed under CC BY 4.0.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.wire import decode


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """One subject: its code ("medtop:15000000"), its English name and IPTC's definition."""

    code: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The vocabulary with its edition and licence."""

    scheme: str
    edition: str
    licence: str
    source: str
    topics: tuple[MediaTopic, ...]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the package."""
    file = files("pipeline.classify") / "media_topics.json"
    return decode(file.read_bytes(), Vocabulary)


def media_topics() -> tuple[MediaTopic, ...]:
    """All top-level topics, ordered by code."""
    return vocabulary().topics
