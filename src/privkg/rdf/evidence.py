"""Claims: the resources in provenance graphs that link a statement to the passage that supports it."""

import re

from privkg.rdf.kinds import Kind
from privkg.rdf.terms import A, Term, term

CLAIM = term("pk:Claim")
SUBJECT, PREDICATE, OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
DERIVED_BY, QUOTE, TARGET = term("pk:derivedBy"), term("pk:quote"), term("oa:hasTarget")
SOURCE = term("dcterms:source")

PREDICATES = frozenset([A, SUBJECT, PREDICATE, OBJECT, DERIVED_BY, QUOTE, TARGET, SOURCE])
"""The predicates of all triples about claims."""

LINKS = frozenset(
    map(
        term,
        (
            *("pk:violationOf", "pk:hasViolation", "pk:decisionOf", "pk:hasDecision", "pk:decidesOn"),
            *("pk:actor", "pk:statedActor", "pk:recipient", "pk:decidedBy", "pk:attributedTo"),
            *("pk:atRisk", "pk:affected", "pk:highRisk", "pk:subgroupOf", "dcterms:spatial"),
        ),
    )
)
"""Predicates that link to incidents and their parts, parties, groups and places, never to claims."""

_IRI = re.compile(rf"<.*/id/{Kind.INCIDENT}/[^/]+/e[0-9]+>")


def may_match(subject: Term | None, predicate: Term | None, object_: Term | None) -> bool:
    """Return whether a pattern may match a triple about a claim; None matches any term."""
    if subject is not None and not is_claim(subject):
        return False
    if predicate == A and object_ is not None:
        return object_ == CLAIM
    return predicate is None or predicate in PREDICATES


def is_claim(node: str) -> bool:
    """Return whether a node is a claim of an incident, below any base."""
    return _IRI.fullmatch(node) is not None
