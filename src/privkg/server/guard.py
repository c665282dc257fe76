"""Refuses requests by their size, Host and method, before a handler sees them."""

import asyncio
import re
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from privkg.server import problems
from privkg.server.exchange import Outcome, note_outcome

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
MOST_HEAD_BYTES = 32_768
MOST_BODY_BYTES = 1_000_000
BODY_SECONDS = 30.0
_MOST_URL_BYTES = 8_192
_MOST_FIELDS = 100
_VERSIONS = ("1.0", "1.1")
_ENDPOINT, _STORE = "/sparql", "/store"
_WRITES = {_ENDPOINT: ("PUT", "PATCH", "DELETE"), _STORE: ("PUT", "POST", "PATCH", "DELETE")}
"""The methods of the SPARQL protocols by which a graph would be changed."""
_Fault = tuple[HTTPStatus, str]
_HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?")
_LOCAL_HOST = re.compile(rb"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?", re.IGNORECASE)
HEADERS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"*"),
    (b"content-security-policy", b"default-src 'none'"),
    (b"x-content-type-options", b"nosniff"),
)
"""Pages of any site may read public data; no response allows credentials (CORS)."""


class Guard:
    """An ASGI application before another one, which sees only acceptable requests with their bodies."""

    def __init__(self, app: ASGIApp, *, is_local: bool) -> None:
        """Describe the guard.

        Args:
            app: what answers the requests that are acceptable.
            is_local: the server listens for its own machine only; a request must name this machine. So a
                page of another site cannot let its own name mean this machine (DNS rebinding).
        """
        self._app = app
        self._is_local = is_local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        send = guarded(send)
        fault = _fault(scope, is_local=self._is_local)
        if fault:
            await _refuse(fault, scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await _options(scope, receive, send)
        else:
            await self._with_body(scope, receive, send)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(receive)
        except TimeoutError:
            late = f"the body did not arrive in {BODY_SECONDS:g} s"
            await _refuse((HTTPStatus.REQUEST_TIMEOUT, late), scope, receive, send)
            return
        if body is None:
            note_outcome(Outcome.LEFT)
            return
        if len(body) > MOST_BODY_BYTES:
            large = f"the body has more than {MOST_BODY_BYTES} bytes"
            await _refuse((HTTPStatus.REQUEST_ENTITY_TOO_LARGE, large), scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


async def _refuse(fault: _Fault, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse a request; the connection is closed, as its body may not have been read."""
    headers = {"Connection": "close"}
    if fault[0] == HTTPStatus.FORBIDDEN:
        headers["Allow"] = _allowed(scope["path"])
    await problems.response(*fault, headers=headers)(scope, receive, send)


def _fault(scope: Scope, *, is_local: bool) -> _Fault | None:
    """Return the status and the reason for which the head of a request is refused."""
    if scope["http_version"] not in _VERSIONS:
        return HTTPStatus.BAD_REQUEST, "the versions of HTTP are 1.0 and 1.1"
    if scope["method"] in _WRITES.get(scope["path"], ()):
        return HTTPStatus.FORBIDDEN, "the graph is a function of its pages and can only be queried"
    return _size_fault(scope) or _host_fault(scope, is_local=is_local)


def _size_fault(scope: Scope) -> _Fault | None:
    fields = scope["headers"]
    if sum(len(name) + len(value) for name, value in fields) > MOST_HEAD_BYTES:
        return _too_large(f"the header has more than {MOST_HEAD_BYTES} bytes")
    if len(fields) > _MOST_FIELDS:
        return _too_large(f"the header has more than {_MOST_FIELDS} fields")
    if len(scope["raw_path"]) + len(scope["query_string"]) > _MOST_URL_BYTES:
        detail = f"the address has more than {_MOST_URL_BYTES} bytes; send the query by POST"
        return HTTPStatus.REQUEST_URI_TOO_LONG, detail
    return None


def _host_fault(scope: Scope, *, is_local: bool) -> _Fault | None:
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if not hosts and scope["http_version"] == "1.0":
        return None
    if len(hosts) != 1 or not _HOST.fullmatch(hosts[0]):
        return HTTPStatus.BAD_REQUEST, "a request needs one Host field, with a name and perhaps a port"
    if is_local and not _LOCAL_HOST.fullmatch(hosts[0]):
        detail = "the server is for this machine only; its Host is localhost, 127.0.0.1 or [::1]"
        return HTTPStatus.MISDIRECTED_REQUEST, detail
    return None


async def _options(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer the request by which a browser learns what it may send from a page of another site."""
    methods = _allowed(scope["path"])
    allowed = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Max-Age": "86400",
    }
    if any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]):
        allowed["Connection"] = "close"  # the body is not read
    await Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)(scope, receive, send)


def _allowed(path: str) -> str:
    """Return the methods that an address may have, separated by commas."""
    return ", ".join(each for each in METHODS if path == _ENDPOINT or each != "POST")


def _too_large(detail: str) -> _Fault:
    return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, detail


async def _body(receive: Receive) -> bytes | None:
    """Return the body of a request, cut behind the limit; None if the client has left."""
    body = bytearray()
    while len(body) <= MOST_BODY_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a function that returns the whole body as one message, and then what follows it."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return pending.pop() if pending else await receive()

    return next_message


def guarded(send: Send) -> Send:
    """Return a function that adds to each response how a browser must treat it, unless it has that."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            added = (each for each in HEADERS if each[0] not in own)
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return sent
