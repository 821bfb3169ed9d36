"""What was seen before: when a page is unchanged, and which revision of an article comes next.

The state is two small records, one a page and one an article. The worker keeps them in tables,
`pipeline process` in dicts; the rules are here. Each state names its `origin`, the message that
wrote it: a message that is handled again, because its worker died before the offset was
committed, must find that *it* wrote the state and do everything once more. Taking its own trace
for "seen before" would lose its outputs.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import TypeGuard

from pipeline import wire
from pipeline.records import Article, CleanPage, RawPage
from pipeline.version import VERSION


@dataclass(frozen=True, slots=True)
class PageState:
    """The last version of a page that was cleaned: digests of its bytes and of its text, and when
    it was appended."""

    url: str
    raw_digest: str
    text_digest: str
    origin: str
    version: str = VERSION
    appended_at: int = 0


@dataclass(frozen=True, slots=True)
class ArticleState:
    """The last published revision of an article and the append time of the page it came from."""

    digest: str
    revision: int
    origin: str
    appended_at: int


def raw_digest(page: RawPage) -> str:
    """Digest of what a crawler fetched; when and by which crawler makes no difference."""
    digest = _digest()
    digest.update(b"%b\0%d\0" % (_bytes(page.content_type), page.status or 0))
    digest.update(page.body_bytes)
    return digest.hexdigest()


def text_digest(page: CleanPage) -> str:
    """Digest of a page's words: its headlines and the text that it keeps, no dates and no frame."""
    digest = _digest()
    digest.update(_bytes(page.headline or ""))
    for block in page.blocks:
        if block.keep or block.kind == "headline":
            digest.update(b"\0" + _bytes(block.text))
    return digest.hexdigest()


def same_bytes(previous: PageState | None, url: str, digest: str, origin: str) -> bool:
    """Whether the page was cleaned before, in the same bytes by the same version."""
    return _is_earlier(previous, url, origin) and previous.raw_digest == digest


def same_text(previous: PageState | None, url: str, digest: str, origin: str) -> bool:
    """Whether the page was cleaned before, with the same words by the same version."""
    return _is_earlier(previous, url, origin) and previous.text_digest == digest


def superseded(previous: PageState | None, url: str, origin: str, appended_at: int) -> bool:
    """Whether a later version of the page was done before: this one is a replayed dead letter."""
    return _is_written_before(previous, url, origin) and previous.appended_at > appended_at


def _is_earlier(previous: PageState | None, url: str, origin: str) -> TypeGuard[PageState]:
    """Whether the state was written before, and by this version."""
    return _is_written_before(previous, url, origin) and previous.version == VERSION


def _is_written_before(previous: PageState | None, url: str, origin: str) -> TypeGuard[PageState]:
    """Whether the state is of this page, and was written by an earlier message.

    What the message itself or a later one wrote says that this one is handled again. Its work was
    not known to be done, or it would not come again.
    """
    if previous is None or previous.url != url:
        return False
    place, number = _place(origin)
    written_place, written_number = _place(previous.origin)
    return place != written_place or written_number < number


def article_digest(article: Article) -> str:
    """Digest of all that makes a new revision worth publishing: not when the page was fetched."""
    content = replace(article, revision=0, fetched_at="", pipeline_version="")
    digest = _digest()
    digest.update(wire.encode(content))
    return digest.hexdigest()


def next_revision(
    previous: ArticleState | None, digest: str, origin: str, appended_at: int
) -> int | None:
    """The revision to publish an article as, or None when there is nothing new to publish.

    A replay publishes its revision again. What comes late, in a replay of what was done already,
    gives way to what is newer: to a later version of the page, and to what a later message says of
    the same version, as that it is a copy.
    """
    if previous is None:
        return 1
    if previous.digest == digest:
        return previous.revision if previous.origin == origin else None
    if appended_at < previous.appended_at:
        return None
    place, number = _place(origin)
    written_place, written_number = _place(previous.origin)
    if (appended_at, place) == (previous.appended_at, written_place) and number < written_number:
        return None
    return previous.revision + 1


def numbered(article: bytes, revision: int) -> bytes:
    """The record of an article, which every step makes as its first revision, as another one."""
    if revision == 1:
        return article
    return wire.encode(replace(wire.decode(article, Article), revision=revision))


def _place(origin: str) -> tuple[str, int]:
    """An origin's partition or file, and the offset or line in it."""
    digits = len(origin) - len(origin.rstrip("0123456789"))
    return origin[: len(origin) - digits], int(origin[len(origin) - digits :] or 0)


def _digest() -> "hashlib.blake2b":
    return hashlib.blake2b(digest_size=16)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
