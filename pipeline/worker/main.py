"""Runs a worker from start to end: checks, the pool's self-test, the app, the clean stop."""

import asyncio
import logging
import signal
import time
from typing import Any

import faust
import structlog
from mode import Service

from pipeline import broker, logs
from pipeline.pool import Pool
from pipeline.settings import Settings, unknown
from pipeline.version import VERSION
from pipeline.worker.acks import fail_stop
from pipeline.worker.app import attach_agents, make_app
from pipeline.worker.metrics import Metrics
from pipeline.worker.runner import Runner
from pipeline.worker.watchdog import FreezeWatch, ProgressWatch, bound_stop
from pipeline.worker.web import WebServer

log = structlog.get_logger(__name__)

WATCH_SECONDS = 1.0


class Watch(Service):
    """Runs beside the app: the web server, the lag, the progress."""

    def __init__(self, runner: Runner, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._runner = runner
        self._app = runner.app
        self._settings = runner.settings
        self._metrics = runner.metrics
        self._progress = ProgressWatch(runner.settings.stall_timeout)
        self._web = WebServer(
            runner.settings.web_host, runner.settings.web_port, runner.metrics, self.not_ready
        )

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
            waiting = self._measure_lag()
            done = self._metrics.acknowledged_count
            if self._progress.stalled(done, waiting, time.monotonic()):
                seconds = self._settings.stall_timeout
                fail_stop(f"{waiting} messages are waiting and none was done in {seconds:g} s")

    def _measure_lag(self) -> int:
        """Set the lag of each partition that this worker has; the sum in messages."""
        consumer: Any = self._app.consumer
        self._metrics.forget_lag()
        total = 0
        for place in consumer.assignment():
            window = self._runner.windows.get(place.topic)
            if window is None:
                continue  # a changelog
            end = consumer.highwater(place)
            last = self._metrics.last_acknowledged.get(place)
            at = last[0] + 1 if last else consumer._committed_offset.get(place)
            messages = max(0, end - (at or 0)) if end is not None else 0
            since = window.oldest(place) or (last[1] if last else None)
            topic = place.topic.removeprefix(self._settings.topic_prefix)
            self._metrics.lag(topic, place.partition, messages, since)
            total += messages
        return total


def run(settings: Settings) -> int:
    """Run a worker until it is stopped; its exit code.

    0 after SIGTERM or SIGINT; 1 when it could not start (no broker, a missing topic, a pool that
    cannot work); 70 when it gave up. Whatever is not 0 wants a supervisor to start it again.
    """
    logs.set_up(settings.log_format, settings.log_level)
    for name in unknown():
        log.warning("no such setting", variable=name)
    metrics = Metrics()
    for words in asyncio.run(broker.check_topics(settings)):
        log.warning("a topic differs from the table of topics", detail=words)
    pool = Pool(settings, on_lost=lambda reason: metrics.pool_restarts.labels(reason).inc())
    try:
        asyncio.run(pool.self_test())
        log.info(
            "worker starts", version=VERSION, group=settings.group, processes=settings.processes
        )
        return _run_app(settings, pool, metrics)
    finally:
        pool.stop()


def _run_app(settings: Settings, pool: Pool, metrics: Metrics) -> int:
    # A loop of the app's own: the one of the checks is closed.
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    app = make_app(settings)
    runner = attach_agents(app, settings, pool, metrics)

    async def on_assigned(*args: Any, **_: Any) -> None:
        assigned = args[1]
        metrics.rebalances.inc()
        streams = sum(place.topic in runner.windows for place in assigned)
        log.info("partitions assigned", count=streams)

    app.on_partitions_assigned.connect(on_assigned)
    freeze = FreezeWatch(0.75 * settings.session_timeout)
    worker = _Worker(
        app,
        Watch(runner),
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
            log.info("worker ends", exit_code=code)
            return code
        return 0

    def _setup_logging(self) -> None:
        logging.captureWarnings(True)

    def _schedule_shutdown(self, number: signal.Signals) -> None:
        log.info("stopping", signal=number.name)
        bound_stop(self._pipeline_settings.stop_timeout)
        super()._schedule_shutdown(number)
