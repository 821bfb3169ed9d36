"""What the steps make of one page, for a person to read: each block with label, story and reason.

It runs the same pure steps as the worker, in this process.
"""

import base64
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.classify import classify
from pipeline.clean import clean
from pipeline.dedup.local import WHOLE_FILE, LocalDedup
from pipeline.dedup.rows import Row
from pipeline.dedup.stories import arrival_of
from pipeline.feeds.jsonl import LineError, read_lines
from pipeline.records import CleanPage, Duplicate, RawPage, Refusal, Story
from pipeline.split import split
from pipeline.split.evidence import gaps_of_page
from pipeline.terminal import printable

STORY_COLOURS = ("green", "cyan", "magenta", "yellow", "blue", "bright_red")
SHOWN_LIKELIHOOD = 0.1
MAX_SHOWN = 20
SAVED_URL = "https://page.example/"


def read_page(path: Path, number: int, url: str | None) -> RawPage:
    """The page of a file: line `number` of a .jsonl, or a whole .txt, .md or HTML file.

    Raises ValueError when it holds none.
    """
    if path.suffix == ".jsonl":
        for position, line in enumerate(read_lines([str(path)]), 1):
            if position == number:
                try:
                    return line.page()
                except LineError as error:
                    raise ValueError(f"line {line.number}: {error}") from None
        raise ValueError(f"there is no page {number} in it")
    is_text = path.suffix in (".txt", ".md")
    return RawPage(
        url=url or f"{SAVED_URL}{path.name}",
        fetched_at="1970-01-01T00:00:00Z",
        content_type="text/plain" if is_text else "text/html",
        body=path.read_text("utf-8") if is_text else None,
        body_base64=None if is_text else _base64(path.read_bytes()),
    )


def find_copies(path: Path) -> dict[str, Duplicate]:
    """Which stories of a .jsonl file's pages are copies, by their ids.

    `duplicate_of` names the page of the original here. Lines that hold no page are passed over.
    """
    dedup = LocalDedup(WHOLE_FILE)
    rows: dict[bytes, Row] = {}
    pages: dict[bytes, str] = {}
    for position, line in enumerate(read_lines([str(path)]), 1):
        try:
            page = clean(line.page(), origin=line.place, appended_at=position)
        except LineError:
            continue
        if isinstance(page, Refusal):
            continue
        arrivals = [arrival_of(story, position) for story in split(page)]
        pages.update((arrival.id, page.url) for arrival, _ in arrivals)
        rows.update(dedup.add(arrivals))
    return {
        str(uuid.UUID(bytes=id)): Duplicate(
            article_id=str(uuid.UUID(bytes=id)),
            page_url=pages[id],
            duplicate_of=pages[row.original.id],
            kind=row.original.kind,
            similarity=row.original.similarity,
            appended_at=row.latest_at,
        )
        for id, row in rows.items()
        if row.original is not None
    }


def explain_page(
    raw: RawPage, console: Console, copies: Mapping[str, Duplicate] = MappingProxyType({})
) -> None:
    """Print what becomes of the page; `copies` are known ones, by the ids of the stories."""
    page = clean(raw, origin="explain", appended_at=0)
    console.print(Text(printable(raw.url), style="bold"))
    if isinstance(page, Refusal):
        words = f"refused: {page.reason}" + (f" ({page.detail})" if page.detail else "")
        console.print(Text(printable(words), style="bold red"))
        return
    stories = split(page)
    _print_fields(page, console)
    console.print(_blocks(page, stories))
    _print_gaps(page, console)
    for number, story in enumerate(stories, 1):
        _print_story(number, story, console, copies.get(story.article_id))


def _print_fields(page: CleanPage, console: Console) -> None:
    for name in (
        "headline",
        "authors",
        "published_at",
        "modified_at",
        "language",
        "site_name",
        "source_name",
        "paywalled",
    ):
        value = getattr(page, name)
        if value:
            shown = ", ".join(value) if isinstance(value, tuple) else str(value)
            console.print(Text.assemble((f"{name:13}", "dim"), printable(shown)))


def _blocks(page: CleanPage, stories: tuple[Story, ...]) -> Table:
    story_of = {
        index: number
        for number, story in enumerate(stories, 1)
        for start, end in story.blocks
        for index in range(start, end)
    }
    table = Table(box=None, pad_edge=False)
    table.add_column("#", justify="right", style="dim")
    table.add_column("label")
    table.add_column("story", justify="right")
    table.add_column("dropped for")
    table.add_column("text", overflow="fold")
    for index, block in enumerate(page.blocks):
        number = story_of.get(index) if block.keep else None
        style = STORY_COLOURS[(number - 1) % len(STORY_COLOURS)] if number else "dim"
        table.add_row(
            str(index),
            Text(block.kind, style=style),
            Text(str(number or ""), style=style),
            Text(block.reason or "", style="dim"),
            Text(printable(block.text), style=style),
        )
    return table


def _print_gaps(page: CleanPage, console: Console) -> None:
    """The likeliest places where another story begins, and why."""
    likely = [gap for gap in gaps_of_page(page) if gap.likelihood >= SHOWN_LIKELIHOOD]
    for gap in sorted(likely, key=lambda gap: -gap.likelihood)[:MAX_SHOWN]:
        console.print(
            Text.assemble(
                (f"\nboundary above {gap.place}  ", "bold"),
                f"{gap.likelihood:.2f}",
                (f"  {printable(', '.join(gap.signs))}", "dim"),
            )
        )


def _print_story(number: int, story: Story, console: Console, copy: Duplicate | None) -> None:
    style = STORY_COLOURS[(number - 1) % len(STORY_COLOURS)]
    subjects = ", ".join(f"{s.name} {s.confidence:.2f}" for s in classify(story)) or "no subject"
    console.print()
    console.print(
        Text.assemble(
            (f"story {number}  ", f"bold {style}"),
            (printable(story.headline or "(no headline)"), "bold"),
        )
    )
    details = [story.placement, story.completeness, story.language or "language unknown"]
    details += [part for part in (story.source_name, story.published_at) if part]
    console.print(Text(f"         {printable(', '.join(details))}; {subjects}", style="dim"))
    console.print(Text(f"         {story.article_id}", style="dim"))
    if copy is not None:
        words = f"copy ({copy.kind}, similarity {copy.similarity:.2f}) of {copy.duplicate_of}"
        console.print(Text(f"         {printable(words)}", style="bold yellow"))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
