"""Findings as JSON."""

import json
from typing import Any

from hypothesis import given

from privkg.findings import PlacedFinding
from privkg.reports import json as as_json
from reports.examples import FINDINGS, elsewhere, finding


def read(findings: list[PlacedFinding]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_json.render(findings))
    return found


class TestRender:
    def test_says_all_there_is(self) -> None:
        """
        A finding has its rule, its weight, its message and its place.
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
        Other places have a path, a start and an end too.
        """
        (found,) = read([finding(related=(elsewhere(),))])["findings"]

        assert [{"line": 20, "column": 1}] == [place["start"] for place in found["related"]]

    def test_counts_by_weight(self) -> None:
        """
        The counts name every weight, those of no finding too.
        """
        assert {"error": 2, "warning": 0, "note": 0} == read([finding(), finding("again")])["counts"]

    def test_has_a_version(self) -> None:
        """
        Whoever reads it can tell the structure.
        """
        assert read([])["version"] == 1

    @given(FINDINGS)
    def test_holds_any_text(self, findings: list[PlacedFinding]) -> None:
        """
        What a page holds comes back as it was.
        """
        assert [f.message for f in findings] == [f["message"] for f in read(findings)["findings"]]
