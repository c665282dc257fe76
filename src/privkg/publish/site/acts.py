"""The acts that an actor did or that put a group at risk: in a sentence, and one by one."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from privkg.core.text import counted
from privkg.publish.site import counting, marks, paths
from privkg.publish.site.mentions import Mentions
from privkg.publish.site.pages import Link, Named, Part
from privkg.publish.site.viewer import Viewer
from privkg.rdf import iris
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, term
from privkg.reference.columns import LISTED

KINDS = {Kind.ACTOR: term("pk:actor"), Kind.GROUP: term("pk:atRisk")}
"""The kinds of resources that have acts, each with the property of a row whose value they are."""
_REPEATED = {Kind.ACTOR: term("pk:statedActor"), Kind.GROUP: term("pk:affected")}
"""The properties with which an incident names again whom its rows name."""
_WORDS = {Kind.ACTOR: "Tied to", Kind.GROUP: "At risk in"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A row with the path of its anchor, its incident, and its dates or else those of the incident."""

    row: Part
    target: str
    incident: Link
    dates: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """All acts of an actor or a group: a sentence with their numbers, their harms and claim statuses."""

    sentence: str
    harms: tuple[Link, ...]
    statuses: Mapping[Link, int]


def of_row(row: Term, viewer: Viewer, base: Base) -> Act:
    """Return a row as an act."""
    incident = iris.incident_of(row)
    part = viewer.row(row)
    own = tuple(value.link for value in part.dates())
    return Act(
        row=part,
        target=paths.part_page(row, base) or "",
        incident=viewer.link(incident),
        dates=own or viewer.first_of(incident, LISTED[Kind.INCIDENT]["Date"]),
    )


def split(kind: Kind | None, found: Mentions) -> tuple[Mapping[Term, Sequence[Term]], Mentions]:
    """Return the rows by incident that name a resource of a kind, and all that is left of its mentions.

    Args:
        kind: the kind of the resource; only an actor and a group have acts.
        found: the mentions of the resource.
    """
    if kind not in KINDS:
        return {}, found
    rows = {i: [s for s, some in about.items() if KINDS[kind] in some] for i, about in found.items()}
    rest = {
        incident: {
            subject: left
            for subject, some in about.items()
            if (left := [p for p in some if p != KINDS[kind]])
            and not (rows[incident] and left == [_REPEATED[kind]])
        }
        for incident, about in found.items()
    }
    return {i: some for i, some in rows.items() if some}, {i: some for i, some in rest.items() if some}


def tied(
    kind: Kind, acts: Counter[Named], incidents: Collection[Term], mentioning: int, viewer: Viewer
) -> Tied:
    """Return how an actor or a group is tied to acts.

    Args:
        kind: the kind of the resource.
        acts: what its acts name, each with their number.
        incidents: the incidents of the acts.
        mentioning: the number of incidents that mention it.
        viewer: names the harms.
    """
    harms, statuses = set[Link](), Counter[Link]()
    for each, number in acts.items():
        harms.update(each.harms)
        for status in each.statuses:
            statuses[status] += number
    ordered = tuple(link for link in map(viewer.link, marks.harms()) if link in harms)
    by_size = dict(counting.by_size(statuses))
    if acts:
        words = f"{counted(acts.total(), 'act')} {_numbers(incidents, by_size, viewer)}"
    else:
        words = f"no act; named in {counted(mentioning, 'incident')}"
    return Tied(sentence=f"{_WORDS[kind]} {words}.", harms=ordered, statuses=by_size)


def _numbers(incidents: Collection[Term], statuses: Mapping[Link, int], viewer: Viewer) -> str:
    """Return the number of the incidents of acts, their years, and the claim statuses."""
    years = sorted(filter(None, map(viewer.year, incidents)), key=int)
    when = " to ".join(dict.fromkeys((*years[:1], *years[-1:])))
    held = ", ".join(f"{count}\u00a0{status.text}" for status, count in statuses.items())
    return f"in {counted(len(incidents), 'incident')}{when and f', {when}'}{held and f': {held}'}"
