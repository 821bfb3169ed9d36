"""Date lines and bylines in the languages, scripts and calendars that pages are written in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.beside import dates_beside
from pipeline.clean.date_words import MODIFIED, MONTHS, PUBLISHED
from pipeline.clean.dates import Dates, is_date_line, read_dates, says_modified
from pipeline.clean.lines import byline_names
from pipeline.clean.timestamps import read_timestamp
from tests.month_names import MONTH_NAMES


@pytest.mark.parametrize(
    "line",
    [
        "3 במרץ 2026",
        "3 مارچ 2026",
        "3 آذار 2026",
        "3 मार्च 2026",
        "৩ মার্চ ২০২৬",
        "٣ مارس ٢٠٢٦",
        "3 Μαρτίου 2026",
        "3 березня 2026, 10:15",
        "3. března 2026 10:15",
        "3 mars 2026 kl. 10.15",
        "2026. március 3. 10:15",
        "Selasa, 3 Maret 2026 10:15 WIB",
        "Thứ ba, 3/3/2026, 10:15",
        "Ngày 3 tháng 3 năm 2026",
        "3 มีนาคม 2569",
        "۱۲ اسفند ۱۴۰۴",
        "۱۴۰۴/۱۲/۱۲",
        "令和8年3月3日",
        "２０２６年３月３日",
    ],
)
def test_a_day_is_read_in_every_language_script_and_calendar(line: str) -> None:
    assert is_date_line(line)
    published = read_dates(line).published
    assert published is not None
    assert published[:10] == "2026-03-03"


@pytest.mark.parametrize(
    "line",
    ["32 اسفند ۱۴۰۴", "1404 اسفند", "พ.ศ. 2569", "令和8年", "3 March 2569", "12 Esfand 1404"],
)
def test_what_names_no_one_day_is_no_date(line: str) -> None:
    assert read_dates(line).published is None


@pytest.mark.parametrize("language", MONTH_NAMES)
def test_every_month_of_a_language_is_read_and_is_no_label(language: str) -> None:
    day = "14." if language == "hr" else "14"
    months = MONTH_NAMES[language].split(";")
    assert len(months) == 12
    for number, names in enumerate(months, start=1):
        for name in names.split(","):
            line = f"{day} {' '.join(name.split())} 2025 10:05"
            assert is_date_line(line), line
            assert read_dates(line) == Dates(f"2025-{number:02}-14T10:05:00"), line


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 MAI 2025", "2025-05-14"),
        ("2. MAJ 2025", "2025-05-02"),
        ("14 ΜΑΪΟΥ 2025", "2025-05-14"),
        ("14 ΜΑΙΟΥ 2025", "2025-05-14"),
        ("14 MAYIS 2025", "2025-05-14"),
        ("14 HAZİRAN 2025", "2025-06-14"),
        ("14 AOUT 2025", "2025-08-14"),
    ],
)
def test_a_month_is_read_in_capitals(line: str, day: str) -> None:
    assert read_dates(line) == Dates(day)


def test_no_label_is_a_month() -> None:
    assert MONTHS.keys().isdisjoint([*MODIFIED, *PUBLISHED])


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("5:12 PM, March 14, 2025", "2025-03-14T17:12:00"),
        ("4:32 PM | Sept. 3, 2024", "2024-09-03T16:32:00"),
        ("12.30 March 14, 2025", "2025-03-14"),
        ("3 hours ago | March 14, 2025", "2025-03-14"),
        ("Mar 13 Maggio 2025", "2025-05-13"),
        ("mar. 13 mai 2025", "2025-05-13"),
        ("Section 7 March 14, 2025", "2025-03-14"),
        ("Copyright 2024 March 14, 2025", "2025-03-14"),
        ("14th of March, 2025", "2025-03-14"),
        ("14 de marzo del año 2025", "2025-03-14"),
        ("Fri Mar 14 10:05:00 UTC 2025", "2025-03-14T10:05:00Z"),
        ("14 آذار/مارس 2025", "2025-03-14"),
        ("14 thg 3, 2025", "2025-03-14"),
        ("14. 3. 2025", "2025-03-14"),
        ("2025 m. kovo 14 d.", "2025-03-14"),
        ("14. listopada 2025.", "2025-10-14"),
        ("14 listopada 2025", "2025-11-14"),
        ("14. lis 2025", None),
        ("Storm of 2021: how the wall broke on January 9", None),
        ("The 2025 budget rose by 5 in March", None),
        ("33 March 2025", None),
    ],
)
def test_the_day_is_the_number_that_touches_the_month(line: str, published: str | None) -> None:
    assert read_dates(line).published == published


def test_what_a_page_states_in_words_is_read_alike() -> None:
    assert read_timestamp("5:12 PM, March 14, 2025") == "2025-03-14T17:12:00"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("6 de julio de 2026 08:003 minutos", "2026-07-06T08:00:00"),
        ("15. September 2026, 14:30118 Postings", "2026-09-15T14:30:00"),
        ("6 de julio de 2026 08:00:30", "2026-07-06T08:00:30"),
    ],
)
def test_a_number_that_no_space_parts_from_a_time_is_no_part_of_it(line: str, read: str) -> None:
    assert read_dates(line).published == read


@pytest.mark.parametrize(
    ("time", "read"),
    [
        ("10:05 (GMT+7)", "10:05:00+07:00"),
        ("10:05 GMT+3", "10:05:00+03:00"),
        ("10:05 UTC-3:30", "10:05:00-03:30"),
        ("10:05 UTC +0530", "10:05:00+05:30"),
        ("10:05 (+08:00)", "10:05:00+08:00"),
        ("10:05 GMT+25", "10:05:00"),
        ("10:05 GMT", "10:05:00Z"),
        ("오후 3:20", "15:20:00"),
        ("오전 11:20", "11:20:00"),
        ("午後3:20", "15:20:00"),
        ("午前12:05", "00:05:00"),
        ("下午3:20", "15:20:00"),
        ("下午3时20分", "15:20:00"),
        ("上午9:00 - 下午5:00", "09:00:00"),
        ("中午12:05", "12:05:00"),
        ("中午11:50", "11:50:00"),
        ("10:05 م", "22:05:00"),
        ("12:05 ص", "00:05:00"),
        ("3:20 μ.μ.", "15:20:00"),
        ("3:20 π.μ.", "03:20:00"),
        ("15:20 PM", "15:20:00"),
        ("15:20 AM", "15:20:00"),
    ],
)
def test_halves_of_the_day_and_zones_are_read(time: str, read: str) -> None:
    line = f"2025-03-14 {time}"
    assert is_date_line(line)
    assert read_dates(line) == Dates(f"2025-03-14T{read}")


def test_midnight_of_an_unsure_day_is_left_out() -> None:
    assert read_dates("2025年3月14日 晚上12:00") == Dates("2025-03-14")


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        (
            "Updated: Mar. 15, 2025, 6:00 a.m.|Published: Mar. 14, 2025, 5:00 a.m.",
            "2025-03-14T05:00:00",
            "2025-03-15T06:00:00",
        ),
        ("更新时间：2025-03-15 发布时间：2025-03-14", "2025-03-14", "2025-03-15"),
        ("Updated March 15, 2025 | Published 10:05", None, "2025-03-15"),
        ("Last Update Posted: March 15, 2025", None, "2025-03-15"),
        ("Publié le 14/03/2025, MAJ le 15/03/2025", "2025-03-14", "2025-03-15"),
        (
            "Publié le 14 mars 2025 à 10:05 maj à 11:00",
            "2025-03-14T10:05:00",
            "2025-03-14T11:00:00",
        ),
        ("màj 15/03/2025", None, "2025-03-15"),
        ("2. maj 2025", "2025-05-02", None),
    ],
)
def test_a_label_ends_what_the_label_before_it_names(
    line: str, published: str | None, modified: str | None
) -> None:
    assert read_dates(line) == Dates(published, modified)


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        (
            "Publié le 14/03/2025 à 15h00 | Mis à jour le 15/03/2025 à 18h43",
            "2025-03-14T15:00:00",
            "2025-03-15T18:43:00",
        ),
        ("14/03/2025 14h22 Atualizado há um mês", "2025-03-14T14:22:00", None),
        ("Ultimo aggiornamento: 14 marzo 2025", None, "2025-03-14"),
    ],
)
def test_a_label_of_a_change_without_a_day_or_time_names_none(
    line: str, published: str | None, modified: str | None
) -> None:
    assert read_dates(line) == Dates(published, modified)


@pytest.mark.parametrize(
    "line",
    [
        "Oluşturulma Tarihi: Mart 14, 2025 12:00",
        "Giriş: 14 Mart 2025, Güncelleme: 15 Mart 2025",
        "Dipublikasikan: 14 Maret 2025",
        "Опубліковано: 14 березня 2025 р., 14:20",
        "14 березня 2025 о 14:20",
        "Δημοσιεύτηκε: 14 Μαρτίου 2025, 07:05",
        "Τελευταία ενημέρωση: 14 Μαρτίου 2025",
        "تاريخ النشر: 14.03.2025",
        "अपडेटेड 14 मार्च 2025",
        "อัปเดตล่าสุด 14 มี.ค. 2568",
        "Offentliggjort 14. marts 2025 kl. 10.12",
        "Zverejnené 14. marca 2025",
        "Objavljeno: 14. ožujka 2025. u 10:12",
        "Data publikacji: 14.03.2025, 10:12",
        "기사입력 2025-03-14 10:20",
        "승인 2025.03.14 10:20",
        "発行 2025年3月14日",
        "Publiziert: 14.03.2025, 07:12",
        "Eklenme Tarihi: 14 Mart 2025",
        "Data utworzenia: 14 marca 2025, 14:35.",
        "Vytvořeno: 14. 3. 2025",
        "Creato: 14 Marzo 2025",
        "Aangemaakt op 14 maart 2025",
        "Дата публикации: 14.03.2025",
        "Створено: 14 березня 2025",
        "Καταχωρήθηκε: 14 Μαρτίου 2025",
        "تم النشر: 14/03/2025",
        "תאריך פרסום: 14.03.2025",
        "Skapad: 14 mars 2025",
        "Terbit: 14 Maret 2025",
        "Postado em 14/03/2025",
    ],
)
def test_labels_of_dates_are_known_in_every_language(line: str) -> None:
    assert is_date_line(line)
    dates = read_dates(line)
    assert (dates.published or dates.modified or "")[:10] == "2025-03-14"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Publicerad 8 mars 2025 kl. 05.00", "T05:00:00"),
        ("8 March 2025 06.30 GMT", "T06:30:00Z"),
        ("8. März 2025, 10.12 Uhr", "T10:12:00"),
        ("8 Mar 2025 pukul 10.12 WIB", "T10:12:00+07:00"),
        ("8 Mar 2025 pukul 10.12 WITA", "T10:12:00+08:00"),
        ("8 March 2025 10.12 EAT", "T10:12:00+03:00"),
        ("8 March 2025, 10:12 pm (PKT)", "T22:12:00+05:00"),
        ("8.3.2025", ""),
    ],
)
def test_a_time_may_have_a_dot_beside_a_label_or_a_zone(line: str, read: str) -> None:
    assert read_dates(line).published == f"2025-03-08{read}"


@pytest.mark.parametrize("line", ["Publié le 09/03/2025 à 15h00", "9/3/2025"])
def test_the_day_is_first_where_the_language_is_known_to_write_so(line: str) -> None:
    assert read_dates(line).published is None
    assert (read_dates(line, day_first=True).published or "")[:10] == "2025-03-09"


def test_a_line_names_a_change_if_its_first_label_does() -> None:
    assert says_modified("Last updated 3 hours ago")
    assert not says_modified("Published 5 hours ago | Updated 3 hours ago")
    assert not says_modified("March 14, updated 3 hours ago")


@pytest.mark.parametrize(
    "line",
    ["2. H&M", "22. R", "#5 R", "a16z", "Day 1", "Weeks 3-4", "12 Months Out", "8 days a week",
     "4. The data", "7 days", "One on One 2", "First 100 days", "A 4", "3 pkt",
     "May 5 eat", "Wat 12 maart", "Mart 12 eet", "Sun 5 wat", "1 PKT"],
)  # fmt: skip
def test_words_that_dates_are_made_of_and_a_number_are_no_date_line(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize(
    "line",
    ["3 hours", "6h", "5m ago", "2 days ago", "vor 2 Tagen", "il y a 3 jours", "2 giorni fa",
     "há 2 dias", "10am ET", "10 p.m.", "9 Uhr", "10 Uhr 15", "kl. 10", "May 2025", "14 May",
     "12. Mai", "Friday 14", "Posted 3 weeks ago", "Stand: 14.03.", "14 tháng 3, 2025",
     "2025-03-14T10:05:00+08:00", "الجمعة 14 مارس 2025 - 10:05 م"],
)  # fmt: skip
def test_dates_times_and_ages_are_date_lines_as_short_as_they_are(line: str) -> None:
    assert is_date_line(line)


@given(st.integers(1370, 1440), st.integers(1, 12))
def test_the_months_of_the_solar_calendar_follow_each_other(year: int, month: int) -> None:
    def day(*solar: int) -> date:
        return date.fromisoformat(read_dates("/".join(map(str, solar))).published or "")

    following = day(year, month + 1, 1) if month < 12 else day(year + 1, 1, 1)
    last = following - timedelta(days=1)
    length = (last - day(year, month, 1)).days + 1
    assert length == 31 if month <= 6 else length == 30 or (month == 12 and length == 29)
    assert day(year, 1, 1).month == 3
    assert 19 <= day(year, 1, 1).day <= 22


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("박지훈 기자", "박지훈"),
        ("文・佐藤健", "佐藤健"),
        ("מאת דן ברק", "דן ברק"),
        ("كتب: سامي حداد", "سامي حداد"),
        ("लेखक: राजेश कुमार", "राजेश कुमार"),
        ("โดย สมชาย ใจดี", "สมชาย ใจดี"),
        ("Penulis: Budi Santoso", "Budi Santoso"),
        ("Szerző: Nagy Péter", "Nagy Péter"),
        ("Av Johan Berg", "Johan Berg"),
        ("Interview: Jonas Feld", "Jonas Feld"),
    ],
)
def test_a_byline_names_its_people_in_every_language(line: str, name: str) -> None:
    assert byline_names(line) == (name,)


def test_who_stands_behind_a_role_or_an_agency_is_named_too() -> None:
    for between in ("Editor", "AFP"):
        assert byline_names(f"By Ann Lee, {between}, Bob Ray") == ("Ann Lee", "Bob Ray")


@pytest.mark.parametrize(
    "line",
    [
        "โดย คณะกรรมการจะเสนอแผนนี้ต่อสภาเมืองอีกครั้งในเดือนหน้า",
        "از امروز قایق‌های بزرگ به اسکله می‌رسند",
        "Av en slump hittade dykare ankaret",
    ],
)
def test_a_sentence_that_opens_as_a_byline_is_none(line: str) -> None:
    assert byline_names(line) == ()


SIGNS = ["⁰", "²", "①", "Ⅷ", "½", "٣", "१४", "14", "2025", "5/6", "1:70", "March", "mai", "days",
         "ago", "GMT+99", "下午", "年", "月", "日", ".", ",", "|", "by", "Updated", "令和",
         "de"]  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=8), st.sampled_from(["", " "]))
def test_any_signs_in_a_line_give_dates_or_none(signs: list[str], between: str) -> None:
    line = between.join(signs)
    assert isinstance(read_dates(line), Dates)
    assert isinstance(dates_beside(line), Dates)
    assert is_date_line(line) in (True, False)
    assert isinstance(byline_names(line), tuple)


@pytest.mark.parametrize(
    "line",
    [
        "May 8, 1931 – January 19, 2026",
        "* 3. Juli 1950 † 9. Januar 2026",
        "1950 – 2026",
        "On 3 May 2029.",
        "From 8 a.m. on Monday, April 6.",
        "Ab 1. August 2027.",
    ],
)
def test_spans_of_a_life_and_answers_are_no_date_lines(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "3. Mai 2026.",
        "On May 3, 2026 at 9 a.m.",
        "On 3 Sept.",
        "Published May 3, 2004 – Updated April 6, 2026",
        "May 3, 2026 – 20:11",
    ],
)
def test_days_of_stories_beside_a_preposition_or_a_dash_stay_date_lines(line: str) -> None:
    assert is_date_line(line)
