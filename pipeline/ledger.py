"""The books that `pipeline.reconcile` keeps: what was promised, and what was seen of it.

A page is one byte at its offset. A story is a digest of its id in a sorted array, with a byte of
flags beside it; what is read is gathered and looked up in that array many at a time. Two of a
billion stories share a digest with a chance of 1 in 40, and one could then be taken for the other.
"""

import hashlib
from array import array
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Outcome
from pipeline.topics import PAGES_RAW

# What was seen of a story, and what its verdict says.
ARTICLE, COPY, DEAD, CALLED_ORIGINAL, CALLED_COPY = 1, 2, 4, 8, 16

GATHERED = 65_536
# Outcomes beside which a page may have another one, which counts: a dead letter was sent through
# again from a later step; or a page was unchanged, its worker died before that was known to be
# done, and with a later version of it done already it was done as if it were new.
AGAIN: tuple[Outcome, ...] = ("unchanged", "dead")
_OUTCOMES: tuple[Outcome, ...] = ("articles", "refused", "unchanged", "dead")

Digests = NDArray[np.uint64]
Flags = NDArray[np.uint8]


def digest(text: str) -> int:
    """The 64 bits by which an id is known here; never 0."""
    value = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(value) or 1


class Pages:
    """The raw pages from `first` to `end` of each partition, and the outcome that each has.

    Those before `taken` were done by workers, as far as they say.
    """

    def __init__(
        self, first: Mapping[int, int], end: Mapping[int, int], taken: Mapping[int, int]
    ) -> None:
        self._first = first
        self._taken = taken
        self._ends = {p: np.zeros(max(0, end[p] - first[p]), np.uint8) for p in end}
        self.doubled = 0
        self.contradictions = 0

    @property
    def total(self) -> int:
        """How many messages there may be: offsets that hold none count until they are looked at."""
        return sum(map(len, self._ends.values()))

    def end(self, origin: str, outcome: Outcome) -> bool:
        """Note the outcome of a page; whether it is one of these pages."""
        partition, offset = self._place(origin)
        ends = self._ends.get(partition)
        index = offset - self._first.get(partition, 0)
        if ends is None or not 0 <= index < len(ends):
            return False
        before = _OUTCOMES[ends[index] - 1] if ends[index] else None
        if before is not None and (before == outcome or "unchanged" in (before, outcome)):
            self.doubled += 1
        elif before is not None and "dead" not in (before, outcome):
            self.contradictions += 1
        if before is None or before in AGAIN or outcome not in AGAIN:
            ends[index] = _OUTCOMES.index(outcome) + 1
        return True

    def count(self, outcome: Outcome) -> int:
        """How many pages have this outcome."""
        code = _OUTCOMES.index(outcome) + 1
        return sum(int(np.count_nonzero(ends == code)) for ends in self._ends.values())

    def without_outcome(self) -> dict[int, list[int]]:
        """The offsets of each partition that were done and have no outcome, in order."""
        found = {}
        for partition, ends in self._ends.items():
            done = ends[: max(0, self._taken.get(partition, 0) - self._first[partition])]
            found[partition] = (np.flatnonzero(done == 0) + self._first[partition]).tolist()
        return {partition: offsets for partition, offsets in found.items() if offsets}

    def waiting(self) -> int:
        """How many pages were not done yet and have no outcome."""
        missing = sum(len(offsets) for offsets in self.without_outcome().values())
        return sum(int(np.count_nonzero(ends == 0)) for ends in self._ends.values()) - missing

    @staticmethod
    def _place(origin: str) -> tuple[int, int]:
        topic, _, place = origin.partition("/")
        partition, _, offset = place.partition("/")
        if topic != PAGES_RAW.name or not (partition.isdecimal() and offset.isdecimal()):
            return -1, -1
        return int(partition), int(offset)


class Stories:
    """The promised stories and what was seen of each.

    First every promise, then `close()`; then what was seen, each topic in its own order: of one
    story's marks the last counts.
    """

    def __init__(self) -> None:
        self._promised = array("Q")
        self._ids: Digests = np.zeros(0, np.uint64)
        self._flags: Flags = np.zeros(0, np.uint8)
        # The original that each was last said to be a copy of; 0: none.
        self._originals: Digests = np.zeros(0, np.uint64)
        self._wanted: Digests = np.zeros(0, np.uint64)
        self._published: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._marks: list[tuple[int, int, int]] = []
        self._within = 0
        self._articles: list[tuple[int, int, bool]] = []
        self._revisions = array("Q")

    def promise(self, article_id: str) -> None:
        """Note that a page has this story."""
        self._promised.append(digest(article_id))

    def close(self) -> None:
        """All promises were made."""
        self._ids = _sorted(self._promised)
        self._promised = array("Q")
        self._flags = np.zeros(len(self._ids), np.uint8)
        self._originals = np.zeros(len(self._ids), np.uint64)

    def mark(self, article_id: str, flags: int, *, within: int, original: str = "") -> None:
        """Set those flags of a story that `within` names, and where it is a copy its original."""
        if within != self._within or len(self._marks) >= GATHERED:
            self.flush()
            self._within = within
        self._marks.append((digest(article_id), flags, digest(original) if original else 0))

    def close_originals(self) -> None:
        """All copies were marked: from now on their originals are looked for too."""
        self.flush()
        self._wanted = np.unique(self._originals[self._originals != 0])
        self._published = np.zeros(len(self._wanted), np.bool_)

    def publish(self, article_id: str, revision: int, published: bool) -> None:
        """Note a message on `articles`; `published` is false for one that says it is a copy."""
        if len(self._articles) >= GATHERED:
            self.flush()
        self._articles.append((digest(article_id), revision, published))

    def flush(self) -> None:
        """Look up what was gathered."""
        if self._marks:
            columns = np.array(self._marks, np.uint64)
            at, known = _find(self._ids, columns[:, 0])
            marks = columns[known, 1].astype(np.uint8)
            # Where a story comes twice the last assignment stays.
            self._flags[at] = (self._flags[at] & np.uint8(255 - self._within)) | marks
            if self._within & COPY:
                self._originals[at] = columns[known, 2]
            self._marks = []
        if self._articles:
            columns = np.array(self._articles, np.uint64)
            at, known = _find(self._ids, columns[:, 0])
            self._flags[at] |= ARTICLE
            # Each revision of a story as one number: multiplied by an odd constant, so that
            # revision 2 of one is not revision 1 of another.
            mixed = columns[known, 0] + columns[known, 1] * np.uint64(0x9E3779B97F4A7C15)
            self._revisions.frombytes(mixed.tobytes())
            at, known = _find(self._wanted, columns[:, 0])
            self._published[at] = columns[known, 2] != 0
            self._articles = []

    @property
    def promised(self) -> int:
        """How many stories were promised."""
        return len(self._ids)

    def count(self, flags: int, *, without: int = 0) -> int:
        """How many stories have one of these flags and none of the others."""
        chosen = (self._flags & flags != 0) & (self._flags & without == 0)
        return int(np.count_nonzero(chosen))

    def doubled(self) -> int:
        """How many messages on `articles` came again."""
        return len(self._revisions) - len(_sorted(self._revisions))

    def missing(self) -> dict[int, str | None]:
        """The digests of the stories that are nowhere, with what their verdict is."""
        return self._named(self._flags & (ARTICLE | COPY | DEAD) == 0)

    def unfulfilled(self) -> dict[int, str | None]:
        """Those whose verdict no topic carries out: no article, or no sighting."""
        flags = self._flags
        original = (flags & CALLED_ORIGINAL != 0) & (flags & (ARTICLE | DEAD) == 0)
        copy = (flags & CALLED_COPY != 0) & (flags & (COPY | DEAD) == 0)
        return self._named(original | copy)

    def copies_of_nothing(self) -> int:
        """How many copies name an original that is not published."""
        at, known = _find(self._wanted, self._originals)
        return int(np.count_nonzero(~self._published[at])) if known.any() else 0

    def _named(self, chosen: NDArray[np.bool_]) -> dict[int, str | None]:
        def verdicts() -> Iterator[str | None]:
            for flags in self._flags[chosen].tolist():
                if flags & CALLED_ORIGINAL:
                    yield "original"
                else:
                    yield "copy" if flags & CALLED_COPY else None

        return dict(zip(self._ids[chosen].tolist(), verdicts(), strict=True))


def _sorted(digests: "array[int]") -> Digests:
    return np.unique(np.frombuffer(digests, np.uint64))


def _find(ids: Digests, wanted: Digests) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where in the sorted ids those of the wanted stand that are there, and which of them are."""
    at = np.searchsorted(ids, wanted)
    known = np.zeros(len(wanted), np.bool_)
    inside = at < len(ids)
    known[inside] = ids[at[inside]] == wanted[inside]
    return at[known], known
