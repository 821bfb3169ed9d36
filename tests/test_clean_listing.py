"""What tells lists of other pages: where links lead, and cards of one make."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import dom
from pipeline.clean.features import html_columns
from pipeline.clean.kinds import page_columns
from pipeline.clean.listing import is_list, link_columns, names_section
from pipeline.clean.metadata import Metadata

SECTION = "https://news.example.org/coast/"
STORY = "https://news.example.org/coast/crane-falls-across-old-harbour"
LINKS = (
    "/coast/crane-falls-across-old-harbour",
    "https://www.news.example.org/coast/ferries-will-not-sail-today?from=list",
    "tides-rise-on-northern-shore",
    "?page=2",
    "/coast/page/3",
    "/about",
    "https://other.example.com/coast/",
    "mailto:desk@news.example.org",
    "#top",
)


@pytest.mark.parametrize(
    ("url", "section"),
    [
        ("https://news.example.org/category/coast/", True),
        ("https://news.example.org/author/ann-lee/page/2", True),
        ("https://news.example.org/tag/", False),
        ("https://news.example.org/category/coast/crane-falls-across-old-harbour", False),
        ("https://news.example.org/topic/crane.html", False),
        ("https://news.example.org/coast/crane-falls-across-old-harbour", False),
    ],
)
def test_addresses_of_sections(url: str, section: bool) -> None:
    assert names_section(url) is section


def test_the_links_of_a_section_lead_below_it_and_to_its_next_pages() -> None:
    found = link_columns(LINKS, SECTION)
    assert found["to_below"] == pytest.approx(np.log1p(3))
    assert found["to_below_share"] == pytest.approx(3 / 4)
    assert found["to_pages"] == 2


def test_the_links_of_a_story_lead_beside_it_and_up() -> None:
    found = link_columns(LINKS[:2] + LINKS[5:], STORY)
    assert found["to_below"] == found["to_pages"] == 0
    assert found["to_beside"] == pytest.approx(np.log1p(1))
    assert found["to_own"] == 2  # its own address, and a place in it


@given(st.lists(st.text(max_size=60), max_size=20), st.text(max_size=40))
def test_any_addresses_give_finite_columns(written: list[str], path: str) -> None:
    found = link_columns(written, f"https://news.example.org/{path}")
    assert np.isfinite(list(found.values())).all()


def row_of(body: str, kept: str) -> dict[str, float]:
    page = dom.read_page(dom.parse(f"<body>{body}</body>"))
    found = np.array([float(kept in text) for text in page.texts], dtype=np.float32)
    return page_columns(page, html_columns(page, Metadata()), found, Metadata(), SECTION)


def test_text_in_cards_that_lead_elsewhere_is_known() -> None:
    card = "<div class='card'><a href='/{0}'>Story {0}</a><p>What was said on day {0}.</p></div>"
    cards = row_of("".join(card.format(n) for n in range(6)), "said")
    assert cards["kept_cards_kept"] == 1
    assert cards["kept_cards_count"] == pytest.approx(np.log1p(6))
    text = row_of("".join(f"<p>What was said on day {n}.</p>" for n in range(6)), "said")
    assert text["card_groups"] == text["kept_cards_kept"] == 0


CARD = "<div class='{}'><h3><a href='/{}'>The council votes on quay {}</a></h3><p>{}</p></div>"
LEAD = "The council voted on Tuesday, by nine votes to two, to mend the sea wall of the quay. " * 2


def listed(body: str, likely: float) -> bool:
    page = dom.read_page(dom.parse(f"<body><main>{body}</main></body>"))
    return is_list(page, np.full(len(page.texts), likely, dtype=np.float32))


def test_a_page_that_is_nothing_but_cards_is_a_list() -> None:
    cards = "".join(CARD.format("card", n, n, LEAD) for n in range(4))
    assert listed(cards, 0.9)
    assert not listed(cards, 0.1)  # nothing of it would be kept
    assert not listed("<div>" + f"<p>{LEAD}</p>" * 6 + f"</div><div>{cards}</div>", 0.9)


def test_a_story_of_sections_is_no_list() -> None:
    sections = "".join(CARD.format("part", n, n, LEAD * 4) for n in range(4))
    assert not listed(sections, 0.9)
    unlinked = f"<div class='part'><h3>The council votes on a quay</h3><p>{LEAD}</p></div>" * 4
    assert not listed(unlinked, 0.9)
    assert not listed("", 0.9)
