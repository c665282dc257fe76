"""A triplestore on loopback for tests: pyoxigraph, asked and written over HTTP."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

from privkg.store.graph import open_graph

_GRAPH, _RESULTS = "application/n-triples", "application/sparql-results+json"


@dataclass(slots=True)
class Served:
    """A store that is served; `refusals` are statuses that the next requests to write get instead."""

    url: str
    store: pyoxigraph.Store
    refusals: list[int] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    @property
    def graph_store(self) -> str:
        """The address of its Graph Store."""
        return self.url.replace("/sparql", "/graphs")


@contextmanager
def serving(directory: Path | None = None) -> Iterator[Served]:
    """Serve a built graph, or an empty store, while the block runs."""
    store = pyoxigraph.Store()
    if directory:
        quads = "".join(f"{s} {p} {o} {g} .\n" for (s, p, o), g in open_graph(directory).triples())
        store.load(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
    served = Served("", store)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"served": served}))
    served.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    served: Served

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_HEAD(self) -> None:
        self._say(200, "text/plain", b"")

    def do_POST(self) -> None:
        form = self._body().decode()
        update = parse_qs(form).get("update")
        if not update:
            self._answer(form)
        elif not self._refused(update[0]):
            self.served.store.update(update[0])
            self._say(200, "text/plain", b"")

    def do_PUT(self) -> None:
        content = self._body()
        if not self._refused(self._graph().value):
            self.served.store.remove_graph(self._graph())
            self.served.store.load(content, pyoxigraph.RdfFormat.N_TRIPLES, to_graph=self._graph())
            self._say(201, "text/plain", b"")

    def do_DELETE(self) -> None:
        if not self._refused(self._graph().value):
            self.served.store.remove_graph(self._graph())
            self._say(204, "text/plain", b"")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: tests read what privkg says."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _graph(self) -> pyoxigraph.NamedNode:
        return pyoxigraph.NamedNode(parse_qs(urlsplit(self.path).query)["graph"][0])

    def _refused(self, written: str) -> bool:
        if self.served.refusals and (status := self.served.refusals.pop(0)) != 200:
            self._say(status, "text/plain", b"not now")
            return True
        self.served.written.append(written)
        return False

    def _say(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, form: str) -> None:
        found = self.served.store.query(parse_qs(form)["query"][0], use_default_graph_as_union=True)
        kind = _GRAPH if isinstance(found, pyoxigraph.QueryTriples) else _RESULTS
        written = io.BytesIO()
        if isinstance(found, pyoxigraph.QueryTriples):
            found.serialize(written, format=pyoxigraph.RdfFormat.N_TRIPLES)
        else:
            found.serialize(written, format=pyoxigraph.QueryResultsFormat.JSON)
        content = written.getvalue()
        self._say(200, kind, content)
