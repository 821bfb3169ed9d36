"""The story of a page that shows no text: what its data state, for a script to show it.

It takes JSON-LD's `articleBody`, or else the data that a page hands to its scripts as JSON
(`__NEXT_DATA__` and the like), and gives blocks. The story is looked for in data as it is in
markup: it is the innermost value that holds most of the prose.
"""

import re
from collections import Counter
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser

from pipeline.clean.charset import writable
from pipeline.clean.dom import UnreadablePage, parse, read_page, tidy
from pipeline.records import Block

MIN_CHARS = 200
MAX_SCRIPTS = 5
MAX_SCRIPT_CHARS = 2_000_000
MAX_VALUES = 20_000
MAX_DEPTH = 20
PROSE_CHARS = 60
SEARCHED_CHARS = 2_000
DOMINANT = 0.5  # share of the prose

_TWO_WORDS = re.compile(r"[^\W\d_]{2} [^\W\d_]{2}|[\u3040-\u9fff]{8}")
_ENDS = re.compile(r"[.!?…؟۔।。！？]")

Path = tuple[int, ...]


def stated_body(body: str) -> tuple[Block, ...]:
    """The blocks of a body that is stated as text or as HTML; none where it is no story."""
    return _blocks(_lines(body))


def body_in_scripts(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """The story in the data of a page's scripts; `tree` still has them."""
    best: list[str] = []
    for script in tree.css('script[type="application/json"]')[:MAX_SCRIPTS]:
        text = script.text()
        if len(text) > MAX_SCRIPT_CHARS:
            continue
        try:
            data = orjson.loads(text)
        except ValueError:
            continue
        found = _dominant(_prose(data))
        if sum(map(len, found)) > sum(map(len, best)):
            best = found
    return _blocks([line for text in best for line in _lines(text)])


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
        try:
            return read_page(parse(text)).texts
        except UnreadablePage:
            return []
    return [line for raw in writable(text).splitlines() if (line := tidy(raw))]


def _blocks(lines: list[str]) -> tuple[Block, ...]:
    if sum(map(len, lines)) < MIN_CHARS:
        return ()
    return tuple(Block(line, "paragraph", keep=True) for line in lines)
