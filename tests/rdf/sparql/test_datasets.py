"""FROM and FROM NAMED define the dataset of a query (SPARQL 1.1, section 13.2)."""

import pyoxigraph
import pytest

from privkg.core.errors import QueryError
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import Quads

TRIPLES = {
    "urn:g1": ["<urn:a> <urn:p> 1", "<urn:a> <urn:q> <urn:b>"],
    "urn:g2": ["<urn:b> <urn:p> 2"],
    "urn:g3": ["<urn:c> <urn:p> 3", "<urn:a> <urn:q> <urn:c>"],
}
ALL = frozenset(TRIPLES)
# The clause, the graphs of the merged default graph, and the named graphs.
DATASETS = [
    ("", ALL, ALL),
    ("FROM <urn:g1>", {"urn:g1"}, set()),
    ("FROM <urn:g1> FROM <urn:g2>", {"urn:g1", "urn:g2"}, set()),
    ("FROM o:g2", {"urn:g2"}, set()),
    ("from#\n<urn:g3>", {"urn:g3"}, set()),
    ("FROM <urn:none>", set(), set()),
    ("FROM <urn:none> FROM <urn:g1>", {"urn:g1"}, set()),
    ("FROM NAMED <urn:g1>", set(), {"urn:g1"}),
    ("FROM NAMED <urn:g1> FROM NAMED <urn:none>", set(), {"urn:g1"}),
    ("FROM <urn:g1> FROM NAMED <urn:g3>", {"urn:g1"}, {"urn:g3"}),
    ("FROM NAMED <urn:g2> FROM <urn:g2>", {"urn:g2"}, {"urn:g2"}),
]
QUERIES = [
    "SELECT * %s { ?s ?p ?o }",
    "SELECT * %s WHERE { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * %s { GRAPH <urn:g1> { ?s ?p ?o } }",
    "SELECT * %s { ?s o:q ?t GRAPH ?g { ?t o:p ?o } }",
    "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }",
    "SELECT ?n %s { { SELECT (COUNT(?s) AS ?n) { ?s o:p ?o } } }",
    "SELECT ?s %s { VALUES ?s { <urn:a> <urn:c> } FILTER NOT EXISTS { ?s o:p ?o } }",
    "SELECT * %s { ?s o:q+ ?t OPTIONAL { ?t o:p ?o } }",
    "SELECT * %s { { ?s o:p 1 } UNION { GRAPH ?g { ?s o:p 1 } } }",
    "SELECT ?s %s { ?s ?p ?o MINUS { GRAPH ?g { ?s ?p ?o } } }",
    "ASK %s { ?s o:p 2 }",
    "ASK %s { GRAPH ?g { ?s o:p 1 } }",
    "CONSTRUCT { ?s o:r ?o } %s WHERE { ?s ?p ?o }",
    "CONSTRUCT %s WHERE { ?s o:p ?o }",
    "DESCRIBE <urn:a> %s",
    "DESCRIBE ?s %s WHERE { ?s o:p ?o }",
]


class TestDatasets:
    @pytest.mark.parametrize("query", QUERIES)
    @pytest.mark.parametrize(("clause", "default", "named"), DATASETS)
    def test_a_clause_defines_the_dataset(
        self, clause: str, default: set[str], named: set[str], query: str
    ) -> None:
        """
        A query with a clause has the answer of the same query without it over the dataset it defines.
        """
        written = "PREFIX o: <urn:> " + query
        expected = dataset(default, named).query(written % "")

        assert rows(expected) == rows_of(
            quads().answer(written % clause, "json", "application/n-triples")
        )

    @pytest.mark.parametrize("written", ["?from", "o:from", "'FROM'", "<urn:from>", '"x"@from'])
    def test_the_word_alone_is_not_a_clause(self, written: str) -> None:
        """
        Variables, names, strings and IRIs may contain "from"; the query then uses all graphs.
        """
        query = (
            f"PREFIX o: <urn:> SELECT (COUNT(*) AS ?n) {{ ?s o:p ?o FILTER(!({written} = 'x')) }} # FROM"
        )

        assert (
            "3" == quads().answer(query.replace("?from", "?o"), "csv", "turtle")[1].split()[1].decode()
        )

    def test_a_clause_that_may_be_a_prefix_is_refused(self) -> None:
        """
        FROM joined to a name is a clause or an undeclared prefix, and is an error.
        """
        with pytest.raises(QueryError, match=r'^1:26: the prefix "FROMo:" is not declared'):
            quads().select("PREFIX o: <urn:> SELECT *FROMo:g1 { ?s ?p ?o }")

    def test_select_uses_the_clause(self) -> None:
        """
        A SELECT query in this process uses the clause too.
        """
        assert 2 == len(quads().select("SELECT * FROM <urn:g1> { ?s ?p ?o }"))


def quads() -> Quads:
    return Quads(dataset(set(), ALL), DEFAULT)


def dataset(default: set[str] | frozenset[str], named: set[str] | frozenset[str]) -> pyoxigraph.Store:
    """Return a store with the merge of some graphs as its default graph, and some named graphs."""
    store = pyoxigraph.Store()
    for name, triples in TRIPLES.items():
        for triple in triples:
            if name in default:
                store.load(f"{triple} .".encode(), pyoxigraph.RdfFormat.TURTLE)
            if name in named:
                graph = pyoxigraph.NamedNode(name)
                store.load(f"{triple} .".encode(), pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    return store


def rows(found: object) -> list[str]:
    if isinstance(found, pyoxigraph.QuerySolutions):
        return sorted(str([(v.value, str(row[v])) for v in found.variables]) for row in found)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return [str(bool(found))]
    assert isinstance(found, pyoxigraph.QueryTriples)
    return sorted({f"{triple} ." for triple in found})


def rows_of(answer: tuple[str, bytes]) -> list[str]:
    kind, content = answer
    if kind == "application/n-triples":
        return sorted(set(content.decode().splitlines()))
    return rows(pyoxigraph.parse_query_results(content, pyoxigraph.QueryResultsFormat.JSON))
