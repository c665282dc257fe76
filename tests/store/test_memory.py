"""The facts of a generation in memory; each is loaded in a process of its own, which has no threads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from builders import page_text
from privkg import build
from privkg.store import generations, memory
from privkg.store.graph import open_graph

pytestmark = pytest.mark.skipif(os.name == "nt", reason="forks")
LOAD = """
import sys
from pathlib import Path

from privkg.store.graph import Graph
from privkg.store.memory import load_facts

facts = load_facts(Path(sys.argv[1]), float(sys.argv[2]))
if facts is None:
    print("none")
else:
    graph = Graph(Path(sys.argv[1]), facts=facts)
    print(len(list(graph.facts.triples())))
"""


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generation of the graph of an invented page."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "page.txt").write_text(page_text(), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return generations.current(folder / "graph")


def loaded(generation: Path, most_bytes: float) -> str:
    """Return what a process prints that loads the facts: their number, or that there are none."""
    command = [sys.executable, "-c", LOAD, str(generation), f"{most_bytes}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


class TestLoadFacts:
    def test_has_all_facts(self, generation: Path) -> None:
        """
        All facts of the store on disk are in memory.
        """
        number = sum(1 for _ in open_graph(generation.parent).facts.triples())

        assert f"{number}" == loaded(generation, 1e9)

    def test_too_many_are_not_loaded(self, generation: Path) -> None:
        """
        If they would take more memory than they may, there are none.
        """
        assert "none" == loaded(generation, 1_000)

    def test_a_damaged_store_is_an_error(self, generation: Path, tmp_path: Path) -> None:
        """
        If the store cannot be read to its end, the facts are not used.
        """
        with pytest.raises(subprocess.CalledProcessError):
            loaded(tmp_path, 1e9)


class TestAvailableBytes:
    @pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="reads /proc")
    def test_is_less_than_all(self) -> None:
        """
        What is free is less than what the machine has.
        """
        assert 0 < memory.available_bytes() < os.sysconf("SC_PAGESIZE") * os.sysconf("SC_PHYS_PAGES")
