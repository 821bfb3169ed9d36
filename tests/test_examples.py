"""The sample pages: built from their sources, readable, and what should become of each."""

from pathlib import Path

import pytest

from examples.build import pages_jsonl
from pipeline import wire
from pipeline.records import RawPage
from pipeline.urls import canonical_url

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PAGES = [
    wire.decode_raw_page(line, {}) for line in (EXAMPLES / "pages.jsonl").read_bytes().splitlines()
]


def page_named(part: str) -> RawPage:
    return next(page for page in PAGES if part in page.url)


def test_the_built_file_is_what_the_sources_say() -> None:
    assert (EXAMPLES / "pages.jsonl").read_bytes() == pages_jsonl()


def test_every_page_is_explained_in_the_readme() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    for source in (EXAMPLES / "pages").iterdir():
        assert f"`{source.name}`" in readme


def test_no_page_names_a_real_site() -> None:
    assert all(".example/" in page.url for page in PAGES)


def test_the_last_page_is_the_first_one_under_another_address() -> None:
    first, last = PAGES[0], PAGES[-1]
    assert first.url != last.url
    assert canonical_url(first.url) == canonical_url(last.url)
    assert first.body == last.body


def test_the_latin_1_page_is_no_utf_8() -> None:
    page = page_named("thermalbad")
    with pytest.raises(UnicodeDecodeError):
        page.body_bytes.decode("utf-8")
    assert "schließt" in page.body_bytes.decode("iso-8859-1")


def test_the_broken_page_holds_null_bytes() -> None:
    assert b"\0" in page_named("bridge").body_bytes


@pytest.mark.parametrize("line", (EXAMPLES / "broken.jsonl").read_bytes().splitlines())
def test_broken_messages_are_no_raw_pages(line: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_raw_page(line, {})
