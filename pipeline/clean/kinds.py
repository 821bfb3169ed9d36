"""What kind of page an HTML page is: one row of numbers, and the probability of each other kind.

An article is told from products, forums and listings by what its text is like and where it stands,
by what the page states of itself, by its address and where its links lead (`listing`): columns that
hold counts and shares, so that no single sign decides. Beside these trees a logistic regression
looks at the words of all class names, which shops and forums have in common whatever their
language; both count alike. Alone, either refuses a third less at the same loss of articles.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from pipeline.clean import groups, trees
from pipeline.clean.context import Columns
from pipeline.clean.dom import TAGS, Page
from pipeline.clean.listing import card_columns, link_columns
from pipeline.clean.metadata import Metadata
from pipeline.wire import decode

KINDS = ("product", "forum", "listing")
LEAST = 1e-6
# Of class names on an article that says to be one; the trees would have to be sure of the contrary
# for it to be refused. Nine such pages of ten stay below.
NAMED_ARTICLE = 0.06
MAX_NAME_CHARS = 200

_TYPES = (
    "Product ProductGroup Offer AggregateOffer ItemList CollectionPage SearchResultsPage "
    "DiscussionForumPosting QAPage Question VideoObject NewsArticle Article BlogPosting WebPage "
    "BreadcrumbList Organization WebSite ImageObject Review FAQPage LocalBusiness Recipe "
    "og:article og:product og:website og:video og:blog og:product.group"
).split()
_PATH_WORDS = (
    "product products shop store item p dp buy forum forums thread threads topic topics t "
    "viewtopic showthread discussion questions question community category categories tag tags "
    "collection collections c search list lists archive archives page article articles "
    "news story blog post posts sports world author authors docs support"
).split()
_PATH_DATE = re.compile(r"/(?:19|20)\d\d[/-]\d\d?")
MONEY = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|EUR|USD|zł|kr)\b")
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_IS_HEADING = np.array([tag in ("h2", "h3", "h4") for tag in TAGS])

Floats = npt.NDArray[np.float32]


def page_columns(
    page: Page, columns: Columns, found: Floats, metadata: Metadata, url: str
) -> dict[str, float]:
    """The page as one row; `found` are the probabilities of its blocks."""
    values = _text(page, columns, found)
    values |= _stated(metadata)
    values |= address_columns(url)
    values |= card_columns(page, columns, found)
    values |= link_columns(page.addresses, url)
    values["classes"] = np.log1p(len(page.classes))
    values["classed"] = np.log1p(sum(page.classes.values()))
    return {name: float(value) for name, value in values.items()}


def other_kinds(row: Mapping[str, float], named: float) -> dict[str, float]:
    """How probable each of `KINDS` is; half of it is what the class names say of all of them."""
    found = probabilities("kind", row)
    total = max(sum(found.values()), LEAST)
    both = (total + named) / 2
    return {kind: both * share / total for kind, share in found.items()}


def probabilities(model: str, row: Mapping[str, float]) -> dict[str, float]:
    """What the trees of each of `KINDS` say of a page."""
    return {kind: _probability(trees.load(f"{model}-{kind}"), row) for kind in KINDS}


def _probability(model: trees.Trees, row: Mapping[str, float]) -> float:
    asked = np.array([[row[name] for name in model.card.columns]], dtype=np.float32)
    return float(model.of_rows(asked)[0])


def named_other(page: Page) -> float:
    """How probably the page is no article by the words of its class names alone."""
    words = _name_words(trees.FOLDER)
    # In their order, so that the sum is the same in every process.
    known = sorted(class_words(page) & words.weights.keys())
    sum_ = words.bias + sum(words.weights[word] for word in known)
    return 1 / (1 + math.exp(-sum_))


def class_words(page: Page) -> frozenset[str]:
    """The words that the class names of the page's elements are made of."""
    names = " ".join([name[:MAX_NAME_CHARS] for name in page.classes])
    return frozenset(" ".join(set(_NAME_WORD.findall(names))).lower().split())


@dataclass(frozen=True, slots=True)
class NameWords:
    """A logistic regression over the words of class names (`kind-words.json`)."""

    bias: float
    weights: dict[str, float]


@cache
def _name_words(folder: Path) -> NameWords:
    return decode((folder / "kind-words.json").read_bytes(), NameWords)


def _text(page: Page, columns: Columns, found: Floats) -> dict[str, Any]:
    kept = found >= 0.5
    letters = np.array([min(len(text), 2_000) for text in page.texts], dtype=np.float64)
    links = np.array(page.link_chars, dtype=np.float64)
    prose = (columns["sentences"] > 0) & (columns["words"] > 2.3) & (columns["density"] < 0.5)
    places = np.flatnonzero(kept)
    count = len(letters)
    total, held = max(letters.sum(), 1.0), max(float(letters[kept].sum()), 1.0)
    holders = np.array(page.parent)[np.array(page.holder)]
    makes = np.array(page.make)[np.array(page.holder)]
    tags = np.array(page.tag)[np.array(page.holder)]
    heading = _IS_HEADING[tags]
    span = int(places[-1] - places[0]) + 1 if len(places) else 0
    _, same = np.unique(holders[kept], return_counts=True)
    _, alike = np.unique(makes, return_counts=True)
    money = sum(MONEY.search(text) is not None for text in page.texts if len(text) < 200)
    values: dict[str, Any] = {
        "kept": np.log1p(len(places)),
        "kept_letters": np.log1p(letters[kept].sum()),
        "kept_share": letters[kept].sum() / total,
        "kept_blocks_share": len(places) / max(count, 1),
        "kept_links": links[kept].sum() / held,
        "kept_prose": np.log1p((kept & prose).sum()),
        "kept_prose_share": letters[kept & prose].sum() / held,
        "kept_longest": np.log1p(letters[kept].max(initial=0)),
        "kept_mean": held / max(len(places), 1),
        "kept_dense": len(places) / max(span, 1),
        "kept_start": places[0] / count if len(places) else -1,
        "kept_end": places[-1] / count if len(places) else -1,
        "kept_holders": np.log1p(len(same)),
        "kept_in_largest": same.max(initial=0) / max(len(places), 1),
        "kept_headings": np.log1p((kept & heading).sum()),
        "kept_items": (kept & (columns["in_li"] > 0)).sum() / max(len(places), 1),
        "kept_cells": (kept & (columns["in_table"] > 0)).sum() / max(len(places), 1),
        "sure": (letters * found).sum() / total,
        "doubt": (letters * np.minimum(found, 1 - found)).sum() / held,
        "best": np.sort(found)[-3:].mean() if count else 0,
        "blocks": np.log1p(count),
        "letters": np.log1p(total),
        "links": links.sum() / total,
        "prose": np.log1p(prose.sum()),
        "prose_share": letters[prose].sum() / total,
        "linked_headings": np.log1p((heading & (columns["density"] > 0.8)).sum()),
        "headings": np.log1p(heading.sum()),
        "firsts": np.log1p((tags == TAGS.index("h1")).sum()),
        "makes": len(alike) / max(count, 1),
        "largest_make": alike.max(initial=0) / max(count, 1),
        "dates": np.log1p(columns["date"].sum()),
        "times": np.log1p(sum(page.times)),
        "markers": np.log1p(columns["marker"].sum()),
        "questions": np.log1p((columns["ends_question"] > 0).sum()),
        "money": np.log1p(money),
        "body_share": columns["body_share"][0],
        "repeated": (columns["times"] > 1).mean(),
        "like_headline": columns["like_headline"].max(initial=0),
        "headline_seen": columns["headline_seen"].max(initial=0),
    }
    bits = np.arange(len(groups.NAMES))
    above = letters @ ((columns["names_above"][:, None] >> bits) & 1) / total
    below = (letters * kept) @ ((columns["names_below"][:, None] >> bits) & 1) / held
    values |= {f"group_{name}": above[bit] for bit, name in enumerate(groups.NAMES)}
    values |= {f"kept_{name}": below[bit] for bit, name in enumerate(groups.NAMES)}
    return values


def _stated(metadata: Metadata) -> dict[str, Any]:
    values: dict[str, Any] = {f"type_{kind}": kind in metadata.types for kind in _TYPES}
    values["types"] = len(metadata.types)
    values["published"] = metadata.published_at is not None
    values["modified"] = metadata.modified_at is not None
    values["authors"] = len(metadata.authors)
    values["headline"] = len((metadata.headline or "").split())
    values["description"] = np.log1p(len(metadata.description or ""))
    values["stated_body"] = np.log1p(len(metadata.article_body or ""))
    return values


def address_columns(url: str) -> dict[str, Any]:
    """What the page's address is like."""
    parts = urlsplit(url)
    path = parts.path.lower()
    pieces = [piece for piece in path.split("/") if piece]
    last = pieces[-1] if pieces else ""
    values: dict[str, Any] = {
        "depth": len(pieces),
        "last_words": len(re.findall(r"[^\W\d_]+", last)),
        "last_digits": sum(map(str.isdigit, last)),
        "last_length": len(last),
        "path_date": _PATH_DATE.search(path) is not None,
        "folder": path.endswith("/"),
        "file": "." in last,
        "query": len(parts.query) > 0,
    }
    words = set(_words(pieces[:-1])) | ({last} if len(pieces) == 1 else set())
    values |= {f"path_{word}": word in words for word in _PATH_WORDS}
    return values


def _words(pieces: Iterable[str]) -> list[str]:
    return [word for piece in pieces for word in re.split(r"[\W_]+", piece)]
