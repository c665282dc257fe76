"""Runs the commands that a page of the docs shows, and returns the page with what they print."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from checkout import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_BLOCK = re.compile(r"(?<=^```console\n)\$ .*?(?=^```$)", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n", re.MULTILINE)
_FILE = re.compile(r"^```text (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RECIPE = re.compile(r"^run:.*\n((?:\t.*\n)+)", re.MULTILINE)


def refreshed(page: Path) -> str:
    """Return the text of a page, each command followed by what it prints.

    The commands of a page run in order in one folder, beside a copy of `data/` and the files that
    blocks of text with a name have the reader write. A console block without a `$` is not run.
    """
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data", folder / "data")
        for file, content in _FILE.findall(text):
            (folder / file).write_text(content, encoding="utf-8")
        return _BLOCK.sub(lambda block: _block(block[0], folder), text)


def _block(block: str, folder: Path) -> str:
    commands = _COMMAND.findall(block)
    return "".join(f"$ {command}\n{_printed(command, folder)}" for command in commands)


def _printed(command: str, folder: Path) -> str:
    """Return what a command prints, both streams as they come, trailing space left out."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "PYTHONUNBUFFERED": "1",
        "HOME": str(folder),
    }
    done = subprocess.run(
        _make_run() if command == "make run" else command,
        shell=True,
        cwd=folder,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if "Traceback (most recent call last)" in done.stdout:  # never a page's text, whoever writes it
        raise RuntimeError(f"{command}\n{done.stdout}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _make_run() -> str:
    """Return the recipe of `make run` as a shell script, with the `privkg` that is on the path."""
    recipe = _RECIPE.search((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    return re.sub(r"^\t@?", "", recipe[1], flags=re.MULTILINE).replace("$(BIN)/", "")


def main() -> None:
    """Write into all pages what their commands print."""
    for page in PAGES:
        page.write_text(refreshed(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
