"""The bytes of an HTML page -> its metadata and labelled blocks.

One parse by lexbor, metadata read from it first, one walk that gives the blocks and the lxml tree
for trafilatura, and the alignment of the two.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from pipeline.clean import dom
from pipeline.clean.extract import Alignment, story_runs
from pipeline.clean.label import label
from pipeline.clean.metadata import Metadata, read_metadata
from pipeline.records import Block

# trafilatura's fast mode is right about most pages. Where it finds less than this share of the
# page's running text, or far more than all of it, its slower comparison of several extractions is
# asked instead: that mends 15 of the 17 pages of three sets on which the fast mode goes wrong.
THIN_SHARE = 0.22
FAT_SHARE = 3.0
RUNNING_CHARS = 80  # a block as long as this is running text
MIN_BODY_CHARS = 200
# Measured: 2 of 386 news pages and 1 of 199 articles are lost, 18 of 53 listing pages refused.
LISTING_LINKS = 0.5
LISTING_HEADINGS = 8
PROSE_CHARS = 120


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What an HTML page holds."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    has_password: bool  # there is a field for one
    is_listing: bool  # the text that was found is mostly links, or stands among linked headings


def read_html(text: str, url: str) -> HtmlPage:
    """The page that the text of an HTML document holds. Raises dom.UnreadablePage."""
    tree = dom.parse(text)
    metadata = read_metadata(tree, url)
    has_password = tree.css_first('input[type="password"]') is not None
    page, root = dom.read_blocks(tree)
    if not page and "<noscript" in text:
        page, root = dom.read_blocks(dom.parse(text), keep_noscript=True)
    runs = story_runs(root, thorough=False)
    if _is_doubtful(runs, page):
        runs = story_runs(root, thorough=True) or runs
    alignment = Alignment([block.text for block in page], runs)
    blocks = label(page, alignment.kept, alignment.strays, metadata)
    if metadata.article_body and not any(block.keep for block in blocks):
        blocks += _stated_body(metadata.article_body)
    return HtmlPage(metadata, blocks, has_password, _is_listing(page, alignment.kept))


def _is_doubtful(runs: list[str], page: list[dom.PageBlock]) -> bool:
    found = sum(map(len, runs))
    running = sum(
        len(block.text)
        for block in page
        if len(block.text) >= RUNNING_CHARS and block.link_chars < len(block.text) / 2
    )
    return found < THIN_SHARE * running or found > FAT_SHARE * max(running, RUNNING_CHARS)


def _is_listing(page: list[dom.PageBlock], kept: set[int]) -> bool:
    texts = [page[index] for index in kept]
    size = sum(len(block.text) for block in texts)
    if sum(block.link_chars for block in texts) > LISTING_LINKS * size:
        return True
    headings = sum(
        block.tag in ("h2", "h3", "h4") and block.link_chars > 0.8 * len(block.text)
        for block in page
    )
    prose = sum(
        len(block.text)
        for block in texts
        if len(block.text) >= PROSE_CHARS and block.link_chars < 0.3 * len(block.text)
    )
    return headings >= LISTING_HEADINGS and prose < size / 2


def _stated_body(body: str) -> tuple[Block, ...]:
    """The text that JSON-LD states, for a page that shows none of it."""
    if "<" in body:
        body = LexborHTMLParser(body).text(separator="\n")
    texts = [dom.tidy(line) for line in body.splitlines()]
    if sum(map(len, texts)) < MIN_BODY_CHARS:
        return ()
    return tuple(Block(text, "paragraph", keep=True) for text in texts if text)
