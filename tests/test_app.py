"""How the worker's app is put together: security, tables, exactly the agents there are."""

from dataclasses import replace
from pathlib import Path

import pytest
from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth

from pipeline.broker import client_options
from pipeline.pool import Pool
from pipeline.settings import Settings
from pipeline.topics import CONSUMED
from pipeline.worker.acks import AckedTable
from pipeline.worker.app import attach_agents, make_app
from pipeline.worker.metrics import Metrics

PLAIN = Settings(bootstrap_servers="a.example:9092,b.example:9092")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"security_protocol": "SSL"},
        {
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_username": "news",
            "sasl_password": "secret",
        },
        {"security_protocol": "SASL_PLAINTEXT", "sasl_username": "news"},
    ],
    ids=lambda changes: str(changes.get("security_protocol", "PLAINTEXT")),
)
def test_faust_connects_as_our_other_clients_do(changes: dict[str, str], tmp_path: Path) -> None:
    settings = replace(PLAIN, data_dir=tmp_path, **changes)  # type: ignore[arg-type]
    app = make_app(settings)
    theirs = credentials_to_aiokafka_auth(app.conf.broker_credentials)
    ours = client_options(settings)
    for name in (
        "security_protocol",
        "sasl_mechanism",
        "sasl_plain_username",
        "sasl_plain_password",
    ):
        assert theirs.get(name) == ours.get(name), name
    assert bool(theirs.get("ssl_context")) == bool(ours["ssl_context"])


def test_the_app_has_an_agent_a_step_and_tables_that_are_waited_for(tmp_path: Path) -> None:
    settings = replace(PLAIN, data_dir=tmp_path, topic_prefix="x.", pool_size=1)
    app = make_app(settings)
    pool = Pool(settings)
    try:
        runner = attach_agents(app, settings, pool, Metrics())
    finally:
        pool.stop()
    assert runner.topics == {f"x.{topic.name}" for topic in CONSUMED}
    assert sorted(app.tables.data) == ["articles", "dedup", "pages", "verdicts"]
    assert all(isinstance(table, AckedTable) for table in app.tables.values())
    assert {table.changelog_topic.get_topic_name() for table in app.tables.values()} == {
        "x.dedup.verdicts",
        "x.tables.articles",
        "x.tables.dedup",
        "x.tables.pages",
    }
    assert app.conf.consumer_auto_offset_reset == "earliest"
    assert app.conf.producer_acks == -1
    assert not app.conf.web_enabled
