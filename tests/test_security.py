"""TLS and logins against a real broker that asks for them; no secret is told anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.settings import Settings
from tests.commands import run_pipeline
from tests.running import WorkerProcess, feed_pages, make_topics, settings_for, story_page
from tests.secure_kafka import PASSWORD, USER, Authority, SecureKafka, can_sign

pytestmark = pytest.mark.skipif(not can_sign(), reason="needs openssl 3")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("certificates") / "authority")


@pytest.fixture(scope="module")
def broker(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    with SecureKafka(tmp_path_factory.mktemp("secure") / "kafka", authority) as kafka:
        kafka.add_scram_user()
        yield kafka


@pytest.fixture
def login(broker: SecureKafka, authority: Authority, topic_prefix: str, tmp_path: Path) -> Settings:
    return settings_for(
        broker.login,
        topic_prefix,
        tmp_path,
        partitions=1,
        security_protocol="SASL_SSL",
        sasl_mechanism="SCRAM-SHA-256",
        sasl_username=USER,
        sasl_password=PASSWORD,
        ssl_cafile=str(authority.certificate),
    )


def refused(settings: Settings, *command: str) -> str:
    """The one line that a command says when it is not let in."""
    done = run_pipeline(*command, settings=settings)
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    for secret in (settings.sasl_password, settings.ssl_key_password):
        assert not secret or secret not in done.stderr + done.stdout
    return done.stderr.strip().splitlines()[-1]


def test_pages_go_through_workers_that_log_in_over_tls_and_no_log_tells_the_password(
    login: Settings, tmp_path: Path
) -> None:
    make_topics(login)
    feed_pages(login, [story_page(number) for number in range(3)])
    with WorkerProcess(replace(login, log_level="DEBUG"), tmp_path) as worker:
        done = run_pipeline("reconcile", "--wait", "60", settings=login)
        assert done.returncode == 0, done.stdout + worker.log()[-3000:]
        assert worker.stop() == 0
    assert PASSWORD not in worker.log() + done.stdout + done.stderr
    shown = run_pipeline("settings", settings=login)
    assert USER in shown.stdout
    assert PASSWORD not in shown.stdout + shown.stderr


def test_a_plain_login_is_taken_too(login: Settings) -> None:
    done = run_pipeline("topics", "create", settings=replace(login, sasl_mechanism="PLAIN"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256"])
def test_a_wrong_password_is_said_in_one_line(login: Settings, mechanism: str) -> None:
    wrong = replace(login, sasl_mechanism=mechanism, sasl_password="close-sesame")  # type: ignore[arg-type]
    line = refused(wrong, "topics", "describe")
    assert f"the broker {login.bootstrap_servers} refuses the login of 'news'" in line
    assert "PIPELINE_SASL_PASSWORD" in line


def test_a_worker_that_is_not_let_in_ends_and_says_why(login: Settings) -> None:
    assert "refuses the login" in refused(replace(login, sasl_password="close-sesame"), "worker")


def test_the_longer_scram_is_taken_where_the_broker_asks_for_it(
    broker: SecureKafka, login: Settings
) -> None:
    strict = replace(login, bootstrap_servers=broker.strict, sasl_mechanism="SCRAM-SHA-512")
    done = run_pipeline("topics", "create", settings=strict)
    assert done.returncode == 0, done.stderr
    assert "refuses the login" in refused(
        replace(strict, sasl_password="close-sesame"), "topics", "describe"
    )


def test_a_mechanism_that_the_broker_does_not_take_is_said(login: Settings) -> None:
    line = refused(replace(login, sasl_mechanism="SCRAM-SHA-512"), "topics", "describe")
    assert "PIPELINE_SASL_MECHANISM" in line


def test_a_broker_with_a_certificate_of_another_authority_is_not_trusted(
    login: Settings, tmp_path: Path
) -> None:
    other = Authority.made(tmp_path / "other")
    line = refused(replace(login, ssl_cafile=str(other.certificate)), "topics", "describe")
    assert f"the certificate of the broker {login.bootstrap_servers} is not trusted" in line
    assert "PIPELINE_SSL_CAFILE" in line


def test_a_broker_that_has_another_name_in_its_certificate_is_not_trusted(login: Settings) -> None:
    elsewhere = login.bootstrap_servers.replace("127.0.0.1", "localhost")
    line = refused(replace(login, bootstrap_servers=elsewhere), "topics", "describe")
    assert "is not trusted" in line
    assert "PIPELINE_BOOTSTRAP_SERVERS" in line


def test_a_client_shows_its_own_certificate_where_the_broker_wants_one(
    broker: SecureKafka, authority: Authority, login: Settings
) -> None:
    certificate, key = authority.sign("client")
    own = replace(
        login,
        bootstrap_servers=broker.certificate,
        security_protocol="SSL",
        ssl_certfile=str(certificate),
        ssl_keyfile=str(key),
    )
    done = run_pipeline("topics", "create", settings=own)
    assert done.returncode == 0, done.stderr
    without = replace(own, ssl_certfile="", ssl_keyfile="")
    assert "PIPELINE_SSL_CERTFILE" in refused(without, "topics", "describe")
