"""Findings as SARIF 2.1.0."""

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
    """Return where a result stands, or None."""
    place = result["locations"][0].get("physicalLocation")
    return tuple(place["region"].values()) if place else None


class TestRender:
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

    def test_rules_are_in_the_order_of_their_codes(self) -> None:
        """
        The list of rules does not depend on where they are broken.
        """
        described = run(finding(rule=rules.HARM_DEPRECATED), finding())["tool"]["driver"]["rules"]

        assert ["PK012", "PK069"] == [rule["id"] for rule in described]

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

    def test_one_place_is_named_once(self) -> None:
        """
        The standard wants related locations that differ.
        """
        (result,) = run(finding(related=(elsewhere(), elsewhere())))["results"]

        assert 1 == len(result["relatedLocations"])

    def test_own_rules_have_all_the_texts(self) -> None:
        """
        Code hosts refuse a rule without texts; a user's own shape has its name for them.
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
        Braces are doubled and links taken apart, as a viewer would fill the ones and follow the others.
        """
        (result,) = run(finding(message))["results"]

        assert written == result["message"]["text"]

    def test_bytes_of_a_name_are_kept(self) -> None:
        """
        A file's name that is no text is named by its bytes.
        """
        assert "a%FF.txt" == location(finding(path="a\udcff.txt"))["artifactLocation"]["uri"]


class TestFingerprints:
    def test_lines_added_above_keep_a_finding_the_same(self) -> None:
        """
        A fingerprint does not depend on the line.
        """
        moved = replace(finding(), place=replace(finding().place, line=15, end_line=15))

        assert fingerprints(finding()) == fingerprints(moved)

    def test_words_moved_within_the_line_keep_a_finding_the_same(self) -> None:
        """
        White space at the head of a line changes nothing.
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
        A fingerprint depends on the rule that is broken, on the line, and on the words in it.
        """
        assert fingerprints(finding()) != fingerprints(other)

    def test_same_words_again_are_counted(self) -> None:
        """
        Two lines of a file that say the same are two findings, those of another file are not counted.
        """
        again = replace(finding(), place=replace(finding().place, line=20, end_line=20))
        found = fingerprints(finding(), finding(path="y.txt"), again)

        assert ["1", "1", "2"] == [mark.split(":")[1] for mark in found]


class TestAnyText:
    @settings(max_examples=50)
    @given(FINDINGS)
    def test_leads_to_the_same_places(self, findings: list[PlacedFinding]) -> None:
        """
        Lines and columns come back as they were, in files and for nothing else.
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
        An address decoded is the path, whatever bytes a file is named by.
        """
        path = name.decode(errors="surrogateescape")
        address = location(finding(path=path))["artifactLocation"]["uri"]

        assert bytes(Path(path)) == urllib.parse.unquote_to_bytes(address.removeprefix("file://"))

    @settings(max_examples=50)
    @given(FINDINGS)
    def test_addresses_are_addresses(self, findings: list[PlacedFinding]) -> None:
        """
        An address has only what RFC 3986 lets it have.
        """
        addresses = re.findall(r'"uri": "(.*)"', sarif.render(findings))

        assert [] == [one for one in addresses if not ADDRESS.fullmatch(one)]

    @settings(max_examples=50)
    @given(FINDINGS)
    def test_messages_are_no_templates(self, findings: list[PlacedFinding]) -> None:
        """
        Read as the standard has it, a message says what it said, and nothing of a page is a link.
        """
        said = [result["message"]["text"] for result in run(*findings)["results"]]

        assert [sound(f.message).replace("](", "] (") for f in findings] == [
            text.replace("{{", "{").replace("}}", "}") for text in said
        ]
