"""Findings are JSON with a stable structure."""

import json
import re
from typing import Any

from hypothesis import given

from checkout import ROOT
from example_findings import FINDINGS, elsewhere, finding, sound
from privkg.check.reports.json import render
from privkg.core.findings import PlacedFinding
from privkg.core.text import printable

REFERENCE = ROOT / "docs" / "reference" / "reports.md"


def read(findings: list[PlacedFinding]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(findings))
    return found


class TestRender:
    def test_has_all_fields(self) -> None:
        """
        A finding has its rule, severity, message and place.
        """
        expected = {
            "code": "PK012",
            "rule": "incident-has-date",
            "severity": "error",
            "message": "write it as November 2014",
            "path": "data/incidents/x.txt",
            "start": {"line": 14, "column": 6},
            "end": {"line": 14, "column": 19},
            "related": [],
        }

        assert [expected] == read([finding()])["findings"]

    def test_names_the_other_places(self) -> None:
        """
        Related places have a path, a start and an end.
        """
        (found,) = read([finding(related=(elsewhere(),))])["findings"]

        assert [{"line": 20, "column": 1}] == [place["start"] for place in found["related"]]

    def test_counts_by_weight(self) -> None:
        """
        The counts have every severity, with 0 if there are no findings.
        """
        assert {"error": 2, "warning": 0, "note": 0} == read([finding(), finding("again")])["counts"]

    def test_has_a_version(self) -> None:
        """
        A report has the version of its structure.
        """
        assert read([])["version"] == 1

    def test_matches_the_reference(self) -> None:
        """
        The example in the reference is a report.
        """
        shown = re.findall(r"^```json\n(.*?)^```$", REFERENCE.read_text(encoding="utf-8"), re.M | re.S)
        message = '"Novembre 2014" is not a date; did you mean November 2014?'

        assert shown == [render([finding(message, related=(elsewhere(),))])]

    def test_is_readable_text(self) -> None:
        """
        Letters of any script are not escaped, and the report ends with one line end.
        """
        written = render([finding("Москва, 東京, 👁")])

        assert '"Москва, 東京, 👁"' in written
        assert written == written.rstrip() + "\n"

    def test_a_lone_surrogate_is_escaped_twice(self) -> None:
        """
        Lone surrogates, as in file names that are not UTF-8, are written as text.
        """
        (found,) = read([finding("\ud83d\ude00", path="a\udcff.txt")])["findings"]

        assert (r"\ud83d\ude00", r"a\udcff.txt") == (found["message"], found["path"])


class TestAnyText:
    @given(FINDINGS)
    def test_is_parsed(self, findings: list[PlacedFinding]) -> None:
        """
        Parsing the report returns messages and places with any text.
        """
        expected = [
            (sound(f.message), sound(f.place.path), f.place.line, f.place.end_column) for f in findings
        ]

        assert expected == [
            (f["message"], f["path"], f["start"]["line"], f["end"]["column"])
            for f in read(findings)["findings"]
        ]

    @given(FINDINGS)
    def test_has_no_control_characters(self, findings: list[PlacedFinding]) -> None:
        """
        A report with any text has no control characters.
        """
        written = render(findings)

        assert written == printable(written.encode().decode())
