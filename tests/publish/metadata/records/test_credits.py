"""Records of a dataset with registers: licences, credit and parts in each, valid by their readers."""

import dataclasses
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
import yaml
from datacite import schema45

import programs
from checkout import ROOT
from credited import AIAAIC, ATTRIBUTION, HIBP, SHARE_ALIKE, graph_of
from described_datasets import description_of, full
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.records import citation, datacite, dcat, lodcloud, schemaorg, void
from privkg.reference.credits import Credits
from publish.metadata.records.test_dcat import MANDATORY, RECOMMENDED, whole

LICENCES = "https://example.org/incidents/index.html#licences"
DCT = rdflib.DCTERMS
SCHEMA = rdflib.Namespace("https://schema.org/")
CREDITS = {AIAAIC: SHARE_ALIKE, HIBP: ATTRIBUTION}


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> DatasetDescription:
    """The description of a dataset of records of two registers and of a page."""
    folder = tmp_path_factory.mktemp("credited")
    return description_of(graph_of(folder), folder, full())


@pytest.fixture(scope="module")
def catalogue(description: DatasetDescription) -> rdflib.Graph:
    """The record for DCAT-AP."""
    return rdflib.Graph().parse(data=dcat.write(description)[dcat.FILE], format="turtle")


def dataset_of(record: rdflib.Graph) -> rdflib.URIRef:
    """Return the dataset of a catalogue."""
    found = record.value(predicate=rdflib.RDF.type, object=rdflib.DCAT.Dataset, any=False)
    assert isinstance(found, rdflib.URIRef)
    return found


def parts_of(record: rdflib.Graph, dataset: rdflib.URIRef, predicate: rdflib.URIRef) -> dict[str, str]:
    """Return the licence of each part of a dataset that has a credit, by the credit."""
    parts = record.objects(dataset, predicate)
    return {
        str(credit): str(record.value(part, DCT.license))
        for part in parts
        if (credit := record.value(part, SCHEMA.creditText))
    }


class TestDcat:
    @pytest.mark.parametrize("name", [*MANDATORY, RECOMMENDED])
    def test_has_no_fault(self, shared_folder: Path, catalogue: rdflib.Graph, name: str) -> None:
        """
        The record conforms to the official shapes; its places have no coordinates, which is a warning.
        """
        shapes = whole(rdflib.Graph().parse(shared_folder / "oracles" / "dcat-ap-3.0.1" / name))
        _, report, text = pyshacl.validate(catalogue, shacl_graph=shapes)
        assert isinstance(report, rdflib.Graph)
        paths = set(report.objects(predicate=rdflib.SH.resultPath))

        assert paths <= {DCT.spatial}, text

    def test_licence_has_those_of_the_parts(self, catalogue: rdflib.Graph) -> None:
        """
        The dataset and each distribution have one licence document, with the licences as parts.
        """
        distributions = catalogue.subjects(rdflib.RDF.type, rdflib.DCAT.Distribution)
        stated = {
            str(licence)
            for node in (dataset_of(catalogue), *distributions)
            for licence in catalogue.objects(node, DCT.license)
        }

        assert {LICENCES} == stated
        assert {SHARE_ALIKE, ATTRIBUTION} == set(
            map(str, catalogue.objects(rdflib.URIRef(LICENCES), DCT.hasPart))
        )

    def test_rights_have_each_credit(self, catalogue: rdflib.Graph) -> None:
        """
        The statement of rights of each distribution names each register, and that one is share-alike.
        """
        distributions = [*catalogue.subjects(rdflib.RDF.type, rdflib.DCAT.Distribution)]
        stated = {str(catalogue.value(node, DCT.rights)) for node in distributions}
        (rights,) = stated
        words = str(catalogue.value(rdflib.URIRef(rights), DCT.description))

        assert [True] * 3 == [
            part in words for part in (f"credit: {AIAAIC}", f"credit: {HIBP}", "alike")
        ]

    def test_parts_have_licence_and_credit(self, catalogue: rdflib.Graph) -> None:
        """
        Each register is a part of the dataset with its licence and credit.
        """
        assert CREDITS == parts_of(catalogue, dataset_of(catalogue), DCT.hasPart)

    def test_types_of_licences(self, catalogue: rdflib.Graph) -> None:
        """
        A share-alike licence has the type of ADMS for it.
        """
        (kind,) = catalogue.objects(rdflib.URIRef(SHARE_ALIKE), DCT.type)

        assert "http://purl.org/adms/licencetype/ViralEffect-ShareAlike" == str(kind)


class TestVoid:
    def test_subsets_have_licence_and_credit(self, description: DatasetDescription) -> None:
        """
        Each register is a subset of the dataset with its licence, credit and number of incidents.
        """
        record = rdflib.Graph().parse(data=void.write(description)[void.FILE], format="turtle")
        namespace = rdflib.Namespace("http://rdfs.org/ns/void#")
        (dataset,) = record.subjects(namespace.documents)
        assert isinstance(dataset, rdflib.URIRef)
        counts = [
            int(str(count))
            for subset in record.objects(dataset, namespace.subset)
            for partition in record.objects(subset, namespace.classPartition)
            for count in record.objects(partition, namespace.entities)
        ]

        assert LICENCES == str(record.value(dataset, DCT.license))
        assert CREDITS == parts_of(record, dataset, namespace.subset)
        assert [1, 2] == sorted(counts)


class TestJson:
    def test_schema_org_has_parts(self, description: DatasetDescription) -> None:
        """
        The schema.org record has the list of licences, and each register as a part.
        """
        document: Any = schemaorg.record(description)

        assert LICENCES == document["license"]
        assert CREDITS == {part["creditText"]: part["license"] for part in document["hasPart"]}
        assert [] == [part for part in document["hasPart"] if len(part["description"]) < 50]

    def test_datacite_has_all_rights(self, description: DatasetDescription) -> None:
        """
        The DataCite record has each licence, and what the dataset is derived from, and is valid.
        """
        document: Any = datacite.record(description)
        related = [each["relatedIdentifier"] for each in document["relatedIdentifiers"]]

        assert [] == [error.message for error in schema45.validator.iter_errors(document)]
        assert [ATTRIBUTION, SHARE_ALIKE, ATTRIBUTION] == [
            r["rightsUri"] for r in document["rightsList"]
        ]
        assert ["https://www.aiaaic.org/aiaaic-repository", "https://haveibeenpwned.com/"] == related

    def test_lod_cloud_has_the_list(self, description: DatasetDescription) -> None:
        """
        The entry for the LOD Cloud has the address of the list of licences.
        """
        assert LICENCES == json.loads(lodcloud.write(description)[lodcloud.FILE])["license"]


class TestCitation:
    def test_names_each_register(self, description: DatasetDescription) -> None:
        """
        The citation has each register as a reference with its credit and licence.
        """
        document = yaml.safe_load(citation.write(description)[citation.FILE])
        found = {each["authors"][0]["name"]: each["license-url"] for each in document["references"]}

        assert ("license" in document, LICENCES) == (False, document["license-url"])
        assert CREDITS == found

    def test_cffconvert_accepts_it(self, description: DatasetDescription, tmp_path: Path) -> None:
        """
        The reference implementation of CFF validates the file.
        """
        reader = programs.program(
            os.environ.get("PRIVKG_CFFCONVERT", str(ROOT / ".venv/cffconvert/bin/cffconvert")),
            "run `make .venv/cffconvert/bin/cffconvert`",
        )
        (tmp_path / citation.FILE).write_text(
            citation.write(description)[citation.FILE], encoding="utf-8"
        )
        command = [reader, "--validate", "-i", citation.FILE]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)

        assert (0, b"") == (done.returncode, done.stderr)


class TestOneLicence:
    @pytest.fixture
    def of_one(self, description: DatasetDescription) -> DatasetDescription:
        """The description with the register that has the licence of the dataset only."""
        parts = tuple(part for part in description.credits.parts if part.credit.name == HIBP)
        return dataclasses.replace(description, credits=Credits(parts, 1))

    def test_is_named_itself(self, of_one: DatasetDescription) -> None:
        """
        If registers have the licence of the dataset, it is the licence, and the credit is kept.
        """
        record = rdflib.Graph().parse(data=dcat.write(of_one)[dcat.FILE], format="turtle")
        document: Any = schemaorg.record(of_one)

        assert ATTRIBUTION == document["license"] == str(record.value(dataset_of(record), DCT.license))
        assert {HIBP: ATTRIBUTION} == parts_of(record, dataset_of(record), DCT.hasPart)
        assert "license: CC-BY-4.0\n" in citation.write(of_one)[citation.FILE]
