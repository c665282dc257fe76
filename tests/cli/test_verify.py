"""`privkg verify` compares a graph or a published folder with its manifest."""

import shutil
from pathlib import Path

import pytest

from commands import run
from privkg.publish.versions import seal
from privkg.store.graph import open_graph


@pytest.fixture
def folder(graph: Path, tmp_path: Path) -> Path:
    """A published folder with one file of quads."""
    made = tmp_path / "published"
    (made / "data").mkdir(parents=True)
    run("export", made / "data" / "all.nq", graph=graph)
    seal.seal(made, open_graph(graph))
    return made


class TestVerify:
    def test_a_graph_as_it_was_built(self, graph: Path) -> None:
        """
        For a built graph the number of checked quads is printed.
        """
        result = run("verify", graph=graph)

        assert (0, "") == (result.code, result.stdout)
        assert f"{open_graph(graph).manifest.quads} quads in" in result.stderr

    def test_a_damaged_graph(self, graph: Path, tmp_path: Path) -> None:
        """
        A graph whose files have changed ends with code 3.
        """
        copy = Path(shutil.copytree(graph, tmp_path / "copy"))
        victim = max(copy.rglob("*.sst"), key=lambda path: path.stat().st_size)
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 255
        victim.write_bytes(content)

        assert 3 == run("verify", graph=copy).code

    def test_a_folder_as_it_was_published(self, folder: Path) -> None:
        """
        An untouched folder ends with code 0, and a sentence.
        """
        result = run("verify", folder)

        assert (0, "", f"{folder} is as it was published\n") == (
            result.code,
            result.stdout,
            result.stderr,
        )

    def test_what_was_altered_is_named(self, folder: Path) -> None:
        """
        An altered folder ends with code 1, and the incident and the file on standard output.
        """
        file = folder / "data" / "all.nq"
        file.write_text(file.read_text(encoding="utf-8").replace("Cameras for", "Cameras at", 1))

        result = run("verify", folder)

        assert 1 == result.code
        assert "/incident/cameras-for-sale-in-an-example: changed since publication\n" in result.stdout
        assert "data/all.nq: changed since publication\n" in result.stdout

    def test_what_publishing_kept_is_no_fault(self, graph: Path, folder: Path) -> None:
        """
        Files that were in the folder before publishing are listed; files added since are faults.
        """
        seal.seal(folder, open_graph(graph), [".git/", "data/CNAME"])
        (folder / ".git").mkdir()
        (folder / ".git" / "HEAD").write_text("main", encoding="utf-8")
        (folder / "data" / "CNAME").write_text("example.org", encoding="utf-8")
        (folder / "data" / "mine").mkdir()
        kept = run("verify", folder)
        (folder / "data" / "mine" / "a").write_text("new", encoding="utf-8")
        (folder / "data" / "mine" / "b").write_text("new", encoding="utf-8")
        added = run("verify", folder)

        lines = [
            f"{name}: not written by privkg; kept when this was published"
            for name in (".git/", "data/CNAME")
        ]
        assert (0, "", [*lines, f"{folder} is as it was published"]) == (
            kept.code,
            kept.stdout,
            kept.stderr.splitlines(),
        )
        assert "" == run("verify", folder, "-q").stderr
        assert (1, "data/mine/: added since publication\n") == (added.code, added.stdout)

    def test_no_manifest(self, tmp_path: Path) -> None:
        """
        A folder that was not published ends with code 1 and what is missing.
        """
        result = run("verify", tmp_path)

        assert 1 == result.code
        assert "manifest.json: no readable manifest" in result.stderr
