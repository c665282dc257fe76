"""Lifts the readings of values of registers, as their mappings define them."""

import functools

from privkg.build.lifting.recorder import Recorder
from privkg.build.lifting.shared_nodes import Mention
from privkg.core.model import Incident, Passage
from privkg.core.registers import Coded, Register
from privkg.rdf import iris
from privkg.rdf.iris import Base
from privkg.rdf.terms import PREF_LABEL, A, Term, Triple, iri, literal, term

_CODE, _IN_SCHEME, _PART_OF = term("pk:code"), term("skos:inScheme"), term("dcterms:isPartOf")


def terms(passage: Passage) -> tuple[Term, ...] | None:
    """Return the terms that a value means; None if its words are to be looked up, as those of a page."""
    reading = passage.reading
    return None if reading is None or reading.terms is None else _terms(reading.terms)


def state(recorder: Recorder, predicate: Term, passage: Passage) -> None:
    """State the terms that a value means; a claim without an object if it means none."""
    for value in terms(passage) or (None,):
        recorder.state(predicate, value, passage)


def state_record(recorder: Recorder, incident: Incident, base: Base) -> None:
    """State that an incident is the record of a register, and the register's own codes of it."""
    if not incident.record:
        return
    register = incident.record.register
    recorder.fact(A, term("pk:RegisterRecord"))
    node = base.register(register.name)
    recorder.fact(_PART_OF, node)  # in the facts: formats without evidence need it too
    recorder.mentions.append(Mention(node, None, _register(register, base)))
    for coded, passage in incident.record.codes:
        recorder.mentions.append(Mention(iri(coded.iri), None, _coded(coded, register, base)))
        recorder.state(_CODE, iri(coded.iri), passage)


@functools.lru_cache(maxsize=4096)
def _terms(addresses: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(map(iri, addresses))


@functools.lru_cache(maxsize=64)
def _register(register: Register, base: Base) -> tuple[Triple, ...]:
    """Return the triples of a register, which all of its records have."""
    node = base.register(register.name)
    return (
        (node, A, term("pk:Register")),
        (node, PREF_LABEL, literal(register.title)),
        (node, term("dcterms:license"), iri(register.licence)),
        (node, term("schema:creditText"), literal(register.credit)),
        (node, term("schema:url"), iri(register.homepage)),
    )


@functools.lru_cache(maxsize=20_000)
def _coded(coded: Coded, register: Register, base: Base) -> tuple[Triple, ...]:
    """Return the triples of a term, its field and the terms above it; many records have the same."""
    node, field = iri(coded.iri), iris.field(register.name, coded.field)
    above = (iri(broader.iri) for broader in coded.broader)
    return (
        (field, A, term("skos:ConceptScheme")),
        (field, PREF_LABEL, literal(coded.field)),
        (field, _PART_OF, base.register(register.name)),
        (node, A, term("skos:Concept")),
        (node, _IN_SCHEME, field),
        (node, PREF_LABEL, literal(coded.label)),
        *((node, term("skos:broader"), broader) for broader in above),
        *(triple for broader in coded.broader for triple in _coded(broader, register, base)),
    )
