"""`privkg push` tells what it sent, and what it cannot do."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import Said, run
from endpoints import Served, serving
from faults import FaultServer, response, says
from privkg.store.graph import open_graph


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no user, password or token."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(name="graph")
def own_graph(graph: Path, tmp_path: Path) -> Path:
    """A copy of the graph of the tests: a push leaves notes beside it."""
    return Path(shutil.copytree(graph, tmp_path / "graph"))


@pytest.fixture
def served() -> Iterator[Served]:
    """An empty triplestore."""
    with serving() as started:
        yield started


class TestPush:
    def test_it_tells_what_it_sent(self, graph: Path, served: Served) -> None:
        """
        The last line says how many graphs were sent, were there already, and what they hold.
        """
        manifest = open_graph(graph).manifest
        sent = (
            f"pushed {len(manifest.graphs)} graphs, 0 unchanged; {manifest.quads} quads counted there\n"
        )

        assert (0, "", sent) == said(run("push", served.url, graph=graph))

    def test_by_the_graph_store(self, graph: Path, served: Served) -> None:
        """
        Through a Graph Store the same arrives, counted at the endpoint that is named.
        """
        arguments = ["--via", "graph-store", "--endpoint", served.url]

        assert 0 == run("push", served.graph_store, *arguments, graph=graph).code
        assert open_graph(graph).manifest.quads == len(served.store)

    def test_what_is_left_there_is_told(self, graph: Path, served: Served) -> None:
        """
        A graph of privkg's that the built graph lacks is named, with how to remove it.
        """
        name = "https://w3id.org/privkg/graph/gone"
        served.store.update(f"INSERT DATA {{ GRAPH <{name}> {{ <urn:a> <urn:b> <urn:c> }} }}")

        told = run("push", served.url, graph=graph).stderr
        removed = run("push", served.url, "--delete", graph=graph).stderr

        assert f"not in the built graph, left there: {name}\n" in told
        assert "remove what is left with --delete\n" in told
        assert "1 removed;" in removed

    def test_nothing_is_said_if_quiet(self, graph: Path, served: Served) -> None:
        """
        With --quiet only errors are told.
        """
        assert (0, "", "") == said(run("push", served.url, "--quiet", graph=graph))


class TestMistakes:
    def test_a_graph_store_cannot_count(self, graph: Path, served: Served) -> None:
        """
        A Graph Store alone is refused with the option that is missing.
        """
        code, _, told = said(run("push", served.graph_store, "--via", "graph-store", graph=graph))

        assert 2 == code
        assert "--endpoint, where what was pushed is counted" in told

    @pytest.mark.parametrize(
        ("status", "words"), [(403, "answered 403 Forbidden"), (401, "asks who you are (401)")]
    )
    def test_a_server_that_refuses(self, graph: Path, status: int, words: str) -> None:
        """
        A server that lets nobody write ends it with code 3 and its name.
        """
        with FaultServer(says(response(b"no", status=status))) as server:
            code, _, told = said(run("push", server.url, graph=graph))

        assert 3 == code
        assert f"{server.url}: " in told
        assert words in told

    def test_no_graph(self, tmp_path: Path, served: Served) -> None:
        """
        Without a built graph nothing is sent.
        """
        assert 3 == run("push", served.url, graph=tmp_path).code
        assert [] == served.written


def said(done: Said) -> tuple[int, str, str]:
    return done.code, done.stdout, done.stderr
