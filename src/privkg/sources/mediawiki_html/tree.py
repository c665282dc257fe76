"""The elements of an HTML file with the place of each tag and text; the only user of turbohtml.

The tokens of turbohtml have a line and a column. Lines end at LF, CR or CRLF, as the HTML standard has
it: its offsets count CRLF as one character, so they are not used. The tree is built here, because the
standard's own algorithm moves misplaced text out of tables, and text in a tree has no place.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import turbohtml

from privkg.core.errors import PageError, in_file
from privkg.sources.mediawiki_html import stretches
from privkg.sources.mediawiki_html.elements import CELLS, CLOSED_BY, VOID

MOST_NODES = 200_000
MOST_LEVELS = 200

_LINE_END = re.compile(r"\r\n|[\r\n]")
_TEXT, _START, _END, _REFERENCE = (
    turbohtml.TokenType.TEXT,
    turbohtml.TokenType.START_TAG,
    turbohtml.TokenType.END_TAG,
    turbohtml.TokenType.CHARACTER_REFERENCE,
)


class Words(NamedTuple):
    """A text between two tags; `shown` is the text of a character reference, else None."""

    start: int
    end: int
    shown: str | None = None


@dataclass(slots=True, eq=False)
class Element:
    """An element under construction.

    Attributes:
        tag: its name, in lower case.
        attributes: its attributes; of a repeated one, the first.
        start: the offset of its start tag.
        opened: the offset of the end of its start tag.
        closed: the offset of its end tag, or of what ends it.
        end: the offset of the end of its end tag.
        children: its elements and texts.
    """

    tag: str
    attributes: Mapping[str, str]
    start: int
    opened: int
    closed: int = 0
    end: int = 0
    children: "list[Element | Words]" = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names in its attribute `class`."""
        return self.attributes.get("class", "").split()

    def elements(self) -> "Iterator[Element]":
        """Yield the elements in this one, in the order of the file."""
        left = [self]
        while left:
            one = left.pop()
            if one is not self:
                yield one
            left += [child for child in reversed(one.children) if isinstance(child, Element)]


IsPart = Callable[[str, Mapping[str, str]], bool]
"""Whether an element of a name and attributes is a part of a page, which is kept with all it holds."""


def parse(text: str, label: str, is_part: IsPart | None = None) -> Element:
    """Return the element that holds all others of a text, given its name for messages.

    With `is_part` it holds the outermost elements for which that is true, and nothing around them.

    Raises:
        PageError: it has more than 200,000 elements, texts and entities, or more than 200 levels.
    """
    builder = _Builder(text, label, is_part)
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    above, above_start = None, 0
    for token in turbohtml.tokenize(text, resolve_references=False):
        start = starts[token.line - 1] + token.col
        if above is not None:
            builder.add(above, above_start, start)
        above, above_start = token, start
    if above is not None:
        builder.add(above, above_start, len(text))
    return builder.close()


def _is_any(_tag: str, _attributes: Mapping[str, str]) -> bool:
    return True


def is_mediawiki(head: str) -> bool:
    """Return whether a tag in the beginning of an HTML file is one that MediaWiki writes."""
    for token in turbohtml.tokenize(head):
        if token.type is _START and token.attrs and _is_of_mediawiki(token.tag or "", dict(token.attrs)):
            return True
    return False


def _is_of_mediawiki(tag: str, attributes: dict[str, str]) -> bool:
    classes = attributes.get("class", "").split()
    if tag == "meta":
        is_generator = attributes.get("name", "").casefold() == "generator"
        return is_generator and attributes.get("content", "").startswith("MediaWiki")
    is_body = tag == "body" and "mediawiki" in classes
    return is_body or "mw-parser-output" in classes or attributes.get("id") == "mw-content-text"


class _Builder:
    """The elements that are open, and how many of each name."""

    def __init__(self, text: str, label: str, is_part: IsPart | None) -> None:
        self._text, self._label = text, label
        self._has_parts, self._is_part = is_part is not None, is_part or _is_any
        self._root = Element("", {}, 0, 0)
        self._open = [self._root]
        self._counts = {"": 1}
        self._around: dict[str, Element] = {}
        self._part = None if is_part else 0  # the level of the part that is open
        self._left = MOST_NODES

    def add(self, token: turbohtml.Token, start: int, end: int) -> None:
        """Add a token at its place."""
        kind = token.type
        if kind is _START:
            self._start(token, start, end)
        elif kind is _END:
            self._end(token.tag or "", start, end)
        elif self._part is None:
            self._count(start)
        elif kind is _TEXT:
            data = token.data or ""
            if self._text[start:end] == data:
                self._attach(Words(start, end))
                return
            for first, last in stretches.shown(self._text, data, start, end):
                self._attach(Words(first, last))
        elif kind is _REFERENCE:
            self._attach(Words(start, stretches.end_of_reference(self._text, start, end), token.data))

    def close(self) -> Element:
        """Return the root; what is open ends here."""
        self._close(0, len(self._text), len(self._text))
        return self._root

    def _start(self, token: turbohtml.Token, start: int, end: int) -> None:
        tag, counts = token.tag or "", self._counts
        if tag in CLOSED_BY:
            closes, bounds = CLOSED_BY[tag]
            if any(map(counts.get, closes)):
                self._close(self._outermost(closes, bounds), start, start)
        attributes = dict(reversed(token.attrs)) if token.attrs else {}
        self._count(start)
        is_part = self._part is None and attributes and self._is_part(tag, attributes)
        if is_part or self._part is not None:
            element = Element(tag, attributes, start, end, end, end)
            (self._root if is_part else self._open[-1]).children.append(element)
        else:
            element = self._outside(tag)
        if tag not in VOID and not (token.self_closing and (counts.get("svg") or counts.get("math"))):
            self._part = len(self._open) if is_part else self._part
            self._open.append(element)
            counts[tag] = counts.get(tag, 0) + 1
            if len(self._open) > MOST_LEVELS:
                raise self._error(start, f"elements are nested more than {MOST_LEVELS} deep")

    def _outside(self, tag: str) -> Element:
        """Return what is open for an element that is not kept; one for all of a name is enough."""
        found = self._around.get(tag)
        if found is None:
            found = self._around[tag] = Element(tag, {}, 0, 0)
        return found

    def _end(self, tag: str, start: int, end: int) -> None:
        if self._counts.get(tag):
            bounds = CLOSED_BY[tag][1] if tag in CLOSED_BY else CELLS
            self._close(
                self._innermost(tag, frozenset() if tag == "table" else bounds - {tag}), start, end
            )
        elif tag in ("p", "br"):  # which HTML reads as an empty paragraph and as a line end
            self._attach(Element(tag, {}, start, end, end, end))

    def _outermost(self, tags: frozenset[str], bounds: frozenset[str]) -> int:
        """Return the level of the outermost open element of some tags within the innermost bound."""
        found = len(self._open)
        for level in range(len(self._open) - 1, 0, -1):
            tag = self._open[level].tag
            if tag in bounds:
                break
            if tag in tags:
                found = level
        return found

    def _innermost(self, tag: str, bounds: frozenset[str]) -> int:
        for level in range(len(self._open) - 1, 0, -1):
            if self._open[level].tag == tag:
                return level
            if self._open[level].tag in bounds:
                break
        return len(self._open)

    def _close(self, level: int, closed: int, end: int) -> None:
        """Close the open elements from a level on; the end tag is that of the outermost."""
        for element in self._open[level:]:
            element.closed, element.end = closed, closed
            self._counts[element.tag] -= 1
        if level < len(self._open):
            self._open[level].end = end
        del self._open[level:]
        if self._has_parts and self._part is not None and level <= self._part:
            self._part = None

    def _attach(self, node: Element | Words) -> None:
        self._count(node.start)
        if self._part is not None:
            self._open[-1].children.append(node)

    def _count(self, start: int) -> None:
        self._left -= 1
        if self._left < 0:
            raise self._error(start, f"more than {MOST_NODES:,} elements, texts and entities")

    def _error(self, offset: int, message: str) -> PageError:
        starts = [0, *(found.end() for found in _LINE_END.finditer(self._text, 0, offset))]
        line = bisect_right(starts, offset)
        return PageError(
            f"{message}; save the one page of the incident",
            in_file(self._label, line, offset - starts[line - 1] + 1),
        )
