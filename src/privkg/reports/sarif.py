"""Findings as SARIF 2.1.0, which code hosts and editors show. Source: OASIS, SARIF 2.1.0."""

import hashlib
import json
import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from privkg import __version__, rulebook
from privkg.findings import Place, PlacedFinding
from privkg.model import Rule, Severity

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a log of one run, its rules those that are broken."""
    known = rulebook.load()
    broken = {finding.rule.code: finding.rule for finding in findings}
    rules = [known.get(code, rule) for code, rule in sorted(broken.items())]
    indexes = {rule.code: number for number, rule in enumerate(rules)}
    driver = {
        "name": "privkg",
        "version": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, indexes[finding.rule.code]) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    said = {
        "id": rule.code,
        "name": rule.name,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.claim:
        said["shortDescription"] = {"text": rule.claim}
    if rule.why:
        said["fullDescription"] = {"text": rule.why}
    if rule.advice:
        said["help"] = {"text": rule.advice}
    return said


def _result(finding: PlacedFinding, index: int) -> dict[str, Any]:
    rule, place = finding.rule, finding.place
    # A finding stays the same finding when lines are added above it.
    told = "\n".join((rule.code, place.path, place.excerpt, finding.message))
    related = [_location(other) for other in finding.related]
    return {
        "ruleId": rule.code,
        "ruleIndex": index,
        "level": _LEVELS[rule.severity],
        "message": {"text": finding.message},
        "locations": [_location(place)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"wordsHash/v1": _hash(told)},
    }


def _location(place: Place) -> dict[str, Any]:
    if not place.is_in_file:
        return {"logicalLocations": [{"fullyQualifiedName": place.path}]}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"physicalLocation": {"artifactLocation": _artifact(place.path), "region": region}}


def _artifact(path: str) -> dict[str, str]:
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    name = Path(path).as_posix().encode(errors="surrogateescape")
    return {"uri": urllib.parse.quote(name), "uriBaseId": _ROOT}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
