"""Candidates for names, evaluated on a list that was drawn before any tuning."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from privkg.link import candidates
from privkg.rdf.terms import iri_text
from privkg.reference import authority

GOLD = Path(__file__).parent / "gold.tsv"
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.8


@dataclass(frozen=True, slots=True)
class Judged:
    """How many names were decided, rightly decided, and could have been."""

    decided: int
    right: int
    answerable: int

    @property
    def precision(self) -> float:
        """The share of decisions that are right."""
        return self.right / self.decided

    @property
    def recall(self) -> float:
        """The share of names with an answer that are decided rightly."""
        return self.right / self.answerable


def rows() -> list[dict[str, str]]:
    """Return the names of the list."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t"))


def answer(row: dict[str, str]) -> str:
    """Return what a name is decided to mean; empty if it is not decided."""
    found = candidates.candidates(row["kind"], row["name"], row["country"] or None, authority.load())
    decided = candidates.decided(found)
    return iri_text(decided.object) if decided else ""


def judged(some: list[dict[str, str]]) -> Judged:
    """Return how the names of some rows are decided."""
    pairs = [(row["answer"], answer(row)) for row in some]
    return Judged(
        decided=sum(bool(found) for _, found in pairs),
        right=sum(found == wanted != "" for wanted, found in pairs),
        answerable=sum(bool(wanted) for wanted, _ in pairs),
    )


class TestGold:
    def test_the_list_is_as_hard_as_required(self) -> None:
        """
        Sixty names and more, fifteen of them without an answer, ten ambiguous.
        """
        some = rows()

        assert len(some) >= 60
        assert sum(not row["answer"] for row in some) >= 15
        assert sum(row["ambiguous"] != "" for row in some) >= 10

    def test_precision_and_recall(self, record_property: Callable[[str, object], None]) -> None:
        """
        Precision of the decisions is high, and recall is sufficient.
        """
        found = judged(rows())
        record_property("precision", found.precision)
        record_property("recall", found.recall)

        assert found.precision >= LEAST_PRECISION
        assert found.recall >= LEAST_RECALL

    @pytest.mark.parametrize(
        "name",
        [
            *("London, Paris", "Germany, Austria and Switzerland", "Germany, France, Spain"),
            *("London, Nova Scotia, Canada", "Georgia", "European Union", "England"),
        ],
    )
    def test_what_is_no_one_place_is_not_decided(self, name: str) -> None:
        """
        A name of several places, or with an unknown part, has no decision.
        """
        assert candidates.decided(candidates.candidates("place", name)) is None

    def test_both_moscows_are_candidates(self) -> None:
        """
        Without a country the larger Moscow comes first, and the one in Idaho is an alternative.
        """
        found = [iri_text(each.object) for each in candidates.candidates("place", "Moscow")]

        assert "https://sws.geonames.org/524901/" == found[0]
        assert "https://sws.geonames.org/5601538/" in found[1:]
