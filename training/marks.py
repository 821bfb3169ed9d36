"""Which blocks of a page its reference text holds: labels by an alignment that keeps the order.

It takes the blocks' texts and the reference and gives a yes or no for each block. The heaviest
chain of blocks whose places in the reference rise is found first; so of a text that the page
repeats as many copies are marked as the reference has, and the ones in their place. A block out of
order is marked when what it matches was claimed by no other.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence

from benchmarks.clean import words_of

SIZE = 4  # words of a shingle
ENOUGH = 0.5  # share of a block's shingles that the reference must hold
MAX_PLACES = 8  # of one block in the reference
SLACK = 2  # words by which neighbours in the chain may overlap


def marks(texts: Sequence[str], reference: str) -> list[bool]:
    """Whether the reference holds each of the texts."""
    wanted: list[str] = []
    starts, ends = set(), set()
    for line in re.split(r"\n+", reference):
        starts.add(len(wanted))
        wanted += words_of(line)
        ends.add(len(wanted))
    index: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(wanted) - SIZE + 1):
        index[tuple(wanted[place : place + SIZE])].append(place)
    lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for start in starts:
        for size in range(1, SIZE):
            if start + size in ends:
                lines[tuple(wanted[start : start + size])].append(start)
    blocks = [words_of(text) for text in texts]
    places = [_places(block, index, lines) for block in blocks]
    chosen = _chain(places, len(wanted))
    marked = [False] * len(texts)
    claimed = bytearray(len(wanted) + 1)
    for block, span in chosen.items():
        marked[block] = True
        claimed[span[0] : span[1]] = b"\1" * (span[1] - span[0])
    for block, spans in enumerate(places):
        if marked[block] or len(blocks[block]) < SIZE:
            continue
        for start, end, _ in spans:
            if sum(claimed[start:end]) < (end - start) / 4:
                marked[block] = True
                claimed[start:end] = b"\1" * (end - start)
                break
    return marked


def _places(
    block: Sequence[str],
    index: dict[tuple[str, ...], list[int]],
    lines: dict[tuple[str, ...], list[int]],
) -> list[tuple[int, int, float]]:
    """Where in the reference the block may stand: start, end and how many words agree."""
    if len(block) < SIZE:
        return [
            (place, place + len(block), 0.5 * len(block))
            for place in lines.get(tuple(block), ())[:MAX_PLACES]
        ]
    count = len(block) - SIZE + 1
    shifts: Counter[int] = Counter()
    held = 0
    for at in range(count):
        found = index.get(tuple(block[at : at + SIZE]), ())
        held += bool(found)
        for place in found[:50]:
            shifts[place - at] += 1
    if held < ENOUGH * count:
        return []
    best = shifts.most_common(MAX_PLACES)
    return [
        (max(0, shift), max(0, shift) + len(block), agree + SIZE - 1.0)
        for shift, agree in best
        if agree >= 0.3 * best[0][1]
    ]


def _chain(
    places: Sequence[Sequence[tuple[int, int, float]]], size: int
) -> dict[int, tuple[int, int]]:
    """The heaviest set of blocks whose places rise, each with its place."""
    ends: list[int] = [-SLACK]
    weights: list[float] = [0.0]
    links: list[tuple[int, tuple[int, int], int] | None] = [None]
    nodes = [0]
    for block, spans in enumerate(places):
        fresh = []
        for start, end, weight in spans:
            at = bisect_right(ends, start + SLACK) - 1
            fresh.append((min(end, size), weights[at] + weight, nodes[at], (start, end)))
        for end, weight, before, span in fresh:
            links.append((block, (span[0], min(span[1], size)), before))
            _insert(ends, weights, nodes, end, weight, len(links) - 1)
    node = nodes[-1]
    chosen: dict[int, tuple[int, int]] = {}
    while (link := links[node]) is not None:
        chosen[link[0]] = link[1]
        node = link[2]
    return chosen


def _insert(
    ends: list[int], weights: list[float], nodes: list[int], end: int, weight: float, node: int
) -> None:
    """Keeps a staircase: later ends only with greater weights."""
    at = bisect_right(ends, end)
    if weights[at - 1] >= weight:
        return
    if ends[at - 1] == end:
        at -= 1
        weights[at], nodes[at] = weight, node
    else:
        ends.insert(at, end)
        weights.insert(at, weight)
        nodes.insert(at, node)
    while at + 1 < len(ends) and weights[at + 1] <= weight:
        del ends[at + 1], weights[at + 1], nodes[at + 1]
