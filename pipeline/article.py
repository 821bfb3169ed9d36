"""Story -> Article: the last step, once the subjects of the story are known."""

import hashlib

from pipeline.records import Article, Story, Subject


def make_article(story: Story, subjects: tuple[Subject, ...], revision: int = 1) -> Article:
    """The article that a story is published as."""
    return Article(
        article_id=story.article_id,
        revision=revision,
        status="published" if story.duplicate_of is None else "duplicate",
        duplicate_of=story.duplicate_of,
        page_url=story.page_url,
        site=story.site,
        placement=story.placement,
        completeness=story.completeness,
        fetched_at=story.fetched_at,
        text=story.text,
        content_hash=content_hash(story),
        headline=story.headline,
        authors=story.authors,
        published_at=story.published_at,
        modified_at=story.modified_at,
        language=story.language,
        source_name=story.source_name,
        subjects=subjects,
    )


def content_hash(story: Story) -> str:
    """SHA-256 in hex of the headline, a blank line and the text."""
    content = f"{story.headline or ''}\n\n{story.text}"
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()
