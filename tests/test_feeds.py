"""What brings raw pages in: lines of files and of pipes, refused one by one, sent as they come."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.broker import offsets, topic_name
from pipeline.feeds.jsonl import Line, LineError, arriving, read_lines
from pipeline.settings import Settings
from pipeline.topics import PAGES_RAW
from tests.running import environment_of, make_topics, settings_for, story_page


def test_lines_keep_their_numbers_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_bytes(b'{"a": 1}\n\n  \n{"b": 2}  \r\nlast')
    assert list(read_lines([str(file)])) == [
        Line(str(file), 1, b'{"a": 1}', 9),
        Line(str(file), 4, b'{"b": 2}', 12),
        Line(str(file), 5, b"last", 4),
    ]


def test_a_line_that_is_too_long_for_a_page_is_not_held(tmp_path: Path) -> None:
    file = tmp_path / "pages.jsonl"
    file.write_bytes(b"a" * 3_000_000 + b"\nshort\n" + b"b" * 2000)
    first, second, third = read_lines([str(file)], 1000)
    assert (first.value, first.size) == (None, 3_000_001)
    assert second.value == b"short"
    assert (third.value, third.size) == (None, 2000)
    with pytest.raises(LineError, match="3000001 bytes is too long"):
        first.page()


@pytest.mark.parametrize("url", ["http://[::1]@9/", "/relative", "http://\u00ad/"])
def test_a_page_without_a_usable_address_is_a_line_error(url: str) -> None:
    value = json.dumps({**story_page(1), "url": url}).encode()
    line = Line("pages", 1, value, len(value))
    with pytest.raises(LineError, match="`url`"):
        line.page()
    with pytest.raises(LineError, match="`url`"):
        line.key()


def test_lines_arrive_in_order_and_with_the_error_that_ends_them() -> None:
    def lines() -> Iterator[Line]:
        for number in range(1, 101):
            yield Line("pages", number, b"{}", 2)
        raise OSError("the disk is gone")

    numbers = []

    async def read() -> None:
        async for line in arriving(lines()):
            numbers.append(line.number)

    with pytest.raises(OSError, match="the disk is gone"):
        asyncio.run(read())
    assert numbers == list(range(1, 101))


@contextmanager
def feed_of_a_pipe(settings: Settings) -> Iterator["subprocess.Popen[bytes]"]:
    """`pipeline feed -`, whose standard input stays open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "feed", "-"],
        env=environment_of(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    for number in range(5):
        process.stdin.write(json.dumps(story_page(number)).encode() + b"\n")
    process.stdin.flush()
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for_pages(settings: Settings, count: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        _, last = asyncio.run(offsets(settings, topic_name(settings, PAGES_RAW)))
        if sum(last.values()) == count:
            return
        assert time.monotonic() < deadline, f"{sum(last.values())} of {count} pages"
        time.sleep(0.2)


def test_pages_of_a_pipe_are_sent_before_it_ends(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    with feed_of_a_pipe(settings) as process:
        wait_for_pages(settings, 5)
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert output.startswith(b"fed 5 pages")


def test_a_feed_that_waits_for_a_pipe_can_be_interrupted(
    kafka: str, topic_prefix: str, tmp_path: Path
) -> None:
    settings = settings_for(kafka, topic_prefix, tmp_path)
    make_topics(settings)
    with feed_of_a_pipe(settings) as process:
        wait_for_pages(settings, 5)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 1
        assert process.stderr is not None
        assert process.stderr.read().strip() == b"Aborted!"
