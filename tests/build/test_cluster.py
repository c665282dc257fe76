"""A graph that is written in parts, as a cluster does, is the one that is written at once."""

from pathlib import Path

import pytest

import in_parts
from builders import page_text, row_text, undecodable
from checkout import SAMPLE_PAGES
from privkg import build
from privkg.build import Report
from privkg.check import batches
from privkg.store import generations, text_files
from privkg.store.graph import open_graph
from privkg.store.graph_table import GraphTable


@pytest.fixture(autouse=True)
def few_in_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "INCIDENTS", 4)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Pages with findings and without, duplicates, equal titles, absent rows, and a rejected file."""
    texts = {
        "opened": page_text("Letters opened", Date="November 1820"),
        "same title": page_text("Letters opened", lead="It is another story."),
        "twice": page_text("Letters read", lead="", rows=(row_text(Harm="Secondary Use"), row_text())),
        "again": page_text("Letters read", lead="", rows=(row_text(Harm="Secondary Use"), row_text())),
        "absent row": page_text("Letters sold", rows=(row_text(Follows_from="letters-lost/v7"),)),
        "follows": page_text("Letters kept", rows=(row_text(Follows_from="letters-read/v2"),)),
        "groups": page_text("Letters lost", High_Risk_Groups="Women in Oslo", Harm="Blackmail"),
        "actor": page_text("Letters found", Threat_Actors="Jo jo@example.org", laws="Example Act"),
    }
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    for page in SAMPLE_PAGES:
        (folder / page.name).write_bytes(page.read_bytes())
    (folder / "rejected.txt").write_bytes(undecodable())
    return folder


def at_once(pages: Path, directory: Path) -> Report:
    return build.build([pages], directory)


def lines(report: Report) -> list[str]:
    """Return the lines of a report but the one that names the folder."""
    return [line for line in report.lines() if not line.startswith("built a graph")]


def counts(directory: Path) -> dict[str, object]:
    return dict(GraphTable(generations.current(directory)).items())


class TestWrite:
    def test_same_graph_and_report(self, pages: Path, tmp_path: Path) -> None:
        """
        Graphs, findings and counts are those of a build that writes the graph at once.
        """
        one, parts = at_once(pages, tmp_path / "one"), in_parts.built(pages, tmp_path / "parts")

        assert one.manifest
        assert parts.manifest
        assert one.manifest.sha256 == parts.manifest.sha256
        assert one.findings == parts.findings
        assert lines(one) == lines(parts)
        assert counts(tmp_path / "one") == counts(tmp_path / "parts")
        assert list(one.manifest.pages) == list(parts.manifest.pages)

    def test_only_parts_are_left(self, pages: Path, tmp_path: Path) -> None:
        """
        The generation has the parts that its list names, and nothing else of what machines wrote.
        """
        in_parts.built(pages, tmp_path / "parts")
        generation = generations.current(tmp_path / "parts")
        open_graph(tmp_path / "parts").verify()
        listed = [name for name in text_files.names(generation) if name != text_files.LIST]

        assert 3 < len(listed)
        assert {generation / name for name in listed} == set((generation / text_files.PARTS).iterdir())
        assert not (generation / "spool").exists()

    def test_rebuild(self, pages: Path, tmp_path: Path) -> None:
        """
        A page that changes after a build in parts changes the graph as in a new build.
        """
        in_parts.built(pages, tmp_path / "parts")
        (pages / "actor.txt").write_text(page_text("Letters found"), encoding="utf-8")
        (pages / "follows.txt").unlink()
        again, one = in_parts.built(pages, tmp_path / "parts"), at_once(pages, tmp_path / "one")
        open_graph(tmp_path / "parts").verify()

        assert again.draft.former.generation
        assert one.findings == again.findings
        assert counts(tmp_path / "one") == counts(tmp_path / "parts")

    def test_local_rebuild(self, pages: Path, tmp_path: Path) -> None:
        """
        A build on one machine goes on from a graph in parts.
        """
        in_parts.built(pages, tmp_path / "parts")
        again = at_once(pages, tmp_path / "parts")
        one = at_once(pages, tmp_path / "one")
        open_graph(tmp_path / "parts").verify()

        assert again.draft.former.generation
        assert one.findings == again.findings
        assert counts(tmp_path / "one") == counts(tmp_path / "parts")

    def test_no_page(self, pages: Path, tmp_path: Path) -> None:
        """
        Without an accepted page there is no graph.
        """
        report = in_parts.built(pages / "rejected.txt", tmp_path / "parts")

        assert report.manifest is None
        assert not (tmp_path / "parts").exists()
