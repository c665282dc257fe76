"""Writer of pages in Markdown: front matter, prose with escapes, rows as lists."""

import re
from collections.abc import Iterable, Iterator, Sequence

from privkg.core.documents import LINE_END
from privkg.core.model import Decision, Incident, Passage, Row
from privkg.sources._grammar import description, listing, template
from privkg.sources._grammar.page_fields import DECISION, INFOBOX, ROW, SECTIONS, PageField
from privkg.sources._grammar.spans import SPACE, lines_of
from privkg.sources.markdown import escapes
from privkg.sources.markdown.fields import TITLE, VERSION

_WRAP = re.compile(rf"{SPACE}*(?:{LINE_END.pattern}){SPACE}*")
_PLAIN = re.compile(
    r"[^\W_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff:#]|:(?=\S)|(?<=\S)#)*(?<=\S)"
)
"""A text that is a plain scalar outside of a list."""
_OF_LISTS = re.compile(r"[,:\[\]{}]")
_NULLS = frozenset({"null", "Null", "NULL"})
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
_HIDDEN = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def empty(title: str) -> str:
    """Return a page with all fields empty, with one row and one decision."""
    return write(template.empty_incident(" ".join(title.split())))


def write(incident: Incident) -> str:
    """Return an incident as a page."""
    front = [f"{VERSION}: 1", f"{TITLE}: {_scalar(_WRAP.sub(' ', incident.title))}"]
    head = "\n".join(["---", *front, *_infobox(incident), "---"])
    blocks = [head, *(escapes.escaped(listing.words(one)) for one in incident.leads)]
    content = {
        "description": [_described(incident.descriptions)],
        "breakdown": _blocks(incident, "Row", incident.rows, ROW),
        "decisions": _blocks(incident, "Decision", incident.decisions, DECISION),
        "laws": ["\n".join(_items(incident.laws))],
        "sources": ["\n".join(_items(source.passage for source in incident.sources))],
    }
    for section, headings in SECTIONS.items():
        written = [*filter(None, content[section])]
        is_empty = template.is_left_empty(incident, template.OF_SECTION.get(section, ""))
        if written or is_empty or section == "breakdown":  # a page has at least one section
            blocks += [f"# {headings[0]}", *written]
    return "\n\n".join([*blocks, ""]).removesuffix("\n")


def _infobox(incident: Incident) -> Iterator[str]:
    """Yield the lines of the fields in the front matter."""
    for field in INFOBOX:
        values = template.values_of(incident, field) if field.attribute else ()
        if field.attribute and (values or template.is_left_empty(incident, field.attribute)):
            yield f"{field.name.lower()}: {_value(incident, field, values)}".rstrip()


def _value(incident: Incident, field: PageField, values: Sequence[Passage]) -> str:
    """Return the values of a field in YAML: a list, or one text if the field has one value."""
    quotes = [_one_line(value) for value in values]
    if field.separators and _is_in_one_line(incident, field, values, quotes):
        return _scalar("; ".join(quotes))
    if field.separators or len(quotes) > 1:
        return f"[ {', '.join(_scalar(one, in_list=True) for one in quotes)} ]" if quotes else "[]"
    return _scalar(quotes[0]) if quotes else ""


def _is_in_one_line(
    incident: Incident, field: PageField, values: Sequence[Passage], quotes: Sequence[str]
) -> bool:
    """Return whether the values of a field are to be written in one line, separated by semicolons.

    A text that a list would split, but not a line, is written in a line, as are names that were in one.
    """
    if field.has_whole_items:
        return listing.is_kept_in_line(incident, field, values, quotes)
    listed, line = "".join(f"\n- {one}" for one in quotes), f" {'; '.join(quotes)}"
    return not listing.is_same(field, values, listed) and listing.is_same(field, values, line)


def _blocks(
    incident: Incident, name: str, records: Iterable[Row | Decision], fields: Iterable[PageField]
) -> list[str]:
    """Return rows or decisions, each below its heading."""
    fields = tuple(fields)
    found = list[str]()
    for record in records:
        lines = (line for field in fields for line in _field(incident, record, field))
        found += [f"## {name}", "\n".join(lines)]
    return found


def _field(incident: Incident, record: Row | Decision, field: PageField) -> Iterator[str]:
    """Yield the lines of a field; none for an optional field that the record does not have."""
    value = getattr(record, field.attribute)
    values = value if isinstance(value, tuple) else (value,) if value else ()
    if not values and not template.is_left_empty(record, field.attribute):
        return
    shown = [_one_line(one) for one in values]
    label, quotes = f"- **{field.name}:**", [escapes.inline(one) for one in shown]
    if field.is_repeatable and values:
        yield from (f"{label} {one}" for one in quotes)
    elif listing.needs_lines(incident, field, values, shown):
        yield from (label, *(f"  - {escapes.escaped(one)}" for one in shown))
    else:
        yield f"{label} {'; '.join(quotes)}".rstrip()


def _items(passages: Iterable[Passage]) -> Iterator[str]:
    """Yield lines of a list."""
    return (f"- {escapes.escaped(_one_line(passage))}" for passage in passages)


def _described(passages: Iterable[Passage]) -> str:
    """Return a description; harms that the grammar reads as marks are marked."""
    text = "\n\n".join(passage.quote for passage in passages)
    marks, _ = description.marks(text, tuple(lines_of(text)))
    spans = sorted({(mark.harm.span.start, mark.harm.span.end) for mark in marks})
    parts, at = list[str](), 0
    for start, end in spans:
        if start >= at and not {"[", "]"} & {*text[start:end]} and text[:start][-1:] != "\\":
            parts += [text[at:start], text[start:end]]
            at = end
    return escapes.escaped_with_marks([*parts, text[at:]])


def _one_line(passage: Passage) -> str:
    return _WRAP.sub(" ", listing.words(passage))


def _scalar(text: str, *, in_list: bool = False) -> str:
    """Return a text as a YAML scalar, in quotes if it has what a plain one cannot hold."""
    is_plain = bool(_PLAIN.fullmatch(text)) and text not in _NULLS
    if is_plain and not (in_list and _OF_LISTS.search(text)):
        return text
    return f'"{_HIDDEN.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    form = f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
    return _SHORT_ESCAPES.get(found[0], form)
