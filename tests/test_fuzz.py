"""A slice of the battery of broken inputs, some of each kind; `make fuzz` runs all of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from privkg.core.errors import FailureError

_TESTS = Path(__file__).resolve().parent
_LONG = 900  # what hangs must end the test; it is no measure of speed


def battery(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what the battery says when it is run with some arguments."""
    return subprocess.run(
        [sys.executable, "-m", "fuzz", *arguments],
        cwd=_TESTS,
        env={name: value for name, value in os.environ.items() if not name.startswith("PRIVKG_")},
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONG,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="inputs are tried in forked processes of Linux")
class TestBattery:
    def test_some_of_each_kind_do_no_harm(self) -> None:
        """
        Broken inputs of each kind end with a code and a message, and leave the rest as it is.
        """
        done = battery("--each", "4", "--seed", "slice")

        assert (0, "") == (done.returncode, done.stderr), done.stdout


def _writes_beside() -> None:
    Path("../beside/kept.txt").write_text("x", encoding="utf-8")


def _makes_a_file() -> None:
    Path("../in/more.txt").touch()


def _leaves_a_file() -> None:
    Path(os.environ["TMPDIR"], "left").touch()


def _leaves_a_process() -> None:
    subprocess.Popen(["sleep", "60"])


def _hangs() -> None:
    time.sleep(60)


def _raises() -> None:
    raise ValueError("nobody catches it")


def _dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _steers() -> None:
    sys.stdout.write("\x1b[2J")


def _turns_around() -> None:
    sys.stderr.write("\u202e")


def _refuses() -> None:
    raise FailureError("it cannot be done")


@pytest.mark.skipif(sys.platform != "linux", reason="inputs are tried in forked processes of Linux")
class TestJudge:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (_writes_beside, "changed"),
            (_makes_a_file, "made"),
            (_leaves_a_file, "in TMPDIR"),
            (_leaves_a_process, "left 1 running"),
            (_hangs, "no end after 2 s"),
            (_raises, "Traceback"),
            (_dies, "ended with -9"),
            (_steers, "on standard output"),
            (_turns_around, "on standard error"),
        ],
    )
    def test_harm_is_seen(self, tmp_path: Path, call: Callable[[], None], words: str) -> None:
        """
        Each harm that an input may do is told of the one that does it.
        """
        assert words in judged(tmp_path, call)

    def test_a_refusal_is_no_harm(self, tmp_path: Path) -> None:
        """
        An input that is refused with a message did no harm.
        """
        assert "" == judged(tmp_path, _refuses)


def judged(room: Path, call: Callable[[], None]) -> str:
    """Return what the battery says of a call."""
    from fuzz import running, watch
    from fuzz.trial import Trial

    running.adopt()
    try:
        watch.furnish(room)
        return running.problem(Trial(call=call), room, 2)
    finally:
        running.adopt(is_adopting=False)
