"""The quads of a generation as text; reading them from the store takes twenty times as long.

The text is canonical N-Quads; each graph is sorted and a separate gzip member. Its files are those of
`text_files`.

The store holds all quads but those about claims, which are most of a dataset: see `split`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from zlib_ng import zlib_ng

from privkg.core import bounded, files
from privkg.core.errors import FileError, InvalidValueError, StoreError, in_file
from privkg.rdf import iris
from privkg.rdf.graphs import is_provenance
from privkg.rdf.terms import Term, Triple, iri_text
from privkg.store import graph_table, manifest, text_files
from privkg.store.graph_table import Entry, GraphCount, GraphTable, Member
from privkg.store.text_files import Text

_GZIP = 31  # zlib's `wbits`: a window of 2**15 bytes, with a gzip header and trailer
_MOST_INFLATED = 1_000_000_000  # per graph: a forged member could inflate to any size
_GZIP_ERROR: type[Exception] = zlib_ng.error  # type: ignore[assignment]  # the stubs declare an instance
_COPIED_AT_ONCE = 16_000_000
_LEVEL = 6  # level 9 takes more than twice as long and saves 2 %
_LEVEL_OF_LARGE = 2  # a graph that grows with the dataset is written whole by each build
_PIECE = 4_000_000
_MOST_OF_A_LINE = 300_000_000  # the text of the largest page, each of its characters escaped, is shorter
_MEMBER_AT_ONCE = 400_000
_LINES_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class PackedGraph:
    """The text of a named graph, compressed.

    Attributes:
        graph: the graph's IRI.
        count: the number of its quads, and their hash.
        stored: the number of its quads that the store holds.
        member: the compressed text.
        sha256: the hash of these bytes, for the table of graphs.
    """

    graph: str
    count: GraphCount
    stored: int
    member: bytes
    sha256: str

    def text(self) -> bytes:
        """Return the sorted canonical N-Quads lines."""
        return _inflated(self.graph, self.member)

    def stored_text(self) -> bytes:
        """Return the lines that the store holds."""
        stored, _ = split(self.graph, self.text())
        return stored

    def stored_pieces(self) -> Iterator[bytes]:
        """Yield the lines that the store holds, in pieces of whole lines; most graphs are one piece."""
        for piece in self._pieces():
            yield split(self.graph, piece)[0]

    def checked_pieces(self) -> Iterator[bytes]:
        """Yield what `stored_pieces` does, and check the text.

        Raises:
            StoreError: its lines differ from the number of quads and their hash.
        """
        digest, quads = hashlib.sha256(), 0
        for piece in self._pieces():
            digest.update(piece)
            quads += piece.count(b"\n")
            yield split(self.graph, piece)[0]
        if self.count != GraphCount(quads, digest.hexdigest()):
            raise StoreError(f"the text of graph {self.graph} is damaged; build again")

    def _pieces(self) -> Iterator[bytes]:
        """Yield the text in pieces; that of evidence, which is split at its claims, is one."""
        yield from [self.text()] if is_provenance(self.graph) else _pieces(self.graph, self.member)


def pack(graph: Term, triples: Iterable[Triple]) -> PackedGraph:
    """Return the triples of a graph, sorted and each once, as compressed text."""
    return pack_text(iri_text(graph), "".join(manifest.lines_of(graph, triples)).encode())


def pack_sorted(graph: Term, triples: Iterable[Triple]) -> PackedGraph:
    """Return triples that are sorted as lines, and each once, as the compressed text of a graph.

    The text, which may be of millions of lines, is never in memory as a whole. Claims are not among
    them.
    """
    packing = zlib_ng.compressobj(_LEVEL_OF_LARGE, wbits=_GZIP)
    member, digest, count = bytearray(), hashlib.sha256(), 0
    rest = iter(triples)
    while some := list(islice(rest, _LINES_AT_ONCE)):
        text = "".join(f"{s} {p} {o} {graph} .\n" for s, p, o in some).encode()
        digest.update(text)
        member += packing.compress(text)
        count += len(some)
    member += packing.flush()
    name, content = iri_text(graph), bytes(member)
    return PackedGraph(
        name, GraphCount(count, digest.hexdigest()), count, content, _digest(name, content)
    )


def pack_text(graph: str, text: bytes) -> PackedGraph:
    """Return the sorted canonical N-Quads lines of a graph, compressed."""
    member, (stored, _) = zlib_ng.compress(text, _LEVEL, _GZIP), split(graph, text)
    return PackedGraph(graph, count_of(text), stored.count(b"\n"), member, _digest(graph, member))


def triples(packed: PackedGraph) -> list[Triple]:
    """Return the triples of a graph, in the order of its lines."""
    end = f" <{packed.graph}> .\n"
    lines = packed.text().decode().split(end)
    return [cast("Triple", tuple(line.split(" ", 2))) for line in lines[:-1]]


class Writer:
    """Writes the text of a generation, graph by graph.

    Attributes:
        lines: the lines of the table of graphs, in the order of writing.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.lines: list[bytes] = []
        self._file = file
        self._end = 0

    def put(self, packed: PackedGraph) -> None:
        """Write a graph."""
        place = Member(self._end, len(packed.member), packed.sha256)
        self._file.write(packed.member)
        self.lines.append(Entry(packed.graph, packed.count, packed.stored, place).line())
        self._end += place.size

    def put_again(self, generation: Path, lines: Iterable[bytes]) -> None:
        """Write graphs of another generation, given their lines in its table.

        Graphs that follow each other there are copied at once.

        Raises:
            StoreError: the text of the generation is cut.
        """
        with _damage(generation), text_files.opened(generation) as text:
            at, size = 0, 0
            for (start, length), line in sorted((graph_table.place_in(line), line) for line in lines):
                if start != at + size or size > _COPIED_AT_ONCE:
                    self._copy(text, at, size)
                    at, size = start, 0
                self.lines.append(graph_table.moved(line, self._end + size))
                size += length
            self._copy(text, at, size)

    def _copy(self, text: Text, start: int, size: int) -> None:
        content = text.read(start, size)
        if len(content) != size:
            raise InvalidValueError("the text is cut")
        self._file.write(content)
        self._end += size


@contextmanager
def writing(generation: Path) -> Iterator[Writer]:
    """Yield a writer of the text of a generation, which has none yet.

    Raises:
        WriteError: it cannot be written.
    """
    with files.creating(generation / text_files.ONE) as file:
        yield Writer(file)


def read(
    generation: Path, graphs: Iterable[str], table: GraphTable | None = None
) -> Iterator[tuple[Entry, bytes]]:
    """Yield the table's line and the canonical N-Quads of named graphs, in the given order.

    Args:
        generation: the folder of the generation.
        graphs: the IRIs of the graphs.
        table: the table of the generation, which finds graphs faster near those it found before.

    Raises:
        StoreError: a graph is missing or damaged.
    """
    for entry, member in _members(generation, graphs, table):
        with _damage(generation):
            text = _inflated(entry.graph, member)
        yield entry, text


def stored_pieces(generation: Path, graph: str) -> Iterator[bytes]:
    """Yield the lines of a graph that the store holds, as `PackedGraph.stored_pieces` does.

    Raises:
        StoreError: the graph is missing or damaged.
    """
    (packed,) = members(generation, [graph])
    with _damage(generation):
        yield from packed.stored_pieces()


def checked(generation: Path, graphs: Iterable[str]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield named graphs, each with the lines that the store holds, as `checked_pieces` yields them.

    Raises:
        StoreError: a graph is missing or damaged, which is known at the end of its lines.
    """

    def pieces(packed: PackedGraph) -> Iterator[bytes]:
        with _damage(generation):
            yield from packed.checked_pieces()

    yield from ((packed.graph, pieces(packed)) for packed in members(generation, graphs))


def members(generation: Path, graphs: Iterable[str]) -> Iterator[PackedGraph]:
    """Yield named graphs, compressed as they are.

    Raises:
        StoreError: a graph is missing or damaged.
    """
    for entry, member in _members(generation, graphs):
        yield PackedGraph(entry.graph, entry.count, entry.stored, member, entry.member.sha256)


def split(graph: str, text: bytes) -> tuple[bytes, bytes]:
    """Return the lines of a graph that the store holds, and those about claims, which it does not.

    Claims are in provenance graphs. As the lines are sorted, those about claims follow each other.
    """
    if not is_provenance(graph):
        return text, b""
    claim = iris.claims_of_graph(graph).encode()
    start = 0 if text.startswith(claim) else text.find(b"\n" + claim) + 1
    if not start and not text.startswith(claim):
        return text, b""
    end = text.find(b"\n", max(text.rfind(b"\n" + claim) + 1, start)) + 1
    return text[:start] + text[end:], text[start:end]


def _members(
    generation: Path, graphs: Iterable[str], table: GraphTable | None = None
) -> Iterator[tuple[Entry, bytes]]:
    with _damage(generation), text_files.opened(generation) as text:
        known = GraphTable(generation) if table is None else table
        for entry in known.entries_of(graphs):
            yield entry, _member(entry, text)


@contextmanager
def _damage(generation: Path) -> Iterator[None]:
    """Turn an error of reading a generation into a StoreError."""
    try:
        yield
    except KeyError as error:
        raise StoreError(f"no graph {error.args[0]}; build again", in_file(generation)) from error
    except (OSError, ValueError, FileError, _GZIP_ERROR) as error:
        raise StoreError(f"damaged ({error}); build again", in_file(generation)) from error


def _member(entry: Entry, text: Text) -> bytes:
    graph, place = entry.graph, entry.member
    if not (0 <= place.start <= place.start + place.size <= text.size):
        raise InvalidValueError(f"the offset of {graph} is outside the text")
    if place.size > _MOST_INFLATED:
        raise InvalidValueError(f"{graph} is larger than {bounded.size(_MOST_INFLATED)}")
    member = text.read(place.start, place.size)
    if _digest(graph, member) != place.sha256:
        raise StoreError(f"graph {graph} differs from the one that was built; build again")
    return member


def _inflated(graph: str, member: bytes) -> bytes:
    return b"".join(_unpacked(graph, member))


def _pieces(graph: str, member: bytes) -> Iterator[bytes]:
    """Yield the text of a member in pieces of whole lines."""
    line: list[bytes] = []
    size = 0
    for piece in _unpacked(graph, member):
        whole, end, rest = piece.rpartition(b"\n")
        if end:
            yield b"".join((*line, whole, end))
            line, size = [], 0
        line.append(rest)
        size += len(rest)
        if size > _MOST_OF_A_LINE:
            raise InvalidValueError(f"{graph} has a line larger than {bounded.size(_MOST_OF_A_LINE)}")
    if size:
        raise _too_large(graph)


def _unpacked(graph: str, member: bytes) -> Iterator[bytes]:
    """Yield the text of a member in pieces that end anywhere."""
    unpacking, size = zlib_ng.decompressobj(_GZIP), 0
    for start in range(0, len(member), _MEMBER_AT_ONCE):
        given = member[start : start + _MEMBER_AT_ONCE]
        while given:
            piece = unpacking.decompress(given, _PIECE)
            given, size = unpacking.unconsumed_tail, size + len(piece)
            if size > _MOST_INFLATED:
                raise _too_large(graph)
            yield piece
    if not unpacking.eof:
        raise _too_large(graph)


def _too_large(graph: str) -> InvalidValueError:
    return InvalidValueError(f"{graph} is truncated, or larger than {bounded.size(_MOST_INFLATED)}")


def _digest(graph: str, member: bytes) -> str:
    """Return the hash of a graph's IRI and member; hashing the IRI detects swapped members.

    The compressed bytes are hashed, not the text: they are a tenth of its size.
    """
    return hashlib.sha256(f"{graph} ".encode() + member).hexdigest()


def count_of(text: bytes) -> GraphCount:
    """Return count and hash of a graph's lines."""
    return GraphCount(text.count(b"\n"), hashlib.sha256(text).hexdigest())
