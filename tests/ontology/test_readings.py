"""Both readings of each match are recorded, and the alignments have the decisions."""

import csv
from collections import Counter

import pytest

from checkout import ROOT
from privkg.rdf.terms import PREFIXES, Term, iri, iri_text, term
from privkg.store import rdf
from turtle_files import ONTOLOGY

ALIGNMENTS = ONTOLOGY / "alignments"
KINDS = ("exact", "close", "broad", "narrow", "related")
with (ALIGNMENTS / "readings.tsv").open(encoding="utf-8", newline="") as file:
    READINGS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
each_file = pytest.mark.parametrize("name", sorted({each["file"] for each in READINGS}))


def matches(name: str) -> dict[tuple[str, str], str]:
    """Return the kind of each match of an alignment, by our concept and their term."""
    kinds = {term(f"skos:{kind}Match"): kind for kind in KINDS}
    found = rdf.read_turtle(ALIGNMENTS / name)
    return {(iri_text(s), iri_text(o)): kinds[p] for s, p, o in found if p in kinds}


def concept(name: str) -> Term:
    prefix, _, local = name.partition(":")
    return iri(f"{PREFIXES[prefix]}{local}")


class TestReadings:
    @each_file
    def test_decisions_are_in_the_alignments(self, name: str) -> None:
        """
        Each match has the decided kind; a match that was removed is not in the alignments.
        """
        decided = {
            (iri_text(concept(each["subject"])), each["object"]): each["decision"]
            for each in READINGS
            if each["file"] == name and each["decision"] != "none"
        }

        assert matches(name) == decided

    def test_are_complete(self) -> None:
        """
        A pair is listed once, in order, with two readings and a decision that equals one of them.
        """
        pairs = [(each["file"], each["subject"], each["object"]) for each in READINGS]

        assert sorted(set(pairs)) == pairs
        assert set() == {each[name] for each in READINGS for name in ("first", "second")} - {
            *KINDS,
            "none",
        }
        assert [] == [
            each for each in READINGS if each["decision"] not in (each["first"], each["second"])
        ]

    def test_have_a_reason_where_they_differ(self) -> None:
        """
        Where readings differ, the reason names the one that was followed; equal ones have no reason.
        """
        named = {"First.": "first", "Second.": "second"}
        odd = [
            each
            for each in READINGS
            if (each["first"] == each["second"]) != (each["reason"] == "")
            or (each["reason"] and each[named[each["reason"].split()[0]]] != each["decision"])
        ]

        assert [] == odd

    def test_page_has_the_numbers(self) -> None:
        """
        The page on the alignments has the agreement and kappa that follow from the readings.
        """
        count = len(READINGS)
        alike = sum(each["first"] == each["second"] for each in READINGS)
        firsts, seconds = (Counter(each[name] for each in READINGS) for name in ("first", "second"))
        chance = sum(firsts[kind] * seconds[kind] for kind in firsts) / count**2
        kappa = (alike / count - chance) / (1 - chance)
        page = (ROOT / "docs" / "reference" / "alignments.md").read_text(encoding="utf-8")

        assert f"| all | {count} | {alike} |" in page
        assert f"{kappa:.2f}" in page
