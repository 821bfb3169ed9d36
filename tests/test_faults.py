"""Nothing is lost: workers killed at random, a broker that goes away and comes back.

Short in a usual run; `pytest --full tests/test_faults.py` takes the long way, with every page of
the development set five times over and ten kills.
"""

import asyncio
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import wire
from pipeline.accounts import Accounts, read_accounts
from pipeline.broker import offsets, topic_name
from pipeline.local_kafka import LocalKafka
from pipeline.settings import Settings
from pipeline.topics import PAGES_OUTCOMES
from tests.commands import run_pipeline
from tests.pages import aeb_pages
from tests.running import (
    WorkerProcess,
    feed_pages,
    make_topics,
    settings_for,
    settle,
    story_page,
)

Page = dict[str, object]


def compacted_view(accounts: Accounts) -> dict[str, bytes]:
    """The newest record of each article, without the number of its revision."""
    return {
        key: wire.encode(replace(article, revision=0)) for key, article in accounts.articles.items()
    }


def assert_nothing_lost(accounts: Accounts, pages: int) -> None:
    assert len(accounts.raw) == pages
    assert accounts.without_outcome == []
    assert accounts.undelivered == []
    assert accounts.contradictions == []
    assert {o.outcome for o in accounts.outcomes.values()} <= {"articles", "refused"}


def ends(accounts: Accounts) -> dict[str | None, tuple[object, ...]]:
    """What became of each address."""
    return {o.url: (o.outcome, o.reason, o.articles) for o in accounts.outcomes.values()}


def wait_for_outcomes(settings: Settings, count: int) -> None:
    """Return once more than so many outcomes were published."""
    deadline = time.monotonic() + 120
    while True:
        _, last = asyncio.run(offsets(settings, topic_name(settings, PAGES_OUTCOMES)))
        if sum(last.values()) > count:
            return
        assert time.monotonic() < deadline, f"{sum(last.values())} outcomes, not over {count}"
        time.sleep(0.05)


@contextmanager
def two_workers(settings: Settings, folder: Path) -> Iterator[list[WorkerProcess]]:
    first = WorkerProcess(settings, folder, name="first")
    second = WorkerProcess(settings, folder, name="second")
    with first, second:
        yield [first, second]


def undisturbed(kafka: str, prefix: str, folder: Path, pages: list[Page]) -> Accounts:
    settings = settings_for(kafka, prefix, folder, pool_size=2)
    make_topics(settings)
    feed_pages(settings, pages)
    with WorkerProcess(settings, folder, name="undisturbed") as worker:
        accounts = settle(settings, len(pages), 600)
        assert worker.stop() == 0
    return accounts


def test_workers_killed_at_random_lose_no_page_and_no_story(
    kafka: str, topic_prefix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    full = request.config.getoption("--full")
    kills = 10 if full else 4
    if full:
        pages = aeb_pages(request.getfixturevalue("shared"), copies=5)
    else:
        pages = [story_page(number) for number in range(240)]
    expected = undisturbed(kafka, f"{topic_prefix}calm-", tmp_path / "calm", pages)

    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    chance = random.Random(7)
    portion = -(-len(pages) // (kills + 1))
    with two_workers(settings, tmp_path) as workers:
        for kill in range(kills):
            feed_pages(settings, pages[kill * portion : (kill + 1) * portion])
            # In the middle of the work: some of this portion is done, some is not.
            wait_for_outcomes(settings, kill * portion + chance.randrange(portion // 2))
            worker = chance.choice(workers)
            worker.signal(signal.SIGKILL)
            worker.wait()
            worker.start()
        feed_pages(settings, pages[kills * portion :])
        accounts = settle(settings, len(pages), 600)
        told = run_pipeline("reconcile", "--wait", "30", settings=settings)
        assert told.returncode == 0, told.stdout
    assert_nothing_lost(accounts, len(pages))
    assert compacted_view(accounts) == compacted_view(expected)
    assert ends(accounts) == ends(expected)
    print(
        f"{kills} kills, {len(pages)} pages, {len(accounts.articles)} articles, "
        f"{accounts.revisions - len(accounts.articles)} doubled messages"
    )


def test_a_wiped_or_damaged_data_folder_costs_nothing(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    pages = [story_page(number) for number in range(40)]
    feed_pages(settings, pages)
    with WorkerProcess(settings, tmp_path, name="first") as worker:
        settle(settings, 40, worker=worker)
        # In good order, its offsets committed: what comes twice below comes from the wiped folder.
        assert worker.stop() == 0
    # Another worker with an empty folder restores the tables from their changelogs.
    feed_pages(settings, pages)
    with WorkerProcess(settings, tmp_path, name="second") as worker:
        settle(settings, 80, worker=worker)
        assert worker.stop() == 0
        # Damaged, the databases end a worker once; the next one restores them as if they were gone.
        databases = list((tmp_path / "second-data").rglob("*.db"))
        assert databases
        for database in databases:
            (database / "CURRENT").write_bytes(b"\xff" * 16)
        feed_pages(settings, pages)
        worker.start()
        assert worker.wait() == 1
        worker.start()
        accounts = settle(settings, 120, worker=worker)
    assert worker.logged("the tables were damaged and are rebuilt")
    outcomes = [o.outcome for o in accounts.outcomes.values()]
    assert outcomes.count("unchanged") == 80
    assert accounts.revisions == 40


def test_a_broker_that_is_away_for_30_seconds_costs_nothing(
    own_kafka: LocalKafka, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(own_kafka.bootstrap_servers, topic_prefix, tmp_path)
    make_topics(settings)
    pages = [story_page(number) for number in range(300)]
    feed_pages(settings, pages)
    restarts = 0
    with two_workers(settings, tmp_path) as workers:
        workers[0].wait_until_ready()
        wait_for_outcomes(settings, 20)
        before = len(asyncio.run(read_accounts(settings)).outcomes)
        own_kafka.stop()
        away = time.monotonic() + 30
        while time.monotonic() < away:
            restarts += restart_ended(workers)
            time.sleep(0.5)
        own_kafka.start()
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            restarts += restart_ended(workers)
            accounts = asyncio.run(read_accounts(settings))
            if accounts.settled and len(accounts.raw) == len(pages):
                break
            time.sleep(1)
        accounts = asyncio.run(read_accounts(settings))
        assert_nothing_lost(accounts, len(pages))
        assert len(accounts.articles) == len(pages)
        assert [worker.stop() for worker in workers] == [0, 0]
    print(f"{before} of {len(pages)} pages done before; {restarts} restarts of workers")


def restart_ended(workers: list[WorkerProcess]) -> int:
    """What a supervisor does: start again what ended with a code other than 0."""
    ended = [worker for worker in workers if not worker.running]
    for worker in ended:
        assert worker.wait() != 0
        worker.start()
    return len(ended)
