"""One table: every Kafka topic, the record that it carries, its key and how long it is kept.

Partition counts are fixed at creation: changing them would move keys away from their state.
`PIPELINE_TOPIC_PREFIX` goes before each name.
"""

from dataclasses import dataclass
from typing import Literal

from pipeline import records

Cleanup = Literal["delete", "compact", "compact,delete"]

MIB = 1024 * 1024
DAY_MS = 24 * 60 * 60 * 1000

# How long stories are looked for as copies of each other, unless PIPELINE_DEDUP_WINDOW_DAYS says.
DEDUP_WINDOW_DAYS = 30.0

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
    says in words what a message's key is. It is kept for `retention_ms`, or for so many windows of
    near-duplicate search and a little more; where both are unset the broker's own setting holds."""

    name: str
    record: type | None
    key: str
    cleanup: Cleanup
    retention_ms: int | None = None
    max_message_bytes: int = PAGE_BYTES
    windows: int = 0

    def retention(self, window_days: float = DEDUP_WINDOW_DAYS) -> int | None:
        """How long messages are kept, in milliseconds; None: as the broker is set."""
        if self.windows:
            window = window_days * DAY_MS
            return int(self.windows * window + min(window, DAY_MS))
        return self.retention_ms

    def configs(self, window_days: float = DEDUP_WINDOW_DAYS) -> dict[str, str]:
        """The topic's settings on the broker, as Kafka names them."""
        configs = {
            "cleanup.policy": self.cleanup,
            "compression.type": "producer",
            "max.message.bytes": str(self.max_message_bytes),
            # The order of stories is the order of appending, by the broker's own clock.
            "message.timestamp.type": "LogAppendTime",
        }
        retention = self.retention(window_days)
        if retention is not None:
            configs["retention.ms"] = str(retention)
        if self.windows:
            # The newest segment is neither compacted nor deleted: it must not grow for weeks.
            configs["segment.ms"] = str(int(min(window_days / 4, 1.0) * DAY_MS))
            if "compact" in self.cleanup:
                # Compaction joins segments up to this size, and one that holds a single new record
                # is not deleted: with the usual GiB nothing ever would be.
                configs["segment.bytes"] = str(2 * PAGE_BYTES)
        return configs


PAGES_RAW = Topic("pages.raw", records.RawPage, "canonical URL", "delete", 7 * DAY_MS)
PAGES_CLEAN = Topic("pages.clean", records.CleanPage, "site", "delete", 7 * DAY_MS)
# Kept for the window: a story that was taken for a copy may turn out to be none.
STORIES = Topic("stories", records.Story, "article_id", "delete", windows=1)
DEDUP_PROBES = Topic("dedup.probes", None, "none: the partition of the keys", "delete", windows=1)
DEDUP_ANSWERS = Topic("dedup.answers", None, "none: the story's home", "delete", 7 * DAY_MS)
DEDUP_VERDICTS = Topic("dedup.verdicts", records.Verdict, "article_id", "compact,delete", windows=2)
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
TABLE_DEDUP = Topic("tables.dedup", None, "a batch, or a story", "compact,delete", windows=2)

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
    TABLE_DEDUP,
)

# What workers read, in the order in which a page meets it.
CONSUMED = (PAGES_RAW, PAGES_CLEAN, STORIES, DEDUP_PROBES, DEDUP_ANSWERS, STORIES_UNIQUE)
