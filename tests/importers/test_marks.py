"""Inline marks against a gold file: sentences that mark a harm, deny one, or only mention one."""

import csv
from collections import Counter
from pathlib import Path

GOLD = Path(__file__).parent / "marks.tsv"


def gold() -> list[dict[str, str]]:
    """Return the rows of the gold file: `kind`, `marks` (harms joined by a comma), and `text`."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class TestGoldFile:
    def test_has_enough_sentences_of_each_kind(self) -> None:
        """
        The file has at least 75 different sentences, and denials are a third of them.
        """
        kinds = Counter(row["kind"] for row in gold())

        assert {"mark", "denied", "undecided", "mentioned"} == set(kinds)
        assert 75 <= len({row["text"] for row in gold()}) == sum(kinds.values())
        assert kinds["denied"] * 3 >= sum(kinds.values())
