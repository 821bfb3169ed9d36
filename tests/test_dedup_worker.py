"""Near-duplicate search in running workers: real Kafka, real processes, kills."""

import asyncio
import random
import time
from pathlib import Path

from pipeline import wire
from pipeline.broker import producer, read_topic, topic_name
from pipeline.dedup.stories import signed
from pipeline.records import Story, Verdict
from pipeline.settings import Settings
from pipeline.topics import ARTICLES, ARTICLES_DUPLICATES, DEDUP_VERDICTS, STORIES
from tests.running import WorkerProcess, make_topics, settings_for
from tests.test_dedup_verdicts import paragraph


def story(number: int, paragraphs: list[str], *, at: int, appended: bool = False) -> Story:
    import uuid

    return signed(
        Story(
            article_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"story {number}")),
            page_url=f"https://site{number}.example/story",
            site=f"site{number}.example",
            fetched_at="2025-01-01T00:00:00Z",
            appended_at=at,
            placement="appended" if appended else "primary",
            completeness="full",
            text="\n\n".join(paragraphs),
            blocks=((0, len(paragraphs)),),
            headline=f"Story {number}",
        )
    )


def stories_with_copies(seed: int, groups: int) -> list[Story]:
    chance = random.Random(seed)
    stories: list[Story] = []
    before: list[str] = []
    for _ in range(groups):
        base = [paragraph(chance) for _ in range(6)]
        forms = [base]
        for _ in range(chance.choice((0, 0, 0, 1, 4))):
            cut = base[: chance.randint(4, 6)]
            joined = [*base[:3], *before[:3]]
            forms.append(chance.choice((base, cut, [paragraph(chance), *base], joined)))
        for form in forms:
            number = len(stories)
            appended = chance.random() < 0.2
            stories.append(story(number, form, at=1000 + number, appended=appended))
        before = base
    return stories


def send_stories(settings: Settings, stories: list[Story]) -> None:
    async def send() -> None:
        async with producer(settings) as client:
            name = topic_name(settings, STORIES)
            sends = [
                await client.send(name, key=each.article_id.encode(), value=wire.encode(each))
                for each in stories
            ]
            await asyncio.gather(*sends)

    asyncio.run(send())


def compacted(settings: Settings, topic: object) -> dict[str, bytes]:
    async def read() -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        async for message in read_topic(settings, topic_name(settings, topic)):  # type: ignore
            key = (message.key or b"").decode()
            if message.value is None:
                found.pop(key, None)
            else:
                found[key] = message.value
        return found

    return asyncio.run(read())


def verdicts(settings: Settings) -> dict[str, str | None]:
    records = [wire.decode(v, Verdict) for v in compacted(settings, DEDUP_VERDICTS).values()]
    return {r.article_id: r.duplicate_of for r in records if r.revision > 0}


def wait_for_verdicts(
    settings: Settings, count: int, seconds: float = 120
) -> dict[str, str | None]:
    deadline = time.monotonic() + seconds
    last: dict[str, str | None] = {}
    quiet = 0
    while time.monotonic() < deadline:
        found = verdicts(settings)
        quiet = quiet + 1 if len(found) >= count and found == last else 0
        if quiet >= 3:
            return found
        last = found
        time.sleep(0.7)
    raise TimeoutError(f"{len(last)} of {count} verdicts")


def test_copies_are_found_and_left_out(kafka: str, topic_prefix: str, tmp_path: Path) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    stories = stories_with_copies(1, 60)
    send_stories(settings, stories)
    with WorkerProcess(settings, tmp_path) as worker:
        found = wait_for_verdicts(settings, len(stories))
        assert worker.stop() == 0
        print(worker.log()[-3000:])
    print(len(found), sum(v is not None for v in found.values()))
    print(len(compacted(settings, ARTICLES)), len(compacted(settings, ARTICLES_DUPLICATES)))
