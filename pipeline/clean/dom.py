"""A page's HTML -> its blocks of text in page order, and the elements that hold them.

One parse by lexbor, the way a browser parses, and one walk. A block is the text between two
boundaries of block-level elements (or a double line break); inline elements neither split it nor
add spaces to it. The blocks within an element stand in a row, so that sums over any element are
differences of running sums (`Page.first`, `Page.end`).

Pages are hostile: `parse` bounds bytes, tags and open depth before the parser, which is quadratic
in depth, sees them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import html
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.clean.bounds import check
from pipeline.clean.charset import tidy, writable
from pipeline.clean.dates import has_digit, is_announced
from pipeline.clean.groups import NAMES, name_groups
from pipeline.clean.lines import byline_names, could_be_headline, is_date_line
from pipeline.clean.people import bare_names

MAX_BLOCK_CHARS = 100_000
MAX_TOLD = 120  # letters of a line above a break that is looked at
MAX_TOLD_PARTS = 8
MAX_HELD = 8  # such lines in a row
LONG = 150  # letters of a block of prose
MOST_LONG = 1  # of these above lines that tell of the story: a standfirst, or a notice of the site
STRIPPED = (
    "script style svg iframe template select option textarea canvas object video audio map dialog "
    "math noscript head"
).split()

TAGS = (
    "body p h1 h2 h3 h4 h5 h6 li td th div section article main aside nav menu header footer "
    "figure figcaption blockquote table form button ul ol dl dt dd pre address caption center "
    "details dir fieldset frameset hgroup hr legend optgroup summary tbody tfoot thead tr"
).split()
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
_NAMED_BY = frozenset(["class", "id", "itemprop", "role", "data-testid", "data-component"])
_COMMENT = 1 << NAMES.index("comment")
_HIDING = frozenset(["hidden", "aria-hidden", "style"])
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.I)


@dataclass(slots=True)
class Page:
    """The blocks of a page and its block-level elements, each a row of these lists.

    Of a block: its text, the element that holds it, characters within links, the number of
    links, characters in bold, the word groups of the inline elements around it, and the moment
    that a `time` element in it states.
    Of an element: its parent (the body is its own), tag, word groups, whether it is hidden, its
    make (the same for equal tag and class), and the blocks within it, [first, end).
    Of all elements together: how many have each value of `class`, and where the links lead.
    """

    texts: list[str] = field(default_factory=list)
    holder: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    bold_chars: list[int] = field(default_factory=list)
    inline_groups: list[int] = field(default_factory=list)
    times: list[int] = field(default_factory=list)
    moments: dict[int, str] = field(default_factory=dict)

    parent: list[int] = field(default_factory=list)
    tag: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    make: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    classes: dict[str, int] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)

    def alone(self, place: int) -> int:
        """The largest element that holds nothing but the block."""
        element = self.holder[place]
        while element:
            around = self.parent[element]
            if self.end[around] - self.first[around] > 1:
                break
            element = around
        return element

    def steps(self) -> list[tuple[int, tuple[str, ...]]]:
        """For each block, how many elements end between the block before and it, and the tags of
        those that begin, the outermost first; the first block begins in the body."""
        found: list[tuple[int, tuple[str, ...]]] = []
        before = 0
        for holder in self.holder:
            left, closed, opened = before, 0, []
            at = holder
            while left != at:  # an element comes after those around it
                if left > at:
                    left = self.parent[left]
                    closed += 1
                else:
                    opened.append(TAGS[self.tag[at]])
                    at = self.parent[at]
            found.append((closed, tuple(reversed(opened))))
            before = holder
        return found


def parse(text: str) -> LexborHTMLParser:
    """The page's tree. Raises UnreadablePage for a page that would take too long to parse."""
    data = text.encode(errors="ignore")
    check(text, data)
    return LexborHTMLParser(data)


def read_page(tree: LexborHTMLParser, *, keep_noscript: bool = False) -> Page:
    """The blocks of the body in page order.

    Strips scripts and the like from `tree` first, so read the metadata before.
    """
    tree.strip_tags([tag for tag in STRIPPED if tag != "noscript" or not keep_noscript])
    page = _Walk().run(tree.body) if tree.body is not None else Page()
    # Character references may name signs that no record can hold.
    joined = "".join(page.texts)
    if writable(joined) != joined:
        page.texts = [writable(text) for text in page.texts]
    return page


def lxml_tree(tree: LexborHTMLParser) -> html.HtmlElement:
    """The stripped tree as lxml's, for trafilatura.

    What lexbor writes is well nested, so that lxml's parser has nothing left to repair; it is
    three times as fast as making the same tree node by node.
    """
    text = writable(tree.body.html or "") if tree.body is not None else ""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    return html.document_fromstring(text or "<body></body>", parser=parser)


# What an element says of the text right within it: the block-level element that it is or stands in,
# whether it is one, stands in a link or in bold, and the groups of the inline elements from the
# block-level one on.
_Around = tuple[int, bool, bool, bool, int]
_BODY: _Around = (0, True, False, False, 0)


class _Walk:
    """The state of one walk: the elements so far and the block that is being gathered."""

    def __init__(self) -> None:
        self.page = Page()
        self.elements: list[tuple[int, int, int, bool, int, int]] = []
        self.ends: list[int] = []
        self.blocks: list[tuple[int, int, int, int, int, int]] = []
        self.held: list[_Line] = []  # above breaks, which may be blocks of their own
        self.moment: str | None = None  # of the block that is being gathered
        self.long = 0
        self.around: dict[int, _Around] = {}
        self.innermost = 0  # of the block-level elements whose end the walk has not reached
        self.named: list[str] = []
        self.makes: dict[tuple[str, str], int] = {}
        self.parts: list[str] = []
        self.blank = True  # the parts are white space
        self.link_chars = self.bold_chars = self.links = self.times = self.breaks = 0
        self.groups = 0
        self.apart = True  # all of the text so far stands in elements that set it apart

    def run(self, body: LexborNode) -> Page:
        around, parts = self.around, self.parts
        for node in body.traverse(include_text=True):
            tag = node.tag
            if tag is None or tag == "-comment":
                continue
            parent = node.parent
            outer = around.get(parent.mem_id, _BODY) if parent is not None else _BODY
            if outer[0] != self.innermost:
                self._leave_to(outer[0])
            if tag == "-text":
                text = node.text_content
                if not text:
                    continue
                if parts and text[0].isupper() and parts[-1][-1:].islower():
                    parts.append(" ")  # the elements between are parted by style alone
                parts.append(text)
                if not text.isspace():
                    _, in_block, in_link, in_bold, groups = outer
                    self.breaks, self.blank = 0, False
                    if in_block or in_bold:
                        self.apart = False
                    self.groups |= groups
                    if in_link:
                        self.link_chars += len(text)
                    if in_bold:
                        self.bold_chars += len(text)
            elif tag == "br":
                self._break()
            elif tag == "wbr":
                parts.append("")  # what stands before and behind is one word
            else:
                around[node.mem_id] = self._enter(tag, node.attributes, outer)
        self._leave_to(0)
        self._flush()
        return self._page()

    def _page(self) -> Page:
        page = self.page
        page.end = self.ends
        page.classes = Counter(self.named)
        if self.elements:
            page.end[0] = len(page.texts)
            (page.parent, page.tag, page.groups, page.hidden, page.make, page.first) = map(
                list, zip(*self.elements, strict=True)
            )
        if self.blocks:
            (page.holder, page.link_chars, page.links, page.bold_chars, page.inline_groups,
             page.times) = map(list, zip(*self.blocks, strict=True))  # fmt: skip
        return page

    def _break(self) -> None:
        self.breaks += 1
        if self.breaks > 1:
            self._flush()
            return
        may_tell = self.long <= MOST_LONG and not self.blank and len(self.held) < MAX_HELD
        if may_tell and (says := self._says()):
            self.held.append(_Line("".join(self.parts), says, self._counts(), self.moment))
            self._start()
            self.moment = None
        self.parts.append("\n")

    def _says(self) -> "_Says | None":
        """What the line so far tells of the story, where it is nothing but that."""
        if len(self.parts) > MAX_TOLD_PARTS or sum(map(len, self.parts)) > MAX_TOLD:
            return None
        text = tidy("".join(self.parts))
        if is_date_line(text):
            # A line of time that a story tells has days too: those of a page stand apart.
            sure = is_announced(text) or bool(self.times) or (self.apart and not self.long)
            return _Says(sure) if has_digit(text) else None
        if names := byline_names(text):
            return _Says(any(map(_is_full_name, names)))
        titled = self.bold_chars >= len(text) and could_be_headline(text)
        return _Says(sure=False, alone=False) if titled or bare_names(text) else None

    def _counts(self) -> "_Counts":
        return self.link_chars, self.links, self.bold_chars, self.groups, self.times

    def _start(self) -> None:
        """Starts a line or a block."""
        self.parts.clear()
        self.blank = self.apart = True
        self.link_chars = self.bold_chars = self.links = self.times = self.groups = 0

    def _enter(self, tag: str, attributes: Mapping[str, str | None], outer: _Around) -> _Around:
        """Takes note of an element, and says what stands around its text."""
        number = TAG_NUMBER.get(tag)
        own, named, hidden = 0, "", False
        if attributes:
            for key, name in attributes.items():
                if key in _NAMED_BY and name:
                    own |= name_groups(name)
            named = attributes.get("class") or ""
            if named:
                self.named.append(named)
        element, in_block, in_link, in_bold, groups = outer
        if number is None:
            if tag == "a" and "href" in attributes:
                in_link = True
                self.links += 1
                self.page.addresses.append(attributes["href"] or "")
            elif tag == "time":
                self.times += 1
                self.parts.append(" ")  # what stands before it is often parted by style alone
                if self.moment is None:
                    self.moment = attributes.get("datetime") or ""
            elif tag in ("strong", "b"):
                in_bold = True
            own &= ~_COMMENT  # a byline may hold how many comments there are
            return element, False, in_link, in_bold, groups | own
        self.breaks = 0
        if self.parts:
            self._flush()
        self.innermost = place = len(self.ends)
        count = len(self.page.texts)
        make = self.makes.setdefault((tag, named), len(self.makes))
        if not in_block:
            own |= groups
        hidden = not _HIDING.isdisjoint(attributes) and _is_hidden(attributes)
        self.elements.append((element, number, own, hidden, make, count))
        self.ends.append(count)
        return place, True, in_link, False, 0

    def _leave_to(self, element: int) -> None:
        """Ends the block-level elements up to one that holds them."""
        while self.innermost != element:
            if self.parts:
                self._flush()
            self.ends[self.innermost] = len(self.page.texts)
            self.innermost = self.elements[self.innermost][0]
        self.breaks = 0

    def _flush(self) -> None:
        self.breaks = 0
        if not self.parts:
            return
        if self.held:
            says = None if self.blank else self._says()
            last = _Line("".join(self.parts), says, self._counts(), self.moment)
            lines = _blocks_of([*self.held, last])
            self.held.clear()
            for line in lines:
                self.moment = line.moment
                self._add(line.text, line.counts)
        elif not self.blank:
            self._add("".join(self.parts), self._counts())
        self._start()

    def _add(self, raw: str, counts: "_Counts") -> None:
        text = tidy(raw)
        if not text:
            return
        if self.moment is not None:
            self.page.moments[len(self.page.texts)] = self.moment
            self.moment = None
        self.page.texts.append(text[:MAX_BLOCK_CHARS])
        self.blocks.append((self.innermost, *counts))
        if len(text) > LONG:
            self.long += 1


# The counts of a line or a block: letters in links, links, letters in bold, the groups of its
# inline elements, elements of time.
_Counts = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Says:
    """A line that says when or by whom the text was written."""

    sure: bool  # by itself; else only beside another
    alone: bool = True  # else it may be a title or a name, and says nothing of the lines beside it


@dataclass(frozen=True, slots=True)
class _Line:
    """A line between single breaks, as it may become a block."""

    text: str
    says: _Says | None
    counts: _Counts
    moment: str | None


def _blocks_of(told: Sequence[_Line]) -> list[_Line]:
    """The lines as blocks, those that go on beneath a break put together: a sentence may open with
    a day or a name, and then goes on in small letters."""
    found = [told[-1]]
    for place in range(len(told) - 2, -1, -1):
        line, beneath = told[place], found[0]
        beside = (*told[max(0, place - 1) : place], told[place + 1])
        sure = any(other.says is not None and other.says.alone for other in beside)
        sure |= line.says is not None and line.says.sure
        if sure and (beneath.says is not None or not beneath.text.lstrip()[:1].islower()):
            found.insert(0, line)
        else:
            found[0] = _joined(line, beneath)
    return found


def _joined(line: _Line, beneath: _Line) -> _Line:
    counts = line.counts, beneath.counts
    link_chars, links, bold_chars, groups, times = zip(*counts, strict=True)
    return _Line(
        line.text + beneath.text,
        None,
        (sum(link_chars), sum(links), sum(bold_chars), groups[0] | groups[1], sum(times)),
        line.moment if line.moment is not None else beneath.moment,
    )


def _is_full_name(name: str) -> bool:
    """Whether a byline's name is one of two words and more with capitals, or of a script without
    them; "The River" is none."""
    words = name.split()
    if words[0].casefold() in _ARTICLES:
        return False
    return len(words) > 1 or (name.lower() == name.upper() and len(name) > 1)


_ARTICLES = frozenset("the der die das dem den les los las".split())


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (style is not None and _HIDDEN_STYLE.search(style[:500]) is not None)
    )
