"""Concept schemes: sixteen harms in four groups, and each scheme a tree."""

import re

import pytest

from privkg.rdf.schemes import Scheme, schemes
from privkg.rdf.terms import BASE, A, Term, iri_text, shorten, term
from privkg.reference import concepts

TREE = {
    "InformationCollection": {"Surveillance", "Interrogation"},
    "InformationProcessing": {
        *("Aggregation", "Identification", "Insecurity", "SecondaryUse", "Exclusion"),
    },
    "InformationDissemination": {
        *("BreachOfConfidentiality", "Disclosure", "Exposure", "IncreasedAccessibility"),
        *("Blackmail", "Appropriation", "Distortion"),
    },
    "Invasion": {"Intrusion", "DecisionalInterference"},
}
KINDS = ("pk:Harm", "pk:HarmGroup", "pk:Consequence", "pk:GroupType")
each_scheme = pytest.mark.parametrize("scheme", schemes(), ids=lambda scheme: scheme.name)


def subjects(predicate: str, value: Term) -> set[Term]:
    return {s for s, p, o in concepts.triples() if (p, o) == (term(predicate), value)}


def values(node: Term, predicate: str) -> list[Term]:
    return [o for s, p, o in concepts.triples() if (s, p) == (node, term(predicate))]


def names_of(kind: str) -> set[str]:
    """Return the local names of Solove's concepts of a kind."""
    found = (shorten(iri_text(node)) for node in subjects("rdf:type", term(kind)))
    return {name.partition(":")[2] for name in found if name.startswith("solove:")}


class TestHarms:
    @pytest.mark.parametrize("group", TREE)
    def test_are_in_their_group(self, group: str) -> None:
        """
        Each group has its harms of Solove's taxonomy.
        """
        found = subjects("skos:broader", term(f"solove:{group}"))

        assert {term(f"solove:{name}") for name in TREE[group]} == found

    def test_are_those_and_no_others(self) -> None:
        """
        There are sixteen harms and four groups.
        """
        assert set(TREE) == names_of("pk:HarmGroup")
        assert set().union(*TREE.values()) == names_of("pk:Harm")

    @pytest.mark.parametrize("predicate", ["skos:scopeNote", "skos:example", "dcterms:source"])
    def test_are_explained(self, predicate: str) -> None:
        """
        Each harm has a note on its use, an example, and its citation.
        """
        harms = subjects("rdf:type", term("pk:Harm"))

        assert set() == {harm for harm in harms if not values(harm, predicate)}

    def test_the_one_the_wiki_retired_has_a_note(self) -> None:
        """
        Blackmail is not deprecated, has a note on the wiki's view, and the harm meant is related.
        """
        blackmail = term("solove:Blackmail")

        assert [] == [*values(blackmail, "owl:deprecated"), *values(blackmail, "dcterms:isReplacedBy")]
        assert term("solove:DecisionalInterference") in values(blackmail, "skos:related")
        assert values(blackmail, "skos:historyNote")


class TestSchemes:
    def test_are_those_that_the_ontology_has(self) -> None:
        """
        The heads that are found as text are those that are there as RDF.
        """
        heads = {term(f"{scheme.prefix}:scheme") for scheme in schemes()}
        inside = subjects("rdf:type", term("skos:ConceptScheme"))  # of alignments, targets among them

        assert {node for node in inside if re.fullmatch(rf"<{BASE}[\w-]+#scheme>", node)} == heads

    @each_scheme
    def test_have_the_names_of_their_files(self, scheme: Scheme) -> None:
        """
        The namespace of a scheme ends with the name of its file and of its published page.
        """
        assert f"{BASE}{scheme.name}#" == scheme.namespace

    @pytest.mark.parametrize("kind", KINDS)
    def test_hold_their_concepts(self, kind: str) -> None:
        """
        Each concept is in the scheme of its namespace only, and has the type skos:Concept.
        """
        found = subjects("rdf:type", term(kind))
        inside = {node: values(node, "skos:inScheme") for node in found}

        assert {node: [Term(f"{node.partition('#')[0]}#scheme>")] for node in found} == inside
        assert found <= subjects("rdf:type", term("skos:Concept"))

    @each_scheme
    def test_are_trees(self, scheme: Scheme) -> None:
        """
        A concept is a top concept of its scheme, or a descendant of one.
        """
        head = term(f"{scheme.prefix}:scheme")
        members = subjects("skos:inScheme", head)
        reached, todo = set[Term](), subjects("skos:topConceptOf", head)
        while todo:
            reached |= todo
            todo = {s for above in todo for s in subjects("skos:broader", above)} & members - reached
        climbing = {
            s for s in members for o in values(s, "skos:broader") if s in values(o, "skos:broader")
        }

        assert (members, set()) == (reached, climbing)


class TestClasses:
    def test_rows_are_disjoint_from_incidents_and_decisions(self) -> None:
        """
        A row is disjoint from incidents and decisions, so that neither is counted as the other.
        """
        others = [term("pk:Decision"), term("pk:Incident")]

        assert others == sorted(values(term("pk:Violation"), "owl:disjointWith"))

    def test_actor_types_are_a_tree(self) -> None:
        """
        Each actor type is a descendant of pk:Actor, by one path among the types of privkg.
        """
        types = {concept.iri for concept in concepts.actor_types()}
        parents = {node: [o for o in values(node, "rdfs:subClassOf") if o in types] for node in types}

        assert {term("pk:Actor")} == {node for node, above in parents.items() if len(above) != 1}

    def test_statuses_are_those_of_the_design(self) -> None:
        """
        There are eight claim statuses and three knowledge statuses.
        """
        claims = {shorten(iri_text(c.iri)) for c in concepts.claim_statuses()}
        known = {shorten(iri_text(c.iri)) for c in concepts.knowledge_statuses()}

        assert {
            *("pk:Reported", "pk:Alleged", "pk:Established", "pk:Disputed", "pk:Denied", "pk:Derived"),
            *("pk:Settled", "pk:Uncontested"),
        } == claims
        assert {"pk:Known", "pk:NotKnown", "pk:NoneStated"} == known

    @pytest.mark.parametrize(
        ("child", "parents"),
        [
            ("pk:Incident", {"risk:Incident"}),
            ("pk:Violation", {"prov:Activity"}),
            ("pk:MunicipalDepartment", {"pk:MunicipalAuthority", "org:OrganizationalUnit"}),
            ("pk:MunicipalITDepartment", {"pk:MunicipalDepartment"}),
            ("pk:RegisterRecord", {"pk:Incident"}),
        ],
    )
    def test_have_the_superclasses_of_the_design(self, child: str, parents: set[str]) -> None:
        """
        A class has the superclasses that the design names.
        """
        assert parents == {shorten(iri_text(o)) for o in values(term(child), "rdfs:subClassOf")}

    def test_every_subject_has_a_type(self) -> None:
        """
        Every term that the ontology describes has a type.
        """
        own = {s for s, _, _ in concepts.triples() if s.startswith("<https://w3id.org/privkg/ns#")}

        assert set() == {s for s in own if not any(t == s and p == A for t, p, _ in concepts.triples())}
