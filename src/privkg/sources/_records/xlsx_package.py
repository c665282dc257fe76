"""The parts of an XLSX workbook: XML files in a ZIP archive, read in bounded memory."""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from privkg.core import bounded
from privkg.core.errors import InvalidValueError, PageError, in_file
from privkg.core.objects import Readable
from privkg.core.text import quoted

MOST_PARTS = 10_000
MOST_BYTES = 1_000_000_000
"""The size of a part, inflated."""
MOST_TIMES = 250
"""How many times its compressed size a part may expand to, beyond the first 20 MB."""
_FREE = 20_000_000
_PIECE = 65_536
_END, _END_SIZE, _TAIL = b"PK\5\6", 22, 22 + 65_535
"""The record at the end of an archive, behind which may be a comment."""
_END_64, _END_64_SIZE = b"PK\6\7", 20
"""The record before it of an archive of more than 4 GB or 65,535 parts."""
_MOST_TAG_BYTES = 1_000_000
_MOST_NAMES = 1000
_ENCRYPTED = 0x1
_OLE = b"\xd0\xcf\x11\xe0"
"""The first bytes of the older container of Microsoft Office, which also holds encrypted workbooks."""
_ADVICE = "save it as .xlsx without a password"
_DAMAGES = (
    *(BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError),
    *(struct.error, zlib.error),
)
"""What `zipfile` raises for archives that are cut, altered or of another kind."""


class Package:
    """The parts of an open workbook."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._parts = {info.filename: info for info in archive.infolist()}
        if len(archive.infolist()) > MOST_PARTS:
            raise InvalidValueError(f"a workbook of more than {MOST_PARTS} parts")

    def __contains__(self, name: str) -> bool:
        """Return whether there is a part of this name."""
        return name in self._parts

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a part in pieces.

        Raises:
            InvalidValueError: there is no such part, it is encrypted or damaged, or it is too large.
        """
        info = self._parts.get(name)
        if info is None:
            raise InvalidValueError(f"damaged: the workbook has no part {quoted(name)}")
        _check(info)
        made, most = 0, _most_bytes(info)
        try:
            with self._archive.open(info) as file:
                while piece := file.read(_PIECE):
                    made += len(piece)
                    if made > most:
                        raise InvalidValueError(_too_large(info))
                    yield piece
        except InvalidValueError:
            raise
        except _DAMAGES as error:
            raise InvalidValueError(f"damaged: the part {quoted(name)} cannot be inflated") from error


class PartReader:
    """A parser of one part: calls `start` and `end` with local names, and collects text on request."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.words: list[str] | None = None
        self._known: dict[str, str] = {}
        self._depth = self._fed = 0
        self._expat = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Handle the start of an element."""

    def end(self, name: str) -> None:
        """Handle the end of an element."""

    def read(self, pieces: Iterable[bytes]) -> Iterator[None]:
        """Parse a part; yield after each piece of it.

        Raises:
            InvalidValueError: it is not well-formed, has a DOCTYPE, or exceeds a limit.
        """
        for piece in pieces:
            self._fed += len(piece)
            self._parse(piece)
            if self._fed - self._expat.CurrentByteIndex > _MOST_TAG_BYTES + len(piece):
                raise self._error(f"has a tag of more than {bounded.size(_MOST_TAG_BYTES)}")
            yield
        self._parse(b"")

    def read_all(self, pieces: Iterable[bytes]) -> None:
        """Parse a part that is needed whole."""
        for _ in self.read(pieces):
            pass

    def _parse(self, piece: bytes) -> None:
        try:
            self._expat.Parse(piece, not piece)
        except expat.ExpatError as error:
            raise self._error(f"is not well-formed XML ({expat.ErrorString(error.code)})") from error

    def _error(self, words: str) -> InvalidValueError:
        return InvalidValueError(f"damaged: the part {quoted(self.name)} {words}")

    def _doctype(self, *_: object) -> None:
        words = "has a DOCTYPE, which may define entities and is refused"
        raise InvalidValueError(f"the part {quoted(self.name)} {words}")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > bounded.MOST_LEVELS:
            raise self._error(f"is nested deeper than {bounded.MOST_LEVELS} levels")
        self.start(self._local(name), {self._local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.end(self._local(name))

    def _text(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def _local(self, name: str) -> str:
        """Return a name without its namespace; as the parser keeps all names, they are bounded."""
        local = self._known.get(name)
        if local is None:
            if len(self._known) >= _MOST_NAMES:
                raise self._error(f"has more than {_MOST_NAMES} names of elements and attributes")
            local = self._known[name] = name.rpartition(" ")[2]
        return local


@contextmanager
def opened(path: Readable) -> Iterator[Package]:
    """Open a workbook.

    Raises:
        FileError: the file cannot be read.
        PageError: it is not a workbook; or what is read of it is not valid.
    """
    head = bounded.head(path, len(_OLE))
    if head == _OLE:
        words = f"an older or encrypted workbook; {_ADVICE}"
        raise PageError(words, in_file(path))
    with bounded.opened(path) as file:
        try:
            yield of(file)
        except InvalidValueError as error:
            raise PageError(error.message, in_file(path)) from error


def of(file: BinaryIO) -> Package:
    """Return the parts of a workbook in an open file.

    Raises:
        InvalidValueError: it is not a ZIP archive, or has too many parts.
    """
    try:
        _check_directory(file)
        return Package(ZipFile(file))
    except InvalidValueError:
        raise
    except _DAMAGES as error:
        raise InvalidValueError(f"not an XLSX workbook, or a cut one ({error}); {_ADVICE}") from error


def _check_directory(file: BinaryIO) -> None:
    """Raise an error if the directory of an archive is large: `zipfile` reads all of it at once."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    is_last = tail.startswith(_END, len(tail) - _END_SIZE) and tail.endswith(b"\0\0")
    at = len(tail) - _END_SIZE if is_last else tail.rfind(_END)
    if at < 0 or at + _END_SIZE > len(tail):
        raise InvalidValueError(f"not an XLSX workbook, or a cut one; {_ADVICE}")
    is_64 = tail.startswith(_END_64, max(0, at - _END_64_SIZE))
    (length,) = struct.unpack_from("<L", tail, at + 12)
    if is_64 or length > MOST_PARTS * 100:
        raise InvalidValueError(f"a workbook of more than {MOST_PARTS} parts")


def _check(info: ZipInfo) -> None:
    """Raise an error if the directory of the archive has a part that is not read."""
    if info.flag_bits & _ENCRYPTED:
        raise InvalidValueError(f"encrypted; {_ADVICE}")
    if info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise InvalidValueError(f"the part {quoted(info.filename)} is compressed by an unknown method")
    if info.file_size > _most_bytes(info):
        raise InvalidValueError(_too_large(info))


def _most_bytes(info: ZipInfo) -> int:
    return min(MOST_BYTES, max(_FREE, MOST_TIMES * info.compress_size))


def _too_large(info: ZipInfo) -> str:
    most = bounded.size(_most_bytes(info))
    return f"the part {quoted(info.filename)} expands to more than {most}, too much for its size"
