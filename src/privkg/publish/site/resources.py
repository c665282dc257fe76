"""The files of each resource: an HTML page for people, Turtle and JSON-LD for programs."""

import json
from collections.abc import Iterator

from privkg.export.resource import Describer
from privkg.publish.site import paths, rendering
from privkg.publish.site.pages import Page
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf import graphs, iris
from privkg.rdf.graphs import Role
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text
from privkg.reference import notices
from privkg.store.graph import Graph

CONTEXT = "context.jsonld"


def things(graph: Graph) -> dict[Kind, list[Term]]:
    """Return the resources that get files, sorted, by kind.

    Rows, decisions and pages are left out: the files of their incident describe them.
    """
    found: dict[Kind, set[Term]] = {kind: set() for kind in Kind if kind is not Kind.PAGE}
    for page in graph.manifest.pages:
        found[Kind.INCIDENT].add(graph.base.incident(page.incident))
    for name in graphs.of_role(Role.SHARED, Role.NOTICES):
        address = iri_text(graph.base.graph(name))
        for line in graph.lines(address) if address in graph.manifest.graphs else ():
            subject = Term(line.partition(" ")[0])
            kind = graph.base.kind(subject)
            if kind in found and kind is not Kind.INCIDENT:
                found[kind].add(subject)
    return {kind: sorted(some) for kind, some in found.items()}


def withdrawn(graph: Graph) -> list[Term]:
    """Return the withdrawn and moved resources, sorted; each gets a page that shows its notice."""
    return sorted(
        thing for thing in notices.deprecated(notices.read(graph)) if paths.is_thing(thing, graph.base)
    )


class Writer:
    """Writes the files of the resources of a graph."""

    def __init__(self, graph: Graph, reader: Reader, viewer: Viewer, site: Site) -> None:
        self._describer = Describer(graph)
        self._reader, self._viewer, self._site = reader, viewer, site

    def files(self, thing: Term) -> Iterator[tuple[str, str]]:
        """Yield the path and text of each file of a resource, and of an incident's parts and page."""
        page = iris.page_of(thing)
        parts = (*self._reader.rows(thing), *self._reader.decisions(thing))
        for node in (thing, *parts, *([page] if page else [])):
            yield from self.own_files(node)

    def own_files(self, node: Term) -> Iterator[tuple[str, str]]:
        """Yield the path and text of each file of a resource, without the files of its parts."""
        page = self._viewer.page(node)
        document = self._describer.jsonld(node, rendering.relative(page.stem, CONTEXT))
        yield f"{page.stem}.ttl", self._describer.turtle(node)
        yield f"{page.stem}.jsonld", document
        yield f"{page.stem}.html", self._html(page, document)

    def _html(self, page: Page, document: str) -> str:
        return rendering.render(
            "resource",
            f"{page.stem}.html",
            site=self._site,
            page=page,
            document=json.loads(document),
            citation=self._site.citation(page.title, page.iri),
        )
