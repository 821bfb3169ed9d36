"""The text of an HTML page -> its metadata and labelled blocks.

One parse by lexbor, metadata read from it first, one walk that gives the blocks, numbers about all
blocks at once, and a learned answer to which of them are the story.
"""

from dataclasses import dataclass, field, replace

from pipeline.clean import dom, trees
from pipeline.clean.features import html_columns
from pipeline.clean.kinds import NAMED_ARTICLE, named_other, other_kinds, page_columns
from pipeline.clean.label import label
from pipeline.clean.listing import is_list, names_section
from pipeline.clean.metadata import Metadata, name_form, read_metadata
from pipeline.clean.refuse import states_article, states_news
from pipeline.clean.stated import body_in_scripts, stated_body
from pipeline.clean.story import MODEL, sizes_of, story_probabilities
from pipeline.clean.visible import kept_flags, with_visible
from pipeline.records import Block
from pipeline.urls import site_of

SURELY_LIST = 0.9  # how probable a page is one that is nothing but cards
STATED_LONGER = 3  # times, from which on the page's data are asked for its story


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML page holds."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    has_password: bool  # there is a field for one
    kinds: dict[str, float] = field(default_factory=dict)  # how probably it is no article but that


def read_html(text: str, url: str) -> HtmlPage:
    """The page that the text of an HTML document holds. Raises UnreadablePage."""
    tree = dom.parse(text)
    metadata = read_metadata(tree, url)
    has_password = "password" in text and tree.css_first('input[type="password"]') is not None
    page = dom.read_page(tree)
    if not page.texts and "<noscript" in text:
        tree = dom.parse(text)
        page = dom.read_page(tree, keep_noscript=True)
    blocks: tuple[Block, ...] = ()
    kinds: dict[str, float] = {}
    if page.texts:
        columns = html_columns(page, metadata)
        found = story_probabilities(page, columns, tree)
        threshold = trees.threshold_of(found, sizes_of(page), trees.load(MODEL).card.threshold)
        blocks = label(page, columns, found, threshold, metadata, site_of(url))
        if not states_news(metadata):
            named = named_other(page)
            if named >= NAMED_ARTICLE or not states_article(metadata) or names_section(url):
                kinds = other_kinds(page_columns(page, columns, found, metadata, url), named)
            if is_list(page, found):
                kinds["listing"] = max(kinds.get("listing", 0.0), SURELY_LIST)
        kept = kept_flags(blocks, page.texts)
        metadata = with_visible(metadata, page, columns, kept, url)
    if not any(block.keep for block in blocks):
        blocks += _stated(text, metadata)
    elif metadata.article_body and not metadata.paywalled:
        blocks = _or_stated(blocks, metadata.article_body)
    return HtmlPage(metadata, blocks, has_password, kinds)


def _or_stated(blocks: tuple[Block, ...], body: str) -> tuple[Block, ...]:
    """The blocks, or the stated body where the page shows only how it begins, or nothing of it.

    Scripts put the rest there. What shows some of it and leaves some out, or says it otherwise,
    is as its readers see it.
    """
    kept = [name_form(block.text) for block in blocks if block.keep]
    if len(body) < STATED_LONGER * sum(map(len, kept)):
        return blocks
    stated = stated_body(body)
    form = name_form(" ".join(block.text for block in stated))
    if len(form) < STATED_LONGER * sum(map(len, kept)) or 0 < sum(k in form for k in kept) < len(
        kept
    ):
        return blocks
    dropped = [replace(b, keep=False, reason="outside") if b.keep else b for b in blocks]
    return (*dropped, *stated)


def _stated(text: str, metadata: Metadata) -> tuple[Block, ...]:
    """The story of a page that shows none of it."""
    if metadata.article_body:
        return stated_body(metadata.article_body)
    return body_in_scripts(dom.parse(text)) if "<script" in text else ()
