"""A reconciliation service on loopback, which checks queries against version 0.2 of the protocol."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import jsonschema
import pytest

from privkg.core.errors import EndpointError
from privkg.link import reconciliation
from privkg.rdf.terms import iri_text
from privkg.store.remote import Limits
from privkg.store.remote.reconciliation import Reconciler

MANIFEST = {
    "versions": ["0.2"],
    "name": "Example",
    "identifierSpace": "https://example.org/entity/",
    "schemaSpace": "https://example.org/property/",
}
# The form of queries by https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
QUERIES: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {
        "type": "object",
        "required": ["query"],
        "additionalProperties": False,
        "properties": {
            "query": {"type": "string"},
            "limit": {"type": "number"},
            "type": {"type": ["string", "array"]},
            "properties": {"type": "array"},
            "type_strict": {"enum": ["any", "should", "all"]},
        },
    },
}


RFC_3986 = "http://www.ietf.org/rfc/rfc3986"
"""Identifier spaces of manifests whose identifiers are whole IRIs."""


class Service(BaseHTTPRequestHandler):
    """Answers every name with two candidates, the first a match if it is called Exampletown."""

    manifest: ClassVar[object] = MANIFEST
    kind: ClassVar[str] = "application/json"
    queries: ClassVar[list[dict[str, Any]]] = []

    def do_GET(self) -> None:  # the base class's name
        """Send the manifest."""
        self._answer(self.manifest)

    def do_POST(self) -> None:  # the base class's name
        """Answer a batch of queries."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        queries = json.loads(parse_qs(body)["queries"][0])
        jsonschema.validate(queries, QUERIES)
        self.queries.append(queries)
        self._answer({key: {"result": self.results(each["query"])} for key, each in queries.items()})

    def results(self, name: str) -> list[dict[str, Any]]:
        """Return the candidates of a name."""
        return [
            {"id": "Q2", "name": f"{name}ville", "score": 60, "match": False},
            {"id": "Q1", "name": name, "score": 99, "match": name == "Exampletown"},
        ]

    def _answer(self, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # the base class's name
        """Print no log."""


@contextmanager
def serving(**changes: object) -> Iterator[Reconciler]:
    """Yield a client of a service with some attributes replaced."""
    handler = type("Changed", (Service,), {"queries": [], **changes})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/reconcile"
        try:
            yield Reconciler(url, limits=Limits(seconds=5.0, tries=1))
        finally:
            server.shutdown()


class TestCandidates:
    def test_candidates_have_the_iris_of_the_service(self) -> None:
        """
        An identifier is appended to the identifier space of the manifest.
        """
        with serving() as client:
            (found,) = client.candidates(["Exampletown"])

        assert ["https://example.org/entity/Q2", "https://example.org/entity/Q1"] == [
            iri_text(each.entity) for each in found
        ]

    @pytest.mark.parametrize("space", ["https://example.org/entity/", RFC_3986])
    @pytest.mark.parametrize(
        "identifier",
        ["https://example.org/entity/Q7", "http://example.org/other/7", "urn:isbn:9780306406157"],
    )
    def test_a_whole_iri_is_taken_as_it_is(self, space: str, identifier: str) -> None:
        """
        An identifier that is an IRI is not appended to the identifier space.
        """
        result = [{"id": identifier, "name": "Exampletown", "score": "87.5"}]
        manifest = MANIFEST | {"identifierSpace": space}
        with serving(manifest=manifest, results=lambda self, name: result) as client:
            ((found,),) = client.candidates(["Exampletown"])

        assert (identifier, 87.5) == (iri_text(found.entity), found.score)

    def test_many_names_are_queried_in_batches(self) -> None:
        """
        Each name has its own response, in the order of the queries.
        """
        names = [f"Town {number}" for number in range(25)]
        with serving() as client:
            found = client.candidates(names)

        assert names == [each[1].name for each in found]

    def test_a_match_is_sure_and_others_are_not(self) -> None:
        """
        Whatever the score of a service, only its `match` is certain.
        """
        with serving() as client:
            ask = reconciliation.lookup(client)
            sure, unsure = ask("place", "Exampletown"), ask("place", "Elsewhere")

        assert [0.95, 0.6] == [each.score for each in sure]
        assert [0.89, 0.6] == [each.score for each in unsure]


class TestFaults:
    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"kind": "text/html"}, "answered with text/html, not JSON"),
            ({"manifest": ["not an object"]}, "does not answer with an object"),
            ({"manifest": MANIFEST | {"versions": ["9"]}}, "supports none of the versions"),
            ({"manifest": {"versions": ["0.2"]}}, "no identifierSpace"),
            ({"manifest": MANIFEST | {"identifierSpace": "file:///etc/"}}, "no identifierSpace"),
            ({"results": lambda self, name: "none"}, "does not answer the query q0"),
            ({"results": lambda self, name: [{"name": "x"}]}, "without id or name"),
            ({"results": lambda self, name: [{"id": "a b", "name": "x"}]}, "without id or name"),
            ({"results": lambda self, name: [{"id": 7, "name": "x"}]}, "its id is 7"),
            ({"results": lambda self, name: [{"id": "//example.org/Q1", "name": "x"}]}, "is not an IRI"),
            (
                {"results": lambda self, name: [{"id": "ftp://example.org/1", "name": "x"}]},
                "is not an IRI",
            ),
            ({"manifest": MANIFEST | {"identifierSpace": RFC_3986}}, "Q2 is not an IRI"),
            ({"results": lambda self, name: [{"id": "Q1", "name": "x" * 1001}]}, "its name is"),
            (
                {"results": lambda self, name: [{"id": "Q1", "name": "x", "score": "NaN"}]},
                "its score is",
            ),
            ({"results": lambda self, name: [{"id": "Q1", "name": "x", "score": 10**400}]}, "too large"),
        ],
    )
    def test_a_response_that_breaks_the_protocol(self, changes: dict[str, Any], words: str) -> None:
        """
        An invalid response is an error that states what is wrong with it.
        """
        with serving(**changes) as client, pytest.raises(EndpointError, match=words):
            client.candidates(["Exampletown"])
