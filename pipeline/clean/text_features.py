"""Everything that is looked at of flattened text: its lines -> named columns, one value a line.

Three steps, each with the columns of the one before: what a line says and what stands around it
(`line_columns`); how it stands to the page's headline and to titles of its own (`story_columns`);
and what was answered for the lines around it (`second_columns`).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.clean import wording
from pipeline.clean.context import (
    FAR,
    Columns,
    distances,
    mentions,
    neighbours,
    placement,
    repeats,
    sayings,
    shifted,
    slug_words,
    stems_of,
    stretches,
    told,
    window,
)
from pipeline.clean.features import amounts

PROSE_WORDS = 10
TITLE_REACH = 4  # lines between a title and the run of prose that it heads
SHORT_RUN = 2  # lines of prose under a title of their own: an excerpt of another story
FEW_STEMS = 3
LOG_ODDS = 6.0  # answers beyond are all the same
_SHOWN = ("width", "ends_sentence", "starts_upper", "title_shaped", "date", "marker", "byline",
          "caption", "promotion", "interface", "related", "capitalised", "source")  # fmt: skip
_SAID = ("date", "marker", "interface", "byline", "promotion", "source", "caption")

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


def line_columns(texts: Sequence[str], url: str) -> Columns:
    """What each line says and what stands around it; there is at least one line.

    What the page is about is known from its address only, where that holds words.
    """
    about = " ".join(sorted(slug_words(url)))
    rows = wording.wording(texts)
    columns: Columns = {name: rows[:, at] for at, name in enumerate(wording.NAMES)}
    width = np.expm1(rows[:, wording.NAMES.index("width")].astype(np.float64))
    prose = (columns["words"] >= np.log1p(PROSE_WORDS)) & (columns["sentences"] > 0)
    columns["prose"] = prose
    columns |= repeats(texts)
    columns |= sayings(texts, [about] if about else [], "")
    columns |= told(mentions(texts, about))
    columns |= _surroundings(columns, width, prose)
    columns |= neighbours({name: columns[name] for name in ("words", "times", "bars")}, 3)
    return columns


def _surroundings(
    columns: Columns, width: npt.NDArray[np.float64], prose: npt.NDArray[np.bool_]
) -> Columns:
    """What stands around each line."""
    found = placement(np.minimum(width, wording.MEASURED_CHARS))
    found |= distances("prose", prose)
    for name in ("marker", "date", "byline"):
        found |= distances(name, columns[name] > 0)
    found |= neighbours({name: columns[name] for name in _SHOWN}, 2)
    found |= neighbours({"width": columns["width"]}, 3)
    letters = np.where(prose, np.minimum(width, 400), 0)
    for reach in (2, 5, 12):
        found[f"prose_within{reach}"] = window(prose, reach)
        found[f"letters_within{reach}"] = np.log1p(window(letters, reach))
        found[f"titles_within{reach}"] = window(columns["title_shaped"], reach)
        found[f"width_within{reach}"] = window(columns["width"], reach) / (2 * reach + 1)
    found |= stretches(prose, letters)
    return found | amounts(columns, prose, letters)


def story_columns(texts: Sequence[str], columns: Columns, headline: int | None) -> Columns:
    """How each line stands to the headline, by its place, and to the titles above and beneath."""
    found = dict(columns)
    count = len(texts)
    title = "" if headline is None else texts[headline]
    about = told(mentions(texts, title))
    found |= {f"{name}_headline": values for name, values in about.items()}
    at = np.full(count, FAR) if headline is None else np.arange(count) - headline
    found["below_headline"] = np.clip(at, -FAR, 4 * FAR)
    return found | _titled(texts, columns)


def _titled(texts: Sequence[str], columns: Columns) -> Columns:
    """Titles, and the runs of prose that nothing interrupts."""
    count = len(texts)
    prose: Flags = columns["prose"]
    titles = (columns["title_shaped"] > 0) & (columns["width"] >= np.log1p(16)) & ~prose
    titles &= columns["words"] >= np.log1p(2.5)
    for sign in _SAID:
        titles &= columns[sign] == 0
    found = distances("title", titles)
    starts = prose & ~np.append(False, prose[:-1])
    number = np.cumsum(starts) - 1
    firsts = np.flatnonzero(starts)
    sizes = np.bincount(number[prose], minlength=len(firsts))[: len(firsts)]
    if not len(firsts):
        return found | {name: np.zeros(count) for name in _RUNS}
    mine = np.maximum(number, 0)
    above = found["title_above"][firsts].astype(np.intp)
    headed = (above <= TITLE_REACH) & (sizes <= SHORT_RUN)
    like = np.array([(headed & (above == by)).sum() for by in range(TITLE_REACH + 1)])
    alike = np.where(headed, like[np.minimum(above, TITLE_REACH)] - 1, 0)
    shares = _shares(texts, titles, firsts)
    values = (
        np.where(prose, sizes[mine], 0),
        np.where(prose, np.arange(count) - firsts[mine], -1),
        np.where(prose, above[mine], FAR),
        np.where(prose, headed[mine], 0),
        np.where(prose, alike[mine], -1),
        np.full(count, min(int(headed.sum()), 12)),
        np.full(count, headed.mean()),
        np.where(prose, shares[mine], -1),
    )
    return found | dict(zip(_RUNS, values, strict=True))


_RUNS = ("run", "run_place", "run_title", "run_headed", "run_alike", "page_headed",
         "page_headed_share", "run_title_share")  # fmt: skip


def _shares(texts: Sequence[str], titles: Flags, firsts: Places) -> Floats:
    """How much of the title right above each run its first line says; -1 where none is near."""
    shares = np.full(len(firsts), -1.0)
    for run, first in enumerate(firsts.tolist()):
        near = np.flatnonzero(titles[max(0, first - TITLE_REACH) : first])
        if not len(near):
            continue
        stems = stems_of(texts[max(0, first - TITLE_REACH) + int(near[-1])])
        shares[run] = len(stems & stems_of(texts[first])) / max(len(stems), FEW_STEMS)
    return shares


def second_columns(columns: Columns, likely: npt.NDArray[np.float32]) -> Columns:
    """What was answered for the lines around, to look at each line once more."""
    clipped = np.clip(likely.astype(np.float64), 1e-6, 1 - 1e-6)
    odds = np.clip(np.log(clipped / (1 - clipped)), -LOG_ODDS, LOG_ODDS)
    prose: Flags = columns["prose"]
    letters = np.where(prose, np.expm1(columns["width"].astype(np.float64)), 1).clip(max=400)
    count = len(odds)
    found: Columns = {"odds": odds, "likely_page": np.full(count, clipped.mean())}
    found |= neighbours({"odds": odds}, 4)
    for reach in (3, 8, 20):
        found[f"odds_within{reach}"] = window(odds * letters, reach) / window(letters, reach)
    places = np.arange(count)
    last = np.maximum.accumulate(np.where(prose, places, -1))
    above = shifted(last, -1).astype(np.intp)
    ahead = np.minimum.accumulate(np.where(prose, places, count)[::-1])[::-1]
    below = shifted(ahead, 1, count).astype(np.intp)
    padded = np.append(odds, -LOG_ODDS)
    found["odds_prose_above"] = padded[above]  # no prose above is place -1
    found["odds_prose_below"] = padded[np.minimum(below, count)]
    kept = clipped > 0.5
    sums = np.cumsum(kept * letters)
    total = max(float(sums[-1]), 1.0)
    found["kept_above"] = sums / total
    found["kept_letters"] = np.full(count, np.log1p(total))
    found["kept_share"] = np.full(count, total / letters.sum())
    found |= {f"kept{name}": values for name, values in distances("", kept).items()}
    headed = columns["run_headed"] > 0
    mean = float((odds * headed).sum()) / max(int(headed.sum()), 1)
    found["odds_headed"] = np.full(count, mean if headed.any() else -LOG_ODDS)
    return found
