"""Pages as databases of the press print them: fields around each story."""

from time import process_time

import pytest

from pipeline.clean.beside import dates_beside
from pipeline.clean.dates import UNDATED
from pipeline.clean.exports import Export, export_of
from pipeline.clean.text import Flattened, read_text
from tests.test_clean_text import PROSE

URL = "https://archive.example/document/48213"
TITLE = "Harbour bridge closes for repairs of its cables"


def _page(*rows: str) -> Flattened:
    return read_text("\n".join(rows), URL)


def _kept(page: Flattened) -> list[str]:
    return [block.text for block in page.blocks if block.kind != "headline" and block.keep]


def test_the_fields_of_a_database_are_read_and_dropped() -> None:
    page = _page(
        "1 of 12 DOCUMENTS", "The Velmora Evening Chronicle", "March 4, 2026 Wednesday",
        "Final Edition", TITLE, "BYLINE: Anna Berg, Transport Editor", "SECTION: NEWS; Pg. 3",
        "LENGTH: 212 words", *PROSE, "LOAD-DATE: March 5, 2026", "LANGUAGE: ENGLISH",
        "PUBLICATION-TYPE: Newspaper", "Copyright 2026 Velmora Press Ltd.",
    )  # fmt: skip
    assert _kept(page) == [*PROSE]
    assert (page.headline, page.authors) == (TITLE, ("Anna Berg",))
    assert (page.published_at, page.source_name) == ("2026-03-04", "The Velmora Evening Chronicle")


def test_where_a_story_was_printed_tells_its_day() -> None:
    printed = "Velmora Gazette; Velmora [Velmora]. 21 Jan 2026: A.4."
    page = _page(TITLE, "Byline: Anna Berg", printed, "Full text", *PROSE, "Word count: 187")
    assert _kept(page) == [*PROSE]
    assert (page.published_at, page.authors) == ("2026-01-21", ("Anna Berg",))


def test_a_second_document_is_another_story() -> None:
    other = "Ferry runs aground on a sandbank off Orla"
    page = _page(
        "Document 1 of 2", TITLE, "Byline: Anna Berg", "Length: 187 words", *PROSE,
        "Document 2 of 2", other, "Byline: Peter Lang", "Length: 163 words",
        "The ferry to Orla ran aground on a sandbank on Monday, and all aboard had to wait.",
        "The captain said that the buoys had been moved by the storm of the week before.",
    )  # fmt: skip
    kinds = {block.text: block.kind for block in page.blocks}
    assert kinds[other] == "headline"
    assert kinds["Length: 163 words"] == "navigation"
    assert page.authors == ("Anna Berg",)


def test_the_source_of_a_german_database_has_a_day() -> None:
    page = _page(
        "Hafenbrücke wird für elf Wochen gesperrt", "Quelle: Nordkurier vom 12.03.2026",
        "Ressort: Lokales", "Autor: Petra Lind", "Seite: 12", "Wörter: 312",
        "Die Hafenbrücke in Velmora wird ab Montag für elf Wochen gesperrt, teilte die Stadt mit.",
        "Täglich fahren rund 40.000 Fahrzeuge über die Brücke; die Stadt rechnet mit Staus.",
        "Dokumentnummer: NK_20260312_7",
    )  # fmt: skip
    assert len(_kept(page)) == 2
    assert (page.source_name, page.published_at) == ("Nordkurier", "2026-03-12")
    assert page.authors == ("Petra Lind",)


@pytest.mark.parametrize(
    "rows",
    [
        ["Length: 240 metres", "Width: 12 metres", "Language: none"],
        ["Length: 240", "Section: the middle of the bridge"],
        ["Document 1 of the inquiry", "Body: found", "Classification"],
        ["Edition: third", "Subject: the bridge", "Page: 12"],
    ],
)
def test_labels_of_a_story_s_own_facts_are_no_fields(rows: list[str]) -> None:
    assert export_of([TITLE, PROSE[0], *rows, PROSE[1]]) == Export()


def test_the_day_of_a_source_that_is_quoted_is_not_the_story_s() -> None:
    assert dates_beside("Source: Ministry of Defence, October 25, 2025") == UNDATED
    assert dates_beside("Quelle: Nordkurier vom 12.03.2026").published == "2026-03-12"
    page = _page(TITLE, PROSE[0], "Quelle: Gutachten vom 12.03.2019", *PROSE[1:])
    assert page.published_at is None


def test_a_page_of_fields_alone_is_read_in_time() -> None:
    rows = ["Length: 212 words"] * 20_000
    start = process_time()
    assert len(export_of(rows).fields) == len(rows)
    assert process_time() - start < 3
