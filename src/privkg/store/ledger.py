"""A journal of pushed graphs: DIR/pushed.jsonl has a line for each change, written with `fsync`.

A line has an endpoint, a graph, and the hash of the version that the endpoint has; without a hash, that
version is unknown. The last line for a graph counts. An incomplete last line, left by a crash, is
ignored; if any other line is malformed, the whole journal is ignored, and all graphs are pushed again.
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
    """The graphs known to be at one endpoint; each method returns after its change is on the disk."""

    def __init__(self, file: IO[str], place: str, known: dict[str, str]) -> None:
        self._file = file
        self._place = place
        self._known = known

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the graphs that are known to be at the endpoint."""
        return frozenset(self._known)

    def has(self, graph: str, sha256: str) -> bool:
        """Return whether this version of a graph was the last one to be written there completely."""
        return self._known.get(graph) == sha256

    def note(self, graph: str, sha256: str) -> None:
        """Record that a version of a graph was written."""
        self._known[graph] = sha256
        self._append(graph, sha256)

    def forget(self, graph: str) -> None:
        """Record that the version is unknown; call it before changing the graph at the endpoint.

        If the process is killed during the change, the journal must not claim the former version.
        """
        if self._known.pop(graph, None) is not None:
            self._append(graph, None)

    def _append(self, graph: str, sha256: str | None) -> None:
        with _writing(Path(self._file.name).parent):
            files.append(self._file, _line(self._place, graph, sha256))


@contextmanager
def opened(directory: Path, place: str) -> Iterator[Ledger]:
    """Lock the ledger of a graph's folder and yield its entries for one endpoint.

    Raises:
        StoreError: another process pushes this graph, or the folder cannot be written.
    """
    path = directory / _NAME
    busy = "locked by another push; try again when it ends"
    with ExitStack() as held:
        with _writing(directory):
            held.enter_context(locks.alone(directory / "pushed.lock", busy))
            known = _read(path)
            # Compact the journal, so that it does not grow without limit.
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
    """Return the hash of each graph by endpoint."""
    known: dict[str, dict[str, str]] = {}
    try:
        for line in _content(path).decode().split("\n")[:-1]:
            entry = bounded.parse_json(line)
            place, graph, sha256 = (entry[name] for name in ("at", "graph", "sha256"))
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
            f"{error.message}; move it elsewhere to push all graphs again", error.place
        ) from error


def _lines(known: dict[str, dict[str, str]]) -> Iterator[str]:
    for place, graphs in sorted(known.items()):
        yield from (_line(place, graph, sha256) for graph, sha256 in sorted(graphs.items()))


def _line(place: str, graph: str, sha256: str | None) -> str:
    return json.dumps({"at": place, "graph": graph, "sha256": sha256}) + "\n"
