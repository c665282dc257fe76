"""The triple patterns of a query, in the groups that join them."""

from dataclasses import dataclass, field
from enum import Enum, auto

from privkg.rdf.sparql.paths import Path


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; variables begin with `?`, blank nodes with `_:`; other nodes are terms.

    `path` is None if the predicate is a variable.
    """

    subject: str
    path: Path | None
    object: str


class Role(Enum):
    """How the solutions of a part are combined with those of the parts before it."""

    JOINED = auto()
    """A group, or the alternatives of UNION."""
    OPTIONAL = auto()
    """OPTIONAL or MINUS: the solutions before are kept, extended, or removed."""
    BOUND = auto()
    """EXISTS in BIND, evaluated on the solutions before."""
    TESTED = auto()
    """EXISTS in FILTER, evaluated on the solutions of the whole group."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group other than a triple pattern."""

    role: Role
    groups: tuple["Group", ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """A GRAPH part: the graph's IRI or variable, and the group."""

    name: str
    group: "Group"


@dataclass(frozen=True, slots=True)
class Query:
    """A query or subquery: its group, and the groups of EXISTS in its other clauses.

    `projected` are the variables that it returns unchanged; None for all.
    """

    group: "Group"
    others: tuple["Group", ...]
    projected: frozenset[str] | None


@dataclass(slots=True)
class Group:
    """A group graph pattern: its parts in order."""

    parts: list[Pattern | Part | Graph | Query] = field(default_factory=list)


def is_variable(node: str) -> bool:
    """Return whether a node of a pattern is a variable or a blank node."""
    return node.startswith(("?", "_:"))
