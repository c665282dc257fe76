"""The named graphs of a dataset: the role of each, by the last segment of its IRI."""

from collections.abc import Iterator
from enum import Enum


class Role(Enum):
    """The role of a named graph."""

    SHARED = "resources that incidents share"
    NOTICES = "notices about changed resources"
    VOCABULARY = "terms, not facts"


AUTHORITY = "authority"
LABELS = "labels"
LINKS = "links"
NOTICES = "notices"
ONTOLOGY = "ontology"
SHARED = "shared"

ROLES = {
    LINKS: Role.SHARED,
    SHARED: Role.SHARED,
    AUTHORITY: Role.SHARED,
    NOTICES: Role.NOTICES,
    ONTOLOGY: Role.VOCABULARY,
    LABELS: Role.VOCABULARY,
}
"""The roles of the graphs that do not describe one incident, by slug, in the order of exports."""

PROVENANCE = "prov"
_END = f"/{PROVENANCE}"

RESERVED_SLUGS = frozenset({*ROLES, PROVENANCE})
"""Slugs that incidents must not have; digits are appended if a page's title would yield one."""


def of_role(*roles: Role) -> Iterator[str]:
    """Yield the slugs of the graphs with one of the roles, in the order of exports."""
    yield from (slug for slug, role in ROLES.items() if role in roles)


def provenance_of(graph: str) -> str:
    """Return the IRI of the graph with the evidence and provenance of an incident's graph."""
    return f"{graph}{_END}"


def is_provenance(graph: str) -> bool:
    """Return whether a graph, given as an IRI or a term, holds evidence and provenance."""
    return graph.endswith((_END, f"{_END}>"))
