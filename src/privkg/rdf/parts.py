"""Properties that connect incidents with their parts, with shared resources, and with each other.

The parts of an incident are its rows, its decisions, its page and its named graphs.
"""

from privkg.rdf.terms import term

WITHIN = frozenset(
    map(
        term,
        (
            *("pk:hasViolation", "pk:violationOf", "pk:hasDecision", "pk:decisionOf", "pk:decidesOn"),
            *("pk:appealOf", "pk:reverses", "pk:amends", "prov:wasDerivedFrom"),
        ),
    )
)
"""Properties that connect two parts of one incident, and nothing else."""

OUTWARD = frozenset(map(term, ("dcterms:source", "dcterms:spatial")))
"""Properties whose values are resources that incidents share, never a part of an incident."""

ACROSS = frozenset(
    map(
        term,
        (
            *("pk:followUpOf", "pk:followsFrom"),
            *("pk:concerns", "pk:replacement", "dcterms:isReplacedBy"),
        ),
    )
)
"""Properties that may lead to a part of an incident from another incident, or from a notice."""
