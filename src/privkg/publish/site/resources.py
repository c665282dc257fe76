"""The files of each resource: HTML pages for people, Turtle and JSON-LD for programs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from privkg.export.resource import Describer
from privkg.publish.site import acts, counting, layers, markup, paging, paths, pictures, rendering
from privkg.publish.site.acts import Act, Tied
from privkg.publish.site.files import File
from privkg.publish.site.layers import Picture
from privkg.publish.site.mentions import Mentions
from privkg.publish.site.pages import Page
from privkg.publish.site.paging import Share
from privkg.publish.site.similar import Finder
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term
from privkg.reference import notices
from privkg.store.graph import Graph

CONTEXT = "context.jsonld"


def withdrawn(graph: Graph) -> list[Term]:
    """Return the withdrawn and moved resources, sorted; each gets a page that shows its notice."""
    return sorted(
        thing for thing in notices.deprecated(notices.read(graph)) if paths.is_thing(thing, graph.base)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What the pages of a resource have in common.

    Attributes:
        total: the number of incidents that name it.
        rows: the rows that do, by incident.
        rest: its other mentions.
        counted: the incidents that are counted by year.
    """

    thing: Term
    page: Page
    is_incident: bool
    is_withdrawn: bool
    total: int
    rows: Mapping[Term, Sequence[Term]]
    rest: Mentions
    counted: Collection[Term]
    tied: Tied | None
    picture: Picture | None


class Writer:
    """Writes the files of the resources of a graph."""

    def __init__(self, graph: Graph, viewer: Viewer, finder: Finder, site: Site) -> None:
        self._describer, self._base = Describer(graph), graph.base
        self._viewer, self._site = viewer, site
        self._finder = finder
        self._drawer = layers.Drawer(viewer)

    def files(self, thing: Term, *, is_withdrawn: bool = False) -> Iterator[File]:
        """Yield the files of a resource, those of data first; search engines skip a withdrawn one."""
        stem = paths.stem(thing, self._base)
        context = rendering.relative(stem, CONTEXT)
        yield File(f"{stem}.ttl", partial(self._describer.turtle, thing))
        yield File(f"{stem}.jsonld", partial(self._describer.jsonld, thing, context))
        yield from self._html(thing, self._viewer.page(thing), is_withdrawn=is_withdrawn)

    def _html(self, thing: Term, page: Page, *, is_withdrawn: bool) -> Iterator[File]:
        """Yield the page of a resource, and further pages if many incidents name it."""
        kind, found = self._base.kind(thing), self._viewer.mentions.in_incidents(thing)
        rows, rest = acts.split(kind, found)
        named = Counter(map(self._viewer.rows.of, chain(*rows.values())))
        counted = () if kind is Kind.INCIDENT else rows.keys() or found.keys()
        picture, tied = self._drawer.drawn(named), None
        if kind in acts.KINDS and found:
            tied = acts.tied(kind, named, rows.keys(), len(found), self._viewer)
        if picture:
            yield pictures.layers(f"{page.stem}.svg", page.title, picture, self._site)
        about = _About(
            thing=thing,
            page=page,
            is_incident=kind is Kind.INCIDENT,
            is_withdrawn=is_withdrawn,
            total=len(found),
            rows=rows,
            rest=rest,
            counted=counted,
            tied=tied,
            picture=picture,
        )
        for share in paging.shares(page.stem, self._newest(found)):
            yield File(share.path, partial(self._page, about, share))

    def _page(self, about: _About, share: Share) -> str:
        """Return a page of a resource, with a share of the incidents that name it."""
        page, rows, rest = about.page, about.rows, about.rest
        is_described = about.is_incident and not about.is_withdrawn
        return rendering.render(
            "incident" if about.is_incident else "resource",
            share.path,
            site=self._site,
            page=page,
            is_withdrawn=about.is_withdrawn,
            document=markup.schema(page, self._site) if is_described else None,
            bibtex=markup.bibtex(page, self._site) if is_described else "",
            citation=self._site.citation(page.title, page.iri),
            total=about.total,
            pager=share.pager,
            tied=about.tied,
            acts=[self._act(row) for each in share.entries for row in rows.get(each, ())],
            mentions=self._viewer.named_in(rest, filter(rest.get, share.entries)),
            similar=self._finder.similar(about.thing) if is_described else (),
            picture=about.picture,
            years=self._years(about.counted),
            counted=len(about.counted),
            has_acts=bool(rows),
        )

    def _years(self, incidents: Collection[Term]) -> Mapping[str, int]:
        """Return the number of incidents by year; none of a single one, whose date is shown anyway."""
        years = map(self._viewer.year, incidents) if len(incidents) > 1 else ()
        return counting.by_year(filter(None, years))

    def _act(self, row: Term) -> Act:
        return acts.of_row(row, self._viewer, self._base)

    def _newest(self, incidents: Iterable[Term]) -> list[Term]:
        """Return incidents by date, the newest first."""
        return sorted(incidents, key=lambda each: self._viewer.dates.get(each, ""), reverse=True)
