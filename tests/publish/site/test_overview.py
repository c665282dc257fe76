"""The overview of the home page: its matrix counts rows, each once in the total."""

from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.publish.site import overview
from privkg.publish.site.overview import Line, Matrix
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.store.graph import Graph, open_graph


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """A graph of an incident with two rows of one harm and one row of another."""
    rows = (row_text(), row_text(), row_text(Harm="Disclosure"))
    (tmp_path / "page.txt").write_text(page_text("Letters opened", rows=rows), encoding="utf-8")
    build.build([tmp_path / "page.txt"], tmp_path / "graph")
    return open_graph(tmp_path / "graph")


def lines(matrix: Matrix) -> dict[str, Line]:
    """Return the lines of a matrix by the name of their harm."""
    return {line.harm.text: line for _, _, some in matrix.groups for line in some}


class TestMatrix:
    def test_rows_are_counted(self, graph: Graph) -> None:
        """
        A harm has the number of its rows for each type of actor, and in total.
        """
        found = lines(overview.of(graph, Viewer(graph, Reader(graph))).matrix)

        assert (2, ((2, 4),)) == (found["surveillance"].total, found["surveillance"].cells)
        assert (1, ((1, 2),)) == (found["disclosure"].total, found["disclosure"].cells)

    def test_the_last_line_counts_all_rows(self, tmp_path: Path) -> None:
        """
        Rows are counted by type of actor and together, also those without an actor.
        """
        rows = (
            row_text(Harm="Disclosure"),
            row_text(),
            row_text(Threat="Somebody did it"),
        )
        (tmp_path / "page.txt").write_text(page_text("Letters opened", rows=rows), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        graph = open_graph(tmp_path / "graph")
        matrix = overview.of(graph, Viewer(graph, Reader(graph))).matrix

        assert (2, 3) == matrix.totals

    def test_harms_without_rows_are_shown(self, graph: Graph) -> None:
        """
        All sixteen harms are there, in their four groups.
        """
        matrix = overview.of(graph, Viewer(graph, Reader(graph))).matrix

        assert 0 == lines(matrix)["blackmail"].total
        assert ["g-col", "g-pro", "g-dis", "g-inv"] == [mark for _, mark, _ in matrix.groups]

    def test_types_without_a_column_are_counted_together(
        self, graph: Graph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        The rows of types that have no column of their own are counted in one for all others.
        """
        monkeypatch.setattr(overview, "_MOST_TYPES", 0)
        matrix = overview.of(graph, Viewer(graph, Reader(graph))).matrix

        assert ["all others"] == [each.text for each in matrix.types]
        assert ((2, 4),) == lines(matrix)["surveillance"].cells


class TestLegend:
    def test_has_the_marks_of_all_statuses(self, graph: Graph) -> None:
        """
        Each status is a badge that leads to its definition.
        """
        found = overview.of(graph, Viewer(graph, Reader(graph))).statuses

        assert ("st st-reported", "ns/index.html#Reported") == (found[0].mark, found[0].target)
        assert all(each.target for each in found)


class TestWorld:
    def test_the_map_has_the_numbers_of_the_table(self, graph: Graph) -> None:
        """
        The only incident is on the map and in the table, once, in its country.
        """
        found = overview.of(graph, Viewer(graph, Reader(graph)))

        assert [(ring.country, ring.incidents) for ring in found.world.rings] == [
            *found.countries.counts
        ]
        assert 1 == sum(found.world.counts.values()) + found.world.nowhere
