"""Parsing of RDF files and terms with pyoxigraph."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph

from privkg.core import bounded, compressed
from privkg.core.errors import FileError, InvalidValueError, Place, RdfError, UsageError, in_file
from privkg.core.paths import real
from privkg.core.text import quoted
from privkg.rdf.terms import Term, Triple, term
from privkg.store import turtle_places

_PLAIN = re.compile(r'"([^"\\\x00-\x1f\x7f]*)"(?:@([a-z]{2,3}))?')
"""A literal without escapes, which is read in a tenth of the time that the engine takes."""
_STRING, _WITH_LANGUAGE = term("xsd:string"), term("rdf:langString")

Statement = tuple[Triple, Term | None]
"""A triple, and the named graph that contains it, or None."""


def read_turtle(path: Path) -> list[Triple]:
    """Return the triples of a Turtle file, in file order.

    Raises:
        RdfError: the file is not Turtle, has a blank node, is larger than 50 MB or cannot be read;
            the message begins with `file:line:col`.
    """
    quads = _parsed(path)
    return [(_named(path, q.subject), _named(path, q.predicate), _named(path, q.object)) for q in quads]


def read_with_blank_nodes(path: Path, prefix: str = "b") -> list[Triple]:
    """Return the triples of an RDF file in file order, with blank nodes labelled `_:prefix1` and so on.

    Raises:
        RdfError: the file is not in the format of its suffix (Turtle, N-Triples, RDF/XML or JSON-LD),
            has a triple term, is larger than 50 MB or cannot be read; the message begins with
            `file:line:col`.
    """
    kind = pyoxigraph.RdfFormat.from_extension(path.suffix[1:].lower())
    if kind is None:
        raise RdfError("unknown suffix; name an RDF file .ttl, .nt, .rdf or .jsonld", in_file(path))
    names: dict[object, Term] = {}

    def name(node: object) -> Term:
        if isinstance(node, pyoxigraph.BlankNode):
            return names.setdefault(node, Term(f"_:{prefix}{len(names) + 1}"))
        return _term(path, node)

    quads = _parsed(path, kind, real(path).as_uri())
    return [(name(q.subject), name(q.predicate), name(q.object)) for q in quads]


def is_graph_format(media_type: str) -> bool:
    """Return whether the engine can read and write RDF with a media type."""
    found = pyoxigraph.RdfFormat.from_media_type(media_type)
    return (
        found is not None and found.media_type == media_type
    )  # pyoxigraph maps text/plain to N-Triples


def graph_format(media_type: str) -> pyoxigraph.RdfFormat:
    """Return the engine's RDF format for a media type.

    Raises:
        UsageError: there is none.
    """
    found = pyoxigraph.RdfFormat.from_media_type(media_type)
    if found is None:
        raise UsageError(f"{media_type} is not a supported RDF format; choose another")
    return found


def read_quads(path: Path, media_type: str) -> Iterator[Statement]:
    """Yield the triples of an RDF file of any size, each with its named graph or None.

    The file may be compressed with gzip or bzip2.

    Raises:
        UsageError: the engine cannot read the format.
        RdfError: the file is not in the format, or cannot be read; the message begins with
            `file:line:col`.
    """
    kind = graph_format(media_type)
    try:
        with compressed.opened(path) as file:
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


def literal_text(node: Term) -> str:
    """Return the lexical form of a literal term, unescaped."""
    plain = _PLAIN.fullmatch(node)
    return plain[1] if plain else parse_term(node).value


def literal_parts(node: Term) -> tuple[str, str | None, Term]:
    """Return the lexical form of a literal term, its language or None, and its datatype."""
    plain = _PLAIN.fullmatch(node)
    if plain:
        return plain[1], plain[2], _WITH_LANGUAGE if plain[2] else _STRING
    read = parse_term(node)
    assert isinstance(read, pyoxigraph.Literal)  # noqa: S101
    return read.value, read.language, Term(str(read.datatype))


def parse_term(node: Term) -> pyoxigraph.Literal | pyoxigraph.NamedNode:
    """Return a term as an object of pyoxigraph.

    Raises:
        RdfError: the text is not a term.
    """
    try:
        (parsed,) = pyoxigraph.parse(f"<s:> <p:> {node} .", pyoxigraph.RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise RdfError(f"not an RDF term: {quoted(node)}") from error
    value = parsed.object
    if not isinstance(
        value, pyoxigraph.Literal | pyoxigraph.NamedNode
    ):  # an endpoint may return other terms
        raise RdfError(f"neither an IRI nor a literal: {quoted(node)}")
    return value


def _named(path: Path, node: object) -> Term:
    return _term(path, node, turtle_places.place_of_nameless)


def _term(path: Path, node: object, place: Callable[[Path], Place] = in_file) -> Term:
    if isinstance(node, pyoxigraph.NamedNode | pyoxigraph.Literal):
        return Term(str(node))
    raise RdfError("has a blank node or a triple term; write an IRI instead", place(path))
