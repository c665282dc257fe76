"""The files with the text of a generation: one file, or the parts that a cluster wrote.

GENERATION/quads.nq.gz        the text in one file
GENERATION/parts.tsv          instead of it: the names and sizes of its parts, in order
GENERATION/parts/HASH.nq.gz   a part, named by the SHA-256 of its content

Offsets in the table of graphs are those in the joined parts, so that parts and one file are read alike.
"""

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

from privkg.core import bounded, files
from privkg.core.errors import FileError, StoreError, in_file

ONE = "quads.nq.gz"
PARTS, LIST = "parts", "parts.tsv"
_LINE = re.compile(r"([0-9a-f]{64}\.nq\.gz)\t([0-9]{1,18})")
_MOST_OF_LIST = 500_000_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file with text of a generation: its path in the generation's folder, and its size in bytes."""

    path: str
    size: int


def write_list(generation: Path, parts: Iterable[TextFile]) -> None:
    """Write the list of the parts of a generation."""
    lines = (f"{Path(part.path).name}\t{part.size}\n" for part in parts)
    files.create(generation / LIST, "".join(lines), is_builder=True)


def names(generation: Path) -> list[str]:
    """Return the paths of the text in the folder of a generation: that of one file, or of all parts.

    Raises:
        StoreError: the list of parts is damaged.
    """
    parts = _parts(generation)
    return [LIST, *(part.path for part in parts)] if parts else [ONE]


def _parts(generation: Path) -> list[TextFile]:
    """Return the parts of the text in order; none if it is one file."""
    path = generation / LIST
    if not os.path.lexists(path):
        return []
    try:
        lines = bounded.content(path, _MOST_OF_LIST).decode(errors="replace").splitlines()
    except (OSError, FileError) as error:
        words = error.message if isinstance(error, FileError) else error.strerror
        raise StoreError(f"{words}; build again", in_file(path)) from error
    found = [match for line in lines if (match := _LINE.fullmatch(line))]
    if len(found) != len(lines):
        raise StoreError("not a list of parts; build again", in_file(path))
    return [TextFile(f"{PARTS}/{match[1]}", int(match[2])) for match in found]


class Text:
    """The text of a generation, opened.

    Attributes:
        size: its size in bytes.
    """

    def __init__(self, generation: Path, parts: Sequence[TextFile]) -> None:
        self._paths = [generation / part.path for part in parts]
        self._starts = [0, *accumulate(part.size for part in parts)]
        self._open = ExitStack()
        self._file: tuple[int, BinaryIO] | None = None
        self.size = self._starts[-1]

    def read(self, start: int, size: int) -> bytes:
        """Return bytes of the text; fewer if a file is cut.

        Raises:
            OSError, FileError: a file cannot be read.
        """
        found, end = list[bytes](), min(start + size, self.size)
        while start < end:
            number = bisect_right(self._starts, start) - 1
            wanted = min(end, self._starts[number + 1]) - start
            file = self._opened(number)
            file.seek(start - self._starts[number])
            found.append(file.read(wanted))
            start += wanted
        return b"".join(found)

    def close(self) -> None:
        """Close the file that is open."""
        self._open.close()

    def _opened(self, number: int) -> BinaryIO:
        """Return a file; one is open at a time, since what is read next is mostly in the same."""
        if self._file is None or self._file[0] != number:
            self._open.close()
            self._file = number, self._open.enter_context(bounded.opened(self._paths[number]))
        return self._file[1]


@contextmanager
def opened(generation: Path) -> Iterator[Text]:
    """Yield the text of a generation, opened.

    Raises:
        OSError: there is no text.
        StoreError: the list of its parts is damaged.
    """
    parts = _parts(generation) or [TextFile(ONE, (generation / ONE).stat().st_size)]
    text = Text(generation, parts)
    try:
        yield text
    finally:
        text.close()
