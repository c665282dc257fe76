"""The DCAT-AP record, validated against the official shapes."""

from pathlib import Path

import pyshacl
import pytest
import rdflib

from described_datasets import own
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.records import dcat
from publish.metadata.conftest import Describe

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
MANDATORY = ("html__shacl__shapes.ttl", "html__shacl__range.ttl", "shacl__dcat-ap-SHACL.ttl")
RECOMMENDED = "html__shacl__shapes_recommended.ttl"
LEFT_OUT = {
    "contact": ("contactPoint", 1),
    "keywords": ("keyword", 1),
    "themes": ("theme", 1),
    "availability": ("availability", 1),
}
"""Optional fields of a dataset, and the property that is then missing."""


@pytest.fixture(scope="session")
def shapes(shared_folder: Path) -> dict[str, rdflib.Graph]:
    """The official shapes, by file name."""
    folder = shared_folder / "oracles" / "dcat-ap-3.0.1"
    return {name: whole(rdflib.Graph().parse(folder / name)) for name in (*MANDATORY, RECOMMENDED)}


def whole(shapes: rdflib.Graph) -> rdflib.Graph:
    """Return shapes without property shapes that have no path: pySHACL rejects a file that has one."""
    for _, node in list(shapes.subject_objects(SH.property)):
        if shapes.value(node, SH.path) is None:
            shapes.remove((None, SH.property, node))
    return shapes


def judged(description: DatasetDescription, shapes: rdflib.Graph) -> list[str]:
    """Return the validation results as path and focus node, without duplicates."""
    record = rdflib.Graph().parse(data=dcat.write(description)[dcat.FILE], format="turtle")
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
        The record of the project's own dataset has no violation and no warning.
        """
        assert [] == judged(describing(own()), shapes[name])

    @pytest.mark.parametrize("name", [*MANDATORY, RECOMMENDED])
    def test_a_full_record_has_no_fault(
        self, describing: Describe, shapes: dict[str, rdflib.Graph], name: str
    ) -> None:
        """
        A record with all optional fields conforms to the shapes.
        """
        assert [] == judged(describing(), shapes[name])


class TestMissing:
    @pytest.mark.parametrize("field", LEFT_OUT)
    def test_missing_fields_are_those_of_the_shapes(
        self, describing: Describe, shapes: dict[str, rdflib.Graph], field: str
    ) -> None:
        """
        A field that is left out is reported, and the shapes have a warning for the same property.
        """
        kept = () if field in ("keywords", "themes") else None
        description = describing(service=None, **{field: kept})
        name, _ = LEFT_OUT[field]

        assert [True] == [name in missing for missing in dcat.missing(description).recommended]
        assert all(name in found for found in judged(description, shapes[RECOMMENDED]))
        assert judged(description, shapes[RECOMMENDED])

    def test_a_publisher_is_mandatory(
        self, describing: Describe, shapes: dict[str, rdflib.Graph]
    ) -> None:
        """
        A record without a publisher has a violation.
        """
        description = describing(publisher=None)

        assert ("dcat:Catalog dct:publisher (publisher)",) == dcat.missing(description).mandatory
        assert [True] == ["publisher" in f for f in judged(description, shapes[MANDATORY[0]])]

    def test_nothing_is_missing_from_the_projects_own(self, describing: Describe) -> None:
        """
        The project's own dataset has all fields of DCAT-AP.
        """
        found = dcat.missing(describing(own()))

        assert ((), ()) == (found.mandatory, found.recommended)


class TestService:
    def test_there_is_none_without_an_endpoint(self, describing: Describe) -> None:
        """
        The record has a data service only if the dataset has an endpoint.
        """
        assert "dcat:DataService" not in dcat.write(describing(service=None))[dcat.FILE]


class TestFiles:
    def test_checksums_are_those_of_the_files(self, describing: Describe) -> None:
        """
        The record has the hash and the size of each file.
        """
        description = describing()
        text = dcat.write(description)[dcat.FILE]

        assert [] == [f.path for f in description.files if f.sha256 not in text]
        assert [] == [f.path for f in description.files if f'byteSize "{f.bytes}"' not in text]
