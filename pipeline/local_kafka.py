"""A real Apache Kafka broker on this machine, for the demo, the tests and development.

Takes a folder and a port (or none), gives a running single-node broker (KRaft, broker and
controller in one process) that is reachable on the loopback interface only. It needs the extra
`local`, and the network once (`kafka_jars`).

The broker must never outlive the program that asked for it, however that ends. So Java is the child
of a small supervisor (`python -m pipeline.local_kafka`), which stops it when its own stdin ends or
its parent is gone; on Linux the kernel kills Java if the supervisor itself is killed.
"""

import ctypes
import fcntl
import hashlib
import logging
import os
import random
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.kafka_jars import LocalKafkaError, java_home, kafka_jars

__all__ = ["MAX_MESSAGE_BYTES", "LocalKafka", "LocalKafkaError", "kafka_jars"]

MAX_MESSAGE_BYTES = 16 << 20

_HOST = "127.0.0.1"
_CLUSTER_ID = "bG9jYWwta2Fma2EtMDAwMQ"
_START_SECONDS = 90.0
_STOP_SECONDS = 60.0  # a second is the rule; the run that makes the startup cache takes ten
_STARTUP_CACHES = 3
_LOG_LINES, _LOG_LINE_CHARS = 15, 400

# Below the range from which Linux and macOS take the ports of outgoing connections: a client that
# tries to reconnect while the broker is away could otherwise be given the broker's own port.
_PORTS = range(20_000, 32_000)

_JAVA_OPTIONS = [
    "-Xmx512m",
    # Ready sooner and idle cheaper; the full compiler pays off only after minutes of load.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xlog:disable",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
]

log = logging.getLogger(__name__)


class LocalKafka:
    """One broker: `with LocalKafka() as kafka: ... kafka.bootstrap_servers`.

    Without `data_dir` the data lie in a temporary folder that goes with `stop()`. With one they
    stay, and a later start on the same folder finds them. `port` 0 takes a free one and keeps it,
    so that `start()` after `kill()` or `stop()` is the same broker again to its clients. One folder
    serves one broker at a time: a second one is refused.

    `start()` and `stop()` block and may be called from any thread. Raises LocalKafkaError.
    """

    def __init__(self, data_dir: Path | None = None, port: int = 0) -> None:
        self.data_dir = data_dir
        self._port = port
        self._folder: Path | None = None
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def bootstrap_servers(self) -> str:
        """What clients connect to, "127.0.0.1:PORT"; the port is known from the first start on."""
        return f"{_HOST}:{self._port}"

    @property
    def pid(self) -> int | None:
        """The process id of the broker's Java, until it is stopped or killed."""
        return self._pid

    @property
    def running(self) -> bool:
        """Whether the broker runs; it may have ended by itself."""
        return self._supervisor is not None and self._supervisor.poll() is None

    def start(self) -> None:
        """Start the broker and wait until it answers. Does nothing when it runs."""
        if not self.running:
            home, jars = java_home(), kafka_jars()
            java = _java(home, jars, f"-XX:AOTCache={_startup_cache(home, jars)}")
            self._start(java, java)

    def stop(self) -> None:
        """End the broker in good order, and remove its data if they were in a temporary folder."""
        self._end(b"")
        if self._folder is not None and self.data_dir is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def kill(self) -> None:
        """End the broker with SIGKILL, as a crash would. Its data stay for the next `start()`."""
        self._end(b"kill")

    def properties(self, data: Path, controller_port: int) -> dict[str, object]:
        """The broker's settings, as they stand in its file; its data go to the folder."""
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{_HOST}:{controller_port}",
            "listeners": f"BROKER://{_HOST}:{self._port},CONTROLLER://{_HOST}:{controller_port}",
            "advertised.listeners": f"BROKER://{_HOST}:{self._port}",
            "listener.security.protocol.map": "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "BROKER",
            "controller.listener.names": "CONTROLLER",
            "log.dirs": data,
            "auto.create.topics.enable": "false",
            "message.max.bytes": MAX_MESSAGE_BYTES,
            "replica.fetch.max.bytes": MAX_MESSAGE_BYTES,
            # A single node: one replica of everything, few partitions of what Kafka itself keeps.
            "default.replication.factor": 1,
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            "share.coordinator.state.topic.replication.factor": 1,
            "share.coordinator.state.topic.min.isr": 1,
            "share.coordinator.state.topic.num.partitions": 4,
            # A consumer that is alone in its group need not wait for others.
            "group.initial.rebalance.delay.ms": 0,
            # A broker that was killed may come back only when this is over (9 s by default).
            "broker.session.timeout.ms": 4000,
            "broker.heartbeat.interval.ms": 1000,
            "log.cleaner.dedupe.buffer.size": 16 << 20,
        }

    def _start(self, java: list[str], java_to_format: list[str]) -> None:
        self._folder = folder = self._folder or self.data_dir or _temporary_folder()
        folder = folder.resolve()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with _lock(folder) as lock:
                self._port = self._port or _free_port()
                if not _is_free(self._port):
                    raise LocalKafkaError(f"port {self._port} of {_HOST} is taken")
                config = folder / "server.properties"
                config.write_text(_as_text(self.properties(folder / "data", _free_port())))
                if not (folder / "data" / "meta.properties").exists():
                    _format(java_to_format, config)
                self._run([*java, "kafka.Kafka", str(config)], folder, lock)
        except BaseException:
            self.stop()
            raise

    def _run(self, command: list[str], folder: Path, lock: int) -> None:
        removed_at_end = str(folder) if self.data_dir is None else ""
        self._supervisor = supervisor = subprocess.Popen(  # noqa: S603 - our own command
            [
                *(sys.executable, "-m", "pipeline.local_kafka"),
                *(str(os.getpid()), str(lock), str(folder), removed_at_end),
                *command,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[lock],
            # Ctrl-C in a terminal must reach the clients first, and the broker through them.
            start_new_session=True,
        )
        assert supervisor.stdout is not None  # noqa: S101 - asked for above
        self._pid = int(supervisor.stdout.readline() or 0) or None
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(self._port):
            if supervisor.poll() is not None:
                raise LocalKafkaError(f"Kafka ended while it started:\n{_end_of_log(folder)}")
            if time.monotonic() > deadline:
                raise LocalKafkaError(
                    f"Kafka did not answer within {_START_SECONDS:.0f} s:\n{_end_of_log(folder)}"
                )
            time.sleep(0.05)

    def _end(self, order: bytes) -> None:
        supervisor, self._supervisor, self._pid = self._supervisor, None, None
        if supervisor is None:
            return
        assert supervisor.stdin is not None  # noqa: S101 - asked for at the start
        assert supervisor.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):  # it has ended already
            supervisor.stdin.write(order)
            supervisor.stdin.close()
        supervisor.stdout.close()
        try:
            supervisor.wait(_STOP_SECONDS + 10)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()


def _java(home: Path, jars: list[Path], *options: str) -> list[str]:
    classpath = os.pathsep.join(map(str, jars))
    return [str(home / "bin" / "java"), *_JAVA_OPTIONS, *options, "-cp", classpath]


def _startup_cache(home: Path, jars: list[Path]) -> Path:
    """What Java keeps of a run of the broker, loaded and linked, made by such a run once.

    With it a start takes a third of the time and of the CPU. Java ignores it when it does not fit;
    its name holds all that it depends on, so that it is then made anew.
    """
    parts = [home / "lib" / "modules", *jars]
    inputs = [(str(file), file.stat().st_mtime_ns) for file in parts]
    digest = hashlib.sha256(repr((_JAVA_OPTIONS, inputs)).encode()).hexdigest()
    folder = jars[0].parent
    cache = folder / f"{digest[:16]}.aot"
    if not cache.exists():
        log.info("preparing Kafka for quick starts, this once")
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as scratch:
            made = Path(scratch) / "kafka.aot"
            broker = LocalKafka(Path(scratch) / "broker")
            broker._start(_java(home, jars, f"-XX:AOTCacheOutput={made}"), _java(home, jars))
            broker.stop()
            made.touch()  # if Java made none: an empty one is ignored, starts are slow then
            made.replace(cache)
        by_age = sorted(folder.glob("*.aot"), key=lambda file: file.stat().st_mtime)
        for old in by_age[:-_STARTUP_CACHES]:
            old.unlink(missing_ok=True)
    return cache


@contextmanager
def _lock(folder: Path) -> Iterator[int]:
    """A lock on the folder that Java inherits and holds for as long as it lives.

    Kafka's own comes too late: a second broker has written into the first one's metadata by then.
    """
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    except BlockingIOError:
        raise LocalKafkaError(f"another broker runs on the folder {folder}") from None
    finally:
        os.close(handle)


def _temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="local-kafka-"))


def _free_port() -> int:
    for port in random.sample(_PORTS, len(_PORTS)):
        if _is_free(port):
            return port
    raise LocalKafkaError(f"no free port on {_HOST} from {_PORTS.start} to {_PORTS.stop}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As Kafka does it: connections that are only winding down do not keep it from starting.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            return False
    return True


def _as_text(properties: dict[str, object]) -> str:
    # Of what is special in Java's property files only the backslash can stand in a path.
    return "".join(f"{key}={value}\n".replace("\\", "\\\\") for key, value in properties.items())


def _format(java: list[str], config: Path) -> None:
    """Make the empty storage that Kafka insists on before its first start."""
    tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted", "-t", _CLUSTER_ID]
    done = subprocess.run(  # noqa: S603 - our own command
        [*java, *tool, "-c", str(config)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_START_SECONDS,
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        text = done.stdout.decode("utf-8", "replace")
        raise LocalKafkaError(f"Kafka's storage could not be made:\n{text[-2000:]}")


def _answers(port: int) -> bool:
    """Whether a Metadata request (version 1, no topics) is answered and names a broker."""
    request = struct.pack(">hhihi", 3, 1, 1, -1, 0)
    try:
        with socket.create_connection((_HOST, port), timeout=5) as connection:
            connection.sendall(struct.pack(">i", len(request)) + request)
            head = connection.makefile("rb").read(12)
    except OSError:
        return False
    return len(head) == 12 and struct.unpack(">iii", head)[2] > 0


def _end_of_log(folder: Path) -> str:
    try:
        text = (folder / "broker.log").read_text("utf-8", "replace")
    except OSError:
        return "(it wrote no log)"
    lines = [line[:_LOG_LINE_CHARS] for line in text.splitlines() if not line.startswith("\tat ")]
    return "\n".join(lines[-_LOG_LINES:])


def supervise(
    parent: int, lock: int, folder: Path, removed_at_end: Path | None, command: list[str]
) -> int:
    """Run the broker below this process until it ends or is to end; gives Java's exit status.

    The end of stdin and the end of the parent process stop it (and remove the temporary folder),
    a word on stdin kills it. The parent is looked at too, because a process that the parent had
    forked can hold the other end of stdin open.
    """
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    with (folder / "broker.log").open("ab") as out:
        java = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            pass_fds=[lock],
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
    os.close(lock)
    try:
        sys.stdout.write(f"{java.pid}\n")
        sys.stdout.flush()
        while java.poll() is None and os.getppid() == parent:
            if select.select([0], [], [], 0.5)[0]:
                if not os.read(0, 16):
                    break
                java.kill()
                java.wait()
        if (status := java.poll()) is not None:
            return status
    finally:
        java.terminate()
        try:
            status = java.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            java.kill()
            status = java.wait()
    if removed_at_end is not None:
        shutil.rmtree(removed_at_end, ignore_errors=True)
    return status


def _die_with_parent() -> None:
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


if __name__ == "__main__":
    parent, lock, folder, removed_at_end, *command = sys.argv[1:]
    sys.exit(
        supervise(
            int(parent),
            int(lock),
            Path(folder),
            Path(removed_at_end) if removed_at_end else None,
            command,
        )
    )
