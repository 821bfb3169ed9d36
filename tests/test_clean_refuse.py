"""Which pages are refused by what they are like, and how sure that must be."""

import pytest

from pipeline.clean import clean
from pipeline.clean.metadata import Metadata
from pipeline.clean.refuse import refusal
from pipeline.records import Block, RawPage, Refusal

SENTENCE = "The council voted on Tuesday, by nine votes to two, to mend the sea wall this autumn. "
SHORT = (Block(SENTENCE * 3, "paragraph", keep=True),)
LONG = tuple(Block(SENTENCE * 3, "paragraph", keep=True) for _ in range(12))
STORY_URL = "https://news.example/2026/council-votes-to-mend-sea-wall"


@pytest.mark.parametrize(
    ("blocks", "url", "types", "likely", "reason"),
    [
        (SHORT, STORY_URL, (), 0.2, None),
        (SHORT, STORY_URL, (), 0.4, "forum"),
        (LONG, STORY_URL, (), 0.4, None),
        (SHORT, STORY_URL, ("Article",), 0.4, None),
        (LONG, STORY_URL, (), 0.6, "forum"),
        (LONG, "https://news.example/", (), 0.4, "forum"),
        (LONG, "https://news.example/world-news/", (), 0.4, "forum"),
        (SHORT, "https://news.example/", ("Article",), 0.4, None),
    ],
)
def test_more_must_be_known_to_refuse_a_page_that_seems_to_hold_a_story(
    blocks: tuple[Block, ...], url: str, types: tuple[str, ...], likely: float, reason: str | None
) -> None:
    kinds = {"forum": likely * 0.75, "listing": likely * 0.25}
    found = refusal(blocks, Metadata(types=frozenset(types)), url=url, kinds=kinds)
    assert (found.reason if found else None) == reason


def test_more_must_be_known_of_flattened_text() -> None:
    kinds = {"listing": 0.45}
    blocks = [Block("Two sentences stand here. They are of no story, as far as one can see." * 4,
                    "paragraph", keep=True)]  # fmt: skip
    assert refusal(blocks, Metadata(), kinds=kinds) is not None
    assert refusal(blocks, Metadata(), kinds=kinds, is_text=True) is None
    assert refusal(blocks, Metadata(), kinds={"listing": 0.55}, is_text=True) is not None


def test_a_flattened_list_of_teasers_is_no_story() -> None:
    subjects = ("harbour", "school", "theatre", "market", "library", "railway", "hospital", "park")
    rows = ["The Tide Post", "Topic: Orla"]
    for day, subject in enumerate(subjects, 11):
        rows += [f"What the {subject} of Orla will look like", f"March {day}, 2026"]
        rows += [f"The council has heard how the {subject} is to be rebuilt by next spring."]
        rows += ["Read more"]
    page = RawPage(
        url="https://news.example/tag/orla",
        fetched_at="2026-03-20T09:00:00Z",
        content_type="text/plain",
        body="\n".join([*rows, "Older posts"]),
    )
    result = clean(page, origin="test", appended_at=0)
    assert isinstance(result, Refusal)
    assert result.reason == "listing"


def test_a_long_text_is_one_in_wide_signs_too() -> None:
    told = "港の橋は月曜日から閉鎖され、技師たちが腐食した鋼索を取り替えると市は発表した。"
    blocks = (Block(told, "paragraph", keep=True),) * 25
    assert len(told) < 80
    assert refusal(blocks, Metadata(), url=STORY_URL, kinds={"listing": 0.4}) is None


def test_what_is_dropped_makes_no_long_text() -> None:
    dropped = tuple(Block(b.text, b.kind, keep=False, reason="outside") for b in LONG)
    found = refusal((*SHORT, *dropped), Metadata(), url=STORY_URL, kinds={"listing": 0.4})
    assert found is not None
    assert found.reason == "listing"


@pytest.mark.parametrize(
    "headline",
    ["Page not found", "404 - Page not found", "Error 404", "Seite nicht gefunden", "Access denied",
     "Just a moment...", "Página no encontrada", "页面不存在", "Страница не найдена"],
)  # fmt: skip
def test_a_page_whose_headline_is_that_of_an_error_is_refused(headline: str) -> None:
    found = refusal(SHORT, Metadata(headline=headline), url=STORY_URL)
    assert found is not None
    assert found.reason == "error_page"


def test_a_story_about_an_error_is_none() -> None:
    about = Metadata(headline="Band names album after the page not found error")
    assert refusal(SHORT, about, url=STORY_URL) is None
    assert refusal(LONG, Metadata(headline="Just a moment"), url=STORY_URL) is None
    stated = Metadata(headline="404", types=frozenset(["NewsArticle"]))
    assert refusal(SHORT, stated, url=STORY_URL) is None


@pytest.mark.parametrize(
    "headline",
    [
        'Search results for "sea wall"',
        "Search results",
        "Résultats de recherche : canal",
        "Suchergebnisse für „Deich“",
        "Resultados de búsqueda - puerto",
        "検索結果：地震",
        "Wyniki wyszukiwania dla: most",
    ],
)
def test_the_results_of_a_search_are_a_listing(headline: str) -> None:
    found = refusal(LONG, Metadata(headline=headline), url=STORY_URL)
    assert found is not None
    assert found.reason == "listing"


@pytest.mark.parametrize(
    "headline",
    [
        "Search results for missing ship raise doubts",
        "Results for 2026: harbour earns more",
        "搜索",
    ],
)
def test_a_story_about_a_search_is_none(headline: str) -> None:
    assert refusal(LONG, Metadata(headline=headline), url=STORY_URL) is None


def test_a_brief_on_a_page_with_a_box_to_log_in_is_no_login() -> None:
    brief = (Block(SENTENCE * 3, "paragraph", keep=True),)
    told = Metadata(headline="Council votes to mend sea wall", published_at="2026-03-03")
    assert refusal(brief, told, url=STORY_URL, has_password=True) is None


def test_a_brief_with_headline_and_day_may_be_shorter_than_a_page_without() -> None:
    brief = (Block(SENTENCE * 2, "paragraph", keep=True),)
    told = Metadata(headline="Council votes to mend sea wall", published_at="2026-03-03")
    assert refusal(brief, told, url=STORY_URL) is None
    undated = refusal(brief, Metadata(headline="Council votes to mend sea wall"), url=STORY_URL)
    assert undated is not None
    assert undated.reason == "too_short"


def test_a_brief_with_headline_and_day_is_as_much_a_story_as_a_long_text() -> None:
    told = Metadata(headline="Council votes to mend sea wall", published_at="2026-03-03")
    kinds = {"forum": 0.3, "listing": 0.1}
    assert refusal(SHORT, told, url=STORY_URL, kinds=kinds) is None
    for other, url in (
        (Metadata(headline=told.headline), STORY_URL),
        (told, "https://news.example/"),
    ):
        found = refusal(SHORT, other, url=url, kinds=kinds)
        assert found is not None
        assert found.reason == "forum"


def test_a_page_of_many_days_or_many_paragraphs_is_no_brief() -> None:
    told = Metadata(headline="Which paint for a hull?", published_at="2026-03-03")
    kinds = {"forum": 0.3, "listing": 0.1}
    days = tuple(
        Block(f"{day} March 2026", "date", keep=False, reason="metadata") for day in range(3, 6)
    )
    posts = tuple(Block(SENTENCE, "paragraph", keep=True) for _ in range(9))
    for blocks in ((*SHORT, *days), posts):
        found = refusal(blocks, told, url=STORY_URL, kinds=kinds)
        assert found is not None
        assert found.reason == "forum"


def test_errors_and_logins_are_called_so_whatever_their_pages_are_like() -> None:
    kinds = {"forum": 0.3, "listing": 0.1}
    found = refusal(SHORT, Metadata(headline="Page not found"), url=STORY_URL, kinds=kinds)
    assert found is not None
    assert found.reason == "error_page"
    found = refusal(SHORT, Metadata(), url=STORY_URL, kinds=kinds, has_password=True)
    assert found is not None
    assert found.reason == "login"
    menu = tuple(Block(SENTENCE, "list_item", keep=False, reason="outside") for _ in range(9))
    found = refusal((*SHORT, *menu), Metadata(), url=STORY_URL, kinds=kinds, has_password=True)
    assert found is not None
    assert found.reason == "forum"
