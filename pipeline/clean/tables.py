"""The tables of data that belong to a story.

The trees know tables from pages that are laid out in them, and the pages that they learned from
have few others, so that the cells of a story's table look like furniture to them. A table of data
has rows of short cells, few of them links, and follows text in the element that holds both.

All is reckoned with running sums over the blocks, for all tables of a page at once: hostile pages
nest them by the thousand.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.clean.context import Columns
from pipeline.clean.dom import TAG_NUMBER, TAGS, Page

MIN_BLOCKS = 6
MIN_ROWS = 2
MAX_CELL_CHARS = 200
CELLS = 0.9  # of a table's blocks; captions and notes are none
LINK_TEXT = 0.5
LINKED = 0.25  # of the cells at most are links
MOST_IN_A_ROW = 8  # tables without text between
REACH = 3  # blocks from the text to its table
LEVELS = 3  # elements up from a table to the one that holds the text too
HEADING_LIKELY = 0.25  # of a heading between the text and its table

_TABLE = TAG_NUMBER["table"]
_IS_CELL = np.array([tag in ("td", "th") for tag in TAGS])
_IS_HEADING = np.array([tag in ("h2", "h3", "h4", "h5", "h6") for tag in TAGS])
_ELSEWHERE = ("above_related", "above_navigation", "in_aside", "in_nav")

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def table_places(
    page: Page, columns: Columns, found: npt.NDArray[np.float32], kept: set[int]
) -> set[int]:
    """The blocks of the tables that belong to the text, and the heading right above each; `found`
    are the probabilities of the blocks, `kept` those that are text."""
    if _TABLE not in page.tag or not kept:
        return set()
    tag, first, end = np.array(page.tag), np.array(page.first), np.array(page.end)
    tables = np.flatnonzero((tag == _TABLE) & (first > 0) & (end - first >= MIN_BLOCKS))
    if not len(tables):
        return set()
    stays = np.zeros(len(page.texts), dtype=bool)
    stays[list(kept)] = True
    tables = _following(page, tables[_is_of_data(page, columns, tables, stays)], stays)
    steps = np.zeros(len(page.texts) + 1, dtype=np.int64)
    np.add.at(steps, first[tables], 1)
    np.add.at(steps, end[tables], -1)
    above = first[tables] - 1
    holder = np.array(page.holder)
    named = above[_IS_HEADING[tag[holder[above]]] & (found[above] >= HEADING_LIKELY)]
    return set(np.flatnonzero(np.cumsum(steps)[:-1]).tolist()) | set(named.tolist())


def _following(page: Page, tables: Ints, stays: Flags) -> Ints:
    """The tables that follow text, or each other beneath it."""
    first, end = np.array(page.first), np.array(page.end)
    told, chosen = stays.copy(), np.zeros(len(tables), dtype=bool)
    for _ in range(MOST_IN_A_ROW):
        follows = _follows_text(page, tables, told)
        if bool((follows == chosen).all()):
            break
        chosen = follows
        for table in tables[chosen].tolist():
            told[first[table] : end[table]] = True
    return tables[chosen]


def _is_of_data(page: Page, columns: Columns, tables: Ints, stays: Flags) -> Flags:
    """Which tables hold rows of short cells, none of which is text by itself."""
    first, end = np.array(page.first)[tables], np.array(page.end)[tables]
    holder = np.array(page.holder)
    cell = _IS_CELL[np.array(page.tag)[holder]]
    long = np.fromiter((len(text) > MAX_CELL_CHARS for text in page.texts), bool, len(page.texts))
    # A row is counted where its first cell stands.
    row = np.array(page.parent)[holder[cell]]
    _, opening, sizes = np.unique(row, return_index=True, return_counts=True)
    opening = np.flatnonzero(cell)[opening]
    rows, lone = np.zeros(len(cell), dtype=bool), np.zeros(len(cell), dtype=bool)
    rows[opening] = True
    lone[opening[sizes == 1]] = True
    elsewhere = np.any([columns[name] > 0 for name in _ELSEWHERE], axis=0)

    def within(values: Flags) -> Ints:
        sums = _sums(values)
        inside: Ints = sums[end] - sums[first]
        return inside

    is_of_data: Flags = (
        (within(stays | long | elsewhere | lone) == 0)
        & (within(rows) >= MIN_ROWS)
        & (within(cell) >= CELLS * (end - first))
        & (within(columns["density"] > LINK_TEXT) <= LINKED * (end - first))
    )
    return is_of_data


def _follows_text(page: Page, tables: Ints, stays: Flags) -> Flags:
    """Which tables have text right before them, in an element that holds both."""
    parent, first, told = np.array(page.parent), np.array(page.first), _sums(stays)
    start = first[tables]
    shared = np.zeros(len(tables), dtype=bool)
    around = tables
    for _ in range(LEVELS):
        around = parent[around]
        shared |= told[start] > told[first[around]]
    follows: Flags = shared & (told[start] > told[np.maximum(start - REACH, 0)])
    return follows


def _sums(values: npt.NDArray[Any]) -> Ints:
    sums: Ints = np.concatenate(([0], np.cumsum(values)))
    return sums
