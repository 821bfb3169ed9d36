"""What a page states of its story is read, from whichever markup states it."""

import json
from typing import Any

import pytest

from pipeline.clean import dom
from pipeline.clean.lines import agency_of
from pipeline.clean.metadata import Metadata, read_metadata
from pipeline.clean.people import authors_of, bare_names, people_in, reported_by
from pipeline.clean.text import Flattened, read_text
from pipeline.clean.timestamps import read_timestamp

URL = "https://news.example.org/2026/03/crane"


def read(head: str, body: str = "", lang: str = "") -> Metadata:
    return read_metadata(dom.parse(f"<html lang='{lang}'><head>{head}</head>{body}</html>"), URL)


def linked(*nodes: Any) -> str:
    return "".join(f"<script type='application/ld+json'>{json.dumps(n)}</script>" for n in nodes)


STORY = {
    "@type": "NewsArticle",
    "headline": "Crane falls across harbour",
    "datePublished": "2026-03-02T08:30:00+01:00",
    "dateModified": "2026-03-02T09:00:00Z",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Ek"}],
    "isAccessibleForFree": False,
}


@pytest.mark.parametrize(
    "node",
    [
        STORY,
        [STORY],
        {"@graph": [{"@type": "WebSite", "name": "The Example"}, STORY]},
        STORY | {"@type": ["NewsArticle", "Thing"]},
        {"@type": "WebPage", "mainEntity": STORY},
    ],
)
def test_json_ld_is_read_in_every_shape(node: Any) -> None:
    found = read(linked(node))
    assert found.headline == "Crane falls across harbour"
    assert found.published_at == "2026-03-02T08:30:00+01:00"
    assert found.modified_at == "2026-03-02T09:00:00Z"
    assert found.authors == ("Ann Lee", "Bo Ek")
    assert found.paywalled


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"@type": "NewsArticle", "headline": "\\ud800"}',
        '{"@type": 7, "author": {"name": {}}, "datePublished": []}',
        "null",
        '{"@type":"NewsArticle","author":{"name":[1,null]},"headline":{"@value":3}}',
    ],
)
def test_broken_json_ld_leaves_the_rest_of_the_page(script: str) -> None:
    title = "<meta property='og:title' content='T 1'>"
    found = read(f"<script type='application/ld+json'>{script}</script>{title}")
    assert (found.headline or "").encode() in (b"T 1", "\ufffd".encode())


def test_raw_line_breaks_in_json_ld_are_forgiven() -> None:
    script = '{"@type": "NewsArticle", "headline": "Crane\nfalls"}'
    assert read(f"<script type='application/ld+json'>{script}</script>").headline == "Crane falls"


def test_the_story_of_the_page_is_told_from_the_stories_that_it_links() -> None:
    other = STORY | {"headline": "Another story of today", "author": "Someone Else"}
    found = read("<title>Crane falls across harbour</title>" + linked(other, STORY))
    assert found.authors == ("Ann Lee", "Bo Ek")


def test_of_several_stories_none_is_taken_for_the_pages_own_without_evidence() -> None:
    others = [STORY | {"headline": f"Another story {number}"} for number in range(3)]
    found = read("<title>The front page of today</title>" + linked(*others))
    assert (found.authors, found.published_at) == ((), None)


@pytest.mark.parametrize(
    "title",
    [
        "Crane falls - as feared | The Example",
        "The Example: Crane falls - as feared",
        "Crane falls - as feared - The Example",
        "Crane falls - as feared — example.org",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_headline(title: str) -> None:
    site = "<meta property='og:site_name' content='The Example'>"
    assert read(f"<title>{title}</title>{site}").headline == "Crane falls - as feared"


LONG = "Wexby beat Orla in the final of the harbour cup"


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Crane falls on the old harbour - Harbour Courier", "Harbour Courier"),
        ("Crane falls on the old harbour | Politics", None),
        ("Crane falls on the old harbour - by Ann Lee", None),
        ("Crane falls on the old harbour | News | Harbour Courier", None),
        ("Crane falls - Harbour Courier", None),
        ("Crane falls on the old harbour | Live updates", None),
        ("Crane falls on the old harbour | Ann Lee", None),
        ("Crane falls on the old harbour - 2025", None),
        ("Crane falls on the old harbour - Wexby", None),
    ],
)
def test_what_stands_behind_the_headline_in_the_title_is_the_site(
    title: str, site: str | None
) -> None:
    page = read(f"<title>{title}</title>", "<h1>Crane falls on the old harbour</h1>")
    assert page.titled_site == site


def test_the_site_in_the_title_is_what_the_address_names() -> None:
    head = "<title>Crane falls on the old harbour - Wexby Now</title>"
    page = f"<head>{head}</head><h1>Crane falls on the old harbour</h1>"
    assert read_metadata(dom.parse(page), "https://www.wexbynow.example/a").titled_site
    assert read_metadata(dom.parse(page), "https://www.example.org/a").titled_site is None


def test_the_h1_that_the_title_confirms_is_the_headline() -> None:
    found = read("<title>Crane falls | X</title>", "<h1>The Example</h1><h1>Crane falls</h1>")
    assert found.headline == "Crane falls"


def test_the_lower_heading_that_is_most_of_the_title_serves_where_there_is_no_h1() -> None:
    titles = f"<title>Print view - {LONG} - Local</title>"
    assert read(titles, f"<h2>{LONG}</h2><h3>Local</h3>").headline == LONG
    assert read(titles, f"<h1>Print</h1><h2>{LONG}</h2>").headline != LONG


@pytest.mark.parametrize("headings", ["{site}", "{site}{own}", "{section}", "{section}{own}"])
def test_a_heading_that_names_the_site_or_the_section_is_no_headline(headings: str) -> None:
    shown = headings.format(
        site="<h1>Harbour Notes</h1>", section="<h1>Football</h1>", own=f"<h1>{LONG}</h1>"
    )
    titles = f"<title>Football: {LONG} - Harbour Notes</title>"
    assert read(titles, shown).headline in (
        LONG,
        f"Football: {LONG}",
        f"Football: {LONG} - Harbour Notes",
    )
    if "own" in headings:
        assert read(titles, shown).headline == LONG


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "<meta property='article:published_time' content='2026-03-02T08:30:00Z'>",
            "2026-03-02T08:30:00Z",
        ),
        ("<meta name='pubdate' content='20260302'>", "2026-03-02"),
        ("<meta name='date' content='2026-03-02 08:30'>", "2026-03-02T08:30:00"),
        ("<meta name='date' content='2026-03-02 00:00'>", "2026-03-02"),
        (
            "<meta name='pubdate' content='2026-03-02 08:30'>"
            "<meta name='date' content='2026-03-02T08:30:00+01:00'>",
            "2026-03-02T08:30:00+01:00",
        ),
        ("<meta name='date' content='soon'>", None),
    ],
)
def test_the_time_of_publication_is_read_from_meta_tags(head: str, expected: str | None) -> None:
    assert read(head).published_at == expected


@pytest.mark.parametrize(
    "element",
    [
        "<span property='dc:date dc:created' content='2026-03-02T08:30:00Z'>Mon, 02/03</span>",
        "<span property='schema:dateCreated' content='2026-03-02T08:30:00Z'>2 March</span>",
        "<abbr class='published' title='2026-03-02T08:30:00Z'>8:30 AM</abbr>",
        "<time class='entry-date' datetime='2026-03-02T08:30:00Z'>two days ago</time>",
        "<meta itemprop='datePublished' content='2026-03-02T08:30:00Z'>",
    ],
)
def test_the_time_of_publication_is_read_from_every_markup_of_elements(element: str) -> None:
    body = f"<article><h1>Crane falls</h1>{element}<p>It fell.</p></article>"
    assert read("", body).published_at == "2026-03-02T08:30:00Z"


def test_no_date_is_taken_from_the_page_around_the_story() -> None:
    body = "<footer><time datetime='2026-01-01'>1 January</time></footer>"
    assert read("<title>Crane falls</title>", body).published_at is None


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Ann Lee and Bo Ek", ["Ann Lee", "Bo Ek"]),
        ("By Ann Lee, Reuters", ["Ann Lee"]),
        ("Von Jörg Müller", ["Jörg Müller"]),
        ("Editorial team", []),
        ("https://news.example.org/people/ann-lee", []),
        ("newsroom@example.org", []),
        ("Ann Lee annlee@example.org", ["Ann Lee"]),
        ("سلمى حداد - بيروت", ["سلمى حداد"]),
        ("Ann-Marie Lee", ["Ann-Marie Lee"]),
        ("山田太郎", ["山田太郎"]),
        ("By Ann Lee in Berlin and Bo Ek in Paris", ["Ann Lee", "Bo Ek"]),
        ("By Ann Lee for the Courier", ["Ann Lee"]),
        ("By Ann Lee @annlee", ["Ann Lee"]),
        ("By Ann Lee (Reuters)", ["Ann Lee"]),
        ("Von Petra Lind, Berlin", ["Petra Lind"]),
        ("Sukarno", ["Sukarno"]),
        ("Ludwig van Beethoven", ["Ludwig van Beethoven"]),
        ("By Ann Lee and Lena H. Sun", ["Ann Lee", "Lena H. Sun"]),
        ("By Ann Lee, Evan Spiegel and Bo Ek", ["Ann Lee", "Evan Spiegel", "Bo Ek"]),
        ("Tran Van An, Le Minh", ["Tran Van An", "Le Minh"]),
        ("By Ann Lee, The Sun", ["Ann Lee"]),
        ("By Ann Lee and Daily Nation", ["Ann Lee", "Daily Nation"]),
    ],
)
def test_authors_are_people(byline: str, people: list[str]) -> None:
    assert people_in(byline) == people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02T08:30:00.123+0100", "2026-03-02T08:30:00+01:00"),
        ("2026-03-02 8:30 UTC", "2026-03-02T08:30:00Z"),
        ("2026-03-02T08:30:00", "2026-03-02T08:30:00"),
        ("2026-03-02T00:00:00", "2026-03-02"),
        ("20260302", "2026-03-02"),
        ("Mon, 02 Mar 2026 08:30:00 +0100", "2026-03-02T08:30:00+01:00"),
        ("March 2, 2026", "2026-03-02"),
        ("03/02/2026", None),
        ("2026-13-40", None),
        ("0000-00-00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_are_rfc_3339_or_a_plain_date(text: str, expected: str | None) -> None:
    assert read_timestamp(text) == expected


@pytest.mark.parametrize(
    ("lang", "expected"), [("de-AT", "de"), ("EN", "en"), ("x", None), ("", None)]
)
def test_the_language_that_the_page_declares(lang: str, expected: str | None) -> None:
    assert read("", lang=lang).language == expected


@pytest.mark.parametrize(
    ("shown", "headline"),
    [
        ("How a fallen crane closed the harbour for a week", True),
        ("Harbour news", False),
        ("The Example", False),
    ],
)
def test_the_shown_heading_counts_where_it_tells_what_the_stated_title_tells(
    shown: str, headline: bool
) -> None:
    stated = "Crane falls across harbour: what we know"
    found = read(f"<meta property='og:title' content='{stated}'>", f"<h1>{shown}</h1>")
    assert found.headline == (shown if headline else stated)


def test_a_title_that_is_never_closed_holds_no_more_than_its_own_words() -> None:
    page = f"<html><head><title>Crane falls<meta name='x'><body>{'<p>Harbour.</p>' * 20_000}"
    assert read_metadata(dom.parse(page), URL).headline == "Crane falls"


def test_the_author_that_a_link_preview_names_is_the_author() -> None:
    label = "<meta name='twitter:label1' content='{}'><meta name='twitter:data1' content='Ann Lee'>"
    assert read(label.format("Written by")).authors == ("Ann Lee",)
    assert read(label.format("Geschrieben von")).authors == ("Ann Lee",)
    assert read(label.format("Est. reading time")).authors == ()


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("By Ann Lee, Bo Ek and Cy Dow", ("Ann Lee", "Bo Ek", "Cy Dow")),
        ("By Ann Lee, Political Editor", ("Ann Lee",)),
        ("By Ann Lee, BBC News", ("Ann Lee",)),
        ("By Joanna Pike in Berlin and Tom Reed in Paris", ("Joanna Pike", "Tom Reed")),
        ("Von Petra Lind, Berlin", ("Petra Lind",)),
        ("By Di Stefano", ("Di Stefano",)),
        ("By Ann Lee, health editor", ("Ann Lee",)),
        ("By Ann Lee, senior political correspondent", ("Ann Lee",)),
        ("Von Petra Lind, dpa", ("Petra Lind",)),
        ("김민수 기자", ("김민수",)),
        ("김민수 기자 minsu@news.example", ("김민수",)),
        ("[항구신문=부산] 김민수 기자", ("김민수",)),
        ("김민수 기자 입력 2025.03.12 10:20", ("김민수",)),
        ("김민수 기자는 말했다", ()),
        ("Por Ana dos Santos", ("Ana dos Santos",)),
        ("Door Jan ter Horst", ("Jan ter Horst",)),
        ("By Ahmed bin Salim", ("Ahmed bin Salim",)),
        ("Analysis by Ann Lee", ("Ann Lee",)),
        ("Kommentar von Ann Lee", ("Ann Lee",)),
        ("Par Marie d'Hondt avec AFP", ("Marie d'Hondt",)),
        ("Written By: रवि शर्मा", ("रवि शर्मा",)),
        ("Texto y fotos: Lucía Ortega", ("Lucía Ortega",)),
        ("a cura di Marco Bianchi", ("Marco Bianchi",)),
        ("كتب - سامر الخطيب", ("سامر الخطيب",)),
        ("記者王小明／台北報導", ("王小明",)),
        ("（记者 李文静）", ("李文静",)),
        ("记者调查", ()),
        ("Edited By: Ann Lee", ()),
        ("Editör: Elif Aydın", ()),
        ("By Ann Lee, Port Harcourt", ("Ann Lee",)),
        ("By Ann Lee, Daily Nation", ("Ann Lee",)),
        ("Par Claire Dumont, Le Monde", ("Claire Dumont",)),
        ("By Ann Lee and Le Minh Anh", ("Ann Lee", "Le Minh Anh")),
        ("By Ann Lee, Bo Ek", ("Ann Lee", "Bo Ek")),
        ("By Our Correspondent", ()),
        ("By AFP", ()),
        ("By then it was over.", ()),
        ("خبرنگار: مریم کاظمی", ("مریم کاظمی",)),
        ("Корреспондент : Анна Белова", ("Анна Белова",)),
        ("Журналист: Спасибо", ()),
        ("संवाददाता: राजेश कुमार", ("राजेश कुमार",)),
        ("Phóng viên: Trần Thị Mai", ("Trần Thị Mai",)),
        ("PV Nguyễn Văn Hùng", ("Nguyễn Văn Hùng",)),
        ("PV Sindhu", ()),
        ("範例報／ 記者林芷萱／嘉義報導", ("林芷萱",)),
        ("記者 李明哲、陳怡君／高雄報導", ("李明哲", "陳怡君")),
        ("記者王小明台北報導", ("王小明",)),
        ("（本报记者李清源）", ("李清源",)),
        ("文 | 王小明", ("王小明",)),
        ("（文・佐々木健太）", ("佐々木健太",)),
        ("Tekst Joris van Dam Beeld Anna de Wit", ("Joris van Dam",)),
        ("Von Jana Krüger und Tim Wolf (Grafik)", ("Jana Krüger",)),
        ("Di Giulia Conti e Paolo Neri (infografica)", ("Giulia Conti",)),
        ("Par Claire Dubois avec AFP et agences", ("Claire Dubois",)),
        ("By ANN LEE FOR DAILY MAIL AUSTRALIA", ("ANN LEE",)),
        ("By Ann Lee for the Evening Tribune", ("Ann Lee",)),
        ("Por João Freitas, para o Diário do Vale", ("João Freitas",)),
    ],
)
def test_a_byline_of_flattened_text_names_people(line: str, people: tuple[str, ...]) -> None:
    assert authors_of(line) == people


@pytest.mark.parametrize(
    ("stated", "people"),
    [
        ("إدريس بنشقرونمراسل من سيدي إفني", ["إدريس بنشقرون"]),
        ("Martina Ortega LA TRIBUNA", ["Martina Ortega"]),
        ("Jean Marie DUPONT", ["Jean Marie DUPONT"]),
        ("Lachlan Boyd For Daily Mail Australia", ["Lachlan Boyd"]),
        ("김민수 기자 = 서울", ["김민수"]),
    ],
)
def test_role_and_outlet_behind_a_name_are_no_part_of_it(stated: str, people: list[str]) -> None:
    assert people_in(stated) == people


@pytest.mark.parametrize(
    ("first", "last", "people"),
    [
        ("新闻社昆明8月13日电（记者李清源）凌晨四点，采菌人已经上山。", "", ("李清源",)),
        ("", "他说。（本报记者 陈思远 通讯员 赵国庆）", ("陈思远", "赵国庆")),
        ("【記者王小明／台北報導】圖書館重新開放。", "", ("王小明",)),
        ("(서울=연합뉴스) 이수진 기자 = 도서관이 문을 연다.", "", ("이수진",)),
        ("他说，记者李明来过。", "他说（记者调查）", ()),
        ("A reporter (Ann Lee) was there.", "", ()),
    ],
)
def test_a_dateline_or_the_end_of_a_story_names_who_reported(
    first: str, last: str, people: tuple[str, ...]
) -> None:
    assert reported_by(first, last) == people


@pytest.mark.parametrize(
    ("line", "headline", "people"),
    [
        ("Ann Lee", "", ("Ann Lee",)),
        ("Ann Lee |", "", ("Ann Lee",)),
        ("Anna Maria van der Berg", "", ("Anna Maria van der Berg",)),
        ("Ann Lee, Senior Reporter", "", ("Ann Lee",)),
        ("Ana Rossi in Rome, Kofi Mensah in Accra and Lars Ek in Oslo", "",
         ("Ana Rossi", "Kofi Mensah", "Lars Ek")),
        ("Анна Петрова", "", ("Анна Петрова",)),
        ("Ann Lee", "Lee resigns as mayor", ()),
        ("Harbour News", "", ()),
        ("Ann", "", ()),
        ("Ann Lee resigns", "", ()),
        ("Ann Lee Wins Harbour Race", "", ()),
        ("Jordan Valley", "", ()),
        ("David Copperfield, The Harbour Players", "", ()),
    ],
)  # fmt: skip
def test_names_alone_begin_with_a_given_name(
    line: str, headline: str, people: tuple[str, ...]
) -> None:
    assert bare_names(line, headline) == people


@pytest.mark.parametrize(
    "line", ["Political Editor Ann Lee", "Arts writer Ann Lee", "Transport reporter: Ann Lee"]
)
def test_what_a_person_does_may_stand_before_the_name(line: str) -> None:
    assert people_in(f"By {line}") == ["Ann Lee"]
    assert bare_names(line) == ("Ann Lee",)


@pytest.mark.parametrize(
    "beside",
    ["Digital Security Expert", "AP Medical Writer", "Health Writer", "USA TODAY", "Super User"],
)
def test_what_a_person_does_and_for_whom_is_no_name(beside: str) -> None:
    assert people_in(f"Ann Lee, {beside}") == ["Ann Lee"]


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Words and pictures by Ann Lee", ("Ann Lee",)),
        ("Text: Ann Lee, Fotos: Bo Ek", ("Ann Lee",)),
        ("Texte : Ann Lee Photos : Bo Ek", ("Ann Lee",)),
        ("Von Ann Lee (Text) und Bo Ek (Fotos)", ("Ann Lee",)),
        ("Photographs by Bo Ek. Text by Ann Lee", ("Ann Lee",)),
        ("文・山本さくら 写真・田中一郎", ("山本さくら",)),
        ("撰文/王小明 摄影/李华", ("王小明",)),
        ("글 김민수 사진 박영희", ("김민수",)),
        ("Dal nostro inviato a Palermo, Ann Lee", ("Ann Lee",)),
        ("De notre envoyé spécial à Kiev, Ann Lee", ("Ann Lee",)),
        ("Von unserem Korrespondenten Jens Ahlers", ("Jens Ahlers",)),
        ("By our political correspondent Ann Lee", ("Ann Lee",)),
        ("本报记者 王小明", ("王小明",)),
        ("科学部・藤原美咲", ("藤原美咲",)),
        ("서울=김민수 기자", ("김민수",)),
        ("Entrevista de Ann Lee", ("Ann Lee",)),
        ("Eine Reportage von Ann Lee", ("Ann Lee",)),
        ("Aus Brüssel berichtet Ann Lee", ("Ann Lee",)),
        ("By Ann Lee, Special to The Harbour Post", ("Ann Lee",)),
        ("By Ann Lee Staff Writer", ("Ann Lee",)),
        ("Af Ann Lee, korrespondent i Berlin", ("Ann Lee",)),
        ("Photographs by Bo Ek", ()),
        ("写真・田中一郎", ()),
        ("Entretien avec Ann Lee", ()),
        ("Interview de Ann Lee", ()),
        ("Von unserem Korrespondenten", ()),
        ("本报记者", ()),
        ("By the numbers", ()),
        ("Textos de Colaboradores", ()),
        ("Text/Call Confirm", ()),
        ("Photo Editor", ()),
    ],
)
def test_a_byline_may_say_what_was_done_and_by_whom_of_the_paper(
    line: str, people: tuple[str, ...]
) -> None:
    assert authors_of(line) == people


@pytest.mark.parametrize(
    "line",
    [
        "Maria Prates, de Brasília",
        "Maria Prates (envoyée spéciale à Arles)",
        "Maria Prates | Enviada especial a Bogotá",
        "Maria Prates Political Editor",
        "Maria Prates reports from Nairobi",
        "Maria Prates maria.prates@news.example",
        "Envoyée spéciale à Arles, Maria Prates",
        "Crónica: Maria Prates",
    ],
)
def test_role_place_and_address_stand_beside_a_name(line: str) -> None:
    assert bare_names(line) == ("Maria Prates",)
    assert _flat(line, "26 February 2026").authors == ("Maria Prates",)
    assert people_in(line) == ["Maria Prates"]


def test_the_author_of_another_story_on_the_page_is_not_the_pages() -> None:
    other = (
        "<article itemscope itemtype='https://schema.org/NewsArticle'>"
        "<div itemprop='author'><span itemprop='name'>Bo Ek</span></div>"
        "<h2 itemprop='headline'>Ferry to return in spring</h2><p>It will sail.</p></article>"
    )
    own = "<article>{}<h1>Crane falls across harbour</h1><p>It fell.</p></article>"
    named = "<div><p itemprop='author'><span itemprop='name'>Ann Lee</span></p></div>"
    head = "<title>Crane falls across harbour</title>"
    assert read(head, own.format("") + other).authors == ()
    assert read(head, own.format(named) + other).authors == ("Ann Lee",)


def test_what_stands_before_a_role_is_no_name() -> None:
    assert bare_names("Senior Politics Editor, The Harbour Post") == ()
    assert bare_names("Ann Lee, AP National Political Writer") == ("Ann Lee",)


def test_an_author_that_stands_elsewhere_in_the_graph_is_found_by_its_id() -> None:
    people = [
        {"@type": "Person", "@id": f"#/{name}", "name": name} for name in ("Ann Lee", "Bo Ek")
    ]
    story = STORY | {"author": [{"@id": "#/Ann Lee"}, {"@id": "#/Bo Ek"}, {"@id": "#/gone"}]}
    assert read(linked({"@graph": [story, *people]})).authors == ("Ann Lee", "Bo Ek")


def test_each_of_several_meta_tags_names_an_author() -> None:
    names = ("Ann Lee", "Bo Ek", "Le Minh Anh")
    tags = "".join(f"<meta name='author' content='{name}'>" for name in names)
    assert read(tags).authors == names


@pytest.mark.parametrize(
    "other",
    [
        "<div class='comment-1'><p itemprop='author'><b itemprop='name'>Bo Ek</b></p></div>",
        "<div><div><h3>Another</h3><p><i><a rel='author'>Bo Ek</a></i></p></div></div>",
    ],
)
def test_who_wrote_comments_and_other_stories_is_no_author(other: str) -> None:
    byline = "<p>By <a rel='author' href='/ann'>Ann Lee</a> and <a rel='author'>Cy Holt</a></p>"
    found = read("", f"<body><article><h1>Crane falls</h1>{byline}</article>{other}</body>")
    assert found.authors == ("Ann Lee", "Cy Holt")


def test_a_page_that_counts_its_comments_around_a_byline_has_an_author() -> None:
    byline = "<p class='comment-count'><a rel='author' href='/ann'>Ann Lee</a></p>"
    found = read("", f"<body><div class='comments-open'><h1>Crane falls</h1>{byline}</div></body>")
    assert found.authors == ("Ann Lee",)


def test_a_site_is_no_author_if_it_is_not_named_after_a_person() -> None:
    site = "<meta property='og:site_name' content='{0}'><meta name='author' content='{0}'>"
    assert read(site.format("Anna Berg")).authors == ("Anna Berg",)
    assert read(site.format("Sail &amp; i")).authors == ()


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Town to sell its rink<br>to a developer", "Town to sell its rink to a developer"),
        ("<span>Town to sell</span><span>its rink</span>", "Town to sell its rink"),
        ("<div>Town to sell</div>its rink", "Town to sell its rink"),
        ("<span>T</span><span>own</span> to sell its <em>rink</em>s", "Town to sell its rinks"),
    ],
)
def test_the_words_of_a_heading_are_not_glued(heading: str, words: str) -> None:
    assert read("", f"<body><h1>{heading}</h1></body>").headline == words


@pytest.mark.parametrize(
    "heading",
    [
        "<span>Orla</span> <span>Town to sell its rink</span>",
        "<span>LIVE</span>Town to sell its rink",
        "Town to sell its rink <small>Subscribers only</small>",
    ],
)
def test_a_label_in_the_heading_is_no_part_of_the_headline(heading: str) -> None:
    stated = "<meta property='og:title' content='Town to sell its rink'>"
    assert read(stated, f"<body><h1>{heading}</h1></body>").headline == "Town to sell its rink"
    other = "<meta property='og:title' content='A rink is sold in town'>"
    assert read(other, f"<body><h1>{heading}</h1></body>").headline != "Town to sell its rink"


def test_a_kicker_in_the_heading_is_no_part_of_the_headline() -> None:
    kicker = "<span class='heading__kicker'>Rinks</span><span>: </span>"
    heading = f"<body><h1>{kicker}<span>Town to sell its rink</span></h1></body>"
    stated = "<title>Rinks: Town to sell its rink | The Example</title>"
    assert read(stated, heading).headline == "Town to sell its rink"
    whole = "<body><h1><span class='section'>Town to sell its rink</span></h1></body>"
    assert read(stated, whole).headline == "Town to sell its rink"


def test_a_heading_that_leads_to_the_front_page_is_the_site() -> None:
    stated = "<title>Orla Notes: Town to sell its rink</title>"
    for address in ("/", "https://news.example.org/"):
        heading = f"<body><h1><a href='{address}'>Orla Notes</a></h1></body>"
        assert read(stated, heading).headline == "Town to sell its rink"
    heading = "<body><h1><a href='#top'>Orla Notes</a></h1></body>"
    assert read(stated, heading).headline != "Town to sell its rink"


def test_a_wide_bar_parts_the_site_from_the_headline() -> None:
    told = "刑務所の田んぼで米作り 収穫は子ども食堂へ"
    found = read(f"<title>{told}｜社会｜見本日報</title>", f"<body><h2>{told}</h2></body>")
    assert found.headline == told


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Town to sell its rink <em>in the park</em>", "Town to sell its rink"),
        ("<em>Orla</em> to sell its rink", "To sell its rink"),
        ("<span>T</span>own to sell", "own to sell"),
    ],
)
def test_a_title_that_says_a_part_of_the_heading_s_sentence_cuts_nothing(
    heading: str, title: str
) -> None:
    stated = f"<title>{title}</title>"
    words = heading.translate(str.maketrans("<>", "||")).split("|")[::2]
    assert read(stated, f"<body><h1>{heading}</h1></body>").headline == "".join(words)


@pytest.mark.parametrize(
    ("head", "paywalled"),
    [
        (linked({"@type": "NewsArticle", "isAccessibleForFree": "http://schema.org/False"}), True),
        (linked({"@type": "NewsArticle", "hasPart": {"isAccessibleForFree": "False"}}), True),
        (linked({"@type": "NewsArticle", "hasPart": [{"isAccessibleForFree": True}, 3]}), False),
        ("<meta property='article:content_tier' content='locked'>", True),
        ("<meta property='article:content_tier' content='free'>", False),
        ("<meta itemprop='isAccessibleForFree' content='False'>", True),
    ],
)
def test_a_paywall_is_stated_in_many_ways(head: str, paywalled: bool) -> None:
    assert read(head).paywalled == paywalled


def test_the_shortest_names_are_of_two_ideographs() -> None:
    assert people_in("王海") == ["王海"]
    assert people_in("Al") == []
    assert people_in("Agence France-Presse") == []


_TITLE = "The harbour bridge in Velmora will close for repairs"
_BODY = (
    "The harbour bridge in Velmora will close for eleven weeks from Monday, the city said.",
    "Some 40,000 vehicles cross the bridge each day and officials expect long queues.",
    "Ferries will run every ten minutes between the old port and the new pier.",
)


def _flat(*above: str, beneath: tuple[str, ...] = ()) -> Flattened:
    rows = [_TITLE, *above, *_BODY, *beneath]
    return read_text("\n".join(rows), "https://harbour.example/a")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Posted by Anna Berg on February 26, 2026 at 4:45 PM", "2026-02-26T16:45:00"),
        ("Written by Anna Berg on Feb 26, 2026", "2026-02-26"),
        ("Por Anna Berg el 26 de febrero de 2026", "2026-02-26"),
        ("Por Anna Berg em 26 de fevereiro de 2026", "2026-02-26"),
        ("Par Anna Berg le 26 février 2026", "2026-02-26"),
        ("Publié par Anna Berg le 26 février 2026 à 10h12", "2026-02-26T10:12:00"),
        ("Von Anna Berg am 26.02.2026", "2026-02-26"),
        ("Geschrieben von Anna Berg am 26. Februar 2026", "2026-02-26"),
        ("Di Anna Berg il 26 febbraio 2026", "2026-02-26"),
        ("Door Anna Berg op 26 februari 2026", "2026-02-26"),
    ],
)
def test_a_byline_that_goes_on_with_the_day_gives_both(line: str, day: str) -> None:
    page = _flat(line)
    assert (page.authors, page.published_at) == (("Anna Berg",), day)


def test_a_name_that_is_a_word_of_dates_too_stays_whole() -> None:
    assert _flat("By Anna Le, 26 February 2026").authors == ("Anna Le",)


@pytest.mark.parametrize(
    "above",
    [
        ("Anna Berg", "Staff Reporter", "26 February 2026"),
        ("26 February 2026", "Share", "Save", "Anna Berg", "Transport correspondent"),
        ("26 February 2026", "Share", "Save", "Anna Berg"),
        ("Anna Berg", "Korrespondentin, Berlin"),
        ("Anna Berg", "Orla & Dunmouth reporter", "Image source, Bo Ek"),
        ("de Anna Berg", "26 februarie 2026"),
        ("De Anna Berg", "26 februarie 2026"),
        ("Scris de Anna Berg", "26 februarie 2026"),
    ],
)
def test_a_name_beside_a_role_or_a_date_is_the_author(above: tuple[str, ...]) -> None:
    assert _flat(*above).authors == ("Anna Berg",)


def test_a_name_above_a_role_may_begin_with_an_uncommon_given_name() -> None:
    assert _flat("Xanthippa Reyes", "Staff Reporter").authors == ("Xanthippa Reyes",)
    assert _flat("Xanthippa Reyes", "Harbour news").authors == ()
    assert _flat("Harbour Courier", "Staff Reporter").authors == ()
    assert _flat("Orla Today", "Letters to the editor").authors == ()


@pytest.mark.parametrize(
    "rows",
    [
        ["What the harbour towns watch today", "Hardened Youth", "Harbour Correspondent", _TITLE],
        [_TITLE, "You may also like", "Ferry runs aground off Orla", "Peter Lang", "Today 7:30AM"],
    ],
)
def test_names_above_the_headline_and_of_other_stories_are_no_authors(rows: list[str]) -> None:
    url = "https://harbour.example/harbour-bridge-in-velmora-will-close-for-repairs"
    assert read_text("\n".join([*rows, *_BODY]), url).authors == ()


def test_an_agency_that_a_page_states_as_its_author_is_the_source() -> None:
    stated = read("<meta name='author' content='PTI'>")
    assert (stated.authors, stated.source_name) == ((), "PTI")
    stated = read("<meta name='author' content='Ann Lee, PTI'>")
    assert (stated.authors, stated.source_name) == (("Ann Lee",), None)


def test_whom_a_story_is_about_is_no_author_above_what_they_do() -> None:
    told = "Anna Berg, who wrote of the harbour for forty years, has died at the age of 81."
    rows = ["A life beside the harbour bridge", "Anna Berg", "Journalist", told, *_BODY]
    assert read_text("\n".join(rows), "https://harbour.example/a").authors == ()


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("Par AFP", "AFP"),
        ("By Reuters Staff", "Reuters"),
        ("Por EFE", "EFE"),
        ("Von dpa", "dpa"),
        ("Szerző: MTI", "MTI"),
        ("Autor: ČTK", "ČTK"),
    ],
)
def test_an_agency_in_a_byline_is_the_source_and_no_author(byline: str, agency: str) -> None:
    page = _flat(byline, "26 February 2026")
    assert (page.authors, page.source_name) == ((), agency)


@pytest.mark.parametrize(
    ("line", "agency"),
    [("(AFP)", "AFP"), ("— Reuters", "Reuters"), ("(PTI)", "PTI"), ("EFE", "EFE"), ("©AFP", "AFP")],
)
def test_an_agency_alone_beneath_the_story_is_its_source(line: str, agency: str) -> None:
    page = _flat(beneath=(line, "Share"))
    assert page.source_name == agency
    assert [block.text for block in page.blocks if block.keep] == [*_BODY]


@pytest.mark.parametrize(
    "beneath", [("Politics", "AP", "Telangana"), ("Comments", "Hina"), ("Share", "BBC", "CNN")]
)
def test_a_section_or_a_name_further_down_is_no_source(beneath: tuple[str, ...]) -> None:
    assert _flat("26 February 2026", beneath=beneath).source_name is None


@pytest.mark.parametrize(
    "told",
    [
        "Written by Anna Berg; directed by Bo Ek; at the Harbour Theatre until May.",
        "Bericht von der Front; die Lage bleibt angespannt.",
    ],
)
def test_a_last_sentence_that_opens_as_credits_do_names_no_author(told: str) -> None:
    assert _flat(beneath=(told,)).authors == ()


def test_an_agency_behind_the_last_sentence_may_have_a_full_stop() -> None:
    assert agency_of("Die Fähren fahren alle zehn Minuten. (ANSA).") == "ANSA"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("(Reporting by Anna Berg and Peter Lang; Editing by Bo Ek)", ("Anna Berg", "Peter Lang")),
        ("Reporting by Anna Berg in Orla; Writing by Peter Lang", ("Anna Berg", "Peter Lang")),
        ("(Reportage de Anna Berg, édité par Bo Ek)", ("Anna Berg",)),
        ("(Información de Anna Berg; editado por Bo Ek)", ("Anna Berg",)),
        ("(Reportagem de Anna Berg; edição de Bo Ek)", ("Anna Berg",)),
        ("(Bericht von Anna Berg; redigiert von Bo Ek)", ("Anna Berg",)),
        ("(Editing by Bo Ek)", ()),
        ("(Additional reporting by Bo Ek; Editing by Peter Lang)", ()),
    ],
)
def test_who_reported_a_story_is_its_author_where_no_byline_says_so(
    line: str, authors: tuple[str, ...]
) -> None:
    assert _flat(beneath=(line,)).authors == authors
    assert _flat("By Petra Lind", beneath=(line,)).authors == ("Petra Lind",)


@pytest.mark.parametrize(
    ("told", "agency"),
    [
        ("New Delhi, March 15 (PTI) The ministry said on Monday that it would.", "PTI"),
        ("कोल्लम, 15 मार्च (भाषा) मंत्रालय ने सोमवार को कहा कि वह ऐसा करेगा।", "भाषा"),
        ("On Monday, 15 people (Anna Berg among them) left the port.", None),
        ("On Monday, 15 ferries of the old line (AP) left the port.", None),
    ],
)
def test_an_agency_stands_behind_place_and_day(told: str, agency: str | None) -> None:
    assert agency_of(told) == agency


def test_an_agency_in_brackets_beneath_the_headline_is_the_source() -> None:
    assert _flat("(AFP)", "26 February 2026").source_name == "AFP"
    assert _flat("26 February 2026", "© AFP").source_name is None


@pytest.mark.parametrize("address", ["http://[x/", "//[a"])
def test_an_address_that_is_none_leads_nowhere(address: str) -> None:
    html = f"<html><body><h1><a href='{address}'>Crane falls across harbour</a></h1></body></html>"
    found = read_metadata(dom.parse(html), "https://news.example/a/crane")
    assert found.headline == "Crane falls across harbour"


def test_a_tag_that_the_headline_goes_on_from_is_part_of_it() -> None:
    title = "Crane falls across harbour quays in old town"
    heading = "<h1><a class='tag'>Crane</a> falls across harbour quays in old town</h1>"
    html = f"<html><head><title>{title}</title></head><body>{heading}</body></html>"
    assert read_metadata(dom.parse(html), "https://news.example/a").headline == title
    heading = "<h1><span class='kicker'>Harbour</span> Crane falls across quays</h1>"
    html = (
        f"<html><head><title>Crane falls across quays</title></head><body>{heading}</body></html>"
    )
    found = read_metadata(dom.parse(html), "https://news.example/a").headline
    assert found == "Crane falls across quays"


def test_the_zone_of_mail_that_is_none_is_universal_time() -> None:
    assert read_timestamp("Tue, 10 Mar 2026 10:00:00 -0000") == "2026-03-10T10:00:00+00:00"
