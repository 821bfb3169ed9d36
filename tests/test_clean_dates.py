"""Date lines and bylines in the languages, scripts and calendars that pages are written in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.dates import is_date_line, read_dates
from pipeline.clean.lines import byline_names


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
