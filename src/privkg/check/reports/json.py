"""Findings as JSON, with a stable structure."""

from collections.abc import Sequence
from typing import Any

from privkg.check.reports import _json
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Severity

VERSION = 1


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a JSON object with `version`, `findings`, and `counts` by severity.

    Lines and columns count from 1, columns in code points; the end column is exclusive.
    """
    weights = [finding.rule.severity for finding in findings]
    content = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in findings],
        "counts": {weight.value: weights.count(weight) for weight in Severity},
    }
    return _json.dumped(content)


def _finding(finding: PlacedFinding) -> dict[str, Any]:
    return {
        "code": finding.rule.code,
        "rule": finding.rule.name,
        "severity": finding.rule.severity.value,
        "message": finding.message,
        **_place(finding.place),
        "related": [_place(place) for place in finding.related],
    }


def _place(place: Region) -> dict[str, Any]:
    return {
        "path": place.path,
        "start": {"line": place.line, "column": place.column},
        "end": {"line": place.end_line, "column": place.end_column},
    }
