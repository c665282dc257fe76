"""Decides from a query's text whether it could match a triple about a claim.

A built graph keeps claims, most of its quads, apart from facts. A query that cannot match them has the
same solutions on the facts alone. That is so if each of its triple patterns either cannot match a claim
by its predicate, or matches only where another pattern of the same group removes the solution: in
`?row pk:harm ?harm ; pk:derivedBy ?rule` the first pattern excludes claims as `?row`.

Two kinds of variables exclude solutions: those that are not claims, and those that are the subject or
object of a fact. The latter matter for paths that may be empty: `?a skos:broader* ?b` connects each node
of the dataset with itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from privkg.core.errors import InvalidValueError, QueryError
from privkg.rdf.evidence import CLAIM, PREDICATES, is_claim
from privkg.rdf.graphs import is_provenance
from privkg.rdf.sparql import paths, patterns
from privkg.rdf.sparql.groups import Graph, Group, Part, Pattern, Query, Role, is_variable
from privkg.rdf.terms import A

_TYPE = paths.of_predicate(A)


@dataclass(frozen=True, slots=True)
class _Bound:
    """Variables that are bound in every solution: to no claims, and to subjects or objects of facts."""

    no_claims: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()

    def __or__(self, other: "_Bound") -> "_Bound":
        return _Bound(self.no_claims | other.no_claims, self.nodes | other.nodes)

    def __and__(self, other: "_Bound") -> "_Bound":
        return _Bound(self.no_claims & other.no_claims, self.nodes & other.nodes)


_NONE = _Bound()


@lru_cache(256)
def may_match(query: str) -> bool:
    """Return False if a query certainly has the same solutions without the triples about claims.

    True is always safe. It is the result for all queries that `patterns` cannot read.
    """
    try:
        _of_query(patterns.read(query))
    except (InvalidValueError, QueryError, RecursionError):
        return True
    return False


def _of_query(query: Query) -> _Bound:
    """Return the variables that a query or subquery binds, which has none from outside."""
    found = _of_group(query.group, _NONE)
    for group in query.others:
        _of_group(group, _NONE)
    if query.projected is None:
        return found
    return found & _Bound(query.projected, query.projected)


def _of_group(group: Group, outer: _Bound) -> _Bound:
    """Return the variables that a group binds.

    Args:
        group: the group.
        outer: variables that are bound by what the solutions of the group are joined with. They exclude
            solutions of triple patterns, but not what OPTIONAL or MINUS did to those without them.
    """
    own = _of_joined(group, outer)
    before, whole = _NONE, _union(own.values())
    for number, part in enumerate(group.parts):
        before |= own.get(number, _NONE)
        if isinstance(part, Part) and part.role is not Role.JOINED:
            for each in part.groups:
                _of_group(each, whole if part.role is Role.TESTED else before)
    return whole


def _of_joined(group: Group, outer: _Bound) -> dict[int, _Bound]:
    """Return the variables that each joined part of a group binds, by its number.

    The order of joins does not matter, so a pattern may be excluded by a later part.
    """
    found = dict[int, _Bound]()
    single = {number: part for number, part in enumerate(group.parts) if isinstance(part, Pattern)}
    _add_patterns(found, single, outer)
    for number, part in enumerate(group.parts):
        if isinstance(part, Query):
            found[number] = _of_query(part)
        elif isinstance(part, Graph):
            found[number] = _of_graph(part, _union(found.values()) | outer)
        elif isinstance(part, Part) and part.role is Role.JOINED:
            known = _union(found.values()) | outer
            found[number] = _intersection(_of_group(each, known) for each in part.groups)
        _add_patterns(found, single, outer)
    if single:
        raise InvalidValueError("a triple pattern may match a claim")
    return found


def _add_patterns(found: dict[int, _Bound], todo: dict[int, Pattern], outer: _Bound) -> None:
    """Move patterns that cannot match a claim, given the variables found, from `todo` to `found`."""
    while todo:
        known = _union(found.values()) | outer
        done = {
            number: _of_pattern(part, known) for number, part in todo.items() if _is_safe(part, known)
        }
        if not done:
            return
        found |= done
        for number in done:
            del todo[number]


def _of_graph(part: Graph, known: _Bound) -> _Bound:
    """Return the variables that a GRAPH part binds.

    Paths that may be empty connect the nodes of one graph with themselves, so that the nodes of other
    graphs do not matter. A group without a triple pattern has a solution for each graph.
    """
    if part.name.startswith("<") and not is_provenance(part.name) and not _has_graph(part.group):
        return _NONE
    if not any(isinstance(each, Pattern) for each in part.group.parts):
        raise InvalidValueError("GRAPH may match a graph that has claims only")
    return _Bound(_of_group(part.group, _Bound(known.no_claims)).no_claims)


def _has_graph(group: Group) -> bool:
    """Return whether a group has a GRAPH part, at any depth."""
    return any(isinstance(part, Graph) or any(map(_has_graph, _groups(part))) for part in group.parts)


def _groups(part: Pattern | Part | Graph | Query) -> Iterator[Group]:
    if isinstance(part, Part):
        yield from part.groups
    elif isinstance(part, Query):
        yield from (part.group, *part.others)


def _is_safe(pattern: Pattern, known: _Bound) -> bool:
    """Return whether a pattern matches no claim, or only where the variables exclude the solution."""
    path = pattern.path
    is_fact = _is_fact(pattern.subject, known)
    if path is None:
        return is_fact
    if path.others & PREDICATES:
        return False
    if path.may_be_empty and not {pattern.subject, pattern.object} & known.nodes:
        return False  # the engine looks even a given term up among the nodes of the dataset
    if path == _TYPE and pattern.object.startswith("<") and pattern.object != CLAIM:
        return True
    return is_fact or not path.first & PREDICATES


def _is_fact(subject: str, known: _Bound) -> bool:
    """Return whether the triples of a subject are facts."""
    return subject in known.no_claims or (subject.startswith("<") and not is_claim(subject))


def _of_pattern(pattern: Pattern, known: _Bound) -> _Bound:
    """Return the variables that a pattern binds which matches facts only."""
    path, ends = pattern.path, frozenset([pattern.subject, pattern.object])
    variables = frozenset(filter(is_variable, ends))
    if path is None:
        return _Bound(variables & {pattern.subject}, variables)
    if path.may_be_empty:
        return _Bound(nodes=variables if variables & known.nodes else frozenset())
    starts = {pattern.subject} if path.starts_at_fact else set[str]()
    return _Bound(variables & (starts | ({pattern.object} if path.ends_at_fact else set())), variables)


def _union(bounds: Iterable[_Bound]) -> _Bound:
    found = _NONE
    for each in bounds:
        found |= each
    return found


def _intersection(bounds: Iterable[_Bound]) -> _Bound:
    first, *rest = bounds
    for each in rest:
        first &= each
    return first
