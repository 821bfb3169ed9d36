"""Flattened text -> its lines, one a paragraph: what scrapers do to rows is undone.

Some break rows at a column, cut them at links and words in bold, write the names of people beneath
their "By", number links and list their addresses at the end, or write Markdown (`markdown`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.clean import lines
from pipeline.clean.charset import tidy
from pipeline.clean.markdown import is_markdown, without_signs

MAX_CHARS = 4_000_000
MAX_LINES = 20_000
LONGEST_BY = 15
LEAST_REFERENCES = 3  # links whose addresses are listed
MIN_COLUMN = 40
COLUMNS = range(MIN_COLUMN, 121)  # at which rows are broken
LONGEST_WORD = 25
LEAST_WRAPPED = 4  # pairs of rows that agree on a column
WRAPPED_SHARE = 0.6  # of all pairs of some length
GOING_ON_SHARE = 0.4  # of the broken rows begin in the midst of a sentence
LEAST_LED = 5  # spaces of a row whose last word leads on
LEAST_CUT = 2  # rows that begin with a sign of the row above

_BREAK = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_BY_ALONE = re.compile(
    r"(?:(?:written|posted|published) )?by ?:?|von|par|por|door|(?-i:[Aa][vf])", re.IGNORECASE
)
_SIGN_FIRST = re.compile(r"[,.;:!?)](?:\s|$)|[،，。、；：」』）]")
# Words that no heading ends in.
_LEADS_ON = frozenset(
    "a al am an and as at by da das de del den der des di die do dos du e een el en et for from "
    "het i il im in la las le les los na of on or ou over s the to und van vom von was were with "
    "y z zu zum zur в за и на о от по с у".split()
)
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f\ud800-\udfff]")
_REFERENCE = re.compile(r"\s*(\d{1,4})\. (?:https?|file|mailto|javascript|ftp):\S*")
_REFERRED = re.compile(r"\[(\d{1,4})\](?=\S)")
_GAP = "   "  # between the cells of a table
_OPENS_BLOCK = re.compile(
    r"\s*(?:[*+•-]|\d{1,3}[.)]|#{1,6}|>|\|.*)(?:\s|$)|\s*(?:={3,}|-{3,}|_{3,})$"
)


class TextTooLarge(ValueError):
    """The text has more characters or lines than a page of stories can have."""


def paragraphs(body: str, *, markdown: bool = False) -> list[str]:
    """The text's lines without white space around them and the signs of Markdown, which it is said
    to be or is seen to be; broken lines are put together again.

    Raises TextTooLarge.
    """
    if len(body) > MAX_CHARS:
        raise TextTooLarge(f"flattened text of more than {MAX_CHARS:,} characters")
    raw = [row if row.endswith("  ") else row.rstrip() for row in _BREAK.split(body)]
    rows = list(_without_references(_filled(raw)))
    body = "\n".join(rows)
    if is_markdown(body, declared=markdown):
        rows = _BREAK.split(without_signs(body))
    if _CONTROL.search(body):
        rows = [_CONTROL.sub("", row) for row in rows]
    rows = [tidy(row) for row in rows]
    # A colon may open the second half of a row of a table.
    signs = (_goes_on_with_a_sign(above, row) for above, row in pairwise(rows) if row[:1] != ":")
    leads = (_is_led_on(*three) for three in zip(rows, rows[1:], rows[2:], strict=False))
    if sum(signs) + sum(leads) >= LEAST_CUT:
        rows = _uncut(rows)
    found = _with_names([row for row in rows if row])
    if len(found) > MAX_LINES:
        raise TextTooLarge(f"flattened text of more than {MAX_LINES:,} lines")
    return found


def _without_references(rows: Sequence[str]) -> Sequence[str]:
    """The rows without numbers of links ("the [9]police") where their addresses are listed at the
    end, and without that list."""
    numbered = [(row, _REFERENCE.fullmatch(row)) for row in rows]
    listed = {reference[1] for _, reference in numbered if reference}
    if len(listed) < LEAST_REFERENCES:
        return rows
    return [
        _REFERRED.sub(lambda found: "" if found[1] in listed else found[0], row)
        for row, reference in numbered
        if not reference
    ]


def _filled(rows: Sequence[str]) -> Sequence[str]:
    """The rows, those put together that were broken where the next word would have passed a column.

    Each pair of rows that is broken so leaves a few columns open; most have to agree on one.
    """
    pairs = [pair for pair in pairwise(rows) if _may_go_on(*pair)]
    votes: Counter[int] = Counter()
    for above, row in pairs:
        word = len(row.split(maxsplit=1)[0])
        if word <= LONGEST_WORD and len(above) < COLUMNS.stop:
            votes.update(
                range(max(len(above), MIN_COLUMN), min(len(above) + word + 1, COLUMNS.stop))
            )
    if not votes:
        return rows
    column, agreed = max(votes.items(), key=lambda vote: (vote[1], -vote[0]))
    if agreed < LEAST_WRAPPED or agreed < WRAPPED_SHARE * len(pairs):
        return rows
    broken = [row.lstrip() for above, row in pairs if _passes(column, above, row)]
    # The rows of a list may be of one length too, but begin as sentences and titles do.
    if sum(map(_could_go_on, broken)) < GOING_ON_SHARE * len(broken):
        return rows
    joined = [[rows[0]]]
    for above, row in pairwise(rows):
        if _may_go_on(above, row) and _passes(column, above, row):
            joined[-1] += ["" if _ends_in_address(above) else " ", row.strip()]
        else:
            joined.append([row])
    return ["".join(parts) for parts in joined]


def _passes(column: int, above: str, row: str) -> bool:
    """Whether the first word of a row would have passed the column on the row above."""
    return len(above) <= column < len(above) + 1 + len(row.split(maxsplit=1)[0])


def _ends_in_address(row: str) -> bool:
    """Whether a row ends in an address that was cut at a hyphen."""
    last = row.rpartition(" ")[2]
    return last.endswith("-") and ("://" in last or "](" in last)


def _could_go_on(row: str) -> bool:
    return not row[0].isupper() and not row[0].isdecimal()


def _may_go_on(above: str, row: str) -> bool:
    """Whether a row may go on the one above: that has some words, and this opens no block."""
    return (
        len(above) >= MIN_COLUMN - LONGEST_WORD
        and " " in above.strip()
        and not above.endswith(("  ", "\\", ":"))
        and _GAP not in above.strip()
        and _GAP not in row.strip()
        and bool(row.strip())
        and _OPENS_BLOCK.match(row) is None
    )


def _goes_on_with_a_sign(above: str, row: str) -> bool:
    """Whether a row begins with what ends or parts a sentence of the row above."""
    return bool(above) and above[-1].isalnum() and _SIGN_FIRST.match(row) is not None


def _is_led_on(above: str, row: str, beneath: str) -> bool:
    """Whether a row of some words ends in one that no heading ends in, and what follows goes on
    with it: the link between, or the words behind it, begin in the midst of a sentence."""
    return (
        bool(row)
        and above.count(" ") >= LEAST_LED
        and above.rpartition(" ")[2] in _LEADS_ON
        and not above[-4:-3].isdecimal()  # "at 11:51 am"
        and (row[0].islower() or beneath[:1].islower() or _SIGN_FIRST.match(beneath) is not None)
    )


def _uncut(rows: Sequence[str]) -> list[str]:
    """The rows of a text that was cut at each link and each word in bold, put together again.

    A row goes on where it begins with a sign, or the one above has not ended and it begins in small
    letters or that one ends in a word that no heading ends in.
    """
    joined: list[list[str]] = []
    above, spaces = "", 0  # the row above, and the spaces of its paragraph so far
    for row in rows:
        if _goes_on_with_a_sign(above, row):
            joined[-1].append(row)
        elif row and spaces >= 2 and _goes_on(above, row):
            joined[-1] += [" ", row]
            spaces += 1
        else:
            joined.append([row])
            spaces = 0
        spaces += row.count(" ")
        above = row
    return ["".join(parts) for parts in joined]


def _goes_on(above: str, row: str) -> bool:
    if not above or not (above[-1].isalnum() or above[-1] in ",(–—"):
        return False
    small = row[0].islower() and not row[1:2].isupper()  # "iPhone" opens a headline
    return small or above.rpartition(" ")[2] in _LEADS_ON


def _with_names(rows: Sequence[str]) -> list[str]:
    """The rows, a lone "By" and the name beneath it as one."""
    joined: list[str] = []
    for row in rows:
        above = joined[-1] if joined else ""
        if (
            len(above) <= LONGEST_BY
            and _BY_ALONE.fullmatch(above)
            and lines.byline_names(f"By {row}")
            and not lines.byline_names(row)
        ):
            joined[-1] = f"{above.rstrip(' :')} {row}"
        elif len(above) <= LONGEST_BY and _BY_ALONE.fullmatch(above) and lines.byline_names(row):
            joined[-1] = row
        else:
            joined.append(row)
    return joined
