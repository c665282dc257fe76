"""Writes incidents as pages in wikitext: infobox, rows and decisions are templates."""

import re
from collections.abc import Iterable, Iterator, Sequence

from privkg.core.documents import LINE_END
from privkg.core.model import Decision, Incident, Passage, Row
from privkg.sources._grammar import description, listing, template
from privkg.sources._grammar.page_fields import DECISION, INFOBOX, ROW, SECTIONS, PageField
from privkg.sources._grammar.spans import lines_of

_MARKUP = re.compile(r"[{}\[\]<>]|''+|&(?=#?\w{1,40};)|__(?=[A-Z])|~~~")
_LINE_START = re.compile(r"^(?:[*#:;=!|]|----)")
_SPACE = re.compile(r"^ +| +$|(?<= ) +|[\t\f\v]")
_OPENS, _CLOSES = "\ue000", "\ue001"
"""Private characters in the place of the brackets of a link while a text is escaped."""
_PLAIN = re.compile(r"\w+(?:[ -]\w+)*")
_LINE_ENDS = re.compile(rf"(?:{LINE_END.pattern})+")


def empty(title: str) -> str:
    """Return a page with all fields empty, with one row and one decision."""
    return write(template.empty_incident(title))


def write(incident: Incident) -> str:
    """Return an incident as a page; what would be markup in a value is written as HTML entities."""
    title = f"| title = {_value(incident.title)}"
    infobox = (line for field in INFOBOX for line in _of_infobox(incident, field))
    blocks = [_template("Incident", [title, *infobox]), *map(_prose, incident.leads)]
    content = {
        "description": [_prose(one, has_marks=True) for one in incident.descriptions],
        "breakdown": [_template("Row", _of_block(incident, row, ROW)) for row in incident.rows],
        "decisions": [
            _template("Decision", _of_block(incident, one, DECISION)) for one in incident.decisions
        ],
        "laws": ["\n".join(f"* {_item(law)}" for law in incident.laws)] if incident.laws else [],
        "sources": ["\n".join(f"* {_item(one.passage)}" for one in incident.sources)],
    }
    for section, headings in SECTIONS.items():
        written = [block for block in content[section] if block]
        is_empty = template.is_left_empty(incident, template.OF_SECTION.get(section, ""))
        if written or is_empty or section == "breakdown":
            blocks.append("\n".join([f"== {headings[0]} ==", "\n\n".join(written)]).rstrip())
    return "\n\n".join([*blocks, ""])


def _template(name: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{{{{{name}", *lines, "}}"])


def _of_infobox(incident: Incident, field: PageField) -> Iterator[str]:
    if field.attribute:
        values = template.values_of(incident, field)
        is_empty = template.is_left_empty(incident, field.attribute)
        yield from _parameters(incident, field, values, is_empty=is_empty)


def _of_block(incident: Incident, record: Row | Decision, fields: Iterable[PageField]) -> Iterator[str]:
    for field in fields:
        value = getattr(record, field.attribute)
        values = value if isinstance(value, tuple) else (value,) if value else ()
        is_empty = template.is_left_empty(record, field.attribute)
        yield from _parameters(incident, field, values, is_empty=is_empty)


def _parameters(
    incident: Incident, field: PageField, passages: Sequence[Passage], *, is_empty: bool
) -> Iterator[str]:
    """Yield the lines of a field; if its values have a line each, their names are numbered."""
    name = re.sub(r"[ -]", "_", field.name.lower())
    shown = [_shown(passage) for passage in passages]
    values = [_value(words) for words in shown]
    if listing.needs_lines(incident, field, passages, shown):
        yield from (f"| {name} =", *(f"* {value}" for value in values))
    elif field.separators:
        if values or is_empty:
            yield f"| {name} = {'; '.join(values)}".rstrip()
    elif values:
        numbers = ("", *(f"_{number}" for number in range(2, len(values) + 1)))
        yield from (f"| {name}{n} = {value}" for n, value in zip(numbers, values, strict=True))
    elif is_empty:
        yield f"| {name} ="


def _value(words: str) -> str:
    """Return a value on one line, with no markup in it."""
    return _escaped(" ".join(words.split())).replace("|", "{{!}}")


def _item(passage: Passage) -> str:
    return _escaped(_shown(passage))


def _shown(passage: Passage) -> str:
    return " ".join(listing.words(passage).split())


def _prose(passage: Passage, *, has_marks: bool = False) -> str:
    """Return prose with its own line ends; marks become links."""
    words = passage.quote
    has_marks = has_marks and _OPENS not in words and _CLOSES not in words
    if has_marks:
        words = _with_marks(words)
    parts, at = list[str](), 0
    for run in _LINE_ENDS.finditer(words):
        parts += [_line(words[at : run.start()]), _line_ends(len(LINE_END.findall(run[0])))]
        at = run.end()
    whole = "".join([*parts, _line(words[at:])])
    return whole.replace(_OPENS, "[[").replace(_CLOSES, "]]") if has_marks else whole


def _with_marks(words: str) -> str:
    """Return a Description with each harm that its reader finds between the marks of a link."""
    found, _ = description.marks(words, tuple(lines_of(words)))
    for harm in sorted((mark.harm for mark in found), key=lambda harm: -harm.span.start):
        if _PLAIN.fullmatch(harm.quote):
            before, after = words[: harm.span.start], words[harm.span.end :]
            words = f"{before}{_OPENS}{harm.quote}{_CLOSES}{after}"
    return words


def _line_ends(count: int) -> str:
    return {1: "<br />\n", 2: "\n\n"}.get(count, "<br />" * count)


def _line(words: str) -> str:
    return _LINE_START.sub(lambda found: _entities(found[0]), _escaped(words))


def _escaped(words: str) -> str:
    marked = _MARKUP.sub(lambda found: _entities(found[0]), words)
    return _SPACE.sub(lambda found: _entities(found[0]), marked)


def _entities(words: str) -> str:
    return "".join(f"&#{ord(one)};" for one in words)
