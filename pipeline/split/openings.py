"""How much a paragraph reads like the first one of a story, by its first words.

A first paragraph names people in full and says on which day; a later one starts with "but", with
"he" or with a quotation. Logistic regression over the first words, their pairs and their classes
(a name, an abbreviation, a number of so many digits), so that it knows no person and no event; its
weights are `models/openings.txt`. Of words that the table does not know it says nothing, so other
languages are judged by length and names alone.
"""

import math
import re
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

TABLE = Path(__file__).parent / "models" / "openings.txt"
WORDS = 20  # that are looked at
PAIRS = 10
MAX_CHARS = 300
BIAS = "bias"

TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.,;:?!—–\"“”„«$%()]")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june "
    "july august september october november december".split()
)


@cache
def _table() -> dict[str, float]:
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines())
    return {sign: float(weight) for sign, weight in rows}


def opening(text: str) -> float:
    """The log odds that a story starts with this paragraph."""
    table = _table()

    def is_word(word: str) -> bool:
        return f"f {word}" in table

    return table[BIAS] + sum(filter(None, map(table.get, signs(text, is_word))))


def signs(text: str, is_word: Callable[[str], bool]) -> list[str]:
    """What is looked at of a paragraph. `is_word` says of its first word, in small letters, whether
    it is one, and not a name."""
    tokens = [_class(token) for token in TOKEN.findall(text[:MAX_CHARS])[:WORDS]]
    if tokens and tokens[0] == "Name":
        first = TOKEN.search(text)
        word = first.group().casefold() if first else ""
        tokens[0] = word if is_word(word) else "Name"
    # In their order, so that sums of weights are the same in every process.
    found = [f"w {token}" for token in dict.fromkeys(tokens)]
    pairs = dict.fromkeys(pairwise(tokens[: PAIRS + 1]))
    found += [f"p {before} {after}" for before, after in pairs]
    if tokens:
        found += [f"f {tokens[0]}", f"s {' '.join(tokens[:2])}", f"t {' '.join(tokens[:3])}"]
    found.append(f"names {tokens.count('Name')}")
    found.append(f"length {min(int(2 * math.log2(len(text) + 1)), 20)}")
    return found


@lru_cache(maxsize=1 << 14)
def _class(token: str) -> str:
    if token.isdigit():
        return f"number{min(len(token), 4)}"
    if not token[0].isupper() or (word := token.casefold()) in _DAYS:
        return token.casefold()
    return "ABBR" if len(word) > 1 and token.isupper() else "Name"
