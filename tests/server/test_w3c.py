"""The W3C's tests of the SPARQL 1.1 protocols: what reads passes, what writes is refused."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.compare import to_isomorphic

import serving
from checkout import ROOT
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, iri
from privkg.store import generations, quads_text
from privkg.store.rdf import read_with_blank_nodes
from serving import Server

SUITES = Path(os.environ.get("PRIVKG_SHARED", ROOT.parent / "shared")) / "oracles/sparql11"
FOLDER = SUITES / "protocol"
STORES = SUITES / "graph-store-protocol"
DATA = "http://kasei.us/2009/09/sparql/data"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
"""Tests of updates that a server of a read-only graph refuses."""


@dataclass(frozen=True)
class Request:
    """A request of a test, and what is expected of the response."""

    method: str
    path: str
    body: bytes | None
    fields: dict[str, str]
    statuses: tuple[str, ...]
    boolean: bool | None
    form: str

    @property
    def is_update(self) -> bool:
        """Whether it is an update, as a body or as a parameter."""
        places = (*self.fields.values(), self.path, (self.body or b"").decode())
        return any(re.search(r"sparql-update|\bupdate=", place) for place in places)


def manifest() -> rdflib.Graph:
    """Return the manifest of the tests; it is empty where they are missing."""
    file = FOLDER / "manifest.ttl"
    return rdflib.Graph().parse(file) if file.is_file() else rdflib.Graph()


MANIFEST = manifest()
TESTS = {str(test).rpartition("#")[2]: test for test in MANIFEST.subjects(MF.action)}


def requests(name: str) -> Iterator[Request]:
    """Yield the requests of a test."""
    (connection,) = MANIFEST.objects(TESTS[name], MF.action)
    (listed,) = MANIFEST.objects(connection, HT.requests)
    for node in Collection(MANIFEST, listed):
        response = MANIFEST.value(node, HT.resp)
        fields = MANIFEST.value(node, HT.headers)
        body = MANIFEST.value(node, HT.body)
        expected = MANIFEST.value(response, MF.expectedBoolean)
        yield Request(
            method=str(MANIFEST.value(node, HT.methodName)),
            path=str(MANIFEST.value(node, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
            body=None if body is None else encoded(body),
            fields={
                str(MANIFEST.value(each, HT.fieldName)): str(MANIFEST.value(each, HT.fieldValue))
                for each in (Collection(MANIFEST, fields) if fields else ())
            },
            statuses=tuple(str(each)[-3] for each in MANIFEST.objects(response, MF.expectedStatus)),
            boolean=None if expected is None else bool(expected.toPython()),  # type: ignore[attr-defined]
            form=str(MANIFEST.value(response, MF.expectedFormat) or ""),
        )


def encoded(body: rdflib.term.Node) -> bytes:
    """Return the bytes of a body."""
    text, coding = MANIFEST.value(body, CNT.chars), MANIFEST.value(body, CNT.characterEncoding)
    return str(text).encode(str(coding))


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the data of the tests, each file a named graph."""
    directory = tmp_path_factory.mktemp("w3c") / "graph"
    packed = []
    for number in (1, 2, 3):
        name = iri(f"{DATA}/data{number}.rdf")
        packed.append(quads_text.pack(Term(name), read_with_blank_nodes(FOLDER / f"data{number}.nt")))
    with generations.building(directory):
        generations.write(directory, packed, [], DEFAULT)
    with serving.serving(directory, "--workers", "1") as server:
        yield server


FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


@pytest.mark.skipif(not TESTS, reason=f"no W3C tests at {FOLDER}; set PRIVKG_SHARED")
class TestProtocol:
    def test_there_are_34(self) -> None:
        """
        All tests of the manifest are read, those of updates among them.
        """
        assert 34 == len(TESTS)
        assert UPDATES < TESTS.keys()

    @pytest.mark.parametrize("name", sorted(TESTS.keys() - UPDATES))
    def test_is_passed(self, endpoint: Server, name: str) -> None:
        """
        The response to each request of the test is as expected.
        """
        for request in requests(name):
            response = endpoint.request(request.method, request.path, request.body, request.fields)

            assert str(response.status)[0] in request.statuses
            assert request.boolean is None or response.json["boolean"] == request.boolean
            assert not request.form or response.media_type in FORMATS[request.form]

    @pytest.mark.parametrize("name", sorted(UPDATES & TESTS.keys()))
    def test_is_refused(self, endpoint: Server, name: str) -> None:
        """
        The updates of the test are refused.
        """
        updates = [each for each in requests(name) if each.is_update]
        statuses = {
            endpoint.request(each.method, each.path, each.body, each.fields).status for each in updates
        }

        assert {403} == statuses


@pytest.mark.skipif(not STORES.is_dir(), reason=f"no W3C tests at {STORES}; set PRIVKG_SHARED")
class TestGraphStore:
    def test_all_that_write_are_refused(self, endpoint: Server) -> None:
        """
        Each request that the tests of the Graph Store Protocol begin with writes, and is refused.
        """
        text = "".join((STORES / f"manifest-{each}.ttl").read_text() for each in ("direct", "indirect"))
        methods = re.findall(r'ht:methodName "(PUT|POST|DELETE)"', text)
        statuses = {
            method: endpoint.request(method, f"/store?graph={DATA}/data1.rdf", b"").status
            for method in methods
        }

        assert len(methods) > 20
        assert {"PUT": 403, "POST": 403, "DELETE": 403} == statuses

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("data1.rdf", 200),
            ("data%31.rdf", 200),  # as in the tests, the address is decoded once
            ("data%2531.rdf", 404),
            ("data4.rdf", 404),
        ],
    )
    def test_a_graph_is_read_by_its_name(
        self, endpoint: Server, method: str, name: str, status: int
    ) -> None:
        """
        A graph is found by its IRI, however much of that is percent-encoded.
        """
        response = endpoint.request(method, f"/store?graph={DATA}/{name}")

        assert status == response.status

    def test_has_the_triples_of_the_graph(self, endpoint: Server) -> None:
        """
        The response has the triples of the file, in the format that the client prefers.
        """
        accepted = {"Accept": "application/n-triples"}
        response = endpoint.request("GET", f"/store?graph={DATA}/data1.rdf", fields=accepted)
        expected = rdflib.Graph().parse(FOLDER / "data1.nt")

        assert "application/n-triples" == response.media_type
        assert to_isomorphic(expected) == to_isomorphic(rdflib.Graph().parse(data=response.body))
