"""Decode files into documents with line offsets; report control characters and other encodings."""

import bisect
import codecs
import hashlib
import itertools
import re
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from pathlib import Path

from privkg.core import bounded, rules
from privkg.core.errors import FileError, InvalidValueError, in_file
from privkg.core.model import Document, Finding, Page, Span
from privkg.core.objects import Readable
from privkg.core.text import quoted

MAX_BYTES = 20_000_000

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_OTHER_LINE_ENDS = "\r\x85\u2028\u2029"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SHOWN_SPACES = {ord(space): " " for space in "\t\n\r"}
_START = attrgetter("start")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read(path: Readable) -> Document:
    """Return the file at `path` as a document.

    Raises:
        FileError: as for `content` and `decode`.
    """
    return decode(content(path), str(path))


def content(path: Readable) -> bytes:
    """Return the bytes of a file that may be a document.

    Raises:
        FileError: it is not a regular file, or is larger than 20 MB; or its name is not UTF-8, which
            the graph could not store.
    """
    _check_name(path)
    return bounded.content(path, MAX_BYTES, ", too large for one page; split it")


def head(path: Readable, most_bytes: int) -> bytes:
    """Return the first bytes of a file that may be a document.

    Raises:
        FileError: it is not a regular file or cannot be read, or its name is not UTF-8.
    """
    _check_name(path)
    return bounded.head(path, most_bytes)


def decode(encoded: bytes, path: str) -> Document:
    """Return the bytes of a file as a document named after the last part of `path`.

    Raises:
        FileError: the bytes are neither UTF-8 nor UTF-16 with a byte-order mark.
    """
    encoding = _encoding(encoded)
    text = _text(encoded, encoding, path)
    findings = [*_oddities(text)]
    if encoding == "utf-16":
        findings.append(
            Finding(rules.UTF16_DECODED, "read as UTF-16; save the page as UTF-8", Span(0, 0))
        )
    return Document(
        name=Path(path).name,
        path=path,
        sha256=hashlib.sha256(encoded).hexdigest(),
        text=text,
        line_starts=line_starts(text),
        findings=tuple(findings),
    )


def decoded_head(head: bytes) -> str:
    """Return the first bytes of a file as text; invalid bytes (a cut character) become U+FFFD."""
    return head.decode(_encoding(head), errors="replace")


def position(line_starts: tuple[int, ...], offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1, the column in code points."""
    line = bisect.bisect_right(line_starts, offset)
    return line, offset - line_starts[line - 1] + 1


def _check_name(path: Readable) -> None:
    """Raise an error for a name that the graph could not store."""
    try:
        path.name.encode()
    except UnicodeEncodeError as error:
        raise FileError("the name of this file is not UTF-8; rename it", in_file(path)) from error


def _encoding(content: bytes) -> str:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return "utf-16" if is_utf16 else "utf-8-sig"


def _text(content: bytes, encoding: str, path: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(error.encoding).removeprefix("\ufeff")
        line, column = position(line_starts(before), len(before))
        byte = len(content) - len(error.object) + error.start  # the codec removed the byte-order mark
        raise FileError(
            f"invalid {encoding.removesuffix('-sig').upper()} at byte {byte}; save the page as UTF-8",
            in_file(path, line, column),
        ) from error


def line_starts(text: str) -> tuple[int, ...]:
    """Return the offset at which each line of a text begins; the first is 0."""
    if any(end in text for end in _OTHER_LINE_ENDS):
        return (0, *(found.end() for found in LINE_END.finditer(text)))
    # The usual case, several times as fast: an export has millions of lines.
    lengths = map((1).__add__, map(len, text.split("\n")[:-1]))
    return tuple(itertools.accumulate(lengths, initial=0))


def _oddities(text: str) -> list[Finding]:
    if text.isascii() and text.translate(_SHOWN_SPACES).isprintable():
        return []
    found = []
    for pattern, rule in ((_CONTROL, rules.CONTROL_CHARACTER), (_BIDI, rules.BIDI_CONTROL)):
        if match := pattern.search(text):
            message = f"the text has the control character U+{ord(match[0]):04X}; it is kept, remove it"
            found.append(Finding(rule, message, Span(*match.span())))
    return found


def whole(document: Document) -> Page:
    """Return the whole document as one page."""
    return Page(
        document=document,
        text=document.text,
        sha256=document.sha256,
        line_starts=document.line_starts,
        key=document.key,
    )


def member(
    path: str,
    key: str,
    text: str,
    *,
    at: tuple[int, int] = (1, 1),
    last_line: int = 0,
    title: str = "",
    address: str | None = None,
) -> Document:
    """Return a text in a file that has many, given its name in the file, as a document.

    Args:
        path: the file.
        key: the name of the text in the file.
        text: the text.
        at: line and column of the text in the file.
        last_line: the line of the file in which the text ends; 0 if the file has no line ends in it.
        title: the title that the file states.
        address: the web address that the file states.
    """
    starts = line_starts(text)
    return Document(
        name=Path(path).name,
        path=path,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        line_starts=starts,
        findings=tuple(_oddities(text)),
        key=key,
        at=at,
        title=title,
        address=address,
        has_lines_of_file=last_line - at[0] + 1 == len(starts),
    )


def record(document: Document, key: str, span: Span) -> Page:
    """Return one record of a document as a page, given its key and its span.

    Raises:
        InvalidValueError: the key is empty, or the span is outside the document.
    """
    if not key or not 0 <= span.start <= span.end <= len(document.text):
        raise InvalidValueError(f"not a record of the document: key {quoted(key)}, {span}")
    text = document.text[span.start : span.end]
    return Page(
        document=document,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        line_starts=line_starts(text),
        key=key,
        start=span.start,
    )


def complement(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans of a text that no given span covers, in order."""
    edges, reached = [], 0
    for span in sorted(spans, key=_START):
        if span.start > reached:
            edges.append(Span(reached, span.start))
        reached = max(reached, span.end)
    if reached < len(text):
        edges.append(Span(reached, len(text)))
    assert all(one.end < two.start for one, two in pairwise(edges))  # noqa: S101
    return tuple(edges)
