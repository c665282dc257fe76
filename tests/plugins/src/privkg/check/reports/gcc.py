"""Findings in the format of compiler messages, which most editors parse."""

from collections.abc import Sequence

from privkg.core.findings import PlacedFinding
from privkg.core.text import on_one_line


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return `path:line:column: severity: message [code]` for each finding."""
    return "".join(f"{on_one_line(_line(finding))}\n" for finding in findings)


def _line(finding: PlacedFinding) -> str:
    rule = finding.rule
    return f"{finding.place}: {rule.severity.value}: {finding.message} [{rule.code}]"
