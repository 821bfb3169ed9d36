"""What the subjects of a story cost, beside trafilatura with metadata on the same pages.

    python -m benchmarks.subjects --data ../shared/data

The stories are the main texts of the news pages in `extraction/aeb`, their HTML is what
trafilatura reads. CPU time of one process, the median of a few rounds over all pages; the language
is known, as it is to every story that comes from splitting. With the extra `languages` installed,
the same stories are read by the sentence encoder too, as those in other languages are.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import TypeVar

from trafilatura import bare_extraction

from pipeline.classify import classify, sentence_model
from pipeline.language import identify
from pipeline.records import Story

Item = TypeVar("Item")


def story_of(name: str, text: str) -> Story:
    """A story as splitting hands it on; the first line stands for the headline."""
    headline, _, body = text.partition("\n")
    return Story(
        article_id=name,
        page_url=f"https://news.example/{name}",
        site="news.example",
        fetched_at="2026-01-01T00:00:00Z",
        appended_at=0,
        placement="primary",
        completeness="full",
        text=body,
        blocks=((0, 1),),
        headline=headline,
        language="en",
    )


def cpu_ms(step: Callable[[Item], object], items: Iterable[Item]) -> list[float]:
    """The milliseconds of CPU that the step takes for each item."""
    spent = []
    for item in items:
        start = time.process_time_ns()
        step(item)
        spent.append((time.process_time_ns() - start) / 1e6)
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.error(f"there are no development data at {options.data}; see --data")
    folder = options.data / "extraction" / "aeb"
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    stories = [story_of(name, page["articleBody"]) for name, page in sorted(truth.items())]
    pages = [
        gzip.decompress((folder / "html" / f"{s.article_id}.html.gz").read_bytes()) for s in stories
    ]

    classify(stories[0])
    identify(stories[0].text)
    encoded = sentence_model.load()
    extraction = cpu_ms(lambda page: bare_extraction(page, with_metadata=True), pages)
    steps: dict[str, Callable[[Story], object]] = {
        "subjects": classify,
        "language": lambda story: identify(story.text),
    }
    if encoded:
        encoded.scores(stories[0].headline, stories[0].text)
        steps["encoder"] = lambda story: encoded.scores(story.headline, story.text)
    base = median(extraction)
    print(f"{len(stories)} pages; CPU in ms a page: median, mean, share of trafilatura's median")
    print(f"{'trafilatura':12} {base:7.2f} {sum(extraction) / len(extraction):7.2f}")
    for name, step in steps.items():
        rounds = [cpu_ms(step, stories) for _ in range(options.rounds)]
        middle = median(median(spent) for spent in rounds)
        mean = median(sum(spent) / len(spent) for spent in rounds)
        print(f"{name:12} {middle:7.2f} {mean:7.2f} {middle / base:7.3f}")


if __name__ == "__main__":
    main()
