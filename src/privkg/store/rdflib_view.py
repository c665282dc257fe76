"""An rdflib store backed by a pyoxigraph store; terms are converted on demand, without a copy."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph
import rdflib
import rdflib.query
from rdflib.store import Store

from privkg.rdf.terms import Term
from privkg.store.rdf import parse_term

_Triple = tuple[Any, Any, Any]


def view(store: pyoxigraph.Store) -> rdflib.Graph:
    """Return the union of a store's graphs as a read-only rdflib graph."""
    return rdflib.Graph(store=_View(store), bind_namespaces="none")


def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """Return a term, or a blank node written `_:name`, as a node of rdflib."""
    if term.startswith("<"):
        return rdflib.URIRef(term[1:-1])
    if term.startswith("_:"):
        return rdflib.BNode(term[2:])
    node: rdflib.term.Identifier = _to_rdflib(parse_term(term))
    return node


def from_rdflib(node: rdflib.term.Identifier) -> Term:
    """Return a node of rdflib as a term, or as a blank node written `_:name`."""
    return Term(str(_to_pyoxigraph(node)))


def result(columns: Iterable[str], rows: Iterable[Mapping[str, Term]]) -> rdflib.query.Result:
    """Return rows of terms as an rdflib result of a SELECT query."""
    found = rdflib.query.Result("SELECT")
    found.vars = [rdflib.Variable(name) for name in columns]
    found.bindings = [{rdflib.Variable(n): to_rdflib(t) for n, t in row.items()} for row in rows]
    return found


class _View(Store):
    """An rdflib store whose single graph is the union of the graphs of a pyoxigraph store."""

    # pySHACL requires both attributes of a dataset, and iterates over `contexts`: only the union here.
    context_aware = True
    graph_aware = True

    def __init__(self, store: pyoxigraph.Store) -> None:
        super().__init__()
        self._store = store
        self._size = len(store)  # len() of the engine's store is linear, and pySHACL calls it per result
        self._prefixes: dict[str, rdflib.URIRef] = {}

    def triples(self, triple_pattern: _Triple, context: Any = None) -> Iterator[tuple[_Triple, Any]]:
        """Yield the triples that match a pattern; None matches any term."""
        subject, predicate, value = triple_pattern
        if isinstance(subject, rdflib.Literal) or isinstance(predicate, rdflib.Literal | rdflib.BNode):
            return
        # rdflib normalises typed literals ("01" becomes "1"), the store keeps the lexical form: compare
        # values after conversion instead of looking the literal up.
        is_rewritten = isinstance(value, rdflib.Literal) and value.datatype is not None
        quads = self._store.quads_for_pattern(
            _to_pyoxigraph(subject),
            _to_pyoxigraph(predicate),
            None if is_rewritten else _to_pyoxigraph(value),
        )
        for quad in quads:
            found = _to_rdflib(quad.object)
            if not is_rewritten or found == value:
                triple = _to_rdflib(quad.subject), _to_rdflib(quad.predicate), found
                yield triple, self.contexts()

    def bind(self, prefix: str, namespace: rdflib.URIRef, override: bool = True) -> None:
        """Bind a prefix for queries."""
        self._prefixes[prefix] = namespace

    def namespace(self, prefix: str) -> rdflib.URIRef | None:
        """Return the namespace of a prefix."""
        return self._prefixes.get(prefix)

    def namespaces(self) -> Iterator[tuple[str, rdflib.URIRef]]:
        """Yield prefixes with their namespaces."""
        yield from self._prefixes.items()

    def contexts(self, triple: _Triple | None = None) -> Generator[rdflib.Graph, None, None]:
        """Yield the union graph."""
        yield rdflib.Graph(store=self, bind_namespaces="none")

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Release the store, which rdflib's references in circles would keep open."""
        self._store = pyoxigraph.Store()

    def add_graph(self, graph: Any) -> None:
        """Do nothing: the view is read-only."""

    def __len__(self, context: Any = None) -> int:
        """Return the number of quads."""
        return self._size


def _to_pyoxigraph(node: Any) -> Any:
    if node is None:
        return None
    if isinstance(node, rdflib.BNode):
        return pyoxigraph.BlankNode(str(node))
    if not isinstance(node, rdflib.Literal):
        return pyoxigraph.NamedNode(str(node))
    if node.language:
        return pyoxigraph.Literal(str(node), language=node.language)
    datatype = pyoxigraph.NamedNode(str(node.datatype)) if node.datatype else None
    return pyoxigraph.Literal(str(node), datatype=datatype)


def _to_rdflib(node: Any) -> Any:
    if isinstance(node, pyoxigraph.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, pyoxigraph.BlankNode):
        return rdflib.BNode(node.value)
    if node.language:
        return rdflib.Literal(node.value, lang=node.language)
    is_string = node.datatype.value == str(rdflib.XSD.string)
    return rdflib.Literal(node.value, datatype=None if is_string else rdflib.URIRef(node.datatype.value))
