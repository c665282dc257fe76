"""DCAT-AP's own shapes judge the record, and what is said to be missing is what they miss."""

from pathlib import Path

import pyshacl
import pytest
import rdflib

from described_datasets import own
from privkg.publish.metadata.description import Described
from privkg.publish.metadata.records import dcat
from publish.metadata.conftest import Describe

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
MANDATORY = ("html__shacl__shapes.ttl", "html__shacl__range.ttl", "shacl__dcat-ap-SHACL.ttl")
RECOMMENDED = "html__shacl__shapes_recommended.ttl"
GIVEN_UP = {
    "contact": ("contactPoint", 1),
    "keywords": ("keyword", 1),
    "themes": ("theme", 1),
    "availability": ("availability", 1),
}
"""What a dataset may leave out, and the property that is then missing."""


@pytest.fixture(scope="session")
def shapes(shared_folder: Path) -> dict[str, rdflib.Graph]:
    """The official shapes by their files."""
    folder = shared_folder / "oracles" / "dcat-ap-3.0.1"
    return {name: whole(rdflib.Graph().parse(folder / name)) for name in (*MANDATORY, RECOMMENDED)}


def whole(shapes: rdflib.Graph) -> rdflib.Graph:
    """Return shapes without those properties that name no path: pySHACL refuses a file that has one."""
    for _, node in list(shapes.subject_objects(SH.property)):
        if shapes.value(node, SH.path) is None:
            shapes.remove((None, SH.property, node))
    return shapes


def judged(described: Described, shapes: rdflib.Graph) -> list[str]:
    """Return what shapes find: the property and the node, each once."""
    record = rdflib.Graph().parse(data=dcat.write(described)[dcat.FILE], format="turtle")
    _, report, _ = pyshacl.validate(record, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    found = report.subjects(rdflib.RDF.type, SH.ValidationResult)
    return sorted(
        {f"{report.value(r, SH.resultPath)} of {report.value(r, SH.focusNode)}" for r in found}
    )


class TestShapes:
    @pytest.mark.parametrize("name", [*MANDATORY, RECOMMENDED])
    def test_the_projects_own_record_has_no_fault(
        self, describing: Describe, shapes: dict[str, rdflib.Graph], name: str
    ) -> None:
        """
        What the project publishes of itself has no violation and no warning.
        """
        assert [] == judged(describing(own()), shapes[name])

    @pytest.mark.parametrize("name", [*MANDATORY, RECOMMENDED])
    def test_a_record_that_says_all_has_no_fault(
        self, describing: Describe, shapes: dict[str, rdflib.Graph], name: str
    ) -> None:
        """
        An endpoint, several creators and languages are written as the shapes ask.
        """
        assert [] == judged(describing(), shapes[name])


class TestMissing:
    @pytest.mark.parametrize("field", GIVEN_UP)
    def test_what_is_said_to_be_missing_is_what_the_shapes_miss(
        self, describing: Describe, shapes: dict[str, rdflib.Graph], field: str
    ) -> None:
        """
        A field left out is told by its property, and the shapes warn of the same one.
        """
        kept = () if field in ("keywords", "themes") else None
        described = describing(service=None, **{field: kept})
        name, _ = GIVEN_UP[field]

        assert [True] == [name in told for told in dcat.missing(described).recommended]
        assert all(name in found for found in judged(described, shapes[RECOMMENDED]))
        assert judged(described, shapes[RECOMMENDED])

    def test_a_publisher_is_mandatory(
        self, describing: Describe, shapes: dict[str, rdflib.Graph]
    ) -> None:
        """
        Without a publisher the catalogue is refused.
        """
        described = describing(publisher=None)

        assert ("dcat:Catalog dct:publisher (publisher)",) == dcat.missing(described).mandatory
        assert [True] == ["publisher" in f for f in judged(described, shapes[MANDATORY[0]])]

    def test_nothing_is_missing_from_the_projects_own(self, describing: Describe) -> None:
        """
        The project's own table is complete for data portals.
        """
        found = dcat.missing(describing(own()))

        assert ((), ()) == (found.mandatory, found.recommended)


class TestService:
    def test_there_is_none_without_an_endpoint(self, describing: Describe) -> None:
        """
        A data service is stated only if one is named.
        """
        assert "dcat:DataService" not in dcat.write(describing(service=None))[dcat.FILE]


class TestFiles:
    def test_checksums_are_those_of_the_files(self, describing: Describe) -> None:
        """
        Each file stands in the record with its own hash and size.
        """
        described = describing()
        text = dcat.write(described)[dcat.FILE]

        assert [] == [f.path for f in described.files if f.sha256 not in text]
        assert [] == [f.path for f in described.files if f'byteSize "{f.bytes}"' not in text]
