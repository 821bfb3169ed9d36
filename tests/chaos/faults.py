"""The kinds of faults, each a function that does one and returns when it is over."""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests import faulty_worker
from tests.chaos.cluster import damage, full_disk, wait_for, wipe
from tests.chaos.scene import Chaos
from tests.running import story_page

AWAY_SECONDS = 65.0
SLOW_SECONDS = 8.0
FULL_SECONDS = 8.0


def worker_killed(chaos: Chaos) -> None:
    with chaos.workers.stopped(chaos.some_worker):
        pass


def all_workers_killed(chaos: Chaos) -> None:
    first, second = chaos.workers.members[:2]
    with chaos.workers.stopped(first), chaos.workers.stopped(second):
        pass


def worker_stopped(chaos: Chaos) -> None:
    # One that is still loading has no handler yet and ends as any process does.
    with chaos.workers.stopped(chaos.ready_worker(), signal.SIGTERM) as code:
        assert code in (0, 70), code


def zombie(chaos: Chaos) -> None:
    """Frozen for longer than its session; it ends when it wakes up."""
    member = chaos.ready_worker()
    starts = member.starts
    member.signal(signal.SIGSTOP)
    time.sleep(chaos.settings.session_timeout + 3)
    member.signal(signal.SIGCONT)
    wait_for("the zombie ends", lambda: member.starts > starts, 60)


def broker_killed(chaos: Chaos) -> None:
    chaos.kafka.kill()
    chaos.kafka.start()


def broker_away(chaos: Chaos) -> None:
    """For over a minute, in which a worker is killed too."""
    until = time.monotonic() + AWAY_SECONDS
    chaos.kafka.stop()
    time.sleep(chaos.chance.uniform(5, 40))
    worker_killed(chaos)
    time.sleep(max(0.0, until - time.monotonic()))
    chaos.kafka.start()


def connections_cut(chaos: Chaos) -> None:
    before = chaos.proxy.cuts
    for _ in range(3):
        chaos.proxy.cut()
        time.sleep(chaos.chance.uniform(0.2, 1))
    chaos.events["connections cut in mid-send"] += chaos.proxy.cuts - before


def network_silent(chaos: Chaos) -> None:
    """For longer than a session nothing passes, and nobody is told."""
    with chaos.proxy.silent():
        time.sleep(chaos.settings.session_timeout + chaos.chance.uniform(1, 4))


def connections_refused(chaos: Chaos) -> None:
    with chaos.proxy.closed():
        time.sleep(chaos.chance.uniform(1, 8))


def broker_slow(chaos: Chaos) -> None:
    with chaos.proxy.slow(chaos.chance.uniform(0.05, 0.4)):
        chaos.keep_busy()
        time.sleep(SLOW_SECONDS)


def disk_full(chaos: Chaos) -> None:
    member = chaos.workers.members[1]
    if not member.data.is_mount():
        chaos.events["disks that could not be filled: no right to mount one"] += 1
        return
    with full_disk(member):
        chaos.keep_busy()
        time.sleep(FULL_SECONDS)


def data_wiped(chaos: Chaos) -> None:
    member = chaos.some_worker
    with chaos.workers.stopped(member):
        wipe(member.data)


def tables_damaged(chaos: Chaos) -> None:
    member = chaos.some_worker
    with chaos.workers.stopped(member):
        chaos.events["databases damaged"] += damage(member.data, chaos.chance)


def pool_process_killed(chaos: Chaos) -> None:
    _signal_pool(chaos, signal.SIGKILL)


def pool_process_segfaults(chaos: Chaos) -> None:
    _signal_pool(chaos, signal.SIGSEGV)


def pool_process_hangs(chaos: Chaos) -> None:
    _signal_pool(chaos, signal.SIGSTOP)


def _signal_pool(chaos: Chaos, number: signal.Signals) -> None:
    for member in chaos.workers.members[:2]:
        for process in member.pool_processes() if member.running else ():
            os.kill(process, number)
            chaos.events[f"pool processes that got {number.name}"] += 1


def bad_page(chaos: Chaos) -> None:
    """One that eats memory, and one that raises, hangs, or kills its process."""
    for mark in (faulty_worker.MEMORY, chaos.chance.choice(OTHERS)):
        number = 1_000_000 + chaos.chance.randrange(1_000_000)
        chaos.feed_page(story_page(number, mark=mark))
        chaos.events[f"pages with {mark}"] += 1


OTHERS = (faulty_worker.RAISE, faulty_worker.HANG, faulty_worker.KILL, faulty_worker.SEGFAULT)


def worker_added_and_taken_away(chaos: Chaos) -> None:
    member = chaos.workers.add()
    member.wait_until_ready()
    chaos.keep_busy()
    time.sleep(chaos.chance.uniform(0, 3))
    chaos.workers.remove(member)


@dataclass(frozen=True)
class Kind:
    """A kind of fault, and how often it is done in a long and in a short run."""

    inflict: Callable[[Chaos], None]
    name: str
    long: int = 10
    short: int = 1


KINDS = (
    Kind(worker_killed, "worker killed (SIGKILL)", 10, 2),
    Kind(all_workers_killed, "both workers killed", 10, 0),
    Kind(worker_stopped, "worker stopped (SIGTERM) and started"),
    Kind(zombie, "worker frozen for longer than its session"),
    Kind(broker_killed, "broker killed (SIGKILL) and started"),
    Kind(broker_away, f"broker away for {AWAY_SECONDS:.0f} s, a worker killed", 10, 0),
    Kind(connections_cut, "connections cut in mid-send, 3 times"),
    Kind(network_silent, "network silent for longer than a session", 10, 0),
    Kind(connections_refused, "connections closed, new ones refused", 10, 0),
    Kind(broker_slow, "slow broker"),
    Kind(disk_full, "disk of the tables full"),
    Kind(data_wiped, "worker killed, data folder wiped", 10, 0),
    Kind(tables_damaged, "worker killed, databases damaged"),
    Kind(pool_process_killed, "pool processes killed (SIGKILL)"),
    Kind(pool_process_segfaults, "pool processes segfault (SIGSEGV)"),
    Kind(pool_process_hangs, "pool processes hang (SIGSTOP)"),
    Kind(bad_page, "pages that eat memory, raise, hang, kill", 10, 0),
    Kind(worker_added_and_taken_away, "worker added and taken away", 10, 0),
)


def schedule(seed: int, *, short: bool) -> list[Kind]:
    """The faults in the order in which they are done."""
    faults = [kind for kind in KINDS for _ in range(kind.short if short else kind.long)]
    random.Random(seed).shuffle(faults)
    return faults
