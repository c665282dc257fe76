"""A SPARQL endpoint on loopback for tests: pyoxigraph over the quads of a built graph."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

from privkg.store.graph import open_graph

_GRAPH, _RESULTS = "application/n-triples", "application/sparql-results+json"


@contextmanager
def serving(directory: Path) -> Iterator[str]:
    """Serve a built graph; the value is the endpoint's URL."""
    store = pyoxigraph.Store()
    quads = "".join(f"{s} {p} {o} {g} .\n" for (s, p, o), g in open_graph(directory).triples())
    store.load(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"store": store}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    store: pyoxigraph.Store

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: tests read what privkg says."""

    def _answer(self, form: str) -> None:
        found = self.store.query(parse_qs(form)["query"][0], use_default_graph_as_union=True)
        kind = _GRAPH if isinstance(found, pyoxigraph.QueryTriples) else _RESULTS
        written = io.BytesIO()
        if isinstance(found, pyoxigraph.QueryTriples):
            found.serialize(written, format=pyoxigraph.RdfFormat.N_TRIPLES)
        else:
            found.serialize(written, format=pyoxigraph.QueryResultsFormat.JSON)
        content = written.getvalue()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
