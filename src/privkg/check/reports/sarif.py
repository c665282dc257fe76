"""Findings as SARIF 2.1.0, a format for code hosts and editors. Source: OASIS, SARIF 2.1.0."""

import hashlib
import re
import urllib.parse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from privkg.check import rulebook
from privkg.check.reports import _json
from privkg.check.reports._page import named
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Rule, Severity
from privkg.core.version import __version__

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
# Lone surrogates, except for U+DC80 to U+DCFF, in which Python keeps a byte of a file name that is not
# UTF-8 (PEP 383).
_LONE_SURROGATE = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def render(findings: Sequence[PlacedFinding], *, is_terminal: bool = False) -> str:
    """Return a log of one run, with the rules of the findings."""
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
        "results": [
            _result(finding, indexes[finding.rule.code], mark)
            for finding, mark in zip(findings, _fingerprints(findings), strict=True)
        ],
    }
    return _json.dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    # Code hosts require all three texts, but the rule of a user's shape may have only a name.
    claim = rule.claim or rule.name
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _message(claim),
        "fullDescription": _message(rule.why or claim),
        "help": _message(rule.advice or claim),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: PlacedFinding, index: int, fingerprint: str) -> dict[str, Any]:
    related = [_location(other) for other in finding.related]
    once = [other for number, other in enumerate(related) if other not in related[:number]]
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.rule.severity],
        "message": _message(named(finding)),
        "locations": [_location(finding.place)],
        **({"relatedLocations": once} if once else {}),
        "partialFingerprints": {"ruleAndWords/v1": fingerprint},
    }


def _message(text: str) -> dict[str, str]:
    """Return a message with braces doubled, as they are placeholders, and without Markdown links."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _location(place: Region) -> dict[str, Any]:
    if not place.is_in_file:
        return {"logicalLocations": [{"fullyQualifiedName": place.path}]}
    line, end_line = place.lines_of_file
    region = {"startLine": line, "startColumn": place.column}
    region |= {"endLine": end_line, "endColumn": place.end_column}
    if place.key:  # a column of a text in a file is not one of the file, which escapes characters
        del region["startColumn"], region["endColumn"]
    physical = {"artifactLocation": _artifact(place.file), "region": region}
    return {"physicalLocation": physical, **_logical(place)}


def _logical(place: Region) -> dict[str, Any]:
    """Return the name of the text, if its file has many."""
    name = {"name": place.key, "fullyQualifiedName": place.path}
    return {"logicalLocations": [name]} if place.key else {}


def _artifact(path: str) -> dict[str, str]:
    named = Path(_LONE_SURROGATE.sub("\ufffd", path))
    if named.is_absolute():
        return {"uri": named.as_uri()}
    name = named.as_posix().encode(errors="surrogateescape")
    return {"uri": urllib.parse.quote(name), "uriBaseId": _ROOT}


def _fingerprints(findings: Sequence[PlacedFinding]) -> list[str]:
    """Return a fingerprint for each finding that is stable if lines are added above or messages change.

    Findings with the same rule, line and words in the same file are numbered.
    """
    seen: Counter[tuple[str, str]] = Counter()
    marks = []
    for finding in findings:
        words = _words(finding)
        seen[finding.place.path, words] += 1
        marks.append(f"{_hash(words)}:{seen[finding.place.path, words]}")
    return marks


def _words(finding: PlacedFinding) -> str:
    """Return a finding's rule, line and words as text; consumers of SARIF add the path themselves."""
    place = finding.place
    end = place.end_column - 1 if place.end_line == place.line else None
    parts = (finding.rule.code, place.excerpt, place.excerpt[place.column - 1 : end])
    return "\n".join(" ".join(part.split()) for part in parts)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
