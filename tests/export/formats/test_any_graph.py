"""Any graph is parsed back from each format: any text, language, datatype or IRI."""

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from any_graphs import ADDRESSES, ANY, LITERALS, PREDICATES, TRIPLES, Written
from blocks import blocks, objects, repeated
from exports import OF_STATEMENTS, exported, statements
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import Term, Triple, iri, term


def lines(content: bytes, name: str) -> set[str]:
    """Return the triples of a file, whatever graph they are in."""
    return {f"{s} {p} {o}" for (s, p, o), _ in statements(content, name)}


class TestAnyGraph:
    @ANY
    @given(triples=TRIPLES)
    def test_comes_back_from_each_format(self, triples: list[Triple]) -> None:
        """
        An export is parsed to the same statements; in XML, U+FFFD replaces forbidden characters.
        """
        wanted = {f"{s} {p} {o}" for s, p, o in triples}
        with tempfile.TemporaryDirectory() as folder:
            graph = Written(Path(folder), triples)
            read = {name: lines(exported(graph, name), name) for name in OF_STATEMENTS}

        assert dict.fromkeys(read, wanted) | {"rdfxml": set(map(in_xml, wanted))} == read

    @ANY
    @given(triples=TRIPLES)
    def test_comes_back_to_pyld(self, triples: list[Triple]) -> None:
        """
        PyLD, an independent parser of JSON-LD, yields the same statements, except doubles.
        """
        jsonld = pytest.importorskip("pyld").jsonld
        triples = [triple for triple in triples if not triple[2].endswith("double>")]  # it rewrites them
        with tempfile.TemporaryDirectory() as folder:
            document = json.loads(exported(Written(Path(folder), triples), "jsonld"))
        read = jsonld.to_rdf(document, {"format": "application/n-quads"})

        assert {f"{s} {p} {o}" for s, p, o in triples} == lines(read.encode(), "nquads")


HERE = f"{DEFAULT.things}incident/any"
OWN = st.sampled_from([iri(HERE), *(iri(f"{HERE}/v{number}") for number in range(1, 4))])
SHARED = st.one_of(OWN, ADDRESSES.filter(lambda node: not node.startswith(f"<{HERE}")))


NESTED = [
    (iri(HERE), term("pk:hasViolation"), iri(f"{HERE}/v1/v2")),
    (iri(f"{HERE}/v1"), term("pk:hasViolation"), iri(f"{HERE}/v1/v2")),
    (iri(f"{HERE}/v1/v2"), term("pk:rowIndex"), Term('"2"')),
]
"""A row of a row, which its incident names too."""


def described(subjects: st.SearchStrategy[Term]) -> st.SearchStrategy[set[Triple]]:
    """Return triples of some subjects."""
    return st.sets(st.tuples(subjects, PREDICATES, subjects | LITERALS), max_size=12)


class TestOneBlock:
    @ANY
    @given(own=described(OWN), graphs=st.lists(described(SHARED), min_size=4, max_size=4))
    @example(
        own={(DEFAULT.incident("any"), "<urn:p>", f'"٠"^^{term("xsd:integer")}')},
        graphs=[set()] * 4,
    )
    def test_a_thing_of_several_graphs_is_written_once(
        self, own: set[Triple], graphs: list[set[Triple]]
    ) -> None:
        """
        The triples of several graphs about a resource are one block of Turtle.
        """
        others = dict(zip(("authority", "links", "notices", "shared"), graphs, strict=True))
        wanted = {f"{s} {p} {o}" for triples in (own, *graphs) for s, p, o in triples}
        with tempfile.TemporaryDirectory() as folder:
            turtle = exported(Written(Path(folder), own, **others), "turtle")

        assert wanted == lines(turtle, "turtle")
        assert [] == repeated(blocks(turtle))

    @ANY
    @given(triples=TRIPLES)
    @example(triples=NESTED)
    def test_a_thing_of_one_graph_is_one_object(self, triples: list[Triple]) -> None:
        """
        In JSON-LD, a resource is one object of its graph, and a row is nested in its whole.
        """
        with tempfile.TemporaryDirectory() as folder:
            document = json.loads(exported(Written(Path(folder), triples), "jsonld"))

        assert [] == [
            node for graph in document["@graph"] for node in repeated(objects(graph["@graph"]))
        ]


def in_xml(line: str) -> str:
    """Return a triple without what XML cannot write."""
    escaped = r"(?<!\\)((?:\\\\)*)\\(?:u00[01][0-9A-F]|uFFF[EF]|[bf])"
    return re.sub(escaped, "\\1\ufffd", line)
