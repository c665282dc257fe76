"""A page with one fault has a finding at the faulty words; the page without it has none."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from builders import page_text, row_text
from privkg import build
from privkg.build import check
from privkg.build.check import CheckResult
from privkg.core import documents

ACTOR = "Cambridge Analytica"
ROW = row_text(Threat=f"{ACTOR} watching people", Harm="Surveillance")
CLEAN = page_text(
    Threat_Actors=ACTOR,
    rows=(ROW,),
    description="Cameras watched {the crowd = Surveillance} in the open.",
    Technology="Face Recognition",
    People_affected="1300",
)


@dataclass(frozen=True)
class Fault:
    """A replacement in the clean page, the words that are then faulty, and the expected code."""

    code: str
    old: str
    new: str
    faulty: str

    @property
    def text(self) -> str:
        assert CLEAN.count(self.old) >= 1
        return CLEAN.replace(self.old, self.new, 1)

    @property
    def place(self) -> tuple[int, int]:
        start = self.text.index(self.new) if self.faulty in self.new else 0
        at = self.text.index(self.faulty, start)
        return documents.position(documents.line_starts(self.text), at)


FAULTS = (
    Fault("PK103", "A lead", "A \u202elead", "\u202e"),
    Fault("PK102", "A lead", "A \x07lead", "\x07"),
    Fault("PK204", "Sources\n", "Description\n\nMore.\n\nSources\n", "Description"),
    Fault("PK205", "A lead", "Likelyhood: high\n\nA lead", "Likelyhood: high"),
    Fault("PK207", "/story", "/story\nhttps://exa mple/", "https://exa mple/"),
    Fault("PK301", "Date November 2020", "Date November 2020\nDate 2021", "2021"),
    Fault("PK304", "Solove Harm Surveillance", "Solove Harm Surveillance, Surveilance", "Surveilance"),
    Fault("PK304", "Harm: Surveillance", "Harm: Surveilance", "Surveilance"),
    Fault("PK306", "Information Location", "Information Location, Behavoral", "Behavoral"),
    Fault("PK307", "Tangible Harms", "Tangible Harms Wether", "Wether"),
    Fault("PK307", "Consequences: not known", "Consequences: Anxieti", "Anxieti"),
    Fault("PK406", "Harm: Surveillance\n", "Harm: Surveillance\nHarm: Disclosure\n", "Harm: Disclosure"),
    Fault("PK504", "Moscow, Russia", "Atlantis, Russia", "Atlantis"),
    Fault("PK505", "Moscow, Russia", "Moscow", "Moscow"),
    Fault("PK005", "Location Moscow, Russia", "Location", "Location"),
    Fault("PK006", "Solove Harm Surveillance", "Solove Harm", "Solove Harm"),
    Fault("PK008", "Solove Harm Surveillance", "Solove Harm Surveillance, Exclusion", "Exclusion"),
    Fault("PK009", "Harm: Surveillance", "Harm: Exclusion", "Exclusion"),
    Fault("PK011", f"Actors {ACTOR}", f"Actors {ACTOR}, Facebook", "Facebook"),
    Fault("PK012", "Date November 2020", "Date Novembre 2020", "Novembre 2020"),
    Fault("PK012", "Date November 2020", "Date 03/04/2020", "03/04/2020"),
    Fault("PK013", "https://example.org/story", "The Example, page 7", "Sources"),
    Fault("PK014", "High Risk Groups", "High Risk Groups Women in Oslo", "Women in Oslo"),
    Fault("PK003", "Date November 2020", "Date November 1820", "November 1820"),
    Fault("PK057", "A lead that says what happened.\n\n", "", "Cameras for sale in an example"),
    Fault("PK017", "Harm: Surveillance", "Harm: Surveillance, Exclusion", "Surveillance, Exclusion"),
    Fault("PK018", f"Threat: {ACTOR}", "Threat: Somebody", "Somebody watching"),
    Fault("PK019", "At-Risk group: People in Moscow", "At-Risk group:", "Threat: "),
    Fault("PK021", f"Threat: {ACTOR} watching people", "Threat:", "Threat:"),
    Fault("PK023", "Harm: Surveillance", "Harm: Secondary Use", "Threat: "),
    Fault("PK026", f"Actors {ACTOR}", "Actors Example Agency", "Example Agency"),
    Fault("PK031", "Affected People in Moscow", "Affected People in Moscow, Zyx", "Zyx"),
    Fault("PK032", "in the open.", "in the open, said jo@example.org.", "jo@example.org"),
    Fault("PK034", "in the open.", "in the open; call +47 22 86 44 00 now.", "+47 22 86 44 00"),
    Fault("PK033", "in the open.", "in the open. Born on 3 May 1984 there.", "Born on 3 May 1984"),
    Fault("PK039", "in the open.", "in the open at 59.913868, 10.752245 there.", "59.913868, 10.752245"),
    Fault("PK040", "not known", "not known\nStatus: Perhaps", "Perhaps"),
    Fault("PK044", "affected 1300", "affected thousands", "thousands"),
    Fault("PK047", "Technology Face Recognition", "Technology Crystal ball", "Crystal ball"),
    Fault("PK048", "Regulations\n\n", "Regulations\n\nExample Act\n", "Example Act"),
    Fault("PK069", "Harm: Surveillance", "Harm: Blackmail", "Blackmail"),
)


# Faults that are found by a shape alone, so that checking a built graph finds them too.
BY_SHAPES = [fault for fault in FAULTS if fault.code in ("PK003", "PK023", "PK032", "PK057")]


def page(folder: Path, text: str) -> Path:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def findings(checked: CheckResult) -> list[tuple[str, tuple[int, int]]]:
    return [(found.rule.code, (found.place.line, found.place.column)) for found in checked.findings]


class TestFaults:
    @pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.faulty[:20]!r}")
    def test_is_found_at_the_faulty_words(self, tmp_path: Path, fault: Fault) -> None:
        """
        A fault has a finding with its code, at the line and column of the faulty words.
        """
        found = findings(check.check([page(tmp_path, fault.text)]))

        assert (fault.code, fault.place) in found

    def test_names_the_contradicting_words(self, tmp_path: Path) -> None:
        """
        Where infobox and rows disagree, a finding in one has the place in the other.
        """
        fault = next(fault for fault in FAULTS if fault.code == "PK009")
        (found,) = (
            found
            for found in check.check([page(tmp_path, fault.text)]).findings
            if found.rule.code == "PK009"
        )

        assert [6] == [place.line for place in found.related]

    def test_the_corrected_page_is_clean(self, tmp_path: Path) -> None:
        """
        The clean page has no findings.
        """
        assert [] == findings(check.check([page(tmp_path, CLEAN)]))

    def test_are_of_many_rules(self) -> None:
        """
        The faults break at least 25 rules.
        """
        assert len({fault.code for fault in FAULTS}) >= 25

    @pytest.mark.parametrize("fault", BY_SHAPES, ids=lambda fault: fault.code)
    def test_is_found_at_the_same_words_in_a_built_graph(self, tmp_path: Path, fault: Fault) -> None:
        """
        Checking a built graph locates a fault by its evidence.
        """
        build.build([page(tmp_path, fault.text)], tmp_path / "graph")

        assert (fault.code, fault.place) in findings(check.check_graph(tmp_path / "graph"))
