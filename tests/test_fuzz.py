"""A slice of the battery of broken inputs, some of each kind; `make fuzz` runs all of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
