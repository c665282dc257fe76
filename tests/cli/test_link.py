"""`privkg link` proposes links, records decisions, and prints what it did."""

from pathlib import Path

import pytest

from builders import page_text
from checkout import ROOT
from commands import run
from privkg.link import propose
from privkg.rdf.terms import iri, term
from privkg.reference.links.mapping import BY_HAND, Alternative, State
from privkg.reference.links.tables import LinkTables
from privkg.store.graph import open_graph

OTHER = "https://example.org/other"
PLACE = "pkid:place/vietnam"


@pytest.fixture
def links(tmp_path: Path) -> Path:
    """A folder for tables of links."""
    return tmp_path / "links"


class TestLink:
    def test_a_proposal_is_decided_and_kept(self, corpus_folder: Path, links: Path) -> None:
        """
        What was accepted by name is counted, and stays so.
        """
        accepted = run(
            "link", "--links", links, "--accept", PLACE, OTHER, "--as", "owl:sameAs", graph=corpus_folder
        )
        later = run("link", "--links", links, "--kind", "place", graph=corpus_folder)

        assert (0, True) == (accepted.code, "1 accepted" in accepted.stderr)
        assert "1 accepted" in later.stderr

    def test_a_rejection_needs_its_reason(self, corpus_folder: Path, links: Path) -> None:
        """
        Rejecting a link requires a reason.
        """
        result = run("link", "--links", links, "--reject", PLACE, OTHER, graph=corpus_folder)

        assert (2, True) == (result.code, "--because" in result.stderr)

    def test_a_rejection_is_kept(self, corpus_folder: Path, links: Path) -> None:
        """
        A rejected link is in its table with its reason.
        """
        run(
            "link",
            "--links",
            links,
            "--reject",
            PLACE,
            OTHER,
            "--because",
            "a namesake",
            graph=corpus_folder,
        )

        assert "a namesake" in (links / "rejected.sssom.tsv").read_text(encoding="utf-8")

    def test_an_unknown_prefix_is_an_error(self, corpus_folder: Path, links: Path) -> None:
        """
        A name that is neither an IRI nor a CURIE changes nothing.
        """
        result = run("link", "--links", links, "--accept", "Vietnam", OTHER, graph=corpus_folder)

        assert (2, False) == (result.code, links.exists())

    def test_a_file_of_no_catalogue_is_an_error(
        self, corpus_folder: Path, links: Path, tmp_path: Path
    ) -> None:
        """
        A table without known columns is refused with what would be known.
        """
        (tmp_path / "mine.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        result = run("link", "--links", links, "--catalogue", tmp_path / "mine.csv", graph=corpus_folder)

        assert (1, True) == (result.code, "not a table of a known catalogue" in result.stderr)

    def test_a_link_enters_a_graph_that_is_built_with_it(self, links: Path, tmp_path: Path) -> None:
        """
        A user's accepted links are in the named graph of their subject.
        """
        page = ROOT / "data/incidents/moscow-camera-access-for-sale.txt"
        run("build", page, graph=tmp_path / "graph")
        run(
            "link",
            "--links",
            links,
            "--accept",
            "pkid:place/moscow-russia",
            OTHER,
            "--as",
            "owl:sameAs",
            graph=tmp_path / "graph",
        )
        run("build", page, "--links", links, graph=tmp_path / "graph")

        assert OTHER in run("export", "-", "--format", "ntriples", graph=tmp_path / "graph").stdout

    @pytest.mark.parametrize(
        "location", ["Germany, Austria and Switzerland", "London, Paris", "Oslo, Norway; European Union"]
    )
    def test_no_rule_proposes_owl_same_as_for_several_places(
        self, links: Path, tmp_path: Path, location: str
    ) -> None:
        """
        Several places are not one, and what the gazetteer found already is not proposed again.
        """
        page, graph = tmp_path / "page.txt", tmp_path / "graph"
        page.write_text(page_text(Location=location), encoding="utf-8")
        run("build", page, graph=graph)
        run("link", "--links", links, "--kind", "place", graph=graph)
        proposed = LinkTables(links).mappings(State.PROPOSED)
        of_page = [each for each in proposed if each.subject_label in location]

        assert [] == [each for each in of_page if each.predicate == term("owl:sameAs")]
        assert [] == [each for each in proposed if each.justification == BY_HAND]

    def test_a_node_that_is_called_as_several_places_is_linked_to_none(self, tmp_path: Path) -> None:
        """
        A user's record that names two cities is not matched with one, whatever a service returns.
        """
        page, graph, records = tmp_path / "page.txt", tmp_path / "graph", tmp_path / "records"
        page.write_text(page_text(Location="London, Paris"), encoding="utf-8")
        records.mkdir()
        (records / "places.ttl").write_text(
            "<https://w3id.org/privkg/id/place/london-paris> a <https://schema.org/Place> ;"
            ' <http://www.w3.org/2004/02/skos/core#prefLabel> "London, Paris" .'
        )
        run("build", page, "--authority", records, graph=graph)
        sure = Alternative(0.95, iri("https://example.org/london"), "London")

        assert [] == list(
            propose.propose(open_graph(graph), ("place",), look_up=lambda _kind, _name: [sure])
        )


class TestDuplicates:
    @pytest.fixture
    def pages(self, tmp_path: Path) -> Path:
        """A folder with pages that name an agency in two forms, and its namesake elsewhere."""
        folder = tmp_path / "pages"
        folder.mkdir()
        for number, name in enumerate(
            ("Example Data Agency", "Example Data Agency, Inc.", "Example Data Agency Oslo")
        ):
            text = page_text(f"Cameras {number}", Threat_Actors=f"- {name}", rows=())
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        return folder

    def test_pairs_are_proposed_by_rank_and_decided(
        self, pages: Path, links: Path, tmp_path: Path
    ) -> None:
        """
        A proposed pair has its rank and reason; once accepted, it is one actor of the next build.
        """
        graph = tmp_path / "graph"
        run("build", pages, graph=graph)
        found = run("link", "--duplicates", "--links", links, graph=graph)
        _, best, *_ = found.stdout.splitlines()
        _, one, _, other, _, method, _ = best.split("\t")
        run("link", "--links", links, "--accept", one, other, graph=graph)
        run("build", pages, "--links", links, graph=graph)
        later = run("link", "--duplicates", "--links", links, graph=graph)

        assert ("pkid:actor/example-data-agency", "pkid:actor/example-data-agency-inc") == (one, other)
        assert method.startswith("rank 1: the same words but for")
        assert method.endswith("; in 1 and 1 incidents")
        assert other not in later.stdout
        assert (0, "1 accepted" in later.stderr) == (later.code, True)

    def test_what_was_rejected_is_not_proposed_for_another_name(
        self, pages: Path, links: Path, tmp_path: Path
    ) -> None:
        """
        A rejected pair is left out, and also where one of the two was decided to be a third actor.
        """
        graph, name = tmp_path / "graph", "pkid:actor/example-data-agency"
        run("build", pages, graph=graph)
        before = run("link", "--duplicates", "--links", links, graph=graph).stdout
        run("link", "--links", links, "--reject", f"{name}-oslo", name, "--because", "x", graph=graph)
        run(
            *("link", "--links", links, "--accept", name, f"{name}-inc", "--as", "owl:sameAs"),
            graph=graph,
        )
        after = run("link", "--duplicates", "--links", links, graph=graph).stdout

        assert [3, 1] == [len(before.splitlines()) - 1, len(after.splitlines())]

    def test_contradicting_decisions_are_an_error(
        self, pages: Path, links: Path, tmp_path: Path
    ) -> None:
        """
        A build with a rejected pair that accepted links make one ends with the row, and writes nothing.
        """
        graph, name = tmp_path / "graph", "pkid:actor/example-data-agency"
        run("build", pages, graph=graph)
        for other in (f"{name}-inc", f"{name}-oslo"):
            run(
                *("link", "--links", links, "--accept", name, other, "--as", "owl:sameAs"),
                graph=graph,
            )
        run(
            *("link", "--links", links, "--reject", f"{name}-inc", f"{name}-oslo", "--because", "x"),
            graph=graph,
        )
        result = run("build", pages, "--links", links, graph=graph)

        assert (1, True) == (result.code, "rejected.sssom.tsv:" in result.stderr)
        assert "by accepted links they are the same" in result.stderr

    def test_other_options_are_refused(self, corpus_folder: Path, links: Path) -> None:
        """
        Pairs of actors are proposed alone, not together with links to other datasets.
        """
        result = run("link", "--duplicates", "--kind", "place", "--links", links, graph=corpus_folder)

        assert (2, True) == (result.code, "--duplicates is used alone" in result.stderr)
