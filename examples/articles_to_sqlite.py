"""A reader of the topic `articles`: keeps the current articles in a SQLite file.

    python examples/articles_to_sqlite.py articles.db

It needs `aiokafka` and `orjson`, and nothing of the pipeline. Three things make it right whatever
happens in between: a row gives way to a higher revision only, an article that turned out to be a
copy is removed, and offsets are committed after the rows are on disk, so that a crash repeats
messages and loses none.
"""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Sequence
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer

TOPIC = os.environ.get("PIPELINE_TOPIC_PREFIX", "") + "articles"
SERVERS = os.environ.get("PIPELINE_BOOTSTRAP_SERVERS", "127.0.0.1:9092")
GROUP = "articles-to-sqlite"

TABLE = """
CREATE TABLE IF NOT EXISTS articles (
    article_id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    duplicate_of TEXT,
    headline TEXT,
    published_at TEXT,
    subject TEXT,
    page_url TEXT,
    text TEXT
)
"""
# A copy keeps its row, without its text: a repeat of an earlier revision must not bring it back.
UPSERT = """
INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (article_id) DO UPDATE SET
    revision = excluded.revision, duplicate_of = excluded.duplicate_of,
    headline = excluded.headline, published_at = excluded.published_at,
    subject = excluded.subject, page_url = excluded.page_url, text = excluded.text
WHERE excluded.revision > articles.revision
"""


def row_of(article: dict[str, Any]) -> tuple[Any, ...]:
    """The columns of an article."""
    copy = article["status"] == "duplicate"
    subjects = article.get("subjects") or []
    return (
        article["article_id"],
        article["revision"],
        article.get("duplicate_of"),
        article.get("headline"),
        article.get("published_at"),
        subjects[0]["code"] if subjects else None,
        article["page_url"],
        None if copy else article["text"],
    )


def store(database: sqlite3.Connection, values: Sequence[tuple[bytes, bytes | None]]) -> None:
    """One transaction of keys and values; a null value is an article that was taken down."""
    with database:
        for key, value in values:
            if value is None:
                database.execute("DELETE FROM articles WHERE article_id = ?", (key.decode(),))
            else:
                database.execute(UPSERT, row_of(orjson.loads(value)))


async def read(path: str) -> None:
    """Follow the topic until SIGINT or SIGTERM; what is at hand then is stored and committed."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    database = sqlite3.connect(path)
    database.execute(TABLE)
    consumer = AIOKafkaConsumer(
        TOPIC,
        bootstrap_servers=SERVERS,
        group_id=GROUP,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        while not stopped.is_set():
            fetched = await consumer.getmany(timeout_ms=1000)
            messages = [message for part in fetched.values() for message in part]
            if messages:
                store(database, [(message.key, message.value) for message in messages])
                await consumer.commit()
    finally:
        await consumer.stop()
        database.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python examples/articles_to_sqlite.py FILE.db")
    asyncio.run(read(sys.argv[1]))
