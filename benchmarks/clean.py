"""Quality and cost of the cleaning step beside trafilatura's, on the same pages in the same run.

    python -m benchmarks.clean [--set aeb|news-more|wcxb] [--data ../shared/data/extraction]

Quality is precision and recall of 4-word shingles of the kept text, averaged over the pages, and
the F1 of the two averages; `exact` counts pages without a shingle too many or too few. Cost is CPU
time in this process. The headline and the standfirst are no part of the reference text of `aeb`;
this project leaves headlines out and keeps standfirsts.
"""

import argparse
import base64
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import trafilatura

from pipeline.clean import clean
from pipeline.records import CleanPage, RawPage

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
FETCHED_AT = "2026-01-01T00:00:00Z"

# One sign of a script that parts no words counts as a word.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with the text that its story should give."""

    name: str
    url: str
    html: bytes
    reference: str


@dataclass(slots=True)
class Score:
    """What one system did on the pages so far."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    exact: int = 0
    refused: list[str] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The F1 of mean precision and mean recall."""
        precision, recall = statistics.fmean(self.precision), statistics.fmean(self.recall)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def add(self, sample: Sample, text: str | None, milliseconds: float) -> None:
        """One page; None for a page that was refused."""
        precision, recall = agreement(text or "", sample.reference)
        self.precision.append(precision)
        self.recall.append(recall)
        self.exact += precision == recall == 1.0
        self.milliseconds.append(milliseconds)
        if text is None:
            self.refused.append(sample.name)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The 4-word shingles of a text with their numbers; a shorter text is one shingle."""
    tokens = _TOKEN.findall(text)
    if not tokens:
        return Counter()
    size = min(4, len(tokens))
    return Counter(tuple(tokens[i : i + size]) for i in range(len(tokens) - size + 1))


def agreement(text: str, reference: str) -> tuple[float, float]:
    """Precision and recall of the shingles of `text`."""
    found, wanted = shingles(text), shingles(reference)
    shared = (found & wanted).total()
    precision = shared / found.total() if found else float(not wanted)
    recall = shared / wanted.total() if wanted else 1.0
    return precision, recall


def read_samples(data: Path, name: str) -> Iterator[Sample]:
    """The pages of a set: `aeb`, `news-more` or the articles of `wcxb`."""
    if name == "wcxb":
        for path in sorted((data / "wcxb-dev" / "ground-truth").glob("*.json")):
            entry = json.loads(path.read_bytes())
            if entry["_internal"]["page_type"]["primary"] == "article":
                page = data / "wcxb-dev" / "html" / f"{path.stem}.html.gz"
                text = entry["ground_truth"].get("main_content") or ""
                url = entry.get("url") or f"https://example.org/{path.stem}"
                yield Sample(path.stem, url, gzip.decompress(page.read_bytes()), text)
        return
    entries = json.loads((data / name / "ground-truth.json").read_bytes())
    for key in sorted(entries):
        page = data / name / "html" / f"{key}.html.gz"
        entry = entries[key]
        text = entry.get("articleBody") or "\n\n".join(entry.get("paragraphs") or ())
        url = entry.get("url") or f"https://example.org/{key}"
        if not url.startswith(("http://", "https://")):
            url = f"https://example.org/{key}"
        yield Sample(key, url, gzip.decompress(page.read_bytes()), text)


def ours(sample: Sample) -> str | None:
    """The story's text as this project cleans it."""
    page = RawPage(
        url=sample.url,
        fetched_at=FETCHED_AT,
        content_type="text/html",
        body_base64=base64.b64encode(sample.html).decode(),
    )
    result = clean(page, origin="benchmark", appended_at=0)
    if not isinstance(result, CleanPage):
        return None
    return "\n\n".join(block.text for block in result.blocks if block.keep)


def theirs(sample: Sample) -> str | None:
    """The story's text as trafilatura extracts it, with metadata, as a pipeline would need it."""
    return trafilatura.extract(
        sample.html,
        url=sample.url,
        include_comments=False,
        with_metadata=True,
        output_format="json",
    )


def theirs_text(sample: Sample) -> str | None:
    """The same, as text."""
    found = theirs(sample)
    return None if found is None else json.loads(found)["text"]


SYSTEMS: dict[str, Callable[[Sample], str | None]] = {"pipeline": ours, "trafilatura": theirs_text}


def measure(samples: Iterator[Sample]) -> dict[str, Score]:
    """Every system on every page, one after the other so that load hits all alike."""
    scores = {name: Score() for name in SYSTEMS}
    for sample in samples:
        for name, system in SYSTEMS.items():
            start = time.process_time()
            text = system(sample)
            scores[name].add(sample, text, (time.process_time() - start) * 1000)
    return scores


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", default="aeb", choices=["aeb", "news-more", "wcxb"])
    parser.add_argument("--data", type=Path, default=DATA)
    chosen = parser.parse_args()
    if not chosen.data.is_dir():
        parser.error(f"there are no development data at {chosen.data}; see --data")
    scores = measure(read_samples(chosen.data, chosen.set))
    print(f"{chosen.set}: {len(scores['pipeline'].recall)} pages")
    print(" " * 12, "     P      R     F1  exact  none  median ms  mean ms")
    for name, score in scores.items():
        precision, recall = statistics.fmean(score.precision), statistics.fmean(score.recall)
        median, mean = statistics.median(score.milliseconds), statistics.fmean(score.milliseconds)
        print(
            f"{name:12} {precision:6.4f} {recall:6.4f} {score.f1:6.4f} {score.exact:6}"
            f" {len(score.refused):5} {median:10.1f} {mean:8.1f}"
        )
    ratio = sum(scores["pipeline"].milliseconds) / sum(scores["trafilatura"].milliseconds)
    print(f"CPU, pipeline / trafilatura: {ratio:.2f}")
    if scores["pipeline"].refused:
        print("refused by pipeline:", " ".join(scores["pipeline"].refused))


if __name__ == "__main__":
    main()
