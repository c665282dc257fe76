"""SHACL property paths: as SPARQL and as Turtle write them, and as steps taken one by one."""

from collections.abc import Iterator

from privkg.check.shapes.graph import Triples
from privkg.core.errors import RdfError
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


def to_turtle(triples: Triples, path: Term) -> str:
    """Return the path that a node of a shapes graph stands for, in Turtle.

    Raises:
        RdfError: the node is no path, or one that is too deep.
    """
    to_sparql(triples, path)  # tells what is no path, and ends the descent below
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
    """Return the patterns of a path's steps, with places for `{start}`, `{end}` and a `{link}`.

    Raises:
        RdfError: the node is no path, or one that is too deep.
    """
    to_sparql(triples, path)  # tells what is no path, and ends the descent below
    return tuple(_steps(triples, path))


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
        # The engine finds no path from a node to itself if the graph does not name the node.
        whole = f"{{start}} {to_sparql(triples, path)} {{end}} ."
        yield f"{{{{ {whole} }}}} UNION {{{{ BIND({{start}} AS {{end}}) }}}}"
    else:
        yield f"{{start}} {to_sparql(triples, path)} {{end}} ."


def _may_be_empty(triples: Triples, path: Term) -> bool:
    """Return whether a path leads from a node to itself without a step."""
    if triples.is_list(path):
        return all(_may_be_empty(triples, step) for step in triples.items(path))
    options = triples.one(path, _ALTERNATIVE)
    if options:
        return any(_may_be_empty(triples, option) for option in triples.items(options))
    if any(triples.one(path, predicate) for predicate in _EMPTY):
        return True
    inner = [triples.one(path, predicate) for predicate in _UNARY]
    return any(one and _may_be_empty(triples, one) for one in inner)
