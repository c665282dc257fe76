"""What is linked: kinds of things, and kinds of concepts that stand as values of some properties."""

from privkg.rdf.kinds import Kind

LAW, CONCEPT = "law", "concept"
OF_CONCEPTS = {
    LAW: ("pk:law",),
    CONCEPT: ("pk:information", "pk:technology", "pk:harm", "pk:statedHarm"),
}
"""Properties whose values are laws and concepts."""
KINDS = (Kind.ACTOR.value, Kind.PLACE.value, *OF_CONCEPTS, Kind.INCIDENT.value)
"""Their names, in the order of a run."""
