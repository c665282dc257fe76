"""Findings as workflow commands of GitHub Actions, which annotates the lines of a pull request."""

from collections.abc import Sequence

from privkg.check.reports._page import named, with_related
from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.core.text import printable

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a line with a command for each finding."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: PlacedFinding) -> str:
    place, rule = finding.place, finding.rule
    parameters = {"title": f"{rule.code} {rule.name}"}
    if place.is_in_file:
        lines = dict(zip(("line", "endLine"), map(str, place.lines_of_file), strict=True))
        parameters = {"file": place.file, **lines, **parameters}
    is_whole = place.is_in_file and not place.key
    if is_whole and place.line == place.end_line:  # GitHub rejects columns of several lines
        parameters |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in parameters.items())
    words = with_related(named(finding), finding)
    return f"::{_COMMANDS[rule.severity]} {properties}::{_data(words)}"


def _data(text: str) -> str:
    """Return a text as the data of a command, escaping line ends, which would end the command.

    Other control characters are escaped too, because the log of a run interprets them.
    """
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
