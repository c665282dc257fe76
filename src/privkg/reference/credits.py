"""The credit of incidents: the registers that they are records of, with licences and words of credit."""

from collections.abc import Iterator
from dataclasses import dataclass

from privkg.core.text import counted
from privkg.rdf import order
from privkg.rdf.graphs import is_provenance
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREF_LABEL, A, Term, iri_text, term
from privkg.reference import licences
from privkg.reference.licences import Licence
from privkg.store.graph import Graph, Quads
from privkg.store.rdf import literal_text

PART_OF, LICENCE, CREDIT = term("dcterms:isPartOf"), term("dcterms:license"), term("schema:creditText")
_REGISTER, _URL = term("pk:Register"), term("schema:url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A register, with the licences of its records and the words with which it wants to be named."""

    register: Term
    name: str
    homepage: str
    licences: tuple[Licence, ...]
    credits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A register, and the number of incidents of a graph that are its records."""

    credit: Credit
    incidents: int

    def __str__(self) -> str:
        """Return the licences with their conditions, and whom to credit, on one line."""
        stated = [
            *map(str, self.credit.licences),
            *(f"credit: {words}" for words in self.credit.credits),
        ]
        for licence in self.credit.licences:
            if licence.conditions is None:
                stated.append("conditions not known; read the licence")
            stated += [f"{condition}: {condition.words}" for condition in licence.conditions or ()]
        return f"{counted(self.incidents, 'incident')} of {self.credit.name}: {'; '.join(stated)}"


@dataclass(frozen=True, slots=True)
class Credits:
    """The registers whose records a graph has, by their names, and the number of its other incidents."""

    parts: tuple[Part, ...] = ()
    others: int = 0

    def lines(self, licence: Licence | None = None) -> Iterator[str]:
        """Yield a line for each register, and one for other incidents; none without registers.

        `licence` is that of the other incidents, if it is known.
        """
        yield from map(str, self.parts)
        if self.parts and self.others:
            count = counted(self.others, "incident")
            yield f"{count} of no register: {licence or 'the licence is not in the graph'}"


def of_incident(graph: Quads, incident: Term) -> tuple[Credit, ...]:
    """Return the registers that an incident is a record of, sorted."""
    return tuple(of_register(graph, register) for register in _values(graph, incident, PART_OF))


def of_register(graph: Quads, register: Term) -> Credit:
    """Return the name, licences and words of credit of a register."""
    labels = sorted(_values(graph, register, PREF_LABEL), key=order.english_first)
    return Credit(
        register=register,
        name=literal_text(labels[0]) if labels else iri_text(register),
        homepage="".join(iri_text(url) for url in _values(graph, register, _URL)[:1]),
        licences=tuple(licences.find(iri_text(node)) for node in _values(graph, register, LICENCE)),
        credits=tuple(literal_text(words) for words in _values(graph, register, CREDIT)),
    )


def of_graph(graph: Graph) -> Credits:
    """Return the registers of a graph with the numbers of their incidents."""
    registers = sorted({node for (node, _, _), _ in graph.triples(None, A, _REGISTER)})
    found = sorted((of_register(graph, node) for node in registers), key=lambda one: one.name.casefold())
    parts = tuple(Part(credit, _incidents(graph, credit.register)) for credit in found)
    return Credits(parts, len(graph.manifest.pages) - sum(part.incidents for part in parts))


def _incidents(graph: Graph, register: Term) -> int:
    """Return how many incidents are records of a register; its fields are parts of it too."""
    stated = graph.triples(None, PART_OF, register)
    return sum(
        graph.base.kind(node) is Kind.INCIDENT and not is_provenance(name)
        for (node, _, _), name in stated
    )


def _values(graph: Quads, node: Term, predicate: Term) -> list[Term]:
    """Return the values of a property of a resource in graphs of facts, sorted."""
    about = graph.facts.about(node)
    return sorted({o for p, o, name in about if p == predicate and not is_provenance(name)})
