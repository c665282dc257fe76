"""RDF text to terms and back: what pyoxigraph parses, and the order in which privkg writes."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pyoxigraph

from privkg.core import bounded
from privkg.core.errors import FileError, InvalidValueError, Place, RdfError, UsageError, in_file
from privkg.core.paths import real
from privkg.core.text import quoted
from privkg.rdf.terms import PREFIXES, Term, Triple, literal
from privkg.store import turtle_places

Statement = tuple[Triple, Term | None]
"""A triple, and the named graph that it is in, if any."""

ANSWER_FORMATS = {
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}
# Source: Namespaces in XML 1.0, NCName; a predicate must end in one.
_NAME_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_XML_NAME_AT_END = re.compile(rf"[{_NAME_START}][{_NAME_START}0-9.\u00b7\u0300-\u036f\u203f\u2040-]*\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_turtle(path: Path) -> list[Triple]:
    """Return the triples of a Turtle file, in file order.

    Raises:
        RdfError: the file is not Turtle, holds a blank node, is larger than 50 MB or cannot be read;
            the message begins with `file:line:col`.
    """
    quads = _parsed(path)
    return [(_named(path, q.subject), _named(path, q.predicate), _named(path, q.object)) for q in quads]


def read_with_blank_nodes(path: Path, prefix: str = "b") -> list[Triple]:
    """Return the triples of an RDF file, its blank nodes named `_:prefix1` and on, as they come.

    Raises:
        RdfError: the file is not Turtle, N-Triples, RDF/XML or JSON-LD, as its name says, holds a
            triple term, is larger than 50 MB or cannot be read; the message begins with
            `file:line:col`.
    """
    kind = pyoxigraph.RdfFormat.from_extension(path.suffix[1:].lower())
    if kind is None:
        raise RdfError("not a kind of RDF file; write it as .ttl, .nt, .rdf or .jsonld", in_file(path))
    names: dict[object, Term] = {}

    def name(node: object) -> Term:
        if isinstance(node, pyoxigraph.BlankNode):
            return names.setdefault(node, Term(f"_:{prefix}{len(names) + 1}"))
        return _term(path, node)

    quads = _parsed(path, kind, real(path).as_uri())
    return [(name(q.subject), name(q.predicate), name(q.object)) for q in quads]


def is_graph_format(media_type: str) -> bool:
    """Return whether the engine reads and writes RDF of a media type."""
    found = pyoxigraph.RdfFormat.from_media_type(media_type)
    return found is not None and found.media_type == media_type  # it takes text/plain for N-Triples


def graph_format(media_type: str) -> pyoxigraph.RdfFormat:
    """Return the engine's format of RDF of a media type.

    Raises:
        UsageError: it has none.
    """
    found = pyoxigraph.RdfFormat.from_media_type(media_type)
    if found is None:
        raise UsageError(f"{media_type} is not a format of RDF that the engine writes; choose another")
    return found


def read_quads(path: Path, media_type: str) -> Iterator[Statement]:
    """Yield the triples of an RDF file, whatever its size, each with the graph it is in, if any.

    Raises:
        UsageError: the engine reads no such format.
        RdfError: the file is not in the format, or cannot be read; the message begins with
            `file:line:col`.
    """
    kind = graph_format(media_type)
    try:
        with bounded.opened(path) as file:
            for quad in pyoxigraph.parse(file, kind):
                is_named = isinstance(quad.graph_name, pyoxigraph.NamedNode)
                triple = Term(str(quad.subject)), Term(str(quad.predicate)), Term(str(quad.object))
                yield triple, Term(str(quad.graph_name)) if is_named else None
    except SyntaxError as error:
        raise RdfError(error.msg, in_file(path, error.lineno or 1, error.offset or 1)) from error
    except FileError as error:
        raise RdfError(error.message, error.place) from error
    except (OSError, ValueError) as error:
        raise RdfError(f"cannot be read: {error}", in_file(path)) from error


def check_lines(lines: Iterable[str]) -> None:
    """Check that the engine can read lines of N-Quads.

    Raises:
        InvalidValueError: it cannot.
    """
    try:
        for _ in pyoxigraph.parse("".join(lines), pyoxigraph.RdfFormat.N_QUADS):
            pass
    except SyntaxError as error:
        raise InvalidValueError(str(error)) from error


def _parsed(
    path: Path, kind: pyoxigraph.RdfFormat = pyoxigraph.RdfFormat.TURTLE, base: str | None = None
) -> list[pyoxigraph.Quad]:
    try:
        content = bounded.content(path, turtle_places.MOST_BYTES)
        return list(pyoxigraph.parse(content, kind, base_iri=base, rename_blank_nodes=True))
    except FileError as error:
        raise RdfError(error.message, error.place) from error
    except SyntaxError as error:
        raise RdfError(error.msg, in_file(path, error.lineno or 1, error.offset or 1)) from error


def write_triples(triples: Iterable[pyoxigraph.Triple], media_type: str) -> bytes:
    """Return triples in RDF of a media type, in one order whatever the order they come in.

    Blank nodes are named by RDFC-1.0 first, so that equal graphs give equal bytes. XML has no way to
    write most control characters; there U+FFFD stands for them.

    Raises:
        UsageError: the format cannot hold the triples.
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
        raise UsageError(f"{kind.name} cannot hold this answer ({error}); choose another") from error
    return _as_xml(written) if is_xml else written


def write_xml(triples: Iterable[Triple], target: BinaryIO) -> None:
    """Write triples as RDF/XML, in the order they come; U+FFFD stands for characters that XML lacks.

    Raises:
        UsageError: a predicate ends in no name that XML can have.
    """
    try:
        pyoxigraph.serialize(
            map(_for_xml, triples), target, format=pyoxigraph.RdfFormat.RDF_XML, prefixes=PREFIXES
        )
        target.write(b"\n")
    except ValueError as error:
        raise UsageError(f"rdfxml cannot hold this graph ({error}); choose another") from error


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


def write_found(found: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, format_name: str) -> bytes:
    """Return what a query found in a SPARQL results format; in XML, U+FFFD stands for what it lacks.

    CSV and TSV have no yes and no of their own; there the word stands alone on a line.
    """
    if isinstance(found, pyoxigraph.QueryBoolean) and format_name in ("csv", "tsv"):
        return f"{str(bool(found)).lower()}\n".encode()
    written = found.serialize(format=ANSWER_FORMATS[format_name]) or b""
    return _as_xml(written) if format_name == "xml" else written


def count_rows(content: bytes, format_name: str) -> int:
    """Return how many rows the results of a SELECT have; of an ASK, none or less."""
    if format_name == "xml":
        return content.count(b"<result>")  # in a text it would be &lt;result&gt;
    if format_name == "json":
        return len(json.loads(content).get("results", {}).get("bindings", ()))
    if format_name == "tsv":
        return content.count(b"\n") - 1  # those of a text are written as escapes
    return re.sub(b'"[^"]*"', b"", content).count(b"\r\n") - 1


def read_results(content: bytes) -> tuple[tuple[str, ...], tuple[dict[str, Term], ...]]:
    """Return the columns and rows of SPARQL results in JSON; an ASK has the one column `answer`.

    Blank nodes and triple terms, which privkg's graphs lack but queries can make, come as their text.
    """
    found = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return ("answer",), ({"answer": literal(str(bool(found)).lower(), "xsd:boolean")},)
    columns = tuple(variable.value for variable in found.variables)
    rows = (  # by place: a row finds a name by looking through all of them
        {name: _found_term(node) for name, node in zip(columns, row, strict=True) if node is not None}
        for row in found
    )
    return columns, tuple(rows)


def write_results(
    columns: tuple[str, ...], rows: Iterable[Mapping[str, Term]], format_name: str
) -> bytes:
    """Return rows of terms in a SPARQL results format."""
    bindings = [{name: _binding(row[name]) for name in columns if name in row} for row in rows]
    content = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}})
    found = pyoxigraph.parse_query_results(content, format=pyoxigraph.QueryResultsFormat.JSON)
    assert not isinstance(found, pyoxigraph.QueryBoolean)  # noqa: S101
    return write_found(found, format_name)


def literal_text(term: Term) -> str:
    """Return the text of a literal term, its escapes undone."""
    return parse_term(term).value


def literal_parts(term: Term) -> tuple[str, str | None, Term]:
    """Return the text of a literal term, its language if it has one, and its datatype."""
    read = parse_term(term)
    assert isinstance(read, pyoxigraph.Literal)  # noqa: S101
    return read.value, read.language, Term(str(read.datatype))


def parse_term(term: Term) -> pyoxigraph.Literal | pyoxigraph.NamedNode:
    """Return a term as pyoxigraph's object.

    Raises:
        RdfError: the text is not a term.
    """
    try:
        (parsed,) = pyoxigraph.parse(f"<s:> <p:> {term} .", pyoxigraph.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise RdfError(f"not an RDF term: {quoted(term)}") from error
    value = parsed.object
    if not isinstance(value, pyoxigraph.Literal | pyoxigraph.NamedNode):  # as an endpoint may give
        raise RdfError(f"neither an IRI nor a literal: {quoted(term)}")
    return value


def _named(path: Path, node: object) -> Term:
    return _term(path, node, turtle_places.place_of_nameless)


def _term(path: Path, node: object, place: Callable[[Path], Place] = in_file) -> Term:
    if isinstance(node, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return Term(str(node))
    raise RdfError("holds a blank node or a triple term; give everything an IRI", place(path))


def _found_term(node: object) -> Term:
    is_plain = isinstance(node, pyoxigraph.NamedNode | pyoxigraph.Literal)
    return Term(str(node)) if is_plain else literal(str(node))


def _check_xml_names(triples: Iterable[pyoxigraph.Triple]) -> None:
    """Refuse what the engine would write as an element without a name."""
    for predicate in sorted({triple.predicate.value for triple in triples}):
        if not _XML_NAME_AT_END.search(predicate):
            raise InvalidValueError(f"no XML name ends the predicate {predicate}")


def _as_xml(written: bytes) -> bytes:
    return _NOT_XML.sub("\ufffd", written.decode()).encode()


def _binding(term: Term) -> dict[str, str]:
    node = parse_term(term)
    if isinstance(node, pyoxigraph.NamedNode):
        return {"type": "uri", "value": node.value}
    if node.language:
        return {"type": "literal", "value": node.value, "xml:lang": node.language}
    return {"type": "literal", "value": node.value, "datatype": node.datatype.value}


def _used_prefixes(triples: list[pyoxigraph.Triple]) -> dict[str, str]:
    text = "\n".join(map(str, triples))
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if f"<{namespace}" in text}
