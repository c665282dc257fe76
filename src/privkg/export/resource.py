"""One thing of a graph as a document of its own: JSON-LD that can be read alone, and Turtle."""

from functools import lru_cache

from privkg.core.errors import UsageError
from privkg.export.jsonld import context, nodes
from privkg.export.jsonld.nodes import Objects, quoted
from privkg.export.turtle import Turtle
from privkg.rdf import graphs, iris
from privkg.rdf.prefixes import prefixed
from privkg.rdf.terms import Term, Triple, iri_text
from privkg.reference.columns import IN_SHORT
from privkg.store import contents
from privkg.store.contents import Things
from privkg.store.graph import Graph


class Describer:
    """Describes the things of one graph; what it says of those that others name is kept for the next."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._named: dict[Term, str] = {}

    def jsonld(self, node: Term, context_address: str | None = None) -> str:
        """Return what is said of a thing as JSON-LD: an incident with its parts, a page with its claims.

        What a thing names stands there with its types and label, and a source as one cites it, so that
        the document can be read alone. Claims name things by their addresses.

        Args:
            node: the thing.
            context_address: where the context is; if none, the context is inside.

        Raises:
            UsageError: nothing is said of it.
            StoreError: the graph is not what was written.
        """
        things = _description(self._graph, node)
        meanings = quoted(context_address) if context_address else context.text(" ")
        if self._graph.base.slug_of_page(node):
            claims = ",\n  ".join(Objects(things, _address, _address).all("  "))
            return f'{{\n "@context": {meanings},\n "@graph": [\n  {claims}\n ]\n}}\n'

        def refer(named: Term) -> str:
            is_part = iris.is_part(named)
            return _address(named) if named in things or is_part else self._embedded(named)

        members = Objects(things, _address, refer).one(node).removeprefix("{")
        return f'{{\n "@context": {meanings},{members}\n'

    def turtle(self, node: Term) -> str:
        """Return what is said of a thing as Turtle: an incident with its parts, a page with its claims.

        Raises:
            UsageError: nothing is said of it.
            StoreError: the graph is not what was written.
        """
        writer = Turtle(self._graph.base.things)
        blocks = "".join(writer.blocks(_description(self._graph, node)))
        return writer.head() + blocks

    def _embedded(self, node: Term) -> str:
        """Return what is told of a thing that another one names, as JSON; of a stranger, its address."""
        if node not in self._named:
            about = contents.things(_facts(self._graph, node)).get(node, {})
            shown = {predicate: about[predicate] for predicate in IN_SHORT if predicate in about}
            members = [f'"id": {_address(node)}', *nodes.members(shown, _address, " ")]
            self._named[node] = f"{{{', '.join(members)}}}" if shown else _address(node)
        return self._named[node]


def _description(graph: Graph, node: Term) -> Things:
    """Return the facts about a thing and its parts, or the evidence that a page gives, in order."""
    page, slug = graph.base.slug_of_page(node), graph.base.slug_of(node)
    own = graph.base.prov_graph(page) if page else graph.base.graph(slug or "")
    is_whole = page or node == graph.base.incident(slug or "")
    names = [iri_text(own)] if is_whole and iri_text(own) in graph.manifest.graphs else []
    said = {triple for things in contents.read(graph, names) for triple in contents.triples(things)}
    said.update(() if page and names else _facts(graph, node))
    if not said:
        raise UsageError(f"nothing is said of {iri_text(node)}; name a thing of this graph")
    return contents.things(said)


def _facts(graph: Graph, node: Term) -> list[Triple]:
    """Return what is said of a thing, evidence left out."""
    return [triple for triple, name in graph.triples(node) if not graphs.is_provenance(name)]


@lru_cache(maxsize=100_000)
def _address(node: Term) -> str:
    return quoted(prefixed(node))
