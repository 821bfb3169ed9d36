"""Texts in letters that no table knows, so that nothing leans on the words of one language."""

import random
import re
import zlib
from collections.abc import Callable

from pipeline.clean.charset import tidy

_WORD = re.compile(r"[^\W\d_]+")
_WIDE_STOPS = str.maketrans({".": "。", ",": "，", "?": "？", "!": "！", ":": "：", " ": ""})
# The first letters of alphabets, those without capitals among them.
_ALPHABETS = {
    "greek": "αβγδεζηθικλμνξοπρστυφχψωά",
    "cyrillic": "абвгдежзиклмнопрстуфхцчшщ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمن",
    "hebrew": "אבגדהוזחטיכלמנסעפצקרשתםןף",
    "devanagari": "कखगघचछजझटठडढणतथदधनपफबभमयर",
}
_WIDE = {"han": (0x4E00, 0x4000), "kana": (0x3042, 0x50), "thai": (0x0E01, 0x2E)}
SCRIPTS = tuple(sorted([*_ALPHABETS, *_WIDE]))


def script(name: str, chance: random.Random) -> Callable[[str], str]:
    """What writes a text in one of `SCRIPTS`, the same word always the same."""
    if name in _WIDE:
        first, size = _WIDE[name]

        def word_of(found: re.Match[str]) -> str:
            word = found.group().lower()
            code = zlib.crc32(word.encode())
            letters = max(1, round(len(word) / 3))
            return "".join(chr(first + (code >> 3 * at) % size) for at in range(letters))

        def wide(text: str) -> str:
            told = _WORD.sub(word_of, text)
            return told if name == "thai" else tidy(told.translate(_WIDE_STOPS))

        return wide
    letters = list(_ALPHABETS[name])
    chance.shuffle(letters)

    def letter(sign: str) -> str:
        changed = letters[ord(sign.lower()[0]) % len(letters)]
        return changed.upper() if sign.isupper() else changed

    return lambda text: _WORD.sub(lambda found: "".join(map(letter, found.group())), text)
