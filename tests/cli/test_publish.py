"""`privkg publish` writes a folder completely or not at all, and lists what catalogues require."""

import hashlib
import os
from pathlib import Path

import pytest

from builders import page_text
from commands import process, run
from publish.metadata.test_dataset import LEAST

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
        The folder has a home page, and the number of files is printed.
        """
        result = run("publish", "out", graph=Path("graph"))

        count = sum(path.is_file() for path in Path("out").rglob("*"))
        assert (0, f"published {count} files in out\n") == (result.code, result.stderr)
        assert Path("out/index.html").is_file()

    def test_it_is_as_it_was_published(self, built: Path) -> None:
        """
        What is published verifies.
        """
        run("publish", "out", graph=Path("graph"))

        assert 0 == run("verify", "out").code

    def test_a_later_one_takes_its_place(self, built: Path) -> None:
        """
        A published folder is replaced, and files that are no longer published are removed.
        """
        run("publish", "out", graph=Path("graph"))
        Path("page.txt").write_text(page_text("Parcels opened"), encoding="utf-8")
        run("build", "page.txt", graph=Path("graph"))
        again = run("publish", "out", graph=Path("graph"))

        assert 0 == again.code
        assert ["parcels-opened"] == [path.stem for path in Path("out/id/incident").glob("*.html")]
        assert 0 == run("verify", "out").code

    def test_only_what_changed_is_written_again(self, built: Path) -> None:
        """
        Files with the same content keep their time of modification; the others are counted.
        """
        other = page_text("Parcels opened", Threat_Actors="Example Agency")
        Path("other.txt").write_text(other, encoding="utf-8")
        run("build", "page.txt", "other.txt", graph=Path("graph"))
        run("publish", "out", graph=Path("graph"))
        for path in Path("out").rglob("*.*"):
            os.utime(path, ns=(0, 0))
        Path("other.txt").write_text(other.replace("A lead", "Another lead"), encoding="utf-8")
        run("build", "page.txt", "other.txt", graph=Path("graph"))
        again = run("publish", "out", graph=Path("graph"))

        files = [path for path in Path("out").rglob("*") if path.is_file()]
        written = {path.as_posix() for path in files if path.stat().st_mtime_ns}
        kept = {f"out/id/incident/letters-opened.{suffix}" for suffix in ("html", "ttl", "jsonld")}
        changed = {path.replace("letters", "parcels") for path in kept}
        assert (
            f"published {len(files)} files in out, {len(written)} of them new or changed\n"
            == again.stderr
        )
        assert (changed, set()) == (changed & written, kept & written)
        assert 0 == run("verify", "out").code
        assert 1 == max(path.stat().st_nlink for path in files)

    def test_an_equal_graph_writes_nothing(self, built: Path) -> None:
        """
        If nothing changed, no file is written again.
        """
        run("publish", "out", graph=Path("graph"))
        again = run("publish", "out", graph=Path("graph"))

        assert again.stderr.endswith(" files in out, 0 of them new or changed\n")

    def test_what_a_person_added_stays_and_is_named(self, built: Path) -> None:
        """
        Files, folders, links and empty folders of others stay, and a line names each.
        """
        run("publish", "out", graph=Path("graph"))
        added = [Path("out/.git/objects"), Path("out/data/mine"), Path("out/empty")]
        for folder in added:
            folder.mkdir(parents=True)
        Path("out/.git/objects/a").write_text("history", encoding="utf-8")
        Path("out/data/mine/thesis.txt").write_text("years of work", encoding="utf-8")
        Path("out/CNAME").write_text("example.org", encoding="utf-8")
        Path("out/link").symlink_to("nowhere")
        result = run("publish", "out", graph=Path("graph"))

        names = [".git", "CNAME", "data/mine", "empty", "link"]
        lines = [f"out/{name}: not written by privkg; kept" for name in names]
        assert (0, lines) == (result.code, result.stderr.splitlines()[:-1])
        assert "history" == Path("out/.git/objects/a").read_text(encoding="utf-8")
        assert "years of work" == Path("out/data/mine/thesis.txt").read_text(encoding="utf-8")
        assert [True, True] == [Path("out/empty").is_dir(), Path("out/link").is_symlink()]

    def test_what_a_person_changed_is_not_lost(self, built: Path) -> None:
        """
        A published file that was changed since keeps the folder from being replaced.
        """
        run("publish", "out", graph=Path("graph"))
        Path("out/index.html").write_text("my own page", encoding="utf-8")
        result = run("publish", "out", graph=Path("graph"))

        assert (2, "my own page") == (result.code, Path("out/index.html").read_text(encoding="utf-8"))
        assert "index.html changed since publication" in result.stderr

    @pytest.mark.parametrize(
        "manifest",
        [
            '{"manifest_version": 3}',
            "[]",
            "[" * 100_000,
            '{"format": 2, "dataset": {}, "incidents": {}, "files": {"src/app.js": {}}}',
            '{"format": 2, "dataset": {}, "incidents": {}, "files": {}, "maker": "another"}',
            '{"format": 2, "dataset": {}, "incidents": {},'
            f' "files": {{"../page.txt": {{"bytes": 1, "sha256": "{"0" * 64}"}}}}}}',
        ],
    )
    def test_a_manifest_of_others_is_no_licence(self, built: Path, manifest: str) -> None:
        """
        A folder with a manifest.json that is not privkg's is refused and stays as it is.
        """
        Path("ext/src").mkdir(parents=True)
        Path("ext/src/app.js").write_text("work", encoding="utf-8")
        Path("ext/manifest.json").write_text(manifest, encoding="utf-8")
        before = digest(Path("ext"))

        assert 2 == run("publish", "ext", graph=Path("graph")).code
        assert before == digest(Path("ext"))

    @pytest.mark.parametrize("name", ["graph", "graph/gen-000001", "graph/site", "/"])
    def test_some_places_are_none_for_it(self, built: Path, name: str) -> None:
        """
        The folder of a graph, what is in it, and the root are refused; the graph stays.
        """
        result = run("publish", name, graph=Path("graph"))

        assert 2 == result.code
        assert "true" in run("query", "-e", "ASK { ?s ?p ?o }", graph=Path("graph")).stdout

    def test_home_is_no_place_for_it(self, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Not even an empty home is replaced.
        """
        Path("home").mkdir()
        monkeypatch.setenv("HOME", str(Path("home").absolute()))

        assert 2 == run("publish", "home", graph=Path("graph")).code

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
        result = run("publish", name, "--config", built / "privkg.toml", graph=built / "graph")
        monkeypatch.chdir(built)

        assert (0, True) == (result.code, (built / "link").is_symlink())
        assert 0 == run("verify", "out").code

    def test_what_privkg_did_not_publish_is_left_alone(self, built: Path) -> None:
        """
        A folder with other files is refused and stays as it is.
        """
        Path("mine").mkdir()
        Path("mine/thesis.txt").write_text("years of work", encoding="utf-8")
        result = run("publish", "mine", graph=Path("graph"))

        assert (2, ["thesis.txt"]) == (result.code, [path.name for path in Path("mine").iterdir()])
        assert "was not published by privkg" in result.stderr

    def test_a_failure_leaves_the_former_one(self, built: Path) -> None:
        """
        A graph that cannot be published takes nothing away, and leaves nothing lying about.
        """
        run("publish", "out", graph=Path("graph"))
        before = digest(Path("out"))
        Path("privkg.toml").write_text("[dataset]\n", encoding="utf-8")
        result = run("publish", "out", graph=Path("graph"))

        assert (1, before) == (result.code, digest(Path("out")))
        left = {path.name for path in Path().iterdir()} - {".privkg_cache"}
        assert {"graph", "out", "page.txt", "privkg.toml"} == left

    def test_without_a_configuration_the_message_names_the_help(self, built: Path) -> None:
        """
        In a folder without privkg.toml the message names the help that shows one.
        """
        Path("privkg.toml").unlink()
        result = run("publish", "out", graph=Path("graph"))

        assert (1, True) == (result.code, "create it with a table [dataset]" in result.stderr)

    def test_equal_graphs_give_equal_bytes(self, built: Path) -> None:
        """
        Whatever the hash seed, each file is the same.
        """
        for seed in SEEDS:
            process("publish", f"out{seed}", graph=Path("graph"), PYTHONHASHSEED=seed)

        assert 1 == len({digest(Path(f"out{seed}")) for seed in SEEDS})


class TestCheck:
    def test_each_catalogue_has_a_line(self, built: Path) -> None:
        """
        Each catalogue has a line with what the dataset lacks; a mandatory gap makes the code 1.
        """
        result = run("publish", "--check", graph=Path("graph"))
        lines = [line.split("\t") for line in result.stdout.splitlines()]

        assert ["catalogue", "missing mandatory", "missing recommended"] == lines[0]
        assert ["dcat:Catalog dct:publisher (publisher)"] == [m for c, m, _ in lines if "DCAT" in c]
        assert 1 == result.code

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
