"""Texts with a known subject, from the corpora outside the repository and from `texts/`.

A source weighs as much as its labels and its likeness to news deserve; these weights, and what is
left out, were chosen on development sets. `held_out` says which part of a source measures: a third
(by a hash of the text) of the ones with clean labels, whole publishers of AllSides, and every
third of our own texts. HuffPost only trains.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

FOLDS = 3
OWN = "own"
OWN_TEXTS = Path(__file__).parent / "texts"

WEIGHTS = {
    "allsides": 3.0,
    "huffpost-v3": 1.0,
    "huffpost-headlines": 0.5,  # lower-cased, tokenised, and sampled by category
    "masakhanews-en": 5.0,
    "bbc": 3.0,
    "nyt-front-page": 2.0,
    OWN: 10.0,
}
MEASURED = ("masakhanews-en", "bbc", "nyt-front-page", "allsides", OWN)

# These AllSides topics name how a story is told; most of their stories are about politics.
_NOT_SUBJECTS = frozenset({"media_bias", "facts_and_fact_checking", "fake_news"})


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A story and the code of its first subject."""

    source: str
    group: str
    headline: str
    text: str
    subject: str

    def held_out(self, fold: int) -> bool:
        """Whether this text measures in `fold` instead of training."""
        if self.source not in MEASURED:
            return False
        if self.source == "allsides":
            return crc32(self.group.encode()) % 5 == fold
        return crc32((self.headline + self.text).encode()) % FOLDS == fold


def read_texts(data: Path) -> list[LabelledText]:
    """All English texts with a subject, in a fixed order."""
    return [*read_topics(data), *_articles(data), *own_texts()]


def own_texts() -> list[LabelledText]:
    """The texts that were written for this project."""
    return [
        LabelledText(OWN, OWN, row["headline"], row["text"], row["subjects"][0])
        for path in sorted(OWN_TEXTS.glob("*.jsonl"))
        for row in map(json.loads, path.read_text("utf-8").splitlines())
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_topics(data: Path) -> Iterator[LabelledText]:
    """The shorter texts, in a fixed order."""
    for row in _rows(data / "topics" / "topics.jsonl.gz"):
        if row["lang"] != "en" or not row["medtop"]:
            continue
        headline, text = row["title"] or "", row["text"]
        if headline:
            text = text.removeprefix(headline).lstrip(" .\n")
        elif row["source"] == "bbc":
            headline, _, text = text.partition("\n")
        elif row["source"] == "nyt-front-page":
            headline, _, text = text.partition(". ")
        else:
            headline, text = text, ""
        yield LabelledText(row["source"], row["source"], headline, text, row["medtop"])


def _articles(data: Path) -> Iterator[LabelledText]:
    for row in _rows(data / "articles" / "articles.jsonl.gz"):
        if not row["medtop"] or row["topic"] in _NOT_SUBJECTS:
            continue
        # "New York Times - Opinion" and "Fox News (Online)" are one publisher with their news.
        publisher = row["source"].partition(" - ")[0].partition(" (")[0]
        text = "\n\n".join(row["paragraphs"])
        yield LabelledText("allsides", publisher, row["title"] or "", text, row["medtop"])
