"""Citation templates, `{{cite web|url=…|publisher=…|date=…}}`, as the lines of sources."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from privkg.sources.wikitext.lengths import words_of
from privkg.sources.wikitext.parameters import Parameter

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


def citation(template: str, parameters: Iterable[Parameter]) -> Citation | None:
    """Return the source that a template of a name cites, or None if it cites no address."""
    if not template.strip().casefold().startswith(("cite", "citation")):
        return None
    named = list(_values(parameters))
    values = dict(named)
    parts, read = list[Part](), set[str]()
    for word, names in _PARTS:
        name = next((one for one in names if one in values), None)
        if name:
            parts.append(Part(word, values[name].value, values[name].value_start))
            read.add(name)
    if "url" not in read:
        return None
    places = (
        (one.value_start, one.end)
        for name, one in named
        if name not in read and not _LEFT_OUT.fullmatch(name)
    )
    return Citation(tuple(parts), tuple(places))


def _values(found: Iterable[Parameter]) -> Iterator[tuple[str, Parameter]]:
    """Yield the name of each parameter that has a value, and the parameter."""
    for one in found:
        if words_of(one.value).strip():
            yield one.name.strip().casefold(), one
