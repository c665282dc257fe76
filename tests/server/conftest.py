"""What the tests of the server share: servers of a small graph."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import serving
from builders import page_text, row_text
from privkg import build
from privkg.server.messages import Setup
from privkg.store.graph import open_graph


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of two invented pages."""
    pages = tmp_path_factory.mktemp("pages")
    (pages / "cameras.txt").write_text(page_text(), encoding="utf-8")
    letters = page_text("Letters of Example City", rows=(row_text(Harm="Disclosure"),))
    (pages / "letters.txt").write_text(letters, encoding="utf-8")
    directory = tmp_path_factory.mktemp("served") / "graph"
    build.build([pages], directory)
    return directory


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[serving.Server]:
    """A server with much time for each query, and little memory."""
    limits = ("--timeout", "60", "--memory", "256")
    with serving.serving(graph, "--workers", "2", *limits) as found:
        yield found


@pytest.fixture(scope="session")
def hurried(graph: Path) -> Iterator[serving.Server]:
    """A server with little time for each query, and few rows."""
    limits = ("--timeout", "2", "--max-rows", "50")
    with serving.serving(graph, "--workers", "2", *limits) as found:
        yield found


@pytest.fixture(scope="session")
def setup(graph: Path) -> Iterator[Setup]:
    """The setup of a worker with narrow limits."""
    opened = open_graph(graph)
    with opened.whole() as whole:
        yield Setup(
            generation=str(opened.generation),
            whole=str(whole),
            memory_bytes=256 * 1024**2,
            answer_rows=100,
            answer_bytes=1024**2,
        )
