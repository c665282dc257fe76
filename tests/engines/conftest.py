"""The SPARQL engines, each started once."""

from collections.abc import Iterator

import pytest

import programs
from judges import Comunica, Engine, Pyoxigraph, Rdflib, Virtuoso, comunica, virtuoso

VIRTUOSO = "install Debian's virtuoso-opensource-7-bin"


@pytest.fixture(scope="session")
def a_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso server on the loopback interface."""
    programs.program("virtuoso-t", VIRTUOSO)
    programs.program("isql-vt", VIRTUOSO)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as engine:
        yield engine


@pytest.fixture(scope="session")
def a_comunica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Comunica]:
    """A Comunica process."""
    programs.node_module("@comunica")
    with comunica(tmp_path_factory.mktemp("comunica")) as engine:
        yield engine


@pytest.fixture(scope="session")
def a_pyoxigraph() -> Pyoxigraph:
    """pyoxigraph, the store of privkg."""
    return Pyoxigraph()


@pytest.fixture(scope="session")
def an_rdflib() -> Rdflib:
    """The engine of rdflib."""
    return Rdflib()


LONG = [
    pytest.param(name, marks=pytest.mark.long(part="engines"))
    for name in ("an_rdflib", "a_comunica", "a_virtuoso")
]


@pytest.fixture(params=["a_pyoxigraph", *LONG])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
