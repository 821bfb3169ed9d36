"""How the lines of flattened text are labelled, and what is read from them."""

import textwrap
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import lines
from pipeline.clean.dates import Dates, is_date_line, read_dates
from pipeline.clean.entries import mark_entries
from pipeline.clean.lists import places_in_lists, rating_above
from pipeline.clean.rows import TextTooLarge, paragraphs
from pipeline.clean.text import _is_amid_links, read_text
from pipeline.records import Block

URL = "https://news.example/2026/harbour-bridge-closes-for-repairs"
PROSE = (
    "The harbour bridge in Velmora will close for eleven weeks from Monday, the city said.",
    "Some 40,000 vehicles cross the bridge each day and officials expect long queues.",
    "Ferries will run every ten minutes between the old port and the new pier.",
)


@pytest.mark.parametrize(
    "line",
    [
        "2025-07-14 00:07 Last Updated At:15:47",
        "6 hours ago",
        "Published: July 14, 2025 3:12 pm GMT",
        "vor 3 Stunden",
        "Stand: 14.07.2025, 15:47 Uhr",
        "il y a 2 heures",
        "Publié le 14 juillet 2025 à 15h47",
        "hace 5 minutos",
        "14 de julio de 2025",
        "há 2 horas",
        "3 ore fa",
        "2 uur geleden",
        "14 июля 2025, 15:47",
        "2 часа назад",
        "2025年7月14日 15:47",
        "6小时前",
        "2025年7月14日 15時47分 更新",
        "3時間前",
        "منذ 3 ساعات",
        "2 saat önce",
        "2 godziny temu",
        "Yesterday",
    ],
)
def test_lines_of_dates_and_ages_are_known_in_many_languages(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "May wins second term",
        "The 2025 budget",
        "August was the hottest month in 40 years",
        "Two days in Paris",
        "Sunday Times",
        "7月の消費者物価は3.1%上昇",
    ],
)
def test_titles_that_speak_of_time_are_no_date_lines(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("2025-07-14 00:07 Last Updated At:15:47", "2025-07-14T00:07:00", "2025-07-14T15:47:00"),
        ("July 14, 2025 3:12 pm GMT", "2025-07-14T15:12:00Z", None),
        ("14.07.2025, 15:47 Uhr", "2025-07-14T15:47:00", None),
        ("Mis à jour le 14 juillet 2025 à 15h47", None, "2025-07-14T15:47:00"),
        ("14 de julio de 2025", "2025-07-14", None),
        ("2025年7月14日 下午3时47分", "2025-07-14T15:47:00", None),
        ("2025-07-14T15:47:12+08:00", "2025-07-14T15:47:12+08:00", None),
        ("25/12/2025", "2025-12-25", None),
        ("03/04/2025", None, None),
        ("6 hours ago", None, None),
        ("2025-13-40", None, None),
    ],
)
def test_dates_are_read_as_far_as_they_are_said(
    line: str, published: str | None, modified: str | None
) -> None:
    assert read_dates(line) == Dates(published, modified)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Skip to Content Facebook Feature Image", "interface"),
        ("Share this article", "interface"),
        ("12 Comments", "interface"),
        ("#Velmora #Bridge", "interface"),
        ("Artikel teilen", "interface"),
        ("分享到", "interface"),
        ("Related Articles", "navigation"),
        ("More from Harbour Times", "navigation"),
        ("Lesen Sie auch", "navigation"),
        ("関連記事", "navigation"),
        ("اقرأ أيضا", "navigation"),
        ("Read more: Ten bridges that shaped Velmora", "related"),
        ("Sign up for our daily newsletter", "promotion"),
        ("Abonnez-vous à notre newsletter", "promotion"),
        ("A ferry in the old port. Photo: Jon Halvorsen/Harbour Times", "caption"),
        ("By Petra Lindqvist and Tom Reed", "byline"),
        ("Von Petra Lindqvist", "byline"),
        ("Source: Xinhua", "source"),
        ("6 hours ago", "date"),
        ("Baca juga:", "navigation"),
        ("Tin liên quan", "navigation"),
        ("Läs också: Tio broar som förändrade hela vår gamla stad", "related"),
        ("【あわせて読みたい】町を変えた十の橋", "navigation"),
        ("อ่านเพิ่มเติม : สิบสะพานที่เปลี่ยนเมือง", "related"),
        ("Διαφήμιση", "interface"),
        ("<저작권자 ⓒ 항구신문, 무단 전재 및 재배포 금지>", "promotion"),
        ("Підписуйтесь на наш канал", "promotion"),
        ("항구의 여객선. /연합뉴스", "caption"),
        ("Postado por Jonas Ribeiro", "byline"),
        ("By: Petra Lindqvist", "byline"),
        ("Mainos alkaa", "interface"),
        ("Джерело: Укрінформ", "source"),
        ("यह भी पढ़ें", "navigation"),
        ("اقرأ أيضًا", "navigation"),
        ("İLGİLİ HABERLER", "navigation"),
        ("Schließen", "interface"),
        ("ABONE OLUN, KAÇIRMAYIN", "promotion"),
        ("Της Μαρίας Δήμου", "byline"),
        ("渡轮驶入旧港。本报记者 周海 摄", "caption"),
        ("Nyitókép: a komp a kikötőben", "caption"),
        ("ẢNH: LÊ HẢI", "caption"),
        ("A ferry in the old port on Monday. (Ann Lee/Harbour Times)", "caption"),
        ("Die Fähre im alten Hafen. Foto: Ina Holt (dpa)", "caption"),
        ("SOURCE Velmora Ferries Ltd.", "promotion"),
        ("Copyright 2025 Harbour Times", "promotion"),
        ("责任编辑：周海", "promotion"),
        ("انتهای پیام/", "promotion"),
        ("Follow the Harbour Times channel on WhatsApp", "promotion"),
        ("Folgen Sie der Hafenzeitung auf Telegram!", "promotion"),
        ("यह भी पढ़ें- शहर के दस पुल", "related"),
        ("Clearing the lake of hyacinth | Photo Credit: S. Velankanni", "caption"),
        ("Die Fähre im alten Hafen. Foto: J. Holt/dpa", "caption"),
        ("Szpital w Hajnówce. Fot. Piotr Sawicki", "caption"),
        ("L'incendie a duré trois heures (Photo Ouest Images)", "caption"),
        ("पुल पर अधिकारी (फोटो साभार: पीटीआई)", "caption"),
        ("高鐵延伸路線示意圖。（圖／鐵道局提供）", "caption"),
        ("图为梅园新村。（资料图）", "caption"),
        ("Sázení buků u Nového Rychnova. Zdroj: ČTK/Jana Malá", "caption"),
        ("Jembatan gantung di Ende.(Dok. Pemkab Ende)", "caption"),
        ("Visitas: 231", "interface"),
        ("Temps de lecture : 3 min", "interface"),
        ("3 minuti di lettura", "interface"),
        ("Время чтения: 2 минуты", "interface"),
        ("کد خبر: ۸۸۱۲۳", "interface"),
        ("（完）", "interface"),
        ("【纠错】", "interface"),
        ("字号：大 中 小", "interface"),
        ("Copier le lien", "interface"),
        ("© RIPRODUZIONE RISERVATA", "interface"),
        ("Залишити коментар", "interface"),
        ("ブックマーク", "interface"),
        ("Notas relacionadas", "navigation"),
        ("Лента новостей", "navigation"),
        ("Berita Terkini", "navigation"),
        ("Zobacz również: Dziesięć mostów", "navigation"),
        ("많이 본 기사", "navigation"),
        ("Нашли опечатку? Выделите текст и нажмите Ctrl+Enter", "promotion"),
        ("Ваша e-mail адреса не оприлюднюватиметься. Обов’язкові поля позначені *", "promotion"),
        ("Your email address will not be published. Required fields are marked *", "promotion"),
        ("تابعونا على قناتنا في واتساب", "promotion"),
        ("Siga o canal do Harbour Times no WhatsApp", "promotion"),
        ("Editor: Ann Lee", "promotion"),
        ("Oscar dan van Dijk di pelabuhan (dok. pribadi)", "caption"),
        ("Por Ana Lucía del Campo", "byline"),
        ("Text: Karl zu Guttenberg", "byline"),
    ],
)
def test_furniture_is_known_by_itself(line: str, kind: str) -> None:
    found = lines.furniture_kind(line)
    assert found is not None
    assert found[0] == kind


@pytest.mark.parametrize(
    "line",
    [
        *PROSE,
        "By Monday the queues had grown.",
        "President Xi shakes hands with the premier in Beijing, July 15, 2025. (Reuters)",
        '"Share what you have," he said.',
        "Comment on the crisis came quickly from every party.",
        "Watch out for the tides",
        "SOURCE OF THE RIVER FOUND",
        "Copyright 2025 was the year of the ferry. Nobody owns a name like that.",
        "The ferry was towed into the old port on Monday. (Xinhua/AFP)",
        "剧组在旧港拍摄",
        "The mayor wrote on Telegram that the ferries would follow on Friday.",
        "- Improved charging on the night ferries",
        "Инженеры нашли ошибку в расчётах моста, построенного в 1964 году.",
        "The mayor showed reporters the damage (photo below). Nobody was hurt.",
        "He took a photo by the sea. Then he left.",
        "Las visitas al museo del puerto subieron un tercio, dijo su directora.",
        "El nombre de la víctima no será publicada hasta el lunes, dijo la policía.",
        "Editor: What did you see that night?",
        "The hospital said its staff were not involved in its planning of the bridge.",
        "The views expressed in this survey show how far opinion has moved.",
        "Our standards: that is what the minister called the rules.",
        "They said, send it to us on WhatsApp and we will pay you 500 pounds.",
        "Customers who get unlimited access to the network will pay 40 dollars.",
        "Editör: O gece ne gördünüz?",
        "Editor: The paper stood by its story",
        "Edited by: the widow of the poet, the letters run to 900 pages.",
        "Users click “I agree to the terms of use” without reading them, the study found.",
        "Если вы нашли ошибку в квитанции, обратитесь в управляющую компанию.",
        "Якщо ви помітили помилку в рахунку, зверніться до банку, радять у відомстві.",
        "Якщо ви знайшли помилку у списках виборців, зверніться до комісії.",
        "Siga o canal do rio até o porto, disse o guia aos turistas.",
        "Seguinos en la recorrida por el barrio, dijo el intendente.",
        "Bukti itu (dok. 4) diserahkan kepada hakim pada Senin.",
        "他在图／文并茂的报告中指出，大桥的钢缆已经生锈。",
        "साक्षी ने कहा कि फोटो साभार नहीं थी और अदालत ने मामला खारिज कर दिया।",
        "قال إن تصوير: المشهد استغرق شهرا",
        "警方星期五公布了一批资料图片",
        "Von Merkel zu Merz",
        "Von Mensch zu Mensch",
        "By Train with Ann",
    ],
)
def test_text_of_stories_is_no_furniture(line: str) -> None:
    assert lines.furniture_kind(line) is None


def test_the_headline_is_the_title_that_the_address_repeats() -> None:
    text = read_text(
        "\n".join(["News from the coast today", "Harbour bridge closes for repairs", *PROSE]), URL
    )
    assert text.headline == "Harbour bridge closes for repairs"
    assert [block.text for block in text.blocks if block.keep] == list(PROSE)


def test_what_stands_above_and_beneath_the_prose_is_dropped_with_a_reason() -> None:
    text = read_text(
        "\n".join(
            ["Home", "Politics", TITLE, *PROSE, "Politics", "Follow us", "Other news of today"]
        ),
        URL,
    )
    assert [block.text for block in text.blocks if block.keep] == list(PROSE)
    assert all(block.reason for block in text.blocks if not block.keep)


TITLE = "Harbour bridge closes for repairs"


def test_a_subheading_between_paragraphs_stays() -> None:
    text = read_text("\n".join([TITLE, PROSE[0], "What comes next", *PROSE[1:]]), URL)
    assert [(block.text, block.kind) for block in text.blocks if block.keep][1] == (
        "What comes next",
        "heading",
    )


def test_a_caption_said_twice_is_dropped_and_a_repeated_paragraph_kept_once() -> None:
    caption = "Cars wait at the bridge before the morning rush on Monday."
    text = read_text("\n".join([TITLE, caption, caption, *PROSE, PROSE[0]]), URL)
    kept = [block.text for block in text.blocks if block.keep]
    assert kept == list(PROSE)


def test_metadata_of_the_top_is_read() -> None:
    text = read_text(
        "\n".join([TITLE, "By Petra Lindqvist", "Source: Harbour Times", "July 14, 2025", *PROSE]),
        URL,
    )
    assert text.authors == ("Petra Lindqvist",)
    assert text.source_name == "Harbour Times"
    assert text.published_at == "2025-07-14"


@pytest.mark.parametrize(
    ("line", "published", "author", "source"),
    [
        ("By Ann Lee | July 14, 2025", "2025-07-14", "Ann Lee", None),
        ("By Ann Lee July 14, 2025 10:30 am", "2025-07-14T10:30:00", "Ann Lee", None),
        ("Published on July 14, 2025 by Ann Lee", "2025-07-14", "Ann Lee", None),
        ("July 14, 2025 | Politics | 3 min read", "2025-07-14", None, None),
        ("2025-07-14T10:05:00+08:00", "2025-07-14T10:05:00+08:00", None, None),
        ("2025年07月14日 15:20 来源：新华社", "2025-07-14T15:20:00", None, "新华社"),
        ("The bridge in Velmora, July 14, 2020. REUTERS/Jo Field", None, None, None),
    ],
)
def test_a_line_of_date_and_name_under_the_headline_is_read_and_dropped(
    line: str, published: str | None, author: str | None, source: str | None
) -> None:
    text = read_text("\n".join([TITLE, line, *PROSE]), URL)
    assert text.published_at == published
    assert text.authors == ((author,) if author else ())
    assert text.source_name == source
    assert [block.text for block in text.blocks if block.keep] == list(PROSE)


def test_a_date_right_above_the_headline_counts_where_none_stands_beneath() -> None:
    above = ["Politics", "July 13, 2025"]
    assert read_text("\n".join([*above, TITLE, *PROSE]), URL).published_at == "2025-07-13"
    both = read_text("\n".join([*above, TITLE, "July 14, 2025", *PROSE]), URL)
    assert both.published_at == "2025-07-14"
    far = read_text("\n".join([above[1], *map(str, range(5)), TITLE, *PROSE]), URL)
    assert far.published_at is None


def test_the_day_of_the_address_is_the_last_resort() -> None:
    url = "https://news.example/2025/07/14/harbour-bridge-closes-for-repairs"
    assert read_text("\n".join([TITLE, *PROSE]), url).published_at == "2025-07-14"
    shown = read_text("\n".join([TITLE, "July 13, 2025", *PROSE]), url)
    assert shown.published_at == "2025-07-13"


def test_a_day_in_digits_is_read_as_the_page_s_language_writes_it() -> None:
    german = ["Stadtrat beschließt Neubau der Feuerwache", "09/03/2025 14:20", *REPORT]
    english = ["Harbour bridge closes for repairs", "09/03/2025 14:20", *PROSE]
    url = "https://news.example/a"
    assert read_text("\n".join(german), url).published_at == "2025-03-09T14:20:00"
    assert read_text("\n".join(english), url).published_at is None


def test_dates_of_teasers_are_not_the_page_s() -> None:
    text = read_text(
        "\n".join(
            [TITLE, *PROSE, "Related Articles", "July 1, 2020", "Old news", PROSE[1] + " Again."]
        ),
        URL,
    )
    assert text.published_at is None


def test_lines_wrapped_at_a_column_are_put_together() -> None:
    body = (
        "The harbour bridge in Velmora will close for eleven weeks from\n"
        "Monday while engineers replace corroded cables, the transport\n"
        "office said in a statement.\n\n"
        "Some 40,000 vehicles cross the bridge each day, and officials\n"
        "expect long queues at the tunnel under the harbour during the\n"
        "morning rush. The engineers said that they would work in three\n"
        "shifts a day.\n"
    )
    assert [text.split()[-1] for text in paragraphs(body)] == ["statement.", "day."]


def test_text_that_was_cut_at_each_link_is_put_together() -> None:
    rows = [
        "Harbour bridge closes for repairs", "By", "Petra Lindqvist",
        "The harbour bridge in", "Velmora", ", which opened in 1954, will be closed to",
        "all traffic", "from Monday, the", "city council", ". Ferries run every ten minutes.",
        "Ferries and buses", "A shuttle bus will leave from", "the old quay", "every hour.",
    ]  # fmt: skip
    assert paragraphs("\n".join(rows)) == [
        "Harbour bridge closes for repairs",
        "By Petra Lindqvist",
        "The harbour bridge in Velmora, which opened in 1954, will be closed to all traffic from "
        "Monday, the city council. Ferries run every ten minutes.",
        "Ferries and buses",
        "A shuttle bus will leave from the old quay every hour.",
    ]


@pytest.mark.parametrize(
    ("heading", "beneath"),
    [
        ("Not a good day for all", "The first train left at noon, an hour late."),
        ("Новые выборы президента США", "Первый поезд ушёл в полдень, на час позже."),
        ("انتخابات الرئاسة في مصر", "غادر القطار الأول عند الظهر متأخرا ساعة."),
        ("What we can do about it", "iPhone owners may ask for their money back."),
    ],
)
def test_headings_in_text_that_was_cut_at_each_link_stay_apart(heading: str, beneath: str) -> None:
    cut = ["The council of", "Velmora", ", which met on Monday, and the", "port", ". It closed."]
    found = paragraphs("\n".join([*cut, heading, beneath, "The mayor", ", he said."]))
    assert heading in found
    assert beneath in found


def test_lines_of_one_paragraph_each_stay_apart() -> None:
    assert paragraphs("\n".join(PROSE)) == list(PROSE)


def test_too_much_text_is_refused() -> None:
    with pytest.raises(TextTooLarge, match="lines"):
        read_text("a\n" * 20_001, URL)
    with pytest.raises(TextTooLarge, match="characters"):
        read_text("a" * 4_000_001, URL)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([*PROSE, TITLE, "Share", "6 hours ago", "", "By A B"])
        | st.text(max_size=60)
    )
)
def test_any_text_gives_one_block_a_line_in_order(rows: list[str]) -> None:
    body = "\n".join(rows)
    text = read_text(body, URL)
    assert [block.text for block in text.blocks] == paragraphs(body)
    assert all(block.keep == (block.reason is None) for block in text.blocks)


def test_lines_of_megabytes_are_not_remembered() -> None:
    tracemalloc.start()
    for number in range(20):
        text = f"{number} word" * 150_000
        assert not lines.is_title_shaped(text)
        assert lines.furniture_kind(text) is None
        assert lines.plain(text)
        del text
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 5_000_000


REPORT = (
    "Der Stadtrat von Kassel hat am Montag den Neubau der Feuerwache an der Wolfhager Straße "
    "beschlossen, für den 23 Millionen Euro vorgesehen sind.",
    "„Wir brauchen kürzere Wege“, sagte Oberbürgermeister Sven Adler. Die alte Wache stammt aus "
    "dem Jahr 1964 und ist für die heutigen Fahrzeuge zu klein.",
    "Die Bauarbeiten sollen im Herbst beginnen und bis Ende 2027 dauern, wie die Verwaltung "
    "mitteilte. Die Opposition stimmte gegen den Entwurf.",
)


@pytest.mark.parametrize(
    "line",
    [
        "Nach der Werbung weiterlesen",
        "La suite après cette publicité",
        "Continua depois da publicidade",
        "Dalsza część artykułu pod materiałem wideo",
        "Zobacz też: Dziesięć mostów, które zmieniły miasto",
        ">> À LIRE AUSSI - Dix ponts qui ont changé la ville",
        "यह भी पढ़ें: शहर के दस पुल",
        "Читайте також: Десять мостів, що змінили місто",
        "Διαβάστε επίσης: Δέκα γέφυρες που άλλαξαν την πόλη",
        "קראו גם: עשרה גשרים ששינו את העיר",
        "بیشتر بخوانید: ده پلی که شهر را دگرگون کردند",
        "Xem thêm: Mười cây cầu thay đổi thành phố",
        "อ่านเพิ่มเติม: สิบสะพานที่เปลี่ยนเมือง",
    ],
)
def test_what_interrupts_a_story_is_left_out_in_many_languages(line: str) -> None:
    found = read_text(
        "\n".join(["Stadtrat beschließt Neubau", REPORT[0], line, *REPORT[1:]]),
        "https://news.example/stadtrat-beschliesst-neubau-der-feuerwache",
    )
    assert [block.text for block in found.blocks if block.keep] == list(REPORT)


def test_what_readers_say_is_a_comment() -> None:
    said = ["Tom K.", "2 hours ago", "This is a disgrace, my kids learned to swim there.", "Reply"]
    page = ["Harbour bridge closes for repairs", *PROSE, "Comments (2)", *said]
    blocks = read_text("\n".join(page), URL).blocks
    assert [block.text for block in blocks if block.keep] == list(PROSE)


def test_the_entries_of_a_live_report_keep_their_headings() -> None:
    page = ["Sturm Bella im Liveticker: Brücken gesperrt"]
    titles = ("Feuerwache verschoben", "Stadtrat tagt weiter", "Züge fallen aus")
    for time, title, text in zip(
        ("12:38 Uhr", "12:10 Uhr", "11:55 Uhr"), titles, REPORT, strict=True
    ):
        page += [time, title, text]
    blocks = read_text("\n".join(page), "https://news.example/sturm-bella-liveticker-100").blocks
    assert not [b.text for b in blocks[1:] if b.kind == "headline" and b.text in titles[1:]]
    assert [b.text for b in blocks if b.keep and b.text in REPORT] == list(REPORT)
    assert [b.text for b in blocks if b.keep and b.text in titles] == list(titles)


@pytest.mark.parametrize(
    "head",
    [
        "2 thoughts on “Harbour bridge closes for repairs”",
        "Ein Gedanke zu „Harbour bridge closes for repairs“",
        "3 commentaires sur « Harbour bridge closes for repairs »",
    ],
)
def test_what_stands_beneath_a_count_of_comments_on_the_headline_is_no_story(head: str) -> None:
    said = ["Tom K.", "This is a disgrace, my kids learned to swim there and so did I as a boy."]
    page = ["Harbour bridge closes for repairs", *PROSE, head, *said]
    blocks = read_text("\n".join(page), URL).blocks
    assert [block.text for block in blocks if block.keep] == list(PROSE)


def test_what_a_page_tells_of_its_author_beneath_the_story_is_no_text() -> None:
    life = "Petra Lindqvist covers transport and local government for this paper since 2016."
    page = ["Harbour bridge closes for repairs", "By Petra Lindqvist", *PROSE]
    for label in ("About Petra Lindqvist", "Petra Lindqvist"):
        found = read_text("\n".join([*page, label, life]), URL)
        assert found.authors == ("Petra Lindqvist",)
        assert [block.text for block in found.blocks if block.keep] == list(PROSE)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Fenby (dpa/lno) - Die Fähren bleiben im Hafen.", "dpa"),
        ("Die Fähren bleiben im Hafen. (dpa/AFP)", "dpa/AFP"),
        ("The ferries stay in port. (NAN)", "NAN"),
        ("The ferries stay in port. (Harbour Times/lno)", None),
    ],
)
def test_the_agency_that_a_paragraph_credits_is_named_without_its_services(
    text: str, agency: str | None
) -> None:
    assert lines.agency_of(text) == agency


def _broken_at(column: int, text: str) -> list[str]:
    return textwrap.wrap(text, column, break_on_hyphens=False)


LONG = [" ".join(PROSE), " ".join(reversed(PROSE)), " ".join((*PROSE[1:], PROSE[0]))]


@pytest.mark.parametrize("column", [72, 80])
def test_rows_broken_at_a_column_are_put_together_whatever_else_the_page_holds(column: int) -> None:
    menu = ["Home", "News", "https://news.example/" + "a" * 90, "  * Sport", "  * Culture"]
    rows = [row for text in LONG for row in (*_broken_at(column, text), "")]
    found = paragraphs("\n".join([*menu, "", *rows, *menu]))
    assert [text for text in found if len(text) > 100 and " " in text] == LONG


def test_lists_of_like_lines_are_not_put_together() -> None:
    clubs = ("Ardmore", "Ely", "Penwick", "Ossian", "Brackley", "Dun")
    rows = [f"{club} United beat Velmora City by {goals} goals to nil at their own old ground"
            for goals, club in enumerate(clubs)]  # fmt: skip
    assert paragraphs("\n".join(rows)) == rows


def test_numbers_of_listed_links_are_no_text() -> None:
    rows = ["The [1]harbour bridge will close, the [2]city said on [3]Monday; see note [9] there."]
    listed = [f"   {n}. https://news.example/{n}" for n in (1, 2, 3)]
    assert paragraphs("\n".join([*rows, "References", *listed])) == [
        "The harbour bridge will close, the city said on Monday; see note [9] there.",
        "References",
    ]


def test_a_standfirst_above_byline_and_date_leaves_them_to_the_story() -> None:
    rows = [
        "Harbour bridge closes for repairs",
        "Drivers will have to take the tunnel or a ferry until the summer, engineers say.",
        "By Petra Lind",
        "14 March 2025",
        "A long wait for the islands",
        *PROSE,
    ]
    page = read_text("\n".join(rows), URL)
    assert (page.authors, page.published_at) == (("Petra Lind",), "2025-03-14")


@pytest.mark.parametrize(
    ("line", "day"),
    [("Petra Lind y Jonas Feld", "2025-03-14"), ("A long wait for the islands", None)],
)
def test_names_beneath_a_standfirst_leave_the_date_to_the_story(line: str, day: str | None) -> None:
    standfirst = "Drivers will have to take the tunnel or a ferry until the summer, engineers say."
    rows = ["Harbour bridge closes for repairs", standfirst, line, "14 March 2025", *PROSE]
    assert read_text("\n".join(rows), URL).published_at == day


@pytest.mark.parametrize("credit", ["(Foto: ANP)", "(Fotoğraf: AA)", "Photo Credit: S. Lee"])
def test_a_short_caption_with_a_credit_is_no_text_wherever_it_stands(credit: str) -> None:
    told = [*PROSE[:2], f"Drivers wait at the bridge on Monday. {credit}", *PROSE[2:]]
    page = read_text("\n".join(["Harbour bridge closes for repairs", *told]), URL)
    assert [block.text for block in page.blocks if block.kind == "caption"] == [told[2]]


@pytest.mark.parametrize(
    "told",
    [
        "The recordings may not be reproduced without prior approval of the estate, he ruled.",
        "Copyright law says that they may not be reproduced without prior consent.",
    ],
)
def test_what_may_not_be_copied_is_a_notice_only_beneath_its_owner(told: str) -> None:
    assert not lines.is_foot_line(told)


@pytest.mark.parametrize(
    "told",
    [
        "Four in ten drivers back the plan, a Reuters/Ipsos poll showed on Tuesday.",
        "The museum paid two million dollars for a photo by Man Ray.",
        "Getty Images sued the company in London on Monday.",
        "The city sued. Getty Images won the case in London on Monday.",
        "Die Polizei veröffentlichte ein Foto: Es zeigt den Mann am Hafen.",
        "Полиция опубликовала фото подозреваемого и попросила жителей о помощи.",
        "La policía publicó una foto de la mujer y pidió la ayuda de los vecinos.",
        "Police searched the harbour on Monday. They showed a photo by a neighbour.",
    ],
)
def test_the_words_of_a_credit_in_a_sentence_make_it_no_caption(told: str) -> None:
    rows = ["Harbour bridge closes for repairs", *PROSE[:2], told, *PROSE[2:]]
    page = read_text("\n".join(rows), URL)
    assert [block.text for block in page.blocks if block.keep] == rows[1:]


def test_the_owner_s_notice_beneath_a_story_is_no_text_however_long_it_is() -> None:
    notice = "Copyright Harbour Times. This material may not be reproduced without prior consent."
    page = read_text("\n".join(["Harbour bridge closes for repairs", *PROSE, notice]), URL)
    assert [block.text for block in page.blocks if block.keep] == list(PROSE)


def test_a_sentence_above_its_credit_is_no_headline() -> None:
    rows = [
        "Harbour bridge closes for repairs",
        "Drivers will have to take the tunnel or a ferry until the summer, engineers say.",
        "Petra Lind",
        "14 March 2025",
        "Engineers on the bridge on Monday.",
        "Photo: Harbour Times / Jonas Feld",
        *PROSE,
    ]
    page = read_text("\n".join(rows), URL)
    assert page.published_at == "2025-03-14"
    assert [block.text for block in page.blocks if block.kind == "headline"] == rows[:1]


def test_who_signs_beneath_a_story_is_its_author() -> None:
    told = [
        "항구 다리 보수 공사로 열한 주 동안 통행 금지",
        "시는 다음 주 월요일부터 항구 다리의 통행을 열한 주 동안 막는다고 밝혔다.",
        "다리에는 하루 사만 대의 차가 다니며, 시는 터널이 막힐 것으로 보고 있다.",
        "기술자들은 지난 점검 뒤로 강선의 힘이 다섯 가운데 하나쯤 줄었다고 말했다.",
        "박지훈 기자 jhpark@news.example",
    ]
    assert read_text("\n".join(told), "https://news.example/1").authors == ("박지훈",)


def test_lists_and_tables_of_like_rows_stay_apart() -> None:
    rows = [
        "Ingredients for the cake, enough for eight guests:",
        "two hundred grams of flour, sifted two times over",
        "one hundred grams of brown sugar and some vanilla",
        "three large eggs, at the warmth of the kitchen",
        "a pinch of salt and the peel of a whole lemon",
        "de la Cruz          north ward         1,204 votes",
        "van den Berg        south ward           998 votes",
    ]
    assert len(paragraphs("\n".join(rows))) == len(rows)


def test_a_long_line_takes_no_headline_beneath_it() -> None:
    wrapped = [row for text in LONG for row in (*_broken_at(75, text), "")]
    whole = " ".join(PROSE) + " And so it ends here."
    found = paragraphs("\n".join([*wrapped, whole, "Volcano erupts on the island of Tamaru"]))
    assert found[-2:] == [whole, "Volcano erupts on the island of Tamaru"]


def _kept(rows: list[str]) -> list[str]:
    return [block.text for block in read_text("\n".join(rows), URL).blocks if block.keep]


def test_a_list_within_a_story_stays_with_its_headings() -> None:
    rows = [
        "The bread of the harbour bakers, and how to make it",
        "14 March 2025",
        *PROSE,
        "What you need",
        "500 g rye flour",
        "2 spoons of salt",
        "1 litre of warm water",
        "For the crust",
        "½ cup of caraway",
        "Mix the flour and the salt, add the water and leave the dough alone for nine hours.",
        "The bakers say that the oven must be as hot as it will go when the bread is put in.",
    ]
    assert _kept(rows) == rows[2:]


def test_labelled_facts_beneath_a_story_stay_and_its_topics_do_not() -> None:
    facts = ["Umpire: Ivo Brandt", "Goals: 1-0 Sorel 12, 2-0 Okafor 57"]
    rows = ["Velmora win the harbour cup on a wet night", "14 March 2025", *PROSE, *facts]
    assert _kept([*rows, "Tags: cup, harbour", "Privacy policy"]) == rows[2:]


def test_a_headline_behind_the_name_of_a_section_is_no_fact() -> None:
    titles = [
        "Opinion: Why the old harbour must never be sold",
        "Video: How the storm of the century took the pier",
    ]
    assert places_in_lists(_blocks([PROSE[0], *titles]), [True, False, False]) == set()


def test_a_mark_above_a_review_stays() -> None:
    rows = ["The Salt Road is a long way to nowhere", "14 March 2025", "Verdict: 7/10", *PROSE]
    blocks = _blocks(rows)
    assert rating_above(blocks, [False, False, False, True, True, True]) == 2


def test_the_last_question_of_an_interview_stays_above_a_short_answer() -> None:
    rows = [
        "The woman who keeps the lamps of the harbour burning",
        "14 March 2025",
        *PROSE,
        "How long have you had the keys?",
        "Since the winter of 1991, when my father gave them to me and went to bed.",
        "Do you ever sleep at night?",
        "I sleep in the afternoon, like the cats, and nobody has complained about it yet.",
        "And who comes after you?",
        "A clock, and it will need no stairs.",
    ]
    assert _kept(rows)[-6:] == rows[-6:]


def _blocks(texts: list[str]) -> list[Block]:
    return [Block(text, "paragraph", keep=True) for text in texts]


ENTRIES = (
    ("The old pier is sold", "The city sells the pier to a builder of yachts for nine millions."),
    ("A wall that gave way", "The wall behind the pier gives way in a storm, and work is stopped."),
    ("Nobody came to bid", "At the auction in the town hall nobody makes an offer for the rest."),
    ("The gates are shut", "The builder of yachts gives up, and the gates of the pier are shut."),
)


def _entries(headline: str, day: str, days: list[str]) -> list[str]:
    entries = zip(ENTRIES, days, strict=True)
    rows = [row for (title, text), when in entries for row in (title, when, text)]
    return [headline, day, PROSE[0], *rows]


def test_a_timeline_keeps_its_titles_and_days() -> None:
    days = ["March 3, 2019", "June 9, 2021", "May 4, 2023", "March 8, 2025"]
    rows = _entries("How the old pier of Velmora was lost", "March 14, 2025", days)
    assert _kept(rows) == rows[2:]


def test_what_is_going_to_happen_keeps_its_titles_and_days() -> None:
    days = ["Friday 14 March, 7.30pm", "Saturday 15 March", "Sunday 16 March", "Sunday 16 March"]
    rows = _entries("What to see in Velmora on the weekend", "12 March 2025", days)
    assert _kept(rows) == rows[2:]


@pytest.mark.parametrize(
    "days",
    [
        ["March 13, 2025", "March 12, 2025", "March 11, 2025", "March 9, 2025"],
        ["March 8, 2025", "March 9, 2025", "March 10, 2025", "March 11, 2025"],
        ["March 13, 2025", "June 9, 2021", "May 4, 2023", "March 3, 2019"],
    ],
)
def test_headlines_and_days_of_other_stories_are_no_entries(days: list[str]) -> None:
    rows = _entries("The harbour bridge in Velmora will be closed", "March 14, 2025", days)
    assert not {*days} & {*_kept(rows)}


def test_letters_keep_who_wrote_them() -> None:
    rows = [
        "Letters to the editor: the pier, the gulls and the bridge",
        "March 14, 2025",
        PROSE[0],
        "Anna Berg, Velmora",
        "March 12, 2025",
        "Leave the gulls alone",
        "The gulls were here before the fish market and will be here when it is gone, I trust.",
        "Peter Lang, Easton",
        "March 10, 2025",
        "A bridge too many",
        PROSE[1],
    ]
    assert _kept(rows) == rows[2:]


def test_a_day_to_come_may_answer_a_question() -> None:
    rows = [
        "The new bridge of Velmora: your questions answered",
        "14 March 2025",
        PROSE[0],
        "When does the new bridge open?",
        "1 June 2026.",
        "And what will it cost to cross?",
        "Nothing at all for the first ten years, the city says, and then two crowns a car.",
    ]
    assert _kept(rows) == rows[2:]


def test_days_head_what_happened_on_each() -> None:
    log = ["Monday, March 10", PROSE[0], "Tuesday, March 11", PROSE[1], "March 13", PROSE[2]]
    assert _kept(["The week in the harbour of Velmora", "March 14, 2025", *log]) == log


def test_one_title_amid_links_stays_a_link() -> None:
    titles = ["Ferry strike ends", "A walk on the pier", "Bakers raise the price of bread"]
    texts = [PROSE[0], "Most read", *titles, "Privacy"]
    reasons = [None, "marker", "related", "related", "related", "interface"]
    blocks = [
        Block(text, "related", keep=False, reason=r) for text, r in zip(texts, reasons, strict=True)
    ]
    unlikely = np.array([False, True, True, False, True, True])
    assert _is_amid_links(blocks, 3, unlikely)
    assert not _is_amid_links(blocks, 3, np.array([False, True, False, False, True, True]))


PAGE_OF_STORY = ("The harbour master of Velmora has died", "14 March 2025", *PROSE)


def test_the_first_timed_title_stays_as_those_below_do() -> None:
    times = ["11:42", "10:55", "9:30", "8:10"]
    titles = [f"{time} {title}" for time, (title, _) in zip(times, ENTRIES, strict=True)]
    rows = [row for title, text in zip(titles, PROSE * 2, strict=False) for row in (title, text)]
    blocks = _blocks(["Refresh", *rows])
    blocks[1] = Block(titles[0], "navigation", keep=False, reason="above_story")
    mark_entries(blocks, "The storm over the harbour of Velmora as it came", None)
    assert all(block.keep for block in blocks)


@pytest.mark.parametrize(
    "day", ["31 September 2025", "2026-02-31", "30.02.2026", "29 February 2025"]
)
def test_a_day_that_does_not_exist_is_no_date_and_costs_no_page(day: str) -> None:
    page = read_text("\n".join(["Harbour bridge closes for repairs", day, *PROSE]), URL)
    assert page.published_at is None
    assert [block.text for block in page.blocks if block.keep][-1] == PROSE[-1]


@pytest.mark.parametrize(
    "name", ["Chelsea FC", "Anna Valley Awards", "विकास योजना", "שירה עברית", "& More Stories"]
)
def test_sections_beside_a_date_are_no_authors(name: str) -> None:
    rows = ["Harbour bridge closes for repairs", name, "12 March 2026", *PROSE]
    assert read_text("\n".join(rows), URL).authors == ()


def test_whom_the_first_paragraphs_are_about_is_no_author() -> None:
    told = (
        "Anna Berg, who leads the repairs of the harbour bridge, said on Monday that it was worn."
    )
    rows = ["Harbour bridge closes for repairs", "Anna Berg", "12 March 2026", told, *PROSE]
    assert read_text("\n".join(rows), URL).authors == ()


def test_several_lines_of_names_are_bylines() -> None:
    rows = [
        "The harbour bridge in Velmora will close for repairs",
        "Anna Berg, Transport correspondent",
        "Peter Lang, in Port Orla",
        "and Xanthe Reyes",
        "14 March 2025, 20:11",
        *PROSE,
    ]
    assert read_text("\n".join(rows), URL).authors == ("Anna Berg", "Peter Lang", "Xanthe Reyes")


def test_the_site_is_no_author_beside_a_person() -> None:
    rows = ["Velmora Rowing", "The harbour bridge in Velmora will close for repairs"]
    rows += ["By Anna Berg, Velmora Rowing", "14 March 2025", *PROSE]
    assert read_text("\n".join(rows), URL).authors == ("Anna Berg",)


@pytest.mark.parametrize(
    "beneath",
    [
        ["Fax: 0123 456", "Registered office: 12 Quay Street, Velmora"],
        ["Sport: City beat United 2-1 in the cup", "Shares: The port of Velmora is up 12%"],
    ],
)
def test_how_to_reach_the_site_and_other_headlines_are_no_facts(beneath: list[str]) -> None:
    assert places_in_lists(_blocks([PROSE[0], *beneath]), [True, False, False]) == set()


def test_news_beneath_an_old_page_are_no_entries() -> None:
    days = ["March 16, 2025", "March 17, 2025", "March 18, 2025", "March 19, 2025"]
    rows = _entries("The harbour bridge in Velmora will be closed", "March 14, 2025", days)
    assert not {*days} & {*_kept(rows)}


_NOTICES = [
    "Copyright © 2026 Harbour Radio. Harbour Radio is not responsible for what others write.",
    "Harbour Radio is not responsible for the content of external sites.",
    "(This story has not been edited by the Harbour Times and comes from an agency's feed.)",
    "Disclaimer: Nothing on this site is advice on buying or selling shares.",
    "Views expressed are personal.",
    "(The views expressed here are his own.)",
    "You are receiving this email because you joined the list of the Harbour Times.",
    "Comments are closed on this story.",
    "We want to hear from you. Do you live beside the bridge? Get in touch.",
    "This article was first published on March 1.",
    "This story has been published from an agency's feed without changes.",
    "To order a copy of the book, go to harbourshop.example or call 0330 000 000.",
    "What did you make of the plan? Have your say below.",
    "To order a copy of the book for 12 pounds, visit the shop of the Harbour Times.",
    "Die Kommentarfunktion ist geschlossen.",
    "Dieser Artikel ist zuerst in der Hafenzeitung erschienen.",
    "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.",
    "Cet article a été initialement publié le 1er mars.",
    "Les commentaires sont fermés pour cet article.",
    "Este artículo fue publicado originalmente el 1 de marzo.",
    "Los comentarios están cerrados.",
    "Este artigo foi publicado originalmente no jornal do porto.",
    "Questo articolo è stato pubblicato per la prima volta il 1° marzo.",
    "Dit artikel is eerder verschenen in de havenkrant.",
    "De reacties zijn gesloten.",
]


@pytest.mark.parametrize("notice", _NOTICES)
def test_notices_of_the_site_beneath_a_story_are_none_of_its_text(notice: str) -> None:
    rows = ["Harbour bridge closes for repairs", *PROSE]
    assert _kept([*rows, notice]) == [*PROSE]
    assert _kept([*rows, notice, "Share", "Contact us"]) == [*PROSE]
    beneath = ["Ferry runs aground", "By Petra Lind", "13 March 2026", "The ferry ran aground."]
    assert notice not in _kept([*rows, notice, *beneath])


@pytest.mark.parametrize(
    "told",
    [
        "The views expressed in this survey show how far opinion has moved.",
        "The views of the drivers are divided, and the mayor's are his own.",
        "Google is not responsible for the content of external sites, the court ruled on Monday.",
        "This report was first published in 1964, and the city has kept to it since.",
        "We want to hear from you, the mayor told those who live beside the bridge.",
        "Comments on the plan are closed on Friday, and the council votes on Monday.",
        "To order the closure was the only way, the mayor said on Monday.",
        "The disclaimer: nobody had asked the ferrymen, who went on strike on Monday.",
        "Dieser Artikel kostet am Hafen doppelt so viel wie in der Stadt.",
        "Este artigo da lei foi mudado em março.",
        "To buy the ferry she had to go to court, and she lost twice before the judge agreed.",
        "This report was taken from the harbour office by two men, the court heard.",
        "This article was originally published in 1931 as a warning against the bridge.",
        "The views are personal, the mayor said, and do not bind the city in any way.",
        "Dieser Text ist die Grundlage, auf der das Gericht zuerst im Mai entschied.",
        "Cet article a été d'abord publié en 1881 et vaut encore pour le port.",
        "Este artículo fue aplicado por primera vez en 1994 contra el puerto.",
        "Este texto foi aprovado pela primeira vez na Câmara com 312 votos.",
        "As opiniões expressas no debate são pessoais, disse a prefeita aos colegas.",
        "Questo articolo è stato applicato per la prima volta contro un sindaco nel 2014.",
        "Dit stuk is oorspronkelijk geschreven voor orgel en klonk zondag in de haven.",
    ],
)
def test_sentences_that_look_like_notices_stay_beneath_a_story(told: str) -> None:
    assert _kept(["Harbour bridge closes for repairs", *PROSE, told]) == [*PROSE, told]


@pytest.mark.parametrize("place", range(3))
def test_what_looks_like_a_notice_stays_within_a_story(place: int) -> None:
    told = [*PROSE]
    told.insert(place, "This article was first published on March 1, said the poster on the door.")
    assert _kept(["Harbour bridge closes for repairs", *told]) == told


@pytest.mark.parametrize(
    "caption",
    [
        "Image caption, Drivers wait at the bridge on Monday.",
        "Image caption, Drivers wait at the bridge",
        "Media captionDrivers wait at the bridge",
        "Légende image, Les conducteurs attendent lundi devant le pont.",
        "Pie de foto, Los conductores esperan el lunes ante el puente.",
        "Legenda da foto, Os motoristas esperam na segunda-feira diante da ponte.",
        "Подпись к фото, Водители ждут у моста в понедельник.",
        "Fotoğraf altı yazısı, Sürücüler pazartesi günü köprüde bekliyor.",
        "التعليق على الصورة، السائقون ينتظرون عند الجسر يوم الاثنين.",
        "图像加注文字，司机星期一在大桥旁等待。",
        "Crédit photo, Anna Berg",
        "Fuente de la imagen, Anna Berg",
        "Drivers wait at the bridge on Monday. (Supplied: Anna Berg)",
        "Drivers wait at the bridge on Monday. (Supplied)",
        "Motoristas esperam diante da ponte. (Divulgação/Porto)",
        "Drivers wait at the bridge on Monday. (Harbour News: Anna Berg)",
        "Drivers wait at the bridge on Monday. (Reuters: Anna Berg)",
        "Drivers wait at the bridge on Monday. [Yonhap]",
        "Drivers wait at the bridge on Monday. [Photo/Xinhua]",
        "Drivers wait at the bridge on Monday. — Bernama pic",
        "Video: Drivers wait at the bridge (Harbour Times)",
        "Vídeo: Los conductores esperan ante el puente (Diario Costero)",
        "Anna Berg | The Herald",
    ],
)
def test_captions_that_say_so_are_no_text_among_paragraphs(caption: str) -> None:
    told = [*PROSE[:2], caption, *PROSE[2:]]
    assert _kept(["Harbour bridge closes for repairs", *told]) == [*PROSE]


@pytest.mark.parametrize("label", ["Image caption,", "Image caption", "Pie de foto,", "画像説明、"])
def test_a_caption_beneath_its_label_is_no_text(label: str) -> None:
    caption = "Drivers wait at the bridge on Monday."
    told = [*PROSE[:2], label, caption, *PROSE[2:]]
    page = read_text("\n".join(["Harbour bridge closes for repairs", *told]), URL)
    assert [block.text for block in page.blocks if block.keep] == [*PROSE]
    assert [block.text for block in page.blocks if block.kind == "caption"] == [label, caption]


@pytest.mark.parametrize(
    "told",
    [
        "The image caption, he said, was wrong from its first word to its last.",
        "Crédito, salud y empleo son los temas de la cumbre del puerto, dijo la alcaldesa.",
        "The ferry won by a length. (The ferrymen: Anna Berg and three others)",
        "The bridge was closed in March. (It opened again in May: Anna Berg was there.)",
        "The mayor said that he [the engineer] had known since May of [the cracks]",
        "Video: that is what the mayor wants from each of the cameras on the bridge (and soon).",
        "The ferries are supplied by the city. (Supplied: nine, lost: two)",
        "The harbour, the mayor said on Monday, was no place for a pic.",
        "It is the third film about the harbour and its ferries — a big budget pic",
    ],
)
def test_sentences_that_look_like_captions_stay(told: str) -> None:
    assert not lines.says_caption(told)
    rows = ["Harbour bridge closes for repairs", *PROSE[:2], told, *PROSE[2:]]
    assert told in _kept(rows)


@pytest.mark.parametrize(
    "offer",
    [
        "Get the Education newsletter, delivered Tuesdays",
        "Sign up for the Harbour newsletter",
        "Recevez la newsletter du port, chaque mardi",
        "Recibe el boletín del puerto cada martes",
        "Receba a newsletter do porto toda terça",
        "Ricevi la newsletter del porto ogni martedì",
        "Ontvang de nieuwsbrief over de haven",
        "Holen Sie sich den Newsletter zum Hafen",
    ],
)
def test_offers_of_letters_between_paragraphs_are_no_headings(offer: str) -> None:
    rows = ["Harbour bridge closes for repairs", *PROSE[:2], offer, *PROSE[2:]]
    assert _kept(rows) == [*PROSE]


@pytest.mark.parametrize(
    "heading",
    ["How a newsletter won the harbour", "Get the ferry to the islands", "Video of the repairs"],
)
def test_headings_that_speak_of_letters_and_videos_stay(heading: str) -> None:
    rows = ["Harbour bridge closes for repairs", *PROSE[:2], heading, *PROSE[2:]]
    assert heading in _kept(rows)


_POINTS = [
    "Bridge to close for eleven weeks",
    "Ferries every ten minutes instead",
    "Cables found rusty last May",
]


@pytest.mark.parametrize("sign", ["•", "-", "–", "*"])
@pytest.mark.parametrize(
    "told", [[], ["By Anna Berg", "14 March 2025"], ["14 March 2025", "Share", "3 min read"]]
)
def test_points_that_sum_a_story_up_are_kept_beneath_the_headline(
    sign: str, told: list[str]
) -> None:
    points = [f"{sign} {point}" for point in _POINTS]
    page = read_text("\n".join(["Harbour bridge closes for repairs", *told, *points, *PROSE]), URL)
    kept = [(block.text, block.kind) for block in page.blocks if block.keep]
    assert kept == [
        *((point, "list_item") for point in points),
        *((text, "paragraph") for text in PROSE),
    ]
    assert page.source_name is None


@pytest.mark.parametrize(
    "rows",
    [
        ["• Home page", "• Sport", "• Contact us", "Harbour bridge closes for repairs"],
        ["Harbour bridge closes for repairs", "14 March 2025", "• Print", "• Send by mail"],
        ["Harbour bridge closes for repairs", "14 March 2025", "• Harbour and quays"],
        ["• Ferry runs aground off Orla", "• Choir needs more tenors now",
         "Harbour bridge closes for repairs", "14 March 2025"],
    ],
)  # fmt: skip
def test_links_in_lists_above_a_story_are_no_points_of_it(rows: list[str]) -> None:
    assert _kept([*rows, *PROSE]) == [*PROSE]


def test_an_outlet_behind_a_dash_beneath_a_date_is_still_a_source() -> None:
    rows = ["Harbour bridge closes for repairs", "14 March 2025", "- The Standard", *PROSE]
    assert read_text("\n".join(rows), URL).source_name == "The Standard"


_TOWNS = ("Velmora", "Orla", "Port Selby", "Dunmouth")


def test_the_first_subheading_of_a_round_up_without_introduction_is_kept() -> None:
    told = (
        "The harbour bridge will be closed until Thursday, as one of its cables has come loose. "
        "A shuttle bus leaves every ten minutes from the old quay.",
        "A man of 29 was arrested on Sunday evening after a break-in at the bakery. He carried "
        "forty loaves and the till, the police said.",
        "The town hall is looking for helpers for the feast of the fishermen on 21 July. Costumes "
        "and a warm meal are given to all who come.",
        "The road over the pass will open again at noon on Friday if the weather holds. Chains "
        "are needed above the lake, the county said.",
    )
    rows = [text for pair in zip(_TOWNS, told, strict=True) for text in pair]
    head = ["What the harbour towns speak of this Monday", "By Anna Berg", "14 March 2025"]
    url = "https://news.example/2025/03/14/what-the-harbour-towns-speak-of"
    page = read_text("\n".join([*head, *rows]), url)
    assert [block.text for block in page.blocks if block.keep] == rows
    assert [block.text for block in page.blocks if block.kind == "heading"] == [*_TOWNS]


def test_a_section_above_a_story_with_subheadings_is_none_of_them() -> None:
    rows = [PROSE[0], PROSE[1], "Ferries", PROSE[2], "Queues", PROSE[1] + " So they said."]
    page = ["Harbour bridge closes for repairs", "14 March 2025", "Harbour news", *rows]
    assert _kept(page) == rows


def test_the_first_entry_of_a_live_report_keeps_its_title() -> None:
    entries = [
        ["14:52", "Bridge open again to cars", "The bridge is open again to cars, police said."],
        ["14:31", "Roof torn off the school", "The roof of the hall was torn off at noon today."],
        ["13:58", "Ferries stay in the port", "All ferries to the islands stay in port today."],
        ["13:20", "What is to be expected", "The warning for wind holds until five o'clock."],
    ]
    rows = [text for entry in entries for text in entry]
    head = ["Storm over the harbour live: bridge closed as winds top 90mph", "Last updated 14:52"]
    kept = _kept([*head, *rows])
    assert {entry[1] for entry in entries} <= {*kept}


_TOLD = [
    "An auditor resigned without giving a reason, and the bridge company lost a tenth in a day.",
    "A newspaper reported that the cables had been bought from a single dealer in Orla.",
    "The company delayed its annual results, and drivers began to take the tunnel instead.",
]


@pytest.mark.parametrize(
    "times",
    [
        ["April 2024", "July 2024", "9 January 2025"],
        ["1954", "1998", "2019"],
        ["April 2024:", "2 May 2024:", "July 2024:"],
        ["abril de 2024", "julio de 2024", "9 de enero de 2025"],
        ["April 2024", "Juli 2024", "9. Januar 2025"],
        ["avril 2024", "juillet 2024", "9 janvier 2025"],
        ["aprile 2024", "luglio 2024", "9 gennaio 2025"],
    ],
)
def test_times_alone_that_head_what_happened_then_are_kept(times: list[str]) -> None:
    rows = [text for pair in zip(times, _TOLD, strict=True) for text in pair]
    head = ["How the old pier of Velmora was lost", "14 March 2025", PROSE[0]]
    page = read_text("\n".join([*head, *rows]), "https://news.example/how-the-old-pier-was-lost")
    assert [block.text for block in page.blocks if block.keep] == [PROSE[0], *rows]
    assert [block.text for block in page.blocks if block.kind == "heading"] == times
    assert page.published_at == "2025-03-14"


@pytest.mark.parametrize(
    "times",
    [
        ["14 March 2025", "13 March 2025", "11 March 2025"],
        ["April 2024", "July 2024"],
        ["Updated 14 March 2025", "Updated 15 March 2025", "Updated 16 March 2025"],
        ["12", "14", "19"],
    ],
)
def test_days_between_stories_without_headlines_are_no_timeline(times: list[str]) -> None:
    rows = [text for pair in zip(times, _TOLD[: len(times)], strict=True) for text in pair]
    assert not {*times} & {*_kept(["How the old pier of Velmora was lost", PROSE[0], *rows])}


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Sunday, March 7th, 2010 at 4:12 pm and is filed under Harbour.",
        "Download the Harbour Post app for breaking news alerts on your phone.",
        "Laden Sie die App des Hafenboten und erhalten Sie Eilmeldungen auf Ihr Telefon.",
    ],
)
def test_how_a_page_was_filed_and_an_app_of_the_site_are_no_text(line: str) -> None:
    assert lines.is_promotion(line)
    assert lines.is_foot_line(line)


def test_the_time_of_a_player_is_interface() -> None:
    assert lines.is_interface("聽新聞 0:00 / 2:10")
    assert lines.is_interface("Listen 00:00/12:31")
    assert not lines.is_interface("Rowers won in 6:02 / 6:05")
    assert not lines.is_interface("The score was 3:12")


def test_a_marker_in_capitals_may_end_as_a_sentence() -> None:
    assert lines.is_related_link("LIRE AUSSI. Le budget de la ville adopté")
    assert not lines.is_related_link("Lire aussi. Écrire. Compter, dit-elle")


def test_sharing_lines_name_a_service() -> None:
    assert lines.is_interface("Compartilhe esta notícia no WhatsApp")
    assert lines.is_interface("Share on X")
    assert not lines.is_interface("Share prices fell, and X")
    assert not lines.is_interface("Share of the harbour sold to Telegram readers")


@pytest.mark.parametrize("about", [["By Anna Berg", "14 March 2025"], ["14 March 2025"]])
def test_the_line_between_headline_and_byline_is_the_standfirst(about: list[str]) -> None:
    standfirst = "The harbour bridge closes for eleven weeks while its cables are replaced"
    rows = ["Harbour bridge closes for repairs", standfirst, *about, *PROSE]
    page = read_text("\n".join(rows), URL)
    assert [block.text for block in page.blocks if block.keep] == [standfirst, *PROSE]
    other = "Orla weather today: showers in the west and a light wind later"
    page = read_text("\n".join(["Harbour bridge closes for repairs", other, *about, *PROSE]), URL)
    assert [block.text for block in page.blocks if block.keep] == list(PROSE)
