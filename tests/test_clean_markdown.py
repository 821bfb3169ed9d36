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


@pytest.mark.parametrize("content_type", ["text/plain", "text/markdown; charset=utf-8"])
def test_a_page_flattened_to_markdown_is_read_without_its_signs(content_type: str) -> None:
    raw = RawPage(
        url="https://coast.example/2025/harbour-bridge-closes",
        fetched_at="2025-03-14T12:00:00Z",
        content_type=content_type,
        body=PAGE,
    )
    page = clean(raw, origin="test", appended_at=0)
    assert isinstance(page, CleanPage)
    assert page.headline == "Harbour bridge closes for eleven weeks of repairs"
    assert (page.authors, page.published_at) == (("Petra Lind",), "2025-03-14T10:22:00")
    kept = [block.text for block in page.blocks if block.keep]
    assert kept == [
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


@given(st.text(alphabet="#*_[]()!`>|-:\\<a1 \n", max_size=300))
def test_any_markdown_is_read(text: str) -> None:
    assert without_signs(text).count("a") <= text.count("a") + text.count("&")
