"""SHACL property paths, as SPARQL, as Turtle, and as graph patterns for each step.

Source: Shapes Constraint Language (W3C, 2017), section 2.3.1, "SHACL Property Paths".
"""

from collections.abc import Iterator

from privkg.check.shapes.graph import Triples
from privkg.core.errors import RdfError
from privkg.rdf.sparql.paths import Step
from privkg.rdf.terms import Term, term

_INVERSE = term("sh:inversePath")
_UNARY = {
    _INVERSE: "^({})",
    term("sh:zeroOrMorePath"): "({})*",
    term("sh:oneOrMorePath"): "({})+",
    term("sh:zeroOrOnePath"): "({})?",
}
_EMPTY = (term("sh:zeroOrMorePath"), term("sh:zeroOrOnePath"))
_ALTERNATIVE = term("sh:alternativePath")
_MAX_DEPTH = 32


def to_sparql(triples: Triples, path: Term, depth: int = 0) -> str:
    """Return a property path as a SPARQL property path.

    Raises:
        RdfError: the node is not a path, or nests too deep.
    """
    if depth > _MAX_DEPTH:
        raise RdfError(f"a property path nests deeper than {_MAX_DEPTH}, or within itself; shorten it")
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
    raise RdfError(f"{path} is not a property path; write an IRI, a list or [ sh:inversePath … ]")


def to_turtle(triples: Triples, path: Term) -> str:
    """Return a property path in Turtle.

    Raises:
        RdfError: the node is not a path, or nests too deep.
    """
    to_sparql(triples, path)  # raises for an invalid path, so that the recursion below ends
    return _in_turtle(triples, path)


def _in_turtle(triples: Triples, path: Term) -> str:
    if path.startswith("<"):
        return path
    if triples.is_list(path):
        return f"( {' '.join(_in_turtle(triples, step) for step in triples.items(path))} )"
    (predicate,) = (p for p in (*_UNARY, _ALTERNATIVE) if triples.one(path, p))
    name = predicate.removeprefix(term("sh:")[:-1]).removesuffix(">")
    return f"[ sh:{name} {_in_turtle(triples, triples.values(path, predicate)[0])} ]"


def steps(triples: Triples, path: Term) -> tuple[str, ...]:
    """Return a graph pattern for each step of a path, with placeholders {start}, {end} and {link}.

    Raises:
        RdfError: the node is not a path, or nests too deep.
    """
    to_sparql(triples, path)  # raises for an invalid path, so that the recursion below ends
    return tuple(_steps(triples, path))


def predicates(triples: Triples, path: Term) -> frozenset[Step]:
    """Return each predicate of a path, with whether the path leads from its object to its subject.

    Raises:
        RdfError: the node is not a path, or nests too deep.
    """
    to_sparql(triples, path)  # raises for an invalid path, so that the recursion below ends
    return frozenset(_predicates(triples, path, is_inverse=False))


def _predicates(triples: Triples, path: Term, *, is_inverse: bool) -> Iterator[Step]:
    if path.startswith("<"):
        yield path, is_inverse
    elif inverse := triples.one(path, _INVERSE):
        yield from _predicates(triples, inverse, is_inverse=not is_inverse)
    else:
        options = triples.one(path, _ALTERNATIVE)
        repeated = [node for predicate in _UNARY for node in triples.values(path, predicate)]
        for part in repeated or triples.items(options or path):
            yield from _predicates(triples, part, is_inverse=is_inverse)


def _steps(triples: Triples, path: Term) -> Iterator[str]:
    inverse = triples.one(path, _INVERSE)
    options = triples.items(end) if (end := triples.one(path, _ALTERNATIVE)) else []
    if path.startswith("<"):
        yield f"{{start}} {path} {{end}} ."
    elif triples.is_list(path):
        for step in triples.items(path):
            yield from _steps(triples, step)
    elif inverse and inverse.startswith("<"):
        yield f"{{end}} {inverse} {{start}} ."
    elif options and all(option.startswith("<") for option in options):
        yield f"{{start}} {{link}} {{end}} . FILTER({{link}} IN ({', '.join(options)}))"
    elif _may_be_empty(triples, path):
        # The engine finds no path of length 0 at a node that does not occur in the graph.
        whole = f"{{start}} {to_sparql(triples, path)} {{end}} ."
        yield f"{{{{ {whole} }}}} UNION {{{{ BIND({{start}} AS {{end}}) }}}}"
    else:
        yield f"{{start}} {to_sparql(triples, path)} {{end}} ."


def _may_be_empty(triples: Triples, path: Term) -> bool:
    """Return whether a path may have length 0."""
    if triples.is_list(path):
        return all(_may_be_empty(triples, step) for step in triples.items(path))
    options = triples.one(path, _ALTERNATIVE)
    if options:
        return any(_may_be_empty(triples, option) for option in triples.items(options))
    if any(triples.one(path, predicate) for predicate in _EMPTY):
        return True
    inner = [triples.one(path, predicate) for predicate in _UNARY]
    return any(one and _may_be_empty(triples, one) for one in inner)
