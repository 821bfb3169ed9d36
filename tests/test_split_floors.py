"""What the splitter reaches on pages that it did not learn from, so that no change costs quality.

The figures are those of `python -m benchmarks.split`, on fewer pages.
"""

from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.split import all_own, clean_page, ends_found, judged_all, made_up, shares
from pipeline.clean.text import read_text
from pipeline.records import Block
from pipeline.split import split
from pipeline.split.boundaries import left_off
from pipeline.split.outline import Outline, outline_of
from training.spliced import HELD_OUT, LAYOUTS, SINGLE
from training.splicing import LANGUAGES, own_articles, pages, real_stories, usable

URL = "https://news.example/story"


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_other_languages_are_split_right(language: str) -> None:
    stock = own_articles(language, training=False)
    # Where a story goes on beneath another is seen in English alone.
    layouts = [name for name, layout in LAYOUTS.items() if layout.family != "inserted"]
    results = judged_all(pages(stock, layouts, 2, 98))
    cut, perfect = shares(results)
    assert cut >= 0.7
    assert perfect >= 0.68


def test_pages_in_languages_that_no_table_knows_are_split_right(shared: Path) -> None:
    cut, _ = shares(judged_all(iter(made_up(usable(shared / "data", "measuring"), 3))))
    assert cut >= 0.68


@pytest.mark.parametrize("language", LANGUAGES)
def test_likeness_tells_articles_of_other_languages_apart(language: str) -> None:
    found = ends_found(all_own(language), 100)
    assert found["terms without what is shared"] >= 0.45
    assert found["vectors without"] >= 0.5


def test_a_story_is_given_its_rest_beneath_an_excerpt_and_nothing_of_another() -> None:
    given, asked = 0, 0
    for language in LANGUAGES:
        stock = all_own(language)
        for own, other in pairwise([each["paragraphs"] for each in stock]):
            if len(own) < 7 or len(other) < 5:
                continue
            asked += 1
            page = outline(*own[:4], other[0], *own[4:])
            given += left_off(page, page.content[:4], page.content[4:]) is not None
            page = outline(*own, *other)
            assert left_off(page, page.content[: len(own)], page.content[len(own) :]) is None
    assert asked >= 30
    assert given >= 0.45 * asked


def outline(*texts: str) -> Outline:
    found = outline_of([Block(text, "paragraph", keep=True) for text in texts], "", "")
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_single_stories_in_other_languages_stay_whole(language: str) -> None:
    for article in own_articles(language, training=False):
        page = clean_page(read_text("\n".join([article["title"], *article["paragraphs"]]), URL))
        assert len(split(page)) == 1, article["title"]


def test_spliced_pages_are_split_right(shared: Path) -> None:
    stock = usable(shared / "data", "measuring")
    found = {layout: shares(judged_all(pages(stock, [layout], 4, 99)))[1] for layout in LAYOUTS}
    assert sum(found.values()) / len(found) >= 0.8
    assert sum(found[layout] for layout in HELD_OUT) / len(HELD_OUT) >= 0.76
    assert sum(found[layout] for layout in SINGLE) / len(SINGLE) >= 0.86
    assert found["inserted"] >= 0.25


def test_real_news_stories_stay_whole(shared: Path) -> None:
    texts = list(real_stories(shared / "data", ("aeb", "news-more"), training=False))
    false = sum(len(split(clean_page(read_text(text, URL)))) > 1 for text in texts)
    assert false <= 0.02 * len(texts)
