"""Serves a graph until the process is stopped."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from privkg.core.errors import FailureError
from privkg.server import forks
from privkg.server.access_log import AccessLog
from privkg.server.app import app
from privkg.server.connection import Connection
from privkg.server.exchange import Observer
from privkg.server.generation import Opened, open_newest
from privkg.server.metrics import Metrics
from privkg.server.newest import Newest
from privkg.server.settings import Settings

_KEEP_ALIVE_SECONDS = 10


def serve(directory: Path, settings: Settings, on_ready: Callable[[str], object]) -> None:
    """Serve the graph in a folder, and each later build as soon as it is ready.

    A store of all its quads is made first if there is none, which takes longer than a build.

    Args:
        directory: the folder of the graph.
        settings: how it is served.
        on_ready: is called with the address of the endpoint when it answers.

    Raises:
        StoreError: the graph is missing or damaged.
        FailureError: the address is in use or not of this machine, or no worker can be started.
        WriteError: the access log cannot be written.
    """
    with _listening(settings.host, settings.port) as listener:
        opened = open_newest(directory, settings.capacity.limits)
        asyncio.run(_serve(directory, opened, settings, listener, on_ready))


async def _serve(
    directory: Path,
    opened: Opened,
    settings: Settings,
    listener: socket.socket,
    on_ready: Callable[[str], object],
) -> None:
    starter, seconds = forks.starter(), settings.capacity.limits.seconds
    metrics = Metrics()
    newest = Newest(directory, starter, settings.capacity, metrics, settings.config)
    try:
        await newest.begin(opened)
        with _observers(settings, metrics) as observers:
            is_local = ip_address(listener.getsockname()[0]).is_loopback
            served = app(newest, settings, metrics, observers, is_local=is_local)
            on_ready(f"http://{_address(listener)}/sparql")
            server = uvicorn.Server(configuration(served, Connection, seconds))
            async with newest.followed():
                await server.serve(sockets=[listener])
    finally:
        await newest.end()
        await starter.close()


@contextmanager
def _observers(settings: Settings, metrics: Metrics) -> Iterator[list[Observer]]:
    """Yield what is called with each request that has ended."""
    if settings.access_log is None:
        yield [metrics.observe]
        return
    path, with_queries = settings.access_log, settings.log_queries
    with AccessLog(path, metrics.lose_lines, with_queries=with_queries) as log:
        yield [metrics.observe, log.observe]


def configuration(app: ASGIApp, connection: type[Connection], seconds: float) -> uvicorn.Config:
    """Return how uvicorn runs an application.

    Args:
        app: the application.
        connection: the class of the connections.
        seconds: the time in which a query must be evaluated.
    """
    return uvicorn.Config(
        app,
        http=connection,
        ws="none",
        lifespan="off",
        loop="asyncio",
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="error",
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=round(seconds) + 1,
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]  # Python repeats the address
        raise FailureError(
            f"cannot listen at {host}, port {port}: {reason}; choose another by --host or --port"
        ) from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
