"""Data classes that were read again: all readings are recorded, and the page has the agreement."""

import csv
from itertools import groupby
from pathlib import Path

from checkout import ROOT
from privkg.core import resources
from privkg.rdf.terms import PREFIXES, iri_text
from privkg.reference.links import curies
from reference.test_value_tables import TABLES, rows, table


class TestReadings:
    def test_decisions_are_in_the_table(self) -> None:
        """
        Each word that was read twice has the decided terms; a term that was dropped has no row.
        """
        decided = {
            (each["word"], each["object"]): each["decision"]
            for each in readings()
            if each["decision"] != "none"
        }
        found = {
            (row.subject_label, curies.shorten(row.object)): iri_text(row.predicate)
            for row in rows(table("hibp", "data-classes"))
            if row.subject_label in {word for word, _ in decided}
        }

        assert {pair: f"{PREFIXES['skos']}{kind}Match" for pair, kind in decided.items()} == found

    def test_have_a_reason_where_they_differ(self) -> None:
        """
        Where readings differ, the reason begins with the one that was followed.
        """
        assert [] == [
            each
            for each in readings()
            if (each["first"] == each["second"]) != (each["reason"] == "")
            or (each["reason"] and each["decision"] != each[each["reason"].partition(".")[0].lower()])
        ]


class TestSecondReading:
    def test_is_of_all_words(self) -> None:
        """
        The second reading has all words of the table, each once.
        """
        assert sorted({row.subject_label for row in rows(table("hibp", "data-classes"))}) == [
            each["word"] for each in tsv("second")
        ]

    def test_differs_from_the_first_in_the_listed_words(self) -> None:
        """
        The words on which both readings differ are listed with both; the others are as in the table.
        """
        apart = {word: pair for word, pair in both_readings().items() if pair[0] != pair[1]}

        assert {each["word"]: (each["first"], each["second"]) for each in tsv("disagreements")} == {
            word: (joined(first), joined(second)) for word, (first, second) in apart.items()
        }

    def test_decisions_are_in_the_table(self) -> None:
        """
        The table has the terms of the reading that was followed, for a reason.
        """
        found = in_table()

        assert [] == [
            each
            for each in tsv("disagreements")
            if each[each["decision"]] != joined(found[each["word"]]) or not each["reason"].endswith(".")
        ]


class TestPage:
    def test_has_the_agreement_of_the_second_reading(self) -> None:
        """
        The page about the data has the agreement of the second reading of all words.
        """
        page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
        pairs = both_readings().values()
        alike = sum(first == second for first, second in pairs)
        shared = sum(len(first & second) for first, second in pairs)
        every = sum(len(first | second) for first, second in pairs)

        assert f"{alike} of the {len(pairs)} words in all their terms" in page
        assert f"{shared} of the {every} pairs that either has" in page

    def test_has_the_numbers(self) -> None:
        """
        The page about the data has the number of words that were mapped and left out, and the agreement.
        """
        page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
        alike = sum(each["first"] == each["second"] for each in readings())
        apart = {each["word"] for each in readings() if each["first"] != each["second"]}
        read = {each["word"] for each in readings()}

        assert [] == [line for line in map(counted, TABLES) if line not in page]
        assert f"{alike} of the {len(readings())} pairs" in page
        assert f"{len(read - apart)} of the {len(read)} words" in page


def both_readings() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return the terms of both readings of each word; the first is the table before the decisions."""
    before = {each["word"]: terms(each["first"]) for each in tsv("disagreements")}
    second = {each["word"]: terms(each["terms"]) for each in tsv("second")}
    return {word: (before.get(word, found), second[word]) for word, found in in_table().items()}


def in_table() -> dict[str, frozenset[str]]:
    """Return the terms of each word in the table."""
    return {
        word: frozenset(curies.shorten(row.object) for row in found if row.has_terms)
        for word, found in groupby(rows(table("hibp", "data-classes")), lambda row: row.subject_label)
    }


def terms(cell: str) -> frozenset[str]:
    return frozenset(cell.split()) - {"none"}


def joined(found: frozenset[str]) -> str:
    return " ".join(sorted(found)) or "none"


def readings() -> list[dict[str, str]]:
    return tsv("readings")


def tsv(name: str) -> list[dict[str, str]]:
    path = resources.folder("data/sources") / "hibp" / f"data-classes.{name}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def counted(path: Path) -> str:
    """Return the row about a table in the page about the data."""
    left_out = sum(not row.has_terms for row in rows(path))
    words = len({row.subject for row in rows(path)})
    name = f"{path.parent.name}/{path.name.removesuffix('.sssom.tsv')}"
    return f"| `{name}` | {words} | {words - left_out} | {left_out} |"
