"""Near-duplicate search in running workers: real Kafka, real processes, kills.

Short in a usual run; `pytest --full -s tests/test_dedup_worker.py` takes the long way, with 5,000
stories, ten kills and a total shuffle, and prints how many verdicts are the same.
"""

import asyncio
import random
import secrets
import signal
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.broker import offsets, topic_name
from pipeline.records import Story
from pipeline.settings import Settings
from pipeline.topics import DEDUP_ANSWERS
from tests.dedup_cluster import expected
from tests.dedup_stories import (
    View,
    check,
    displaced,
    item_of,
    send_stories,
    stories_with_copies,
    story,
    wait_for_view,
)
from tests.running import WorkerProcess, make_topics, settings_for
from tests.test_dedup_verdicts import paragraph

SECONDS = 900
WORKERS = 4


@dataclass(frozen=True)
class Undisturbed:
    """What one worker made of the stories, which came in the order of their pages."""

    stories: list[Story]
    view: View
    first: View  # before the pages of the copies that were seen first came


def corrected() -> tuple[list[Story], list[Story]]:
    """Stories, and others that are their originals and come only when these were published."""
    chance = random.Random(5)
    texts = [[paragraph(chance) for _ in range(5)] for _ in range(3)]
    copies = [
        story("late-page", texts[0], at=900),
        story("appended", texts[1], at=100, appended=True),
        story("teaser", texts[2][:1], at=100, completeness="excerpt"),
    ]
    originals = [
        story("early-page", texts[0], at=800),
        story("own-page", texts[1], at=900),
        story("whole", texts[2], at=900),
    ]
    return copies, originals


@pytest.fixture(scope="module")
def full(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="module")
def undisturbed(kafka: str, tmp_path_factory: pytest.TempPathFactory, full: bool) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    settings = settings_for(kafka, f"t-{secrets.token_hex(3)}-", folder)
    make_topics(settings)
    copies, originals = corrected()
    with WorkerProcess(settings, folder) as worker:
        worker.wait_until_ready()
        send_stories(settings, copies)
        first = wait_for_view(settings, len(copies), SECONDS)
        stories = stories_with_copies(3, 5000 if full else 300)
        send_stories(settings, [*originals, *stories])
        stories = [*copies, *originals, *stories]
        view = wait_for_view(settings, len(stories), SECONDS)
        assert worker.stop() == 0
    return Undisturbed(stories, view, first)


def test_every_story_has_its_verdict_and_its_records(undisturbed: Undisturbed, full: bool) -> None:
    check(undisturbed.view, undisturbed.stories)
    wanted = expected(map(item_of, undisturbed.stories))
    given = {
        uuid.UUID(id).bytes: None if original is None else uuid.UUID(original).bytes
        for id, original in undisturbed.view.originals.items()
    }
    same = sum(given[id] == original for id, original in wanted.items())
    copies = sum(original is not None for original in wanted.values())
    print(f"{len(wanted)} stories, {copies} copies, {same} verdicts as defined")
    # Of a boilerplate's stories and of very many copies the index keeps the first ones only.
    assert same >= 0.999 * len(wanted) if full else same == len(wanted)


def test_a_published_story_that_turns_out_a_copy_is_corrected(undisturbed: Undisturbed) -> None:
    copies, originals = corrected()
    for copy, original in zip(copies, originals, strict=True):
        before = undisturbed.first.articles[copy.article_id]
        assert (before.status, before.revision) == ("published", 1)
        after = undisturbed.view.articles[copy.article_id]
        assert (after.status, after.revision) == ("duplicate", 2)
        assert after.duplicate_of == original.article_id
        assert undisturbed.view.articles[original.article_id].status == "published"
        sighting = undisturbed.view.duplicates[copy.article_id]
        assert sighting.duplicate_of == original.article_id
        assert sighting.kind == ("contained" if copy.completeness == "excerpt" else "exact")


def killed_at_random(
    settings: Settings, folder: Path, stories: list[Story], kills: int, seed: int
) -> View:
    """What four workers make of the stories while they are killed and started again."""
    make_topics(settings)
    chance = random.Random(seed)
    portion = -(-len(stories) // (kills + 1))
    with ExitStack() as stack:
        workers = [
            stack.enter_context(WorkerProcess(settings, folder, name=f"worker{number}"))
            for number in range(WORKERS)
        ]
        workers[0].wait_until_ready()
        for kill in range(kills):
            begun = answers(settings)
            send_stories(settings, stories[kill * portion : (kill + 1) * portion])
            # In the middle of the work on this portion.
            wait_for_answers(settings, begun + chance.randint(1, 12))
            worker = chance.choice(workers)
            worker.signal(signal.SIGKILL)
            worker.wait()
            worker.start()
        send_stories(settings, stories[kills * portion :])
        view = wait_for_view(settings, len(stories), SECONDS)
        # Who ended by himself would have been missed: each was killed by this test alone.
        assert all(worker.running for worker in workers)
    return view


def answers(settings: Settings) -> int:
    _, last = asyncio.run(offsets(settings, topic_name(settings, DEDUP_ANSWERS)))
    return sum(last.values())


def wait_for_answers(settings: Settings, count: int) -> None:
    deadline = time.monotonic() + SECONDS
    while answers(settings) < count:
        assert time.monotonic() < deadline, f"not {count} messages to homes"
        time.sleep(0.05)


def differing(view: View, undisturbed: Undisturbed) -> int:
    others = undisturbed.view.originals
    return sum(original != others[id] for id, original in view.originals.items())


@pytest.mark.parametrize("kills", [0, 10])
def test_four_workers_give_the_same_view_as_one(
    kafka: str, topic_prefix: str, tmp_path: Path, undisturbed: Undisturbed, full: bool, kills: int
) -> None:
    if not full and not kills:
        pytest.skip("the kills below show it; pytest --full does it without them too")
    kills = kills if full else min(kills, 2)
    stories = displaced(undisturbed.stories, 200 if kills else 0, seed=11)
    settings = settings_for(kafka, topic_prefix, tmp_path)
    view = killed_at_random(settings, tmp_path, stories, kills, seed=kills)
    print(
        f"{kills} kills, {len(stories)} stories, {differing(view, undisturbed)} verdicts differ; "
        f"{len(view.articles) - len(view.published)} articles corrected, "
        f"{view.revisions - len(view.articles)} doubled messages"
    )
    check(view, stories)
    assert view.verdicts == undisturbed.view.verdicts
    assert view.duplicates == undisturbed.view.duplicates
    assert view.published == undisturbed.view.published


def test_after_a_total_shuffle_the_originals_are_the_same(
    kafka: str, topic_prefix: str, tmp_path: Path, undisturbed: Undisturbed, full: bool
) -> None:
    if not full:
        pytest.skip("the long way; see pytest --full")
    stories = displaced(undisturbed.stories, 10**9, seed=13)
    settings = settings_for(kafka, topic_prefix, tmp_path)
    view = killed_at_random(settings, tmp_path, stories, 6, seed=3)
    differ = differing(view, undisturbed)
    print(f"shuffled: {differ} of {len(stories)} verdicts differ")
    check(view, stories)
    assert differ <= 0.001 * len(stories)


def test_a_story_that_comes_again_is_no_copy_of_itself(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path, partitions=2)
    make_topics(settings)
    chance = random.Random(9)
    base = [paragraph(chance) for _ in range(6)]
    first = story("page", base, at=100)
    other = story("copy", base, at=200)
    changed = replace(
        story("page", [*base[:5], paragraph(chance)], at=300), headline="Report of the evening"
    )
    elsewhere = story("page", [paragraph(chance) for _ in range(6)], at=400)
    with WorkerProcess(settings, tmp_path) as worker:
        worker.wait_until_ready()
        send_stories(settings, [first, first, other])
        view = wait_for_view(settings, 2)
        assert view.originals == {first.article_id: None, other.article_id: first.article_id}
        assert view.articles[first.article_id].revision == 1

        send_stories(settings, [changed, first])
        view = wait_for_view(settings, 2)
        assert view.originals == {first.article_id: None, other.article_id: first.article_id}
        assert view.articles[first.article_id].headline == "Report of the evening"

        # The page now tells something else: what copied it is an original again.
        send_stories(settings, [elsewhere])
        view = wait_for_view(settings, 2)
        assert view.originals == {first.article_id: None, other.article_id: None}
        assert view.duplicates == {}
        assert view.articles[other.article_id].status == "published"
        assert view.articles[first.article_id].text == elsewhere.text
        assert worker.stop() == 0
