"""An indexed shapes graph."""

from collections.abc import Iterable

from privkg.core.errors import RdfError
from privkg.rdf.terms import Term, Triple, term

_FIRST, _REST, _NIL = term("rdf:first"), term("rdf:rest"), term("rdf:nil")


class Triples:
    """Triples, indexed by subject and by object; blank nodes are terms that begin with `_:`."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.all = tuple(sorted(set(triples)))
        self._about: dict[Term, dict[Term, list[Term]]] = {}
        self._incoming: dict[Term, list[tuple[Term, Term]]] = {}
        for s, p, o in self.all:
            self._about.setdefault(s, {}).setdefault(p, []).append(o)
            self._incoming.setdefault(o, []).append((s, p))

    def about(self, subject: Term) -> dict[Term, list[Term]]:
        """Return the values of a subject by predicate."""
        return self._about.get(subject, {})

    def incoming(self, value: Term) -> list[tuple[Term, Term]]:
        """Return the subjects and predicates of the triples with an object."""
        return self._incoming.get(value, [])

    def values(self, subject: Term, predicate: Term) -> list[Term]:
        """Return the values of a subject for a predicate, sorted."""
        return self.about(subject).get(predicate, [])

    def one(self, subject: Term, predicate: Term) -> Term | None:
        """Return the first value of a subject for a predicate, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: Term, value: Term | None = None) -> list[Term]:
        """Return the subjects of a predicate, or of a predicate and a value, sorted."""
        return sorted(
            subject
            for subject, about in self._about.items()
            if (value in about.get(predicate, ()) if value else predicate in about)
        )

    def reached(self, nodes: Iterable[Term]) -> set[Term]:
        """Return some nodes, and all that can be reached from them, from subjects to objects."""
        todo, seen = list(nodes), set[Term]()
        while todo:
            node = todo.pop()
            if node not in seen:
                seen.add(node)
                todo += [value for values in self.about(node).values() for value in values]
        return seen

    def is_list(self, node: Term) -> bool:
        """Return whether a node is an RDF list."""
        return node == _NIL or _FIRST in self.about(node)

    def items(self, node: Term) -> list[Term]:
        """Return the items of an RDF list.

        Raises:
            RdfError: the list is incomplete or circular.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            first, rest = self.one(node, _FIRST), self.one(node, _REST)
            if first is None or rest is None or node in seen:
                raise RdfError(f"{node} is not a well-formed list; write one such as ( … )")
            seen.add(node)
            found.append(first)
            node = rest
        return found
