"""Texts with a known subject, from the corpora outside the repository and from `texts/`.

`fold` says when a text measures instead of training: a
third of the sources with clean labels at a time (by a hash of the text), whole publishers of
AllSides, and every third of our own texts. HuffPost only trains.
"""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

FOLDS = 3
FOLDS_ELSEWHERE = 2  # for our own texts in other languages, which are few
OWN = "own"
OWN_TEXTS = Path(__file__).parent / "texts"
WHOLE_ARTICLES = "articles.jsonl"  # for spliced pages, no text for subjects
TRAINED = "trained"  # the folder of those that never measure

MEASURED = ("masakhanews-en", "bbc", "nyt-front-page", "allsides", OWN)
MEASURED_ELSEWHERE = ("masakhanews-fr", OWN)

# These AllSides topics name how a story is told; most of their stories are about politics.
_NOT_SUBJECTS = frozenset({"media_bias", "facts_and_fact_checking", "fake_news"})


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A story and the code of its first subject; in `fold` it measures instead of training."""

    source: str
    headline: str
    text: str
    subject: str
    fold: int | None
    language: str = "en"


def read_texts(data: Path) -> list[LabelledText]:
    """All texts with a subject, in a fixed order."""
    return [*read_topics(data), *_articles(data), *own_texts()]


def own_texts() -> list[LabelledText]:
    """The texts that were written for this project, the English ones first."""
    texts = []
    seen: Counter[tuple[str, str]] = Counter()
    paths = [path for path in OWN_TEXTS.rglob("*.jsonl") if path.name != WHOLE_ARTICLES]
    for path in sorted(paths, key=lambda path: (_language_of(path) != "en", path)):
        language = _language_of(path)
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            subject = row["subjects"][0]
            fold = None
            if path.parent.name != TRAINED:
                fold = seen[language, subject] % (FOLDS if language == "en" else FOLDS_ELSEWHERE)
                seen[language, subject] += 1
            texts.append(LabelledText(OWN, row["headline"], row["text"], subject, fold, language))
    return texts


def _language_of(path: Path) -> str:
    return path.relative_to(OWN_TEXTS).parts[0]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_topics(data: Path) -> Iterator[LabelledText]:
    """The shorter texts, in a fixed order."""
    for row in _rows(data / "topics" / "topics.jsonl.gz"):
        if not row["medtop"]:
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
        source = row["source"]
        measured = source in (*MEASURED, *MEASURED_ELSEWHERE)
        fold = crc32((headline + text).encode()) % FOLDS if measured else None
        yield LabelledText(source, headline, text, row["medtop"], fold, row["lang"])


def _articles(data: Path) -> Iterator[LabelledText]:
    for row in _rows(data / "articles" / "articles.jsonl.gz"):
        if not row["medtop"] or row["topic"] in _NOT_SUBJECTS:
            continue
        # "New York Times - Opinion" and "Fox News (Online)" are one publisher with their news.
        publisher = row["source"].partition(" - ")[0].partition(" (")[0]
        text = "\n\n".join(row["paragraphs"])
        fold = crc32(publisher.encode()) % 5  # of which three measure
        yield LabelledText("allsides", row["title"] or "", text, row["medtop"], fold)
