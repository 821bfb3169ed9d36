"""Where one story ends and the next begins: a page's content blocks -> runs of one story each.

Boosted trees judge every gap between two content blocks by evidence of three kinds: what stands
between (markers, likely headlines, sources, ages), how the passages before and after agree at
several distances and compared with the page's other gaps, and how the next block starts. A second
set of trees sees the first one's answers for all gaps, so that the page is decided as a whole. What
was cut apart is looked at again by itself, until nothing more is cut: so what was split once is
never split again.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import trees
from pipeline.clean.beside import dates_of
from pipeline.clean.context import Columns, shifted
from pipeline.clean.dates import is_bare_time
from pipeline.clean.phrases import LIVE
from pipeline.records import Block
from pipeline.split.cohesion import Floats, Places
from pipeline.split.elements import Elements, gap_elements
from pipeline.split.outline import COLUMN, MODELS, Content, Outline, Singles, could_head
from pipeline.split.titles import title_scores

FIRST, SECOND = "gaps", "gaps_second"
MAX_CONTENT = 400  # a longer page is one book, log or list and is left whole
MAX_STORIES = 40
LIKELIER_THAN_NOT = 0.5
PROBABLE = 0.75  # of a gap that shows what stands above a story
ALONE = 0.8  # of a gap with no line in it that leaves one paragraph alone
TITLE_LIKELY = 0.35
DOUBTFUL = 0.1  # beneath it, headlines at the page's foot change nothing (nor beneath .3)
IMPOSSIBLE = 0.0015  # a boundary where parts of one story meet; .01 joins many others
PARTED = 5.0  # times likelier than that boundary is one within the other story, where it goes on
LEAST_PARTED = 0.005
TRIED = 2
WELL_KNOWN = 0.5  # of a page's terms have vectors
REACH = 20  # paragraphs
ENTRIES = 3  # beneath a time of day each: they are of one live report
INTRODUCTION = 1  # paragraphs above the first of them, on a page that does not say what it is
LONGEST_ENTRY = 3
MANY_LINES = 4  # of a kind in one gap; more are no more
MIN_STORY_WIDTH = 60  # no story without one line of this length

_WINDOWS = (1, 2, 4, 8)
_COMPARED = ("near2", "near4", "near8", "all", "next3", "last3")
_COUNTED = ("marker", "date", "interface", "related", "promotion", "caption", "byline", "source",
            "title_shaped", "bullet", "starts_sign")  # fmt: skip
_SIDES = ("width", "words", "sentences", "capitalised", "digits", "quotes", "commas", "upper")
_SHOWN = ("marker", "date", "byline", "source")
_LINKS = ("related", "navigation")
_DATELINE = re.compile(r"^[^a-z.]{0,40}[A-Z][^.]{0,40}[)\w]\s?[-–—:]\s")
_LOG_ODDS = 8.0  # scores beyond are all the same


@dataclass(frozen=True)
class Gaps:
    """The gaps of a stretch: what was seen of each, and how probably it is a boundary."""

    columns: Columns
    likely: Singles


def runs(outline: Outline) -> list[Sequence[Content]]:
    """The outline's content cut into stories, in page order."""
    if len(outline.content) > MAX_CONTENT:
        return [outline.content]
    done: list[Sequence[Content]] = []
    ahead = [outline]
    while ahead:
        stretch = ahead.pop()
        room = MAX_STORIES - len(done) - len(ahead) - 1
        cuts = cuts_of(stretch)[:room]
        if not cuts:
            done.append(stretch.content)
            continue
        ends = [0, *cuts, len(stretch.content)]
        parts = [stretch.part(start, end) for start, end in pairwise(ends)]
        ahead += reversed(parts)
    return done


def cuts_of(outline: Outline) -> list[int]:
    """The gaps that are boundaries, each as the number of content blocks before it, in order.

    A page is one story unless one gap is a boundary beyond doubt, for a false split is worse than
    a missed one. Of a page that does hold several, every gap is cut that is likelier than not.
    The likeliest are taken first; none leaves a part without a line of some length.
    """
    if len(outline.content) < 2:
        return []
    gaps = gaps_of(outline.part(0, len(outline.content)))
    likely = gaps.likely
    if outline.tail and float(likely.max()) >= DOUBTFUL:
        # Both ways, so that a story that is looked at without the page's foot stays whole.
        likely = np.maximum(likely, gaps_of(outline).likely)
    entries = np.flatnonzero(_entries(outline, gaps))
    if len(entries):
        likely = likely.copy()
        likely[entries[0] : entries[-1] + 1] = 0
    threshold = trees.load(SECOND, MODELS).card.threshold
    if float(likely.max()) < threshold and not (_is_signed(outline, gaps) & (likely > 0)).any():
        return []
    long = np.array([prose.width >= MIN_STORY_WIDTH for prose in outline.prose])
    sums = np.concatenate([[0], np.cumsum(long)])
    chosen = [0, len(outline.content)]
    for gap in np.argsort(-likely, kind="stable").tolist():
        if likely[gap] < LIKELIER_THAN_NOT:
            break
        cut = gap + 1
        before = max(end for end in chosen if end <= cut)
        after = min(end for end in chosen if end >= cut)
        if likely[gap] < ALONE and 1 in (cut - before, after - cut) and _is_bare(outline, gap):
            continue  # most often the boundary beside it once more
        if sums[cut] > sums[before] and sums[after] > sums[cut]:
            chosen.append(cut)
    return sorted(chosen)[1:-1]


def _is_bare(outline: Outline, gap: int) -> bool:
    """Whether no line stands in the gap."""
    return outline.content[gap].place + 1 == outline.content[gap + 1].place


def _entries(outline: Outline, gaps: Gaps) -> NDArray[np.bool_]:
    """The gaps above entries of a live report: beneath a time of day and no day, on a page with
    several of them; beneath any day or age on a page that calls itself live, or is all entries."""
    words = f" {outline.own} "
    says_live = any(f" {phrase} " in words for phrase in LIVE)
    says_live |= _is_all_entries(outline, gaps)
    timed: NDArray[np.bool_] = gaps.columns["dates" if says_live else "bare_times"] > 0
    if not timed.any():  # as on most pages
        return timed
    dates = [block.text for block in outline.blocks if block.kind == "date"]
    times = dates if says_live else [text for text in dates if is_bare_time(text)]
    return timed if len(times) >= ENTRIES else np.zeros_like(timed)


def _is_all_entries(outline: Outline, gaps: Gaps) -> bool:
    """Whether a page is short entries of one day beneath an introduction of a paragraph at most,
    each beneath its time or age, and says nothing of outlets or other stories."""
    columns = gaps.columns
    dated = np.flatnonzero(columns["dates"] > 0)
    if len(dated) < ENTRIES or dated[0] >= INTRODUCTION:
        return False
    if np.any([columns[name] > 0 for name in ("sources", "markers")]):
        return False
    if np.diff(np.append(dated, len(columns["dates"]))).max() > LONGEST_ENTRY:
        return False
    first, last = outline.content[dated[0]].place, outline.content[dated[-1] + 1].place
    between = outline.blocks[first:last]
    days = {(dates_of(block).published or "")[:10] for block in between if block.kind == "date"}
    return len(days) == 1


def goes_on(outline: Outline, left: Sequence[Content], right: Sequence[Content]) -> bool:
    """Whether two stretches of prose would surely be one story if nothing stood between them.

    Never in a language of whose words the vectors know few: nothing is sure there.
    """
    likely = _if_bare(outline, left, right)
    return likely is not None and likely < IMPOSSIBLE


def left_off(outline: Outline, above: Sequence[Content], stretch: Sequence[Content]) -> int | None:
    """After how many of a stretch's blocks the story above goes on: what follows is surely one with
    that story, and far less surely one with what it stands beneath. None if it does nowhere."""
    found, best = None, PARTED
    for size in _nearer(outline, above, stretch):
        joined = _if_bare(outline, above, stretch[size:])
        if joined is None or joined >= IMPOSSIBLE:
            continue
        parted = _if_bare(outline, stretch[:size], stretch[size:]) or 0.0
        odds = parted / max(joined, 1e-4)
        if parted >= LEAST_PARTED and odds > best:
            found, best = size, odds
    return found


def _nearer(outline: Outline, above: Sequence[Content], stretch: Sequence[Content]) -> list[int]:
    """The sizes after which the rest of a stretch is more like the story above than like what it
    stands beneath, the clearest first."""
    number = {content.place: at for at, content in enumerate(outline.content)}
    start, end = number[stretch[0].place], number[stretch[-1].place] + 1
    last = number[above[-1].place] + 1
    first = last - 1
    while first and outline.content[first - 1] in above:
        first -= 1
    cuts = np.arange(start + 1, end)
    if not len(cuts):
        return []
    whole = np.full_like(cuts, first), np.full_like(cuts, last)
    rest = cuts, np.full_like(cuts, end)
    lean = np.zeros(len(cuts))
    for space in outline.cohesion.spaces[2:]:
        lean += space.cosines(whole, rest) - space.cosines((np.full_like(cuts, start), cuts), rest)
    order = np.argsort(-lean, kind="stable")[:TRIED]
    return [int(at) + 1 for at in order if lean[at] > 0]


def _if_bare(outline: Outline, left: Sequence[Content], right: Sequence[Content]) -> float | None:
    """How probably a boundary parts two stretches of prose with nothing between them; None in a
    language of whose words the vectors know few."""
    left, right = left[-REACH:], right[:REACH]
    prose = [content.prose for content in (*left, *right)]
    blocks = [Block(each.text, "paragraph", keep=True) for each in prose]
    content = [Content(place, each) for place, each in enumerate(prose)]
    bare = replace(
        outline, blocks=blocks, content=content, elements=Elements(blocks), tail=range(0)
    )
    if bare.cohesion.known < WELL_KNOWN:
        return None
    return float(gaps_of(bare).likely[len(left) - 1])


def _is_signed(outline: Outline, gaps: Gaps) -> NDArray[np.bool_]:
    """Whether a gap that probably is a boundary shows what stands above a story: a line that may be
    its headline, with a day, a name or a marker.

    That is as good as certainty, which in languages that the vectors do not know is never had. Of
    the page's own day, between its standfirst and its text, and of the times of a live report it
    is not. Nor of a link to another story, which markup shows to be one.
    """
    columns = gaps.columns
    days = (columns["dates"] > columns["bare_times"]) & (columns["left"] > 1)
    told = days | np.any([columns[name] > 0 for name in ("bylines", "sources", "markers")], axis=0)
    signed: NDArray[np.bool_] = (
        told & (columns["before_best"] >= TITLE_LIKELY) & (gaps.likely >= PROBABLE)
    )
    if outline.elements.known:
        for gap in np.flatnonzero(signed).tolist():
            above, beneath = outline.content[gap].place, outline.content[gap + 1].place
            between = outline.blocks[above + 1 : beneath]
            signed[gap] = any(block.kind not in _LINKS and could_head(block) for block in between)
    return signed


def gaps_of(outline: Outline) -> Gaps:
    """What is seen of the gaps of an outline of at least two content blocks."""
    columns = gap_columns(outline, *title_scores(outline))
    first = trees.load(FIRST, MODELS).probabilities(columns)
    columns |= second_columns(first)
    return Gaps(columns, trees.load(SECOND, MODELS).probabilities(columns))


def second_columns(first: Singles) -> Columns:
    """What the first trees say of a gap and of the page's other gaps."""
    clipped = np.clip(first.astype(np.float64), 1e-6, 1 - 1e-6)
    odds = np.clip(np.log(clipped / (1 - clipped)), -_LOG_ODDS, _LOG_ODDS)
    count = len(odds)
    order = np.empty(count)
    order[np.argsort(-odds, kind="stable")] = np.arange(count)
    best = np.sort(odds)[::-1]
    cut = clipped > 0.5
    places = np.arange(count)
    last = np.maximum.accumulate(np.where(cut, places, -30))
    ahead = np.minimum.accumulate(np.where(cut, places, count + 30)[::-1])[::-1]
    found: Columns = {
        "odds": odds,
        "odds_order": order,
        "odds_below_best": best[0] - odds,
        "odds_over_second": odds - (best[1] if count > 1 else -_LOG_ODDS),
        "odds_sum": np.full(count, clipped.sum()),
        "odds_others": clipped.sum() - clipped,
        "cut_above": np.minimum(places - shifted(last, -1, -30), 30),
        "cut_below": np.minimum(shifted(ahead, 1, count + 30) - places, 30),
    }
    for by in (-3, -2, -1, 1, 2, 3):
        found[f"odds{by:+d}"] = shifted(odds, by, -_LOG_ODDS)
    return found


def gap_columns(outline: Outline, before: Singles, after: Singles) -> Columns:
    """The evidence of each gap, one value a gap, by the scores of the outline's titles."""
    columns = _cohesion_columns(outline)
    columns |= _between_columns(outline, before, after)
    columns |= _side_columns(outline)
    places = [content.place for content in outline.content]
    columns |= gap_elements(outline.elements, places, [prose.width for prose in outline.prose])
    return columns


def _cohesion_columns(outline: Outline) -> Columns:
    count = len(outline.content)
    gaps = np.arange(1, count)
    start, end = np.zeros_like(gaps), np.full_like(gaps, count)

    def above(blocks: int) -> Places:
        return np.maximum(gaps - blocks, 0)

    def beneath(blocks: int) -> Places:
        return np.minimum(gaps + blocks, count)

    # The passages that are compared, from where to where.
    pairs = {f"near{window}": (above(window), gaps, gaps, beneath(window)) for window in _WINDOWS}
    pairs["all"] = (start, gaps, gaps, end)
    for window in (1, 3):
        pairs[f"next{window}"] = (start, gaps, gaps, beneath(window))
        pairs[f"last{window}"] = (above(window), gaps, gaps, end)
    pairs["over"] = (above(3), gaps, np.minimum(gaps + 1, count - 1), end)
    left, until, right, stop = (np.array(ends) for ends in zip(*pairs.values(), strict=True))
    columns: Columns = {"vectors_known": np.full(count - 1, outline.cohesion.known)}
    for number, space in enumerate(outline.cohesion.spaces):
        names = [f"{name}_{number}" for name in pairs]
        columns |= zip(names, space.cosines((left, until), (right, stop)), strict=True)
    recurrence = outline.cohesion.recurrence
    likeness = {f"{name}_{number}": columns[f"{name}_{number}"] for name in _COMPARED
                for number in range(len(outline.cohesion.spaces))}  # fmt: skip
    columns |= _relative(likeness | recurrence)
    for number, (left_table, right_table) in enumerate(outline.beside):
        columns[f"about_right_{number}"] = right_table[-1]
        columns[f"about_left_{number}"] = left_table[-1]
        columns[f"about_leans_{number}"] = right_table[-1] - left_table[-1]
    return columns | recurrence | outline.cohesion.novelty


def _relative(columns: Mapping[str, Floats]) -> Columns:
    """How a gap compares with the other gaps, and with those beside it, in each column."""
    values = np.array(list(columns.values()))
    rows, count = values.shape
    spread = values.std(axis=1, keepdims=True)
    scaled = (values - values.mean(axis=1, keepdims=True)) / np.where(spread > 1e-6, spread, np.inf)
    order = np.empty(values.shape)
    order[np.arange(rows)[:, None], np.argsort(values, axis=1, kind="stable")] = np.arange(count)
    padded = np.full((rows, count + 4), -1, dtype=np.float32)
    padded[:, 2:-2] = values
    above = np.maximum(padded[:, 1:-3], padded[:, :-4])
    beneath = np.maximum(padded[:, 3:-1], padded[:, 4:])
    depth = np.minimum(above, beneath) - values
    found: Columns = {}
    for number, name in enumerate(columns):
        found[f"{name}_scaled"] = scaled[number]
        found[f"{name}_order"] = order[number]
        found[f"{name}_depth"] = depth[number]
    return found


def _between_columns(outline: Outline, before: Singles, after: Singles) -> Columns:
    gaps = len(outline.content) - 1
    wording, rows = outline.wording, outline.rows
    blocks = [outline.blocks[at] for at in outline.places]
    keys = outline.keys
    dated = (wording[:, COLUMN["date"]] > 0).tolist()
    timed = [date and is_bare_time(b.text) for date, b in zip(dated, blocks, strict=True)]
    headings = np.array([b.kind == "heading" for b in blocks])
    said = np.array([outline.times[key] if key else 0 for key in keys])
    marks = {f"{name}s": wording[:, COLUMN[name]] > 0 for name in _COUNTED} | {
        "kept_between": np.array([b.keep for b in blocks]),
        "bare_times": np.array(timed, dtype=bool),
        "headings": headings,
        "repeated": said > 1,
        "own": np.array([bool(key) and key == outline.own for key in keys]),
        "lines": np.ones(len(blocks), dtype=bool),
        # Interface that comes again and again interrupts a story and does not end it.
        "once": ~headings & (said <= 1),
    }
    place = outline.following.copy()
    place[rows] = 0  # prose stands in no gap
    inside = (place > 0) & (place <= gaps)
    number, line = np.nonzero(np.array(list(marks.values()))[:, inside])
    cells = number * gaps + place[inside][line] - 1
    counts = np.bincount(cells, minlength=len(marks) * gaps).reshape(len(marks), gaps)
    columns: Columns = dict(zip(marks, np.minimum(counts, MANY_LINES), strict=True))
    columns["lines"] = counts[list(marks).index("lines")]
    columns["familiar"] = (columns["lines"] > 0) & (columns.pop("once") == 0)
    columns |= _title_evidence(outline, before, after)
    shown = (columns["before_best"] > 0.3) | (columns["after_best"] > 0.3)
    for name in _SHOWN:
        shown |= columns[f"{name}s"] > 0
    sums = np.cumsum(shown)
    columns["shown"] = shown
    columns["shown_left"] = np.minimum(sums - shown, 6)
    columns["shown_right"] = np.minimum(sums[-1] - sums, 6)
    columns["shown_share"] = np.full(gaps, shown.mean())
    columns["lines_share"] = np.full(gaps, (columns["lines"] > 0).mean())
    marked = np.cumsum(columns["markers"] > 0)
    columns["marked"] = np.minimum(marked, 3)
    for name in ("lines", "shown", "before_best"):
        for by in (-2, -1, 1, 2):
            columns[f"{name}{by:+d}"] = shifted(columns[name], by)
    return columns


def _title_evidence(outline: Outline, before: Singles, after: Singles) -> Columns:
    """What the titles in each gap say, and those further down that may head what follows."""
    count = len(outline.content)
    gaps = count - 1
    following = outline.following[np.array(outline.titles, dtype=np.intp)]
    names = ("before_best", "before_sum", "after_best", "after_sum", "title_leans", "title_right",
             "title_left", "before_last", "later_leans", "later_after", "titles")  # fmt: skip
    columns: Columns = {name: np.zeros(gaps) for name in names}
    if not len(following):
        return columns
    left, right = zip(*outline.beside, strict=True)
    for title, (gap, likely, behind) in enumerate(
        zip((following - 1).tolist(), before.tolist(), after.tolist(), strict=True)
    ):
        if gap < gaps:
            columns["titles"][gap] += 1
            columns["before_sum"][gap] += likely
            columns["after_sum"][gap] += behind
            columns["before_last"][gap] = likely
            columns["after_best"][gap] = max(columns["after_best"][gap], behind)
            if likely >= columns["before_best"][gap]:
                columns["before_best"][gap] = likely
                columns["title_right"][gap] = right[1][title, gap]
                columns["title_left"][gap] = left[1][title, gap]
                columns["title_leans"][gap] = right[0][title, gap] - left[0][title, gap]
        # A headline may stand behind its story: then what lies between gap and title is about it.
        reach = slice(max(0, gap - 12), min(gap, gaps))
        leans = sum(right[k][title, reach] - left[k][title, reach] for k in (0, 1))
        columns["later_leans"][reach] = np.maximum(columns["later_leans"][reach], leans)
        weighed = leans * behind
        columns["later_after"][reach] = np.maximum(columns["later_after"][reach], weighed)
    return columns


def _side_columns(outline: Outline) -> Columns:
    wording = outline.wording[outline.rows]
    texts = [prose.text for prose in outline.prose]
    count = len(texts)
    gaps = np.arange(1, count)
    columns: Columns = {}
    for name in _SIDES:
        values = wording[:, COLUMN[name]]
        columns[f"{name}_right"] = values[1:]
        columns[f"{name}_left"] = values[:-1]
        columns[f"{name}_next"] = shifted(values, 1)[1:]
    columns["dateline"] = np.array([_DATELINE.match(text) is not None for text in texts[1:]])
    opening = np.array([prose.opening for prose in outline.prose])
    columns["opening"] = opening[1:]
    columns["opening_left"] = opening[:-1]
    columns["opening_next"] = shifted(opening, 1, -_LOG_ODDS)[1:]
    beside = [shifted(opening, by, -_LOG_ODDS)[1:] for by in (-3, -2, -1, 1, 2, 3)]
    columns["opening_over"] = opening[1:] - np.max(beside, axis=0)
    order = np.argsort(np.argsort(-opening[1:], kind="stable"), kind="stable")
    columns["opening_order"] = order
    columns["left"] = gaps
    columns["right"] = count - gaps
    columns["place"] = gaps / count
    letters = np.cumsum([prose.width for prose in outline.prose])
    columns["letters_left"] = np.log1p(letters[:-1])
    columns["letters_right"] = np.log1p(letters[-1] - letters[:-1])
    return columns
