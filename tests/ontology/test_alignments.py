"""Mappings to other vocabularies: their files, their strength and their justifications."""

import re
from collections import Counter
from pathlib import Path

import pytest

from checkout import ROOT
from privkg.publish import layout
from privkg.rdf.schemes import schemes
from privkg.rdf.terms import BASE, A, Term, Triple, iri_text, term
from privkg.reference import concepts
from privkg.store import rdf
from turtle_files import ONTOLOGY

ALIGNMENTS = sorted((ONTOLOGY / "alignments").glob("*.ttl"))
MATCHES = {term(f"skos:{name}Match") for name in ("exact", "close", "broad", "narrow", "related")}
JUSTIFICATION = Term("<https://w3id.org/sssom/mapping_justification>")
MANUAL = Term("<https://w3id.org/semapv/vocab/ManualMappingCuration>")
LAWS = {s for s, _, _ in concepts.law_records()}

each_alignment = pytest.mark.parametrize(
    "path", ALIGNMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


def mappings(path: Path) -> list[Triple]:
    return [triple for triple in rdf.read_turtle(path) if triple[1] in MATCHES]


def annotated(path: Path) -> dict[Term, dict[Term, Term]]:
    """Return the properties of each annotation axiom of a file, by its node."""
    triples = rdf.read_turtle(path)
    axioms = {s for s, p, o in triples if (p, o) == (A, term("owl:Axiom"))}
    return {axiom: {p: o for s, p, o in triples if s == axiom} for axiom in axioms}


class TestMappings:
    @each_alignment
    def test_have_one_justification_each(self, path: Path) -> None:
        """
        Each match has exactly one axiom on how it was found, and each axiom annotates a match.
        """
        parts = [term(f"owl:annotated{part}") for part in ("Source", "Property", "Target")]
        axioms = Counter(tuple(axiom[part] for part in parts) for axiom in annotated(path).values())

        assert Counter(mappings(path)) == axioms

    @each_alignment
    def test_have_a_reason(self, path: Path) -> None:
        """
        Each match was chosen by hand, with a sentence on the reason.
        """
        odd = [
            axiom
            for axiom, properties in annotated(path).items()
            if properties.get(JUSTIFICATION) != MANUAL
            or not re.match(r'"[A-Z].{10,}\."@en$', properties.get(term("rdfs:comment"), ""))
        ]

        assert [] == odd

    @each_alignment
    def test_are_exact_for_laws_only(self, path: Path) -> None:
        """
        Only laws have exact matches: these are transitive, and a law is one and the same act.
        """
        exact = [s for s, p, _ in mappings(path) if p == term("skos:exactMatch")]

        assert [] == [subject for subject in exact if subject not in LAWS]

    @each_alignment
    def test_relate_own_concepts_to_foreign_ones(self, path: Path) -> None:
        """
        The subject of a match is a concept of privkg, and no pair is matched twice.
        """
        found = mappings(path)
        own = tuple(f"<{BASE}{name}#" for name in layout.vocabularies())

        assert [] == [subject for subject, _, _ in found if not subject.startswith(own)]
        assert len(found) == len({(subject, target) for subject, _, target in found})

    def test_are_in_alignments_only(self) -> None:
        """
        No file outside of the folder of alignments has a mapping.
        """
        others = [path for path in ONTOLOGY.rglob("*.ttl") if path not in ALIGNMENTS]

        assert [] == [triple for path in others for triple in mappings(path)]


class TestTraps:
    @pytest.mark.parametrize(
        "name",
        [
            *("https://w3id.org/dpv#PhysicalSurveillance", "https://w3id.org/dpv#Aggregate"),
            *("https://w3id.org/dpv/ai#DataAggregation", "https://w3id.org/dpv/risk#SystemIntrusion"),
            *(
                "https://w3id.org/dpv/risk#PublicServicesExclusion",
                "https://w3id.org/dpv#DecisionMaking",
            ),
            *("https://w3id.org/dpv/sector/health#SecondaryUse", "https://w3id.org/dpv/risk#Threat"),
        ],
    )
    def test_no_false_friend_is_a_target(self, name: str) -> None:
        """
        A foreign term with the name of a harm and another meaning is not a match of a harm.
        """
        harms = tuple(f"<{scheme.namespace}" for scheme in schemes() if scheme.is_of_harms)
        found = [o for s, p, o in concepts.triples() if p in MATCHES and s.startswith(harms)]

        assert name not in map(iri_text, found)

    def test_nothing_of_ours_is_below_a_risk_source(self) -> None:
        """
        Of DPV's risks only the incident is a superclass here: others are subclasses of rdfs:Class.
        """
        above = {o for _, p, o in concepts.triples() if p == term("rdfs:subClassOf")}

        assert {term("risk:Incident")} == {
            o for o in above if o.startswith("<https://w3id.org/dpv/risk#")
        }

    def test_foreign_terms_are_never_redefined(self) -> None:
        """
        Foreign terms only have labels and matches.
        """
        used = {p for s, p, _ in concepts.triples() if not s.startswith("<https://w3id.org/privkg")}

        assert {term("skos:altLabel")} == used
