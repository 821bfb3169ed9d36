"""Quality and cost of the cleaning step beside other extractors, on the same pages in one run.

    python -m benchmarks.clean [--set aeb|news-more|wcxb] [--form html|lines|paragraphs|broken]
        [--folds .cache/clean] [--systems pipeline,trafilatura,...] [--every N]
    python -m benchmarks.clean --refusals      what of the page types of wcxb is refused
    python -m benchmarks.clean --metadata      title, authors and date beside trafilatura's
    python -m benchmarks.clean --spliced       pages that carry foreign stories or teasers
    python -m benchmarks.clean --recast        pages in other markup, lengths and scripts

Quality is precision and recall of 4-word shingles of the kept text, averaged over the pages, and
the F1 of the two averages; `exact` is the share of pages without a shingle too many or too few.
Cost is CPU time in this process, models loaded, from the page's bytes on. The headline and the
standfirst are no part of the reference text of `aeb`, and of most of the others; this project
leaves headlines out and keeps standfirsts. The line "without standfirst" is this project's text
without the rule that keeps them (`pipeline.clean.label.standfirst`).

The shipped weights have seen these pages. With `--folds`, the folder that `training.clean` wrote,
each page is cleaned with weights that have seen no page of its site.

`newspaper` and `resiliparse` need `benchmarks/requirements.txt`; they are left out without it.
"""

import argparse
import base64
import importlib.util
import json
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar
from unittest.mock import patch

import trafilatura

from pipeline.clean import UnreadablePage, clean, dom, label, trees
from pipeline.clean.charset import decode, writable
from pipeline.records import CleanPage, RawPage, Refusal
from training.flattened import flattened
from training.pages import SETS, MarkedPage, marked_pages

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction"
FETCHED_AT = "2026-01-01T00:00:00Z"
FORMS = ("html", "lines", "paragraphs", "broken")

# One sign of a script that parts no words counts as a word.
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+"
)

System = Callable[[MarkedPage], str | None]


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

    def add(self, page: MarkedPage, text: str | None, milliseconds: float) -> None:
        """One page; None for a page that was refused."""
        precision, recall = agreement(text or "", page.reference)
        self.precision.append(precision)
        self.recall.append(recall)
        self.exact += precision == recall == 1.0
        self.milliseconds.append(milliseconds)
        if text is None:
            self.refused.append(page.name)


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return _TOKEN.findall(text)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The 4-word shingles of a text with their numbers; a shorter text is one shingle."""
    tokens = words_of(text)
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


def articles(data: Path, name: str) -> Iterator[MarkedPage]:
    """The pages of a set that are articles."""
    return (page for page in marked_pages(data, name) if page.kind == "article")


def raw_page(page: MarkedPage) -> RawPage:
    """The page as a crawler would hand it over."""
    return RawPage(
        url=page.url,
        fetched_at=FETCHED_AT,
        content_type="text/html",
        body_base64=base64.b64encode(page.html).decode(),
    )


def raw_text(page: MarkedPage, form: str) -> RawPage:
    """The page as a scraper that flattens would hand it over."""
    tree = dom.parse(writable(decode(page.html)))
    blocks = dom.read_page(tree)
    text = flattened(form, blocks, tree, page.title)
    return RawPage(url=page.url, fetched_at=FETCHED_AT, content_type="text/plain", body=text)


def cleaned(raw: RawPage) -> CleanPage | Refusal:
    """The page as this project cleans it."""
    return clean(raw, origin="benchmark", appended_at=0)


def without_standfirst(raw: RawPage) -> str | None:
    """The text that is kept of an HTML page where the model alone says whether a standfirst is."""
    with patch.object(label, "standfirst", return_value=set()):
        return story_of(cleaned(raw))


def story_of(result: CleanPage | Refusal) -> str | None:
    """The text that was kept."""
    if isinstance(result, Refusal):
        return None
    return "\n\n".join(block.text for block in result.blocks if block.keep)


def ours(page: MarkedPage) -> str | None:
    """The story's text as this project cleans it."""
    return story_of(cleaned(raw_page(page)))


def _trafilatura(page: MarkedPage, **options: bool) -> str | None:
    found = trafilatura.extract(
        page.html,
        url=page.url,
        include_comments=False,
        with_metadata=True,
        output_format="json",
        **options,  # type: ignore[arg-type]
    )
    return None if found is None else str(json.loads(found)["text"])


def _resiliparse(page: MarkedPage) -> str | None:
    from resiliparse.extract.html2text import extract_plain_text

    text: str = extract_plain_text(decode(page.html), main_content=True, alt_texts=False)
    return text


def _newspaper(page: MarkedPage) -> str | None:
    from newspaper import Article

    article = Article(page.url, input_html=decode(page.html))
    article.parse()
    text: str = article.text
    return text


SYSTEMS: dict[str, System] = {
    "pipeline": ours,
    "trafilatura": _trafilatura,
    "trafilatura-fast": lambda page: _trafilatura(page, fast=True),
    "trafilatura-precision": lambda page: _trafilatura(page, favor_precision=True),
    "resiliparse": _resiliparse,
    "newspaper": _newspaper,
}


class OfSite(Protocol):
    """A page whose site is known."""

    @property
    def site(self) -> str: ...


Page = TypeVar("Page", bound=OfSite)


def by_fold(pages: Iterable[Page], folds: Path | None) -> Iterator[Page]:
    """The pages, each handed out while the weights of its fold are loaded."""
    if folds is None:
        yield from pages
        return
    from training.folds import fold_of

    parts: dict[int, list[Page]] = defaultdict(list)
    for page in pages:
        parts[fold_of(page.site)].append(page)
    shipped = trees.FOLDER
    try:
        for number in sorted(parts):
            trees.FOLDER = folds / str(number)
            yield from parts[number]
    finally:
        trees.FOLDER = shipped


def measure(pages: Iterable[MarkedPage], systems: dict[str, System]) -> dict[str, dict[str, Score]]:
    """Every system on every page, page by page so that load hits all alike.

    The first key is where the marks come from.
    """
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    loaded = False
    for page in pages:
        raw = raw_page(page)
        for name, system in systems.items():
            if not loaded:
                system(page)
            start = time.process_time()
            text = story_of(cleaned(raw)) if system is ours else system(page)
            spent = (time.process_time() - start) * 1000
            scores[page.group][name].add(page, text, spent)
            if system is ours:
                text = without_standfirst(raw)
                scores[page.group]["without standfirst"].add(page, text, spent)
        loaded = True
    return scores


def flattened_systems(form: str) -> dict[str, System]:
    """This project's cleaning of flattened text, all of that text, and the HTML page's peer."""
    last: dict[str, RawPage] = {}

    def raw(page: MarkedPage) -> str | None:
        last["page"] = raw_text(page, form)
        return last["page"].body

    return {
        "the page as it is": raw,
        "pipeline": lambda _: story_of(cleaned(last["page"])),
        "trafilatura": _trafilatura,
    }


def print_scores(scores: dict[str, Score]) -> None:
    """One line a system."""
    print(" " * 21, "     P      R     F1  exact  none  median ms  mean ms   p99 ms")
    for name, score in scores.items():
        times = sorted(score.milliseconds)
        print(
            f"{name:21} {statistics.fmean(score.precision):6.4f}"
            f" {statistics.fmean(score.recall):6.4f} {score.f1:6.4f}"
            f" {score.exact / len(times):6.3f} {len(score.refused):5}"
            f" {statistics.median(times):10.1f} {statistics.fmean(times):8.1f}"
            f" {times[int(0.99 * (len(times) - 1))]:8.1f}"
        )
    own = scores["pipeline"]
    if "trafilatura" in scores:
        ratio = sum(own.milliseconds) / sum(scores["trafilatura"].milliseconds)
        print(f"CPU, pipeline / trafilatura: {ratio:.2f}")
    if own.refused:
        print("refused by pipeline:", " ".join(name[:12] for name in own.refused))


def print_refusals(pages: Iterable[MarkedPage], form: str) -> None:
    """How many pages of each kind are refused, and why."""
    made = raw_page if form == "html" else partial(raw_text, form=form)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        kind = f"{page.group} {page.kind}"
        try:
            result = cleaned(made(page))
        except UnreadablePage:
            reasons[kind]["unreadable"] += 1
            continue
        reasons[kind][result.reason if isinstance(result, Refusal) else ""] += 1
    for kind, found in sorted(reasons.items()):
        refused = found.total() - found[""]
        why = " ".join(f"{reason}:{n}" for reason, n in found.most_common() if reason)
        share = refused / found.total()
        print(f"{kind:24} {refused:4} of {found.total():4} refused {share:.3f}  {why}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", default="aeb", choices=SETS)
    parser.add_argument("--form", default="html", choices=FORMS)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--folds", type=Path, help="weights that have not seen a page's site")
    parser.add_argument("--systems", default=",".join(SYSTEMS))
    parser.add_argument("--every", type=int, default=1, help="only one page in so many")
    parser.add_argument("--refusals", action="store_true")
    parser.add_argument("--metadata", action="store_true")
    parser.add_argument("--spliced", type=int, nargs="?", const=300, metavar="PAGES")
    parser.add_argument("--recast", type=int, nargs="?", const=420, metavar="PAGES")
    chosen = parser.parse_args()
    if not chosen.data.is_dir():
        parser.error(f"there are no development data at {chosen.data}; see --data")
    if chosen.refusals:
        everything = (page for name in SETS for page in marked_pages(chosen.data, name))
        print_refusals(by_fold(list(everything)[:: chosen.every], chosen.folds), chosen.form)
        return
    if chosen.spliced:
        from benchmarks.clean_spliced import print_spliced

        print_spliced(chosen.data, chosen.spliced, partial(by_fold, folds=chosen.folds))
        return
    if chosen.recast:
        from benchmarks.clean_recast import print_recast

        print_recast(chosen.data, chosen.recast, partial(by_fold, folds=chosen.folds))
        return
    pages = list(articles(chosen.data, chosen.set))[:: chosen.every]
    if chosen.metadata:
        from benchmarks.clean_fields import print_headlines, print_metadata

        if chosen.form == "html":
            print_metadata(by_fold(pages, chosen.folds))
        else:
            print_headlines(by_fold(pages, chosen.folds), chosen.form)
        return
    if chosen.form == "html":
        systems = {name: SYSTEMS[name] for name in chosen.systems.split(",") if is_here(name)}
    else:
        systems = flattened_systems(chosen.form)
    for group, scores in measure(by_fold(pages, chosen.folds), systems).items():
        print(f"{group}, {chosen.form}: {len(scores['pipeline'].recall)} pages")
        print_scores(scores)


def is_here(system: str) -> bool:
    """Whether the package that a system needs is installed."""
    return system not in ("resiliparse", "newspaper") or bool(importlib.util.find_spec(system))


if __name__ == "__main__":
    main()
