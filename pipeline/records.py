"""The records that cross a topic, in the order in which a page becomes them.

All are frozen: a step makes a new record and never changes one that it was given. `fetched_at` is
RFC 3339 as the crawler gave it. `published_at` and `modified_at` hold as much as the page says: a
date, a date and time without a zone, or both with one, as RFC 3339. No record holds a time or a
number that was made up on the way, so that the same page and the same version give the same bytes.
Readers ignore fields that they do not know, and a new field always has a default
(`tests/test_schemas.py` holds that).
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import msgspec

from pipeline.urls import canonical_url
from pipeline.version import VERSION

Placement = Literal["primary", "appended"]
Completeness = Literal["full", "excerpt"]
ArticleStatus = Literal["published", "duplicate"]
DuplicateKind = Literal["exact", "near", "contained"]
Outcome = Literal["articles", "refused", "unchanged", "dead"]
Step = Literal["clean", "split", "dedup", "classify"]
BlockKind = Literal[
    "headline",  # the headline of a story, wherever it stands
    "heading",  # a subheading within a story
    "paragraph",
    "list_item",
    "quote",
    "table",
    "caption",
    "date",
    "byline",
    "source",  # the name of an outlet or agency, alone on its line
    "related",  # a link to another story, without any of its text
    "promotion",  # newsletters, apps, subscriptions, advertisements
    "comment",
    "navigation",
    "interface",  # buttons, counters, share bars, cookie and login text
]

MAX_URL_CHARS = 2048
TEXT_TYPES = ("text/plain", "text/markdown")

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as a crawler fetched it: HTML as bytes or text, or text that a scraper flattened.

    Exactly one of `body` and `body_base64` is given. `content_type` "text/plain" or "text/markdown"
    says that the body is flattened text, one line a block or blank lines between blocks, or
    Markdown; everything else is taken as HTML.

    Raises ValueError when the URL is not http(s) or longer than 2,048 characters, `fetched_at` is
    not RFC 3339 with a time zone, or the body is missing, given twice or not base64.
    """

    url: str
    fetched_at: str
    content_type: str
    body: str | None = None
    body_base64: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    crawler: str | None = None
    declared_encoding: str | None = None

    def __post_init__(self) -> None:
        if len(self.url) > MAX_URL_CHARS:
            raise ValueError(f"`url` is longer than {MAX_URL_CHARS} characters")
        try:
            canonical_url(self.url)
        except ValueError as error:
            raise ValueError(f"`url` is not an address: {error}") from None
        if not _RFC_3339.fullmatch(self.fetched_at):
            raise ValueError("`fetched_at` must be RFC 3339 with a time zone")
        try:
            datetime.fromisoformat(self.fetched_at.upper())
        except ValueError as error:
            raise ValueError(f"`fetched_at` is not a time: {error}") from None
        if (self.body is None) == (self.body_base64 is None):
            raise ValueError("exactly one of `body` and `body_base64` must be given")
        if self.body_base64 is not None:
            try:
                base64.b64decode(self.body_base64, validate=True)
            except binascii.Error as error:
                raise ValueError(f"`body_base64` is not base64: {error}") from None

    @property
    def is_text(self) -> bool:
        """Whether the body is text that a scraper flattened, not HTML."""
        return self._media_type in TEXT_TYPES

    @property
    def is_markdown(self) -> bool:
        """Whether the body is said to be Markdown."""
        return self._media_type == "text/markdown"

    @property
    def _media_type(self) -> str:
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def body_bytes(self) -> bytes:
        """The body as bytes; a body given as text is encoded as UTF-8."""
        if self.body_base64 is not None:
            try:
                return msgspec.convert(self.body_base64, bytes)  # five times as fast
            except msgspec.ValidationError:  # and stricter
                return base64.b64decode(self.body_base64)
        return (self.body or "").encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Block:
    """The unit that cleaning and splitting share: one line or paragraph of a page, in page order.

    `keep` says that the text belongs to a story, the page's own or another that the page carries.
    A block that is not kept says why in `reason`; headlines, dates, bylines and sources are not
    kept either (reason "metadata"): they become fields of a story.

    Between the block before and this one `closed` block-level elements of an HTML page end, then
    those of the tags `opened` begin, the outermost first. Flattened text has none.
    """

    text: str
    kind: BlockKind
    keep: bool
    reason: str | None = None
    closed: int = 0
    opened: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cleaning says of a page that holds no story: `reason` is one word from a short list."""

    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page's metadata and all of its blocks in order, the dropped ones too.

    `url` is canonical (`pipeline.urls.canonical_url`), `site` its registrable domain.
    `appended_at` is the time in milliseconds at which the raw page was appended to its topic (the
    number of its line where there is no topic); `origin` names that place.
    """

    url: str
    site: str
    fetched_at: str
    origin: str
    appended_at: int
    blocks: tuple[Block, ...]
    headline: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    language: str | None = None
    site_name: str | None = None
    source_name: str | None = None
    paywalled: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One story of one page: an article to be.

    `blocks` are the half-open ranges [start, end) of the page's blocks that the text was made of.
    `text` is paragraphs joined by a blank line. `signature` is what near-duplicates are found by
    (`pipeline.dedup`). `duplicate_of` is the id of its original where the story, published before,
    turned out to be a copy.
    """

    article_id: str
    page_url: str
    site: str
    fetched_at: str
    appended_at: int
    placement: Placement
    completeness: Completeness
    text: str
    blocks: tuple[tuple[int, int], ...]
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    language: str | None = None
    source_name: str | None = None
    signature: str | None = None
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What an article is about: an IPTC Media Topic, with the probability that it applies."""

    code: str
    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Article:
    """A published article. The highest `revision` of an `article_id` is the one that counts.

    One whose `status` is duplicate is withdrawn: it was found to be a copy of `duplicate_of`.
    `placement` is primary for the page's own story and appended for another that it carried;
    `completeness` is excerpt for a teaser. `content_hash` is SHA-256 in hex of headline, blank line
    and text. `published_at` and `modified_at` are a date, a date and time without a zone, or
    RFC 3339.
    """

    article_id: str
    revision: int
    status: ArticleStatus
    page_url: str
    site: str
    placement: Placement
    completeness: Completeness
    fetched_at: str
    text: str
    content_hash: str
    duplicate_of: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published_at: str | None = None
    modified_at: str | None = None
    language: str | None = None
    source_name: str | None = None
    subjects: tuple[Subject, ...] = ()
    pipeline_version: str = VERSION


@dataclass(frozen=True, slots=True)
class Verdict:
    """What near-duplicate search says of one story.

    `duplicate_of` is the id of its original, None for an original; `revision` counts the verdicts,
    0 before the first one. `kind` and `similarity` are as in Duplicate. `state` is what the
    pipeline itself needs to remember of the story.
    """

    article_id: str
    revision: int
    duplicate_of: str | None = None
    kind: DuplicateKind | None = None
    similarity: float | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A sighting: a story that was left out because another one is its original.

    `kind` is exact (the same words), near (most of them) or contained (most of the shorter one's,
    and the other is much longer); `similarity` is the share of the shorter one's shingles that both
    have, 0 to 1. A null value takes the place of one that turned out to be no copy.
    """

    article_id: str
    page_url: str
    duplicate_of: str
    kind: DuplicateKind
    similarity: float
    appended_at: int


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What became of one raw page. `origin` names the message that carried it.

    `url` is canonical; it is None when the message was so broken that it holds none. `articles`
    are the ids of the stories that were found, each of which ends on `articles`, on
    `articles.duplicates` or on `pages.dead`.
    """

    url: str | None
    outcome: Outcome
    origin: str
    reason: str | None = None
    detail: str | None = None
    articles: tuple[str, ...] = ()
    fetched_at: str | None = None
    pipeline_version: str = VERSION


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that a step could not handle, with all that is needed to look at it and replay it.

    `topic` is without the prefix. `value_base64` is None when the message was too large to be
    carried on (`value_bytes` is its size); it is then read from its topic again for a replay,
    where it stands at `partition` and `offset` for as long as that topic keeps it. The values of
    `headers` are base64 too.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    step: Step
    error: str
    message: str
    tries: int
    value_bytes: int
    value_base64: str | None = None
    key_base64: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    page_url: str | None = None
    pipeline_version: str = VERSION
