"""A story's text -> keys under which its copies are found, and a sketch by which they are judged.

**Keys** are what a copy has too: the digest of all words; the least hashes among all runs of eight
words; the least hash of the text's beginning and of each longer paragraph's. Paragraphs find
excerpts and what is left of a text that was cut, the least of all find a text whose paragraphs were
joined. Eight words in a row are hardly ever met twice by chance, and the least run of a paragraph
mostly outlives a change of words.

**The sketch** is a MinHash of the runs of five words with one permutation (Li, Owen, Zhang, One
permutation hashing, 2012): a hash's high bits choose a bin, and each bin keeps its least value. Two
bins that agree hold a run that both texts have. And since the least values are ordered, they tell
containment too: where a text's value is no greater than the other's, its run is a random one of all
of its runs, and the other text has it if the values agree. Hence

    the share of A that is in B  =  bins that agree / bins where A's value is no greater than B's

which holds for a paragraph within a long story as well as for two equals. Numbers have bins of
their own: two issues of a template (market reports, weather) share most runs, but not the numbers.

`training.copies` plants the copies that the constants were chosen on, `benchmarks.dedup` measures.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.dedup.shingles import Hashes, Words, mixed, read_words
from pipeline.records import DuplicateKind

# A copy shares this much of the shorter text's runs, in hundredths, and a little more where few are
# seen. At 55 twice as many issues of templates pass, at 60 fewer of the short copies with a lead.
MIN_SHARED = 58
MARGIN = 80
# Of fewer bins nothing is concluded: with 2, the shared quotation of a short text is a copy.
MIN_BINS = 3
# A text that is short enough for a template shares this much of its runs and its numbers together.
MIN_SHARED_WITH_NUMBERS = 150
MIN_NUMBERS = 2
TEMPLATE_BINS = 120
# A text with fewer words is a copy only where it is the same.
MIN_WORDS = 20
# One with less than this share of the other's words is contained in it, not just near it.
CONTAINED = 0.8

BINS = 212
NUMBER_BINS = 32
SHINGLE = 5

MAX_KEYS = 48
KEY_SHINGLE = 8
KEY_WINDOW = 24  # how much of a paragraph is looked at: teasers are broken off
KEY_PARAGRAPH = 14  # words of the shortest paragraph that has a key
TEXT_KEYS = 6
PARAGRAPH_KEYS = MAX_KEYS - TEXT_KEYS - 2
FIRST_PARAGRAPHS = 8  # have keys in any case; of those after them, the ones with the least hashes

_DIGEST_BYTES = 8
_HEAD_BYTES = _DIGEST_BYTES + 4  # the digest, the number of words
_TEXT = slice(_HEAD_BYTES, _HEAD_BYTES + BINS)
_NUMBERS = slice(_HEAD_BYTES + BINS, _HEAD_BYTES + BINS + NUMBER_BINS)
_EMPTY = 255
SKETCH_BYTES = _NUMBERS.stop

Bytes = npt.NDArray[np.uint8]
Counts = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Signature:
    """What near-duplicate search keeps of a text.

    `keys` are at most MAX_KEYS numbers of 64 bits, sorted and distinct. `sketch` has SKETCH_BYTES;
    it is the same for texts with the same words.
    """

    keys: tuple[int, ...]
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Match:
    """That one text is a copy of the other: the share of the shorter one that both have."""

    kind: DuplicateKind
    similarity: float


def sign(text: str) -> Signature:
    """The signature of a text whose paragraphs are joined by a blank line.

    A text without a word has no keys, and is no copy of anything.
    """
    words = read_words(text)
    if not len(words):
        return Signature((), bytes(SKETCH_BYTES))
    digest = hashlib.blake2b(words.letters, digest_size=_DIGEST_BYTES).digest()
    keys = {int.from_bytes(digest, "little"), *_least_runs(words).tolist()}
    numbers = words.runs(1)[words.numbers]
    bins = (_least(_runs(words, SHINGLE), BINS), _least(numbers, NUMBER_BINS))
    head = digest + len(words).to_bytes(4, "little")
    return Signature(tuple(sorted(keys)), head + b"".join(each.tobytes() for each in bins))


def compare(a: bytes, b: bytes) -> Match | None:
    """Whether the texts of two sketches are copies; the same for (b, a)."""
    row = np.frombuffer(b, np.uint8).reshape(1, SKETCH_BYTES)
    if not compare_many(a, row)[0]:
        return None
    if a[:_HEAD_BYTES] == b[:_HEAD_BYTES]:
        return Match("exact", 1.0)
    shorter, longer = sorted((_words_of(a), _words_of(b)))
    shared, bins = _shared(a, row, _TEXT)
    kind: DuplicateKind = "contained" if shorter < CONTAINED * longer else "near"
    return Match(kind, round(int(shared[0]) / int(bins[0]), 3))


def compare_many(sketch: bytes, rows: Bytes) -> npt.NDArray[np.bool_]:
    """Of each row, a sketch, whether `compare` finds the two to be copies."""
    words = _words_of(sketch)
    if not words:
        return np.zeros(len(rows), np.bool_)
    head = np.frombuffer(sketch, np.uint8)[:_HEAD_BYTES]
    exact = (rows[:, :_HEAD_BYTES] == head).all(axis=1)
    lengths = np.ascontiguousarray(rows[:, _DIGEST_BYTES:_HEAD_BYTES]).view("<u4")[:, 0]
    long_enough = (lengths >= MIN_WORDS) & (words >= MIN_WORDS)

    shared, bins = _shared(sketch, rows, _TEXT)
    enough = (100 * shared >= MIN_SHARED * bins + MARGIN) & (bins >= MIN_BINS)
    numbers, number_bins = _shared(sketch, rows, _NUMBERS)
    both = 100 * (shared * number_bins + numbers * bins)
    no_template = both >= MIN_SHARED_WITH_NUMBERS * bins * number_bins
    no_template |= (bins >= TEMPLATE_BINS) | (number_bins < MIN_NUMBERS)
    matches: npt.NDArray[np.bool_] = exact | (long_enough & enough & no_template)
    return matches


def _words_of(sketch: bytes) -> int:
    return int.from_bytes(sketch[_DIGEST_BYTES:_HEAD_BYTES], "little")


def _shared(sketch: bytes, rows: Bytes, part: slice) -> tuple[Counts, Counts]:
    """How many bins agree, of how many in which the text that is more contained has the least."""
    own, others = np.frombuffer(sketch, np.uint8)[part], rows[:, part]
    less = np.count_nonzero(own < others, axis=1)
    greater = np.count_nonzero(own > others, axis=1)
    agree = np.count_nonzero((own == others) & (own != _EMPTY), axis=1)
    return agree, agree + np.minimum(less, greater)


def _runs(words: Words, length: int) -> Hashes:
    """The hashes of all runs of so many words; a shorter text is one run."""
    return words.runs(min(round(length * words.signs_a_word), len(words)))


def _least(hashes: Hashes, count: int) -> Bytes:
    """The least value of each bin, _EMPTY where there is none."""
    bins = np.full(count, _EMPTY, np.uint8)
    high, low = hashes >> np.uint64(32), hashes & np.uint64(0xFFFFFFFF)
    places = (high * np.uint64(count)) >> np.uint64(32)
    values = (low * np.uint64(_EMPTY)) >> np.uint64(32)
    np.minimum.at(bins, places.astype(np.intp), values.astype(np.uint8))
    return bins


def _least_runs(words: Words) -> Hashes:
    """The keys but for the digest: the least runs of the text, its beginning, its paragraphs."""
    hashes = mixed(_runs(words, KEY_SHINGLE))
    run = len(words) - len(hashes) + 1
    window = max(round(KEY_WINDOW * words.signs_a_word) - run + 1, 1)
    text = np.partition(hashes, min(TEXT_KEYS, len(hashes)) - 1)[:TEXT_KEYS]
    keys = [text, hashes[:window].min(keepdims=True)]

    ends = np.append(words.paragraphs[1:], len(words))
    long = ends - words.paragraphs >= max(KEY_PARAGRAPH * words.signs_a_word, run)
    starts = words.paragraphs[long]
    ends = np.minimum(ends[long] - run + 1, starts + window)
    if len(starts):
        # Every second stretch is one between two paragraphs. The last may end where all hashes do.
        edges = np.stack((starts, ends), axis=1).ravel()
        beyond = np.append(hashes, np.uint64(0))
        paragraphs = np.minimum.reduceat(beyond, edges)[::2]
        keys.append(paragraphs[:FIRST_PARAGRAPHS])
        keys.append(np.sort(paragraphs[FIRST_PARAGRAPHS:])[: PARAGRAPH_KEYS - FIRST_PARAGRAPHS])
    return np.concatenate(keys)
