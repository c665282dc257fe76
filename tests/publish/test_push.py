"""A push leaves what was built at the server, however often it is broken off, and no more than that."""

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

LIMITS = Limits(seconds=10, tries=1)
STALE = f"{DEFAULT.graphs}no-longer-built"
INCIDENT = f"{DEFAULT.graphs}cameras-for-sale-in-an-example"

Pushed = Callable[..., Report]


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no user, password or token."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[GraphServer]:
    """A server that keeps graphs, with one that is not privkg's."""
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
    """The folder of a graph of one page, the test's own."""
    return shutil.copytree(_built, tmp_path / "graph")


@pytest.fixture(params=["graph-store", "graph-store and endpoint", "update"])
def pushed(request: pytest.FixtureRequest, server: GraphServer, directory: Path) -> Pushed:
    """Pushes the graph to the server, in each of the ways there are."""
    method, _, asks = request.param.partition(" and ")

    def pushing(**more: bool) -> Report:
        endpoint = server.url if asks else None
        return push(directory, server.url, method=method, endpoint=endpoint, limits=LIMITS, **more)  # type: ignore[arg-type]

    return pushing


@pytest.fixture
def counted(server: GraphServer, directory: Path) -> Pushed:
    """Pushes the graph to the server by graph-store, and counts it in SPARQL."""

    def pushing(**more: bool) -> Report:
        return push(directory, server.url, endpoint=server.url, limits=LIMITS, **more)  # type: ignore[arg-type]

    return pushing


def built_sizes(directory: Path) -> dict[str, int]:
    return {graph: count.quads for graph, count in open_graph(directory).manifest.graphs.items()}


def ours(server: GraphServer) -> dict[str, int]:
    return {graph: size for graph, size in server.sizes().items() if graph.startswith(DEFAULT.graphs)}


def failing_at(number: int, what: str, status: int) -> Callable[[str, str], int | None]:
    """Return a fault of one request of a kind, counted from 1."""
    seen: list[str] = []

    def fault(asked: str, of: str) -> int | None:
        seen.extend([of] if asked == what else [])
        return status if asked == what and len(seen) == number else None

    return fault


class TestPush:
    def test_all_graphs_are_there_as_built(
        self, server: GraphServer, directory: Path, pushed: Pushed
    ) -> None:
        """
        The server has each graph of the manifest to the letter, and what it had of others.
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
        What is there already is counted, and left alone.
        """
        first = pushed()
        server.changed()
        again = pushed()

        assert [] == server.changed()
        assert (0, first.pushed, first.quads) == (again.pushed, again.unchanged, again.quads)

    def test_what_is_left_alone_is_counted_once(self, server: GraphServer, counted: Pushed) -> None:
        """
        A push that changes nothing asks for the counts once: a page of them, and the empty one.
        """
        counted()
        server.seen.clear()
        counted()

        assert ["query", "query"] == [what for what, _ in server.seen]

    def test_only_what_changed_is_written(
        self, server: GraphServer, directory: Path, counted: Pushed, tmp_path: Path
    ) -> None:
        """
        After another build the graphs whose hash is another are written, and no others.
        """
        counted()
        server.changed()
        before = open_graph(directory).manifest.graphs
        (tmp_path / "page.txt").write_text(page_text(lead="Another lead."), encoding="utf-8")
        after = build.build([tmp_path / "page.txt"], directory).manifest
        counted()

        assert after
        assert sorted(g for g in after.graphs if after.graphs[g] != before[g]) == server.changed()
        assert built_sizes(directory) == ours(server)

    def test_another_place_is_another_matter(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        What was pushed to one address is not taken for pushed to another.
        """
        first = counted()
        other = push(directory, f"{server.url}?x=1", endpoint=server.url, limits=LIMITS)

        assert first.pushed == other.pushed

    def test_progress_is_told(self, server: GraphServer, directory: Path) -> None:
        """
        It is told how many graphs of how many are pushed, from none to all.
        """
        told: list[tuple[int, int]] = []
        due = len(built_sizes(directory))
        push(directory, server.url, limits=LIMITS, progress=lambda done, due: told.append((done, due)))

        assert [(done, due) for done in range(due + 1)] == told


class TestResuming:
    def test_a_push_that_broke_off_goes_on(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        After a server was busy in the middle, the next push writes only what is still to come.
        """
        server.fault = failing_at(4, "PUT", 503)
        with pytest.raises(EndpointError, match=r"answered 503.*; 3 of 6 graphs were pushed"):
            counted()
        server.changed()
        report = counted()

        assert (3, 3) == (report.pushed, report.unchanged)
        assert sorted(built_sizes(directory))[3:] == server.changed()
        assert built_sizes(directory) == ours(server)

    def test_the_first_graph_counts_none_before_it(self, server: GraphServer, counted: Pushed) -> None:
        """
        Where nothing was pushed, nothing is said of what was.
        """
        server.fault = failing_at(1, "PUT", 500)
        with pytest.raises(EndpointError) as raised:
            counted()

        assert str(raised.value).endswith("answered 500 Internal Server Error: as it was told to")

    def test_a_version_that_was_cut_off_is_not_believed(
        self, server: GraphServer, directory: Path, counted: Pushed, tmp_path: Path
    ) -> None:
        """
        A graph whose next version failed is written again, though the version before is built again.
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

    def test_a_ledger_that_is_lost_costs_a_push(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        Without the ledger all is written again, and is as it should be.
        """
        first = counted()
        (directory / "pushed.jsonl").unlink()

        assert first.pushed == counted().pushed

    def test_a_hash_alone_is_not_believed(self, server: GraphServer, pushed: Pushed) -> None:
        """
        A graph that somebody has added to at the server is written again.
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
        A server that says it has taken a graph, and has not, is found out.
        """
        server.fault = lambda what, of: 204 if what in ("PUT", "update") and INCIDENT in of else None
        with pytest.raises(EndpointError, match=rf"not all is there.*: {INCIDENT} has 0 triples, not"):
            pushed()

    def test_a_graph_with_more_is_named(
        self, server: GraphServer, directory: Path, counted: Pushed
    ) -> None:
        """
        A graph that grows while others are pushed is found out.
        """

        def growing(what: str, of: str) -> None:
            server.add(INCIDENT, *(["urn:1"] if of.endswith("shared") else []))

        server.fault = growing
        size = built_sizes(directory)[INCIDENT]
        with pytest.raises(EndpointError, match=f"{INCIDENT} has {size + 1} triples, not {size};"):
            counted()

    def test_five_are_named_and_the_others_counted(self, server: GraphServer, counted: Pushed) -> None:
        """
        Where much is wrong the message stays short.
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
        If the endpoint cannot be asked, nothing is written.
        """
        server.fault = lambda what, of: 404 if what == "query" else None
        with pytest.raises(EndpointError, match="there is no endpoint; answered 404"):
            counted()
        with pytest.raises(EndpointError, match="name that with --endpoint"):
            push(directory, server.url, method="update", limits=LIMITS)

        assert [] == server.changed()

    def test_a_server_that_gives_no_lines_back_needs_an_endpoint(
        self, server: GraphServer, directory: Path
    ) -> None:
        """
        Where graphs cannot be read back as lines it says what would do.
        """
        server.graph_kind = "text/turtle"
        with pytest.raises(EndpointError, match=r"gives graphs back as text/turtle.*use --endpoint"):
            push(directory, server.url, limits=LIMITS)


class TestDeleting:
    @pytest.mark.parametrize("method", ["graph-store", "update"])
    def test_what_is_no_longer_built_goes(
        self, server: GraphServer, directory: Path, method: str
    ) -> None:
        """
        A graph of privkg that the built graph lacks is removed if that is asked for, and no other.
        """
        server.add(STALE, "urn:1")
        server.add(DEFAULT.graphs.removesuffix("/"), "urn:1")
        server.add("https://w3id.org/privkg/graphs/x", "urn:1")
        kept = server.sizes().keys() - {STALE}
        report = push(
            directory, server.url, method=method, endpoint=server.url, limits=LIMITS, is_deleting=True
        )

        assert (STALE,) == report.gone
        assert kept | built_sizes(directory).keys() == server.sizes().keys()

    def test_unasked_it_is_named_and_stays(self, server: GraphServer, counted: Pushed) -> None:
        """
        Without `--delete` such a graph is told of, once a push.
        """
        server.add(STALE, "urn:1")
        report = counted()

        assert f"{STALE} is not in the built graph, but there; remove it with --delete" in report.lines()
        assert STALE in server.sizes()

    def test_what_was_pushed_from_here_is_known_without_an_endpoint(
        self, server: GraphServer, directory: Path, tmp_path: Path
    ) -> None:
        """
        By graph-store alone the graphs that this folder pushed before are found, and removed.
        """
        push(directory, server.url, limits=LIMITS)
        (tmp_path / "page.txt").write_text(page_text("Letters opened in an example"), encoding="utf-8")
        build.build([tmp_path / "page.txt"], directory)
        report = push(directory, server.url, limits=LIMITS, is_deleting=True)

        assert (INCIDENT, f"{INCIDENT}/prov") == report.gone
        assert built_sizes(directory) == ours(server)

    def test_graphs_of_another_base_stay(
        self, server: GraphServer, directory: Path, counted: Pushed, tmp_path: Path
    ) -> None:
        """
        Two datasets at one server leave each other's graphs alone, even if one base is within another.
        """
        counted()
        (tmp_path / "page.txt").write_text(page_text("Letters opened in an example"), encoding="utf-8")
        within = Base(DEFAULT.graphs)
        build.build([tmp_path / "page.txt"], tmp_path / "other", base=within)
        other = push(
            tmp_path / "other", server.url, endpoint=server.url, limits=LIMITS, is_deleting=True
        )
        again = counted(is_deleting=True)

        assert ((), ()) == (other.gone, again.gone)
        assert built_sizes(directory).items() <= server.sizes().items()
        assert built_sizes(tmp_path / "other").items() <= server.sizes().items()
        assert all(name.startswith(within.graphs) for name in built_sizes(tmp_path / "other"))

    def test_a_ledger_cannot_name_what_is_not_ours(self, server: GraphServer, directory: Path) -> None:
        """
        A graph that is not privkg's stays, even if the folder says that it was pushed from there.
        """
        other = "https://example.org/graph/other"
        said = {"at": server.url, "graph": other, "sha256": "0"}
        (directory / "pushed.jsonl").write_text(json.dumps(said) + "\n", encoding="utf-8")
        report = push(directory, server.url, limits=LIMITS, is_deleting=True)

        assert () == report.gone
        assert 1 == server.sizes()[other]

    def test_one_that_does_not_go_is_named(self, server: GraphServer, counted: Pushed) -> None:
        """
        A server that says it has removed a graph, and has not, is found out.
        """
        server.add(STALE, "urn:1")
        server.fault = lambda what, of: 204 if what == "DELETE" else None
        with pytest.raises(EndpointError, match=f"{STALE} has 1 triples, not 0"):
            counted(is_deleting=True)


class TestReport:
    def test_the_counts_come_last(self) -> None:
        """
        A report tells what was removed, and then the counts.
        """
        report = Report(pushed=2, unchanged=3, quads=4, gone=(STALE,), is_deleting=True)

        assert [f"removed {STALE}", "pushed 2 graphs, 3 unchanged, 4 quads verified"] == list(
            report.lines()
        )
