"""`privkg push` prints how many graphs it wrote; its exit code depends on the error."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import run, terminal
from graph_stores import GraphServer
from privkg.cli.push import command
from privkg.publish import push
from privkg.rdf.iris import DEFAULT
from privkg.store.graph import open_graph

STALE = f"{DEFAULT.graphs}no-longer-built"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no user, password or token."""
    for name in ("PRIVKG_USER", "PRIVKG_PASSWORD", "PRIVKG_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[GraphServer]:
    """A server that keeps graphs."""
    with GraphServer().running() as running:
        yield running


@pytest.fixture
def directory(graph: Path, tmp_path: Path) -> Path:
    """The folder of the pages' graph, the test's own."""
    return shutil.copytree(graph, tmp_path / "graph")


class TestCounts:
    @pytest.mark.parametrize("more", [[], ["--method", "update"], ["--endpoint"]], ids=str)
    def test_the_last_line_counts(self, server: GraphServer, directory: Path, more: list[str]) -> None:
        """
        Pushed and unchanged graphs and verified quads are counted on standard error, by each method.
        """
        given = ["push", server.url, *more, *([server.url] if more == ["--endpoint"] else [])]
        quads, graphs = open_graph(directory).manifest.quads, len(open_graph(directory).manifest.graphs)
        first, again = run(*given, graph=directory), run(*given, graph=directory)

        assert (0, "") == (first.code, first.stdout)
        where, verified = f"graphs to {server.url}", f"{quads} quads verified"
        assert f"pushed {graphs} {where}, 0 unchanged, {verified}\n" == first.stderr
        assert f"pushed 0 {where}, {graphs} unchanged, {verified}\n" == again.stderr

    def test_quiet_prints_nothing(self, server: GraphServer, directory: Path) -> None:
        """
        With --quiet a push without an error prints nothing.
        """
        result = run("push", server.url, "--quiet", graph=directory)

        assert (0, "", "") == (result.code, result.stdout, result.stderr)

    def test_each_way_is_offered(self) -> None:
        """
        The choices of --method are the methods of push.
        """
        (method,) = (option for option in command.params if option.name == "method")

        assert list(push.METHODS) == list(getattr(method.type, "choices", ()))


class TestDelete:
    def test_what_is_no_longer_built_is_named_then_removed(
        self, server: GraphServer, directory: Path
    ) -> None:
        """
        A graph that is no longer built stays until --delete is given.
        """
        given = ("push", server.url, "--endpoint", server.url)
        server.add(STALE, "urn:1")
        kept, removed = run(*given, graph=directory), run(*given, "--delete", graph=directory)

        assert kept.stderr.startswith(f"{STALE}: on the server but not in the built graph; remove it")
        assert removed.stderr.startswith(f"removed {STALE}\n")
        assert STALE not in server.sizes()


class TestProgress:
    @pytest.mark.skipif(os.name == "nt", reason="needs a terminal of POSIX")
    @pytest.mark.parametrize("columns", ["9" * 5_000, "9" * 4_000, "9" * 15, "0", "-1", "x"])
    def test_any_width_that_is_set(self, server: GraphServer, directory: Path, columns: str) -> None:
        """
        The bar is drawn whatever COLUMNS and LINES are.
        """
        seen = terminal("push", server.url, graph=directory, COLUMNS=columns, LINES=columns)

        assert "quads verified" in seen
        assert "Traceback" not in seen


class TestMistakes:
    def test_no_graph(self, server: GraphServer, tmp_path: Path) -> None:
        """
        Without a graph nothing is pushed, and no folder is created.
        """
        result = run("push", server.url, graph=tmp_path / "none")

        assert 3 == result.code
        assert "build one with `privkg build`" in result.stderr
        assert not (tmp_path / "none").exists()

    @pytest.mark.parametrize("url", ["ftp://example.org/", "http://u:secret@example.org/", "x"])
    @pytest.mark.parametrize("option", [[], ["http://example.org", "--endpoint"]], ids=str)
    def test_no_address(self, directory: Path, url: str, option: list[str]) -> None:
        """
        A URL that is not valid, or has a password, is an error that does not repeat it.
        """
        result = run("push", *option, url, graph=directory)

        assert 2 == result.code
        assert "secret" not in result.stderr

    def test_a_server_that_refuses(self, server: GraphServer, directory: Path) -> None:
        """
        A server that rejects a graph is an error with code 3 that names the server.
        """
        server.fault = lambda what, of: 403 if what == "PUT" else None
        result = run("push", server.url, graph=directory)

        assert 3 == result.code
        assert f"privkg: {server.url}: it does not allow this user to write" in result.stderr

    def test_a_server_that_loses(self, server: GraphServer, directory: Path) -> None:
        """
        A server that loses a graph is an error with code 3, and no counts are printed.
        """
        server.fault = lambda what, of: 204 if what == "PUT" else None
        result = run("push", server.url, graph=directory)

        assert 3 == result.code
        assert "has 0 triples, not" in result.stderr
        assert "verified" not in result.stderr
