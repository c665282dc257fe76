"""Mappings to other vocabularies: where they stand, how strong they are, and why they were chosen."""

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
    """Return what each axiom of a file says, by its IRI."""
    triples = rdf.read_turtle(path)
    axioms = {s for s, p, o in triples if (p, o) == (A, term("owl:Axiom"))}
    return {axiom: {p: o for s, p, o in triples if s == axiom} for axiom in axioms}


class TestMappings:
    @each_alignment
    def test_have_one_justification_each(self, path: Path) -> None:
        """
        Each match has exactly one axiom that says how it was found, and no axiom speaks of another.
        """
        parts = [term(f"owl:annotated{part}") for part in ("Source", "Property", "Target")]
        axioms = Counter(tuple(axiom[part] for part in parts) for axiom in annotated(path).values())

        assert Counter(mappings(path)) == axioms

    @each_alignment
    def test_say_why(self, path: Path) -> None:
        """
        Each match was chosen by hand, and a sentence says why.
        """
        odd = [
            axiom
            for axiom, said in annotated(path).items()
            if said.get(JUSTIFICATION) != MANUAL
            or not re.match(r'"[A-Z].{10,}\."@en$', said.get(term("rdfs:comment"), ""))
        ]

        assert [] == odd

    @each_alignment
    def test_are_exact_for_laws_only(self, path: Path) -> None:
        """
        Only a law is exactly another vocabulary's term, as it is one act; matches of that kind spread.
        """
        exact = [s for s, p, _ in mappings(path) if p == term("skos:exactMatch")]

        assert [] == [subject for subject in exact if subject not in LAWS]

    @each_alignment
    def test_lead_from_ours_to_theirs(self, path: Path) -> None:
        """
        A match begins at a concept of ours, and no pair is matched in two ways.
        """
        found = mappings(path)
        own = tuple(f"<{BASE}{name}#" for name in layout.vocabularies())

        assert [] == [subject for subject, _, _ in found if not subject.startswith(own)]
        assert len(found) == len({(subject, target) for subject, _, target in found})

    def test_stand_in_alignments_and_nowhere_else(self) -> None:
        """
        Outside of their folder no file maps anything.
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
        A term that sounds like a harm and means something else is no match of a harm.
        """
        harms = tuple(f"<{scheme.namespace}" for scheme in schemes() if scheme.is_of_harms)
        found = [o for s, p, o in concepts.triples() if p in MATCHES and s.startswith(harms)]

        assert name not in map(iri_text, found)

    def test_nothing_of_ours_is_below_a_risk_source(self) -> None:
        """
        Of DPV's risks only the incident is a class above ours: the others climb to rdfs:Class.
        """
        above = {o for _, p, o in concepts.triples() if p == term("rdfs:subClassOf")}

        assert {term("risk:Incident")} == {
            o for o in above if o.startswith("<https://w3id.org/dpv/risk#")
        }

    def test_foreign_terms_are_never_redefined(self) -> None:
        """
        Of a term that is not ours no more is said than a label and what it matches.
        """
        said = {p for s, p, _ in concepts.triples() if not s.startswith("<https://w3id.org/privkg")}

        assert {term("skos:altLabel")} == said
