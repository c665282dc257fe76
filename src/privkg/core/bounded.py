"""Read files from untrusted sources without blocking and with bounded memory, here or in a store.

A path may name a FIFO that nobody writes to, a device, or a file that grows while it is read; JSON may
be nested so deep that the parser overflows the stack. Each case raises an error here.
"""

import codecs
import hashlib
import json
import math
import os
import re
import stat
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import Any

from privkg.core import objects
from privkg.core.errors import FileError, InvalidValueError, in_file
from privkg.core.objects import Readable, StoredObject
from privkg.core.text import quoted

MOST_LEVELS = 100
_MOST_SHOWN = 20
TOO_DEEP = f"nested deeper than {MOST_LEVELS} levels"
_NON_BLOCKING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NON_BLOCKING |= getattr(os, "O_BINARY", 0)
"""Flags that open a FIFO without waiting for a writer, so that its type can be checked."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_WHOLE_NUMBER = re.compile("[0-9]{1,18}")


def open_any(path: Path, *, follows_links: bool = True) -> int:
    """Return a descriptor of a file of any type, or a folder, for locking and `fstat`.

    Raises:
        OSError: it cannot be opened, or is a link and `follows_links` is false.
    """
    return os.open(path, _NON_BLOCKING | (0 if follows_links else _NO_LINK))


def descriptor(path: Path, *, follows_links: bool = True) -> int:
    """Return a descriptor of a regular file, opened for reading.

    Raises:
        FileError: it is a folder, FIFO, socket or device.
        OSError: as for `open_any`.
    """
    found = open_any(path, follows_links=follows_links)
    if not stat.S_ISREG(os.fstat(found).st_mode):
        os.close(found)
        raise FileError("not a regular file", in_file(path))
    return found


def opened(path: Readable, *, follows_links: bool = True) -> BufferedReader:
    """Return a regular file, or an object in a store, opened for reading in binary mode.

    Raises:
        FileError, OSError: as for `descriptor`; the errors of an object as for `objects.opened`.
    """
    if isinstance(path, StoredObject):
        return objects.opened(path)
    return os.fdopen(descriptor(path, follows_links=follows_links), "rb")


def sha256(path: Path, *, follows_links: bool = True) -> str:
    """Return the SHA-256 of a regular file of any size, in hex.

    Raises:
        FileError, OSError: as for `descriptor`.
    """
    with opened(path, follows_links=follows_links) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content(path: Readable, most_bytes: int, advice: str = "", *, follows_links: bool = True) -> bytes:
    """Return the bytes of a regular file of at most `most_bytes`; a larger file is not read.

    Args:
        path: the file, or a link to it if links are followed.
        most_bytes: the limit.
        advice: appended to the message about a file that is too large.
        follows_links: whether `path` may be a link.

    Raises:
        FileError: it is not a regular file, is too large, or cannot be read; the message begins
            with the path.
    """
    try:
        with opened(path, follows_links=follows_links) as file:
            is_too_large = _bytes_of(path, file) > most_bytes
            found = b"" if is_too_large else file.read(most_bytes + 1)
    except (OSError, ValueError) as error:  # a path with a NUL is a ValueError
        raise FileError(f"cannot be read: {_reason(error)}", in_file(path)) from error
    if is_too_large or len(found) > most_bytes:  # it may grow while it is read
        raise FileError(f"larger than {size(most_bytes)}{advice}", in_file(path))
    return found


def head(path: Readable, most_bytes: int) -> bytes:
    """Return the first bytes of a regular file of any size.

    Raises:
        FileError: it is not a regular file, or cannot be read.
    """
    try:
        with opened(path) as file:
            return file.read(most_bytes)
    except (OSError, ValueError) as error:
        raise FileError(f"cannot be read: {_reason(error)}", in_file(path)) from error


def text(path: Readable, most_bytes: int) -> str:
    """Return the text of a UTF-8 file without its byte-order mark; line ends are not translated.

    Raises:
        FileError: as for `content`, or it is not UTF-8; the message then begins with `file:line`.
    """
    found = content(path, most_bytes).removeprefix(codecs.BOM_UTF8)
    try:
        return found.decode()
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        raise FileError("not UTF-8; save the file as UTF-8", in_file(path, line)) from error


def read_json(path: Path, most_bytes: int) -> Any:
    """Return the parsed content of a JSON file nested at most 100 levels deep.

    Raises:
        FileError: as for `text`; or it is not JSON, is nested deeper, or has a number that is NaN,
            infinite or too long.
    """
    try:
        return parse_json(text(path, most_bytes))
    except ValueError as error:
        raise FileError(str(error), in_file(path)) from error


def parse_json(text: str | bytes, *, has_unique_names: bool = False) -> Any:
    """Return the parsed content of JSON text nested at most 100 levels deep.

    Args:
        text: the JSON.
        has_unique_names: whether an object with two members of one name is an error; otherwise the
            last of them is taken.

    Raises:
        InvalidValueError: it is not JSON, is nested deeper, has a number that is NaN, infinite or
            too long, or a repeated name; the message names the cause.
    """
    hook = _unique if has_unique_names else None
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=hook)
    except _RepeatedNameError:
        raise
    except RecursionError as error:
        raise InvalidValueError(TOO_DEEP) from error
    except (json.JSONDecodeError, UnicodeDecodeError, _NotNumberError) as error:
        raise InvalidValueError(f"not JSON: {error}") from error
    except ValueError as error:
        raise InvalidValueError("not JSON: a number is too long") from error
    if is_too_deep(found):
        raise InvalidValueError(TOO_DEEP)
    return found


def is_too_deep(found: Any) -> bool:
    """Return whether lists and tables are nested too deep.

    The loop descends level by level: recursion would overflow at the depth that it must detect.
    """
    level = _nested([found])
    for _ in range(MOST_LEVELS):
        if not level:
            return False
        level = _nested(child for node in level for child in _children(node))
    return bool(level)


def whole_number(text: str) -> int | None:
    """Return the integer written in 1 to 18 ASCII digits; None if the text is anything else."""
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else None


def size(count: int) -> str:
    """Return a number of bytes in MB or kB, for messages."""
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count // 1000} kB"


def _bytes_of(path: Readable, file: BufferedReader) -> int:
    return path.size if isinstance(path, StoredObject) else os.fstat(file.fileno()).st_size


def _nested(nodes: Iterable[Any]) -> list[Any]:
    return [node for node in nodes if isinstance(node, dict | list)]


def _children(node: Any) -> Iterable[Any]:
    return node.values() if isinstance(node, dict) else node


def _refuse(constant: str) -> float:
    raise _NotNumberError(f"{constant} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _NotNumberError(f"{text[:_MOST_SHOWN]} is too large for a number")
    return number


def _unique(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _ in members]
        twice = next(name for name in found if names.count(name) > 1)
        raise _RepeatedNameError(f"an object has two members with the name {quoted(twice)}")
    return found


class _RepeatedNameError(InvalidValueError):
    """An object in JSON that has a name twice; parsers differ in which value they take."""


class _NotNumberError(InvalidValueError):
    """A number in JSON that has no finite float, such as NaN."""


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
