"""A shapes graph, as lookups."""

from collections.abc import Iterable

from privkg.core.errors import RdfError
from privkg.rdf.terms import Term, Triple, term

_FIRST, _REST, _NIL = term("rdf:first"), term("rdf:rest"), term("rdf:nil")


class Triples:
    """Triples by subject and predicate; blank nodes are terms that begin with `_:`."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.all = tuple(sorted(set(triples)))
        self._about: dict[Term, dict[Term, list[Term]]] = {}
        self._towards: dict[Term, list[tuple[Term, Term]]] = {}
        for s, p, o in self.all:
            self._about.setdefault(s, {}).setdefault(p, []).append(o)
            self._towards.setdefault(o, []).append((s, p))

    def about(self, subject: Term) -> dict[Term, list[Term]]:
        """Return the values of a subject by predicate."""
        return self._about.get(subject, {})

    def towards(self, value: Term) -> list[tuple[Term, Term]]:
        """Return what names a value: subjects, each with the predicate."""
        return self._towards.get(value, [])

    def values(self, subject: Term, predicate: Term) -> list[Term]:
        """Return the values of a subject for a predicate, sorted."""
        return self.about(subject).get(predicate, [])

    def one(self, subject: Term, predicate: Term) -> Term | None:
        """Return the first value of a subject for a predicate, if there is one."""
        return next(iter(self.values(subject, predicate)), None)

    def subjects(self, predicate: Term, value: Term | None = None) -> list[Term]:
        """Return what has a predicate, or a predicate with a value, sorted."""
        return sorted(
            subject
            for subject, about in self._about.items()
            if (value in about.get(predicate, ()) if value else predicate in about)
        )

    def is_list(self, node: Term) -> bool:
        """Return whether a node is an RDF list."""
        return node == _NIL or _FIRST in self.about(node)

    def items(self, node: Term) -> list[Term]:
        """Return the items of an RDF list.

        Raises:
            RdfError: the list is broken, or runs in a circle.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while node != _NIL:
            first, rest = self.one(node, _FIRST), self.one(node, _REST)
            if first is None or rest is None or node in seen:
                raise RdfError(f"{node} is no well-formed list")
            seen.add(node)
            found.append(first)
            node = rest
        return found
