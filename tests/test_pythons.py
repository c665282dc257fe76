"""CI finds the Python interpreters that start, and ignores names that start nothing."""

import os
import platform
import stat
import subprocess
import sys
from pathlib import Path

from checkout import ROOT


def listed(path: Path, pyenv: Path) -> list[str]:
    """Return the interpreters found with a folder first on the path and the versions of a pyenv."""
    environment = {"PATH": f"{path}{os.pathsep}{os.environ['PATH']}", "PYENV_ROOT": str(pyenv)}
    command = [sys.executable, str(ROOT / ".ci" / "pythons")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def program(path: Path, script: str) -> Path:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


class TestPythons:
    def test_a_name_that_starts_nothing_is_left_out(self, tmp_path: Path) -> None:
        """
        A shim that starts no interpreter is not listed.
        """
        shim = program(tmp_path / "python3.99", "echo 'python3.99: command not found' >&2; exit 127")

        assert [] == [line for line in listed(tmp_path, tmp_path) if str(shim) in line]

    def test_the_versions_of_a_pyenv_are_tried_by_name(self, tmp_path: Path) -> None:
        """
        Interpreters of a pyenv that start are listed by the version that they report, newest last.
        """
        path = program(tmp_path / "versions/9/bin/python3.98", "echo 3 98 1 True")

        assert f"3.98.1 {path}" == listed(tmp_path, tmp_path)[-1]

    def test_an_older_python_is_left_out(self, tmp_path: Path) -> None:
        """
        A Python older than the supported versions is not listed.
        """
        program(tmp_path / "python3.10", "echo 3 10 0 True")

        assert [] == [line for line in listed(tmp_path, tmp_path) if line.startswith("3.10.")]

    def test_this_python_is_found(self, tmp_path: Path) -> None:
        """
        An interpreter on the path that starts is found.
        """
        versions = [line.partition(" ")[0] for line in listed(Path(sys.base_prefix) / "bin", tmp_path)]

        assert platform.python_version() in versions
