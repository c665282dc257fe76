"""Ctrl-C ends each command in one line about what it leaves, and nothing is half-written."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from builders import page_text
from commands import on_terminal, read_until, run
from graph_stores import GraphServer
from privkg import build
from privkg.core.files import parts
from processes import PATIENCE_SECONDS, is_alive, of_session, running, wait_until
from publish.metadata.test_dataset import LEAST

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ERASED, CURSOR = "\x1b[2K", "\x1b[?25h"
FORMER = "the graph built before is unchanged"
_START_SECONDS = 120
"""How long it may take on a busy machine until several processes work."""
STATES = ("has_former", "state"), [(False, "was not written"), (True, "is unchanged")]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 300 pages and their graph."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "pages").mkdir()
    for number in range(300):
        page = folder / "pages" / f"{number}.txt"
        page.write_text(page_text(f"Letter number {number} opened"), encoding="utf-8")
    build.build([folder / "pages"], folder / "graph")
    return folder


def interrupted(command: "subprocess.Popen[str]") -> tuple[int, str]:
    """Send Ctrl-C to the processes of a command; return its code and standard error, once all ended."""
    os.killpg(command.pid, signal.SIGINT)
    printed = command.communicate(timeout=PATIENCE_SECONDS)[1]
    assert wait_until(lambda: not of_session(command.pid))
    return command.returncode, printed


def spawned(session: int) -> list[int]:
    """Return the processes of a session that share the work of its first one."""
    found = {process: Path(f"/proc/{process}/cmdline") for process in of_session(session)}
    return [process for process, words in found.items() if b"spawn_main" in words.read_bytes()]


def line(state: str) -> tuple[int, str]:
    """Return the code and the line of an interrupted command."""
    return 130, f"privkg: interrupted; {state}\n"


def temporary(folder: Path) -> list[str]:
    """Return the names of temporary files and folders in a folder."""
    names = (path.name for path in folder.iterdir())
    return [name for name in names if parts.NAME.fullmatch(name) or name.endswith(".partial")]


class TestBuild:
    def test_the_former_graph_is_unchanged(self, many: Path, graph: Path, tmp_path: Path) -> None:
        """
        A build that is interrupted while it reads leaves the former graph, which verifies.
        """
        directory = shutil.copytree(graph, tmp_path / "graph")
        before = (directory / "CURRENT").read_text()
        given = ("build", many / "pages", "--graph", directory, "--no-cache", "--jobs", "2")
        with running(*given, start_new_session=True) as command:
            assert wait_until(lambda: len(of_session(command.pid)) >= 3)
            found = interrupted(command)

        assert line(FORMER) == found
        assert before == (directory / "CURRENT").read_text()
        assert 0 == run("verify", graph=directory).code

    @pytest.mark.parametrize(("has_former", "state"), [(False, "no graph was written"), (True, FORMER)])
    def test_a_half_written_graph_is_removed(
        self, many: Path, graph: Path, tmp_path: Path, has_former: bool, state: str
    ) -> None:
        """
        A build that is interrupted while it writes removes what it wrote.
        """
        directory = tmp_path / "graph"
        if has_former:
            shutil.copytree(graph, directory)
        given = ("build", many / "pages", "--graph", directory, "--no-cache", "--jobs", "1")
        with running(*given, start_new_session=True) as command:
            assert wait_until(lambda: directory.exists() and temporary(directory))
            found = interrupted(command)

        left = temporary(directory) if has_former else list(tmp_path.glob("graph"))

        assert line(state) == found
        assert [] == left

    def test_at_a_terminal(self, many: Path, tmp_path: Path) -> None:
        """
        Ctrl-C at a terminal erases the progress, shows the cursor again, and prints the line.
        """
        given = ("build", many / "pages", "--no-cache", "--jobs", "2")
        with on_terminal(*given, graph=tmp_path / "graph") as (command, ours):
            shown = read_until(ours, "reading pages")
            os.write(ours, b"\x03")
            rest = read_until(ours)
            code = command.wait(timeout=PATIENCE_SECONDS)

        assert "reading pages" in shown
        assert 130 == code
        assert rest.endswith("privkg: interrupted; no graph was written\r\n")
        assert rest.rindex(ERASED) < rest.index("privkg:")
        assert rest.rindex(CURSOR) < rest.index("privkg:")
        assert not is_alive(command.pid)


class TestPublish:
    @pytest.mark.parametrize(*STATES)
    def test_the_folder_is_as_it_was(
        self, many: Path, graph: Path, tmp_path: Path, has_former: bool, state: str
    ) -> None:
        """
        A publication that is interrupted, in two processes, leaves the former one, which verifies.
        """
        config, folder = tmp_path / "privkg.toml", tmp_path / "public"
        config.write_text(LEAST, encoding="utf-8")
        if has_former:
            assert 0 == run("publish", folder, "--config", config, graph=graph).code
        given = ("publish", folder, "--config", config, "--graph", many / "graph", "--jobs", "2")
        with running(*given, start_new_session=True) as command:
            assert wait_until(lambda: len(spawned(command.pid)) == 2, _START_SECONDS)
            found = interrupted(command)

        assert line(f"{folder} {state}") == found
        assert ([], has_former) == (temporary(tmp_path), run("verify", folder).code == 0)

    def test_a_process_that_is_killed_is_reported(self, many: Path, tmp_path: Path) -> None:
        """
        If one of its processes is killed, a publication ends with one line, and nothing is left.
        """
        config, folder = tmp_path / "privkg.toml", tmp_path / "public"
        config.write_text(LEAST, encoding="utf-8")
        given = ("publish", folder, "--config", config, "--graph", many / "graph", "--jobs", "2")
        with running(*given, start_new_session=True) as command:
            assert wait_until(lambda: len(spawned(command.pid)) == 2, _START_SECONDS)
            os.kill(spawned(command.pid)[0], signal.SIGKILL)
            printed = command.communicate(timeout=PATIENCE_SECONDS)[1]
            assert wait_until(lambda: not of_session(command.pid))

        message = "privkg: a process that writes pages was killed; try --jobs 1\n"
        assert (3, message) == (command.returncode, printed)
        assert [config] == list(tmp_path.iterdir())


class TestExport:
    @pytest.mark.parametrize(*STATES)
    def test_the_file_is_as_it_was(
        self, many: Path, tmp_path: Path, has_former: bool, state: str
    ) -> None:
        """
        An export that is interrupted leaves the former file.
        """
        target = tmp_path / "graph.annotations.jsonld"
        if has_former:
            target.write_text("former", encoding="utf-8")
        with running("export", target, "--graph", many / "graph", start_new_session=True) as command:
            assert wait_until(lambda: temporary(tmp_path))
            found = interrupted(command)

        assert line(f"{target} {state}") == found
        assert [target] * has_former == list(tmp_path.iterdir())

    def test_a_pipe_may_have_a_part(self, many: Path) -> None:
        """
        If the reader of a pipe has not read all, the output is reported as maybe incomplete.
        """
        given = ("export", "-", "--format", "nquads", "--graph", many / "graph")
        with running(*given, start_new_session=True) as command:
            assert command.stdout
            assert command.stdout.read(1)
            found = interrupted(command)

        assert line("the output may be incomplete") == found


class TestPush:
    def test_the_pushed_graphs_are_counted(self, graph: Path, tmp_path: Path) -> None:
        """
        A push that is interrupted reports how many graphs the server has; the next one continues.
        """
        directory = shutil.copytree(graph, tmp_path / "graph")
        reached, go_on = threading.Event(), threading.Event()

        def fault(what: str, of: str) -> None:
            if what == "PUT" and len([each for each in server.seen if each[0] == "PUT"]) == 3:
                reached.set()
                go_on.wait(PATIENCE_SECONDS)

        server = GraphServer()
        server.fault = fault
        with server.running():
            given = ("push", server.url, "--graph", directory)
            with running(*given, start_new_session=True) as command:
                assert reached.wait(PATIENCE_SECONDS)
                code, printed = interrupted(command)
            go_on.set()
            again = run(*given)

        assert 130 == code
        assert re.fullmatch(
            r"privkg: interrupted; 2 of \d+ graphs were pushed, push again to continue\n", printed
        )
        assert ", 2 unchanged, " in again.stderr


@contextmanager
def silent_server() -> Iterator[tuple[str, socket.socket]]:
    """Yield the URL of a server that accepts connections and never answers, and its socket."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/api", server


class TestLink:
    def test_the_tables_are_unchanged(self, graph: Path, tmp_path: Path) -> None:
        """
        Proposing links that is interrupted leaves the tables, here while a service is awaited.
        """
        with silent_server() as (url, server):
            given = ("link", "--service", url, "--links", tmp_path / "links", "--graph", graph)
            with running(*given, start_new_session=True) as command, server.accept()[0]:
                found = interrupted(command)

        assert line("the tables of links are unchanged") == found
        assert not (tmp_path / "links" / "proposed.sssom.tsv").exists()
