"""Whether a page holds a story at all: the reason why not, or None.

Only general and strong evidence refuses a page, because a refused story is lost while a wrongly
kept page can still be left out downstream. A page that says it is an article is refused only when
it has next to no text.

The reasons: `error_page` (the server or the page itself says that it failed), `empty` (no text at
all), `too_short` (text, but less than a story), `listing` (mostly links to other pages),
`product`, `forum`, `video`, `consent` (a cookie or consent wall), `login`.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final
from urllib.parse import unquote, urlsplit

from pipeline.clean.beside import dates_beside
from pipeline.clean.dates import UNDATED
from pipeline.clean.lines import width
from pipeline.clean.listing import names_section
from pipeline.clean.metadata import Metadata, name_form
from pipeline.clean.phrases import CONSENT, CONSENT_COMPANY, ERRORS, SEARCHES
from pipeline.records import Block, Refusal

REASONS: Final = (
    "empty",
    "error_page",
    "listing",
    "product",
    "forum",
    "video",
    "consent",
    "login",
    "too_short",
)

MIN_WIDTH = 200  # letters; an East Asian sign counts for two and a half
MIN_ARTICLE_WIDTH = 80
MAX_LOGIN_WIDTH = 500
MAX_CONSENT_WIDTH = 4_000
CONSENT_SHARE = 0.6  # of the text stands in paragraphs that speak of consent
FIRST_ERROR_STATUS = 400
MAX_ERROR_WIDTH = 1_500  # of what an error page says; a story beneath such a headline has more
MIN_DATED_WIDTH = 120  # of a page that shows one headline and one day, as a brief does
# On sites that the weights do not know, .33 refuses 7 % less of forums and listings, one fewer of
# 386 news pages and two fewer of 793 articles. Without what long texts have ahead, or with .15 of
# it, twice as many articles go.
MIN_KIND = 0.25
# Of flattened text: .4 refuses .05 to .12 more of listings and products, and one article more;
# by another drawing of the trees 3 of 386 news pages go there, and one here.
MIN_TEXT_KIND = 0.5
STORY_AHEAD = 0.2  # by so much more must be known of a page that seems to hold a story
LONG_TEXT = 2_000  # letters in paragraphs
PARAGRAPH_WIDTH = 80
# The marked articles, from which the kinds are learned, have few briefs.
MAX_BRIEF_BLOCKS = 8
MAX_BRIEF_DATES = 2  # of publication and of a change

_ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle Report "
    "BackgroundNewsArticle ReviewNewsArticle BlogPosting LiveBlogPosting SatiricalArticle "
    "TechArticle ScholarlyArticle AdvertiserContentArticle og:article".split()
)
_LOOSE_TYPES = frozenset(["og:article", "og:website", "og:blog", "og:"])
_NEWS_TYPES = frozenset(kind for kind in _ARTICLE_TYPES if "News" in kind or kind == "Report")
_REASON_OF_TYPE = {
    "Product": "product",
    "ProductGroup": "product",
    "og:product": "product",
    "og:product.item": "product",
    "og:product.group": "product",
    "DiscussionForumPosting": "forum",
    "QAPage": "forum",
    "VideoObject": "video",
    "og:video": "video",
    "og:video.other": "video",
    "CollectionPage": "listing",
    "SearchResultsPage": "listing",
}


# "Search results", alone or parted by a sign from what was searched, perhaps after a "for".
_SEARCH = re.compile(
    rf"\s*(?:{'|'.join(map(re.escape, sorted(SEARCHES)))})(?:\s\w+)?\s?"
    r"(?:[:：\"'“”„«‹「『《(\[|]|[-–—]\s|$)",
    re.IGNORECASE,
)
_ERROR_FORMS = frozenset(name_form(phrase) for phrase in ERRORS)
_ERROR_NUMBER = re.compile(r"(?:http|error|fehler|erreur)?(?:40[0-4]|410|50[0-4])(?:error)?|^error")


def states_news(metadata: Metadata) -> bool:
    """Whether the page states itself, with a date, to be one news article."""
    return bool(metadata.types & _NEWS_TYPES) and metadata.published_at is not None


def states_article(metadata: Metadata) -> bool:
    """Whether the page states itself to be an article."""
    return not metadata.types.isdisjoint(_ARTICLE_TYPES)


def refusal(
    blocks: Sequence[Block],
    metadata: Metadata,
    *,
    status: int | None = None,
    url: str = "",
    kinds: Mapping[str, float] | None = None,
    has_password: bool = False,
    is_text: bool = False,
) -> Refusal | None:
    """Why the page is no story, or None when it may be one.

    `kinds` says how probable each other kind of page is, `is_text` that it came flattened.
    """
    if status is not None and status >= FIRST_ERROR_STATUS:
        return Refusal("error_page", f"HTTP status {status}")
    kept = [block for block in blocks if block.keep]
    size = sum(width(block.text) for block in kept)
    says_article = states_article(metadata)
    if not says_article and size <= MAX_ERROR_WIDTH and _is_error(metadata):
        return Refusal("error_page", "the headline says so")
    if not says_article and _SEARCH.match(metadata.headline or ""):
        return Refusal("listing", "the headline says so")
    stated = [_REASON_OF_TYPE[kind] for kind in sorted(metadata.types) if kind in _REASON_OF_TYPE]
    is_told = bool(metadata.headline and metadata.published_at)
    asks_to_log_in = has_password and not (says_article or (is_told and not stated))
    # Of most pages nobody asks.
    shown = sum(width(block.text) for block in blocks) if asks_to_log_in or kinds else 0
    if asks_to_log_in and MIN_WIDTH <= shown < MAX_LOGIN_WIDTH:
        return Refusal("login", "a form to log in and little else")
    if not says_article and size >= MIN_WIDTH and _asks_for_consent(kept, size):
        return Refusal("consent", "the text asks for consent to cookies")
    least = MIN_TEXT_KIND if is_text else MIN_KIND
    if kinds and shown >= MIN_WIDTH and sum(kinds.values()) >= least:
        likely = max(kinds, key=lambda kind: kinds[kind])
        # What a site says of all its pages in OpenGraph it says of sections too.
        is_section = names_section(url)
        seems_story = (says_article and not (is_section and metadata.types <= _LOOSE_TYPES)) or (
            not (is_section or _is_front(url))
            and (_is_long(kept) or (is_told and _is_like_brief(blocks)))
        )
        if sum(kinds.values()) >= least + STORY_AHEAD * seems_story:
            return Refusal(likely, f"what the page is like: {kinds[likely]:.2f}")
    if says_article and size >= MIN_ARTICLE_WIDTH:
        return None
    if not kept:
        return Refusal(stated[0] if stated else "too_short" if blocks else "empty", "no story")
    is_brief = is_told and not stated
    if size < (MIN_DATED_WIDTH if is_brief else MIN_WIDTH):
        if has_password:
            return Refusal("login", "a form to log in and next to no text")
        reason = stated[0] if stated else "too_short"
        return Refusal(reason, f"{size} letters of text")
    if asks_to_log_in and size < MAX_LOGIN_WIDTH:
        return Refusal("login", "a form to log in and little text")
    for reason in stated:
        if reason != "video":
            return Refusal(reason, "the page says so of itself")
    return None


def _is_error(metadata: Metadata) -> bool:
    """Whether the headline or title of the page is that of an error: "404 - Page not found"."""
    for form in {name_form(metadata.headline or ""), *metadata.headlines} - {""}:
        bare = _ERROR_NUMBER.sub("", form)
        if bare in _ERROR_FORMS or not bare:
            return True
    return False


def _is_long(kept: Sequence[Block]) -> bool:
    """Whether the kept paragraphs make a text of some length."""
    widths = [width(block.text) for block in kept if block.kind in ("paragraph", "quote")]
    return sum(size for size in widths if size >= PARAGRAPH_WIDTH) > LONG_TEXT


def _is_like_brief(blocks: Sequence[Block]) -> bool:
    """Whether the page has a few paragraphs, and not the many days of a thread or a list."""
    if sum(block.keep for block in blocks) > MAX_BRIEF_BLOCKS:
        return False
    dated = (block for block in blocks if dates_beside(block.text) != UNDATED)
    return len(list(islice(dated, MAX_BRIEF_DATES + 1))) <= MAX_BRIEF_DATES


def _is_front(url: str) -> bool:
    """Whether the address is that of a whole site or section: "/", "/news"."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
    if not parts:
        return True
    words = re.findall(r"[^\W\d_]+", parts[0])
    return len(parts) == 1 and len(words) <= 2 and not any(map(str.isdigit, parts[0]))


def _asks_for_consent(kept: Sequence[Block], size: int) -> bool:
    if size > MAX_CONSENT_WIDTH:
        return False
    found: set[str] = set()
    about = 0
    for block in kept:
        text = block.text.casefold()
        words = {word for word in (*CONSENT, *CONSENT_COMPANY) if word in text}
        found |= words
        about += width(block.text) if words else 0
    return len(found) >= 3 and not found.isdisjoint(CONSENT) and about >= CONSENT_SHARE * size
