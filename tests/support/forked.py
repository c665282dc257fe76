"""Runs many commands of privkg, each in a forked process: one interpreter is started for all of them.

The forking interpreter opens no graph: the engine's threads would not exist in its children.
"""

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import astuple
from pathlib import Path

from commands import Result
from privkg import cli
from privkg.cli import VERBS

_SECONDS = 60


def run_each(commands: Sequence[Sequence[str]]) -> list[Result]:
    """Return the result of each command; the code of one that a signal ended is negative."""
    done = subprocess.run(
        [sys.executable, "-m", "forked"],
        input=json.dumps([list(command) for command in commands]),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return [Result(*result) for result in json.loads(done.stdout)]


def tried(arguments: Sequence[str], first: Callable[[], None] = lambda: None) -> Result:
    """Run a command in a forked process, which calls `first` before; return its result."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            _be(arguments, out.fileno(), err.fileno(), first)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return Result(code, out.read().decode(errors="replace"), err.read().decode(errors="replace"))


def _main() -> None:
    for name in VERBS.names():
        importlib.import_module(f"privkg.cli.{name}")
    print(json.dumps([astuple(tried(arguments)) for arguments in json.load(sys.stdin)]))  # noqa: T201


def _be(arguments: Sequence[str], out: int, err: int, first: Callable[[], None]) -> None:
    """Run a command in this forked child and exit."""
    code = 70
    try:
        signal.alarm(_SECONDS)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = ["privkg", *arguments]
        first()
        cli.main()
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:  # print an uncaught exception as the interpreter would
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _main()
