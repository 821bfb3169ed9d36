"""The quality that cleaning must not fall below, on real pages.

The shipped weights have seen these pages; what they reach on pages of other sites is measured by
`python -m benchmarks.clean --folds`, and stands in the card beside the weights.
"""

import statistics
from pathlib import Path

from benchmarks.clean import (
    Score,
    articles,
    cleaned,
    ours,
    raw_page,
    raw_text,
    story_of,
    without_standfirst,
)
from benchmarks.clean_fields import headlines
from benchmarks.clean_spliced import SEED, Tally, html_page
from pipeline.clean import MAX_BYTES, clean
from pipeline.records import Refusal
from training.pages import MarkedPage, marked_pages
from training.recast import recast_pages
from training.spliced_html import LAYOUTS, SINGLE, spliced_pages

EVERY = 3
OTHERS_EVERY = 8


def test_the_text_of_news_pages_agrees_with_what_people_marked(shared: Path) -> None:
    score, marked = Score(), Score()
    for page in list(articles(shared / "data" / "extraction", "aeb"))[::EVERY]:
        score.add(page, ours(page), 0.0)
        # What people marked in this set holds no standfirsts.
        marked.add(page, without_standfirst(raw_page(page)), 0.0)
    assert statistics.fmean(score.precision) >= 0.97
    assert statistics.fmean(score.recall) >= 0.97
    assert statistics.fmean(marked.precision) >= 0.985
    assert marked.exact >= 0.46 * len(marked.recall)
    assert score.exact >= 0.34 * len(score.recall)
    assert not score.refused


def test_the_text_of_flattened_news_pages_agrees_with_what_people_marked(shared: Path) -> None:
    score = Score()
    for page in list(articles(shared / "data" / "extraction", "aeb"))[1::EVERY]:
        score.add(page, story_of(cleaned(raw_text(page, "paragraphs"))), 0.0)
    assert statistics.fmean(score.precision) >= 0.93
    assert statistics.fmean(score.recall) >= 0.955
    assert not score.refused


def test_the_headline_of_flattened_pages_is_found(shared: Path) -> None:
    pages = list(articles(shared / "data" / "extraction", "news-more"))[::EVERY]
    counts = headlines(pages, "lines").values()
    shown, right = (sum(count[at] for count in counts) for at in (0, 1))
    assert shown >= 45
    assert right >= 0.85 * shown


def other_pages(shared: Path) -> list[MarkedPage]:
    """Some of the products, forums and listings."""
    other = ("product", "forum", "collection", "listing")
    pages = [
        page
        for page in marked_pages(shared / "data" / "extraction", "wcxb")
        if page.kind in other and len(page.html) <= MAX_BYTES
    ]
    return pages[::OTHERS_EVERY]


def test_products_forums_and_listings_are_refused(shared: Path) -> None:
    refused = [isinstance(cleaned(raw_page(page)), Refusal) for page in other_pages(shared)]
    assert len(refused) >= 50
    assert sum(refused) >= 0.92 * len(refused)


def test_flattened_products_forums_and_listings_are_refused(shared: Path) -> None:
    made = [cleaned(raw_text(page, "lines")) for page in other_pages(shared)]
    assert len(made) >= 50
    assert sum(isinstance(result, Refusal) for result in made) >= 0.6 * len(made)


def test_whole_foreign_stories_are_kept_and_the_own_one_too(shared: Path) -> None:
    tally = Tally()
    pages = spliced_pages(shared / "data", training=False, seed=SEED, count=2 * len(LAYOUTS))
    for page in pages:
        if page.layout not in SINGLE:
            tally.add(page, clean(html_page(page), origin="test", appended_at=0))
    assert tally.foreign_kept >= 0.88 * tally.with_foreign
    assert tally.own_kept >= 0.93 * tally.pages
    assert not tally.refused


def test_pages_without_names_and_in_other_scripts_are_read_as_well(shared: Path) -> None:
    pages = list(articles(shared / "data" / "extraction", "aeb"))
    forms = ("hashed", "nameless", "other_script", "alone")
    scores = {form: Score() for form in forms}
    for form, page in recast_pages(pages, forms, seed=SEED, count=60):
        scores[form].add(page, ours(page), 0.0)
    assert min(score.f1 for score in scores.values()) >= 0.9
    assert sum(len(score.refused) for score in scores.values()) <= 1
