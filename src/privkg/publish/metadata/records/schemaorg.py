"""schema.org: the JSON-LD record that dataset search engines read.

Source: https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

import json
from collections.abc import Sequence

from privkg.publish.metadata.dataset import Agent
from privkg.publish.metadata.description import DatasetDescription, File
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.metadata.records import dcat
from privkg.reference.credits import Part

TITLE = "schema.org"
FILE = "dataset.jsonld"
_MIN_LENGTH, _MAX_LENGTH = 50, 5000
"""The limits for the length of a description, in characters."""


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: json.dumps(record(description), indent=1, ensure_ascii=False) + "\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return the fields that Google Dataset Search requires or recommends and the dataset lacks."""
    dataset = description.dataset
    is_valid_length = _MIN_LENGTH <= len(dataset.description) <= _MAX_LENGTH
    return find_missing(
        [("description", f"description of {_MIN_LENGTH} to {_MAX_LENGTH} characters", is_valid_length)],
        [
            ("identifier", "doi", dataset.doi),
            ("keywords", "keywords", dataset.keywords),
            ("spatialCoverage", "places with coordinates", description.statistics.box),
            ("temporalCoverage", "start and end, or dates of incidents", dcat.period(description)),
        ],
    )


def record(description: DatasetDescription) -> dict[str, object]:
    """Return the dataset as schema.org JSON-LD."""
    dataset = description.dataset
    found = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dcat.dataset_iri(description)[1:-1],
        "name": dataset.title,
        "description": dataset.description,
        "url": dataset.homepage,
        "identifier": doi(description),
        "version": dataset.version,
        "license": description.licence_url,
        "isAccessibleForFree": True,
        "inLanguage": list(dataset.languages),
        "keywords": list(dataset.keywords),
        "datePublished": dataset.issued.isoformat(),
        "dateModified": dataset.modified.isoformat(),
        "creator": [agent(each) for each in dataset.creators],
        "publisher": agent(dataset.publisher) if dataset.publisher else None,
        "spatialCoverage": _place(description),
        "temporalCoverage": _coverage(description),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": f"Catalogue of {dataset.title}",
            "url": description.url(dcat.FILE),
        },
        "hasPart": [_part(part) for part in description.credits.parts],
        "distribution": [_download(description, file) for file in description.files],
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def doi(description: DatasetDescription) -> str | None:
    """Return the address of the dataset's DOI; None if it has none."""
    found = description.dataset.doi
    return f"https://doi.org/{found}" if found else None


def _coverage(description: DatasetDescription) -> str | None:
    """Return the temporal coverage as an ISO 8601 interval; schema.org writes an open end as `..`."""
    period = dcat.period(description)
    return f"{period[0]}/{period[1] or '..'}" if period else None


def agent(described: Agent) -> dict[str, str]:
    """Return a creator, publisher or contact: a person if there is an ORCID, else an organization."""
    kind = "Person" if described.orcid else "Organization"
    found = {"@type": kind, "name": described.name, "url": described.url, "sameAs": described.orcid}
    return {key: value for key, value in found.items() if value}


def _place(description: DatasetDescription) -> dict[str, object] | None:
    """Return the bounding box of the places of incidents, south-west to north-east, latitude first."""
    corners = description.statistics.box
    if corners is None:
        return None
    west, south, east, north = corners
    shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return {"@type": "Place", "geo": shape}


def _part(part: Part) -> dict[str, object]:
    """Return the part of the dataset that a register has, with its licence and credit."""
    credit = part.credit
    found: dict[str, object] = {
        "@type": "Dataset",
        "name": credit.name,
        "description": str(part),
        "license": _one([each.address for each in credit.licences]),
        "creditText": _one(credit.credits),
        "isBasedOn": credit.homepage,
    }
    return {key: value for key, value in found.items() if value}


def _one(values: Sequence[str]) -> object:
    """Return a single value as it is, several as a list."""
    return values[0] if len(values) == 1 else list(values)


def _download(description: DatasetDescription, file: File) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": f"{file.format.name} with {file.carries}",
        "contentUrl": description.url(file.path),
        "encodingFormat": [file.format.media_type, "application/gzip"]
        if file.is_compressed
        else file.format.media_type,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
