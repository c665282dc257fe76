"""Looks up resources of a graph by slug, IRI, label, or a part of a label."""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from privkg.core import names
from privkg.core.errors import UnknownNameError, UsageError, suggest, with_label
from privkg.core.text import quoted
from privkg.rdf import order
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREF_LABEL, Term, iri, iri_text, literal, term
from privkg.store.graph import Quads
from privkg.store.queryable import Queryable
from privkg.store.rdf import literal_text

_MAX_LISTED, _MAX_SHOWN = 2000, 12
_FIELDS = (
    f"SELECT DISTINCT ?field ?label WHERE {{ ?register a {term('pk:Register')} ."
    f" ?field {term('dcterms:isPartOf')} ?register ; a {term('skos:ConceptScheme')} ;"
    f" {PREF_LABEL} ?label }} ORDER BY ?field LIMIT {_MAX_LISTED}"
)
_MENTIONS = "SELECT ?p WHERE {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} }} LIMIT 1"
_SURROGATE = re.compile("[\ud800-\udfff]")
_AREAS = {
    "schema:AdministrativeArea": "pk:subdivision",
    "schema:Country": "pk:country",
    "schema:State": "pk:subdivision",
}
"""For each class of area, the property that has the same value for all places in the area."""

Terms = tuple[Term, ...]
"""The term that a word names, followed by all narrower terms."""


@dataclass(frozen=True, slots=True)
class Things:
    """A parameter whose values are resources in the graph, found by slug, IRI, label or part of it.

    `above` is the property from a part to its whole; a word that names the whole includes its parts.
    With `named_by`, only objects of one of these properties can be found.
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
        """Return the resource that a word names, followed by its parts."""
        if graph is None:
            raise UsageError(f"cannot look up the {self.kind} {quoted(word)} without a graph; pass one")
        is_name = bool(word.strip()) and not _SURROGATE.search(word)
        for restriction in self._restrictions(word, graph) if is_name else ():
            found = self._select(graph, restriction)
            if len(found) == 1:
                return self._with_parts(found[0], graph)
            if found:
                labels = self._labels(graph, found[:_MAX_SHOWN])
                shown = ", ".join(with_label(slug, labels) for slug in labels)
                raise UsageError(f"{quoted(word)} is ambiguous; write one of: {shown}")
        known = {_slug(thing): thing for thing in self._select(graph, "")}
        near = suggest(word, known)
        labels = self._labels(graph, [known[near]] if near else [])
        raise UnknownNameError(self.kind, word, known, labels)

    def words(self, graph: Queryable | None) -> list[str]:
        """Return the slugs of the resources in a graph, sorted."""
        return sorted(map(_slug, self._select(graph, ""))) if graph else []

    def _with_parts(self, thing: Term, graph: Queryable) -> Terms:
        found, todo = {thing}, {thing}
        while todo and self.above:
            values = " ".join(sorted(todo))
            query = f"SELECT DISTINCT ?x WHERE {{ VALUES ?above {{ {values} }} ?x {self.above} ?above }}"
            todo = {row["x"] for row in graph.select(query)} - found
            found |= todo
        return thing, *sorted(found - {thing})

    def _restrictions(self, word: str, graph: Queryable) -> Iterator[str]:
        """Yield the patterns to try for a word, in order: IRI or slug, label, a part of either.

        Only the first is looked up in an index; the others read the labels of all resources.
        """
        with suppress(ValueError):
            if re.match("https?://", word):
                yield f"VALUES ?thing {{ {iri(word)} }}"
            elif slug := names.slug(word):
                yield self._of_slug(slug, graph)
        lower = literal(word.strip().lower())
        slug = f"LCASE(STRAFTER(STR(?thing), {literal(f'/id/{self.kind}/')}))"
        yield f"FILTER (LCASE(STR(?label)) = {lower})"
        yield f"FILTER (CONTAINS(LCASE(STR(?label)), {lower}) || CONTAINS({slug}, {lower}))"

    def _of_slug(self, slug: str, graph: Queryable) -> str:
        """Return the pattern for resources with a slug; an endpoint may have graphs of any base."""
        if isinstance(graph, Quads):
            things = {base.thing(self.kind, slug) for base in (graph.base, DEFAULT)}
            return f"VALUES ?thing {{ {' '.join(sorted(things))} }}"
        return f"FILTER (STRENDS(STR(?thing), {literal(f'/id/{self.kind}/{slug}')}))"

    def _labels(self, graph: Queryable, things: list[Term]) -> dict[str, str]:
        """Return the labels of resources by their slugs, in the order given; "" for none."""
        query = (
            f"SELECT ?thing ?label WHERE {{ VALUES ?thing {{ {' '.join(things)} }}"
            f" ?thing {self.labels[0]} ?label }}"
        )
        found = sorted(
            ((row["thing"], row["label"]) for row in (graph.select(query) if things else ())),
            key=lambda one: order.english_first(one[1]),
            reverse=True,
        )
        labels = {thing: literal_text(label) for thing, label in found}  # the last one counts
        return {_slug(thing): labels.get(thing, "") for thing in things}

    def _select(self, graph: Queryable, restriction: str) -> list[Term]:
        """Return the resources that a pattern restricts, sorted, at most `_MAX_LISTED`."""
        named = f"FILTER EXISTS {{ ?other {'|'.join(self.named_by)} ?thing }} " if self.named_by else ""
        query = (
            f"SELECT DISTINCT ?thing WHERE {{ VALUES ?class {{ {' '.join(self.classes())} }}"
            f" {restriction} ?thing a ?class ; {'|'.join(self.labels)} ?label . {named}}}"
            f" ORDER BY ?thing LIMIT {_MAX_LISTED}"
        )
        return [row["thing"] for row in graph.select(query)]


class Places(Things):
    """A place in the graph; a country, or a part of one, includes all places in it."""

    def _with_parts(self, thing: Term, graph: Queryable) -> Terms:
        # One part for each class: a variable as predicate could match evidence too.
        parts = " UNION ".join(
            f"{{ {thing} a {term(area)} ; {term(code)} ?shared . ?x {term(code)} ?shared }}"
            for area, code in _AREAS.items()
        )
        query = f"SELECT DISTINCT ?x WHERE {{ {parts} }}"
        return thing, *sorted({row["x"] for row in graph.select(query)} - {thing})


@dataclass(frozen=True, slots=True)
class Fields:
    """A field of a register whose values are of a list, by its name or IRI.

    Fields of several registers may have one name; all of them are found.
    """

    metavar: str = "FIELD"
    is_list: bool = False
    needs_graph: bool = True

    def find(self, word: str, graph: Queryable | None) -> Terms:
        """Return the fields that a word names, sorted."""
        if graph is None:
            raise UsageError(f"cannot look up the field {quoted(word)} without a graph; pass one")
        key, fields = word.strip().casefold(), self._labels(graph)
        found = [field for field, label in fields if key in (label.casefold(), iri_text(field))]
        if not found:
            raise UnknownNameError("field", word, {label for _, label in fields})
        return tuple(found)

    def words(self, graph: Queryable | None) -> list[str]:
        """Return the names of the fields in a graph, sorted."""
        return sorted({label for _, label in self._labels(graph)}) if graph else []

    def _labels(self, graph: Queryable) -> list[tuple[Term, str]]:
        rows = graph.select(_FIELDS)
        return [(row["field"], literal_text(row["label"])) for row in rows]


def find(name: str, graph: Queryable) -> Term:
    """Return the resource that a name means: an IRI, or an incident's slug or title, or part of one.

    Raises:
        UnknownNameError: the graph has no resource of this name.
        UsageError: more than one incident matches.
    """
    node = _as_iri(name) if re.match("https?://", name) else None
    if node and _is_described(node, graph):
        return node
    return INCIDENTS.find(name, graph)[0]


def classes(*names: str) -> Callable[[], list[Term]]:
    """Return a function that returns the classes: `Things` takes one, as some must be computed."""
    return functools.partial(list, [term(name) for name in names])


def _is_described(node: Term, graph: Queryable) -> bool:
    """Return whether a fact names a node, or it is a claim."""
    query = _MENTIONS.format(node=node)
    if isinstance(graph, Quads):
        return bool(graph.facts.select(query) or graph.claims.described(node))
    return bool(graph.select(query))


def _as_iri(text: str) -> Term | None:
    try:
        return iri(text)
    except ValueError:
        return None


def _slug(thing: Term) -> str:
    return iri_text(thing).rpartition("/")[2]


INCIDENTS = Things(Kind.INCIDENT, classes("pk:Incident"), (term("dcterms:title"),))
