"""Parser of the infobox: splits lines into fields and prose, and returns the values of fields."""

import dataclasses
import itertools
import re
from dataclasses import dataclass

from privkg.core.documents import LINE_END
from privkg.core.model import Passage, Span
from privkg.sources._grammar import labels, lists, markup
from privkg.sources._grammar.labels import OF_INFOBOX
from privkg.sources._grammar.layout import Zone
from privkg.sources._grammar.lists import Listed
from privkg.sources._grammar.page_fields import PageField
from privkg.sources._grammar.spans import BULLET, SPACE, Line, cut, goes_on

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
_OPEN_END = re.compile(r"[,;]\s*$")
_BULLET = re.compile(rf"{SPACE}*(?:{BULLET.pattern})")
_TABLE = re.compile(r"\s*(?:\||\{\||![^!])")
_UNKNOWN = re.compile(rf"{SPACE}*[^\W\d_][\w'’-]*(?: [\w'’-]+){{0,2}}[:：]{SPACE}*[^\s/]")
_PROSE_LENGTH, _WRAPPED_LENGTH, _FIELD_LENGTH = 60, 40, 300


@dataclass(slots=True)
class Field:
    """A field under construction: its kind, its label, and the offsets of its value."""

    kind: PageField
    name: Passage
    label_start: int
    start: int
    end: int
    has_value: bool
    is_open: bool
    last: str
    is_column: bool = False

    def goes_on(self, line: Line) -> bool:
        """Return whether the next line belongs to this field: an item, or the rest of its value."""
        if not self.attribute:
            return False
        if _BULLET.match(line.text) or self.is_open:
            return True
        if self.is_column:
            return not is_prose(line)
        if not self.has_value:
            return not ends_sentence(line)
        return self._is_wrapped_by(line)

    def _is_wrapped_by(self, line: Line) -> bool:
        """Return whether a line continues the value above; a list does not end like a sentence."""
        if _SENTENCE_END.search(self.last.rstrip()) or is_unread(line):
            return False
        if self.kind.separators:
            return goes_on(self.last, line.text) and not ends_sentence(line)
        return goes_on(self.last, line.text) or len(self.last) >= _PROSE_LENGTH

    def add(self, line: Line) -> None:
        """Add a line to the value."""
        if not self.has_value:  # a list that begins below its label has one item per line
            self.is_column = bool(self.kind.separators)
        self.end, self.has_value, self.last = line.end, True, line.text
        self.is_open = bool(_OPEN_END.search(line.text))

    @property
    def label(self) -> str:
        """The name of the field, in the singular."""
        return self.kind.label

    @property
    def attribute(self) -> str:
        """The attribute of an incident that the field fills; empty for a heading in the infobox."""
        return self.kind.attribute

    @property
    def label_span(self) -> Span:
        """The span of the label with the separator after it."""
        return Span(self.label_start, self.start)

    def values(self, text: str) -> Listed:
        """Return the items of a list field; of any other field, its whole value as one item."""
        kind = self.kind
        if kind.separators:
            return lists.read(
                text, self.start, self.end, kind.separators, keeps_items=kind.has_whole_items
            )
        whole = markup.value(text, self.start, self.end)
        return Listed((whole,) if whole else ())


def with_late_infobox(parts: list[Zone]) -> list[Zone]:
    """Return the zones, with an infobox below a section split off into a zone named `head`.

    Some copies have the infobox after the text. Only a page without a field in its head is searched,
    and only two fields in a row are an infobox, because prose may begin with the name of one.
    """
    if any(is_field(line) for line in parts[0].lines[1:]):
        return parts
    found = []
    for zone in parts:
        at = _infobox_start(zone) if zone.heading else None
        if at is None:
            found.append(zone)
        else:
            found.append(dataclasses.replace(zone, lines=zone.lines[:at]))
            found.append(Zone(name="head", lines=zone.lines[at:]))
    return found


def opens_infobox(lines: list[Line]) -> bool:
    """Return whether the first line is a field, not a title that begins with the name of a field."""
    first = OF_INFOBOX.match(lines[0].text)
    if not first or (first.field.needs_colon and first.end == len(lines[0].text)):
        return False
    return first.field.label not in map(label_of, lines[1:])


def fields_in(text: str, lines: list[Line]) -> tuple[list[Field], list[Line]]:
    """Return the fields and the other lines.

    Once prose has begun below a field, all lines are prose, up to a heading such as "Individuals".
    """
    fields: list[Field] = []
    others: list[Line] = []
    seen: set[str] = set()
    in_prose = False
    for line, below in itertools.pairwise((*lines, Line("", len(text)))):
        is_adjacent = bool(fields and LINE_END.fullmatch(text, fields[-1].end, line.start))
        one = None if is_adjacent and _is_item(text, fields[-1], line) else _field(line)
        is_lead = in_prose or (fields and not is_adjacent and _is_sentence(text, one, seen))
        if one and (not is_lead or not one.attribute):
            fields.append(one)
            seen.add(one.label)
            in_prose = False
        elif is_adjacent and not in_prose and not is_unread(line) and fields[-1].goes_on(line):
            fields[-1].add(line)
        else:
            others.append(line)
            in_prose = bool(fields) and (is_prose(line) or opens_prose(text, line, below))
    return fields, others


def stated_fields(lines: list[Line]) -> list[Field]:
    """Return the fields in lines that are a field each, or an item below it."""
    fields: list[Field] = []
    for line in lines:
        one = None if fields and _BULLET.match(line.text) else _field(line)
        if one:
            fields.append(one)
        elif fields:
            fields[-1].add(line)
    return fields


def is_prose(line: Line) -> bool:
    """Return whether a line is prose rather than a name or a list."""
    is_long = len(line.text.strip()) >= _PROSE_LENGTH
    return (is_long or ends_sentence(line)) and not is_unread(line)


def opens_prose(text: str, line: Line, below: Line) -> bool:
    """Return whether a short line is the first line of a wrapped paragraph."""
    is_adjacent = bool(LINE_END.fullmatch(text, line.end, below.start))
    if not is_adjacent or not (is_prose(below) or goes_on(line.text, below.text)):
        return False
    is_long = len(line.text.strip()) >= _WRAPPED_LENGTH
    return (is_long or goes_on(line.text, below.text)) and not is_unread(line)


def is_unread(line: Line) -> bool:
    """Return whether a line is part of a table, an image, or a field with a misspelt name."""
    if _TABLE.match(line.text) or markup.is_image(line):
        return True
    return bool(len(line.text) < _FIELD_LENGTH and not is_field(line) and _is_near_miss(line))


def _is_near_miss(line: Line) -> bool:
    """Return whether a line begins with nearly the name of a field; a sentence needs a colon too."""
    return (":" in line.text or not ends_sentence(line)) and OF_INFOBOX.near(line.text) is not None


def is_unknown_field(line: Line) -> bool:
    """Return whether a line has the form of a field: a name of few words, a colon and a value."""
    return bool(_UNKNOWN.match(line.text)) and not is_prose(line)


def ends_sentence(line: Line) -> bool:
    """Return whether a line ends with the end of a sentence."""
    return bool(_SENTENCE_END.search(line.text.rstrip()))


def is_field(line: Line) -> bool:
    """Return whether a line begins with the name of a field."""
    return OF_INFOBOX.match(line.text) is not None


def label_of(line: Line) -> str | None:
    """Return the name of the field that a line begins with, or None."""
    label = OF_INFOBOX.match(line.text)
    return label.field.label if label else None


def _infobox_start(zone: Zone) -> int | None:
    """Return the number of the line in a section at which an infobox begins, or None."""
    shown = [number for number, line in enumerate(zone.lines) if not line.is_blank]
    in_blocks = _in_blocks(zone, shown)
    for above, below in itertools.pairwise(shown):
        found = label_of(zone.lines[above]), label_of(zone.lines[below])
        if found[0] and found[1] and found[0] != found[1] and above not in in_blocks:
            return above
    return None


def _in_blocks(zone: Zone, shown: list[int]) -> set[int]:
    """Return the lines that are fields of a row or decision, although an infobox has their names too.

    A run of infobox names belongs to a block if every name is one of the block's fields. Otherwise its
    lines before the first blank line do, if the run directly follows another line of the block and they
    are all names of the block.
    """
    known = labels.OF_SECTION.get(zone.name)
    if not known:
        return set()
    may_be = {number for number in shown if known.match(zone.lines[number].text)}
    found = set[int]()
    for is_named, run in itertools.groupby(shown, lambda number: is_field(zone.lines[number])):
        numbers = list(run)
        joined = [number for n, number in enumerate(numbers) if number == numbers[0] + n]
        if not is_named:
            continue
        if may_be.issuperset(numbers):
            found.update(numbers)
        elif numbers[0] - 1 in shown and len(joined) < len(numbers) and may_be.issuperset(joined):
            found.update(joined)
    return found


def _field(line: Line) -> Field | None:
    label = OF_INFOBOX.match(line.text)
    if not label:
        return None
    start = line.start + label.end
    has_value = cut(line.text, label.end, len(line.text)) is not None
    if not label.field.attribute and has_value:  # "Individuals" is a heading, which has no value
        return None
    words = line.text[label.start : label.stop]
    name = Passage(words, Span(line.start + label.start, line.start + label.stop))
    is_open = bool(_OPEN_END.search(line.text))
    return Field(label.field, name, line.start, start, line.end, has_value, is_open, line.text)


def _is_item(text: str, above: Field, line: Line) -> bool:
    """Return whether a line is a list item that begins with the name of a field: "- Location data".

    Below the label of a list, only a colon or emphasis makes such an item a field.
    """
    is_bulleted = _BULLET.match(line.text) and not _BULLET.match(text, above.label_start)
    label = OF_INFOBOX.match(line.text)
    if not is_bulleted or not label:
        return False
    is_list = bool(above.kind.separators) and (above.is_column or not above.has_value)
    is_plain = not line.text[label.stop : label.end].strip()
    return (is_list and is_plain) or cut(line.text, label.end, len(line.text)) is None


def _is_sentence(text: str, one: Field | None, seen: set[str]) -> bool:
    """Return whether a line with the name of a field is a sentence that begins with this word.

    A sentence continues in lower case ("Information about patients lay in the street."), or begins
    with the name of a field that the infobox already has (`seen`). With a colon it is a field.
    """
    if one is None or not _SENTENCE_END.search(text[one.start : one.end].rstrip()):
        return False
    is_marked = {":", "："} & {*text[one.label_start : one.start]}
    return not is_marked and (one.label in seen or text[one.start].islower())
