"""Lists of short lines within a flattened story: ingredients, line-ups, results, facts.

Such lines are no prose, and by themselves they look like a page's menus. What tells them apart is
their place, right beneath a sure line of the story and with nothing of the page's own among them,
and their form: quantities ("150 g of sugar") and labels with what they label ("Referee: Ann Lee").
"""

import re
from collections.abc import Sequence

from pipeline.clean import lines
from pipeline.clean.dates import has_digit
from pipeline.clean.phrases import FOOT_LABELS, SECTIONS
from pipeline.records import Block

LEAST_ITEMS = 2
MAX_ITEMS = 40
MAX_ITEM_WIDTH = 150
MAX_NAME_WORDS = 4  # "For the sauce", "Donati di Lecco"
MAX_LABEL_WORDS = 4
FEW = 4  # one word in so many

# Not the number of a ranking: "2. ..."
_QUANTITY = re.compile(r"(?:\d{1,5}(?:[.,/]\d{1,3})?|[½⅓⅔¼¾⅛])(?![\d.,:/)])\s?[^\W\d_]")
# What headlines count: "10 things to do in May".
_COUNTED = frozenset(
    "things ways signs reasons tips facts photos places books films dinge gründe tipps fakten "
    "anzeichen choses raisons façons conseils signes cosas razones formas motivos consejos cose "
    "motivi modi consigli coisas razões maneiras dicas dingen redenen tips şey neden".split()
)
_BULLET = re.compile(r"^[•●▪◦‣·*–—-]\s+")
_LABEL = re.compile(r"([^\W\d_][^:：.!?]{1,38})[:：]\s?(?=\S)")
_MARK = re.compile(r"\d{1,2}(?:[.,]\d)?\s?(?:/|out of|von|sur|su|de)\s?\d{1,3}")
_LISTS = re.compile(r"[,;、，–—]")
_FOOT_LABELS = frozenset(map(lines.plain, FOOT_LABELS | SECTIONS))


def places_in_lists(blocks: Sequence[Block], sure: Sequence[bool]) -> set[int]:
    """Where lines of lists stand that are the story's own: between two of its sure lines, or as
    labelled facts beneath its last."""
    found: set[int] = set()
    place, end = 0, len(blocks)
    while place < end:
        above, place = place, place + 1
        if not sure[above]:
            continue
        while place < end and not sure[place] and _may_belong(blocks[place]):
            place += 1
        run = range(above + 1, place)
        if not LEAST_ITEMS <= len(run) <= MAX_ITEMS:
            continue
        if place < end and sure[place]:
            found.update(run if _is_list([blocks[at].text for at in run]) else ())
        else:
            found.update(_facts(blocks, run))
    return found


def rating_above(blocks: Sequence[Block], sure: Sequence[bool]) -> int | None:
    """Where a review's mark stands, right above the first sure line of the story."""
    first = next((place for place, is_sure in enumerate(sure) if is_sure), 0)
    text = blocks[first - 1].text if first else ""
    labelled = _LABEL.match(text)
    rated = labelled is not None and _MARK.fullmatch(text[labelled.end() :].strip())
    return first - 1 if rated else None


def _may_belong(block: Block) -> bool:
    return block.keep or block.reason == "below_story"


def _is_list(texts: Sequence[str]) -> bool:
    """Whether most lines are items and the others no more than headings of them."""
    items = [_is_item(text) for text in texts]
    short = all(item or _is_short(text) for item, text in zip(items, texts, strict=True))
    return short and sum(items) >= max(LEAST_ITEMS, len(items) / 2)


def _facts(blocks: Sequence[Block], run: range) -> range:
    """The lines with labels that open the run, if there are several."""
    end = run.start
    while end < run.stop and _is_fact(blocks[end].text):
        end += 1
    return range(run.start, end if end - run.start >= LEAST_ITEMS else run.start)


def _is_item(text: str) -> bool:
    if lines.width(text) > MAX_ITEM_WIDTH:
        return False
    bare = _BULLET.sub("", text, count=1)
    quantity = _QUANTITY.match(bare) is not None and _COUNTED.isdisjoint(bare.casefold().split())
    return quantity or _is_fact(bare)


def _is_short(text: str) -> bool:
    return len(text.split()) <= MAX_NAME_WORDS and lines.width(text) < lines.MIN_HEADLINE_WIDTH * 2


def _is_fact(text: str) -> bool:
    """Whether the line is a label with numbers or names behind it: behind the word that sorts a
    headline ("Opinion: Why the bridge must close") stands a sentence."""
    label = _LABEL.match(text)
    if label is None or lines.width(text) > MAX_ITEM_WIDTH or label.end() > len(text) * 2 // 3:
        return False
    words = lines.plain(label[1])
    if len(words.split()) > MAX_LABEL_WORDS or words in _FOOT_LABELS:
        return False
    return _is_value(text[label.end() :])


def _is_value(text: str) -> bool:
    """Whether these are a few words, or names and numbers with hardly a small word between."""
    words = text.split()
    if len(words) <= MAX_NAME_WORDS:
        return True
    numbers = sum(map(has_digit, words))
    small = sum(word[0].islower() for word in words)
    return numbers * FEW >= len(words) or (
        small * FEW <= len(words) and (numbers > 0 or _LISTS.search(text) is not None)
    )
