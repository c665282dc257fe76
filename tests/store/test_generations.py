"""A graph is replaced atomically: readers keep their generation, and only one process builds."""

import contextlib
import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from privkg import build
from privkg.core.errors import StoreError
from privkg.store import generations, seal
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import literal_text

# Writing fails for every file that grows beyond a size, as on a full disk.
FULL = """
import resource, sys
from privkg.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["privkg", *sys.argv[2:]]
main()
"""
ALTERNATE = """
import sys
from pathlib import Path
from privkg import build
for page in sys.argv[2:] * 4:
    build.build([Path(page)], Path(sys.argv[1]))
"""


def titles(graph: Graph) -> list[str]:
    query = "SELECT ?title { ?i a <https://w3id.org/privkg/ns#Incident> ; ?p ?title FILTER (?p = <%s>) }"
    rows = graph.select(query % "http://purl.org/dc/terms/title")
    return [literal_text(row["title"]) for row in rows]


def open_files() -> list[str]:
    """Return the paths of the files that this process has open, without that of the listing."""
    return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.exists()]


def entries(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


class TestReaders:
    def test_a_reader_keeps_its_view(self, directory: Path, page: Path, other_page: Path) -> None:
        """
        An open graph does not change when another one is built.
        """
        reader = open_graph(directory)
        build.build([other_page], directory)
        build.build([other_page], directory)

        assert ["Cameras for sale in an example"] == titles(reader)
        assert ["Letters opened in an example"] == titles(open_graph(directory))

    def test_a_generation_stays_while_it_is_open(self, directory: Path, other_page: Path) -> None:
        """
        A generation is kept while a reader has it open, and removed by the next build after that.
        """
        reader = open_graph(directory)
        build.build([other_page], directory)
        build.build([other_page], directory)
        while_read = entries(directory)
        del reader
        gc.collect()
        build.build([other_page], directory)

        assert ["CURRENT", "gen-000001", "gen-000003", "lock"] == while_read
        assert ["CURRENT", "gen-000004", "lock"] == entries(directory)

    def test_a_graph_can_be_opened_at_any_time(
        self, directory: Path, page: Path, other_page: Path
    ) -> None:
        """
        During repeated builds, opening the graph always succeeds with the old or the new one.
        """
        command = [sys.executable, "-c", ALTERNATE, str(directory), str(other_page), str(page)]
        found = set()
        with subprocess.Popen(command) as builds:
            while builds.poll() is None:
                found |= set(titles(open_graph(directory)))

        assert 0 == builds.returncode
        assert {"Cameras for sale in an example", "Letters opened in an example"} == found

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
    def test_a_graph_replaced_while_it_is_opened(
        self, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        If the generation is replaced while it is opened, the new one is opened.
        """
        shutil.copytree(directory / "gen-000001", directory / "gen-000002")
        hold = seal.hold

        def replaced(generation: Path) -> int:
            monkeypatch.undo()
            (directory / "CURRENT").write_text("gen-000002\n")
            (directory / "gen-000001" / seal.NAME).unlink()
            return hold(generation)

        monkeypatch.setattr(seal, "hold", replaced)

        assert ["Cameras for sale in an example"] == titles(open_graph(directory))


class TestBuilders:
    @pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are not listed here")
    def test_the_store_is_closed_without_a_garbage_collection(self, page: Path, tmp_path: Path) -> None:
        """
        A build keeps no reference to the store, which would let it change files that are sealed.
        """
        gc.collect()
        gc.disable()
        try:
            build.build([page], tmp_path / "graph")
            opened = open_files()
        finally:
            gc.enable()

        assert [] == [path for path in opened if path.startswith(str(tmp_path / "graph"))]

    def test_a_second_build_is_refused(self, directory: Path, other_page: Path) -> None:
        """
        The second of two simultaneous builds is an error.
        """
        before = open_graph(directory).manifest
        with (
            generations.building(directory),
            pytest.raises(StoreError, match="locked by another build"),
        ):
            build.build([other_page], directory)

        assert before == open_graph(directory).manifest

    def test_a_build_in_a_second_process_is_refused(self, directory: Path, other_page: Path) -> None:
        """
        A second process that builds the same graph exits with code 3 and one line.
        """
        command = [sys.executable, "-m", "privkg", "build", str(other_page), "--graph", str(directory)]
        with generations.building(directory):
            done = subprocess.run(command, capture_output=True, text=True, check=False)

        assert (3, 1) == (done.returncode, len(done.stderr.splitlines()))
        assert "locked by another build" in done.stderr

    @pytest.mark.parametrize("foreign", ["notes.txt", ".git", "gen-1", "CURRENT~", "gen-000001.old"])
    def test_a_foreign_folder_is_left_alone(self, page: Path, tmp_path: Path, foreign: str) -> None:
        """
        A folder with other files is an error that names one, and nothing is written into it.
        """
        (tmp_path / foreign).write_text("mine")
        with pytest.raises(StoreError, match=f"not the folder of a graph: it has {foreign}"):
            build.build([page], tmp_path)

        assert [foreign] == entries(tmp_path)

    def test_a_file_instead_of_a_folder(self, page: Path) -> None:
        """
        A graph cannot be built at the path of a file.
        """
        with pytest.raises(StoreError, match="cannot be written"):
            build.build([page], page)

    @pytest.mark.parametrize("name", ["CURRENT.new", "lock", "pushed.jsonl.new"])
    def test_a_planted_link_is_not_followed(
        self, directory: Path, other_page: Path, tmp_path: Path, name: str
    ) -> None:
        """
        A link with a name that privkg uses is not followed when writing.
        """
        (tmp_path / "victim").write_text("precious")
        (directory / name).unlink(missing_ok=True)
        (directory / name).symlink_to(tmp_path / "victim")
        with contextlib.suppress(StoreError):
            build.build([other_page], directory)

        assert "precious" == (tmp_path / "victim").read_text()

    def test_leftovers_of_a_killed_build_are_removed(self, directory: Path, other_page: Path) -> None:
        """
        The next build removes a partial generation, and a complete one that was never in use.
        """
        (directory / "gen-000002.partial" / "store").mkdir(parents=True)
        (directory / "gen-000002").mkdir()
        (directory / "CURRENT.new").write_text("gen-000002\n")
        build.build([other_page], directory)

        assert ["CURRENT", "gen-000002", "lock"] == entries(directory)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
class TestFullDisk:
    @pytest.mark.parametrize("size", [0, 4096, 60_000])
    def test_the_old_graph_stays(self, directory: Path, other_page: Path, size: int) -> None:
        """
        A build on a full disk exits with code 3, removes its files, and keeps the old graph.
        """
        before = open_graph(directory).manifest
        command = [sys.executable, "-c", FULL, str(size), "build", str(other_page)]
        done = subprocess.run(
            [*command, "--graph", str(directory)], capture_output=True, text=True, check=False
        )
        open_graph(directory).verify()

        assert (3, 1) == (done.returncode, len(done.stderr.splitlines()))
        assert before == open_graph(directory).manifest
        assert ["CURRENT", "gen-000001", "lock"] == entries(directory)
