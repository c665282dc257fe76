"""RO-Crate 1.2: the published folder as a research object, with its files, creators and licences.

What schema.org's record has too is taken from it.

Source: https://www.researchobject.org/ro-crate/specification/1.2/
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from privkg.publish.metadata.dataset import Agent
from privkg.publish.metadata.description import DatasetDescription, File
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.metadata.records import schemaorg
from privkg.publish.metadata.statements import box
from privkg.reference.credits import Part

TITLE = "RO-Crate 1.2"
FILE = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.2"
_ROOT, _PLACE, _BOX = "./", "#place", "#box"
_SHARED = (
    "name",
    "description",
    "url",
    "version",
    "isAccessibleForFree",
    "inLanguage",
    "keywords",
    "datePublished",
    "dateModified",
    "temporalCoverage",
)
"""The fields of the dataset that have the same value in schema.org's record."""


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: json.dumps(record(description), indent=1, ensure_ascii=False) + "\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return the fields that RO-Crate recommends and the dataset lacks."""
    dataset = description.dataset
    return find_missing(
        [], [("identifier", "doi", dataset.doi), ("publisher", "publisher", dataset.publisher)]
    )


def record(description: DatasetDescription) -> dict[str, object]:
    """Return the folder as an attached RO-Crate: a list of what is described, by `@id`."""
    return {
        "@context": f"{_SPECIFICATION}/context",
        "@graph": [_compact(entity) for entity in _entities(description)],
    }


def _compact(entity: Mapping[str, object]) -> Mapping[str, object]:
    """Return an entity without empty values, and with a single value instead of a list of one."""
    single = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in entity.items()}
    return {key: value for key, value in single.items() if value not in (None, "", [])}


def _entities(description: DatasetDescription) -> Iterator[Mapping[str, object]]:
    agents = _agents(description)
    yield {
        "@id": FILE,
        "@type": "CreativeWork",
        "about": _reference(_ROOT),
        "conformsTo": _reference(_SPECIFICATION),
    }
    yield _root(description, agents)
    for agent, name in agents.items():
        yield from _agent(agent, name)
    yield from _licences(description)
    yield from _identifier(description)
    yield from _place(description)
    for part in description.credits.parts:
        yield _register(part, description)
    yield from map(_file, description.files)


def _root(description: DatasetDescription, agents: Mapping[Agent, str]) -> Mapping[str, object]:
    dataset, shared = description.dataset, schemaorg.record(description)
    address = schemaorg.doi(description)
    same = {key: shared[key] for key in _SHARED if key in shared}
    return {
        "@id": _ROOT,
        "@type": "Dataset",
        **same,
        "identifier": _reference(address) if address else None,
        "license": _reference(description.licence_url),
        "creator": [_reference(agents[each]) for each in dataset.creators],
        "publisher": _reference(agents[dataset.publisher]) if dataset.publisher else None,
        "spatialCoverage": _reference(_PLACE) if description.statistics.box else None,
        "isBasedOn": [_reference(_name(part, description)) for part in description.credits.parts],
        "hasPart": [_reference(file.path) for file in description.files],
    }


def _agents(description: DatasetDescription) -> dict[Agent, str]:
    """Return the `@id` of each creator and of the publisher."""
    dataset = description.dataset
    found = dict.fromkeys(filter(None, (*dataset.creators, dataset.publisher)))
    return {agent: agent.orcid or f"#agent-{number}" for number, agent in enumerate(found, 1)}


def _agent(agent: Agent, name: str) -> Iterator[Mapping[str, object]]:
    """Yield an agent, and how to write to it, if there is an address."""
    contact = f"mailto:{agent.email}" if agent.email else None
    yield {
        "@id": name,
        **schemaorg.agent(agent),
        "contactPoint": _reference(contact) if contact else None,
    }
    if contact:
        words = f"Mail to {agent.name}"
        yield {"@id": contact, "@type": "ContactPoint", "name": words, "email": agent.email}


def _licences(description: DatasetDescription) -> Iterator[Mapping[str, object]]:
    """Yield the licences; before several, the list of them, which is the licence of the whole."""
    if len(description.licences) > 1:
        yield {
            "@id": description.licence_url,
            "@type": "CreativeWork",
            "name": f"Licences of {description.dataset.title}",
            "description": "\n".join(description.credits.lines(description.licence)),
            "hasPart": [_reference(each.address) for each in description.licences],
        }
    for licence in description.licences:
        yield {"@id": licence.address, "@type": "CreativeWork", "name": licence.name}


def _identifier(description: DatasetDescription) -> Iterator[Mapping[str, object]]:
    """Yield the DOI, if there is one."""
    address = schemaorg.doi(description)
    if address:
        yield {
            "@id": address,
            "@type": "PropertyValue",
            "name": f"DOI of {description.dataset.title}",
            "propertyID": "https://registry.identifiers.org/registry/doi",
            "value": f"doi:{description.dataset.doi}",
            "url": address,
        }


def _place(description: DatasetDescription) -> Iterator[Mapping[str, object]]:
    """Yield the bounding box of the places of incidents, if they have coordinates."""
    corners = description.statistics.box
    if corners:
        named = {"name": "Places of incidents"}
        yield {"@id": _PLACE, "@type": "Place", **named, "geo": _reference(_BOX)}
        yield {"@id": _BOX, "@type": "Geometry", **named, "asWKT": box(corners)}


def _register(part: Part, description: DatasetDescription) -> Mapping[str, object]:
    credit = part.credit
    return {
        "@id": _name(part, description),
        "@type": "CreativeWork",
        "name": credit.name,
        "description": str(part),
        "url": credit.homepage,
        "license": [_reference(each.address) for each in credit.licences],
        "creditText": list(credit.credits),
    }


def _name(part: Part, description: DatasetDescription) -> str:
    return f"#{description.base.path(part.credit.register)}"


def _file(file: File) -> Mapping[str, object]:
    media_type = file.format.media_type
    return {
        "@id": file.path,
        "@type": "File",
        "name": Path(file.path).name,
        "description": f"{file.format.name} with {file.carries}",
        "encodingFormat": [media_type, "application/gzip"] if file.is_compressed else media_type,
        "contentSize": str(file.bytes),
        "sha256": file.sha256,
    }


def _reference(name: str) -> dict[str, str]:
    return {"@id": name}
