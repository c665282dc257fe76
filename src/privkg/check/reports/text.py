"""Findings as lines for people and editors; on a terminal with an excerpt of the page."""

import shutil
from collections.abc import Iterator, Sequence

import click

from privkg.check.reports import _excerpt
from privkg.check.reports._page import with_related
from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.core.text import on_one_line

_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_GUTTER = " | "


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a line for each finding: `path:line:column severity code name message`.

    On a terminal the line of the page follows, with the finding underlined. Control characters of a page
    are escaped.
    """
    if not is_terminal:
        return "".join(f"{line(finding)}\n" for finding in findings)
    return "".join(f"{shown}\n" for finding in findings for shown in _shown(finding))


def line(finding: PlacedFinding) -> str:
    """Return a finding on one line, with control characters escaped."""
    return on_one_line(with_related(str(finding), finding))


def _shown(finding: PlacedFinding) -> Iterator[str]:
    rule = finding.rule
    weight = click.style(rule.severity.value, fg=_COLOURS[rule.severity], bold=True)
    place = click.style(on_one_line(str(finding.place)), bold=True)
    yield f"{place} {weight} {on_one_line(f'{rule.code} {rule.name} {finding.message}')}"
    yield from _quoted(finding)
    for place_of_other in finding.related:
        yield f"  see also {on_one_line(str(place_of_other))}"


def _quoted(finding: PlacedFinding) -> Iterator[str]:
    place = finding.place
    if not place.excerpt:
        return
    number = str(place.line)
    columns = shutil.get_terminal_size().columns - len(number + _GUTTER)
    text, mark = _excerpt.quoted(place, columns)
    indent = " " * (len(mark) - len(mark.lstrip()))
    underline = click.style(mark.lstrip(), fg=_COLOURS[finding.rule.severity])
    yield f"{number}{_GUTTER}{text}"
    yield f"{' ' * len(number)}{_GUTTER}{indent}{underline}"
