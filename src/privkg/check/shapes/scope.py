"""Decides which shapes can be checked incident by incident.

The results of such a shape for a part of an incident depend only on the triples about parts of this
incident, and on the descriptions of the shared resources that they reach from subject to object. A graph
of a few incidents and these descriptions then yields the same results for their parts as the dataset.

That is decided from paths and queries alone. A step from subject to object stays within these triples,
unless it may lead to another incident. A step from object to subject finds triples about other incidents
too, unless its property connects parts of one incident only. What cannot be decided is not of incidents.
"""

from collections.abc import Collection, Iterable

from privkg.check.shapes import paths, select, values
from privkg.check.shapes.graph import Triples
from privkg.core.errors import InvalidValueError, QueryError
from privkg.rdf.parts import ACROSS, OUTWARD, WITHIN
from privkg.rdf.sparql import patterns
from privkg.rdf.sparql.groups import Group, Part, Pattern, Role, is_variable
from privkg.rdf.sparql.paths import Step
from privkg.rdf.terms import Term, term
from privkg.reference.links import tables

_LEADING = ACROSS.union(tables.PROPERTIES)
"""Properties that may lead to another incident; an accepted link may connect any two resources."""
_OBJECTS_OF = term("sh:targetObjectsOf")
_SHAPES = ("node", "not", "property", "qualifiedValueShape")
_LISTS = ("and", "or", "xone")
_PAIRS = ("disjoint", "equals", "lessThan", "lessThanOrEquals")
_OWN = (
    "class",
    "closed",
    "datatype",
    "hasValue",
    "in",
    "languageIn",
    "nodeKind",
    "pattern",
    "uniqueLang",
)
_COUNTS = ("maxCount", "minCount", "qualifiedMaxCount", "qualifiedMinCount")
_BOUNDS = ("maxExclusive", "maxInclusive", "maxLength", "minExclusive", "minInclusive", "minLength")
_NO_CONSTRAINTS = (
    *("deactivated", "defaultValue", "description", "flags", "group", "ignoredProperties", "message"),
    *("name", "order", "severity", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"),
)
_LOCAL = frozenset([*_OWN, *_COUNTS, *_BOUNDS, *_NO_CONSTRAINTS])
"""Properties of shapes that concern the triples about focus node and value nodes, or no triples."""


def of_incidents(triples: Triples) -> frozenset[Term]:
    """Return the shapes whose results for parts of an incident depend on no other incident."""
    if triples.subjects(term("sh:parameter")):  # a user's own components may use any property
        return frozenset()
    shapes = {subject for subject, _, _ in triples.all}
    return frozenset(
        shape
        for shape in shapes
        if set(triples.values(shape, _OBJECTS_OF)) <= WITHIN | OUTWARD and _is_local(triples, shape, ())
    )


def _is_local(triples: Triples, shape: Term, above: Collection[Term]) -> bool:
    """Return whether no constraint of a shape, or of the shapes in it, needs triples of others."""
    if shape in above:
        return False
    around = (*above, shape)
    return all(
        _is_local_constraint(triples, predicate.removeprefix(f"<{values.SH}")[:-1], value, around)
        for predicate, given in triples.about(shape).items()
        if predicate.startswith(f"<{values.SH}")
        for value in given
    )


def _is_local_constraint(triples: Triples, name: str, value: Term, around: Collection[Term]) -> bool:
    if name in _SHAPES:
        return _is_local(triples, value, around)
    if name in _LISTS:
        return all(_is_local(triples, member, around) for member in triples.items(value))
    if name == "path":
        return _are_local(paths.predicates(triples, value))
    if name == "sparql":
        return _is_local_query(triples, value)
    return name in _LOCAL or (name in _PAIRS and value not in _LEADING)


def _are_local(steps: Iterable[Step]) -> bool:
    """Return whether steps that begin at a part of an incident find no triples of other incidents."""
    return all(
        predicate in WITHIN if is_inverse else predicate not in _LEADING
        for predicate, is_inverse in steps
    )


def _is_local_query(triples: Triples, constraint: Term) -> bool:
    joined = select.joinable(triples, constraint)
    if joined is None:
        return False
    prefixes, body = joined
    try:
        query = patterns.read(f"{prefixes}SELECT * WHERE {{ {body} }}")
    except (InvalidValueError, QueryError, RecursionError):
        return False
    return _is_local_group(query.group, frozenset(["?this"]))


def _is_local_group(group: Group, known: frozenset[str]) -> bool:
    """Return whether the patterns of a group are reached from nodes that are known around it."""
    todo = [part for part in group.parts if isinstance(part, Pattern)]
    reached = set(known)
    while todo:
        found = [pattern for pattern in todo if _is_reached(pattern, reached)]
        if not found:
            return False
        reached.update(node for one in found for node in (one.subject, one.object) if is_variable(node))
        todo = [pattern for pattern in todo if pattern not in found]
    others = (part for part in group.parts if not isinstance(part, Pattern))
    return all(isinstance(part, Part) and _is_local_part(part, frozenset(reached)) for part in others)


def _is_reached(pattern: Pattern, reached: Collection[str]) -> bool:
    """Return whether a pattern can be matched from a node that is reached, without others' triples."""
    if pattern.path is None:
        return False
    if pattern.subject in reached:
        return _are_local(pattern.path.steps)
    return pattern.object in reached and _are_local(pattern.path.inverse().steps)


def _is_local_part(part: Part, reached: frozenset[str]) -> bool:
    if part.role is Role.BOUND:  # evaluated before the patterns that follow it
        return not part.groups
    # A nested group is evaluated on its own before it is joined, so that EXISTS in it knows less.
    is_simple = part.role is not Role.JOINED or all(
        isinstance(each, Pattern) for group in part.groups for each in group.parts
    )
    return is_simple and all(_is_local_group(group, reached) for group in part.groups)
