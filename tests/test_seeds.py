"""The two scraped pages that the project began with: every line in its place."""

from pathlib import Path

import pytest

from pipeline import wire
from pipeline.clean import clean
from pipeline.records import CleanPage, RawPage, Story
from pipeline.split import split


def stories(shared: Path, line: int) -> tuple[Story, ...]:
    rows = (shared / "seeds" / "pages.jsonl").read_bytes().splitlines()
    page = clean(wire.decode(rows[line], RawPage), origin="test", appended_at=line)
    assert isinstance(page, CleanPage)
    return split(page)


@pytest.fixture(scope="module")
def first(shared: Path) -> tuple[Story, ...]:
    return stories(shared, 0)


@pytest.fixture(scope="module")
def second(shared: Path) -> tuple[Story, ...]:
    return stories(shared, 1)


def test_first_page_gives_its_story_without_interface_or_caption(first: tuple[Story, ...]) -> None:
    primary = first[0]
    assert (primary.placement, primary.completeness) == ("primary", "full")
    assert primary.headline == "China, Russia should bolster mutual support: Xi"
    assert primary.source_name == "Xinhua/AFP"
    paragraphs = primary.text.split("\n\n")
    assert len(paragraphs) == 8
    assert paragraphs[0].startswith("President Xi Jinping said on Tuesday")
    assert paragraphs[-1].endswith("World Anti-Fascist War. (Xinhua/AFP)")
    assert "Photo:" not in primary.text


def test_first_page_gives_three_excerpts_with_headline_and_source(
    first: tuple[Story, ...],
) -> None:
    excerpts = first[1:]
    assert [story.placement for story in excerpts] == ["appended"] * 3
    assert [story.completeness for story in excerpts] == ["excerpt"] * 3
    assert [story.headline for story in excerpts] == [
        "China, Australia sign agreements on trade and agriculture, Chinese state media says",
        "Don't overlook mental health in the quest for China's innovative future",
        "Leaders' meeting sees Australia and China call for increased dialogue and cooperation",
    ]
    assert [story.source_name for story in excerpts] == [
        "The Standard",
        "South China Morning Post",
        "South China Morning Post",
    ]
    assert [story.text.count("\n") for story in excerpts] == [0, 0, 0]
    assert [story.text[:40] for story in excerpts] == [
        "Chinese President Xi Jinping and Austral",
        "China is now busy drafting the next five",
        "China and Australia should foster an acc",
    ]
    assert [story.published_at for story in excerpts] == [None, None, None]


def test_second_page_gives_its_story_without_navigation_and_repeated_captions(
    second: tuple[Story, ...],
) -> None:
    primary = second[0]
    headline = "Chinese FM meets Russian counterpart on SCO cooperation"
    assert (primary.placement, primary.completeness) == ("primary", "full")
    assert primary.headline == headline
    assert headline not in primary.text
    paragraphs = primary.text.split("\n\n")
    assert len(paragraphs) == 7
    assert paragraphs[0].startswith("Chinese Foreign Minister Wang Yi met")
    assert paragraphs[-1].startswith("The two sides also exchanged views")
    # The page names no zone, so the times have none.
    assert primary.published_at == "2025-07-14T00:07:00"
    assert primary.modified_at == "2025-07-14T15:47:00"


def test_second_page_gives_the_appended_story_with_the_headline_behind_it(
    second: tuple[Story, ...],
) -> None:
    assert len(second) == 2
    protest = second[1]
    assert (protest.placement, protest.completeness) == ("appended", "full")
    assert protest.headline == (
        "Protest erupts in Mexico City over US military operation in Venezuela"
    )
    paragraphs = protest.text.split("\n\n")
    assert len(paragraphs) == 5
    assert paragraphs[0].startswith("Protesters filled Mexico City's Paseo")
    assert paragraphs[-1].endswith("said another protester.")
    assert not set(paragraphs) & set(second[0].text.split("\n\n"))
    assert protest.published_at is None


def test_ids_of_the_seed_pages_are_all_different(
    first: tuple[Story, ...], second: tuple[Story, ...]
) -> None:
    ids = [story.article_id for story in (*first, *second)]
    assert len(set(ids)) == 6
