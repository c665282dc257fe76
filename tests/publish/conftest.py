"""What tests of publishing share: the project's own corpus, published once."""

from pathlib import Path

import pytest

from privkg.catalogue import dataset
from privkg.publish.folder import publish
from privkg.store.graph import Graph

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(corpus: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus as a published folder."""
    folder = tmp_path_factory.mktemp("site") / "published"
    publish(corpus, dataset.read(ROOT / "privkg.toml"), folder)
    return folder
