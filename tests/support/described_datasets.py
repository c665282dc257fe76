"""Dataset descriptions for tests of catalogue records: the project's own, and a complete one."""

import dataclasses
import datetime
from pathlib import Path
from typing import Any

from checkout import ROOT
from privkg.publish.metadata import dataset
from privkg.publish.metadata.dataset import Agent, Dataset, Service
from privkg.publish.metadata.description import DatasetDescription, describe
from privkg.publish.site.tasks import write_dumps
from privkg.store.graph import Graph

SERVICE = Service(url="https://example.org/sparql", title="Endpoint", description="Answers SPARQL.")


def own() -> Dataset:
    """Return the description of the project's own dataset."""
    return dataset.read(ROOT / "privkg.toml")


def full() -> Dataset:
    """Return a dataset description with every field."""
    someone = Agent(
        name="Example Group",
        url="https://example.org/about",
        email="desk@example.org",
        type="NonGovernmentalOrganisation",
    )
    person = Agent(
        name="Ada Example", orcid="https://orcid.org/0000-0002-1825-0097", type="PrivateIndividual(s)"
    )
    return dataclasses.replace(
        own(),
        homepage="https://example.org/incidents/",
        publisher=someone,
        contact=someone,
        creators=(someone, person),
        service=SERVICE,
        doi="10.5072/example",
        repository="https://example.org/repository",
        start=datetime.date(2010, 1, 1),
        end=datetime.date(2026, 1, 1),
        version_notes="The first.",
        languages=("en", "da"),
        maintainers=("example-user",),
    )


def description_of(graph: Graph, folder: Path, about: Dataset, **changes: Any) -> DatasetDescription:
    """Return the description of a dataset, with dumps written into a folder if it has none."""
    if not (folder / "data").exists():
        write_dumps(graph, folder)
    return describe(dataclasses.replace(about, **changes), graph, folder)
