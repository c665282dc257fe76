"""The marks of harms and claim statuses: names of CSS classes that give them shape, hue and border.

A harm has the mark of its group in Solove's scheme; a harm of another scheme has none of the four.
"""

import functools
from collections.abc import Mapping

from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import claims, concepts, harm_order

_GROUPS = {
    term("solove:InformationCollection"): "g-col",
    term("solove:InformationProcessing"): "g-pro",
    term("solove:InformationDissemination"): "g-dis",
    term("solove:Invasion"): "g-inv",
}
_STATUSES = tuple(
    term(f"pk:{name}")
    for name in (
        "Reported",
        "Alleged",
        "Established",
        "Disputed",
        "Denied",
        "Settled",
        "Uncontested",
        "Derived",
    )
)
"""The claim statuses in the order of a legend, the most frequent first."""
UNKNOWN = "st st-unknown"
"""The mark of a claim status that was not understood."""


def of(node: Term) -> str:
    """Return the mark of a harm, a group of harms or a claim status; "" for any other resource."""
    return _marks().get(node, "")


def of_group(harm: Term) -> str:
    """Return the class of a group of harms, or of the group of a harm; "" for any other."""
    return _GROUPS.get(harm_order.groups().get(harm, harm), "")


def of_status(value: Term) -> str:
    """Return the mark of a value of `pk:claimStatus`, which is text if it was not understood."""
    return UNKNOWN if value == claims.NONE else of(value)


def statuses() -> list[Term]:
    """Return the claim statuses in the order of a legend."""
    return list(_STATUSES)


def order(node: Term) -> int:
    """Return the place of a harm in Solove's order; all other resources follow."""
    return harm_order.place(node)


def harms() -> list[Term]:
    """Return the harms of all schemes, Solove's in his order first."""
    return harm_order.harms()


def group(harm: Term) -> Term | None:
    """Return the group that a harm belongs to, or None if its scheme has none."""
    return harm_order.groups().get(harm)


@functools.cache
def _marks() -> Mapping[Term, str]:
    harms = {each.iri: f"chip {of_group(each.iri)}".strip() for each in concepts.harms_and_groups()}
    statuses = {
        each.iri: f"st st-{iri_text(each.iri).rpartition('#')[2].lower()}"
        for each in concepts.claim_statuses()
    }
    return harms | statuses
