"""What several test files need."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.local_kafka import LocalKafka

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="the long way through the fault tests")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development data beside the repository; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("needs the development data in ../shared, which is not here")
    return SHARED


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The bootstrap servers of a real Kafka: PIPELINE_BOOTSTRAP_SERVERS, or one of our own.

    It is the same broker for all tests of a session: a test keeps to topics and groups under its
    `topic_prefix`.
    """
    if servers := os.environ.get("PIPELINE_BOOTSTRAP_SERVERS"):
        yield servers
        return
    with LocalKafka() as broker:
        yield broker.bootstrap_servers


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[LocalKafka]:
    """A running broker of the test's own, to be stopped, killed and started again.

    Its data survive all of these.
    """
    with LocalKafka(tmp_path / "kafka") as broker:
        yield broker


@pytest.fixture
def topic_prefix() -> str:
    """What keeps a test's topics and groups apart from those of the others."""
    return f"t-{secrets.token_hex(3)}-"
