"""The page of the whole graph: the acts of all incidents, as a picture with its table."""

from pathlib import Path
from xml.etree import ElementTree

import example_site
from builders import page_text, row_text
from privkg import build
from privkg.publish.site import graph_page
from privkg.publish.site.viewer import Viewer
from privkg.publish.things import things
from privkg.query.evidence import Reader
from privkg.rdf.kinds import Kind
from privkg.store.graph import open_graph
from site_files import made

SITE = example_site.site("Letters & <b>parcels</b>")


def files(folder: Path, *incidents: tuple[str, ...]) -> dict[str, str]:
    """Return the files of a graph of incidents, each given by its rows."""
    for number, rows in enumerate(incidents):
        text = page_text(f"Letters opened {number}", rows=rows)
        (folder / f"page-{number}.txt").write_text(text, encoding="utf-8")
    build.build(sorted(folder.glob("*.txt")), folder / "graph")
    graph = open_graph(folder / "graph")
    reader = Reader(graph)
    some = things(graph)[Kind.INCIDENT]
    return made(graph_page.files(some, reader, Viewer(graph, reader), SITE))


class TestPage:
    def test_counts_what_all_acts_name(self, tmp_path: Path) -> None:
        """
        The page counts each actor, harm and group of people once, and every act.
        """
        acts = (row_text(), row_text(At_Risk_group="People of a town"))
        page = files(tmp_path, acts, (row_text(Harm="Disclosure"),))["graph.html"]

        assert (
            "1 actor, 2 harms, 2 groups of people, and the 3 acts between them, in 2 incidents." in page
        )

    def test_has_the_acts_of_all_incidents(self, tmp_path: Path) -> None:
        """
        The table below the picture has the number of acts of each name.
        """
        found = files(tmp_path, (row_text(),), (row_text(), row_text(Harm="Disclosure")))
        table = found["graph.html"].partition('<table class="stack">')[2]
        row = table.partition(">surveillance</a></th>")[2].partition("</tr>")[0]

        assert '<td class="number" data-l="Acts">2</td>' in row
        assert ["graph.html", "pictures/acts.svg"] == list(found)

    def test_of_one_act_has_no_picture(self, tmp_path: Path) -> None:
        """
        One act is not drawn, and the page has a sentence on that.
        """
        found = files(tmp_path, (row_text(),))

        assert ["graph.html"] == list(found)
        assert "A picture needs two acts." in found["graph.html"]


class TestFile:
    def test_is_the_picture(self, tmp_path: Path) -> None:
        """
        The file has the names of the page, and a title.
        """
        found = files(tmp_path, (row_text(), row_text(Harm="Disclosure")))
        root = ElementTree.fromstring(found["pictures/acts.svg"].encode())
        words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]

        assert "Who did what to whom: all incidents" == words[0]
        assert {"surveillance", "disclosure"} <= set(words)
