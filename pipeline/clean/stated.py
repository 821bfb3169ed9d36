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
from typing import Any

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
    r"\b(?:window|self|globalThis)\.\w{1,60}\s{0,3}=\s{0,3}(?=[{\[]|JSON\.parse\(\")"
)
_PARSE = "JSON.parse("
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|ul|h[1-6]|blockquote|section|article)\b", re.IGNORECASE)
_LINE_BREAKS = re.compile(r"[\r\n]+")
_DECODER = json.JSONDecoder(strict=False)

Path = tuple[int, ...]


def stated_body(body: str) -> tuple[Block, ...]:
    """The blocks of a body that is stated as text or as HTML; none where it is no story."""
    return _blocks(_lines(body))


def body_in_scripts(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """The story in the data of a page's scripts; `tree` still has them."""
    best: list[str] = []
    for data in _data(tree):
        found = _dominant(_prose(data))
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
        found = _ASSIGNED.search(text[:SEARCHED_CHARS])
        if found and assigned < MAX_SCRIPTS and len(text) <= MAX_SCRIPT_CHARS:
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


def _prose(data: object) -> list[tuple[Path, str]]:
    """The strings that read like text, each with the places of the values around it."""
    found: list[tuple[Path, str]] = []
    waiting: list[tuple[Path, Any]] = [((), data)]
    budget = MAX_VALUES
    while waiting and budget > 0:
        path, value = waiting.pop()
        budget -= 1
        if isinstance(value, str):
            if len(value) >= PROSE_CHARS and _is_prose(value[:SEARCHED_CHARS]):
                found.append((path, value))
        elif len(path) < MAX_DEPTH:
            inside = value.values() if isinstance(value, dict) else value
            if isinstance(value, dict | list):
                waiting += [((*path, n), v) for n, v in enumerate(inside)][::-1]
    return found


def _is_prose(text: str) -> bool:
    return _TWO_WORDS.search(text) is not None and _ENDS.search(text) is not None


def _dominant(prose: list[tuple[Path, str]]) -> list[str]:
    """The texts within the innermost value that holds most of the letters, each once."""
    letters: Counter[Path] = Counter()
    for path, text in prose:
        for depth in range(len(path) + 1):
            letters[path[:depth]] += len(text)
    total = letters[()]
    holders = [path for path, held in letters.items() if held >= DOMINANT * total]
    inner = max(holders, key=len, default=())
    return list(dict.fromkeys(text for path, text in prose if path[: len(inner)] == inner))


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
