"""`pipeline demo`: the sample pages through a real broker and a real worker, told as tables."""

import asyncio
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.accounts import Accounts, wait_until_settled
from pipeline.broker import BrokerError, create_topics, delete_topics, producer, topic_name
from pipeline.feeds.jsonl import read_lines
from pipeline.feeds.kafka import feed
from pipeline.local_kafka import LocalKafka
from pipeline.settings import PREFIX, Settings, load
from pipeline.terminal import printable
from pipeline.topics import PAGES_RAW

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
WAIT_SECONDS = 180.0


async def run_demo(*, keep: bool = False) -> None:
    """Start everything, feed the sample pages, print what came of them, stop everything.

    Raises BrokerError, LocalKafkaError or TimeoutError when a part of it does not work.
    """
    pages, broken = EXAMPLES / "pages.jsonl", EXAMPLES / "broken.jsonl"
    if not pages.is_file():
        raise BrokerError(f"the sample pages are not at {EXAMPLES}; run the demo from a checkout")
    console = Console(width=None if sys.stdout.isatty() else 150, highlight=False)
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="pipeline-demo-"))
        if not keep:
            stack.callback(_remove, folder)
        settings = _settings(stack, console, folder)
        if _has_broker() and not keep:
            stack.push_async_callback(delete_topics, settings)
        await create_topics(settings)
        console.print(f"worker: starting, tables in {folder / 'worker'}")
        process = stack.enter_context(_worker(settings, folder))
        report = await feed(read_lines([str(pages)]), settings)
        console.print(f"fed {report.pages} pages from {pages.relative_to(EXAMPLES.parent)}")
        count = report.pages + await _send_broken(settings, broken)
        console.print(f"sent the broken messages of {broken.relative_to(EXAMPLES.parent)} as well")
        accounts = await _wait(settings, count, process, folder)
        _print(console, accounts)
        if keep:
            console.print(f"logs and data are in {folder}")
            if _has_broker():
                console.print(f"topics and group begin with {settings.topic_prefix}")


def _has_broker() -> bool:
    """Whether the user named a broker."""
    return PREFIX + "BOOTSTRAP_SERVERS" in os.environ


def _settings(stack: AsyncExitStack, console: Console, folder: Path) -> Settings:
    settings = load()
    if _has_broker():
        console.print(f"broker: {settings.bootstrap_servers}")
        # A prefix of its own: nothing of the user's is touched.
        settings = replace(settings, topic_prefix=f"demo-{secrets.token_hex(3)}.")
    else:
        console.print("broker: starting a local Kafka (the first time it is downloaded, 43 MB)")
        broker = stack.enter_context(LocalKafka(folder / "kafka"))
        console.print(f"broker: Kafka listens on {broker.bootstrap_servers}")
        settings = replace(settings, bootstrap_servers=broker.bootstrap_servers)
    return replace(settings, data_dir=folder / "worker", web_port=0, partitions=4)


async def _send_broken(settings: Settings, path: Path) -> int:
    """What other producers may send: messages that `pipeline feed` would refuse."""
    lines = [line.value for line in read_lines([str(path)])]
    async with producer(settings) as client:
        for number, value in enumerate(lines):
            key = f"broken-{number}".encode()
            await client.send_and_wait(topic_name(settings, PAGES_RAW), value=value, key=key)
    return len(lines)


@contextmanager
def _worker(settings: Settings, folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    environment = {
        **os.environ,
        PREFIX + "BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        PREFIX + "TOPIC_PREFIX": settings.topic_prefix,
        PREFIX + "PARTITIONS": str(settings.partitions),
        PREFIX + "DATA_DIR": str(settings.data_dir),
        PREFIX + "WEB_PORT": "0",
        PREFIX + "LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "pipeline.cli", "worker"]
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(settings.stop_timeout + 10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


async def _wait(
    settings: Settings, count: int, process: "subprocess.Popen[bytes]", folder: Path
) -> Accounts:
    waiting = asyncio.create_task(wait_until_settled(settings, count, WAIT_SECONDS))
    while not waiting.done():
        await asyncio.wait([waiting], timeout=1)
        if process.poll() is not None:
            waiting.cancel()
            last = (folder / "worker.log").read_text("utf-8", "replace").splitlines()[-3:]
            words = " | ".join(last)
            raise BrokerError(f"the worker ended with exit code {process.returncode}: {words}")
    return await waiting


def _print(console: Console, accounts: Accounts) -> None:
    table = Table(title="Articles", title_justify="left", title_style="bold", pad_edge=False)
    for title in ("story", "language", "source", "subjects", "headline and first words"):
        table.add_column(title, overflow="fold")
    by_page = sorted(
        accounts.articles.values(),
        key=lambda a: (a.page_url, a.placement != "primary", a.article_id),
    )
    for page in sorted(accounts.outcomes.values(), key=lambda outcome: outcome.url or ""):
        articles = [a for a in by_page if a.article_id in page.articles]
        if not articles:
            continue
        table.add_section()
        table.add_row(_text(page.url or "", "bold"), end_section=False)
        for article in articles:
            appended = article.placement == "appended"
            words = f"split off, {article.completeness}" if appended else "page's own"
            style = "yellow" if appended else "green"
            table.add_row(
                Text(f"  {words}", style=style),
                _text(article.language or "-"),
                _text(article.source_name or "-"),
                ", ".join(f"{s.name} {s.confidence:.2f}" for s in article.subjects) or "-",
                Text.assemble(
                    (printable(article.headline or "(no headline)"), "bold"),
                    f"  {printable(article.text[:90])}…",
                ),
            )
    console.print()
    console.print(table)
    rest = Table(title="Not published", title_justify="left", title_style="bold", pad_edge=False)
    for title in ("outcome", "reason", "page", "detail"):
        rest.add_column(title, overflow="fold")
    for page in sorted(accounts.outcomes.values(), key=lambda o: (o.outcome, o.url or o.origin)):
        if page.outcome != "articles":
            style = "red" if page.outcome == "dead" else "yellow"
            rest.add_row(
                Text(page.outcome, style=style),
                _text(page.reason or ""),
                _text(page.url or page.origin),
                _text((page.detail or "")[:120]),
            )
    console.print(rest)
    copies = Table(title="Copies", title_justify="left", title_style="bold", pad_edge=False)
    for title in ("page", "found to be", "similarity", "copy of"):
        copies.add_column(title, overflow="fold")
    for copy in sorted(accounts.duplicates.values(), key=lambda copy: copy.article_id):
        original = accounts.articles.get(copy.duplicate_of)
        copies.add_row(
            _text(copy.page_url),
            copy.kind,
            f"{copy.similarity:.2f}",
            _text(original.page_url if original else copy.duplicate_of),
        )
    console.print(copies)
    split_off = sum(a.placement == "appended" for a in accounts.articles.values())
    console.print(
        f"{len(accounts.raw)} raw pages: {len(accounts.articles)} articles, {split_off} of them "
        f"split off from other stories' pages; copies left out: {copies.row_count}; "
        f"{rest.row_count} pages not published"
    )


def _text(words: str, style: str = "") -> Text:
    """A cell of foreign text, in which nothing is taken for markup."""
    return Text(printable(words), style=style)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
