"""A slice of the fuzzer's inputs, some of each kind; `make fuzz` tries all of them."""

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
_LONG = 900  # ends a hanging run; it is not a measure of speed


def battery(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the fuzzer; return its exit code and output."""
    return subprocess.run(
        [sys.executable, "-m", "fuzz", *arguments],
        cwd=_TESTS,
        env={name: value for name, value in os.environ.items() if not name.startswith("PRIVKG_")},
        capture_output=True,
        text=True,
        check=False,
        timeout=_LONG,
    )


@pytest.mark.long(part="hostile")
@pytest.mark.skipif(sys.platform != "linux", reason="inputs are tried in forked processes of Linux")
class TestBattery:
    def test_some_of_each_kind_do_no_harm(self) -> None:
        """
        Broken inputs of each kind end with an exit code and a message, and no other file is changed.
        """
        done = battery("--each", "4", "--seed", "slice")

        assert (0, "") == (done.returncode, done.stderr), done.stdout


def _changes_a_file() -> None:
    Path("../protected/kept.txt").write_text("x", encoding="utf-8")


def _creates_a_file() -> None:
    Path("../in/more.txt").touch()


def _leaves_a_file() -> None:
    Path(os.environ["TMPDIR"], "left").touch()


def _leaves_a_process() -> None:
    subprocess.Popen(["sleep", "60"])


def _hangs() -> None:
    time.sleep(60)


def _raises() -> None:
    raise ValueError("this error is not caught")


def _dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _prints_a_control_character() -> None:
    sys.stdout.write("\x1b[2J")


def _prints_a_bidi_override() -> None:
    sys.stderr.write("\u202e")


def _refuses() -> None:
    raise FailureError("an expected error")


@pytest.mark.skipif(sys.platform != "linux", reason="inputs are tried in forked processes of Linux")
class TestJudge:
    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (_changes_a_file, "changed"),
            (_creates_a_file, "created"),
            (_leaves_a_file, "in TMPDIR"),
            (_leaves_a_process, "processes left running: 1"),
            (_hangs, "no end after 2 s"),
            (_raises, "Traceback"),
            (_dies, "ended with -9"),
            (_prints_a_control_character, "on standard output"),
            (_prints_a_bidi_override, "on standard error"),
        ],
    )
    def test_each_fault_is_reported(self, tmp_path: Path, call: Callable[[], None], words: str) -> None:
        """
        Each kind of fault is reported.
        """
        assert words in judged(tmp_path, call)

    def test_an_error_message_is_not_a_fault(self, tmp_path: Path) -> None:
        """
        An input that is rejected with a message has no fault.
        """
        assert "" == judged(tmp_path, _refuses)


def judged(room: Path, call: Callable[[], None]) -> str:
    """Return the faults of a call, as the fuzzer reports them."""
    from fuzz import running, watch
    from fuzz.trial import Trial

    running.adopt()
    try:
        watch.furnish(room)
        return running.problem(Trial(call=call), room, 2)
    finally:
        running.adopt(is_adopting=False)
