"""The compose file: valid, and its services fit together and to the settings."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import settings
from pipeline.topics import REQUEST_BYTES

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docker-compose.yml"


def interpolated(part: Any) -> Any:
    """The file as it is where the environment sets nothing: `${NAME:-default}` is the default."""
    if isinstance(part, dict):
        return {key: interpolated(value) for key, value in part.items()}
    if isinstance(part, list):
        return [interpolated(value) for value in part]
    return re.sub(r"\$\{(\w+):-([^}]*)\}", r"\2", part) if isinstance(part, str) else part


COMPOSE = interpolated(yaml.safe_load(FILE.read_text("utf-8")))
SERVICES = COMPOSE["services"]
BROKER, TOPICS, WORKER = SERVICES["broker"], SERVICES["topics"], SERVICES["worker"]


def listeners(name: str) -> dict[str, str]:
    pairs = BROKER["environment"][name].split(",")
    return dict(pair.split("://" if "://" in pair else ":", 1) for pair in pairs)


def seconds(text: str) -> float:
    assert text.endswith("s")
    return float(text[:-1])


@pytest.fixture
def parser() -> Any:
    """A parser that refuses what the compose specification does not name."""
    module = pytest.importorskip("compose_spec", reason="the parser has no wheel for this machine")
    return module.PyCompose


def test_a_strict_parser_takes_the_file(parser: Any) -> None:
    parsed = parser.from_json(json.dumps(COMPOSE))
    assert sorted(parsed.service_names()) == ["broker", "topics", "worker"]


def test_the_parser_would_refuse_a_misspelt_key(parser: Any) -> None:
    with pytest.raises(ValueError, match="restrat"):
        parser.from_json(json.dumps(COMPOSE).replace('"restart":', '"restrat":'))


def test_docker_compose_takes_the_file_where_it_is_installed() -> None:
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True).returncode
    ):
        pytest.skip("docker compose is not installed")
    subprocess.run([docker, "compose", "--file", str(FILE), "config", "--quiet"], check=True)


def test_workers_wait_for_the_topics_and_the_topics_for_the_broker() -> None:
    assert TOPICS["depends_on"] == {"broker": {"condition": "service_healthy"}}
    assert WORKER["depends_on"]["topics"] == {"condition": "service_completed_successfully"}
    assert "healthcheck" in BROKER
    assert TOPICS["command"] == ["topics", "create"]
    assert TOPICS["restart"] == "no"


def test_any_number_of_workers_can_run() -> None:
    assert not WORKER.keys() & {"container_name", "ports", "hostname", "volumes", "network_mode"}


def test_every_named_volume_is_declared() -> None:
    named = {
        mount.partition(":")[0]
        for service in SERVICES.values()
        for mount in service.get("volumes", [])
    }
    assert named == set(COMPOSE["volumes"]) == {"kafka"}


def test_the_broker_keeps_its_data_in_the_volume() -> None:
    assert BROKER["volumes"] == [f"kafka:{BROKER['environment']['KAFKA_LOG_DIRS']}"]


def test_the_broker_is_published_to_this_machine_only() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published == ["127.0.0.1:9092:9092"]


def test_every_listener_is_bound_and_mapped_and_advertised_under_the_right_port() -> None:
    bound = listeners("KAFKA_LISTENERS")
    advertised = listeners("KAFKA_ADVERTISED_LISTENERS")
    assert bound.keys() == listeners("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP").keys()
    assert advertised.keys() == bound.keys() - {"CONTROLLER"}
    for name, address in advertised.items():
        assert address.rpartition(":")[2] == bound[name].rpartition(":")[2]
    assert advertised["HOST"].startswith("127.0.0.1:")
    voters = BROKER["environment"]["KAFKA_CONTROLLER_QUORUM_VOTERS"]
    assert voters == f"1@broker{bound['CONTROLLER']}"


def test_the_services_and_the_health_check_use_the_listener_for_services() -> None:
    address = listeners("KAFKA_ADVERTISED_LISTENERS")["SERVICES"]
    assert TOPICS["environment"]["PIPELINE_BOOTSTRAP_SERVERS"] == address
    assert WORKER["environment"]["PIPELINE_BOOTSTRAP_SERVERS"] == address
    assert BROKER["healthcheck"]["test"][-1] == address


def test_the_broker_takes_the_largest_message() -> None:
    environment = BROKER["environment"]
    assert environment["KAFKA_MESSAGE_MAX_BYTES"] >= REQUEST_BYTES
    assert environment["KAFKA_REPLICA_FETCH_MAX_BYTES"] >= REQUEST_BYTES


def test_the_workers_settings_are_settings_and_right() -> None:
    for service in (TOPICS, WORKER):
        environ = {name: str(value) for name, value in service["environment"].items()}
        assert settings.unknown(environ) == []
        settings.load(environ)


def test_a_worker_has_longer_to_stop_than_it_takes() -> None:
    stop_timeout = WORKER["environment"]["PIPELINE_STOP_TIMEOUT"]
    assert seconds(WORKER["stop_grace_period"]) >= stop_timeout + 10


def test_the_images_own_settings_are_settings_and_right() -> None:
    words = (ROOT / "Dockerfile").read_text("utf-8").split()
    environ = dict(word.split("=", 1) for word in words if word.startswith("PIPELINE_"))
    assert settings.unknown(environ) == []
    loaded = settings.load(environ)
    assert loaded.web_host == "0.0.0.0"  # noqa: S104 - in a container, reached by its network only
    assert WORKER["expose"] == [str(loaded.web_port)]


def test_the_image_runs_as_a_user_without_rights_and_owns_its_data() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    assert lines.index("USER pipeline") < lines.index('ENTRYPOINT ["pipeline"]')
    assert "VOLUME /var/lib/pipeline" in lines
    assert "ENV PIPELINE_DATA_DIR=/var/lib/pipeline" in lines


def test_everything_that_the_image_copies_is_let_through() -> None:
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY "):
            for source in line.split()[1:-1]:
                assert f"!{source}" in ignore
