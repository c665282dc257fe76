"""The header of each ontology file: the metadata that vocabulary registers require.

The checklist is that of Widoco's best practices and of Linked Open Vocabularies. What is left out
does not exist yet: an earlier version, a DOI, a named contributor.
"""

import re
from pathlib import Path

import pytest

from checkout import ROOT
from privkg.rdf.terms import Term, iri_text, shorten, term
from privkg.store import rdf
from turtle_files import ONTOLOGY

MAIN = ONTOLOGY / "privkg.ttl"
PARTS = sorted(path for path in ONTOLOGY.rglob("*.ttl") if "labels" not in path.parts)
EVERY_PART = {
    *("dcterms:title", "dcterms:description", "dcterms:creator", "dcterms:publisher", "dcterms:license"),
    *("dcterms:created", "dcterms:issued", "dcterms:modified", "owl:versionInfo", "skos:editorialNote"),
}
NAMESPACE = {"preferredNamespacePrefix": "pk", "preferredNamespaceUri": "https://w3id.org/privkg/ns#"}


def head(path: Path) -> dict[str, list[Term]]:
    """Return the properties of the first ontology or scheme that a file describes."""
    triples = rdf.read_turtle(path)
    kinds = (term("owl:Ontology"), term("skos:ConceptScheme"))
    subject = next(s for s, p, o in triples if p == term("rdf:type") and o in kinds)
    found: dict[str, list[Term]] = {}
    for s, predicate, value in triples:
        if s == subject:
            found.setdefault(shorten(iri_text(predicate)), []).append(value)
    return found


class TestOntology:
    @pytest.mark.parametrize(
        "predicate",
        [
            *(
                "rdfs:label",
                "dcterms:title",
                "dcterms:description",
                "dcterms:abstract",
                "dcterms:creator",
            ),
            *("dcterms:publisher", "dcterms:created", "dcterms:issued", "dcterms:modified"),
            *("dcterms:license", "dcterms:bibliographicCitation", "owl:versionIRI", "owl:versionInfo"),
            "http://purl.org/ontology/bibo/status",
        ],
    )
    def test_has_all_metadata_of_the_checklist(self, predicate: str) -> None:
        """
        The ontology has each metadata property of the checklist once.
        """
        assert 1 == len(head(MAIN).get(predicate, []))

    @pytest.mark.parametrize(("name", "value"), NAMESPACE.items())
    def test_names_its_namespace(self, name: str, value: str) -> None:
        """
        Prefix and namespace are plain literals.
        """
        found = head(MAIN)[f"http://purl.org/vocab/vann/{name}"]

        assert [f'"{value}"'] == found

    def test_version_is_in_its_iri(self) -> None:
        """
        The IRI of the version ends with the version, and the citation names it.
        """
        found = head(MAIN)
        version = rdf.literal_text(found["owl:versionInfo"][0])

        assert [f"<https://w3id.org/privkg/ns/{version}>"] == found["owl:versionIRI"]
        assert f"/ns/{version}" in found["dcterms:bibliographicCitation"][0]

    def test_creator_is_an_iri(self) -> None:
        """
        Creator and publisher are IRIs, not literals.
        """
        found = head(MAIN)

        assert all(
            value.startswith("<") for value in found["dcterms:creator"] + found["dcterms:publisher"]
        )


class TestParts:
    @pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_has_title_creator_licence_dates_and_version(self, path: Path) -> None:
        """
        Each file of the vocabulary has a title, creators, a licence, dates and a version.
        """
        assert set() == EVERY_PART - head(path).keys()

    @pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_licence_is_open_and_dates_are_in_order(self, path: Path) -> None:
        """
        The vocabulary is under CC BY 4.0, and its dates are in order.
        """
        found = head(path)
        dates = [found[f"dcterms:{name}"][0][1:11] for name in ("created", "issued", "modified")]

        assert ["<https://creativecommons.org/licenses/by/4.0/>"] == found["dcterms:license"]
        assert sorted(dates) == dates
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)

    @pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_states_that_its_iris_do_not_resolve_yet(self, path: Path) -> None:
        """
        Where IRIs are minted, a note states that they are not registered yet.
        """
        assert "do not resolve until they are registered" in " ".join(head(path)["skos:editorialNote"])
