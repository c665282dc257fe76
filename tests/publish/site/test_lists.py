"""Lists of what a dataset holds."""

from pathlib import Path

import pytest

from builders import page_text
from checkout import ROOT
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site import site
from privkg.publish.site.lists import Lister
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.store.graph import open_graph


class TestIncidents:
    @pytest.mark.parametrize(
        ("date", "shown"),
        [
            ("2007–May 2010", ["2007/2010-05"]),
            ("May 2010", ["2010-05"]),
            ("Q3 2021", ["2021-35"]),
            ("not known", []),
        ],
    )
    def test_are_listed_with_their_whole_date(self, date: str, shown: list[str], tmp_path: Path) -> None:
        """
        A range is listed with both its ends, a date that was not read with none.
        """
        (tmp_path / "page.txt").write_text(page_text("Letters opened", Date=date), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        reader = Reader(open_graph(tmp_path / "graph"))
        about = site.of_dataset(dataset.read(ROOT / "privkg.toml"))
        (entry,) = Lister(reader, Viewer(reader), about).entries(
            Kind.INCIDENT, [DEFAULT.incident("letters-opened")]
        )
        dates = entry[1]

        assert isinstance(dates, tuple)
        assert shown == [link.text for link in dates]
