"""Read gzip and bzip2 files as a stream, in bounded memory; other files are passed on as they are."""

import bz2
import io
import zlib
from collections.abc import Callable, Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, Protocol

from privkg.core import bounded
from privkg.core.errors import FileError, in_file
from privkg.core.objects import Readable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_CHUNK = 65_536
_PIECE = 262_144
_FREE = 100_000_000
MOST_TIMES = 250
"""How many times its own size a file may expand to, beyond the first 100 MB.

Text compresses to a fifth or less, the history of pages to a hundredth; zeros to a thousandth.
"""


class _Member(Protocol):
    """One of the compressed streams in a file; the interface of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gunzip:
    """A member of a gzip file; `zlib` returns the input that it did not use, which is kept here."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)
        self._held = b""

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._held

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        found = self._inflate.decompress(self._held + data, max_length)
        self._held = self._inflate.unconsumed_tail
        return found


_KINDS: dict[bytes, tuple[str, Callable[[], _Member]]] = {
    _GZIP: ("gzip", _Gunzip),
    _BZIP2: ("bzip2", bz2.BZ2Decompressor),
}


def opening(head: bytes, most_bytes: int) -> bytes:
    """Return the first bytes of the content of a file, given the first bytes of the file."""
    kind = _kind(head)
    if not kind:
        return head[:most_bytes]
    _, new = kind
    try:
        return new().decompress(head, most_bytes)
    except (OSError, zlib.error):
        return b""


def opened(path: Readable) -> io.BufferedReader:
    """Return the content of a regular file of any size as a file, decompressed.

    Raises:
        FileError: as for `pieces`, here or when it is read.
    """
    return io.BufferedReader(_Pieces(pieces(path)), _PIECE)


def pieces(path: Readable) -> Iterator[bytes]:
    """Yield the content of a regular file of any size in pieces, decompressed.

    Raises:
        FileError: the file cannot be read; it is cut or damaged; or it expands to more than 250 times
            its size.
    """
    try:
        with bounded.opened(path) as file:
            first = file.read(_CHUNK)
            kind = _kind(first)
            yield from _expanded(path, file, first, *kind) if kind else _plain(file, first)
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(f"cannot be read: {reason}", in_file(path)) from error


class _Pieces(io.RawIOBase):
    """A file that is read from pieces of its content."""

    def __init__(self, found: Iterator[bytes]) -> None:
        self._found = found
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._held = self._held or next(self._found, b"")
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._held))
        view[:size], self._held = self._held[:size], self._held[size:]
        return size


def _kind(head: bytes) -> tuple[str, Callable[[], _Member]] | None:
    return next((kind for magic, kind in _KINDS.items() if head.startswith(magic)), None)


def _plain(file: BufferedReader, first: bytes) -> Iterator[bytes]:
    while first:
        yield first
        first = file.read(_PIECE)


def _expanded(
    path: Readable, file: BufferedReader, data: bytes, name: str, new: Callable[[], _Member]
) -> Iterator[bytes]:
    """Yield the content of all members of a compressed file."""
    member, made = new(), 0
    while data or not member.needs_input:
        piece = _decompressed(path, member, data, name)
        made += len(piece)
        if made > max(_FREE, MOST_TIMES * file.tell()):
            raise FileError(f"expands to more than {MOST_TIMES} times its size", in_file(path))
        if piece:
            yield piece
        data = b""
        if member.eof:
            data = member.unused_data or file.read(_CHUNK)
            while data and not (data := data.lstrip(b"\0")):  # archivers pad with zeros
                data = file.read(_CHUNK)
            if not data:
                return
            member = new()
        elif member.needs_input:
            data = file.read(_CHUNK)
    raise FileError(f"cut: the file ends within the {name} data", in_file(path))


def _decompressed(path: Readable, member: _Member, data: bytes, name: str) -> bytes:
    try:
        return member.decompress(data, _PIECE)
    except (OSError, zlib.error) as error:
        raise FileError(f"damaged: invalid {name} data", in_file(path)) from error
