"""Which lines that read like headings are none: empty fields of a row, a word in a text.

"Source:" is a heading, or a field of a row that is left empty; "Decision" is a heading, or a line of a
description. A page that has no decisions and no such fields keeps the headings that it always had.
"""

import enum
import re
from collections.abc import Sequence

from privkg.sources.privacywiki_text import labels
from privkg.sources.privacywiki_text.labels import OF_DECISION, OF_ROW, Labels
from privkg.sources.privacywiki_text.spans import Line

_DECISIONS = "decisions"
_EDGE = re.compile(r"[\t|]|  +")


class _Below(enum.Enum):
    """What is below a line that may be the heading of decisions, up to the next heading."""

    NOTHING = enum.auto()
    TEXT = enum.auto()
    FIELD = enum.auto()
    DECISION = enum.auto()


class Headings:
    """The lines of a page that read like headings, judged by what is above and below them."""

    def __init__(self, lines: Sequence[Line], sections: Sequence[str | None]) -> None:
        """Take all lines, and which section each would be the heading of."""
        self._lines, self._sections = lines, sections
        self._below: dict[int, _Below] = {}
        self._decider: dict[int, int | None] = {}
        self._last = {section: number for number, section in enumerate(sections)}
        below, decider = _Below.NOTHING, None
        for number in reversed(range(len(lines))):
            line, section = lines[number], sections[number]
            if section:
                self._below[number], self._decider[number] = below, decider
            if not line.is_blank:
                below = _above(line.text, below, is_heading=section is not None)
                decider = decider if section and _may_be_field(line) else number

    def has(self, number: int, zone: str, above: Sequence[Line]) -> bool:
        """Return whether a line is a heading.

        Args:
            number: of the line.
            zone: the section that it is in, unless it begins another.
            above: the lines of that section so far.
        """
        section = self._sections[number]
        if section == _DECISIONS and zone != _DECISIONS:  # else a word of a text
            is_title = zone == "head" and all(line.is_blank for line in above)
            return self._below[number] is not _Below.TEXT and not is_title
        known = labels.OF_SECTION.get(zone)
        return section is not None and not (known and self._is_field(number, zone, above, known))

    def _is_field(self, number: int, zone: str, above: Sequence[Line], known: Labels) -> bool:
        """Whether a line is an empty field: right below another one, and not above what a section has.

        Empty fields below each other are judged by the first line below them.
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
    """Return what is below the line above `words`, of which `below` is below.

    A text may be between a heading and its decisions, but none of the fields that texts have too.
    """
    of_decision = OF_DECISION.match(words)
    columns = [one.field for one in map(OF_DECISION.column, _EDGE.split(words)) if one]
    if (of_decision and of_decision.field.attribute == "kind") or len(columns) > 1:
        return _Below.DECISION
    if is_heading:
        return _Below.NOTHING
    if OF_ROW.match(words):  # a name that both have is of what is below it
        return below if of_decision and below is not _Below.NOTHING else _Below.TEXT
    if of_decision:
        return _Below.FIELD
    return below if below is _Below.DECISION else _Below.TEXT


def _may_be_field(line: Line) -> bool:
    return any(known.match(line.text) for known in labels.OF_SECTION.values())


def _is_in_block(above: Sequence[Line], known: Labels) -> bool:
    """Whether the line below is one of a block: no blank line is between it and a field."""
    for line in reversed(above):
        if line.is_blank:
            return False
        if known.match(line.text):
            return True
    return False
