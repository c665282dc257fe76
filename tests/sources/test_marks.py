"""Marks against a gold file: sentences that mark a harm, deny one, or only mention one."""

import csv
from collections import Counter
from pathlib import Path

from builders import codes, incident

GOLD = Path(__file__).parent / "marks.tsv"


def gold() -> list[dict[str, str]]:
    """Return the rows of the gold file: `kind`, `marks` (harms joined by a comma), and `text`."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def marks(description: str) -> str:
    """Return the harms that a Description marks, joined by a comma."""
    return ", ".join(mark.harm.text for mark in incident(description=description).marks)


class TestGoldFile:
    def test_has_enough_sentences_of_each_kind(self) -> None:
        """
        The file has at least 75 different sentences, of which a third are denials.
        """
        kinds = Counter(row["kind"] for row in gold())

        assert {"mark", "denied", "undecided", "mentioned"} == set(kinds)
        assert 75 <= len({row["text"] for row in gold()}) == sum(kinds.values())
        assert kinds["denied"] * 3 >= sum(kinds.values())


class TestReading:
    def test_matches_the_gold_file(self) -> None:
        """
        At most one sentence differs from the gold file, and no denied harm is a mark.
        """
        wrong = [row["text"] for row in gold() if marks(row["text"]) != row["marks"]]
        denied = [row["text"] for row in gold() if row["kind"] == "denied" and marks(row["text"])]

        assert [] == denied
        assert 1 >= len(wrong), wrong

    def test_an_open_sentence_is_reported(self) -> None:
        """
        A sentence that leaves the harm open has a finding and no mark.
        """
        open_sentences = [row["text"] for row in gold() if row["kind"] == "undecided"]
        silent = [text for text in open_sentences if ["PK211"] != codes(incident(description=text))]

        assert [] == silent
        assert "" == "".join(map(marks, open_sentences))
