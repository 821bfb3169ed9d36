"""What splitting promises for any page, and the layouts in which other stories are met."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean.text import read_text
from pipeline.records import Block, BlockKind, CleanPage, Story
from pipeline.split import boundaries, split, stories
from pipeline.split.boundaries import Gaps, cuts_of
from pipeline.split.outline import Content, outline_of

URL = "https://news.example/harbour-bridge-closes-for-repairs"

BRIDGE = [
    "The harbour bridge in Velmora will close for eleven weeks from Monday while engineers replace "
    "corroded cables, the city's transport office said.",
    "Some 40,000 vehicles cross the bridge each day, and officials expect long "
    "queues at the tunnel "
    "under the harbour during the morning rush.",
    "Engineer Petra Lindqvist, who leads the repairs, said the cables had lost a fifth of their "
    "strength since the last inspection of the bridge.",
    "Ferries will run every ten minutes between the old port and the transport office's new pier, "
    "and tickets will cost half the usual price.",
    "The bridge was opened in 1964 and carries the tram line as well as cars; trams "
    "will stop short "
    "of the harbour until the engineers finish.",
]
VOLCANO = [
    "A volcano on the island of Tamaru erupted before dawn on Thursday, sending ash "
    "four kilometres "
    "into the sky and forcing 3,000 villagers to flee.",
    "Lava reached the outskirts of Keolani by noon, the island's geological survey said, and "
    "soldiers helped villagers on to fishing boats.",
    '"We left with what we were wearing," said Moana Teriki, a teacher from Keolani who spent the '
    "night in a church on the far side of Tamaru.",
    "The geological survey raised its alert to the highest level and warned that further eruptions "
    "of the volcano were likely within days.",
]
VOLCANO_TITLE = "Thousands flee Tamaru as volcano erupts before dawn"


def page_of(*lines: str, url: str = URL) -> CleanPage:
    text = read_text("\n".join(lines), url)
    return CleanPage(
        url=url,
        site="news.example",
        fetched_at="2026-01-01T00:00:00Z",
        origin="test",
        appended_at=0,
        blocks=text.blocks,
        headline=text.headline,
        published_at=text.published_at,
    )


def texts(stories: Sequence[Story]) -> list[list[str]]:
    return [story.text.split("\n\n") for story in stories]


TITLE = "Harbour bridge closes for repairs"


def test_a_reader_s_signed_question_heads_no_story() -> None:
    asked = [
        "Q: My ferry pass has run out and the office is closed. What can I do? – Lost in Velmora",
        "Q: Do trams still take bicycles in the morning, or must I walk? – Anonymous",
    ]
    answers = [f"A: {text}" for text in (BRIDGE[3], BRIDGE[4])]
    page = page_of("Ask the ferryman", BRIDGE[0], asked[0], answers[0], asked[1], answers[1])
    assert len(split(page)) == 1


def test_a_page_of_one_story_gives_it_whole() -> None:
    stories = split(page_of(TITLE, *BRIDGE))
    assert texts(stories) == [BRIDGE]
    assert stories[0].placement == "primary"
    assert stories[0].headline == TITLE


def test_a_headline_between_two_stories_belongs_to_the_second() -> None:
    stories = split(page_of(TITLE, *BRIDGE, "Share", VOLCANO_TITLE, "May 4, 2026", *VOLCANO))
    assert texts(stories) == [BRIDGE, VOLCANO]
    assert stories[1].headline == VOLCANO_TITLE
    assert stories[1].published_at == "2026-05-04"
    assert (stories[1].placement, stories[1].completeness) == ("appended", "full")


@pytest.mark.parametrize(
    "line", ["By Bo Ek | May 4, 2026", "By Bo Ek May 4, 2026", "May 4, 2026 by Bo Ek"]
)
def test_a_byline_with_a_date_is_the_second_story_s(line: str) -> None:
    stories = split(page_of(TITLE, *BRIDGE, "Share", VOLCANO_TITLE, line, *VOLCANO))
    assert texts(stories) == [BRIDGE, VOLCANO]
    assert stories[1].published_at == "2026-05-04"
    assert stories[1].authors == ("Bo Ek",)


def test_a_headline_behind_the_second_story_belongs_to_it() -> None:
    stories = split(
        page_of(TITLE, *BRIDGE, TITLE, TITLE, *VOLCANO, VOLCANO_TITLE, VOLCANO_TITLE, "Comments")
    )
    assert texts(stories) == [BRIDGE, VOLCANO]
    assert stories[1].headline == VOLCANO_TITLE


def test_teasers_become_excerpts_with_their_sources() -> None:
    stories = split(
        page_of(
            TITLE,
            *BRIDGE,
            "Related Articles",
            "Tamaru Herald",
            "3 hours ago",
            "- Tamaru Herald",
            VOLCANO_TITLE,
            VOLCANO[0],
            "Daily Ledger",
            "5 hours ago",
            "- Daily Ledger",
            "Central bank of Orvania keeps rates on hold",
            "Orvania's central bank left its main interest rate at 4.5 percent, citing slower wage "
            "growth and a stronger currency.",
        )
    )
    assert texts(stories)[0] == BRIDGE
    assert [story.headline for story in stories[1:]] == [
        VOLCANO_TITLE,
        "Central bank of Orvania keeps rates on hold",
    ]
    assert [story.source_name for story in stories[1:]] == ["Tamaru Herald", "Daily Ledger"]
    assert [story.completeness for story in stories[1:]] == ["excerpt", "excerpt"]


def test_subheadings_quotes_and_lists_do_not_split_a_story() -> None:
    lines = [
        TITLE,
        *BRIDGE[:2],
        "A fifth of the strength gone",
        BRIDGE[2],
        "What passengers of the bridge can do:",
        "• Take the ferry from the old port",
        "• Use the tunnel outside the rush hour",
        BRIDGE[3],
        '"We know that this is hard on everyone," said Lindqvist.',
        "Read more: Ten bridges that shaped Velmora",
        BRIDGE[4],
    ]
    assert len(split(page_of(*lines))) == 1


@pytest.mark.parametrize(
    ("likely", "signs", "cuts"),
    [
        ([0.1, 0.97, 0.1, 0.6, 0.4], {}, [2, 4]),  # surely several: what is likelier than not
        ([0.1, 0.8, 0.1, 0.6, 0.4], {}, []),  # perhaps several
        ([0.1, 0.8, 0.1, 0.6, 0.4], {"before_best": 0.9}, []),
        ([0.1, 0.8, 0.1, 0.6, 0.4], {"before_best": 0.9, "dates": 1}, [2, 4]),
        ([0.1, 0.7, 0.1, 0.6, 0.4], {"before_best": 0.9, "dates": 1}, []),
        ([0.1, 0.8, 0.1, 0.6, 0.4], {"dates": 1, "markers": 1}, []),
        ([0.1, 0.8, 0.1, 0.6, 0.4], {"before_best": 0.9, "dates": 1, "bare_times": 1}, []),
    ],
)
def test_a_page_is_cut_only_where_one_boundary_is_beyond_doubt(
    likely: list[float],
    signs: dict[str, float],
    cuts: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(TITLE, *BRIDGE, VOLCANO[0])
    outline = outline_of(page.blocks, "", "")
    assert outline is not None
    names = ("dates", "bare_times", "bylines", "sources", "markers", "before_best")
    columns = {name: np.zeros(len(likely)) for name in names}
    columns["left"] = np.arange(1.0, len(likely) + 1)
    for name, value in signs.items():
        columns[name][1] = value
    seen = Gaps(columns, np.array(likely, dtype=np.float32))
    monkeypatch.setattr(boundaries, "gaps_of", lambda _: seen)
    assert cuts_of(outline) == cuts


@pytest.mark.parametrize(
    ("headline", "times"),
    [
        ("harbour bridge closes for repairs", ("9:15", "9:40", "10:05")),
        ("harbour bridge closes live updates", ("3 hours ago", "2 hours ago", "1 hour ago")),
        ("bridge schließt im ticker", ("12.03.2026, 9:15", "12.03.2026, 9:40", "vor 2 Stunden")),
    ],
)
def test_entries_of_a_live_report_are_one_story(
    headline: str, times: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(TITLE, times[0], BRIDGE[0], times[1], *BRIDGE[1:], times[2], VOLCANO[0])
    outline = outline_of(page.blocks, headline, "")
    assert outline is not None
    names = ("dates", "bylines", "sources", "markers", "before_best", "left")
    columns = {name: np.ones(5) for name in names}
    columns["bare_times"] = columns["dates"] = np.array([1, 0, 1, 1, 0])
    likely = np.array([0.98, 0.6, 0.98, 0.98, 0.97], dtype=np.float32)
    monkeypatch.setattr(boundaries, "gaps_of", lambda _: Gaps(columns, likely))
    assert cuts_of(outline) == [5]


AGES = ["2 hours ago", "3 hours ago", "5 hours ago", "6 hours ago"]
ENTRIES = {
    "Trams stop short of the harbour": "Trams now end at the fish market, the transport office "
    "says, and buses take passengers on to the old port.",
    "First ferry leaves the new pier": "The first ferry has left with 212 passengers, half an hour "
    "late because a ramp would not come down.",
    "Schools open an hour later": "Pupils from the far side of the harbour may come an hour later "
    "all week, head teachers have agreed with the city.",
    "Tunnel closed after a breakdown": "A lorry with a flat tyre blocks the tunnel and police ask "
    "drivers to wait on the ring road until noon.",
}


@pytest.mark.parametrize("times", [AGES, [f"14 March 2026, {age[0]}:15" for age in AGES]])
@pytest.mark.parametrize("headline", [TITLE, f"{TITLE} - live"])
def test_a_page_of_entries_is_one_report(headline: str, times: Sequence[str]) -> None:
    entries = zip(times, ENTRIES.items(), strict=True)
    rows = [line for time, (title, text) in entries for line in (title, time, text)]
    (story,) = split(page_of(headline, BRIDGE[0], *rows))
    assert story.headline == headline
    assert all(text in story.text for text in ENTRIES.values())


def test_a_story_that_goes_on_beneath_another_is_made_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(TITLE, *BRIDGE[:3], VOLCANO_TITLE, VOLCANO[0], *BRIDGE[3:])
    place = [block.text for block in page.blocks].index(VOLCANO_TITLE)
    monkeypatch.setattr(stories, "runs", lambda outline: _parts(outline.content, 3, 4))
    monkeypatch.setattr(stories, "names_of", lambda *_: [None, place, None])
    monkeypatch.setattr(stories, "goes_on", lambda _, left, right: len(left) == 3)
    found = split(page)
    assert texts(found) == [BRIDGE, [VOLCANO[0]]]
    assert [story.headline for story in found] == [TITLE, VOLCANO_TITLE]


def test_a_story_is_given_what_follows_an_excerpt_that_nothing_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(TITLE, *BRIDGE[:3], VOLCANO_TITLE, VOLCANO[0], *BRIDGE[3:])
    place = [block.text for block in page.blocks].index(VOLCANO_TITLE)
    monkeypatch.setattr(stories, "runs", lambda outline: _parts(outline.content, 3))
    monkeypatch.setattr(stories, "names_of", lambda *_: [None, place])
    monkeypatch.setattr(stories, "left_off", lambda _, above, stretch: len(stretch) - 2)
    found = split(page)
    assert texts(found) == [BRIDGE, [VOLCANO[0]]]
    assert [story.headline for story in found] == [TITLE, VOLCANO_TITLE]


def test_a_story_with_a_standfirst_above_its_byline_is_one() -> None:
    standfirst = "Villagers fled in fishing boats as ash fell on Tamaru's main town."
    about = ["By Bo Ek", "May 4, 2026"]
    found = split(page_of(TITLE, *BRIDGE, VOLCANO_TITLE, standfirst, *about, *VOLCANO))
    assert texts(found) == [BRIDGE, [standfirst, *VOLCANO]]
    assert (found[1].authors, found[1].published_at) == (("Bo Ek",), "2026-05-04")


def test_a_headline_that_is_a_name_is_no_byline(monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(TITLE, *BRIDGE, "Anna Berg", "May 4, 2026", *VOLCANO)
    place = [block.text for block in page.blocks].index("Anna Berg")
    monkeypatch.setattr(stories, "runs", lambda outline: _parts(outline.content, len(BRIDGE)))
    monkeypatch.setattr(stories, "names_of", lambda *_: [None, place])
    found = split(page)
    assert texts(found) == [BRIDGE, VOLCANO]
    assert (found[1].headline, found[1].authors) == ("Anna Berg", ())


@pytest.mark.parametrize("line", ["Anna Berg, May 4, 2026", "Anna Berg | May 4, 2026"])
def test_a_name_beside_the_date_of_another_story_is_its_author(line: str) -> None:
    found = split(page_of(TITLE, *BRIDGE, VOLCANO_TITLE, line, *VOLCANO))
    assert texts(found) == [BRIDGE, VOLCANO]
    assert (found[1].authors, found[1].published_at) == (("Anna Berg",), "2026-05-04")


def _parts(content: Sequence[Content], *ends: int) -> list[Sequence[Content]]:
    return [content[start:end] for start, end in pairwise((0, *ends, len(content)))]


@pytest.mark.parametrize(
    ("marker", "headlines", "stories"),
    [
        (
            "Weitere Nachrichten",
            ("Bücherei in der Hafenstraße öffnet wieder", "Fähre läuft vor Langeneß auf Grund"),
            (
                [
                    "Die Stadtbücherei in der Hafenstraße öffnet am Dienstag wieder, acht Monate "
                    "nach einem Wasserschaden.",
                    "Rund 11.000 Bücher gingen verloren, viele Regale mussten ersetzt werden.",
                    '"Die Kinderbücher konnten wir retten", sagte Leiterin Judith Ames.',
                ],
                [
                    "Eine Fähre mit 86 Fahrgästen ist am Freitagmorgen im Nebel vor Langeneß auf "
                    "Grund gelaufen.",
                    "Verletzt wurde niemand, Fischerboote brachten alle an Land.",
                    "Eine Boje sei in der Nacht abgetrieben, sagte der Kapitän den Ermittlern.",
                ],
            ),
        ),
        (
            "More news",
            (
                "Library in Harrow Lane to reopen after flood repairs",
                "Factory fire shuts motorway near Dunmore",
            ),
            (
                [
                    "The public library in Harrow Lane will open its doors again on Tuesday, eight "
                    "months after a burst pipe flooded its reading rooms.",
                    "About 11,000 books were lost, and shelves on the ground floor had to be "
                    "replaced.",
                    '"We saved the children\'s collection, and that matters most to our readers," '
                    "librarian Judith Amos said.",
                ],
                [
                    "A fire at a paint factory closed the M14 near Dunmore for six hours on "
                    "Wednesday.",
                    "Residents were told to keep windows shut as black smoke drifted across the "
                    "valley.",
                    "Firefighters said the blaze had begun in a store of solvents.",
                ],
            ),
        ),
    ],
)
def test_stories_of_three_short_paragraphs_are_told_apart(
    marker: str, headlines: tuple[str, str], stories: tuple[list[str], list[str]]
) -> None:
    lines = [headlines[0], *stories[0], marker, headlines[1], *stories[1]]
    found = split(page_of(*lines, url="https://news.example/brief-17"))
    assert texts(found) == list(stories)
    assert [story.headline for story in found] == list(headlines)


@pytest.mark.parametrize(
    "headline",
    [
        "Is the volcano awake? Geologists listen closely!",
        "VOLCANO SENDS ASH OVER ISLAND. AIRPORT CLOSES UNTIL FURTHER NOTICE.",
    ],
)
def test_a_headline_of_more_than_one_sentence_is_no_prose(headline: str) -> None:
    page = page_of(TITLE, *BRIDGE, headline, *VOLCANO)
    page = replace(page, blocks=tuple(replace(block, keep=True) for block in page.blocks))
    outline = outline_of(page.blocks, "", "")
    assert outline is not None
    assert headline in [page.blocks[outline.places[row]].text for row in outline.titles]


def test_the_agency_at_the_end_of_the_text_is_the_source() -> None:
    stories = split(page_of(TITLE, *BRIDGE[:-1], BRIDGE[-1] + " (Reuters)"))
    assert stories[0].source_name == "Reuters"


def test_the_caption_beneath_a_standfirst_heads_no_story() -> None:
    caption = Block("Engineers on the harbour bridge on Tuesday", "caption", keep=False)
    told = [Block("14 March 2026", "date", keep=False), caption]
    kept = [Block(text, "paragraph", keep=True) for text in BRIDGE]
    outline = outline_of([kept[0], *told, *kept[1:]], "", "")
    assert outline is not None
    assert outline.titles == []


def test_a_page_without_kept_blocks_has_no_story() -> None:
    assert split(page_of("Home", "Share", "Comments")) == ()


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "de",
            [
                "Hafenbrücke wird für elf Wochen gesperrt",
                "Die Hafenbrücke in Velmora wird ab Montag für elf Wochen gesperrt, weil "
                "Ingenieure "
                "verrostete Seile austauschen müssen, teilte die Stadt mit.",
                "Täglich fahren rund 40.000 Fahrzeuge über die Brücke; die Stadt rechnet mit "
                "langen "
                "Staus vor dem Hafentunnel.",
                "Lesen Sie auch",
                "Die Seile der Brücke hätten seit der letzten Prüfung ein Fünftel ihrer Kraft "
                "verloren, sagte die Ingenieurin Petra Lindqvist.",
            ],
        ),
        (
            "fr",
            [
                "Le pont du port fermé onze semaines",
                "Le pont du port de Velmora sera fermé pendant onze semaines à partir de lundi, le "
                "temps de remplacer des câbles rouillés, a annoncé la ville.",
                "Quelque 40.000 véhicules empruntent chaque jour le pont et la ville s'attend à de "
                "longs bouchons à l'entrée du tunnel du port.",
                "À lire aussi",
                "Les câbles du pont ont perdu un cinquième de leur résistance, selon l'ingénieure "
                "Petra Lindqvist, qui dirige les travaux du port.",
            ],
        ),
    ],
)
def test_other_languages_stay_whole(language: str, lines: list[str]) -> None:
    stories = split(page_of(*lines))
    assert len(stories) == 1
    assert stories[0].language == language


def test_an_appended_id_does_not_depend_on_where_the_story_stands() -> None:
    title = "Central bank of Orvania keeps rates on hold"
    bank = [
        "Orvania's central bank left its main interest rate at 4.5 percent on Tuesday, "
        "citing slower "
        "wage growth and a stronger currency.",
        "Governor Ilse Marquart told reporters that inflation would fall to 2 percent by autumn.",
        "Economists polled in Orvania had expected the bank to cut the rate by a quarter point.",
    ]
    alone = split(page_of(TITLE, *BRIDGE, "More news", title, *bank))
    behind = split(
        page_of(TITLE, *BRIDGE, "More news", VOLCANO_TITLE, *VOLCANO, "More news", title, *bank)
    )
    assert alone[-1].headline == behind[-1].headline == title
    assert alone[-1].article_id == behind[-1].article_id
    assert alone[0].article_id == behind[0].article_id
    assert all(UUID(story.article_id).version == 5 for story in behind)


SENTENCES = (
    *BRIDGE,
    *VOLCANO,
    "Short words follow here. And more of them.",
    "港の橋は月曜日から閉鎖される。",
)
TITLES = (
    TITLE,
    VOLCANO_TITLE,
    "Background",
    "Related Articles",
    "6 hours ago",
    "- The Ledger",
    "?",
)
KINDS: tuple[BlockKind, ...] = (
    "headline",
    "heading",
    "paragraph",
    "list_item",
    "quote",
    "date",
    "source",
    "byline",
    "interface",
    "related",
)
any_block = st.builds(
    Block,
    text=st.sampled_from(SENTENCES + TITLES) | st.text(min_size=1, max_size=80),
    kind=st.sampled_from(KINDS),
    keep=st.booleans(),
    reason=st.none() | st.just("marker"),
    closed=st.integers(min_value=0, max_value=3),
    opened=st.lists(st.sampled_from(["article", "div", "h2", "p"]), max_size=3).map(tuple),
)
any_page = st.builds(
    lambda blocks, headline: replace(page_of(""), blocks=tuple(blocks), headline=headline),
    st.lists(any_block, max_size=30),
    st.none() | st.just(TITLE),
)


def places(story: Story) -> list[int]:
    return [place for start, end in story.blocks for place in range(start, end)]


@settings(deadline=None)
@given(any_page)
def test_every_kept_block_is_in_exactly_one_story_in_page_order(page: CleanPage) -> None:
    stories = split(page)
    held = [place for story in stories for place in places(story)]
    assert sorted(held) == [place for place, block in enumerate(page.blocks) if block.keep]
    assert all(places(story) == sorted(places(story)) for story in stories)
    firsts = [places(story)[0] for story in stories[1:]]
    assert firsts == sorted(firsts)
    assert [story.placement for story in stories[:1]] == ["primary"] * bool(stories)
    assert len({story.article_id for story in stories}) == len(stories)


@settings(deadline=None)
@given(any_page)
def test_splitting_a_story_again_gives_it_whole(page: CleanPage) -> None:
    found = split(page)
    for story in found:
        others = {
            place
            for other in found
            if other is not story
            for place in range(other.blocks[0][0], other.blocks[-1][1])
        }
        own = {*range(story.blocks[0][0], story.blocks[-1][1])} - (others - {*places(story)})
        alone = tuple(page.blocks[place] for place in sorted(own))
        assert len(split(replace(page, blocks=alone))) == 1


@pytest.mark.parametrize(("kind", "signed"), [("related", False), ("heading", True)])
@pytest.mark.parametrize("opened", [(), ("p",)])
def test_a_link_to_another_story_signs_no_boundary(
    kind: BlockKind, signed: bool, opened: tuple[str, ...]
) -> None:
    page = outline_of(
        [
            Block(BRIDGE[0], "paragraph", True, None, 0, opened),
            Block("Read also", "navigation", False, "marker"),
            Block(VOLCANO_TITLE, kind, False, "related"),
            Block(VOLCANO[0], "paragraph", True),
        ],
        "",
        "",
    )
    assert page is not None
    shown = {name: np.zeros(1) for name in ("dates", "bare_times", "left", "bylines", "sources")}
    columns = shown | {"markers": np.ones(1), "before_best": np.ones(1)}
    gaps = Gaps(columns, np.array([0.8], dtype=np.float32))
    # Flattened text has no markup that could show it.
    assert bool(boundaries._is_signed(page, gaps)[0]) == (signed or not opened)
