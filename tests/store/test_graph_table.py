"""A graph is found in the table without reading all of it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.core.errors import StoreError
from privkg.rdf.iris import DEFAULT
from privkg.store import graph_table, manifest
from privkg.store.graph_table import Entry, GraphCount, GraphTable, Member

SLUGS = st.text(st.sampled_from("aäz0-\U0001f600/"), min_size=1, max_size=6)
NAMES = st.sets(SLUGS.map(lambda slug: f"https://example.org/{slug}"), max_size=40)


def entry(graph: str, number: int) -> Entry:
    return Entry(graph, GraphCount(number, "a" * 64), number, Member(number, number, "b" * 64))


def written(folder: Path, graphs: list[str]) -> GraphTable:
    """Write a table with a line for each graph, in the order given."""
    graph_table.write(folder, [entry(graph, number).line() for number, graph in enumerate(graphs)])
    return GraphTable(folder)


class TestLookUp:
    @given(names=NAMES, other=SLUGS)
    def test_each_graph_is_found(
        self, tmp_path_factory: pytest.TempPathFactory, names: set[str], other: str
    ) -> None:
        """
        Of any graphs, each is found with its counts, in any order of look-ups; no other one is.
        """
        names.discard(f"https://example.org/{other}")
        graphs = sorted(names, key=hash)
        table = written(tmp_path_factory.mktemp("table"), graphs)

        assert {graph: GraphCount(n, "a" * 64) for n, graph in enumerate(graphs)} == dict(table.items())
        assert sorted(names) == list(table)
        assert graphs == [found.graph for found in table.entries_of(graphs)]
        assert sorted(names) == [found.graph for found in table.entries_of(sorted(names))]
        assert f"https://example.org/{other}" not in table

    def test_a_large_table_is_read_in_parts(self, tmp_path: Path) -> None:
        """
        In a table of ten thousand graphs, some with long names, each of some graphs is found.
        """
        graphs = [f"https://example.org/{n}{'x' * (n % 7 == 0) * 9000}" for n in range(2000)]
        graphs += [f"https://example.org/{n}/" for n in range(8000)]
        table = written(tmp_path, graphs)

        assert [7, 1999, 5000, 0] == [table[graphs[n]].quads for n in (7, 1999, 5000, 0)]
        assert "https://example.org/8" in table
        assert "https://example.org/8x" not in table

    def test_a_missing_table_is_an_error(self, tmp_path: Path) -> None:
        """
        A folder without a table is a StoreError that names the file.
        """
        with pytest.raises(StoreError, match=r"graphs\.tsv: .*; build again"):
            GraphTable(tmp_path)["https://example.org/a"]


class TestHash:
    @given(names=NAMES)
    def test_it_is_that_of_the_graphs_in_order(
        self, tmp_path_factory: pytest.TempPathFactory, names: set[str]
    ) -> None:
        """
        The hash of the dataset is the same from a table as from the graphs in any order.
        """
        counts = {graph: GraphCount(1, "a" * 64) for graph in sorted(names, key=hash)}
        folder = tmp_path_factory.mktemp("table")
        entries = [Entry(graph, count, 1, Member(0, 0, "")) for graph, count in counts.items()]
        graph_table.write(folder, [entry.line() for entry in entries])

        assert manifest.of(DEFAULT, counts).sha256 == manifest.of(DEFAULT, GraphTable(folder)).sha256
