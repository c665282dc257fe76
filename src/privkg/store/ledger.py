"""What was pushed where: a line for each graph in DIR/pushed.jsonl, written as soon as it is true.

A line says which version of a graph, by its hash, stands at a place; one without a hash, that none is
known to. The last line of a graph counts. A line that was cut off says nothing; if any other cannot be
read, nothing is known, and all is pushed again.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from privkg.core import bounded, files
from privkg.core.errors import FileError, StoreError, in_file
from privkg.core.files import locks

_NAME = "pushed.jsonl"
_MOST_BYTES = 500_000_000


class Ledger:
    """What is known to stand at one place; each change is on the disk before it is returned from."""

    def __init__(self, file: IO[str], place: str, known: dict[str, str]) -> None:
        self._file = file
        self._place = place
        self._known = known

    @property
    def graphs(self) -> frozenset[str]:
        """The graphs that are known to stand there, by IRI."""
        return frozenset(self._known)

    def has(self, graph: str, sha256: str) -> bool:
        """Return whether this version of a graph was the last that was written there, and whole."""
        return self._known.get(graph) == sha256

    def note(self, graph: str, sha256: str) -> None:
        """Note that a version of a graph stands there."""
        self._known[graph] = sha256
        self._append(graph, sha256)

    def forget(self, graph: str) -> None:
        """Note that it is not known what stands there; call it before a graph is changed."""
        if self._known.pop(graph, None) is not None:
            self._append(graph, None)

    def _append(self, graph: str, sha256: str | None) -> None:
        with _writing(Path(self._file.name).parent):
            files.append(self._file, _line(self._place, graph, sha256))


@contextmanager
def opened(directory: Path, place: str) -> Iterator[Ledger]:
    """Hold the ledger of a graph's folder, to read and write what stands at a place.

    Raises:
        StoreError: somebody else pushes this graph, or the folder cannot be written.
    """
    path = directory / _NAME
    busy = "another privkg is pushing this graph; wait for it"
    with ExitStack() as held:
        with _writing(directory):
            held.enter_context(locks.alone(directory / "pushed.lock", busy))
            known = _read(path)
            # Written again, so that it does not grow for ever.
            files.replace(path, "".join(_lines(known)), is_builder=True)
            file = held.enter_context(files.appending(path))
        yield Ledger(file, place, known.get(place, {}))


@contextmanager
def _writing(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", in_file(directory)) from error


def _read(path: Path) -> dict[str, dict[str, str]]:
    """Return the hash of each graph by place."""
    known: dict[str, dict[str, str]] = {}
    try:
        for line in _content(path).decode().split("\n")[:-1]:
            said = bounded.parse_json(line)
            place, graph, sha256 = (said[name] for name in ("at", "graph", "sha256"))
            known.setdefault(str(place), {})[str(graph)] = sha256
    except (ValueError, KeyError, TypeError):
        return {}
    return {at: {graph: sha for graph, sha in of.items() if sha} for at, of in known.items()}


def _content(path: Path) -> bytes:
    if not os.path.lexists(path):
        return b""
    try:
        return bounded.content(path, _MOST_BYTES, follows_links=False)
    except FileError as error:
        raise StoreError(
            f"{error.message}; move it elsewhere, so that all is pushed again", error.place
        ) from error


def _lines(known: dict[str, dict[str, str]]) -> Iterator[str]:
    for place, graphs in sorted(known.items()):
        yield from (_line(place, graph, sha256) for graph, sha256 in sorted(graphs.items()))


def _line(place: str, graph: str, sha256: str | None) -> str:
    said = {"at": place, "graph": graph, "sha256": sha256}
    return json.dumps(said) + "\n"
