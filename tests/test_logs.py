"""Log lines: JSON for machines, the libraries' repeats held back."""

import json
import logging

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


def test_our_own_lines_are_all_passed() -> None:
    repeats = RepeatFilter()
    assert all(repeats.filter(record("pipeline.worker", "dead letter")) for _ in range(5))
