"""Which parts parties have in what pages tell: who acts, receives, decides or claims."""

from collections.abc import Mapping

from privkg.rdf.terms import Term, term

PARTS: Mapping[str, tuple[Term, ...]] = {
    "acts": (term("pk:actor"), term("pk:statedActor")),
    "receives": (term("pk:recipient"),),
    "decides": (term("pk:decidedBy"),),
    "claims": (term("pk:attributedTo"),),
}
"""The parts, in order, and the properties that lead to a party that has each."""

ACTS = PARTS["acts"]
"""Properties of who acts; only these parties are counted and listed as actors."""
