"""Text that a scraper wrote as Markdown -> the same without its signs, one line a block.

Many scrapers flatten a page to Markdown. Its headings, links, emphasis and images would stand as
signs in headlines and texts; what they mark is read from flattened text anyway.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_CHARS = 300_000  # longer text is read with its signs
WRAPPED = range(40, 101)  # characters of a line that was broken at a column
LEAST_SIGNS = 2  # headings, or links with an address: other text hardly ever has any

_SIGNS = re.compile(r"\]\((?:<?https?:|/|#|mailto:)|^#{1,6} \S", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{1,500}>")
_CODE = ("fence", "code_block")


def is_markdown(body: str) -> bool:
    """Whether the text is Markdown that can be read in a few seconds: two of its links or headings
    are enough."""
    return (
        len(body) <= MAX_CHARS
        and len(list(islice(_SIGNS.finditer(body), LEAST_SIGNS))) == LEAST_SIGNS
    )


def without_signs(body: str) -> str:
    """The text of a Markdown document: blank lines between its blocks, a table's row on one line,
    list items behind a bullet or their number, images left out."""
    rows: list[str] = []
    cells: list[str] | None = None
    mark = ""
    for token in _parser().parse(body):
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "• "
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            rows.append(" | ".join(filter(None, cells or ())))
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(_text(token.children or ()).replace("\n", " "))
        elif token.type == "inline":
            rows.append(mark + text if (text := _text(token.children or ()).strip()) else "")
            mark = ""
        elif token.type in _CODE:
            rows.append(token.content)
        elif token.type == "html_block":
            rows.append(_TAG.sub(" ", token.content))
        elif token.block and token.nesting < 0 and not token.hidden:
            rows.append("")
    return "\n".join(rows)


def _text(tokens: Iterable[Token]) -> str:
    text = "".join(map(_piece, tokens))
    *broken, _ = rows = text.split("\n")
    # Lines of one width are a paragraph's; others may be blocks of their own.
    wrapped = all(len(row) in WRAPPED for row in broken)
    return " ".join(rows) if wrapped else text


def _piece(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "html_inline":
        return "\n" if token.content.lower().startswith("<br") else ""
    return "" if token.type == "image" else token.content


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
