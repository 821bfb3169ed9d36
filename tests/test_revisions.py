"""What is unchanged, and which revision comes next: the rules, and a replay in any place."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Block, CleanPage, RawPage
from pipeline.revisions import (
    ArticleState,
    PageState,
    next_revision,
    raw_digest,
    same_bytes,
    same_text,
    superseded,
    text_digest,
)

RAW = RawPage("https://a.example/", "2025-01-31T08:00:00Z", "text/html", body="<p>One.</p>")
CLEAN = CleanPage(
    url="https://a.example/",
    site="a.example",
    fetched_at="2025-01-31T08:00:00Z",
    origin="pages.raw/0/1",
    appended_at=1,
    blocks=(
        Block("Home", "navigation", False, "navigation"),
        Block("A headline", "headline", False, "metadata"),
        Block("One.", "paragraph", True),
    ),
    headline="A headline",
)


def test_when_and_by_whom_a_page_was_fetched_makes_no_difference() -> None:
    again = replace(RAW, fetched_at="2025-02-01T08:00:00Z", crawler="b", headers={"etag": "1"})
    assert raw_digest(again) == raw_digest(RAW)
    assert raw_digest(replace(RAW, body="<p>Two.</p>")) != raw_digest(RAW)
    assert raw_digest(replace(RAW, status=404)) != raw_digest(RAW)
    assert raw_digest(replace(RAW, content_type="text/plain")) != raw_digest(RAW)
    assert raw_digest(replace(RAW, body=None, body_base64="PHA+T25lLjwvcD4=")) == raw_digest(RAW)


def test_the_frame_of_a_page_is_not_its_text() -> None:
    frame = (Block("Other home", "navigation", False, "navigation"), *CLEAN.blocks[1:])
    assert text_digest(replace(CLEAN, blocks=frame)) == text_digest(CLEAN)
    assert text_digest(replace(CLEAN, modified_at="2025-02-01")) == text_digest(CLEAN)
    text = (*CLEAN.blocks[:2], Block("Two.", "paragraph", True))
    assert text_digest(replace(CLEAN, blocks=text)) != text_digest(CLEAN)
    assert text_digest(replace(CLEAN, headline="Other")) != text_digest(CLEAN)


URL = "https://a.example/"


def test_a_page_is_unchanged_when_an_earlier_message_brought_it() -> None:
    state = PageState(URL, "raw", "text", "pages.raw/0/7")
    assert same_bytes(state, URL, "raw", "pages.raw/0/8")
    assert same_text(state, URL, "text", "pages.raw/0/10")
    assert same_bytes(state, URL, "raw", "pages.raw/1/2")  # from another partition
    assert not same_bytes(state, URL, "other", "pages.raw/0/8")
    assert not same_bytes(None, URL, "raw", "pages.raw/0/8")
    assert not same_bytes(replace(state, version="0.0.1"), URL, "raw", "pages.raw/0/8")
    # Another page whose messages have the same key.
    assert not same_text(state, "https://a.example/2", "text", "pages.raw/0/8")


@pytest.mark.parametrize("offset", [5, 7])
def test_a_page_is_not_unchanged_because_of_its_own_trace_or_a_later_one(offset: int) -> None:
    state = PageState(URL, "raw", "text", "pages.raw/0/7")
    assert not same_bytes(state, URL, "raw", f"pages.raw/0/{offset}")
    assert not same_text(state, URL, "text", f"pages.raw/0/{offset}")


def test_a_replayed_page_gives_way_to_a_later_version_that_was_done_meanwhile() -> None:
    state = PageState(URL, "raw", "text", "pages.raw/0/7", appended_at=50)
    assert superseded(state, URL, "pages.raw/0/9", 40)
    assert superseded(replace(state, version="0.0.1"), URL, "pages.raw/0/9", 40)
    assert not superseded(state, URL, "pages.raw/0/9", 50)
    assert not superseded(state, URL, "pages.raw/0/9", 60)
    assert not superseded(None, URL, "pages.raw/0/9", 40)
    assert not superseded(state, "https://a.example/2", "pages.raw/0/9", 40)
    # Handled again because its worker died: what was written later is no reason.
    assert not superseded(state, URL, "pages.raw/0/6", 40)


def test_revisions_count_what_was_published() -> None:
    assert next_revision(None, "a", "stories/0/1", 5) == 1
    state = ArticleState("a", 3, "stories/0/1", 5)
    assert next_revision(state, "a", "stories/0/2", 6) is None
    assert next_revision(state, "b", "stories/0/2", 6) == 4
    assert next_revision(state, "a", "stories/0/1", 5) == 3
    assert next_revision(state, "old", "stories/0/9", 4) is None
    assert next_revision(state, "a copy", "stories/0/2", 5) == 4
    corrected = ArticleState("a copy", 4, "stories/0/2", 5)
    assert next_revision(corrected, "a", "stories/0/1", 5) is None


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=5),
)
def test_crashes_and_replays_end_in_the_same_article(
    digests: list[str], crashes: list[tuple[int, bool]]
) -> None:
    """Messages in order; after each crash all from some earlier place come again."""
    plan = dict(crashes)

    def run(restarts: dict[int, bool]) -> list[tuple[int, str]]:
        published: list[tuple[int, str]] = []
        state: ArticleState | None = None
        place = 0
        left = dict(restarts)
        while place < len(digests):
            digest, origin = digests[place], f"stories/0/{place}"
            revision = next_revision(state, digest, origin, place)
            if revision is not None:
                published.append((revision, digest))
                written = ArticleState(digest, revision, origin, place)
                if left.get(place, True):  # else the worker died before its table write
                    state = written
            if place in left:
                del left[place]
                place = max(0, place - 3)
                continue
            place += 1
        return published

    for published in (run({}), run(plan)):
        # The view by the highest revision and the view by the last message are the same.
        assert published[-1] == max(published)
        assert published[-1][1] == digests[-1]
