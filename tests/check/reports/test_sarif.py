"""Findings are SARIF 2.1.0."""

import json
import re
import urllib.parse
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_findings import EXCERPT, FINDINGS, elsewhere, finding, sound
from privkg.check.reports import sarif
from privkg.core import rules
from privkg.core.findings import PlacedFinding
from privkg.core.model import Rule, Severity

ADDRESS = re.compile(r"([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-F]{2})+")


def run(*findings: PlacedFinding) -> dict[str, Any]:
    (found,) = json.loads(sarif.render(findings))["runs"]
    assert isinstance(found, dict)
    return found


def location(found: PlacedFinding) -> dict[str, Any]:
    place = run(found)["results"][0]["locations"][0]["physicalLocation"]
    assert isinstance(place, dict)
    return place


def fingerprints(*findings: PlacedFinding) -> list[str]:
    return [result["partialFingerprints"]["ruleAndWords/v1"] for result in run(*findings)["results"]]


def region(result: dict[str, Any]) -> tuple[int, ...] | None:
    """Return the region of a result, or None."""
    place = result["locations"][0].get("physicalLocation")
    return tuple(place["region"].values()) if place else None


class TestRender:
    def test_points_at_the_words(self) -> None:
        """
        A region has lines and columns from 1, in code points, with an exclusive end.
        """
        expected = {"startLine": 14, "startColumn": 6, "endLine": 14, "endColumn": 19}

        assert expected == location(finding())["region"]
        assert run()["columnKind"] == "unicodeCodePoints"

    def test_names_files_from_the_root(self) -> None:
        """
        A relative path is a relative URI, percent-encoded.
        """
        expected = {"uri": "a%20%23%25/%D0%96.txt", "uriBaseId": "%SRCROOT%"}

        assert expected == location(finding(path="a #%/Ж.txt"))["artifactLocation"]

    def test_names_files_elsewhere_in_full(self, tmp_path: Path) -> None:
        """
        An absolute path is a file URI.
        """
        address = location(finding(path=str(tmp_path / "x.txt")))["artifactLocation"]["uri"]

        assert str(tmp_path / "x.txt") == urllib.parse.unquote(address).removeprefix("file://")

    def test_explains_each_rule_once(self) -> None:
        """
        A rule is described once, with its claim and advice, however many findings it has.
        """
        (rule,) = run(finding(), finding("again"))["tool"]["driver"]["rules"]

        assert ("PK012", "error") == (rule["id"], rule["defaultConfiguration"]["level"])
        assert rule["shortDescription"]["text"].startswith("An incident has one date")
        assert rule["help"]["text"].startswith("Write one Date")

    def test_results_name_their_rule(self) -> None:
        """
        The rule index of a result is that of the rule with its code.
        """
        found = run(finding(rule=rules.HARM_DEPRECATED), finding())
        named = [found["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in found["results"]]

        assert [result["ruleId"] for result in found["results"]] == named == ["PK069", "PK012"]

    def test_rules_are_in_the_order_of_their_codes(self) -> None:
        """
        Rules are sorted by code, whatever the order of findings.
        """
        described = run(finding(rule=rules.HARM_DEPRECATED), finding())["tool"]["driver"]["rules"]

        assert ["PK012", "PK069"] == [rule["id"] for rule in described]

    def test_names_the_other_places(self) -> None:
        """
        Related places are related locations.
        """
        (result,) = run(finding(related=(elsewhere(),)))["results"]

        assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 20

    def test_a_finding_without_a_page_has_a_logical_location(self) -> None:
        """
        A finding at an IRI has the IRI as its logical location.
        """
        (result,) = run(finding(path="https://w3id.org/privkg/solove#scheme"))["results"]

        assert result["locations"] == [
            {"logicalLocations": [{"fullyQualifiedName": "https://w3id.org/privkg/solove#scheme"}]}
        ]

    def test_one_place_is_named_once(self) -> None:
        """
        Related locations are distinct, as the standard requires.
        """
        (result,) = run(finding(related=(elsewhere(), elsewhere())))["results"]

        assert 1 == len(result["relatedLocations"])

    def test_own_rules_have_all_the_texts(self) -> None:
        """
        A user's shape has its name for each text, as code hosts reject rules without texts.
        """
        (rule,) = run(finding(rule=Rule("X1", "own", Severity.WARNING)))["tool"]["driver"]["rules"]

        assert ["own"] * 3 == [
            rule[part]["text"] for part in ("shortDescription", "fullDescription", "help")
        ]

    @pytest.mark.parametrize(
        ("message", "written"),
        [
            ("write {0}", "write {{0}}"),
            ("see [here](https://example.org/)", "see [here] (https://example.org/)"),
            ("one [of] these", "one [of] these"),
        ],
    )
    def test_words_of_a_page_are_neither_template_nor_link(self, message: str, written: str) -> None:
        """
        Braces in a message are doubled, and Markdown links are broken up.
        """
        (result,) = run(finding(message))["results"]

        assert written == result["message"]["text"]

    def test_bytes_of_a_name_are_kept(self) -> None:
        """
        The bytes of a file name that is not UTF-8 are percent-encoded.
        """
        assert "a%FF.txt" == location(finding(path="a\udcff.txt"))["artifactLocation"]["uri"]


class TestFingerprints:
    def test_lines_added_above_keep_a_finding_the_same(self) -> None:
        """
        A fingerprint does not depend on the line number.
        """
        moved = replace(finding(), place=replace(finding().place, line=15, end_line=15))

        assert fingerprints(finding()) == fingerprints(moved)

    def test_words_moved_within_the_line_keep_a_finding_the_same(self) -> None:
        """
        A fingerprint does not depend on white space at the start of the line.
        """
        place = replace(finding().place, column=8, end_column=21, excerpt=f"  {EXCERPT}")

        assert fingerprints(finding()) == fingerprints(replace(finding(), place=place))

    @pytest.mark.parametrize(
        "other",
        [
            finding(rule=rules.HARM_DEPRECATED),
            finding(excerpt="Date Dezember 2014"),
            replace(finding(), place=replace(finding().place, end_column=15)),
        ],
        ids=["rule", "line", "words"],
    )
    def test_another_rule_line_or_words_make_another_finding(self, other: PlacedFinding) -> None:
        """
        A fingerprint depends on the rule, the text of the line, and the words in it.
        """
        assert fingerprints(finding()) != fingerprints(other)

    def test_same_words_again_are_counted(self) -> None:
        """
        Findings on equal lines of a file are numbered, for each file separately.
        """
        again = replace(finding(), place=replace(finding().place, line=20, end_line=20))
        found = fingerprints(finding(), finding(path="y.txt"), again)

        assert ["1", "1", "2"] == [mark.split(":")[1] for mark in found]


class TestAnyText:
    @settings(max_examples=50)
    @given(FINDINGS)
    def test_leads_to_the_same_places(self, findings: list[PlacedFinding]) -> None:
        """
        Regions have the lines and columns of findings in files, and only of those.
        """
        expected = [
            (f.place.line, f.place.column, f.place.end_line, f.place.end_column)
            if f.place.is_in_file
            else None
            for f in findings
        ]

        assert expected == [region(result) for result in run(*findings)["results"]]

    @given(st.binary(max_size=20))
    def test_leads_to_the_same_file(self, name: bytes) -> None:
        """
        Decoding the URI returns the path, whatever bytes a file name has.
        """
        path = name.decode(errors="surrogateescape")
        address = location(finding(path=path))["artifactLocation"]["uri"]

        assert bytes(Path(path)) == urllib.parse.unquote_to_bytes(address.removeprefix("file://"))

    @settings(max_examples=50)
    @given(FINDINGS)
    def test_addresses_are_addresses(self, findings: list[PlacedFinding]) -> None:
        """
        A URI has only the characters that RFC 3986 allows.
        """
        addresses = re.findall(r'"uri": "(.*)"', sarif.render(findings))

        assert [] == [one for one in addresses if not ADDRESS.fullmatch(one)]

    @settings(max_examples=50)
    @given(FINDINGS)
    def test_messages_are_not_templates(self, findings: list[PlacedFinding]) -> None:
        """
        Messages with braces undoubled are those of the findings, without Markdown links.
        """
        messages = [result["message"]["text"] for result in run(*findings)["results"]]

        assert [sound(f.message).replace("](", "] (") for f in findings] == [
            text.replace("{{", "{").replace("}}", "}") for text in messages
        ]
