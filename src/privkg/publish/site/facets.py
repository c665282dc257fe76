"""Lists of incidents by the values of facets, for readers without scripts."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TypeVar
from urllib.parse import quote

from privkg.publish.site import marks, paging, paths, rendering
from privkg.publish.site.files import File
from privkg.publish.site.pages import Link
from privkg.publish.site.paging import Share
from privkg.publish.site.site import Site
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term
from privkg.reference import concepts
from privkg.search.entries import Entry
from privkg.search.facets import NO_STATUS, Facet, Value

_Of = TypeVar("_Of")
_FOLDER = "lists"
_TITLES = {
    Facet.HARM: ("By harm", "Incidents with {}"),
    Facet.STATUS: ("By status of a claim", "Incidents with a claim that is {}"),
    Facet.ACTOR_TYPE: ("By type of actor", "Incidents by type of actor: {}"),
    Facet.COUNTRY: ("By country", "Incidents in {}"),
    Facet.YEAR: ("By year", "Incidents of {}"),
}
"""For each facet, in the order of pages, the title of its values, and that of the list of one."""
_BY_SIZE = frozenset({Facet.ACTOR_TYPE, Facet.COUNTRY})


class Order(StrEnum):
    """An order of all incidents; the value is its name in addresses.

    The list of incidents has the first one. Incidents without a date come last.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"

    @property
    def words(self) -> str:
        """The words for the order."""
        return "by title" if self is Order.TITLE else f"{self} first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An incident in a list: its title and date, and the address of its page, from the folder's root."""

    title: str
    date: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value of a facet: its key in addresses, the link to its list, and the number of incidents.

    A harm follows its group, and is narrower than it.
    """

    key: str
    link: Link
    count: int
    is_narrower: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFacet:
    """A facet with its values, in their order."""

    name: str
    title: str
    values: tuple[FacetValue, ...]


class Lists:
    """The incidents of each value of each facet, collected from the entries of an index."""

    def __init__(self, base: Base, entries: Iterable[Entry]) -> None:
        self._base = base
        self._incidents: dict[Term, Listed] = {}
        self._of: dict[Facet, dict[Value, list[Term]]] = {facet: {} for facet in Facet}
        for entry in entries:
            self._add(entry)

    @property
    def count(self) -> int:
        """The number of incidents."""
        return len(self._incidents)

    def _add(self, entry: Entry) -> None:
        incident = self._base.incident(entry.slug)
        address = quote(f"{paths.stem(incident, self._base)}.html")
        self._incidents[incident] = Listed(title=entry.title, date=entry.date, address=address)
        for facet, values in entry.values.items():
            for value in values:
                self._of[facet].setdefault(value, []).append(incident)

    def facets(self) -> tuple[ListedFacet, ...]:
        """Return the facets that have values, with the numbers of incidents."""
        return listed(
            {
                facet: {value: len(incidents) for value, incidents in found.items()}
                for facet, found in self._of.items()
            }
        )

    def ordered(self, order: Order) -> list[Term]:
        """Return all incidents in an order."""
        found = sorted(self._incidents, key=lambda one: (self._incidents[one].title.casefold(), one))
        if order is not Order.TITLE:
            dated = [one for one in found if self._incidents[one].date]
            undated = [one for one in found if not self._incidents[one].date]
            dated.sort(key=lambda one: self._incidents[one].date, reverse=order is Order.NEWEST)
            found = dated + undated
        return found

    def pages(self, site: Site) -> Iterator[File]:
        """Yield each page of each list.

        Those of a value begin with the newest incidents; all incidents have a list for each other order.
        """
        for facet in Facet:
            for value, incidents in _ordered(facet, self._of[facet]):
                newest = sorted(incidents, key=lambda one: self._incidents[one].date, reverse=True)
                title = _TITLES[facet][1].format(value.label)
                yield from self._list(site, _stem(facet, value), title, newest)
        for order, link in orders().items():
            if order is not Order.NEWEST:
                stem, title = link.target.removesuffix(".html"), f"Incidents, {order.words}"
                yield from self._list(site, stem, title, self.ordered(order), link)

    def _list(
        self,
        site: Site,
        stem: str,
        title: str,
        incidents: Sequence[Term],
        order: Link | None = None,
    ) -> Iterator[File]:
        """Yield the pages of a list; `order` is that of a list of all incidents."""
        shown = {"site": site, "title": title, "total": len(incidents), "order": order}
        for share in paging.shares(stem, incidents):
            yield File(share.path, partial(self._page, share, shown))

    def _page(self, share: Share, shown: Mapping[str, object]) -> str:
        return rendering.render(
            "facet",
            share.path,
            incidents=[self._incidents[one] for one in share.entries],
            pager=share.pager,
            orders=orders().values(),
            root=rendering.relative(share.path, ""),
            **shown,
        )

    def numbers(self) -> Mapping[str, Sequence[tuple[str, list[int]]]]:
        """Return, for each facet, each key with the numbers of incidents in the order of their slugs."""
        number_of = {incident: number for number, incident in enumerate(self._incidents)}
        return {
            facet: [
                (key(value), [number_of[one] for one in found])
                for value, found in _ordered(facet, self._of[facet])
            ]
            for facet in Facet
        }

    def orders(self) -> Mapping[str, list[int]]:
        """Return the numbers of the incidents in each order."""
        number_of = {incident: number for number, incident in enumerate(self._incidents)}
        return {order: [number_of[one] for one in self.ordered(order)] for order in Order}


def listed(counts: Mapping[Facet, Mapping[Value, int]]) -> tuple[ListedFacet, ...]:
    """Return the facets that have values, given the number of incidents of each value.

    Harms come first. Types of actors and countries are ordered by size, statuses as in the legend.
    """
    return tuple(
        ListedFacet(
            name=facet, title=title, values=tuple(_value(facet, *each) for each in _shown(facet, found))
        )
        for facet, (title, _) in _TITLES.items()
        if (found := counts.get(facet))
    )


def _shown(facet: Facet, counts: Mapping[Value, int]) -> list[tuple[Value, int]]:
    """Return the values of a facet with their numbers, in the order of a page."""
    found = _ordered(facet, counts)
    if facet in _BY_SIZE:
        return sorted(found, key=lambda one: -one[1])
    if facet is Facet.STATUS:
        places = {node: place for place, node in enumerate(marks.statuses())}
        return sorted(found, key=lambda one: places.get(_node(one[0]), len(places)))
    return found


def _ordered(facet: Facet, values: Mapping[Value, _Of]) -> list[tuple[Value, _Of]]:
    """Return the values of a facet with what each has, in order: the newest year first.

    Harms are in Solove's order, each group before its harms, and other values are sorted by label.
    """
    found = sorted(values.items(), key=lambda one: one[0], reverse=facet is Facet.YEAR)
    return sorted(found, key=lambda one: _place(one[0])) if facet is Facet.HARM else found


def orders() -> Mapping[Order, Link]:
    """Return the list of all incidents in each order."""
    targets = {order: f"{_FOLDER}/{order}.html" for order in Order}
    targets[Order.NEWEST] = f"{Kind.INCIDENT.plural}.html"
    return {order: Link(text=order.words, target=target) for order, target in targets.items()}


def _value(facet: Facet, value: Value, count: int) -> FacetValue:
    node = _node(value)
    return FacetValue(
        key=key(value),
        link=Link(
            text=value.label,
            target=f"{_stem(facet, value)}.html",
            mark=marks.UNKNOWN if value == NO_STATUS else marks.of(node),
        ),
        count=count,
        is_narrower=marks.group(node) is not None,
    )


def _place(harm: Value) -> tuple[int, int]:
    """Return a key that sorts groups of harms, each before its harms."""
    node = _node(harm)
    group = marks.group(node)
    of_group = min(map(marks.order, concepts.with_narrower(group or node)))
    return of_group, marks.order(node) if group else -1


def _node(value: Value) -> Term:
    return Term(f"<{value.key}>")


def _stem(facet: Facet, value: Value) -> str:
    return f"{_FOLDER}/{facet}/{key(value)}"


def key(value: Value) -> str:
    """Return the last parts of a value's IRI as a name: `solove-Disclosure`."""
    return re.sub(r"[^\w.-]", "-", value.key.rpartition("/")[2])
