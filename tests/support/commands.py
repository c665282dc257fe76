"""Runs privkg for tests: in this process, in one of its own, or on a terminal."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from privkg import cli

PROGRAM = (sys.executable, "-m", "privkg")


@dataclass(frozen=True, slots=True)
class Result:
    """The exit code and output of a command."""

    code: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, stdin: str | bytes = "", graph: Path | None = None) -> Result:
    """Run privkg in this process; an exception that it does not catch is raised."""
    environment = {"PRIVKG_GRAPH": str(graph) if graph else None}
    done = CliRunner().invoke(cli.group, [str(a) for a in arguments], input=stdin, env=environment)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Result(done.exit_code, done.stdout, done.stderr)


def process(*arguments: str | Path, graph: Path, stdin: str = "", **environment: str) -> Result:
    """Run privkg in a separate process with both output streams piped."""
    done = subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        input=stdin,
        env={**os.environ, "PRIVKG_GRAPH": str(graph), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def terminal(*arguments: str | Path, graph: Path, **environment: str) -> str:
    """Return the output of privkg on a terminal of 100 columns, standard error included."""
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    known = {"PRIVKG_GRAPH": str(graph), "TERM": "xterm-256color"}
    others = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**others, **known, **environment},
    ):
        os.close(theirs)
        shown = _all_of(ours)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def _all_of(descriptor: int) -> bytes:
    content = b""
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # Linux reports the end of a pseudo-terminal as EIO
            return content
        if not piece:
            return content
        content += piece
