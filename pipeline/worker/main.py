"""Runs a worker from start to end: checks, the pool's self-test, the app, the clean stop."""

import asyncio
import logging
import signal
import socket
import time
from contextlib import ExitStack
from typing import Any

import faust
import structlog
from mode import Service

from pipeline import broker, logs
from pipeline.pool import Pool, drop_secrets
from pipeline.settings import Settings, unknown
from pipeline.version import VERSION
from pipeline.worker.acks import fail_stop
from pipeline.worker.app import attach_agents, make_app
from pipeline.worker.data_folder import held, note_damage
from pipeline.worker.lag import measure_lag
from pipeline.worker.metrics import Metrics
from pipeline.worker.runner import Runner
from pipeline.worker.watchdog import FreezeWatch, ProgressWatch, bound_stop
from pipeline.worker.web import WebServer, listen

log = structlog.get_logger(__name__)

WATCH_SECONDS = 1.0
# Of the session time-out: a process that was frozen so long may have lost its partitions.
FROZEN_SHARE = 0.75


def run(settings: Settings) -> int:
    """Run a worker until it is stopped; its exit code.

    0 after SIGTERM or SIGINT; 70 when it gave up. Raises PipelineError when it cannot start: no
    broker, a missing topic, a taken port or data folder, a pool that cannot work. Whatever is not 0
    wants a supervisor to start it again.
    """
    logs.set_up(settings.log_format, settings.log_level)
    for name in unknown():
        log.warning("no such setting", variable=name)
    # Read by now. The server of the pool's processes is started anew if it dies, at any time.
    drop_secrets()
    metrics = Metrics()
    with ExitStack() as stack:
        stack.enter_context(held(settings.data_dir))
        listener = stack.enter_context(listen(settings.web_host, settings.web_port))
        for words in asyncio.run(broker.check_topics(settings)):
            log.warning("a topic differs from the table of topics", detail=words)
        pool = Pool(settings, on_lost=lambda reason: metrics.pool_restarts.labels(reason).inc())
        stack.callback(pool.stop)
        asyncio.run(pool.self_test())
        log.info(
            "worker starts", version=VERSION, group=settings.group, processes=settings.processes
        )
        return _run_app(settings, pool, metrics, listener)


def _run_app(settings: Settings, pool: Pool, metrics: Metrics, listener: socket.socket) -> int:
    # A loop of the app's own: the one of the checks is closed.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = make_app(settings)
    runner = attach_agents(app, settings, pool, metrics)

    async def on_assigned(*args: Any, **_: Any) -> None:
        assigned = args[1]
        metrics.rebalances.inc()
        streams = sum(place.topic in runner.topics for place in assigned)
        log.info("partitions assigned", count=streams)

    app.on_partitions_assigned.connect(on_assigned)
    freeze = FreezeWatch(FROZEN_SHARE * settings.session_timeout)
    worker = _Worker(
        app,
        _Watch(runner, listener),
        settings=settings,
        loglevel=settings.log_level,
        redirect_stdouts=False,
        quiet=True,
        loop=loop,
    )
    freeze.start()
    try:
        return worker.run()
    finally:
        freeze.stop()


class _Watch(Service):
    """Runs beside the app: the web server, the lag, the progress."""

    def __init__(self, runner: Runner, listener: socket.socket, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._runner = runner
        self._app = runner.app
        self._settings = runner.settings
        self._metrics = runner.metrics
        self._progress = ProgressWatch(runner.settings.stall_timeout)
        self._web = WebServer(listener, runner.metrics, self.not_ready)

    async def on_start(self) -> None:
        """Serve health from the beginning, also while tables are restored."""
        await self._web.start()

    async def on_stop(self) -> None:
        """Stop serving."""
        await self._web.stop()

    def not_ready(self) -> str | None:
        """Why the worker takes no messages, or None when it does."""
        if not self._app.started or self._app.should_stop:
            return "starting or stopping"
        tables: Any = self._app.tables
        if self._app.rebalancing or not tables.recovery.completed.is_set():
            return "the consumer group is rebalancing or tables are restored"
        return None

    @Service.task
    async def _watch(self) -> None:
        while not self.should_stop:
            await self.sleep(WATCH_SECONDS)
            reason = self.not_ready()
            self._metrics.ready.set(0 if reason else 1)
            self._metrics.pool_calls.set(self._runner.pool.calls)
            self._metrics.forget_lag()
            waiting = 0
            for lag in measure_lag(self._app.consumer, self._runner.topics):
                topic = lag.topic.removeprefix(self._settings.topic_prefix)
                self._metrics.lag(topic, lag.partition, lag.messages, lag.since)
                waiting += lag.messages
            if self._progress.stalled(self._done(), waiting, time.monotonic()):
                seconds = self._settings.stall_timeout
                fail_stop(f"{waiting} messages are waiting and none was done in {seconds:g} s")

    def _done(self) -> int:
        """A number that grows with the work: messages done, and records that tables came back from.

        Restoring takes as long as the tables are large, while messages are fetched already and
        wait.
        """
        tables: Any = self._app.tables
        # Of a partition whose place is not known yet there is None.
        restored = sum(offset or 0 for offset in tables.recovery.active_offsets.values())
        return self._metrics.acknowledged + int(restored)


class _Worker(faust.Worker):
    """Faust's worker with our logs, a bounded stop, and an exit code that says what happened."""

    def __init__(self, *args: Any, settings: Settings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spinner = None  # it writes to the terminal, among the logs
        self._pipeline_settings = settings

    def run(self) -> int:
        """Run until stopped."""
        try:
            self.execute_from_commandline()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
            note_damage(self._pipeline_settings.data_dir, self.crash_reason)
            log.info("worker ends", exit_code=code)
            return code
        return 0

    def _setup_logging(self) -> None:
        logging.captureWarnings(True)

    def _schedule_shutdown(self, number: signal.Signals) -> None:
        log.info("stopping", signal=number.name)
        bound_stop(self._pipeline_settings.stop_timeout)
        super()._schedule_shutdown(number)
