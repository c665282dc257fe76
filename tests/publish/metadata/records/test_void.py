"""VoID statistics, compared with SPARQL counts of the published triples by rdflib."""

import gzip
from collections.abc import Iterable
from typing import Any

import pytest
import rdflib

from privkg.publish.layout import DUMPS
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.records import void
from publish.metadata.conftest import Describe

VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
EXT = rdflib.Namespace("http://ldf.fi/void-ext#")
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o"
    ' FILTER STRSTARTS(STR(?s), "https://w3id.org/privkg/id/") }',
}


@pytest.fixture(scope="module")
def description(describing: Describe) -> DatasetDescription:
    """The description of the corpus."""
    return describing()


@pytest.fixture(scope="module")
def record(description: DatasetDescription) -> rdflib.Graph:
    """The record, parsed by rdflib."""
    return rdflib.Graph().parse(data=void.write(description)[void.FILE], format="turtle")


@pytest.fixture(scope="module")
def dump(describing: Describe, tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    """The published triples, parsed by rdflib."""
    folder = next(tmp_path_factory.getbasetemp().glob("dumps*"))
    content = (folder / DUMPS / "privkg.nt.gz").read_bytes()
    return rdflib.Graph().parse(data=gzip.decompress(content), format="nt")


def counted(dump: rdflib.Graph, query: str) -> dict[Any, int]:
    """Return the counts of a query, by its first columns."""
    rows: Iterable[Any] = dump.query(query)
    return {tuple(row[:-1]): int(row[-1]) for row in rows}


class TestNumbers:
    @pytest.mark.parametrize("name", COUNTS)
    def test_a_number_is_what_sparql_counts(
        self, record: rdflib.Graph, dump: rdflib.Graph, name: str
    ) -> None:
        """
        Each number of the whole dataset is that of the published triples.
        """
        whole = next(record.subjects(VOID.documents, None))

        assert counted(dump, COUNTS[name])[()] == int(str(record.value(whole, VOID[name])))

    def test_class_partitions(self, record: rdflib.Graph, dump: rdflib.Graph) -> None:
        """
        The number of instances of each class is that of the published triples.
        """
        stated = {
            (record.value(part, VOID["class"]),): int(str(record.value(part, VOID.entities)))
            for part in record.subjects(VOID.entities, None)
            if record.value(part, VOID["class"])
        }

        assert counted(dump, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c") == stated

    def test_nested_property_partitions(self, record: rdflib.Graph, dump: rdflib.Graph) -> None:
        """
        Within a class, each property is counted for the instances of that class.
        """
        query = "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p"
        stated = nested(
            record,
            "SELECT ?c ?p ?n { ?part void:class ?c ; void:propertyPartition ?inner ."
            " ?inner void:property ?p ; void:triples ?n }",
        )

        assert counted(dump, query) == stated

    def test_classes_of_values(self, record: rdflib.Graph, dump: rdflib.Graph) -> None:
        """
        The classes of values are counted by class and property, for query editors.
        """
        query = "SELECT ?c ?p ?d (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d"
        stated = nested(
            record,
            "SELECT ?c ?p ?d ?n { ?part void:class ?c ; void:propertyPartition ?inner ."
            " ?inner void:property ?p ; void:classPartition ?value ."
            " ?value void:class ?d ; void:triples ?n }",
        )

        assert counted(dump, query) == stated

    def test_datatypes_of_values(self, record: rdflib.Graph, dump: rdflib.Graph) -> None:
        """
        The datatypes of literals are counted by class and property.
        """
        query = (
            "SELECT ?c ?p (DATATYPE(?o) AS ?d) (COUNT(*) AS ?n)"
            " { ?s a ?c ; ?p ?o FILTER isLiteral(?o) } GROUP BY ?c ?p DATATYPE(?o)"
        )
        stated = nested(
            record,
            "SELECT ?c ?p ?d ?n { ?part void:class ?c ; void:propertyPartition ?inner ."
            " ?inner void:property ?p ; ext:datatypePartition ?value ."
            " ?value ext:datatype ?d ; void:triples ?n }",
        )

        assert counted(dump, query) == stated

    def test_linksets(self, record: rdflib.Graph, dump: rdflib.Graph) -> None:
        """
        The links to another dataset are the triples whose objects are in its namespace.
        """
        stated = nested(
            record,
            "SELECT ?space ?p ?n { ?links a void:Linkset ; void:linkPredicate ?p ; void:triples ?n ;"
            " void:objectsTarget/void:uriSpace ?space }",
        )
        found = {
            (space, p): counted(
                dump,
                f"SELECT (COUNT(*) AS ?n) {{ ?s <{p}> ?o FILTER STRSTARTS(STR(?o), {space.n3()}) }}",
            )[()]
            for space, p in stated
        }

        assert found == stated


def nested(record: rdflib.Graph, query: str) -> dict[Any, int]:
    """Return the numbers in the record that a query selects, by its first columns."""
    rows: Iterable[Any] = record.query(query, initNs={"void": VOID, "ext": EXT})
    return {tuple(row[:-1]): int(row[-1]) for row in rows}
