"""A push writes the built graph to a server, can be continued, and leaves graphs of others unchanged."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builders import page_text
from graph_stores import GraphServer
from privkg import build
from privkg.core.errors import EndpointError
from privkg.publish.push import Report, push
from privkg.rdf.iris import DEFAULT, Base
from privkg.store.graph import open_graph
from privkg.store.remote import Limits
from steps import Steps

LIMITS = Limits(seconds=10, tries=1)
STALE = f"{DEFAULT.graphs}no-longer-built"
INCIDENT = f"{DEFAULT.graphs}cameras-for-sale-in-an-example"

Pushed = Callable[..., Report]


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has no user, password or token."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[GraphServer]:
    """A server with a named graph that is not privkg's."""
    with GraphServer().running() as running:
        running.add("https://example.org/graph/other", "urn:1")
        yield running


@pytest.fixture(scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    (folder / "page.txt").write_text(page_text(), encoding="utf-8")
    build.build([folder / "page.txt"], folder / "graph")
    return folder / "graph"


@pytest.fixture
def directory(_built: Path, tmp_path: Path) -> Path:
    """The folder of a graph of one page, copied for each test."""
    return shutil.copytree(_built, tmp_path / "graph")


@pytest.fixture(params=["graph-store", "graph-store and endpoint", "update"])
def pushed(request: pytest.FixtureRequest, server: GraphServer, directory: Path) -> Pushed:
    """Pushes the graph to the server, by each method."""
    method, _, needs_endpoint = request.param.partition(" and ")

    def pushing(**more: bool) -> Report:
        endpoint = server.url if needs_endpoint else None
        return push(directory, server.url, method=method, endpoint=endpoint, limits=LIMITS, **more)  # type: ignore[arg-type]

    return pushing


@pytest.fixture
def counted(server: GraphServer, directory: Path) -> Pushed:
    """Pushes the graph to the server by graph-store, and counts its triples in SPARQL."""

    def pushing(**more: bool) -> Report:
        return push(directory, server.url, endpoint=server.url, limits=LIMITS, **more)  # type: ignore[arg-type]

    return pushing


def built_sizes(directory: Path) -> dict[str, int]:
    return {graph: count.quads for graph, count in open_graph(directory).manifest.graphs.items()}


def ours(server: GraphServer) -> dict[str, int]:
    return {graph: size for graph, size in server.sizes().items() if graph.startswith(DEFAULT.graphs)}


def failing_at(number: int, what: str, status: int) -> Callable[[str, str], int | None]:
    """Return a fault that answers the nth request of a kind with a status, counted from 1."""
    seen: list[str] = []

    def fault(requested: str, of: str) -> int | None:
        seen.extend([of] if requested == what else [])
        return status if requested == what and len(seen) == number else None

    return fault


class TestPush:
    def test_all_graphs_are_there_as_built(
        self, server: GraphServer, directory: Path, pushed: Pushed
    ) -> None:
        """
        The server then has exactly the graphs of the manifest, and keeps graphs of others.
        """
        report = pushed()
        graph = open_graph(directory)

        assert graph.manifest.graphs.keys() == ours(server).keys()
        assert {name: graph.lines(name) for name in ours(server)} == {
            name: server.lines(name) for name in ours(server)
        }
        assert 1 == server.sizes()["https://example.org/graph/other"]
        assert (len(ours(server)), 0, graph.manifest.quads) == (
            report.pushed,
            report.unchanged,
            report.quads,
        )

    def test_they_go_in_order(self, server: GraphServer, counted: Pushed) -> None:
        """
        Graphs are written sorted by their IRIs.
        """
        counted()

        assert sorted(ours(server)) == server.changed()

    def test_once_more_changes_nothing(self, server: GraphServer, pushed: Pushed) -> None:
        """
        Graphs that the server has already are counted and skipped.
        """
        first = pushed()
        server.changed()
        again = pushed()

        assert [] == server.changed()
        assert (0, first.pushed, first.quads) == (again.pushed, again.unchanged, again.quads)

    def test_skipped_graphs_are_counted_once(self, server: GraphServer, counted: Pushed) -> None:
        """
        A push that changes nothing queries the counts once: one page of results, and the empty page.
        """
        counted()
        server.seen.clear()
        counted()

        assert ["query", "query"] == [what for what, _ in server.seen]

    def test_only_what_changed_is_written(
        self, server: GraphServer, directory: Path, counted: Pushed, tmp_path: Path
    ) -> None:
        """
        After another build only graphs with another hash are written.
        """
        counted()
        server.changed()
        before = dict(open_graph(directory).manifest.graphs.items())
        (tmp_path / "page.txt").write_text(page_text(lead="Another lead."), encoding="utf-8")
        after = build.build([tmp_path / "page.txt"], directory).manifest
        counted()

        assert after
        assert sorted(g for g in after.graphs if after.graphs[g] != before[g]) == server.changed()
        assert built_sizes(directory) == ours(server)

    def test_each_address_has_its_own_ledger(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        A graph that was pushed to one address is still pushed to another.
        """
        first = counted()
        other = push(directory, f"{server.url}?x=1", endpoint=server.url, limits=LIMITS)

        assert first.pushed == other.pushed

    def test_progress_is_reported(self, server: GraphServer, directory: Path) -> None:
        """
        Each graph that is pushed is an item of a step of progress.
        """
        steps, due = Steps(), len(built_sizes(directory))
        push(directory, server.url, limits=LIMITS, progress=steps)

        assert due == steps.totals["pushing graphs"] == steps.done["pushing graphs"]


class TestResuming:
    def test_an_interrupted_push_continues(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        After a server was busy midway, the next push writes only the remaining graphs.
        """
        server.fault = failing_at(4, "PUT", 503)
        with pytest.raises(EndpointError, match=r"answered 503.*; 3 of 6 graphs were pushed"):
            counted()
        server.changed()
        report = counted()

        assert (3, 3) == (report.pushed, report.unchanged)
        assert sorted(built_sizes(directory))[3:] == server.changed()
        assert built_sizes(directory) == ours(server)

    def test_an_error_at_the_first_graph_has_no_count(
        self, server: GraphServer, counted: Pushed
    ) -> None:
        """
        The error has no number of pushed graphs if there is none.
        """
        server.fault = failing_at(1, "PUT", 500)
        with pytest.raises(EndpointError) as raised:
            counted()

        assert str(raised.value).endswith("answered 500 Internal Server Error: a fault of the test")

    def test_a_graph_whose_push_failed_is_written_again(
        self, server: GraphServer, directory: Path, counted: Pushed, tmp_path: Path
    ) -> None:
        """
        A graph whose push failed is written again, even if the version pushed before is built again.
        """
        counted()
        page, other = tmp_path / "page.txt", tmp_path / "other.txt"
        page.write_text(page_text(), encoding="utf-8")
        other.write_text(page_text(lead="Another lead."), encoding="utf-8")
        build.build([other], directory)
        server.fault = failing_at(1, "PUT", 500)
        with pytest.raises(EndpointError):
            counted()
        build.build([page], directory)
        server.changed()
        counted()

        assert INCIDENT in server.changed()

    def test_without_a_ledger_all_is_pushed(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        Without the ledger all graphs are written again.
        """
        first = counted()
        (directory / "pushed.jsonl").unlink()

        assert first.pushed == counted().pushed

    def test_a_hash_is_not_enough(self, server: GraphServer, pushed: Pushed) -> None:
        """
        A graph to which somebody added triples on the server is written again.
        """
        pushed()
        server.changed()
        server.add(INCIDENT, "urn:strange")
        report = pushed()

        assert 1 == report.pushed
        assert "urn:strange" not in "".join(server.lines(INCIDENT))


class TestVerifying:
    def test_a_graph_that_is_lost_is_named(self, server: GraphServer, pushed: Pushed) -> None:
        """
        A graph that the server accepted but did not store is an error.
        """
        server.fault = lambda what, of: 204 if what in ("PUT", "update") and INCIDENT in of else None
        with pytest.raises(EndpointError, match=rf"graphs differ.*: {INCIDENT} has 0 triples, not"):
            pushed()

    def test_a_graph_with_more_is_named(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        A graph that grows while others are pushed is an error.
        """

        def growing(what: str, of: str) -> None:
            server.add(INCIDENT, *(["urn:1"] if of.endswith("shared") else []))

        server.fault = growing
        size = built_sizes(directory)[INCIDENT]
        with pytest.raises(EndpointError, match=f"{INCIDENT} has {size + 1} triples, not {size};"):
            counted()

    def test_five_are_named_and_the_others_counted(self, server: GraphServer, counted: Pushed) -> None:
        """
        If many graphs differ, the message names five and counts the others.
        """
        server.fault = lambda what, of: 204 if what == "PUT" else None
        with pytest.raises(EndpointError) as raised:
            counted()

        assert 5 == str(raised.value).count("has 0 triples")
        assert "; and 1 more; push again" in str(raised.value)

    def test_what_cannot_be_counted_is_not_pushed(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        If the endpoint does not answer queries, nothing is written.
        """
        server.fault = lambda what, of: 404 if what == "query" else None
        with pytest.raises(EndpointError, match="there is no endpoint; answered 404"):
            counted()
        with pytest.raises(EndpointError, match="give it with --endpoint"):
            push(directory, server.url, method="update", limits=LIMITS)

        assert [] == server.changed()

    def test_a_server_without_n_triples_needs_an_endpoint(
        self, server: GraphServer, directory: Path
    ) -> None:
        """
        If graphs cannot be read back as N-Triples, the error names --endpoint.
        """
        server.graph_kind = "text/turtle"
        with pytest.raises(EndpointError, match=r"returns graphs as text/turtle.*use --endpoint"):
            push(directory, server.url, limits=LIMITS)


class TestDeleting:
    @pytest.mark.parametrize("method", ["graph-store", "update"])
    def test_what_is_no_longer_built_is_removed(
        self, server: GraphServer, directory: Path, method: str
    ) -> None:
        """
        With `is_deleting`, graphs of privkg that the built graph lacks are removed, and no others.
        """
        server.add(STALE, "urn:1")
        server.add(DEFAULT.graphs.removesuffix("/"), "urn:1")
        server.add("https://w3id.org/privkg/graphs/x", "urn:1")
        kept = server.sizes().keys() - {STALE}
        report = push(
            directory, server.url, method=method, endpoint=server.url, limits=LIMITS, is_deleting=True
        )

        assert (STALE,) == report.stale
        assert kept | built_sizes(directory).keys() == server.sizes().keys()

    def test_by_default_it_is_reported_and_stays(self, server: GraphServer, counted: Pushed) -> None:
        """
        Without `is_deleting`, such a graph is reported and stays.
        """
        server.add(STALE, "urn:1")
        lines = counted().lines()

        assert f"{STALE}: on the server but not in the built graph; remove it with --delete" in lines
        assert STALE in server.sizes()

    def test_what_was_pushed_from_here_is_known_without_an_endpoint(
        self, server: GraphServer, directory: Path, tmp_path: Path
    ) -> None:
        """
        By graph-store alone, graphs that this folder pushed before are found in its ledger and removed.
        """
        push(directory, server.url, limits=LIMITS)
        (tmp_path / "page.txt").write_text(page_text("Letters opened in an example"), encoding="utf-8")
        build.build([tmp_path / "page.txt"], directory)
        report = push(directory, server.url, limits=LIMITS, is_deleting=True)

        assert (INCIDENT, f"{INCIDENT}/prov") == report.stale
        assert built_sizes(directory) == ours(server)

    def test_graphs_of_another_base_stay(
        self, server: GraphServer, directory: Path, counted: Pushed, tmp_path: Path
    ) -> None:
        """
        Two datasets on one server keep each other's graphs, even if one base is below the other.
        """
        counted()
        (tmp_path / "page.txt").write_text(page_text("Letters opened in an example"), encoding="utf-8")
        within = Base(DEFAULT.graphs)
        build.build([tmp_path / "page.txt"], tmp_path / "other", base=within)
        other = push(
            tmp_path / "other", server.url, endpoint=server.url, limits=LIMITS, is_deleting=True
        )
        again = counted(is_deleting=True)

        assert ((), ()) == (other.stale, again.stale)
        assert built_sizes(directory).items() <= server.sizes().items()
        assert built_sizes(tmp_path / "other").items() <= server.sizes().items()
        assert all(name.startswith(within.graphs) for name in built_sizes(tmp_path / "other"))

    def test_a_graph_of_others_in_the_ledger_stays(self, server: GraphServer, directory: Path) -> None:
        """
        A graph that is not privkg's stays, even if the ledger has it as pushed.
        """
        other = "https://example.org/graph/other"
        entry = {"at": server.url, "graph": other, "sha256": "0"}
        (directory / "pushed.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
        report = push(directory, server.url, limits=LIMITS, is_deleting=True)

        assert () == report.stale
        assert 1 == server.sizes()[other]

    def test_a_graph_that_is_not_removed_is_named(self, server: GraphServer, counted: Pushed) -> None:
        """
        A graph that the server claims to have removed, but still has, is an error.
        """
        server.add(STALE, "urn:1")
        server.fault = lambda what, of: 204 if what == "DELETE" else None
        with pytest.raises(EndpointError, match=f"{STALE} has 1 triples, not 0"):
            counted(is_deleting=True)


class TestReport:
    def test_the_counts_come_last(self) -> None:
        """
        A report has the removed graphs, and then the counts.
        """
        report = Report(
            target="http://example.org/data",
            pushed=2,
            unchanged=3,
            quads=4,
            stale=(STALE,),
            is_deleting=True,
        )

        assert [
            f"removed {STALE}",
            "pushed 2 graphs to http://example.org/data, 3 unchanged, 4 quads verified",
        ] == list(report.lines())
