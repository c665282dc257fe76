"""Compiles SHACL shapes to SPARQL filters that select every node that may violate a shape.

The filters are conservative: they may select a node that conforms, but never miss one that does not.
Each constraint becomes a pair of filters (`Verdict`): `may_fail` is true for every node that fails it,
and `may_conform` for every node that conforms. Both may be true for the same node. `sh:not` swaps the
two, so that the pair stays conservative however deep shapes nest, which negation of a single filter
would not ensure. Where SPARQL engines and pySHACL may disagree, or SPARQL cannot express a constraint,
both filters are `true`.

Source: Shapes Constraint Language (W3C, 2017), section 4, "Core Constraint Components". Checked against
the W3C test suite and, with generated shapes and data, against pySHACL itself.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from privkg.check.shapes import paths, select, values
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.value_nodes import MOST_DISTINCT, ValueNodes
from privkg.check.shapes.values import CONFORMS, TRUE, UNDECIDED, Verdict, every, negated, some
from privkg.rdf.terms import Term, literal, term
from privkg.store.rdf import literal_text

_PATH = term("sh:path")


@dataclass(frozen=True, slots=True)
class _Context:
    """The shape of a constraint, its value nodes, and the shapes around it, itself included."""

    shape: Term
    nodes: ValueNodes
    above: tuple[Term, ...]
    is_top: bool


class Compiler:
    """Compiles the shapes of one shapes graph.

    Args:
        triples: the shapes graph.
        classes_below: a function from a class to itself and all its subclasses in the data.

    Attributes:
        is_whole: False once a constraint could not be expressed in SPARQL.
        grouped: patterns and HAVING conditions of counts, each for a query with GROUP BY.
        joined: prefixes and bodies of SPARQL constraints, each for a query joined with the targets.
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
        """Return the verdict of a shape on the node in a variable.

        Args:
            shape: the shape.
            focus: the variable of the focus node.
            above: the shapes around it.
            is_top: whether the focus node is a target. Only then can a constraint become a separate
                query, in `grouped` or `joined`, as results of separate queries are simply united.
        """
        about = self._triples.about(shape)
        if literal("true", "xsd:boolean") in about.get(term("sh:deactivated"), ()):
            return CONFORMS
        # Validation of recursive shapes is undefined (section 3.4.3). A user's own components have ASK
        # or SELECT validators with parameters, which are left to pySHACL.
        if shape in above or self._own_components & about.keys():
            self.is_whole = False
            return UNDECIDED
        path = self._triples.one(shape, _PATH)
        nodes = ValueNodes(focus, paths.steps(self._triples, path) if path else (), self._names)
        context = _Context(shape, nodes, (*above, shape), is_top)
        verdicts = [
            self._constraint(context, predicate.removeprefix(f"<{values.SH}")[:-1], value)
            for predicate, given in about.items()
            for value in given
        ]
        self.is_whole &= all(may_fail != TRUE for may_fail, _ in verdicts)
        # A shape fails if some constraint fails, and conforms if every constraint conforms.
        return (
            some(may_fail for may_fail, _ in verdicts),
            every(may_conform for _, may_conform in verdicts),
        )

    def _constraint(self, context: _Context, name: str, value: Term) -> Verdict:
        if name in values.CONDITIONS:
            condition = values.CONDITIONS[name]
            return self._of_each(
                context.nodes, lambda v: condition(self._triples, context.shape, value, v)
            )
        if name in self._compilers:
            return self._compilers[name](context, name, value)
        # Any other property of a shape is not a constraint: targets, messages, names, sh:flags.
        return UNDECIDED if name in ("js", "expression") else CONFORMS

    def _sparql(self, context: _Context, name: str, value: Term) -> Verdict:
        joined = select.joinable(self._triples, value) if context.is_top else None
        if joined is None:
            return UNDECIDED
        self.joined.append(joined)
        return CONFORMS  # here, because the separate query selects the nodes that fail

    def _of_nodes(self, context: _Context, name: str, value: Term) -> Verdict:
        if name == "property" and context.is_top and not context.nodes.steps:
            return self.compile(value, context.nodes.focus, context.above, is_top=True)
        return self._of_each(context.nodes, lambda v: self._logic(name, value, v, context.above))

    def _of_each(self, nodes: ValueNodes, condition: Callable[[str], Verdict]) -> Verdict:
        """Return the verdict on a condition that every value node must meet.

        The focus node may fail if some value node may fail. It may conform unless some value node
        certainly fails, that is, cannot conform.
        """
        name = nodes.name()
        may_fail, may_conform = condition(name)
        self.is_whole &= may_fail != TRUE
        return nodes.exists(name, may_fail), negated(nodes.exists(name, negated(may_conform)))

    def _class(self, context: _Context, name: str, value: Term) -> Verdict:
        kind = next(self._names)
        # Subclasses are listed instead of matched by rdfs:subClassOf*: one look-up for the whole graph
        # is much faster than a path of any length for each value node.
        classes = ", ".join(self._classes_below(value))

        def condition(v: str) -> Verdict:
            has = f"EXISTS {{ {v} a {kind} . FILTER({kind} IN ({classes})) }}"
            return negated(has), has

        return self._of_each(context.nodes, condition)

    def _counted(self, context: _Context, name: str, value: Term) -> Verdict:
        return self._count(context, name, values.integer(value), lambda _: CONFORMS)

    def _count(
        self, context: _Context, name: str, bound: int, condition: Callable[[str], Verdict]
    ) -> Verdict:
        """Return the verdict on a minimum or maximum number of value nodes that meet a condition.

        A minimum may fail unless `bound` nodes are certainly distinct and certainly meet the condition;
        it may conform if `bound` nodes may be distinct and may meet it. A maximum is the reverse, with
        `bound` + 1 nodes. Above `MOST_DISTINCT`, the nodes are counted by a query with GROUP BY.
        """
        nodes = context.nodes
        if context.is_top and nodes.steps and bound > MOST_DISTINCT:
            self._group(name, bound, nodes, condition)
            return CONFORMS  # here, because the separate query selects the nodes that fail
        if name.endswith("inCount"):  # minCount, qualifiedMinCount
            enough = nodes.many(bound, lambda v: negated(condition(v)[0]), is_sure=True)
            return negated(enough), nodes.many(bound, lambda v: condition(v)[1], is_sure=False)
        too_many = nodes.many(bound + 1, lambda v: condition(v)[1], is_sure=False)
        surely_too_many = nodes.many(bound + 1, lambda v: negated(condition(v)[0]), is_sure=True)
        return too_many, negated(surely_too_many)

    def _group(
        self, name: str, bound: int, nodes: ValueNodes, condition: Callable[[str], Verdict]
    ) -> None:
        x = next(self._names)
        may_fail, may_conform = condition(x)
        is_least = name.endswith("inCount")
        # Literals that differ in SPARQL, "1"^^xsd:integer and "01"^^xsd:integer, may be one value in
        # rdflib, so that only distinct IRIs count towards a minimum.
        kept = every([f"isIRI({x})", negated(may_fail)]) if is_least else may_conform
        where = f"{nodes.joined(x)} FILTER({kept})"
        self.grouped.append((where, f"COUNT(DISTINCT {x}) {'<' if is_least else '>'} {bound}"))

    def _logic(self, name: str, value: Term, v: str, above: tuple[Term, ...]) -> Verdict:
        if name in ("node", "property"):
            return self.compile(value, v, above)
        if name == "not":
            may_fail, may_conform = self.compile(value, v, above)
            return may_conform, may_fail
        verdicts = [self.compile(member, v, above) for member in self._triples.items(value)]
        fails, conforms = [one[0] for one in verdicts], [one[1] for one in verdicts]
        if name == "and":
            return some(fails), every(conforms)
        if name == "or":
            return every(fails), some(conforms)
        return _exactly_one(fails, conforms)

    def _qualified(self, context: _Context, name: str, value: Term) -> Verdict:
        shapes = self._triples.values(context.shape, term("sh:qualifiedValueShape"))
        disjoint = self._triples.values(context.shape, term("sh:qualifiedValueShapesDisjoint"))
        # With disjoint shapes, the siblings of the shape take part in the count (section 4.7.3).
        if len(shapes) != 1 or literal("true", "xsd:boolean") in disjoint:
            return UNDECIDED
        return self._count(
            context, name, values.integer(value), lambda v: self.compile(shapes[0], v, context.above)
        )

    def _closed(self, context: _Context, name: str, value: Term) -> Verdict:
        if literal_text(value) not in ("true", "1"):
            return CONFORMS
        stated = (
            self._triples.one(one, _PATH)
            for one in self._triples.values(context.shape, term("sh:property"))
        )
        ignored = self._triples.one(context.shape, term("sh:ignoredProperties"))
        allowed = {p for p in stated if p and p.startswith("<")}
        allowed |= set(self._triples.items(ignored)) if ignored else set()
        p, o = next(self._names), next(self._names)
        kept = f" FILTER({p} NOT IN ({', '.join(sorted(allowed))}))" if allowed else ""

        def condition(v: str) -> Verdict:
            other = f"EXISTS {{ {v} {p} {o} .{kept} }}"
            return other, negated(other)

        return self._of_each(context.nodes, condition)


def _pair(context: _Context, name: str, value: Term) -> Verdict:
    return context.nodes.pair(name, value)


def _unique_language(context: _Context, name: str, value: Term) -> Verdict:
    return context.nodes.unique_language() if literal_text(value) in ("true", "1") else CONFORMS


def _exactly_one(fails: list[str], conforms: list[str]) -> Verdict:
    """Return the verdict of `sh:xone`: it fails if no member conforms, or two do."""
    pairs = [every(pair) for pair in itertools.combinations(conforms, 2)]
    alone = [
        every([conform, *(fail for other, fail in enumerate(fails) if other != number)])
        for number, conform in enumerate(conforms)
    ]
    return some([every(fails), *pairs]), some(alone)
