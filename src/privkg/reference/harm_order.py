"""The order of harms: Solove's as in his article, each group before its harms, then those of others."""

import functools
from collections.abc import Mapping

from privkg.rdf.terms import Term, term
from privkg.reference import concepts

_ORDER = tuple(
    term(f"solove:{name}")
    for name in (
        "InformationCollection",
        "Surveillance",
        "Interrogation",
        "InformationProcessing",
        "Aggregation",
        "Identification",
        "Insecurity",
        "SecondaryUse",
        "Exclusion",
        "InformationDissemination",
        "BreachOfConfidentiality",
        "Disclosure",
        "Exposure",
        "IncreasedAccessibility",
        "Blackmail",
        "Appropriation",
        "Distortion",
        "Invasion",
        "Intrusion",
        "DecisionalInterference",
    )
)


def place(node: Term) -> int:
    """Return the place of a harm or a group of harms in Solove's order; all other resources follow."""
    return _ORDER.index(node) if node in _ORDER else len(_ORDER)


def harms() -> list[Term]:
    """Return the harms of all schemes, Solove's in his order first."""
    return sorted((each.iri for each in concepts.harms()), key=lambda harm: (place(harm), harm))


@functools.cache
def groups() -> Mapping[Term, Term]:
    """Return the group of each harm that belongs to one."""
    known = {each.iri for each in concepts.harms_and_groups()}
    return {s: o for s, p, o in concepts.triples() if p == term("skos:broader") and s in known}
