"""The lines of a page -> a row of numbers for each: what its wording says of it.

It takes nothing but the texts, so that HTML and flattened text are seen alike, and counts signs
instead of knowing words, so that it holds in every script. All signs of a page are looked at in
one go, as an array of character codes; the few phrases of the trade come from `lines`.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.clean import lines

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

MEASURED_CHARS = 2_000  # of a line; what stands behind changes nothing
WIDE = 2.5  # letters that an ideograph or syllable is worth
WIDE_WORDS = 0.6  # words that it is worth
PHRASE_WIDTH = 240  # longer lines are not searched for phrases

NAMES = (
    "width", "words", "sentences", "ends_sentence", "ends_colon", "ends_question", "ends_comma",
    "starts_lower", "starts_upper", "starts_digit", "starts_sign", "starts_quote", "digits",
    "upper", "capitalised", "commas", "quotes", "word_length", "bars", "wide", "brackets",
    "addresses", "title_shaped", "date", "marker", "interface", "related", "promotion", "caption",
    "byline", "source", "bullet",
)  # fmt: skip

(
    _UPPER, _LOWER, _DIGIT, _SPACE, _COMMA, _QUOTE, _STOP, _WIDE_STOP, _BAR, _WIDE, _BRACKET,
    _ADDRESS, _COLON, _QUESTION, _CLOSER,
) = (1 << bit for bit in range(15))  # fmt: skip
_SIGNS = {
    _COMMA: ",،、，;；",
    _QUOTE: "\"“”„«»‟「」『』‘’'",
    _STOP: ".!?…؟۔।॥",
    _WIDE_STOP: "。！？",
    _BAR: "|•·»›/→>–—-",
    _BRACKET: "()[]（）【】",
    _ADDRESS: "@",
    _COLON: ":：",
    _QUESTION: "?？؟",
    _CLOSER: "\"'”’»›」』）)]}〉》* ",
}
_LETTER = _UPPER | _LOWER | _WIDE


@cache
def _classes() -> npt.NDArray[np.uint16]:
    """The classes of every character of the basic plane; all others are as the last one."""
    table = np.zeros(0x10000, dtype=np.uint16)
    for code in range(0x10000):
        sign = chr(code)
        if sign.isalpha():
            table[code] = _UPPER if sign.isupper() else _LOWER
        elif sign.isdigit():
            table[code] = _DIGIT
        elif sign.isspace():
            table[code] = _SPACE
    # Scripts that part no words: ideographs, kana, Thai, Lao, Khmer, Burmese.
    for first, last in ((0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x0E00, 0x0EFF),
                        (0x1780, 0x17FF), (0x1000, 0x109F)):  # fmt: skip
        wide = table[first : last + 1]
        wide[(wide & _LOWER) > 0] = _WIDE
    table[0xAC00:0xD7A4] = _WIDE | _LOWER  # Hangul is wide and parts words
    for group, signs in _SIGNS.items():
        for sign in signs:
            table[ord(sign)] |= group
    table[0xFFFF] = 0
    return table


def wording(
    texts: Sequence[str],
    names: tuple[str, ...] = NAMES,
    searched: npt.NDArray[np.bool_] | None = None,
) -> Floats:
    """One row of `names` for each text; no text may be empty.

    Phrases are looked for in all texts, or in those that `searched` marks.
    """
    rows = np.zeros((len(texts), len(names)), dtype=np.float32)
    if not texts:
        return rows
    cut = [text[:MEASURED_CHARS] for text in texts]
    sizes = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    starts = np.concatenate(([0], np.cumsum(sizes + 1)[:-1]))
    codes = np.frombuffer("\n".join([*cut, ""]).encode("utf-32-le", "replace"), dtype=np.uint32)
    classes = _classes()[np.minimum(codes, 0xFFFF)]

    # The types are built once: building them takes longer than the work.
    def count(found: Flags) -> Floats:
        return np.add.reduceat(found, starts, dtype=np.float32)

    def has(group: int) -> Flags:
        marked: Flags = (classes & group) != 0
        return marked

    following = np.append(classes[1:], np.uint16(_SPACE))
    preceding = np.append(np.uint16(_SPACE), classes[:-1])
    word = (classes & (_LETTER | _DIGIT)) != 0
    begins = word & ((preceding & (_LETTER | _DIGIT)) == 0)
    letters = np.maximum(count(has(_LETTER)), 1)
    wide = count(has(_WIDE))
    spaced = count(begins)
    words = spaced + wide * WIDE_WORDS
    width = sizes + wide * (WIDE - 1)

    def stops() -> Flags:
        before_space: Flags = (following & (_SPACE | _CLOSER)) != 0
        return has(_STOP) & before_space | has(_WIDE_STOP)

    last = starts + sizes - 1
    for _ in range(2):
        closes = ((classes[last] & _CLOSER) != 0) & (last > starts)
        last = last - closes
    end, first = classes[last], classes[starts]
    per_word = 1 / np.maximum(words, 1)
    measures: dict[str, Callable[[], npt.NDArray[Any]]] = {
        "width": lambda: np.log1p(width),
        "words": lambda: np.log1p(words),
        "sentences": lambda: np.log1p(count(stops())),
        "ends_sentence": lambda: (end & (_STOP | _WIDE_STOP)) != 0,
        "ends_colon": lambda: (end & _COLON) != 0,
        "ends_question": lambda: (end & _QUESTION) != 0,
        "ends_comma": lambda: (end & _COMMA) != 0,
        "starts_lower": lambda: (first & _LOWER) != 0,
        "starts_upper": lambda: (first & _UPPER) != 0,
        "starts_digit": lambda: (first & _DIGIT) != 0,
        "starts_sign": lambda: (first & (_LETTER | _DIGIT | _QUOTE)) == 0,
        "starts_quote": lambda: (first & _QUOTE) != 0,
        "digits": lambda: count(has(_DIGIT)) / sizes,
        "upper": lambda: count(has(_UPPER)) / letters,
        "capitalised": lambda: count(begins & has(_UPPER)) / np.maximum(spaced, 1),
        "commas": lambda: count(has(_COMMA)) * per_word,
        "quotes": lambda: count(has(_QUOTE)) * per_word,
        "word_length": lambda: letters * per_word,
        "bars": lambda: count(has(_BAR) & ((following & _SPACE) != 0)) * per_word,
        "wide": lambda: wide / sizes,
        "brackets": lambda: count(has(_BRACKET)) * per_word,
        "addresses": lambda: count(has(_ADDRESS)),
    }
    for place, name in enumerate(names):
        if name in measures:
            rows[:, place] = measures[name]()
    short = width <= PHRASE_WIDTH
    column = {name: place for place, name in enumerate(names)}
    asked = [phrases for group in _ASKED if (phrases := tuple(n for n in group if n in column))]
    for place in np.flatnonzero(short if searched is None else short & searched).tolist():
        for phrases in asked:
            for name in _said(texts[place], phrases):
                rows[place, column[name]] = 1
    return rows


_PHRASES: dict[str, Callable[[str], bool]] = {
    "title_shaped": lines.is_title_shaped,
    "bullet": lines.is_bullet,
    "date": lines.is_date_line,
    "marker": lines.is_marker,
    "interface": lines.is_interface,
    "related": lines.is_related_link,
    "promotion": lines.is_promotion,
    "caption": lines.is_caption,
    "byline": lambda text: bool(lines.byline_names(text)),
    "source": lambda text: lines.source_name(text) is not None,
}


# The first are asked of the blocks of HTML, which splitting then asks for all.
_ASKED = (
    ("date", "marker", "interface", "related", "promotion", "byline"),
    ("title_shaped", "bullet", "caption", "source"),
)


# The furniture of a site says the same on every page, and often twice on one.
@lru_cache(maxsize=16_384)
def _said(text: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases by which a line says itself what it is."""
    return tuple([name for name in phrases if _PHRASES[name](text)])
