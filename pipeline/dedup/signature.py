"""A story's text -> keys under which its copies are found, and a sketch by which they are judged.

**Keys** are what a copy has too: the digest of all words; the least hashes among all runs of seven
words; the least hash of the text's beginning and of each longer paragraph's. Paragraphs find
excerpts and what is left of a text that was cut, the least of all find a text whose paragraphs were
joined. Seven words in a row are hardly ever met twice by chance, and the least run of a paragraph
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

# Bins in which the shorter text is seen: with fewer the first of each two limits holds, with more
# the second. Short texts are templates more often; in long ones much is seen, and what shares 60 %
# of its runs is a report on the same matter that takes its background from an earlier one.
SHORT_BINS = 120
# A copy shares this much of the shorter text's runs, in hundredths, and a little more where few are
# seen. With 55 half more issues of templates pass; with 70 in long texts one in eight of those that
# were cut, edited and given a lead is missed, with 58 none, but more of such reports pass.
MIN_SHARED = (58, 64)
MARGIN = 80
# Of fewer bins nothing is concluded: with 2, the shared quotation of a short text is a copy.
MIN_BINS = 3
# So much of its runs and of its numbers, in sum, where this many numbers are seen: two issues of a
# template share up to three quarters of their runs, and a third of their numbers. The lead before a
# long text brings numbers of its own.
MIN_SHARED_WITH_NUMBERS = (150, 130)
MIN_NUMBERS = (2, 4)
# A text with fewer words is a copy only where it is the same.
MIN_WORDS = 20
# One with less than this share of the other's words is contained in it, not just near it.
CONTAINED = 0.8

# Two texts of fewer words and like length are copies only if they share so much: briefs of one
# sentence ("Bank A raises its prime rate to ...") have no room for the numbers to differ.
BRIEF_WORDS = 40
BRIEF_SHARED = 80

SHINGLE = 5
# Of 292 bins 98 % of the single paragraphs within long stories are recognised, of 212 95 %.
BINS = 292
NUMBER_BINS = 32

MAX_KEYS = 48
KEY_SHINGLE = 7  # 8 lead to a fifth fewer stories in vain, 6 to two fifths more
KEY_WINDOW = 24  # how much of a paragraph is looked at: teasers are broken off
KEY_PARAGRAPH = 20  # words of the shortest paragraph that has a key
TEXT_KEYS = 6
PARAGRAPH_KEYS = MAX_KEYS - TEXT_KEYS - 2
FIRST_PARAGRAPHS = 8  # have keys in any case; of those after them, the ones with the least hashes

# A value has 6 bits: 8 tell two runs apart more often, but more bins are worth more.
_EMPTY = 63
_DIGEST_BYTES = 8
_HEAD_BYTES = _DIGEST_BYTES + 4  # the digest, the number of words
_PACKED_BYTES = (BINS + NUMBER_BINS) // 4 * 3
SKETCH_BYTES = _HEAD_BYTES + _PACKED_BYTES

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
    bins = np.append(
        _least(_runs(words, SHINGLE), BINS), _least(words.runs(1)[words.numbers], NUMBER_BINS)
    )
    count = max(1, round(len(words) / words.signs_a_word))
    head = digest + count.to_bytes(4, "little")
    return Signature(tuple(sorted(keys)), head + _packed(bins).tobytes())


def compare(a: bytes, b: bytes) -> Match | None:
    """Whether the texts of two sketches are copies; the same for (b, a)."""
    copies, shared, bins = _judged(a, np.frombuffer(b, np.uint8).reshape(1, SKETCH_BYTES))
    if not copies[0]:
        return None
    if a[:_HEAD_BYTES] == b[:_HEAD_BYTES]:
        return Match("exact", 1.0)
    shorter, longer = sorted((_words_of(a), _words_of(b)))
    kind: DuplicateKind = "contained" if shorter < CONTAINED * longer else "near"
    return Match(kind, round(int(shared[0]) / int(bins[0]), 3))


def compare_many(sketch: bytes, rows: Bytes) -> npt.NDArray[np.bool_]:
    """Of each row, a sketch, whether `compare` finds the two to be copies."""
    return _judged(sketch, rows)[0]


def _judged(sketch: bytes, rows: Bytes) -> tuple[npt.NDArray[np.bool_], Counts, Counts]:
    """Of each row: whether it is a copy, its bins that agree, of how many."""
    own, words = np.frombuffer(sketch, np.uint8), _words_of(sketch)
    exact = (rows[:, :_HEAD_BYTES] == own[:_HEAD_BYTES]).all(axis=1) & (words > 0)
    lengths = np.ascontiguousarray(rows[:, _DIGEST_BYTES:_HEAD_BYTES]).view("<u4")[:, 0]
    shorter, longer = np.minimum(lengths, words), np.maximum(lengths, words)
    briefs = (shorter < BRIEF_WORDS) & (longer < 2 * shorter)

    values = _unpacked(np.vstack((own, rows))[:, _HEAD_BYTES:])
    (shared, numbers), (bins, number_bins) = _shared(values[0], values[1:])
    short = bins < SHORT_BINS
    wanted = np.where(short, *MIN_SHARED) * bins + MARGIN
    wanted = np.maximum(wanted, briefs * BRIEF_SHARED * bins)
    enough = (bins >= MIN_BINS) & (100 * shared >= wanted)
    both = 100 * (shared * number_bins + numbers * bins)
    no_template = both >= np.where(short, *MIN_SHARED_WITH_NUMBERS) * bins * number_bins
    no_template |= number_bins < np.where(short, *MIN_NUMBERS)
    return exact | ((shorter >= MIN_WORDS) & enough & no_template), shared, bins


def _words_of(sketch: bytes) -> int:
    return int.from_bytes(sketch[_DIGEST_BYTES:_HEAD_BYTES], "little")


def _shared(own: Bytes, others: Bytes) -> tuple[Counts, Counts]:
    """How many bins agree, of how many in which the text that is more contained has the least.

    Two rows each: the bins of runs and those of numbers.
    """
    parts = (0, BINS)
    less = np.add.reduceat(own < others, parts, axis=1, dtype=np.intp)
    greater = np.add.reduceat(own > others, parts, axis=1, dtype=np.intp)
    same = (own == others) & (own != _EMPTY)
    agree = np.add.reduceat(same, parts, axis=1, dtype=np.intp)
    return agree.T, (agree + np.minimum(less, greater)).T


def _packed(bins: Bytes) -> Bytes:
    """Four values of 6 bits in three bytes: the last quarter in the high bits of the others."""
    values, last = np.split(bins, [_PACKED_BYTES])
    return values | np.concatenate((last << 6, last >> 2 << 6, last >> 4 << 6))


def _unpacked(rows: Bytes) -> Bytes:
    third = _PACKED_BYTES // 3
    high = rows >> 6
    last = high[:, :third] | high[:, third:-third] << 2 | high[:, -third:] << 4
    return np.concatenate((rows & _EMPTY, last), axis=1)


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
