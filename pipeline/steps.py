"""The steps as they run in a pool's process: bytes in, bytes out, no IO.

Each function decodes its record, calls the pure step of the same name and encodes what comes of
it, so that the event loop of the worker only moves bytes. `pipeline process` runs the same
functions, which is why both give the same records.
"""

from dataclasses import dataclass
from functools import partial

from pipeline import wire
from pipeline.article import make_article
from pipeline.classify import classify
from pipeline.clean import clean
from pipeline.dedup.stories import signed
from pipeline.records import CleanPage, Outcome, RawPage, Refusal, Story
from pipeline.revisions import (
    PageState,
    article_digest,
    raw_digest,
    same_bytes,
    same_text,
    superseded,
    text_digest,
)
from pipeline.split import split
from pipeline.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A CleanPage as bytes; or none, and the end that the page came to.

    `state` is what to remember of the page; None where it is remembered already.
    """

    url: str
    fetched_at: str
    state: PageState | None = None
    page: bytes = b""
    site: str = ""
    end: Outcome | None = None
    reason: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Divided:
    """A page's stories, the id and the bytes of each, and whose page it is."""

    stories: tuple[tuple[str, bytes], ...]
    url: str
    origin: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Classified:
    """An Article as bytes, as its first revision, with the digest of its content."""

    article: bytes
    article_id: str
    digest: str
    appended_at: int


def clean_page(
    value: bytes,
    headers: dict[str, str],
    origin: str,
    appended_at: int,
    previous: PageState | None = None,
) -> Cleaned:
    """Clean the page that a message of `pages.raw` holds, if it is not the `previous` one again.

    Raises WireError for a message that holds none.
    """
    raw = wire.decode_raw_page(value, headers)
    url = canonical_url(raw.url)
    digest = raw_digest(raw)
    ended = partial(Cleaned, url, raw.fetched_at)
    if superseded(previous, url, origin, appended_at):
        return ended(end="unchanged", reason="superseded")
    if same_bytes(previous, url, digest, origin):
        return ended(end="unchanged", reason="same_bytes")
    result = clean(raw, origin=origin, appended_at=appended_at)
    if isinstance(result, Refusal):
        state = PageState(url, digest, "", origin, appended_at=appended_at)
        return ended(state, end="refused", reason=result.reason, detail=result.detail)
    state = PageState(url, digest, text_digest(result), origin, appended_at=appended_at)
    if same_text(previous, url, state.text_digest, origin):
        return ended(state, end="unchanged", reason="same_text")
    return Cleaned(url, raw.fetched_at, state, wire.encode(result), result.site)


def split_page(value: bytes) -> Divided:
    """The stories of a CleanPage, signed. Raises WireError for bytes that are none."""
    page = wire.decode(value, CleanPage)
    stories = tuple((story.article_id, wire.encode(signed(story))) for story in split(page))
    return Divided(stories, page.url, page.origin, page.fetched_at)


def classify_story(value: bytes) -> Classified:
    """The article that a Story becomes. Raises WireError for bytes that are none."""
    story = wire.decode(value, Story)
    article = make_article(story, classify(story))
    return Classified(
        wire.encode(article), story.article_id, article_digest(article), story.appended_at
    )


SELF_TEST_PAGE = RawPage(
    url="https://self-test.example/report",
    fetched_at="2025-01-01T00:00:00Z",
    content_type="text/html; charset=utf-8",
    body="<html><head><title>Council votes to mend the harbour wall</title></head><body>"
    "<article><h1>Council votes to mend the harbour wall</h1>"
    + "".join(
        f"<p>The town council of Quill Harbour voted on Tuesday, by {n} votes to two, to mend the "
        "old sea wall before the autumn storms, after engineers had warned that its footing was "
        f"giving way in {n} places along the northern quay.</p>"
        for n in range(7, 12)
    )
    + "</article></body></html>",
)


def self_test() -> None:
    """Take one page through all steps; raises when this process cannot do the work.

    A pool that cannot do this is a broken environment (a missing model, no memory, a bad
    install), and no page is to blame.
    """
    cleaned = clean_page(wire.encode(SELF_TEST_PAGE), {}, "self-test", 0)
    if cleaned.end is not None:
        raise RuntimeError(f"the page of the self-test was refused: {cleaned.reason}")
    stories = split_page(cleaned.page).stories
    if len(stories) != 1:
        raise RuntimeError(f"the page of the self-test gave {len(stories)} stories, not one")
    for _, story in stories:
        classify_story(story)
