"""Which line of flattened text is taken for the page's own headline."""

import pytest

from pipeline.clean.text import read_text

TITLE = "Harbour bridge in Velmora to close for eleven weeks"
PROSE = [
    "The harbour bridge in Velmora will close for eleven weeks from Monday while engineers replace "
    "corroded cables, the city's transport office said.",
    "Some 40,000 vehicles cross the bridge each day, and officials expect long queues at the "
    "tunnel under the harbour during the morning rush.",
    "Ferries will run every ten minutes between the old port and the new pier, and tickets will "
    "cost half the usual price.",
]
MENU = ["Home", "World", "Business and Markets", "Arts and Culture Guide", "Subscribe", "Sign in"]
NUMBERED = "https://news.example/article-4711"


def test_the_headline_is_told_from_a_menu_by_the_prose_beneath() -> None:
    read = read_text(
        "\n".join([*MENU, TITLE, "By Petra Lindqvist", "May 4, 2026", *PROSE]), NUMBERED
    )
    assert read.headline == TITLE


def test_the_address_tells_the_headline() -> None:
    url = "https://news.example/2026/harbour-bridge-in-velmora-to-close-for-eleven-weeks"
    other = "Ferry crews in Velmora vote to strike on Friday"
    read = read_text("\n".join([other, "Share", TITLE, *PROSE]), url)
    assert read.headline == TITLE


@pytest.mark.parametrize("suffix", [" | The Velmora Courier", " | News"])
def test_the_name_of_the_site_is_no_part_of_it(suffix: str) -> None:
    assert read_text("\n".join([TITLE + suffix, *MENU, *PROSE]), NUMBERED).headline == TITLE


def test_a_notice_above_the_headline_is_none() -> None:
    notice = "We use cookies to improve this site. By going on you accept our terms of use."
    top = [*MENU, "Cookies and privacy", notice, "Accept", TITLE, "May 4, 2026"]
    read = read_text("\n".join([*top, *PROSE]), NUMBERED)
    assert read.headline == TITLE


def test_prose_alone_has_no_headline() -> None:
    assert read_text("\n".join(PROSE), NUMBERED).headline is None


def test_the_headline_of_a_story_beneath_another_is_not_the_pages() -> None:
    other = "Velmora ferry crews vote to strike"
    crews = [
        "Ferry crews in Velmora voted on Friday to strike for two days over pay and hours, their "
        "union said.",
        "The crews of nine ferries have asked for a rise of a tenth since the spring, and talks "
        "with the owners broke off last week.",
    ]
    read = read_text("\n".join([*PROSE, "Share", other, "May 4, 2026", *crews]), NUMBERED)
    assert read.headline is None


def test_nothing_has_no_headline() -> None:
    assert read_text("\n\n", NUMBERED).headline is None


_STANDFIRST = (
    "After months of debate about the cost the council votes for ten more years of service"
)
_STORY = [
    "The council of the harbour town voted on Monday to keep the old ferry for another ten years.",
    "Residents had gathered more than four thousand signatures against the plan to close the line.",
    "The money will come from a fund for rural transport, and the repairs begin in the spring.",
]


@pytest.mark.parametrize(
    "top",
    [
        ("Harbour town keeps its old ferry", _STANDFIRST, "5 January 2026"),
        ("Local", "Harbour town keeps its old ferry", _STANDFIRST, "Sarah Quill", "5 January 2026"),
        (f"{_STANDFIRST}.", "Harbour town keeps its old ferry", "5 January 2026"),
    ],
)
def test_the_standfirst_beside_the_headline_is_not_it(top: tuple[str, ...]) -> None:
    rows = ["Home", "Local", "Sport", *top, *_STORY]
    assert read_text("\n".join(rows), NUMBERED).headline == "Harbour town keeps its old ferry"
