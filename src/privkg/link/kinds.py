"""The kinds of resources that can be linked: actors, places, incidents, laws and other concepts."""

from privkg.rdf.kinds import Kind

LAW, CONCEPT = "law", "concept"
OF_CONCEPTS = {
    LAW: ("pk:law",),
    CONCEPT: ("pk:information", "pk:technology", "pk:harm", "pk:statedHarm"),
}
"""The properties whose values are linked as laws or concepts."""
KINDS = (Kind.ACTOR.value, Kind.PLACE.value, *OF_CONCEPTS, Kind.INCIDENT.value)
"""The names of all kinds, in the order in which they are processed."""
