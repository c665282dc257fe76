"""The engines, each started once; one that is not here is skipped aloud, or fails if all must run."""

import os
from collections.abc import Iterator

import pytest

from engines.judges import Comunica, Engine, Pyoxigraph, Rdflib, Virtuoso, comunica, virtuoso

ALL_MUST_RUN = os.environ.get("PRIVKG_ENGINES") == "all"


def needs(is_here: bool, name: str, how: str) -> None:
    """Skip, or fail if all engines must run, where an engine is not here."""
    if not is_here and ALL_MUST_RUN:
        pytest.fail(f"{name} is not here: {how}")
    if not is_here:
        pytest.skip(f"{name} is not here: {how}")


@pytest.fixture(scope="session")
def a_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso on loopback."""
    needs(Virtuoso.is_here(), "Virtuoso", "install Debian's virtuoso-opensource-7-bin")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as engine:
        yield engine


@pytest.fixture(scope="session")
def a_comunica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Comunica]:
    """A Comunica."""
    needs(Comunica.is_here(), "Comunica", "run `npm ci` in tests/engines")
    with comunica(tmp_path_factory.mktemp("comunica")) as engine:
        yield engine


@pytest.fixture(scope="session")
def a_pyoxigraph() -> Pyoxigraph:
    """The store privkg is built on."""
    return Pyoxigraph()


@pytest.fixture(scope="session")
def an_rdflib() -> Rdflib:
    """The engine of rdflib."""
    return Rdflib()


@pytest.fixture(params=["a_pyoxigraph", "an_rdflib", "a_comunica", "a_virtuoso"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
