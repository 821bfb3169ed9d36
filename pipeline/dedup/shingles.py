"""A text -> the hashes of its shingles: all runs of a few neighbouring words.

Two texts of which one is copied from the other share shingles; two that only tell of the same thing
share nearly none (Broder, On the resemblance and containment of documents, 1997). What outlets
change without changing a word is folded away first: case, accents, width, punctuation, hyphens,
the dots of abbreviations and the commas within numbers. Numbers themselves are kept: they are what
two issues of one template differ by. Scripts that do not part words give a word a sign.

All work is on one array of letters: with the sums of a polynomial hash up to each place, the hash
of any run of words is a difference of two of them (Karp and Rabin, 1987). So runs of every length
cost the same, and no word is ever a Python object.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

MAX_CHARS = 100_000  # about 16,000 words; what stands after them is not looked at
SIGNS_A_WORD = 1.6  # of Chinese; Japanese and Thai are near it

# What a character is to the words around it. A joint between two letters joins them.
_BREAK, _LETTER, _DIGIT, _SIGN, _JOINT, _NOTHING = range(6)
_JOINTS = "-.,'\u2019\u2010\u2011\u066b\u066c"
_UNSPACED = (
    (0x0E00, 0x0F00),  # Thai, Lao
    (0x1000, 0x10A0),  # Burmese
    (0x1780, 0x1800),  # Khmer
    (0x3040, 0x3100),  # kana
    (0x3400, 0x4DC0),  # Han
    (0x4E00, 0xA000),
    (0x20000, 0x32400),
)
_CODE_POINTS = 0x110000


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, as places in the row of all its letters."""

    starts: Places
    ends: Places
    paragraphs: Places  # the first word of each
    numbers: npt.NDArray[np.bool_]  # of each word, whether it holds a digit
    letters: bytes
    sums: Hashes  # of the hash, up to each letter

    def __len__(self) -> int:
        return len(self.starts)

    def runs(self, words: int) -> Hashes:
        """The hash of the run of so many words at every place where one fits."""
        last = len(self) - words + 1
        if last <= 0:
            return np.zeros(0, np.uint64)
        starts, ends = self.starts[:last], self.ends[words - 1 :]
        return mixed((self.sums[ends] - self.sums[starts]) * _powers()[1][starts])

    @property
    def signs_a_word(self) -> float:
        """How many of the words, one sign each in some scripts, make up what people call a word."""
        return SIGNS_A_WORD if len(self.sums) < 2 * len(self) else 1.0


def read_words(text: str) -> Words:
    """The words of a text whose paragraphs stand on lines of their own."""
    text = text[:MAX_CHARS]
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    text = text.casefold()[:MAX_CHARS]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds()[codes]
    if not text.isascii():
        something = kinds != _NOTHING
        codes, kinds = codes[something], kinds[something]
    letters = (kinds >= _LETTER) & (kinds <= _SIGN)
    inner = np.zeros(len(codes), np.bool_)
    inner[1:-1] = (kinds[1:-1] == _JOINT) & letters[:-2] & letters[2:]
    codes, kinds, letters = codes[~inner], kinds[~inner], letters[~inner]
    begins = letters.copy()
    begins[1:] &= (kinds[1:] == _SIGN) | (kinds[:-1] == _SIGN) | ~letters[:-1]

    firsts = np.flatnonzero(begins)
    paragraphs = np.unique(np.searchsorted(firsts, np.flatnonzero(codes == ord("\n"))))
    paragraphs = np.union1d(paragraphs[paragraphs < len(firsts)], [0] if len(firsts) else [])
    # The first letter of a word is another letter than the same within one: no gaps are needed.
    row = (codes | (begins * np.uint32(1 << 24)))[letters]
    starts = np.flatnonzero(begins[letters])
    ends = np.append(starts[1:], len(row))[: len(starts)]
    digits = np.searchsorted(starts, np.flatnonzero(kinds[letters] == _DIGIT), "right") - 1
    numbers = np.zeros(len(starts), np.bool_)
    numbers[digits] = True
    sums = np.zeros(len(row) + 1, np.uint64)
    np.cumsum(mixed(row.astype(np.uint64)) * _powers()[0][: len(row)], out=sums[1:])
    return Words(starts, ends, paragraphs.astype(np.int64), numbers, row.tobytes(), sums)


def mixed(hashes: Hashes) -> Hashes:
    """Hashes whose every bit depends on all bits of those given (the finalizer of MurmurHash3)."""
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    hashes = (hashes ^ (hashes >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return hashes ^ (hashes >> np.uint64(33))


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    kinds = np.full(_CODE_POINTS, _BREAK, np.uint8)
    for code in range(0x20000):
        sign = chr(code)
        if sign.isalnum():
            kinds[code] = _DIGIT if sign.isdigit() else _LETTER
        elif unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf"):
            kinds[code] = _NOTHING
    for start, end in _UNSPACED:
        here = kinds[start:end]
        here[(here == _LETTER) | (start >= 0x20000)] = _SIGN
    kinds[[ord(joint) for joint in _JOINTS]] = _JOINT
    return kinds


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """The powers of the hash's multiplier, and those of its inverse (modulo 2^64)."""
    multiplier = 0x9E3779B97F4A7C15
    inverse = pow(multiplier, -1, 1 << 64)
    powers = []
    for base in (multiplier, inverse):
        row = np.full(MAX_CHARS + 1, base, np.uint64)
        row[0] = 1
        powers.append(np.cumprod(row))
    return powers[0], powers[1]
