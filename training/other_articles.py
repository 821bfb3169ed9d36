"""Articles of other houses, countries and years than those that pages are spliced from.

The splitter's words learn from them too, so that they are not those of one country's politics: the
wire of 1987 (Reuters-21578), sport and business of the BBC, and African news (MasakhaNEWS).
"""

import gzip
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SOURCES = ("bbc", "masakhanews-en")
MIN_LETTERS = 700
MIN_PARAGRAPHS = 4
MAX_PARAGRAPHS = 40

_SENTENCE = re.compile(r"(?<=[a-zà-ÿ\d)\"”][.!?]) (?=[A-ZÀ-Þ“\"])")
_WIRE_PARAGRAPH = re.compile(r"\n {3,}")


def other_articles(data: Path) -> Iterator[dict[str, Any]]:
    """The articles that are long enough, each with its paragraphs and an empty subject and date."""
    for name, texts in (*_wire(data), *_labelled(data)):
        paragraphs = [text for text in texts if len(text) >= 40][:MAX_PARAGRAPHS]
        if len(paragraphs) >= MIN_PARAGRAPHS and sum(map(len, paragraphs)) >= MIN_LETTERS:
            yield {"id": name, "topic": name.split()[0], "date": name, "paragraphs": paragraphs}


def _wire(data: Path) -> Iterator[tuple[str, list[str]]]:
    with tarfile.open(data / "duplicates" / "reuters21578_json_full.tar.gz") as archive:
        for name in sorted(n for n in archive.getnames() if n.endswith(".json")):
            file = archive.extractfile(name)
            assert file is not None
            for number, entry in enumerate(json.load(file)):
                body = entry.get("body") or ""
                texts = [" ".join(text.split()) for text in _WIRE_PARAGRAPH.split(body)]
                yield f"wire {name} {number:05}", texts[:-1]  # the last one is "Reuter"


def _labelled(data: Path) -> Iterator[tuple[str, list[str]]]:
    with gzip.open(data / "topics" / "topics.jsonl.gz", "rt", encoding="utf-8") as rows:
        for number, row in enumerate(rows):
            entry = json.loads(row)
            if entry["source"] in SOURCES:
                texts = [" ".join(text.split()) for text in entry["text"].split("\n")]
                if len([text for text in texts if text]) < MIN_PARAGRAPHS:
                    sentences = _SENTENCE.split(" ".join(texts))
                    texts = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
                yield f"{entry['source']} {number:06}", texts
