"""With `--endpoint` the output is the same as for a graph on disk."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from commands import run
from faults import FaultServer, response, results, sends
from graph_stores import GraphServer
from privkg.store.graph import open_graph

INCIDENT = "https://w3id.org/privkg/id/incident/cameras-for-sale-in-an-example"
QUESTION = ("ask", "actors-linked-to-harms", "--harm", "Surveillance")
NOBODY = ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN")


@pytest.fixture(scope="module")
def url(graph: Path) -> Iterator[str]:
    """The endpoint that serves the graph of the tests."""
    server = GraphServer()
    quads = "".join(f"{s} {p} {o} {g} .\n" for (s, p, o), g in open_graph(graph).triples())
    server.store.load(quads.encode(), pyoxigraph.RdfFormat.N_QUADS)
    with server.running():
        yield server.url


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no user, password or token."""
    for name in NOBODY:
        monkeypatch.delenv(name, raising=False)


class TestSameAnswers:
    @pytest.mark.parametrize(
        "arguments",
        [
            (*QUESTION, "--format", "csv"),
            (*QUESTION, "--evidence", "--format", "md"),
            (*QUESTION, "--sparql"),
            ("query", "-e", "SELECT * { ?s a ?type } ORDER BY ?s ?type", "--format", "tsv"),
            ("query", "-e", "SELECT ?i { ?i a pk:Incident } ORDER BY ?i", "--format", "tsv"),
            ("query", "-e", f"DESCRIBE <{INCIDENT}/v1>", "--format", "ntriples"),
            ("query", "-e", "ASK { ?s ?p ?o }", "--format", "xml"),
            ("show", "cameras"),
            ("show", INCIDENT),
            ("show", "https://w3id.org/privkg/id/actor/example-agency"),
            ("show", "https://w3id.org/privkg/solove#Surveillance"),
        ],
        ids=lambda arguments: " ".join(arguments)[:60],
    )
    def test_as_of_the_graph(self, graph: Path, url: str, arguments: tuple[str, ...]) -> None:
        """
        An answer from an endpoint is byte for byte that of the graph on disk.
        """
        here, there = run(*arguments, graph=graph), run(*arguments, "--endpoint", url)

        assert 0 == here.code
        assert (here.code, here.stdout, here.stderr) == (there.code, there.stdout, there.stderr)


class TestMistakes:
    @pytest.mark.parametrize("arguments", [QUESTION, ("query", "-e", "ASK {}"), ("show", "x")])
    def test_graph_and_endpoint_exclude_each_other(
        self, graph: Path, url: str, arguments: tuple[str, ...]
    ) -> None:
        """
        A graph and an endpoint at once are refused.
        """
        result = run(*arguments, "--endpoint", url, "--graph", graph)

        assert 2 == result.code
        assert "give --graph or --endpoint, not both" in result.stderr

    def test_a_graph_in_the_environment_is_no_contradiction(self, graph: Path, url: str) -> None:
        """
        What is named on the line comes before what the environment names.
        """
        assert 0 == run(*QUESTION, "--endpoint", url, graph=graph).code

    @pytest.mark.parametrize(
        ("query", "code", "words"),
        [
            ("SELECT", 3, "answered 500"),
            ("DROP ALL", 3, "DROP is an update"),
            ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 3, "--allow-service"),
            ("nothing", 1, "not a query; write SELECT, ASK"),
        ],
    )
    def test_a_bad_query_is_an_error(self, query: str, code: int, words: str) -> None:
        """
        Invalid queries, updates and SERVICE are errors before anything is sent.
        """
        with FaultServer(sends(response(b"no", status=500))) as server:
            result = run("query", "-e", query, "--endpoint", server.url)

        assert code == result.code
        assert words in result.stderr

    def test_too_many_rows_are_an_error(self, url: str) -> None:
        """
        An answer of more rows than --max-rows is refused.
        """
        result = run("query", "-e", "SELECT * { ?s ?p ?o }", "--max-rows", "3", "--endpoint", url)

        assert 3 == result.code
        assert "more than 3 rows; add a LIMIT, or set --max-rows\n" in result.stderr

    @pytest.mark.parametrize("arguments", [("show", INCIDENT), ("show", "cameras")])
    def test_a_row_without_a_value_is_an_error(self, arguments: tuple[str, ...]) -> None:
        """
        A response without a requested value is an error that names the endpoint.
        """
        with FaultServer(sends(response(results("urn:a")))) as server:
            result = run(*arguments, "--endpoint", server.url)

        assert 3 == result.code
        assert f"privkg: {server.url}: a row of its answer has no value for ?" in result.stderr
        assert 1 == result.stderr.count("\n")

    @pytest.mark.parametrize("arguments", [QUESTION, ("query", "-e", "ASK {}"), ("show", "x")])
    def test_nobody_there(self, arguments: tuple[str, ...]) -> None:
        """
        An endpoint that cannot be used ends with code 3 and its name.
        """
        with FaultServer(sends(response(b"<html>", kind="text/html"))) as server:
            result = run(*arguments, "--endpoint", server.url)

        assert 3 == result.code
        assert f"{server.url}: answered with a web page (text/html)" in result.stderr

    @pytest.mark.parametrize("url", ["ftp://example.org/", "http://u:p@example.org/", "example.org"])
    def test_no_address(self, url: str) -> None:
        """
        A URL that is not valid, or has a password, is an error that does not repeat it.
        """
        result = run(*QUESTION, "--endpoint", url)

        assert 2 == result.code
        assert "u:p" not in result.stderr
