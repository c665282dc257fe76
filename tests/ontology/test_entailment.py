"""RDFS entailment over ontology and data makes no row, decision or actor an incident."""

import itertools

import owlrl
import pytest
import rdflib

import entailment
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import A, Term, Triple, iri, term
from privkg.reference import concepts
from privkg.store import contents
from privkg.store.graph import Graph

KINDS = {
    term(curie): iri(f"{DEFAULT.things}{path}")
    for curie, path in [
        ("pk:Incident", "incident/a"),
        ("pk:Violation", "incident/a/v1"),
        ("pk:Decision", "incident/a/d1"),
        ("pk:Actor", "actor/a"),
        ("pk:AtRiskGroup", "group/a"),
    ]
}
"""Disjoint classes, with an instance of each."""
DOMAINS = (term("rdfs:domain"), term("schema:domainIncludes"))
RANGES = (term("rdfs:range"), term("schema:rangeIncludes"))
SHARED = [
    *("pk:information", "pk:technology", "pk:law", "pk:peopleAffected", "pk:outcome", "pk:dateEdtf"),
    *("pk:leftEmpty", "dcterms:date", "dcterms:source"),
]
"""Properties of incidents that rows or decisions have too."""
ONTOLOGY = tuple(concepts.triples())


def a_world() -> set[Triple]:
    """Return an instance of each class with every property that the ontology allows."""
    values = {p: o for p, q, o in ONTOLOGY if q in RANGES and o in KINDS}
    pairs = {(p, o) for p, q, o in ONTOLOGY if q in DOMAINS and o in KINDS}
    pairs |= {(term(p), kind) for p in SHARED[-2:] for kind in list(KINDS)[:3]}
    other = iri("https://example.org/a-value")
    stated = {(KINDS[kind], p, KINDS[values[p]] if p in values else other) for p, kind in pairs}
    return stated | {(node, A, kind) for kind, node in KINDS.items()}


def mixed(triples: set[Triple]) -> set[tuple[Term, Term, Term]]:
    """Return the nodes with two disjoint types, and these types."""
    found = entailment.types({*ONTOLOGY, *triples})
    return {
        (node, *pair)
        for node, classes in found.items()
        for pair in itertools.combinations(sorted(classes & KINDS.keys()), 2)
    }


class TestKinds:
    def test_stay_apart_whatever_they_have(self) -> None:
        """
        No property of a row, decision or actor entails another type.
        """
        world = a_world()

        assert {term("pk:information"), term("pk:decidedBy"), term("dcterms:date")} <= {
            p for _, p, _ in world
        }
        assert set() == mixed(world)

    def test_stay_apart_in_the_corpus(self, corpus: Graph) -> None:
        """
        RDFS entailment over ontology and corpus adds no incident.
        """
        facts = set(contents.fact_triples(corpus))
        known = {s for s, p, o in facts if (p, o) == (A, term("pk:Incident"))}
        found = entailment.types({*ONTOLOGY, *facts})

        assert known and known == {node for node, of in found.items() if term("pk:Incident") in of}
        assert set() == mixed(facts)

    @pytest.mark.parametrize("curie", SHARED)
    def test_would_not_with_a_domain(self, curie: str) -> None:
        """
        With the domain pk:Incident, a property of rows or decisions would make them incidents.
        """
        domain = (term(curie), term("rdfs:domain"), term("pk:Incident"))

        assert (
            KINDS.keys()
            & {term("pk:Violation"), term("pk:Decision")}
            & {kind for _, *pair in mixed({*a_world(), domain}) for kind in pair}
        )


class TestClasses:
    def test_are_no_members_of_themselves(self) -> None:
        """
        No class of privkg is an instance of itself, or of incident, row, decision or actor.
        """
        found = entailment.types(ONTOLOGY)
        ours = {node for node, of in found.items() if term("owl:Class") in of}

        assert len(ours) > 30
        assert {} == {
            node: found[node] & {node, *KINDS} for node in ours if found[node] & {node, *KINDS}
        }


class TestEntailment:
    def test_is_what_owlrl_finds(self) -> None:
        """
        owlrl, which implements all of RDFS, infers the same types for a small graph.
        """
        world = a_world()
        graph = rdflib.Graph()
        text = "".join(f"{s} {p} {o} .\n" for s, p, o in {*_schema(), *world})
        graph.parse(data=text, format="nt")
        owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
        theirs = {(Term(s.n3()), Term(o.n3())) for s, o in graph.subject_objects(rdflib.RDF.type)}
        ours = entailment.types({*_schema(), *world})

        assert {
            (node, kind)
            for node, kind in theirs
            if node in KINDS.values() and kind != term("rdfs:Resource")
        } == {(node, kind) for node in KINDS.values() for kind in ours[node]}


def _schema() -> list[Triple]:
    """Return the subclass, subproperty, domain and range statements of the ontology."""
    names = ("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range")
    predicates = set(map(term, names))
    return [triple for triple in ONTOLOGY if triple[1] in predicates]
