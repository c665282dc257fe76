"""The choice of a format by the Accept field of a request (RFC 9110, 12.5.1)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from privkg.core.errors import QueryError
from privkg.export import formats

JSON = "application/sparql-results+json"
RESULTS: Mapping[str, str] = {
    JSON: "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
"""The formats of answers to SELECT and ASK by their media types, the preferred one first."""

_TURTLE = "text/turtle"
_RANGE = re.compile(r"\s*([^\s;,/]+/[^\s;,/]+)\s*((?:;[^,]*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*([^\s;]*)", re.IGNORECASE)
_NUMBER = re.compile(r"[01](\.[0-9]*)?|\.[0-9]+")
_MOST_CHARACTERS = 2_000
_MOST_RANGES = 50
_KEPT = 500
"""The number of Accept fields whose choice is kept: browsers of one kind send the same."""


@dataclass(frozen=True, slots=True)
class Range:
    """A media range with its quality from 0 to 1."""

    name: str
    quality: float

    def rank(self, media_type: str) -> int:
        """Return how closely the range names a media type: 3 exactly, 1 as any, 0 not at all."""
        if self.name == media_type:
            return 3
        kind, _, form = self.name.partition("/")
        if form != "*" or kind not in ("*", media_type.partition("/")[0]):
            return 0
        return 1 if kind == "*" else 2


@dataclass(frozen=True, slots=True)
class Accepted:
    """The media types that a client prefers, for rows and booleans, and for triples; None if none."""

    results: str | None
    graph: str | None

    @property
    def results_name(self) -> str | None:
        """The name of the results format."""
        return None if self.results is None else RESULTS[self.results]

    def content_type(self, kind: str) -> str:
        """Return the media type of an answer: of a results format by its name, or of triples."""
        return with_encoding(self.results if kind == self.results_name and self.results else kind)


def with_encoding(media_type: str) -> str:
    """Return the value of Content-Type for a media type, with the encoding of a text."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def of(fields: Sequence[str]) -> Accepted:
    """Return what a client accepts by its Accept fields; anything without one.

    Raises:
        QueryError: the fields are too long.
    """
    return Accepted(preferred(fields, tuple(RESULTS)), preferred(fields, graphs()))


def preferred(fields: Sequence[str], offered: Sequence[str]) -> str | None:
    """Return the media type that a client prefers by its Accept fields; None if it accepts none.

    Args:
        fields: the fields; without one, anything is accepted.
        offered: media types, the preferred one first among those of equal quality.

    Raises:
        QueryError: the fields are too long.
    """
    return _preferred(",".join(fields), tuple(offered))


@lru_cache(_KEPT)
def _preferred(accept: str, offered: Sequence[str]) -> str | None:
    return chosen(ranges(accept), offered)


@cache
def graphs() -> tuple[str, ...]:
    """Return the media types of answers to CONSTRUCT and DESCRIBE, Turtle first."""
    return tuple(dict.fromkeys((_TURTLE, *formats.of_engine().values())))


def ranges(accept: str) -> list[Range]:
    """Return the media ranges of an Accept field; what is not one is left out.

    Args:
        accept: the field; if it is empty, anything is accepted.

    Raises:
        QueryError: it is too long.
    """
    if len(accept) > _MOST_CHARACTERS or accept.count(",") >= _MOST_RANGES:
        raise QueryError(
            f"the Accept field has more than {_MOST_CHARACTERS} characters or {_MOST_RANGES} ranges"
        )
    return list(_ranges(accept)) if accept.strip() else [Range("*/*", 1.0)]


def chosen(accepted: Sequence[Range], offered: Sequence[str]) -> str | None:
    """Return the media type that a client prefers; None if it accepts none.

    Args:
        accepted: the media ranges that the client names.
        offered: media types, the preferred one first among those of equal quality.
    """
    qualities = {media_type: _quality(accepted, media_type) for media_type in offered}
    best = max(qualities, key=lambda media_type: qualities[media_type])  # the first of equal ones
    return best if qualities[best] else None


def _quality(accepted: Sequence[Range], media_type: str) -> float:
    """Return the quality of a media type, which the closest range decides."""
    ranked = [(each.rank(media_type), each.quality) for each in accepted if each.rank(media_type)]
    return max(ranked, default=(0, 0.0))[1]


def _ranges(accept: str) -> Iterator[Range]:
    for part in accept.split(","):
        found = _RANGE.fullmatch(part)
        if found:
            quality = _QUALITY.search(found[2])
            yield Range(found[1].lower(), _number(quality[1]) if quality else 1.0)


def _number(quality: str) -> float:
    """Return a quality as a number, also without the digit before the point; 0 if it is not one."""
    return min(float(quality), 1.0) if _NUMBER.fullmatch(quality) else 0.0
