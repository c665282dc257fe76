"""Links of the resources of a graph are proposed offline."""

from pathlib import Path

import pytest

from builders import page_text
from privkg import build
from privkg.link import propose
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import iri, term
from privkg.reference.links.mapping import Mapping
from privkg.store.graph import Graph, open_graph


@pytest.fixture(scope="module")
def places(corpus: Graph) -> list[Mapping]:
    """The links of places that the corpus does not state yet."""
    return list(propose.propose(corpus, ("place",)))


class TestPlaces:
    def test_what_is_stated_is_not_proposed(self, places: list[Mapping]) -> None:
        """
        Accepted links are in the graph, and a link that the graph has is not proposed.
        """
        assert [] == [m for m in places if m.subject == DEFAULT.thing(Kind.PLACE, "moscow-russia")]

    def test_accepted_links_stand_in_their_own_graph(self, tmp_path: Path) -> None:
        """
        A country's identity in the EU's authority table is a link, not part of its authority record.
        """
        (tmp_path / "page.txt").write_text(page_text(Location="Vietnam"))
        build.build([tmp_path / "page.txt"], tmp_path / "graph")
        country = iri("http://publications.europa.eu/resource/authority/country/VNM")
        found = open_graph(tmp_path / "graph").triples(
            DEFAULT.thing(Kind.PLACE, "vietnam"), None, country
        )

        assert [(term("schema:sameAs"), DEFAULT.graph("links"))] == [
            (predicate, name) for (_, predicate, _), name in found
        ]

    def test_no_place_is_owl_same_as_by_rule(self, corpus: Graph) -> None:
        """
        Gazetteer and codes yield schema:sameAs; owl:sameAs needs the decision of a person.
        """
        same = [s for (s, _, _), _ in corpus.triples(None, term("owl:sameAs"))]

        assert [] == [node for node in same if node.startswith(f"<{DEFAULT.things}place/")]

    def test_rejected_links_are_in_no_graph(self, corpus: Graph) -> None:
        """
        A rejected link is not in the graph.
        """
        assert [] == list(corpus.triples(None, term("owl:differentFrom")))

    def test_a_triple_is_in_one_graph(self, corpus: Graph) -> None:
        """
        What an authority record states is not stated by a link again.
        """
        linked = {triple for triple, name in corpus.triples() if name == DEFAULT.graph("links")}
        others = {triple for triple, name in corpus.triples() if name != DEFAULT.graph("links")}

        assert linked
        assert set() == linked & others
