"""One table: every Kafka topic, the record that it carries, its key and how long it is kept.

Partition counts are fixed at creation: changing them would move keys away from their state.
`PIPELINE_TOPIC_PREFIX` goes before each name.
"""

from dataclasses import dataclass
from typing import Literal

from pipeline import records

Cleanup = Literal["delete", "compact"]

MIB = 1024 * 1024
DAY_MS = 24 * 60 * 60 * 1000

# A page may be this large on the topics that carry pages. A dead letter carries a page as base64,
# which is a third larger, and some room for the words about it.
PAGE_BYTES = 8 * MIB
DEAD_LETTER_BYTES = 12 * MIB
# Kept free under a topic's size limit for the key, the headers and the frame of a message.
FRAME_BYTES = 4096
# What a producer may send and a broker must let through at most, over all topics.
REQUEST_BYTES = 16 * MIB


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: `record` is the class of its values (None for what only the pipeline reads), `key`
    says in words what a message's key is, `retention_ms` is None for the broker's own setting."""

    name: str
    record: type | None
    key: str
    cleanup: Cleanup
    retention_ms: int | None = None
    max_message_bytes: int = PAGE_BYTES

    def configs(self) -> dict[str, str]:
        """The topic's settings on the broker, as Kafka names them."""
        configs = {
            "cleanup.policy": self.cleanup,
            "compression.type": "producer",
            "max.message.bytes": str(self.max_message_bytes),
            # The order of stories is the order of appending, by the broker's own clock.
            "message.timestamp.type": "LogAppendTime",
        }
        if self.retention_ms is not None:
            configs["retention.ms"] = str(self.retention_ms)
        return configs


PAGES_RAW = Topic("pages.raw", records.RawPage, "canonical URL", "delete", 7 * DAY_MS)
PAGES_CLEAN = Topic("pages.clean", records.CleanPage, "site", "delete", 7 * DAY_MS)
STORIES = Topic("stories", records.Story, "article_id", "delete", 7 * DAY_MS)
DEDUP_PROBES = Topic("dedup.probes", None, "none: the band's partition", "delete", 30 * DAY_MS)
DEDUP_ANSWERS = Topic("dedup.answers", None, "none: the story's partition", "delete", 7 * DAY_MS)
DEDUP_VERDICTS = Topic("dedup.verdicts", records.Verdict, "article_id", "compact")
STORIES_UNIQUE = Topic("stories.unique", records.Story, "article_id", "delete", 7 * DAY_MS)
ARTICLES = Topic("articles", records.Article, "article_id", "compact")
ARTICLES_DUPLICATES = Topic(
    "articles.duplicates", records.Duplicate, "article_id of the copy", "compact"
)
PAGES_OUTCOMES = Topic("pages.outcomes", records.PageOutcome, "canonical URL", "compact")
PAGES_DEAD = Topic(
    "pages.dead",
    records.DeadLetter,
    "the original message's key",
    "delete",
    30 * DAY_MS,
    DEAD_LETTER_BYTES,
)
# The changelogs of the worker's tables: a new owner of a partition rebuilds its table from them.
TABLE_PAGES = Topic("tables.pages", None, "the key of the raw page", "compact")
TABLE_ARTICLES = Topic("tables.articles", None, "article_id", "compact")

TOPICS = (
    PAGES_RAW,
    PAGES_CLEAN,
    STORIES,
    DEDUP_PROBES,
    DEDUP_ANSWERS,
    DEDUP_VERDICTS,
    STORIES_UNIQUE,
    ARTICLES,
    ARTICLES_DUPLICATES,
    PAGES_OUTCOMES,
    PAGES_DEAD,
    TABLE_PAGES,
    TABLE_ARTICLES,
)
