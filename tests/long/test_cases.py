"""Property tests of the packages on which all others depend, each with ten thousand cases."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import ROOT, TESTS

CASES = 10_000
FOLDERS = ("core", "rdf", "reference")
MODULES = [
    path.relative_to(ROOT).as_posix()
    for folder in FOLDERS
    for path in sorted((TESTS / folder).rglob("test_*.py"))
    if "@given" in path.read_text(encoding="utf-8")
] + ["tests/check/shapes/test_properties.py"]


@pytest.mark.long(part="cases")
@pytest.mark.parametrize("module", MODULES)
def test_properties_hold_in_ten_thousand_cases(module: str, tmp_path: Path) -> None:
    """
    Each property of a module holds for ten thousand cases, or for fewer if it sets a limit.
    """
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "hypothesis",
        "-p",
        "no:cacheprovider",
        module,
    ]
    environment = {**os.environ, "PRIVKG_EXAMPLES": str(CASES), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert 0 == done.returncode, done.stdout
