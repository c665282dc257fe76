"""The query operation of the SPARQL 1.1 Protocol.

Source: https://www.w3.org/TR/sparql11-protocol/, 2.1.
"""

import asyncio
import re
from contextlib import suppress
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from privkg.core.errors import FailureError, PrivkgError, QueryError, RefusedError
from privkg.server import negotiation, problems
from privkg.server.connected import while_connected
from privkg.server.generation import Generation
from privkg.server.lane import deadline
from privkg.server.messages import Query, Reply
from privkg.server.newest import Newest
from privkg.server.parameters import Parameters, decoded, text
from privkg.server.workers import Worker

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_CHARSET = re.compile(r""";\s*charset\s*=\s*"?([^\s;"]*)""", re.IGNORECASE)
_MOST_OF_A_TYPE = 200
_HELD_BYTES = 1_000_000
"""The size up to which the server holds an answer, so that a slow client does not hold a worker."""


class Endpoint:
    """An ASGI application: the endpoint that queries are sent to."""

    def __init__(self, newest: Newest, seconds: float) -> None:
        """Describe the endpoint.

        Args:
            newest: the generation that queries are answered from.
            seconds: the time in which a query must be evaluated, and that in which a client must read a
                large answer.
        """
        self._newest = newest
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; if the client leaves, its worker is free at once."""
        request = Request(scope, receive)
        body = await request.body()
        await while_connected(receive, self._respond(request, body, send))

    async def _respond(self, request: Request, body: bytes, send: Send) -> None:
        kind = _content_type(request)
        if kind not in (_FORM, _QUERY, _UPDATE) and request.method == "POST":
            detail = f"the body has no media type for a query in UTF-8; send {_FORM} or {_QUERY}"
            response = problems.response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
        else:
            try:
                accepted = negotiation.of(request.headers.getlist("accept"))
                query = _query(_parameters(request, kind, body), accepted)
                found = await self._answered(query, accepted, send)
            except PrivkgError as error:
                found = problems.of(error)
            if found is None:
                return
            response = found
        await response(request.scope, request.receive, send)

    async def _answered(
        self, query: Query, accepted: negotiation.Accepted, send: Send
    ) -> Response | None:
        """Return the response to a query; None if it was large and has been sent."""
        with self._newest.used() as generation:
            return await self._answered_from(generation, query, accepted, send)

    async def _answered_from(
        self, generation: Generation, query: Query, accepted: negotiation.Accepted, send: Send
    ) -> Response | None:
        async with generation.foreign.worker() as worker:
            async with deadline(self._seconds):
                reply = await worker.ask(query)
                if reply.status != HTTPStatus.OK:
                    return problems.response(reply.status, reply.detail, reply.more)
                headers = {
                    "Content-Type": accepted.content_type(reply.kind),
                    "Content-Length": f"{reply.size}",
                    "Vary": "Accept",
                }
                if reply.size <= _HELD_BYTES:
                    content = b"".join([part async for part in worker.content(reply)])
                    return Response(content, headers=headers)
            await self._stream(worker, reply, Response(headers=headers), send)
        return None

    async def _stream(self, worker: Worker, reply: Reply, head: Response, send: Send) -> None:
        """Send a large answer while it is read.

        If it is not complete in time, the connection is closed before the announced length.
        """
        start = {"type": "http.response.start", "status": head.status_code, "headers": head.raw_headers}
        with suppress(TimeoutError, FailureError):
            async with asyncio.timeout(self._seconds):
                await send(start)
                async for part in worker.content(reply):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
                await send({"type": "http.response.body"})


def _content_type(request: Request) -> str:
    """Return the media type of a request's body; an empty string if it has none, or is not in UTF-8."""
    given = request.headers.get("content-type", "")
    if request.method != "POST" or len(given) > _MOST_OF_A_TYPE:
        return ""
    charset = _CHARSET.search(given)
    is_utf8 = charset is None or charset[1].lower() in ("utf-8", "us-ascii")
    return given.partition(";")[0].strip().lower() if is_utf8 else ""


def _parameters(request: Request, kind: str, body: bytes) -> Parameters:
    """Return the parameters of a request, from its address and its body.

    Raises:
        QueryError: they are not UTF-8, or there are too many.
    """
    found = decoded(request.scope["query_string"])
    if request.method != "POST":
        return found
    if kind == _FORM:
        return [*found, *decoded(body)]
    return [*found, ("query" if kind == _QUERY else "update", text(body))]


def _query(parameters: Parameters, accepted: negotiation.Accepted) -> Query:
    """Return the query that a request is for; parameters of other names are ignored.

    Raises:
        RefusedError: it is an update.
        QueryError: it has no query, or several.
    """
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if not values.keys().isdisjoint(_OF_UPDATES):
        raise RefusedError("an update would change the graph, which can only be queried")
    queries = values.get("query", [])
    if len(queries) != 1:
        raise QueryError(f"the request has {len(queries)} parameters query; send one")
    return Query(
        query=queries[0],
        answer_format=accepted.results_name,
        graph_format=accepted.graph,
        default_graphs=values.get("default-graph-uri", []),
        named_graphs=values.get("named-graph-uri", []),
    )
