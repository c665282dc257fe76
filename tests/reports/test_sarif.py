"""Findings as SARIF 2.1.0."""

import json
import urllib.parse
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from privkg import rules
from privkg.findings import PlacedFinding
from privkg.reports import sarif
from reports import sarif_model
from reports.examples import FINDINGS, elsewhere, finding


def run(*findings: PlacedFinding) -> dict[str, Any]:
    (found,) = json.loads(sarif.render(findings))["runs"]
    assert isinstance(found, dict)
    return found


def location(found: PlacedFinding) -> dict[str, Any]:
    place = run(found)["results"][0]["locations"][0]["physicalLocation"]
    assert isinstance(place, dict)
    return place


def fingerprint(found: PlacedFinding) -> dict[str, str]:
    said = run(found)["results"][0]["partialFingerprints"]
    assert isinstance(said, dict)
    return said


class TestRender:
    @settings(max_examples=50)
    @given(FINDINGS)
    def test_is_sarif(self, findings: list[PlacedFinding]) -> None:
        """
        Whatever is found is written as the standard has it, and as nothing else.
        """
        sarif_model.LOG(json.loads(sarif.render(findings)))

    def test_points_at_the_words(self) -> None:
        """
        A region has lines and columns from 1, its end excluded, counted in code points.
        """
        expected = {"startLine": 14, "startColumn": 6, "endLine": 14, "endColumn": 19}

        assert expected == location(finding())["region"]
        assert run()["columnKind"] == "unicodeCodePoints"

    def test_names_files_from_the_root(self) -> None:
        """
        A relative path is a relative address, escaped where an address needs it.
        """
        expected = {"uri": "a%20%23%25/%D0%96.txt", "uriBaseId": "%SRCROOT%"}

        assert expected == location(finding(path="a #%/Ж.txt"))["artifactLocation"]

    def test_names_files_elsewhere_in_full(self, tmp_path: Path) -> None:
        """
        An absolute path is an address of its own.
        """
        address = location(finding(path=str(tmp_path / "x.txt")))["artifactLocation"]["uri"]

        assert str(tmp_path / "x.txt") == urllib.parse.unquote(address).removeprefix("file://")

    def test_explains_each_rule_once(self) -> None:
        """
        A rule is described once, with what must be so and what to do, however often it is broken.
        """
        (rule,) = run(finding(), finding("again"))["tool"]["driver"]["rules"]

        assert ("PK012", "error") == (rule["id"], rule["defaultConfiguration"]["level"])
        assert rule["shortDescription"]["text"].startswith("An incident has one date")
        assert rule["help"]["text"].startswith("Write one Date")

    def test_results_name_their_rule(self) -> None:
        """
        The index of a result leads to the rule of its code.
        """
        found = run(finding(rule=rules.HARM_DEPRECATED), finding())
        named = [found["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in found["results"]]

        assert [result["ruleId"] for result in found["results"]] == named == ["PK069", "PK012"]

    def test_lines_added_above_keep_a_finding_the_same(self) -> None:
        """
        A fingerprint does not depend on the line.
        """
        moved = replace(finding(), place=replace(finding().place, line=15, end_line=15))

        assert fingerprint(finding()) == fingerprint(moved)

    def test_other_words_make_another_finding(self) -> None:
        """
        A fingerprint depends on what is said.
        """
        assert fingerprint(finding()) != fingerprint(finding("something else"))

    def test_names_the_other_places(self) -> None:
        """
        Other places are related locations.
        """
        (result,) = run(finding(related=(elsewhere(),)))["results"]

        assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 20

    def test_what_no_page_speaks_of_has_a_name(self) -> None:
        """
        A finding of no page is placed at an IRI.
        """
        (result,) = run(finding(path="https://w3id.org/privkg/solove#scheme"))["results"]

        assert result["locations"] == [
            {"logicalLocations": [{"fullyQualifiedName": "https://w3id.org/privkg/solove#scheme"}]}
        ]
