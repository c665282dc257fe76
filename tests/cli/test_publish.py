"""`privkg publish` writes a folder, whole or not at all, and tells what catalogues would miss."""

import hashlib
from pathlib import Path

import pytest

from builders import page_text
from catalogue.test_dataset import LEAST
from commands import process, run

SEEDS = ("0", "1", "77")


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a graph of one page and a table of a dataset, in which commands run."""
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(page_text("Letters opened"), encoding="utf-8")
    Path("privkg.toml").write_text(LEAST, encoding="utf-8")
    run("build", "page.txt", graph=Path("graph"))
    return tmp_path


def digest(folder: Path) -> str:
    """Return a hash over all files of a folder, their names and bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


class TestPublish:
    def test_a_folder_is_written(self, built: Path) -> None:
        """
        The folder has a first page, and the number of files is told.
        """
        said = run("publish", "out", graph=Path("graph"))

        count = sum(path.is_file() for path in Path("out").rglob("*"))
        assert (0, f"published {count} files in out\n") == (said.code, said.stderr)
        assert Path("out/index.html").is_file()

    def test_it_is_as_it_was_published(self, built: Path) -> None:
        """
        What is published verifies.
        """
        run("publish", "out", graph=Path("graph"))

        assert 0 == run("verify", "out").code

    def test_a_later_one_takes_its_place(self, built: Path) -> None:
        """
        A published folder is replaced, and what is no longer in it is gone.
        """
        run("publish", "out", graph=Path("graph"))
        Path("out/stray.txt").write_text("left over", encoding="utf-8")
        before = digest(Path("out"))
        again = run("publish", "out", graph=Path("graph"))

        assert (0, False) == (again.code, Path("out/stray.txt").exists())
        assert before != digest(Path("out"))

    @pytest.mark.parametrize("name", [".", "../link"])
    def test_a_folder_by_another_name(
        self, built: Path, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        """
        The folder one is in, and one that a link leads to, are replaced as by their own names.
        """
        Path("out").mkdir()
        Path("link").symlink_to("out")
        monkeypatch.chdir("out")
        said = run("publish", name, "--config", built / "privkg.toml", graph=built / "graph")
        monkeypatch.chdir(built)

        assert (0, True) == (said.code, (built / "link").is_symlink())
        assert 0 == run("verify", "out").code

    def test_what_privkg_did_not_publish_is_left_alone(self, built: Path) -> None:
        """
        A folder with other files is refused and stays as it is.
        """
        Path("mine").mkdir()
        Path("mine/thesis.txt").write_text("years of work", encoding="utf-8")
        said = run("publish", "mine", graph=Path("graph"))

        assert (2, ["thesis.txt"]) == (said.code, [path.name for path in Path("mine").iterdir()])
        assert "was not published by privkg" in said.stderr

    def test_a_failure_leaves_the_former_one(self, built: Path) -> None:
        """
        A graph that cannot be published takes nothing away, and leaves nothing lying about.
        """
        run("publish", "out", graph=Path("graph"))
        before = digest(Path("out"))
        Path("privkg.toml").write_text("[dataset]\n", encoding="utf-8")
        said = run("publish", "out", graph=Path("graph"))

        assert (1, before) == (said.code, digest(Path("out")))
        assert {"graph", "out", "page.txt", "privkg.toml"} == {path.name for path in Path().iterdir()}

    def test_without_a_table_it_is_told_what_to_write(self, built: Path) -> None:
        """
        In a folder without privkg.toml the message says what it is for.
        """
        Path("privkg.toml").unlink()
        said = run("publish", "out", graph=Path("graph"))

        assert (1, True) == (said.code, "docs/how-to/publish.md" in said.stderr)

    def test_equal_graphs_give_equal_bytes(self, built: Path) -> None:
        """
        Whatever the hash seed, each file is the same.
        """
        for seed in SEEDS:
            process("publish", f"out{seed}", graph=Path("graph"), PYTHONHASHSEED=seed)

        assert 1 == len({digest(Path(f"out{seed}")) for seed in SEEDS})


class TestCheck:
    def test_each_catalogue_is_told(self, built: Path) -> None:
        """
        A line for each catalogue says what it would miss; a mandatory one makes the code 1.
        """
        said = run("publish", "--check", graph=Path("graph"))
        lines = [line.split("\t") for line in said.stdout.splitlines()]

        assert ["catalogue", "missing mandatory", "missing recommended"] == lines[0]
        assert ["dcat:Catalog dct:publisher (publisher)"] == [m for c, m, _ in lines if "DCAT" in c]
        assert 1 == said.code

    def test_nothing_is_written(self, built: Path) -> None:
        """
        A check leaves no folder behind.
        """
        before = sorted(path.name for path in Path().iterdir())
        run("publish", "--check", graph=Path("graph"))

        assert before == sorted(path.name for path in Path().iterdir())

    def test_a_folder_must_be_named(self, built: Path) -> None:
        """
        Without a folder and without --check there is nothing to do.
        """
        assert 2 == run("publish", graph=Path("graph")).code
