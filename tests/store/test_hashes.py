"""Hashes of datasets and incidents equal those of RDFC-1.0 by another implementation."""

import hashlib
from pathlib import Path

import pyoxigraph
import pytest

from builders import page_text
from privkg import build
from privkg.rdf.iris import DEFAULT
from privkg.store import hashes
from privkg.store.graph import Graph, open_graph


def canonical_hash(lines: list[str]) -> str:
    """Return the hash of the canonical form that pyoxigraph computes."""
    dataset = pyoxigraph.Dataset(pyoxigraph.parse("".join(lines), pyoxigraph.RdfFormat.N_QUADS))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("".join(sorted(f"{quad} .\n" for quad in dataset)).encode()).hexdigest()


def of_quads(graph: Graph) -> dict[str, str]:
    """Return the hash of the quads of each incident, by its slug."""
    return {each.slug: each.quads for each in hashes.of_incidents(graph)}


def quads(graph: Graph, *names: str) -> list[str]:
    return [f"{line[:-3]} <{name}> .\n" for name in names for line in graph.lines(name)]


class TestIdentity:
    def test_of_a_dataset(self, corpus: Graph) -> None:
        """
        The hash of a dataset is that of its canonical form.
        """
        assert canonical_hash(quads(corpus, *corpus.manifest.graphs)) == hashes.of_dataset(corpus)

    def test_many_quads_are_sorted_on_disk(self, corpus: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Quads that are sorted in several runs have the same hash.
        """
        whole = hashes.of_dataset(corpus)
        monkeypatch.setattr(hashes, "_LINES_IN_MEMORY", 100)

        assert whole == hashes.of_dataset(corpus)

    def test_of_an_incident(self, corpus: Graph) -> None:
        """
        The hash of an incident is that of its facts and its evidence.
        """
        slug = corpus.manifest.pages[0].incident
        names = [of(slug)[1:-1] for of in (DEFAULT.graph, DEFAULT.prov_graph)]

        assert canonical_hash(quads(corpus, *names)) == of_quads(corpus)[slug]

    def test_a_word_changes_one_incident(self, tmp_path: Path) -> None:
        """
        After a change to one page only the hash of its incident changes.
        """
        before, after = (
            built(tmp_path / name, lead) for name, lead in (("1", "Before."), ("2", "After."))
        )

        assert of_quads(before)["letters"] != of_quads(after)["letters"]
        assert of_quads(before)["cameras"] == of_quads(after)["cameras"]


def built(folder: Path, lead: str) -> Graph:
    folder.mkdir()
    (folder / "1.txt").write_text(page_text("Letters", lead=lead), encoding="utf-8")
    (folder / "2.txt").write_text(page_text("Cameras"), encoding="utf-8")
    build.build([folder / "1.txt", folder / "2.txt"], folder / "graph")
    return open_graph(folder / "graph")
