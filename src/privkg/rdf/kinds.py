"""The kinds of things that privkg mints IRIs for: the second part of `id/incident/letters-opened`."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of things, by its name in their IRIs; in the order in which a person looks for them."""

    INCIDENT = "incident"
    ACTOR = "actor"
    GROUP = "group"
    PLACE = "place"
    SOURCE = "source"
    PAGE = "page"
    NOTICE = "notice"

    @property
    def plural(self) -> str:
        """The name of several, which lists and tables of the kind have."""
        return f"{self}s"


RECORDED = (Kind.ACTOR, Kind.GROUP, Kind.PLACE)
"""Kinds of things that authority records describe."""
