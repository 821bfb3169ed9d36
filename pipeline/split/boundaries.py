"""Where one story ends and the next begins: a page's content blocks -> runs of one story each.

Every gap between two content blocks of a stretch is scored by a small network over evidence of
three kinds: what stands between (markers, headlines, sources, ages), how the words before and after
agree at several distances, and how the next block starts. The likeliest gap is cut if it is likely
enough, then both parts are looked at afresh, as if each were a page. So a gap is judged by all that
belongs to the two sides, and what was split once is never split again.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.clean import lines
from pipeline.records import Block
from pipeline.split.cohesion import Floats, Prose, all_terms, cosines, likeness, novelty
from pipeline.split.terms import terms_of

MODEL = Path(__file__).parent / "models" / "boundaries.json"
MAX_CONTENT = 400  # a longer page is one book, log or list and is left whole
MAX_STORIES = 40
MAX_TITLES = 8  # looked at from each end of what stands between two blocks
MIN_STORY_WIDTH = 60  # no story without one line of this length

_FULL_NAME = re.compile(r"[^\W\d_]\w+ [^\W\d_]\w+")
_DATELINE = re.compile(r"^[^a-z.]{0,40}[A-Z][^.]{0,40}[)\w]\s?[-–—:]\s")
_OPENS_QUOTE = re.compile(r"^[\"“„«'‘「『»]")
_ENDS_SHORT = re.compile(r"(?:\.\.\.|…)[\"”)\]]*$")


@dataclass(frozen=True, slots=True)
class Content:
    """A block of prose and its place in the page."""

    place: int
    prose: Prose


def content_of(blocks: Sequence[Block]) -> list[Content]:
    """The kept blocks that carry a story; headings and what looks like one carry none."""
    return [
        Content(place, Prose(block.text))
        for place, block in enumerate(blocks)
        if block.keep and block.kind != "heading" and not lines.is_title_shaped(block.text)
    ]


def runs(blocks: Sequence[Block], content: Sequence[Content]) -> list[Sequence[Content]]:
    """The content cut into stories, in page order."""
    if len(content) > MAX_CONTENT:
        return [content]
    done: list[Sequence[Content]] = []
    ahead = [content]
    while ahead:
        stretch = ahead.pop()
        cut = None
        if len(stretch) > 1 and len(done) + len(ahead) < MAX_STORIES:
            cut = best_cut(blocks, stretch)
        if cut is None:
            done.append(stretch)
        else:
            ahead += [stretch[cut:], stretch[:cut]]
    return done


def best_cut(blocks: Sequence[Block], stretch: Sequence[Content]) -> int | None:
    """The gap (the number of blocks before it) where the stretch is two stories, if any is."""
    rows = evidence(blocks, stretch)
    scores = excess(rows)
    if _marked_above(blocks, stretch[0].place):
        # Both ways, so that a story that is looked at without the page above it stays whole.
        scores = np.maximum(scores, excess(_under_marker(rows)))
    widths = np.array([content.prose.width for content in stretch])
    before = np.maximum.accumulate(widths)[:-1]
    after = np.maximum.accumulate(widths[::-1])[::-1][1:]
    scores[np.minimum(before, after) < MIN_STORY_WIDTH] = -np.inf
    best = int(np.argmax(scores))
    return best + 1 if scores[best] > 0 else None


NAMES = (
    "cos1", "cos2", "cos4", "cos8", "cos_all", "cos4_z", "cos_all_z", "cos4_least", "cos_all_least",
    "new_terms", "new_names", "lost_terms", "lost_names",
    "marker", "headline", "headlines", "heading", "heading_long", "repeated", "date", "source",
    "byline", "interface", "caption", "related", "nothing", "title_right", "title_left",
    "title_leans", "length", "left_one", "right_one", "right_few", "left_log", "right_log",
    "dateline", "quote", "full_names", "cut_short", "agency_end", "marker_before",
    "unlike_marked", "unlike_headline", "unlike_silent", "signs", "many_signs", "sign_after_marker",
    "headline_leans", "shown_left", "shown_right", "shown_only", "question",
    "interrupted",
)  # fmt: skip


ARRAYS = ("mean", "spread", "hidden", "hidden_bias", "output")
SHOWN = NAMES.index("signs")
MARKED = NAMES.index("marker_before")
SIGN_AFTER_MARKER = NAMES.index("sign_after_marker")


@dataclass(frozen=True)
class Model:
    """One hidden layer over the evidence; a threshold for gaps with signs and one for the rest."""

    mean: Floats
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    bias: float
    threshold_shown: float = 0.0
    threshold_silent: float = 0.0

    def score(self, rows: Floats) -> Floats:
        """The log odds that each gap is a boundary."""
        scaled = np.clip((rows - self.mean) / self.spread, -6, 6)
        scores: Floats = np.tanh(scaled @ self.hidden + self.hidden_bias) @ self.output + self.bias
        return scores


def excess(rows: Floats) -> Floats:
    """By how much the log odds of each gap pass the threshold that holds for it."""
    model = _model()
    limits = np.where(rows[:, SHOWN] > 0, model.threshold_shown, model.threshold_silent)
    return model.score(rows) - limits


@cache
def _model() -> Model:
    stored = json.loads(MODEL.read_text("utf-8"))
    if stored.pop("evidence") != list(NAMES):
        raise ValueError(f"{MODEL.name} was made for other evidence; run training.split")
    mean, spread, hidden, hidden_bias, output = (np.array(stored[name]) for name in ARRAYS)
    return Model(
        mean=mean,
        spread=spread,
        hidden=hidden,
        hidden_bias=hidden_bias,
        output=output,
        bias=stored["bias"],
        threshold_shown=stored["threshold_shown"],
        threshold_silent=stored["threshold_silent"],
    )


def _under_marker(rows: Floats) -> Floats:
    marked = rows.copy()
    marked[:, MARKED] = 1.0
    marked[:, SIGN_AFTER_MARKER] = rows[:, SHOWN] > 0
    return marked


def evidence(blocks: Sequence[Block], stretch: Sequence[Content]) -> Floats:
    """One row a gap of the stretch, one column a name of NAMES."""
    prose = [content.prose for content in stretch]
    alike = cosines(prose)
    fresh = novelty(prose)
    gaps = len(stretch) - 1
    relative = np.zeros((gaps, 4))
    for column, source in enumerate((2, 4)):
        values = alike[:, source]
        spread = float(values.std())
        relative[:, column] = (values - values.mean()) / spread if spread > 1e-6 else 0.0
        relative[:, 2 + column] = values <= values.min() + 1e-9
    rows = np.zeros((gaps, len(NAMES)))
    rows[:, :5] = alike
    rows[:, 5:9] = relative
    rows[:, 9:13] = fresh
    familiar = _familiar(blocks[stretch[0].place : stretch[-1].place + 1])
    repeated = _repeated(blocks[stretch[0].place : stretch[-1].place + 1])
    marked = 0.0
    for gap in range(gaps):
        between = blocks[stretch[gap].place + 1 : stretch[gap + 1].place]
        signs = _between(between, repeated, prose[: gap + 1], prose[gap + 1 :])
        marked = max(marked, signs[0])
        unlike = 1 - alike[gap, 3]
        sides = _sides(prose, gap)
        shown = float(any(signs[index] for index in (0, 1, 6, 7, 8)))
        rows[gap, 13:29] = signs
        rows[gap, 29:40] = sides
        rows[gap, 40] = marked
        rows[gap, 41] = unlike * signs[0]
        rows[gap, 42] = unlike * max(signs[1], signs[4])
        rows[gap, 43] = unlike * (1 - shown)
        count = sum(signs[index] for index in (0, 1, 6, 7, 8))
        rows[gap, 44] = count / 3
        rows[gap, 45] = count >= 3
        rows[gap, 46] = marked * min(count, 1)
        rows[gap, 47] = signs[1] * signs[15]
        rows[gap, 51] = any(
            is_title(block) and block.text.endswith(("?", "？", "؟")) for block in between
        )
        rows[gap, 52] = bool(between) and all(block.text in familiar for block in between)
    # A page that shows such signs all along is a list or a log rather than a row of stories.
    shown_at = rows[:, [14, 16, 19, 20, 21]].any(axis=1)
    rows[:, 48] = np.minimum(np.cumsum(shown_at) - shown_at, 4) / 4
    rows[:, 49] = np.minimum(shown_at.sum() - np.cumsum(shown_at), 4) / 4
    rows[:, 50] = shown_at * (shown_at.mean() if gaps > 2 else 0.0)
    return rows


def _marked_above(blocks: Sequence[Block], place: int) -> bool:
    """Whether a marker stands above this place, beneath the page's first text."""
    first = next((k for k, block in enumerate(blocks[:place]) if block.keep), place)
    return any(_is_marker(block) for block in blocks[first:place])


def _is_marker(block: Block) -> bool:
    return not block.keep and (block.reason == "marker" or lines.is_marker(block.text))


def _familiar(blocks: Sequence[Block]) -> frozenset[str]:
    """Interface and promotion that comes again and again: it interrupts a story, not ends it."""
    times = Counter(b.text for b in blocks if b.kind in ("interface", "promotion"))
    return frozenset(text for text, count in times.items() if count > 1)


def _repeated(blocks: Sequence[Block]) -> frozenset[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for block in blocks:
        if block.kind == "headline":
            (twice if block.text in seen else seen).add(block.text)
    return frozenset(twice)


def _between(
    between: Sequence[Block],
    repeated: frozenset[str],
    left: Sequence[Prose],
    right: Sequence[Prose],
) -> list[float]:
    kinds = [block.kind for block in between]
    titles = [block for block in between if is_title(block)]
    headings = [block.text for block in titles if block.kind != "headline"]
    on_right = on_left = leans = 0.0
    if len(titles) > 2 * MAX_TITLES:
        titles = titles[:MAX_TITLES] + titles[-MAX_TITLES:]
    before = all_terms(left[-8:]) if titles else frozenset()
    after = all_terms(right[:8]) if titles else frozenset()
    for title in titles:
        terms = terms_of(title.text)
        to_right, to_left = likeness(terms, after), likeness(terms, before)
        if to_right - to_left > leans or not on_right:
            on_right, on_left, leans = to_right, to_left, to_right - to_left
    return [
        float(any(_is_marker(block) for block in between)),
        float("headline" in kinds),
        min(kinds.count("headline"), 4) / 4,
        float(bool(headings)),
        float(any(lines.width(text) >= 35 for text in headings)),
        float(any(block.text in repeated for block in between)),
        float("date" in kinds),
        float("source" in kinds),
        float("byline" in kinds),
        min(kinds.count("interface") + kinds.count("promotion"), 4) / 4,
        float("caption" in kinds),
        min(kinds.count("related") + kinds.count("navigation"), 4) / 4,
        float(not between),
        on_right,
        on_left,
        leans,
    ]


def is_title(block: Block) -> bool:
    """Whether the block can be the headline of a story beside it."""
    if block.kind == "headline":
        return True
    return block.keep and (block.kind == "heading" or lines.is_title_shaped(block.text))


def _sides(prose: Sequence[Prose], gap: int) -> list[float]:
    here, before = prose[gap + 1].text, prose[gap].text
    left, right = gap + 1, len(prose) - gap - 1
    return [
        min(prose[gap + 1].width, 600) / 600,
        float(left == 1),
        float(right == 1),
        float(right in (2, 3)),
        float(np.log(left)) / 3,
        float(np.log(right)) / 3,
        float(_DATELINE.match(here) is not None),
        float(_OPENS_QUOTE.match(here) is not None),
        min(_full_names(here), 4) / 4,
        float(_ENDS_SHORT.search(before) is not None),
        float(lines.agency_of(before) is not None),
    ]


def _full_names(text: str) -> int:
    return sum(
        1 for found in _FULL_NAME.findall(text[:300]) if found.istitle() and not found.isupper()
    )
