"""Data Package 2.0: the tables for Frictionless tools, with the licence, creators and checksums.

Sources: https://datapackage.org/standard/data-package/ ; https://datapackage.org/standard/table-schema/
"""

import json
from collections.abc import Iterator

from privkg.publish.metadata.dataset import Agent
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing
from privkg.publish.metadata.records import dcat
from privkg.publish.metadata.tables import SEPARATOR, Column, Table, tables

TITLE = "Data Package 2.0"
FILE = "datapackage.json"
_PROFILES = "https://datapackage.org/profiles/2.0"


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: json.dumps(record(description), indent=1, ensure_ascii=False) + "\n"}


def missing(description: DatasetDescription) -> Missing:
    """Return no fields: a data package requires none that a dataset may lack."""
    return Missing()


def record(description: DatasetDescription) -> dict[str, object]:
    """Return the tables of the dataset as a data package."""
    dataset = description.dataset
    found = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "id": dcat.dataset_iri(description)[1:-1],
        "title": dataset.title,
        "description": dataset.description,
        "homepage": dataset.homepage,
        "version": dataset.version,
        "created": f"{dataset.modified.isoformat()}T00:00:00Z",
        "keywords": list(dataset.keywords),
        "licenses": [
            {"name": dataset.licence, "path": dataset.licence_url},
            *({"path": each.address, "title": each.name} for each in description.licences[1:]),
        ],
        "contributors": list(_contributors(description)),
        "sources": [
            _source(part.credit.name, part.credit.homepage) for part in description.credits.parts
        ],
        "resources": [_resource(table) for table in tables(description)],
    }
    return {key: value for key, value in found.items() if value}


def _contributors(description: DatasetDescription) -> Iterator[dict[str, object]]:
    dataset, roles = description.dataset, dict[Agent, list[str]]()
    for role, agents in {
        "creator": dataset.creators,
        "publisher": (dataset.publisher,),
        "contact": (dataset.contact,),
    }.items():
        for agent in filter(None, agents):
            roles.setdefault(agent, []).append(role)
    for agent, some in roles.items():
        found = {"title": agent.name, "path": agent.orcid or agent.url, "email": agent.email}
        yield {key: value for key, value in found.items() if value} | {"roles": some}


def _source(title: str, path: str) -> dict[str, str]:
    return {"title": title, "path": path} if path else {"title": title}


def _resource(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column) for column in table.columns],
    }
    if table.has_key:
        schema["primaryKey"] = [table.columns[0].name]
    return {
        "name": table.name,
        "type": "table",
        "path": table.file.path,
        "format": table.file.format.suffix.removeprefix("."),
        "mediatype": table.file.format.media_type,
        "encoding": "utf-8",
        "bytes": table.file.bytes,
        "hash": f"sha256:{table.file.sha256}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, object]:
    found = {
        "name": column.name,
        "type": "list" if column.is_list else "string",
        "delimiter": SEPARATOR if column.is_list else None,
        "title": column.title,
        "description": column.definition,
        "constraints": {"required": True} if column.is_key else None,
    }
    return {key: value for key, value in found.items() if value}
