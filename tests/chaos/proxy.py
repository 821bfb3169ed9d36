"""A TCP proxy in front of the broker that cuts, delays and holds back what passes.

It runs in a thread with an event loop of its own, since it must go on while a test waits.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Self

from tests.secure_kafka import free_port

CHUNK = 64 * 1024


class Proxy:
    """Listens on `port` for what is to go to `target`, a port of the same machine."""

    def __init__(self) -> None:
        self.port = free_port()
        self.target = free_port()
        self.cuts = 0  # connections that were cut so far
        self._delay = 0.0
        self._open = asyncio.Event()
        self._to_cut: set[asyncio.StreamWriter] = set()
        self._upstream: set[asyncio.StreamWriter] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open.set)
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close)
        self._do(self._loop.stop)
        self._thread.join(10)

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """Each piece takes so long, in both directions."""
        self._delay = seconds
        yield
        self._delay = 0.0

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Connections stay and new ones are taken, and nothing passes: a network that drops all."""
        self._do(self._open.clear)
        yield
        self._do(self._open.set)

    @contextmanager
    def closed(self) -> Iterator[None]:
        """All connections end and new ones are refused."""
        self._do(self._close)
        yield
        self._listen()

    def cut(self) -> None:
        """Cut each connection that is there in the middle of what it sends next."""
        self._do(lambda: self._to_cut.update(self._upstream))

    def _do(self, action: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(action)

    def _listen(self) -> None:
        serving = asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self._server = asyncio.run_coroutine_threadsafe(serving, self._loop).result(10)

    def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, far}
        self._writers |= pair
        self._upstream.add(far)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, far))
                group.create_task(self._pump(far_reader, writer))
        except* (OSError, EOFError):
            pass
        finally:
            self._writers -= pair
            self._upstream.discard(far)
            for each in pair:
                each.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(CHUNK):
            await self._open.wait()
            if self._delay:
                await asyncio.sleep(self._delay)
            if writer in self._to_cut and len(piece) > 1:
                self._to_cut.discard(writer)
                self.cuts += 1
                writer.write(piece[: len(piece) // 2])
                with suppress(OSError):
                    await writer.drain()
                raise EOFError
            writer.write(piece)
            await writer.drain()
        raise EOFError
