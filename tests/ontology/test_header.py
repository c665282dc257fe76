"""The head of each ontology file: what a register of vocabularies and a reader ask first.

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
    """Return what a file says of its own ontology or scheme, the first of them."""
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
    def test_says_all_of_the_checklist(self, predicate: str) -> None:
        """
        The ontology states each thing that the checklist asks for, once.
        """
        assert 1 == len(head(MAIN).get(predicate, []))

    @pytest.mark.parametrize(("name", "value"), NAMESPACE.items())
    def test_names_its_namespace(self, name: str, value: str) -> None:
        """
        Prefix and namespace are given as plain text.
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
        Creator and publisher are things, not names.
        """
        found = head(MAIN)

        assert all(
            value.startswith("<") for value in found["dcterms:creator"] + found["dcterms:publisher"]
        )


class TestParts:
    @pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_says_whose_and_how_old_it_is(self, path: Path) -> None:
        """
        Each file of the vocabulary says its title, makers, licence, dates and version.
        """
        assert set() == EVERY_PART - head(path).keys()

    @pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_data_of_the_vocabulary_are_free(self, path: Path) -> None:
        """
        The vocabulary is under CC BY 4.0, and its dates do not run backwards.
        """
        found = head(path)
        dates = [found[f"dcterms:{name}"][0][1:11] for name in ("created", "issued", "modified")]

        assert ["<https://creativecommons.org/licenses/by/4.0/>"] == found["dcterms:license"]
        assert sorted(dates) == dates
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)

    @pytest.mark.parametrize("path", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
    def test_says_that_its_iris_do_not_resolve_yet(self, path: Path) -> None:
        """
        Where IRIs are handed out, a note says that they are not registered yet.
        """
        assert "do not resolve until they are registered" in " ".join(head(path)["skos:editorialNote"])
