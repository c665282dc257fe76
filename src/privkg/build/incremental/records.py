"""Serializes outcomes of reading and findings as JSON, as the state of a build keeps them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from privkg.build.packing import Key, PageHead, Reference
from privkg.build.pages import FileRemark, LeftOut, Rejected
from privkg.check import rulebook
from privkg.core import rules
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Rule, Severity
from privkg.rdf.terms import Term

Other = Rejected | LeftOut | FileRemark
"""An outcome other than a page."""


def head_to_json(head: PageHead) -> str:
    """Return the head of a page, without the place of its body, as JSON."""
    values = [
        head.sha256,
        head.source,
        head.address,
        head.title,
        head.name,
        head.slug,
        head.label,
        head.file,
        head.key,
        head.is_part,
        head.facts.hex(),
        head.stored,
        head.rows,
        [[one.row, _finding_to_json(one.if_absent)] for one in head.references],
        [_finding_to_json(one) for one in head.findings],
    ]
    return json.dumps(values)


def head_from_json(text: str, at: Key) -> PageHead:
    """Return the head of a page from its JSON and its key; it counts as one from the cache."""
    *values, facts, stored, rows, references, found = json.loads(text)
    sha256, source, address, title, name, slug, label, file, key, is_part = values
    return PageHead(
        sha256=sha256,
        source=source,
        address=address,
        title=title,
        name=name,
        slug=slug,
        label=label,
        file=file,
        key=key,
        is_part=is_part,
        facts=bytes.fromhex(facts),
        stored=stored,
        rows=rows,
        references=tuple(Reference(Term(row), _finding(one)) for row, one in references),
        findings=tuple(map(_finding, found)),
        is_cached=True,
        at=at,
    )


def others_to_json(others: list[tuple[int, Other]]) -> str:
    """Return numbered outcomes other than pages as JSON."""
    return json.dumps([[number, *_other_to_json(one)] for number, one in others])


def others_from_json(text: str) -> list[tuple[int, Other]]:
    """Return the numbered outcomes from their JSON."""
    return [(number, _other(kind, values)) for number, kind, values in json.loads(text)]


def findings_to_json(found: Iterable[PlacedFinding]) -> str:
    """Return findings as JSON."""
    return json.dumps([_finding_to_json(one) for one in found])


def findings_of_shapes(text: str) -> tuple[PlacedFinding, ...]:
    """Return the findings of shapes from their JSON."""
    of_shapes = rulebook.load()
    return tuple(_placed(of_shapes[values[0]], values) for values in json.loads(text))


def _other_to_json(one: Other) -> tuple[str, list[Any]]:
    if isinstance(one, Rejected):
        return "rejected", [one.path, one.sha256, _finding_to_json(one.finding)]
    if isinstance(one, LeftOut):
        return "left out", [one.what, one.why, one.count]
    return "remark", [one.path, one.words]


def _other(kind: str, values: list[Any]) -> Other:
    if kind == "rejected":
        path, sha256, finding = values
        return Rejected(path=path, sha256=sha256, finding=_finding(finding))
    if kind == "left out":
        what, why, count = values
        return LeftOut(what=what, why=why, count=count)
    path, words = values
    return FileRemark(path=path, words=words)


def _finding_to_json(found: PlacedFinding) -> list[Any]:
    regions = [_region_to_json(one) for one in (found.place, *found.related)]
    return [found.rule.code, found.rule.severity.name, found.message, regions]


def _finding(values: list[Any]) -> PlacedFinding:
    return _placed(rules.BY_CODE[values[0]], values)


def _placed(rule: Rule, values: list[Any]) -> PlacedFinding:
    _, severity, message, (place, *related) = values
    return PlacedFinding(
        rule=replace(rule, severity=Severity[severity]),
        message=message,
        place=_region(place),
        related=tuple(map(_region, related)),
    )


def _region_to_json(one: Region) -> list[Any]:
    return [
        one.path,
        one.line,
        one.column,
        one.end_line,
        one.end_column,
        one.excerpt,
        one.key,
        one.text_line,
        one.has_lines_of_file,
    ]


def _region(values: list[Any]) -> Region:
    path, line, column, end_line, end_column, excerpt, key, text_line, has_lines_of_file = values
    return Region(
        path=path,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        excerpt=excerpt,
        key=key,
        text_line=text_line,
        has_lines_of_file=has_lines_of_file,
    )
