"""The files of each resource: HTML pages for people, Turtle and JSON-LD for programs."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from privkg.export.resource import Describer
from privkg.publish.site import acts, counting, layers, markup, paging, paths, pictures, rendering
from privkg.publish.site.acts import Act
from privkg.publish.site.pages import Page
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


class Writer:
    """Writes the files of the resources of a graph."""

    def __init__(self, graph: Graph, viewer: Viewer, site: Site) -> None:
        self._describer, self._base = Describer(graph), graph.base
        self._viewer, self._site = viewer, site
        self._finder = Finder(graph, viewer)
        self._drawer = layers.Drawer(viewer)

    def files(self, thing: Term, *, is_withdrawn: bool = False) -> Iterator[tuple[str, str]]:
        """Yield the path and text of each file of a resource; search engines skip a withdrawn one."""
        page = self._viewer.page(thing)
        yield f"{page.stem}.ttl", self._describer.turtle(thing)
        yield (
            f"{page.stem}.jsonld",
            self._describer.jsonld(thing, rendering.relative(page.stem, CONTEXT)),
        )
        yield from self._html(thing, page, is_withdrawn=is_withdrawn)

    def _html(self, thing: Term, page: Page, *, is_withdrawn: bool) -> Iterator[tuple[str, str]]:
        """Yield the page of a resource, and further pages if many incidents name it."""
        kind, found = self._base.kind(thing), self._viewer.mentions.in_incidents(thing)
        is_incident = kind is Kind.INCIDENT and not is_withdrawn
        rows, rest = acts.split(kind, found)
        named = Counter(layers.named(self._viewer.row(row)) for some in rows.values() for row in some)
        counted = () if kind is Kind.INCIDENT else rows.keys() or found.keys()
        picture, tied = self._drawer.drawn(named), None
        if kind in acts.KINDS and found:
            tied = acts.tied(kind, named, rows.keys(), len(found), self._viewer)
        if picture:
            yield pictures.layers(f"{page.stem}.svg", page.title, picture, self._site)
        for share in paging.shares(page.stem, self._newest(found)):
            yield (
                share.path,
                rendering.render(
                    "incident" if kind is Kind.INCIDENT else "resource",
                    share.path,
                    site=self._site,
                    page=page,
                    is_withdrawn=is_withdrawn,
                    document=markup.schema(page, self._site) if is_incident else None,
                    bibtex=markup.bibtex(page, self._site) if is_incident else "",
                    citation=self._site.citation(page.title, page.iri),
                    total=len(found),
                    pager=share.pager,
                    tied=tied,
                    acts=[self._act(row) for each in share.entries for row in rows.get(each, ())],
                    mentions=self._viewer.named_in(rest, filter(rest.get, share.entries)),
                    similar=self._finder.similar(thing) if is_incident else (),
                    picture=picture,
                    years=self._years(counted),
                    counted=len(counted),
                    has_acts=bool(rows),
                ),
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
