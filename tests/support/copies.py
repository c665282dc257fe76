"""Copies the checkout, adds files of a test and no other edit, and runs the copied privkg."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from checkout import ROOT, TESTS
from commands import Result

PLUGINS = TESTS / "plugins"
"""A plug-in of each kind; its files have the paths they would have in a checkout."""

_PARTS = ("src", "ontology", "shapes", "queries", "data")


def copy(folder: Path, added: dict[str, str]) -> Path:
    """Return a copy of privkg in a folder, with files added by their paths below it."""
    for part in _PARTS:
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")  # which makes it a checkout
    for name, text in added.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def with_plugins(folder: Path) -> Path:
    """Return a copy that includes tests and docs, with a plug-in of each kind."""
    copy(folder, {})
    for part in ("changelog.d", "docs", "tests"):
        left_out = shutil.ignore_patterns("__pycache__", "node_modules", "plugins")
        shutil.copytree(ROOT / part, folder / part, ignore=left_out)
    shutil.copyfile(ROOT / "CHANGELOG.md", folder / "CHANGELOG.md")  # which docs/generate.py writes
    shutil.copytree(PLUGINS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(copied: Path, *arguments: str | Path) -> Result:
    """Run the privkg of a copy in a separate process."""
    return run_python(copied, "-m", "privkg", *arguments)


def run_python(copied: Path, *arguments: str | Path) -> Result:
    """Run Python in the folder of a copy, from which it imports privkg."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=copied,
        env={**os.environ, "PYTHONPATH": str(copied / "src")},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)
