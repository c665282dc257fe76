"""The elements of an HTML file with the place of each tag and text; the only user of turbohtml.

The tokens of turbohtml have a line and a column. Lines end at LF, CR or CRLF, as the HTML standard has
it: its offsets count CRLF as one character, so they are not used. The tree is built here, because the
standard's own algorithm moves misplaced text out of tables, and text in a tree has no place.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import turbohtml

from privkg.core.errors import PageError, in_file

MOST_NODES = 200_000
MOST_LEVELS = 200

_LINE_END = re.compile(r"\r\n|[\r\n]")
_TEXT, _START, _END, _REFERENCE = (
    turbohtml.TokenType.TEXT,
    turbohtml.TokenType.START_TAG,
    turbohtml.TokenType.END_TAG,
    turbohtml.TokenType.CHARACTER_REFERENCE,
)
_NO_TAG = "</>"
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_CELLS = frozenset({"td", "th", "caption", "table"})
_ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_CLOSED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **dict.fromkeys(BLOCKS - {"body", "html"}, (frozenset({"p"}), _CELLS)),
    "li": (frozenset({"li", "p"}), _CELLS | {"ul", "ol"}),
    "dt": (frozenset({"dt", "dd", "p"}), _CELLS | {"dl"}),
    "dd": (frozenset({"dt", "dd", "p"}), _CELLS | {"dl"}),
    "td": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th", "caption"}), frozenset({"tr", "table"})),
    "tr": (frozenset({"td", "th", "tr", "caption", "colgroup"}), frozenset({"table"})),
    **dict.fromkeys(
        _ROW_GROUPS,
        (frozenset({"td", "th", "tr", "caption", "colgroup", *_ROW_GROUPS}), frozenset({"table"})),
    ),
}
"""For a start tag, the elements that it closes, and those that it does not look beyond."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
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


def parse(text: str, label: str) -> Element:
    """Return the element that holds all others of a text, given its name for messages.

    Raises:
        PageError: it has more than 200,000 elements, texts and entities, or more than 200 levels.
    """
    builder = _Builder(text, label)
    for token, start, end in _placed(text):
        builder.add(token, start, end)
    return builder.close()


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


def _placed(text: str) -> Iterator[tuple[turbohtml.Token, int, int]]:
    """Yield each token with the offsets of its start and of the start of the next one."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    above, above_start = None, 0
    for token in turbohtml.tokenize(text, resolve_references=False):
        start = starts[token.line - 1] + token.col
        if above is not None:
            yield above, above_start, start
        above, above_start = token, start
    if above is not None:
        yield above, above_start, len(text)


class _Builder:
    """Builds the tree; each start tag and end tag closes what HTML lets it close."""

    def __init__(self, text: str, label: str) -> None:
        self._text, self._label = text, label
        self._root = Element("", {}, 0, 0)
        self._open = [self._root]
        self._counts = Counter[str]()
        self._left = MOST_NODES

    def add(self, token: turbohtml.Token, start: int, end: int) -> None:
        """Add a token at its place."""
        kind = token.type
        if kind is _TEXT:
            for words in _texts(self._text, token.data or "", start, end):
                self._attach(words)
        elif kind is _START:
            self._start(token, start, end)
        elif kind is _END:
            self._end(token.tag or "", start, end)
        elif kind is _REFERENCE:
            self._attach(Words(start, _end_of_reference(self._text, start, end), token.data))

    def close(self) -> Element:
        """Return the root; what is open ends here."""
        self._close(0, len(self._text), len(self._text))
        return self._root

    def _start(self, token: turbohtml.Token, start: int, end: int) -> None:
        tag = token.tag or ""
        closes, bounds = _CLOSED_BY.get(tag, (frozenset(), frozenset()))
        if closes and any(self._counts[one] for one in closes):
            self._close(self._outermost(closes, bounds), start, start)
        attributes = dict(reversed(token.attrs)) if token.attrs else {}
        element = Element(tag, attributes, start, end, end, end)
        self._attach(element)
        is_drawing = self._counts["svg"] or self._counts["math"]
        if tag not in _VOID and not (is_drawing and token.self_closing):
            self._open.append(element)
            self._counts[tag] += 1
            if len(self._open) > MOST_LEVELS:
                raise self._error(start, f"elements are nested more than {MOST_LEVELS} deep")

    def _end(self, tag: str, start: int, end: int) -> None:
        if self._counts[tag]:
            bounds = _CLOSED_BY[tag][1] if tag in _CLOSED_BY else _CELLS
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

    def _attach(self, node: Element | Words) -> None:
        self._left -= 1
        if self._left < 0:
            raise self._error(node.start, f"more than {MOST_NODES:,} elements, texts and entities")
        self._open[-1].children.append(node)

    def _error(self, offset: int, message: str) -> PageError:
        starts = [0, *(found.end() for found in _LINE_END.finditer(self._text, 0, offset))]
        line = bisect_right(starts, offset)
        return PageError(
            f"{message}; save the one page of the incident",
            in_file(self._label, line, offset - starts[line - 1] + 1),
        )


def _end_of_reference(text: str, start: int, end: int) -> int:
    """Return the end of a character reference: it has no white space, and `</>` may follow it."""
    after = text.find(_NO_TAG, start, end)
    return end if after < 0 else after


def _texts(text: str, data: str, start: int, end: int) -> Iterator[Words]:
    """Yield the stretches of the file that a text token shows.

    Between its start and the next token there may also be `</>`, which HTML skips, and at the end of the
    file a tag that is not closed.
    """
    raw = text[start:end]
    if raw == data:
        yield Words(start, end)
        return
    if _lines(raw).startswith(data):
        yield Words(start, start + _length(raw, len(data)))
        return
    at = 0
    for part in raw.split(_NO_TAG):
        shown = _lines(part)
        if not data.startswith(shown, at):
            shown = data[at:]
        if shown:
            yield Words(start, start + _length(part, len(shown)))
        at += len(shown)
        start += len(part) + len(_NO_TAG)


def _lines(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _length(raw: str, shown: int) -> int:
    """Return the number of characters of a raw text that show the given number of characters."""
    if "\r" not in raw:
        return shown
    for found in re.finditer("\r\n", raw):
        if found.start() >= shown:
            break
        shown += 1
    return shown
