"""Which blocks of an HTML page are its story: a probability for each.

Boosted trees look at every block with all that stands around it (`features`). Where they are in
doubt about a page, which is where they lose most of what they lose, trafilatura is asked too, and
its text, laid over the blocks, has a share in the answer. That is one page in fifteen; on the
others its vote changes nothing but the cost.
"""

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser

from pipeline.clean import trees
from pipeline.clean.context import Columns
from pipeline.clean.dom import TAGS, Page, lxml_tree
from pipeline.clean.extract import Alignment, story_runs

MODEL = "html"
RISKY = 0.2  # .15 asks half as often again and is no better
VOTE = 0.4  # .25 to .45 score alike, .55 less
# trafilatura's time grows faster than a page does, and on large pages its vote changes nothing.
MAX_VOTED_BLOCKS = 500
MAX_VOTED_CHARS = 200_000
MIN_RISK_CHARS = 200
MEASURED_CHARS = 2_000

# What the paragraphs of an element tell of each other: .4 and .8 are no better.
COMPANY = 0.6
BESIDE = 3  # paragraphs
PARAGRAPH_CHARS = 60
WEIGHED_CHARS = 800
MOSTLY_LINK = 0.5
UNLIKELY = 0.05  # not even company makes it text
CERTAIN = 0.95

SURE_SUBHEADING = 0.7
_IS_SUBHEADING = np.array([tag in ("h2", "h3", "h4") for tag in TAGS])

Floats = npt.NDArray[np.float32]


def story_probabilities(page: Page, columns: Columns, tree: LexborHTMLParser) -> Floats:
    """How probable it is of each block that it belongs to the story."""
    found = np.zeros(len(page.texts), dtype=np.float32)
    asked = np.flatnonzero(~columns["menu"])
    found[asked] = trees.load(MODEL).probabilities(columns, asked)
    if risk(found, sizes_of(page)) > RISKY and votes_are_cheap(page):
        voted = mixed(found, Alignment(page.texts, story_runs(lxml_tree(tree))).kept)
        found = vetoed(page, columns, found, voted)
    return together(page, columns, found)


def together(page: Page, columns: Columns, found: Floats) -> Floats:
    """The probabilities, those of several paragraphs of the same make in one element raised towards
    their mean: of a story that a page carries nobody wants every other one."""
    sizes = sizes_of(page)
    prose = (sizes >= PARAGRAPH_CHARS) & (columns["density"] <= MOSTLY_LINK) & (found > UNLIKELY)
    places = np.flatnonzero(prose)
    if len(places) < BESIDE or float(found[places].min()) >= CERTAIN:
        return found
    holders = np.array(page.holder)[places]
    # Many systems put each paragraph into an element of its own.
    around = np.array(page.parent)[[page.alone(place) for place in places.tolist()]]
    kinds = around * len(page.make) + np.array(page.make)[holders]
    _, group = np.unique(kinds, return_inverse=True)
    weights = np.minimum(sizes[places], WEIGHED_CHARS)
    means = np.bincount(group, weights * found[places]) / np.bincount(group, weights)
    raised = (1 - COMPANY) * found[places] + COMPANY * means[group]
    beside = np.bincount(group)[group] >= BESIDE
    result = found.copy()
    result[places[beside]] = np.maximum(found[places], raised)[beside]
    return result


def sizes_of(page: Page) -> Floats:
    """The letters of each block, as far as they are measured."""
    sizes = np.fromiter(map(len, page.texts), dtype=np.float32, count=len(page.texts))
    return np.minimum(sizes, np.float32(MEASURED_CHARS))


def mixed(found: Floats, kept: set[int]) -> Floats:
    """The probabilities with the vote's share; a vote for nothing counts for nothing."""
    if not kept:
        return found
    votes = np.zeros(len(found), dtype=np.float32)
    votes[list(kept)] = 1
    return (1 - VOTE) * found + VOTE * votes


def vetoed(page: Page, columns: Columns, found: Floats, voted: Floats) -> Floats:
    """The probabilities after the vote, but for what it knows little of: it takes offers in the
    midst of the text for text, and subheadings away."""
    offers = (columns["near_promotion"] > 0) | (columns["below_promotion"] > 0)
    subheadings = _IS_SUBHEADING[np.array(page.tag)[np.array(page.holder)]]
    lowest = np.where(subheadings & (found >= SURE_SUBHEADING), found, 0)
    highest = np.where(offers, found, 1)
    between: Floats = np.clip(voted, lowest, highest).astype(np.float32)
    return between


def risk(found: Floats, sizes: Floats) -> float:
    """The share of the expected text that is in doubt."""
    doubt = float((sizes * np.minimum(found, 1 - found)).sum())
    return doubt / max(MIN_RISK_CHARS, float((sizes * found).sum()))


def votes_are_cheap(page: Page) -> bool:
    """Whether the page is of a size at which trafilatura's time is bounded."""
    return (
        len(page.texts) <= MAX_VOTED_BLOCKS
        and len(page.parent) <= 3 * MAX_VOTED_BLOCKS
        and sum(map(len, page.texts)) <= MAX_VOTED_CHARS
    )
