"""What the steps make of one page, for a person to read: each block with label, story and reason.

It runs the same pure steps as the worker, in this process.
"""

import base64
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.classify import classify
from pipeline.clean import clean
from pipeline.feeds.jsonl import LineError, read_lines
from pipeline.records import CleanPage, RawPage, Refusal, Story
from pipeline.split import split

STORY_COLOURS = ("green", "cyan", "magenta", "yellow", "blue", "bright_red")
SAVED_URL = "https://page.example/"


def read_page(path: Path, number: int, url: str | None) -> RawPage:
    """The page of a file: line `number` of a .jsonl, or a whole .txt or HTML file.

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
    return RawPage(
        url=url or f"{SAVED_URL}{path.name}",
        fetched_at="1970-01-01T00:00:00Z",
        content_type="text/plain" if path.suffix == ".txt" else "text/html",
        body=path.read_text("utf-8") if path.suffix == ".txt" else None,
        body_base64=None if path.suffix == ".txt" else _base64(path.read_bytes()),
    )


def explain_page(raw: RawPage, console: Console) -> None:
    """Print what becomes of the page."""
    page = clean(raw, origin="explain", appended_at=0)
    console.print(Text(raw.url, style="bold"))
    if isinstance(page, Refusal):
        words = f"refused: {page.reason}" + (f" ({page.detail})" if page.detail else "")
        console.print(Text(words, style="bold red"))
        return
    stories = split(page)
    _print_fields(page, console)
    console.print(_blocks(page, stories))
    for number, story in enumerate(stories, 1):
        _print_story(number, story, console)


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
            console.print(Text.assemble((f"{name:13}", "dim"), shown))


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
            Text(block.text, style=style),
        )
    return table


def _print_story(number: int, story: Story, console: Console) -> None:
    style = STORY_COLOURS[(number - 1) % len(STORY_COLOURS)]
    subjects = ", ".join(f"{s.name} {s.confidence:.2f}" for s in classify(story)) or "no subject"
    console.print()
    console.print(
        Text.assemble(
            (f"story {number}  ", f"bold {style}"),
            (story.headline or "(no headline)", "bold"),
        )
    )
    details = [story.placement, story.completeness, story.language or "language unknown"]
    details += [part for part in (story.source_name, story.published_at) if part]
    console.print(Text(f"         {', '.join(details)}; {subjects}", style="dim"))
    console.print(Text(f"         {story.article_id}", style="dim"))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
