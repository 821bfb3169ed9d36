"""Dead letters on real Kafka: replayed whole, once each, whatever else stands on their topic."""

import asyncio
import base64
import json
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from pipeline import wire
from pipeline.accounts import read_accounts
from pipeline.broker import Message, producer, read_topic, topic_name
from pipeline.dead import APPENDED_AT, REPLAYED_FROM, Found, replay
from pipeline.records import DeadLetter, PageOutcome
from pipeline.settings import Settings
from pipeline.topics import PAGES_DEAD, PAGES_OUTCOMES, PAGES_RAW, Topic
from pipeline.worker.runner import MAX_HEADERS, appended_at, headers_of
from tests.commands import run_pipeline
from tests.running import make_topics, settings_for, story_page

Headers = list[tuple[str, bytes | None]]
PAGE = json.dumps(story_page(1)).encode()


@dataclass
class DeadPages:
    """Raw pages and their dead letters, as a worker would leave them."""

    settings: Settings

    def append(
        self, topic: Topic, value: bytes, key: bytes | None = None, headers: Headers | None = None
    ) -> tuple[int, int]:
        """The partition and the offset of a message in a topic's first partition."""

        async def send() -> tuple[int, int]:
            async with producer(self.settings) as client:
                name = topic_name(self.settings, topic)
                sent = await client.send_and_wait(
                    name, value=value, key=key, partition=0, headers=headers
                )
                return sent.partition, sent.offset

        return asyncio.run(send())

    def die(self, message: Message, error: str = "Timeout", *, carried: bool = True) -> str:
        """The id of a letter about a message of `pages.raw`."""
        value, key = message.value or b"", message.key
        headers = tuple((name, encoded(value)) for name, value in message.headers)
        letter = DeadLetter(
            topic=PAGES_RAW.name,
            partition=message.partition,
            offset=message.offset,
            timestamp=message.timestamp,
            step="clean",
            error=error,
            message="it took too long",
            tries=2,
            value_bytes=len(value),
            value_base64=encoded(value) if carried else None,
            key_base64=None if key is None or not carried else encoded(key),
            headers=tuple(pair for pair in headers if carried or pair[0] == REPLAYED_FROM),
        )
        partition, offset = self.append(PAGES_DEAD, wire.encode(letter), key)
        return f"{partition}/{offset}"

    def raw(self) -> list[Message]:
        """All messages of `pages.raw`."""

        async def read() -> list[Message]:
            name = topic_name(self.settings, PAGES_RAW)
            return [message async for message in read_topic(self.settings, name)]

        return asyncio.run(read())

    def fed(self, headers: Headers | None = None, value: bytes = PAGE) -> Message:
        """A raw page that was appended just now."""
        self.append(PAGES_RAW, value, b"key", headers)
        return self.raw()[-1]


def encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


LETTER = DeadLetter(
    topic=PAGES_RAW.name,
    partition=0,
    offset=7,
    timestamp=1_700_000_000_000,
    step="clean",
    error="Timeout",
    message="it took too long",
    tries=2,
    value_bytes=len(PAGE),
    value_base64=encoded(PAGE),
)


@pytest.fixture
def pages(kafka: str, topic_prefix: str, tmp_path: Path) -> DeadPages:
    settings = settings_for(kafka, topic_prefix, tmp_path, partitions=1)
    make_topics(settings)
    return DeadPages(settings)


@pytest.mark.parametrize("carried", [True, False], ids=["carried", "read again"])
def test_a_message_is_replayed_with_its_key_headers_and_first_time(
    pages: DeadPages, carried: bool
) -> None:
    own: Headers = [("ce_id", b"7"), ("twice", b"\xff"), ("twice", b"")]
    first = pages.fed(own)
    letter = pages.die(first, carried=carried)
    done = run_pipeline("dead", "replay", letter, settings=pages.settings)
    assert done.returncode == 0, done.stderr
    again = pages.raw()[-1]
    assert (again.partition, again.key, again.value) == (first.partition, b"key", PAGE)
    time = str(first.timestamp).encode()
    assert sorted(again.headers) == sorted(
        [*own, (REPLAYED_FROM, letter.encode()), (APPENDED_AT, time)]
    )

    # It dies again and is replayed again: the time is still that of the first append.
    newer = pages.die(again, carried=carried)
    done = run_pipeline("dead", "replay", newer, settings=pages.settings)
    assert done.returncode == 0, done.stderr
    third = pages.raw()[-1]
    assert third.offset == again.offset + 1
    assert sorted(third.headers) == sorted(
        [*own, (REPLAYED_FROM, newer.encode()), (APPENDED_AT, time)]
    )


@pytest.mark.parametrize("carried", [True, False], ids=["carried", "read again"])
def test_of_a_message_that_died_several_times_all_means_the_newest_letter(
    pages: DeadPages, carried: bool
) -> None:
    older = pages.die(pages.fed(), carried=carried)
    for _ in range(2):
        done = run_pipeline("dead", "replay", "--all", settings=pages.settings)
        assert "1 replayed, 0 not" in done.stderr
        newest = pages.die(pages.raw()[-1], carried=carried)
    assert len(pages.raw()) == 3
    listed = run_pipeline("dead", "list", settings=pages.settings)
    assert listed.stderr == "1 dead letters\n"
    assert listed.stdout.splitlines()[1].split()[0] == newest
    assert older in run_pipeline("dead", "show", older, settings=pages.settings).stdout


def test_what_is_no_dead_letter_is_named_and_hides_no_other(pages: DeadPages) -> None:
    pages.append(PAGES_DEAD, b"\xff no letter")
    letter = pages.die(pages.fed())
    pages.append(PAGES_DEAD, b'{"topic": 7}')
    place = topic_name(pages.settings, PAGES_DEAD)
    for arguments in (["list"], ["show", letter], ["replay", "--all"]):
        done = run_pipeline("dead", *arguments, settings=pages.settings)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count(f"{place}/0/0 is left out: not JSON") == 1
        if arguments[0] != "show":
            assert done.stderr.count(f"{place}/0/2 is left out: not a DeadLetter") == 1
        assert letter in done.stdout
        assert "Traceback" not in done.stderr
    accounts = asyncio.run(read_accounts(pages.settings))
    assert len(accounts.dead) == 1


@pytest.mark.parametrize("stated", [(), (("appended-at", b"1600000000000"),)], ids=["new", "again"])
def test_a_replayed_message_keeps_its_first_time_however_many_headers_it_has(
    stated: tuple[tuple[str, bytes], ...],
) -> None:
    own = [(f"x-{number}", b"") for number in range(MAX_HEADERS)]
    headers = (("Replayed-From", b"foreign"), *own, *stated)
    letter = replace(LETTER, headers=tuple((name, encoded(value)) for name, value in headers))
    client = AsyncMock()
    asyncio.run(replay(Settings(), client, Found("3/17", 1_800_000_000_000, "", letter)))
    sent = client.send_and_wait.call_args.kwargs["headers"]
    assert sent[2:] == own
    again = Message(PAGES_RAW.name, 0, 9, 1_800_000_000_000, None, PAGE, tuple(sent))
    seen = headers_of(again)
    assert seen[REPLAYED_FROM] == "3/17"
    assert appended_at(again, seen) == (1_600_000_000_000 if stated else letter.timestamp)


def test_a_header_without_a_value_hinders_no_replay(pages: DeadPages) -> None:
    pages.die(pages.fed([(REPLAYED_FROM, None), ("empty", None)]), carried=False)
    done = run_pipeline("dead", "replay", "--all", settings=pages.settings)
    assert "1 replayed, 0 not" in done.stderr, done.stderr
    assert ("empty", b"") in pages.raw()[-1].headers


def test_foreign_text_is_shown_and_neither_markup_nor_carried_out(pages: DeadPages) -> None:
    url = "http://a.b/p[/b]"
    letter = replace(
        LETTER,
        error="TextTooLarge",
        message="too [red]much[/red]\x1b[2J \x9b2J",
        page_url=url,
        value_base64=encoded(b"one\ttwo\n\x1b]0;title\x07 \xc2\x9b2J \xff"),
    )
    pages.append(PAGES_DEAD, wire.encode(letter), b"\x1b[31mkey" + b"k" * 100_000)
    story = PageOutcome(url, "articles", "pages.raw/0/0", articles=("\x1b[31mstory",))
    pages.fed()
    pages.append(PAGES_OUTCOMES, wire.encode(story), url.encode())

    listed = run_pipeline("dead", "list", settings=pages.settings)
    assert listed.returncode == 0, listed.stderr
    assert f"{url}  too [red]much[/red]\\x1b[2J \\x9b2J" in listed.stdout
    shown = run_pipeline("dead", "show", "0/0", settings=pages.settings)
    assert shown.returncode == 0, shown.stderr
    assert "key      \\x1b[31mkeykkk" in shown.stdout
    assert "one\ttwo\n\\x1b]0;title\\x07 \\x9b2J \\xff" in shown.stdout
    assert len(shown.stdout) < 10_000
    dry = run_pipeline("dead", "replay", "--all", "--dry-run", settings=pages.settings)
    reconciled = run_pipeline("reconcile", settings=pages.settings)
    assert f"not delivered: \\x1b[31mstory of {url}" in reconciled.stdout
    for done in (listed, shown, dry, reconciled):
        assert not set(done.stdout + done.stderr) & {"\x1b", "\x07", "\x9b"}


def test_a_letter_whose_message_cannot_be_sent_stops_no_other(pages: DeadPages) -> None:
    kept = pages.fed()
    gone = Message(PAGES_RAW.name, 0, 999, kept.timestamp, None, PAGE, ())
    letters = [pages.die(gone, carried=False), pages.die(kept)]
    done = run_pipeline("dead", "replay", "--all", settings=pages.settings)
    assert done.returncode == 1
    assert f"{letters[0]}: {pages.settings.topic_prefix}pages.raw/0/999 is no longer" in done.stderr
    assert f"replayed {letters[1]}" in done.stdout
    assert "1 replayed, 1 not" in done.stderr


def test_letters_are_chosen_by_their_key_and_time_and_a_dry_run_sends_nothing(
    pages: DeadPages,
) -> None:
    pages.append(PAGES_RAW, PAGE, b"https://news.example/other")
    other = pages.die(pages.raw()[-1])
    letter = pages.die(pages.fed(), error="MemoryError")
    before = len(pages.raw())
    for options, chosen in (
        (["--key", "key"], [letter]),
        (["--key", "https://news.example/other"], [other]),
        (["--key", "ke"], []),
        (["--until", "2020-01-01"], []),
        (["--since", "2020-01-01", "--until", "2100-01-01", "--error", "MemoryError"], [letter]),
    ):
        listed = run_pipeline("dead", "list", *options, settings=pages.settings)
        assert [line.split()[0] for line in listed.stdout.splitlines()[1:]] == chosen, options
        dry = ["dead", "replay", "--all", "--dry-run", *options]
        done = run_pipeline(*dry, settings=pages.settings)
        told = [line.split()[2] for line in done.stdout.splitlines()]
        assert told == [f"{id}:" for id in chosen], options
    assert len(pages.raw()) == before


def test_a_page_cannot_hide_the_letter_of_another_by_naming_it(pages: DeadPages) -> None:
    letter = pages.die(pages.fed())
    claim: Headers = [(REPLAYED_FROM, letter.encode())]
    pages.append(PAGES_RAW, PAGE, b"https://news.example/other", claim)
    other = pages.die(pages.raw()[-1])
    listed = run_pipeline("dead", "list", settings=pages.settings)
    assert [line.split()[0] for line in listed.stdout.splitlines()[1:]] == [letter, other]
