"""Fixtures for tests of catalogue records: the corpus, with dumps that are written once."""

from collections.abc import Callable
from typing import Any

import pytest

from described_datasets import description_of, full
from privkg.publish.metadata.dataset import Dataset
from privkg.publish.metadata.description import DatasetDescription
from privkg.store.graph import Graph

Describe = Callable[..., DatasetDescription]


@pytest.fixture(scope="session")
def describing(corpus: Graph, tmp_path_factory: pytest.TempPathFactory) -> Describe:
    """Describes the corpus with the metadata of a dataset, some fields replaced."""
    folder = tmp_path_factory.mktemp("dumps")

    def describe(about: Dataset | None = None, **changes: Any) -> DatasetDescription:
        return description_of(corpus, folder, about or full(), **changes)

    return describe
