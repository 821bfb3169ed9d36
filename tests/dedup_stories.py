"""Stories for near-duplicate search in running workers, and what the workers made of them."""

import asyncio
import random
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pipeline import wire
from pipeline.broker import group_lag, producer, read_records, read_topic, topic_name
from pipeline.dedup.messages import rank_of
from pipeline.dedup.stories import read_story, signed
from pipeline.records import Article, Completeness, Duplicate, Story, Verdict
from pipeline.settings import Settings
from pipeline.topics import ARTICLES, ARTICLES_DUPLICATES, DEDUP_VERDICTS, STORIES
from tests.dedup_cluster import Item
from tests.test_dedup_verdicts import paragraph


def story(
    name: str,
    paragraphs: list[str],
    *,
    at: int,
    appended: bool = False,
    completeness: Completeness = "full",
) -> Story:
    """A signed story of a page of its own, as the step `split` hands it on."""
    return signed(
        Story(
            article_id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
            page_url=f"https://site{len(name)}.example/{name}",
            site=f"site{len(name)}.example",
            fetched_at="2025-01-01T00:00:00Z",
            appended_at=at,
            placement="appended" if appended else "primary",
            completeness=completeness,
            text="\n\n".join(paragraphs),
            blocks=((0, len(paragraphs)),),
            headline=f"Report {name}",
            language="en",
        )
    )


def stories_with_copies(seed: int, count: int, *, boilerplate: float = 0.08) -> list[Story]:
    """So many stories in the order of their append times.

    Most are single. There are clusters of 2 to 6, of 12 to 39 and, among thousands, of 200; chains
    of which only neighbours are alike; and a paragraph that a share of all stories carries.
    """
    chance = random.Random(seed)
    disclaimer = paragraph(chance)
    texts: list[list[str]] = []
    sizes = [200] if count >= 2000 else []
    while len(texts) < count:
        base = [paragraph(chance) for _ in range(6)]
        size = sizes.pop() if sizes else _cluster_size(chance)
        if size < 0:
            texts += _chain(chance, -size)
            continue
        texts.append(base)
        for _ in range(size - 1):
            cut = base[: chance.randint(4, 6)]
            led = [paragraph(chance), *base]
            texts.append(chance.choice((base, cut, led, base[:1])))
    del texts[count:]
    chance.shuffle(texts)
    made = []
    for number, paragraphs in enumerate(texts):
        if len(paragraphs) > 1 and chance.random() < boilerplate:
            paragraphs = [*paragraphs, disclaimer]
        made.append(
            story(
                f"story-{number}",
                paragraphs,
                at=1000 + number,
                appended=chance.random() < 0.1,
                completeness="excerpt" if len(paragraphs) == 1 else "full",
            )
        )
    return made


def _cluster_size(chance: random.Random) -> int:
    """How many stories are alike; below 0: a chain of so many."""
    form = chance.random()
    if form < 0.8:
        return 1
    if form < 0.96:
        return chance.randint(2, 6)
    return -chance.randint(3, 5) if form < 0.985 else chance.randint(12, 39)


def _chain(chance: random.Random, length: int) -> list[list[str]]:
    """Stories each of which shares half of its text with the one before and half with the next."""
    parts = [[paragraph(chance) for _ in range(3)] for _ in range(length + 1)]
    return [[*parts[place], *parts[place + 1]] for place in range(length)]


def displaced(stories: list[Story], places: int, seed: int) -> list[Story]:
    """The stories, each up to so many places from where it was."""
    chance = random.Random(seed)
    keys = {each.article_id: n + chance.uniform(0, places) for n, each in enumerate(stories)}
    return sorted(stories, key=lambda each: keys[each.article_id])


def item_of(each: Story) -> Item:
    """A story as `dedup_cluster.expected` takes it."""
    arrival, signature = read_story(wire.encode(each), 0)
    rank = rank_of(each.placement, each.completeness)
    return Item(arrival.id, rank, each.appended_at, signature)


def send_stories(settings: Settings, stories: Iterable[Story]) -> None:
    async def send() -> None:
        async with producer(settings) as client:
            name = topic_name(settings, STORIES)
            sends = [
                await client.send(name, key=each.article_id.encode(), value=wire.encode(each))
                for each in stories
            ]
            await asyncio.gather(*sends)

    asyncio.run(send())


@dataclass
class View:
    """The final records by story: of each the one that counts.

    `verdicts` are those that were given; `revisions` counts the messages on `articles`.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    duplicates: dict[str, Duplicate] = field(default_factory=dict)
    revisions: int = 0

    @property
    def originals(self) -> dict[str, str | None]:
        """Each story's original."""
        return {id: verdict.duplicate_of for id, verdict in self.verdicts.items()}

    @property
    def published(self) -> dict[str, Article]:
        """The articles that are no copies, without the number of their revision."""
        return {
            id: replace(article, revision=0)
            for id, article in self.articles.items()
            if article.status == "published"
        }


async def _read(settings: Settings) -> View:
    view = View()
    async for _, verdict in read_records(settings, DEDUP_VERDICTS, Verdict):
        if verdict.revision > 0:
            view.verdicts[verdict.article_id] = replace(verdict, revision=0, state="")
    async for _, article in read_records(settings, ARTICLES, Article):
        view.revisions += 1
        known = view.articles.get(article.article_id)
        if known is None or known.revision <= article.revision:
            view.articles[article.article_id] = article
    async for message in read_topic(settings, topic_name(settings, ARTICLES_DUPLICATES)):
        id = (message.key or b"").decode()
        if message.value is None:
            view.duplicates.pop(id, None)
        else:
            view.duplicates[id] = wire.decode(message.value, Duplicate)
    return view


def wait_for_view(settings: Settings, stories: int, seconds: float = 300) -> View:
    """What became of the stories, once there are so many and nothing is left to do."""
    deadline = time.monotonic() + seconds
    while True:
        # Committed is what is done with all that it caused.
        if asyncio.run(group_lag(settings)) == 0:
            view = asyncio.run(_read(settings))
            if len(view.verdicts) >= stories and asyncio.run(group_lag(settings)) == 0:
                return view
        if time.monotonic() > deadline:
            view, lag = asyncio.run(_read(settings)), asyncio.run(group_lag(settings))
            raise TimeoutError(
                f"{len(view.verdicts)} of {stories} verdicts, {lag} messages waiting"
            )
        time.sleep(0.5)


def check(view: View, stories: list[Story]) -> None:
    """What must hold of any view."""
    assert view.verdicts.keys() == {each.article_id for each in stories}, "without a verdict"
    copies = {id for id, original in view.originals.items() if original is not None}
    for id in copies:
        original = view.originals[id]
        assert original is not None
        assert original not in copies, "a copy of a copy"
        assert view.articles[original].status == "published", "an original that is not published"
        sighting, verdict = view.duplicates[id], view.verdicts[id]
        assert (sighting.duplicate_of, sighting.kind, sighting.similarity) == (
            verdict.duplicate_of,
            verdict.kind,
            verdict.similarity,
        )
    assert view.duplicates.keys() == copies
    assert view.published.keys() == view.verdicts.keys() - copies
    for id, article in view.articles.items():
        assert article.duplicate_of == view.originals[id]
