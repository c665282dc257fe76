"""Named graphs written at an endpoint: by the Graph Store Protocol, or by SPARQL Update."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol
from urllib.request import Request

from privkg.remote import address, requests
from privkg.remote.answer import Answer
from privkg.remote.exchange import Exchange
from privkg.remote.limits import Limits
from privkg.terms import Term, iri_text

_LIMITS = Limits()
_DONE = frozenset([200, 201, 202, 204])
_TRIPLES_AT_ONCE = 1000
"""Triples in one update; some servers take no more than ten thousand."""


class Writer(Protocol):
    """What writes named graphs at an endpoint; what it writes twice is there once."""

    def put(self, graph: Term, lines: Sequence[str]) -> None:
        """Put a graph, as lines of N-Triples, in the place of what the graph holds.

        Raises:
            EndpointError: the endpoint is down or refuses.
        """

    def delete(self, graph: Term) -> None:
        """Remove a graph, if it is there.

        Raises:
            EndpointError: the endpoint is down or refuses.
        """


class GraphStore:
    """Writes by the SPARQL 1.1 Graph Store HTTP Protocol."""

    def __init__(
        self, url: str, *, limits: Limits = _LIMITS, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._address = address.of(url)
        self._exchange = Exchange(self._address, limits, pause)
        self._is_known = False

    def put(self, graph: Term, lines: Sequence[str]) -> None:
        """Put a graph in the place of what it holds."""
        self._introduce(graph)
        self._send("PUT", graph, "".join(lines).encode())

    def delete(self, graph: Term) -> None:
        """Remove a graph, if it is there."""
        self._send("DELETE", graph, None, 404)

    def _introduce(self, graph: Term) -> None:
        """Let the server ask who asks before much is sent: it may hang up while it is told all."""
        if not self._is_known:
            self._exchange.send(self._request("HEAD", graph, None))
            self._is_known = True

    def _send(self, method: str, graph: Term, content: bytes | None, *fine: int) -> None:
        _check(self._exchange, self._exchange.send(self._request(method, graph, content)), fine)

    def _request(self, method: str, graph: Term, content: bytes | None) -> Request:
        return requests.graph(self._address, method, iri_text(graph), content)


class Updates:
    """Writes by SPARQL 1.1 Update, a graph in updates of bounded size."""

    def __init__(
        self, url: str, *, limits: Limits = _LIMITS, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._address = address.of(url)
        self._exchange = Exchange(self._address, limits, pause)

    def put(self, graph: Term, lines: Sequence[str]) -> None:
        """Put a graph in the place of what it holds."""
        self.delete(graph)
        for start in range(0, len(lines), _TRIPLES_AT_ONCE):
            some = "".join(lines[start : start + _TRIPLES_AT_ONCE])
            self._send(f"INSERT DATA {{ GRAPH {graph} {{\n{some}}} }}")

    def delete(self, graph: Term) -> None:
        """Remove a graph, if it is there."""
        self._send(f"DROP SILENT GRAPH {graph}")

    def _send(self, update: str) -> None:
        _check(self._exchange, self._exchange.send(requests.update(self._address, update)), ())


def _check(exchange: Exchange, answer: Answer, fine: Sequence[int]) -> None:
    if answer.status not in _DONE and answer.status not in fine:
        raise exchange.error(f"does not take the graph; {exchange.told(answer)}")
