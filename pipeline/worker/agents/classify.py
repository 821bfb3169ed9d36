"""stories -> articles: the agent of the step `classify`, which publishes.

The table `articles` remembers the last published revision of each article, so that a story which
comes again unchanged is not published again.
"""

from dataclasses import replace

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.records import Article
from pipeline.revisions import ArticleState, next_revision
from pipeline.topics import ARTICLES, STORIES, TABLE_ARTICLES
from pipeline.worker.runner import Output, Result, Runner, Write, origin_of


def attach(runner: Runner) -> None:
    """Add the agent and its table to the app."""
    articles = runner.table("articles", TABLE_ARTICLES)

    async def handle(message: Message) -> Result:
        classified = await runner.pool.run(steps.classify_story, message.value or b"")

        key = classified.article_id.encode("utf-8", "replace")
        stored = articles.get(key)
        previous = wire.decode(stored, ArticleState) if stored else None
        origin = origin_of(message)
        revision = next_revision(previous, classified.digest, origin, classified.appended_at)
        if revision is None:
            return Result()
        article = classified.article
        if revision != 1:
            article = wire.encode(replace(wire.decode(article, Article), revision=revision))
        state = ArticleState(classified.digest, revision, origin, classified.appended_at)
        write = Write(articles, key, wire.encode(state))
        return Result((Output(ARTICLES, key, article),), (write,))

    runner.attach(STORIES, "classify", handle, limit=16 * runner.settings.processes)
