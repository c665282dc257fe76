"""Namespaces, the one prefix table, and RDF terms as canonical N-Triples text.

A term is a string in the form that is written, sorted and hashed: `<iri>` or `"text"^^<type>`. It is
the canonical form of RDFC-1.0, so that sorted lines of terms are the canonical N-Quads of a graph
without blank nodes.
"""

import functools
import re
from typing import NewType

from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.rdf.schemes import schemes

Term = NewType("Term", str)
Triple = tuple[Term, Term, Term]

_VOCABULARIES = {
    "ai": "https://w3id.org/dpv/ai#",
    "dcterms": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
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
    "tech": "https://w3id.org/dpv/tech#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

PREFIXES = dict(
    sorted((_VOCABULARIES | {scheme.prefix: scheme.namespace for scheme in schemes()}).items())
)
"""All prefixes by name, including those of the concept schemes in `ontology/`."""

BASE = "https://w3id.org/privkg/"

# RFC 3987, section 2.2; the engine also refuses U+FFF0 to U+FFFF and U+E0000 to U+E0FFF.
_BEYOND_ASCII = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane + (0x1000 if plane == 0xE0000 else 0))}-{chr(plane + 0xFFFD)}"
    for plane in range(0x10000, 0xF0000, 0x10000)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_HEX = "[0-9A-Fa-f]"
_NAME = rf"A-Za-z0-9\-._~!$&'()*+,;={_BEYOND_ASCII}"
_IN_BRACKETS = rf"\[(?:([0-9A-Fa-f:.]+)|[vV]{_HEX}+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+)\]"


def _part(characters: str) -> str:
    """Return the pattern of a part of an IRI; a loop over alternatives would take twice as long."""
    return rf"[{characters}]*(?:%{_HEX}{{2}}[{characters}]*)*"


_IRI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:{_part(_NAME + ':')}@)?(?:{_IN_BRACKETS}|{_part(_NAME)})(?::[0-9]*)?"
    r"(?=[/?#]|\Z)|(?!//))"
    rf"{_part(_NAME + ':@/')}"
    rf"(?:\?{_part(_NAME + ':@/?' + _PRIVATE)})?"
    rf"(?:\#{_part(_NAME + ':@/?')})?"
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_STRAY_PERCENT = re.compile(rf"%(?!{_HEX}{{2}})")
_NOT_IN_IRI = re.compile(rf"[^{_NAME}{_PRIVATE}:@/?#\[\]%]")
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
        InvalidValueError: the text is not an IRI by RFC 3987, or is one that the engine refuses; the
            message has the text, shortened if it is long, and the reason.
    """
    found = _IRI.fullmatch(text)
    if not found or (found[1] and not _is_ipv6(found[1])):
        raise InvalidValueError(f"{quoted(text)} is not an IRI: it {_fault(text)}")
    return Term(f"<{text}>")


def _is_ipv6(text: str) -> bool:
    import ipaddress  # slow to import, and rarely needed

    try:
        ipaddress.IPv6Address(text)
    except InvalidValueError:
        return False
    return True


def _fault(text: str) -> str:
    """Return the reason why a text is not an IRI, as the end of a sentence."""
    unusable = _NOT_IN_IRI.search(text)
    if unusable:
        return f"has the character U+{ord(unusable[0]):04X}, which IRIs must not have; percent-encode it"
    if not _SCHEME.match(text):
        return "has no scheme; begin it with one, such as https:"
    if _STRAY_PERCENT.search(text):
        return "has a % without two hex digits after it; write it as %25"
    return "has a character in the wrong position; check host, port and brackets"


@functools.lru_cache(maxsize=4096)
def term(curie: str) -> Term:
    """Return the term of a prefixed name such as `pk:harm`."""
    prefix, _, local = curie.partition(":")
    return Term(f"<{PREFIXES[prefix]}{local}>")


def literal(text: str, datatype: str | None = None) -> Term:
    """Return the term of a literal: a plain string, or with a datatype such as `xsd:gYear`.

    The lexical form is not normalised; callers pass canonical forms.
    """
    quoted = '"' + _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], text) + '"'
    return Term(f"{quoted}^^{term(datatype)}" if datatype else quoted)


def iri_text(node: Term) -> str:
    """Return the IRI of an IRI term, without the angle brackets."""
    return node[1:-1]


@functools.lru_cache(maxsize=4096)
def shorten(text: str) -> str:
    """Return an IRI as a prefixed name if its namespace is in `PREFIXES`, else unchanged."""
    for prefix, namespace in PREFIXES.items():
        local = text.removeprefix(namespace)
        if local != text and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return text


A = term("rdf:type")
ALT_LABEL = term("skos:altLabel")
PREF_LABEL = term("skos:prefLabel")
