"""Named graphs written to a server: by the Graph Store Protocol, or by SPARQL Update."""

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
"""What one INSERT DATA may hold; Virtuoso takes some thousand triples, others bound the request."""
_HINTS = {
    403: "it does not allow this user to write",
    404: "no graphs are written there",
    405: "no graphs are written there this way",
    411: "no graphs are written there this way",
    413: "the graph is too large for it at once; try --method update",
    415: "it takes no N-Triples",
}


class Target(ABC):
    """Where named graphs are written; each write may be repeated without harm."""

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
        """What tells this address from others; its query string, which may hold a secret, hashed."""
        parameters = urlencode(self._address.parameters)
        return self.name + (f"?{sha256(parameters.encode()).hexdigest()[:16]}" if parameters else "")

    @abstractmethod
    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Write a graph's N-Triples lines in place of what it holds.

        Raises:
            EndpointError: the server is down, refuses, or does not say that it is done.
        """

    @abstractmethod
    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there.

        Raises:
            EndpointError: the server is down, refuses, or does not say that it is done.
        """

    def _sent(self, request: Request, fine: tuple[int, ...] = ()) -> Answer:
        answer = self._exchange.send(request)
        if 200 <= answer.status < 300 or answer.status in fine:
            return answer
        hint = _HINTS.get(answer.status)
        told = self._exchange.told(answer)
        raise self._exchange.error(f"{hint}; {told}" if hint else told)


class GraphStore(Target):
    """A server that speaks the SPARQL 1.1 Graph Store Protocol."""

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Write a graph in one step."""
        self._sent(requests.graph(self._address, "PUT", graph, "".join(lines).encode()))

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there."""
        self._sent(requests.graph(self._address, "DELETE", graph), (404,))

    def sizes(self, graphs: Iterable[str]) -> dict[str, int]:
        """Return how many triples each of these graphs has, read back whole; none is left out as 0.

        Raises:
            EndpointError: the server is down, refuses, or does not give a whole graph.
        """
        sizes = {graph: self._size(graph) for graph in graphs}
        return {graph: size for graph, size in sizes.items() if size}

    def _size(self, graph: str) -> int:
        answer = self._sent(requests.graph(self._address, "GET", graph), (404,))
        if answer.status == 404:
            return 0
        if answer.kind != _NTRIPLES:
            kind = answer.kind or "no content type"
            raise self._exchange.error(f"gives graphs back as {kind}, not {_NTRIPLES}; use --endpoint")
        if not answer.is_whole:
            raise self._exchange.error(f"<{graph}> has no mark at its end; use --endpoint")
        lines = (line.strip() for line in answer.content.splitlines())
        return len({line for line in lines if line and not line.startswith(b"#")})


class Updates(Target):
    """A server that takes SPARQL 1.1 Update."""

    def put(self, graph: str, lines: Sequence[str]) -> None:
        """Write a graph in pieces that a server takes, the first of which removes what it held."""
        name, before = iri(graph), f"DROP SILENT GRAPH {iri(graph)} ;\n"
        for piece in _pieces(lines):
            text = f"{before}INSERT DATA {{ GRAPH {name} {{\n{piece}}} }}"
            self._sent(requests.update(self._address, text))
            before = ""

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there."""
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
