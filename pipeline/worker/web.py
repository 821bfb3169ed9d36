"""/health, /ready and /metrics over HTTP: for a supervisor, a load balancer and Prometheus."""

import socket
from collections.abc import Callable

import structlog
from aiohttp import web

from pipeline.errors import PipelineError
from pipeline.worker.metrics import Metrics

log = structlog.get_logger(__name__)


class WebError(PipelineError):
    """The address to serve on cannot be used."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises WebError when the address is taken or not ours."""
    try:
        return socket.create_server((host, port), family=_family(host, port))
    except OSError as error:
        raise WebError(
            f"health and metrics cannot be served on {host}:{port} ({error.strerror}); choose "
            "others with PIPELINE_WEB_HOST and PIPELINE_WEB_PORT (0 takes any free port)"
        ) from error


def _family(host: str, port: int) -> socket.AddressFamily:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]


class WebServer:
    """Serves them. `not_ready` says why the worker takes no messages, or nothing when it does."""

    def __init__(
        self, listener: socket.socket, metrics: Metrics, not_ready: Callable[[], str | None]
    ) -> None:
        self._listener = listener
        self._metrics = metrics
        self._not_ready = not_ready
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Begin to answer."""
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
        await web.SockSite(self._runner, self._listener).start()
        host, port = self._listener.getsockname()[:2]
        log.info("serving health and metrics", host=host, port=port)

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
