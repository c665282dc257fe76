"""A run that is stopped ends in one line and with its code, wherever the signal comes."""

import signal
import subprocess
import sys

import pytest

ENDS = (signal.SIGINT, signal.SIGTERM)
# A finalizer, in which no exception gets out; code in a string, after which Python ends by SIGINT.
PLACES = {
    "in a function": "signal.raise_signal(number)",
    "in a finalizer": "Late()",
    "in a text": "exec('signal.raise_signal(number)')",
}
HEEDING = """
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
HELD = """
import signal, sys
from privkg.core import stopping
def command():
    with stopping.held():
        with stopping.held():
            signal.raise_signal(int(sys.argv[1]))
        print("done", flush=True)
    print("not stopped")
stopping.run(command)
"""
AFTER = """
import atexit, signal, sys
from privkg.core import stopping
atexit.register(lambda: signal.raise_signal(int(sys.argv[1])))
stopping.run(lambda: print("done"))
"""


def ended(script: str, number: signal.Signals) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{HEEDING}{script}", str(int(number))],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there raise_signal ends the process")
@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
class TestRun:
    @pytest.mark.parametrize("place", PLACES)
    def test_it_says_that_it_was_stopped(self, number: signal.Signals, place: str) -> None:
        """
        Wherever Python is when the signal comes, a run ends in one line, and with the code of a shell.
        """
        found = ended(SCRIPT.format(place=PLACES[place]), number)

        assert (128 + number, "", "privkg: stopped\n") == found

    def test_steps_that_belong_together_are_done(self, number: signal.Signals) -> None:
        """
        A signal that comes amid such steps waits for the last of them.
        """
        assert (128 + number, "done\n", "privkg: stopped\n") == ended(HELD, number)

    def test_what_has_ended_is_not_stopped(self, number: signal.Signals) -> None:
        """
        A signal that comes when all is done changes nothing.
        """
        assert (0, "done\n", "") == ended(AFTER, number)
