"""A built graph answers, tells what is no query, and turns the engine's complaints into its own."""

from pathlib import Path

import pytest

from privkg.core.errors import LimitError, QueryError, StoreError
from privkg.rdf.terms import A, Term, term
from privkg.store.engine_errors import guarded
from privkg.store.graph import Graph, open_graph


@pytest.fixture
def graph(directory: Path) -> Graph:
    """The graph of the page, opened."""
    return open_graph(directory)


class TestSelect:
    def test_rows_hold_what_is_bound(self, graph: Graph) -> None:
        """
        A row has the terms of the variables that are bound in it, and no others.
        """
        assert [{"x": Term('"a"')}] == graph.select("SELECT ?x ?y { VALUES (?x ?y) { ('a' UNDEF) } }")

    @pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }"])
    def test_only_a_select_has_rows(self, graph: Graph, query: str) -> None:
        """
        A query of another form is refused.
        """
        with pytest.raises(QueryError, match="not a SELECT query"):
            graph.select(query)

    def test_all_graphs_are_seen_unless_one_is_named(self, graph: Graph) -> None:
        """
        A query sees the union of the graphs; GRAPH asks for one.
        """
        union = graph.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        each = graph.select("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        one = graph.select("SELECT (COUNT(*) AS ?n) { GRAPH <urn:none> { ?s ?p ?o } }")

        assert [str(graph.manifest.quads)] * 2 + ["0"] == [
            rows[0]["n"].split('"')[1] for rows in (union, each, one)
        ]


class TestLines:
    def test_they_are_the_triples_of_one_graph(self, graph: Graph) -> None:
        """
        A named graph comes as sorted N-Triples, each triple on its line.
        """
        name = "https://w3id.org/privkg/graph/shared"
        found = [f"{s} {p} {o} .\n" for (s, p, o), where in graph.triples() if where == f"<{name}>"]

        assert sorted(found) == graph.lines(name)
        assert graph.manifest.graphs[name].quads == len(found)


class TestTriples:
    def test_a_pattern_gives_triples_and_their_graph(self, graph: Graph) -> None:
        """
        What fits a pattern comes with the named graph it stands in.
        """
        found = list(graph.triples(None, A, term("pk:Incident")))
        name = "cameras-for-sale-in-an-example"

        assert [f"<https://w3id.org/privkg/graph/{name}>"] == [where for _, where in found]

    def test_a_literal_is_a_pattern_too(self, graph: Graph) -> None:
        """
        Triples are found by the text of their object.
        """
        title = Term('"Cameras for sale in an example"')

        assert list(graph.triples(None, term("dcterms:title"), title))


N_TRIPLES = "application/n-triples"


class TestAnswer:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("ASK {}", ("csv", b"true\n")),
            ("ASK { <urn:none> ?p ?o }", ("csv", b"false\n")),
            ("SELECT (1 AS ?x) {}", ("csv", b"x\r\n1\r\n")),
            ("CONSTRUCT { <urn:a> <urn:b> 'x' } WHERE {}", (N_TRIPLES, b'<urn:a> <urn:b> "x" .\n')),
        ],
    )
    def test_the_form_decides_on_the_format(
        self, graph: Graph, query: str, expected: tuple[str, bytes]
    ) -> None:
        """
        SELECT and ASK come in the format for rows, CONSTRUCT in the one for triples.
        """
        assert expected == graph.answer(query, "csv", N_TRIPLES)

    @pytest.mark.parametrize("query", ["", "SELECT", "ASK {\n", "INSERT DATA {}", "ASK {} ASK {}"])
    def test_what_is_no_query_is_told_its_place(self, graph: Graph, query: str) -> None:
        """
        The engine's complaint begins with line and column.
        """
        with pytest.raises(QueryError, match=r"^\d+:\d+: syntax error"):
            graph.answer(query, "csv", "ntriples")


class TestGuard:
    @pytest.mark.parametrize(
        ("raised", "kind", "words"),
        [
            (
                RuntimeError("Corruption: bad\n block"),
                StoreError,
                r"damaged \(Corruption: bad block\); b",
            ),
            (
                OSError("IO error: No space left"),
                StoreError,
                r"cannot be read or written \(IO error: No",
            ),
            (OSError("connection refused"), LimitError, "could not be answered: connection refused"),
            (RuntimeError("unbound"), LimitError, "could not be answered: unbound"),
        ],
    )
    def test_a_complaint_is_told_as_what_it_means(
        self, raised: Exception, kind: type[Exception], words: str
    ) -> None:
        """
        A damaged file, a full disk and a query that cannot be answered are told apart.
        """
        with pytest.raises(kind, match=words), guarded():
            raise raised
