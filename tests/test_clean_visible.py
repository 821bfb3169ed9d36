"""What a page shows of its dates and authors beside the headline, where its markup states none."""

import pytest

from pipeline.clean import dom
from pipeline.clean.beside import dates_beside, names_after_by
from pipeline.clean.dates import Dates
from pipeline.clean.features import html_columns
from pipeline.clean.html import read_html
from pipeline.clean.metadata import Metadata, read_metadata
from pipeline.clean.text import read_text
from pipeline.clean.visible import with_visible

PARAGRAPHS = [
    "The harbour of the old town was closed on Monday after a crane fell across both of its quays.",
    "Nobody was hurt, the port authority said, but ferries to the islands will not sail this week.",
    "Engineers expect to need ten days to take the crane apart and to lift it out of the basin.",
    "Fishermen have asked the council to open the northern quay for landing catch until May.",
]

REST = "".join(f"<p>{text[::-1]}</p>" for text in PARAGRAPHS)


def read(about: str, foot: str = "", url: str = "https://news.example.org/a") -> Metadata:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return read_html(
        "<html><head><title>Crane falls across harbour</title></head><body>"
        f"<article><h1>Crane falls across harbour</h1>{about}{body}</article>{foot}</body></html>",
        url,
    ).metadata


@pytest.mark.parametrize(
    ("about", "date"),
    [
        ("<div>March 2, 2026</div>", "2026-03-02"),
        ("<div class='meta'>By Ann Lee | 2 March 2026 | 3 min read</div>", "2026-03-02"),
        ("<time datetime='2026-03-02T08:30:00Z'>two hours ago</time>", "2026-03-02T08:30:00Z"),
        ("<div><b>Coast</b>MARCH 2, 2026<i>Updated: MARCH 4, 2026</i></div>", "2026-03-02"),
        ("<div>Last updated: March 2, 2026</div>", None),
        ("<div>03/04/2026</div>", None),
        ("", None),
    ],
)
def test_the_date_beneath_the_headline_is_the_date_of_publication(
    about: str, date: str | None
) -> None:
    assert read(about).published_at == date


def test_a_date_in_the_foot_of_the_page_is_none_of_the_story() -> None:
    assert read("", "<footer><div>Copyright 2026</div><div>March 2, 2026</div></footer>") == read(
        "", "<footer><div>Copyright 2026</div><div>None</div></footer>"
    )


def test_the_one_day_beneath_the_text_that_is_called_that_of_publication_is_it() -> None:
    one = f"{REST}<div>Story published on March 2, 2026.</div>"
    assert read("", one).published_at == "2026-03-02"
    assert read("", f"{one}<div>Published on March 4, 2026</div>").published_at is None


@pytest.mark.parametrize(
    ("published", "modified", "date"),
    [
        ("Mar 9, 2026", "Mar 9, 2026", "2026-03-02"),
        ("Mar 9, 2026", "Mar 8, 2026", "2026-03-02"),
        ("2026-03-09T10:00:00Z", "2026-03-09T10:00:00Z", "2026-03-02"),
        ("2026-03-09T10:00:00Z", "2026-03-10T10:00:00Z", "2026-03-09T10:00:00Z"),
        ("2026-03-03T01:00:00Z", "2026-03-03T01:00:00Z", "2026-03-03T01:00:00Z"),
        ("Mar 9, 2026", "Mar 10, 2026", "2026-03-09"),
        ("Mar 1, 2026", "Mar 1, 2026", "2026-03-01"),
    ],
)
def test_a_stated_time_that_is_the_last_change_gives_way_to_an_earlier_day_that_is_shown(
    published: str, modified: str, date: str
) -> None:
    stated = f'{{"@type": "Article", "datePublished": "{published}", "dateModified": "{modified}"}}'
    script = f'<script type="application/ld+json">{stated}</script>'
    assert read(f"{script}<div>March 2, 2026</div>").published_at == date


STATED_CHANGE = (
    '<script type="application/ld+json">{"@type": "Article", "datePublished": '
    '"2026-03-09T10:00:00Z", "dateModified": "2026-03-09T12:00:00Z"}</script>'
)


@pytest.mark.parametrize(
    "about",
    [
        "<figure><img src='a.jpg'><figcaption>The quay, Feb. 3, 2024. REUTERS/Jo Field</figcaption>"
        "</figure>",
        "<div>FILE - Waves at the quay, Jan. 9, 2024. (AP Photo/Jo Field, File)</div>",
        "<ul><li><a href='/x'>How the wall broke on January 9, 2024</a></li></ul>",
    ],
)
def test_the_day_of_a_picture_or_of_another_story_is_none_of_this_one(about: str) -> None:
    assert read(about).published_at is None
    assert read(f"{about}<div class='date'>March 2, 2026</div>").published_at == "2026-03-02"
    assert read(STATED_CHANGE + about).published_at == "2026-03-09T10:00:00Z"


def test_the_day_beside_a_linked_name_is_the_story_s() -> None:
    line = "<div><a href='/ann'>Ann Lee of the Harbour Post</a> Oct. 13, 2016</div>"
    assert read(line).published_at == "2016-10-13"


def test_only_a_line_about_the_story_overrides_what_is_stated() -> None:
    line = "<div>Seen by the quay on March 2, 2026</div>"
    assert read(STATED_CHANGE + line).published_at == "2026-03-09T10:00:00Z"
    byline = "<div>By Ann Lee | March 2, 2026</div>"
    assert read(STATED_CHANGE + byline).published_at == "2026-03-02"


def test_the_publication_beside_a_change_is_read() -> None:
    both = "<div>Updated <time datetime='2026-03-04T08:30:00Z'>March 4</time> | Published {}</div>"
    found = read(both.format("March 2, 2026"))
    assert (found.published_at, found.modified_at) == ("2026-03-02", "2026-03-04T08:30:00Z")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("March 14, 2025", "2025-03-14"),
        ("By Ann Lee | March 14, 2025", "2025-03-14"),
        ("By Ann Lee March 14, 2025", "2025-03-14"),
        ("By Ann Lee, Harbour Post, Published March 14, 2025", "2025-03-14"),
        ("Published on March 14, 2025 by Ann Lee", "2025-03-14"),
        ("March 14, 2025 | Politics | 3 min read", "2025-03-14"),
        ("Politics · March 14, 2025 · 12 comments", "2025-03-14"),
        ("2025年03月14日 来源：新华社", "2025-03-14"),
        ("Storm of Jan. 9, 2021 | March 14, 2025", "2025-03-14"),
        ("Storm of January 9, 2021 | Politics", None),
        ("December 10, 2025March 14, 2025 by Ann Lee", None),
        ("The quay, February 3, 2023. REUTERS/Jo Field", None),
        ("FILE - Waves in Orla, Jan. 9, 2021. (AP Photo/Jo Field, File)", None),
        ("March 14, 2025 was the day on which the wall broke", None),
        ("By March 14, 2025 all of the quays are closed", None),
        ("By Ann Lee | Storm of January 9, 2021", None),
        ("© 2025 Harbour Post", None),
    ],
)
def test_a_line_about_a_story_says_its_day(line: str, day: str | None) -> None:
    assert dates_beside(line) == Dates(day)


def test_an_address_with_a_whole_day_names_the_date() -> None:
    assert read("", url="https://news.example.org/2026/03/02/crane").published_at == "2026-03-02"
    assert read("", url="https://news.example.org/2026/03/crane").published_at is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ["Ann Lee"]),
        ("Written by: Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("Posted by Ann Lee on 2026-03-02", ["Ann Lee"]),
        ("March 2, 2026 by Ann van der Lee, Bo Ek", ["Ann van der Lee", "Bo Ek"]),
        ("By Ann Lee Senior Harbour Reporter", ["Ann Lee"]),
        ("Reviewed by Ann Lee", []),
        ("Stand by the quay", []),
        ("By Sven Holt in Fenby and Ines Varga in Saint Orla", ["Sven Holt", "Ines Varga"]),
        ("By Ann Lee in partnership with the harbour board", ["Ann Lee"]),
        ("Photographs and words by Ann Lee", ["Ann Lee"]),
        ("2 de marzo de 2026 por Ana Ruiz", ["Ana Ruiz"]),
        ("Kultur | von Ina Holt", ["Ina Holt"]),
        ("Treno fermo nei pressi di Porto Vecchio", []),
        ("Brücke gesperrt nahe der Burg von Alt Fenby", []),
        ("Harga beras di Kota Baru Naik", []),
    ],
)
def test_the_names_after_a_by_are_read(line: str, names: list[str]) -> None:
    assert names_after_by(line) == names


def test_a_byline_beneath_the_headline_names_the_authors() -> None:
    assert read("<div class='byline'>By Ann Lee and Bo Ek</div>").authors == ("Ann Lee", "Bo Ek")


@pytest.mark.parametrize(
    "other",
    [
        "<figure><img src='/q.jpg'><figcaption>A drawing by Ina Holt</figcaption></figure>",
        "<p><a href='/b'>Ten songs by Ina Holt</a></p>",
    ],
)
def test_names_in_captions_and_links_are_no_authors(other: str) -> None:
    assert read(other).authors == ()
    assert read(f"{other}<p><a href='/ann'>By Ann Lee</a></p>").authors == ("Ann Lee",)


def test_a_source_beneath_the_headline_is_the_source() -> None:
    assert read("<div>来源：Harbour Times</div>").source_name == "Harbour Times"
    assert read("<div class='meta'>Source: Coast Radio</div>").source_name == "Coast Radio"
    caption = "<figure><img src='/q.jpg'><figcaption>Source: Coast Radio</figcaption></figure>"
    assert read(caption).source_name is None
    assert read("<div><button>AA</button></div>").source_name is None


def test_a_name_alone_beneath_a_lone_by_is_the_author() -> None:
    assert read("<div>Written by</div><div>Ann Lee</div>").authors == ("Ann Lee",)


def test_the_name_beneath_a_written_by_at_the_foot_is_the_author_if_there_is_one() -> None:
    foot = f"{REST}<div>Article written by:</div><div>Ann Lee</div>"
    assert read("", foot).authors == ("Ann Lee",)
    assert read("", f"{foot}<div>Article written by:</div><div>Bo Ek</div>").authors == ()


def test_the_one_byline_at_the_foot_names_the_author() -> None:
    foot = f"{REST}<div>Text by <a href='/ann'>Ann Lee</a></div>"
    assert read("", foot).authors == ("Ann Lee",)
    assert read("", f"{foot}<div>By Bo Ek</div>").authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee | Senior Writer | July 2, 2026",
        "July 2, 2026 • Ann Lee in Harbour",
        "Ann Lee, July 2, 2026",
        "Ann Lee - Updated July 2, 2026",
    ],
)
def test_a_name_and_a_date_on_one_line_need_no_by(line: str) -> None:
    assert read(f"<div>{line}</div>").authors == ("Ann Lee",)
    text = read_text(
        "\n".join(["Crane falls across harbour", line, *PARAGRAPHS]), "https://a.example"
    )
    assert text.authors == ("Ann Lee",)
    assert {text.published_at, text.modified_at} == {"2026-07-02", None}


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("de Ubaldina Ferrer 12/03/2026 - 10:45", ("Ubaldina Ferrer",)),
        ("Publicat: 17 martie 2026, 08:00 de Ubaldina Ferrer", ("Ubaldina Ferrer",)),
        ("石原 真央 2026年3月15日 6時00分", ("石原 真央",)),
        ("社会 経済 2026年3月15日 6時00分", ()),
        ("de Buenos Aires 12/03/2026 - 10:45", ()),
    ],
)
def test_a_name_beside_dates_needs_no_more_than_a_de(line: str, people: tuple[str, ...]) -> None:
    assert read(f"<div>{line}</div>").authors == people


def test_the_people_that_datelines_and_signatures_name_are_authors() -> None:
    opening = "<p>新闻社昆明8月13日电（记者李清源）凌晨四点，采菌人已经上山。</p>"
    assert read(opening).authors == ("李清源",)


@pytest.mark.parametrize(("kept", "people"), [(True, ("Hoàng Thảo Vy",)), (False, ())])
def test_the_name_that_is_all_of_the_last_kept_line_is_the_author(
    kept: bool, people: tuple[str, ...]
) -> None:
    held = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    tree = dom.parse(f"<article><h1>Crane falls</h1>{held}<p>Hoàng Thảo Vy</p></article>")
    url = "https://news.example.org/a"
    metadata, page = read_metadata(tree, url), dom.read_page(tree)
    flags = [False, *(True for _ in PARAGRAPHS), kept]
    found = with_visible(metadata, page, html_columns(page, metadata), flags, url)
    assert found.authors == people


def test_the_time_of_the_stated_day_is_read_from_the_page() -> None:
    line = "<div>March 2, 2026 at 4:45 PM</div>"
    for day, read_as in (("2026-03-02", "2026-03-02T16:45:00"), ("2026-03-03", "2026-03-03")):
        node = f'{{"@type": "NewsArticle", "datePublished": "{day}"}}'
        stated = f'<script type="application/ld+json">{node}</script>'
        assert read(stated + line).published_at == read_as


def test_an_agency_beside_the_date_is_the_source() -> None:
    line = "<div>Haber Merkezi - DHA | Yayınlanma: 05 Şubat 2026 08:50</div>"
    assert read(line).source_name == "DHA"


def test_a_place_and_a_date_are_no_author() -> None:
    line = "<div>Santa Orla, July 2, 2026</div>"
    assert read(line).authors == ()


@pytest.mark.parametrize(
    "place", ["Ella Holt Road", "Anna Berg Square", "Peter Lang Institute", "Oskar Lind Stadium"]
)
def test_what_is_named_after_a_person_is_no_author(place: str) -> None:
    assert read(f"<div>{place} | July 2, 2026</div>").authors == ()
    assert read(f"<div>{place}</div><div>July 2, 2026</div>").authors == ()


def test_a_line_that_the_markup_calls_a_byline_may_be_in_capitals_or_one_given_name() -> None:
    assert read("<div class='author-name'>ANYA LEE</div>").authors == ("ANYA LEE",)
    assert read("<div class='author'><a href='/paul'>Paul</a></div>").authors == ("Paul",)
    assert read("<div class='author'><a href='/desk'>Harbour</a></div>").authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee | July 2, 2026 | <span class='comments-number'>0 comments</span>",
        "Ann Lee<br>July 2, 2026, 11:20",
        "Ann Lee, Staff Writer<br>Thursday, July 2, 2026, 11:20",
        "<span>Text: Ann Lee</span><span>Published July 2, 2026</span>",
    ],
)
def test_a_byline_may_hold_breaks_spans_and_how_many_comments_there_are(line: str) -> None:
    found = read(f"<p class='meta'>{line}</p>")
    assert found.authors == ("Ann Lee",)
    assert (found.published_at or "").startswith("2026-07-02")


@pytest.mark.parametrize("line", ["By ANN LEE", "By Bjarne LeeHarbour Reporter"])
def test_a_byline_is_read_though_it_is_in_capitals_or_grown_together(line: str) -> None:
    assert len(read(f"<div>{line}</div>").authors) == 1


def test_a_time_that_the_page_calls_an_update_is_no_publication() -> None:
    found = read("<div>Updated <time datetime='2026-03-02T08:30:00Z'>2 hours ago</time></div>")
    assert (found.published_at, found.modified_at) == (None, "2026-03-02T08:30:00Z")


@pytest.mark.parametrize(
    "line", ["Ann Lee, @annlee", "By Ann Lee@annlee Mar 2, 2026, 8:30am", "by Ann Lee @annlee"]
)
def test_a_handle_ends_the_name_before_it(line: str) -> None:
    assert read(f"<div>{line}</div>").authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "url", ["/news/20260302/a.html", "/2026-03-02/crane", "/2026/03/02/crane", "/a/2026/3/2_crane"]
)
def test_the_day_in_an_address_is_read_in_all_its_forms(url: str) -> None:
    assert read("", url=f"https://news.example.org{url}").published_at == "2026-03-02"


@pytest.mark.parametrize("url", ["/news/20261302/a.html", "/story-20260302123", "/2026/03/crane"])
def test_a_number_in_an_address_is_no_day(url: str) -> None:
    assert read("", url=f"https://news.example.org{url}").published_at is None


@pytest.mark.parametrize(
    "about",
    [
        "<div><span>By Ann Holt</span><span>2 March 2026</span></div>",
        "<div><span class='author'>Ann Holt</span><time>Mon 2 March 2026</time></div>",
        "<div>By Ann Holt Monday, March 2, 2026</div>",
    ],
)
def test_the_day_behind_a_name_is_no_part_of_it(about: str) -> None:
    found = read(about)
    assert found.authors == ("Ann Holt",)
    assert found.published_at == "2026-03-02"


@pytest.mark.parametrize("name", ["Jan Novak", "April Mayer", "Domingo Mai"])
def test_a_name_may_be_that_of_a_month(name: str) -> None:
    assert read(f"<div>By {name}</div>").authors == (name,)


def test_a_day_in_digits_is_read_as_the_page_s_language_writes_it() -> None:
    text = "Le conseil municipal a voté mardi soir la construction d'une nouvelle caserne. " * 3
    html = f"<h1>Une nouvelle caserne</h1><p>Publié le 09/03/2025 à 15h00</p><p>{text}</p>"
    found = read_html(f"<html><body><article>{html}</article></body></html>", "https://a.example/b")
    assert found.metadata.published_at == "2025-03-09T15:00:00"
