"""The parts that parties have in an incident: acting, receiving, deciding or claiming."""

from collections.abc import Mapping

from privkg.rdf.terms import Term, term

PARTS: Mapping[str, tuple[Term, ...]] = {
    "acts": (term("pk:actor"), term("pk:statedActor")),
    "receives": (term("pk:recipient"),),
    "decides": (term("pk:decidedBy"),),
    "claims": (term("pk:attributedTo"),),
}
"""Parts in order, each with the properties whose values are the parties with this part."""

ACTS = PARTS["acts"]
"""Properties whose values are the acting parties; only these are counted and listed as actors."""
