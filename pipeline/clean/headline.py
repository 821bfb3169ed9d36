"""Which line of flattened text is the page's own headline, if any is.

It takes the lines with their columns (`text_features.line_columns`) and asks boosted trees of every
line that could be one: what stands around it, whether the address or the page says it again,
whether the prose beneath tells of it, and how it compares with the page's other lines that could be
one.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from pipeline.clean import trees
from pipeline.clean.context import Columns, slug_words, stems_of
from pipeline.clean.lines import could_be_headline, is_title_shaped, plain, width

MODEL = "headline"
MIN_WIDTH = 8
MAX_WIDTH = 260
MAX_CANDIDATES = 200
PROSE_LINES = 15  # a headline stands above this prose line of the page
TOLD_LINES = 10  # of prose beneath
LEAST_TITLE = 30  # letters of a line above a standfirst; shorter ones are sections and kickers
LONGER = 1.4  # is a standfirst than its headline
HEADLINE_SHARE = 0.3  # of the likelihood of its standfirst, that a headline has at least
ALIKE = 0.9
FEW_STEMS = 3  # a title of fewer is told by chance

SITE_SUFFIX = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")

Places = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]


def headline_at(texts: Sequence[str], columns: Columns, url: str) -> tuple[int | None, float]:
    """The first place of the line that most likely is the headline, None where none is likely; and
    how likely it is."""
    model = trees.load(MODEL)
    return likeliest(texts, columns, url, model, model.card.threshold)


def likeliest(
    texts: Sequence[str], columns: Columns, url: str, model: trees.Trees, threshold: float
) -> tuple[int | None, float]:
    """The same, by this model."""
    places = candidates(columns)
    if not len(places):
        return None, 0.0
    told = headline_columns(texts, columns, url, places)
    found = model.probabilities(told)
    best = int(found.argmax())
    likely = float(found[best])
    if likely < threshold:
        return None, likely
    for beside in (best - 1, best + 1):
        if _is_standfirst_of(texts, told, places, found, best, beside):
            return int(places[beside]), likely
    return int(places[best]), likely


def _is_standfirst_of(
    texts: Sequence[str], told: Columns, places: Places, found: Floats, best: int, beside: int
) -> bool:
    """Whether the likeliest line is the standfirst of the one right beside it, which could be the
    headline too: it is longer, and neither the address nor the page says it more often. Above its
    headline one is a sentence. Breadcrumbs end with the headline."""
    if not 0 <= beside < len(places) or places[beside] - places[best] != beside - best:
        return False
    share = found[beside] / found[best]
    longer = np.expm1(told["width"][best]) >= LONGER * np.expm1(told["width"][beside])
    if share < HEADLINE_SHARE or not (longer or (share >= ALIKE and beside < best)):
        return False
    if any(told[name][beside] < told[name][best] for name in ("slug", "times")):
        return False
    title, standfirst = texts[places[beside]], texts[places[best]]
    if width(title) < LEAST_TITLE or not could_be_headline(title):
        return False
    if beside > best and is_title_shaped(standfirst):
        return False
    return plain(standfirst) not in plain(title) and plain(title) not in plain(standfirst)


def candidates(columns: Columns) -> Places:
    """The lines above or among the page's first prose that could be a headline."""
    prose = np.flatnonzero(columns["prose"])
    end = prose[PROSE_LINES - 1] if len(prose) >= PROSE_LINES else len(columns["prose"])
    widths = np.expm1(columns["width"])
    could = (widths >= MIN_WIDTH - 0.5) & (widths <= MAX_WIDTH + 0.5)
    for sign in ("date", "marker", "interface", "byline"):
        could &= columns[sign] == 0
    could &= (columns["words"] > np.log1p(1.5)) | (columns["wide"] > 0)
    could[end:] = False
    return np.flatnonzero(could)[-MAX_CANDIDATES:]


def headline_columns(texts: Sequence[str], columns: Columns, url: str, places: Places) -> Columns:
    """What the trees look at, one value a candidate."""
    found: Columns = {name: values[places] for name, values in columns.items()}
    slug = slug_words(url)
    host = (urlsplit(url).hostname or "").replace("-", "").replace(".", "")
    prose = np.flatnonzero(columns["prose"])
    said = [stems_of(texts[place]) for place in prose[: PROSE_LINES + TOLD_LINES].tolist()]
    first = np.searchsorted(prose, places, side="right")
    around = {above: _told_around(said, above) for above in set(first.tolist())}
    rows = [
        _of_title(texts[place], around[above], slug, host)
        for place, above in zip(places.tolist(), first.tolist(), strict=True)
    ]
    table = np.array(rows, dtype=np.float64).reshape(len(places), len(_OWN))
    found |= {name: table[:, at] for at, name in enumerate(_OWN)}
    found["prose_lines_above"] = np.minimum(first, PROSE_LINES)
    found["candidates"] = np.full(len(places), np.log1p(len(places)))
    found["candidates_below"] = np.arange(len(places))[::-1]
    for name in ("slug", "told_below", "told_beside", "width", "times", "capitalised"):
        values = found[name]
        found[f"{name}_of_best"] = values - values.max()
        found[f"{name}_order"] = (values[None, :] > values[:, None]).sum(axis=1)
    return found


_OWN = ("slug", "slug_covered", "stems", "told_below", "told_beside", "told_above", "told_first",
        "of_host")  # fmt: skip


def _told_around(said: Sequence[frozenset[str]], above: int) -> tuple[frozenset[str], ...]:
    """The stems of the prose beneath, right beneath and above a line, and of the next prose line.

    `said` are the stems of the prose lines, `above` of which stand above this line.
    """
    none = frozenset[str]()
    return (
        none.union(*said[above : above + TOLD_LINES]),
        none.union(*said[above : above + 3]),
        none.union(*said[:above]),
        *said[above : above + 1],
    )


def _of_title(
    text: str, around: tuple[frozenset[str], ...], slug: frozenset[str], host: str
) -> tuple[float, ...]:
    words = plain(text)
    own = frozenset(words.split())
    both = len(own & slug)
    stems = stems_of(text)
    least = max(len(stems), FEW_STEMS)
    told = [len(stems & each) / least for each in around]
    return (
        2 * both / (len(slug) + len(own)) if slug else -1.0,
        both / len(slug) if slug else -1.0,
        len(stems),
        *told[:3],
        told[3] if len(told) > 3 else -1.0,
        sum(len(word) for word in own if len(word) > 2 and word in host) / max(len(words), 1),
    )


def without_site(headline: str, url: str) -> str:
    """The headline without the site's name behind a bar, or behind a dash if the address has it."""
    found = SITE_SUFFIX.search(headline)
    if found is None or not could_be_headline(headline[: found.start()]):
        return headline
    host = (urlsplit(url).hostname or "").replace("-", "").replace(".", "")
    name = plain(found.group()).replace(" ", "")
    barred = "|" in found.group()
    return headline[: found.start()] if barred or (name and name in host) else headline
