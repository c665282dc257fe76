"""Shapes to SPARQL that finds the nodes a shape may be broken at: more than need be, never fewer.

Each constraint becomes two conditions, of which each may hold too often: that a node may fail it, and
that a node may conform to it. `sh:not` swaps the two, and so nothing is lost however deep shapes nest.
What a SPARQL engine cannot be trusted to see as pySHACL does is `true` in both.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from privkg.check.shapes import paths, select, values
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.value_nodes import MOST_DISTINCT, ValueNodes
from privkg.check.shapes.values import MET, OPEN, TRUE, Verdict, every, negated, some
from privkg.rdf.terms import Term, literal, term
from privkg.store.rdf import literal_text

_PATH = term("sh:path")


@dataclass(frozen=True, slots=True)
class _Context:
    """The shape that has a constraint, its value nodes, and the shapes that it is nested in."""

    shape: Term
    nodes: ValueNodes
    above: tuple[Term, ...]
    is_top: bool


class Compiler:
    """Writes shapes of one shapes graph as SPARQL.

    Args:
        triples: the shapes graph.
        classes_below: gives a class and all its subclasses in the data.
    """

    def __init__(self, triples: Triples, classes_below: Callable[[Term], list[Term]]) -> None:
        self._triples = triples
        self._classes_below = classes_below
        self._names = (f"?v{number}" for number in itertools.count())
        self.is_whole = True
        self.grouped: list[tuple[str, str]] = []
        self.joined: list[tuple[str, str]] = []
        self._compilers: Mapping[str, Callable[[_Context, str, Term], Verdict]] = {
            "class": self._class,
            "closed": self._closed,
            "hasValue": lambda context, _, value: context.nodes.has_value(value),
            "sparql": self._sparql,
            "uniqueLang": _unique_language,
            "minCount": self._counted,
            "maxCount": self._counted,
            "equals": _pair,
            "disjoint": _pair,
            "lessThan": _pair,
            "lessThanOrEquals": _pair,
            "not": self._of_nodes,
            "and": self._of_nodes,
            "or": self._of_nodes,
            "xone": self._of_nodes,
            "node": self._of_nodes,
            "property": self._of_nodes,
            "qualifiedMinCount": self._qualified,
            "qualifiedMaxCount": self._qualified,
        }
        self._own_components = {
            parameter_path
            for component in triples.subjects(term("sh:parameter"))
            for parameter in triples.values(component, term("sh:parameter"))
            for parameter_path in triples.values(parameter, _PATH)
        }

    def compile(
        self, shape: Term, focus: str, above: tuple[Term, ...] = (), *, is_top: bool = False
    ) -> Verdict:
        """Return the verdict on the node of a variable: that it may fail a shape, and conform to it.

        At the top, what takes a query of its own is added to `grouped` and `joined` instead.
        `is_whole` is False once a part could not be written in SPARQL.
        """
        about = self._triples.about(shape)
        if literal("true", "xsd:boolean") in about.get(term("sh:deactivated"), ()):
            return MET
        if shape in above or self._own_components & about.keys():
            self.is_whole = False
            return OPEN
        path = self._triples.one(shape, _PATH)
        nodes = ValueNodes(focus, paths.steps(self._triples, path) if path else (), self._names)
        context = _Context(shape, nodes, (*above, shape), is_top)
        verdicts = [
            self._constraint(context, predicate.removeprefix(f"<{values.SH}")[:-1], value)
            for predicate, given in about.items()
            for value in given
        ]
        self.is_whole &= all(fails != TRUE for fails, _ in verdicts)
        return some(fails for fails, _ in verdicts), every(meets for _, meets in verdicts)

    def _constraint(self, context: _Context, name: str, value: Term) -> Verdict:
        if name in values.CONDITIONS:
            tell = values.CONDITIONS[name]
            return self._of_each(context.nodes, lambda v: tell(self._triples, context.shape, value, v))
        if name in self._compilers:
            return self._compilers[name](context, name, value)
        return OPEN if name in ("js", "expression") else MET

    def _sparql(self, context: _Context, name: str, value: Term) -> Verdict:
        joined = select.joinable(self._triples, value) if context.is_top else None
        if joined is None:
            return OPEN
        self.joined.append(joined)
        return MET

    def _of_nodes(self, context: _Context, name: str, value: Term) -> Verdict:
        if name == "property" and context.is_top and not context.nodes.steps:
            return self.compile(value, context.nodes.focus, context.above, is_top=True)
        return self._of_each(context.nodes, lambda v: self._logic(name, value, v, context.above))

    def _of_each(self, nodes: ValueNodes, tell: Callable[[str], Verdict]) -> Verdict:
        """Return the verdict on a condition that each value node is under by itself."""
        name = nodes.name()
        fails, meets = tell(name)
        self.is_whole &= fails != TRUE
        return nodes.exists(name, fails), negated(nodes.exists(name, negated(meets)))

    def _class(self, context: _Context, name: str, value: Term) -> Verdict:
        kind = next(self._names)
        classes = ", ".join(self._classes_below(value))

        def tell(v: str) -> Verdict:
            has = f"EXISTS {{ {v} a {kind} . FILTER({kind} IN ({classes})) }}"
            return negated(has), has

        return self._of_each(context.nodes, tell)

    def _counted(self, context: _Context, name: str, value: Term) -> Verdict:
        return self._count(context, name, values.integer(value), lambda _: MET)

    def _count(
        self, context: _Context, name: str, bound: int, tell: Callable[[str], Verdict]
    ) -> Verdict:
        """Return that more or fewer value nodes than a bound may, or may not, meet a condition."""
        nodes = context.nodes
        if context.is_top and nodes.steps and bound > MOST_DISTINCT:
            self._group(name, bound, nodes, tell)
            return MET
        if name.endswith("inCount"):
            few = negated(nodes.many(bound, lambda v: negated(tell(v)[0]), is_sure=True))
            return few, nodes.many(bound, lambda v: tell(v)[1], is_sure=False)
        many = nodes.many(bound + 1, lambda v: tell(v)[1], is_sure=False)
        few = nodes.many(bound + 1, lambda v: negated(tell(v)[0]), is_sure=True)
        return many, negated(few)

    def _group(self, name: str, bound: int, nodes: ValueNodes, tell: Callable[[str], Verdict]) -> None:
        x = next(self._names)
        fails, meets = tell(x)
        is_least = name.endswith("inCount")
        # Only IRIs surely are as many as they are written.
        kept = every([f"isIRI({x})", negated(fails)]) if is_least else meets
        where = f"{nodes.joined(x)} FILTER({kept})"
        self.grouped.append((where, f"COUNT(DISTINCT {x}) {'<' if is_least else '>'} {bound}"))

    def _logic(self, name: str, value: Term, v: str, above: tuple[Term, ...]) -> Verdict:
        if name in ("node", "property"):
            return self.compile(value, v, above)
        if name == "not":
            fails, meets = self.compile(value, v, above)
            return meets, fails
        verdicts = [self.compile(member, v, above) for member in self._triples.items(value)]
        each_fails, each_meets = [one[0] for one in verdicts], [one[1] for one in verdicts]
        if name == "and":
            return some(each_fails), every(each_meets)
        if name == "or":
            return every(each_fails), some(each_meets)
        return _exactly_one(each_fails, each_meets)

    def _qualified(self, context: _Context, name: str, value: Term) -> Verdict:
        shapes = self._triples.values(context.shape, term("sh:qualifiedValueShape"))
        disjoint = self._triples.values(context.shape, term("sh:qualifiedValueShapesDisjoint"))
        if len(shapes) != 1 or literal("true", "xsd:boolean") in disjoint:
            return OPEN
        return self._count(
            context, name, values.integer(value), lambda v: self.compile(shapes[0], v, context.above)
        )

    def _closed(self, context: _Context, name: str, value: Term) -> Verdict:
        if literal_text(value) not in ("true", "1"):
            return MET
        stated = (
            self._triples.one(one, _PATH)
            for one in self._triples.values(context.shape, term("sh:property"))
        )
        ignored = self._triples.one(context.shape, term("sh:ignoredProperties"))
        allowed = {p for p in stated if p and p.startswith("<")}
        allowed |= set(self._triples.items(ignored)) if ignored else set()
        p, o = next(self._names), next(self._names)
        kept = f" FILTER({p} NOT IN ({', '.join(sorted(allowed))}))" if allowed else ""

        def tell(v: str) -> Verdict:
            other = f"EXISTS {{ {v} {p} {o} .{kept} }}"
            return other, negated(other)

        return self._of_each(context.nodes, tell)


def _pair(context: _Context, name: str, value: Term) -> Verdict:
    return context.nodes.pair(name, value)


def _unique_language(context: _Context, name: str, value: Term) -> Verdict:
    return context.nodes.unique_language() if literal_text(value) in ("true", "1") else MET


def _exactly_one(fails: list[str], meets: list[str]) -> Verdict:
    pairs = [every(pair) for pair in itertools.combinations(meets, 2)]
    alone = [
        every([meet, *(fail for other, fail in enumerate(fails) if other != number)])
        for number, meet in enumerate(meets)
    ]
    return some([every(fails), *pairs]), some(alone)
