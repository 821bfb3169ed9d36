"""Messages and dead letters as the runner handles them, without a broker."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from faust.types import TP

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.pool import PoisonError
from pipeline.records import MAX_URL_CHARS, DeadLetter
from pipeline.revisions import PageState
from pipeline.settings import Settings
from pipeline.topics import PAGES_RAW
from pipeline.urls import canonical_url
from pipeline.worker.agents import clean
from pipeline.worker.lag import measure_lag
from pipeline.worker.metrics import Metrics
from pipeline.worker.runner import (
    MAX_HEADERS,
    MAX_KEY_BYTES,
    Handler,
    Result,
    Runner,
    TableError,
    _bare,
    appended_at,
    headers_of,
)


def message(
    value: bytes | None = b"page", key: bytes | None = b"k", *headers: tuple[str, bytes]
) -> Message:
    return Message("pages.raw", 0, 7, 1_700_000_000_000, key, value, headers)


@pytest.fixture
def runner() -> Runner:
    app: Any = SimpleNamespace()
    pool: Any = SimpleNamespace()
    return Runner(app, Settings(), pool, Metrics())


LETTER = DeadLetter("pages.raw", 0, 7, 1_700_000_000_000, "clean", "Timeout", "too slow", 2, 4)


def carried(runner: Runner, *args: Any) -> tuple[bytes | None, DeadLetter]:
    (output,) = runner._carried(message(*args), LETTER)
    return output.key, wire.decode(output.value, DeadLetter)


def test_a_dead_letter_carries_value_key_and_headers(runner: Runner) -> None:
    key, letter = carried(runner, b"page", b"k", ("a", b"1"), ("b", b"\xff"))
    assert key == b"k"
    assert letter.value_base64 == "cGFnZQ=="
    assert letter.key_base64 == "aw=="
    assert letter.headers == (("a", "MQ=="), ("b", "/w=="))


@pytest.mark.parametrize(
    "parts",
    [
        (b"v" * 10_000_000, b"k"),
        (b"v", b"k" * 6_500_000),
        (b"v", b"k", ("h", b"h" * 10_000_000)),
        (b"v", b"k", *[(f"name-{n}", b"") for n in range(900_000)]),
    ],
    ids=["value", "key", "header", "headers"],
)
def test_what_is_too_large_to_be_carried_is_left_in_its_topic_and_found_by_its_key(
    runner: Runner, parts: tuple[Any, ...]
) -> None:
    key, letter = carried(runner, *parts)
    assert key == (b"k" if parts[1] == b"k" else None)
    assert letter.value_base64 is None
    assert letter.key_base64 is None
    assert letter.headers == ()
    assert letter.offset == 7


def test_a_letter_always_says_which_one_its_message_was_replayed_from(runner: Runner) -> None:
    sent: list[Result] = []

    async def publish(result: Result) -> None:
        sent.append(result)

    runner._publish = publish  # type: ignore[method-assign]
    headers = [("replayed-from", b"3/17"), ("other", b"h" * 10_000_000)]
    error = PoisonError("Timeout", "too slow", 2)
    asyncio.run(runner._bury(message(b"v", b"k", *headers), PAGES_RAW, "clean", error))
    (result,) = sent
    letter = wire.decode(result.outputs[0].value, DeadLetter)
    assert letter.value_base64 is None
    assert letter.headers == (("replayed-from", "My8xNw=="),)
    assert result.page is not None
    assert (result.page.outcome, result.page.origin) == ("dead", "pages.raw/0/7")


def test_a_replayed_message_keeps_the_time_at_which_it_was_first_appended() -> None:
    replayed = message(b"", b"", ("appended-at", b"1600000000000"))
    assert appended_at(replayed, headers_of(replayed)) == 1_600_000_000_000
    for odd in (b"9999999999999999999", b"-1", b"soon", b"", b"1800000000000"):
        strange = message(b"", b"", ("appended-at", odd))
        assert appended_at(strange, headers_of(strange)) == strange.timestamp


def test_only_the_first_headers_are_looked_at_and_names_have_no_case() -> None:
    many = message(b"", b"", *[(f"Name-{n}", b"x") for n in range(10_000)])
    assert len(headers_of(many)) == MAX_HEADERS
    assert "name-0" in headers_of(many)
    assert headers_of(message(b"", b"", ("a", b"\xff\xfe"))) == {"a": "\ufffd\ufffd"}


def test_a_table_entry_that_cannot_be_read_names_its_table_and_key(runner: Runner) -> None:
    table: Any = FakeTable({b"k": b"{}"})
    assert runner.remembered(table, None, PageState) is None
    assert runner.remembered(table, b"other", PageState) is None
    with pytest.raises(TableError, match=r"pages holds under b'k'.*null value.*tables\.pages"):
        runner.remembered(table, b"k", PageState)


@pytest.mark.parametrize(
    ("size", "remembered"), [(0, True), (12 * MAX_URL_CHARS, True), (12 * MAX_URL_CHARS + 1, False)]
)
def test_a_page_is_remembered_under_its_key_unless_that_is_longer_than_any_url(
    runner: Runner, size: int, remembered: bool
) -> None:
    table: Any = FakeTable()
    handlers: list[Handler] = []

    async def run(*_args: Any) -> steps.Cleaned:
        state = PageState("https://a.example/", "bytes", "text", "pages.raw/0/7")
        return steps.Cleaned("https://a.example/", "2025-05-06T07:08:09Z", state, site="a.example")

    runner.table = lambda *_args, **_named: table  # type: ignore[method-assign]
    runner.attach = lambda *args, **_named: handlers.append(args[2])  # type: ignore[method-assign]
    runner.pool.run = run  # type: ignore[assignment]
    clean.attach(runner)

    async def handle() -> Result:
        return await handlers[0](message(b"page", b"k" * size))

    result = asyncio.run(handle())
    assert [write.key for write in result.writes] == [b"k" * size] * remembered
    assert [output.key for output in result.outputs] == [b"a.example"]
    assert result.page is not None
    assert result.page.outcome == "articles"
    assert [output.key for output in _bare(message(b"", b"k" * size), LETTER)] == [
        b"k" * size if remembered else None
    ]


def test_no_canonical_url_is_longer_than_a_key_may_be() -> None:
    site = "https://a.example/"
    for unit in ("\U0001f600", "%", "?a&", "?\U0001f600&"):
        url = (site + unit * MAX_URL_CHARS)[:MAX_URL_CHARS]
        assert len(canonical_url(url)) <= MAX_KEY_BYTES


class FakeTable(dict[bytes, bytes]):
    name = "pages"
    changelog_topic_name = "tables.pages"


def consumer_of(position: int, highwater: int, unacked: list[tuple[int, float]]) -> Any:
    """As much of a Faust consumer as lag is reckoned from."""
    place = TP(PAGES_RAW.name, 0)
    state = SimpleNamespace(has_valid_position=True, position=position, highwater=highwater)
    assignment = SimpleNamespace(state_value={place: state}.get)
    inner = SimpleNamespace(
        _subscription=SimpleNamespace(subscription=SimpleNamespace(assignment=assignment))
    )
    messages = [
        SimpleNamespace(tp=place, offset=offset, timestamp=at, acked=False)
        for offset, at in unacked
    ]
    return SimpleNamespace(
        _unacked_messages=messages,
        assignment=lambda: {place, TP("tables.pages", 0)},
        _thread=SimpleNamespace(_consumer=inner),
    )


@pytest.mark.parametrize(
    ("consumer", "messages", "since"),
    [
        # All done. That the last offset is a transaction's marker makes no difference.
        (consumer_of(10, 10, []), 0, None),
        # Three at hand, five not fetched.
        (consumer_of(10, 15, [(7, 50.0), (8, 40.0), (9, 60.0)]), 8, 40.0),
        # Nothing at hand: how old the oldest is is not known yet.
        (consumer_of(10, 12, []), 2, None),
    ],
)
def test_lag_is_what_is_at_hand_and_what_is_not_fetched(
    consumer: Any, messages: int, since: float | None
) -> None:
    (lag,) = measure_lag(consumer, {PAGES_RAW.name})
    assert (lag.topic, lag.partition) == (PAGES_RAW.name, 0)
    assert lag.messages == messages
    assert lag.since == since
