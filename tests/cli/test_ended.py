"""A command that is ended leaves no process behind, whatever ended it."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builders import page_text
from processes import PATIENCE_SECONDS, children, is_alive, is_busy, running, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENDS = (signal.SIGTERM, signal.SIGKILL, signal.SIGINT)


class TestQuery:
    @pytest.mark.parametrize("is_started", [False, True], ids=["starting", "busy"])
    @pytest.mark.parametrize("end", ENDS, ids=lambda end: end.name)
    def test_its_worker_ends(self, graph: Path, end: signal.Signals, is_started: bool) -> None:
        """
        A signal to the command alone ends its worker too, while that starts and while it is busy.
        """
        with running("query", "-e", ENDLESS, "--graph", graph, "--timeout", "300") as command:
            assert wait_until(lambda: children(command.pid))
            (worker,) = children(command.pid)
            assert not is_started or wait_until(lambda: is_busy(worker))
            command.send_signal(end)
            command.communicate(timeout=PATIENCE_SECONDS)

        assert wait_until(lambda: not is_alive(worker))

    @pytest.mark.parametrize(("end", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
    def test_it_reports_the_end(self, graph: Path, end: signal.Signals, code: int) -> None:
        """
        SIGTERM is handled as Ctrl-C is: one line, and the code that a shell expects.
        """
        with running("query", "-e", ENDLESS, "--graph", graph, "--timeout", "300") as command:
            assert wait_until(lambda: children(command.pid))
            command.send_signal(end)
            result = command.communicate(timeout=PATIENCE_SECONDS)

        assert (code, ("", "privkg: interrupted\n")) == (command.returncode, result)

    def test_ctrl_c_reaches_its_worker_too(self, graph: Path) -> None:
        """
        At a terminal the worker gets the signal as well; there is one line all the same.
        """
        given = ("query", "-e", ENDLESS, "--graph", graph, "--timeout", "300")
        with running(*given, start_new_session=True) as command:
            assert wait_until(lambda: children(command.pid))
            os.killpg(command.pid, signal.SIGINT)
            result = command.communicate(timeout=PATIENCE_SECONDS)

        assert (130, ("", "privkg: interrupted\n")) == (command.returncode, result)


@contextlib.contextmanager
def building(folder: Path) -> Iterator[subprocess.Popen[str]]:
    pages = folder / "pages"
    pages.mkdir()
    for number in range(2000):
        (pages / f"{number}.txt").write_text(page_text(), encoding="utf-8")
    options = ("--graph", folder / "graph", "--no-cache", "--jobs", "2")
    with running("build", pages, *options, start_new_session=True) as command:
        yield command


def readers(command: int) -> list[int]:
    """Return the processes that read pages for a command."""
    return [p for p in children(command) if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()]


class TestBuild:
    @pytest.mark.parametrize("end", ENDS, ids=lambda end: end.name)
    def test_its_readers_end(self, tmp_path: Path, end: signal.Signals) -> None:
        """
        A signal to a build that reads in several processes ends them all.
        """
        with building(tmp_path) as command:
            assert wait_until(lambda: len(children(command.pid)) >= 2)
            started = children(command.pid)
            command.send_signal(end)
            command.communicate(timeout=PATIENCE_SECONDS)

        assert wait_until(lambda: not any(map(is_alive, started)))

    @pytest.mark.parametrize("number", [1, 2], ids=["one reader", "two"])
    def test_ctrl_c_reaches_its_readers_too(self, tmp_path: Path, number: int) -> None:
        """
        At a terminal those that read get the signal as well, also while they start; there is one line.
        """
        with building(tmp_path) as command:
            assert wait_until(lambda: len(readers(command.pid)) >= number)
            os.killpg(command.pid, signal.SIGINT)
            result = command.communicate(timeout=PATIENCE_SECONDS)

        line = "privkg: interrupted; no graph was written\n"
        assert (130, ("", line)) == (command.returncode, result)

    def test_a_reader_that_is_killed_is_reported(self, tmp_path: Path) -> None:
        """
        If one of its readers is killed, a build ends with one line and code 3.
        """
        with building(tmp_path) as command:
            assert wait_until(lambda: readers(command.pid))
            os.kill(readers(command.pid)[0], signal.SIGKILL)
            result = command.communicate(timeout=PATIENCE_SECONDS)[1]

        message = "privkg: a process that reads pages was killed; try --jobs 1\n"
        assert (3, message) == (command.returncode, result)
