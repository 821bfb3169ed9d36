"""A page's HTML -> its blocks of text in page order, and the same tree for lxml.

One walk over the tree that lexbor parsed the way a browser does. A block is the text between two
boundaries of block-level elements (or a double line break); inline elements neither split it nor
add spaces to it. Each block knows the element that holds it and which groups of words (caption,
related, newsletter...) stand in the class names around it.

Pages are hostile: `parse` bounds bytes, tags and open depth before the parser, which is quadratic
in depth, sees them; the walk flattens what is nested deeper than `MAX_DEPTH`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_CHARS = 5_000_000
MAX_TAGS = 100_000
MAX_OPEN = 2_500
MAX_OPTIONS = 10_000
MAX_DEPTH = 150
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
_LXML_ATTRIBUTES = frozenset(
    "class id type href style rel itemprop role lang name src alt title property content "
    "aria-hidden data-component data-testid data-lp-replacement-content data-preloaded".split()
)
_TAG_NAME = re.compile(r"[a-z][a-z0-9_-]*")
# Elements that never hold others, or whose end tag may be left out: they cannot pile up.
_UNCOUNTED = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd td th tr tbody thead tfoot option optgroup colgroup rp rt "
    "path rect circle line polygon polyline ellipse use stop image".split()
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)(?=[\s/>])")
_SPACE = re.compile(r"[^\S\n]*\n[^\S\n]*|[^\S\n]+")

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
    PROMOTION: "newsletter newsletters subscribe subscription signup promo promotion paywall advert "
    "advertisement ad ads adsense sponsored sponsor donate donation banner",
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
    time: str | None = None  # the datetime attribute of a <time> within


@dataclass(slots=True)
class _Open:
    """An element whose end the walk has not reached."""

    node_id: int
    tag: str
    is_block: bool
    element: etree._Element
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
    """The blocks of the body in page order, and the body as an lxml tree.

    Strips scripts and the like from `tree` first, so read the metadata before.
    """
    tree.strip_tags([tag for tag in STRIPPED if tag != "noscript" or not keep_noscript])
    root = html.html_parser.makeelement("html")
    body = tree.body
    if body is None:
        etree.SubElement(root, "body")
        return [], root
    return _Walk(root).run(body), root


class _Walk:
    def __init__(self, root: html.HtmlElement) -> None:
        self.blocks: list[PageBlock] = []
        self.root = root
        self.open: list[_Open] = []
        self.parts: list[str] = []
        self.link_chars = 0
        self.time: str | None = None
        self.breaks = 0

    def run(self, body: LexborNode) -> list[PageBlock]:
        parent = None
        for node in body.traverse(include_text=True):
            tag = node.tag
            if tag is None or node.is_comment_node:
                continue
            if tag == "-text":
                text = node.text_content
                if text:
                    holder = node.parent
                    if holder is not None:
                        self._leave(holder.mem_id)
                    self._text(text)
                continue
            parent = node.parent
            if self.open and parent is not None:
                self._leave(parent.mem_id)
            self._enter(node, tag)
        self._flush()
        return self.blocks

    def _leave(self, parent_id: int) -> None:
        """Close the open elements below the one with this id."""
        while len(self.open) > 1 and self.open[-1].node_id != parent_id:
            if self.open[-1].is_block:
                self._flush()
            self.open.pop()

    def _enter(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        outer = self.open[-1] if self.open else None
        is_block = tag in _BLOCK_TAGS
        if is_block:
            self._flush()
        elif tag == "br":
            self.breaks += 1
            if self.breaks > 1:
                self._flush()
            else:
                self.parts.append("\n")
        elif tag == "time" and self.time is None:
            self.time = attributes.get("datetime")
        class_name = attributes.get("class") or ""
        own = name_groups(class_name) | name_groups(attributes.get("id") or "")
        own |= name_groups(attributes.get("itemprop") or "")
        if len(self.open) >= MAX_DEPTH and outer is not None:
            element = outer.element
        else:
            element = self._lxml(outer, tag, attributes)
        inherited = 0 if outer is None else outer.groups
        within = frozenset() if outer is None else outer.within
        self.open.append(
            _Open(
                node_id=node.mem_id,
                tag=tag,
                is_block=is_block,
                element=element,
                within=within if tag in within else within | {tag},
                groups=inherited if tag in _FRAME_TAGS else inherited | own,
                own_groups=own if is_block or outer is None else outer.own_groups | own,
                in_link=tag == "a" or (outer is not None and outer.in_link),
                style=f"{tag}.{class_name}" if is_block or outer is None else outer.style,
            )
        )

    def _lxml(
        self, outer: _Open | None, tag: str, attributes: dict[str, str | None]
    ) -> etree._Element:
        kept = {name: value or "" for name, value in attributes.items() if name in _LXML_ATTRIBUTES}
        parent = self.root if outer is None else outer.element
        name = tag if _TAG_NAME.fullmatch(tag) else "span"
        try:
            return etree.SubElement(parent, name, kept)
        except ValueError:  # control characters, written as character references
            return etree.SubElement(parent, name)

    def _text(self, text: str) -> None:
        if not self.open:
            return
        inner = self.open[-1]
        element = inner.element
        try:
            if len(element):
                last = element[-1]
                last.tail = (last.tail or "") + text
            else:
                element.text = (element.text or "") + text
        except ValueError:
            return
        self.parts.append(text)
        if inner.in_link:
            self.link_chars += len(text)
        if not text.isspace():
            self.breaks = 0

    def _flush(self) -> None:
        self.breaks = 0
        if self.parts:
            text = tidy("".join(self.parts))
            if text and self.open:
                inner = self.open[-1]
                at = next((i for i in range(len(self.open) - 1, 0, -1) if self.open[i].is_block), 0)
                holder = self.open[at]
                self.blocks.append(
                    PageBlock(
                        text=text[:MAX_BLOCK_CHARS],
                        tag=holder.tag,
                        within=inner.within,
                        groups=inner.groups,
                        own_groups=inner.own_groups,
                        link_chars=self.link_chars,
                        holder=self.open[max(0, at - 1)].node_id,
                        style=holder.style,
                        time=self.time,
                    )
                )
            self.parts.clear()
        self.link_chars = 0
        self.time = None


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
