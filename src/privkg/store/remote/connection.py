"""A connection on which no step outlives the deadline, and no more comes in than is allowed.

A timeout of a socket is one of each read: a server that sends a byte now and then is never late by it.
Here each read is given what is left of the whole.
"""

import http.client
import io
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

from privkg.core.errors import EndpointError
from privkg.store.remote.address import Address
from privkg.store.remote.limits import Deadline

_PIECE = 64 * 1024


class TooLargeError(EndpointError):
    """More came in than is allowed."""


class Connection(http.client.HTTPConnection):
    """A connection to an endpoint that ends when the deadline does; leaving it closes it."""

    def __init__(self, address: Address, deadline: Deadline, max_bytes: int) -> None:
        super().__init__(address.host, address.port)
        self.default_port = address.default_port  # which `Host` leaves out
        self._address = address
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._open: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the first of the host's addresses that answers.

        Raises:
            OSError: none does, or its certificate cannot be trusted.
        """
        self._open = _connected(self._address, self._deadline)
        if self._address.scheme == "https":
            self._open.settimeout(self._deadline.left())
            context = ssl.create_default_context()
            self._open = context.wrap_socket(self._open, server_hostname=self._address.host)
        self.sock = _Socket(self._open, self._deadline, self._max_bytes)

    def send_all(self, method: str, target: str, content: Any, headers: dict[str, str]) -> None:
        """Send a request, or what is taken of it: who refuses may answer before it has read all."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.request(method, target, content, headers)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open.close()


class _Socket:
    """The part of a socket that `http.client` uses; reads and writes keep the deadline."""

    def __init__(self, connected: socket.socket, deadline: Deadline, max_bytes: int) -> None:
        self._connected = connected
        self._deadline = deadline
        self._max_bytes = max_bytes

    def sendall(self, content: Any) -> None:
        """Send all of it.

        Raises:
            TimeoutError: the deadline has passed.
        """
        left = memoryview(content)
        while left:
            self._connected.settimeout(self._deadline.left())
            left = left[self._connected.send(left[:_PIECE]) :]

    def makefile(self, _: str) -> io.BufferedReader:
        """Return what comes in, as a file."""
        return io.BufferedReader(_Reader(self._connected, self._deadline, self._max_bytes), _PIECE)

    def close(self) -> None:
        """Leave it open: the answer is still to be read, and the connection closes it."""


class _Reader(io.RawIOBase):
    def __init__(self, connected: socket.socket, deadline: Deadline, max_bytes: int) -> None:
        self._connected = connected
        self._deadline = deadline
        self._left = max_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._connected.settimeout(self._deadline.left())
        size = self._connected.recv_into(buffer)
        self._left -= size
        if self._left < 0:
            raise TooLargeError("more than is allowed")
        return size


def _connected(address: Address, deadline: Deadline) -> socket.socket:
    known = _resolved(address, deadline)
    for number, (family, kind, protocol, _, place) in enumerate(known):
        others = len(known) - number - 1
        connecting = socket.socket(family, kind, protocol)
        try:
            # One address of several that swallows everything must not use up the time of all.
            connecting.settimeout(deadline.left() / (others + 1))
            connecting.connect(place)
            return connecting
        except OSError:
            connecting.close()
            if not others:
                raise
    raise socket.gaierror(socket.EAI_NONAME, "no address")


def _resolved(address: Address, deadline: Deadline) -> list[Any]:
    """Return the host's addresses; the system's look-up cannot be ended, so it may be left behind."""
    found: list[Any] = []
    failed: list[OSError | UnicodeError] = []

    def look_up() -> None:
        try:
            found.extend(socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    looking = threading.Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(deadline.left())
    if looking.is_alive():
        raise TimeoutError
    if failed:
        raise failed[0]
    return found
