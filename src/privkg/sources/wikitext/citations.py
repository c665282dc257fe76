"""Citation templates, `{{cite web|url=…|publisher=…|date=…}}`, as the lines of sources."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_PUBLISHERS = ("publisher", "work", "website", "newspaper", "magazine", "agency", "journal")
_PARTS = (
    ("", ("url",)),
    ("", _PUBLISHERS),
    ("", ("date", "year")),
    ("accessed", ("access-date", "accessdate")),
    ("archived", ("archive-url", "archiveurl")),
)
"""The parts of the line of a source: the word before each, and the parameters that may hold it."""
_LEFT_OUT = re.compile(
    r"(?:title|script-title|trans-title|author|last|first|author-link|url-status|dead-url|archive-date"
    r"|archivedate|language|lang|name|ref|df|mode)[1-9]?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a source: the word before it, and the value with its offset in the page."""

    word: str
    value: Any
    at: int


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a source in their order, and the offsets of the parameters that are not read."""

    parts: tuple[Part, ...]
    unread: tuple[tuple[int, int], ...]


def citation(node: Any, at: int) -> Citation | None:
    """Return the source that a template at an offset cites, or None if it cites no address."""
    if not str(node.name).strip().casefold().startswith(("cite", "citation")):
        return None
    values = {name: (value, start) for name, value, start, _ in _values(node, at)}
    parts, read = list[Part](), set[str]()
    for word, names in _PARTS:
        name = next((one for one in names if one in values), None)
        if name:
            parts.append(Part(word, *values[name]))
            read.add(name)
    if "url" not in read:
        return None
    places = (
        (start, end)
        for name, value, start, end in _values(node, at)
        if name not in read and not _LEFT_OUT.fullmatch(name)
    )
    return Citation(tuple(parts), tuple(places))


def _values(node: Any, at: int) -> Iterator[tuple[str, Any, int, int]]:
    """Yield the name of each parameter that has a value, the value, and the offsets of the value."""
    at += 2 + len(str(node.name))
    for parameter in node.params:
        at += 1 + len(str(parameter))
        value = str(parameter.value)
        if value.strip():
            name = str(parameter.name).strip().casefold() if parameter.showkey else ""
            yield name, parameter.value, at - len(value), at
