"""The table of actors has those who act; that of parties has all, with their parts."""

import csv
from pathlib import Path

import parties
from privkg.export.formats import FORMATS
from privkg.export.target import Place
from privkg.store.graph import Graph


def read_tables(graph: Graph, folder: Path) -> dict[str, list[list[str]]]:
    FORMATS.load("csv").write(graph, Place(folder / "tables"))
    return {
        path.stem: list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        for path in (folder / "tables").glob("*.csv")
    }


def column(table: list[list[str]], key: str, value: str) -> dict[str, str]:
    header, *rows = table
    return {row[header.index(key)]: row[header.index(value)] for row in rows}


class TestTables:
    def test_of_actors_has_who_acts_or_is_stated(self, tmp_path: Path) -> None:
        """
        A party that only receives, decides or claims is not in the table of actors.
        """
        tables = read_tables(parties.graph(tmp_path), tmp_path)
        slugs = {iri.rpartition("/")[2] for iri in column(tables["actors"], "iri", "label")}

        assert parties.ACTORS == slugs

    def test_of_parties_has_the_parts_of_each(self, tmp_path: Path) -> None:
        """
        A party has one line, with its parts in a fixed order; a claimant without a node is a literal.
        """
        tables = read_tables(parties.graph(tmp_path), tmp_path)

        assert {
            "Alpha": "acts | claims",
            "Beta": "acts | receives",
            "Idle stated": "acts",
            "Receiver": "receives",
            "Ministry": "receives | decides",
            "Court": "decides | claims",
            "Rights activists": "claims",
        } == column(tables["parties"], "label", "part")
        assert 7 == len(tables["parties"]) - 1
        assert "" == column(tables["parties"], "label", "iri")["Rights activists"]

    def test_of_parties_has_the_columns_of_actors_and_the_part(self, tmp_path: Path) -> None:
        """
        The table of parties describes actors as the table of actors does.
        """
        tables = read_tables(parties.graph(tmp_path), tmp_path)

        assert [*tables["actors"][0], "part"] == tables["parties"][0]
