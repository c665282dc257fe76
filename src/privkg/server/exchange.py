"""Requests and their responses, as metrics and the access log have them."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Outcome(StrEnum):
    """How a response ended."""

    COMPLETE = "complete"
    LATE = "late"
    LEFT = "left"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its response.

    Attributes:
        began: when the head of the request had arrived, in seconds since 1970.
        method: the method.
        path: the path of its address as it was sent, without the query string.
        route: the path of its route, with names in braces for the parts that vary; None if nothing is
            served at the address, or the request was refused before that was known.
        status: the status; None if the client left before the response began.
        outcome: how the response ended: sent whole, or cut because the client did not read it in time,
            left, or the server failed.
        size: the bytes of the content that were sent.
        seconds: how long it took until all was sent.
        waited_seconds: how long it waited for a worker; None if it needed none, or its answer was
            evaluated for another request too, which waited.
        query: the query or the parameters of a question; None if it has none.
    """

    began: float
    method: str
    path: str
    route: str | None
    status: int | None
    outcome: Outcome
    size: int
    seconds: float
    waited_seconds: float | None
    query: str | None


Observer = Callable[[Exchange], object]


@dataclass(slots=True)
class _Notes:
    """What the functions that answer a request note about it."""

    waited_seconds: float | None = None
    query: str | None = None
    outcome: Outcome | None = None

    def end(self, outcome: Outcome) -> None:
        """Note how the response ends, unless it has ended already."""
        self.outcome = self.outcome or outcome


_NOTES: ContextVar[_Notes | None] = ContextVar("notes", default=None)


def note_wait(seconds: float) -> None:
    """Note that the request which is answered has waited for a worker."""
    if notes := _NOTES.get():
        notes.waited_seconds = (notes.waited_seconds or 0) + seconds


def note_query(query: str) -> None:
    """Note the query of the request which is answered."""
    if notes := _NOTES.get():
        notes.query = query


def note_outcome(outcome: Outcome) -> None:
    """Note how the response ends to the request which is answered; the first note is kept."""
    if notes := _NOTES.get():
        notes.end(outcome)


class Observed:
    """An ASGI application around another one, which reports each request when it has ended."""

    def __init__(self, app: ASGIApp, routes: Mapping[Any, str], observers: Sequence[Observer]) -> None:
        """Describe the application.

        Args:
            app: what answers the requests.
            routes: the paths of its routes by their endpoints.
            observers: what is called with each exchange.
        """
        self._app = app
        self._routes = routes
        self._observers = observers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered, and report it."""
        began, start = time.time(), time.perf_counter()
        notes = _Notes()
        sent = _Sent(send, notes)
        _NOTES.set(notes)  # each request has a task, and thus a context, of its own
        try:
            await self._app(scope, receive, sent)
        finally:
            exchange = Exchange(
                began=began,
                method=scope["method"],
                path=scope["raw_path"].decode("latin-1"),
                route=self._routes.get(scope.get("endpoint")),
                status=sent.status,
                outcome=notes.outcome or Outcome.FAILED,
                size=0 if scope["method"] == "HEAD" else sent.size,
                seconds=time.perf_counter() - start,
                waited_seconds=notes.waited_seconds,
                query=notes.query,
            )
            for observer in self._observers:
                observer(exchange)


class _Sent:
    """A function that sends a response, and the status and the size of what it has sent."""

    def __init__(self, send: Send, notes: _Notes) -> None:
        self._send = send
        self._notes = notes
        self.status: int | None = None
        self.size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif not message.get("more_body", False):
            self._notes.end(Outcome.COMPLETE)
        self.size += len(message.get("body", b""))
        await self._send(message)
