"""Text that a scraper wrote as Markdown -> the same without its signs, one line a block.

Many scrapers flatten a page to Markdown. Its headings, links, emphasis and images would stand as
signs in headlines and texts; what they mark is read from flattened text anyway.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_CHARS = 300_000  # longer text is read with its signs
WRAPPED = range(40, 101)  # characters of a line that was broken at a column
LEAST_TITLE = 8  # letters
MAX_CUTS = 5  # of one address
NAME_WORDS = range(2, 5)
LEAST_SIGNS = 2  # headings, or links with an address: other text hardly ever has any

_SIGNS = re.compile(
    r"\]\((?:<?https?:|/|#|mailto:)"  # a link
    r"|\]\[\d{1,4}\]|^ {0,3}\[[^\]\n]{1,60}\]: <?https?:"  # a numbered one, and its address
    r"|^#{1,6} \S|^\S.*\n(?:={3,}|-{3,})$"  # headings
    r"|^(?:\*{2}|__)\S.*(?:\*{2}|__)$",  # a line in bold
    re.MULTILINE,
)
_TITLE = re.compile(r"(?:\A\s*|\n[ \t]*\n)# \S.{10,200}\n[ \t]*\n")  # alone between blank lines
# What Jina's reader puts above the text of a page.
_HEADER = re.compile(
    r"\s*Title:\s?(.*)\n+URL Source:.*\n+(?:(Published Time:.*)\n+)?(?:[A-Z][\w ]{2,30}:.*\n+)*?"
    r"Markdown Content:\s*\n"
)
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
# What a scraper that breaks lines at a column makes of a long address: "https://a.example/a-\nb".
_CUT_ADDRESS = re.compile(r"(\]\(<?[^\s()<>]*-)\n([^\s()<>]*)")
# A link around several blocks is none in Markdown, though scrapers write such; nor is a reference
# whose address was cut.
_LEFT = re.compile(
    r"\]\(<?(?:https?:|/|#|mailto:|javascript:)[^\s()<>]{0,2000}(?:\([^\s()]*\)[^\s()]*)*>?"
    r"(?:\s+\"[^\n]{0,300}?\")?\)"
    r"|^ {0,3}\[\d{1,4}\]: <?(?:https?:|/|#|mailto:)\S*.*$",
    re.MULTILINE,
)
_OPENED = re.compile(r"^((?:• )?)\[\s*+(?=[^\]\n]*$)", re.MULTILINE)
_INLINE_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\(<?data:[^\n()]*(?:\([^\n()]*\)[^\n()]*)*\)")
_NO_LETTERS = re.compile(r"[\W_]+")
_TAG = re.compile(r"<(?:[/!]?[a-zA-Z]|!--)[^<>]{0,500}>")
# The address of an author's own page.
_PERSON = re.compile(
    r"/(?:authors?|auteurs?|autor(?:es|en)?|autori|profiles?|contributors?|journalists?|reporters?"
    r"|columnists?|by|redakteure?|yazar(?:lar)?|avtor|author/\w+)/[^/?#]{3,}/?$",
    re.IGNORECASE,
)
_CODE = "fence"
_HARD_BREAK = "\v"


def is_markdown(body: str, *, declared: bool = False) -> bool:
    """Whether the text is Markdown that can be read in a few seconds: two of its links or headings
    are enough, and none where it is said to be."""
    return len(body) <= MAX_CHARS and (
        declared
        or _HEADER.match(body) is not None
        or _TITLE.search(body) is not None
        or len(list(islice(_SIGNS.finditer(body), LEAST_SIGNS))) == LEAST_SIGNS
    )


def without_signs(body: str) -> str:
    """The text of a Markdown document: blank lines between its blocks, a table's row on one line,
    list items behind a bullet or their number, images left out."""
    rows: list[str] = []
    cells: list[str] | None = None
    mark = ""
    for token in _parser().parse(_mended(body)):
        inside = token.children or []
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "• "
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            rows.append(" | ".join(filter(None, cells or ())))
            cells = None
        elif token.type == "inline" and cells is not None:
            cells.append(_text(inside).replace("\n", " "))
        elif token.type == "inline":
            text = _text(inside).strip()
            by = "By " if _is_signature(inside, text) else ""
            rows.append(f"{mark}{by}{text}" if text else "")
            mark = ""
        elif token.type == _CODE:
            rows.append(token.content)
        elif token.type == "html_block":
            rows.append(_TAG.sub(" ", token.content))
        elif token.block and token.nesting < 0 and not token.hidden:
            rows.append("")
    return _LEFT.sub("", _OPENED.sub(r"\1", "\n".join(rows)))


def _mended(body: str) -> str:
    """The document with its header's fields in their places, whole addresses and no image data."""
    if header := _HEADER.match(body):
        body = _headed(header[1], header[2] or "", body[header.end() :])
    for _ in range(MAX_CUTS):
        body, cuts = _CUT_ADDRESS.subn(r"\1\2", body)
        if not cuts:
            break
    return _INLINE_IMAGE.sub("", body)


def _headed(title: str, date: str, body: str) -> str:
    """The text beneath a header, the date under its headline; the title above where the text does
    not hold it."""
    said = _letters(title)
    rows = body.split("\n")
    for place, row in enumerate(rows):
        words = _letters(row)
        if len(words) >= LEAST_TITLE and said.startswith(words):
            under = place + 1
            under += under < len(rows) and _UNDERLINE.fullmatch(rows[under]) is not None
            return "\n".join([*rows[:under], "", date, "", *rows[under:]])
    return f"{title}\n\n{date}\n\n{body}"


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text).casefold()


def _text(tokens: Iterable[Token]) -> str:
    return "\n".join(map(_joined, "".join(map(_piece, tokens)).split(_HARD_BREAK)))


def _joined(text: str) -> str:
    *broken, _ = rows = text.split("\n")
    # Rows that leave no room for the next word are a paragraph's; others are blocks of their own.
    width = max(map(len, broken), default=0)
    wrapped = all(
        len(above) in WRAPPED and bool(row.strip()) and len(above) + 1 + len(row.split()[0]) > width
        for above, row in pairwise(rows)
    )
    if len(broken) == 1 and not rows[1][:1].islower():
        return text
    return " ".join(rows) if wrapped else text


def _piece(token: Token) -> str:
    if token.type == "softbreak":
        return "\n"
    if token.type == "hardbreak":
        return _HARD_BREAK
    if token.type == "html_inline":
        return _HARD_BREAK if token.content.lower().startswith("<br") else ""
    return "" if token.type == "image" else token.content


def _is_signature(tokens: Sequence[Token], text: str) -> bool:
    """Whether a line is nothing but the linked name of a person, by the link's address."""
    tokens = [token for token in tokens if token.type != "text" or token.content.strip()]
    if not tokens or tokens[0].type != "link_open" or tokens[-1].type != "link_close":
        return False
    links = [str(token.attrs.get("href", "")) for token in tokens if token.type == "link_open"]
    words = text.split()
    return (
        len(links) == 1
        and _PERSON.search(links[0]) is not None
        and len(words) in NAME_WORDS
        and all(word[0].isalpha() and not word[0].islower() for word in words)
    )


class _AnyLink(MarkdownIt):
    """A parser to which each address is one: none is followed or shown."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002
        return True


@cache
def _parser() -> MarkdownIt:
    return _AnyLink("commonmark").enable(["table", "strikethrough"]).disable("code")
