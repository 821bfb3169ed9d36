"""Messages that try to break a parser: each comes to an end, none costs the worker.

`pytest --full` takes 100,000 through the pure steps and 5,000 through a worker.
"""

import asyncio
import itertools
from collections import Counter
from pathlib import Path

import pytest

from pipeline.accounts import read_accounts
from pipeline.broker import group_lag, producer, topic_name
from pipeline.settings import Settings
from pipeline.topics import PAGES_RAW, REQUEST_BYTES
from tests.chaos.cluster import wait_for
from tests.hostile import Hostile, Tally, source
from tests.running import WorkerProcess, make_topics, settings_for

PARTS = 4  # to be run side by side
FITS = REQUEST_BYTES - 2**20  # beside its headers


@pytest.mark.parametrize("part", range(PARTS))
def test_the_steps_end_each_message_within_the_limit(
    part: int, request: pytest.FixtureRequest
) -> None:
    full = request.config.getoption("--full")
    count = (100_000 if full else 2000) // PARTS
    made, tally = source(real=full), Tally()
    for seed in range(part * count, (part + 1) * count):
        tally.take(seed, made.message(seed))
    assert tally.broken == []
    assert tally.ends.total() == count
    assert tally.ends["articles"] > count / 4, "too many are refused for what stands around a story"
    print(*(f"{seconds:.2f} s CPU: {kind}" for seconds, _, kind in tally.slowest), sep="\n")


def send(settings: Settings, messages: list[Hostile]) -> None:
    async def send_all() -> None:
        async with producer(settings) as client:
            name = topic_name(settings, PAGES_RAW)
            for number, message in enumerate(messages):
                await client.send_and_wait(
                    name,
                    value=message.value,
                    key=str(number).encode(),
                    headers=[*message.headers],
                )

    asyncio.run(send_all())


def test_a_worker_accounts_for_each_message(
    kafka: str, topic_prefix: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    full = request.config.getoption("--full")
    count = 5000 if full else 200
    settings = settings_for(kafka, topic_prefix, tmp_path, pool_size=2)
    make_topics(settings)
    made = source(real=full)
    with WorkerProcess(settings, tmp_path) as worker:
        # Without those that no producer would send.
        fit = (each for each in map(made.message, itertools.count()) if len(each.value) < FITS)
        for _ in range(0, count, 100):
            send(settings, list(itertools.islice(fit, 100)))

        def done() -> bool:
            assert worker.running, worker.log()[-3000:]
            return asyncio.run(group_lag(settings)) == 0

        wait_for("all is done", done, 7200 if full else 300)
        accounts = asyncio.run(read_accounts(settings))
        assert worker.stop() == 0
    assert len(accounts.raw) == count
    assert accounts.settled
    assert accounts.contradictions == []
    dead = Counter(letter.error for _, letter in accounts.dead)
    assert dead.keys() <= {"WireError", "TooLarge", "UnreadablePage", "TextTooLarge"}
    outcomes = Counter(outcome.outcome for outcome in accounts.outcomes.values())
    assert outcomes["dead"] == dead.total()
    print(f"{count} messages: {dict(outcomes)}, dead for {dict(dead)}")
