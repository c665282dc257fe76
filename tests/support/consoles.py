"""Runs the commands that a page of the docs shows, and returns the page with what they print."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import exception_lists
from checkout import ROOT
from graph_stores import GraphServer

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

NOT_RUN = ROOT / "tests" / "docs" / "not_run.tsv"
"""Commands that the docs show and that are not run, each with its page and the reason."""

SERVER = "localhost:7878"
"""Where the docs have a SPARQL server; a page that names it gets one, at a free port of loopback."""

_CODES = (0, 1)
"""Exit codes of commands that the docs show: 1 is a finding, 2 and 3 are mistakes in the docs."""

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<language>[\w-]*)"
    r"(?:[^\n]* title=\"(?P<file>[^\"\n]+)\")?[^\n]*\n"
    r"(?P<content>.*?)^ *(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_COMMAND = re.compile(r"^\$ (.*)\n", re.MULTILINE)
_CHANGE = re.compile(r"cd (\S+)")
_SHELLS = ("sh", "shell", "bash", "zsh", "console", "shell-session", "powershell")


@dataclass(slots=True, kw_only=True)
class _Reader:
    """The state of a run through a page: its folder, the server's port, and the commands not run.

    `current` is the folder that commands run in; the command `cd` changes it.
    """

    folder: Path
    server: str
    not_run: frozenset[str]
    current: Path


def refreshed(page: Path) -> str:
    """Return the text of a page, each command followed by what it prints.

    The blocks of a page are followed in order in one folder: a block with a title is written into the
    file of that name, and the commands of a console block are run. The folder is empty at first.
    """
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name, _server(text) as server:
        folder = Path(name)
        left_out = frozenset(not_run(page))
        reader = _Reader(folder=folder, server=server, not_run=left_out, current=folder)
        return _FENCE.sub(lambda fence: _followed(fence, reader), text)


def not_run(page: Path) -> Iterator[str]:
    """Yield the commands of a page that are not run."""
    name = page.relative_to(ROOT).as_posix()
    yield from (command for file, command, _ in exceptions() if file == name)


def exceptions() -> list[tuple[str, str, str]]:
    """Return the commands that are not run: page, command and reason."""
    return exception_lists.read(NOT_RUN)


def commands(text: str) -> list[str]:
    """Return the commands of a page's console blocks."""
    blocks = (fence for fence in _FENCE.finditer(text) if _is_console(fence))
    return [command for block in blocks for command in _COMMAND.findall(block["content"])]


def unreadable(text: str) -> list[str]:
    """Return the first lines of blocks that show commands in a form that is not run.

    Commands are run where they are in a console block that begins with `$ `.
    """
    return [
        fence[0].split("\n")[1]
        for fence in _FENCE.finditer(text)
        if not _is_console(fence) and _shows_commands(fence)
    ]


def _is_console(fence: re.Match[str]) -> bool:
    is_plain = fence["fence"] == "```" and not fence["indent"]
    return is_plain and fence["language"] == "console" and fence["content"].startswith("$ ")


def _shows_commands(fence: re.Match[str]) -> bool:
    lines = fence["content"].splitlines()
    return fence["language"] in _SHELLS or any(line.startswith(("$ ", "privkg ")) for line in lines)


def _followed(fence: re.Match[str], reader: _Reader) -> str:
    """Write the file of a block, or run its commands; return the block."""
    if fence["file"]:
        file = reader.current / fence["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(fence["content"].replace(SERVER, reader.server), encoding="utf-8")
    if not _is_console(fence):
        return fence[0]
    shown = (f"$ {each}\n{_printed(each, reader)}" for each in _COMMAND.findall(fence["content"]))
    return f"```console\n{''.join(shown)}```"


def _printed(command: str, reader: _Reader) -> str:
    """Return what a command prints, both streams as they come, trailing space left out."""
    if command in reader.not_run:
        return ""
    change = _CHANGE.fullmatch(command)
    if change:
        reader.current = (reader.current / change[1]).resolve(strict=True)
        return ""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}/usr/bin{os.pathsep}/bin",
        "PYTHONUNBUFFERED": "1",
        "COLUMNS": "100",  # long lines are shown as on a terminal
        "HOME": str(reader.folder),
    }
    script = command.replace(SERVER, reader.server)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],  # a command fails behind `| head` too
        cwd=reader.current,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    # A traceback or an error must never be written into a page.
    if "Traceback (most recent call last)" in done.stdout or done.returncode not in _CODES:
        raise RuntimeError(f"$ {command}\n{done.stdout}exit code {done.returncode}")
    printed = done.stdout.replace(reader.server, SERVER)
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


@contextmanager
def _server(text: str) -> Iterator[str]:
    """Run a SPARQL server while the block runs, if the text names it; yield its host and port."""
    if SERVER not in text:
        yield SERVER
        return
    with GraphServer().running() as server:
        yield server.origin.removeprefix("http://")


def main() -> None:
    """Update the output of commands in all pages, or in the pages named as arguments."""
    for page in [Path(name).resolve() for name in sys.argv[1:]] or PAGES:
        page.write_text(refreshed(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
