"""Serialization of triples in a fixed order, and the restrictions of XML."""

import re
from collections.abc import Iterable
from typing import BinaryIO

import pyoxigraph

from privkg.core.errors import InvalidValueError, UsageError
from privkg.rdf.terms import PREFIXES, Triple
from privkg.store.rdf import graph_format, parse_term

# Source: Namespaces in XML 1.0, NCName; a predicate must end in one.
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME_AT_END = re.compile(rf"[{_NAME_START}][{_NAME_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_triples(triples: Iterable[pyoxigraph.Triple], media_type: str) -> bytes:
    """Return triples serialized in an RDF format, in an order that does not depend on the input's.

    Blank nodes are labelled by RDFC-1.0, so that isomorphic graphs have equal bytes. XML 1.0 cannot
    represent most control characters, not even escaped; in RDF/XML, U+FFFD replaces them.

    Raises:
        UsageError: the format cannot represent the triples.
    """
    dataset = pyoxigraph.Dataset(pyoxigraph.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    ordered = sorted((quad.triple for quad in dataset), key=str)
    kind = graph_format(media_type)
    is_xml = kind == pyoxigraph.RdfFormat.RDF_XML
    has_prefixes = kind.supports_datasets or kind == pyoxigraph.RdfFormat.TURTLE
    try:
        if is_xml:
            _check_xml_names(ordered)
        prefixes = _used_prefixes(ordered) if has_prefixes else None
        written = pyoxigraph.serialize(ordered, format=kind, prefixes=prefixes) or b""
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{kind.name} cannot represent this answer ({error}); choose another format"
        ) from error
    return as_xml(written) if is_xml else written


def write_xml(triples: Iterable[Triple], target: BinaryIO) -> None:
    """Write triples as RDF/XML, in their order; U+FFFD replaces characters that XML does not allow.

    Raises:
        UsageError: a predicate does not end in an XML name.
    """
    try:
        pyoxigraph.serialize(
            map(_for_xml, triples), target, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=PREFIXES
        )
        target.write(b"\n")
    except ValueError as error:
        raise UsageError(
            f"rdfxml cannot represent this graph ({error}); choose another format"
        ) from error


def _for_xml(triple: Triple) -> pyoxigraph.Triple:
    subject, predicate, value = map(parse_term, triple)
    assert isinstance(subject, pyoxigraph.NamedNode)  # noqa: S101
    assert isinstance(predicate, pyoxigraph.NamedNode)  # noqa: S101
    found = pyoxigraph.Triple(subject, predicate, value)
    _check_xml_names([found])
    if isinstance(value, pyoxigraph.NamedNode) or not _NOT_XML.search(value.value):
        return found
    kept = _NOT_XML.sub("\ufffd", value.value)
    if value.language:
        return pyoxigraph.Triple(subject, predicate, pyoxigraph.Literal(kept, language=value.language))
    return pyoxigraph.Triple(subject, predicate, pyoxigraph.Literal(kept, datatype=value.datatype))


def _check_xml_names(triples: Iterable[pyoxigraph.Triple]) -> None:
    """Refuse predicates for which the engine would write an element without a name."""
    for predicate in sorted({triple.predicate.value for triple in triples}):
        if not _XML_NAME_AT_END.search(predicate):
            raise InvalidValueError(f"the predicate {predicate} does not end in an XML name")


def as_xml(written: bytes) -> bytes:
    """Return UTF-8 text with U+FFFD for each character that XML does not allow."""
    return _NOT_XML.sub("\ufffd", written.decode()).encode()


def _used_prefixes(triples: list[pyoxigraph.Triple]) -> dict[str, str]:
    text = "\n".join(map(str, triples))
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
