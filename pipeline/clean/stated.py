"""The story of a page that shows no text: what its data state, for a script to show it.

It takes JSON-LD's `articleBody`, or else the data that a page hands to its scripts as JSON
(`__NEXT_DATA__`, `window.__INITIAL_STATE__` and the like), and gives blocks. The story is looked
for in data as it is in markup: it is the innermost value that holds most of the prose.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import orjson
from selectolax.lexbor import LexborHTMLParser

from pipeline.clean.bounds import UnreadablePage
from pipeline.clean.charset import tidy, writable
from pipeline.clean.dom import parse, read_page
from pipeline.records import Block

MIN_CHARS = 200
MAX_SCRIPTS = 5
MAX_SCRIPT_CHARS = 2_000_000
MAX_SEARCHED = 40
MAX_VALUES = 20_000
MAX_DEPTH = 20
PROSE_CHARS = 60
SEARCHED_CHARS = 2_000
DOMINANT = 0.5  # share of the prose

_TWO_WORDS = re.compile(r"[^\W\d_]{2} [^\W\d_]{2}|[\u3040-\u9fff]{8}")
_ENDS = re.compile(r"[.!?…؟۔।。！？]")

_ASSIGNED = re.compile(
    r"\b(?:window|self|globalThis|[A-Z]\w{1,30})\.\w{1,60}\s{0,3}=\s{0,3}(?=[{\[]|JSON\.parse\(\")"
)
_PARSE = "JSON.parse("
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|ul|h[1-6]|blockquote|section|article)\b", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\r\n]+")
_DECODER = json.JSONDecoder(strict=False)

# The names of values that hold text of a story, and of those that hold text beside it.
_TEXT_NAMES = frozenset(["content", "items", "text"])
_OTHER_NAME = re.compile(r"caption|credit|teaser|summary|description|alt(?![a-z])", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]\s+[^\W_]|[\u3040-\u9fff\uac00-\ud7af]{3}")
_ADDRESS = ("http://", "https://", "//", "/")

Path = tuple[int, ...]


class _String(NamedTuple):
    """A string of the data: the places of the values around it, its name, and what it says."""

    path: Path
    name: str
    text: str


def stated_body(body: str) -> tuple[Block, ...]:
    """The blocks of a body that is stated as text or as HTML; none where it is no story."""
    return _blocks(_lines(body))


def body_in_scripts(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """The story in the data of a page's scripts; `tree` still has them."""
    best: list[str] = []
    for data in _data(tree):
        found = _dominant(_strings(data))
        if sum(map(len, found)) > sum(map(len, best)):
            best = found
    return _blocks([line for text in best for line in _lines(text)])


def _data(tree: LexborHTMLParser) -> Iterator[object]:
    """What the page's scripts are given: as JSON of their own, or as the value of a variable."""
    for script in tree.css('script[type="application/json"]')[:MAX_SCRIPTS]:
        text = script.text()
        if len(text) <= MAX_SCRIPT_CHARS:
            yield _loaded(text)
    assigned = 0
    for script in tree.css("script:not([src])")[:MAX_SEARCHED]:
        text = script.text()
        if len(text) > MAX_SCRIPT_CHARS:
            continue
        for found in islice(_ASSIGNED.finditer(text[:SEARCHED_CHARS]), MAX_SCRIPTS - assigned):
            assigned += 1
            yield _assigned(text, found.end())


def _assigned(text: str, start: int) -> object:
    """The JSON value that starts here, itself or as a text for `JSON.parse`."""
    parsed = text.startswith(_PARSE, start)
    try:
        value, _ = _DECODER.raw_decode(text, start + len(_PARSE) if parsed else start)
    except (ValueError, RecursionError):
        return None
    return _loaded(value) if parsed and isinstance(value, str) else value


def _loaded(text: str) -> object:
    try:
        return orjson.loads(text)
    except ValueError:
        return None


def _strings(data: object) -> list[_String]:
    """The strings of the data, in their order."""
    found: list[_String] = []
    waiting: list[tuple[Path, str, Any]] = [((), "", data)]
    budget = MAX_VALUES
    while waiting and budget > 0:
        path, key, value = waiting.pop()
        budget -= 1
        if isinstance(value, str):
            found.append(_String(path, key, value))
        elif len(path) < MAX_DEPTH and isinstance(value, dict | list):
            # What stands in a list has the list's name.
            inside = value.items() if isinstance(value, dict) else ((key, v) for v in value)
            waiting += [((*path, n), name, v) for n, (name, v) in enumerate(inside)][::-1]
    return found


def _is_prose(text: str) -> bool:
    if len(text) < PROSE_CHARS:
        return False
    text = text[:SEARCHED_CHARS]
    return _TWO_WORDS.search(text) is not None and _ENDS.search(text) is not None


def _dominant(strings: list[_String]) -> list[str]:
    """The texts within the innermost value that holds most of the prose, each once.

    Where that is a value for each paragraph, short paragraphs and subheadings have the same names.
    """
    prose = [told for told in strings if _is_prose(told.text)]
    letters: Counter[Path] = Counter()
    for told in prose:
        for depth in range(len(told.path) + 1):
            letters[told.path[:depth]] += len(told.text)
    total = letters[()]
    holders = [path for path, held in letters.items() if held >= DOMINANT * total]
    inner = max(holders, key=len, default=())
    found = [told for told in prose if told.path[: len(inner)] == inner]
    names = {told.name for told in found if not _OTHER_NAME.search(told.name)}
    if len(found) > 1 and names:
        names |= _TEXT_NAMES
        found = [
            told
            for told in strings
            if told.name in names and told.path[: len(inner)] == inner and _has_words(told.text)
        ]
    return list(dict.fromkeys(told.text for told in found))


def _has_words(text: str) -> bool:
    return _WORDS.search(text[:SEARCHED_CHARS]) is not None and not text.startswith(_ADDRESS)


def _lines(text: str) -> list[str]:
    if "<" in text:
        if not _BLOCK_TAG.search(text):
            text = _LINE_BREAKS.sub("<br><br>", text)  # text with a word in bold
        try:
            return read_page(parse(text)).texts
        except UnreadablePage:
            return []
    if "&" in text:
        text = html.unescape(text)
    return [line for raw in writable(text).splitlines() if (line := tidy(raw))]


def _blocks(lines: list[str]) -> tuple[Block, ...]:
    if sum(map(len, lines)) < MIN_CHARS:
        return ()
    return tuple(Block(line, "paragraph", keep=True) for line in lines)
