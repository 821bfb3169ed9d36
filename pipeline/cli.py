"""The command `pipeline`. Exit codes: 0, 1 a failure, 2 wrong use.

Modules are imported within the commands: the processes of the pool import this one too, and
`pipeline --help` should not wait for Kafka clients and models.
"""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ParamSpec, TypeVar

import click

from pipeline.errors import PipelineError
from pipeline.terminal import printable
from pipeline.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.dead import Wanted
    from pipeline.settings import Settings

Args = ParamSpec("Args")
Value = TypeVar("Value")

WRONG_USE = 2
# Of a message's key and value, on a terminal.
SHOWN_CHARACTERS = 4000


class Failure(click.ClickException):
    """A failure that a user can do something about: one line, and the exit code."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def show(self, file: Any = None) -> None:
        """Write the line to standard error."""
        click.echo(f"pipeline: {printable(self.format_message())}", err=True, file=file)


def expect_failures(command: Callable[Args, Value]) -> Callable[Args, Value]:
    """Turn the errors that are to be expected into one clear line without a traceback."""

    @wraps(command)
    def guarded(*args: Args.args, **kwargs: Args.kwargs) -> Value:
        try:
            return command(*args, **kwargs)
        except PipelineError as error:
            raise Failure(str(error), error.exit_code) from error
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise Failure(f"{place}{error.strerror or error}") from error
        except Exception as error:
            # Not imported for this: a command that never met Kafka cannot fail by it.
            kafka = sys.modules.get("aiokafka.errors")
            if kafka is not None and isinstance(error, kafka.KafkaError):
                raise Failure(f"Kafka: {type(error).__name__}: {error}") from error
            raise

    return guarded


def settings() -> "Settings":
    """The settings of the environment."""
    from pipeline.settings import load

    return load()


def wait_for(work: Coroutine[Any, Any, Value]) -> Value:
    """Run asynchronous work; quiet about brokers that do not answer, which ends as one line.

    Raises KeyboardInterrupt, after the work has cleaned up, when Ctrl-C ended it; a second one
    does not wait for that.
    """
    import logging
    import signal

    for library in ("aiokafka", "asyncio"):
        logging.getLogger(library).setLevel(logging.CRITICAL)

    interrupted = False

    async def interruptible() -> Value:
        # A handler of the loop, for it wakes the loop. That of asyncio.run does not: a signal in
        # the moment in which the loop goes to sleep is seen when something else wakes it.
        loop, task = asyncio.get_running_loop(), asyncio.ensure_future(work)

        def interrupt() -> None:
            nonlocal interrupted
            interrupted = True
            loop.remove_signal_handler(signal.SIGINT)
            task.cancel()

        loop.add_signal_handler(signal.SIGINT, interrupt)
        return await task

    try:
        return asyncio.run(interruptible())
    except asyncio.CancelledError:
        if not interrupted:
            raise
        raise KeyboardInterrupt from None


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="pipeline")
def main() -> None:
    """News ingest over Kafka: raw scraped pages in, clean, split and classified articles out.

    Settings come from the environment; `pipeline settings` shows them all.
    """


@main.command()
@click.option("--keep", is_flag=True, help="Leave data, logs and topics, and say where they are.")
@expect_failures
def demo(keep: bool) -> None:
    """Feed the sample pages through a real broker and a real worker; show what came of them.

    Starts a local Kafka (or uses the one that PIPELINE_BOOTSTRAP_SERVERS names), and ends by
    itself.

    \b
    Example:
        pipeline demo
    """
    from pipeline.demo import run_demo

    wait_for(run_demo(keep=keep))


@main.command()
@click.option(
    "--port",
    default=9092,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port on the loopback interface; 0 takes any free one.",
)
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the broker's data; without it they go when the broker stops.",
)
@expect_failures
def kafka(port: int, data_dir: Path | None) -> None:
    """Run a local Kafka broker in the foreground, for development.

    \b
    Example:
        pipeline kafka --port 9092 --data-dir kafka-data
    """
    import signal
    import threading

    from pipeline.local_kafka import LocalKafka

    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    click.echo("starting Kafka (the first time it is downloaded: 43 MB) ...", err=True)
    with LocalKafka(data_dir, port) as broker:
        click.echo(f"Kafka listens on {broker.bootstrap_servers}; Ctrl-C stops it", err=True)
        while not stopped.wait(1):
            if not broker.running:
                raise Failure("the broker ended by itself; see its log in the data folder")


@main.group()
def topics() -> None:
    """Make the Kafka topics, or look at them."""


@topics.command("create")
@expect_failures
def topics_create() -> None:
    """Make all topics that are missing, and say what differs in the others.

    \b
    Example:
        PIPELINE_PARTITIONS=8 pipeline topics create
    """
    from pipeline.broker import create_topics

    for line in wait_for(create_topics(settings())):
        click.echo(line)


@topics.command("describe")
@expect_failures
def topics_describe() -> None:
    """Show each topic: its record, key, cleanup, partitions, messages, and what differs.

    \b
    Example:
        pipeline topics describe
    """
    from rich.table import Table
    from rich.text import Text

    from pipeline.broker import describe_topics

    table = Table(box=None, pad_edge=False)
    for title in ("topic", "record", "key", "cleanup", "partitions", "messages", ""):
        table.add_column(title, justify="right" if title in ("partitions", "messages") else "left")
    for state in wait_for(describe_topics(settings())):
        record = state.topic.record.__name__ if state.topic.record else "internal"
        row = (
            state.name,
            record,
            state.topic.key,
            state.topic.cleanup,
            str(state.partitions or "-"),
            str(state.messages),
            state.difference or "",
        )
        table.add_row(*(Text(printable(cell)) for cell in row))
    console().print(table)


@main.command()
@expect_failures
def worker() -> None:
    """Run a worker until it is stopped. One uses all cores of its machine.

    Each needs a data folder of its own; several on one machine also need a port each and share the
    cores (PIPELINE_POOL_SIZE). SIGTERM ends it cleanly (exit code 0); it ends with
    another code when it cannot go on, and wants to be started again then.

    \b
    Example:
        PIPELINE_DATA_DIR=data/worker-2 PIPELINE_WEB_PORT=6067 PIPELINE_POOL_SIZE=2 pipeline worker
    """
    import signal

    # Until Faust takes them over, signals end the start in good order.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    from pipeline.worker.main import run

    sys.exit(run(settings()))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@expect_failures
def feed(files: tuple[str, ...]) -> None:
    """Send raw pages to Kafka: files of one JSON object a line, "-" for standard input.

    A line that is no raw page is refused with its place and the reason, the others go on; the exit
    code is 1 then.

    \b
    Examples:
        pipeline feed pages.jsonl more-pages.jsonl
        zcat crawl.jsonl.gz | pipeline feed -
    """
    from pipeline.feeds.jsonl import read_lines
    from pipeline.feeds.kafka import feed as send

    check_files(files)
    chosen = settings()
    with progress_of(files) as advance:
        report = wait_for(
            send(
                read_lines(list(files), chosen.max_page_bytes),
                chosen,
                on_line=lambda line: advance(line.size),
                on_refused=lambda words: click.echo(f"refused: {printable(words)}", err=True),
            )
        )
    refused = f", {report.refused} lines refused" if report.refused else ""
    click.echo(f"fed {report.pages} pages, {report.size} bytes{refused}")
    if report.refused:
        sys.exit(1)


@main.command()
@click.option(
    "--input",
    "source",
    required=True,
    metavar="FILE",
    help='Raw pages, one JSON object a line; "-" for standard input.',
)
@click.option(
    "--output",
    "target",
    required=True,
    metavar="FILE",
    help='Articles, one JSON object a line; "-" for standard output.',
)
@click.option("--outcomes", metavar="FILE", help="What became of each page, one a line.")
@click.option("--keep-duplicates", is_flag=True, help="Write copies too, marked as what they are.")
@expect_failures
def process(source: str, target: str, outcomes: str | None, keep_duplicates: bool) -> None:
    """Turn raw pages into articles without a broker, on all cores.

    The articles are the same, byte for byte, as the ones that workers publish. An article that is
    found to be a copy only after it was written is written again with the status "duplicate".

    \b
    Examples:
        pipeline process --input pages.jsonl --output articles.jsonl
        zcat crawl.jsonl.gz | pipeline process --input - --output - | jq .headline
    """
    from collections import Counter

    from pipeline import wire
    from pipeline.feeds.jsonl import Line, read_lines
    from pipeline.process import Processor
    from pipeline.records import PageOutcome

    check_files((source,))
    check_targets(source, *filter(None, (target, outcomes)))
    chosen = settings()
    counts: Counter[str] = Counter()
    with (
        writer(target) as articles,
        writer(outcomes) as ends,
        progress_of((source,)) as advance,
    ):

        def on_article(record: bytes) -> None:
            counts["published"] += 1
            articles.write(record + b"\n")

        def on_outcome(outcome: PageOutcome) -> None:
            counts[outcome.outcome] += 1
            if outcomes is not None:
                ends.write(wire.encode(outcome) + b"\n")
            if outcome.outcome == "dead":
                words = f"dead: {outcome.origin}: {outcome.reason}: {outcome.detail}"
                click.echo(printable(words), err=True)

        def counted(lines: "Iterator[Line]") -> "Iterator[Line]":
            for line in lines:
                advance(line.size)
                yield line

        lines = counted(read_lines([source], chosen.max_page_bytes))
        processor = Processor(chosen, on_article, on_outcome, keep_duplicates)
        wait_for(processor.run(lines))
    pages = sum(counts[name] for name in ("articles", "refused", "unchanged", "dead"))
    click.echo(
        f"{pages} pages: {counts['articles']} with articles, {counts['refused']} refused, "
        f"{counts['unchanged']} unchanged, {counts['dead']} dead; "
        f"{counts['published']} articles; copies: {processor.copies}",
        err=True,
    )


@main.command()
@click.argument("page", metavar="PAGE")
@click.option(
    "--line",
    "number",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Which line of a .jsonl file.",
)
@click.option("--url", help="Address of a page in a .html, .txt or .md file.")
@click.option("--copies", is_flag=True, help="Look for copies among all pages of a .jsonl file.")
@expect_failures
def explain(page: str, number: int, url: str | None, copies: bool) -> None:
    """Show every block of a page: its label, its story, and why it was kept or dropped.

    PAGE is a file: .jsonl (raw pages), .txt or .md (flattened text), anything else is
    taken as HTML.

    \b
    Examples:
        pipeline explain examples/pages.jsonl --line 2
        pipeline explain examples/pages.jsonl --line 9 --copies
        pipeline explain saved.html --url https://news.example/story
    """
    from pipeline.explain import explain_page, find_copies, read_page

    check_files((page,))
    if copies and not page.endswith(".jsonl"):
        raise click.UsageError("--copies needs a .jsonl file, whose pages it compares")
    try:
        raw = read_page(Path(page), number, url)
    except ValueError as error:
        raise Failure(f"{page}: {error}") from error
    explain_page(raw, console(), find_copies(Path(page)) if copies else {})


@main.command("reconcile")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object, for programs.")
@click.option(
    "--wait",
    default=0.0,
    metavar="SECONDS",
    type=click.FloatRange(0, 86_400),
    help="Give the workers so long to finish the pages that are there now.",
)
@expect_failures
def reconcile_topics(as_json: bool, wait: float) -> None:
    """Account for every raw page and every story that the topics of a running system hold.

    The exit code is 0 when nothing is missing and 1 when something is. Pages that no worker took up
    yet are missing only where --wait gave them time. Topics are read whole; nothing is changed.

    \b
    Examples:
        pipeline reconcile --wait 60
        pipeline reconcile --json | jq .missing_stories
    """
    from pipeline import wire
    from pipeline.reconcile import in_words, reconcile

    found = wait_for(reconcile(settings(), wait))
    if as_json:
        click.echo(wire.encode(found))
    else:
        for line in in_words(found):
            click.echo(printable(line))
    if not found.complete or (wait and found.pages.waiting):
        sys.exit(1)


@main.group()
def dead() -> None:
    """Look at the messages that a step could not handle, and send them through again."""


def _selection(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option(
            "--step",
            type=click.Choice(["clean", "split", "dedup", "classify"]),
            help="Only those of one step.",
        ),
        click.option("--error", help="Only those with one error, such as Timeout."),
        click.option("--url", help="Only those whose page's address contains this."),
        click.option("--key", help="Only those of one message key: a URL, the id of a story."),
        click.option("--since", type=click.DateTime(), help="Only those since a time (UTC)."),
        click.option("--until", type=click.DateTime(), help="Only those before a time (UTC)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _wanted(ids: tuple[str, ...], selection: dict[str, Any]) -> "Wanted":
    """The dead letters that the options name; `selection` holds those of `_selection`."""
    from datetime import UTC

    from pipeline.dead import Wanted

    def milliseconds(time: datetime | None) -> int | None:
        return None if time is None else int(time.replace(tzinfo=UTC).timestamp() * 1000)

    times = {name: milliseconds(selection[name]) for name in ("since", "until")}
    return Wanted(ids, **{**selection, **times})


@dead.command("list")
@_selection
@expect_failures
def dead_list(**selection: Any) -> None:
    """List dead letters, the oldest first.

    One that was replayed and died again is not shown: the newer one stands for it.

    \b
    Example:
        pipeline dead list --error Timeout --since 2026-01-31
    """
    from rich.table import Table
    from rich.text import Text

    from pipeline.dead import find

    async def rows() -> list[tuple[int, tuple[str, ...]]]:
        rows = []
        async for found in find(settings(), _wanted((), selection)):
            letter = found.letter
            row = (
                found.id,
                moment(found.timestamp),
                letter.step,
                letter.error,
                str(letter.tries),
                str(letter.value_bytes),
                letter.page_url or f"{letter.topic}/{letter.partition}/{letter.offset}",
                letter.message.splitlines()[0][:100] if letter.message else "",
            )
            rows.append((found.timestamp, row))
        return sorted(rows)

    table = Table(box=None, pad_edge=False)
    for title in ("id", "time", "step", "error", "tries", "bytes", "page", "message"):
        table.add_column(title, justify="right" if title in ("tries", "bytes") else "left")
    found = wait_for(rows())
    for _, row in found:
        table.add_row(*(Text(printable(cell)) for cell in row))
    if found:
        console().print(table)
    click.echo(f"{len(found)} dead letters", err=True)


@dead.command("show")
@click.argument("letter_id", metavar="ID")
@expect_failures
def dead_show(letter_id: str) -> None:
    """Show one dead letter: what went wrong, and the message's bytes.

    \b
    Example:
        pipeline dead show 3/17
    """
    from pipeline.broker import BrokerError
    from pipeline.dead import Wanted, find, original

    async def look() -> None:
        chosen = settings()
        async for found in find(chosen, Wanted(ids=(letter_id,))):
            letter = found.letter
            for name, text in (
                ("id", found.id),
                ("time", moment(found.timestamp)),
                ("step", letter.step),
                ("error", letter.error),
                ("message", letter.message),
                ("tries", letter.tries),
                ("from", f"{letter.topic}/{letter.partition}/{letter.offset}"),
                ("key", found.key or "unknown"),
                ("page", letter.page_url or "unknown"),
                ("version", letter.pipeline_version),
                ("bytes", letter.value_bytes),
            ):
                click.echo(f"{name:8} {printable(str(text)[:SHOWN_CHARACTERS])}")
            try:
                value = (await original(chosen, letter)).value or b""
            except BrokerError as error:
                click.echo(f"\n{printable(str(error))}")
            else:
                click.echo("")
                shown = value[:SHOWN_CHARACTERS].decode("utf-8", "backslashreplace")
                click.echo(printable(shown))
            return
        raise Failure(f"there is no dead letter {letter_id}; see `pipeline dead list`")

    wait_for(look())


@dead.command("replay")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "everything", is_flag=True, help="All that the other options leave.")
@click.option("--dry-run", is_flag=True, help="Only say what would be sent.")
@_selection
@expect_failures
def dead_replay(
    ids: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    **selection: Any,
) -> None:
    """Send dead letters through the pipeline again, once their cause is gone.

    Each goes to the topic and partition that it came from. What was sent already does no harm: a
    page that came through since is found unchanged. Of a message that died several times --all
    sends the newest letter.

    \b
    Examples:
        pipeline dead replay 3/17
        pipeline dead replay --all --error Timeout --dry-run
    """
    from pipeline.broker import BrokerError, producer
    from pipeline.dead import find
    from pipeline.dead import replay as send

    if bool(ids) == everything:
        raise click.UsageError("name the dead letters, or give --all")

    async def work() -> tuple[int, int]:
        chosen = settings()
        sent = failed = 0
        wanted = _wanted(ids, selection)
        missing = set(ids)
        async with producer(chosen) as client:
            async for found in find(chosen, wanted):
                missing.discard(found.id)
                words = printable(f"{found.id}: {found.letter.step}, {found.letter.error}")
                if dry_run:
                    click.echo(f"would replay {words}")
                    continue
                try:
                    await send(chosen, client, found)
                    sent += 1
                    click.echo(f"replayed {words}")
                except BrokerError as reason:
                    failed += 1
                    click.echo(f"{found.id}: {printable(str(reason))}", err=True)
        for name in sorted(missing):
            click.echo(f"{name}: there is no such dead letter", err=True)
        return sent, failed + len(missing)

    sent, failed = wait_for(work())
    click.echo(f"{sent} replayed, {failed} not", err=True)
    if failed:
        sys.exit(1)


@main.command("settings")
@expect_failures
def show_settings() -> None:
    """Print every setting: its variable, its value now, what it is for. Secrets are hidden.

    \b
    Example:
        PIPELINE_TOPIC_PREFIX=test. pipeline settings
    """
    from pipeline.settings import unknown

    for name, value, purpose in settings().shown():
        click.echo(f"{name}={value}")
        click.echo(f"    {purpose}")
    for name in unknown():
        click.echo(f"{name} is set, but there is no such setting", err=True)


def console() -> Any:
    """Where tables go: full width where there is no terminal, so that nothing is cut."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 200, highlight=False)


def moment(milliseconds: int) -> str:
    """A time as people read it, UTC."""
    from datetime import UTC

    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def check_files(files: tuple[str, ...]) -> None:
    """Refuse, before anything starts, a file that cannot be read."""
    for name in files:
        path = Path(name)
        if name != "-" and not path.is_file():
            words = "not a file" if path.exists() else "there is no such file"
            raise Failure(f"{name}: {words}", WRONG_USE)


def check_targets(source: str, *targets: str) -> None:
    """Refuse to write two things to one place, or over what is read."""
    places = [Path(name).resolve() for name in (source, *targets) if is_plain(name)]
    if len(set(places)) < len(places) or targets.count("-") > 1:
        raise Failure(f"{', '.join((source, *targets))}: each must be another file", WRONG_USE)


def is_plain(name: str) -> bool:
    """Whether this is a file, or nothing yet; not a pipe or a device such as /dev/null."""
    return name != "-" and (Path(name).is_file() or not Path(name).exists())


@contextmanager
def writer(target: str | None) -> "Iterator[BinaryIO]":
    """A file to write to, "-" for standard output, None for nowhere.

    The file is there when all of it is: it has another name until then.
    """
    import io
    import os

    if target is None:
        yield io.BytesIO()
    elif target == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif not is_plain(target):
        with Path(target).open("wb") as file:
            yield file
    else:
        path = Path(target).resolve()
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        try:
            with unfinished.open("wb") as file:
                yield file
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


@contextmanager
def progress_of(files: tuple[str, ...]) -> "Iterator[Callable[[int], None]]":
    """A progress bar over the bytes of the files, on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _size: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    total = None if "-" in files else sum(Path(name).stat().st_size for name in files)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("pages", total=total)
        yield lambda size: progress.advance(task, size)


if __name__ == "__main__":
    main()
