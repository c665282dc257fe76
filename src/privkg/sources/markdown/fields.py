"""The fields of the front matter, and how a reader of the page sees them: a line for each."""

import functools
from dataclasses import dataclass, field

from privkg.core import rules
from privkg.core.documents import LINE_END
from privkg.core.model import Finding, Span
from privkg.core.rendering import Renderer
from privkg.sources._grammar.labels import OF_INFOBOX
from privkg.sources._grammar.page_fields import PageField

TITLE, VERSION = "title", "privkg"
"""The names of front matter that are not names of fields: the title, and the version of the form."""
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text of the front matter and its place; `is_verbatim` if it is written as it is shown."""

    text: str
    span: Span
    is_verbatim: bool
    is_null: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The name of a field as written, and its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name and its values; `is_list` if they are written as a list."""

    key: Key
    values: tuple[Scalar, ...]
    is_list: bool = False

    @property
    def span(self) -> Span:
        """The place of name and values."""
        return Span(
            self.key.span.start, max([self.key.span.end, *(one.span.end for one in self.values)])
        )


@dataclass(slots=True)
class Head:
    """The head of a page as shown: the span of its title, the offset below its fields, findings."""

    title: Span | None = None
    end: int = 0
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The entries of the front matter, and the offset of the line below it."""

    entries: tuple[Entry, ...]
    end: int

    def render(self, renderer: Renderer) -> Head:
        """Add title and fields as they are shown; unknown and repeated names are findings."""
        head = Head()
        by_name: dict[str, Entry] = {}
        for entry in self.entries:
            name = _name(entry.key.text)
            if not name:
                head.findings.append(_unknown(entry))
            elif by_name.setdefault(name, entry) is not entry:
                message = f'the field "{entry.key.text}" occurs twice; keep one'
                head.findings.append(Finding(rules.FIELD_TWICE, message, entry.span))
        # The title is shown above the fields, wherever it is written.
        if title := by_name.get(TITLE):
            _title(renderer, head, title)
        for entry in by_name.values():
            if known := field_of(entry.key.text):
                _field(renderer, entry, known)
        renderer.put("\n", self.end, self.end)
        head.end = len(renderer)
        return head


def _name(key: str) -> str:
    """Return the name of the field of a key; empty for an unknown key."""
    if key.casefold() in (TITLE, VERSION):
        return key.casefold()
    known = field_of(key)
    return known.label if known else ""


@functools.lru_cache(1024)
def field_of(name: str) -> PageField | None:
    """Return the field of a name; case, plural, spaces, hyphens and underscores are set aside."""
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    found = OF_INFOBOX.column(words)
    if not found or not found.field.attribute or found.start or found.end != len(words):
        return None
    return found.field


def _title(renderer: Renderer, head: Head, entry: Entry) -> None:
    """Add the line of the title."""
    for number, value in enumerate(entry.values):
        if number:
            message = f'the page has a second title, "{value.text}"; keep one'
            head.findings.append(Finding(rules.TITLE_DIFFERS, message, value.span))
        else:
            scalar(renderer, value)
            head.title = Span(0, len(renderer))
            renderer.put("\n\n", value.span.end, value.span.end)


def _field(renderer: Renderer, entry: Entry, known: PageField) -> None:
    """Add the lines of a field: each item of a list below its name, or the values after it."""
    key = entry.key.span
    label = f"{known.name}:"
    is_listed = entry.is_list and known.separators
    if not entry.values or is_listed:
        renderer.put(label, key.start, key.end)
    for value in entry.values:
        if is_listed:
            renderer.put("\n- ", value.span.start, value.span.start)
        else:
            renderer.put(label, key.start, key.end)
            renderer.put(" ", value.span.start, value.span.start)
        scalar(renderer, value)
        if not is_listed:
            renderer.put("\n", value.span.end, value.span.end)
    if not entry.values or is_listed:
        renderer.put("\n", entry.span.end, entry.span.end)


def scalar(renderer: Renderer, value: Scalar) -> None:
    """Add a text on one line."""
    if value.is_verbatim and not LINE_END.search(value.text):
        renderer.copy(value.span.start, value.span.end)
    else:
        lines = (line.strip() for line in LINE_END.split(value.text))
        renderer.put(" ".join(filter(None, lines)), value.span.start, value.span.end)


def _unknown(entry: Entry) -> Finding:
    values = "; ".join(" ".join(one.text.split()) for one in entry.values)
    line = f"{' '.join(entry.key.text.replace('_', ' ').split())}: {values}"
    near = OF_INFOBOX.near(line)
    words = line[:_SHOWN].strip()
    advice = f'; did you mean "{near.name.lower()}"?' if near and near.attribute else ""
    message = f'"{words}" is not a known field, and is left unread{advice}'
    return Finding(rules.NOT_UNDERSTOOD, message, entry.span)
