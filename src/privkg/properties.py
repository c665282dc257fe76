"""Plain names of properties, as people and JSON call them: `title` for `dcterms:title`."""

import functools
from collections.abc import Mapping

from privkg import taxonomy
from privkg.terms import PREFIXES, A, Term, term

_OBJECT, _DATA = term("owl:ObjectProperty"), term("owl:DatatypeProperty")
_NAMES = {
    "accessed": "pk:accessed",
    "altLabel": "skos:altLabel",
    "broader": "skos:broader",
    "date": "dcterms:date",
    "description": "dcterms:description",
    "label": "skos:prefLabel",
    "lead": "dcterms:abstract",
    "place": "dcterms:spatial",
    "published": "schema:datePublished",
    "publisher": "schema:publisher",
    "sameAs": "owl:sameAs",
    "shortTitle": "dcterms:alternative",
    "source": "dcterms:source",
    "subjectOf": "schema:subjectOf",
    "title": "dcterms:title",
    "unitOf": "org:unitOf",
    "url": "schema:url",
}
"""Names of properties that others defined; privkg's own have their local names."""
_IDS = frozenset({"broader", "place", "sameAs", "source", "subjectOf", "unitOf", "url"})


@functools.cache
def names() -> Mapping[Term, tuple[str, bool]]:
    """Return the name of each property that has one, and whether its values are things."""
    found = {term(curie): (name, name in _IDS) for name, curie in _NAMES.items()}
    for subject, predicate, value in taxonomy.triples():
        if predicate == A and value in (_OBJECT, _DATA) and subject.startswith(f"<{PREFIXES['pk']}"):
            local = subject[len(PREFIXES["pk"]) + 1 : -1]
            found.setdefault(subject, (local, value == _OBJECT))
    return found
