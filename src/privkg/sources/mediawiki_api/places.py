"""Parses JSON with the places of the texts in it, which `json` does not return.

The strings of a JSON text have the same order in the text and in the parsed value, so that counting
them leads from one to the other.
"""

from collections.abc import Iterator, Mapping
from json import JSONDecodeError, JSONDecoder
from typing import Any

from privkg.core import bounded
from privkg.core.documents import MAX_BYTES
from privkg.core.errors import FileError, in_file
from privkg.core.objects import Readable

TEXTS = frozenset({"*", "content", "text", "wikitext"})
"""The names of members that are texts of pages."""
MOST_VALUES = 1_000_000
"""The number of values in a file; each takes some hundred bytes of memory, even if it is empty."""

Places = Mapping[tuple[int, str], tuple[int, int]]
"""Line and column of a text, by the identity of its object and its name in it."""


def read(path: Readable) -> tuple[Any, Places]:
    """Return the parsed content of a JSON file, and the places of the texts in it.

    Raises:
        FileError: the file cannot be read or is too large, is not JSON, has too many values, is nested
            too deep, or has an object with two members of one name.
    """
    text = bounded.text(path, MAX_BYTES)
    try:
        starts = _starts(text)
        if len(starts) > MOST_VALUES:
            raise FileError(f"more than {MOST_VALUES} values; split it", in_file(path))
        content = bounded.parse_json(text, has_unique_names=True)
    except ValueError as error:
        raise FileError(str(error), in_file(path)) from error
    return content, dict(_texts(text, content, starts))


def _starts(text: str) -> list[int]:
    """Return the offset of the first character of each string; stop if there are too many values.

    Text that is not JSON is left to the parser, which reports it.
    """
    decode = JSONDecoder().raw_decode
    starts, at, others = list[int](), 0, 0
    while (start := text.find('"', at)) >= 0:
        others += sum(text.count(mark, at, start) for mark in "[{,")
        starts.append(start + 1)
        if len(starts) + others > MOST_VALUES:
            break
        try:
            _, at = decode(text, start)
        except JSONDecodeError:
            break
    others += sum(text.count(mark, at) for mark in "[{,") if start < 0 else 0
    return starts if len(starts) + others <= MOST_VALUES else [0] * (MOST_VALUES + 1)


def _texts(
    text: str, content: Any, starts: list[int]
) -> Iterator[tuple[tuple[int, str], tuple[int, int]]]:
    line, newline, reached = 1, -1, 0
    for key, start in zip(_strings(content), starts, strict=True):
        if key is None:
            continue
        line += text.count("\n", reached, start)
        newline = max(newline, text.rfind("\n", reached, start))
        reached = start
        yield key, (line, start - newline)


def _strings(value: Any) -> Iterator[tuple[int, str] | None]:
    """Yield an entry for each string in a value, in order: where it is if it is a text, or else None."""
    if isinstance(value, str):
        yield None
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield None
            if isinstance(one, str):
                yield (id(value), name) if name in TEXTS else None
            else:
                yield from _strings(one)
