"""Selects candidates on the store: the focus nodes that may violate a shape.

Targets are those of SHACL, section 2.1.3: `sh:targetNode`, `sh:targetClass` and implicit class targets,
`sh:targetSubjectsOf` and `sh:targetObjectsOf`.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from privkg.check.shapes.compiler import Compiler
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.values import FALSE
from privkg.core.errors import QueryError
from privkg.rdf.terms import A, Term, literal, term
from privkg.store.graph import Quads

_TARGETS = {
    term("sh:targetSubjectsOf"): "?this {} ?target_value .",
    term("sh:targetObjectsOf"): "?target_subject {} ?this .",
}
_NODE, _CLASS = term("sh:targetNode"), term("sh:targetClass")
_SHAPE_TYPES = (term("sh:NodeShape"), term("sh:PropertyShape"))
_NODES_AT_ONCE = 1000
_RDFS_CLASS, _OWL_CLASS = term("rdfs:Class"), term("owl:Class")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A shape with targets, and the queries that select its candidates; their results are united.

    Attributes:
        shape: the shape.
        nodes: the blank nodes among its target nodes. A query cannot refer to a blank node of the graph,
            so that these are always candidates.
        targets: a graph pattern for all other focus nodes.
        queries: the texts before and after the pattern of the focus nodes in each query.
        is_complete: False if a constraint could not be expressed in SPARQL, so that all focus nodes with
            value nodes for it are candidates.
    """

    shape: Term
    nodes: tuple[Term, ...]
    targets: str
    queries: tuple[tuple[str, str], ...]
    is_complete: bool


def screens(triples: Triples, quads: Quads) -> list[Screen]:
    """Return a screen for each shape that has targets and is not deactivated."""
    below = _Classes(quads)
    return [
        screen
        for shape in sorted({triple[0] for triple in triples.all})
        if (screen := _screen(triples, shape, below)) is not None
    ]


def candidates(screen: Screen, quads: Quads, focus: Collection[Term] | None = None) -> list[Term]:
    """Return the focus nodes that may violate a shape, sorted.

    Args:
        screen: the shape.
        quads: the graph.
        focus: IRIs, of which those that are focus nodes are considered; None for all focus nodes.
    """
    if focus is None:
        patterns, others = [screen.targets], set(screen.nodes)
    else:
        patterns, others = list(_one_of(_among(screen, quads, focus))), set[Term]()
    try:
        found = {
            row["this"]
            for pattern in patterns
            for before, after in screen.queries
            for row in quads.select(f"{before}{pattern}{after}")
        }
    except QueryError:  # a SPARQL constraint is invalid, at least to this engine; pySHACL decides
        return targets(screen, quads) if focus is None else _among(screen, quads, focus)
    return sorted(found | others)


def targets(screen: Screen, quads: Quads) -> list[Term]:
    """Return all focus nodes of a shape, sorted."""
    named = set(screen.nodes)
    if screen.targets:
        named |= _selected(quads, screen.targets)
    return sorted(named)


def _among(screen: Screen, quads: Quads, nodes: Collection[Term]) -> list[Term]:
    """Return the focus nodes of a shape among some IRIs, sorted."""
    if not screen.targets:
        return []
    # A join would be evaluated from both sides; EXISTS is evaluated for each of the nodes.
    tests = (f"{pattern} FILTER(EXISTS {{ {screen.targets} }})" for pattern in _one_of(nodes))
    return sorted(set[Term]().union(*(_selected(quads, test) for test in tests)))


def _selected(quads: Quads, pattern: str) -> set[Term]:
    return {row["this"] for row in quads.select(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}")}


def _one_of(nodes: Iterable[Term]) -> Iterator[str]:
    """Yield patterns that bind the focus node to some nodes each, as queries have a limited length."""
    rest = iter(nodes)
    while part := list(islice(rest, _NODES_AT_ONCE)):
        yield f"VALUES ?this {{ {' '.join(part)} }}"


class _Classes:
    """A look-up of a class and all its subclasses in the data, which queries each class once."""

    def __init__(self, quads: Quads) -> None:
        self._quads = quads
        self._known: dict[Term, list[Term]] = {}

    def __call__(self, above: Term) -> list[Term]:
        if above not in self._known:
            query = (
                f"SELECT DISTINCT ?class WHERE {{ ?class {term('rdfs:subClassOf')}* {above} ."
                " FILTER(isIRI(?class)) }"
            )
            found = {row["class"] for row in self._quads.select(query)}
            self._known[above] = sorted(found | {above})
        return self._known[above]


def _screen(triples: Triples, shape: Term, below: _Classes) -> Screen | None:
    about = triples.about(shape)
    patterns = list(_patterns(triples, shape, below))
    nodes = tuple(node for node in about.get(_NODE, ()) if node.startswith("_:"))
    if not (patterns or nodes) or literal("true", "xsd:boolean") in about.get(
        term("sh:deactivated"), ()
    ):
        return None
    written = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
    compiler = Compiler(triples, below)
    fails, _ = compiler.compile(shape, "?this", is_top=True)
    queries = tuple(_queries(compiler, fails)) if patterns else ()
    return Screen(
        shape=shape, nodes=nodes, targets=written, queries=queries, is_complete=compiler.is_whole
    )


def _queries(compiler: Compiler, fails: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of queries before and after the pattern of their focus nodes."""
    if fails != FALSE:
        yield "SELECT DISTINCT ?this WHERE { ", f" FILTER({fails}) }}"
    for where, having in compiler.grouped:
        # OPTIONAL, as a focus node without value nodes violates a minimum.
        after = f" OPTIONAL {{ {where} }} }} GROUP BY ?this HAVING ({having})"
        yield "SELECT ?this WHERE { ", after
    for prefixes, body in compiler.joined:
        yield f"{prefixes}SELECT DISTINCT ?this WHERE {{ {{ ", f" }} {body} }}"


def _patterns(triples: Triples, shape: Term, below: _Classes) -> Iterator[str]:
    about = triples.about(shape)
    classes = list(about.get(_CLASS, ()))
    types = set(about.get(A, ()))
    # A shape that is also a class has an implicit class target (SHACL, section 2.1.3.3).
    if types & {_RDFS_CLASS, _OWL_CLASS} and types & set(_SHAPE_TYPES) and shape.startswith("<"):
        classes.append(shape)
    for wanted in classes:
        yield f"VALUES ?target_class {{ {' '.join(below(wanted))} }} ?this a ?target_class ."
    named = [node for node in about.get(_NODE, ()) if not node.startswith("_:")]
    if named:
        yield f"VALUES ?this {{ {' '.join(named)} }}"
    for predicate, pattern in _TARGETS.items():
        for value in about.get(predicate, ()):
            yield pattern.format(value)
