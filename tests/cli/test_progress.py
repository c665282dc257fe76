"""A terminal shows progress and how long a command took; a pipe has neither."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands import process, terminal
from graph_stores import GraphServer
from privkg.cli._progress import _duration
from publish.metadata.test_dataset import LEAST

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")

COLOUR = re.compile(r"\x1b\[[0-9;]*[34]\d[;m]")
STEPS = {
    "build": ("reading pages", "checking incidents", "storing the graph", "writing named graphs"),
    "check": ("reading pages", "screening shapes"),
    "export": ("writing Turtle",),
    "link": ("linking places", "linking incidents"),
    "publish": ("publishing", "writing N-Quads", "writing incidents"),
    "push": ("pushing graphs",),
}
CLOSINGS = {
    "build": "built a graph of 2 incidents and ",
    "check": "0 errors, ",
    "export": "exported facts as Turtle to graph.ttl",
    "link": "proposed, 0 accepted, 0 rejected in data/links",
    "publish": "published ",
    "push": "quads verified",
}
SERVED = "SERVER"
COMMANDS = {
    "build": ("build", "pages", "--no-cache"),
    "check": ("check", "pages", "--no-cache"),
    "export": ("export", "graph.ttl"),
    "link": ("link",),
    "publish": ("publish", "public"),
    "push": ("push", SERVED),
}


@pytest.fixture(params=COMMANDS)
def verb(request: pytest.FixtureRequest) -> str:
    """The name of a command that takes long."""
    return str(request.param)


@pytest.fixture
def given(
    verb: str, pages: Path, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """The arguments of the command; it runs in a folder with pages, their graph and a dataset."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(pages, "pages")
    shutil.copytree(graph, "graph")
    Path("privkg.toml").write_text(LEAST, encoding="utf-8")
    with GraphServer().running() as server:
        yield [word.replace(SERVED, server.url) for word in COMMANDS[verb]]


class TestTerminal:
    def test_shows_steps_and_the_time(self, verb: str, given: list[str]) -> None:
        """
        Each step is shown while it lasts; the last line is how long the command took.
        """
        seen = terminal(*given, graph=Path("graph"))

        assert [] == [step for step in STEPS[verb] if step not in seen]
        assert CLOSINGS[verb] in seen
        assert re.fullmatch(r"took \d+\.\d s", seen.splitlines()[-1])

    def test_respects_quiet(self, given: list[str]) -> None:
        """
        With --quiet there is no progress and no time.
        """
        seen = terminal(*given, "--quiet", graph=Path("graph"))

        assert "took" not in seen
        assert "\x1b[2K" not in seen  # which erases a line

    def test_respects_no_color(self, graph: Path, tmp_path: Path) -> None:
        """
        With NO_COLOR progress has no colours.
        """
        plain, coloured = (
            terminal("export", tmp_path / name, graph=graph, **environment)
            for name, environment in (("a.ttl", {"NO_COLOR": "1"}), ("b.ttl", {}))
        )

        assert "writing Turtle" in plain
        assert ([], True) == (COLOUR.findall(plain), bool(COLOUR.findall(coloured)))


class TestPipe:
    def test_has_the_closing_line_only(self, verb: str, given: list[str]) -> None:
        """
        In a pipe there is no progress and no time, so that equal runs print equal bytes.
        """
        result = process(*given, graph=Path("graph"))

        assert CLOSINGS[verb] in result.stderr.splitlines()[-1]
        assert [] == [words for words in (*STEPS[verb], "took", "\x1b", "\r") if words in result.stderr]


class TestStandardOutput:
    def test_an_export_to_it_is_alone(self, graph: Path) -> None:
        """
        An export to standard output has no progress, which may be on the same terminal.
        """
        seen = terminal("export", "-", "--format", "ntriples", graph=graph)

        assert "writing" not in seen
        assert "took" not in seen


class TestDuration:
    @pytest.mark.parametrize(
        ("seconds", "shown"),
        [
            (0.04, "0.0 s"),
            (1.25, "1.2 s"),
            (59.4, "59.4 s"),
            (59.96, "1 min 0 s"),
            (61.2, "1 min 1 s"),
            (3599.7, "1 h 0 min"),
            (7384, "2 h 3 min"),
        ],
    )
    def test_has_two_units_at_most(self, seconds: float, shown: str) -> None:
        """
        A duration is in seconds, minutes and seconds, or hours and minutes.
        """
        assert shown == _duration(seconds)
