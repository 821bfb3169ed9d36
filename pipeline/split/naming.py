"""The headline of each story of a page, once it is known where the stories stand.

It takes a page's outline and the places of its boundaries and gives each story the line beside it
that most likely is its headline, if any is; the first one only where the page's own headline is not
known, for else it has that. Boosted trees judge every pair of a
story and a line above or beneath it: whether the line reads like a headline (`titles`), whose words
it holds, where it stands, and whether the page's other stories have theirs in the same place.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.clean import trees
from pipeline.clean.context import Columns
from pipeline.split.cohesion import Places
from pipeline.split.elements import apart
from pipeline.split.outline import COLUMN, MODELS, Outline, Singles
from pipeline.split.titles import FAR, title_scores

MODEL = "naming"
_SIDES = ("date", "byline", "source", "marker", "interface", "caption", "title_shaped", "width")


@dataclass(frozen=True)
class Pairs:
    """Titles (as numbers of `Outline.titles`) and the stories that they may head."""

    title: Places
    story: Places
    above: NDArray[np.bool_]  # whether the title stands above the story

    def __len__(self) -> int:
        return len(self.title)


def names_of(outline: Outline, ends: Sequence[int]) -> list[int | None]:
    """For each story the place of its headline. `ends` are the numbers of content blocks before
    each story's end, the last one all of them."""
    found: list[int | None] = [None] * len(ends)
    pairs = pairs_of(outline, ends)
    if not len(pairs):
        return found
    columns = pair_columns(outline, ends, pairs, *title_scores(outline))
    model = trees.load(MODEL, MODELS)
    likely = model.probabilities(columns)
    taken: set[str] = set()
    for at in np.argsort(-likely, kind="stable").tolist():
        if likely[at] < model.card.threshold:
            break
        story, place = int(pairs.story[at]), outline.places[outline.titles[pairs.title[at]]]
        text = outline.blocks[place].text
        if found[story] is None and text not in taken:
            found[story] = place
            taken.add(text)
    return found


def pairs_of(outline: Outline, ends: Sequence[int]) -> Pairs:
    """Every title that is not the page's own, with the stories right above and beneath it."""
    rows: list[tuple[int, int, bool]] = []
    starts = {end: story + 1 for story, end in enumerate(ends[:-1])}
    last = {end: story for story, end in enumerate(ends) if story or not outline.own}
    following = outline.following
    for title, row in enumerate(outline.titles):
        if outline.keys[row] == outline.own:
            continue
        at = int(following[row])
        if at in starts:
            rows.append((title, starts[at], True))
        if at in last:
            rows.append((title, last[at], False))
    table = np.array(rows, dtype=np.intp).reshape(len(rows), 3)
    return Pairs(table[:, 0], table[:, 1], table[:, 2] > 0)


def pair_columns(
    outline: Outline, ends: Sequence[int], pairs: Pairs, before: Singles, after: Singles
) -> Columns:
    """What is looked at, one value a pair, by the scores of the outline's titles."""
    stops = np.array(ends, dtype=np.intp)
    starts = np.concatenate(([0], stops[:-1]))
    title, story, above = pairs.title, pairs.story, pairs.above
    rows = np.array(outline.titles, dtype=np.intp)[title]
    wording = outline.wording
    columns: Columns = {name: wording[rows, at] for name, at in COLUMN.items()}
    for name in _SIDES:
        values = np.concatenate(([-1, -1], wording[:, COLUMN[name]], [-1, -1]))
        for by in (-2, -1, 1, 2):
            columns[f"{name}{by:+d}"] = values[rows + 2 + by]
    score, other = (
        np.where(above, before[title], after[title]),
        np.where(above, after[title], before[title]),
    )
    columns |= {"above": above, "score": score, "other_score": other}
    content = np.append(outline.rows, len(outline.places))
    columns["distance"] = np.minimum(
        np.where(above, content[starts[story]] - rows, rows - content[stops[story] - 1]), FAR
    )
    beyond = np.where(above, rows - content[starts[story] - 1],
                      content[np.minimum(stops[story], len(content) - 1)] - rows)  # fmt: skip
    columns["beyond"] = np.minimum(beyond, FAR)
    for number, space in enumerate(outline.cohesion.spaces):
        table = space.title_table(starts, stops)
        own = table[title, story]
        beside = np.clip(np.where(above, story - 1, story + 1), 0, len(stops) - 1)
        rest = table[title].copy()
        rest[np.arange(len(title)), story] = -1
        columns[f"own_{number}"] = own
        columns[f"leans_{number}"] = own - np.where(beside == story, 0, table[title, beside])
        columns[f"over_rest_{number}"] = own - rest.max(axis=1)
        first = space.title_table(starts, np.minimum(starts + 1, stops))
        columns[f"opening_{number}"] = first[title, story]
        columns |= _among(f"own_{number}", own, story)
        columns[f"about_{number}"] = space.among_titles[:-1, -1][title]
    columns |= _among("score", score, story)
    columns |= _pattern(pairs, score, columns["distance"], len(stops))
    blocks = [outline.blocks[outline.places[row]] for row in rows.tolist()]
    columns["kept"] = np.array([block.keep for block in blocks])
    columns["heading"] = np.array([block.kind == "heading" for block in blocks])
    columns["headline"] = np.array([block.kind == "headline" for block in blocks])
    columns["times"] = np.array([min(outline.times[outline.keys[row]], 6) for row in rows.tolist()])
    columns |= _elements(outline, pairs, starts, stops)
    columns["stories"] = np.full(len(title), len(stops))
    columns["is_last"] = story == len(stops) - 1
    columns["size"] = (stops - starts)[story]
    letters = np.concatenate(([0], np.cumsum([prose.width for prose in outline.prose])))
    columns["letters"] = np.log1p(letters[stops] - letters[starts])[story]
    return columns


def _elements(outline: Outline, pairs: Pairs, starts: Places, stops: Places) -> Columns:
    """The level of a title that is a heading, and how far its element lies from the story's."""
    elements, content = outline.elements, outline.content
    columns: Columns = {
        name: np.zeros(len(pairs)) for name in ("level", "levels_up", "levels_down")
    }
    if not elements.known:
        return columns
    for at, (title, story, above) in enumerate(
        zip(pairs.title.tolist(), pairs.story.tolist(), pairs.above.tolist(), strict=True)
    ):
        place = outline.places[outline.titles[title]]
        columns["level"][at] = elements.level[place]
        if above:
            up, down = apart(elements, place, content[starts[story]].place)
        else:
            down, up = apart(elements, content[stops[story] - 1].place, place)
        columns["levels_up"][at], columns["levels_down"][at] = up, down
    return columns


def _among(name: str, values: NDArray[np.floating], story: Places) -> Columns:
    """How a pair compares with the other pairs of its story."""
    same = story[:, None] == story[None, :]
    more = same & (values[None, :] > values[:, None])
    best = np.where(same & ~np.eye(len(story), dtype=bool), values[None, :], -1).max(axis=1)
    return {f"{name}_order": more.sum(axis=1), f"{name}_over_next": values - best}


def _pattern(pairs: Pairs, score: Singles, distance: Places, count: int) -> Columns:
    """Where the page's other stories have their likeliest headline."""
    best = np.full((count, 2), -1.0)
    far = np.full((count, 2), -1.0)
    for story, above, likely, steps in zip(
        pairs.story.tolist(), pairs.above.tolist(), score.tolist(), distance.tolist(), strict=True
    ):
        if likely > best[story, int(above)]:
            best[story, int(above)], far[story, int(above)] = likely, steps
    found: Columns = {}
    others = np.ones((count, count), dtype=bool) & ~np.eye(count, dtype=bool)
    others[:, 0] = False  # the page's own story has the page's headline
    for side, name in ((1, "above"), (0, "beneath")):
        has = best[:, side] >= 0
        sums = others @ np.where(has, best[:, side], 0)
        number = np.maximum(others.sum(axis=1), 1)
        found[f"others_{name}"] = (sums / number)[pairs.story]
    equal = np.zeros(len(pairs))
    for at, (story, steps) in enumerate(zip(pairs.story, distance, strict=True)):
        equal[at] = (others[story] & (far[:, int(pairs.above[at])] == steps)).sum()
    found["others_as_far"] = np.minimum(equal, 6)
    return found
