"""A small disk of a test's own, and how to fill it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small(place: Path) -> Iterator[None]:
    """Have a disk of 24 MB at a folder while the block runs; skip the test if this user may not."""
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(ballast: Path, left_bytes: int = 0) -> None:
    """Write a file that fills its disk but for some bytes."""
    disk = os.statvfs(ballast.parent)
    ballast.write_bytes(b"x" * (disk.f_bavail * disk.f_frsize - left_bytes))
