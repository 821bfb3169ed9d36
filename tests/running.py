"""Real worker processes for the tests, and pages to feed them."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from pipeline.accounts import Accounts, wait_until_settled
from pipeline.broker import create_topics, producer, topic_name
from pipeline.feeds.jsonl import Line
from pipeline.feeds.kafka import FeedReport, feed
from pipeline.settings import Settings
from pipeline.topics import PAGES_RAW

STOP_SECONDS = 60
BARE = Path(__file__).parent / "bare"


def settings_for(servers: str, prefix: str, folder: Path, **changes: object) -> Settings:
    """Settings of a small and quick pipeline for one test."""
    values: dict[str, object] = {
        "bootstrap_servers": servers,
        "topic_prefix": prefix,
        "partitions": 4,
        "data_dir": folder / "data",
        "web_port": 0,
        "pool_size": 1,
        "session_timeout": 6.0,
        "log_format": "json",
        **changes,
    }
    return Settings(**values)  # type: ignore[arg-type]


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment that gives a process these settings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PIPELINE_")}
    for name in Settings.__slots__:
        environment[f"PIPELINE_{name.upper()}"] = str(getattr(settings, name))
    return environment


@dataclass
class WorkerProcess:
    """A worker as a process of its own, known by its process id; its log is a file.

    It has the extra `languages` only where the test says so, since it starts twice as fast without.
    """

    settings: Settings
    folder: Path
    name: str = "worker"
    module: str = "pipeline.cli"
    languages: bool = False
    environment: dict[str, str] = field(default_factory=dict)  # beside that of the settings
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)
    _log_begin: int = 0  # of the process that runs now; those before it wrote to the same file

    @property
    def log_file(self) -> Path:
        return self.folder / f"{self.name}.log"

    def start(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        environment = environment_of(self.settings) | self.environment
        environment["PIPELINE_DATA_DIR"] = str(self.folder / f"{self.name}-data")
        if not self.languages:
            environment["PYTHONPATH"] = str(BARE)
        self._log_begin = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "worker"],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.running:
            self.signal(signal.SIGKILL)
            self.wait()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def wait(self, seconds: float = STOP_SECONDS) -> int:
        assert self.process is not None
        return self.process.wait(seconds)

    def stop(self) -> int:
        self.signal(signal.SIGTERM)
        return self.wait()

    def log(self) -> str:
        return self.log_file.read_bytes()[self._log_begin :].decode("utf-8", "replace")

    def logged(self, event: str) -> list[dict[str, object]]:
        """The log lines with this event."""
        lines = (line for line in self.log().splitlines() if line.startswith("{"))
        return [entry for entry in map(json.loads, lines) if entry.get("event") == event]

    def port(self, seconds: float = 60) -> int:
        """The port that health and metrics are served on, once they are."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            served = self.logged("serving health and metrics")
            if served:
                return int(str(served[-1]["port"]))
            assert self.running, self.log()[-3000:]
            time.sleep(0.1)
        raise TimeoutError(self.log()[-3000:])

    def get(self, path: str) -> tuple[int, str]:
        """Status and text that the worker's web server answers."""
        address = f"http://127.0.0.1:{self.port()}{path}"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def wait_until_ready(self, seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        self.port(seconds)
        while time.monotonic() < deadline:
            assert self.running, self.log()[-3000:]
            if self.get("/ready")[0] == 200:
                return
            time.sleep(0.2)
        raise TimeoutError(self.log()[-3000:])


def make_topics(settings: Settings) -> None:
    asyncio.run(create_topics(settings))


def lines_of(pages: Iterable[dict[str, object]]) -> list[Line]:
    """Pages as lines of a file."""
    values = [json.dumps(page).encode() for page in pages]
    return [Line("pages", n, value, len(value)) for n, value in enumerate(values, 1)]


def feed_pages(settings: Settings, pages: Iterable[dict[str, object]]) -> FeedReport:
    return asyncio.run(feed(lines_of(pages), settings))


def send_raw(settings: Settings, *values: bytes | None, key: bytes | None = None) -> None:
    """Messages as any producer may send them."""

    async def send() -> None:
        async with producer(settings) as client:
            for value in values:
                await client.send_and_wait(topic_name(settings, PAGES_RAW), value=value, key=key)

    asyncio.run(send())


def settle(
    settings: Settings, pages: int, seconds: float = 120, *, worker: WorkerProcess | None = None
) -> Accounts:
    """The accounts once so many raw pages have come to their end; fails once the worker ends."""

    def look(_accounts: Accounts) -> None:
        assert worker is None or worker.running, worker.log()[-3000:]

    return asyncio.run(wait_until_settled(settings, pages, seconds, look))


# {} is a made-up name: as in real news, few runs of words are those of a hundred other stories.
_OPENERS = """The {} council in {town} voted|Engineers from {} began|A court near {} refused
The ferry company {} promised|Teachers of the {} school asked|Fishermen of {} near {town} agreed
The mayor, {}, declined|A committee under {} proposed|Shopkeepers in {} Street threatened
The {} hospital of {town} prepared|Archivists led by {} hurried|Two farmers, {} and {}, offered
""".replace("\n", "|").split("|")[:-1]
_DEEDS = """to rebuild the {} bridge|to close the {} market|to plant elms in {} Park
to sell the {} tram|to open {} granary as a library|to lower the {} price of water
to count every lamp in {}|to move the {} fair|to repair the {} sea wall
to lend boats to {}|to print forty years of {} minutes|to hire a {} pilot
""".replace("\n", "|").split("|")[:-1]
_REASONS = """after storms all winter in {}|because the roof leaked at {}
although nobody had asked {}|as no rent comes from {}|before the choir returns from {}
while the railway stays shut at {}|since cracks were found in {}|despite a petition by {}
when the inspector had left {}|once the barley is in at {}
""".replace("\n", "|").split("|")[:-1]
_SPEAKERS = """an engineer, {}, told neighbours|treasurer {} wrote in a letter|a nurse told {}
the harbour master {} explained|a retired judge, {}, remarked|the youngest member, {}, answered
{} said on the radio|the owner of the {} bakery recalled
""".replace("\n", "|").split("|")[:-1]
_SYLLABLES = "ka mel tor vin sha rud pel dan os bri lun gar eth mi zo fen".split()


def story_page(number: int, *, mark: str = "", revision: int = 1) -> dict[str, object]:
    """A page with one story of its own, small but whole, like that of no other number.

    `mark` goes into its text.
    """
    chance = random.Random(number)
    town = f"{chr(65 + number % 26)}{'aeiou'[number % 5]}l{'bdfgkmnprst'[number % 11]}ath"

    def name() -> str:
        return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()

    def one_of(phrases: list[str]) -> str:
        return chance.choice(phrases).format(name(), name(), town=town)

    def sentence() -> str:
        parts = [one_of(_OPENERS), one_of(_DEEDS), f"by {name()}", one_of(_REASONS)]
        figure = chance.randrange(100, 9000)
        return (
            f"{' '.join(parts)}, and {one_of(_SPEAKERS)} that {name()} would pay {figure} crowns."
        )

    paragraphs = [f"{sentence()} {sentence()}" for _ in range(3)]
    paragraphs[1] += f" {mark} {name()} gave it reading {revision}."
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    title = f"{town} {one_of(_DEEDS)} for {number} crowns"
    return {
        "url": f"https://news{number % 3}.example/bridge/{number}",
        "fetched_at": "2025-05-06T07:08:09Z",
        "content_type": "text/html; charset=utf-8",
        "body": f"<html><head><title>{title}</title></head><body>"
        f"<article><h1>{title}</h1>{body}</article></body></html>",
    }
