"""Findings as JSON."""

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

    def test_is_what_the_docs_show(self) -> None:
        """
        The example of the reference is a report.
        """
        shown = re.findall(r"^```json\n(.*?)^```$", REFERENCE.read_text(encoding="utf-8"), re.M | re.S)
        message = '"Novembre 2014" is not a date; did you mean November 2014?'

        assert shown == [render([finding(message, related=(elsewhere(),))])]

    def test_is_readable_text(self) -> None:
        """
        Letters of any script stand there as they are, and one line end closes the report.
        """
        written = render([finding("Москва, 東京, 👁")])

        assert '"Москва, 東京, 👁"' in written
        assert written == written.rstrip() + "\n"

    def test_half_a_pair_is_written_out(self) -> None:
        """
        A file's name in no encoding breaks no strict parser, nor do two halves become a letter.
        """
        (found,) = read([finding("\ud83d\ude00", path="a\udcff.txt")])["findings"]

        assert (r"\ud83d\ude00", r"a\udcff.txt") == (found["message"], found["path"])


class TestAnyText:
    @given(FINDINGS)
    def test_comes_back_as_it_was(self, findings: list[PlacedFinding]) -> None:
        """
        What a page holds, and where, is what a program reads.
        """
        expected = [
            (sound(f.message), sound(f.place.path), f.place.line, f.place.end_column) for f in findings
        ]

        assert expected == [
            (f["message"], f["path"], f["start"]["line"], f["end"]["column"])
            for f in read(findings)["findings"]
        ]

    @given(FINDINGS)
    def test_cannot_steer_a_terminal(self, findings: list[PlacedFinding]) -> None:
        """
        The report is Unicode that can be looked at.
        """
        written = render(findings)

        assert written == printable(written.encode().decode())
