"""A thousand hostile files end in findings or clean messages: no traceback, hang or memory blow-up."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

import hostile

_GIGABYTE = 1024**3
_LONG = 900  # ends a hanging run; it does not measure speed


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_GIGABYTE, _GIGABYTE))


@pytest.mark.long(part="hostile")
@pytest.mark.skipif(sys.platform != "linux", reason="the limit counts what a process holds on Linux")
class TestThousandPages:
    def test_end_in_findings_and_counts(self, tmp_path: Path) -> None:
        """
        All files are counted, and only findings and counts are printed.
        """
        (tmp_path / "pages").mkdir()
        written = hostile.write(tmp_path / "pages")
        command = [sys.executable, "-m", "privkg", "check", "pages", "--no-cache", "--jobs", "1"]
        done = subprocess.run(
            command,
            cwd=tmp_path,
            capture_output=True,
            check=False,
            preexec_fn=_limit,
            timeout=_LONG,
        )
        output = done.stderr.decode()

        assert (1, 1000) == (done.returncode, written)
        assert f"read {written} = " in output
        assert "Traceback" not in output
