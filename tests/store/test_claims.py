"""Claims read from the text of a graph equal those of a dataset that holds them as quads."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import page_text, row_text
from checkout import ROOT
from privkg import build
from privkg.query.evidence import Reader
from privkg.rdf.evidence import LINKS, OBJECT, PREDICATES, SUBJECT, is_claim
from privkg.rdf.graphs import is_provenance
from privkg.rdf.terms import Term
from privkg.store import quads_text
from privkg.store.graph import Graph, Quads, in_memory, open_graph


def generated(folder: Path) -> Path:
    """Write pages that name each other's actors, groups, places, rows and sources."""
    for number in range(30):
        rows = [
            row_text(
                Threat=f"Agency {number % 7} doing act {number}",
                At_Risk_group=f"Women in {('Moscow', 'Oslo')[number % 2]}",
                According_to=f"Agency {number % 5}",
            ),
            row_text(Harm="Disclosure", Status="Alleged"),
        ]
        if number:
            rows[0] += f"\nFollows from: invented-{number - 1}/v1"
        text = page_text(
            f"Invented {number}", rows=tuple(rows), sources=f"https://example.org/{number % 9}"
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["generated", "corpus"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of generated pages, and that of the corpus."""
    folder = tmp_path_factory.mktemp("claims")
    pages = folder / "pages"
    pages.mkdir()
    source = generated(pages) if request.param == "generated" else ROOT / "data" / "incidents"
    build.build([source], folder / "graph")
    return open_graph(folder / "graph")


@pytest.fixture(scope="module")
def whole(graph: Graph) -> Quads:
    """A dataset in memory with all quads of the graph."""
    texts = graph.texts(graph.manifest.graphs)
    return in_memory((text.decode() for text in texts), graph.base)


def resources(quads: Quads) -> list[Term]:
    """Return the resources that a dataset names, without parts of pages, sorted."""
    named = {node for (s, _, o), _ in quads.triples() for node in (s, o)}
    return sorted(node for node in named if node[0] == "<" and "/page/" not in node)


class TestClaims:
    def test_each_is_described_by_its_incident(self, graph: Graph, whole: Quads) -> None:
        """
        Each claim has the same description, and each incident the same claims.
        """
        every = list(filter(is_claim, resources(whole)))
        incidents = sorted({graph.base.incident(page.incident) for page in graph.manifest.pages})

        assert every
        assert [_sorted(whole, claim) for claim in every] == [_sorted(graph, each) for each in every]
        assert [whole.claims.of_incident(each) for each in incidents] == [
            graph.claims.of_incident(each) for each in incidents
        ]

    @pytest.mark.parametrize("role", [SUBJECT, OBJECT])
    def test_each_resource_has_the_same_ones(self, graph: Graph, whole: Quads, role: Term) -> None:
        """
        For each resource, the same claims have it as subject, or as object.
        """
        every = [node for node in resources(whole) if not is_claim(node)][::3]
        expected = {node: whole.claims.with_value(role, node) for node in every}

        assert any(expected.values())
        assert expected == {node: graph.claims.with_value(role, node) for node in every}

    def test_each_resource_is_read_alike(self, graph: Graph, whole: Quads) -> None:
        """
        Facts, evidence and incoming facts of resources are the same.
        """
        mine, other = Reader(graph), Reader(whole)
        every = [node for node in resources(whole) if graph.base.path(node)][::25]

        assert every
        for node in every:
            assert list(_read(other, node)) == list(_read(mine, node))


class TestStore:
    def test_it_holds_the_rest(self, graph: Graph, whole: Quads) -> None:
        """
        The store holds every quad but those about claims, which have no other predicates.
        """
        claims = [(triple, name) for triple, name in whole.triples() if is_claim(triple[0])]
        found = sorted(graph.facts.triples())

        assert PREDICATES >= {predicate for (_, predicate, _), _ in claims}
        assert all(is_provenance(name) for _, name in claims)
        assert sorted(whole.triples()) == sorted([*found, *claims])

    def test_no_fact_links_to_a_claim(self, graph: Graph) -> None:
        """
        The objects of the links that the analysis of queries knows are never claims.
        """
        objects = {o for (_, p, o), _ in graph.facts.triples() if p in LINKS}

        assert objects
        assert not list(filter(is_claim, objects))

    def test_the_text_is_cut_where_claims_begin_and_end(self, graph: Graph) -> None:
        """
        The lines that the store holds and those about claims are the lines of the text.
        """
        for name, text in zip(graph.manifest.graphs, graph.texts(graph.manifest.graphs), strict=True):
            stored, claims = quads_text.split(name, text)
            lines = text.decode().splitlines(keepends=True)
            of_claims = [line for line in lines if is_claim(line.partition(" ")[0])]

            assert "".join(of_claims) == claims.decode()
            assert "".join(line for line in lines if line not in of_claims) == stored.decode()


def _sorted(quads: Quads, claim: Term) -> dict[Term, list[Term]]:
    return {predicate: sorted(values) for predicate, values in quads.claims.described(claim).items()}


def _read(reader: Reader, node: Term) -> Iterator[object]:
    yield from (reader.facts(node), reader.provenance(node), reader.incoming_facts(node))
    yield from (reader.evidence(node), reader.evidence_of_object(node), reader.evidence_of_page(node))
