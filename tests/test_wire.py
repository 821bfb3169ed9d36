"""Bytes to records and back, and what is said of bytes that are no record."""

import base64
from contextlib import suppress
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import wire
from pipeline.records import (
    Article,
    Block,
    CleanPage,
    DeadLetter,
    Duplicate,
    PageOutcome,
    RawPage,
    Story,
    Subject,
    Verdict,
)

Record = TypeVar("Record")

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
COUNT = st.integers(min_value=0, max_value=2**53)
BODIES = st.one_of(
    st.fixed_dictionaries({"body": TEXT}),
    st.binary(max_size=30).map(lambda body: {"body_base64": base64.b64encode(body).decode()}),
)
RAW_PAGES = st.builds(
    lambda page, body: RawPage(**page, **body),
    st.fixed_dictionaries(
        {
            "url": TEXT.map(lambda path: f"https://news.example/{path}"),
            "fetched_at": st.sampled_from(["2026-03-12T10:00:00Z", "2026-03-12 10:00:00.5+01:00"]),
            "content_type": TEXT,
        },
        optional={
            "headers": st.dictionaries(TEXT, TEXT, max_size=3),
            "status": st.none() | COUNT,
            "crawler": st.none() | TEXT,
            "declared_encoding": st.none() | TEXT,
        },
    ),
    BODIES,
)


def message(**changes: object) -> bytes:
    page = {
        "url": "https://news.example/a",
        "fetched_at": "2026-03-12T10:00:00Z",
        "content_type": "text/html",
        "body": "<p>Hello</p>",
    }
    return orjson.dumps({**page, **changes})


def built(kind: type[Record], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Record]:
    """Records with a value for every field, those with a default too."""
    hints = get_type_hints(kind)
    strategies = {name: st.from_type(hint) for name, hint in hints.items()}
    return st.builds(kind, **{**strategies, **given})


UNIT = st.floats(0, 1)
RECORDS: list[st.SearchStrategy[object]] = [
    RAW_PAGES,
    built(CleanPage),
    built(Story),
    built(Article, subjects=st.lists(built(Subject, confidence=UNIT), max_size=3).map(tuple)),
    built(Verdict, similarity=st.none() | UNIT),
    built(Duplicate, similarity=UNIT),
    built(PageOutcome),
    built(DeadLetter),
]


@given(st.one_of(RECORDS))
def test_every_record_comes_back_as_it_went_out(record: object) -> None:
    try:
        data = wire.encode(record)
    except wire.WireError:
        return  # a lone surrogate or an integer of more than 64 bits, which JSON cannot hold
    assert wire.decode(data, type(record)) == record
    assert wire.encode(wire.decode(data, type(record))) == data


def test_the_fields_are_written_in_the_order_of_the_class() -> None:
    page = wire.decode(message(), RawPage)
    written = orjson.loads(wire.encode(page))
    assert list(written) == [field.name for field in fields(RawPage)]


def test_unknown_fields_are_ignored() -> None:
    assert wire.decode(message(colour="blue", nested={"a": [1]}), RawPage) == wire.decode(
        message(), RawPage
    )


def test_missing_optional_fields_take_their_default() -> None:
    page = wire.decode(message(), RawPage)
    assert page.headers == {}
    assert page.status is None


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_lone_surrogates_cannot_be_written(text: str) -> None:
    with pytest.raises(wire.WireError, match="not to be written as JSON"):
        wire.encode(Block(text, "paragraph", True))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not JSON"),
        (b"<html>", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"url": ', "not JSON"),
        (b'"\\ud800"', "not JSON"),
        (b"[" * 5000, "not JSON"),
        (b"[]", "not a RawPage: Expected `object`, got `array`"),
        (b"{}", "missing required field `url`"),
        (message(status="200"), r"Expected `int \| null`, got `str` - at `\$.status`"),
        (message(headers={"etag": 1}), r"got `int` - at `\$.headers\[...\]`"),
        (message(url="/a"), "must be an absolute http or https address"),
        (message(url="file:///etc/hosts"), "must be an absolute http or https address"),
        (message(url="https://[::1"), "`url` is not an address"),
        (message(url="https://news.example:99999/"), "`url` is not an address"),
        (message(url="https://news.example/" + "a" * 2048), "`url` is longer than 2048"),
        (message(fetched_at="2026-03-12T10:00:00"), "`fetched_at` must be RFC 3339"),
        (message(fetched_at="2026-02-30T10:00:00Z"), "`fetched_at` is not a time"),
        (message(body=None), "exactly one of `body` and `body_base64`"),
        (message(body_base64="PHA+"), "exactly one of `body` and `body_base64`"),
        (message(body=None, body_base64="<p>"), "`body_base64` is not base64"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(wire.WireError, match=said):
        wire.decode(data, RawPage)


def test_the_place_is_named_deep_in_a_record() -> None:
    story = {
        "article_id": "1",
        "page_url": "https://news.example/a",
        "site": "news.example",
        "fetched_at": "2026-03-12T10:00:00Z",
        "appended_at": 1,
        "placement": "primary",
        "completeness": "full",
        "text": "Hello",
        "blocks": [[0, 1], [2, "3"]],
    }
    with pytest.raises(wire.WireError, match=r"at `\$.blocks\[1\]\[1\]`"):
        wire.convert(story, Story)


@given(st.binary(max_size=60) | TEXT.map(str.encode), st.sampled_from([RawPage, Story, Verdict]))
def test_any_bytes_are_a_record_or_a_wire_error(data: bytes, kind: type[object]) -> None:
    with suppress(wire.WireError):
        assert isinstance(wire.decode(data, kind), kind)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from([field.name for field in fields(RawPage)]), JSON)
def test_any_value_of_a_field_is_taken_or_refused(name: str, value: object) -> None:
    with suppress(wire.WireError):
        assert isinstance(wire.decode(message(**{name: value}), RawPage), RawPage)


EVENT = {
    "ce_specversion": "1.0",
    "ce_id": "7f3c",
    "ce_type": "com.example.page.fetched",
    "ce_source": "https://news.example/a",
    "ce_time": "2026-03-12T10:00:00Z",
    "content-type": "text/html; charset=iso-8859-1",
}


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in EVENT.items() if name not in names}


def test_a_message_without_headers_is_a_raw_page_as_json() -> None:
    assert wire.decode_raw_page(message(), {}) == wire.decode(message(), RawPage)
    assert wire.decode_raw_page(message(), {"trace": "1"}).body == "<p>Hello</p>"


def test_a_cloud_event_in_binary_mode_is_a_raw_page() -> None:
    page = wire.decode_raw_page(b"<p>gr\xfc\xdfe</p>", EVENT)
    assert page.url == "https://news.example/a"
    assert page.fetched_at == "2026-03-12T10:00:00Z"
    assert page.content_type == "text/html; charset=iso-8859-1"
    assert page.body_bytes == b"<p>gr\xfc\xdfe</p>"


def test_the_subject_of_a_cloud_event_is_its_address_where_it_is_one() -> None:
    event = {**EVENT, "ce_source": "https://crawler.example/3"}
    page = wire.decode_raw_page(b"x", {**event, "ce_subject": "https://news.example/b"})
    assert page.url == "https://news.example/b"
    page = wire.decode_raw_page(b"x", {**event, "ce_subject": "page"})
    assert page.url == "https://crawler.example/3"


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (without("ce_time"), "without the header ce_time"),
        (without("ce_time", "content-type"), "without the header ce_time and content-type"),
        (without("ce_source"), "must be an absolute"),
        ({**EVENT, "ce_time": "noon"}, "`fetched_at` must be RFC 3339"),
        ({**EVENT, "content-type": "application/cloudevents+json"}, "structured mode"),
        ({"content-type": "application/cloudevents-batch+json"}, "structured mode"),
    ],
)
def test_what_is_wrong_with_a_cloud_event_is_said(headers: dict[str, str], said: str) -> None:
    with pytest.raises(wire.WireError, match=said):
        wire.decode_raw_page(b"{}", headers)


@pytest.mark.parametrize("value", [None, b""])
def test_an_empty_message_is_no_page(value: bytes | None) -> None:
    with pytest.raises(wire.WireError, match="empty"):
        wire.decode_raw_page(value, EVENT)


@given(RAW_PAGES)
def test_the_body_is_bytes_whichever_way_it_was_given(page: RawPage) -> None:
    if page.body_base64 is None:
        assert page.body_bytes == (page.body or "").encode()
    else:
        assert base64.b64encode(page.body_bytes).decode() == page.body_base64


@pytest.mark.parametrize(
    ("content_type", "is_text"),
    [
        ("text/plain", True),
        ("Text/Plain; charset=utf-8", True),
        ("text/html", False),
        ("text/plainish", False),
        ("", False),
    ],
)
def test_plain_text_is_known_by_its_media_type(content_type: str, is_text: bool) -> None:
    assert wire.decode(message(content_type=content_type), RawPage).is_text is is_text
