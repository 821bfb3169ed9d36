"""Text that a scraper wrote as Markdown: its signs are gone, its words are all there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.markdown import MAX_CHARS, is_markdown, without_signs
from pipeline.records import CleanPage, RawPage

PAGE = """
[Skip to content](#main)

[![The Coast](https://coast.example/logo.png)](https://coast.example/)

* [News](https://coast.example/news)
* [Sport](https://coast.example/sport)

# Harbour bridge closes for *eleven* weeks of repairs

By [Petra Lind](https://coast.example/petra-lind)

**Published** 14 March 2025, 10:22

![Workers on the bridge](https://cdn.example/bridge.jpg)

The harbour bridge in Velmora will close for eleven weeks from Monday while engineers replace
corroded cables, the city's [transport office](https://coast.example/transport) said.

Some 40,000 vehicles cross the bridge each day, and officials expect **long queues** at the
tunnel under the harbour during the morning rush.

## Ferries every ten minutes

> "We cannot wait for another winter," said Petra Lindqvist, who leads the repairs.

The bridge was opened in 1964 and carries the tram line as well as cars; trams will stop short of
the harbour until the engineers finish.

### Related articles

* [Volcano erupts on Tamaru](https://coast.example/volcano)
* [Nurses accept pay offer after third vote](https://coast.example/nurses)
"""


def _read(body: str, content_type: str = "text/plain") -> CleanPage:
    raw = RawPage(
        url="https://coast.example/2025/harbour-bridge-closes",
        fetched_at="2025-03-14T12:00:00Z",
        content_type=content_type,
        body=body,
    )
    page = clean(raw, origin="test", appended_at=0)
    assert isinstance(page, CleanPage)
    return page


def _kept(page: CleanPage) -> list[str]:
    return [block.text for block in page.blocks if block.keep]


@pytest.mark.parametrize("content_type", ["text/plain", "text/markdown; charset=utf-8"])
def test_a_page_flattened_to_markdown_is_read_without_its_signs(content_type: str) -> None:
    page = _read(PAGE, content_type)
    assert page.headline == "Harbour bridge closes for eleven weeks of repairs"
    assert (page.authors, page.published_at) == (("Petra Lind",), "2025-03-14T10:22:00")
    assert _kept(page) == [
        "The harbour bridge in Velmora will close for eleven weeks from Monday while engineers "
        "replace corroded cables, the city's transport office said.",
        "Some 40,000 vehicles cross the bridge each day, and officials expect long queues at the "
        "tunnel under the harbour during the morning rush.",
        "Ferries every ten minutes",
        '"We cannot wait for another winter," said Petra Lindqvist, who leads the repairs.',
        "The bridge was opened in 1964 and carries the tram line as well as cars; trams will stop "
        "short of the harbour until the engineers finish.",
    ]


def test_rows_of_tables_and_numbers_of_lists_stay() -> None:
    text = without_signs(
        "# Results\n\n| Club | Points |\n|---|---|\n| Ardmore | 31 |\n\n1. Ann\n2. Bo"
    )
    assert text.split("\n")[0] == "Results"
    assert [row for row in text.split("\n") if row][1:] == [
        "Club | Points",
        "Ardmore | 31",
        "1. Ann",
        "2. Bo",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A text about prices [1] and *stars*.\n#1 in the charts",
        "One [link](https://a.example/) alone",
        "# A heading\n" + "words " * MAX_CHARS + "\n# Another",
    ],
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert not is_markdown(text)


@given(st.text(alphabet="#*_[]()!`>|-:\\<a1 \n\u00a0", max_size=300))
def test_any_markdown_is_read(text: str) -> None:
    assert without_signs(text).count("a") <= text.count("a") + text.count("&")


STORY = (
    "The harbour bridge in Velmora will close for eleven weeks from Monday while engineers replace "
    "corroded cables, the city said.",
    "Some 40,000 vehicles cross the bridge each day, and officials expect long queues at the "
    "tunnel under the harbour.",
    "Ferries will run every ten minutes between the old port and the new pier, and tickets will "
    "cost half the usual price.",
)


def test_what_is_said_to_be_markdown_needs_no_signs() -> None:
    body = "\n\n".join(["**Harbour bridge closes for repairs**", *STORY])
    page = _read(body, "text/markdown")
    assert (page.headline, _kept(page)) == ("Harbour bridge closes for repairs", list(STORY))


def test_the_header_of_a_reader_gives_headline_and_date() -> None:
    header = (
        "Title: Harbour bridge closes for repairs | The Coast\n\n"
        "URL Source: https://coast.example/2025/harbour-bridge-closes\n\n"
        "Published Time: 2025-03-14T10:22:00Z\n\nMarkdown Content:\n"
    )
    page = _read("\n\n".join([f"{header}# Harbour bridge closes for repairs", *STORY]))
    assert page.headline == "Harbour bridge closes for repairs"
    assert page.published_at == "2025-03-14T10:22:00Z"
    assert _kept(page) == list(STORY)


def test_a_link_to_an_author_s_page_alone_on_its_line_is_a_byline() -> None:
    body = "\n\n".join(
        ["# Harbour bridge closes for repairs", "[Petra Lind](/authors/petra-lind)", *STORY]
    )
    assert _read(body).authors == ("Petra Lind",)


@pytest.mark.parametrize(
    "sign",
    [
        "![](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmci)",
        '[ \n\n### Ferry leaves\n\n](/ferry "Ferry leaves")',
        "[Share](javascript:void(0))",
    ],
)
def test_addresses_that_markdown_does_not_know_are_no_text(sign: str) -> None:
    body = "\n\n".join(["# Harbour bridge closes", STORY[0], sign, *STORY[1:], "[Home](/home)"])
    said = " ".join(_kept(_read(body)))
    assert not any(left in said for left in ("](", "data:", "javascript", "/ferry"))


def test_lines_that_leave_room_for_the_next_word_stay_apart() -> None:
    rows = [
        "**Storm hits the northern coast on Monday night, many hurt**",
        "The mayor of Velmora said that ferries would not sail before the end of the week at all.",
    ]
    assert without_signs("# News\n\n" + "\n".join(rows)).split("\n")[-3:-1] == [
        "Storm hits the northern coast on Monday night, many hurt",
        rows[1],
    ]


def test_notes_with_a_number_stay() -> None:
    text = "# News\n\n[2]: Statement of the ministry in March\n\nIf 1 < 2 and 3 > 2 all is well."
    assert "Statement of the ministry" in without_signs(text)
    assert "1 < 2 and 3 > 2" in without_signs(text)


@pytest.mark.parametrize("blank", ["\u00a0", "\u3000", "\u2003", "&nbsp;"])
def test_lines_of_blanks_that_markdown_does_not_know_are_read(blank: str) -> None:
    row = "Ferries sail between the old port and the new pier all day"
    text = without_signs(f"# News\n\n{row}\n{blank}\n{row}\nIt goes on here.")
    assert text.count(row) == 2
    assert "It goes on here." in text
