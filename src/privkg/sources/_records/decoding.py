"""Reads text files as a stream: decompressed, decoded, in lines whose ends are kept."""

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain

from privkg.core import bounded, compressed
from privkg.core.documents import MAX_BYTES
from privkg.core.errors import FileError, PageError, Place, in_file
from privkg.core.objects import Readable

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BOM = "\ufeff"
_ADVICE = "save the file as UTF-8"


def texts(path: Readable) -> Iterator[str]:
    """Yield the text of a file in pieces, none of which ends between a CR and a LF.

    Raises:
        FileError: as for `compressed.pieces`; or it is neither UTF-8 nor UTF-16 with a byte-order mark,
            or has the character U+0000. The text before it is yielded first.
    """
    line, column, held = 1, 1, ""
    for piece, problem in _decoded(compressed.pieces(path)):
        text = held + piece
        held = "\r" if text.endswith("\r") and not problem else ""
        text = text.removesuffix(held)
        yield text
        line, column = _moved(line, column, text)
        if problem:
            raise FileError(problem, in_file(path, line, column))
    yield held


def lines(path: Readable) -> Iterator[str]:
    """Return the lines of a file with their ends: LF, CR or CRLF.

    Raises:
        FileError, PageError: as for `line_lists`.
    """
    return chain.from_iterable(line_lists(path))


def line_lists(path: Readable) -> Iterator[list[str]]:
    """Yield the lines of a file with their ends, those of one piece of the file at a time.

    Raises:
        FileError: as for `texts`.
        PageError: a line is longer than 20 MB.
    """
    number, size, held = 0, 0, list[str]()
    for text in texts(path):
        size += len(text)
        if "\n" in text or "\r" in text:
            *whole, rest = split("".join((*held, text)))
            yield whole
            number += len(whole)
            held, size = [rest], len(rest)
        else:
            held.append(text)
        if size > MAX_BYTES:
            raise PageError(f"a line of more than {bounded.size(MAX_BYTES)}", in_file(path, number + 1))
    if rest := "".join(held):
        yield [rest]


def split(text: str) -> list[str]:
    """Return the lines of a text with their ends, and the text behind the last end, often empty."""
    found = io.StringIO(text, newline="").readlines()
    return [*found, ""] if not found or found[-1].endswith(("\n", "\r")) else found


def opening(head: bytes) -> str:
    """Return the beginning of a text file, given its first bytes; empty if it is not text."""
    return next((text for text, problem in _decoded([head]) if not problem), "")


def position(text: str, offset: int) -> Place:
    """Return line and column of an offset in a text."""
    line, column = _moved(1, 1, text[:offset])
    return Place(line=line, column=column)


def place(path: Readable, at: tuple[int, int], within: Place | None) -> Place:
    """Return the place in a file of a place in a text that begins at this line and column."""
    line, column = (within.line or 1, within.column or 1) if within else (1, 1)
    return in_file(path, at[0] + line - 1, column + at[1] - 1 if line == 1 else column)


def _decoded(pieces: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield the decoded pieces, each with the problem behind it, which is empty for all but the last."""
    decoder, encoding = None, ""
    for piece in pieces:
        if decoder is None:
            encoding = "utf-16" if piece.startswith(_UTF16) else "utf-8-sig"
            decoder = codecs.getincrementaldecoder(encoding)()
        yield (found := _piece(decoder, piece, encoding))
        if found[1]:
            return
    if decoder is not None:
        yield _piece(decoder, b"", encoding)


def _piece(decoder: codecs.IncrementalDecoder, piece: bytes, encoding: str) -> tuple[str, str]:
    problem = ""
    try:
        text = decoder.decode(piece, final=not piece)
    except UnicodeDecodeError as error:
        text = error.object[: error.start].decode(error.encoding).removeprefix(_BOM)
        problem = f"not {encoding.removesuffix('-sig').upper()}; {_ADVICE}"
    before, zero, _ = text.partition("\0")
    return (
        (before, f"the character U+0000, as if in another encoding; {_ADVICE}")
        if zero
        else (text, problem)
    )


def _moved(line: int, column: int, text: str) -> tuple[int, int]:
    """Return line and column behind a text, given those at which it begins."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    newline = text.rfind("\n")
    return line + text.count("\n"), column + len(text) if newline < 0 else len(text) - newline
