"""Log lines: JSON for machines, the libraries' repeats held back."""

import json
import logging
import sys
from typing import Literal

import pytest
import structlog

from pipeline import logs
from pipeline.logs import RepeatFilter


@pytest.fixture(autouse=True)
def _restore() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_json_lines_hold_the_event_and_its_details(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json", "INFO")
    structlog.get_logger("pipeline.test").info("page done", url="https://a.example/", bytes=7)
    logging.getLogger("aiokafka").warning("broker %s is away", "a:9092")
    ours, library = map(json.loads, capsys.readouterr().err.splitlines())
    assert ours["event"] == "page done"
    assert ours["url"] == "https://a.example/"
    assert ours["level"] == "info"
    assert library["event"] == "broker a:9092 is away"
    assert library["logger"] == "aiokafka"


def test_an_exception_stays_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("json", "INFO")
    try:
        raise ValueError("wrong")
    except ValueError as error:
        structlog.get_logger("pipeline.test").error("step failed", exc_info=error)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["exception"][0]["exc_value"] == "wrong"


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_traceback_shows_no_password_that_a_function_was_given(
    form: Literal["json", "console"], capsys: pytest.CaptureFixture[str]
) -> None:
    def log_in(password: str) -> None:
        raise ConnectionError(f"refused a password of {len(password)} letters")

    logs.set_up(form, "INFO")
    try:
        log_in("".join(["open", "-", "sesame"]))
    except ConnectionError:
        structlog.get_logger("pipeline.test").exception("no connection")
        logging.getLogger("aiokafka").exception("no connection")
    shown = capsys.readouterr().err
    assert shown.count("refused a password of 11 letters") == 2
    assert "open-sesame" not in shown


def test_what_is_below_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("console", "WARNING")
    structlog.get_logger("pipeline.test").info("quiet")
    structlog.get_logger("pipeline.test").warning("loud")
    assert "quiet" not in (err := capsys.readouterr().err)
    assert "loud" in err


def record(name: str, message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "file", 1, message, arguments, None)


def test_a_library_says_the_same_once_in_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    repeats = RepeatFilter()
    passed = [repeats.filter(record("aiokafka", "no node %s", n)) for n in range(100)]
    assert passed == [True] + [False] * 99
    assert repeats.filter(record("aiokafka", "something else"))
    now = 111.0
    later = record("aiokafka", "no node %s", 7)
    assert repeats.filter(later)
    assert later.getMessage() == "no node 7 [99 more like this left out]"


def test_other_words_are_another_message_and_other_numbers_are_not() -> None:
    repeats = RepeatFilter()
    assert repeats.filter(record("aiokafka", "topic %s: %s", "pages.raw", "not authorised"))
    assert repeats.filter(record("aiokafka", "topic %s: %s", "articles", "too large"))
    assert not repeats.filter(record("aiokafka", "topic %s: %s", "articles", "too large"))
    assert repeats.filter(record("aiokafka", "task %s on node %d", "<Task at 0x7fab12>", 1))
    assert not repeats.filter(record("aiokafka", "task %s on node %d", "<Task at 0x9fcd>", 23))


def test_every_traceback_is_passed() -> None:
    repeats = RepeatFilter()
    try:
        raise ValueError("wrong")
    except ValueError:
        for _ in range(3):
            raised = record("aiokafka", "unexpected")
            raised.exc_info = sys.exc_info()
            assert repeats.filter(raised)


def test_our_own_lines_are_all_passed() -> None:
    repeats = RepeatFilter()
    assert all(repeats.filter(record("pipeline.worker", "dead letter")) for _ in range(5))
