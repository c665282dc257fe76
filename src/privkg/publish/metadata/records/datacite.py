"""DataCite 4.5: the record that DOI registrars read.

Source: https://datacite-metadata-schema.readthedocs.io/en/4.5/
"""

import json

from privkg.publish.metadata.dataset import Agent
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.metadata.records import dcat
from privkg.reference.credits import Part
from privkg.reference.licences import Licence

TITLE = "DataCite 4.5"
FILE = "datacite.json"
_SCHEMA = "http://datacite.org/schema/kernel-4"

_COVERAGE = {"dateType": "Other", "dateInformation": "dates of the incidents"}
_ONGOING = {"dateType": "Other", "dateInformation": "start of the first incident; some go on"}


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: json.dumps(record(description), indent=1, ensure_ascii=False) + "\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return the fields that DataCite requires or recommends and the dataset lacks."""
    dataset = description.dataset
    return find_missing(
        [("publisher", "publisher", dataset.publisher)],
        [
            ("identifier", "doi, assigned by the registrar", dataset.doi),
            ("subjects", "keywords", dataset.keywords),
            ("contributors", "contact", dataset.contact),
            ("geoLocations", "places with coordinates", description.statistics.box),
        ],
    )


def record(description: DatasetDescription) -> dict[str, object]:
    """Return the dataset as DataCite JSON; without a DOI it is a valid draft."""
    dataset, parts = description.dataset, description.credits.parts
    found = {
        "doi": dataset.doi,
        "types": {"resourceType": "Knowledge graph", "resourceTypeGeneral": "Dataset"},
        "creators": [_agent(agent) for agent in dataset.creators],
        "titles": [{"title": dataset.title, "lang": dataset.languages[0]}],
        "publisher": {"name": (dataset.publisher or dataset.creators[0]).name},
        "publicationYear": str(dataset.issued.year),
        "subjects": [{"subject": word} for word in dataset.keywords],
        "contributors": _contact(dataset.contact),
        "dates": _dates(description),
        "language": dataset.languages[0],
        "version": dataset.version,
        "formats": sorted({file.format.media_type for file in description.files}),
        "sizes": [f"{description.statistics.triples} triples"],
        "rightsList": [
            {
                "rightsIdentifier": dataset.licence,
                "rightsIdentifierScheme": "SPDX",
                "rightsUri": dataset.licence_url,
                "schemeUri": "https://spdx.org/licenses/",
            },
            *(_rights(part, each) for part in parts for each in part.credit.licences),
        ],
        "relatedIdentifiers": [_derived(part) for part in parts if part.credit.homepage],
        "descriptions": [{"description": dataset.description, "descriptionType": "Abstract"}],
        "geoLocations": _box(description),
        "url": dataset.homepage,
        "schemaVersion": _SCHEMA,
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _rights(part: Part, licence: Licence) -> dict[str, object]:
    return {"rights": str(part), "rightsUri": licence.address}


def _derived(part: Part) -> dict[str, object]:
    """Return the relation to a register whose records the dataset has."""
    return {
        "relatedIdentifier": part.credit.homepage,
        "relatedIdentifierType": "URL",
        "relationType": "IsDerivedFrom",
        "resourceTypeGeneral": "Dataset",
    }


def _agent(agent: Agent) -> dict[str, object]:
    found: dict[str, object] = {"name": agent.name}
    if not agent.orcid:
        return found | {"nameType": "Organizational"}
    scheme = {"nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
    return found | {
        "nameType": "Personal",
        "nameIdentifiers": [{"nameIdentifier": agent.orcid} | scheme],
    }


def _contact(agent: Agent | None) -> list[dict[str, object]]:
    return [_agent(agent) | {"contributorType": "ContactPerson"}] if agent else []


def _dates(description: DatasetDescription) -> list[dict[str, str]]:
    dataset, period = description.dataset, dcat.period(description)
    return [
        {"date": dataset.issued.isoformat(), "dateType": "Issued"},
        {"date": dataset.modified.isoformat(), "dateType": "Updated"},
        *([_coverage(*period)] if period else []),
    ]


def _coverage(start: str, end: str | None) -> dict[str, str]:
    """Return the period of the incidents as a DataCite date.

    DataCite has no open ranges: without an end, the date is the start only.
    """
    return {"date": f"{start}/{end}"} | _COVERAGE if end else {"date": start} | _ONGOING


def _box(description: DatasetDescription) -> list[dict[str, object]]:
    corners = description.statistics.box
    if corners is None:
        return []
    names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    box = {name: float(corner) for name, corner in zip(names, corners, strict=True)}
    return [{"geoLocationBox": box}]
