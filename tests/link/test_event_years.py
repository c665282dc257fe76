"""Records of other catalogues match an incident that lasted several years."""

from pathlib import Path

import pytest

from builders import page_text
from privkg import build
from privkg.link import propose
from privkg.link.catalogues import Record
from privkg.link.propose import ExternalData
from privkg.rdf.terms import iri
from privkg.store.graph import open_graph

TITLE = "Unbolted example cameras listened for visitors"


class TestYears:
    @pytest.mark.parametrize(
        ("date", "year", "is_proposed"),
        [
            ("2019-2021", 2020, True),
            ("2019-2021", 2021, True),
            ("2019-2021", 2022, False),
            ("2019-2021", 2018, False),
            ("since 2019", 2024, True),
            ("2019", 2020, False),
        ],
    )
    def test_of_a_range_are_all_its_years(
        self, date: str, year: int, is_proposed: bool, tmp_path: Path
    ) -> None:
        """
        A record of a year within the range is proposed, one of another year is not.
        """
        (tmp_path / "page.txt").write_text(page_text(TITLE, Date=date), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        record = Record(
            iri=iri("https://example.org/1"),
            key="first",
            title=TITLE,
            date=(year,),
            actors=("Example Agency",),
        )
        found = propose.propose(
            open_graph(tmp_path / "graph"), ("incident",), ExternalData(records=[record])
        )

        assert is_proposed == (record.iri in {mapping.object for mapping in found})
