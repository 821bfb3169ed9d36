"""A broker that workers reach through a proxy only, and workers that are started again."""

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.local_kafka import LocalKafka
from pipeline.settings import Settings
from tests.chaos.proxy import Proxy
from tests.chaos.worker import CLOCK
from tests.running import WorkerProcess

LOOK_SECONDS = 0.2
HOUR = 3600.0
DISK_MB = 96


class ProxiedKafka(LocalKafka):
    """`bootstrap_servers` is the direct way to it; the proxy is the other."""

    def __init__(self, folder: Path, proxy: Proxy) -> None:
        super().__init__(folder)
        self._proxy = proxy

    @property
    def proxied(self) -> str:
        return f"127.0.0.1:{self._proxy.port}"

    def properties(self, data: Path, controller_port: int) -> dict[str, object]:
        own = super().properties(data, controller_port)
        return own | {
            "listeners": f"{own['listeners']},PROXIED://127.0.0.1:{self._proxy.target}",
            "advertised.listeners": f"{own['advertised.listeners']},PROXIED://{self.proxied}",
            "listener.security.protocol.map": (
                f"{own['listener.security.protocol.map']},PROXIED:PLAINTEXT"
            ),
        }


@dataclass
class Member(WorkerProcess):
    """A worker with a clock that is wrong anew at each start, and a disk of its own."""

    module: str = "tests.chaos.worker"
    chance: random.Random = field(default_factory=random.Random)
    wanted: bool = True  # a supervisor starts it again when it ends
    starts: int = 0

    @property
    def data(self) -> Path:
        return self.folder / f"{self.name}-data"

    def start(self) -> "Member":
        self.starts += 1
        self.environment[CLOCK] = f"{self.chance.uniform(-HOUR, HOUR):.0f}"
        super().start()
        return self

    @property
    def ready(self) -> bool:
        """Whether it takes messages."""
        if not self.running or not self.logged("serving health and metrics"):
            return False
        with suppress(OSError):
            return self.get("/ready")[0] == 200
        return False

    def pool_processes(self) -> list[int]:
        """The process ids of those that parse pages."""
        servers = [
            pid
            for pid in _children(self.pid)
            if b"forkserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return [child for server in servers for child in _children(server)]


@dataclass
class Workers:
    """The members, and a thread that starts each again that ends and is wanted.

    `exits` counts what they ended with: the exit code and, where it says so, the reason.
    """

    settings: Settings
    folder: Path
    seed: int
    members: list[Member] = field(default_factory=list)
    exits: Counter[str] = field(default_factory=Counter)
    made: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    _ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> "Workers":
        self._thread = threading.Thread(target=self._supervise, name="supervisor", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        assert self._thread is not None
        self._thread.join(10)
        for member in self.members:
            member.__exit__()
            _unmount(member.data)

    def add(self, *, own_disk: bool = False) -> Member:
        """A further worker, with a small disk of its own where that is allowed here."""
        self.made += 1
        name = f"worker{self.made}"
        chance = random.Random(f"{self.seed} {name}")
        member = Member(self.settings, self.folder, name=name, chance=chance)
        if own_disk:
            member.data.mkdir(parents=True)
            _mount(member.data)
        with self.lock:
            self.members.append(member.start())
        return member

    def remove(self, member: Member) -> None:
        """Stop a worker for good."""
        with self.lock:
            self.members.remove(member)
        member.signal(signal.SIGTERM)
        self.exits[_manner(member.wait(), member)] += 1

    @contextmanager
    def stopped(self, member: Member, number: signal.Signals = signal.SIGKILL) -> Iterator[int]:
        """The member's exit code; it is started again in the end."""
        with self.lock:
            member.wanted = False
        if member.running:
            member.signal(number)
        code = member.wait()
        self.exits[_manner(code, member)] += 1
        yield code
        with self.lock:
            member.start()
            member.wanted = True

    def _supervise(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            with self.lock:
                for member in self.members:
                    if member.wanted and not member.running:
                        self.exits[_manner(member.wait(), member)] += 1
                        member.start()


def _manner(code: int, member: Member) -> str:
    if code < 0:
        return signal.Signals(-code).name
    for entry in member.logged("worker gives up; what was in flight is done again"):
        return f"{code}: {str(entry['reason']).partition(';')[0][:90]}"
    lines = [line for line in member.log().splitlines() if line.startswith("pipeline:")]
    return f"{code}: {lines[-1][:90]}" if lines else f"{code}"


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def _mount(folder: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "chaos", str(folder)]
    with suppress(OSError):
        subprocess.run(command, check=False, capture_output=True)


def _unmount(folder: Path) -> None:
    if folder.is_mount():
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


@contextmanager
def full_disk(member: Member) -> Iterator[None]:
    """Nothing more fits on the member's disk."""
    filler = member.data.parent / f"{member.name}-data" / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1 << 20))
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(64))
    yield
    filler.unlink(missing_ok=True)


def wipe(folder: Path) -> None:
    """Remove all that is in the folder."""
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)


def damage(folder: Path, chance: random.Random) -> int:
    """Damage a file of each second database in the folder; how many."""
    damaged = 0
    for database in sorted(folder.rglob("*.db")):
        files = [file for file in sorted(database.iterdir()) if file.stat().st_size]
        kinds = [f for f in files if f.suffix in (".sst", ".log") or f.name[:4] in ("MANI", "CURR")]
        if kinds and chance.random() < 0.5:
            _damage(chance.choice(kinds), chance)
            damaged += 1
    return damaged


def _damage(file: Path, chance: random.Random) -> None:
    size = file.stat().st_size
    if chance.random() < 0.3:
        os.truncate(file, size // 2)
        return
    with file.open("r+b") as stream:
        stream.seek(chance.randrange(size))
        stream.write(chance.randbytes(64))


def wait_for(what: str, condition: Callable[[], bool], seconds: float) -> None:
    """Return once the condition holds. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:g} s: {what}")
        time.sleep(LOOK_SECONDS)
