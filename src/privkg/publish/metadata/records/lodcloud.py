"""The LOD Cloud: the dataset's entry for the diagram.

Source: the rules of https://lod-cloud.net/#contribute and the keys of its published entries.
"""

import json
import re

from privkg.export.formats import turtle
from privkg.publish.metadata.description import DatasetDescription, File
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.metadata.statistics import TARGETS

TITLE = "LOD Cloud"
FILE = "lod-cloud.json"
LEAST_TRIPLES = 1000
LEAST_LINKS = 50
"""The number of links to one dataset of the diagram that the LOD Cloud requires."""


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: json.dumps(record(description), indent=1, ensure_ascii=False) + "\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return the requirements of the diagram that the dataset fails, with the dataset's numbers."""
    dataset, triples = description.dataset, description.statistics.triples
    links = _links(description)
    most = max(links.items(), key=lambda link: link[1], default=("any", 0))
    contact = dataset.contact
    return find_missing(
        [
            (f"{LEAST_TRIPLES} triples", f"there are {triples}", triples >= LEAST_TRIPLES),
            (
                f"{LEAST_LINKS} links to one listed dataset",
                f"the most are {most[1]} to {most[0]}; privkg link finds more",
                most[1] >= LEAST_LINKS,
            ),
            ("domain", "lod-domain", dataset.lod_domain),
        ],
        [
            ("contact_point.email", "contact.email", contact and contact.email),
            ("sparql", "endpoint", dataset.service),
        ],
    )


def record(description: DatasetDescription) -> dict[str, object]:
    """Return the dataset's entry as a JSON object."""
    dataset = description.dataset
    identifier = re.sub(r"[^a-z0-9]+", "-", dataset.title.partition(":")[0].lower()).strip("-")
    contact = dataset.contact or dataset.publisher
    return {
        "_id": identifier,
        "identifier": identifier,
        "doi": dataset.doi or "",
        "title": dataset.title,
        "description": {dataset.languages[0]: dataset.description},
        "domain": dataset.lod_domain or "",
        "keywords": list(dataset.keywords),
        "license": description.licence_url,
        "website": dataset.homepage,
        "namespace": description.base.things,
        "triples": str(description.statistics.triples),
        "links": [{"target": name, "value": str(n)} for name, n in _links(description).items()],
        "full_download": [_download(description, file) for file in description.dumps],
        "other_download": [_other(description, file) for file in description.files if file.is_table],
        "example": [_example(address) for address in description.examples],
        "sparql": _sparql(description),
        "owner": _agent(dataset.publisher.name if dataset.publisher else "", None),
        "contact_point": _agent(contact.name if contact else "", contact.email if contact else None),
        "image": "",
    }


def _links(description: DatasetDescription) -> dict[str, int]:
    """Return the number of links to each dataset of the diagram."""
    counts = {t.lod_cloud: description.statistics.links_to(t) for t in TARGETS if t.lod_cloud}
    return {name: count for name, count in sorted(counts.items()) if count}


def _download(description: DatasetDescription, file: File) -> dict[str, str]:
    return {
        "title": file.format.name,
        "description": file.carries,
        "download_url": description.url(file.path),
        "media_type": file.format.media_type,
    }


def _other(description: DatasetDescription, file: File) -> dict[str, str]:
    return {
        "title": file.carries,
        "description": file.format.name,
        "access_url": description.url(file.path),
        "media_type": file.format.media_type,
    }


def _example(address: str) -> dict[str, str]:
    return {
        "title": address,
        "description": "",
        "access_url": address,
        "media_type": turtle.FORMAT.media_type,
    }


def _sparql(description: DatasetDescription) -> list[dict[str, str]]:
    service = description.dataset.service
    if service is None:
        return []
    return [{"title": service.title, "description": service.description, "access_url": service.url}]


def _agent(name: str, email: str | None) -> dict[str, str]:
    return {"name": name, "email": email or ""}
