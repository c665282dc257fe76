"""The parts of parties in an incident: who acts, receives, decides or claims."""

from collections.abc import Mapping

from privkg.rdf.terms import Term, term

PARTS: Mapping[str, tuple[Term, ...]] = {
    "acts": (term("pk:actor"), term("pk:statedActor")),
    "receives": (term("pk:recipient"),),
    "decides": (term("pk:decidedBy"),),
    "claims": (term("pk:attributedTo"),),
}
"""Parts in order, each with the properties whose values are parties of this part."""

ACTS = PARTS["acts"]
"""Properties whose values act; only these parties are counted and listed as actors."""
