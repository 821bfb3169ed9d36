"""A page's HTML -> its blocks of text in page order, and the same tree for lxml.

One walk over the tree, which lexbor has parsed the way a browser does. A block is the text between
two boundaries of block-level elements (or a double line break); inline elements neither split it
nor add spaces to it. Each block knows the element that holds it and which groups of words
(caption, related, newsletter...) stand in the class names around it.

Pages are hostile: `parse` bounds bytes, tags and open depth before the parser, which is quadratic
in depth, sees them.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser

from pipeline.clean.charset import writable

MAX_CHARS = 5_000_000
MAX_TAGS = 100_000
MAX_OPEN = 1_900  # lxml's parser reads 2,048
MAX_OPTIONS = 10_000
MAX_BLOCK_CHARS = 100_000

STRIPPED = (
    "script style svg iframe template select option textarea canvas object video audio map dialog "
    "math noscript head"
).split()

_BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr li legend "
    "main menu nav ol optgroup p pre section summary table tbody td tfoot th thead tr ul".split()
)
_NOTED_TAGS = frozenset(
    "nav menu figure figcaption blockquote li button aside footer header form table time".split()
)
# Elements that never hold others, or whose end tag may be left out: they cannot pile up.
_UNCOUNTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd td th tr tbody thead tfoot option optgroup colgroup rp rt "
    "path rect circle line polygon polyline ellipse use stop image".split()
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?=[\s/>])")

# Words in class names and ids, by what they say of the text within. Matched as whole words of the
# name ("article-related-links" -> article, related, links), never as parts of a word.
(
    CAPTION,
    RELATED,
    BYLINE,
    DATE,
    PROMOTION,
    COMMENT,
    SHARE,
    NAVIGATION,
    SUMMARY,
    TAGS,
    BODY,
    CREDIT,
) = (1 << bit for bit in range(12))
_GROUP_WORDS = {
    CAPTION: "caption captions figcaption imgcaption cutline wpcaption legende bildunterschrift",
    RELATED: "related recirc recirculation recommended recommendations readmore morefrom teaser "
    "teasers outbrain taboola relatedlinks seealso popular trending mostread mostpopular zergnet "
    "upnext readnext alsoread promobox relacionadas verwandte",
    BYLINE: "byline bylines author authors authorname authorbio bio writer contributor reporter "
    "autor autore auteur vcard",
    DATE: "date dateline timestamp pubdate published publishdate postdate datetime time entrydate "
    "datum fecha data lastupdated",
    PROMOTION: "newsletter newsletters subscribe subscription signup promo promotion paywall "
    "advert advertisement ad ads adsense sponsored sponsor donate donation banner",
    COMMENT: "comment comments commentlist disqus respond replies",
    SHARE: "share sharing social sharebar sharedaddy socials addthis sharethis",
    NAVIGATION: "nav navbar navigation menu breadcrumb breadcrumbs pagination pager skip sitemap "
    "footer topbar submenu cookie cookies consent gdpr",
    SUMMARY: "standfirst summary subtitle subheadline subhead dek deck lead lede intro chapo "
    "sommario description subheading abstract excerpt entradilla sinopsis",
    TAGS: "tags tag tagcloud keywords topics",
    BODY: "articlebody article body story storybody entry content post postcontent articlecontent "
    "text main entrycontent bodytext",
    CREDIT: "credit credits copyright photocredit source",
}
_GROUP_OF = {word: group for group, words in _GROUP_WORDS.items() for word in words.split()}
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
# A page often names its whole body "with-comments" or "has-newsletter": these groups are not
# inherited from elements that hold the page's frame.
_FRAME_TAGS = frozenset(["html", "body", "main", "article"])


class UnreadablePage(ValueError):
    """The page is beyond the bounds within which it can be parsed in bounded time."""


@dataclass(slots=True)
class PageBlock:
    """One block of a page. `within` are the tags and `groups` the word groups around it."""

    text: str
    tag: str
    within: frozenset[str]
    groups: int
    own_groups: int
    link_chars: int
    holder: int  # the same number for blocks whose parents are the same element
    style: str  # tag and class of the element: blocks of one make look alike


@dataclass(slots=True)
class _Open:
    """An element whose end the walk has not reached; `number` counts elements from the body on."""

    number: int
    tag: str
    within: frozenset[str]
    groups: int
    own_groups: int
    in_link: bool
    style: str


def parse(text: str) -> LexborHTMLParser:
    """The page's tree. Raises UnreadablePage for a page that would take too long to parse."""
    if len(text) > MAX_CHARS:
        raise UnreadablePage(f"the page has {len(text)} characters, more than {MAX_CHARS}")
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise UnreadablePage(f"the page has {tags} tags, more than {MAX_TAGS}")
    if tags > MAX_OPTIONS and text.lower().count("<option") > MAX_OPTIONS:
        raise UnreadablePage(f"the page has more than {MAX_OPTIONS} options to select from")
    if tags > MAX_OPEN:
        depth = deepest = 0
        for end, name in _TAG.findall(text):
            if name.lower() not in _UNCOUNTED:
                depth = max(0, depth - 1) if end else depth + 1
                deepest = max(deepest, depth)
        if deepest > MAX_OPEN:
            raise UnreadablePage(f"the page opens {deepest} elements in each other")
    return LexborHTMLParser(text)


def read_blocks(
    tree: LexborHTMLParser, *, keep_noscript: bool = False
) -> tuple[list[PageBlock], html.HtmlElement]:
    """The blocks of the body in page order, and the page as an lxml tree.

    Strips scripts and the like from `tree` first, so read the metadata before.
    """
    tree.strip_tags([tag for tag in STRIPPED if tag != "noscript" or not keep_noscript])
    body = tree.body
    text = writable(body.html or "") if body is not None else ""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    # What lexbor writes is well nested, so that lxml's parser has nothing left to repair; it is
    # three times as fast as making the same tree node by node.
    root = html.document_fromstring(text or "<body></body>", parser=parser)
    return _Walk().run(root), root


class _Walk:
    """The state of one walk: the elements around it and the block that is being gathered."""

    def __init__(self) -> None:
        self.blocks: list[PageBlock] = []
        self.open = [_Open(0, "html", frozenset(), 0, 0, in_link=False, style="html")]
        self.parts: list[str] = []
        self.link_chars = 0
        self.breaks = 0
        self.number = 0

    def run(self, root: html.HtmlElement) -> list[PageBlock]:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag
            if event == "start":
                self._enter(element, tag)
                text = element.text
            else:
                if tag in _BLOCK_TAGS:
                    self._flush()
                self.open.pop()
                text = element.tail
            if text:
                self.parts.append(text)
                if not text.isspace():
                    self.breaks = 0
                if self.open[-1].in_link:
                    self.link_chars += len(text)
        self._flush()
        return self.blocks

    def _enter(self, element: etree._Element, tag: str) -> None:
        is_block = tag in _BLOCK_TAGS
        if is_block:
            self._flush()
        elif tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self._flush()
            else:
                self.parts.append("\n")
        outer = self.open[-1]
        own = 0
        class_name = element.get("class")
        for name in (class_name, element.get("id"), element.get("itemprop")):
            if name:
                own |= name_groups(name)
        self.number += 1
        self.open.append(
            _Open(
                number=self.number,
                tag=tag,
                within=outer.within | {tag} if tag in _NOTED_TAGS else outer.within,
                groups=outer.groups if tag in _FRAME_TAGS else outer.groups | own,
                own_groups=own if is_block else outer.own_groups | own,
                in_link=outer.in_link or tag == "a",
                style=f"{tag}.{class_name}" if is_block else outer.style,
            )
        )

    def _flush(self) -> None:
        self.breaks = 0
        if not self.parts:
            return
        text = tidy("".join(self.parts))
        self.parts.clear()
        if text:
            inner = self.open[-1]
            at = len(self.open) - 1
            while at > 0 and self.open[at].tag not in _BLOCK_TAGS:
                at -= 1
            self.blocks.append(
                PageBlock(
                    text=text[:MAX_BLOCK_CHARS],
                    tag=self.open[at].tag,
                    within=inner.within,
                    groups=inner.groups,
                    own_groups=inner.own_groups,
                    link_chars=self.link_chars,
                    holder=self.open[max(0, at - 1)].number,
                    style=self.open[at].style,
                )
            )
        self.link_chars = 0


def tidy(text: str) -> str:
    """The text in one line, with single spaces."""
    return " ".join(text.split())


@lru_cache(maxsize=20_000)
def name_groups(name: str) -> int:
    """The word groups of one class, id or itemprop attribute."""
    groups = 0
    for word in _NAME_WORD.findall(name[:200]):
        groups |= _GROUP_OF.get(word.lower(), 0)
    return groups
