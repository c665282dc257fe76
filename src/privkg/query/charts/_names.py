"""What the names in a chart are: harms have an order and groups, types of actors overlap."""

from collections.abc import Collection, Iterable

from privkg.query.charts._cells import Row
from privkg.query.results import named_by
from privkg.rdf.terms import Term, term
from privkg.reference import concepts, harm_order

_ACTOR = term("pk:Actor")
OVERLAP = "What has no fill includes narrower types, and does not add up with them"
"""The caveat on totals."""


def node(row: Row, column: str) -> Term:
    """Return the resource that a cell names, or "" if the answer has none for it."""
    return row.get(named_by(column), Term(""))


def are_harms(nodes: Iterable[Term]) -> bool:
    """Return whether all of some resources are harms, or groups of them."""
    known = {each.iri for each in concepts.harms_and_groups()}
    return all(each in known for each in nodes)


def group(node: Term) -> str:
    """Return the name of the group of a harm, or "" of any other resource."""
    above = harm_order.groups().get(node)
    return next((each.label for each in concepts.harms_and_groups() if each.iri == above), "")


def groups_of(nodes: Iterable[Term]) -> dict[Term, str]:
    """Return the groups of the harms among some resources with their names, in Solove's order."""
    found = {harm_order.groups()[node]: group(node) for node in nodes if group(node)}
    return dict(sorted(found.items(), key=lambda each: harm_order.place(each[0])))


def broader_types(nodes: Collection[Term]) -> set[Term]:
    """Return the types of actors that have a narrower one among the same resources."""
    types = {each.iri for each in concepts.actor_types()}.intersection(nodes)
    return {each for each in types if types.intersection(concepts.with_narrower(each)[1:])}


def total(node: Term, label: str) -> str:
    """Return the name of the number of a type and of all its narrower types."""
    return "All types of actors" if node == _ACTOR else f"{label}, all types"
