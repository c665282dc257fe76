"""The front matter of a page: its fields in YAML, each a text or a list of texts.

It is read as events, not as a tree, since a tree would follow nested lists as deep as they go, and would
copy what an alias names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from privkg.core.documents import LINE_END
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document, Span
from privkg.core.text import quoted
from privkg.sources._grammar.spans import Line
from privkg.sources.markdown import yaml_errors
from privkg.sources.markdown.fields import VERSION, Entry, Fields, Key, Scalar, field_of

_VERSION = "1"
_MAX_LENGTH = 250_000
"""Number of characters of the longest front matter; one of a page has a few thousand."""
_FENCE = re.compile(r"---[ \t]*")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY = re.compile(r"[\"']?(?P<name>[^\W\d_][\w -]{1,40}?)[\"']?[ \t]*:(?:\s|$)")
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_FIELDS_OF_INCIDENT = 3
_EXAMPLE = '`privkg new "A title" page.md` writes one'
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def is_of_incident(text: str) -> bool:
    """Return whether a text begins with front matter that has a version or three known fields.

    A version that is missing is then an error, not the sign of another kind of file.
    """
    lines = _lines(text)
    if not _FENCE.fullmatch(next(lines).text):
        return False
    names = set[str]()
    for line in lines:
        if _END.fullmatch(line.text):
            break
        key = _KEY.match(line.text)
        if key and key["name"] == VERSION:
            return True
        field = field_of(key["name"]) if key else None
        names |= {field.label} if field and field.attribute != "addresses" else set()
    return len(names) >= _FIELDS_OF_INCIDENT


def read(document: Document) -> Fields:
    """Return the fields of a page.

    Raises:
        PageError: there is no front matter, or it is not one of an incident in this version.
    """
    first, last = _edges(document)
    start, end = first.end, last.start
    entries = list(_entries(document, start, end))
    _check_version(document, entries, first)
    below = LINE_END.match(document.text, last.end)
    return Fields(entries=tuple(entries), end=below.end() if below else last.end)


def _edges(document: Document) -> tuple[Line, Line]:
    """Return the lines that open and close the front matter."""
    text = document.text[: _MAX_LENGTH + 1]
    lines = _lines(text)
    first = next(lines)
    if not _FENCE.fullmatch(first.text):
        message = (
            "the page has no front matter; begin it with a line of three hyphens, fields such as"
            f" `privkg: {_VERSION}` and `title: …`, and another such line; {_EXAMPLE}"
        )
        raise PageError(message, in_file(document.label, 1, 1))
    last = next((line for line in lines if _END.fullmatch(line.text)), None)
    if last:
        return first, last
    if len(document.text) > len(text):
        message = f"the front matter is longer than {_MAX_LENGTH:,} characters; write less into it"
    else:
        message = "the front matter has no end; write a line of three hyphens below its last field"
    raise PageError(message, in_file(document.label, 1, 1))


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text, one by one, since front matter is only its beginning."""
    start = 0
    for found in LINE_END.finditer(text):
        yield Line(text[start : found.start()], start)
        start = found.end()
    yield Line(text[start:], start)


def _entries(document: Document, start: int, end: int) -> Iterator[Entry]:
    """Yield the fields in a stretch of YAML.

    Raises:
        PageError: it is not YAML, or has anything but a mapping of names to texts and lists of texts.
    """
    text = document.text[start:end]
    yaml_errors.refuse_characters(document, text, start)
    try:
        events = yaml.parse(text, Loader=_LOADER)
        yield from _Reader(document, start, events).entries()
    except yaml.YAMLError as error:
        raise yaml_errors.page_error(document, error, start, end) from error


@dataclass(slots=True)
class _Reader:
    """Reader of the events of front matter that begins at an offset of a document."""

    document: Document
    start: int
    events: Iterator[yaml.Event]

    def entries(self) -> Iterator[Entry]:
        """Yield the fields."""
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return
        self._open()
        while not isinstance(key := next(self.events), yaml.MappingEndEvent):
            name = self._scalar(key, "the name of a field")
            value = next(self.events)
            if isinstance(value, yaml.SequenceStartEvent):
                self._refuse_marked(value)
                yield Entry(key=_key(name), values=tuple(self._items()), is_list=True)
            else:
                found = self._scalar(value, f"the value of {quoted(name.text)}")
                yield Entry(key=_key(name), values=() if _is_empty(found) else (found,))
        next(self.events)  # the end of the document
        other = next(self.events)
        if not isinstance(other, yaml.StreamEndEvent):
            raise self._error(other, "the front matter has a second document; write all fields in one")

    def _open(self) -> None:
        """Read the event that opens the mapping of the fields."""
        first = next(self.events)
        if not isinstance(first, yaml.MappingStartEvent):
            message = "the front matter has no field; write lines such as `location: Oslo, Norway`"
            raise self._error(first, message)
        self._refuse_marked(first)

    def _items(self) -> Iterator[Scalar]:
        while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
            found = self._scalar(item, "an item of a list")
            if not _is_empty(found):
                yield found

    def _scalar(self, event: yaml.Event, what: str) -> Scalar:
        """Return the text of an event.

        Raises:
            PageError: it is a list, a mapping, an alias, or has an anchor or a tag.
        """
        if isinstance(event, yaml.AliasEvent):
            raise self._error(event, f"{what} is an alias, which is not read; write the text itself")
        self._refuse_marked(event)
        if not isinstance(event, yaml.ScalarEvent):
            kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
            message = f"{what} is a {kind}; write a text or a list of texts, in quotes if it has braces"
            raise self._error(event, message)
        if event.value == "<<" and not event.style:
            raise self._error(event, "<< is a merge key, which is not read; write the fields themselves")
        return _scalar(self.document.text, event, self.start)

    def _refuse_marked(self, event: yaml.Event) -> None:
        """Raise an error for an anchor or a tag."""
        anchor, tag = (getattr(event, name, None) for name in ("anchor", "tag"))
        if anchor:
            raise self._error(event, f"&{anchor} is an anchor, which is not read; leave it out")
        if tag:
            raise self._error(event, f"the tag {quoted(tag)} is not read; leave it out")

    def _error(self, event: yaml.Event, message: str) -> PageError:
        return yaml_errors.at(self.document, self.start + _place(event)[0], message)


def _place(event: yaml.Event) -> tuple[int, int]:
    """Return the offsets of an event in the front matter."""
    assert event.start_mark and event.end_mark  # noqa: S101  # only generated events have none
    return event.start_mark.index, event.end_mark.index


def _scalar(text: str, event: yaml.ScalarEvent, offset: int) -> Scalar:
    """Return a scalar with its place: within its quotation marks if it is written as it is shown."""
    start, end = (offset + index for index in _place(event))
    span = Span(start, start + len(text[start:end].rstrip()))
    is_plain = not event.style
    inner = span if is_plain else Span(span.start + 1, span.end - 1)
    is_verbatim = text[inner.start : inner.end] == event.value
    return Scalar(
        text=event.value,
        span=inner if is_verbatim else span,
        is_verbatim=is_verbatim,
        is_null=is_plain and event.value in _NULLS,
    )


def _is_empty(scalar: Scalar) -> bool:
    return scalar.is_null or Line(scalar.text, 0).is_blank


def _key(scalar: Scalar) -> Key:
    return Key(text=" ".join(scalar.text.split()), span=scalar.span)


def _check_version(document: Document, entries: list[Entry], first: Line) -> None:
    """Raise an error for a version that is missing or unknown."""
    stated = next((one for one in entries if one.key.text == VERSION), None)
    if not stated:
        message = f"the front matter has no version of the form; write `privkg: {_VERSION}` into it"
        raise yaml_errors.at(document, first.start, message)
    if [one.text for one in stated.values] != [_VERSION]:
        words = ", ".join(one.text for one in stated.values)
        message = f"the form has no version {quoted(words)}; write `privkg: {_VERSION}`"
        raise yaml_errors.at(document, stated.key.span.start, message)
