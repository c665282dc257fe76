"""The value nodes of a shape in SPARQL, and the constraints that concern several of them at once."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from privkg.check.shapes.values import (
    FALSE,
    MET,
    OPEN,
    TRUE,
    Verdict,
    compared,
    every,
    maybe_same,
    negated,
    not_the_same,
    some,
    surely_apart,
)
from privkg.rdf.terms import Term

MOST_DISTINCT = 3
"""How many value nodes are distinguished within a condition; more are counted by a query."""


@dataclass(frozen=True, slots=True)
class ValueNodes:
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

    def name(self) -> str:
        """Return a new variable for a value node, or the focus node where that is the value."""
        return next(self.names) if self.steps else self.focus

    def many(self, number: int, condition: Callable[[str], str], *, is_sure: bool) -> str:
        """Return that there are so many value nodes of a condition: for sure, or maybe."""
        if number <= 0:
            return TRUE
        if not self.steps:
            return condition(self.focus) if number == 1 else FALSE
        if number > MOST_DISTINCT:
            return FALSE if is_sure else self.exists(next(self.names), TRUE)
        names = [next(self.names) for _ in range(number)]
        apart = surely_apart if is_sure else not_the_same
        condition_on_all = every(
            [*map(condition, names), *(apart(a, b) for a, b in itertools.combinations(names, 2))]
        )
        for name in reversed(names):
            condition_on_all = self.exists(name, condition_on_all)
        return condition_on_all

    def pair(self, name: str, predicate: Term) -> Verdict:
        """Return a verdict on a comparison of the value nodes with the values of another property."""
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
        """Return a verdict on whether no two value nodes are of one language."""
        if not self.steps:
            return MET
        a, b = next(self.names), next(self.names)
        twice = f'!sameTerm({a}, {b}) && LANG({a}) != "" && LCASE(LANG({a})) = LCASE(LANG({b}))'
        return self.exists(a, self.exists(b, twice)), TRUE

    def has_value(self, value: Term) -> Verdict:
        """Return a verdict on whether a term is one of the value nodes."""
        if value.startswith("_:"):
            return OPEN
        v = self.name()
        alike = maybe_same(v, value) if value.startswith('"') else f"sameTerm({v}, {value})"
        surely = self.exists(v, f"sameTerm({v}, {value})")
        return negated(surely), self.exists(v, alike)

    def _walk(self, start: str, steps: tuple[str, ...], name: str, condition: str) -> str:
        """Return a path as steps within each other: the engine then starts each from where it is."""
        if not steps or condition == FALSE:
            return condition
        end = next(self.names) if steps[1:] else name
        rest = self._walk(end, steps[1:], name, condition)
        kept = "" if rest == TRUE else f" FILTER({rest})"
        return f"EXISTS {{ {steps[0].format(start=start, end=end, link=next(self.names))}{kept} }}"
