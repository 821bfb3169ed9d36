"""What was seen before: when a page is unchanged, and which revision of an article comes next.

The state is two small records, one a page and one an article. The worker keeps them in tables,
`pipeline process` in dicts; the rules are here. Each state names its `origin`, the message that
wrote it: a message that is handled again, because its worker died before the offset was
committed, must find that *it* wrote the state and do everything once more. Taking its own trace
for "seen before" would lose its outputs.
"""

import hashlib
from dataclasses import dataclass, replace

from pipeline import wire
from pipeline.records import Article, CleanPage, RawPage
from pipeline.version import VERSION


@dataclass(frozen=True, slots=True)
class PageState:
    """The last version of a page that was cleaned: digests of its bytes and of its text."""

    raw_digest: str
    text_digest: str
    origin: str
    version: str = VERSION


@dataclass(frozen=True, slots=True)
class ArticleState:
    """The last published revision of an article and the append time of the page it came from."""

    digest: str
    revision: int
    origin: str
    appended_at: int


def raw_digest(page: RawPage) -> str:
    """Digest of what a crawler fetched; when and by which crawler makes no difference."""
    digest = hashlib.sha256(page.content_type.encode("utf-8", "replace"))
    digest.update(b"\0%d\0" % (page.status or 0))
    digest.update(page.body_bytes)
    return digest.hexdigest()


def text_digest(page: CleanPage) -> str:
    """Digest of a page's words: its headlines and the text that it keeps, no dates and no frame."""
    digest = hashlib.sha256((page.headline or "").encode("utf-8", "replace"))
    for block in page.blocks:
        if block.keep or block.kind == "headline":
            digest.update(b"\0" + block.text.encode("utf-8", "replace"))
    return digest.hexdigest()


def same_bytes(previous: PageState | None, digest: str, origin: str) -> bool:
    """Whether the page was cleaned before, in the same bytes by the same version."""
    return (
        previous is not None
        and previous.origin != origin
        and previous.version == VERSION
        and previous.raw_digest == digest
    )


def same_text(previous: PageState | None, digest: str, origin: str) -> bool:
    """Whether the page was cleaned before, with the same words by the same version."""
    return (
        previous is not None
        and previous.origin != origin
        and previous.version == VERSION
        and previous.text_digest == digest
    )


def article_digest(article: Article) -> str:
    """Digest of all that makes a new revision worth publishing: not when the page was fetched."""
    content = replace(article, revision=0, fetched_at="", pipeline_version="")
    return hashlib.sha256(wire.encode(content)).hexdigest()


def next_revision(
    previous: ArticleState | None, digest: str, origin: str, appended_at: int
) -> int | None:
    """The revision to publish an article as, or None when there is nothing new to publish.

    A replay publishes its revision again. An older version of the page that comes late, in a
    replay of what was done already, gives way to the newer one.
    """
    if previous is None:
        return 1
    if previous.digest == digest:
        return previous.revision if previous.origin == origin else None
    if appended_at < previous.appended_at:
        return None
    return previous.revision + 1
