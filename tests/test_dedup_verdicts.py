"""The verdicts of near-duplicate search: one for each story, the same whatever the order."""

import random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.dedup.home import Arrival
from pipeline.dedup.local import LocalDedup
from tests.dedup_cluster import Cluster, Item, expected, item

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "eo", "i", "ou") for c in "lmnrstk"]


def paragraph(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(18, 45))).capitalize() + "."


def text_of(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def stories_of(chance: random.Random, groups: int) -> list[Item]:
    """Originals, their copies whole and cut, excerpts, and stories that join two others."""
    items: list[Item] = []

    def add(paragraphs: list[str], rank: int = 0) -> None:
        number = len(items)
        items.append(
            item(f"story {number}", text_of(paragraphs), at=chance.randrange(1000), rank=rank)
        )

    before: list[str] = []
    for _ in range(groups):
        base = [paragraph(chance) for _ in range(chance.randint(4, 9))]
        add(base, rank=chance.choice((0, 0, 0, 2)))
        for _ in range(chance.choice((0, 0, 1, 2, 6))):
            form = chance.randrange(5)
            if form == 0:
                add(base)
            elif form == 1:
                add(base[: max(2, len(base) * 7 // 10)], rank=chance.choice((0, 2)))
            elif form == 2:
                add(base[:1], rank=3)
            elif form == 3:
                add([paragraph(chance), *base])
            else:
                # Like each of the two, which are not like each other: no chain may come of it.
                add([*base[: len(base) // 2], *before[: len(base) // 2]])
        before = base
    return items


def shuffled(items: list[Item], chance: random.Random, places: int) -> list[Item]:
    """The stories, each displaced by up to so many places."""
    keys = {each.id: number + chance.uniform(0, places) for number, each in enumerate(items)}
    return sorted(items, key=lambda each: keys[each.id])


def check(verdicts: dict[bytes, bytes | None], items: list[Item]) -> None:
    """What must hold of any verdicts."""
    ids = {each.id for each in items}
    assert verdicts.keys() == ids, "a story without a verdict"
    for id, original in verdicts.items():
        if original is not None:
            assert original != id
            assert verdicts[original] is None, "a copy of a copy"


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    partitions=st.integers(1, 5),
    crashes=st.integers(0, 30),
    places=st.sampled_from((1, 20, 1000)),
)
# The effects of a verdict are lost, and by the time its message comes again more is asked.
@example(seed=4513, partitions=5, crashes=26, places=1)
def test_verdicts_do_not_depend_on_order_partitions_or_crashes(
    seed: int, partitions: int, crashes: int, places: int
) -> None:
    chance = random.Random(seed)
    items = sorted(stories_of(chance, groups=8), key=lambda each: each.at)
    cluster = Cluster(partitions)
    cluster.feed(shuffled(items, chance, places))
    cluster.run(chance, crashes)
    check(cluster.verdicts(), items)
    assert cluster.verdicts() == expected(items)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    partitions=st.integers(1, 5),
    crashes=st.integers(0, 40),
    places=st.sampled_from((1, 40)),
)
# An answer about an older version of a story comes when its newer one is asked for.
@example(seed=273, partitions=1, crashes=38, places=40)
@example(seed=353, partitions=4, crashes=35, places=1)
def test_a_changed_story_is_looked_at_anew_and_never_a_copy_of_itself(
    seed: int, partitions: int, crashes: int, places: int
) -> None:
    chance = random.Random(seed)
    items = sorted(stories_of(chance, groups=6), key=lambda each: each.at)
    revised = []
    for each in chance.sample(items, k=len(items) // 3):
        other = chance.choice(items)
        at = each.at + chance.randint(1, 500)
        revised.append(Item(each.id, each.rank, at, other.signature))
    cluster = Cluster(partitions)
    cluster.feed(shuffled([*items, *revised], chance, places))
    cluster.run(chance, crashes)
    check(cluster.verdicts(), items)
    assert cluster.verdicts() == expected([*items, *revised])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), crashes=st.integers(0, 20))
def test_verdicts_do_not_depend_on_how_mail_is_cut(seed: int, crashes: int) -> None:
    chance = random.Random(seed)
    items = sorted(stories_of(chance, groups=6), key=lambda each: each.at)
    cluster = Cluster(3, mail_bytes=1)
    cluster.feed(shuffled(items, chance, 50))
    cluster.run(chance, crashes)
    check(cluster.verdicts(), items)
    assert cluster.verdicts() == expected(items)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32), window=st.integers(1, 1200))
def test_stories_further_apart_than_the_window_are_no_copies(seed: int, window: int) -> None:
    chance = random.Random(seed)
    items = sorted(stories_of(chance, groups=6), key=lambda each: each.at)
    cluster = Cluster(4, window=window)
    cluster.feed(shuffled(items, chance, 50))
    cluster.run(chance)
    assert cluster.verdicts() == expected(items, window)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_one_process_gives_the_same_verdicts(seed: int) -> None:
    chance = random.Random(seed)
    items = stories_of(chance, groups=8)
    local = LocalDedup(window=10**12)
    verdicts: dict[bytes, bytes | None] = {}
    for number, each in enumerate(items):
        arrival = Arrival(each.id, each.rank, each.at, number, each.signature.sketch)
        for id, row in local.add([(arrival, each.signature)]).items():
            verdicts[id] = None if row.original is None else row.original.id
    check(verdicts, items)
    assert verdicts == expected(items)
