"""The table of a generation's graphs: a text file in which one graph is found by bisection.

GENERATION/graphs.tsv   a line for each named graph, sorted by IRI: the IRI, the number of its quads and
                        their SHA-256; how many of them the store holds; offset, size and hash of its
                        text: see `text_files`

Opening the table does not depend on the number of graphs, and a look-up reads a few hundred bytes for
each halving of the file.
"""

import os
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from privkg.core import bounded, files
from privkg.core.errors import FileError, StoreError, in_file
from privkg.rdf.terms import iri

NAME = "graphs.tsv"
_BLOCK = 4096
_MOST_OF_A_LINE = 1_000_000
"""Bytes: a slug is as long as its title, and a page has at most 20 MB."""


@dataclass(frozen=True, slots=True)
class GraphCount:
    """A named graph's number of quads and the SHA-256, in hex, of its sorted canonical N-Quads."""

    quads: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Member:
    """The place of a graph's text among the compressed texts: offset and size in bytes, and its hash."""

    start: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table.

    Attributes:
        graph: the graph's IRI.
        count: the number of its quads, and their hash.
        stored: the number of its quads in the store.
        member: the place of its text.
    """

    graph: str
    count: GraphCount
    stored: int
    member: Member

    def line(self) -> bytes:
        """Return the line."""
        count, member = self.count, self.member
        values = (count.quads, count.sha256, self.stored, member.start, member.size, member.sha256)
        return ("\t".join((self.graph, *map(str, values))) + "\n").encode()


def write(generation: Path, lines: Iterable[bytes]) -> None:
    """Write the table of a generation, sorted by IRI, given its lines."""
    # UTF-8 sorts as code points do, which is the order of the hash of the dataset; the tab after an IRI
    # is less than any character of one.
    with files.creating(generation / NAME) as file:
        file.writelines(sorted(lines))


def place_in(line: bytes) -> tuple[int, int]:
    """Return the offset and the size of the text of a graph, given its line."""
    *_, start, size, _ = line.split(b"\t")
    return int(start), int(size)


def stored_graphs(lines: Iterable[bytes]) -> set[str]:
    """Return the IRIs of the graphs with quads in the store, given the lines of a table."""
    fields = (line.split(b"\t") for line in lines)
    return {graph.decode() for graph, _, _, stored, *_ in fields if stored != b"0"}


def moved(line: bytes, start: int) -> bytes:
    """Return a line with another offset of the text."""
    *before, _, size, sha256 = line.split(b"\t")
    return b"\t".join((*before, b"%d" % start, size, sha256))


class GraphTable(Mapping[str, GraphCount]):
    """The graphs of a generation by IRI, in the order of their IRIs; each look-up reads the file.

    Look-ups raise StoreError if the table is damaged.
    """

    def __init__(self, generation: Path) -> None:
        self._path = generation / NAME
        self._near = 0
        """The start of the line that was found last; what is looked up next is mostly near it."""

    def __getitem__(self, graph: str) -> GraphCount:
        """Return the counts of a graph."""
        return next(self.entries_of([graph])).count

    def __iter__(self) -> Iterator[str]:
        """Yield the IRIs, sorted."""
        return (entry.graph for entry in self.entries())

    def __len__(self) -> int:
        """Return the number of graphs, by reading the whole table."""
        return sum(1 for _ in self.lines())

    def items(self) -> ItemsView[str, GraphCount]:
        """Return the graphs with their counts; the table is read once, in its order."""
        return _Items(self)

    def entries(self) -> Iterator[Entry]:
        """Yield all lines, in the order of their IRIs.

        Raises:
            StoreError: the table is damaged.
        """
        yield from map(self._entry, self.lines())

    def lines(self) -> Iterator[bytes]:
        """Yield all lines as they are, in the order of their IRIs.

        Raises:
            StoreError: the table is damaged.
        """
        with self._opened() as file:
            former = b""
            while line := file.readline(_MOST_OF_A_LINE):
                name = line[: line.find(b"\t")]
                if name <= former or not line.endswith(b"\n"):
                    raise self._damaged()
                former = name
                yield line

    def entries_of(self, graphs: Iterable[str]) -> Iterator[Entry]:
        """Yield the lines of graphs, in the order given; in the order of IRIs it is fastest.

        What was looked up last, and what follows it in that order, is found without bisection.

        Raises:
            KeyError: there is no such graph.
            StoreError: the table is damaged.
        """
        with self._opened() as file:
            size = os.fstat(file.fileno()).st_size
            for graph in graphs:
                name = graph.encode(errors="surrogatepass") + b"\t"
                start = self._found_near(file, self._near, name)
                start = self._found(file, size, name) if start is None else start
                if start is None:
                    raise KeyError(graph)
                self._near = start
                yield self._entry(self._line(file, start))

    def _found_near(self, file: BinaryIO, start: int, name: bytes) -> int | None:
        """Return the offset of a line if it begins at the start of a line or soon after it."""
        file.seek(start)
        block = b"\n" + file.read(_BLOCK)
        at = block.find(b"\n" + name)
        return None if at < 0 else start + at

    def _found(self, file: BinaryIO, size: int, name: bytes) -> int | None:
        """Return the offset of a line, by bisection; None if there is none."""
        low, high = 0, size
        while low < high:  # the line may start in [low, high), and one starts at `low`
            start = self._start(file, (low + high) // 2, low)
            line = self._line(file, start)
            if line.startswith(name):
                return start
            if line.partition(b"\t")[0] + b"\t" < name:
                low = start + len(line)
            else:
                high = start
        return None

    @staticmethod
    def _start(file: BinaryIO, offset: int, low: int) -> int:
        """Return the start of the line that contains an offset; a line starts at `low`."""
        end = offset
        while end > low:
            begin = max(low, end - _BLOCK)
            file.seek(begin)
            at = file.read(end - begin).rfind(b"\n")
            if at >= 0:
                return begin + at + 1
            end = begin
        return low

    def _line(self, file: BinaryIO, start: int) -> bytes:
        file.seek(start)
        line = file.readline(_MOST_OF_A_LINE)
        if not line.endswith(b"\n"):
            raise self._damaged()
        return line

    def _opened(self) -> BinaryIO:
        try:
            return bounded.opened(self._path)
        except (OSError, FileError) as error:
            words = error.message if isinstance(error, FileError) else error.strerror
            raise StoreError(f"{words}; build again", in_file(self._path)) from error

    def _entry(self, line: bytes) -> Entry:
        try:
            graph, quads, sha256, stored, *place = line.decode().removesuffix("\n").split("\t")
            start, size, member = place
            iri(graph)
            count = GraphCount(int(quads), sha256)
            return Entry(graph, count, int(stored), Member(int(start), int(size), member))
        except ValueError as error:
            raise self._damaged() from error

    def _damaged(self) -> StoreError:
        return StoreError("not a table of graphs; build again", in_file(self._path))


class _Items(ItemsView[str, GraphCount]):
    """The items of a table, from one reading of the file."""

    _mapping: GraphTable

    def __iter__(self) -> Iterator[tuple[str, GraphCount]]:
        return ((entry.graph, entry.count) for entry in self._mapping.entries())
