"""The files of each resource: HTML pages for people, Turtle and JSON-LD for programs."""

from collections.abc import Iterator

from privkg.export.resource import Describer
from privkg.publish.site import markup, paging, paths, rendering
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
        self._describer = Describer(graph)
        self._viewer, self._site = viewer, site
        self._finder = Finder(graph, viewer)

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
        found = self._viewer.mentions.in_incidents(thing)
        is_incident = page.kind == Kind.INCIDENT and not is_withdrawn
        for share in paging.shares(page.stem, list(found)):
            yield (
                share.path,
                rendering.render(
                    "incident" if page.kind == Kind.INCIDENT else "resource",
                    share.path,
                    site=self._site,
                    page=page,
                    is_withdrawn=is_withdrawn,
                    document=markup.schema(page, self._site) if is_incident else None,
                    bibtex=markup.bibtex(page, self._site) if is_incident else "",
                    citation=self._site.citation(page.title, page.iri),
                    total=len(found),
                    pager=share.pager,
                    mentions=self._viewer.named_in(found, share.entries),
                    similar=self._finder.similar(thing) if is_incident else (),
                ),
            )
