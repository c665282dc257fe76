"""Columns: the properties that tables, lists, pages and JSON documents show, in order."""

from collections.abc import Mapping

from privkg.rdf.kinds import Kind
from privkg.rdf.terms import PREF_LABEL, A, term

Columns = Mapping[str, str]
"""Columns of a table after the IRI: names to properties."""

CREDIT: Columns = {
    "register": "dcterms:isPartOf",
    "licence": "dcterms:license",
    "credit": "schema:creditText",
}
"""The register that an incident is a record of, its licence and its credit; the columns of each table of
incidents, rows and decisions, as a table may be passed on without the others."""

INCIDENTS: Columns = {
    "title": "dcterms:title",
    "shortTitle": "dcterms:alternative",
    "date": "dcterms:date",
    "dateEdtf": "pk:dateEdtf",
    "place": "dcterms:spatial",
    "lead": "dcterms:abstract",
    "harms": "pk:statedHarm",
    "actors": "pk:statedActor",
    "information": "pk:information",
    "technologies": "pk:technology",
    "affected": "pk:affected",
    "highRisk": "pk:highRisk",
    "consequences": "pk:tangibleHarm",
    "peopleAffected": "pk:peopleAffected",
    "laws": "pk:law",
    "outcome": "pk:outcome",
    "sources": "dcterms:source",
    "status": "pk:claimStatus",
    "attributedTo": "pk:attributedTo",
    "becameKnown": "pk:becameKnown",
    "lastChecked": "pk:lastChecked",
    "decisions": "pk:hasDecision",
    "leftEmpty": "pk:leftEmpty",
    **CREDIT,
}
"""The table of incidents."""

ROWS: Columns = {
    "incident": "pk:violationOf",
    "rowIndex": "pk:rowIndex",
    "actor": "pk:actor",
    "harm": "pk:harm",
    "act": "pk:act",
    "atRisk": "pk:atRisk",
    "consequences": "pk:consequence",
    "consequenceStatus": "pk:consequenceStatus",
    "claimStatus": "pk:claimStatus",
    "attributedTo": "pk:attributedTo",
    "originalPurpose": "pk:originalPurpose",
    "newPurpose": "pk:newPurpose",
    "roles": "pk:actorRole",
    "information": "pk:information",
    "technologies": "pk:technology",
    "recipients": "pk:recipient",
    "laws": "pk:law",
    "peopleAffected": "pk:peopleAffected",
    "date": "dcterms:date",
    "dateEdtf": "pk:dateEdtf",
    "followsFrom": "pk:followsFrom",
    "sources": "dcterms:source",
    "leftEmpty": "pk:leftEmpty",
    **CREDIT,
}
"""The table of rows."""

DECISIONS: Columns = {
    "incident": "pk:decisionOf",
    "kind": "pk:decisionKind",
    "bodies": "pk:decidedBy",
    "date": "dcterms:date",
    "dateEdtf": "pk:dateEdtf",
    "amount": "pk:amount",
    "currency": "pk:currency",
    "rows": "pk:decidesOn",
    "laws": "pk:law",
    "appealOf": "pk:appealOf",
    "reverses": "pk:reverses",
    "amends": "pk:amends",
    "outcome": "pk:outcome",
    "sources": "dcterms:source",
    "leftEmpty": "pk:leftEmpty",
    **CREDIT,
}
"""The table of decisions."""

SHARED: Mapping[Kind, Columns] = {
    Kind.ACTOR: {
        "label": "skos:prefLabel",
        "types": "rdf:type",
        "unitOf": "org:unitOf",
        "jurisdictions": "dpv:hasJurisdiction",
        "sameAs": "owl:sameAs",
    },
    Kind.GROUP: {"label": "skos:prefLabel", "types": "pk:groupType", "subgroupOf": "pk:subgroupOf"},
    Kind.PLACE: {
        "label": "skos:prefLabel",
        "types": "rdf:type",
        "country": "pk:country",
        "latitude": "schema:latitude",
        "longitude": "schema:longitude",
        "sameAs": "owl:sameAs",
        "schemaSameAs": "schema:sameAs",
    },
    Kind.SOURCE: {
        "url": "schema:url",
        "publisher": "schema:publisher",
        "published": "schema:datePublished",
        "accessed": "pk:accessed",
    },
    Kind.REGISTER: {
        "label": "skos:prefLabel",
        "licence": "dcterms:license",
        "credit": "schema:creditText",
        "url": "schema:url",
    },
}
"""The tables of resources that incidents share, by kind."""

PARTIES: Columns = {**SHARED[Kind.ACTOR], "part": "prov:hadRole"}
"""The table of parties. Parts are not triples; they follow from the properties that refer to a party."""

LISTED: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.INCIDENT: {
        "Date": ("pk:dateEdtf", "dcterms:date"),
        "Place": ("dcterms:spatial",),
        "Harms": ("pk:statedHarm",),
        "Actors": ("pk:statedActor",),
    },
    Kind.ACTOR: {"Type": ("rdf:type",), "Unit of": ("org:unitOf",)},
    Kind.GROUP: {"Type": ("pk:groupType",), "Part of": ("pk:subgroupOf",)},
    Kind.PLACE: {"Country": ("pk:country",)},
    Kind.SOURCE: {"Date": ("schema:datePublished",)},
    Kind.REGISTER: {"Licence": ("dcterms:license",), "Credit": ("schema:creditText",)},
    Kind.NOTICE: {"Date": ("dcterms:date",), "Concerns": ("pk:concerns",), "Why": ("pk:reason",)},
}
"""Columns of the site's lists after the name: titles to properties; the first with a value is shown."""

FIRST = tuple(
    term(name)
    for name in (
        "dcterms:alternative",
        "pk:actor",
        "pk:harm",
        "pk:claimStatus",
        "pk:attributedTo",
        "pk:atRisk",
        "dcterms:date",
        "pk:dateEdtf",
        "dcterms:spatial",
        "pk:statedHarm",
        "pk:statedActor",
        "pk:information",
        "pk:affected",
        "pk:highRisk",
    )
)
"""Properties that a page of the site shows first, in this order; the others follow by name."""

IN_SHORT = (
    A,
    PREF_LABEL,
    term("dcterms:bibliographicCitation"),
    term("dcterms:isPartOf"),
    term("dcterms:license"),
    term("dcterms:title"),
    term("pk:accessed"),
    term("schema:creditText"),
    term("schema:datePublished"),
    term("schema:publisher"),
    term("schema:url"),
)
"""Properties of a resource that are repeated in the documents of resources that refer to it."""
