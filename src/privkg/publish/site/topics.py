"""Topics: the concepts, countries and years that incidents are about; each has a page of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from privkg.publish.site import marks, times
from privkg.rdf import order
from privkg.rdf.terms import A, Term, iri_text, literal, term
from privkg.reference import concepts
from privkg.reference.vocabulary import Concept
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

_CACHED = 100_000
"""The number of actors, groups and places whose types and countries are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicKind:
    """A kind of topics.

    Attributes:
        noun: what one topic of the kind is; with hyphens the name of the folder of its pages.
        plural: what several are.
        steps: the properties that lead from an incident or a part of it to a topic; none to a year.
        concepts: a function that returns the topics that there may be; None for years.
        is_of_rows: whether the steps begin at rows, which then are the only ones that a topic counts.
    """

    noun: str
    plural: str
    steps: tuple[Term, ...]
    concepts: Callable[[], Iterable[Concept]] | None
    is_of_rows: bool = False

    @property
    def folder(self) -> str:
        """The folder of the pages."""
        return self.noun.replace(" ", "-")


_ACTOR = term("pk:Actor")
COUNTRY = TopicKind(
    noun="country",
    plural="countries",
    steps=(term("dcterms:spatial"), term("pk:country")),
    concepts=concepts.countries,
)
YEAR = TopicKind(noun="year", plural="years", steps=(), concepts=None)
KINDS = (
    TopicKind(
        noun="harm group",
        plural="groups of harms",
        steps=(term("pk:harm"),),
        concepts=lambda: set(concepts.harms_and_groups()) - set(concepts.harms()),
        is_of_rows=True,
    ),
    TopicKind(
        noun="actor type",
        plural="types of actors",
        steps=(term("pk:actor"), A),
        concepts=lambda: (each for each in concepts.actor_types() if each.iri != _ACTOR),
        is_of_rows=True,
    ),
    TopicKind(
        noun="group type",
        plural="types of groups of people",
        steps=(term("pk:atRisk"), term("pk:groupType")),
        concepts=concepts.group_types,
        is_of_rows=True,
    ),
    TopicKind(
        noun="information",
        plural="kinds of information",
        steps=(term("pk:information"),),
        concepts=concepts.information,
    ),
    TopicKind(
        noun="technology",
        plural="technologies",
        steps=(term("pk:technology"),),
        concepts=concepts.technologies,
    ),
    TopicKind(
        noun="consequence",
        plural="consequences",
        steps=(term("pk:consequence"),),
        concepts=concepts.consequences,
        is_of_rows=True,
    ),
    TopicKind(noun="law", plural="laws", steps=(term("pk:law"),), concepts=concepts.laws),
    TopicKind(
        noun="decision kind",
        plural="kinds of decisions",
        steps=(term("pk:decisionKind"),),
        concepts=concepts.decision_kinds,
    ),
    COUNTRY,
    YEAR,
)
"""All kinds of topics, in the order of the page that lists them."""


class Topics:
    """Finds the topics of a graph, and the incidents and rows that each is about."""

    def __init__(self, graph: Quads) -> None:
        self._graph, self._facts, self._base = graph, graph.facts, graph.base
        self._next = lru_cache(_CACHED)(self._values)

    def pages(self) -> Mapping[Term, str]:
        """Return the path of the page of each topic that incidents are about, except of years."""
        return {
            node: path(kind, node)
            for kind in KINDS
            if kind.concepts is not None
            for node in self._with_page(kind)
        }

    def found(self, kind: TopicKind) -> dict[Term, list[Term]]:
        """Return the topics of a kind, in order, each with the incidents, rows and decisions about it.

        A topic includes all that are narrower. A year is that in which an incident began.
        """
        found = self._years() if kind.concepts is None else self._united(kind)
        return {node: sorted(some, key=order.natural) for node, some in found.items() if some}

    def _with_page(self, kind: TopicKind) -> list[Term]:
        """Return the concepts of a kind that incidents are about, or about a narrower one, in order."""
        every = {node: concepts.with_narrower(node) for node in _ordered(kind)}
        direct = {n for n in set(chain(*every.values())) if self._leads_to(n, kind.steps)}
        return [node for node, found in every.items() if not direct.isdisjoint(found)]

    def _leads_to(self, node: Term, steps: tuple[Term, ...]) -> bool:
        """Return whether properties lead from an incident or a part of it to a node."""
        *before, last = steps
        found = (subject for (subject, _, _), _ in self._facts.triples(None, last, node))
        if before:
            return any(self._leads_to(subject, tuple(before)) for subject in found)
        return any(self._base.slug_of(subject) is not None for subject in found)

    def _united(self, kind: TopicKind) -> dict[Term, set[Term]]:
        """Return the concepts of a kind, each with what is about it or a narrower one."""
        direct: dict[Term, set[Term]] = {}
        for subject, node in self._reached(kind.steps):
            direct.setdefault(node, set()).add(subject)
        return {
            node: {s for each in concepts.with_narrower(node) for s in direct.get(each, ())}
            for node in _ordered(kind)
        }

    def _reached(self, steps: tuple[Term, ...]) -> Iterator[tuple[Term, Term]]:
        """Yield each incident, row or decision with each node that the properties lead to."""
        first, *rest = steps
        for (subject, _, value), _graph in self._facts.triples(None, first):
            if self._base.slug_of(subject) is not None:
                for node in self._next(value, rest[0]) if rest else (value,):
                    yield subject, node

    def _values(self, node: Term, predicate: Term) -> tuple[Term, ...]:
        is_literal = not node.startswith("<")
        return () if is_literal else tuple(o for (_, _, o), _ in self._facts.triples(node, predicate))

    def _years(self) -> dict[Term, set[Term]]:
        earliest = times.earliest(self._graph)
        found: dict[Term, set[Term]] = {}
        for subject in sorted(earliest, key=lambda subject: earliest[subject]):
            if self._base.incident(self._base.slug_of(subject) or "") == subject:
                found.setdefault(year(earliest[subject]), set()).add(subject)
        return found


def year(date: str) -> Term:
    """Return the year of a date as a topic."""
    return literal(times.year(date), "xsd:gYear")


def path(kind: TopicKind, node: Term) -> str:
    """Return the path of the page of a topic."""
    is_year = kind.concepts is None
    name = literal_text(node) if is_year else iri_text(node).replace("/", "#").rpartition("#")[2]
    return f"{kind.folder}/{name}.html"


def _ordered(kind: TopicKind) -> list[Term]:
    """Return the concepts of a kind in the order of lists; none of years."""
    every = kind.concepts() if kind.concepts else ()
    return [each.iri for each in sorted(every, key=_place)]


def _place(concept: Concept) -> tuple[int, str, Term]:
    return marks.order(concept.iri), concept.label.casefold(), concept.iri
