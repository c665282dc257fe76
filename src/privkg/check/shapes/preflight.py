"""Rejects a user's shapes that would silently check nothing, or that could reach the network."""

from collections.abc import Iterator
from pathlib import Path

from privkg.check.shapes import parameters, shacl_names
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.values import SH
from privkg.core.errors import PrivkgError, RdfError, in_file, suggest
from privkg.rdf import sparql
from privkg.rdf.terms import PREFIXES, A, Term, iri_text, term
from privkg.store.rdf import literal_text

TARGETS = tuple(term(f"sh:target{kind}") for kind in ("Node", "Class", "SubjectsOf", "ObjectsOf"))
_SHAPE_TYPES = (term("sh:NodeShape"), term("sh:PropertyShape"))
_PROPERTY, _IMPORTS = term("sh:property"), term("owl:imports")
_QUERIES = (term("sh:select"), term("sh:ask"))
# These properties may have SHACL's namespace as their object, which is not one of SHACL's names.
_NAMING = (_IMPORTS, term("rdfs:isDefinedBy"), term("rdfs:seeAlso"), term("sh:namespace"))
_VOCABULARIES = frozenset(namespace.rstrip("#/") for namespace in PREFIXES.values())
_MAX_TRIPLES = 200_000


def shapes(triples: Triples) -> list[Term]:
    """Return the nodes of a graph that are shapes by their type, target, constraint or use."""
    found = {node for kind in _SHAPE_TYPES for node in triples.subjects(A, kind)}
    found |= {node for target in TARGETS for node in triples.subjects(target)}
    found |= {o for _, p, o in triples.all if p == _PROPERTY}
    found |= {s for s, p, _ in triples.all if p.startswith(f"<{SH}") and _is_parameter(p)}
    return sorted(found)


def check(path: Path, triples: Triples) -> None:
    """Check a file of a user's shapes.

    Raises:
        RdfError: the file has no shape, a name that is not in SHACL, or a feature that is not supported.
    """
    if len(triples.all) > _MAX_TRIPLES:
        raise RdfError(f"more than {_MAX_TRIPLES} triples of shapes; split the file", in_file(path))
    for name in _shacl_names(triples):
        if name not in shacl_names.KNOWN:
            raise RdfError(_unknown(name), in_file(path))
    parameters.check(path, triples)
    if not shapes(triples):
        raise RdfError("no shape found; write one with sh:NodeShape or sh:targetClass", in_file(path))
    for _, p, o in triples.all:
        if p == _IMPORTS and not (triples.about(o) or _is_vocabulary(o)):
            raise RdfError(
                f"the import {o} is not fetched; download it and pass the file to --shapes too",
                in_file(path),
            )
        if p in _QUERIES:
            _check_query(path, literal_text(o))


def notes(path: Path, triples: Triples) -> Iterator[str]:
    """Yield a note for each import of a vocabulary, which is ignored."""
    for _, p, o in triples.all:
        if p == _IMPORTS and _is_vocabulary(o) and not triples.about(o):
            yield f"{path}: ignored the import of {o}, a vocabulary without shapes"


def check_focus(triples: Triples, focus_counts: dict[Term, int]) -> None:
    """Check that each shape has focus nodes, or is used by a shape that has some.

    Args:
        triples: the shapes graph.
        focus_counts: the number of focus nodes of each shape with targets.

    Raises:
        RdfError: a shape has no focus nodes, or no shape has targets.
    """
    if not focus_counts:
        raise RdfError("the shapes have no targets, so nothing is checked; add sh:targetClass")
    for shape, count in focus_counts.items():
        if not count:
            wanted = ", ".join(str(o) for p in TARGETS for o in triples.values(shape, p))
            raise RdfError(
                f"the shape {shape} has no focus node in the graph; correct its target, {wanted}"
            )
    used = triples.reached(focus_counts)
    for shape in (term("sh:NodeShape"), term("sh:PropertyShape")):
        for node in triples.subjects(A, shape):
            if node not in used and not _is_deactivated(triples, node):
                raise RdfError(
                    f"the shape {node} is not reachable from a shape with a target; add sh:targetClass"
                )


def _check_query(path: Path, query: str) -> None:
    try:
        sparql.check(query)
    except PrivkgError as error:
        reason = str(error).splitlines()[0]
        raise RdfError(f"invalid query in the shapes: {reason}", in_file(path)) from error
    words = sparql.words(query)
    if "from" in words or "graph" in words:
        raise RdfError(
            "a query in the shapes has FROM or GRAPH, which is not supported; leave it out",
            in_file(path),
        )


def _shacl_names(triples: Triples) -> Iterator[str]:
    nodes = (node for s, p, o in triples.all for node in (s, p, *(() if p in _NAMING else (o,))))
    names = {iri_text(node) for node in nodes if node.startswith(f"<{SH}")}
    yield from sorted(name.removeprefix(SH) for name in names)


def _is_vocabulary(node: Term) -> bool:
    """Return whether an IRI is one of privkg's namespaces, ignoring its last "#" or "/"."""
    return node.startswith("<") and iri_text(node).rstrip("#/") in _VOCABULARIES


def _unknown(name: str) -> str:
    if name in shacl_names.BEYOND:
        return f"sh:{name} is part of SHACL-AF or SHACL-JS, which are not supported; leave it out"
    near = suggest(name, shacl_names.KNOWN)
    return f"unknown name sh:{name}" + (f"; did you mean sh:{near}?" if near else "")


def _is_parameter(predicate: Term) -> bool:
    name = iri_text(predicate).removeprefix(SH)
    return f"{name[:1].upper()}{name[1:]}" in shacl_names.COMPONENTS or name == "sparql"


def _is_deactivated(triples: Triples, shape: Term) -> bool:
    return any(literal_text(v) in ("true", "1") for v in triples.values(shape, term("sh:deactivated")))
