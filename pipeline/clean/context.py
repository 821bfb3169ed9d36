"""What stands around each line of a page: neighbours, windows, distances, the page's own size.

It takes columns of numbers, one value a line, and gives more of them; it serves HTML and flattened
text alike. A line is hardly ever judged by itself: a short line among sentences is a subheading,
the same line among short lines is a menu.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any
from urllib.parse import unquote, urlsplit

import numpy as np
import numpy.typing as npt

from pipeline.clean.lines import plain, width

Array = npt.NDArray[np.float32]
Columns = dict[str, npt.NDArray[Any]]

FAR = 30  # lines; what stands further away is equally far
COMPARED_CHARS = 600  # of a line, with headline and description
MENTIONED_CHARS = 2_000  # of a line
MIN_SUMMARY = 4  # words
MAX_STEMS = 16
STEM = 6
MIN_STEM = 4
GAP = 4  # lines without prose that part two stretches of it


def shifted(values: npt.NDArray[Any], by: int, empty: float = -1) -> Array:
    """The values of the lines `by` places further down (up, if negative)."""
    moved = np.full(len(values), empty, dtype=np.float32)
    if abs(by) < len(values):
        if by > 0:
            moved[:-by] = values[by:]
        else:
            moved[-by:] = values[:by]
    return moved


def window(values: npt.NDArray[Any], reach: int) -> Array:
    """The sum over the line and `reach` lines on both sides."""
    sums = np.cumsum(values, dtype=np.float64)
    # Nothing more is added beyond the first and the last line.
    sums = np.concatenate((np.zeros(reach + 1), sums, np.repeat(sums[-1:], reach)))
    return (sums[2 * reach + 1 :] - sums[: len(values)]).astype(np.float32)


def neighbours(columns: Mapping[str, npt.NDArray[Any]], reach: int) -> Columns:
    """The columns of the lines above and below."""
    found: Columns = {}
    for name, values in columns.items():
        count = len(values)
        padded = np.full(count + 2 * reach, -1, dtype=np.float32)
        padded[reach : reach + count] = values
        for by in (*range(-reach, 0), *range(1, reach + 1)):
            found[f"{name}{by:+d}"] = padded[reach + by : reach + by + count]
    return found


def distance_above(marked: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """How many lines above each line the nearest marked one stands."""
    places = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, places, -FAR - 1))
    away: npt.NDArray[Any] = np.minimum(places - shifted(last, -1, empty=-FAR - 1), FAR)
    return away


def distance_below(marked: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """How many lines below each line the nearest marked one stands."""
    places = np.arange(len(marked))
    ahead = np.minimum.accumulate(np.where(marked, places, len(marked) + FAR)[::-1])[::-1]
    away: npt.NDArray[Any] = np.minimum(shifted(ahead, 1, empty=len(marked) + FAR) - places, FAR)
    return away


def distances(prefix: str, marked: npt.NDArray[np.bool_]) -> Columns:
    """How many lines above and below the nearest marked line stands."""
    return {
        f"{prefix}_above": distance_above(marked),
        f"{prefix}_below": distance_below(marked),
    }


def placement(widths: npt.NDArray[Any]) -> Columns:
    """Where in the page each line stands, by lines and by letters."""
    count = len(widths)
    sums = np.cumsum(widths, dtype=np.float64)
    total = max(float(sums[-1]), 1.0) if count else 1.0
    return {
        "place": np.arange(count) / max(count, 1),
        "place_letters": (sums - widths) / total,
        "from_top": np.minimum(np.arange(count), 200),
        "from_foot": np.minimum(np.arange(count)[::-1], 200),
    }


def mentions(texts: Sequence[str], headline: str) -> Array:
    """For each line and each longer word of the headline, whether the line holds it.

    Words are compared by their first letters, as languages bend their ends; of scripts that part
    no words, pairs of signs are.
    """
    stems = sorted(stems_of(headline))[:MAX_STEMS]
    found = np.zeros((len(texts), len(stems)), dtype=np.float32)
    if not stems:
        return found
    folded = [text[:MENTIONED_CHARS].casefold() for text in texts]
    page = "\n".join(folded)
    ends = list(accumulate(len(text) + 1 for text in folded))
    for column, stem in enumerate(stems):
        at = page.find(stem)
        while at >= 0:
            place = bisect_right(ends, at)
            found[place, column] = 1
            at = page.find(stem, ends[place])
    return found


def stems_of(text: str) -> frozenset[str]:
    """The starts of the longer words; in scripts without spaces, pairs of signs."""
    words = plain(text).split()
    if width(text) > 1.5 * len(text):
        joined = "".join(words)
        return frozenset([joined[place : place + 2] for place in range(len(joined) - 1)])
    return frozenset([word[:STEM] for word in words if len(word) >= MIN_STEM])


def slug_words(url: str) -> frozenset[str]:
    """The words of the longest part of an address; none where it has fewer than three."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    words = plain(max(parts, key=len, default="")).split()
    return frozenset(words) if len(words) >= 3 else frozenset()


def told(found: Array) -> Columns:
    """How much of the headline each line and the lines around it hold."""
    count, size = found.shape
    if not size:
        return {name: np.full(count, -1.0) for name in ("told", "told_near", "told_wide")}
    sums: npt.NDArray[Any] = np.cumsum(found, axis=0)
    sums = np.concatenate((np.zeros((1, size)), sums))
    places = np.arange(count)
    columns: Columns = {"told": found.mean(axis=1)}
    for name, reach in (("told_near", 3), ("told_wide", 10)):
        above, below = np.maximum(places - reach, 0), np.minimum(places + reach + 1, count)
        columns[name] = ((sums[below] - sums[above]) > 0).mean(axis=1)
    return columns


def stretches(prose: npt.NDArray[np.bool_], letters: npt.NDArray[Any]) -> Columns:
    """The stretches of prose that little interrupts, and how they compare.

    A line between two lines of a stretch belongs to it; others have the values of the nearest
    stretch above them.
    """
    count = len(prose)
    at = np.flatnonzero(prose)
    if not len(at):
        return {name: np.zeros(count) for name in _STRETCH}
    number = np.concatenate(([0], np.cumsum(np.diff(at) > GAP)))
    sizes = np.bincount(number, weights=letters[at])
    firsts = at[np.concatenate(([True], np.diff(number) > 0))]
    lasts = at[np.concatenate((np.diff(number) > 0, [True]))]
    places = np.arange(count)
    mine = np.maximum(np.searchsorted(firsts, places, side="right") - 1, 0)
    order = np.empty(len(sizes))
    order[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    largest = int(np.argmax(sizes))
    values = (
        (places >= firsts[mine]) & (places <= lasts[mine]),
        np.log1p(sizes[mine]),
        sizes[mine] / sizes.sum(),
        sizes[mine] / sizes[largest],
        np.minimum(order[mine], 10),
        np.minimum(mine, 10),
        np.clip(places - firsts[largest], -FAR, FAR),
        np.clip(places - lasts[largest], -FAR, FAR),
    )
    return dict(zip(_STRETCH, values, strict=True))


_STRETCH = ("stretch_in", "stretch", "stretch_share", "stretch_rank", "stretch_order",
            "stretch_number", "largest_first", "largest_last")  # fmt: skip


def repeats(texts: Sequence[str]) -> Columns:
    """How often each line stands in the page, and how often above this place."""
    times: dict[str, int] = {}
    earlier = np.zeros(len(texts), dtype=np.float32)
    for place, text in enumerate(texts):
        earlier[place] = times.get(text, 0)
        times[text] = times.get(text, 0) + 1
    total = np.fromiter((times[text] for text in texts), dtype=np.float32, count=len(texts))
    return {"times": np.minimum(total, 10), "times_above": np.minimum(earlier, 10)}


def sayings(
    texts: Sequence[str],
    headlines: Iterable[str],
    description: str,
    searched: npt.NDArray[np.bool_] | None = None,
) -> Columns:
    """How much each line, or each that `searched` marks, shares with headline and description."""
    titles = [set(plain(headline).split()) for headline in headlines]
    titles = [words for words in titles if words]
    summary = set(plain(description[:COMPARED_CHARS]).split())
    count = len(texts)
    headline = np.zeros(count, dtype=np.float32)
    shared, covered = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    if len(summary) < MIN_SUMMARY:
        summary = set()
    places = range(count) if searched is None else np.flatnonzero(searched).tolist()
    for place in places if titles or summary else ():
        text = texts[place]
        if len(text) > COMPARED_CHARS:
            continue
        words = set(plain(text).split())
        for title in titles:
            if both := len(title & words):
                share = both / (len(title) + len(words) - both)
                headline[place] = max(headline[place], share)
        if both := len(summary & words):
            shared[place], covered[place] = both / len(words), both / len(summary)
    equal = headline > 0.99
    below = np.cumsum(equal) > 0
    return {
        "like_headline": headline,
        "in_description": shared,
        "of_description": covered,
        "headline_seen": below + 2.0 * bool(equal.any()),
        "a_headline": distance_above(equal),
        "b_headline": distance_below(equal),
    }
