"""SHACL property paths as SPARQL writes them."""

from privkg.errors import RdfError
from privkg.terms import Term, term
from privkg.validation.triples import Triples

_UNARY = {
    term("sh:inversePath"): "^({})",
    term("sh:zeroOrMorePath"): "({})*",
    term("sh:oneOrMorePath"): "({})+",
    term("sh:zeroOrOnePath"): "({})?",
}
_ALTERNATIVE = term("sh:alternativePath")
_MAX_DEPTH = 32


def to_sparql(triples: Triples, path: Term, depth: int = 0) -> str:
    """Return the path that a node of a shapes graph stands for.

    Raises:
        RdfError: the node is no path, or one that is too deep.
    """
    if depth > _MAX_DEPTH:
        raise RdfError("a property path nests too deep, or within itself")
    if path.startswith("<"):
        return path
    if triples.is_list(path):
        return "/".join(f"({to_sparql(triples, step, depth + 1)})" for step in triples.items(path))
    options = triples.one(path, _ALTERNATIVE)
    if options:
        steps = (to_sparql(triples, step, depth + 1) for step in triples.items(options))
        return "|".join(f"({step})" for step in steps)
    for predicate, written in _UNARY.items():
        inner = triples.one(path, predicate)
        if inner:
            return written.format(to_sparql(triples, inner, depth + 1))
    raise RdfError(f"{path} is no property path")
