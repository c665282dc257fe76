"""Sorted lines in a file, found by their subject; the memory for it does not depend on their number."""

import heapq
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path

from privkg.core import bounded, files
from privkg.rdf.terms import Term
from privkg.store.quads_text import PackedGraph


def write(path: Path, graphs: Iterable[PackedGraph]) -> None:
    """Write the lines of graphs that the store holds to a new file in a folder that privkg made.

    Raises:
        WriteError: it cannot be written.
    """
    with files.creating(path) as file:
        file.writelines(heapq.merge(*map(_lines, graphs)))


def _lines(packed: PackedGraph) -> Iterator[bytes]:
    for piece in packed.stored_pieces():
        yield from piece.splitlines(keepends=True)


class SortedLines:
    """The lines of a file that `write` wrote.

    Raises:
        FileError, OSError: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        with bounded.opened(path) as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def about(self, subject: Term) -> str:
        """Return the lines with a subject, joined."""
        start, end = (self._first(f"{subject}{after}".encode()) for after in (" ", "!"))
        return self._text[start:end].decode()

    def _first(self, wanted: bytes) -> int:
        """Return the offset of the first line that is not less than some bytes, by bisection."""
        low, high = 0, len(self._text)
        while low < high:  # a line starts at `low`, and one starts at `high` or the file ends there
            start = self._text.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._text.find(b"\n", start) + 1
            if self._text[start:end] < wanted:
                low = end
            else:
                high = start
        return low
