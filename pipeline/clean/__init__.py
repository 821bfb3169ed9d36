"""RawPage -> CleanPage or a Refusal: the first step, pure and without IO.

HTML is decoded, parsed once, read for metadata and cut into blocks (`html`); text that a scraper
has flattened has its own reader (`text`). Both end in the same blocks.
"""

from collections.abc import Sequence

from pipeline.clean.beside import says_outlet, without_editors
from pipeline.clean.bounds import UnreadablePage
from pipeline.clean.charset import page_text, writable
from pipeline.clean.html import read_html
from pipeline.clean.lines import agency_of, labelled_source
from pipeline.clean.metadata import Metadata
from pipeline.clean.refuse import REASONS, refusal
from pipeline.clean.text import read_text
from pipeline.language import identify
from pipeline.records import Block, CleanPage, RawPage, Refusal
from pipeline.urls import canonical_url, site_of

__all__ = ["REASONS", "UnreadablePage", "clean"]

MAX_BYTES = 5_000_000
LANGUAGE_CHARS = 600
SOURCE_REACH = 3  # blocks beneath the text


def clean(page: RawPage, *, origin: str, appended_at: int) -> CleanPage | Refusal:
    """The page's metadata and labelled blocks, or why it holds no story.

    Raises UnreadablePage for a page too large or too deep to be read in bounded time.
    """
    text = _decoded(page)
    has_password = False
    kinds: dict[str, float] = {}
    if page.is_text:
        flat = read_text(text, page.url, markdown=page.is_markdown)
        metadata = Metadata(
            headline=flat.headline,
            authors=flat.authors,
            published_at=flat.published_at,
            modified_at=flat.modified_at,
            source_name=flat.source_name,
        )
        blocks, kinds = flat.blocks, flat.kinds
    else:
        read = read_html(text, page.url)
        metadata, blocks = read.metadata, read.blocks
        kinds, has_password = read.kinds, read.has_password
    refused = refusal(
        blocks,
        metadata,
        status=page.status,
        url=page.url,
        kinds=kinds,
        has_password=has_password,
        is_text=page.is_text,
    )
    if refused is not None:
        return refused
    story = [block.text for block in blocks if block.keep]
    return CleanPage(
        url=canonical_url(page.url),
        site=site_of(page.url),
        fetched_at=page.fetched_at,
        origin=origin,
        appended_at=appended_at,
        blocks=blocks,
        headline=metadata.headline,
        description=metadata.description,
        authors=metadata.authors,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        language=identify("\n".join(story)[:LANGUAGE_CHARS]) or metadata.language,
        site_name=metadata.site_name or metadata.titled_site,
        source_name=metadata.source_name or _agency(story) or _named_below(blocks),
        paywalled=metadata.paywalled,
    )


def _decoded(page: RawPage) -> str:
    if page.body is not None:
        return writable(page.body)
    data = page.body_bytes
    if len(data) > MAX_BYTES:
        raise UnreadablePage(f"the page has {len(data)} bytes, more than {MAX_BYTES}")
    sent = next((v for name, v in page.headers.items() if name.lower() == "content-type"), "")
    return page_text(data, page.declared_encoding, f"{sent} {page.content_type}")


def _named_below(blocks: Sequence[Block]) -> str | None:
    """The outlet that the one line beneath the text names: "Source: Reuters". One that stands
    between paragraphs may be that of a picture or of figures."""
    last = max((place for place, block in enumerate(blocks) if block.keep), default=0)
    told = [place for place, block in enumerate(blocks) if block.kind == "source"]
    if len(told) != 1 or not last < told[0] <= last + SOURCE_REACH:
        return None
    name = labelled_source(blocks[told[0]].text)
    return name if name and says_outlet(name) else None


def _agency(story: list[str]) -> str | None:
    """The news agency that the story credits, where such credits stand: at its start or end."""
    for text in (*story[:2], *story[-2:]):
        agency = agency_of(without_editors(text))
        if agency is not None:
            return agency
    return None
