"""Plug-ins: each meets the Protocol of its kind, and one that is added reaches everything."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import privkg
from checkout import ROOT
from privkg.core.registry import Registry
from privkg.export import formats

_SAME = """from typing import TypeVar
from privkg.core.registry import Registry

Plugin = TypeVar("Plugin")


def met(registry: Registry[Plugin], plugin: Plugin) -> None: ...


"""


def registries() -> Iterator[tuple[str, Registry[object]]]:
    """Yield all registries of privkg, each with the name by which code has it."""
    for found in pkgutil.walk_packages(privkg.__path__, "privkg."):
        if found.ispkg:
            for name, value in vars(importlib.import_module(found.name)).items():
                if isinstance(value, Registry) and value.package == found.name:
                    yield f"{found.name}.{name}", value


def checked(tmp_path: Path, code: str) -> str:
    """Return what mypy says of code."""
    (tmp_path / "code.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--config-file",
            str(ROOT / "pyproject.toml"),
            tmp_path / "code.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


class TestTypes:
    def test_each_module_meets_its_protocol(self, tmp_path: Path) -> None:
        """
        mypy takes each module of a folder for what the folder's registry promises.
        """
        lines = [
            f"import {where.rpartition('.')[0]}, {registry.package}.{name}\n"
            f"met({where}, {registry.package}.{name})\n"
            for where, registry in registries()
            for name in registry.names()
        ]
        readable = [
            f"import privkg.export.formats.{name}\n"
            f"_{name}: privkg.export.formats.StatementFormat = privkg.export.formats.{name}\n"
            for name in formats.of_statements()
        ]

        assert len(lines) > len(readable) > 0
        assert "Success: no issues found in 1 source file\n" == checked(
            tmp_path, "".join([_SAME, *lines, *readable])
        )

    def test_a_module_that_lacks_a_fact_does_not(self, tmp_path: Path) -> None:
        """
        What is no plug-in of a kind is not taken for one.
        """
        code = "import privkg.export.formats, json\nmet(privkg.export.formats.FORMATS, json)\n"

        assert "code.py:11: error: " in checked(tmp_path, _SAME + code)
