"""Names of persons harmed are found in a context of harm, with measured precision and recall.

`tests/check/planted_names/<name>.txt` has a text on each line, after `+` if it names a person harmed, in
brackets, and after `-` if it names others. The texts in `seen` were used to write the heuristic, those
in `unseen` only to measure it afterwards; texts that it gets wrong are kept in both.
"""

import re
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from builders import decision_text, incident, page_text, row_text
from checkout import INCIDENTS, TESTS
from privkg import sources
from privkg.check import victim_names
from privkg.core import documents, rules
from privkg.core.model import Incident

PLANTED = TESTS / "check" / "planted_names"
CORPUS = sorted(INCIDENTS.glob("*.txt"))

# Precision and recall of each file as measured, in hundredths; neither may fall.
FLOORS = {"seen": (100, 94), "unseen": (84, 66)}


def read(text: str) -> Incident:
    """Return an incident with a text in its description, or of `field | text` in a field."""
    field, _, words = text.rpartition(" | ")
    if field in ("Threat", "At-Risk group"):
        return incident(rows=(row_text(**{re.sub("[ -]", "_", field): words}),))  # type: ignore[arg-type]
    return incident(**{field.replace(" ", "_") or "description": words})


def named(page: Incident) -> list[str]:
    """Return the names that are found in a page, in page order."""
    return [page.page.text[one.span.start : one.span.end] for one in victim_names.find(page)]


def planted(when: str) -> dict[str, list[str]]:
    """Return the texts of a file without brackets, each with the names in brackets."""
    lines = (PLANTED / f"{when}.txt").read_text(encoding="utf-8").splitlines()
    texts = [line[2:] for line in lines if not line.startswith("#")]
    return {re.sub(r"[\[\]]", "", text): re.findall(r"\[(.+?)\]", text) for text in texts}


class TestPlanted:
    @pytest.mark.parametrize("when", FLOORS)
    def test_precision_and_recall_do_not_fall(self, when: str) -> None:
        """
        Precision and recall are not lower than the values once measured.
        """
        pairs = [(names, named(read(text))) for text, names in planted(when).items()]
        right = sum(len([name for name in found if name in names]) for names, found in pairs)
        reported, there = sum(len(found) for _, found in pairs), sum(len(names) for names, _ in pairs)
        precision, recall = int(Fraction(100 * right, reported)), int(Fraction(100 * right, there))
        sys.stdout.write(f"{when}: precision {right} of {reported}, recall {right} of {there}\n")

        assert FLOORS[when][0] <= precision
        assert FLOORS[when][1] <= recall

    def test_has_enough_of_both_kinds(self) -> None:
        """
        There are at least forty texts that name a person harmed, and sixty that do not.
        """
        kinds = [bool(names) for when in FLOORS for names in planted(when).values()]

        assert kinds.count(True) >= 40
        assert kinds.count(False) >= 60


class TestFind:
    def test_reads_results_of_decisions_too(self) -> None:
        """
        A name in the Result of a decision is found.
        """
        page = incident(decisions=decision_text(Result="They filmed Anna Lindqvist."))

        assert ["Anna Lindqvist"] == named(page)

    def test_has_a_place_and_advice(self) -> None:
        """
        A finding is a Warning at the name, with advice what to write instead.
        """
        page = incident(description="The hospital published the diary of Anna Lindqvist.")
        start = page.page.text.index("Anna")
        [found] = victim_names.find(page)

        assert rules.PERSON_NAMED == found.rule
        assert (start, start + len("Anna Lindqvist")) == (found.span.start, found.span.end)
        assert (
            '"Anna Lindqvist" looks like the name of someone harmed;'
            " write who they are without the name, such as a nurse"
        ) == found.message

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("They filmed Anna Lindqvist.", "Anna Lindqvist"),
            ("Anna Lindqvist had later been filmed.", "Anna Lindqvist"),
            ("Anna Lindqvist was wrongly arrested.", "Anna Lindqvist"),
            ("Anna Lindqvist, who was stalked, left.", "Anna Lindqvist"),
            ("Anna Lindqvist's medical records leaked.", "Anna Lindqvist"),
            ("Anna Lindqvist lost her job.", "Anna Lindqvist"),
            ("Her full name is Anna Lindqvist.", "Anna Lindqvist"),
            ("In May Mrs. Lindqvist was filmed.", "Lindqvist"),
            ("The victim, J. Q. Sample, left.", "J. Q. Sample"),
            ("The victim, Ana de la Cruz, left.", "Ana de la Cruz"),
            ("The victim, Omar al-Sample, left.", "Omar al-Sample"),
            ("The victim, Bjo\u0308rn O’Sample, left.", "Bjo\u0308rn O’Sample"),
            ("The victim, Anna-Lena-Maria Sample, left.", "Anna-Lena-Maria Sample"),
            ("Patient Anna Lindqvist waited.", "Anna Lindqvist"),
            ("May Lindqvist was filmed.", "May Lindqvist"),
            ("Anna Lindqvist (34) was filmed.", "Anna Lindqvist"),
            ("Anna Lindqvist lost her first job.", "Anna Lindqvist"),
            ("Anna Lindqvist saw her medical records.", "Anna Lindqvist"),
            ("They sold the diary of Anna Lindqvist and Facebook.", "Anna Lindqvist"),
            ("They sold the diary of Anna Lindqvist to Omar Sample.", "Anna Lindqvist"),
            ("The victim, Анна Миронова, left.", "Анна Миронова"),
        ],
    )
    def test_finds_the_name_and_no_more(self, text: str, name: str) -> None:
        """
        A finding covers the name alone, without titles, opening words and possessives.
        """
        assert [name] == named(read(text))

    @pytest.mark.parametrize(
        "text",
        [
            "Anna Lindqvist was arrested.",
            "Anna Lindqvist had filmed her.",
            "Anna Lindqvist was never filmed.",
            "The woman, Anna Lindqvist, pleaded guilty.",
            "The woman, Anna Lindqvist, a lawyer, was there.",
            "They filmed Anna Lindqvist Park.",
            "They filmed North Lindqvist.",
            "They filmed Silver Lantern users.",
            "The girl from Anna Lindqvist was filmed.",
            "It was sold by the name of Silver Lantern.",
            "They filmed Aa Bb Cc Dd Ee.",
            f"They filmed Anna L{'i' * 40}.",
            "They filmed Anna Lindqvist2.",
            "They filmed Anna B today.",
            "They filmed Anna B. He left.",
            f"They filmed Ana {'de ' * 9}Cruz.",
            "They filmed, Anna Lindqvist spoke.",
            "She read the diary. Of Anna Lindqvist nobody spoke.",
            "They saw Anna Lindqvist. Her diary was gone.",
            "Anna Lindqvist saw who was filmed.",
            "It was a near miss, Lindqvist was filmed.",
            "Affected | Sami",
            "At-Risk group | Silver Lantern in Oslo",
            "The group is the victim A. He was filmed.",
            "Information on a Patient Record was lost.",
        ],
    )
    def test_leaves_others_alone(self, text: str) -> None:
        """
        Names of actors, of things, and of persons without a context of harm are not reported.
        """
        assert [] == named(read(text))

    def test_finds_a_name_each_time_it_comes(self) -> None:
        """
        A name found in one text is reported in all texts, the surname alone too, in page order.
        """
        page = incident(
            lead="Anna Lindqvist spoke.",
            description="Lindqvist left. Her boss filmed Anna Lindqvist. Anna left.",
        )

        assert ["Anna Lindqvist", "Lindqvist", "Anna Lindqvist"] == named(page)

    @pytest.mark.parametrize("field", ["Threat_Actors", "Technology", "Location"])
    def test_leaves_out_what_the_infobox_names_otherwise(self, field: str) -> None:
        """
        An actor, a technology or a place of the infobox is not reported.
        """
        page = incident(description="They filmed Silver Lantern.", **{field: "Silver Lantern"})

        assert [] == named(page)

    def test_leaves_out_parties(self) -> None:
        """
        A recipient or a deciding body is not reported.
        """
        lantern = "They filmed Silver Lantern."
        text = page_text(description=lantern)
        received = incident(page_text(description=lantern, rows=(row_text(Recipient="Silver Lantern"),)))
        decision = "Decisions\n\nDecision: Fine\nBody: Silver Lantern\n\nLaws and Regulations"
        decided = incident(text.replace("Laws and Regulations", decision))

        assert [] == [*named(received), *named(decided)]
        assert ["Silver Lantern"] == named(incident(text))

    def test_a_surname_that_acts_is_left_alone(self) -> None:
        """
        An actor with the same surname as a person harmed is not reported.
        """
        page = incident(description="Sample filmed Anna Sample.", Threat_Actors="Sample")

        assert ["Anna Sample"] == named(page)

    @pytest.mark.parametrize("field", ["Affected", "High_Risk_Groups", "Outcome"])
    def test_reads_the_infobox(self, field: str) -> None:
        """
        Names are found in the fields of groups, and in the outcome.
        """
        text = "A court paid the widow of Anna Lindqvist" if field == "Outcome" else "Anna Lindqvist"

        assert ["Anna Lindqvist"] == named(incident(**{field: text}))

    def test_two_joined_by_and_are_both_found(self) -> None:
        """
        Of two names joined by "and", the second is reported if the first one is.
        """
        page = incident(description="They sold the diary of Anna Lindqvist and Omar Sample.")

        assert ["Anna Lindqvist", "Omar Sample"] == named(page)

    @pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
    def test_the_corpus_names_nobody_harmed(self, path: Path) -> None:
        """
        The project's own pages have no name of a person harmed.
        """
        reader = sources.formats()["privacywiki_text"]

        assert [] == [name for page in reader.read(documents.read(path)) for name in named(page)]

    def test_the_real_page_names_nobody_harmed(self, moscow_page: Path) -> None:
        """
        The page of the wiki has no name of a person harmed.
        """
        reader = sources.formats()["privacywiki_text"]

        assert [] == [name for page in reader.read(documents.read(moscow_page)) for name in named(page)]
