"""Data classes that were read twice: both readings are recorded, and the page has the agreement."""

import csv
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


class TestPage:
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


def readings() -> list[dict[str, str]]:
    path = resources.folder("data/sources") / "hibp" / "data-classes.readings.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def counted(path: Path) -> str:
    """Return the row about a table in the page about the data."""
    left_out = sum(not row.has_terms for row in rows(path))
    words = len({row.subject for row in rows(path)})
    name = f"{path.parent.name}/{path.name.removesuffix('.sssom.tsv')}"
    return f"| `{name}` | {words} | {words - left_out} | {left_out} |"
