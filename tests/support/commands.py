"""Runs privkg for tests: in this process, in one of its own, or on a terminal."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
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
    with on_terminal(*arguments, graph=graph, **environment) as (_, ours):
        return read_until(ours).replace("\r\n", "\n")


@contextmanager
def on_terminal(
    *arguments: str | Path, graph: Path, **environment: str
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run privkg on a terminal of 100 columns; yield the process and our end of the terminal.

    A byte 3 written to our end is Ctrl-C. The process is killed at the end of the block.
    """
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    known = {"PRIVKG_GRAPH": str(graph), "TERM": "xterm-256color"}
    others = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}

    def begin() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # who started the tests may ignore it
        fcntl.ioctl(1, termios.TIOCSCTTY, 0)

    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**others, **known, **environment},
        start_new_session=True,
        preexec_fn=begin,
    ) as command:
        os.close(theirs)
        try:
            yield command, ours
        finally:
            command.kill()
            os.close(ours)


def read_until(descriptor: int, words: str | None = None) -> str:
    """Return what is read from a terminal up to some words, or to its end."""
    content = b""
    while words is None or words.encode() not in content:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # Linux reports the end of a pseudo-terminal as EIO
            break
        if not piece:
            break
        content += piece
    return content.decode()
