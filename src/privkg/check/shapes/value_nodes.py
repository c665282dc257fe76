"""The value nodes of a shape in SPARQL, and the constraints on several value nodes at once."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privkg.check.shapes.values import (
    CONFORMS,
    FALSE,
    TRUE,
    UNDECIDED,
    Verdict,
    compared,
    every,
    maybe_distinct,
    maybe_same,
    negated,
    some,
    surely_distinct,
)
from privkg.rdf.terms import Term

MOST_DISTINCT = 3
"""The maximum number of value nodes that a filter compares in pairs; a GROUP BY query counts more."""


@dataclass(frozen=True, slots=True)
class ValueNodes:
    """The value nodes of a shape: the nodes at the end of its path, or the focus node itself.

    `focus` is the variable of the focus node, `steps` are the patterns of the path's steps, and `names`
    yields unused variables.
    """

    focus: str
    steps: tuple[str, ...]
    names: Iterator[str]

    def exists(self, name: str, condition: str) -> str:
        """Return a filter that is true if some value node, bound to `name`, meets a condition."""
        return self._walk(self.focus, self.steps, name, condition)

    def joined(self, name: str) -> str:
        """Return a graph pattern that binds the value nodes to the variable `name`."""
        stops = [self.focus, *(next(self.names) for _ in self.steps[1:]), name]
        return " ".join(
            step.format(start=start, end=end, link=next(self.names))
            for step, start, end in zip(self.steps, stops[:-1], stops[1:], strict=True)
        )

    def name(self) -> str:
        """Return a new variable for a value node, or that of the focus node if there is no path."""
        return next(self.names) if self.steps else self.focus

    def many(self, number: int, condition: Callable[[str], str], *, is_sure: bool) -> str:
        """Return a filter that is true if at least `number` value nodes meet a condition.

        With `is_sure`, nodes that may be equal after normalization count as one; without, as several.
        """
        if number <= 0:
            return TRUE
        if not self.steps:
            return condition(self.focus) if number == 1 else FALSE
        if number > MOST_DISTINCT:
            return FALSE if is_sure else self.exists(next(self.names), TRUE)
        names = [next(self.names) for _ in range(number)]
        distinct = surely_distinct if is_sure else maybe_distinct
        condition_on_all = every(
            [*map(condition, names), *(distinct(a, b) for a, b in itertools.combinations(names, 2))]
        )
        for name in reversed(names):
            condition_on_all = self.exists(name, condition_on_all)
        return condition_on_all

    def pair(self, name: str, predicate: Term) -> Verdict:
        """Return the verdict on a comparison of the value nodes with the values of another property."""
        x, y = self.name(), next(self.names)
        others = f"{self.focus} {predicate} {y}"
        if name == "disjoint":
            shared = self.exists(x, f"EXISTS {{ {others} . FILTER({maybe_same(x, y)}) }}")
            surely = self.exists(x, f"EXISTS {{ {others} . FILTER(sameTerm({x}, {y})) }}")
            return shared, negated(surely)
        if name == "equals":
            lacks = self.exists(x, f"NOT EXISTS {{ {others} . FILTER(sameTerm({x}, {y})) }}")
            same = self.exists(x, f"sameTerm({x}, {y})")
            return some([lacks, f"EXISTS {{ {others} . FILTER({negated(same)}) }}"]), TRUE
        kept = compared(x, "<" if name == "lessThan" else "<=", y)
        return self.exists(x, f"EXISTS {{ {others} . FILTER({negated(kept)}) }}"), TRUE

    def unique_language(self) -> Verdict:
        """Return the verdict of `sh:uniqueLang`: no two value nodes have the same language tag."""
        if not self.steps:
            return CONFORMS
        a, b = next(self.names), next(self.names)
        twice = f'!sameTerm({a}, {b}) && LANG({a}) != "" && LCASE(LANG({a})) = LCASE(LANG({b}))'
        return self.exists(a, self.exists(b, twice)), TRUE

    def has_value(self, value: Term) -> Verdict:
        """Return the verdict of `sh:hasValue`: a term is one of the value nodes."""
        if value.startswith("_:"):
            return UNDECIDED
        v = self.name()
        alike = maybe_same(v, value) if value.startswith('"') else f"sameTerm({v}, {value})"
        surely = self.exists(v, f"sameTerm({v}, {value})")
        return negated(surely), self.exists(v, alike)

    def _walk(self, start: str, steps: tuple[str, ...], name: str, condition: str) -> str:
        """Return the steps of a path as nested EXISTS.

        A single pattern or property path could be evaluated from its far end, over the whole graph;
        nested, each step starts from the bound end of the step before.
        """
        if not steps or condition == FALSE:
            return condition
        end = next(self.names) if steps[1:] else name
        rest = self._walk(end, steps[1:], name, condition)
        kept = "" if rest == TRUE else f" FILTER({rest})"
        return f"EXISTS {{ {steps[0].format(start=start, end=end, link=next(self.names))}{kept} }}"
