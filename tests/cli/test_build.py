"""`privkg build` prints counts and findings, and its exit code depends on the worst of them."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from builders import page_text, row_text, undecodable
from commands import process, run
from privkg import sources
from privkg.store.graph import open_graph


@pytest.fixture
def folder(pages: Path, tmp_path: Path) -> Path:
    """A copy of the pages, the test's own."""
    return shutil.copytree(pages, tmp_path / "pages")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the test builds its graph."""
    return tmp_path / "graph"


class TestCounts:
    def test_all_accepted(self, folder: Path, directory: Path) -> None:
        """
        Two readable pages with nothing worse than a warning are two accepted pages and code 0.
        """
        result = run("build", folder, "--graph", directory)

        assert (0, "") == (result.code, result.stdout)
        assert "read 2 = 2 accepted + 0 duplicate + 0 left out + 0 rejected\n" in result.stderr

    def test_each_file_counts_once(self, folder: Path, directory: Path) -> None:
        """
        What was read is what was accepted, rejected or known already, each with its name.
        """
        shutil.copy(folder / "cameras.txt", folder / "cameras again.txt")
        (folder / "bytes.txt").write_bytes(undecodable())
        result = run("build", folder, "--graph", directory)

        assert 1 == result.code
        assert "read 4 = 2 accepted + 1 duplicate + 0 left out + 1 rejected\n" in result.stderr
        assert f"{folder / 'bytes.txt'}:1:4 error PK100 file-is-a-page invalid UTF-8" in result.stderr
        assert f"cameras.txt: duplicate of {folder / 'cameras again.txt'}; read once" in result.stderr

    def test_a_file_named_twice_is_read_once(self, folder: Path, directory: Path) -> None:
        """
        A page that is named together with its folder is read once, and is not a duplicate.
        """
        result = run("build", folder, folder / "cameras.txt", "--graph", directory)

        assert "read 2 = 2 accepted + 0 duplicate + 0 left out + 0 rejected\n" in result.stderr

    def test_the_default_folder(
        self, folder: Path, directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Without a path only the pages of data/incidents are built.
        """
        shutil.copytree(folder, tmp_path / "data" / "incidents")
        (tmp_path / "data" / "notes.txt").write_text("Not a page.", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        result = run("build", "--graph", directory)

        assert "read 2 = 2 accepted + 0 duplicate + 0 left out + 0 rejected\n" in result.stderr

    def test_no_default_folder(
        self, directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Without a path and without data/incidents the message names the command that writes pages there.
        """
        monkeypatch.chdir(tmp_path)
        result = run("build", "--graph", directory)

        assert 2 == result.code
        assert (
            "privkg: data/incidents: no such folder; name a page or a folder,"
            " or write sample pages with `privkg init .`\n"
        ) == result.stderr

    def test_the_hash_is_that_of_the_graph(self, folder: Path, directory: Path) -> None:
        """
        The last line has the number of stored quads and the hash of the dataset.
        """
        result = run("build", folder, "--graph", directory)
        manifest = open_graph(directory).manifest

        line = result.stderr.splitlines()[-1]

        assert f" and {manifest.quads} quads in {directory}, SHA-256 {manifest.sha256}" in line
        assert line.startswith("built a graph of ")

    def test_links_out_of_the_folder_are_reported(self, folder: Path, directory: Path) -> None:
        """
        A link to nothing is left out, and reported.
        """
        (folder / "gone.txt").symlink_to(folder / "nowhere")
        result = run("build", folder, "--graph", directory)

        assert 0 == result.code
        assert (
            f"{folder / 'gone.txt'}: a broken symbolic link, or one to a file outside {folder}; left out"
            in result.stderr
        )


class TestFindings:
    def test_a_violation_is_stored_and_ends_with_1(self, folder: Path, directory: Path) -> None:
        """
        A page with a Violation is stored, and the finding has its line.
        """
        (folder / "broken.txt").write_text(page_text("A broken page", Date="some day"))
        result = run("build", folder, "--graph", directory)

        assert 1 == result.code
        assert f"{folder / 'broken.txt'}:5:6 error PK012 incident-has-date" in result.stderr
        assert 3 == len(open_graph(directory).manifest.pages)

    @pytest.mark.parametrize("content", [page_text(Date="some day").encode(), undecodable()])
    def test_strict_stores_nothing(self, folder: Path, directory: Path, content: bytes) -> None:
        """
        With --strict one page that cannot stay keeps the old graph in its place.
        """
        run("build", folder / "cameras.txt", "--graph", directory)
        before = open_graph(directory).manifest
        (folder / "broken.txt").write_bytes(content)
        result = run("build", folder, "--strict", "--graph", directory)

        assert (1, "no graph written") == (result.code, result.stderr.splitlines()[-1])
        assert before == open_graph(directory).manifest

    def test_strict_does_not_mind_warnings(self, folder: Path, directory: Path) -> None:
        """
        A warning never changes the code.
        """
        assert 0 == run("build", folder, "--strict", "--graph", directory).code

    def test_no_page_that_can_be_read_stores_nothing(self, tmp_path: Path, directory: Path) -> None:
        """
        Where every page is rejected there is no graph.
        """
        (tmp_path / "bytes.txt").write_bytes(b"\xff\xff")
        result = run("build", tmp_path / "bytes.txt", "--graph", directory)

        assert (1, "no graph written") == (result.code, result.stderr.splitlines()[-1])
        assert not directory.exists()


class TestQuiet:
    def test_quiet_prints_nothing_without_an_error(self, folder: Path, directory: Path) -> None:
        """
        With --quiet a build without an error prints nothing.
        """
        result = run("build", folder, "--quiet", "--graph", directory)

        assert (0, "", "") == (result.code, result.stdout, result.stderr)

    def test_quiet_prints_errors(self, folder: Path, directory: Path) -> None:
        """
        With --quiet a build with an error prints it.
        """
        (folder / "bytes.txt").write_bytes(undecodable())
        result = run("build", folder, "-q", "--graph", directory)

        assert 1 == result.code
        assert "invalid UTF-8" in result.stderr


class TestMistakes:
    def test_a_folder_without_pages(self, tmp_path: Path, directory: Path) -> None:
        """
        A folder without a page is an error that names the page formats.
        """
        (tmp_path / "notes.doc").write_text("no page")
        result = run("build", tmp_path, "--graph", directory)

        assert 2 == result.code
        suffixes = ", ".join(f"*{suffix}" for suffix in sources.suffixes())
        assert result.stderr.splitlines() == [
            f"privkg: no page in {tmp_path}; name a folder that has {suffixes} files, or a file",
            f"{tmp_path / 'notes.doc'}: no page format reads .doc files; left out",
        ]

    def test_a_path_that_is_not_there(self, tmp_path: Path, directory: Path) -> None:
        """
        A path that does not exist is an error that names it.
        """
        result = run("build", tmp_path / "nowhere.txt", "--graph", directory)

        assert (
            2,
            f"privkg: {tmp_path / 'nowhere.txt'}: no such file or folder; name a page or a folder\n",
        ) == (
            result.code,
            result.stderr,
        )

    def test_a_path_that_is_too_long(self, directory: Path) -> None:
        """
        A path that the system rejects is an error with the reason of the system.
        """
        result = process("build", "x" * 5000, graph=directory)

        assert 3 == result.code
        assert result.stderr.endswith(": File name too long\n")

    def test_a_foreign_folder_for_the_graph(self, folder: Path) -> None:
        """
        A folder with something else in it is not built into.
        """
        result = run("build", folder, "--graph", folder)

        assert 3 == result.code
        assert (
            "not the folder of a graph: it has cameras.txt; name another with --graph" in result.stderr
        )

    def test_authority_records_that_are_no_turtle(
        self, folder: Path, directory: Path, tmp_path: Path
    ) -> None:
        """
        An authority record that cannot be read is an error with file, line and column.
        """
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "actors.ttl").write_text("<urn:a>\n  <urn:b> ; .\n")
        result = run("build", folder, "--authority", tmp_path / "own", "--graph", directory)

        assert 1 == result.code
        assert f"privkg: {tmp_path / 'own' / 'actors.ttl'}:2:" in result.stderr

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows has no FIFO")
    @pytest.mark.parametrize(
        ("command", "option", "name"),
        [
            ("build", "--authority", "a.ttl"),
            ("build", "--links", "accepted.sssom.tsv"),
            ("build", "--notices", "a.ttl"),
            ("check", "--authority", "a.ttl"),
        ],
    )
    def test_a_fifo_among_records(
        self,
        folder: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        command: str,
        option: str,
        name: str,
    ) -> None:
        """
        A FIFO in place of a record neither blocks nor is taken for none.
        """
        monkeypatch.chdir(tmp_path)  # where the cache is
        (tmp_path / "own").mkdir()
        os.mkfifo(tmp_path / "own" / name)
        result = run(command, folder, option, tmp_path / "own")

        assert (1, f"privkg: {tmp_path / 'own' / name}: not a regular file\n") == (
            result.code,
            result.stderr.splitlines(keepends=True)[-1],
        )

    @pytest.mark.parametrize(
        ("option", "wanted"),
        [("--authority", "*.ttl"), ("--links", "accepted.sssom.tsv"), ("--notices", "*.ttl")],
    )
    def test_a_folder_that_holds_nothing_of_the_kind(
        self, folder: Path, directory: Path, tmp_path: Path, option: str, wanted: str
    ) -> None:
        """
        A folder option whose folder has no matching file is an error.
        """
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / "notes.txt").write_text("none")
        result = run("build", folder, option, tmp_path / "own", "--graph", directory)

        assert 2 == result.code
        assert f'no {wanted} in "{tmp_path / "own"}"' in result.stderr


class TestTerminal:
    def test_control_characters_of_a_page_are_escaped(self, tmp_path: Path, directory: Path) -> None:
        """
        Control characters of a page, and of a file's name, come out as escapes.
        """
        page = tmp_path / "evil\x1b[2J.txt"
        page.write_text(page_text(Solove_Harm="Surv\x1b[31meillance\u202e"))
        result = run("build", page, "--graph", directory)

        assert 1 == result.code
        assert "\x1b" not in result.stderr
        assert "\u202e" not in result.stderr
        assert "\\x1b[31m" in result.stderr

    def test_a_finding_is_one_line(self, tmp_path: Path, directory: Path) -> None:
        """
        A finding that quotes two lines of a page writes the line end out, as `privkg check` does.
        """
        page = tmp_path / "page.txt"
        page.write_text(page_text(rows=(row_text(Status="odd\n- odder"),)))
        built, checked = run("build", page, "--graph", directory), run("check", page, "--no-cache")
        result = [line for line in built.stderr.splitlines() if " PK040 " in line]

        assert result == [line for line in checked.stdout.splitlines() if " PK040 " in line]
        assert '"odd\\n- odder"' in result[0]
