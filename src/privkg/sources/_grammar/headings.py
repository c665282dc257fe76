"""Distinction of headings from empty fields of a row and from lines of a text.

"Source:" is a heading, or an empty field of a row; "Decision" is a heading, or a line of a description.
The fields and the section of decisions came with version 2 of the page format: a page without them must
keep the headings that version 1 found.
"""

import enum
import re
from collections.abc import Sequence

from privkg.sources._grammar import labels
from privkg.sources._grammar.labels import OF_DECISION, OF_ROW, Labels
from privkg.sources._grammar.spans import Line

_DECISIONS = "decisions"
_EDGE = re.compile(r"[\t|]|  +")


class _Below(enum.Enum):
    """The content between a possible heading of decisions and the next heading."""

    NOTHING = enum.auto()
    TEXT = enum.auto()
    FIELD = enum.auto()
    DECISION = enum.auto()


class Headings:
    """Decides from the lines above and below whether a line that may be a heading is one.

    The constructor walks the lines once from the end, so that `has` needs no search. Otherwise, a page
    with only headings would take quadratic time.
    """

    def __init__(self, lines: Sequence[Line], sections: Sequence[str | None]) -> None:
        """Take all lines, and for each the section that it would open as a heading, or None."""
        self._lines, self._sections = lines, sections
        self._below: dict[int, _Below] = {}
        self._decider: dict[int, int | None] = {}
        self._last = {section: number for number, section in enumerate(sections)}
        has_decisions = _DECISIONS in sections  # else no line needs the content below it
        below, decider = _Below.NOTHING, None
        for number in reversed(range(len(lines))):
            line, section = lines[number], sections[number]
            if section:
                self._below[number], self._decider[number] = below, decider
            if not line.is_blank:
                if has_decisions:
                    below = _above(line.text, below, is_heading=section is not None)
                decider = decider if section and _may_be_field(line) else number

    def has(self, number: int, zone: str, above: Sequence[Line]) -> bool:
        """Return whether a line is a heading.

        Args:
            number: the number of the line.
            zone: the section that the line is in if it is not a heading.
            above: the lines of that section so far.
        """
        section = self._sections[number]
        if section is None:
            return False
        if section == _DECISIONS and zone != _DECISIONS:
            is_title = zone == "head" and all(line.is_blank for line in above)
            return self._below[number] is not _Below.TEXT and not is_title
        known = labels.OF_SECTION.get(zone)
        return not (known and self._is_field(number, zone, above, known))

    def _is_field(self, number: int, zone: str, above: Sequence[Line], known: Labels) -> bool:
        """Return whether a line is an empty field: directly below a field, and above another one.

        Of several empty fields in a row, each is decided by the first line below all of them.
        """
        label = known.match(self._lines[number].text)
        if not label:
            return False
        below = self._decider[number]
        other = known.match(self._lines[below].text) if below is not None else None
        if not _is_in_block(above, known):  # the first field of a block has the name of its section
            return self._sections[number] == zone and bool(other and other.field is not label.field)
        if below is None or self._sections[below]:
            return zone == _DECISIONS or self._last[self._sections[number]] > number
        if other:
            return other.field is not label.field
        return label.field.has_numbers and labels.is_numbers(self._lines[below].text)


def _above(words: str, below: _Below, *, is_heading: bool) -> _Below:
    """Return the kind of content that begins with the line `words`; `below` is that of the next line.

    Text may occur between a heading and its decisions, but not the fields of a row.
    """
    of_decision = OF_DECISION.match(words)
    if (of_decision and of_decision.field.attribute == "kind") or _is_header(words):
        return _Below.DECISION
    if is_heading:
        return _Below.NOTHING
    if OF_ROW.match(words):  # a name of both kinds of fields belongs to the kind of the line below
        return below if of_decision and below is not _Below.NOTHING else _Below.TEXT
    if of_decision:
        return _Below.FIELD
    return below if below is _Below.DECISION else _Below.TEXT


def _is_header(words: str) -> bool:
    """Return whether a line has two cells or more that begin with the name of a field."""
    cells = _EDGE.split(words)
    return len(cells) > 1 and sum(OF_DECISION.column(cell) is not None for cell in cells) > 1


def _may_be_field(line: Line) -> bool:
    return any(known.match(line.text) for known in labels.OF_SECTION.values())


def _is_in_block(above: Sequence[Line], known: Labels) -> bool:
    """Return whether the line below belongs to a block: no blank line separates it from a field."""
    for line in reversed(above):
        if line.is_blank:
            return False
        if known.match(line.text):
            return True
    return False
