"""How cleaning takes pages that were made over (`training.recast`): other markup, lengths, scripts.

`python -m benchmarks.clean --recast` prints a row a form. Those that the shipped weights learned
from were drawn otherwise, but of the same pages: `--folds` measures with weights that have seen no
page of a site.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.clean import Score, articles, ours
from training.pages import SETS, MarkedPage
from training.recast import FORMS, recast_pages

SEED = 77


def print_recast(
    data: Path, count: int, by_fold: Callable[[Iterable[MarkedPage]], Iterator[MarkedPage]]
) -> None:
    """One line a form."""
    pages = [page for name in SETS for page in articles(data, name)]
    made: dict[str, list[MarkedPage]] = defaultdict(list)
    for form, page in recast_pages(pages, sorted(FORMS), seed=SEED, count=count):
        made[form].append(page)
    print(f"{'form':14} pages       P      R     F1  exact  refused")
    for form, recast in made.items():
        score = Score()
        for page in by_fold(recast):
            score.add(page, ours(page), 0.0)
        print(
            f"{form:14} {len(recast):5}  {statistics.fmean(score.precision):6.3f}"
            f" {statistics.fmean(score.recall):6.3f} {score.f1:6.3f}"
            f" {score.exact / len(recast):6.3f} {len(score.refused):8}"
        )
