"""What two runs published, compared record for record."""

from dataclasses import replace

from pipeline import wire
from pipeline.accounts import Accounts


def records(accounts: Accounts) -> dict[str, dict[str, object]]:
    """All that must be the same in two runs, by topic and by what it is about.

    Not the number of a revision and not the time at which a page was appended. A copy is published
    and then corrected, or never published, by when it was found to be one: its sighting counts.
    """
    return {
        "articles": {
            id: wire.encode(replace(article, revision=0))
            for id, article in accounts.articles.items()
            if article.status == "published"
        },
        "articles.duplicates": {
            id: wire.encode(replace(copy, appended_at=0))
            for id, copy in accounts.duplicates.items()
        },
        "pages.outcomes": {
            origin: (outcome.url, outcome.outcome, outcome.reason, outcome.articles)
            for origin, outcome in accounts.outcomes.items()
        },
        "pages.dead": {
            f"{letter.step} {letter.error} {letter.page_url} {message.key!r}": True
            for message, letter in accounts.dead
        },
    }


def contradictions(accounts: Accounts) -> list[str]:
    """The articles that say of themselves otherwise than their sightings, or nothing of them."""
    wrong = []
    for id, article in accounts.articles.items():
        copy = accounts.duplicates.get(id)
        if article.duplicate_of != (copy.duplicate_of if copy else None):
            wrong.append(f"{id}: {article.duplicate_of} on articles, sighting: {copy}")
    return wrong


def differences(one: Accounts, other: Accounts) -> list[str]:
    """Where two runs differ, or the first contradicts itself, in words."""
    words = contradictions(one)
    there = records(other)
    for topic, mine in records(one).items():
        for key in sorted(mine.keys() | there[topic].keys()):
            here, elsewhere = mine.get(key), there[topic].get(key)
            if here != elsewhere:
                words.append(f"{topic} {key}: {here!r} and undisturbed {elsewhere!r}")
    return words
