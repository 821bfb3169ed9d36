"""HTML pages become labelled blocks and metadata, or a refusal."""

import base64
import json
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import REASONS, UnreadablePage, clean, dom
from pipeline.clean.features import html_columns
from pipeline.clean.html import read_html
from pipeline.clean.label import label
from pipeline.clean.metadata import Metadata, read_metadata
from pipeline.clean.story import mixed, vetoed
from pipeline.records import CleanPage, RawPage, Refusal
from pipeline.wire import encode

PARAGRAPHS = [
    "The harbour of the old town was closed on Monday after a crane fell across both of its quays.",
    "Nobody was hurt, the port authority said, but ferries to the islands will not sail this week.",
    "Engineers expect to need ten days to take the crane apart and to lift it out of the basin.",
    "Fishermen have asked the council to open the northern quay for landing catch until May.",
]
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
OTHER = [
    "The orchestra of the northern province will play its last season in the old hall on the hill.",
    "Its conductor, Maren Oduya, said on Thursday that the roof could not be mended for the money.",
    "A new hall is to open in three years, but musicians fear that many of them will have left by "
    "then, and that the choir, which rehearses there every week, will find no other room.",
    "The province has promised to pay for rehearsals in two schools until the new hall is built.",
    "Subscribers may return their tickets until the end of August or give them to its fund.",
]
OTHER_BODY = "".join(f"<p>{text}</p>" for text in OTHER)


def page(html: str | bytes, **fields: Any) -> RawPage:
    data = html.encode() if isinstance(html, str) else html
    fields = {"url": "https://news.example.org/a", "content_type": "text/html"} | fields
    return RawPage(
        fetched_at="2026-03-02T10:00:00Z", body_base64=base64.b64encode(data).decode(), **fields
    )


def cleaned(html: str | bytes, **fields: Any) -> CleanPage:
    result = clean(page(html, **fields), origin="test", appended_at=7)
    assert isinstance(result, CleanPage)
    return result


def refused(html: str | bytes, **fields: Any) -> str:
    result = clean(page(html, **fields), origin="test", appended_at=7)
    assert isinstance(result, Refusal)
    assert result.reason in REASONS
    return result.reason


def story(result: CleanPage) -> list[str]:
    return [block.text for block in result.blocks if block.keep]


def article(inside: str, head: str = "") -> str:
    body = f"<body><main><article>{inside}</article></main></body>"
    return f"<html lang='en'><head>{head}</head>{body}</html>"


def test_paragraphs_of_the_article_are_kept_in_order() -> None:
    assert story(cleaned(article(BODY))) == PARAGRAPHS


def test_navigation_stays_in_the_blocks_with_its_reason() -> None:
    menu = "<nav><ul><li><a href='/x'>World</a></li><li><a href='/y'>Markets</a></li></ul></nav>"
    result = cleaned(menu + article(BODY))
    dropped = [(block.text, block.kind, block.reason) for block in result.blocks[:2]]
    assert dropped == [
        ("World", "navigation", "navigation"),
        ("Markets", "navigation", "navigation"),
    ]


def test_the_headline_is_metadata_and_no_text() -> None:
    head = "<title>Crane falls across harbour | The Example</title>"
    result = cleaned(article(f"<h1>Crane falls across harbour</h1>{BODY}", head))
    assert result.headline == "Crane falls across harbour"
    assert result.blocks[0].kind == "headline"
    assert result.blocks[0].reason == "metadata"
    assert story(result) == PARAGRAPHS


def test_captions_bylines_and_read_more_lines_are_left_out() -> None:
    inside = (
        "<figure><img src='x.jpg'><figcaption>The fallen crane on Monday.</figcaption></figure>"
        "<p class='byline'>By Ann Lee</p>"
        f"{BODY}<p><a href='/z'>Read more: Ferries stay in port for a second week</a></p>"
    )
    result = cleaned(article(inside))
    assert story(result) == PARAGRAPHS
    kinds = {block.text: block.kind for block in result.blocks if not block.keep}
    assert kinds["The fallen crane on Monday."] == "caption"
    assert kinds["By Ann Lee"] == "byline"


@pytest.mark.parametrize(
    ("line", "likely", "kept"),
    [
        ("Photo: Ann Lee/Harbour Times", 0.8, False),
        ("The fallen crane on Monday. Photo: Ann Lee", 0.8, False),
        ("渡轮驶入旧港。周海 摄", 0.8, False),
        ("The fallen crane on Monday. Photo: Ann Lee", 0.95, True),
        ("The photo was taken on Monday by Ann Lee, who lives there.", 0.8, True),
    ],
)
def test_a_line_that_says_it_is_a_caption_is_one_where_its_place_leaves_doubt(
    line: str, likely: float, kept: bool
) -> None:
    page = dom.read_page(dom.parse(article(f"{BODY}<p>{line}</p>")))
    found = np.array([1.0] * len(PARAGRAPHS) + [likely], dtype=np.float32)
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert blocks[-1].keep == kept
    assert kept or blocks[-1].kind == "caption"


CAPTION = "The fallen crane on Monday, seen from the northern quay."


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src='x.jpg'><figcaption>{}</figcaption></figure>",
        "<div class='wp-caption'><img src='x.jpg'><p class='wp-caption-text'>{}</p></div>",
        "<p class='caption'>{}</p>",
        "<div class='photo'><img src='x.jpg'><span class='photo-caption'>{}</span></div>",
        "<div class='bild'><img src='x.jpg'><p class='bildunterschrift'>{}</p></div>",
        "<div class='zdjecie'><img src='x.jpg'><p class='popisek'>{}</p></div>",
        "<div class='foto'><img src='x.jpg'><p class='piefoto'>{}</p></div>",
    ],
)
def test_what_the_markup_calls_a_caption_is_one_without_a_credit(markup: str) -> None:
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    result = cleaned(article("".join([*parts[:2], markup.format(CAPTION), *parts[2:]])))
    assert story(result) == PARAGRAPHS
    assert [block.text for block in result.blocks if block.kind == "caption"] == [CAPTION]


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='leyenda'>{}</p>",
        "<p class='epigrafe'>{}</p>",
        "<p class='podpis'>{}</p>",
        "<figure class='wp-block-pullquote'><p>{}</p></figure>",
    ],
)
def test_legends_mottos_signatures_and_pulled_quotes_are_no_captions(markup: str) -> None:
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    told = "I never saw so much water in one day, and I was born here."
    result = cleaned(article("".join([*parts[:2], markup.format(told), *parts[2:]])))
    assert story(result) == [*PARAGRAPHS[:2], told, *PARAGRAPHS[2:]]


def test_a_paragraph_in_a_figure_is_no_caption_where_it_is_sure_to_be_text() -> None:
    inside = f"<figure><img src='x.jpg'><p>{PARAGRAPHS[1]}</p></figure>"
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    assert story(cleaned(article("".join([parts[0], inside, *parts[2:]])))) == PARAGRAPHS


@pytest.mark.parametrize(
    "inside", [f"<blockquote><p>{CAPTION}</p></blockquote>", f"<ul><li>{CAPTION}</li></ul>"]
)
def test_quotes_and_lists_in_a_figure_are_no_captions(inside: str) -> None:
    page = dom.read_page(dom.parse(article(f"{BODY}<figure>{inside}</figure>")))
    found = np.ones(len(PARAGRAPHS) + 1, dtype=np.float32)
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert blocks[-1].keep


def test_the_captions_of_a_page_that_tells_its_story_in_them_stay() -> None:
    told = "".join(f"<figure><figcaption>{text}</figcaption></figure>" for text in OTHER)
    page = dom.read_page(dom.parse(article(BODY + told)))
    found = np.ones(len(PARAGRAPHS) + len(OTHER), dtype=np.float32)
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert all(block.keep for block in blocks)


@pytest.mark.parametrize("line", ["Źródło: PAP", "Kaynak: AA", "Quelle: dpa", "Πηγή: ΑΠΕ-ΜΠΕ"])
def test_a_line_that_names_the_source_is_no_text(line: str) -> None:
    result = cleaned(article(f"{BODY}<p>{line}</p>"))
    assert story(result) == PARAGRAPHS
    assert result.source_name == line.partition(": ")[2]


def test_the_source_of_a_picture_is_not_the_story_s() -> None:
    parts = [f"<p>{text}</p>" for text in PARAGRAPHS]
    result = cleaned(article("".join([*parts[:2], "<p>Source: Reuters</p>", *parts[2:]])))
    assert result.source_name is None


def test_the_standfirst_is_kept() -> None:
    standfirst = "Ferries to the islands will not sail this week while the basin is cleared."
    head = f"<title>Crane falls</title><meta name='description' content='{standfirst}'>"
    header = f"<header><h1>Crane falls</h1><div class='dek'>{standfirst}</div></header>"
    assert story(cleaned(article(header + BODY, head)))[0] == standfirst


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='standfirst'><div><p>{}</p></div></div>",
        "<div class='field--name-field-lead'><p>{}</p></div>",
        "<p class='perex'>{}</p>",
    ],
)
def test_the_standfirst_is_kept_where_only_what_holds_it_is_named_so(markup: str) -> None:
    standfirst = "Ferries to the islands will not sail this week while the basin is cleared."
    assert kept_beneath_headline(markup.format(standfirst), likely=0.15) == [standfirst]
    assert kept_beneath_headline(f"<div><p>{standfirst}</p></div>", likely=0.15) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<h2 class='standfirst'>{}</h2>",
        "<div class='share-count'>3 shares</div><p class='dek'>{}</p>",
        "<div class='entry-excerpt'><p>{}</p></div><p>By Ann Lee</p>",
        "<div><p>{}</p></div><p class='byline'>Ann Lee</p>",
        "<div><p>{}</p></div><p>14 March 2026</p>",
    ],
)
@pytest.mark.parametrize(
    "standfirst",
    ["The harbour crane had stood for forty years", "港口的起重机在大风中倒下，渡轮停航一周"],
)
def test_the_standfirst_is_kept_however_improbable(markup: str, standfirst: str) -> None:
    if "byline" in markup or "2026" in markup:
        standfirst = "A crane that fell across the harbour keeps the ferries in port"
    assert kept_beneath_headline(markup.format(standfirst), likely=0.02) == [standfirst]


@pytest.mark.parametrize(
    "markup",
    [
        "<p class='dek'>Listen to what we wrote of the harbour:</p>",
        "<p class='subtitle'>by Ann Lee | 2026.03.14</p>",
        "<div><p>Crane operators wanted for the harbour of Port Ness</p></div>",
        "<div><p>Our readers choose the finest cakes of the year</p></div><p>By Ann Lee</p>",
        "<div><p>The crane across the harbour. Photo: Bo Ek</p></div><p>By Ann Lee</p>",
        "<figure><p>The crane across the harbour on Tuesday</p></figure><p>By Ann Lee</p>",
    ],
)
def test_what_stands_beneath_the_headline_is_not_always_a_standfirst(markup: str) -> None:
    assert kept_beneath_headline(markup, likely=0.02) == []


def kept_beneath_headline(markup: str, likely: float) -> list[str]:
    """What is kept of the lines between headline and text, if each is so likely to be text."""
    title = "Crane falls across harbour"
    tree = dom.parse(article(f"<h1>{title}</h1>{markup}{BODY}", f"<title>{title}</title>"))
    metadata = read_metadata(tree, "https://news.example.org/a")
    page = dom.read_page(tree)
    between = len(page.texts) - len(PARAGRAPHS) - 1
    found = np.array([0.0] + [likely] * between + [1.0] * len(PARAGRAPHS), dtype=np.float32)
    blocks = label(page, html_columns(page, metadata), found, 0.5, metadata, "site.example")
    return [block.text for block in blocks[1 : between + 1] if block.keep]


def test_what_markup_calls_a_standfirst_is_none_if_it_says_it_is_something_else() -> None:
    for line in (
        "Sign up for our newsletter and read the news of the harbour every morning",
        "Photo: the crane across the quays of the old harbour, by Ann Lee",
    ):
        assert kept_beneath_headline(f"<div class='dek'><p>{line}</p></div>", likely=0.3) == []


def labelled(markup: str, found: list[float], head: str = "") -> list[str]:
    """What is kept of an article's blocks, if each is so likely to be text."""
    tree = dom.parse(article(markup, head))
    metadata = read_metadata(tree, "https://news.example.org/a")
    read = dom.read_page(tree)
    likely = np.array(found, dtype=np.float32)
    blocks = label(read, html_columns(read, metadata), likely, 0.5, metadata, "news.example.org")
    return [block.text for block in blocks if block.keep]


@pytest.mark.parametrize("inside", ["<p>{}</p>", "<div><div><p>{}</p></div></div>"])
@pytest.mark.parametrize(
    "box", ["", "<div><a href='/b'>Sailors look for the crane's owner</a></div>"]
)
def test_a_subheading_between_paragraphs_is_kept_though_it_is_in_doubt(
    inside: str, box: str
) -> None:
    above, *beneath = [inside.format(text) for text in PARAGRAPHS]
    heading = inside.replace("p>", "h2>").format("No ferries for days")
    likely = [0.9, *([0.0] if box else []), 0.25, 0.9, 0.9, 0.9]
    kept = labelled("".join([above, box, heading, *beneath]), likely)
    assert kept == [PARAGRAPHS[0], "No ferries for days", *PARAGRAPHS[1:]]


@pytest.mark.parametrize(
    "line",
    ["Kaynak: DHA", "（共同）", "(责编：赵一、钱二)", "© The Harbour Press Ltd",
     "《东海日报》（ 2026年05月06日 第 08 版）"],
)  # fmt: skip
def test_the_last_lines_that_are_no_text_go_however_probable(line: str) -> None:
    assert labelled(f"{BODY}<p>{line}</p>", [0.95] * 5) == PARAGRAPHS


def test_what_the_markup_says_of_an_author_is_no_text() -> None:
    life = "Ann Lee is the harbour correspondent and has lived on a boat for eleven years."
    head = "<meta name='author' content='Ann Lee'>"
    box = f"<div class='author-box'><p>{life}</p></div>"
    assert labelled(box + BODY, [0.8] * 5, head) == PARAGRAPHS
    assert labelled(BODY + box, [0.8] * 5, head) == PARAGRAPHS
    assert labelled(f"{BODY}<p>{life}</p>", [0.8] * 5, head) == [*PARAGRAPHS, life]


def test_subheadings_quotes_and_list_items_keep_their_kind() -> None:
    inside = (
        f"<p>{PARAGRAPHS[0]}</p><h2>Ferries cancelled</h2><p>{PARAGRAPHS[1]}</p>"
        f"<blockquote><p>We have never seen anything of the kind here, and we hope never to again."
        f"</p></blockquote><p>{PARAGRAPHS[2]}</p><ul><li>The northern quay is open to small boats."
        f"</li><li>The southern quay stays closed for now.</li></ul><p>{PARAGRAPHS[3]}</p>"
    )
    kinds = [block.kind for block in cleaned(article(inside)).blocks if block.keep]
    assert kinds == [
        "paragraph",
        "heading",
        "paragraph",
        "quote",
        "paragraph",
        "list_item",
        "list_item",
        "paragraph",
    ]


@pytest.mark.parametrize("tag", ["blockquote", "aside"])
def test_a_quote_that_a_paragraph_says_too_is_left_out(tag: str) -> None:
    first, *rest = [f"<p>{text}</p>" for text in PARAGRAPHS]
    again = f"<{tag} class='pull-quote'>to take the crane apart and to lift it out</{tag}>"
    result = cleaned(article(f"<h1>Crane falls</h1>{first}{again}{''.join(rest)}"))
    assert story(result) == PARAGRAPHS
    said = "<blockquote>We heard a crack, and then the quay was gone, said a man.</blockquote>"
    result = cleaned(article(f"<h1>Crane falls</h1>{first}{said}{''.join(rest)}"))
    assert len(story(result)) == len(PARAGRAPHS) + 1


def test_inline_markup_adds_no_spaces_and_splits_no_block() -> None:
    inside = f"<p>A <b>har</b>bour, <a href='/x'>closed</a>, <i>again</i>.</p>{BODY}"
    assert story(cleaned(article(inside)))[0] == "A harbour, closed, again."


def test_a_double_line_break_parts_paragraphs() -> None:
    inside = f"<div>{'<br><br>'.join(PARAGRAPHS)}</div>"
    assert story(cleaned(article(inside))) == PARAGRAPHS


@pytest.mark.parametrize(
    "told",
    [
        "By Ann Lee<br>12 March 2026<br>",
        "<strong>By Ann Lee</strong><br>12 March 2026<br>",
        "<font size='1'>12 March 2026</font><br>By Ann Lee<br><br>",
        "12 March 2026<br>By Ann Lee<br>",
        "12 March 2026<br>by Ann Lee<br>",
        "<p>By Ann Lee<br><time datetime='2026-03-12'>12 March 2026</time><br></p>",
        "<p>Published: 12 March 2026<br><b>By Ann Lee</b></p>",
    ],
)
def test_a_byline_or_a_date_above_one_break_is_no_part_of_the_paragraph(told: str) -> None:
    result = cleaned(article(f"<h1>Crane falls</h1><div>{told}{'<br><br>'.join(PARAGRAPHS)}</div>"))
    assert story(result) == PARAGRAPHS
    assert (result.authors, result.published_at) == (("Ann Lee",), "2026-03-12")


@pytest.mark.parametrize(
    "told",
    [
        "March 2025<br>was the warmest month on record.",
        "By Friday<br>the bridge was open again, the engineers said.",
        "Yesterday<br>All my troubles seemed so far away",
        "By The River<br>I sat down and wept, goes the poem.",
        "3 March 1965<br>The bridge is opened by the queen after four years of work.",
        "<b>3 March 1965</b><br>The bridge is opened by the queen after four years of work.",
        "By Ann Lee<br>and her sister, the house was built in a year.",
    ],
)
def test_a_day_or_a_name_that_opens_a_sentence_stays_in_it(told: str) -> None:
    page = dom.read_page(dom.parse(f"<h1>Crane falls</h1><p>{told}</p>"))
    assert len(page.texts) == 2


def test_a_line_of_time_keeps_its_days_beneath_the_first_paragraphs() -> None:
    days = "".join(
        f"<p><span>{day} March 1965, 10:00</span><br>The crane is moved.</p>" for day in (3, 4, 5)
    )
    long = "".join(f"<p>{text} {text}</p>" for text in PARAGRAPHS[:2])
    page = dom.read_page(dom.parse(f"<h1>Crane falls</h1>{long}{days}"))
    assert len(page.texts) == 6


def test_what_stands_around_lines_that_stay_together_is_counted_once() -> None:
    told = "<a href='/a'>By Friday</a><br><b>the ferry</b> <time datetime='2026'>sailed</time>"
    page = dom.read_page(dom.parse(f"<p>{told}</p>"))
    assert page.texts == ["By Friday the ferry sailed"]
    assert (page.links, page.link_chars, page.bold_chars, page.times) == ([1], [9], [9], [1])
    assert page.moments == {0: "2026"}


def test_a_bold_title_above_a_byline_in_one_cell_is_the_headline() -> None:
    head = "<font><b>Crane falls across harbour</b></font><br>"
    about = "<font><i>By Ann Lee<br>March 2, 2026</i></font>"
    cell = f"<table><tr><td>{head}{about}{BODY}</td></tr></table>"
    title = "<title>Crane falls across harbour</title>"
    result = cleaned(f"<html><head>{title}</head><body>{cell}</body></html>")
    assert story(result) == PARAGRAPHS
    assert (result.authors, result.published_at) == (("Ann Lee",), "2026-03-02")
    bold = "<b>Ferries stay in port.</b><br>"
    result = cleaned(article(f"<h1>Crane falls</h1><p>{bold}{PARAGRAPHS[0]}</p>{BODY}"))
    assert story(result)[0] == f"Ferries stay in port. {PARAGRAPHS[0]}"


def test_the_moment_of_a_date_beneath_a_byline_is_the_date_s() -> None:
    told = "By Ann Lee<br><time datetime='2026-03-12'>12 March 2026</time><br>Two cranes fell."
    page = dom.read_page(dom.parse(f"<p>{told}</p>"))
    assert page.texts == ["By Ann Lee", "12 March 2026", "Two cranes fell."]
    assert (page.times, page.moments) == ([0, 1, 0], {1: "2026-03-12"})


def test_a_table_beneath_a_table_of_the_text_is_a_part_of_it_too() -> None:
    cells = "".join(f"<tr><td>{boat}</td><td>{n}</td></tr>" for n, boat in enumerate(BOATS))
    first, last = BODY[: BODY.index("<p>Engineers")], BODY[BODY.index("<p>Engineers") :]
    second = f"<figure class='wp-block-table'><table>{cells}</table></figure>"
    kept = story(cleaned(article(first + ROWS + second + last)))
    assert kept[5:8] == [f"{boat} | {n}" for n, boat in enumerate(BOATS)]


BOATS = ("Tugs", "Ferries", "Trawlers")
DAYS = ("3 March 1965", "4 May 1965", "9 June 1966")


def test_days_within_the_text_are_told_where_the_weights_are_sure() -> None:
    parts = "".join(
        f"<p><b>{day}</b></p><p>{text}</p>" for day, text in zip(DAYS, PARAGRAPHS[1:], strict=True)
    )
    page = dom.read_page(dom.parse(article(f"<p>{PARAGRAPHS[0]}</p>{parts}")))
    found = np.ones(len(page.texts), dtype=np.float32)
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert all(block.keep for block in blocks if block.text in DAYS)
    found[page.texts.index(DAYS[1])] = 0.6
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert not next(block.keep for block in blocks if block.text == DAYS[1])


def test_the_day_of_the_story_beneath_its_standfirst_is_no_text() -> None:
    told = f"<p>{PARAGRAPHS[0]}</p><p>12 March 2026</p><p>{PARAGRAPHS[1]}</p>"
    page = dom.read_page(dom.parse(article(told)))
    found = np.ones(len(page.texts), dtype=np.float32)
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert not any(block.keep for block in blocks if block.text == "12 March 2026")


def test_captions_are_the_text_of_a_page_whose_pictures_tell_the_story() -> None:
    figures = "".join(
        f"<figure><img src='{n}.jpg'><figcaption>{text}</figcaption></figure>"
        for n, text in enumerate((*PARAGRAPHS, f"{PARAGRAPHS[0][:-1]} again."))
    )
    page = dom.read_page(dom.parse(article(f"<p>The cranes of the harbour.</p>{figures}")))
    found = np.full(len(page.texts), 0.2, dtype=np.float32)
    found[page.texts.index("The cranes of the harbour.")] = 0.9
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert sum(block.keep for block in blocks) == len(PARAGRAPHS) + 2


def test_lines_of_verse_stay_together() -> None:
    tree = dom.parse("<p>The ferry sailed on Monday<br>and came back on Friday<br>in March</p>")
    assert len(dom.read_page(tree).texts) == 1


def test_paragraphs_of_a_page_that_is_laid_out_in_a_table_are_no_cells() -> None:
    text = "<br><br>".join(PARAGRAPHS)
    layout = f"<table><tr><td><a href='/'>Home</a></td><td><b>Crane falls</b><br><br>{text}</td>"
    found = cleaned(f"<html><head><title>Crane falls</title></head><body>{layout}</tr></table>")
    kept = [(block.text, block.kind) for block in found.blocks if block.keep]
    assert kept == [(text, "paragraph") for text in PARAGRAPHS]


ROWS = (
    "<table><thead><tr><th>Quay</th><th>Ships</th><th>Days closed</th></tr></thead>"
    "<tr><td>North</td><td>412</td><td>9</td></tr>"
    "<tr><td>South</td><td>380</td><td>11</td></tr></table>"
)


@pytest.mark.parametrize(
    "table",
    [
        ROWS,
        f"<h2>How the quays compare</h2><div class='scroll'>{ROWS}</div>",
        f"<figure class='wp-block-table'>{ROWS}</figure>",
    ],
)
def test_a_table_of_data_beneath_text_is_a_part_of_it(table: str) -> None:
    first, last = BODY[: BODY.index("<p>Engineers")], BODY[BODY.index("<p>Engineers") :]
    kept = story(cleaned(article(first + table + last)))
    rows = ["Quay | Ships | Days closed", "North | 412 | 9", "South | 380 | 11"]
    heading = ["How the quays compare"] if "<h2>" in table else []
    assert kept == PARAGRAPHS[:2] + heading + rows + PARAGRAPHS[2:]


@pytest.mark.parametrize(
    "table",
    [
        "<table>" + "<tr><td><a href='/x'>Sport</a></td><td><a href='/y'>Arts</a></td></tr>" * 4
        + "</table>",
        "<table>" + "<tr><td>A lone label</td></tr>" * 8 + "</table>",
        f"<aside class='related'>{ROWS}</aside>",
    ],
)  # fmt: skip
def test_a_table_of_links_or_of_single_cells_is_none_of_the_story(table: str) -> None:
    assert story(cleaned(article(BODY + table))) == PARAGRAPHS


@pytest.mark.parametrize("inside", [True, False])
def test_the_time_for_tables_grows_as_their_number_does(inside: bool) -> None:
    def seconds(count: int) -> float:
        open_, close = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>", "</table>"
        tables = open_ * count + close * count if inside else (open_ + close) * count
        text = article(BODY + tables)
        start = time.perf_counter()
        read_html(text, "https://news.example.org/a")
        return time.perf_counter() - start

    seconds(100)
    assert min(seconds(1_500) for _ in range(2)) < 12 * min(seconds(300) for _ in range(3))


def test_the_days_of_a_timeline_are_its_subheadings() -> None:
    days = ["May 3, 1884", "June 9, 1921", "March 14, 1955", "July 1, 1970"]
    told = "".join(f"<h3>{d}</h3><p>{p}</p>" for d, p in zip(days, PARAGRAPHS, strict=True))
    head = "<title>A short history of the harbour wall</title>"
    inside = f"<h1>A short history of the harbour wall</h1><p>14 March 2026</p><p>{OTHER[2]}</p>"
    found = cleaned(article(inside + told, head))
    assert story(found)[1:] == [
        text for pair in zip(days, PARAGRAPHS, strict=True) for text in pair
    ]
    assert found.published_at == "2026-03-14"


def test_signs_that_nobody_sees_are_in_no_text() -> None:
    parted = PARAGRAPHS[0].replace("harbour", "har\u00adbour").replace("Monday", "Mon\u200bday")
    inside = f"<h1>Crane \u202afalls</h1><p>{parted}</p>" + BODY.partition("</p>")[2]
    found = cleaned(article(inside, "<title>Crane &shy;falls</title>"))
    assert story(found) == PARAGRAPHS
    assert found.headline == "Crane falls"
    text = cleaned("\n\n".join([parted, *PARAGRAPHS[1:]]), content_type="text/plain")
    assert story(text) == PARAGRAPHS


def test_a_name_alone_beside_the_date_is_a_byline_if_the_story_is_not_about_it() -> None:
    above = "<h1>Crane falls</h1><p>3 May 2026</p><p>Anna Berg</p>"
    found = cleaned(article(above + BODY))
    assert (story(found), found.authors) == (PARAGRAPHS, ("Anna Berg",))
    told = "<p>Berg swam across the harbour on Monday, the first to do so in forty years.</p>"
    found = cleaned(article(above + told + BODY))
    assert (story(found)[0], found.authors) == ("Anna Berg", ())


def test_a_word_that_may_break_is_one_word() -> None:
    parted = PARAGRAPHS[0].replace("harbour", "har<wbr>Bour")
    inside = f"<h1>Crane falls</h1><p>{parted}</p>" + BODY.partition("</p>")[2]
    assert story(cleaned(article(inside)))[0] == PARAGRAPHS[0].replace("harbour", "harBour")


def test_words_of_a_promotion_in_a_story_do_not_outweigh_it() -> None:
    told = [
        "Streaming service Vantage said on Tuesday that it would end its free trial for new "
        "customers in June, as its costs rise faster than what viewers pay.",
        "Users who create an account before June can keep the offer until the end of the year, "
        "the company said in a letter to investors that was seen by this newspaper.",
        "From then on, viewers will have to subscribe to the monthly plan, which costs 9 pounds, "
        "or to a cheaper one with advertising, which the regulator still has to allow.",
        "Analysts said that the step would cost the firm subscribers at first but lift its revenue "
        "by a tenth within a year, as rivals have shown.",
    ]
    body = "".join(f"<p>{text}</p>" for text in told)
    head = "<title>Streaming service Vantage ends its offer for new customers</title>"
    inside = f"<h1>Streaming service Vantage ends its offer for new customers</h1>{body}"
    offer = "<p><a href='/join'>Subscribe now and get our newsletter every morning</a></p>"
    assert story(cleaned(article(inside + offer, head))) == told


@pytest.mark.parametrize(
    "notice",
    [
        "ADVERTISEMENT",
        "Publicité",
        "Mainos alkaa",
        "Nach der Werbung weiterlesen",
        "Continua após a publicidade",
        "Tekst gaat verder onder de foto",
        "Dalsza część tekstu pod zdjęciem",
        "Haberin Devamı",
        "ΔΙΑΦΗΜΙΣΗ",
        "Lesezeit: 3 Minuten",
        "Bu haber 412 kez okundu",
        "Якщо ви помітили помилку, виділіть необхідний текст і натисніть Ctrl+Enter.",
        "（完）",
        "Our Standards: The Harbour Times Trust Principles.",
        "The views expressed in this column are those of the author.",
        "Unsubscribe | Manage preferences | View in browser",
        "You have read all of your free articles this month.",
        "Got a news tip? Call our newsdesk.",
        "Have you got a story? Send it to us on WhatsApp.",
        "By signing up, I agree to the Terms of Use and acknowledge that I have read them.",
        "Copyright Harbour Times. This material may not be reproduced without prior consent.",
        "Twój adres e-mail nie zostanie opublikowany. Wymagane pola są oznaczone *",
    ],
)
def test_notices_of_advertising_between_paragraphs_are_no_text(notice: str) -> None:
    lines = [*PARAGRAPHS[:2], notice, *PARAGRAPHS[2:]]
    body = "".join(f"<p>{line}</p>" for line in lines)
    assert story(cleaned(article(body))) == [*PARAGRAPHS]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright 2026 The Harbour Times",
        "SOURCE Velmora Ferries Ltd.",
        "责任编辑：周海",
        "Follow the Harbour Times channel on WhatsApp",
        "ann.lee@harbour.example",
    ],
)
def test_lines_that_end_stories_all_over_the_trade_are_no_text(line: str) -> None:
    assert story(cleaned(article(f"{BODY}<p>{line}</p>"))) == PARAGRAPHS


def test_where_to_write_to_the_author_is_no_text() -> None:
    head = "<meta name='author' content='Ann Lee'>"
    life = "<p><em>Ann Lee writes about the coast. Reach her at ann@harbour.example.</em></p>"
    found = cleaned(article(BODY + life, head))
    assert story(found) == PARAGRAPHS
    assert found.blocks[-1].kind == "byline"
    told = "<p>Boats can be lent from Ann Lee at ann@harbour.example until the end of May.</p>"
    assert len(story(cleaned(article(told + BODY + OTHER_BODY, head)))) == 10


def test_the_vote_lifts_no_offers_and_takes_no_sure_subheading_away() -> None:
    offer = f"<div class='signup-box'><p>{OTHER[0]}</p></div>"
    page = dom.read_page(dom.parse(article(f"<h2>Ferries</h2><h2>Quays</h2>{offer}{BODY}")))
    found = np.array([0.8, 0.5, 0.4, 0.9, 0.9, 0.9, 0.5], dtype=np.float32)
    columns = html_columns(page, Metadata())
    after = vetoed(page, columns, found, mixed(found, {2, 3, 4, 6}))
    expected = [0.8, 0.3, 0.4, 0.94, 0.94, 0.54, 0.7]
    assert np.allclose(after, expected, atol=1e-4)


def test_the_text_of_noscript_serves_where_the_page_has_no_other() -> None:
    assert story(cleaned(f"<body><script>x()</script><noscript>{BODY}</noscript></body>"))


def test_the_body_that_json_ld_states_serves_where_the_page_shows_none() -> None:
    body = "\\n".join(PARAGRAPHS)
    linked = f'{{"@type": "NewsArticle", "headline": "Crane falls", "articleBody": "{body}"}}'
    html = f"<head><script type='application/ld+json'>{linked}</script></head><body></body>"
    assert story(cleaned(html)) == PARAGRAPHS


@pytest.mark.parametrize(
    "html",
    [
        article(BODY + "<h2>Orchestra leaves its hall on the hill</h2>" + OTHER_BODY),
        f"<body><main><article><h1>Crane falls</h1>{BODY}</article><article>"
        f"<h1>Orchestra leaves its hall on the hill</h1>{OTHER_BODY}</article></main></body>",
        f"<body><article><h1>Crane falls</h1>{BODY}</article><section class='next-story'>"
        "<h2>Orchestra leaves its hall on the hill</h2><div class='date'>May 3, 2026</div>"
        f"{OTHER_BODY}</section></body>",
    ],
    ids=["in the same container", "a second article", "a section below"],
)
def test_a_whole_foreign_story_is_kept_and_its_headline_is_known(html: str) -> None:
    result = cleaned(html)
    assert [text for text in story(result) if "hall on the hill" not in text[:40]][-5:] == OTHER
    headline = next(b for b in result.blocks if b.text == "Orchestra leaves its hall on the hill")
    assert headline.kind in ("headline", "heading")


def test_teasers_of_other_stories_are_left_out() -> None:
    teasers = "".join(
        f"<div class='teaser'><h3><a href='/{n}'>Orchestra leaves its hall, part {n}</a></h3>"
        f"<p>{text[:110]}...</p></div>"
        for n, text in enumerate(OTHER[:3])
    )
    assert story(cleaned(article(BODY) + f"<aside><h2>More news</h2>{teasers}</aside>")) == (
        PARAGRAPHS
    )


IMPRINT = (
    "<div class='about'><p>The Example has been the daily paper of the northern coast since 1871, "
    "and of its islands.</p></div>"
)


SHOWN_ANEW = [text.replace("Nobody", "No one") for text in PARAGRAPHS]
STATED = ["Ferries’ timetables & fares:", *PARAGRAPHS]


@pytest.mark.parametrize(
    ("shown", "free", "kept"),
    [
        (IMPRINT, True, STATED),  # nothing of it is shown
        (f"<article><p>{PARAGRAPHS[0]}</p></article>", True, STATED),  # how it begins
        (f"<article><p>{PARAGRAPHS[0]}</p></article>", False, PARAGRAPHS[:1]),  # as readers see it
        (f"<article>{BODY.replace('Nobody', 'No one')}</article>", True, SHOWN_ANEW),
    ],
)
def test_the_stated_body_stands_in_for_what_a_page_does_not_show(
    shown: str, free: bool, kept: list[str]
) -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "Crane falls",
        "isAccessibleForFree": free,
        "articleBody": "\n\n".join(["Ferries&#8217; timetables &amp; fares:", *PARAGRAPHS]),
    }
    head = f"<title>Crane falls</title><script type='application/ld+json'>{json.dumps(node)}"
    found = cleaned(f"<html><head>{head}</script></head><body>{shown}</body></html>")
    assert story(found) == kept


def test_a_word_in_bold_does_not_join_the_paragraphs_of_a_stated_body() -> None:
    body = "\n".join([PARAGRAPHS[0].replace("Monday", "<b>Monday</b>"), *PARAGRAPHS[1:]])
    node = {"@type": "NewsArticle", "headline": "Crane falls", "articleBody": body}
    head = f"<title>Crane falls</title><script type='application/ld+json'>{json.dumps(node)}"
    assert story(cleaned(f"<html><head>{head}</script></head><body></body></html>")) == PARAGRAPHS


@pytest.mark.parametrize(
    "body",
    [
        [{"type": "paragraph", "text": text} for text in PARAGRAPHS],
        {"html": BODY, "teasers": ["Read on."]},
    ],
    ids=["a list of paragraphs", "markup"],
)
def test_the_story_in_the_data_of_scripts_serves_where_the_page_shows_none(body: Any) -> None:
    related = [{"title": "Orchestra leaves", "text": OTHER[0]}]
    data = json.dumps({"props": {"article": {"body": body}, "related": related}})
    data = data.replace("</", "<\\/")
    html = f"<body><script id='__NEXT_DATA__' type=\"application/json\">{data}</script></body>"
    assert story(cleaned(html)) == PARAGRAPHS


def test_short_paragraphs_in_data_are_text_and_captions_are_none() -> None:
    caption = "The crane lies across both quays, as seen from the customs house on Monday."
    parts = [
        {"kind": "text", "text": PARAGRAPHS[0]},
        {"kind": "image", "caption": caption, "url": "/img/two words.jpg"},
        {"kind": "heading", "text": "Ferries stay in port"},
        {"kind": "text", "text": PARAGRAPHS[1]},
        {"kind": "list", "items": ["Line four as usual.", "Line nine from May."]},
        {"kind": "text", "text": "Nobody was hurt."},
        {"kind": "text", "text": PARAGRAPHS[2]},
    ]
    data = json.dumps({"article": {"parts": parts, "tags": ["two words"]}})
    html = f"<body><script type='application/json'>{data}</script></body>"
    assert story(cleaned(html)) == [
        PARAGRAPHS[0],
        "Ferries stay in port",
        PARAGRAPHS[1],
        "Line four as usual.",
        "Line nine from May.",
        "Nobody was hurt.",
        PARAGRAPHS[2],
    ]


@pytest.mark.parametrize(
    "script",
    [
        "window.__INITIAL_STATE__ = {};",
        "window.__INITIAL_STATE__={};(function(){{var s;s=document.currentScript;}}());",
        "window.__PRELOADED_STATE__ = JSON.parse({!r});",
        "App.settings = {{}}; App.state = {};",
    ],
)
def test_the_story_in_a_variable_of_a_script_serves_too(script: str) -> None:
    state = json.dumps({"body": [{"text": text} for text in PARAGRAPHS], "more": OTHER[0]})
    value = json.dumps(state) if "{!r}" in script else state
    shown = script.replace("{!r}", "{}").format(value)
    assert (
        story(cleaned(f"<body><div id='app'></div><script>{shown}</script></body>")) == PARAGRAPHS
    )


@pytest.mark.parametrize(
    "script", ["window.a = {b: 1};", 'window.a = JSON.parse("{");', "window.a = " + "[" * 99_999]
)
def test_a_variable_that_holds_no_data_is_passed_over(script: str) -> None:
    assert refused(f"<body><script>{script}</script></body>") == "empty"


def test_a_clean_page_names_its_place_and_site() -> None:
    result = cleaned(article(BODY), url="https://www.example.co.uk/a?utm_source=feed#top")
    assert (result.url, result.site) == ("https://www.example.co.uk/a", "example.co.uk")
    assert (result.origin, result.appended_at) == ("test", 7)
    assert result.language == "en"


def test_an_agency_that_the_text_credits_is_the_source() -> None:
    assert cleaned(article(BODY + "<p>The work began on Tuesday. (Xinhua)</p>")).source_name


@pytest.mark.parametrize(
    ("html", "fields", "reason"),
    [
        ("", {}, "empty"),
        ("<body><p>Not found</p></body>", {"status": 404}, "error_page"),
        (article(BODY), {"status": 503}, "error_page"),
        (article("<p>Hello there, this is short.</p>"), {}, "too_short"),
        (
            article(BODY, "<meta property='og:type' content='product'>"),
            {},
            "product",
        ),
        (
            article(
                BODY,
                '<script type=\'application/ld+json\'>{"@type": "DiscussionForumPosting"}</script>',
            ),
            {},
            "forum",
        ),
    ],
)
def test_pages_without_a_story_are_refused(html: str, fields: dict[str, Any], reason: str) -> None:
    assert refused(html, **fields) == reason


def test_a_page_of_linked_teasers_is_a_listing() -> None:
    teaser = "<div><h3><a href='/{0}'>Story {0} of this busy week on the coast</a></h3>{1}</div>"
    items = "".join(
        teaser.format(n, f"<p>What was said on day {n}, in short.</p>") for n in range(12)
    )
    assert refused(f"<body><main>{items}</main></body>") == "listing"


def test_a_page_that_says_it_is_an_article_is_no_product() -> None:
    head = (
        "<meta property='og:type' content='article'>"
        '<script type=\'application/ld+json\'>{"@type": "Product", "name": "Crane"}</script>'
    )
    assert story(cleaned(article(BODY, head))) == PARAGRAPHS


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        "<x-y>" * 50_000 + "</x-y>" * 50_000,
        "<a href='/x'>y</a>" * 200_000,
        "<p>" + "word " * 2_000_000,
        "<select>" + "<option>" * 50_000,
        "<div " + " ".join(f"a{n}" for n in range(20_000)) + ">",
        "<div " + " ".join(f"a{n}='>'" for n in range(20_000)) + ">",
        "<div " + "".join(f"a{n}='x'" for n in range(20_000)) + ">",
        "<div" + "".join(f"/a{n}" for n in range(20_000)) + ">",
        "<svg><script><p " + "".join(f"/a{n}" for n in range(20_000)) + ">",
        '<p>x="<a ' + " ".join(f"a{n}" for n in range(20_000)) + '>"',
        "<a " + " ".join(f"a{n}=  '>'" for n in range(20_000)) + ">",
        "<!-- <script> -->" + "<div>" * 2_000,
        "<title><script></title>" + "<div>" * 2_000,
    ],
    ids=[
        "deep",
        "deep and closed",
        "links",
        "long",
        "options",
        "attributes",
        "quoted",
        "glued",
        "slashed",
        "in a drawing",
        "behind a quote",
        "quoted far off",
        "deep behind a comment",
        "deep behind a title",
    ],
)
def test_a_page_beyond_the_bounds_is_refused_before_it_is_parsed(html: str) -> None:
    with pytest.raises(UnreadablePage):
        clean(page(html), origin="test", appended_at=0)


def test_data_in_scripts_are_no_attributes() -> None:
    data = "<script>x = 'a<b " + "/w ".join(f"a{n}" for n in range(50_000)) + "'</script>"
    assert story(cleaned(article(BODY, data))) == PARAGRAPHS


def test_data_in_scripts_are_no_elements() -> None:
    data = "<script>x = '" + "<tab><item>" * 2_000 + "'</script>"
    assert story(cleaned(article(BODY, data))) == PARAGRAPHS


def test_a_page_just_within_the_bounds_of_depth_is_read() -> None:
    html = "<div>" * 1_800 + BODY + "</div>" * 1_800
    assert isinstance(clean(page(html), origin="test", appended_at=0), CleanPage | Refusal)


@pytest.mark.parametrize("sign", ["\x00", "\ud800", "\x1b", "&#0;", "&#1;", "&#xd800;", "\ufffe"])
def test_signs_that_json_or_xml_cannot_hold_do_no_harm(sign: str) -> None:
    raw = RawPage(
        url="https://example.org/",
        fetched_at="2026-03-02T10:00:00Z",
        content_type="text/html",
        body=article(f"<p>A{sign}B</p>{BODY}", f"<title>T{sign}</title>"),
    )
    result = clean(raw, origin="test", appended_at=0)
    assert isinstance(result, CleanPage)
    assert encode(result)
    assert story(result)[-1] == PARAGRAPHS[-1]


def test_the_same_page_gives_the_same_record() -> None:
    assert encode(cleaned(article(BODY))) == encode(cleaned(article(BODY)))


_FRAGMENTS = st.sampled_from(
    [
        *["<p>", "</p>", "<div class='caption'>", "</div>", "<table><tr><td>", "<br>", "<!--"],
        *["-->", "<script type='application/ld+json'>", "</script>", "<svg>", "</svg>", "<h1>"],
        *['{"@type":["NewsArticle"],"author":[1]}', "<meta property='og:title' content='", "'>"],
        *["<![CDATA[", "<?php", "<select>", "<template>", "<noscript>", "<li>", "&#0;", "\x00"],
        *PARAGRAPHS,
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(_FRAGMENTS, max_size=40).map("".join)))
def test_any_body_gives_a_clean_page_or_a_refusal(body: bytes | str) -> None:
    result = clean(page(body), origin="test", appended_at=0)
    assert isinstance(result, CleanPage | Refusal)
    assert encode(result)
    if isinstance(result, CleanPage):
        assert story(result)
        assert all(block.reason is None for block in result.blocks if block.keep)
        assert all(block.reason for block in result.blocks if not block.keep)


@pytest.mark.parametrize("word", ["Reklame", "完"])
def test_a_word_that_is_also_a_notice_stays_where_it_is_sure_to_be_text(word: str) -> None:
    page = dom.read_page(dom.parse(article(f"{BODY}<p>{word}</p>")))
    found = np.ones(len(page.texts), dtype=np.float32)
    blocks = label(page, html_columns(page, Metadata()), found, 0.5, Metadata(), "site.example")
    assert blocks[-1].keep
