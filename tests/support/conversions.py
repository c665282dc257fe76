"""Returns the triples of a conversion, and their values as short text."""

from privkg.build.lifting import LiftedIncident
from privkg.rdf.terms import BASE, Term, Triple, iri_text, shorten, term
from privkg.store.rdf import literal_text

INCIDENT = Term(f"<{BASE}id/incident/example>")
ROW = Term(f"<{BASE}id/incident/example/v1>")


def short(node: Term) -> str:
    """Return a node as a prefixed name, as the end of its IRI, or as the text of a literal."""
    return shorten(iri_text(node)).removeprefix(f"{BASE}id/") if node[0] == "<" else literal_text(node)


def every(found: LiftedIncident) -> list[Triple]:
    """Return the facts of a conversion and its triples about shared nodes."""
    return [*found.facts, *(triple for mention in found.mentions for triple in mention.triples)]


def values(found: LiftedIncident, predicate: str, subject: Term = INCIDENT) -> list[str]:
    """Return the values of a predicate of a subject as short text."""
    return [short(o) for s, p, o in every(found) if (s, p) == (subject, term(predicate))]
