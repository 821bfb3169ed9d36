"""`pipeline reconcile` on real Kafka: a whole system is whole, and what is taken away is named."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from pipeline import wire
from pipeline.broker import admin, client_options, offsets, producer, topic_name
from pipeline.records import Duplicate, PageOutcome, Verdict
from pipeline.settings import Settings
from pipeline.topics import (
    ARTICLES_DUPLICATES,
    DEDUP_VERDICTS,
    PAGES_OUTCOMES,
    PAGES_RAW,
    Topic,
)
from tests.commands import run_pipeline
from tests.running import (
    WorkerProcess,
    feed_pages,
    make_topics,
    send_raw,
    settings_for,
    story_page,
)

LOST = "3f0d4c5e-0000-5000-8000-00000000000{}"


def reconciled(settings: Settings, *options: str) -> tuple[int, dict[str, Any]]:
    done = run_pipeline("reconcile", "--json", *options, settings=settings)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def append(settings: Settings, topic: Topic, key: str, record: object) -> None:
    async def send() -> None:
        async with producer(settings) as client:
            name = topic_name(settings, topic)
            await client.send_and_wait(
                name, key=key.encode(), value=wire.encode(record), partition=0
            )

    asyncio.run(send())


def call_done(settings: Settings) -> None:
    """Commit all of `pages.raw`, as workers do once it is done."""

    async def commit() -> None:
        name = topic_name(settings, PAGES_RAW)
        _, last = await offsets(settings, name)
        consumer = AIOKafkaConsumer(
            **client_options(settings), group_id=settings.group, enable_auto_commit=False
        )
        places = {TopicPartition(name, partition): offset for partition, offset in last.items()}
        consumer.assign(list(places))
        await consumer.start()
        await consumer.commit(places)
        await consumer.stop()

    asyncio.run(commit())


def test_a_whole_system_is_whole_and_what_is_lost_is_named(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, partitions=2)
    make_topics(settings)
    pages = [story_page(number) for number in range(12)]
    copy = story_page(3) | {"url": "https://other.example/the-same"}
    feed_pages(settings, [*pages, copy, pages[0]])
    send_raw(settings, b"no page")
    code, found = reconciled(settings)
    assert (code, found["pages"]["total"], found["pages"]["waiting"]) == (0, 15, 15)
    code, _ = reconciled(settings, "--wait", "1")
    assert code == 1  # nobody took them up

    with WorkerProcess(settings, tmp_path) as worker:
        code, found = reconciled(settings, "--wait", "90")
        assert worker.stop() == 0
    assert code == 0, found
    assert found["pages"] == {
        "total": 15,
        "articles": 13,
        "refused": 0,
        "unchanged": 1,
        "dead": 1,
        "overwritten": 0,
        "waiting": 0,
        "missing": 0,
    }
    assert found["stories"] == {
        "promised": 13,
        "articles": 12,
        "copies": 1,
        "dead": 0,
        "missing": 0,
    }
    told = run_pipeline("reconcile", settings=settings)
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "complete")

    # Pages and stories that went nowhere.
    feed_pages(settings, [story_page(90)])
    call_done(settings)
    first, last = asyncio.run(offsets(settings, topic_name(settings, PAGES_RAW)))
    partition = next(number for number in last if last[number] > first[number])
    outcome = PageOutcome(
        "https://news.example/x",
        "articles",
        f"pages.raw/{partition}/0",
        articles=tuple(LOST.format(number) for number in range(3)),
    )
    append(settings, PAGES_OUTCOMES, "https://news.example/x", outcome)
    append(settings, DEDUP_VERDICTS, LOST.format(1), Verdict(LOST.format(1), 1))
    sighting = Duplicate(LOST.format(2), "https://b.example/", LOST.format(7), "near", 0.9, 1)
    append(settings, ARTICLES_DUPLICATES, LOST.format(2), sighting)
    code, found = reconciled(settings)
    assert code == 1
    assert found["pages"]["missing"] == 1
    assert found["missing_pages"][0]["url"] == story_page(90)["url"]
    assert found["stories"]["missing"] == 2
    named = {story["article_id"]: story["verdict"] for story in found["missing_stories"]}
    assert named == {LOST.format(0): None, LOST.format(1): "original"}
    assert found["copies_of_nothing"] == 1
    assert found["unfulfilled"] == 1
    told = run_pipeline("reconcile", settings=settings)
    assert told.returncode == 1
    assert f"not delivered: {LOST.format(0)} of https://news.example/x" in told.stdout
    assert (
        f"no outcome: {found['missing_pages'][0]['origin']} {story_page(90)['url']}" in told.stdout
    )


def test_markers_of_transactions_are_no_pages_and_compacted_outcomes_no_losses(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, partitions=1)
    make_topics(settings)

    async def send_in_a_transaction(values: list[bytes]) -> None:
        crawler = AIOKafkaProducer(**client_options(settings), transactional_id=topic_prefix)
        async with crawler, crawler.transaction():
            for value in values:
                await crawler.send(topic_name(settings, PAGES_RAW), value)

    async def compact_soon() -> None:
        resource = ConfigResource(
            ConfigResourceType.TOPIC,
            topic_name(settings, PAGES_OUTCOMES),
            {"segment.ms": "1", "min.cleanable.dirty.ratio": "0.01", "cleanup.policy": "compact"},
        )
        async with admin(settings) as client:
            await client.alter_configs([resource])

    asyncio.run(compact_soon())
    page = story_page(1)
    values = [json.dumps(p).encode() for p in (page, page, story_page(2))]
    asyncio.run(send_in_a_transaction(values))
    call_done(settings)
    code, found = reconciled(settings)
    assert (code, found["pages"]["total"], found["pages"]["missing"]) == (1, 3, 3)

    url = str(page["url"])
    for number in range(2):
        append(
            settings, PAGES_OUTCOMES, url, PageOutcome(url, "unchanged", f"pages.raw/0/{number}")
        )
    # The newest segment is never compacted: another one must begin.
    time.sleep(0.1)
    append(settings, PAGES_OUTCOMES, "other", PageOutcome(None, "dead", "elsewhere/0/0"))
    deadline = time.monotonic() + 60
    while found["pages"]["overwritten"] == 0 and time.monotonic() < deadline:
        time.sleep(1)
        code, found = reconciled(settings)
    assert (found["pages"]["overwritten"], found["pages"]["missing"]) == (1, 1)
    assert found["missing_pages"] == [{"origin": "pages.raw/0/2", "url": story_page(2)["url"]}]
