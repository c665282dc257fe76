"""List pages of the site."""

from pathlib import Path

import pytest

import parties
from builders import page_text, row_text
from checkout import ROOT
from privkg import build
from privkg.publish.metadata import dataset
from privkg.publish.site import resources, site
from privkg.publish.site.lists import Lister
from privkg.publish.site.pages import Link
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, iri_text
from privkg.store.graph import Graph, open_graph


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
        A range is listed with its start and end; an unknown date is left empty.
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


class TestActors:
    def test_are_those_who_act_or_are_stated(self, tmp_path: Path) -> None:
        """
        A party that only receives, decides or claims has a page but is not in the list of actors.
        """
        graph = parties.graph(tmp_path)
        things = resources.things(graph)[Kind.ACTOR]
        listed = lister(graph).listed(Kind.ACTOR, things)

        assert parties.ACTORS | parties.OTHERS == {slug(thing) for thing in things}
        assert parties.ACTORS == {slug(thing) for thing in listed}

    def test_are_counted_where_they_act(self, tmp_path: Path) -> None:
        """
        An incident in which an actor only receives or decides does not count for it.
        """
        first, second = tmp_path / "first.txt", tmp_path / "second.txt"
        first.write_text(parties.page(), encoding="utf-8")
        second.write_text(
            page_text("Alpha receives", rows=(row_text(Recipient="Alpha"),)), encoding="utf-8"
        )
        build.build([first, second], tmp_path / "graph")
        entries = lister(open_graph(tmp_path / "graph")).entries(Kind.ACTOR, [DEFAULT.actor("Alpha")])

        assert (Link(text="1"),) == entries[0][-1]


def lister(graph: Graph) -> Lister:
    reader = Reader(graph)
    return Lister(reader, Viewer(reader), site.of_dataset(dataset.read(ROOT / "privkg.toml")))


def slug(thing: Term) -> str:
    return iri_text(thing).rpartition("/")[2]
