"""Writing of named graphs to a server, with the Graph Store Protocol or SPARQL Update."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from urllib.parse import urlencode
from urllib.request import Request

from privkg.rdf.terms import iri
from privkg.store.remote import address, requests
from privkg.store.remote.client import Exchange
from privkg.store.remote.limits import Limits
from privkg.store.remote.response import Answer

_LIMITS = Limits()
_NTRIPLES = "application/n-triples"
_MAX_TRIPLES = 1000
_MAX_CHARACTERS = 256 * 1024
"""The size of one INSERT DATA; Virtuoso limits the triples of an update, others limit the request."""
_HINTS = {
    403: "it does not allow this user to write",
    404: "there is no graph store",
    405: "it does not support this method of writing graphs",
    411: "it does not support this method of writing graphs",
    413: "the graph is too large for one request; use --method update",
    415: "it does not accept N-Triples",
}


class Target(ABC):
    """A server to which named graphs are written; writes are idempotent."""

    def __init__(
        self, url: str, *, limits: Limits = _LIMITS, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._address = address.of(url)
        self._exchange = Exchange(self._address, limits, pause)

    @property
    def name(self) -> str:
        """The address without its query string, as messages name it."""
        return self._address.name

    @property
    def key(self) -> str:
        """A unique key of this address; the query string is hashed, as it may contain a secret."""
        parameters = urlencode(self._address.parameters)
        return self.name + (f"?{sha256(parameters.encode()).hexdigest()[:16]}" if parameters else "")

    @abstractmethod
    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Replace the content of a graph with N-Triples lines.

        Raises:
            EndpointError: the server is down, refuses, or does not confirm the request.
        """

    @abstractmethod
    def remove(self, graph: str) -> None:
        """Remove a graph, if it exists.

        Raises:
            EndpointError: the server is down, refuses, or does not confirm the request.
        """

    def _sent(self, request: Request, fine: tuple[int, ...] = ()) -> Answer:
        answer = self._exchange.send(request)
        if 200 <= answer.status < 300 or answer.status in fine:
            return answer
        hint = _HINTS.get(answer.status)
        status = self._exchange.status_of(answer)
        raise self._exchange.error(f"{hint}; {status}" if hint else status)


class GraphStore(Target):
    """A server that supports the SPARQL 1.1 Graph Store Protocol."""

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Replace a graph with one request."""
        self._sent(requests.graph(self._address, "PUT", graph, "".join(lines).encode()))

    def remove(self, graph: str) -> None:
        """Remove a graph, if it exists."""
        self._sent(requests.graph(self._address, "DELETE", graph), (404,))

    def sizes(self, graphs: Iterable[str]) -> dict[str, int]:
        """Read graphs from the server; return the number of triples in each, without empty graphs.

        Raises:
            EndpointError: the server is down, refuses, or returns an incomplete graph.
        """
        sizes = {graph: self._size(graph) for graph in graphs}
        return {graph: size for graph, size in sizes.items() if size}

    def _size(self, graph: str) -> int:
        answer = self._sent(requests.graph(self._address, "GET", graph), (404,))
        if answer.status == 404:
            return 0
        if answer.kind != _NTRIPLES:
            kind = answer.kind or "no content type"
            raise self._exchange.error(f"returns graphs as {kind}, not {_NTRIPLES}; use --endpoint")
        if not answer.is_whole:
            raise self._exchange.error(
                f"the response for <{graph}> has neither a length nor an end marker; use --endpoint"
            )
        lines = (line.strip() for line in answer.content.splitlines())
        return len({line for line in lines if line and not line.startswith(b"#")})


class Updates(Target):
    """A server that supports SPARQL 1.1 Update."""

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Replace a graph with updates of bounded size; the first one drops its former content."""
        name, before = iri(graph), f"DROP SILENT GRAPH {iri(graph)} ;\n"
        for piece in _pieces(lines):
            text = f"{before}INSERT DATA {{ GRAPH {name} {{\n{piece}}} }}"
            self._sent(requests.update(self._address, text))
            before = ""

    def remove(self, graph: str) -> None:
        """Remove a graph, if it exists."""
        self._sent(requests.update(self._address, f"DROP SILENT GRAPH {iri(graph)}"))


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    taken: list[str] = []
    size = 0
    for line in lines:
        if taken and (len(taken) == _MAX_TRIPLES or size + len(line) > _MAX_CHARACTERS):
            yield "".join(taken)
            taken, size = [], 0
        taken.append(line)
        size += len(line)
    yield "".join(taken)
