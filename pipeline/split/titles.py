"""Which lines are headlines of stories beside them: of the one that follows, or of the one before.

Two sets of boosted trees look at every line that could be one: what it says, what stands around it,
how often the page says it, and whose words it holds.
"""

import numpy as np

from pipeline.clean import trees
from pipeline.clean.context import Columns
from pipeline.split.cohesion import Places
from pipeline.split.elements import apart
from pipeline.split.outline import COLUMN, MODELS, Outline, Singles

BEFORE, AFTER = "title_before", "title_after"
FAR = 20
_AROUND = ("width", "ends_sentence", "title_shaped", "date", "marker", "interface", "byline",
           "source", "caption", "starts_sign", "capitalised")  # fmt: skip
_WINDOWS = (1, 3, 6)


def title_columns(outline: Outline) -> Columns:
    """The evidence of each of the outline's titles, one value a title."""
    titles = np.array(outline.titles, dtype=np.intp)
    count = len(outline.content)
    wording = outline.wording
    columns: Columns = {name: wording[titles, at] for name, at in COLUMN.items()}
    around = np.full((len(wording) + 4, len(_AROUND)), -1, dtype=np.float32)
    around[2:-2] = wording[:, [COLUMN[name] for name in _AROUND]]
    for by in (-2, -1, 1, 2):
        names = [f"{name}{by:+d}" for name in _AROUND]
        columns |= zip(names, around[titles + 2 + by].T, strict=True)
    following = outline.following[titles]  # the content block that comes next
    rows = np.append(outline.rows, len(outline.places))
    columns["to_next"] = np.minimum(rows[following] - titles, FAR)
    columns["to_last"] = np.minimum(titles - rows[following - 1], FAR)
    columns["at_end"] = following == count
    columns |= _alike(outline, following)
    columns |= _elements(outline, following)
    gaps = np.bincount(following, minlength=count + 1)
    first = np.searchsorted(following, following, side="left")
    columns["titles_here"] = gaps[following]
    columns["titles_above"] = np.arange(len(titles)) - first
    columns["titles_below"] = columns["titles_here"] - 1 - columns["titles_above"]
    columns["gaps_with_titles"] = np.full(len(titles), (gaps > 0).sum() / count)
    keys = [outline.keys[row] for row in outline.titles]
    columns["times"] = np.array([min(outline.times[key], 6) for key in keys])
    here = [keys[start : start + size] for start, size in zip(first, gaps[following], strict=True)]
    columns["times_here"] = np.array(
        [part.count(key) for part, key in zip(here, keys, strict=True)]
    )
    blocks = [outline.blocks[outline.places[row]] for row in outline.titles]
    columns["kept"] = np.array([block.keep for block in blocks])
    columns["heading"] = np.array([block.kind == "heading" for block in blocks])
    columns["own"] = np.array([key == outline.own for key in keys])
    for number, space in enumerate(outline.cohesion.spaces):
        columns[f"about_{number}"] = space.among_titles[:-1, -1]
    marked = np.flatnonzero(wording[:, COLUMN["marker"]] > 0)
    last = np.searchsorted(marked, titles) - 1
    above = marked[last] if len(marked) else np.zeros(len(titles), dtype=np.intp)
    known = (last >= 0) & bool(len(marked))
    columns["marker_above"] = np.where(known, np.minimum(titles - above, FAR), FAR + 1)
    columns["marker_here"] = known & (above > rows[following - 1])
    widths = wording[outline.rows, COLUMN["width"]]
    columns["next_width"] = np.append(widths, 0)[following]
    columns["last_width"] = widths[following - 1]
    columns["left"] = np.log1p(following)
    columns["right"] = np.log1p(count - following)
    return columns


def _alike(outline: Outline, following: Places) -> Columns:
    count = len(outline.content)
    columns: Columns = {}
    about = np.append(following, count)
    above = np.array([np.maximum(about - window, 0) for window in _WINDOWS])
    beneath = np.array([np.minimum(about + window, count) for window in _WINDOWS])
    for number, space in enumerate(outline.cohesion.spaces):
        right = space.of_titles(about, beneath)[:, :-1]
        left = space.of_titles(above, about)[:, :-1]
        for row, window in enumerate(_WINDOWS):
            columns[f"right{window}_{number}"] = right[row]
            columns[f"left{window}_{number}"] = left[row]
            columns[f"leans{window}_{number}"] = right[row] - left[row]
    return columns


def _elements(outline: Outline, following: Places) -> Columns:
    """The level of each title that is a heading, and how far its element lies from the prose."""
    elements, content = outline.elements, outline.content
    columns: Columns = {name: np.zeros(len(following)) for name in
                        ("level", "next_up", "next_down", "last_up", "last_down")}  # fmt: skip
    if not elements.known:
        return columns
    for title, (row, at) in enumerate(zip(outline.titles, following.tolist(), strict=True)):
        place = outline.places[row]
        columns["level"][title] = elements.level[place]
        down, up = apart(elements, content[at - 1].place, place)
        columns["last_up"][title], columns["last_down"][title] = up, down
        if at < len(content):
            up, down = apart(elements, place, content[at].place)
            columns["next_up"][title], columns["next_down"][title] = up, down
    return columns


def title_scores(outline: Outline) -> tuple[Singles, Singles]:
    """For each title, how probably it heads the story that follows, and the one before it."""
    if not outline.titles:
        return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
    columns = title_columns(outline)
    before = trees.load(BEFORE, MODELS).probabilities(columns)
    return before, trees.load(AFTER, MODELS).probabilities(columns)
