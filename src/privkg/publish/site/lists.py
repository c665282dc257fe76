"""List pages: all incidents, actors, groups, places, sources, registers, and notices."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from privkg.core.text import printable
from privkg.publish import layout
from privkg.publish.site import counting, facets, paging, rendering, viewer
from privkg.publish.site.counting import Most
from privkg.publish.site.facets import ListedFacet, Order
from privkg.publish.site.files import File
from privkg.publish.site.pages import Link, statuses
from privkg.publish.site.paging import Share
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.publish.things import last_part
from privkg.query.evidence import Reader
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term
from privkg.reference.columns import LISTED

_COUNT = "Incidents"
_MOST_NAMED = 10
"""The largest number of incidents that the entry of a source links to."""


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


_BY_INCIDENTS = (Kind.ACTOR, Kind.GROUP, Kind.PLACE)
"""The kinds whose resources are also listed by the number of their incidents, if that is above one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a list: its anchor, if it has one, the link to the resource, and the other cells.

    Of an incident, `groups` are those at risk in its rows, and `statuses` counts their claim statuses.
    Of a source, `address` is its address on the web.
    """

    anchor: str
    link: Link
    cells: tuple[tuple[Link, ...], ...]
    groups: tuple[Link, ...]
    statuses: Mapping[Link, int]
    address: Link | None = None


class Lister:
    """Renders the list pages of a graph."""

    def __init__(self, reader: Reader, viewer: Viewer, site: Site) -> None:
        self._reader, self._viewer, self._site = reader, viewer, site

    def pages(
        self, kind: Kind, things: Sequence[Term], found_by: Sequence[ListedFacet] = ()
    ) -> Iterator[File]:
        """Yield each page of a kind's list, and of the list by incidents.

        Args:
            kind: the kind.
            things: its resources that are listed, in order.
            found_by: what the list can be narrowed down by.
        """
        several = self._in_several(things) if kind in _BY_INCIDENTS else []
        orders = _orders(kind, has_several=bool(several))
        shares = self._sources(things) if kind is Kind.SOURCE else paging.shares(kind.plural, things)
        shown = {"orders": orders, "facets": found_by}
        for share in shares:
            of = {"total": len(things), "order": _order(kind), "is_part": False, **shown}
            is_index = share.pager.pages and share.pager.current is None
            counted = partial(self._publishers, things) if is_index else None
            yield File(share.path, partial(self._page, kind, share, of, counted))
        for share in paging.shares(_stem_of_several(kind), several) if several else ():
            of = {"total": len(several), "order": _by_size(kind), "is_part": True, **shown}
            yield File(share.path, partial(self._page, kind, share, of))

    def _in_several(self, things: Iterable[Term]) -> list[Term]:
        """Return the resources that several incidents name, those of most incidents first."""
        counts = {thing: len(self._viewer.mentions.incidents(thing)) for thing in things}
        found = (thing for thing, count in counts.items() if count > 1)
        return sorted(found, key=lambda thing: -counts[thing])

    def listed(self, kind: Kind, things: Iterable[Term]) -> list[Term]:
        """Return the resources of a kind that are listed, in order: newest first, or by name.

        Only incidents and notices are sorted by date. Actors are listed only if they act in an incident:
        parties that only receive, decide or claim are actors too, and have a page.
        """
        found = [t for t in things if kind is not Kind.ACTOR or self._viewer.mentions.incidents(t)]
        found.sort(key=lambda thing: (self._viewer.title(thing).casefold(), thing))
        if kind is Kind.SOURCE:
            found.sort(key=lambda thing: self._publisher(thing).casefold())
        if kind in (Kind.INCIDENT, Kind.NOTICE):
            found.sort(key=lambda thing: self._viewer.dates.get(thing, ""), reverse=True)
        return found

    def entries(self, kind: Kind, things: Iterable[Term]) -> list[Entry]:
        """Return the lines of a list for some resources."""
        return [self._entry(kind, thing) for thing in things]

    def _page(
        self,
        kind: Kind,
        share: Share,
        shown: Mapping[str, object],
        publishers: Callable[[], Most] | None = None,
    ) -> str:
        what, columns = LISTS[kind], list(LISTED[kind])
        return rendering.render(
            "list",
            share.path,
            site=self._site,
            name=kind.plural,
            title=what.title,
            table=f"{layout.TABLES}/{kind.plural}.csv" if what.is_tabled else "",
            columns=[kind.capitalize(), *columns, *([_COUNT] if what.is_counted else [])],
            numbers={len(columns) + 1} if what.is_counted and kind is not Kind.SOURCE else set(),
            entries=self.entries(kind, share.entries),
            pager=share.pager,
            publishers=publishers() if publishers else None,
            **shown,
        )

    def _sources(self, things: Sequence[Term]) -> Iterator[Share]:
        """Yield the list of sources in shares by the first digits of their names."""
        count = layout.digits([last_part(thing) for thing in things])
        if not count:
            return paging.shares(Kind.SOURCE.plural, things)
        found = sorted(things, key=lambda thing: last_part(thing)[:count])  # stable: the order is kept
        split = {
            start: list(some) for start, some in groupby(found, lambda thing: last_part(thing)[:count])
        }
        return paging.named_shares(
            layout.sources(""),
            {layout.sources(start): some for start, some in split.items()},
            {layout.sources(start): start for start in split},
        )

    def _entry(self, kind: Kind, thing: Term) -> Entry:
        link = self._viewer.link(thing)
        rows = self._viewer.rows.of_incident(thing) if kind is Kind.INCIDENT else []
        cells = [self._viewer.first_of(thing, names) for names in LISTED[kind].values()]
        if kind is Kind.SOURCE:
            cells.append(tuple(self._named_by(thing)))
            return self._source(thing, tuple(cells))
        if LISTS[kind].is_counted:
            cells.append((Link(text=str(len(self._viewer.mentions.incidents(thing)))),))
        return Entry(
            anchor="",
            link=link,
            cells=tuple(cells),
            groups=tuple(dict.fromkeys(group for row in rows for group in row.groups)),
            statuses=statuses(rows),
        )

    def _source(self, source: Term, cells: tuple[tuple[Link, ...], ...]) -> Entry:
        address = "".join(self._reader.addresses([source])[:1])
        return Entry(
            anchor=last_part(source),
            link=Link(text=self._publisher(source)),
            cells=cells,
            groups=(),
            statuses={},
            address=Link(text=printable(address), web=address),
        )

    def _publishers(self, sources: Iterable[Term]) -> Most:
        """Return the number of sources of each publisher, the most first."""
        found = Counter(Link(text=self._publisher(source)) for source in sources)
        return counting.most("publisher", found)

    def _publisher(self, source: Term) -> str:
        """Return the publisher of a source, or the host of its address, as its page names it."""
        stated = self._viewer.first_of(source, ("schema:publisher",))
        known = stated[0].text if stated else viewer.host(self._reader.addresses([source]))
        return known or self._viewer.title(source)

    def _named_by(self, source: Term) -> Iterator[Link]:
        """Yield links to the incidents that cite a source, and the number of those that are left out."""
        slugs = sorted(self._viewer.mentions.incidents(source))
        yield from (self._viewer.link(self._reader.base.incident(s)) for s in slugs[:_MOST_NAMED])
        if len(slugs) > _MOST_NAMED:
            yield Link(text=f"and {len(slugs) - _MOST_NAMED} more")


def _orders(kind: Kind, *, has_several: bool) -> tuple[Link, ...]:
    """Return links to the lists of a kind, by their order; none if there is only one."""
    if kind is Kind.INCIDENT:
        return tuple(facets.orders().values())
    return (_order(kind), _by_size(kind)) if has_several else ()


def _order(kind: Kind) -> Link:
    """Return the order of the list of a kind."""
    if kind is Kind.INCIDENT:
        return facets.orders()[Order.NEWEST]
    return Link(text="by name", target=f"{kind.plural}.html")


def _by_size(kind: Kind) -> Link:
    return Link(text="most incidents first", target=f"{_stem_of_several(kind)}.html")


def _stem_of_several(kind: Kind) -> str:
    return f"{kind.plural}/most"
