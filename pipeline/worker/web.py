"""/health, /ready and /metrics over HTTP: for a supervisor, a load balancer and Prometheus."""

from collections.abc import Callable

import structlog
from aiohttp import web

from pipeline.worker.metrics import Metrics

log = structlog.get_logger(__name__)


class WebServer:
    """Serves them. `not_ready` says why the worker takes no messages, or nothing when it does."""

    def __init__(
        self, host: str, port: int, metrics: Metrics, not_ready: Callable[[], str | None]
    ) -> None:
        self._host = host
        self._port = port
        self._metrics = metrics
        self._not_ready = not_ready
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the address is taken or not this machine's."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/health", self._health),
                web.get("/ready", self._ready),
                web.get("/metrics", self._text),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        for address in self._runner.addresses:
            log.info("serving health and metrics", host=address[0], port=address[1])

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        # That this is answered at all says that the event loop turns.
        return web.Response(text="ok\n")

    async def _ready(self, _request: web.Request) -> web.Response:
        reason = self._not_ready()
        if reason is None:
            return web.Response(text="ready\n")
        return web.Response(status=503, text=f"not ready: {reason}\n")

    async def _text(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=self._metrics.text(),
            headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"},
        )
