"""Serializes a single resource of a graph: as self-contained JSON-LD, and as Turtle."""

from functools import lru_cache, partial

from privkg.core.errors import UsageError
from privkg.export.jsonld import context, nodes
from privkg.export.jsonld.nodes import Objects, quoted
from privkg.export.turtle import Turtle
from privkg.rdf import graphs, iris
from privkg.rdf.kinds import Kind
from privkg.rdf.prefixes import prefixed
from privkg.rdf.terms import Term, Triple, iri_text, term
from privkg.reference.columns import IN_SHORT
from privkg.reference.credits import PART_OF
from privkg.store import contents
from privkg.store.contents import Things
from privkg.store.graph import Graph

_SOURCE = term("dcterms:source")
_CACHED = 10_000
"""The number of referenced resources whose JSON is kept, such as actors that many incidents name."""


class Describer:
    """Serializes resources of one graph; the JSON of referenced resources is cached between calls."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._embedded = lru_cache(_CACHED)(self._embedded_uncached)
        self._described = lru_cache(1)(partial(_description, graph))  # it is written in two formats

    def jsonld(self, node: Term, context_address: str | None = None) -> str:
        """Return a resource as JSON-LD: an incident with its parts, a page with its claims.

        Referenced resources are embedded with types and label, and sources with their citation, so that
        the document is self-contained. Claims refer to resources by IRI only.

        Args:
            node: the resource.
            context_address: the URL of the context; if None, the context is in the document.

        Raises:
            UsageError: the graph does not describe the resource.
            StoreError: the graph is damaged.
        """
        things = self._described(node)
        meanings = quoted(context_address) if context_address else context.text(" ")
        if self._graph.base.slug_of_page(node):
            things = contents.things({*contents.triples(things), *self._credit(node)})
            claims = ",\n  ".join(Objects(things, _address, _address).all("  "))
            return f'{{\n "@context": {meanings},\n "@graph": [\n  {claims}\n ]\n}}\n'

        def refer(named: Term) -> str:
            is_part = iris.is_part(named)
            return _address(named) if named in things or is_part else self._embedded(named)

        members = Objects(things, _address, refer).one(node).removeprefix("{")
        return f'{{\n "@context": {meanings},{members}\n'

    def turtle(self, node: Term) -> str:
        """Return a resource as Turtle: an incident with its parts and sources, a page with its claims.

        Raises:
            UsageError: the graph does not describe the resource.
            StoreError: the graph is damaged.
        """
        writer = Turtle(self._graph.base.things)
        own = set(contents.triples(self._described(node)))
        sources = (t for _, p, source in own if p == _SOURCE for t in _facts(self._graph, source))
        found = contents.things({*own, *sources, *self._credit(node)})
        blocks = "".join(writer.blocks(found))
        return writer.head() + blocks

    def _embedded_uncached(self, node: Term) -> str:
        """Return the embedded JSON of a referenced resource, or its IRI if it has no description."""
        about = contents.things(_facts(self._graph, node)).get(node, {})
        shown = {predicate: about[predicate] for predicate in IN_SHORT if predicate in about}
        members = [f'"id": {_address(node)}', *nodes.members(shown, self._refer, " ")]
        return f"{{{', '.join(members)}}}" if shown else _address(node)

    def _refer(self, node: Term) -> str:
        """Return the JSON of a resource that an embedded one refers to: of a register, all of it."""
        is_register = self._graph.base.kind(node) is Kind.REGISTER
        return self._embedded(node) if is_register else _address(node)

    def _credit(self, node: Term) -> list[Triple]:
        """Return which register an incident is a record of, and the register's licence and credit.

        The node may be the incident, a part of it, or its page.
        """
        base = self._graph.base
        incident = base.incident(base.slug_of(node) or base.slug_of_page(node) or "")
        stated = [triple for triple in _facts(self._graph, incident) if triple[1] == PART_OF]
        return [*stated, *(t for _, _, register in stated for t in _facts(self._graph, register))]


def _description(graph: Graph, node: Term) -> Things:
    """Return the facts about a resource and its parts, or the claims of a page, in order."""
    page, slug = graph.base.slug_of_page(node), graph.base.slug_of(node)
    own = graph.base.prov_graph(page) if page else graph.base.graph(slug or "")
    is_whole = page or node == graph.base.incident(slug or "")
    names = [iri_text(own)] if is_whole and iri_text(own) in graph.manifest.graphs else []
    found = {triple for things in contents.read(graph, names) for triple in contents.triples(things)}
    found.update(() if page and names else _facts(graph, node))
    if not found:
        raise UsageError(f"no statements about {iri_text(node)}; name a resource of this graph")
    return contents.things(found)


def _facts(graph: Graph, node: Term) -> list[Triple]:
    """Return the triples that have a resource as subject, evidence left out."""
    about = graph.facts.about(node)
    return [(node, p, o) for p, o, name in about if not graphs.is_provenance(name)]


@lru_cache(maxsize=_CACHED)
def _address(node: Term) -> str:
    return quoted(prefixed(node))
