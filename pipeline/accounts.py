"""What became of each raw page: the topics of a running system read and added up.

Every raw page ends in one outcome, and every story that an outcome promises ends on `articles`, on
`articles.duplicates` or on `pages.dead`. The outcome's `origin` ties it to the message of
`pages.raw`. All of it is held in memory, with every record: for the demo and for tests.
`pipeline.reconcile` answers the same for a system of any size.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline import wire
from pipeline.broker import (
    Message,
    group_lag,
    key_of,
    offsets,
    read_records,
    read_topic,
    topic_name,
)
from pipeline.records import Article, DeadLetter, Duplicate, PageOutcome
from pipeline.settings import Settings
from pipeline.topics import (
    ARTICLES,
    ARTICLES_DUPLICATES,
    PAGES_DEAD,
    PAGES_OUTCOMES,
    PAGES_RAW,
)


@dataclass(slots=True)
class Accounts:
    """The raw pages, outcomes, articles, copies and dead letters that the topics hold now.

    `outcomes` by origin and `articles` by id hold the newest of each; `revisions` counts the
    messages on `articles`.
    """

    raw: set[str] = field(default_factory=set)
    outcomes: dict[str, PageOutcome] = field(default_factory=dict)
    contradictions: list[tuple[PageOutcome, PageOutcome]] = field(default_factory=list)
    articles: dict[str, Article] = field(default_factory=dict)
    revisions: int = 0
    duplicates: dict[str, Duplicate] = field(default_factory=dict)
    dead: list[tuple[Message, DeadLetter]] = field(default_factory=list)

    @property
    def without_outcome(self) -> list[str]:
        """The raw pages that came to no end, by their place, sorted."""
        return sorted(self.raw - self.outcomes.keys())

    @property
    def promised(self) -> set[str]:
        """The ids of all stories that outcomes promise."""
        return {story for outcome in self.outcomes.values() for story in outcome.articles}

    @property
    def undelivered(self) -> list[str]:
        """The ids of stories that were promised and are nowhere, sorted."""
        dead = {key_of(message) for message, _ in self.dead}
        return sorted(self.promised - self.articles.keys() - self.duplicates.keys() - dead)

    @property
    def settled(self) -> bool:
        """Whether every raw page has its outcome and every promised story its end."""
        return not self.without_outcome and not self.undelivered


async def read_accounts(settings: Settings) -> Accounts:
    """The accounts as the topics hold them now. Raises BrokerError."""
    accounts = Accounts()
    first, last = await offsets(settings, topic_name(settings, PAGES_RAW))
    accounts.raw = {
        f"{PAGES_RAW.name}/{partition}/{offset}"
        for partition, end in last.items()
        for offset in range(first[partition], end)
    }
    async for _, outcome in read_records(settings, PAGES_OUTCOMES, PageOutcome):
        earlier = accounts.outcomes.get(outcome.origin)
        if earlier is not None and earlier.outcome != outcome.outcome:
            if "unchanged" not in (earlier.outcome, outcome.outcome):
                accounts.contradictions.append((earlier, outcome))
            elif outcome.outcome == "unchanged":
                continue  # `pipeline.ledger.AGAIN` says how that comes
        accounts.outcomes[outcome.origin] = outcome
    async for _, article in read_records(settings, ARTICLES, Article):
        accounts.revisions += 1
        known = accounts.articles.get(article.article_id)
        if known is None or known.revision <= article.revision:
            accounts.articles[article.article_id] = article
    async for message in read_topic(settings, topic_name(settings, ARTICLES_DUPLICATES)):
        if message.value is None:
            accounts.duplicates.pop(key_of(message), None)
        else:
            accounts.duplicates[key_of(message)] = wire.decode(message.value, Duplicate)
    accounts.dead = [dead async for dead in read_records(settings, PAGES_DEAD, DeadLetter)]
    return accounts


async def wait_until_settled(
    settings: Settings,
    pages: int,
    timeout: float,
    on_look: Callable[[Accounts], None] | None = None,
) -> Accounts:
    """The accounts once `pages` raw pages have come to their end and the workers have no lag.

    Raises TimeoutError after `timeout` seconds, with what is missing.
    """
    accounts = Accounts()
    try:
        async with asyncio.timeout(timeout):
            while True:
                accounts = await read_accounts(settings)
                if on_look is not None:
                    on_look(accounts)
                settled = len(accounts.raw) >= pages and accounts.settled
                # A later version of a story is no new promise: it shows in the lag alone.
                if settled and await group_lag(settings) == 0:
                    return await read_accounts(settings)
                await asyncio.sleep(0.5)
    except TimeoutError:
        raise TimeoutError(
            f"after {timeout:g} s {len(accounts.outcomes)} of {pages} pages have an outcome; "
            f"without one: {', '.join(accounts.without_outcome[:10]) or 'none'}; promised and not "
            f"delivered: {', '.join(accounts.undelivered[:10]) or 'none'}"
        ) from None
