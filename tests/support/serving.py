"""Runs `privkg serve`, and sends it requests."""

import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.parse import urlencode

import processes

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_PATIENCE_SECONDS = 120
_ONLY_IN_A_FOLDER = re.compile(
    r"manifest\.json|sitemap\.xml|robots\.txt|search\.html|search/.*|assets/search-.*\.js"
)
"""What a folder has for hosts that only send files: the server searches by itself."""


@dataclass(frozen=True)
class Response:
    """A response: its status, fields by lower-case names, and body."""

    status: int
    fields: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.fields["content-type"].partition(";")[0]


@dataclass(frozen=True)
class Server:
    """A running server: its port and its process."""

    port: int
    process: Popen[str]

    @cached_property
    def url(self) -> str:
        """The address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def request(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Response:
        """Send a request, and return the response."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, dict(fields or {}))
            found = connection.getresponse()
            named = {name.lower(): value for name, value in found.getheaders()}
            return Response(found.status, named, found.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "", **more: str | list[str]) -> Response:
        """Send a query by GET, with more parameters, in whose names `_` is a hyphen."""
        fields = {"Accept": accept} if accept else {}
        others = {name.replace("_", "-"): value for name, value in more.items()}
        parameters = urlencode({"query": text, **others}, doseq=True)
        return self.request("GET", f"/sparql?{parameters}", fields=fields)

    def post(self, body: bytes | str, kind: str = "application/sparql-query") -> Response:
        """Send a request with a body to the endpoint."""
        return self.request("POST", "/sparql", body, {"Content-Type": kind})

    def connected(self) -> socket.socket:
        """Return a connection to the server."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE_SECONDS)

    def raw(self, sent: bytes) -> bytes:
        """Send bytes, and return what the server sends until it closes the connection."""
        with self.connected() as connection:
            connection.sendall(sent)
            return received(connection)

    def workers(self) -> list[int]:
        """Return the process ids of the workers."""
        (zygote,) = processes.children(self.process.pid)
        return processes.children(zygote)


def received(connection: socket.socket) -> bytes:
    """Return what arrives until the other side closes the connection."""
    content = b""
    try:
        while part := connection.recv(65_536):
            content += part
    except ConnectionError:  # closed while something that it did not read was under way
        pass
    return content


@contextmanager
def serving(graph: Path, *options: str, folder: Path | None = None) -> Iterator[Server]:
    """Serve a graph while the block runs, from disk unless an option is to load it.

    Args:
        graph: the folder of the graph.
        options: options of `privkg serve`.
        folder: where the server runs; without it the parent folder of the graph, which has no
            description of the dataset.
    """
    loading = () if "--preload" in options else ("--no-preload",)
    command = ("serve", "--graph", str(graph.absolute()), "--port", "0", *loading, *options)
    with processes.running(*command, cwd=folder or graph.parent) as process:
        assert process.stderr
        for line in process.stderr:
            if found := re.search(r"serving http://127\.0\.0\.1:(\d+)/sparql", line):
                yield Server(int(found[1]), process)
                return
        raise AssertionError("the server did not start")


def compared(server: Server, folder: Path) -> tuple[list[str], list[str]]:
    """Return the files of a published folder that a server has too, and those with other bytes there."""
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    served = [path for path in paths if not _ONLY_IN_A_FOLDER.fullmatch(path)]
    assert processes.wait_until(lambda: server.request("GET", "/").status == 200)
    different = [
        path for path in served if server.request("GET", f"/{path}").body != (folder / path).read_bytes()
    ]
    return served, different
