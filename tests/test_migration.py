"""More partitions, by the steps of docs/operations.md: topics of another prefix beside the old."""

import asyncio
from dataclasses import replace
from pathlib import Path

from pipeline.broker import read_topic, topic_name
from pipeline.settings import Settings
from pipeline.topics import PAGES_RAW
from tests.commands import run_pipeline
from tests.running import WorkerProcess, feed_pages, settings_for, settle, story_page


def kept(settings: Settings) -> bytes:
    """What `pages.raw` still keeps, a page a line."""

    async def read() -> bytes:
        name = topic_name(settings, PAGES_RAW)
        return b"".join(
            [(message.value or b"") + b"\n" async for message in read_topic(settings, name)]
        )

    return asyncio.run(read())


def test_a_system_moves_to_more_partitions_without_a_pause_and_keeps_its_ids(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    old = settings_for(kafka, topic_prefix, tmp_path / "old", partitions=2)
    new = replace(old, topic_prefix=f"{topic_prefix}v2-", partitions=4)
    assert run_pipeline("topics", "create", settings=old).returncode == 0
    with WorkerProcess(old, tmp_path / "old") as old_worker:
        feed_pages(old, [story_page(number) for number in range(10)])
        before = settle(old, 10, worker=old_worker)

        # Never in place: workers do not start on topics with other partitions than they know.
        refused = run_pipeline("worker", settings=replace(old, partitions=4))
        assert refused.returncode == 1
        assert "partitions" in refused.stderr

        assert run_pipeline("topics", "create", settings=new).returncode == 0
        with WorkerProcess(new, tmp_path / "new") as new_worker:
            feed_pages(new, [story_page(number) for number in range(10, 15)])
            done = run_pipeline("reconcile", "--wait", "60", settings=old)
            assert done.returncode == 0, done.stdout
            fed = run_pipeline("feed", "-", settings=new, stdin=kept(old))
            assert fed.returncode == 0, fed.stderr
            after = settle(new, 15, worker=new_worker)
            assert run_pipeline("reconcile", settings=new).returncode == 0
    assert len(after.articles) == 15
    assert {after.articles[id] for id in before.articles} == set(before.articles.values())
