"""Which lines that read like headings are none: empty fields of a row, a word in a text.

"Source:" is a heading, or a field of a row that is left empty; "Decision" is a heading, or a line of a
description. A page that has no decisions and no such fields keeps the headings that it always had.
"""

import re
from collections.abc import Sequence

from privkg.sources.privacywiki_text import labels
from privkg.sources.privacywiki_text.labels import OF_DECISION, Labels
from privkg.sources.privacywiki_text.spans import Line

_DECISIONS = "decisions"
_TEXTS = ("head", "description")
_EDGE = re.compile(r"[\t|]|  +")


class Headings:
    """The lines of a page that read like headings, judged by what is above and below them."""

    def __init__(self, lines: Sequence[Line], sections: Sequence[str | None]) -> None:
        """Take all lines, and which section each would be the heading of."""
        self._lines, self._sections = lines, sections
        self._next: dict[int, int | None] = {}
        self._decider: dict[int, int | None] = {}
        self._last = {section: number for number, section in enumerate(sections)}
        shown = decider = None
        for number in reversed(range(len(lines))):
            if sections[number]:
                self._next[number], self._decider[number] = shown, decider
            if not lines[number].is_blank:
                shown = number
                decider = decider if sections[number] and _may_be_field(lines[number]) else number

    def has(self, number: int, zone: str, above: Sequence[Line]) -> bool:
        """Return whether a line is a heading.

        Args:
            number: of the line.
            zone: the section that it is in, unless it begins another.
            above: the lines of that section so far.
        """
        section = self._sections[number]
        if section == _DECISIONS and zone != _DECISIONS:
            return self._begins_decisions(number, zone, above)
        known = labels.OF_SECTION.get(zone)
        return section is not None and not (known and self._is_field(number, zone, above, known))

    def _begins_decisions(self, number: int, zone: str, above: Sequence[Line]) -> bool:
        """Whether "Decision" is above a decision, a heading or nothing; in a text it may be a word."""
        if zone == "head" and all(line.is_blank for line in above):
            return False
        below = self._next[number]
        is_above_text = (
            below is not None and not self._sections[below] and not _opens_block(self._lines[below].text)
        )
        return not (is_above_text and zone in _TEXTS)

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


def _opens_block(words: str) -> bool:
    """Whether a line is a field of a decision, or has the names of some above columns."""
    found = [OF_DECISION.column(cell) for cell in _EDGE.split(words)]
    is_table = len([one for one in found if one]) > 1
    return is_table or OF_DECISION.match(words) is not None
