"""Whether a page can be parsed in bounded time.

The parsers are slow with few things: elements that pile up in each other, options, and elements of
thousands of attributes, whose names are compared each with each. These are counted in the text
before it is parsed; the time of all else grows as the page does.
"""

import re
from collections.abc import Iterable, Iterator, Set

import numpy as np
import numpy.typing as npt

MAX_CHARS = 5_000_000
MAX_TAGS = 100_000
MAX_OPEN = 1_900  # lxml's parser reads 2,048
MAX_OPTIONS = 10_000
MAX_ATTRIBUTE_WORK = (
    100_000_000  # the square of 10,000 attributes, which take a quarter of a second
)
LONG_TAG = 4_000

# Elements that never hold others, or whose end tag may be left out: they cannot pile up.
_UNCOUNTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd td th tr tbody thead tfoot option optgroup colgroup rp rt "
    "path rect circle line polygon polyline ellipse use stop image".split()
)
_COUNTED_TAG = re.compile(
    rf"<(/?)(?!(?:{'|'.join(sorted(_UNCOUNTED))})[\s/>])[a-z][a-z0-9:-]*(?=[\s/>])", re.IGNORECASE
)
_TAG_START = re.compile(b"<[a-zA-Z]")
# What may stand before a quote that opens a value: no other quote keeps a tag open.
_OPENS = np.isin(np.arange(256), np.frombuffer(b"=\t\n\f\r ", dtype=np.uint8))
_ATTRIBUTE = re.compile(
    r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
)
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+|</[^a-zA-Z][^>]*+"
    rf"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)",
    re.DOTALL,
)
# What stands in these is no markup, but in a drawing or a formula.
_RAW = frozenset("script style textarea title iframe noembed noframes xmp".split())
_SCRIPTS = frozenset(["script", "style"])  # what lxml reads so
_FOREIGN = frozenset(["svg", "math"])


class UnreadablePage(ValueError):
    """The page is beyond the bounds within which it can be parsed in bounded time."""


def check(text: str, data: bytes) -> None:
    """Raises UnreadablePage for a page that would take too long to parse; `data` is its text in
    UTF-8."""
    if len(text) > MAX_CHARS:
        raise UnreadablePage(f"the page has {len(text)} characters, more than {MAX_CHARS}")
    codes = np.frombuffer(data, dtype=np.uint8)
    tags = int(np.count_nonzero(codes == ord("<")))
    if tags > MAX_TAGS:
        raise UnreadablePage(f"the page has {tags} tags, more than {MAX_TAGS}")
    if tags > MAX_OPTIONS and text.lower().count("<option") > MAX_OPTIONS:
        raise UnreadablePage(f"the page has more than {MAX_OPTIONS} options to select from")
    # Data in scripts may look like one tag of thousands: one such page in a hundred.
    if (
        _most_attribute_work(data, codes) > MAX_ATTRIBUTE_WORK
        and sum(count**2 for count in _attributes(text)) > MAX_ATTRIBUTE_WORK
    ):
        raise UnreadablePage("the page has elements with thousands of attributes")
    if tags > MAX_OPEN and tags - data.count(b"</") > MAX_OPEN:
        deepest = _deepest(_COUNTED_TAG.findall(text))
        if deepest > MAX_OPEN:  # data in scripts may look like elements that nobody closes
            deepest = max(_deepest(_ends(text, raw)) for raw in (_RAW, _SCRIPTS))
        if deepest > MAX_OPEN:
            raise UnreadablePage(f"the page opens {deepest} elements in each other")


def _most_attribute_work(data: bytes, codes: npt.NDArray[np.uint8]) -> int:
    """What the parser, which is quadratic in them, will at most spend on attributes of one element;
    short tags are not counted.

    A tag goes on behind a ">" only within quotes, and then the last quote of that kind opened them.
    """
    ends = np.flatnonzero(codes == ord(">"))
    sure = np.ones(len(ends), dtype=np.bool_)
    for quote in b"\"'":
        quotes = np.flatnonzero(codes == quote)
        if len(quotes):
            last = np.searchsorted(quotes, ends) - 1
            sure &= (last < 0) | ~_OPENS[codes[quotes - 1]][last]
    stops = np.concatenate(([0], ends[sure], [len(data)]))
    work = 0
    for at in np.flatnonzero(np.diff(stops) > LONG_TAG).tolist():
        start, end = int(stops[at]), int(stops[at + 1])
        if tag := _TAG_START.search(data, start, end):
            part = data[tag.start() : end]
            quoted = (part.count(b'"') + part.count(b"'")) // 2
            work += (len(part.replace(b"/", b" ").split()) + quoted) ** 2
    return work


def _deepest(ends: Iterable[str]) -> int:
    """How many elements stand in each other at most; one sign a tag, "/" for one that closes."""
    steps = np.array([-1 if end else 1 for end in ends] or [0])
    sums = np.cumsum(steps)
    return int((sums - np.minimum.accumulate(np.minimum(sums, 0))).max())


def _ends(text: str, raw: Set[str]) -> Iterator[str]:
    """The signs of the tags that count, without those within raw text."""
    for tag in _tags(text, raw):
        if tag["name"] and tag["name"].lower() not in _UNCOUNTED:
            yield tag["end"]


def _attributes(text: str) -> Iterator[int]:
    """The number of attributes of each tag outside scripts, styles and the like."""
    for tag in _tags(text, _RAW):
        if tag["attributes"]:
            yield len(_ATTRIBUTE.findall(tag["attributes"]))


def _tags(text: str, raw: Set[str]) -> Iterator[re.Match[str]]:
    """The tags and comments outside the elements whose text is no markup."""
    place = inside = 0
    while found := _TAG.search(text, place):
        place = found.end()
        name = (found["name"] or "").lower()
        if name in _FOREIGN:
            inside = max(0, inside - 1) if found["end"] else inside + 1
        yield found
        if name in raw and not found["end"] and not inside:
            ends = re.compile(f"</{name}", re.IGNORECASE).search(text, place)
            place = ends.start() if ends else len(text)
