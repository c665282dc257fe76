"""Vocabularies of `ontology/`: the concepts that pages and questions name, found by label."""

import functools
from collections.abc import Iterable, Mapping

from privkg.core import resources
from privkg.rdf.terms import PREFIXES, A, Term, Triple, term
from privkg.reference import vocabulary
from privkg.reference.vocabulary import Vocabulary
from privkg.store import rdf

CURRENCIES = "http://publications.europa.eu/resource/authority/currency/"
"""The namespace of the EU authority table of currencies, by ISO 4217 code."""

_MATCHED = "matched.ttl"
_BROADER = term("skos:broader")
_LEGISLATION, _REPLACED_BY = term("schema:Legislation"), term("dcterms:isReplacedBy")
_AXIOM_SUBJECT = term("owl:annotatedSource")


@functools.cache
def triples() -> tuple[Triple, ...]:
    """Return the triples of `ontology/` without laws and without labels of foreign vocabularies."""
    return _asserted()[0]


@functools.cache
def law_records() -> tuple[Triple, ...]:
    """Return the records of laws with their matches; a built graph has only those that pages name."""
    return _asserted()[1]


def law_records_in_use(used: Iterable[Term]) -> list[Triple]:
    """Return the records of the laws in `used` and of the laws that replace them, with their matches."""
    about: dict[Term, list[Triple]] = {}
    for triple in law_records():
        about.setdefault(triple[0], []).append(triple)
    todo, found = set(used) & about.keys(), set[Term]()
    while todo:
        found |= todo
        todo = {o for law in todo for _, p, o in about[law] if p == _REPLACED_BY} - found
    found |= {s for s, p, o in law_records() if p == _AXIOM_SUBJECT and o in found}
    return [triple for triple in law_records() if triple[0] in found]


@functools.cache
def foreign_labels() -> tuple[Triple, ...]:
    """Return preferred labels and hierarchy of the terms of foreign vocabularies that pages may use."""
    files = (file for file in resources.files("ontology/labels", ".ttl") if file.name != _MATCHED)
    return tuple(triple for file in files for triple in rdf.read_turtle(file))


@functools.cache
def matched_labels() -> tuple[Triple, ...]:
    """Return the labels of foreign terms that harms, consequences and group types match.

    They are for pages only: a register may have such a term with another label of its own.
    """
    return tuple(rdf.read_turtle(resources.folder("ontology/labels") / _MATCHED))


def labels_in_use(used: Iterable[Term]) -> list[Triple]:
    """Return labels and hierarchy of the foreign terms in `used` and of all their broader terms."""
    about = _foreign_by_subject()
    open_terms, closed = set(used) & about.keys(), set[Term]()
    while open_terms:
        closed |= open_terms
        broader = {o for s in open_terms for _, p, o in about[s] if p == _BROADER}
        open_terms = (broader & about.keys()) - closed
    return [triple for subject in sorted(closed) for triple in about[subject]]


def with_narrower(concept: Term) -> tuple[Term, ...]:
    """Return a concept or class, followed by all its narrower concepts or subclasses, sorted."""
    found, todo = set[Term](), {concept}
    while todo:
        found |= todo
        todo = {child for parent in todo for child in _narrower().get(parent, ())} - found
    return concept, *sorted(found - {concept})


@functools.cache
def matched() -> frozenset[Term]:
    """Return the concepts of other vocabularies that harms, consequences and group types match."""
    kinds = ("broadMatch", "closeMatch", "exactMatch", "narrowMatch", "relatedMatch")
    properties = {term(f"skos:{kind}") for kind in kinds}
    return frozenset(o for _, p, o in triples() if p in properties)


@functools.cache
def harms() -> Vocabulary:
    """Return the sixteen harms without their four groups, which a row cannot have."""
    return _of_type("harm", "pk:Harm")


@functools.cache
def superseded_harms() -> frozenset[Term]:
    """Return the harms that the Privacy Wiki no longer uses, read from the shape harm-is-current.

    They are not `owl:deprecated`, because Solove's scheme still has them.
    """
    rule = rdf.read_with_blank_nodes(resources.folder("shapes") / "harm-is-current.ttl")
    return frozenset(value for _, predicate, value in rule if predicate == term("rdf:first"))


@functools.cache
def harms_and_groups() -> Vocabulary:
    """Return harms and their groups; a question may name either."""
    return _of_type("harm", "pk:Harm", "pk:HarmGroup")


@functools.cache
def consequences() -> Vocabulary:
    """Return the tangible consequences."""
    return _of_type("consequence", "pk:Consequence")


@functools.cache
def group_types() -> Vocabulary:
    """Return the types of groups at risk."""
    return _of_type("group type", "pk:GroupType")


@functools.cache
def claim_statuses() -> Vocabulary:
    """Return the claim statuses of rows."""
    return _of_type("claim status", "pk:ClaimStatus")


@functools.cache
def knowledge_statuses() -> Vocabulary:
    """Return the statuses that a page may state instead of a consequence, such as "not known"."""
    return _of_type("knowledge status", "pk:KnowledgeStatus")


def is_unknown(text: str) -> bool:
    """Return whether words are in place of a name that is not known, or of none: "not known", "n/a"."""
    return knowledge_statuses().find_exactly(text) is not None


@functools.cache
def information() -> Vocabulary:
    """Return the categories of personal data, found by DPV's labels and by those that wikis use."""
    return _of_namespace("information type", PREFIXES["pd"])


@functools.cache
def technologies() -> Vocabulary:
    """Return DPV's technologies and capabilities."""
    return _of_namespace("technology", PREFIXES["ai"], PREFIXES["tech"])


@functools.cache
def laws() -> Vocabulary:
    """Return the laws, found by their unambiguous names.

    Names that several laws share depend on the place of the incident: use `laws.Laws` for them.
    """
    members = {s for s, p, o in law_records() if p == A and o == _LEGISLATION}
    return vocabulary.from_triples("law", members, law_records(), are_parts_names=False)


@functools.cache
def decision_kinds() -> Vocabulary:
    """Return the kinds of decisions of courts, regulators and other bodies."""
    return _of_type("kind of decision", "pk:DecisionKind")


@functools.cache
def roles() -> Vocabulary:
    """Return the roles of actors: privkg's own and DPV's legal entities."""
    entity, subject = term("dpv:LegalEntity"), term("dpv:HumanSubject")
    own = {s for s, p, o in triples() if p == A and o == term("pk:ActorRole")}
    return _vocabulary("role", own | set(with_narrower(entity)) - {entity, subject})


@functools.cache
def currencies() -> Vocabulary:
    """Return the currencies, found by ISO 4217 code and by label."""
    return _of_namespace("currency", CURRENCIES)


@functools.cache
def countries() -> Vocabulary:
    """Return the countries, found by DPV's labels and by ISO 3166-1 alpha-2 code."""
    named = {s for s, p, o in foreign_labels() if p == _BROADER and o == term("dpv:Country")}
    return _vocabulary("country", named)


@functools.cache
def country_labels() -> Mapping[Term, str]:
    """Return the labels of the countries."""
    return {country.iri: country.label for country in countries()}


@functools.cache
def actor_types() -> Vocabulary:
    """Return the tree of actor types, `pk:Actor` at its root."""
    return _vocabulary("actor type", set(with_narrower(term("pk:Actor"))))


@functools.cache
def _asserted() -> tuple[tuple[Triple, ...], tuple[Triple, ...]]:
    """Return the triples of all ontology files in two parts: terms, and laws with their matches.

    An axiom about a match (`owl:annotatedSource`) belongs to the part of the law that it annotates.
    """
    extracts = resources.folder("ontology/labels")
    files = [file for file in resources.files("ontology", ".ttl") if extracts not in file.parents]
    every = [triple for file in files for triple in rdf.read_turtle(file)]
    records = {s for s, p, o in every if p == A and o == _LEGISLATION}
    records |= {s for s, p, o in every if p == _AXIOM_SUBJECT and o in records}
    terms = tuple(triple for triple in every if triple[0] not in records)
    return terms, tuple(triple for triple in every if triple[0] in records)


@functools.cache
def _foreign_by_subject() -> Mapping[Term, list[Triple]]:
    about: dict[Term, list[Triple]] = {}
    for triple in foreign_labels():
        about.setdefault(triple[0], []).append(triple)
    return about


@functools.cache
def _narrower() -> dict[Term, set[Term]]:
    narrower: dict[Term, set[Term]] = {}
    for subject, predicate, parent in (*triples(), *foreign_labels()):
        if predicate in (_BROADER, term("rdfs:subClassOf")):
            narrower.setdefault(parent, set()).add(subject)
    return narrower


def _of_type(kind: str, *classes: str) -> Vocabulary:
    wanted = {term(name) for name in classes}
    return _vocabulary(kind, {s for s, p, o in triples() if p == A and o in wanted})


def _of_namespace(kind: str, *namespaces: str) -> Vocabulary:
    prefixes = tuple(f"<{namespace}" for namespace in namespaces)
    return _vocabulary(kind, {s for s, _, _ in foreign_labels() if s.startswith(prefixes)})


def _vocabulary(kind: str, members: set[Term]) -> Vocabulary:
    return vocabulary.from_triples(kind, members, (*triples(), *foreign_labels()))
