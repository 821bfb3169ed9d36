"""What a line beside a headline says of outlet and time, and what is no such line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.beside import name_of, says_outlet, signed, source_of, without_editors
from pipeline.clean.text import read_text
from pipeline.records import Block
from tests.test_clean_html import BODY, PARAGRAPHS, article, cleaned, story

URL = "https://news.example/2026/harbour-bridge-closes-for-repairs"


@pytest.mark.parametrize(
    ("line", "outlet", "when"),
    [
        ("Reuters · 2 hours ago", "Reuters", "2 hours ago"),
        ("The Daily Post | 3h", "The Daily Post", "3h"),
        ("3h • The Daily Post • 2 min read", "The Daily Post", "3h"),
        ("Coast News - 14 March 2025", "Coast News", "14 March 2025"),
        ("Northern Echo, 5 hours ago", "Northern Echo", "5 hours ago"),
        ("EFE hace 2 horas", "EFE", "hace 2 horas"),
        ("Diario del Puerto hace 5 horas", "Diario del Puerto", "hace 5 horas"),
        ("dpa vor 2 Stunden", "dpa", "vor 2 Stunden"),
        ("AFP il y a 2 heures", "AFP", "il y a 2 heures"),
        ("Northern Echo14 March 2025", "Northern Echo", "14 March 2025"),
        ("By Ines Falk, AP - yesterday", "AP", "yesterday"),
        ("Ines Falk, Coast News - 5 hours ago", "Coast News", "5 hours ago"),
        ("Source: Coast News | 14 March 2025", "Coast News", "14 March 2025"),
        ("Küstenzeitung · vor 2 Std.", "Küstenzeitung", "vor 2 Std."),
        ("Le Courrier du Port · il y a 2 h", "Le Courrier du Port", "il y a 2 h"),
        ("2025年3月14日 来源：东海日报", "东海日报", "2025年3月14日"),
        ("東海新聞 · 2時間前", "東海新聞", "2時間前"),
        ("Вести Севера · 2 ч. назад", "Вести Севера", "2 ч. назад"),
    ],
)
def test_an_outlet_beside_a_time_is_its_source(line: str, outlet: str, when: str) -> None:
    found = signed(line)
    assert found is not None
    assert (found.outlet, found.when) == (outlet, when)
    assert source_of(Block(line, "source", keep=False, reason="metadata")) == outlet


@pytest.mark.parametrize(
    "line",
    [
        "Sport · 3h",
        "World News · 5 hours ago",
        "Ines Falk · 3h",
        "Politik | 14.03.2025",
        "Published - March 14, 2025 02:35 pm IST - VELMORA",
    ],
)
def test_a_section_or_a_person_beside_a_time_is_no_source(line: str) -> None:
    found = signed(line)
    assert found is not None
    assert found.outlet is None


@pytest.mark.parametrize(
    "line",
    [
        "14 March 2025",
        "By Ines Falk | 14 March 2025",
        "Velmora – 15 March 2025",
        "Opened - 3 May 1884",
        "Ardmore 3 - 2 Stonefield",
        "The fire broke out 3 hours ago",
        "Storm closes the harbour in Velmora for three days",
    ],
)
def test_dates_bylines_places_and_titles_are_no_such_lines(line: str) -> None:
    assert signed(line) is None


@pytest.mark.parametrize(
    "line",
    ["The Hague, 14 March 2025", "The Cure | 14 March 2025", "Harris 3h", "London • 2 days ago"],
)
def test_places_bands_and_people_beside_a_time_are_no_source(line: str) -> None:
    found = signed(line)
    assert found is None or found.outlet is None


@pytest.mark.parametrize("line", ["Register", "Daily", "Storm hits offices of daily newspaper"])
def test_words_that_outlets_share_with_others_name_none(line: str) -> None:
    assert not says_outlet(line)


@given(st.text(max_size=200))
def test_any_line_is_judged(line: str) -> None:
    found = signed(line)
    assert found is None or (found.name and found.when)


TEASERS = {
    "Airline drops four winter routes": "The airline Corvair will drop its winter routes to four "
    "northern cities from November, it said on Tuesday.",
    "Nurses accept pay offer after third vote": "Nurses have voted to accept a pay rise of six per "
    "cent, which brings to an end a dispute of fourteen months.",
}


@pytest.mark.parametrize("bar", [" · ", " | ", " - "])
def test_a_short_own_story_leaves_the_lines_of_the_next_to_it(bar: str) -> None:
    (title, text), *_ = TEASERS.items()
    rows = ["Harbour bridge closes for repairs", PARAGRAPHS[0], f"Coast News{bar}14 March 2026"]
    flat = read_text("\n".join([*rows, title, text]), URL)
    assert flat.headline == rows[0]
    assert (flat.published_at, flat.source_name) == (None, None)


def _cards(*outlets: str) -> str:
    cards = (
        f"<li><span>{outlet}</span><time>{3 + at}h</time><h3><a href='/{at}'>{title}</a></h3>"
        f"<p>{text}</p></li>"
        for at, (outlet, (title, text)) in enumerate(zip(outlets, TEASERS.items(), strict=True))
    )
    return f"<ul class='more'>{''.join(cards)}</ul>"


def test_excerpts_of_other_outlets_beneath_a_story_are_kept() -> None:
    page = cleaned(article(BODY) + _cards("Coast News", "The Daily Post"))
    assert story(page) == [*PARAGRAPHS, *TEASERS.values()]
    kinds = {block.text: block.kind for block in page.blocks if not block.keep}
    assert kinds == dict.fromkeys(TEASERS, "headline") | {
        "Coast News 3h": "source",
        "The Daily Post 4h": "source",
    }


@pytest.mark.parametrize("outlets", [("Coast News", "Coast News"), ("Sport", "Culture")])
def test_teasers_of_the_site_s_own_sections_are_not(outlets: tuple[str, str]) -> None:
    assert story(cleaned(article(BODY) + _cards(*outlets))) == PARAGRAPHS


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        ("Im März. (APA, red, 15.9.2026)", "Im März. (APA)"),
        ("Im März. (dpa/AFP, ann)", "Im März. (dpa/AFP)"),
        ("Im März. (Wien, Graz)", "Im März. (Wien, Graz)"),
    ],
)
def test_editors_sign_behind_an_agency(told: str, plain: str) -> None:
    assert without_editors(told) == plain


def test_a_name_behind_a_date_is_looked_for_within_bounds() -> None:
    assert name_of("12/03/2026 - 10:45 de Ana Lima") == "Ana Lima"
    assert name_of("12/03/2026" + " - " * 20_000) is None
