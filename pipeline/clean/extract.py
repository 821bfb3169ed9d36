"""The runs of text that trafilatura takes for the story, laid over the page's own blocks.

trafilatura decides well which part of a page is its story, but gives text without its place in
the page. Laying its text over the page's blocks, compared without white space, gives each block
a yes or a no.
"""

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

# A run shorter than this is found only as a whole block: "1" or "Yes" stands in many places.
MIN_SEARCHED_CHARS = 25
# Characters that may be looked through for all runs of a page; beyond it only whole blocks match.
SEARCH_BUDGET = 400_000_000

_INLINE = frozenset(["hi", "ref", "del", "graphic", "span", "code"])

# A page without a story is a refusal here and nothing to warn of.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_FAST = Extractor(fast=True, comments=False)


def story_runs(root: html.HtmlElement) -> list[str]:
    """The runs of text between block boundaries that trafilatura finds in the tree, in order."""
    document = bare_extraction(root, options=_FAST)
    if document is None or isinstance(document, dict):
        return []
    return [run for run in map(str.strip, _runs(document.body)) if run]


def _runs(body: etree._Element) -> Iterator[str]:
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag not in _INLINE:
            yield "".join(parts)
            parts.clear()
        piece = element.text if event == "start" else element.tail
        if piece:
            parts.append(piece)
    yield "".join(parts)


class Alignment:
    """Which blocks the runs cover (`kept`)."""

    def __init__(self, texts: Sequence[str], runs: Sequence[str]) -> None:
        self.kept: set[int] = set()
        self._squeezed = ["".join(text.split()) for text in texts]
        self._ends = list(accumulate(map(len, self._squeezed)))
        self._page = "".join(self._squeezed)
        self._whole: dict[str, list[int]] = {}
        for index, text in enumerate(self._squeezed):
            self._whole.setdefault(text, []).append(index)
        self._covered = [0] * len(texts)
        self._budget = SEARCH_BUDGET
        self._lay(["".join(run.split()) for run in runs])
        for index, text in enumerate(self._squeezed):
            if text and self._covered[index] * 2 >= len(text):
                self.kept.add(index)

    def _lay(self, runs: list[str]) -> None:
        anchors = [self._only_place(run) for run in runs]
        upper = [len(self._page)] * (len(runs) + 1)
        for index in range(len(runs) - 1, -1, -1):
            anchor = anchors[index]
            upper[index] = upper[index + 1] if anchor is None else anchor
        cursor = 0
        for index, run in enumerate(runs):
            if not run:
                continue
            start = anchors[index]
            if start is None:
                start = self._place(run, cursor, upper[index + 1])
            if start is None:
                continue
            cursor = start + len(run)
            self._cover(start, cursor)

    def _only_place(self, run: str) -> int | None:
        """Where the run stands if it stands in one place only."""
        if len(run) < MIN_SEARCHED_CHARS:
            whole = self._whole.get(run, ())
            return self._start(whole[0]) if len(whole) == 1 else None
        start = self._find(run, 0)
        if start is None or self._find(run, start + 1) is not None:
            return None
        return start

    def _place(self, run: str, cursor: int, upper: int) -> int | None:
        """The place of a run that stands in several: the first one between its neighbours."""
        whole = self._whole.get(run)
        if whole is not None:
            # One of a thousand equal blocks must be found without looking at all of them.
            at = bisect_left(whole, cursor, key=self._start)
            start = self._start(whole[min(at, len(whole) - 1)])
            return start if cursor <= start < upper else self._start(whole[0])
        if len(run) < MIN_SEARCHED_CHARS:
            return None
        start_after = self._find(run, cursor)
        if start_after is not None and start_after < upper:
            return start_after
        return self._find(run, 0)

    def _find(self, run: str, start: int) -> int | None:
        if self._budget <= 0:
            return None
        place = self._page.find(run, start)
        self._budget -= (place if place >= 0 else len(self._page)) - start
        return place if place >= 0 else None

    def _start(self, index: int) -> int:
        return self._ends[index] - len(self._squeezed[index])

    def _block_at(self, position: int) -> int:
        return bisect_right(self._ends, position)

    def _cover(self, start: int, end: int) -> None:
        index = self._block_at(start)
        while index < len(self._ends) and self._start(index) < end:
            overlap = min(end, self._ends[index]) - max(start, self._start(index))
            self._covered[index] += overlap
            index += 1
