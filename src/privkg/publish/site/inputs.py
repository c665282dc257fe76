"""Digests of what the files of a resource are made from: with equal digests, the files are equal.

The page of a resource names others: its sources, actors and places, incidents that name it, incidents
that are similar. So its digest covers what is stated about it, about each resource that it leads to
through shared resources, and the same for each incident that names it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache

from privkg.core import installed
from privkg.publish.site import marks, rendering
from privkg.publish.site.similar import Finder
from privkg.publish.site.viewer import Viewer
from privkg.rdf import graphs
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text
from privkg.store import contents
from privkg.store.graph import Graph

_LIBRARIES = ("Jinja2", "MarkupSafe", "pyoxigraph")
_KEPT = 200_000
"""The number of resources whose digests are kept, at about 200 bytes each: incidents share them."""


class Inputs:
    """Computes the digests for the resources of a graph.

    Args:
        graph: the graph.
        viewer: makes the page models of the resources.
        finder: finds similar incidents.
        topics: the paths of the pages of topics.
        common: everything else that all pages are made from.
    """

    def __init__(
        self,
        graph: Graph,
        viewer: Viewer,
        finder: Finder,
        topics: Mapping[Term, str],
        common: Iterable[object],
    ) -> None:
        self._graph, self._facts, self._base = graph, graph.facts, graph.base
        self._viewer, self._finder, self._topics = viewer, finder, topics
        self._of_all = tuple(map(repr, common))
        self._closure = lru_cache(_KEPT)(self._read_closure)
        self._of_incident = lru_cache(_KEPT)(self._read_incident)

    def of(self, thing: Term, *, is_withdrawn: bool = False) -> str:
        """Return the digest for a resource, in hex.

        Raises:
            StoreError: the stored graph is damaged.
        """
        mentions = self._viewer.mentions
        parts = [self._common, thing, str(is_withdrawn)]
        parts += (f"{name} {self._closure(other)}" for name, other in mentions.elsewhere(thing))
        parts += map(self._of_incident, mentions.in_incidents(thing))
        if self._base.kind(thing) is Kind.INCIDENT:
            evidence = graphs.provenance_of(self._base.slug_of(thing) or "")
            parts += (self._sha256(evidence), self._of_incident(thing))
            parts += map(repr, self._finder.similar(thing))
        else:
            parts.append(self._closure(thing))
        return _digest(parts)

    @cached_property
    def _common(self) -> str:
        return _digest([_installed(), *self._of_all, self._sha256(graphs.ONTOLOGY)])

    def _read_incident(self, incident: Term) -> str:
        """Return a digest of what is stated about an incident and its parts, and of what it names."""
        slug = self._base.slug_of(incident) or ""
        address = iri_text(self._base.graph(slug))
        texts = [address] if address in self._graph.manifest.graphs else []
        own = [line for text in self._graph.texts(texts) for line in text.decode().split("\n") if line]
        stated = [*own, *self._stated_in_shared.get(slug, ())]
        values = {Term(line.split(" ", 3)[2]) for line in stated}
        others = (node for node in sorted(values) if self._base.slug_of_part(node) != slug)
        return _digest([*stated, *(self._closure(node) for node in others if node.startswith("<"))])

    @cached_property
    def _stated_in_shared(self) -> Mapping[str, list[str]]:
        """What shared graphs state about each incident, its parts and its page, by its slug."""
        found = dict[str, list[str]]()
        for name in contents.graphs_of_shared(self._graph):
            for line in map(bytes.decode, self._graph.lines_in_pieces(name)):
                if slug := self._base.slug_of_part(Term(line.partition(" ")[0])):
                    found.setdefault(slug, []).append(line)
        return found

    def _read_closure(self, node: Term) -> str:
        """Return a digest of what is stated about a resource and those that it leads to."""
        found, todo = {node}, [node]
        while todo:
            leading = todo.pop()
            if self._is_shared(leading):
                values = {value for _, value, _ in self._facts.about(leading) if value.startswith("<")}
                todo += values - found
                found |= values
        return _digest(part for each in sorted(found) for part in self._stated(each))

    def _is_shared(self, node: Term) -> bool:
        return bool(self._base.path(node)) and self._base.slug_of_part(node) is None

    def _stated(self, node: Term) -> Iterator[str]:
        """Yield a node, the pages that it is linked to, and what is stated about it.

        Of a node of an incident that is the hash of all that is stated about the incident.
        """
        yield node
        yield from (self._topics.get(each, "") for each in (node, marks.group(node)) if each)
        yield from map(" ".join, sorted(self._facts.about(node)))
        if slug := self._base.slug_of_part(node):
            yield self._sha256(slug)  # its title is that of the incident, or made from its values

    def _sha256(self, slug: str) -> str:
        """Return the hash of a named graph; "" if there is none."""
        found = self._graph.manifest.graphs.get(iri_text(self._base.graph(slug)))
        return found.sha256 if found else ""


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


@cache
def _installed() -> str:
    """Return the hash of the code, and of the files that it makes pages with."""
    files = sorted([*installed.code(), *installed.data_files(), *rendering.templates()])
    return installed.digest((), _LIBRARIES, files)
