"""A push has an endpoint hold a graph, whatever was there and however often it was cut short."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph
import pytest

from builders import page_text
from endpoints import Served, serving
from privkg import iris, pipeline
from privkg.errors import EndpointError
from privkg.push import Report, push
from privkg.remote import Endpoint, Limits
from privkg.remote.writing import GraphStore, Updates, Writer
from privkg.store.graph import Graph, open_graph
from privkg.terms import iri_text

OTHERS = "https://example.org/others"
Pushes = Callable[..., Report]


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no user, password or token."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def served() -> Iterator[Served]:
    """A triplestore that holds one triple, which is not privkg's."""
    with serving() as started:
        started.store.update(f"INSERT DATA {{ GRAPH <{OTHERS}> {{ <urn:a> <urn:b> <urn:c> }} }}")
        yield started


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    """The graph of two pages."""
    return built(tmp_path, "Letters opened", "Cameras sold")


@pytest.fixture(params=["graph-store", "update"])
def pushes(request: pytest.FixtureRequest, served: Served, tmp_path: Path) -> Pushes:
    """Pushes a graph to the triplestore, in each way."""

    def pushed(graph: Graph, *, with_delete: bool = False, tries: int = 1) -> Report:
        limits = Limits(seconds=20, tries=tries)
        writer: Writer = (
            GraphStore(served.graph_store, limits=limits)
            if request.param == "graph-store"
            else Updates(served.url, limits=limits, pause=lambda seconds: None)
        )
        log = tmp_path / "graph" / "pushed.jsonl"
        endpoint = Endpoint(served.url, limits=limits)
        return push(graph, writer, endpoint, target="t", log=log, with_delete=with_delete)

    return pushed


def built(folder: Path, *titles: str) -> Graph:
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for page in pages.iterdir():
        page.unlink()
    for number, title in enumerate(titles):
        (pages / f"{number}.txt").write_text(page_text(title), encoding="utf-8")
    pipeline.build([pages], folder / "graph")
    return open_graph(folder / "graph")


def held(served: Served) -> dict[str, list[str]]:
    """Return what the triplestore holds, as sorted lines by graph."""
    found: dict[str, list[str]] = {}
    for quad in served.store:
        assert isinstance(quad.graph_name, pyoxigraph.NamedNode)
        found.setdefault(quad.graph_name.value, []).append(f"{quad.triple} .\n")
    return {name: sorted(lines) for name, lines in found.items()}


def wanted(graph: Graph) -> dict[str, list[str]]:
    """Return what the triplestore shall hold: the graph, and what was there."""
    others = {OTHERS: ["<urn:a> <urn:b> <urn:c> .\n"]}
    return {name: graph.lines(name) for name in graph.manifest.graphs} | others


class TestPush:
    def test_all_graphs_arrive(self, graph: Graph, served: Served, pushes: Pushes) -> None:
        """
        Each named graph is there with its triples, and what others keep there is as it was.
        """
        report = pushes(graph)

        assert wanted(graph) == held(served)
        assert (len(graph.manifest.graphs), 0, graph.manifest.quads) == (
            report.pushed,
            report.unchanged,
            report.quads,
        )

    def test_what_is_there_is_not_sent_again(self, graph: Graph, served: Served, pushes: Pushes) -> None:
        """
        A second push sends nothing.
        """
        pushes(graph)
        served.written.clear()

        report = pushes(graph)

        assert [] == served.written
        assert len(graph.manifest.graphs) == report.unchanged

    def test_what_has_changed_is_sent(self, served: Served, pushes: Pushes, tmp_path: Path) -> None:
        """
        After a page has changed, its graphs are sent and those of other pages are not.
        """
        pushes(built(tmp_path, "Letters opened", "Cameras sold"))
        graph = built(tmp_path, "Letters opened", "Cameras sold twice")
        served.written.clear()

        pushes(graph, with_delete=True)

        assert wanted(graph) == held(served)
        assert not [text for text in served.written if iri_text(iris.graph("letters-opened")) in text]

    def test_a_push_cut_short_goes_on(self, graph: Graph, served: Served, pushes: Pushes) -> None:
        """
        After a refusal in the middle, what had arrived stays, and the next push brings the rest.
        """
        served.refusals = [200, 200, 200, 200, 500]
        with pytest.raises(EndpointError, match="does not take the graph; answered 500"):
            pushes(graph)

        report = pushes(graph)

        assert wanted(graph) == held(served)
        assert report.unchanged > 0

    def test_a_busy_server_is_asked_again(self, graph: Graph, served: Served, pushes: Pushes) -> None:
        """
        A server that is busy for a moment gets the graph a moment later.
        """
        served.refusals = [200, 503, 503]

        pushes(graph, tries=4)

        assert wanted(graph) == held(served)

    def test_what_was_lost_there_is_sent_again(
        self, graph: Graph, served: Served, pushes: Pushes
    ) -> None:
        """
        A graph that somebody emptied since is noticed by its count.
        """
        pushes(graph)
        served.store.update(f"DROP GRAPH {iris.graph('letters-opened')}")

        report = pushes(graph)

        assert wanted(graph) == held(served)
        assert 1 == report.pushed

    def test_what_is_not_ours_any_more_is_told(
        self, served: Served, pushes: Pushes, tmp_path: Path
    ) -> None:
        """
        Graphs of a page that is gone are named, and removed when that is asked for.
        """
        pushes(built(tmp_path, "Letters opened", "Cameras sold"))
        graph = built(tmp_path, "Letters opened")
        gone = [iri_text(of("cameras-sold")) for of in (iris.graph, iris.prov_graph)]

        assert tuple(gone) == pushes(graph).strange
        assert 2 == pushes(graph, with_delete=True).removed
        assert wanted(graph) == held(served)

    def test_a_server_that_loses_what_it_took_is_found_out(
        self, graph: Graph, served: Served, tmp_path: Path
    ) -> None:
        """
        A server that says yes and keeps nothing is an error that names what is missing.
        """
        served.refusals = [204] * 1000
        log = tmp_path / "graph" / "pushed.jsonl"
        writer, endpoint = GraphStore(served.graph_store), Endpoint(served.url)

        with pytest.raises(EndpointError, match=r"does not hold what was sent: .* has 0 of .* more;"):
            push(graph, writer, endpoint, target="t", log=log)

    def test_a_note_that_was_cut_short_is_none(
        self, graph: Graph, served: Served, pushes: Pushes, tmp_path: Path
    ) -> None:
        """
        A line of the notes that breaks off means that its graph is pushed again.
        """
        pushes(graph)
        log = tmp_path / "graph" / "pushed.jsonl"
        log.write_text(log.read_text(encoding="utf-8")[:-20], encoding="utf-8")

        assert 1 == pushes(graph).pushed
