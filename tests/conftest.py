"""Fixtures of all tests: the shared folder, an object store, and the graph of the corpus, built once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import slices
import stores
from checkout import ROOT, SAMPLE_PAGES
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site.folder import publish
from privkg.store.graph import Graph, open_graph
from stores import Store

# Tests have no deadline and fixed examples, so that a failure is the same on every machine.
settings.register_profile(
    "privkg",
    max_examples=int(os.environ.get("PRIVKG_EXAMPLES", "100")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("privkg")


for _width in ("COLUMNS", "LINES"):  # set in the processes of pytest-xdist; output is then folded
    os.environ.pop(_width, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that choose a slice of the long tests."""
    slices.add_options(parser)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Print the seed of a slice."""
    return slices.header(config)


@pytest.hookimpl(trylast=True)  # after markers have deselected tests
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests of a slice."""
    if config.getoption("one_in") > 1:
        items[:], others = slices.cut(items, config.getoption("one_in"), config.getoption("seed"))
        config.hook.pytest_deselected(items=others)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of external data; a test that needs it is skipped with a reason if it is missing."""
    folder = Path(os.environ.get("PRIVKG_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared folder at {folder}; set PRIVKG_SHARED")
    return folder


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A running object store; each test has buckets of its own."""
    with stores.running(tmp_path_factory.mktemp("store")) as found:
        yield found


@pytest.fixture(scope="session")
def moscow_page(shared_folder: Path) -> Path:
    """The real page of the acceptance tests."""
    return shared_folder / "pages" / "moscow-face-recognition.txt"


@pytest.fixture(scope="session")
def moscow(moscow_page: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the real page."""
    directory = tmp_path_factory.mktemp("moscow") / "graph"
    build.build([moscow_page], directory)
    return open_graph(directory)


@pytest.fixture(scope="session")
def corpus_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of the sample pages, which are a part of the corpus."""
    directory = tmp_path_factory.mktemp("corpus") / "graph"
    build.build(SAMPLE_PAGES, directory)
    return directory


@pytest.fixture(scope="session")
def corpus(corpus_folder: Path) -> Graph:
    """The graph of the sample pages, a corpus that is small and does not grow."""
    return open_graph(corpus_folder)


@pytest.fixture(scope="session")
def site(corpus: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder of the sample pages."""
    folder = tmp_path_factory.mktemp("site") / "published"
    publish(corpus, dataset.read(ROOT / "privkg.toml"), folder)
    return folder
