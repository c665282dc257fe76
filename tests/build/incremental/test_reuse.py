"""What a build uses of the former one: unchanged files only, and nothing that is damaged or outdated."""

import time
from pathlib import Path

import pytest

from builders import PREFIX_LINES, page_text
from privkg import build
from privkg.rdf.iris import DEFAULT
from privkg.store import generations, seal
from privkg.store.graph import open_graph


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.txt").write_text(page_text(f"Letters {name}"), encoding="utf-8")
    time.sleep(0.02)  # a file that has just been changed is read again
    return folder


@pytest.fixture
def graph(pages: Path, tmp_path: Path) -> Path:
    """Their graph."""
    build.build([pages], tmp_path / "graph")
    return tmp_path / "graph"


def written(report: build.Report) -> list[str]:
    """Return the slugs of the incidents that a build wrote."""
    return sorted(page.slug for page in report.draft.changes.written)


ALL = ["letters-one", "letters-three", "letters-two"]


class TestFiles:
    def test_nothing_is_written_for_unchanged_files(self, pages: Path, graph: Path) -> None:
        """
        The same files give the same graph, of which no incident is written again.
        """
        before = open_graph(graph).manifest
        found = build.build([pages], graph)

        assert ([], before.sha256) == (written(found), open_graph(graph).manifest.sha256)

    def test_a_changed_file_is_read(self, pages: Path, graph: Path) -> None:
        """
        Of the files only the changed one is read again, even if its size is the same.
        """
        text = page_text("Letters two").replace("A lead", "A mead")
        (pages / "two.txt").write_text(text, encoding="utf-8")

        assert ["letters-two"] == written(build.build([pages], graph))

    def test_a_file_that_has_just_been_changed_is_read_again(self, pages: Path, graph: Path) -> None:
        """
        A file may change again without another time of change, so that it is read once more.
        """
        (pages / "two.txt").write_text(page_text("Letters two"), encoding="utf-8")
        build.build([pages], graph)

        assert [] == written(build.build([pages], graph))

    def test_all_files_are_read_if_wanted(self, pages: Path, graph: Path) -> None:
        """
        A build that is not incremental reads all files.
        """
        assert ALL == written(build.build([pages], graph, is_incremental=False))


class TestVersions:
    def test_records_are_part_of_the_version(self, pages: Path, graph: Path, tmp_path: Path) -> None:
        """
        Pages are read again with other authority records.
        """
        records = tmp_path / "records"
        records.mkdir()
        actor = DEFAULT.actor("Example Agency")
        text = f'{actor} a pk:Company ; skos:prefLabel "Example Agency" .\n'
        (records / "one.ttl").write_text(PREFIX_LINES + text, encoding="utf-8")

        found = build.build([pages], graph, authority_folders=[records])

        assert ALL == written(found)
        assert "records, links, the mapping" in list(found.draft.reused())[-1]


@pytest.fixture(params=["small", "large"])
def of_a_size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphs as small, of which all files are hashed, or as large, of which those that changed are."""
    if request.param == "large":
        monkeypatch.setattr(seal, "_MOST_AT_ONCE", 0)
        monkeypatch.setattr(seal, "_MOST_OF_A_FILE", 0)


@pytest.mark.usefixtures("of_a_size")
class TestDamage:
    @pytest.mark.parametrize(
        "name", ["quads.nq.gz", "graphs.tsv", "build.sqlite", "search.sqlite", "manifest.json"]
    )
    def test_a_damaged_graph_is_not_used(self, pages: Path, graph: Path, name: str) -> None:
        """
        After damage to any file of the graph all pages are read again, and the new graph is whole.
        """
        before = open_graph(graph).manifest.sha256
        path = generations.current(graph) / name
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        found = build.build([pages], graph)

        assert ALL == written(found)
        assert "the former graph is damaged" in list(found.draft.reused())[-1]
        open_graph(graph).verify()
        assert before == open_graph(graph).manifest.sha256

    def test_a_damaged_store_is_not_used(self, pages: Path, graph: Path) -> None:
        """
        The files of the store, which would be hard links in the new graph, are compared too.
        """
        store = generations.current(graph) / seal.STORE
        path = max(store.glob("*.sst"), key=lambda found: found.stat().st_size)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

        assert ALL == written(build.build([pages], graph))
        open_graph(graph).verify()
