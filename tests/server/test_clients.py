"""Real clients query the server."""

import json
import shutil
import subprocess
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

import programs
from privkg.rdf.terms import PREFIXES
from serving import Server

TITLES = (
    "PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX pk: <https://w3id.org/privkg/ns#>"
    " SELECT ?title { ?incident a pk:Incident ; dcterms:title ?title } ORDER BY ?title"
)
TYPES = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"
LETTERS = "Letters of Example City"


class TestSparqlWrapper:
    def test_reads_rows_in_json(self, server: Server) -> None:
        """
        SPARQLWrapper sends a query by GET and reads rows in JSON.
        """
        rows = wrapper(server, TITLES, JSON).queryAndConvert()["results"]["bindings"]

        assert LETTERS in [row["title"]["value"] for row in rows]

    @pytest.mark.parametrize("method", ["urlencoded", POSTDIRECTLY])
    def test_posts_queries(self, server: Server, method: str) -> None:
        """
        SPARQLWrapper posts a query as a form, and as it is.
        """
        client = wrapper(server, TITLES, CSV)
        client.setMethod(POST)
        client.setRequestMethod(method)

        assert LETTERS in client.queryAndConvert().decode()

    def test_reads_rows_in_xml(self, server: Server) -> None:
        """
        SPARQLWrapper reads rows in XML.
        """
        assert LETTERS in wrapper(server, TITLES, XML).queryAndConvert().toxml()

    def test_reads_triples(self, server: Server) -> None:
        """
        SPARQLWrapper reads the triples of a CONSTRUCT.
        """
        found = rdflib.Graph().parse(data=wrapper(server, TYPES, TURTLE).queryAndConvert())

        assert rdflib.URIRef(f"{PREFIXES['pk']}Incident") in set(found.objects())


class TestRdflib:
    def test_queries_the_server_as_a_store(self, server: Server) -> None:
        """
        A graph of rdflib with the server as its store returns the rows of a query.
        """
        graph = rdflib.Graph(SPARQLStore(server.url))

        assert LETTERS in [str(row[0]) for row in graph.query(TITLES)]  # type: ignore[index]

    def test_matches_triples(self, server: Server) -> None:
        """
        The patterns that rdflib sends as queries match the triples of all graphs.
        """
        graph = rdflib.Graph(SPARQLStore(server.url))

        assert 2 == len(
            list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{PREFIXES['pk']}Incident")))
        )


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
class TestCurl:
    def test_downloads_csv(self, server: Server) -> None:
        """
        curl posts a query as a form and prints rows in CSV.
        """
        request = ["--data-urlencode", f"query={TITLES}", "--header", "Accept: text/csv", server.url]
        done = subprocess.run(["curl", "-sSf", *request], capture_output=True, check=True, text=True)

        assert LETTERS in done.stdout.splitlines()


class TestComunica:
    def test_finds_the_endpoint_by_its_description(self, server: Server) -> None:
        """
        Comunica learns from the description that the address is an endpoint, and sends it the query.
        """
        programs.node_module("@comunica")
        request = json.dumps({"data": server.url, "query": TITLES})
        command = ["node", str(programs.ENGINES / "comunica.mjs")]
        done = subprocess.run(command, input=request, capture_output=True, check=True, text=True)
        rows = json.loads(done.stdout)["results"]["bindings"]

        assert LETTERS in [row["title"]["value"] for row in rows]


def wrapper(server: Server, query: str, kind: str) -> Any:
    """Return a client with a query and the format of its answer, which its type hints leave open."""
    client = SPARQLWrapper(server.url)
    client.setQuery(query)
    client.setReturnFormat(kind)
    return client
