"""Connections, with limits to the head of a request and to the time in which a client reads.

uvicorn with httptools has no limit to the size of a header, nor to the time in which one must arrive or
a response must be read.
"""

import asyncio
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from privkg.server import problems
from privkg.server.guard import HEADERS, MOST_HEAD_BYTES, guarded

_MOST_UNFINISHED_BYTES = 2 * MOST_HEAD_BYTES  # less is refused by the guard, when the head is complete


class Connection(HttpToolsProtocol):
    """A connection that ends if a head is too large, or if the client does not send or read in time.

    The head of a response is sent with the first part of its body, and each further part at once: by
    Nagle's algorithm (RFC 9293, 3.7.4), it would wait until the client has acknowledged the former one,
    which it delays by some 40 ms.
    Malformed requests are answered with a problem document, and end the connection too. A client must
    wait for a response before it sends the next request.
    """

    most_connections = 1_000
    head_seconds = 10.0
    read_seconds = 30.0

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._unfinished_bytes = 0
        self._in_head = True
        self._is_refused = False
        self._timer: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._headed: RequestResponseCycle | None = None

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_ending(self) -> bool:
        return self._is_refused or self.transport.is_closing()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request, which is refused if there are too many connections."""
        # asyncio does so only for sockets that were made with a protocol number, which most are not.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        held = _Transport(transport, self._is_head_next, self._must_read)
        super().connection_made(held)  # type: ignore[arg-type]
        if len(self.connections) > self.most_connections:
            self.app = _crowded
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting()
        self._stop_reading()
        super().connection_lost(exc)
        self._stop_reading()  # which closing it has started

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._must_read()

    def resume_writing(self) -> None:
        """End to wait for the client to read, unless the connection is being closed."""
        super().resume_writing()
        if not self._is_ending():
            self._stop_reading()

    def data_received(self, data: bytes) -> None:
        """Parse what has arrived, unless there is too much of a head or of trailer fields already."""
        if self._is_ending():
            return  # what follows a malformed request is not read
        self._unfinished_bytes += len(data)
        super().data_received(data)
        if self._is_ending():
            return
        if self._unfinished_bytes > _MOST_UNFINISHED_BYTES:
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            self._refuse(status, f"the header has more than {MOST_HEAD_BYTES} bytes")
        elif self._timer is None and not self._is_answering:
            self._wait()  # an empty line is not a request, but ends uvicorn's own waiting

    def on_message_begin(self) -> None:
        """Start the timer for the head of a request."""
        super().on_message_begin()
        self._in_head, self._unfinished_bytes = True, 0
        self._wait()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field of the head; one after the body (a trailer field) is ignored."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Cancel the timer for the head of a request."""
        self._in_head = False
        self._stop_waiting()
        if self._is_answering:
            self.transport.abort()  # which also ends the request that is being answered
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._unfinished_bytes = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Answer a request that cannot be parsed, and close the connection."""
        self._refuse(HTTPStatus.BAD_REQUEST, "not a well-formed HTTP request")

    def on_response_complete(self) -> None:
        """Send what is left of a response, such as the head of one without a body."""
        self.transport.send_held()  # type: ignore[attr-defined]
        super().on_response_complete()

    def _is_head_next(self) -> bool:
        """Return whether the head of a response is written now; true once for each."""
        if self.cycle is None or not self.cycle.response_started or self._headed is self.cycle:
            return False
        self._headed = self.cycle
        return True

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(self.head_seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()

    def _must_read(self) -> None:
        if self._reading is None:
            self._reading = self.loop.call_later(self.read_seconds, self.transport.abort)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _refuse(self, status: HTTPStatus, detail: str) -> None:
        if self._is_ending():
            return
        if self._is_answering:
            if self.cycle.response_started or not self.cycle.more_body:
                self.transport.abort()  # a refusal would be read as a part of that response, or as it
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        response = problems.response(status, detail, headers={"Connection": "close"})
        fields = b"".join(b"%s: %s\r\n" % each for each in (*response.raw_headers, *HEADERS))
        line = f"HTTP/1.1 {status:d} {status.phrase}\r\n".encode()
        self.transport.write(line + fields + b"\r\n" + bytes(response.body))
        self._linger()

    def _linger(self) -> None:
        """End what is sent; discard what arrives until the client ends too, or its time is over.

        Closing at once would reset the connection if the client still sends, and lose the response
        (RFC 9112, 9.6).
        """
        self._is_refused = True
        self._stop_waiting()
        self._must_read()
        self.transport.write_eof()


class _Transport:
    """A transport that holds the head of a response until what follows it is written.

    It reports when it begins to close, which may take until the client has read.
    """

    def __init__(
        self,
        transport: asyncio.Transport,
        is_head_next: Callable[[], bool],
        on_close: Callable[[], None],
    ) -> None:
        self._transport = transport
        self._is_head_next = is_head_next
        self._on_close = on_close
        self._held = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self._is_head_next():
            self._held = data
        elif self._held:
            held, self._held = self._held, b""
            self._transport.write(held + data)
        else:
            self._transport.write(data)

    def send_held(self) -> None:
        if self._held:
            self.write(b"")

    def close(self) -> None:
        self._on_close()
        self.send_held()
        self._transport.close()


async def _crowded(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request on a connection beyond their largest number."""
    detail = f"there are {Connection.most_connections} connections already; try again later"
    response = problems.response(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Connection": "close"})
    await response(scope, receive, guarded(send))
