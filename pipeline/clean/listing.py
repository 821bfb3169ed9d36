"""What tells a page that lists others: where its links lead, and how its parts repeat.

The links of a list lead below its own address and to its next pages; those of an article lead
beside it or up. A list is made of cards, elements of one make beneath one parent, each with a
link; where the text that would be kept stands in such cards it is no story.
"""

import math
import re
from collections.abc import Sequence
from urllib.parse import unquote, urljoin, urlsplit

import numpy as np
import numpy.typing as npt

from pipeline.clean.context import Columns
from pipeline.clean.dom import Page

MAX_LINKS = 1_000
MAX_ADDRESS = 400
LONG_SLUG = 3  # signs between the words of the last part of an address that names a story
NO_PAGE = "-"  # what scripts, mail and telephones are reached by
LEAST_CARDS = 3
CARD_CHARS = 30  # in the mean
LINKED = 0.7  # of the cards have a link

# Of a page that is nothing but cards.
MAX_CARD_CHARS = 500  # in the mean
TITLE_CHARS = 20
TITLE_LINKED = 0.8
MAX_TITLES = 2
CARDS_SHARE = 0.9
LIST_SHARE = 0.85  # of what would be kept
MAYBE_KEPT = 0.3

Reals = npt.NDArray[np.float64]

# Before the name of what all the stories of a section have in common.
_SECTIONS = frozenset(
    "category categories tag tags topic topics archive archives section sections label labels "
    "author authors kategorie kategorien schlagwort thema themen rubrik autor autoren categoria "
    "categorias categorie etiqueta etiquetas seccion tema temas rubrique rubriques "
    "auteur auteurs autore kategori etiket kategoria kategorija рубрика tegi".split()
)

_PAGED = re.compile(r"(?:^|&)(?:page|p|paged|pg|start|offset|seite|pagina)=\d+(?:&|$)")
_PAGE_PATH = re.compile(r"/(?:page|p|seite|pagina)[/-]?\d{1,4}$")


def names_section(url: str) -> bool:
    """Whether the address is that of a section: "/category/health", "/autor/ann-lee/page/2"."""
    parts = [part for part in unquote(urlsplit(url).path).casefold().split("/") if part]
    if not _SECTIONS.isdisjoint(parts[:-1]) and "." not in parts[-1]:
        return len(re.findall(r"[^\W_]+", parts[-1])) <= LONG_SLUG
    return False


def link_columns(written: Sequence[str], url: str) -> dict[str, float]:
    """Where the page's links lead, seen from its own address."""
    own = urlsplit(url)
    host, path = _host(own.netloc), own.path.rstrip("/")
    beneath, folder = f"{path}/", f"{path.rpartition('/')[0]}/"
    inner: set[str] = set()
    outer = own_page = paged = 0
    for address in set(written[:MAX_LINKS]):
        where, to, query = _parts(address[:MAX_ADDRESS], url)
        if where == NO_PAGE:
            continue
        if where and _host(where) != host:
            outer += 1
        elif to == path:
            own_page += 1
            paged += _PAGED.search(query) is not None
        elif _PAGE_PATH.search(to):
            paged += to.startswith(path)
        else:
            inner.add(to)
    total = max(len(inner), 1)
    below = [to for to in inner if to.startswith(beneath)]
    beside = sum(to.startswith(folder) for to in inner)
    slugs = sum(map(_is_slug, inner))
    depth = path.count("/")
    depths = sorted(to.count("/") for to in inner) or [0]
    return {
        "to_all": math.log1p(len(inner)),
        "to_others": outer / (len(inner) + outer + 1),
        "to_own": min(own_page, 10),
        "to_pages": min(paged, 10),
        "to_below": math.log1p(len(below)),
        "to_below_share": len(below) / total,
        "to_below_slugs": math.log1p(sum(map(_is_slug, below))),
        "to_beside": math.log1p(beside),
        "to_beside_share": beside / total,
        "to_slugs": math.log1p(slugs),
        "to_slugs_share": slugs / total,
        "to_deeper": sum(other > depth for other in depths) / total,
        "to_depth": depth - depths[len(depths) // 2],
    }


def _parts(address: str, url: str) -> tuple[str, str, str]:
    """Host (empty where it is the page's own), path and query of an address as it is written."""
    address = address.partition("#")[0]
    if not address.startswith(("/", "http://", "https://")):
        if ":" in address[:12]:
            return NO_PAGE, "", ""
        try:
            address = urljoin(url, address)
        except ValueError:
            return NO_PAGE, "", ""
    address, _, query = address.partition("?")
    start = address.find("//")
    if start < 0 or start > len("https:"):
        return "", address.rstrip("/"), query
    host, _, path = address[start + 2 :].partition("/")
    return host, f"/{path}".rstrip("/"), query


def _host(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def _is_slug(path: str) -> bool:
    last = path[path.rfind("/") + 1 :]
    return last.count("-") + last.count("_") >= LONG_SLUG


def is_list(page: Page, found: npt.NDArray[np.float32]) -> bool:
    """Whether nearly all that would be kept stands in short cards of one make, each with a title
    that leads to a page of its own."""
    parent, make = np.array(page.parent), np.array(page.make)
    first, end = np.array(page.first), np.array(page.end)
    sizes = np.array([min(len(text), 2_000) for text in page.texts], dtype=np.float64)
    links = np.minimum(np.array(page.link_chars, dtype=np.float64), sizes)
    titles = ((links >= TITLE_LINKED * sizes) & (sizes >= TITLE_CHARS)).astype(np.float64)
    kept = sizes * (found >= MAYBE_KEPT)

    def within(values: Reals) -> Reals:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        inside: Reals = sums[end] - sums[first]
        return inside

    letters, titled = within(sizes), within(titles)
    shown = np.flatnonzero(letters > 0)
    if not len(shown) or not kept.any():
        return False
    _, group = np.unique(parent[shown] * (int(make.max()) + 1) + make[shown], return_inverse=True)
    is_card = (titled >= 1) & (titled <= MAX_TITLES) & (within(links) < TITLE_LINKED * letters)
    count = np.bincount(group)
    cards = np.bincount(group, weights=is_card[shown])
    held = np.bincount(group, weights=letters[shown])
    all_kept = np.bincount(group, weights=within(kept)[shown])
    return bool(
        np.any(
            (count >= LEAST_CARDS)
            & (held <= MAX_CARD_CHARS * count)
            & (cards >= CARDS_SHARE * count)
            & (all_kept >= LIST_SHARE * kept.sum())
        )
    )


def card_columns(page: Page, columns: Columns, found: npt.NDArray[np.float32]) -> dict[str, float]:
    """The cards that hold most of the page's letters, and most of those that would be kept."""
    parent, make = np.array(page.parent), np.array(page.make)
    first, end = np.array(page.first), np.array(page.end)
    sizes = np.array([min(len(text), 2_000) for text in page.texts], dtype=np.float64)
    links = np.minimum(np.array(page.link_chars, dtype=np.float64), sizes)

    def within(values: Reals) -> Reals:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        inside: Reals = sums[end] - sums[first]
        return inside

    held = within(sizes)
    shown = np.flatnonzero(held > 0)
    _, group = np.unique(parent[shown] * (int(make.max()) + 1) + make[shown], return_inverse=True)

    def of_groups(values: Reals) -> Reals:
        return np.bincount(group, weights=values).astype(np.float64)

    count = of_groups(np.ones(len(shown)))
    letters = of_groups(held[shown])
    kept = of_groups(within(sizes * (found >= 0.5))[shown])
    linked = of_groups((within(links) > 0)[shown].astype(np.float64))
    dated = of_groups((within(columns["date"].astype(np.float64)) > 0)[shown].astype(np.float64))
    density = of_groups(within(links)[shown]) / letters
    cards = (count >= LEAST_CARDS) & (letters >= CARD_CHARS * count) & (linked >= LINKED * count)
    total, all_kept = sizes.sum(), max(float((sizes * (found >= 0.5)).sum()), 1.0)
    values: dict[str, float] = {"card_groups": math.log1p(cards.sum())}
    for name, measure in (("cards", letters), ("kept_cards", kept)):
        best = int(np.argmax(np.where(cards, measure, -1.0)))
        there = bool(cards[best])
        values |= {
            f"{name}_share": letters[best] / total if there else 0.0,
            f"{name}_kept": kept[best] / all_kept if there else 0.0,
            f"{name}_count": math.log1p(count[best]) if there else 0.0,
            f"{name}_letters": math.log1p(letters[best] / count[best]) if there else 0.0,
            f"{name}_density": density[best] if there else -1.0,
            f"{name}_dated": dated[best] / count[best] if there else -1.0,
        }
    return values
