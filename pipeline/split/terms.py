"""Text -> the terms that tell one story from another, each with its weight.

Names and numbers weigh most, then words by how rare they are in news. Words are cut to their first
letters, which joins inflected forms in most languages; scripts that do not part words give pairs of
signs instead. The only table is of common words (`models/terms.txt`, see its card): a word that is
not in it counts as rare, so a language that it does not know still has names, numbers and words to
compare.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "models" / "terms.txt"
STEM = 7
RARE = 5.0
NAME = 1.5
NUMBER = 3.5
PAIR = 2.5
MAX_TERMS = 600

_TOKEN = re.compile(
    r"(?P<signs>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+)"
    r"|(?P<word>[^\W_]+)"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s|[\"“„«'‘(–—-]\s?)$")


@cache
def _table() -> dict[str, float]:
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line)
    return {stem: float(weight) for stem, weight in rows}


def terms_and_names(text: str) -> tuple[dict[str, float], frozenset[str]]:
    """The block's terms with their weights, and those of them that are names.

    Names are capitalised words within sentences: a weak sign in languages that capitalise all
    nouns. Of a longer block, the first 600 tokens are read.
    """
    found: dict[str, float] = {}
    names: set[str] = set()
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count >= MAX_TERMS:
            break
        word = token.group()
        if token.lastgroup == "signs":
            for place in range(len(word) - 1):
                found[word[place : place + 2]] = PAIR
        elif word.isdigit():
            if len(word) > 1 and not (len(word) == 4 and word[:2] in ("19", "20")):
                found[word] = NUMBER
        elif len(word) > 2:
            stem, weight = _weighed(word)
            if weight > found.get(stem, 0.0):
                found[stem] = weight
            start = token.start()
            if word[0].isupper() and not _SENTENCE_START.search(text, max(0, start - 3), start):
                names.add(stem)
    return found, frozenset(names)


@lru_cache(maxsize=4096)
def terms_of(text: str) -> dict[str, float]:
    """The terms alone, of a title."""
    return terms_and_names(text)[0]


@lru_cache(maxsize=1 << 16)
def _weighed(word: str) -> tuple[str, float]:
    stem = word.casefold()[:STEM]
    weight = _table().get(stem, RARE)
    if word[0].isupper() and weight > 2.0:
        weight *= NAME
    return stem, weight
