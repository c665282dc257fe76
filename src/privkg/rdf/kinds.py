"""The kinds of resources that privkg mints IRIs for: `incident` in `id/incident/letters-opened`."""

from enum import StrEnum


class Kind(StrEnum):
    """A kind of resource; the value is its name in IRIs, the order of members that of lists."""

    INCIDENT = "incident"
    ACTOR = "actor"
    GROUP = "group"
    PLACE = "place"
    SOURCE = "source"
    PAGE = "page"
    NOTICE = "notice"
    REGISTER = "register"

    @property
    def plural(self) -> str:
        """The plural, which names lists and tables of the kind."""
        return f"{self}s"


RECORDED = (Kind.ACTOR, Kind.GROUP, Kind.PLACE)
"""The kinds of resources that authority records describe."""
