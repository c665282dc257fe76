"""Readers of JSON, in which a list has the records, and of JSON Lines."""

import re
from collections.abc import Generator, Iterator
from functools import partial
from json import JSONDecodeError, JSONDecoder
from typing import Any, NamedTuple, NoReturn

from privkg.core import bounded
from privkg.core.errors import InvalidValueError, PageError, in_file
from privkg.core.objects import Readable
from privkg.core.text import quoted
from privkg.sources import Refused
from privkg.sources._records import decoding
from privkg.sources._records.json_values import JsonError, values
from privkg.sources._records.model import Layout, Record

MOST_CHARACTERS = 200_000_000
"""The length of a JSON file, which is held in memory; JSON Lines are read as a stream."""
_SPACES = re.compile(r"[ \t\r\n]*")
_OPENINGS = re.compile(rf'(?:[\[{{]\s*(?:"[^"\\]*"\s*:\s*)?){{{bounded.MOST_LEVELS + 1}}}')
"""More levels than are allowed, one begun right in the other."""

_HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
"""What may be half of a surrogate pair."""


class _NotStrictError(InvalidValueError):
    """A JSON text has what its parser accepts, but a record must not have."""

    def __init__(self) -> None:
        super().__init__("a repeated name, or a number that is NaN or infinite")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _NotStrictError
    return found


def _constant(_: str) -> NoReturn:
    raise _NotStrictError


_decode = JSONDecoder(parse_int=str, parse_float=str).raw_decode
_decode_strictly = JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=_constant, object_pairs_hook=_members
).raw_decode


class Element(NamedTuple):
    """A record: its start and end in the text, its value, and whether names and numbers are valid."""

    start: int
    end: int
    value: Any
    is_strict: bool


def columns(text: str, layout: Layout) -> tuple[str, ...]:
    """Return the names of the first record, given the beginning of a file; empty if it is not in it."""
    try:
        if layout.format == "jsonl":
            elements = iter([_decoded(text, _after_spaces(text, 0))])
        else:
            elements = _elements(text, layout.records)
        first = next(elements, Element(0, 0, None, is_strict=True)).value
    except InvalidValueError:
        return ()
    return tuple(first) if isinstance(first, dict) else ()


def pointer(path: Readable) -> str:
    """Return the JSON Pointer of the longest list of objects in the object of a JSON file.

    Empty if the file is a list, or its object has no such list below other objects only.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: the file is too large, or is not JSON.
    """
    text = _whole(path)
    start = _after_spaces(text, 0)
    if not text.startswith("{", start):
        return ""
    try:
        found = _lists(_decoded(text, start).value, "")
    except InvalidValueError as error:
        raise PageError(error.message, decoding.place(path, (1, 1), error.place)) from error
    return max(found, key=lambda each: each[1], default=("", 0))[0]


def read(path: Readable, layout: Layout) -> Iterator[Record | Refused]:
    """Yield the records of a JSON file: the elements of a list, or the one object.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: the file is too large; it is not JSON; it has no such list.
    """
    text = _whole(path)
    lines = _Lines(text)
    try:
        for number, element in enumerate(_elements(text, layout.records), 1):
            at = lines.position(element.start)
            last_line, _ = lines.position(element.end - 1)
            yield _record(path, text, number, at, last_line, element)
    except InvalidValueError as error:
        raise PageError(error.message, decoding.place(path, (1, 1), error.place)) from error


def read_lines(path: Readable) -> Iterator[Record | Refused]:
    """Yield the records of a file with a JSON object in each line.

    Raises:
        FileError: the file cannot be read, or is not text.
        PageError: a line is too long.
    """
    number = 0
    for line, whole in enumerate(decoding.lines(path), 1):
        text = whole.rstrip("\r\n")
        start = _after_spaces(text, 0)
        if start == len(text):
            continue
        number += 1
        try:
            element = _decoded(text, start)
            if (rest := _after_spaces(text, element.end)) < len(text):
                raise _error("not JSON Lines: text behind the first value of the line", text, rest)
        except InvalidValueError as error:
            place = decoding.place(path, (line, 1), error.place)
            yield Refused(str(number), PageError(error.message, place))
        else:
            yield _record(path, text, number, (line, start + 1), line, element)


def _lists(value: object, above: str) -> Iterator[tuple[str, int]]:
    """Yield the JSON Pointer and the length of each list of objects that is below objects only."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        yield above, len(value)
    elif isinstance(value, dict) and above.count("/") < bounded.MOST_LEVELS:
        for name, one in value.items():
            yield from _lists(one, f"{above}/{name.replace('~', '~0').replace('/', '~1')}")


def _record(
    path: Readable, whole: str, number: int, at: tuple[int, int], last_line: int, element: Element
) -> Record | Refused:
    """Return a JSON value as a record, or why it is none."""
    if not isinstance(element.value, dict):
        return Refused(str(number), PageError("a record is an object in JSON", in_file(path, *at)))
    text = whole[element.start : element.end]
    find = partial(values, text)
    if not (element.is_strict and _is_valid(text)):
        try:
            find()
        except JsonError as error:
            place = decoding.place(path, at, decoding.position(text, error.offset))
            return Refused(str(number), PageError(error.message, place))
    return Record(text=text, number=number, at=at, last_line=last_line, find=find)


def _is_valid(text: str) -> bool:
    """Return whether JSON certainly has neither too many levels nor half of a surrogate pair."""
    levels = text.count("{") + text.count("[")
    return levels <= bounded.MOST_LEVELS and not ("\\u" in text and _HALF_PAIR.search(text))


class _Lines:
    """Line and column of offsets in a text, which must be requested in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._newline, self._reached = 1, -1, 0

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, from 1."""
        self._line += self._text.count("\n", self._reached, offset)
        self._newline = max(self._newline, self._text.rfind("\n", self._reached, offset))
        self._reached = offset
        return self._line, offset - self._newline


def _whole(path: Readable) -> str:
    """Return the text of a file.

    Raises:
        FileError: it cannot be read, or is not text.
        PageError: it is too large.
    """
    size, found = 0, list[str]()
    for text in decoding.texts(path):
        size += len(text)
        if size > MOST_CHARACTERS:
            raise PageError(
                f"larger than {bounded.size(MOST_CHARACTERS)}; save it as JSON Lines, an object a line",
                in_file(path),
            )
        found.append(text)
    return "".join(found)


def _elements(text: str, pointer: str) -> Iterator[Element]:
    """Yield the records of a JSON text.

    Raises:
        InvalidValueError: it is not JSON, or has nothing at the pointer.
    """
    if pointer and not pointer.startswith("/"):
        raise _error(f'a JSON Pointer begins with "/", unlike {quoted(pointer)}', text, 0)
    names = [name.replace("~1", "/").replace("~0", "~") for name in pointer.split("/")[1:]]
    end = yield from _within(text, _after_spaces(text, 0), names)
    if (end := _after_spaces(text, end)) < len(text):
        raise _error("not JSON: text behind its end", text, end)


def _within(text: str, at: int, names: list[str]) -> Generator[Element, None, int]:
    """Yield the records in the value at an offset, and return the offset of its end."""
    if names:
        return (yield from _in_member(text, at, names))
    if not text.startswith("[", at):
        found = _decoded(text, at)
        yield found
        return found.end
    at = _after_spaces(text, at + 1)
    if text.startswith("]", at):
        return at + 1
    while True:
        found = _decoded(text, at)
        yield found
        at = _after_spaces(text, found.end)
        if text.startswith("]", at):
            return at + 1
        at = _after(text, at, ",")


def _in_member(text: str, at: int, names: list[str]) -> Generator[Element, None, int]:
    """Yield the records in a member of the object at an offset, and return the offset of its end.

    The object is read to its end, so that a cut file or a second member of this name is an error.
    """
    seen = set[str]()
    if not text.startswith("{", at):
        raise _error(f"no object, which is to have the member {quoted(names[0])}", text, at)
    at = _after_spaces(text, at + 1)
    while not text.startswith("}", at):
        if seen:
            at = _after(text, at, ",")
        _, end, name, _ = _decoded(text, at)
        if not isinstance(name, str) or name in seen:
            raise _error(f"not the name of a further member: {quoted(name)}", text, at)
        seen.add(name)
        at = _after(text, _after_spaces(text, end), ":")
        if name == names[0]:
            at = yield from _within(text, at, names[1:])
        else:
            at = _decoded(text, at).end
        at = _after_spaces(text, at)
    if names[0] not in seen:
        raise _error(f"the object has no member {quoted(names[0])}", text, at)
    return at + 1


def _decoded(text: str, at: int) -> Element:
    """Return the JSON value at an offset."""
    try:
        return _element(text, at)
    except JSONDecodeError as error:
        # The depth at which the parser raises a RecursionError depends on the version of Python.
        if _OPENINGS.match(text, at):
            raise _too_deep(text, at) from error
        raise _not_json(error.msg, text, error.pos) from error
    except RecursionError as error:
        raise _too_deep(text, at) from error


def _element(text: str, at: int) -> Element:
    try:
        value, end = _decode_strictly(text, at)
    except _NotStrictError:
        value, end = _decode(text, at)
        return Element(at, end, value, is_strict=False)
    return Element(at, end, value, is_strict=True)


def _too_deep(text: str, at: int) -> InvalidValueError:
    return _error(f"nested deeper than {bounded.MOST_LEVELS} levels", text, at)


def _after(text: str, at: int, mark: str) -> int:
    """Return the offset behind a punctuation mark and spaces."""
    if not text.startswith(mark, at):
        raise _not_json(f"no {quoted(mark)} here", text, at)
    return _after_spaces(text, at + 1)


def _not_json(words: str, text: str, at: int) -> InvalidValueError:
    cut = "; it is cut" if at >= len(text.rstrip()) else ""
    return _error(f"not JSON: {words}{cut}", text, at)


def _error(message: str, text: str, at: int) -> InvalidValueError:
    return InvalidValueError(message, decoding.position(text, at))


def _after_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found else at
