"""A built graph answers queries, and raises privkg's errors instead of the engine's."""

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
    def test_rows_have_the_bound_variables(self, graph: Graph) -> None:
        """
        A row has the terms of its bound variables only.
        """
        assert [{"x": Term('"a"')}] == graph.select("SELECT ?x ?y { VALUES (?x ?y) { ('a' UNDEF) } }")

    @pytest.mark.parametrize("query", ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }"])
    def test_only_a_select_has_rows(self, graph: Graph, query: str) -> None:
        """
        A query of another form is refused.
        """
        with pytest.raises(QueryError, match="not a SELECT query"):
            graph.select(query)

    def test_the_default_graph_is_the_union(self, graph: Graph) -> None:
        """
        The default graph is the union of the named graphs; GRAPH selects one.
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
        The lines of a named graph are sorted N-Triples.
        """
        name = "https://w3id.org/privkg/graph/shared"
        found = [f"{s} {p} {o} .\n" for (s, p, o), where in graph.triples() if where == f"<{name}>"]

        assert sorted(found) == graph.lines(name)
        assert graph.manifest.graphs[name].quads == len(found)


class TestTriples:
    def test_a_pattern_matches_triples_with_their_graph(self, graph: Graph) -> None:
        """
        A matching triple is yielded with its named graph.
        """
        found = list(graph.triples(None, A, term("pk:Incident")))
        name = "cameras-for-sale-in-an-example"

        assert [f"<https://w3id.org/privkg/graph/{name}>"] == [where for _, where in found]

    def test_a_literal_is_a_pattern_too(self, graph: Graph) -> None:
        """
        A pattern may have a literal as its object.
        """
        title = Term('"Cameras for sale in an example"')

        assert list(graph.triples(None, term("dcterms:title"), title))


class TestAbout:
    def test_each_triple_about_a_resource_has_its_graph(self, graph: Graph) -> None:
        """
        What is stated about a resource are the triples that have it as their subject.
        """
        incident = graph.base.incident("cameras-for-sale-in-an-example")
        found = [(p, o, where) for (_, p, o), where in graph.triples(incident)]

        assert found
        assert found == list(graph.about(incident))

    def test_nothing_is_kept_of_a_released_dataset(self, graph: Graph) -> None:
        """
        What was looked up before a dataset was released is not returned after it.
        """
        incident = graph.base.incident("cameras-for-sale-in-an-example")
        before = graph.about(incident)
        graph.release()

        assert before
        assert () == graph.about(incident)


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
        The answers to SELECT and ASK have the format for rows, that to CONSTRUCT the format for graphs.
        """
        assert expected == graph.answer(query, "csv", N_TRIPLES)

    @pytest.mark.parametrize("query", ["", "SELECT", "ASK {\n", "INSERT DATA {}", "ASK {} ASK {}"])
    def test_a_syntax_error_has_its_place(self, graph: Graph, query: str) -> None:
        """
        A syntax error begins with line and column.
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
    def test_exceptions_of_the_engine_are_translated(
        self, raised: Exception, kind: type[Exception], words: str
    ) -> None:
        """
        A damaged file, a full disk and a failed query are different errors.
        """
        with pytest.raises(kind, match=words), guarded():
            raise raised


class TestSubjects:
    def test_each_is_named_once(self, graph: Graph) -> None:
        """
        The subjects of a named graph are those of its lines, each once, in their order.
        """
        name = "https://w3id.org/privkg/graph/shared"

        found = list(graph.subjects(name))

        assert list(dict.fromkeys(line.partition(" ")[0] for line in graph.lines(name))) == found
