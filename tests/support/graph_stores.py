"""A loopback server that stores graphs: Graph Store requests, queries and updates at one URL."""

import io
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

NTRIPLES, RESULTS = "application/n-triples", "application/sparql-results+json"
Fault = Callable[[str, str], int | None]
"""Returns the status to fail with, for a kind of request (`PUT`, `update` …) and its graph or text."""


class GraphServer:
    """The stored graphs and the faults; with a fault of 2xx it reports success but does nothing."""

    def __init__(self) -> None:
        self.store = pyoxigraph.Store()
        self.seen: list[tuple[str, str]] = []
        self.fault: Fault = lambda what, of: None
        self.graph_kind = NTRIPLES
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"of": self}))
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{self.origin}/data"

    def sizes(self) -> dict[str, int]:
        """Return how many triples each graph holds."""
        names = [graph for graph in self.store.named_graphs() if isinstance(graph, pyoxigraph.NamedNode)]
        found = {g.value: len(list(self.store.quads_for_pattern(None, None, None, g))) for g in names}
        return {graph: size for graph, size in found.items() if size}

    def lines(self, graph: str) -> list[str]:
        """Return the N-Triples lines of a graph, sorted."""
        return sorted(f"{line}\n" for line in self.dump(graph).decode().split("\n") if line)

    def dump(self, graph: str) -> bytes:
        """Return a graph as N-Triples."""
        name = pyoxigraph.NamedNode(graph)
        return self.store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=name) or b""

    def add(self, graph: str, *subjects: str) -> None:
        """Add a triple to a graph for each of some subjects."""
        for subject in subjects:
            node = pyoxigraph.NamedNode(subject)
            self.store.add(pyoxigraph.Quad(node, node, node, pyoxigraph.NamedNode(graph)))

    def changed(self) -> list[str]:
        """Return the graphs and updates of write requests since the last call."""
        changes = [of for what, of in self.seen if what in ("PUT", "DELETE", "update")]
        self.seen.clear()
        return changes

    @contextmanager
    def running(self) -> Iterator["GraphServer"]:
        """Serve while the block runs."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that closed the connection, such as a killed one."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    of: GraphServer

    def do_GET(self) -> None:
        parameters = parse_qs(urlsplit(self.path).query)
        if "query" in parameters:
            self._once("query", parameters["query"][0], self._found)
        else:
            self._once("GET", parameters["graph"][0], self._graph)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self._once("PUT", self._named(), lambda graph: self._put(graph, content))

    def do_DELETE(self) -> None:
        self._once("DELETE", self._named(), self._removed)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if "update" in form:
            self._once("update", form["update"][0], self._updated)
        else:
            self._once("query", form["query"][0], self._found)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing, as tests read standard error of privkg."""

    def _named(self) -> str:
        return parse_qs(urlsplit(self.path).query)["graph"][0]

    def _once(self, what: str, of: str, done: Callable[[str], tuple[int, str, bytes]]) -> None:
        self.of.seen.append((what, of))
        status = self.of.fault(what, of)
        self._respond(*(done(of) if status is None else (status, "text/plain", b"a fault of the test")))

    def _graph(self, graph: str) -> tuple[int, str, bytes]:
        content = self.of.dump(graph)
        return (200 if content else 404), self.of.graph_kind, content

    def _put(self, graph: str, content: bytes) -> tuple[int, str, bytes]:
        assert self.headers["Content-Type"] == NTRIPLES
        name = pyoxigraph.NamedNode(graph)
        self.of.store.remove_graph(name)
        self.of.store.load(content, pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
        return 201, "", b""

    def _removed(self, graph: str) -> tuple[int, str, bytes]:
        is_there = bool(self.of.dump(graph))
        self.of.store.remove_graph(pyoxigraph.NamedNode(graph))
        return (204 if is_there else 404), "", b""

    def _updated(self, text: str) -> tuple[int, str, bytes]:
        self.of.store.update(text)
        return 204, "", b""

    def _found(self, query: str) -> tuple[int, str, bytes]:
        written = io.BytesIO()
        found = self.of.store.query(query, use_default_graph_as_union=True)
        if isinstance(found, pyoxigraph.QueryTriples):
            found.serialize(written, format=pyoxigraph.RdfFormat.N_TRIPLES)
            return 200, NTRIPLES, written.getvalue()
        found.serialize(written, format=pyoxigraph.QueryResultsFormat.JSON)
        return 200, RESULTS, written.getvalue()

    def _respond(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
