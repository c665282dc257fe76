"""Namespaces, the one prefix table, and RDF terms as canonical N-Triples text.

A term is kept in the form in which it is written, sorted and hashed: `<iri>` or `"text"^^<type>`.
That form is RDFC-1.0's, so that sorted lines of terms are the canonical N-Quads of a graph that has
no blank nodes.
"""

import re
from typing import NewType

Term = NewType("Term", str)
Triple = tuple[Term, Term, Term]

PREFIXES = {
    "ai": "https://w3id.org/dpv/ai#",
    "cons": "https://w3id.org/privkg/consequence#",
    "dcterms": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "grp": "https://w3id.org/privkg/group#",
    "loc": "https://w3id.org/dpv/loc#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pd": "https://w3id.org/dpv/pd#",
    "pk": "https://w3id.org/privkg/ns#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "risk": "https://w3id.org/dpv/risk#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "solove": "https://w3id.org/privkg/solove#",
    "tech": "https://w3id.org/dpv/tech#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

BASE = "https://w3id.org/privkg/"

_UNSAFE_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPED = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
} | {
    character: f"\\u{ord(character):04X}"
    for character in [*map(chr, range(0x20)), "\x7f", "\ufffe", "\uffff"]
    if character not in "\n\r\t\b\f"
}
_TO_ESCAPE = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")


def iri(text: str) -> Term:
    """Return the term of an absolute IRI.

    Raises:
        ValueError: the text holds a character that no IRI may hold.
    """
    if _UNSAFE_IN_IRI.search(text):
        raise ValueError(f"not an IRI: {text!r}")
    return Term(f"<{text}>")


def term(curie: str) -> Term:
    """Return the term of a prefixed name such as `pk:harm`, by the one prefix table."""
    prefix, _, local = curie.partition(":")
    return Term(f"<{PREFIXES[prefix]}{local}>")


def literal(text: str, datatype: str | None = None) -> Term:
    """Return the term of a literal: plain text, or of a datatype such as `xsd:gYear`.

    The lexical form is written as it is given; callers pass canonical forms.
    """
    quoted = '"' + _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text) + '"'
    return Term(f"{quoted}^^{term(datatype)}" if datatype else quoted)


def iri_text(node: Term) -> str:
    """Return the IRI inside an IRI term."""
    return node[1:-1]


def shorten(text: str) -> str:
    """Return an IRI as a prefixed name where the prefix table knows its namespace, else as it is."""
    for prefix, namespace in PREFIXES.items():
        local = text.removeprefix(namespace)
        if local != text and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return text


A = term("rdf:type")
ALT_LABEL = term("skos:altLabel")
PREF_LABEL = term("skos:prefLabel")
