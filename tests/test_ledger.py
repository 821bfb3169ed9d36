"""The books of `pipeline reconcile` against sets and dicts that say the same plainly."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import ledger
from pipeline.ledger import (
    ARTICLE,
    CALLED_COPY,
    CALLED_ORIGINAL,
    COPY,
    DEAD,
    Pages,
    Stories,
    digest,
)
from pipeline.records import Outcome

IDS = st.sampled_from([f"story-{number}" for number in range(12)])
OUTCOMES = st.sampled_from(["articles", "refused", "unchanged", "dead"])


def in_use(promised: list[str]) -> Stories:
    stories = Stories()
    for id in promised:
        stories.promise(id)
    stories.close()
    return stories


@given(
    st.lists(IDS),
    st.lists(st.tuples(IDS, st.sampled_from(["", "story-1", "story-40"]))),
    st.lists(st.tuples(IDS | st.just("story-40"), st.integers(1, 3), st.booleans())),
    st.lists(IDS),
    st.integers(1, 5),
)
@settings(max_examples=300, deadline=None)
def test_stories_are_counted_as_sets_would(
    promised: list[str],
    copies: list[tuple[str, str]],
    articles: list[tuple[str, int, bool]],
    dead: list[str],
    gathered: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "GATHERED", gathered)
        stories = in_use(promised)
        for id, original in copies:
            stories.mark(id, COPY if original else 0, within=COPY, original=original)
        stories.close_originals()
        for id, revision, shown in articles:
            stories.publish(id, revision, shown)
        for id in dead:
            stories.mark(id, DEAD, within=DEAD)
        stories.flush()

    wanted = set(promised)
    sighted = {id: original for id, original in dict(copies).items() if original and id in wanted}
    published = {id for id, _, _ in articles}
    status = {id: shown for id, _, shown in articles}
    assert stories.promised == len(wanted)
    assert stories.count(COPY) == len(sighted)
    assert stories.count(ARTICLE, without=COPY) == len((wanted & published) - sighted.keys())
    assert stories.missing().keys() == {
        digest(id) for id in wanted - published - sighted.keys() - set(dead)
    }
    assert stories.copies_of_nothing() == sum(not status.get(o, False) for o in sighted.values())
    messages = [(id, revision) for id, revision, _ in articles if id in wanted]
    assert stories.doubled() == len(messages) - len(set(messages))


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(3, 12), OUTCOMES)), st.integers(0, 12))
def test_every_page_is_counted_once(ends: list[tuple[int, int, Outcome]], taken: int) -> None:
    pages = Pages({0: 5, 1: 0}, {0: 10, 1: 0}, {0: taken, 1: 0})
    for partition, offset, outcome in ends:
        inside = partition == 0 and 5 <= offset < 10
        assert pages.end(f"pages.raw/{partition}/{offset}", outcome) == inside
    ended = {offset for partition, offset, _ in ends if partition == 0 and 5 <= offset < 10}
    counted = [pages.count(name) for name in ("articles", "refused", "unchanged", "dead")]
    missing = pages.without_outcome().get(0, [])
    assert missing == [offset for offset in range(5, min(10, taken)) if offset not in ended]
    assert sum(counted) == len(ended)
    assert sum(counted) + pages.waiting() + len(missing) == pages.total == 5


@pytest.mark.parametrize("origin", ["", "pages.raw", "pages.raw/x/1", "pages.clean/0/6", "a/0/6/7"])
def test_an_outcome_of_no_raw_page_counts_for_none(origin: str) -> None:
    assert not Pages({0: 5}, {0: 10}, {0: 10}).end(origin, "dead")


def test_two_outcomes_of_a_page_contradict_each_other_unless_it_was_sent_through_again() -> None:
    pages = Pages({0: 0}, {0: 3}, {0: 3})
    outcomes: tuple[Outcome, ...] = ("dead", "articles", "articles")
    for outcome in outcomes:
        pages.end("pages.raw/0/0", outcome)
    assert (pages.doubled, pages.contradictions, pages.count("articles")) == (1, 0, 1)
    pages.end("pages.raw/0/0", "refused")
    assert pages.contradictions == 1


@pytest.mark.parametrize("outcomes", [("unchanged", "articles"), ("articles", "unchanged")])
def test_an_unchanged_page_that_was_done_again_as_new_is_no_contradiction(
    outcomes: tuple[Outcome, Outcome],
) -> None:
    pages = Pages({0: 0}, {0: 3}, {0: 3})
    for outcome in outcomes:
        pages.end("pages.raw/0/0", outcome)
    assert (pages.doubled, pages.contradictions) == (1, 0)
    assert (pages.count("articles"), pages.count("unchanged")) == (1, 0)


@pytest.mark.parametrize(
    ("mark", "unfulfilled"),
    [
        (lambda stories: None, 1),
        (lambda stories: stories.mark("a", COPY, within=COPY, original="b"), 1),
        (lambda stories: stories.publish("a", 1, True), 0),
        (lambda stories: stories.mark("a", DEAD, within=DEAD), 0),
    ],
    ids=["nowhere", "a copy", "an article", "dead"],
)
def test_an_original_wants_an_article(mark: Callable[[Stories], None], unfulfilled: int) -> None:
    stories = in_use(["a"])
    stories.mark("a", CALLED_COPY, within=CALLED_COPY | CALLED_ORIGINAL)
    stories.mark("a", CALLED_ORIGINAL, within=CALLED_COPY | CALLED_ORIGINAL)
    mark(stories)
    stories.flush()
    assert stories.unfulfilled() == dict.fromkeys([digest("a")] * unfulfilled, "original")
