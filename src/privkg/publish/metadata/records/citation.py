"""`CITATION.cff`: how to cite the dataset, for people, code hosts and reference managers.

Source: https://github.com/citation-file-format/citation-file-format, version 1.2.0
"""

import json

from privkg.publish.metadata.dataset import Agent
from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.reference.credits import Part

TITLE = "CITATION.cff"
FILE = "CITATION.cff"


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    return {FILE: "".join(f"{line}\n" for line in _lines(description))}


def missing(description: DatasetDescription) -> Missing:
    """Return the fields of a citation that the dataset lacks."""
    dataset = description.dataset
    return find_missing(
        [("authors", "creators", dataset.creators)],
        [("doi", "doi", dataset.doi), ("repository", "repository", dataset.repository)],
    )


def _lines(description: DatasetDescription) -> list[str]:
    dataset, parts = description.dataset, description.credits.parts
    optional = {"doi": dataset.doi, "repository": dataset.repository}
    return [
        "cff-version: 1.2.0",
        "message: If you use this dataset, please cite it as below.",
        "type: dataset",
        f"title: {_quoted(dataset.title)}",
        f"abstract: {_quoted(dataset.description)}",
        "authors:",
        *(line for agent in dataset.creators for line in _author(agent)),
        f"version: {_quoted(dataset.version)}",
        f"date-released: {_quoted(dataset.issued.isoformat())}",
        _licence(description),
        f"url: {_quoted(dataset.homepage)}",
        *(f"{key}: {_quoted(value)}" for key, value in optional.items() if value),
        *(["keywords:"] if dataset.keywords else []),
        *(f"  - {_quoted(word)}" for word in dataset.keywords),
        *(["references:"] if parts else []),
        *(line for part in parts for line in _reference(part)),
    ]


def _licence(description: DatasetDescription) -> str:
    """Return the line of the licence; of several, the address of their list.

    A list of identifiers would mean that each of them may be chosen.
    """
    if len(description.licences) == 1:
        return f"license: {description.dataset.licence}"
    return f"license-url: {_quoted(description.licence_url)}"


def _reference(part: Part) -> list[str]:
    """Return the lines of a register whose records the dataset has."""
    credit = part.credit
    more = {"url": credit.homepage, "notes": str(part)}
    if len(credit.licences) == 1:
        more["license-url"] = credit.licences[0].address
    return [
        "  - type: database",
        f"    title: {_quoted(credit.name)}",
        "    authors:",
        *(f"      - name: {_quoted(words)}" for words in credit.credits or (credit.name,)),
        *(f"    {key}: {_quoted(value)}" for key, value in more.items() if value),
    ]


def _author(agent: Agent) -> list[str]:
    """Return the lines of an author.

    Every author is an "entity" of the format: a name is not split into given and family names.
    """
    more = {"orcid": agent.orcid, "website": agent.url, "email": agent.email}
    lines = [f"{key}: {_quoted(value)}" for key, value in more.items() if value]
    return [f"  - name: {_quoted(agent.name)}", *(f"    {line}" for line in lines)]


def _quoted(text: str) -> str:
    """Return a text as a double-quoted YAML scalar; every JSON string is a valid one."""
    return json.dumps(text, ensure_ascii=False)
