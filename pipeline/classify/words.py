"""A headline and a text -> the keys of their words and pairs of words.

A key is a 32-bit hash, so that the weights need no list of words beside them, can be mapped into
memory as they are, and hold nothing of the texts that they were learnt from. With 10^5 keys in
use, a word that was never seen meets a foreign key once in 40,000 times.

Training and the running pipeline call the same function: what is learnt is what is looked up.
"""

import re
import unicodedata
from zlib import crc32

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint32]

MAX_HEADLINE_CHARS = 300
MAX_TEXT_CHARS = 3_000  # about 500 words: what a story is about stands at its beginning
BEGINNING_WORDS = 25  # without stop words: the first sentence or two

_WORD = re.compile(rb"[a-z][a-z']+|[12][0-9]{3}s?(?![0-9])")
_STOP_WORDS = frozenset(
    crc32(word)
    for word in (
        b"a an and are as at be been but by for from had has have he her him his if in into is it "
        b"it's its of on or our she so than that the their them then there these they this to "
        b"was we were what when which who will with would you your said says also about after"
    ).split()
)
_PAIR = np.uint32(0x9E3779B1)


def word_keys(headline: str | None, text: str) -> Keys:
    """The keys of all words and pairs of neighbours, with repeats; pairs end at the headline."""
    return whole_and_beginning(headline, text)[0]


def whole_and_beginning(headline: str | None, text: str) -> tuple[Keys, int]:
    """`word_keys`, and how many of them, at the front, are the headline's and the first words'."""
    of_headline = _hashes((headline or "")[:MAX_HEADLINE_CHARS])
    words = _hashes(text[:MAX_TEXT_CHARS])
    first, pairs = words[:BEGINNING_WORDS], _pairs(words)
    first_pairs = pairs[: max(len(first) - 1, 0)]
    beginning = (of_headline, _pairs(of_headline), first, first_pairs)
    rest = (words[len(first) :], pairs[len(first_pairs) :])
    return np.concatenate([*beginning, *rest]), sum(map(len, beginning))


def words_of(text: str) -> list[bytes]:
    """The words of `text` in order: small letters without accents, and years."""
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return _WORD.findall(text.encode("ascii", "ignore"))


def _hashes(text: str) -> Keys:
    keys = [key for key in map(crc32, words_of(text)) if key not in _STOP_WORDS]
    return np.array(keys, dtype=np.uint32)


def _pairs(words: Keys) -> Keys:
    mixed = (words[:-1] * _PAIR) ^ words[1:]
    return mixed ^ (mixed >> np.uint32(15))
