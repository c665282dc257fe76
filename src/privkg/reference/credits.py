"""The credit of incidents: the registers that they are records of, with licences and words of credit."""

from collections.abc import Iterator
from dataclasses import dataclass

from privkg.core.text import counted
from privkg.rdf import order
from privkg.rdf.graphs import is_provenance
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
    """A register and the number of its incidents; None and the number of those of no register."""

    credit: Credit | None
    incidents: int


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


def parts(graph: Graph) -> tuple[Part, ...]:
    """Return the registers of a graph by their names, then the incidents of no register, if any."""
    registers = sorted({node for (node, _, _), _ in graph.triples(None, A, _REGISTER)})
    found = sorted((of_register(graph, node) for node in registers), key=lambda one: one.name.casefold())
    counts = [Part(credit, _incidents(graph, credit.register)) for credit in found]
    others = len(graph.manifest.pages) - sum(part.incidents for part in counts)
    return (*counts, *([Part(None, others)] if others else []))


def lines(found: tuple[Part, ...], licence: Licence | None = None) -> Iterator[str]:
    """Yield a line for each part: its licences and their conditions, and whom to credit.

    Nothing is yielded if no incident is of a register. `licence` is that of the other incidents.
    """
    if not any(part.credit for part in found):
        return
    for part in found:
        count = counted(part.incidents, "incident")
        if part.credit:
            yield f"{count} of {part.credit.name}: {_terms(part.credit)}"
        else:
            yield f"{count} of no register: {licence or 'the licence is not in the graph'}"


def _terms(credit: Credit) -> str:
    stated = [str(licence) for licence in credit.licences]
    stated += [f"credit: {words}" for words in credit.credits]
    for licence in credit.licences:
        if licence.conditions is None:
            stated.append("conditions not known; read the licence")
        stated += [f"{condition}: {condition.words}" for condition in licence.conditions or ()]
    return "; ".join(stated)


def _incidents(graph: Graph, register: Term) -> int:
    stated = graph.triples(None, PART_OF, register)
    return sum(not is_provenance(name) for _, name in stated)


def _values(graph: Quads, node: Term, predicate: Term) -> list[Term]:
    """Return the values of a property of a resource in graphs of facts, sorted."""
    found = graph.triples(node, predicate)
    return sorted({value for (_, _, value), name in found if not is_provenance(name)})
