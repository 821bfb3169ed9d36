"""stories.unique -> articles: the agent of the step `classify`, which publishes.

The table `articles` remembers the last published revision of each article, so that a story which
comes again unchanged is not published again.
"""

from pipeline import steps, wire
from pipeline.broker import Message
from pipeline.revisions import ArticleState, next_revision, numbered
from pipeline.topics import ARTICLES, STORIES_UNIQUE, TABLE_ARTICLES
from pipeline.worker.runner import Output, Result, Runner, Write, origin_of


def attach(runner: Runner) -> None:
    """Add the agent and its table to the app."""
    articles = runner.table("articles", TABLE_ARTICLES)

    async def handle(message: Message) -> Result:
        classified = await runner.pool.run(steps.classify_story, message.value or b"")
        key = classified.article_id.encode("utf-8", "replace")
        previous = runner.remembered(articles, key, ArticleState)
        digest, at, origin = classified.digest, classified.appended_at, origin_of(message)
        revision = next_revision(previous, digest, origin, at)
        if revision is None:
            return Result()
        article = Output(ARTICLES, key, numbered(classified.article, revision))
        state = ArticleState(digest, revision, origin, at)
        return Result((article,), (Write(articles, key, wire.encode(state)),))

    runner.attach(STORIES_UNIQUE, "classify", handle, limit=16 * runner.settings.processes)
