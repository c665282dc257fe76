"""A build that is disturbed in any of its phases leaves the old graph, or the new one, whole."""

import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import disks
from builders import page_text
from checkout import TESTS
from phases import PHASES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and mounts a disk")

OPTIONS = {"full": ("--no-cache",), "incremental": ()}
"""A build of all pages, and one that uses what it remembers of the pages that it has read before."""
AT_ONCE = 5
"""Builds that one test disturbs."""


def disturbed(folder: Path, phase: str, fault: str, shares: Sequence[float], build: str) -> list[str]:
    """Return the faults after builds with a kill or a full disk at some steps of a phase."""
    for name, title in (("pages", "Letters"), ("more", "Parcels")):
        (folder / name).mkdir()
        (folder / name / "page.txt").write_text(page_text(f"{title} opened"), encoding="utf-8")
    script = TESTS / "support" / "phases.py"
    steps = map(str, shares)
    done = subprocess.run(
        [sys.executable, str(script), phase, fault, str(folder), *steps, "--", *OPTIONS[build]],
        capture_output=True,
        text=True,
        check=False,
    )
    *faults, count = done.stdout.splitlines() or [done.stderr]
    assert str(len(shares)) == count
    return faults


@pytest.mark.parametrize("build", OPTIONS)
@pytest.mark.parametrize("phase", PHASES)
class TestPhases:
    @pytest.mark.long(part="phases")
    @pytest.mark.parametrize("batch", range(50 // AT_ONCE))
    def test_a_kill(self, tmp_path: Path, phase: str, build: str, batch: int) -> None:
        """
        After a kill at any step of a phase the graph is whole, and the next build succeeds.
        """
        chance = random.Random(f"{phase} {build} {batch}")
        shares = [chance.random() for _ in range(AT_ONCE)]

        assert [] == disturbed(tmp_path, phase, "kill", shares, build)

    @pytest.mark.long(part="disks")
    def test_a_full_disk(self, tmp_path: Path, phase: str, build: str) -> None:
        """
        If the disk becomes full in a phase, one line reports it, and the next build succeeds.
        """
        with disks.small(tmp_path):
            faults = disturbed(tmp_path, phase, "full", [0, 0.5, 0.99], build)

        assert [] == faults
