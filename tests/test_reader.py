"""The reader that the documents hand out keeps what the topic says, whatever comes again."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pipeline import wire
from pipeline.broker import producer, topic_name
from pipeline.records import Article
from pipeline.settings import Settings
from pipeline.topics import ARTICLES
from tests.running import environment_of, make_topics, settings_for

SCRIPT = Path(__file__).resolve().parents[1] / "examples" / "articles_to_sqlite.py"


def article(article_id: str, revision: int, text: str) -> Article:
    return Article(
        article_id=article_id,
        revision=revision,
        status="published",
        page_url=f"https://news.example/{article_id}",
        site="news.example",
        placement="primary",
        completeness="full",
        fetched_at="2026-01-31T08:00:00Z",
        text=text,
        content_hash="",
    )


def publish(settings: Settings, records: list[tuple[str, Article | None]]) -> None:
    async def send() -> None:
        async with producer(settings) as client:
            for key, record in records:
                value = None if record is None else wire.encode(record)
                await client.send_and_wait(
                    topic_name(settings, ARTICLES), value=value, key=key.encode()
                )

    asyncio.run(send())


def rows(database: Path) -> dict[str, tuple[int, str | None, str | None]]:
    if not database.exists():
        return {}
    with closing(sqlite3.connect(database)) as opened:
        try:
            found = opened.execute("SELECT article_id, revision, duplicate_of, text FROM articles")
        except sqlite3.OperationalError:  # no table yet
            return {}
        return {name: (revision, copy, text) for name, revision, copy, text in found}


def wait_for_row(database: Path, name: str) -> dict[str, tuple[int, str | None, str | None]]:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if name in (found := rows(database)):
            return found
        time.sleep(0.1)
    raise TimeoutError(f"{name} is not in {rows(database)}")


def test_revisions_copies_and_takedowns_over_a_kill(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, partitions=1)
    make_topics(settings)
    database = tmp_path / "articles.db"
    command = [sys.executable, str(SCRIPT), str(database)]
    first, second = article("a", 1, "before"), article("a", 2, "after")
    copy = replace(article("b", 2, "a copy"), status="duplicate", duplicate_of="a")
    publish(settings, [("a", first), ("a", second), ("a", first), ("b", article("b", 1, "whole"))])
    publish(settings, [("b", copy), ("c", article("c", 1, "wrong")), ("c", None)])
    publish(settings, [("d", article("d", 1, "last"))])
    for name in ("d", "e"):
        process = subprocess.Popen(command, env=environment_of(settings))
        try:
            found = wait_for_row(database, name)
        finally:
            process.send_signal(signal.SIGKILL if name == "d" else signal.SIGINT)
            status = process.wait(60)
        assert status == (-signal.SIGKILL if name == "d" else 0)
        assert found.pop(name)[0] == 1
        publish(settings, [("b", article("b", 1, "whole")), ("e", article("e", 1, "new"))])
    assert {k: found[k] for k in ("a", "b")} == {"a": (2, None, "after"), "b": (2, "a", None)}
    assert "c" not in found
