"""A built graph is pushed to a Virtuoso server without loss, by each method."""

from collections.abc import Callable
from pathlib import Path

import pytest

import in_parts
from builders import page_text
from judges import Virtuoso
from privkg import build
from privkg.build import Report
from privkg.publish.push import push
from privkg.query import ask, questions
from privkg.rdf.iris import DEFAULT
from privkg.store import generations, text_files
from privkg.store.graph import Graph, open_graph
from privkg.store.remote import Endpoint
from query.test_questions import values_of

STALE = f"{DEFAULT.graphs}no-longer-built"


BUILDS: dict[str, Callable[[Path, Path], Report]] = {
    "at once": lambda page, directory: build.build([page], directory),
    "in parts": in_parts.built,
}


@pytest.fixture(scope="module", params=BUILDS)
def directory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built graph of a page whose IRI is not ASCII."""
    folder = tmp_path_factory.mktemp("pushed")
    (folder / "page.txt").write_text(page_text("Камеры “for sale” \U0001f600"), encoding="utf-8")
    BUILDS[request.param](folder / "page.txt", folder / "graph")
    return folder / "graph"


@pytest.mark.long(part="engines")
class TestVirtuoso:
    @pytest.mark.parametrize("method", ["graph-store", "update"])
    def test_a_graph_is_there_whole(
        self, a_virtuoso: Virtuoso, directory: Path, method: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        All graphs are written and counted, those of the page exactly; a second push writes nothing.
        """
        monkeypatch.setenv("PRIVKG_USER", "dba")
        monkeypatch.setenv("PRIVKG_PASSWORD", "dba")
        endpoint = Endpoint(a_virtuoso.endpoint)
        a_virtuoso.sql(f"SPARQL INSERT DATA {{ GRAPH <{STALE}> {{ <urn:a> <urn:b> <urn:c> }} }}")
        url = a_virtuoso.graph_store if method == "graph-store" else a_virtuoso.endpoint
        first, again = (
            push(directory, url, method=method, endpoint=a_virtuoso.endpoint, is_deleting=True)
            for _ in range(2)
        )
        built = open_graph(directory)
        graphs = built.manifest.graphs
        of_page = [name for name in graphs if "камеры" in name]

        assert (len(graphs), 0, (STALE,)) == (first.pushed, first.unchanged, first.stale)
        assert (0, len(graphs), ()) == (again.pushed, again.unchanged, again.stale)
        assert {name: count.quads for name, count in graphs.items()} == endpoint.sizes(DEFAULT.graphs)
        assert {name: built.lines(name) for name in of_page} == {
            name: lines(endpoint, name) for name in of_page
        }
        assert 2 == len(of_page)

    def test_its_loader_takes_the_parts(self, a_virtuoso: Virtuoso, tmp_path: Path) -> None:
        """
        The parts of a graph are files that Virtuoso loads by itself, without loss.
        """
        (tmp_path / "page.txt").write_text(page_text("Letters opened by a loader"), encoding="utf-8")
        in_parts.built(tmp_path / "page.txt", tmp_path / "graph")
        a_virtuoso.load([])
        a_virtuoso.load_files((generations.current(tmp_path / "graph") / text_files.PARTS).iterdir())
        graphs = open_graph(tmp_path / "graph").manifest.graphs
        sizes = Endpoint(a_virtuoso.endpoint).sizes(DEFAULT.graphs)

        assert {name: count.quads for name, count in graphs.items()}.items() <= sizes.items()

    def test_it_answers_as_the_graph_on_disk(
        self,
        a_virtuoso: Virtuoso,
        corpus: Graph,
        corpus_folder: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """
        The headline question returns the same rows and evidence from Virtuoso as from the graph on disk.
        """
        monkeypatch.setenv("PRIVKG_USER", "dba")
        monkeypatch.setenv("PRIVKG_PASSWORD", "dba")
        a_virtuoso.load([])
        push(corpus_folder, a_virtuoso.graph_store, endpoint=a_virtuoso.endpoint, is_deleting=True)
        question = questions.load("actors-linked-to-harms")
        values = values_of(question.example)

        there = ask.ask(Endpoint(a_virtuoso.endpoint), question, values, with_evidence=True)

        assert ask.ask(corpus, question, values, with_evidence=True) == there


def lines(endpoint: Endpoint, graph: str) -> list[str]:
    """Return the sorted N-Triples lines of a named graph."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    written = endpoint.answer(query, "json", "application/n-triples")[1].decode()
    return sorted(f"{line}\n" for line in written.split("\n") if line)
