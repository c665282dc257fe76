"""Broken responses of servers: endpoints, graph stores and reconciliation services."""

import gzip
import json
import shutil
import socket
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

import pyoxigraph

from fuzz import grammars
from fuzz.files import put
from fuzz.noise import DIGITS, LONG, ODD, broken
from fuzz.samples import SLUG, Samples
from fuzz.trial import Kind, Trial
from privkg.rdf import sparql
from privkg.store.graph import Graph, open_graph
from privkg.store.remote.limits import Limits
from privkg.store.remote.reconciliation import Reconciler

_RESULTS, _NTRIPLES, _JSON = (
    "application/sparql-results+json",
    "application/n-triples",
    "application/json",
)
_STATUSES = (
    200,
    200,
    204,
    206,
    301,
    302,
    304,
    307,
    400,
    401,
    403,
    404,
    406,
    413,
    429,
    500,
    503,
    599,
    99,
)
_KINDS = (
    *(
        _RESULTS,
        _NTRIPLES,
        _JSON,
        "text/turtle",
        "text/html",
        "application/xml",
        "",
        "a" * 70_000,
        "x/y;z",
    ),
    *("application/sparql-results+json; charset=utf-16", "text/turtle; charset=none", "/", ";"),
)
_HEADERS: tuple[tuple[bytes, tuple[bytes, ...]], ...] = (
    (b"Content-Length", (b"0", b"-1", b"5", DIGITS, b"a", b"", b"1e3", b"99999999", b"\xd9\xa3")),
    (
        b"Content-Encoding",
        (b"gzip", b"deflate", b"br", b"gzip, gzip", b"identity", b"\x80", b"x" * 9_000),
    ),
    (b"Transfer-Encoding", (b"chunked", b"gzip, chunked", b"\x0bchunked", b"identity", b"")),
    (b"Content-Type", (b"text/html", b"/", LONG[:60_000], b"application/json; charset=\xff")),
    (b"X-SPARQL-MaxRows", (DIGITS, b"0", b"-1", b"1", b"nan", b"\xc2\xb2", b"\xd9\xa3", b"")),
    (b"X-SPARQL-Anytime", (b"max 1", b"\x1b[2J")),
    (
        b"Retry-After",
        (b"0", b"-1", DIGITS, b"Wed, 99 Foo 9999", b"Fri, 31 Dec 9999 23:59:59 GMT", b"nan"),
    ),
    (
        b"Location",
        (b"", b"http://[", b"//", b"/\x80", b"file:///etc/passwd", b"http://127.0.0.1:99999/", b"?a"),
    ),
    (
        b"WWW-Authenticate",
        (b"Digest", b'Digest realm="', b"Digest nonce=" + b"a," * 5_000, b"Basic", b"\x80"),
    ),
    (b"Set-Cookie", (b"a=b", b"\x00")),
    (b"Link", (b"<http://[>; rel=next",)),
    (b"Connection", (b"close", b"upgrade", b"keep-alive")),
)
Answer = tuple[int, str, bytes]
Respond = Callable[[str, str, bytes], Answer]
"""Returns a valid response to a request, given its method, target and content."""


class _Server:
    """Answers requests, a share of them with a broken response."""

    def __init__(self, chosen: Random, respond: Respond, broken_share: float) -> None:
        self._chosen = chosen
        self._respond = respond
        self._broken_share = broken_share

    def run(self, listener: socket.socket) -> None:
        """Accept connections, one after another, until this process is killed."""
        while True:
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                try:
                    self._serve(connection)
                except OSError:
                    continue

    def _serve(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as request:
            method, target, _ = request.readline().decode("latin-1").split(" ", 2)
            headers = Message()
            while (line := request.readline().strip()) and b":" in line:
                name, _, value = line.decode("latin-1").partition(":")
                headers[name] = value.strip()
            content = request.read(int(headers["Content-Length"] or 0))
        answer = _whole(*self._respond(method, target, content))
        if self._chosen.random() < self._broken_share:
            answer = self._broken(self._respond(method, target, content))
        connection.sendall(answer)

    def _broken(self, answer: Answer) -> bytes:
        chosen = self._chosen
        status, kind, content = answer
        is_json = kind != _NTRIPLES
        if chosen.random() < 0.75:
            content = broken(chosen, content, grammars.JSON if is_json else grammars.TURTLE)
        if chosen.random() < 0.2:
            status = chosen.choice(_STATUSES)
        if chosen.random() < 0.15:
            kind = chosen.choice(_KINDS)
        whole = _whole(status, kind, content)
        if chosen.random() < 0.3:
            whole = self._with_header(whole)
        if chosen.random() < 0.1:
            head, _, body = whole.partition(b"\r\n\r\n")
            whole = broken(chosen, head) + b"\r\n\r\n" + body
        if chosen.random() < 0.1:
            packed = gzip.compress(content if chosen.random() < 0.8 else bytes(100_000_000), 1)
            packed = broken(chosen, packed) if chosen.random() < 0.3 else packed
            whole = _whole(status, kind, packed).replace(b"\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)
        return whole if chosen.random() < 0.95 else broken(chosen, whole)

    def _with_header(self, whole: bytes) -> bytes:
        chosen = self._chosen
        name, values = chosen.choice(_HEADERS)
        value = chosen.choice((*values, chosen.choice(ODD)))
        return whole.replace(b"\r\n", b"\r\n" + name + b": " + value + b"\r\n", 1)


def _whole(status: int, kind: str, content: bytes) -> bytes:
    head = f"HTTP/1.1 {status} Words\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + content


def _graph_endpoint(samples: Samples) -> Respond:
    """Return an endpoint that answers queries on the sample graph."""
    opened: list[Graph] = []

    def answer(method: str, target: str, content: bytes) -> Answer:
        if not opened:
            opened.append(open_graph(samples.graph))
        fields = parse_qs(urlsplit(target).query) | parse_qs(content.decode())
        query = fields.get("query", ["ASK {}"])[0]
        _, answered = opened[0].answer(query, "json", "application/n-triples")
        is_rows = sparql.form(query) in ("select", "ask")
        return 200, _RESULTS if is_rows else _NTRIPLES, answered

    return answer


def _store() -> Respond:
    """Return a graph store, which answers updates and queries too."""
    store = pyoxigraph.Store()

    def answer(method: str, target: str, content: bytes) -> Answer:
        fields = parse_qs(urlsplit(target).query)
        if "graph" in fields:
            graph = pyoxigraph.NamedNode(fields["graph"][0])
            if method == "GET":
                held = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph) or b""
                return (200 if held else 404), _NTRIPLES, held
            store.remove_graph(graph)
            if method == "PUT":
                store.load(content, pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
            return 201, "", b""
        form = fields | parse_qs(content.decode())
        if "update" in form:
            store.update(form["update"][0])
            return 200, "", b""
        found = store.query(form["query"][0], use_default_graph_as_union=True)
        if isinstance(found, pyoxigraph.QueryTriples):
            return 200, _NTRIPLES, found.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        return 200, _RESULTS, found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""

    return answer


def _reconciling(method: str, target: str, content: bytes) -> Answer:
    """Return the response of a reconciliation service."""
    if method == "GET":
        manifest = {
            "versions": ["0.2"],
            "name": "x",
            "identifierSpace": "http://www.wikidata.org/entity/",
        }
        return 200, _JSON, json.dumps(manifest).encode()
    queries = json.loads(parse_qs(content.decode())["queries"][0])
    results = [
        {"id": f"Q{n}", "name": f"City of Seattle {n}", "score": 100 - n, "match": n == 1}
        for n in (1, 2)
    ]
    return 200, _JSON, json.dumps({key: {"result": results} for key in queries}).encode()


def _listening() -> tuple[socket.socket, str]:
    listener = socket.create_server(("127.0.0.1", 0))
    return listener, f"http://127.0.0.1:{listener.getsockname()[1]}"


def _endpoint(chosen: Random, room: Path, samples: Samples) -> Trial:
    listener, origin = _listening()
    construct = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 20"
    select = "SELECT * { ?s a ?o } LIMIT 20"
    argv, is_prose = chosen.choice(
        (
            (("show", f"https://w3id.org/privkg/id/incident/{SLUG}"), True),
            (("show", "seattle"), True),
            (("query", "-e", select, "--format", chosen.choice(("table", "md"))), True),
            (("query", "-e", select, "--format", chosen.choice(("json", "csv", "xml"))), False),
            (("query", "-e", construct), False),
            (("query", "-e", construct, "--format", "ntriples"), False),
            (("ask", "incidents-by-year", "--format", "table"), True),
            (("ask", "why-linked", "--actor", "City of Seattle", "--evidence", "--format", "md"), True),
        )
    )
    server = _Server(chosen, _graph_endpoint(samples), chosen.choice((1.0, 0.4)))
    return Trial(
        argv=(*argv, "--endpoint", f"{origin}/sparql", "--timeout", "1.5"),
        environment={"PRIVKG_USER": "u", "PRIVKG_PASSWORD": "p"} if chosen.random() < 0.3 else {},
        is_prose=is_prose,
        serves=server.run,
        listener=listener,
    )


def _pushed(chosen: Random, room: Path, samples: Samples) -> Trial:
    """Push a graph with a broken ledger, to a server with broken responses, or both."""
    graph = shutil.copytree(samples.graph, room / "in" / "graph")
    listener, origin = _listening()
    content = samples.ledger.replace(b"http://127.0.0.1:1", origin.encode())
    if chosen.random() < 0.6:
        put(chosen, graph / "pushed.jsonl", room, content, grammars.JSON)
    server = _Server(chosen, _store(), chosen.choice((0.0, 0.1, 0.5)))
    how = chosen.choice(((), ("--method", "update"), ("--endpoint", f"{origin}/sparql"), ("--delete",)))
    return Trial(
        argv=("push", f"{origin}/data", "--graph", str(graph), "--timeout", "1.5", *how),
        written=tuple(graph / name for name in ("pushed.jsonl", "pushed.lock")),
        serves=server.run,
        listener=listener,
    )


def _candidates(chosen: Random, room: Path, samples: Samples) -> Trial:
    listener, origin = _listening()
    names = ["City of Seattle", "\u202e", "Moscow"]
    service = Reconciler(f"{origin}/api", limits=Limits(seconds=1.5))
    server = _Server(chosen, _reconciling, chosen.choice((1.0, 0.5)))
    return Trial(call=lambda: service.candidates(names), serves=server.run, listener=listener)


def _reconciled(chosen: Random, room: Path, samples: Samples) -> Trial:
    listener, origin = _listening()
    folder = room / "out" / "links"
    how = ("--graph", str(samples.graph), "--links", str(folder), "--kind", "actor", "--kind", "law")
    server = _Server(chosen, _complete(chosen), 0.0)
    return Trial(
        argv=("link", *how, "--service", f"{origin}/api"),
        written=(folder,),
        serves=server.run,
        listener=listener,
    )


def _complete(chosen: Random) -> Respond:
    """Return a service whose content is broken but whose responses are complete: `link` waits long."""

    def answer(method: str, target: str, content: bytes) -> Answer:
        status, kind, found = _reconciling(method, target, content)
        return status, kind, broken(chosen, found, grammars.JSON) if chosen.random() < 0.7 else found

    return answer


KINDS = (
    Kind("endpoint", 400, _endpoint, 60),
    Kind("push", 300, _pushed, 60),
    Kind("reconcile", 400, _candidates, 60),
    Kind("reconcile-link", 300, _reconciled, 90),
)
