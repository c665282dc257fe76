"""A run that a signal stops prints one line and exits with 128 + the signal's number."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ENDS = (signal.SIGINT, signal.SIGTERM)
# A finalizer does not propagate exceptions; after one in `exec`, Python exits by SIGINT.
PLACES = {
    "in a function": "signal.raise_signal(number)",
    "in a finalizer": "Late()",
    "in a text": "exec('signal.raise_signal(number)')",
}
DEFAULT_HANDLERS = """
import signal  # who starts the tests may ignore them
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
"""
SCRIPT = """
import signal, sys, time
from privkg.core import stopping
number = int(sys.argv[1])
class Late:
    def __del__(self): signal.raise_signal(number)
def command():
    {place}
    for _ in range(300): time.sleep(0.1)
stopping.run(command)
"""
DEFERRED = """
import signal, sys
from privkg.core import stopping
def command():
    with stopping.deferred():
        with stopping.deferred():
            signal.raise_signal(int(sys.argv[1]))
        print("done", flush=True)
    print("not stopped")
stopping.run(command)
"""
LEAVING = """
import signal, sys
from privkg.core import stopping
def command():
    with stopping.leaving(lambda: "the graph\\nis unchanged"):
        with stopping.leaving(lambda: "a file is unchanged"):
            signal.raise_signal(int(sys.argv[1]))
            for _ in range(1_000_000): pass
stopping.run(command)
"""
AFTER = """
import atexit, signal, sys
from privkg.core import stopping
atexit.register(lambda: signal.raise_signal(int(sys.argv[1])))
stopping.run(lambda: print("done"))
"""

WRITING = """
import signal, sys
from pathlib import Path
from privkg.core import files, stopping
from privkg.core.files import parts
made = parts._new_file
def then_a_signal(path, mode):
    found = made(path, mode)
    signal.raise_signal(int(sys.argv[1]))
    return found
parts._new_file = then_a_signal
stopping.run(lambda: files.replace(Path({path!r}), "text"))
"""


def ended(script: str, number: signal.Signals) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{DEFAULT_HANDLERS}{script}", str(int(number))],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there raise_signal ends the process")
@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
class TestRun:
    @pytest.mark.parametrize("place", PLACES)
    def test_it_prints_that_it_was_interrupted(self, number: signal.Signals, place: str) -> None:
        """
        Wherever Python is when the signal arrives, a run prints one line and exits with its code.
        """
        found = ended(SCRIPT.format(place=PLACES[place]), number)

        assert (128 + number, "", "privkg: interrupted\n") == found

    def test_deferred_signals_wait_for_the_block(self, number: signal.Signals) -> None:
        """
        A signal in a deferring block takes effect at the end of the outermost block.
        """
        assert (128 + number, "done\n", "privkg: interrupted\n") == ended(DEFERRED, number)

    def test_it_prints_what_the_outermost_block_leaves(self, number: signal.Signals) -> None:
        """
        The line has the state that the outermost block reports, on one line.
        """
        line = "privkg: interrupted; the graph\\nis unchanged\n"

        assert (128 + number, "", line) == ended(LEAVING, number)

    def test_signals_during_shutdown_are_ignored(self, number: signal.Signals) -> None:
        """
        A signal after the command has ended does not change output or exit code.
        """
        assert (0, "done\n", "") == ended(AFTER, number)


class TestWriting:
    def test_no_temporary_file_is_left(self, tmp_path: Path) -> None:
        """
        A signal at the moment when a temporary file was created leaves no file.
        """
        script = WRITING.format(path=str(tmp_path / "written.txt"))

        assert (130, "", "privkg: interrupted\n") == ended(script, signal.SIGINT)
        assert [] == list(tmp_path.iterdir())
