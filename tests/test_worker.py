"""The running worker on real Kafka: outcomes, dead letters, revisions, health, the clean stop."""

import asyncio
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from pipeline import wire
from pipeline.accounts import read_accounts
from pipeline.broker import admin, producer, topic_name
from pipeline.settings import Settings
from pipeline.topics import PAGES_CLEAN, TABLE_PAGES
from tests import faulty_worker as faults
from tests.commands import run_pipeline
from tests.running import (
    WorkerProcess,
    feed_pages,
    make_topics,
    send_raw,
    settings_for,
    settle,
    story_page,
)


@pytest.fixture
def settings(kafka: str, topic_prefix: str, tmp_path: Path) -> Settings:
    made = settings_for(kafka, topic_prefix, tmp_path, step_timeout=4.0, pool_memory_mb=512)
    make_topics(made)
    return made


@pytest.fixture
def worker(settings: Settings, tmp_path: Path) -> Iterator[WorkerProcess]:
    with WorkerProcess(settings, tmp_path) as process:
        yield process


def test_a_page_becomes_an_article_and_a_second_feed_is_unchanged(
    settings: Settings, worker: WorkerProcess
) -> None:
    pages = [story_page(number) for number in range(6)]
    feed_pages(settings, pages)
    first = settle(settings, 6, worker=worker)
    assert {o.outcome for o in first.outcomes.values()} == {"articles"}
    assert len(first.articles) == 6
    assert {a.revision for a in first.articles.values()} == {1}

    feed_pages(settings, pages)
    second = settle(settings, 12, worker=worker)
    outcomes = [(o.outcome, o.reason) for o in second.outcomes.values()]
    assert outcomes.count(("unchanged", "same_bytes")) == 6
    assert second.revisions == 6


def test_other_text_is_a_new_revision_and_the_same_text_in_other_bytes_is_unchanged(
    settings: Settings, worker: WorkerProcess
) -> None:
    feed_pages(settings, [story_page(1)])
    settle(settings, 1, worker=worker)
    same_words = story_page(1)
    same_words["body"] = str(same_words["body"]).replace("</body>", "<!-- served by 7 --></body>")
    feed_pages(settings, [same_words])
    accounts = settle(settings, 2, worker=worker)
    assert sorted((o.outcome, o.reason) for o in accounts.outcomes.values()) == [
        ("articles", None),
        ("unchanged", "same_text"),
    ]

    feed_pages(settings, [story_page(1, revision=2)])
    accounts = settle(settings, 3, worker=worker)
    (article,) = accounts.articles.values()
    assert article.revision == 2
    assert "gave it reading 2" in article.text
    assert accounts.revisions == 2


def test_messages_that_are_no_pages_end_as_dead_letters_and_cost_no_other_page(
    settings: Settings, worker: WorkerProcess
) -> None:
    feed_pages(settings, [story_page(1)])
    send_raw(
        settings,
        b"not json at all",
        b'["a", "list"]',
        b'{"url": 7}',
        b"",
        None,
        b'{"url": "https://a.example/", "fetched_at": "2025-05-06T07:08:09Z", '
        b'"content_type": "text/html", "body": "x", "body_base64": "eA=="}',
        b"\xff\xfe\x00",
        key=b"any",
    )
    feed_pages(settings, [story_page(2)])
    accounts = settle(settings, 9, worker=worker)
    outcomes = [o.outcome for o in accounts.outcomes.values()]
    assert outcomes.count("articles") == 2
    assert outcomes.count("dead") == 7
    assert len(accounts.dead) == 7
    assert {letter.step for _, letter in accounts.dead} == {"clean"}
    assert {letter.error for _, letter in accounts.dead} == {"WireError"}
    words = " ".join(letter.message for _, letter in accounts.dead)
    assert "$.url" in words
    assert "an empty message" in words
    assert worker.running


def test_a_message_of_20_mb_ends_as_a_dead_letter_that_can_be_replayed_from_its_topic(
    settings: Settings, worker: WorkerProcess
) -> None:
    # Larger than a page may be, and small enough on the wire when it is compressed.
    huge = story_page(5)
    huge["headers"] = {"x-filler": "a" * 20_000_000}
    asyncio.run(_send_unlimited(settings, json.dumps(huge).encode()))
    feed_pages(settings, [story_page(6)])
    accounts = settle(settings, 2, worker=worker)
    (dead,) = [letter for _, letter in accounts.dead]
    assert dead.error == "TooLarge"
    assert dead.value_bytes > 20_000_000
    assert dead.value_base64 is None
    assert sorted(o.outcome for o in accounts.outcomes.values()) == ["articles", "dead"]


def test_a_key_of_megabytes_costs_no_page(settings: Settings, worker: WorkerProcess) -> None:
    # More than any producer of a worker may send, and small on the wire.
    key = b"k" * 17_000_000
    for value in (json.dumps(story_page(7)).encode(), b"no page"):
        asyncio.run(_send_unlimited(settings, value, key))
    feed_pages(settings, [story_page(8)])
    accounts = settle(settings, 3, worker=worker)
    assert len(accounts.articles) == 2
    assert sorted(o.outcome for o in accounts.outcomes.values()) == ["articles", "articles", "dead"]
    ((_, dead),) = accounts.dead
    assert (dead.error, dead.key_base64) == ("WireError", None)
    shown = run_pipeline("dead", "list", settings=settings)
    assert shown.returncode == 0
    assert worker.running


async def _send_unlimited(settings: Settings, value: bytes, key: bytes = b"huge") -> None:
    from aiokafka import AIOKafkaProducer

    from pipeline.broker import client_options, topic_name
    from pipeline.topics import PAGES_RAW

    client = AIOKafkaProducer(
        **client_options(settings), max_request_size=64 * 1024 * 1024, compression_type="lz4"
    )
    await client.start()
    await client.send_and_wait(topic_name(settings, PAGES_RAW), value=value, key=key)
    await client.stop()


def test_pages_that_raise_hang_eat_memory_or_kill_their_process_are_dead_letters(
    settings: Settings, tmp_path: Path
) -> None:
    marks = [faults.RAISE, faults.HANG, faults.MEMORY, faults.KILL, faults.SEGFAULT]
    with WorkerProcess(settings, tmp_path, module="tests.faulty_worker") as worker:
        feed_pages(settings, [story_page(0)])
        feed_pages(settings, [story_page(10 + n, mark=mark) for n, mark in enumerate(marks)])
        feed_pages(settings, [story_page(number) for number in range(1, 6)])
        accounts = settle(settings, 11, 180, worker=worker)
        outcomes = [o.outcome for o in accounts.outcomes.values()]
        assert outcomes.count("articles") == 6
        letters = {letter.error: letter for _, letter in accounts.dead}
        assert sorted(letter.error for _, letter in accounts.dead) == [
            "MemoryError",
            "ProcessDied",
            "ProcessDied",
            "RuntimeError",
            "Timeout",
        ]
        assert letters["Timeout"].tries == settings.step_tries
        assert "SIG" in letters["ProcessDied"].message
        assert worker.running
        _, metrics = worker.get("/metrics")
        assert 'pipeline_pool_restarts_total{reason="Timeout"} 2.0' in metrics
        assert 'pipeline_dead_letters_total{error="RuntimeError",step="clean"} 1.0' in metrics
        assert worker.stop() == 0

    # The cause is gone: a worker without the fault, and the letters sent through again.
    with WorkerProcess(settings, tmp_path, name="mended"):
        done = run_pipeline("dead", "replay", "--all", settings=settings)
        assert done.returncode == 0, done.stderr
        assert "5 replayed, 0 not" in done.stderr
        accounts = settle(settings, 16, 120)
    assert len(accounts.articles) == 11
    latest = [o.outcome for o in accounts.outcomes.values()]
    assert latest.count("articles") == 11


def test_health_ready_and_metrics_are_served_on_loopback(
    settings: Settings, worker: WorkerProcess
) -> None:
    worker.wait_until_ready()
    assert worker.get("/health") == (200, "ok\n")
    feed_pages(settings, [story_page(number) for number in range(3)])
    send_raw(settings, b"broken", key=b"b")
    settle(settings, 4, worker=worker)
    _, metrics = worker.get("/metrics")
    assert 'pipeline_page_outcomes_total{outcome="articles",reason=""} 3.0' in metrics
    assert 'pipeline_page_outcomes_total{outcome="dead",reason="WireError"} 1.0' in metrics
    assert 'pipeline_step_seconds_count{step="split"} 3.0' in metrics
    assert 'pipeline_dedup_verdicts_total{verdict="original"} 3.0' in metrics
    assert 'pipeline_records_published_total{topic="articles"} 3.0' in metrics
    assert 'pipeline_consumer_lag_messages{partition="0",topic="pages.raw"}' in metrics
    assert worker.logged("serving health and metrics")[-1]["host"] == "127.0.0.1"
    # What Faust's own server would show: its tables among others.
    for path in ("/", "/router", "/stats", "/graph", "/pipeline/tables"):
        assert worker.get(path)[0] == 404


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_worker_cleanly_and_its_processes_with_it(
    settings: Settings, worker: WorkerProcess, number: signal.Signals
) -> None:
    worker.wait_until_ready()
    feed_pages(settings, [story_page(n) for n in range(20)])
    children = _descendants(worker.pid)
    assert children
    worker.signal(number)
    assert worker.wait() == 0
    assert_gone(children)

    # What was not done is done by the next worker, once.
    with WorkerProcess(settings, worker.folder, name="next"):
        accounts = settle(settings, 20)
    assert not accounts.contradictions
    assert len(accounts.articles) == 20


def test_the_pool_dies_with_a_worker_that_is_killed(
    settings: Settings, worker: WorkerProcess
) -> None:
    worker.wait_until_ready()
    children = _descendants(worker.pid)
    (server,) = [pid for pid in children if _forks(pid, worker.pid)]
    for process in _descendants(server):
        os.kill(process, signal.SIGSTOP)  # it hangs, and sees nothing of what comes
    worker.signal(signal.SIGKILL)
    worker.wait()
    assert_gone(children)


def test_a_frozen_worker_ends_when_it_wakes_up(settings: Settings, worker: WorkerProcess) -> None:
    worker.wait_until_ready()
    worker.signal(signal.SIGSTOP)
    time.sleep(settings.session_timeout + 1)
    worker.signal(signal.SIGCONT)
    assert worker.wait(20) == 70
    assert "frozen" in worker.log()


def test_secrets_are_not_in_the_environment_of_the_pool(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(
        kafka,
        topic_prefix,
        tmp_path,
        sasl_username="sesame-user",
        sasl_password="sesame-word",
        ssl_key_password="sesame-key",
    )
    make_topics(settings)
    with WorkerProcess(settings, tmp_path) as worker:
        worker.wait_until_ready()
        _assert_no_secrets(worker.pid)
        # The server that forks them is started anew when it dies.
        (server,) = [pid for pid in _descendants(worker.pid) if _forks(pid, worker.pid)]
        os.kill(server, signal.SIGKILL)
        feed_pages(settings, [story_page(1)])
        settle(settings, 1, worker=worker)
        _assert_no_secrets(worker.pid)
    assert "sesame-" not in worker.log()


def _assert_no_secrets(worker: int) -> None:
    for pid in _descendants(worker):
        environment = Path(f"/proc/{pid}/environ").read_bytes()
        if b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            assert b"PIPELINE_TOPIC_PREFIX" in environment
            assert b"sesame-" not in environment


def _forks(pid: int, parent: int) -> bool:
    """Whether it is the server that forks the pool's processes, not one of these."""
    mine = (Path(f"/proc/{pid}/cmdline").read_bytes(), Path(f"/proc/{pid}/stat").read_text())
    return b"forkserver" in mine[0] and int(mine[1].rsplit(")", 1)[1].split()[1]) == parent


def test_a_record_that_the_broker_refuses_is_a_dead_letter(
    settings: Settings, tmp_path: Path
) -> None:
    async def lower_the_limit() -> None:
        resource = ConfigResource(
            ConfigResourceType.TOPIC,
            topic_name(settings, PAGES_CLEAN),
            {"max.message.bytes": "2000"},
        )
        async with admin(settings) as client:
            await client.alter_configs([resource])

    asyncio.run(lower_the_limit())
    long = story_page(1, mark=" ".join(f"{n * n}" for n in range(3000)))
    with WorkerProcess(settings, tmp_path) as worker:
        feed_pages(settings, [story_page(0), long, story_page(2)])
        accounts = settle(settings, 3, worker=worker)
        assert worker.logged("a topic differs from the table of topics")
    assert [letter.error for _, letter in accounts.dead] == ["OutputTooLarge"]
    assert sorted(o.outcome for o in accounts.outcomes.values()) == ["articles", "articles", "dead"]
    assert not accounts.contradictions


def test_a_signal_while_it_starts_ends_the_worker_cleanly(
    settings: Settings, worker: WorkerProcess
) -> None:
    while not _catches(worker.pid, signal.SIGTERM):
        time.sleep(0.01)
    worker.signal(signal.SIGTERM)
    assert worker.wait() == 0
    assert not worker.logged("worker starts")


def test_a_taken_port_or_data_folder_is_one_clear_line(
    settings: Settings, worker: WorkerProcess
) -> None:
    port = worker.port()
    taken = run_pipeline("worker", settings=replace(settings, web_port=port))
    assert taken.returncode == 1
    assert "PIPELINE_WEB_PORT" in taken.stderr.splitlines()[-1]
    folder = worker.folder / f"{worker.name}-data"
    taken = run_pipeline("worker", settings=replace(settings, data_dir=folder))
    assert taken.returncode == 1
    assert "another worker uses the data folder" in taken.stderr.splitlines()[-1]
    assert "Traceback" not in taken.stderr


def test_a_worker_that_got_partitions_back_is_not_stalled_by_what_another_did(
    settings: Settings, tmp_path: Path
) -> None:
    short = replace(settings, step_timeout=2.0, step_tries=1, stall_timeout=12.0)
    first = WorkerProcess(short, tmp_path, name="first")
    second = WorkerProcess(short, tmp_path, name="second")
    with first, second:
        first.wait_until_ready()
        feed_pages(settings, [story_page(n) for n in range(30)])
        settle(settings, 30, worker=first)
        assert first.stop() == 0
        feed_pages(settings, [story_page(n) for n in range(30, 60)])
        settle(settings, 60, worker=second)
        first.start().wait_until_ready()
        assert second.stop() == 0
        first.wait_until_ready()
        time.sleep(15)
        assert first.running, first.log()[-2000:]
        _, metrics = first.get("/metrics")
        lags = [line for line in metrics.splitlines() if line.startswith("pipeline_consumer_lag_m")]
        assert len(lags) == 6 * settings.partitions
        assert all(line.endswith(" 0.0") for line in lags)


def test_a_worker_whose_tables_are_restored_for_long_is_not_stalled(
    settings: Settings, tmp_path: Path
) -> None:
    async def fill() -> None:
        async with producer(settings) as client:
            for number in range(700):
                key = b"https://a.example/%d" % number
                place = number % settings.partitions
                await client.send(topic_name(settings, TABLE_PAGES), b"{}", key, place)

    asyncio.run(fill())
    feed_pages(settings, [story_page(n) for n in range(5)])
    short = replace(settings, step_timeout=2.0, step_tries=1, stall_timeout=12.0)
    # 70 batches of 10 records, .3 s each.
    with WorkerProcess(short, tmp_path, module="tests.slow_tables_worker") as worker:
        worker.port()
        started = time.monotonic()
        settle(settings, 5, worker=worker)
        assert time.monotonic() - started > 15
        assert not worker.logged("worker gives up")


def test_articles_carry_what_the_schema_says(settings: Settings, worker: WorkerProcess) -> None:
    feed_pages(settings, [story_page(3)])
    settle(settings, 1, worker=worker)
    (article,) = asyncio.run(read_accounts(settings)).articles.values()
    record = json.loads(wire.encode(article))
    assert record["page_url"] == "https://news0.example/bridge/3"
    assert record["site"] == "news0.example"
    assert record["placement"] == "primary"
    assert record["status"] == "published"
    assert record["headline"].endswith("for 3 crowns")
    assert record["text"].count("\n\n") == 2
    assert record["language"] == "en"


def assert_gone(pids: list[int]) -> None:
    """The processes end within seconds."""
    deadline = time.monotonic() + 10
    while left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def _catches(pid: int, number: signal.Signals) -> bool:
    """Whether the process has a handler for the signal."""
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def _descendants(pid: int) -> list[int]:
    """The process ids below a process, from /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            if int(stat.rsplit(")", 1)[1].split()[1]) == pid:
                found += [int(entry.name), *_descendants(int(entry.name))]
    return found
