"""Actors that were decided to be one are one resource of the graph that is built next."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.build.draft import draft
from privkg.build.lifting import evidence
from privkg.build.read import ReadOptions
from privkg.core.errors import RdfError
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, iri, iri_text, term
from privkg.reference.links.tables import LinkTables
from privkg.store import quads_text
from privkg.store.graph import Graph, open_graph
from privkg.store.rdf import literal_text

NAMES = ("Example Agency", "Example Agency Ltd", "The Agency of Examples")
RECORD = """
PREFIX pk: <https://w3id.org/privkg/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
<{iri}> a pk:Company ; skos:prefLabel "{name}" .
"""


def actor(name: str, base: Base = DEFAULT) -> Term:
    """Return the IRI of an actor without a record."""
    return base.actor(name)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with a page for each name of an agency."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in NAMES:
        row = row_text(Threat=f"{name} watching people")
        text = page_text(f"Cameras of {name}", Threat_Actors=name, rows=(row,))
        (folder / f"{DEFAULT.actor(name)[-12:-1]}.txt").write_text(text, encoding="utf-8")
    return folder


def decide(
    folder: Path, pairs: Iterable[tuple[str, str]], rejected: Iterable[tuple[str, str]] = ()
) -> Path:
    """Return a folder of tables in which pairs of names are accepted and rejected."""
    kept = LinkTables(folder)
    for one, other in pairs:
        kept.accept(actor(one), actor(other), term("owl:sameAs"))
    for one, other in rejected:
        kept.reject(actor(one), actor(other), "namesakes")
    kept.save()
    return folder


def built(pages: Path, links: Path, records: Path | None = None) -> Graph:
    """Return the graph of pages that is built with tables of links, and with a folder of records."""
    graph = pages.parent / "graph"
    build.build([pages], graph, authority_folders=[records] if records else [], link_folders=[links])
    return open_graph(graph)


def labels(graph: Graph, node: Term, predicate: Term) -> list[str]:
    """Return the labels of a resource, sorted."""
    return sorted(literal_text(value) for (_, _, value), _ in graph.triples(node, predicate))


def actors(graph: Graph) -> set[Term]:
    """Return the actors that the graph labels."""
    return {s for (s, _, _), _ in graph.triples(None, PREF_LABEL) if graph.base.kind(s) is Kind.ACTOR}


class TestOneResource:
    @pytest.mark.parametrize("is_reversed", [False, True])
    def test_a_chain_is_one_actor(self, pages: Path, tmp_path: Path, is_reversed: bool) -> None:
        """
        Actors that are the same through another are one, with one preferred label, in either direction.
        """
        pairs = [(NAMES[0], NAMES[1]), (NAMES[1], NAMES[2])]
        links = decide(tmp_path / "links", [pair[::-1] if is_reversed else pair for pair in pairs])
        graph = built(pages, links)
        first = min(map(actor, NAMES), key=iri_text)

        assert {first} == actors(graph)
        assert 3 == len(list(graph.triples(None, term("pk:statedActor"), first)))
        assert 3 == len(list(graph.triples(None, term("pk:actor"), first)))
        assert [name for name in NAMES if actor(name) == first] == labels(graph, first, PREF_LABEL)
        assert sorted(name for name in NAMES if actor(name) != first) == labels(graph, first, ALT_LABEL)

    def test_claims_keep_their_quotes(self, pages: Path, tmp_path: Path) -> None:
        """
        The evidence of each statement about the actor is the name that the page has.
        """
        links = decide(tmp_path / "links", [(NAMES[0], NAMES[1])])
        found = draft([pages], ReadOptions(link_folders=(links,)))
        bodies = [found.collected.body(page) for page in found.pages]
        claims = [
            claim for body in bodies for claim in evidence.claims_of(quads_text.triples(body.provenance))
        ]

        assert {NAMES[0], NAMES[1]} == {
            claim.passage.text for claim in claims if claim.object == actor(NAMES[0])
        }

    def test_no_identity_of_actors_is_a_triple(self, pages: Path, tmp_path: Path) -> None:
        """
        A decision makes one resource, and leaves no statement about the other IRI.
        """
        links = decide(tmp_path / "links", [(NAMES[0], NAMES[1])])
        kept = LinkTables(links)
        kept.accept(actor(NAMES[1]), iri("https://example.org/record"), term("owl:sameAs"))
        kept.save()
        graph = built(pages, links)
        same = [(s, o) for (s, _, o), _ in graph.triples(None, term("owl:sameAs"))]

        assert (actor(NAMES[0]), iri("https://example.org/record")) in same
        assert not list(graph.triples(actor(NAMES[1])))
        assert not list(graph.triples(None, None, actor(NAMES[1])))

    def test_without_a_decision_they_are_several(self, pages: Path, tmp_path: Path) -> None:
        """
        Names that only look alike are actors of their own, also after one pair was rejected.
        """
        graph = built(pages, decide(tmp_path / "links", [], [(NAMES[0], NAMES[1])]))

        assert set(map(actor, NAMES)) == actors(graph)

    def test_a_cached_page_follows_a_new_decision(self, pages: Path, tmp_path: Path) -> None:
        """
        A page that was read before a decision is read again with it.
        """
        links = tmp_path / "links"
        for pairs in ([], [(NAMES[0], NAMES[1])]):
            graph = tmp_path / f"graph-{len(pairs)}"
            decide(links, pairs)
            build.build([pages], graph, link_folders=[links], cache_folder=tmp_path / "cache")

        assert actor(NAMES[1]) not in actors(open_graph(graph))


class TestRecords:
    def test_a_record_wins(self, pages: Path, tmp_path: Path) -> None:
        """
        An actor that is the same as a recorded one has the IRI, the label and the type of the record.
        """
        node = actor("Zenith Agency")
        records = tmp_path / "records"
        records.mkdir()
        (records / "zenith.ttl").write_text(RECORD.format(iri=iri_text(node), name="Zenith Agency"))
        links = decide(tmp_path / "links", [(NAMES[0], "Zenith Agency"), (NAMES[0], NAMES[1])])
        graph = built(pages, links, records)

        assert {node, actor(NAMES[2])} == actors(graph)
        assert ["Zenith Agency"] == labels(graph, node, PREF_LABEL)
        assert sorted(NAMES[:2]) == labels(graph, node, ALT_LABEL)
        assert {term("pk:Company")} == {o for (_, _, o), _ in graph.triples(node, term("rdf:type"))}

    def test_two_records_are_never_one(self, pages: Path, tmp_path: Path) -> None:
        """
        A link between two recorded actors is an error at its row.
        """
        records = tmp_path / "records"
        records.mkdir()
        for name in NAMES[:2]:
            text = RECORD.format(iri=iri_text(actor(name)), name=name)
            (records / f"{len(name)}.ttl").write_text(text)
        links = decide(tmp_path / "links", [(NAMES[0], NAMES[1])])

        with pytest.raises(RdfError, match="of two actors") as caught:
            built(pages, links, records)
        assert "accepted.sssom.tsv:" in str(caught.value)

    def test_a_rejection_contradicts_a_chain(self, pages: Path, tmp_path: Path) -> None:
        """
        A rejected pair that accepted links make one is an error at the row of the rejection.
        """
        links = decide(
            tmp_path / "links", [(NAMES[0], NAMES[1]), (NAMES[1], NAMES[2])], [(NAMES[0], NAMES[2])]
        )

        with pytest.raises(RdfError, match="they are the same") as caught:
            built(pages, links)
        assert "rejected.sssom.tsv:" in str(caught.value)
