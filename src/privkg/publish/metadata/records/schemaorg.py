"""schema.org: the dataset as search engines for data read it, in JSON-LD.

Source: https://developers.google.com/search/docs/appearance/structured-data/dataset
"""

import json

from privkg.publish.metadata.dataset import Agent
from privkg.publish.metadata.description import Described, File
from privkg.publish.metadata.gaps import Missing, named
from privkg.publish.metadata.records import dcat

TITLE = "schema.org"
FILE = "dataset.jsonld"
_LEAST, _MOST = 50, 5000
"""Characters that a description may have."""


def write(described: Described) -> dict[str, str]:
    """Return the record's file."""
    return {FILE: json.dumps(record(described), indent=1, ensure_ascii=False) + "\n"}


def missing(described: Described) -> Missing:
    """Return what Google Dataset Search asks for and the dataset does not say."""
    dataset = described.dataset
    is_fitting = _LEAST <= len(dataset.description) <= _MOST
    return named(
        [("description", f"description of {_LEAST} to {_MOST} characters", is_fitting)],
        [
            ("identifier", "doi", dataset.doi),
            ("keywords", "keywords", dataset.keywords),
            ("spatialCoverage", "places with coordinates", described.statistics.box),
            ("temporalCoverage", "start and end, or dates of incidents", dcat.period(described)),
        ],
    )


def record(described: Described) -> dict[str, object]:
    """Return the dataset as JSON-LD of schema.org."""
    dataset = described.dataset
    found = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dcat.dataset_iri(described)[1:-1],
        "name": dataset.title,
        "description": dataset.description,
        "url": dataset.homepage,
        "identifier": f"https://doi.org/{dataset.doi}" if dataset.doi else None,
        "version": dataset.version,
        "license": dataset.licence_url,
        "isAccessibleForFree": True,
        "inLanguage": list(dataset.languages),
        "keywords": list(dataset.keywords),
        "datePublished": dataset.issued.isoformat(),
        "dateModified": dataset.modified.isoformat(),
        "creator": [_agent(agent) for agent in dataset.creators],
        "publisher": _agent(dataset.publisher) if dataset.publisher else None,
        "spatialCoverage": _place(described),
        "temporalCoverage": _coverage(described),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": f"Catalogue of {dataset.title}",
            "url": described.url(dcat.FILE),
        },
        "distribution": [_download(described, file) for file in described.files],
    }
    return {key: value for key, value in found.items() if value not in (None, "", [])}


def _coverage(described: Described) -> str | None:
    """Return the span of the dataset in ISO 8601; schema.org writes two dots for an open end."""
    period = dcat.period(described)
    return f"{period[0]}/{period[1] or '..'}" if period else None


def _agent(agent: Agent) -> dict[str, str]:
    kind = "Person" if agent.orcid else "Organization"
    found = {"@type": kind, "name": agent.name, "url": agent.url, "sameAs": agent.orcid}
    return {key: value for key, value in found.items() if value}


def _place(described: Described) -> dict[str, object] | None:
    """Return the box of the incidents' places, south west to north east, latitude first."""
    corners = described.statistics.box
    if corners is None:
        return None
    west, south, east, north = corners
    shape = {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"}
    return {"@type": "Place", "geo": shape}


def _download(described: Described, file: File) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "name": f"{file.format.name} with {file.carries}",
        "contentUrl": described.url(file.path),
        "encodingFormat": file.format.media_type,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }
