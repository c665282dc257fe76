"""Shapes to SPARQL that finds the nodes a shape may be broken at: more than need be, never fewer.

Each constraint is told in two ways, of which each may say yes too often: that a node may fail it, and
that a node may meet it. `sh:not` swaps the two, and so nothing is lost however deep shapes nest. What
a SPARQL engine cannot be trusted to see as pySHACL does is `true` in both.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from privkg.check.shapes import paths, select, values
from privkg.check.shapes.graph import Triples
from privkg.check.shapes.values import FALSE, TRUE, every, negated, some
from privkg.rdf.terms import Term, literal, term
from privkg.store.rdf import literal_text

_PATH = term("sh:path")
_MOST_DISTINCT = 3

Told = tuple[str, str]
"""Two SPARQL expressions: that a node may fail, and that it may meet, what is asked of it."""
_OPEN: Told = (TRUE, TRUE)
_MET: Told = (FALSE, TRUE)


@dataclass(frozen=True, slots=True)
class _Values:
    """The value nodes of a shape: those at the end of a path from a focus node, or the node itself."""

    focus: str
    steps: tuple[str, ...]
    names: Iterator[str]

    def exists(self, name: str, condition: str) -> str:
        """Return that a value node, under a variable's name, meets a condition."""
        return self._walk(self.focus, self.steps, name, condition)

    def joined(self, name: str) -> str:
        """Return the value nodes, under a variable's name, as a pattern."""
        stops = [self.focus, *(next(self.names) for _ in self.steps[1:]), name]
        return " ".join(
            step.format(start=start, end=end, link=next(self.names))
            for step, start, end in zip(self.steps, stops[:-1], stops[1:], strict=True)
        )

    def _walk(self, start: str, steps: tuple[str, ...], name: str, condition: str) -> str:
        """Return a path as steps within each other: the engine then starts each from where it is."""
        if not steps or condition == FALSE:
            return condition
        end = next(self.names) if steps[1:] else name
        rest = self._walk(end, steps[1:], name, condition)
        kept = "" if rest == TRUE else f" FILTER({rest})"
        return f"EXISTS {{ {steps[0].format(start=start, end=end, link=next(self.names))}{kept} }}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The shape whose constraint is told, its value nodes, and the shapes it stands in."""

    shape: Term
    nodes: _Values
    above: tuple[Term, ...]
    is_top: bool


class Compiler:
    """Tells shapes of one shapes graph in SPARQL.

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
        self._tellers: Mapping[str, Callable[[_Asked, str, Term], Told]] = {
            "and": self._of_nodes,
            "class": self._class,
            "closed": self._closed,
            "disjoint": self._pair,
            "equals": self._pair,
            "hasValue": self._has_value,
            "lessThan": self._pair,
            "lessThanOrEquals": self._pair,
            "maxCount": self._counted,
            "minCount": self._counted,
            "node": self._of_nodes,
            "not": self._of_nodes,
            "or": self._of_nodes,
            "property": self._of_nodes,
            "qualifiedMaxCount": self._qualified,
            "qualifiedMinCount": self._qualified,
            "sparql": self._sparql,
            "uniqueLang": self._unique_language,
            "xone": self._of_nodes,
        }
        self._own_components = {
            parameter_path
            for component in triples.subjects(term("sh:parameter"))
            for parameter in triples.values(component, term("sh:parameter"))
            for parameter_path in triples.values(parameter, _PATH)
        }

    def tell(
        self, shape: Term, focus: str, above: tuple[Term, ...] = (), *, is_top: bool = False
    ) -> Told:
        """Return that a node, given by a variable, may fail a shape, and that it may meet it.

        At the top, what takes a query of its own is added to `grouped` and `joined` instead.
        `is_whole` is False once a part could not be told in SPARQL.
        """
        about = self._triples.about(shape)
        if literal("true", "xsd:boolean") in about.get(term("sh:deactivated"), ()):
            return _MET
        if shape in above or self._own_components & about.keys():
            self.is_whole = False
            return _OPEN
        path = self._triples.one(shape, _PATH)
        nodes = _Values(focus, paths.steps(self._triples, path) if path else (), self._names)
        asked = _Asked(shape, nodes, (*above, shape), is_top)
        told = [
            self._constraint(asked, predicate.removeprefix(f"<{values.SH}")[:-1], value)
            for predicate, given in about.items()
            for value in given
        ]
        self.is_whole &= all(fails != TRUE for fails, _ in told)
        return some(fails for fails, _ in told), every(meets for _, meets in told)

    def _constraint(self, asked: _Asked, name: str, value: Term) -> Told:
        if name in values.TELLERS:
            tell = values.TELLERS[name]
            return self._of_each(asked.nodes, lambda v: tell(self._triples, asked.shape, value, v))
        if name in self._tellers:
            return self._tellers[name](asked, name, value)
        return _OPEN if name in ("js", "expression") else _MET

    def _sparql(self, asked: _Asked, name: str, value: Term) -> Told:
        joined = select.joinable(self._triples, value) if asked.is_top else None
        if joined is None:
            return _OPEN
        self.joined.append(joined)
        return _MET

    def _of_nodes(self, asked: _Asked, name: str, value: Term) -> Told:
        if name == "property" and asked.is_top and not asked.nodes.steps:
            return self.tell(value, asked.nodes.focus, asked.above, is_top=True)
        return self._of_each(asked.nodes, lambda v: self._logic(name, value, v, asked.above))

    def _of_each(self, nodes: _Values, tell: Callable[[str], Told]) -> Told:
        """Return what is asked of each value node on its own."""
        name = next(self._names) if nodes.steps else nodes.focus
        fails, meets = tell(name)
        self.is_whole &= fails != TRUE
        return nodes.exists(name, fails), negated(nodes.exists(name, negated(meets)))

    def _class(self, asked: _Asked, name: str, value: Term) -> Told:
        kind = next(self._names)
        classes = ", ".join(self._classes_below(value))

        def tell(v: str) -> Told:
            has = f"EXISTS {{ {v} a {kind} . FILTER({kind} IN ({classes})) }}"
            return negated(has), has

        return self._of_each(asked.nodes, tell)

    def _counted(self, asked: _Asked, name: str, value: Term) -> Told:
        return self._count(asked, name, values.integer(value), lambda _: _MET)

    def _count(self, asked: _Asked, name: str, bound: int, tell: Callable[[str], Told]) -> Told:
        """Return that more or fewer value nodes than a bound may, or may not, meet a condition."""
        nodes = asked.nodes
        if asked.is_top and nodes.steps and bound > _MOST_DISTINCT:
            self._group(name, bound, nodes, tell)
            return _MET
        if name.endswith("inCount"):
            few = negated(self._many(nodes, bound, lambda v: negated(tell(v)[0]), is_sure=True))
            return few, self._many(nodes, bound, lambda v: tell(v)[1], is_sure=False)
        many = self._many(nodes, bound + 1, lambda v: tell(v)[1], is_sure=False)
        few = self._many(nodes, bound + 1, lambda v: negated(tell(v)[0]), is_sure=True)
        return many, negated(few)

    def _group(self, name: str, bound: int, nodes: _Values, tell: Callable[[str], Told]) -> None:
        x = next(self._names)
        fails, meets = tell(x)
        is_least = name.endswith("inCount")
        # Only IRIs surely are as many as they are written.
        kept = every([f"isIRI({x})", negated(fails)]) if is_least else meets
        where = f"{nodes.joined(x)} FILTER({kept})"
        self.grouped.append((where, f"COUNT(DISTINCT {x}) {'<' if is_least else '>'} {bound}"))

    def _many(
        self, nodes: _Values, number: int, condition: Callable[[str], str], *, is_sure: bool
    ) -> str:
        """Return that there are so many value nodes of a condition: for sure, or maybe."""
        if number <= 0:
            return TRUE
        if not nodes.steps:
            return condition(nodes.focus) if number == 1 else FALSE
        if number > _MOST_DISTINCT:
            return FALSE if is_sure else nodes.exists(next(self._names), TRUE)
        names = [next(self._names) for _ in range(number)]
        apart = values.surely_apart if is_sure else values.not_the_same
        told = every(
            [*map(condition, names), *(apart(a, b) for a, b in itertools.combinations(names, 2))]
        )
        for name in reversed(names):
            told = nodes.exists(name, told)
        return told

    def _pair(self, asked: _Asked, name: str, value: Term) -> Told:
        nodes = asked.nodes
        x = next(self._names) if nodes.steps else nodes.focus
        y = next(self._names)
        others = f"{nodes.focus} {value} {y}"
        if name == "disjoint":
            shared = nodes.exists(x, f"EXISTS {{ {others} . FILTER({values.maybe_same(x, y)}) }}")
            surely = nodes.exists(x, f"EXISTS {{ {others} . FILTER(sameTerm({x}, {y})) }}")
            return shared, negated(surely)
        if name == "equals":
            lacks = nodes.exists(x, f"NOT EXISTS {{ {others} . FILTER(sameTerm({x}, {y})) }}")
            same = nodes.exists(x, f"sameTerm({x}, {y})")
            return some([lacks, f"EXISTS {{ {others} . FILTER({negated(same)}) }}"]), TRUE
        kept = values.compared(x, "<" if name == "lessThan" else "<=", y)
        return nodes.exists(x, f"EXISTS {{ {others} . FILTER({negated(kept)}) }}"), TRUE

    def _unique_language(self, asked: _Asked, name: str, value: Term) -> Told:
        nodes = asked.nodes
        if literal_text(value) not in ("true", "1") or not nodes.steps:
            return _MET
        a, b = next(self._names), next(self._names)
        twice = f'!sameTerm({a}, {b}) && LANG({a}) != "" && LCASE(LANG({a})) = LCASE(LANG({b}))'
        return nodes.exists(a, nodes.exists(b, twice)), TRUE

    def _has_value(self, asked: _Asked, name: str, value: Term) -> Told:
        if value.startswith("_:"):
            return _OPEN
        v = next(self._names) if asked.nodes.steps else asked.nodes.focus
        alike = values.maybe_same(v, value) if value.startswith('"') else f"sameTerm({v}, {value})"
        surely = asked.nodes.exists(v, f"sameTerm({v}, {value})")
        return negated(surely), asked.nodes.exists(v, alike)

    def _logic(self, name: str, value: Term, v: str, above: tuple[Term, ...]) -> Told:
        if name in ("node", "property"):
            return self.tell(value, v, above)
        if name == "not":
            fails, meets = self.tell(value, v, above)
            return meets, fails
        told = [self.tell(member, v, above) for member in self._triples.items(value)]
        each_fails, each_meets = [one[0] for one in told], [one[1] for one in told]
        if name == "and":
            return some(each_fails), every(each_meets)
        if name == "or":
            return every(each_fails), some(each_meets)
        return _exactly_one(each_fails, each_meets)

    def _qualified(self, asked: _Asked, name: str, value: Term) -> Told:
        shapes = self._triples.values(asked.shape, term("sh:qualifiedValueShape"))
        disjoint = self._triples.values(asked.shape, term("sh:qualifiedValueShapesDisjoint"))
        if len(shapes) != 1 or literal("true", "xsd:boolean") in disjoint:
            return _OPEN
        return self._count(
            asked, name, values.integer(value), lambda v: self.tell(shapes[0], v, asked.above)
        )

    def _closed(self, asked: _Asked, name: str, value: Term) -> Told:
        if literal_text(value) not in ("true", "1"):
            return _MET
        stated = (
            self._triples.one(one, _PATH)
            for one in self._triples.values(asked.shape, term("sh:property"))
        )
        ignored = self._triples.one(asked.shape, term("sh:ignoredProperties"))
        allowed = {p for p in stated if p and p.startswith("<")}
        allowed |= set(self._triples.items(ignored)) if ignored else set()
        p, o = next(self._names), next(self._names)
        kept = f" FILTER({p} NOT IN ({', '.join(sorted(allowed))}))" if allowed else ""

        def tell(v: str) -> Told:
            other = f"EXISTS {{ {v} {p} {o} .{kept} }}"
            return other, negated(other)

        return self._of_each(asked.nodes, tell)


def _exactly_one(fails: list[str], meets: list[str]) -> Told:
    pairs = [every(pair) for pair in itertools.combinations(meets, 2)]
    alone = [
        every([meet, *(fail for other, fail in enumerate(fails) if other != number)])
        for number, meet in enumerate(meets)
    ]
    return some([every(fails), *pairs]), some(alone)
