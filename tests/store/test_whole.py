"""SPARQL over facts and evidence together runs on a store that is made when it is first needed."""

import shutil
from pathlib import Path

import pytest

from privkg.rdf.evidence import PREDICATES
from privkg.rdf.terms import A, Term, term
from privkg.store import generations, seal, whole
from privkg.store.graph import Graph, in_memory, open_graph

FACTS = "SELECT (COUNT(*) AS ?n) { ?row pk:harm ?harm }"
CLAIMS = "SELECT (COUNT(*) AS ?n) { ?claim pk:quote ?quote }"
EVERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ONCE = "preparing evidence for SPARQL, once per build\n"


def count(graph: Graph, query: str) -> int:
    (row,) = graph.select(query)
    return int(row["n"].split('"')[1])


class TestWhole:
    def test_queries_match_claims(self, directory: Path) -> None:
        """
        A query that may match claims has the answer of a dataset with all quads.
        """
        graph = open_graph(directory)
        text = b"".join(graph.texts(graph.manifest.graphs)).decode()
        dataset = in_memory([text])

        for query in (FACTS, CLAIMS, EVERY):
            assert dataset.select(query) == graph.select(query)
            assert dataset.answer(query, "json", "") == graph.answer(query, "json", "")
        assert sorted(dataset.triples()) == sorted(graph.triples())
        assert len(dataset.rdflib()) == len(graph.rdflib()) == graph.manifest.quads

    @pytest.mark.parametrize("predicate", [None, *sorted(PREDICATES), term("pk:harm")])
    def test_patterns_match_claims(self, directory: Path, predicate: Term | None) -> None:
        """
        The triples with any predicate, or with a class, are those of a dataset with all quads.
        """
        graph = open_graph(directory)
        dataset = in_memory([b"".join(graph.texts(graph.manifest.graphs)).decode()])

        assert sorted(dataset.triples(None, predicate)) == sorted(graph.triples(None, predicate))
        for kind in (term("pk:Claim"), term("pk:Incident")):
            assert sorted(dataset.triples(None, A, kind)) == sorted(graph.triples(None, A, kind))

    def test_it_is_made_once(self, directory: Path, capfd: pytest.CaptureFixture[str]) -> None:
        """
        A query about facts does not make it; the first about claims does, and later ones use it.
        """
        made = generations.current(directory) / whole.NAME
        count(open_graph(directory), FACTS)

        assert not made.exists()
        assert count(open_graph(directory), CLAIMS) == count(open_graph(directory), CLAIMS)
        assert ONCE == capfd.readouterr().err
        assert made.is_dir()
        open_graph(directory).verify()

    @pytest.mark.parametrize("name", [seal.NAME, "manifest.json", "store/CURRENT"])
    def test_a_damaged_one_is_made_again(
        self, directory: Path, name: str, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """
        A damaged one is made again, as is one of another graph.
        """
        expected = count(open_graph(directory), EVERY)
        (generations.current(directory) / whole.NAME / name).write_text("damaged")

        assert expected == count(open_graph(directory), EVERY)
        assert 2 * ONCE == capfd.readouterr().err

    def test_what_a_killed_process_left_is_removed(self, directory: Path) -> None:
        """
        An incomplete one is removed when one is made.
        """
        left = generations.current(directory) / "whole.partial"
        shutil.copytree(generations.current(directory) / "store", left / "store")
        count(open_graph(directory), CLAIMS)

        assert not left.exists()

    def test_a_folder_that_cannot_be_written_is_no_obstacle(
        self, directory: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        """
        If it cannot be made in the graph's folder, a temporary one is used, and is removed.
        """
        obstacle = generations.current(directory) / "whole.partial"
        obstacle.write_text("not a folder")
        graph = open_graph(directory)

        assert count(graph, EVERY) == graph.manifest.quads
        assert not (generations.current(directory) / whole.NAME).exists()
        assert ONCE == capfd.readouterr().err

    def test_a_build_removes_it(self, directory: Path, other_page: Path) -> None:
        """
        It is removed with its generation, and the next generation has none.
        """
        from privkg import build

        former = generations.current(directory)
        count(open_graph(directory), CLAIMS)
        build.build([other_page], directory)

        assert not former.exists()
        assert ["whole"] not in [sorted(p.name for p in directory.glob("*/whole*"))]
        assert count(open_graph(directory), EVERY) == open_graph(directory).manifest.quads
