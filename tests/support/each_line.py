"""Kills a write operation at each line of `core.files` that it executes; prints the faults.

Run as `python tests/support/each_line.py OPERATION SIGNAL FOLDER [FUNCTION]…`, in a process without
threads, for it forks. If functions are named, only their lines are used.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from privkg.build import project
from privkg.core import files, stopping
from privkg.core.errors import ExistsError
from privkg.core.files import folders, stamps
from privkg.core.files.former import Marks

_SOURCE = str(Path(files.__file__).parent)
State = dict[str, str]
_MARKER = "marker"


def new(here: Path) -> None:
    with contextlib.suppress(ExistsError):  # it was whole before the run was killed
        files.create(here / "new", "after")


def init(here: Path) -> None:
    project.start(here / "project")


def replace(here: Path) -> None:
    files.replace(here / "a", "after")


def replace_all(here: Path) -> None:
    files.replace_all({here / "a": "after", here / "new": "after"})


def stamp(here: Path) -> None:
    with contextlib.suppress(FileExistsError):
        stamps.write(here / "new", "words\n")


def folder(here: Path) -> None:
    with folders.replacing(here / "folder", _marked, _MARKER) as made:
        files.put(made.path / "ours", "after")
        files.put(made.path / "deep" / "new", "after")
        files.put(made.path / _MARKER, "after")


def scratch(here: Path) -> None:
    os.environ["TMPDIR"] = str(here)
    with folders.scratch() as made:
        files.put(made / "new", "after")


OPERATIONS: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (new, init, replace, replace_all, stamp, folder, scratch)
}


def main() -> int:
    """Print a line for each fault, then the number of runs that were killed."""
    operation, number = OPERATIONS[sys.argv[1]], signal.Signals[sys.argv[2]]
    place, functions = Path(sys.argv[3]), frozenset(sys.argv[4:])
    os.fsync = lambda fd: None  # a killed process, unlike a machine without power, loses no written data
    before, after = _fresh(place), _finished(place, operation)
    line = 0
    while _is_ended(lambda: operation(_fresh_folder(place)), number, line, functions):
        for fault in _faults(place, operation, before, after):
            sys.stdout.write(f"line {line}: {fault}\n")
        line += 1
    sys.stdout.write(f"{line}\n")
    return 0


def _is_ended(
    operation: Callable[[], None], number: signal.Signals, line: int, functions: frozenset[str]
) -> bool:
    """Return whether a process reached its n-th line and was killed there."""
    child = os.fork()
    if not child:
        _run(operation, number, line, functions)
    return os.waitpid(child, 0)[1] != 0


def _run(
    operation: Callable[[], None], number: signal.Signals, line: int, functions: frozenset[str]
) -> None:
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        if not frame.f_code.co_filename.startswith(_SOURCE):
            return None
        if event == "line" and (not functions or frame.f_code.co_name in functions):
            count += 1
            if count == line + 1:
                sys.settrace(None)
                signal.raise_signal(number)
        return trace

    def traced() -> None:
        sys.settrace(trace)
        operation()
        sys.settrace(None)

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        stopping.run(traced)
    except SystemExit:
        os._exit(1)
    os._exit(0)


def _faults(place: Path, operation: Callable[[Path], None], before: State, after: State) -> list[str]:
    there = _state(place)
    found = [
        f"{name} is {content!r}"
        for name, content in there.items()
        if "/.privkg-" not in f"/{name}" and content not in (before.get(name), after.get(name))
    ]
    is_moved = any("/former/" in name for name in there)
    found += [f"{name} is lost" for name in before.keys() - there.keys() if not is_moved]
    operation(place)
    done = _state(place)
    return [*found, *([] if done == after else [f"then {sorted(done)}, {done}"])]


def _marked(made: Path) -> Marks | None:
    """Return marks that seal the one file that was published before or after."""
    if not (made / _MARKER).exists():
        return None
    return {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in _ours(made).items()
    }


def _ours(made: Path) -> dict[str, bytes]:
    files = {"ours": made / "ours", "deep/new": made / "deep" / "new"}
    return {name: path.read_bytes() for name, path in files.items() if path.exists()}


def _fresh_folder(place: Path) -> Path:
    _fresh(place)
    return place


def _fresh(place: Path) -> State:
    shutil.rmtree(place, ignore_errors=True)
    (place / "folder").mkdir(parents=True)
    for name in ("a", "folder/ours", f"folder/{_MARKER}", "folder/theirs"):
        (place / name).write_text("before")
    return _state(place)


def _finished(place: Path, operation: Callable[[Path], None]) -> State:
    operation(place)
    return _state(place)


def _state(place: Path) -> State:
    files = {path.relative_to(place).as_posix(): path for path in place.rglob("*")}
    return {name: _content(path) for name, path in sorted(files.items())}


def _content(path: Path) -> str:
    if path.is_dir():
        return ""
    if stamps.is_genuine(path, "words\n"):
        return "a stamp"
    return path.read_text()


if __name__ == "__main__":
    sys.exit(main())
