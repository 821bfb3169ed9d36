"""Puts the Faust app together: settings proven against Kafka 4.1, the tables, the agents."""

from pathlib import Path

import faust

from pipeline.broker import tls_context
from pipeline.pool import Pool
from pipeline.settings import Settings
from pipeline.topics import REQUEST_BYTES
from pipeline.worker import guards  # noqa: F401  (the guards go in before an app is made)
from pipeline.worker.acks import AckedTable
from pipeline.worker.agents import classify, clean, dedup, split
from pipeline.worker.metrics import Metrics
from pipeline.worker.runner import Runner


def make_app(settings: Settings) -> faust.App:
    """The app without its agents. The data folder is made when it is missing."""
    data_dir = Path(settings.data_dir).absolute()
    data_dir.mkdir(parents=True, exist_ok=True)
    servers = [server.strip() for server in settings.bootstrap_servers.split(",")]
    return faust.App(
        settings.group,
        version=1,
        broker=[f"kafka://{server}" for server in servers],
        broker_credentials=_credentials(settings),
        datadir=data_dir,
        store="rocksdb://",
        Table=AckedTable,
        key_serializer="raw",
        value_serializer="raw",
        autodiscover=False,
        web_enabled=False,
        topic_partitions=settings.partitions,
        # `pipeline topics create` makes the topics, with the settings of the table.
        topic_allow_declare=False,
        topic_disable_leader=True,
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 4,
        # A rebalance waits for the pages at work, as long as one may take with all its tries. A
        # worker that takes longer is left out of the round, and its messages are done again.
        broker_rebalance_timeout=settings.step_timeout * settings.step_tries + 20.0,
        broker_request_timeout=max(30.0, settings.session_timeout + 5.0),
        # After this long without a fetch aiokafka leaves the group and never comes back; the
        # watchdog looks for progress instead.
        broker_max_poll_interval=1e8,
        broker_commit_interval=1.0,
        consumer_auto_offset_reset="earliest",
        consumer_max_fetch_size=4 * 1024**2,
        producer_acks=-1,
        producer_compression_type="lz4",
        producer_linger=0.005,
        producer_max_batch_size=256 * 1024,
        producer_max_request_size=REQUEST_BYTES,
        # The default of 20 minutes is a pipeline that hangs; after this the worker ends unacked.
        producer_request_timeout=60.0,
        # Messages that wait in memory for an agent; a page may be megabytes.
        stream_buffer_maxsize=32,
        stream_wait_empty=True,
        worker_redirect_stdouts=False,
    )


def attach_agents(app: faust.App, settings: Settings, pool: Pool, metrics: Metrics) -> Runner:
    """Add an agent a step to the app, in the order in which a page meets them."""
    runner = Runner(app, settings, pool, metrics)
    clean.attach(runner)
    split.attach(runner)
    dedup.attach(runner)
    classify.attach(runner)
    return runner


def _credentials(settings: Settings) -> faust.types.auth.CredentialsT | None:
    context = tls_context(settings)
    if settings.security_protocol.startswith("SASL"):
        # Without a context Faust takes these for plaintext, which only SASL_PLAINTEXT may be.
        return faust.SASLCredentials(
            mechanism=settings.sasl_mechanism,
            username=settings.sasl_username,
            password=settings.sasl_password,
            ssl_context=context,
        )
    if context is not None:
        return faust.SSLCredentials(context)
    return None
