"""Findings as lines for people and editors; on a terminal with an excerpt of the page."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from privkg.check.reports import _excerpt
from privkg.check.reports._page import with_related
from privkg.core.findings import PlacedFinding
from privkg.core.model import Rule, Severity
from privkg.core.text import counted, on_one_line

_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_GUTTER = " | "
_MOST = 3  # notes of a rule that are printed for a file of many texts


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a line for each finding: `path:line:column severity code name message`.

    On a terminal the line of the page follows, with the finding underlined. Control characters of a page
    are escaped. Of the notes of a rule on the texts of one file, only the first few are printed.
    """
    shown = _brief(findings, _shown) if is_terminal else lines(findings)
    return "".join(f"{each}\n" for each in shown)


def lines(findings: Sequence[PlacedFinding]) -> Iterator[str]:
    """Yield the findings as lines; only the first notes of a rule on the texts of one file."""
    return _brief(findings, lambda finding: (line(finding),))


def line(finding: PlacedFinding) -> str:
    """Return a finding on one line, with control characters escaped."""
    return on_one_line(with_related(str(finding), finding))


def _brief(
    findings: Sequence[PlacedFinding], write: Callable[[PlacedFinding], Iterable[str]]
) -> Iterator[str]:
    """Yield the lines of findings, and the number of the notes that are left out.

    A register lacks the same in each of its thousands of records.
    """
    notes: Counter[tuple[str, Rule]] = Counter()
    for finding in findings:
        kind = finding.place.file, finding.rule
        is_repeated = finding.rule.severity == Severity.INFO and bool(finding.place.key)
        notes[kind] += is_repeated
        if notes[kind] <= _MOST:
            yield from write(finding)
    for (file, rule), number in notes.items():
        if number > _MOST:
            more = counted(number - _MOST, f"more {rule.severity.value}")
            yield on_one_line(
                f"{file}: {more} {rule.code} {rule.name}; privkg check --format json lists all"
            )


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
