"""Lifts fields that a page has but leaves empty, with the property of each field."""

from collections.abc import Iterable, Mapping

from privkg.build.lifting.recorder import Recorder
from privkg.core.model import EmptyField
from privkg.rdf.terms import Term, term

_LEFT_EMPTY = term("pk:leftEmpty")
_OF_PAGE = "addresses"
"""The field that is about the page, not about the incident."""


def _properties(**names: str) -> Mapping[str, Term]:
    return {attribute: term(name) for attribute, name in names.items()}


OF_INCIDENT = _properties(
    title_passages="dcterms:title",
    short_titles="dcterms:alternative",
    locations="dcterms:spatial",
    dates="dcterms:date",
    reported="pk:becameKnown",
    last_checked="pk:lastChecked",
    harms="pk:statedHarm",
    information="pk:information",
    actors="pk:statedActor",
    technologies="pk:technology",
    people_affected="pk:peopleAffected",
    outcomes="pk:outcome",
    affected="pk:affected",
    high_risk="pk:highRisk",
    tangible_harms="pk:tangibleHarm",
    leads="dcterms:abstract",
    descriptions="dcterms:description",
    rows="pk:hasViolation",
    decisions="pk:hasDecision",
    laws="pk:law",
    sources="dcterms:source",
)
"""The property of each field and section of an incident."""

OF_ROW = _properties(
    threat="pk:act",
    groups="pk:atRisk",
    harms="pk:harm",
    consequences="pk:consequence",
    original_purpose="pk:originalPurpose",
    new_purpose="pk:newPurpose",
    status="pk:claimStatus",
    according_to="pk:attributedTo",
    information="pk:information",
    laws="pk:law",
    technologies="pk:technology",
    recipients="pk:recipient",
    roles="pk:actorRole",
    people_affected="pk:peopleAffected",
    date="dcterms:date",
    follows_from="pk:followsFrom",
    sources="dcterms:source",
    passages="pk:quote",
)
"""The property of each field of a row."""

OF_DECISION = _properties(
    kind="pk:decisionKind",
    bodies="pk:decidedBy",
    date="dcterms:date",
    amount="pk:amount",
    about="pk:decidesOn",
    laws="pk:law",
    reverses="pk:reverses",
    amends="pk:amends",
    appeal_of="pk:appealOf",
    result="pk:outcome",
    sources="dcterms:source",
)
"""The property of each field of a decision."""


def state(recorder: Recorder, properties: Mapping[str, Term], fields: Iterable[EmptyField]) -> None:
    """State that fields are left empty; their labels are the passages."""
    for field in fields:
        if field.attribute != _OF_PAGE:
            recorder.state(_LEFT_EMPTY, properties[field.attribute], field.label)
