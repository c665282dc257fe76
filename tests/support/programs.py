"""Finds external validators of privkg's output; their tests are skipped if they are not installed.

With `PRIVKG_JUDGES=none` all these tests are skipped; with `PRIVKG_JUDGES=all` a missing program is a
failure.
"""

import os
import shutil
from pathlib import Path

import pytest

from checkout import TESTS

ENGINES = TESTS / "engines"
NODE_MODULES = ENGINES / "node_modules"


def program(name: str, how: str, path: str | None = None) -> str:
    """Return the path of a program, or skip the test with a hint how to install it."""
    found = shutil.which(name, path=path)
    need(bool(found), name, how)
    return found or name


def node_module(name: str) -> Path:
    """Return the folder of an npm package of `tests/engines`, or skip the test."""
    folder = NODE_MODULES / name
    need(bool(shutil.which("node")) and folder.is_dir(), name, "run `npm ci` in tests/engines")
    return folder


def need(is_here: bool, name: str, how: str) -> None:
    """Skip the test if a validator is missing or none are wanted; fail if all are required."""
    wanted = os.environ.get("PRIVKG_JUDGES")
    if wanted == "none":
        pytest.skip(f"{name}: no judges from outside in this run")
    if not is_here and wanted == "all":
        pytest.fail(f"{name} is not here: {how}")
    if not is_here:
        pytest.skip(f"{name} is not here: {how}")
