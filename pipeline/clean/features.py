"""Everything that is looked at of an HTML page's blocks -> named columns, one value a block."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.clean import wording
from pipeline.clean.containers import Containers
from pipeline.clean.context import (
    Columns,
    distances,
    mentions,
    neighbours,
    placement,
    repeats,
    sayings,
    stretches,
    told,
    window,
)
from pipeline.clean.dom import TAG_NUMBER, Page
from pipeline.clean.lines import plain
from pipeline.clean.metadata import Metadata

PROSE_WORDS = 10
PROSE_LINKS = 0.5
MENU_LINKS = 0.8
MENU_CHARS = 60
BODY_SAMPLE = 60  # letters of a block that are looked for in the stated body

Flags = npt.NDArray[np.bool_]

_H1 = TAG_NUMBER["h1"]
_WIDTH, _WORDS = wording.NAMES.index("width"), wording.NAMES.index("words")
_ENDS, _SENTENCES = wording.NAMES.index("ends_sentence"), wording.NAMES.index("sentences")
_SHOWN = ("width", "ends_sentence", "starts_upper", "title_shaped", "date", "marker", "byline",
          "caption", "promotion", "interface", "related", "capitalised", "source")  # fmt: skip


def html_columns(page: Page, metadata: Metadata) -> Columns:
    """The columns of an HTML page's blocks; the page has at least one."""
    letters = np.array([len(text) for text in page.texts], dtype=np.float64)
    density = np.array(page.link_chars) / np.maximum(letters, 1)
    menus = _menus(letters, density)
    rows = wording.wording(page.texts, ~menus)
    columns: Columns = {name: rows[:, at] for at, name in enumerate(wording.NAMES)}
    columns["menu"] = menus
    width = np.expm1(rows[:, _WIDTH].astype(np.float64))
    prose = (
        (rows[:, _WORDS] >= np.log1p(PROSE_WORDS))
        & (rows[:, _SENTENCES] > 0)
        & (density < PROSE_LINKS)
    )
    found = mentions(page.texts, metadata.headline or "")
    columns |= told(found)
    columns |= Containers(page, width, prose).columns(found)
    columns |= distances("h1", np.isin(columns["tag0"], _H1))
    columns["links"] = np.minimum(np.array(page.links), 20)
    columns["bold"] = np.array(page.bold_chars) / np.maximum(letters, 1)
    columns["time"] = np.minimum(np.array(page.times), 3)
    columns |= _stated(page.texts, metadata)
    columns |= surroundings(columns, width, prose)
    around = {name: columns[name] for name in ("density", "tag0", "make0_in", "body_in")}
    columns |= neighbours(around, 2)
    columns["density_near"] = window(np.array(page.link_chars), 3) / np.maximum(
        window(letters, 3), 1
    )
    columns["density_wide"] = window(np.array(page.link_chars), 8) / np.maximum(
        window(letters, 8), 1
    )
    columns["page_density"] = np.full(len(width), sum(page.link_chars) / max(letters.sum(), 1))
    holders = np.array(page.holder)
    columns["same_holder"] = (holders == np.roll(holders, 1)) + 2.0 * (
        holders == np.roll(holders, -1)
    )
    return columns


def _menus(letters: npt.NDArray[np.float64], density: npt.NDArray[np.float64]) -> Flags:
    """The short links between short links: two blocks of five, which hold no text of a story."""
    short: Flags = (density > MENU_LINKS) & (letters < MENU_CHARS)
    above = np.append(True, short[:-1])
    below = np.append(short[1:], True)
    menus: Flags = short & above & below
    return menus


def surroundings(
    columns: Columns, width: npt.NDArray[np.float64], prose: npt.NDArray[np.bool_]
) -> Columns:
    """What stands around each block or line, as far as HTML and flattened text tell alike."""
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
    count = len(width)
    found["page_blocks"] = np.full(count, np.log1p(count))
    found["page_prose"] = np.full(count, np.log1p(prose.sum()))
    found["page_letters"] = np.full(count, np.log1p(letters.sum()))
    found["page_prose_share"] = np.full(count, prose.mean() if count else 0.0)
    found["page_wide"] = np.full(count, columns["wide"].mean() if count else 0.0)
    sums = np.cumsum(letters)
    found["prose_passed"] = sums / max(float(letters.sum()), 1.0)
    found["prose_ahead"] = np.log1p(letters.sum() - sums)
    found["prose_behind"] = np.log1p(sums - letters)
    return found


def _stated(texts: Sequence[str], metadata: Metadata) -> Columns:
    """What the page's metadata says of its lines."""
    found = repeats(texts)
    headlines = [metadata.headline] if metadata.headline else []
    found |= sayings(texts, headlines, metadata.description or "")
    count = len(texts)
    people = {plain(author) for author in metadata.authors}
    found["author"] = np.fromiter(
        (len(text) < 200 and any(p in plain(text) for p in people) for text in texts),
        dtype=np.float32,
        count=count,
    )
    if metadata.article_body:
        body = "".join(metadata.article_body.split())
        found["in_stated"] = np.fromiter(
            ("".join(text[: 2 * BODY_SAMPLE].split())[:BODY_SAMPLE] in body for text in texts),
            dtype=np.float32,
            count=count,
        )
    else:
        found["in_stated"] = np.full(count, -1, dtype=np.float32)
    found["types_article"] = np.full(count, any("Article" in kind for kind in metadata.types))
    return found
