"""The record of a register as a reader sees it: a line for each value, with the name of its column."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from privkg.core.model import Span
from privkg.core.rendering import Renderer, Rendering
from privkg.sources._records import Record, Value

_MARKUP = re.compile(
    r"<(?:!--.*?--|/?[A-Za-z][^<>]*)>|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{2,32});?", re.S
)
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A shown value: its text without the name of its column, and where that is in the shown record."""

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """A record as it is shown, its values by column, and its cells with their fragments."""

    rendering: Rendering
    values: Mapping[str, Sequence[Shown]]
    cells: tuple[tuple[Span, str], ...]


def show(record: Record, html_columns: frozenset[str]) -> ShownRecord:
    """Return a record as a reader sees it.

    Args:
        record: the record.
        html_columns: the columns whose values are HTML; they are shown without tags and entities.
    """
    renderer = Renderer(record.text)
    values: dict[str, list[Shown]] = {}
    cells = []
    for value in record.values:
        label = f"{value.name}: "
        renderer.put(label, value.start, value.start)
        start = len(renderer)
        shown = _show_html(renderer, value) if value.name in html_columns else _show(renderer, value)
        values.setdefault(value.name, []).append(Shown(shown, start))
        renderer.put("\n", value.end, value.end)
        cells.append((Span(value.start, value.end), value.fragment))
    return ShownRecord(rendering=renderer.rendering(), values=values, cells=tuple(cells))


def _show(renderer: Renderer, value: Value) -> str:
    if value.kept is None:
        renderer.copy(value.start, value.end)
    else:
        _put(renderer, value, 0, len(value.text), value.text)
    return value.text


def _show_html(renderer: Renderer, value: Value) -> str:
    """Show the text of HTML: a tag that ends a line is a line end, and an entity its character."""
    parts, at = [], 0
    for found in _MARKUP.finditer(value.text):
        parts.append(_put(renderer, value, at, found.start(), value.text[at : found.start()]))
        markup = found[0]
        if markup.startswith("&"):
            parts.append(_put(renderer, value, *found.span(), html.unescape(markup), is_one=True))
        elif _BREAK.match(markup):
            parts.append(_put(renderer, value, *found.span(), "\n", is_one=True))
        at = found.end()
    parts.append(_put(renderer, value, at, len(value.text), value.text[at:]))
    return "".join(parts)


def _put(
    renderer: Renderer, value: Value, start: int, end: int, text: str, *, is_one: bool = False
) -> str:
    """Show `text` for the characters from `start` to `end` of a value: one by one, or all of them."""
    if is_one:
        renderer.put(text, _offset(value, start), _offset(value, end))
    elif value.kept is None:
        renderer.copy(value.start + start, value.start + end)
    else:
        renderer.put_each(text, (*value.kept[start:end], _offset(value, end)))
    return text


def _offset(value: Value, at: int) -> int:
    """Return the offset in the record's text at which a character of a value begins."""
    if value.kept is None:
        return value.start + at
    return value.kept[at] if at < len(value.kept) else value.end
