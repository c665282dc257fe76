"""List pages: all incidents, actors, groups, places, sources, registers, and notices."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from privkg.core.text import printable
from privkg.publish import layout
from privkg.publish.site import rendering
from privkg.publish.site.pages import Link
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Fact, Reader
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, term
from privkg.reference.columns import LISTED
from privkg.reference.parts import ACTS

_COUNT = "Incidents"
_ROWS = term("pk:hasViolation")


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """The title and layout of a list page.

    `is_counted` adds a last column with the number of incidents; `is_tabled` adds a link to the CSV file
    with the same data.
    """

    title: str
    is_counted: bool = True
    is_tabled: bool = True


LISTS = {
    Kind.INCIDENT: _List(title="Incidents", is_counted=False),
    Kind.ACTOR: _List(title="Actors"),
    Kind.GROUP: _List(title="Groups"),
    Kind.PLACE: _List(title="Places"),
    Kind.SOURCE: _List(title="Sources"),
    Kind.REGISTER: _List(title="Registers"),
    Kind.NOTICE: _List(title="Corrections and withdrawals", is_counted=False, is_tabled=False),
}
"""Lists by the kind of their entries, in the order of the site's navigation."""


class Lister:
    """Renders the list pages of a graph."""

    def __init__(self, reader: Reader, viewer: Viewer, site: Site) -> None:
        self._reader, self._viewer, self._site = reader, viewer, site

    def page(self, kind: Kind, things: Iterable[Term]) -> tuple[str, str]:
        """Return the path and the HTML of a kind's list."""
        what = LISTS[kind]
        columns = [*LISTED[kind]]
        numbers = {len(columns) + 1} if what.is_counted else set()
        path = f"{kind.plural}.html"
        return path, rendering.render(
            "list",
            path,
            site=self._site,
            title=what.title,
            table=f"{layout.TABLES}/{kind.plural}.csv" if what.is_tabled else "",
            columns=[kind.capitalize(), *columns, *([_COUNT] if what.is_counted else [])],
            numbers=numbers,
            entries=self.entries(kind, things),
        )

    def listed(self, kind: Kind, things: Iterable[Term]) -> list[Term]:
        """Return the resources of a kind that its page lists; actors only if they act in an incident.

        Parties that only receive, decide or claim are actors too, and have a page, but are not listed.
        """
        return [thing for thing in things if kind is not Kind.ACTOR or self._mentions(thing)]

    def entries(self, kind: Kind, things: Iterable[Term]) -> list[Sequence[object]]:
        """Return the table rows of a list: incidents and notices newest first, others by name."""
        found = [(self._viewer.link(thing), thing) for thing in things]
        found.sort(key=lambda entry: (entry[0].text.casefold(), entry[1]))
        if kind in (Kind.INCIDENT, Kind.NOTICE):
            found.sort(key=lambda entry: self._date(entry[1]), reverse=True)
        return [self._entry(kind, link, thing) for link, thing in found]

    def _entry(self, kind: Kind, link: Link, thing: Term) -> Sequence[object]:
        cells = [self._cell(thing, names) for names in LISTED[kind].values()]
        counted = [(Link(text=str(self._incidents(thing))),)] if LISTS[kind].is_counted else []
        return [link, *cells, *counted]

    def _cell(self, thing: Term, names: Iterable[str]) -> tuple[Link, ...]:
        """Return the values of the first property that the resource has."""
        facts = self._reader.facts(thing)
        cells = [tuple(self._values(thing, term(name), facts)) for name in names]
        return next(filter(None, cells), ())

    def _values(self, thing: Term, predicate: Term, facts: list[Fact]) -> Iterator[Link]:
        """Yield links to the values of a property; the text of a link to a row is the row's label."""
        if predicate == _ROWS:
            for row in self._reader.rows(thing):
                yield replace(self._viewer.link(row), text=printable(self._reader.label(row)))
        else:
            yield from (self._viewer.link(fact.value) for fact in facts if fact.predicate == predicate)

    def _incidents(self, thing: Term) -> int:
        incidents = {self._reader.base.slug_of(fact.value) for fact in self._mentions(thing)}
        return len(incidents - {None})

    def _mentions(self, thing: Term) -> list[Fact]:
        """Return the statements whose object is the resource; for an actor, those in which it acts."""
        incoming = self._reader.incoming_facts(thing)
        is_actor = self._reader.base.kind(thing) is Kind.ACTOR
        return [fact for fact in incoming if fact.predicate in ACTS] if is_actor else incoming

    def _date(self, incident: Term) -> str:
        dates = [f.label for f in self._reader.facts(incident) if f.predicate == term("dcterms:date")]
        return min(dates, default="")
