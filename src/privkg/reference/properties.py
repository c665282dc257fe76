"""Plain names of properties for JSON keys and for people: `title` for `dcterms:title`."""

import functools
import itertools
import re
from collections.abc import Mapping

from privkg.rdf import order
from privkg.rdf.terms import PREF_LABEL, PREFIXES, A, Term, iri_text, shorten, term
from privkg.reference import concepts
from privkg.store.rdf import literal_text

_DEFINITION = term("skos:definition")
_OBJECT, _DATA = term("owl:ObjectProperty"), term("owl:DatatypeProperty")
_KINDS = (_OBJECT, _DATA, term("rdf:Property"))
_NAMES = {
    "accessed": "pk:accessed",
    "altLabel": "skos:altLabel",
    "archivedAt": "schema:archivedAt",
    "broader": "skos:broader",
    "citation": "dcterms:bibliographicCitation",
    "creditText": "schema:creditText",
    "date": "dcterms:date",
    "deprecated": "owl:deprecated",
    "description": "dcterms:description",
    "isPartOf": "dcterms:isPartOf",
    "isReplacedBy": "dcterms:isReplacedBy",
    "jurisdiction": "dpv:hasJurisdiction",
    "label": "skos:prefLabel",
    "latitude": "schema:latitude",
    "lead": "dcterms:abstract",
    "license": "dcterms:license",
    "longitude": "schema:longitude",
    "mentions": "schema:mentions",
    "place": "dcterms:spatial",
    "published": "schema:datePublished",
    "publisher": "schema:publisher",
    "schemaSameAs": "schema:sameAs",
    "sameAs": "owl:sameAs",
    "shortTitle": "dcterms:alternative",
    "source": "dcterms:source",
    "subjectOf": "schema:subjectOf",
    "title": "dcterms:title",
    "unitOf": "org:unitOf",
    "url": "schema:url",
}
"""Names of properties of other vocabularies; for privkg's own, the local name is used."""
_WORDS = {
    A: "type",
    term("dcterms:isPartOf"): "record of",
    term("dcterms:isReplacedBy"): "replaced by",
    term("dcterms:license"): "licence",
    term("dpv:hasJurisdiction"): "jurisdiction",
    term("owl:deprecated"): "deprecated",
    term("rdfs:subClassOf"): "subclass of",
    term("rdfs:subPropertyOf"): "subproperty of",
    term("schema:creditText"): "credit",
    term("schema:sameAs"): "identified by",
    term("schema:subjectOf"): "described in",
    term("skos:altLabel"): "also called",
    term("skos:editorialNote"): "note",
}
"""Labels of properties of other vocabularies, where the plain name would not be understood."""
_IDS = frozenset(
    {
        "archivedAt",
        "broader",
        "isPartOf",
        "isReplacedBy",
        "jurisdiction",
        "license",
        "mentions",
        "place",
        "sameAs",
        "schemaSameAs",
        "source",
        "subjectOf",
        "unitOf",
        "url",
    }
)
REPEATED = frozenset(
    {
        "actor",
        "actorRole",
        "affected",
        "altLabel",
        "amends",
        "appealOf",
        "atRisk",
        "attributedTo",
        "broader",
        "consequence",
        "decidedBy",
        "decidesOn",
        "followUpOf",
        "followsFrom",
        "groupType",
        "hasDecision",
        "hasViolation",
        "highRisk",
        "information",
        "jurisdiction",
        "law",
        "leftEmpty",
        "markedHarm",
        "mentions",
        "place",
        "recipient",
        "reverses",
        "sameAs",
        "schemaSameAs",
        "source",
        "statedActor",
        "statedHarm",
        "subgroupOf",
        "subjectOf",
        "tangibleHarm",
        "technology",
    }
)
"""Names of properties that may have several values; all others have at most one."""


@functools.cache
def names() -> Mapping[Term, tuple[str, bool]]:
    """Return the plain name of each property, and whether all its values are IRIs."""
    found = {term(curie): (name, name in _IDS) for name, curie in _NAMES.items()}
    for subject, predicate, value in concepts.triples():
        if predicate == A and value in _KINDS and subject.startswith(f"<{PREFIXES['pk']}"):
            local = subject[len(PREFIXES["pk"]) + 1 : -1]
            found.setdefault(subject, (local, value == _OBJECT))
    return found


@functools.lru_cache(maxsize=4096)
def words(node: Term) -> str:
    """Return the label of a property or class: from the ontology, or its plain name split into words."""
    if node in _WORDS:
        return _WORDS[node]
    labels = [o for s, p, o in concepts.triples() if s == node and p == PREF_LABEL]
    if labels:
        return literal_text(min(labels, key=order.english_first))
    name = names().get(node, (shorten(iri_text(node)).rpartition(":")[2], False))[0]
    return re.sub(r"(?<=[a-z])([A-Z])", lambda capital: f" {capital[1].lower()}", name)


@functools.lru_cache(maxsize=4096)
def definition(node: Term) -> str:
    """Return the definition of a property or class; empty if it is of another vocabulary."""
    found = (o for s, p, o in concepts.triples() if s == node and p == _DEFINITION)
    return "".join(map(literal_text, itertools.islice(sorted(found, key=order.english_first), 1)))
