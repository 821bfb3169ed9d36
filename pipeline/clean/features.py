"""Everything that is looked at of an HTML page's blocks -> named columns, one value a block."""

import numpy as np
import numpy.typing as npt

from pipeline.clean import wording
from pipeline.clean.containers import Containers
from pipeline.clean.context import (
    Columns,
    distance_above,
    distance_below,
    mentions,
    placement,
    repeats,
    sayings,
    shifted,
    stretches,
    told,
    window,
)
from pipeline.clean.dom import TAG_NUMBER, Page
from pipeline.clean.metadata import Metadata

PROSE_WORDS = 10
PROSE_LINKS = 0.5
MENU_LINKS = 0.8
MENU_CHARS = 60

MASKS = ("names_above", "names_below")  # columns of bits, which trees cannot part

Flags = npt.NDArray[np.bool_]

_H1 = TAG_NUMBER["h1"]
_HTML_WORDING = ("width", "words", "sentences", "ends_sentence", "ends_question", "digits", "upper",
                 "capitalised", "wide", "brackets", "date", "marker", "interface", "related",
                 "promotion", "byline")  # fmt: skip
_NEIGHBOURS = {"capitalised": (1,), "density": (-1,), "tag0": (1,), "make0_in": (-2, 1),
               "body_in": (-2, -1, 1, 2)}  # fmt: skip


def html_columns(page: Page, metadata: Metadata) -> Columns:
    """The columns of an HTML page's blocks; the page has at least one.

    These are the ones that trees chose when they could have all that flattened text has, more
    neighbours and more names of what stands around a block; the other half is no help to them.
    """
    count, headline = len(page.texts), metadata.headline or ""
    letters = np.fromiter(map(len, page.texts), dtype=np.float64, count=count)
    links = np.array(page.link_chars, dtype=np.float64)
    menus = _menus(letters, links / np.maximum(letters, 1))
    rows = wording.wording(page.texts, _HTML_WORDING, ~menus)
    columns: Columns = {name: rows[:, at] for at, name in enumerate(_HTML_WORDING)}
    columns["menu"] = menus
    width = np.expm1(columns["width"].astype(np.float64))
    prose = (
        (columns["words"] >= np.log1p(PROSE_WORDS))
        & (columns["sentences"] > 0)
        & (links / np.maximum(letters, 1) < PROSE_LINKS)
    )
    found = mentions(page.texts, headline)
    columns |= told(found)
    columns |= Containers(page, width, prose).columns(found)
    columns["h1_above"] = distance_above(columns["tag0"] == _H1)
    columns |= repeats(page.texts)
    searched = ~menus | (2 * letters > len(headline))  # a shorter link cannot say the same
    columns |= sayings(page.texts, [headline], metadata.description or "", searched)
    columns["types_article"] = np.full(count, any("Article" in kind for kind in metadata.types))
    columns |= _around(columns, width, prose)
    columns["density_near"] = window(links, 3) / np.maximum(window(letters, 3), 1)
    columns["density_wide"] = window(links, 8) / np.maximum(window(letters, 8), 1)
    columns["page_density"] = np.full(count, links.sum() / max(letters.sum(), 1))
    return columns


def _around(
    columns: Columns, width: npt.NDArray[np.float64], prose: npt.NDArray[np.bool_]
) -> Columns:
    """What stands above and below each block of an HTML page."""
    places = placement(np.minimum(width, wording.MEASURED_CHARS))
    found: Columns = {name: places[name] for name in ("place", "place_letters")}
    for name in ("marker", "date", "byline"):
        found[f"{name}_above"] = distance_above(columns[name] > 0)
    for name in ("date", "byline"):
        found[f"{name}_below"] = distance_below(columns[name] > 0)
    for name, places_away in _NEIGHBOURS.items():
        for by in places_away:
            found[f"{name}{by:+d}"] = shifted(columns[name], by)
    letters = np.where(prose, np.minimum(width, 400), 0)
    found["prose_within2"] = window(prose, 2)
    for reach in (2, 12):
        found[f"letters_within{reach}"] = np.log1p(window(letters, reach))
    for reach in (2, 5, 12):
        found[f"width_within{reach}"] = window(columns["width"], reach) / (2 * reach + 1)
    found |= stretches(prose, letters)
    return found | amounts(columns, prose, letters)


def amounts(
    columns: Columns, prose: npt.NDArray[np.bool_], letters: npt.NDArray[np.float64]
) -> Columns:
    """How much text there is in the page, and how much of it stands above each line."""
    count = len(prose)
    sums = np.cumsum(letters)
    return {
        "page_blocks": np.full(count, np.log1p(count)),
        "page_prose": np.full(count, np.log1p(prose.sum())),
        "page_letters": np.full(count, np.log1p(letters.sum())),
        "page_prose_share": np.full(count, prose.mean() if count else 0.0),
        "page_wide": np.full(count, columns["wide"].mean() if count else 0.0),
        "prose_passed": sums / max(float(letters.sum()), 1.0),
        "prose_ahead": np.log1p(letters.sum() - sums),
        "prose_behind": np.log1p(sums - letters),
    }


def _menus(letters: npt.NDArray[np.float64], density: npt.NDArray[np.float64]) -> Flags:
    """The short links between short links: two blocks of five, which hold no text of a story."""
    short: Flags = (density > MENU_LINKS) & (letters < MENU_CHARS)
    above = np.append(True, short[:-1])
    below = np.append(short[1:], True)
    menus: Flags = short & above & below
    return menus
