"""`privkg init` writes the first files of a project, and never over others."""

import os
import stat
from pathlib import Path

import pytest

import spreadsheets
from checkout import SAMPLE_PAGES
from commands import run
from privkg.publish.metadata import dataset
from privkg.rdf.iris import DEFAULT
from privkg.reference import settings

NEW_FILES = ["privkg.toml", *sorted(f"data/incidents/{page.name}" for page in SAMPLE_PAGES)]


def state(folder: Path) -> dict[str, bytes]:
    """Return the content of each file in a folder, by its path there."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class TestInit:
    def test_the_files_of_a_project(self, tmp_path: Path) -> None:
        """
        The folder is made, with settings and the sample pages, and a line names the next command.
        """
        demo = tmp_path / "new" / "demo"
        result = run("init", demo)

        assert (0, "") == (result.code, result.stdout)
        assert sorted(NEW_FILES) == sorted(state(demo))
        assert (
            f"wrote {demo}/privkg.toml and 6 sample pages in {demo}/data/incidents;"
            f" next: cd {demo} && privkg build\n"
        ) == result.stderr

    def test_pages_are_those_of_the_corpus(self, tmp_path: Path) -> None:
        """
        Each sample page has the bytes of the page in the corpus.
        """
        run("init", tmp_path)

        assert {page.name: page.read_bytes() for page in SAMPLE_PAGES} == state(
            tmp_path / "data" / "incidents"
        )

    def test_in_the_current_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        In the current folder the next command needs no `cd`, and builds the pages.
        """
        monkeypatch.chdir(tmp_path)
        result = run("init", ".")
        built = run("build", "--no-cache")

        assert result.stderr.endswith("6 sample pages in data/incidents; next: privkg build\n")
        assert 0 == built.code
        assert "read 6 = 6 accepted + 0 duplicate + 0 left out + 0 rejected\n" in built.stderr

    def test_a_name_is_quoted_for_a_shell(self, tmp_path: Path) -> None:
        """
        The next command can be copied if the name of the folder has spaces and quotes.
        """
        demo = tmp_path / "it's here"

        assert """/it'"'"'s here' && privkg build\n""" in run("init", demo).stderr

    def test_quiet(self, tmp_path: Path) -> None:
        """
        With --quiet the files are written, and nothing is printed.
        """
        result = run("init", tmp_path / "demo", "--quiet")

        assert (0, "", "") == (result.code, result.stdout, result.stderr)
        assert sorted(NEW_FILES) == sorted(state(tmp_path / "demo"))

    def test_files_are_readable_as_new_ones_are(self, tmp_path: Path) -> None:
        """
        The files have the mode of the umask, and can be edited.
        """
        umask = os.umask(0o022)
        try:
            run("init", tmp_path)
        finally:
            os.umask(umask)

        assert {0o644} == {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in NEW_FILES}


class TestFormerFiles:
    def test_the_same_files_are_kept(self, tmp_path: Path) -> None:
        """
        A second run writes nothing, and prints how many files were there.
        """
        run("init", tmp_path)
        before = {name: (tmp_path / name).stat().st_mtime_ns for name in NEW_FILES}
        result = run("init", tmp_path)

        assert 0 == result.code
        assert f"wrote 0 files to {tmp_path}; 7 with the same text before; next: cd " in result.stderr
        assert before == {name: (tmp_path / name).stat().st_mtime_ns for name in NEW_FILES}

    def test_missing_files_are_added(self, tmp_path: Path) -> None:
        """
        A run after a page was removed writes that page, and leaves files of others as they are.
        """
        run("init", tmp_path)
        (tmp_path / NEW_FILES[3]).unlink()
        (tmp_path / "data" / "incidents" / "mine.txt").write_text("mine")
        result = run("init", tmp_path)

        assert f"wrote 1 file to {tmp_path}; 6 with the same text before; next: " in result.stderr
        assert {*NEW_FILES, "data/incidents/mine.txt"} == set(state(tmp_path))

    def test_other_content_is_refused(self, tmp_path: Path) -> None:
        """
        Files with other content are named in one message, and nothing is written.
        """
        (tmp_path / "data" / "incidents").mkdir(parents=True)
        (tmp_path / "privkg.toml").write_text("mine")
        (tmp_path / NEW_FILES[1]).write_text("mine")
        before = state(tmp_path)
        result = run("init", tmp_path)

        assert (2, before) == (result.code, state(tmp_path))
        assert (
            f"privkg: not written, because these files exist with other content: {tmp_path}/privkg.toml,"
            f" {tmp_path}/{NEW_FILES[1]}; give another folder, or rename them\n"
        ) == result.stderr

    @pytest.mark.parametrize("kind", ["folder", "pipe", "broken link", "link to another file"])
    def test_what_is_not_a_file_is_refused(self, tmp_path: Path, kind: str) -> None:
        """
        A folder, a pipe or a link with the name of a file is left as it is, and nothing is written.
        """
        settings_file, mine = tmp_path / "demo" / "privkg.toml", tmp_path / "mine"
        mine.write_text("mine")
        settings_file.parent.mkdir()
        match kind:
            case "folder":
                settings_file.mkdir()
            case "pipe":
                os.mkfifo(settings_file)
            case "broken link":
                settings_file.symlink_to(tmp_path / "nowhere")
            case _:
                settings_file.symlink_to(mine)
        result = run("init", tmp_path / "demo")

        assert (2, [settings_file]) == (result.code, [*settings_file.parent.iterdir()])
        assert f"with other content: {settings_file}; give another folder" in result.stderr
        assert "mine" == mine.read_text()

    @pytest.mark.parametrize("name", ["data", "data/incidents"])
    def test_a_file_in_the_way_of_a_folder(self, tmp_path: Path, name: str) -> None:
        """
        A file with the name of a folder is an error that names it, and nothing is written.
        """
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("mine")
        result = run("init", tmp_path)

        assert (2, {name: b"mine"}) == (result.code, state(tmp_path))
        assert f"privkg: {tmp_path / name}: not a folder; give another folder\n" == result.stderr

    @pytest.mark.parametrize("name", ["file", "file/below", "link"])
    def test_a_folder_that_cannot_be_one(self, tmp_path: Path, name: str) -> None:
        """
        A file, a path below a file or a broken link as DIR is wrong usage.
        """
        (tmp_path / "file").write_text("mine")
        (tmp_path / "link").symlink_to(tmp_path / "nowhere")
        result = run("init", tmp_path / name)

        assert (2, {"file", "link"}) == (result.code, {path.name for path in tmp_path.iterdir()})
        assert 1 == result.stderr.count("\n")

    def test_a_graph_is_refused(self, graph: Path) -> None:
        """
        The folder of a built graph is not a place for a project.
        """
        before = state(graph)
        result = run("init", graph / "demo")

        assert (2, before) == (result.code, state(graph))
        assert "in the folder of the graph" in result.stderr

    def test_no_folder(self) -> None:
        """
        Without DIR the message names it.
        """
        result = run("init")

        assert (2, "privkg: missing argument DIR; see `privkg init --help`\n") == (
            result.code,
            result.stderr,
        )


MAPPING = "data/sources/mishaps/mapping.toml"
PROPOSED = [
    MAPPING,
    "data/sources/mishaps/harms.sssom.tsv",
    "data/sources/mishaps/information.sssom.tsv",
]


class TestTable:
    def test_a_project_is_started_with_a_mapping(self, tmp_path: Path) -> None:
        """
        In a new folder the mapping of a spreadsheet is written next to the files of a project.
        """
        demo, table = tmp_path / "demo", spreadsheets.SAMPLE
        result = run("init", "--table", table, demo)

        assert sorted([*NEW_FILES, *PROPOSED]) == sorted(state(demo))
        assert (0, "") == (result.code, result.stdout)
        assert (
            f"wrote 10 files to {demo}; {demo}/{MAPPING} has a use for 9 of 12 columns;"
            f" next: fill in its empty values, then privkg build {table} --mapping {demo}/{MAPPING}\n"
        ) == result.stderr

    def test_in_a_project_only_the_mapping_is_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A folder with settings gets the mapping only; the current folder needs not be named.
        """
        monkeypatch.chdir(tmp_path)
        Path("privkg.toml").write_text("# mine\n")
        result = run("init", "--table", spreadsheets.SAMPLE)

        assert sorted(["privkg.toml", *PROPOSED]) == sorted(state(tmp_path))
        assert result.stderr.startswith(f"wrote 3 files to .; {MAPPING} has a use")

    def test_an_edited_mapping_is_kept(self, tmp_path: Path) -> None:
        """
        The same proposal is kept; one that was edited is named, and nothing is written.
        """
        run("init", "--table", spreadsheets.SAMPLE, tmp_path)
        again = run("init", "--table", spreadsheets.SAMPLE, tmp_path)
        spreadsheets.complete(tmp_path / MAPPING)
        (tmp_path / PROPOSED[1]).unlink()
        before = state(tmp_path)
        result = run("init", "--table", spreadsheets.SAMPLE, tmp_path)

        assert again.stderr.startswith(f"wrote 0 files to {tmp_path}; 3 with the same text before; ")
        assert (2, before) == (result.code, state(tmp_path))
        assert f"exist with other content: {tmp_path}/{MAPPING}, " in result.stderr

    def test_a_mapping_that_is_not_completed_is_refused(self, tmp_path: Path) -> None:
        """
        A build by a proposed mapping is one error with its place until the facts are filled in.
        """
        run("init", "--table", spreadsheets.SAMPLE, tmp_path)
        mapping = tmp_path / MAPPING
        result = run("build", spreadsheets.SAMPLE, "--mapping", mapping, graph=tmp_path / "graph")

        assert 1 == result.code
        assert 1 == result.stderr.count(f"{mapping}:7:1: title is empty; write a value, as in title = ")

    @pytest.mark.parametrize("form", spreadsheets.FORMATS)
    def test_a_completed_mapping_reads_the_records(self, tmp_path: Path, form: str) -> None:
        """
        In each format, the records are accepted by the mapping whose empty values are filled in.
        """
        table, graph = spreadsheets.in_format(tmp_path, form), tmp_path / "graph"
        run("init", "--table", table, tmp_path)
        spreadsheets.complete(tmp_path / MAPPING)
        built = run("build", table, "--mapping", tmp_path / MAPPING, graph=graph)
        found = run("ask", "records-by-code", "--field", "Sector", graph=graph)

        assert "read 4 = 4 accepted + 0 duplicate + 0 left out + 0 rejected\n" in built.stderr
        assert [("Public", "3"), ("Finance", "1")] == [
            tuple(line.split(",")[1:3]) for line in found.stdout.splitlines()[1:]
        ]

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        """
        A spreadsheet that does not exist is wrong usage, and nothing is written.
        """
        result = run("init", "--table", tmp_path / "none.csv", tmp_path)

        assert (2, {}) == (result.code, state(tmp_path))
        assert "none.csv" in result.stderr


class TestSettings:
    def test_only_the_default_base_is_set(self, tmp_path: Path) -> None:
        """
        The settings state the base, which is the default, and nothing else.
        """
        run("init", tmp_path)
        written = (tmp_path / "privkg.toml").read_text(encoding="utf-8")

        assert DEFAULT == settings.base(tmp_path / "privkg.toml")
        assert [f'base = "{DEFAULT.address}"'] == [
            line for line in written.splitlines() if line and not line.startswith("#")
        ]

    def test_the_example_of_a_dataset_can_be_published(self, tmp_path: Path) -> None:
        """
        The lines on the dataset, their comment signs removed, have all keys that publication requires.
        """
        run("init", tmp_path)
        path = tmp_path / "privkg.toml"
        before, start, example = path.read_text(encoding="utf-8").partition("# [dataset]\n")
        lines = "".join(line.removeprefix("# ") for line in (start + example).splitlines(keepends=True))
        path.write_text(before + lines, encoding="utf-8")

        assert "Example incidents" == dataset.read(path).title
        assert DEFAULT == settings.base(path)
