"""Findings as lines that people and editors read; on a terminal with the words underlined."""

import unicodedata
from collections.abc import Iterator, Sequence

import click

from privkg.answers import printable
from privkg.findings import PlacedFinding
from privkg.model import Severity

_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WIDEST = 100
_BEFORE = 30


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a line for each finding, `path:line:column weight code name message`.

    On a terminal the line of the page follows, its faulty words underlined. What a page holds cannot
    steer the terminal.
    """
    show = _shown if is_terminal else _line
    return "".join(f"{line}\n" for finding in findings for line in show(finding))


def _line(finding: PlacedFinding) -> Iterator[str]:
    also = ", ".join(map(str, finding.related))
    yield _flat(f"{finding}; see also {also}" if also else str(finding))


def _shown(finding: PlacedFinding) -> Iterator[str]:
    rule = finding.rule
    weight = click.style(rule.severity.value, fg=_COLOURS[rule.severity], bold=True)
    place = click.style(_flat(str(finding.place)), bold=True)
    yield f"{place} {weight} {rule.code} {_flat(f'{rule.name} {finding.message}')}"
    yield from _quoted(finding)
    for place_of_other in finding.related:
        yield f"  see also {_flat(str(place_of_other))}"


def _quoted(finding: PlacedFinding) -> Iterator[str]:
    place = finding.place
    if not place.excerpt:
        return
    start = place.column - 1
    end = place.end_column - 1 if place.end_line == place.line else len(place.excerpt)
    first = max(0, start - _BEFORE) if len(place.excerpt) > _WIDEST else 0
    before, words, after = (
        _flat(place.excerpt[a:b]) for a, b in ((first, start), (start, end), (end, first + _WIDEST))
    )
    number = str(place.line)
    yield f"{number} | {before}{words[:_WIDEST]}{after}"
    mark = "^" + "~" * (min(_width(words), _WIDEST) - 1)
    underline = click.style(mark, fg=_COLOURS[finding.rule.severity])
    yield f"{' ' * len(number)} | {' ' * _width(before)}{underline}"


def _flat(text: str) -> str:
    """Return text on one line, what a terminal would obey written out."""
    return printable(text.replace("\t", " ")).replace("\n", "\\n")


def _width(text: str) -> int:
    """Return how many columns a terminal gives to a text."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
