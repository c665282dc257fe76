"""The description of the endpoint."""

import asyncio
from dataclasses import replace

import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH, VOID

from privkg.core.errors import StoreError
from privkg.query import questions
from privkg.rdf.terms import PREFIXES
from privkg.server.forks import starter
from privkg.server.lazy_description import LazyDescription
from privkg.server.messages import Setup
from privkg.server.workers import Starter, Worker
from serving import Response, Server

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
PK = rdflib.Namespace(PREFIXES["pk"])
HERE = rdflib.URIRef("https://data.example.org/graph/sparql")
_ACCEPT = {"Accept": "text/turtle"}


@pytest.fixture(scope="module")
def response(server: Server) -> Response:
    """The response to a request without a query."""
    return server.request("GET", "/sparql", fields=_ACCEPT)


@pytest.fixture(scope="module")
def found(response: Response) -> rdflib.Graph:
    """The description, as read at an address behind a proxy."""
    return rdflib.Graph().parse(data=response.body, format="turtle", publicID=HERE)


class TestService:
    def test_is_the_endpoint_itself(self, found: rdflib.Graph) -> None:
        """
        The endpoint of the service is the address at which its description is read, whatever that is.
        """
        assert [HERE] == list(found.subjects(RDF.type, SD.Service))
        assert [HERE] == list(found.objects(HERE, SD.endpoint))

    def test_conforms_to_the_schema(self, found: rdflib.Graph) -> None:
        """
        Each property of the vocabulary has a value of the class that it requires.
        """
        (dataset,) = found.objects(HERE, SD.defaultDataset)
        (graph,) = found.objects(dataset, SD.defaultGraph)

        assert SD.Dataset in found.objects(dataset, RDF.type)
        assert SD.Graph in found.objects(graph, RDF.type)
        assert [SD.SPARQL11Query] == list(found.objects(HERE, SD.supportedLanguage))

    def test_formats_are_those_of_answers(self, found: rdflib.Graph, server: Server) -> None:
        """
        There are the four formats of results, and those of triples.
        """
        names = {str(each).rpartition("/")[2] for each in found.objects(HERE, SD.resultFormat)}
        results = {f"SPARQL_Results_{each}" for each in ("JSON", "XML", "CSV", "TSV")}

        assert results | {"Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD"} == names

    def test_all_addresses_are_relative(self, response: Response) -> None:
        """
        The description has neither the address of the server nor a name from the request.
        """
        assert b"127.0.0.1" not in response.body
        assert b"BASE" not in response.body.partition(b"<>")[0]


class TestPartitions:
    @pytest.mark.parametrize("name", ["Incident", "Violation"])
    def test_count_the_facts(self, found: rdflib.Graph, server: Server, name: str) -> None:
        """
        The number of resources of a class is the one that queries count.
        """
        parts = found.objects(rdflib.URIRef(f"{HERE}#facts"), VOID.classPartition)
        (part,) = [each for each in parts if found.value(each, VOID["class"]) == PK[name]]
        counted = server.query(f"SELECT (COUNT(*) AS ?n) {{ ?s a pk:{name} }}", "text/csv")

        assert counted.body.decode().split()[1] == str(found.value(part, VOID.entities))

    def test_terms_have_labels(self, found: rdflib.Graph) -> None:
        """
        Each class and property that a partition names has a label in the same document.
        """
        named = {*found.objects(None, VOID["class"]), *found.objects(None, VOID.property)}

        assert len(named) > 20
        assert [] == [each for each in named if found.value(each, RDFS.label) is None]
        assert found.value(PK.Incident, RDFS.comment) is not None


class TestEditors:
    def test_prefixes_are_declared(self, found: rdflib.Graph) -> None:
        """
        All prefixes that queries may use without a declaration are declared.
        """
        declared = {
            str(found.value(each, SH.prefix)): str(namespace)
            for each, namespace in found.subject_objects(SH.namespace)
        }

        assert PREFIXES == declared

    def test_examples_are_answered(self, found: rdflib.Graph, server: Server) -> None:
        """
        Each example is a query that the endpoint answers.
        """
        queries = [str(each) for each in found.objects(None, SH.select)]

        assert len(queries) > 20
        assert {200} == {server.query(query).status for query in queries}

    def test_examples_are_the_questions(self, found: rdflib.Graph) -> None:
        """
        Each question is an example at its own address, unless it requires what is not in this graph.
        """
        prefix = str(HERE).removesuffix("sparql") + "questions/"
        names = {str(each).removeprefix(prefix) for each in found.subjects(SH.select)}

        assert all(questions.load(each).needs for each in set(questions.names()) - names)
        assert names == {
            str(each).removeprefix(prefix) for each in found.subjects(RDF.type, SH.SPARQLExecutable)
        }


class TestRequests:
    def test_has_a_validator(self, server: Server, response: Response) -> None:
        """
        A client that has the description gets 304.
        """
        again = server.request(
            "GET", "/sparql", fields={**_ACCEPT, "If-None-Match": response.fields["etag"]}
        )

        assert (304, b"") == (again.status, again.body)

    @pytest.mark.parametrize("path", ["/sparql?ac=1", "/sparql"])
    def test_any_client_gets_it(self, server: Server, response: Response, path: str) -> None:
        """
        A client that names no format gets it too, also with parameters that are not of the protocol.
        """
        assert response.body == server.request("GET", path).body

    def test_an_unacceptable_format_is_refused(self, server: Server) -> None:
        """
        A client that accepts no Turtle learns what the address has.
        """
        refused = server.request("GET", "/sparql", fields={"Accept": "image/png"})

        assert 406 == refused.status
        assert "text/turtle" in refused.json["detail"]


class Counted:
    """A starter of workers that counts those it has started."""

    def __init__(self, starter: Starter) -> None:
        self._starter = starter
        self.number = 0

    async def start(self) -> Worker:
        """Start a worker."""
        self.number += 1
        return await self._starter.start()

    async def close(self) -> None:
        """Close the starter."""
        await self._starter.close()


class TestFailures:
    def test_are_not_repeated_at_once(self, setup: Setup) -> None:
        """
        If the graph cannot be opened, each request fails in the same way, and one worker tried.
        """

        async def failed() -> tuple[list[str], int]:
            starting = Counted(starter())
            described = LazyDescription(starting, replace(setup, generation="no/such"), seconds=60)
            reasons = []
            for _ in range(3):
                with pytest.raises(StoreError) as caught:
                    await described.result()
                reasons.append(caught.value.message)
            described.close()
            await starting.close()
            return reasons, starting.number

        reasons, number = asyncio.run(failed())

        assert 1 == len(set(reasons))
        assert 1 == number
