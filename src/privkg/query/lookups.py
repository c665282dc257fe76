"""Things of a graph that a word may mean, looked up by slug, IRI, label, or a part of a label."""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from privkg.core import names
from privkg.core.errors import UnknownNameError, UsageError
from privkg.core.text import quoted
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri, iri_text, literal, term
from privkg.store.queryable import Queryable

_MAX_LISTED, _MAX_SHOWN = 2000, 12
_MENTIONS = "SELECT ?p WHERE {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }} LIMIT 1"
_SURROGATE = re.compile("[\ud800-\udfff]")
_AREAS = {
    "schema:AdministrativeArea": "pk:subdivision",
    "schema:Country": "pk:country",
    "schema:State": "pk:subdivision",
}
"""What tells that a place lies in another of this class."""

Terms = tuple[Term, ...]
"""A term that is asked for, and after it all that is narrower."""


@dataclass(frozen=True, slots=True)
class Things:
    """A thing of the graph, by its slug, its IRI, its label, or a part of its label.

    `above` is the property that leads from a thing to what it is a part of. `named_by` are properties
    of which one leads to each thing that can be found; all things can, if there are none.
    """

    kind: Kind
    classes: Callable[[], list[Term]]
    labels: tuple[Term, ...]
    above: Term | None = None
    metavar: str = "NAME"
    is_list: bool = True
    needs_graph: bool = True
    named_by: tuple[Term, ...] = ()

    def find(self, word: str, graph: Queryable | None) -> Terms:
        """Return the thing that a word names, and all that is below it."""
        if graph is None:
            raise UsageError(f"{self.kind} {quoted(word)} can only be looked up in a graph; give one")
        is_name = bool(word.strip()) and not _SURROGATE.search(word)
        for restriction in self._restrictions(word) if is_name else ():
            found = self._select(graph, restriction)
            if len(found) == 1:
                return self._with_below(found[0], graph)
            if found:
                shown = ", ".join(map(_slug, found[:_MAX_SHOWN]))
                raise UsageError(f"{quoted(word)} may be any of {shown}; name one")
        raise UnknownNameError(self.kind, word, self.words(graph))

    def words(self, graph: Queryable | None) -> list[str]:
        """Return the slugs of the things in a graph, sorted."""
        return sorted(map(_slug, self._select(graph, ""))) if graph else []

    def _with_below(self, thing: Term, graph: Queryable) -> Terms:
        found, todo = {thing}, {thing}
        while todo and self.above:
            values = " ".join(sorted(todo))
            query = f"SELECT DISTINCT ?x WHERE {{ VALUES ?above {{ {values} }} ?x {self.above} ?above }}"
            todo = {row["x"] for row in graph.select(query)} - found
            found |= todo
        return thing, *sorted(found - {thing})

    def _restrictions(self, word: str) -> Iterator[str]:
        """Yield what can be meant by a word, nearest first: an IRI, a slug, a label, a part of them."""
        with suppress(ValueError):
            if re.match("https?://", word):
                yield f"FILTER (?thing = {iri(word)})"
            elif names.slug(word):
                end = literal(f"/id/{self.kind}/{names.slug(word)}")  # below whatever base
                yield f"FILTER (STRENDS(STR(?thing), {end}))"
        lower = literal(word.strip().lower())
        slug = f"LCASE(STRAFTER(STR(?thing), {literal(f'/id/{self.kind}/')}))"
        yield f"FILTER (LCASE(STR(?label)) = {lower})"
        yield f"FILTER (CONTAINS(LCASE(STR(?label)), {lower}) || CONTAINS({slug}, {lower}))"

    def _select(self, graph: Queryable, restriction: str) -> list[Term]:
        """Return the things that a restriction leaves, sorted, at most so many."""
        named = f"FILTER EXISTS {{ ?other {'|'.join(self.named_by)} ?thing }} " if self.named_by else ""
        query = (
            f"SELECT DISTINCT ?thing WHERE {{ VALUES ?class {{ {' '.join(self.classes())} }}"
            f" ?thing a ?class ; {'|'.join(self.labels)} ?label . {named}{restriction} }}"
            f" ORDER BY ?thing LIMIT {_MAX_LISTED}"
        )
        return [row["thing"] for row in graph.select(query)]


class Places(Things):
    """A place of the graph; a country, or a part of one, has all places in it below it."""

    def _with_below(self, thing: Term, graph: Queryable) -> Terms:
        areas = " ".join(f"({term(area)} {term(code)})" for area, code in _AREAS.items())
        query = (
            f"SELECT DISTINCT ?x WHERE {{ VALUES (?area ?code) {{ {areas} }}"
            f" {thing} a ?area ; ?code ?shared . ?x ?code ?shared }}"
        )
        return thing, *sorted({row["x"] for row in graph.select(query)} - {thing})


def find(name: str, graph: Queryable) -> Term:
    """Return what a name means: an IRI, or an incident's slug, title, or a part of either.

    Raises:
        UnknownNameError: nothing is called so.
        UsageError: more than one incident is.
    """
    node = _as_iri(name) if re.match("https?://", name) else None
    if node and graph.select(_MENTIONS.format(node=node)):
        return node
    return INCIDENTS.find(name, graph)[0]


def classes(*names: str) -> Callable[[], list[Term]]:
    """Return what lists some classes."""
    return functools.partial(list, [term(name) for name in names])


def _as_iri(text: str) -> Term | None:
    try:
        return iri(text)
    except ValueError:
        return None


def _slug(thing: Term) -> str:
    return iri_text(thing).rpartition("/")[2]


INCIDENTS = Things(Kind.INCIDENT, classes("pk:Incident"), (term("dcterms:title"),))
