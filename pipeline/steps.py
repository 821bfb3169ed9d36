"""The steps as they run in a pool's process: bytes in, bytes out, no IO.

Each function decodes its record, calls the pure step of the same name and encodes what comes of
it, so that the event loop of the worker only moves bytes. `pipeline process` runs the same
functions, which is why both give the same records.
"""

from dataclasses import dataclass

from pipeline import wire
from pipeline.article import make_article
from pipeline.classify import classify
from pipeline.clean import clean
from pipeline.records import CleanPage, RawPage, Refusal, Story
from pipeline.revisions import article_digest, text_digest
from pipeline.split import split


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A CleanPage as bytes with its site and the digest of its text; or a refusal alone."""

    page: bytes
    site: str
    text_digest: str
    refusal: Refusal | None = None


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


def clean_page(value: bytes, headers: dict[str, str], origin: str, appended_at: int) -> Cleaned:
    """Clean the page that a message of `pages.raw` holds. Raises WireError for a broken one."""
    page = wire.decode_raw_page(value, headers)
    result = clean(page, origin=origin, appended_at=appended_at)
    if isinstance(result, Refusal):
        return Cleaned(b"", "", "", result)
    return Cleaned(wire.encode(result), result.site, text_digest(result))


def split_page(value: bytes) -> Divided:
    """The stories of a CleanPage. Raises WireError for bytes that are none."""
    page = wire.decode(value, CleanPage)
    stories = tuple((story.article_id, wire.encode(story)) for story in split(page))
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
    if cleaned.refusal is not None:
        raise RuntimeError(f"the page of the self-test was refused: {cleaned.refusal}")
    stories = split_page(cleaned.page).stories
    if len(stories) != 1:
        raise RuntimeError(f"the page of the self-test gave {len(stories)} stories, not one")
    for _, story in stories:
        classify_story(story)
