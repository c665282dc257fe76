"""What rows name, which is read without the rest of them."""

from pathlib import Path

from builders import page_text, row_text
from privkg import build
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.store.graph import Graph, open_graph


def check(graph: Graph) -> None:
    """Check that what rows name is what their models name, in the same order."""
    reader = Reader(graph)
    viewer = Viewer(graph, reader)
    incidents = [graph.base.incident(page.incident) for page in graph.manifest.pages]
    rows = [reader.rows(incident) for incident in incidents]

    assert [[viewer.row(row).named for row in some] for some in rows] == [
        viewer.rows.of_incident(incident) for incident in incidents
    ]
    assert [viewer.rows.of(row) for some in rows for row in some] == [
        viewer.row(row).named for some in rows for row in some
    ]


def test_is_what_their_models_name(corpus: Graph) -> None:
    """
    The actors, harms, groups and statuses of a row are those of its model, in its order.
    """
    check(corpus)


def test_of_a_row_of_several_harms_without_status(tmp_path: Path) -> None:
    """
    A row of several harms names them in Solove's order, and a status that is not understood.
    """
    row = row_text(Harm="Exclusion, Surveillance, Insecurity", Status="perhaps")
    (tmp_path / "page.txt").write_text(page_text("Letters opened", rows=(row,)), encoding="utf-8")
    build.build([tmp_path / "page.txt"], tmp_path / "graph")

    check(open_graph(tmp_path / "graph"))
