"""The sample pages: built from their sources, readable, and what should become of each."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from examples.build import pages_jsonl
from pipeline import wire
from pipeline.classify import classify, sentence_model
from pipeline.clean import clean
from pipeline.records import CleanPage, Completeness, Placement, RawPage, Refusal, Story
from pipeline.split import split
from pipeline.urls import canonical_url

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PAGES = [
    wire.decode_raw_page(line, {}) for line in (EXAMPLES / "pages.jsonl").read_bytes().splitlines()
]


FILES = [page["file"] for page in tomllib.loads((EXAMPLES / "pages.toml").read_text())["page"]]
PAGE_OF: dict[str, RawPage] = dict(zip(FILES, PAGES, strict=True))


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
    page = PAGE_OF["thermalbad.html"]
    with pytest.raises(UnicodeDecodeError):
        page.body_bytes.decode("utf-8")
    assert "schließt" in page.body_bytes.decode("iso-8859-1")


def test_the_broken_page_holds_null_bytes() -> None:
    assert b"\0" in PAGE_OF["bridge-closure.html"].body_bytes


@pytest.mark.parametrize("line", (EXAMPLES / "broken.jsonl").read_bytes().splitlines())
def test_broken_messages_are_no_raw_pages(line: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.decode_raw_page(line, {})


@dataclass(frozen=True)
class Expected:
    """A story: how it stands in its page, its headline, its first and last words, paragraphs."""

    headline: str
    begins: str
    ends: str
    paragraphs: int
    placement: Placement = "primary"
    completeness: Completeness = "full"
    language: str = "en"
    source_name: str | None = None


STORIES = {
    "port-strike.html": [
        Expected(
            "Dockers at Larnmouth return to work after eleven-day strike",
            "Cranes at the country's second-largest container port",
            "port's management on Tuesday. (Northline)",
            13,
            source_name="The Larnmouth Courier",
        )
    ],
    "water-bill.txt": [
        Expected(
            "Senate in Dorvane approves water metering bill after amendment",
            "The Senate of Dorvane on Tuesday",
            "before parliament rises for Easter.",
            7,
        ),
        Expected(
            "Young humpback freed from crab lines off Skarv after eleven hours",
            "Rescuers on the island of Skarv",
            "for the protection of the coast.",
            5,
            "appended",
        ),
    ],
    "central-bank.txt": [
        Expected(
            "Central bank of Avarra Bay holds rates, hints at cut in June",
            "The central bank of Avarra Bay left",
            "is on April 22. (Northline)",
            7,
        ),
        Expected(
            "Builders warn that new rules on timber will push up the price of flats",
            "The federation of builders",
            "which neither of them took up.",
            1,
            "appended",
            "excerpt",
            source_name="The Selwyn Ledger",
        ),
        Expected(
            "Night trains to the mountains return after a gap of twelve years",
            "The sleeper from Port Selwyn",
            "which it has since given up.",
            1,
            "appended",
            "excerpt",
            source_name="Harbour Post",
        ),
        Expected(
            "Hospital in Marrel opens the country's first ward for patients with long-lasting "
            "infections",
            "Forty beds and a team",
            "said at the inauguration.",
            1,
            "appended",
            "excerpt",
            source_name="The Selwyn Ledger",
        ),
    ],
    "thermalbad.html": [
        Expected(
            "Bad Ellerbrunn schließt sein Thermalbad für zwei Jahre",
            "Das Thermalbad in Bad Ellerbrunn bleibt",
            "bis Ende April dazu äußern.",
            6,
            language="de",
            source_name="Ellertaler Bote",
        )
    ],
    "bridge-closure.html": [
        Expected(
            "Old iron bridge at Tarn Ferry closed after inspection",
            "The iron bridge at Tarn Ferry was closed",
            "and bicycles are carr",
            6,
        )
    ],
    "port-strike-local.html": [
        Expected(
            "Eskby hauliers count the cost as Larnmouth dockers go back",
            "Haulage firms in Eskby say",
            "port's management on Tuesday. (Northline)",
            9,
            source_name="Eskby Evening Mail",
        )
    ],
    "observatory.html": [
        Expected(
            "Astronomers find a lone planet drifting between the stars",
            "Astronomers at the Sierra Alba observatory",
            'whether there is a sun."',
            6,
            source_name="Meridian Daily",
        ),
        Expected(
            "Bakers in Old Tessel win the right to sell bread on Sundays",
            "Bakeries in the old town of Tessel",
            "to have fewer doubts.",
            4,
            "appended",
        ),
    ],
    "morning-market.html": [
        Expected(
            "港町の朝市、十年ぶりに再開 住民の手で屋台並ぶ",
            "高波の被害で途絶えていた",
            "駐車場を整備する方針だ。",
            5,
            language="ja",
            source_name="灘浜日報",
        )
    ],
    "cup-match.html": [
        Expected(
            "Late Farrow header rescues cup replay for Wexby",
            "A header by the substitute Jem Farrow",
            "Lie, Bekk, Vik.",
            8,
            source_name="Harbour Post",
        )
    ],
    "storm-forecast.txt": [
        Expected(
            "Gale warning for the west coast as storm Ottoline moves in",
            "Winds of up to 130 km/h",
            "for two days in January.",
            6,
        )
    ],
}

REFUSALS = {
    "front-page.html": "listing",
    "not-found.html": "error_page",
    "consent-wall.html": "consent",
}


def stories_of(file: str) -> tuple[Story, ...]:
    page = clean(PAGE_OF[file], origin=file, appended_at=0)
    assert isinstance(page, CleanPage)
    return split(page)


@pytest.mark.parametrize("file", STORIES)
def test_a_page_becomes_its_stories_and_nothing_else(file: str) -> None:
    expected = STORIES[file]
    stories = stories_of(file)
    assert [story.headline for story in stories] == [one.headline for one in expected]
    for story, one in zip(stories, expected, strict=True):
        assert story.text.startswith(one.begins)
        assert story.text.endswith(one.ends)
        assert len(story.text.split("\n\n")) == one.paragraphs
        assert (story.placement, story.completeness) == (one.placement, one.completeness)
        assert story.language == one.language
        if one.source_name is not None:
            assert story.source_name == one.source_name


@pytest.mark.parametrize("file", REFUSALS)
def test_a_page_without_a_story_is_refused_for_its_reason(file: str) -> None:
    page = clean(PAGE_OF[file], origin=file, appended_at=0)
    assert isinstance(page, Refusal)
    assert page.reason == REFUSALS[file]


def test_every_page_is_either_split_or_refused() -> None:
    assert STORIES.keys() | REFUSALS.keys() == set(FILES)
    assert not STORIES.keys() & REFUSALS.keys()


def test_authors_and_dates_are_those_of_the_page() -> None:
    (strike,) = stories_of("port-strike.html")
    assert strike.authors == ("Ines Calloway", "Tomas Reyk")
    assert strike.published_at == "2026-03-12T06:40:00+00:00"
    assert strike.modified_at == "2026-03-12T09:05:00+00:00"
    (storm,) = stories_of("storm-forecast.txt")
    assert storm.authors == ("Freya Nakamura-Holt",)
    assert storm.published_at == "2026-03-11T15:48:00"


def test_null_bytes_leave_no_trace() -> None:
    (bridge,) = stories_of("bridge-closure.html")
    assert "inspectors found that two of the bolts" in bridge.text


def test_the_same_page_under_two_addresses_gives_the_same_stories() -> None:
    first, last = (clean(page, origin="0", appended_at=0) for page in (PAGES[0], PAGES[-1]))
    assert isinstance(first, CleanPage)
    assert isinstance(last, CleanPage)
    assert [story.article_id for story in split(first)] == [s.article_id for s in split(last)]


SUBJECTS = {
    "cup-match.html": "sport",
    "storm-forecast.txt": "weather",
    "central-bank.txt": "economy, business and finance",
    "water-bill.txt": "politics and government",
}


@pytest.mark.parametrize("file", SUBJECTS)
def test_a_story_has_its_subject(file: str) -> None:
    subjects = classify(stories_of(file)[0])
    assert SUBJECTS[file] in {subject.name for subject in subjects}


@pytest.mark.parametrize("file", ["thermalbad.html", "morning-market.html"])
def test_without_the_encoder_a_story_that_is_not_in_english_has_no_subject(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentence_model, "load", lambda: None)
    assert classify(stories_of(file)[0]) == ()
