"""One run: pages fed, faults done in the midst of the work, and the comparison in the end."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.accounts import Accounts, read_accounts
from pipeline.broker import group_lag
from pipeline.settings import Settings
from tests.chaos.cluster import Member, ProxiedKafka, Workers, wait_for
from tests.chaos.compare import differences
from tests.chaos.faults import Kind
from tests.chaos.flow import Flow, Page, Raw
from tests.chaos.proxy import Proxy
from tests.chaos.scene import Chaos, feed
from tests.commands import run_pipeline
from tests.running import make_topics, settings_for

SETTLE_SECONDS = 600.0
CALM_SECONDS = 3600.0


@dataclass(frozen=True)
class Report:
    """What came of a run: `differing` names the records that an undisturbed run has otherwise."""

    accounts: Accounts
    differing: list[str]
    reconciled: str


def run(
    faults: Sequence[Kind],
    folder: Path,
    seed: int,
    *,
    real: Sequence[Page] = (),
    say: Callable[[str], None] = print,
) -> Report:
    """Do the faults, one after the other, while pages go through."""
    begun = time.monotonic()
    with Proxy() as proxy, ProxiedKafka(folder / "kafka", proxy) as kafka:
        settings = chaos_settings(kafka.bootstrap_servers, "chaos-", folder)
        make_topics(settings)
        behind = replace(settings, bootstrap_servers=kafka.proxied)
        with Workers(behind, folder, seed) as workers:
            flow = Flow(seed, real).batches()
            chaos = Chaos(kafka, proxy, settings, workers, flow, random.Random(seed))
            workers.add()
            workers.add(own_disk=True)
            with closing(chaos):
                for number, kind in enumerate(faults, 1):
                    chaos.go_through(kind.name, kind.inflict)
                    seconds = time.monotonic() - begun
                    back = chaos.figures[kind.name].back[-1]
                    say(f"{seconds:6.0f} s  {number:3}/{len(faults)}  {kind.name}: {back:.1f} s")
            wait_until_done(settings, SETTLE_SECONDS)
            reconciled = run_pipeline("reconcile", "--wait", "60", settings=settings, seconds=600)
            assert reconciled.returncode == 0, reconciled.stdout + reconciled.stderr
            accounts = asyncio.run(read_accounts(settings))
            starts = sum(member.starts for member in workers.members)
        expected = undisturbed(kafka, folder / "calm", chaos.fed)
    for line in _in_words(chaos, accounts, starts, time.monotonic() - begun):
        say(line)
    return Report(accounts, differences(accounts, expected), reconciled.stdout)


def wait_until_done(settings: Settings, seconds: float) -> None:
    """Return once workers have done every message. Raises TimeoutError."""
    wait_for("all is done", lambda: asyncio.run(group_lag(settings)) == 0, seconds)


def undisturbed(kafka: ProxiedKafka, folder: Path, fed: list[list[Raw]]) -> Accounts:
    """What one worker that is left alone makes of the same pages."""
    settings = chaos_settings(kafka.bootstrap_servers, "calm-", folder)
    make_topics(settings)
    for batch in fed:
        feed(settings, batch)
    with Member(replace(settings, pool_size=2), folder, name="undisturbed") as worker:
        wait_until_done(settings, CALM_SECONDS)
        accounts = asyncio.run(read_accounts(settings))
        assert worker.stop() == 0
    return accounts


def chaos_settings(servers: str, prefix: str, folder: Path) -> Settings:
    return settings_for(
        servers,
        prefix,
        folder,
        step_timeout=4.0,
        # Two processes that are shot over one page must not make it a dead letter here.
        step_tries=4,
        pool_memory_mb=512,
        stall_timeout=30.0,
    )


def _in_words(chaos: Chaos, accounts: Accounts, starts: int, seconds: float) -> list[str]:
    """The figures of a run."""
    outcomes = list(accounts.outcomes.values())
    return [
        f"{'fault':44} {'times':>4}  {'next page done after s':>18}",
        f"{'':44} {'':5}  {'median':>8}  {'worst':>8}",
        *map(str, chaos.figures.values()),
        *(f"{event}: {count}" for event, count in sorted(chaos.events.items())),
        f"workers: {starts} starts, each with a clock up to an hour wrong; ended with",
        *(f"  {count:4}  {manner}" for manner, count in chaos.workers.exits.most_common()),
        f"{len(accounts.raw)} raw pages in {seconds:.0f} s: "
        + ", ".join(
            f"{sum(o.outcome == kind for o in outcomes)} {kind}"
            for kind in ("articles", "refused", "unchanged", "dead")
        ),
        f"{len(accounts.articles)} articles, {len(accounts.duplicates)} copies, "
        f"{accounts.revisions} messages on articles",
    ]
