"""An HTTP connection with a deadline for the whole exchange and a limit on the received bytes.

The timeout of a socket applies to each single read, so that a server which sends one byte now and then
never exceeds it. Here the timeout is set before each read and write to the time that is left.
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
    """The response is larger than is allowed."""


class Connection(http.client.HTTPConnection):
    """A connection to an endpoint, limited by a deadline; as a context manager it closes itself."""

    def __init__(self, address: Address, deadline: Deadline, max_bytes: int) -> None:
        super().__init__(address.host, address.port)
        self.default_port = address.default_port  # the `Host` header omits it
        self._address = address
        self._deadline = deadline
        self._max_bytes = max_bytes
        self._open: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the first of the host's addresses that accepts.

        Raises:
            OSError: no address accepts, or the certificate is not trusted.
        """
        self._open = _connected(self._address, self._deadline)
        if self._address.scheme == "https":
            self._open.settimeout(self._deadline.left())
            context = ssl.create_default_context()
            self._open = context.wrap_socket(self._open, server_hostname=self._address.host)
        self.sock = _Socket(self._open, self._deadline, self._max_bytes)

    def send_all(self, method: str, target: str, content: Any, headers: dict[str, str]) -> None:
        """Send a request; a server that refuses it may respond before it has read the whole body."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.request(method, target, content, headers)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open.close()


class _Socket:
    """The methods of a socket that `http.client` uses, with the deadline for reads and writes."""

    def __init__(self, connected: socket.socket, deadline: Deadline, max_bytes: int) -> None:
        self._connected = connected
        self._deadline = deadline
        self._max_bytes = max_bytes

    def sendall(self, content: Any) -> None:
        """Send all bytes.

        Raises:
            TimeoutError: the deadline has passed.
        """
        left = memoryview(content)
        while left:
            self._connected.settimeout(self._deadline.left())
            left = left[self._connected.send(left[:_PIECE]) :]

    def makefile(self, _: str) -> io.BufferedReader:
        """Return a file that reads from the socket."""
        return io.BufferedReader(_Reader(self._connected, self._deadline, self._max_bytes), _PIECE)

    def close(self) -> None:
        """Do nothing: `http.client` calls it before the body is read; `Connection` closes the socket."""


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
            # One address that does not respond must not use up the time for the others.
            connecting.settimeout(deadline.left() / (others + 1))
            connecting.connect(place)
            return connecting
        except OSError:
            connecting.close()
            if not others:
                raise
    raise socket.gaierror(socket.EAI_NONAME, "no address")


def _resolved(address: Address, deadline: Deadline) -> list[Any]:
    """Return the host's addresses.

    `getaddrinfo` has no timeout and cannot be cancelled: it runs in a daemon thread, which is abandoned
    at the deadline.
    """
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
