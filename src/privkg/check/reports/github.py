"""Findings as workflow commands of GitHub Actions, which shows them at the lines of a change."""

from collections.abc import Sequence

from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.core.text import printable

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a command on a line for each finding."""
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: PlacedFinding) -> str:
    place, rule = finding.place, finding.rule
    said = {"title": f"{rule.code} {rule.name}"}
    if place.is_in_file:
        said = {"file": place.path, "line": str(place.line), "endLine": str(place.end_line), **said}
    if place.is_in_file and place.line == place.end_line:  # columns of several lines are refused
        said |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in said.items())
    also = f"; see also {', '.join(map(str, finding.related))}" if finding.related else ""
    return f"::{_COMMANDS[rule.severity]} {properties}::{_data(finding.message + also)}"


def _data(text: str) -> str:
    """Return text as a command's data; the runner reads a line end as the command's end.

    What else a terminal would obey, the log of a run does too; it is written out.
    """
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
