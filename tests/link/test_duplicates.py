"""Actors that may be one are paired by rank, evaluated on 200 pairs of names judged by hand."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from checkout import ROOT
from privkg.link import duplicates, similar
from privkg.link.duplicates import Pair, Party, Rank

GOLD = Path(__file__).parent / "pairs.tsv"
FIGURES = {
    Rank.SAME_KEY: (40, 0, 0),
    Rank.SAME_WORD: (23, 0, 2),
    Rank.CLOSE: (18, 2, 3),
    Rank.SIMILAR: (17, 12, 1),
    Rank.DISTANT: (6, 25, 4),
    Rank.DOUBTFUL: (8, 22, 0),
    None: (1, 16, 0),
}
"""The measured numbers of pairs that are the same, different and open, by rank; None is no proposal."""


def compare(one: str | Party, other: str | Party) -> Pair | None:
    """Return the pair of two actors, or of two names; None if it is not proposed."""
    parties = [
        each if isinstance(each, Party) else Party(id=number, labels=(each,))
        for number, each in zip("12", (one, other), strict=True)
    ]
    return next(iter(duplicates.pairs(parties)), None)


def rank(one: str | Party, other: str | Party) -> Rank | None:
    """Return the rank of a pair; None if it is not proposed."""
    found = compare(one, other)
    return found.rank if found else None


def rows() -> list[dict[str, str]]:
    """Return the judged pairs."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return list(
        csv.DictReader(
            (line for line in lines if line[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE
        )
    )


class TestGold:
    def test_precision_and_recall_by_rank(self, record_property: Callable[[str, object], None]) -> None:
        """
        In no rank is precision lower than measured, and with none of the ranks above it is recall.
        """
        found = Counter((rank(row["one"], row["other"]), row["answer"]) for row in rows())
        same = sum(count for (_, answer), count in found.items() if answer == "same")
        measured, proposed = 0, 0
        for each in Rank:
            right, wrong, _ = FIGURES[each]
            measured, proposed = measured + right, proposed + found[each, "same"]
            precision = found[each, "same"] / (found[each, "same"] + found[each, "different"])
            record_property(f"precision of rank {each}", precision)
            record_property(f"recall to rank {each}", proposed / same)

            assert precision >= right / (right + wrong)
            assert proposed >= measured

    def test_figures_are_documented(self) -> None:
        """
        The page about links states the measured precision and recall of each rank.
        """
        page = (ROOT / "docs/how-to/link.md").read_text(encoding="utf-8")
        stated = re.findall(r"^\| (\d) \| .* \| (\d+ of \d+ \(.*\)) \| (.*) \|$", page, re.MULTILINE)
        same = list(itertools.accumulate(right for right, _, _ in FIGURES.values()))
        expected = [
            (
                f"{each}",
                f"{right} of {right + wrong} ({right / (right + wrong):.2f})",
                f"{so_far / same[-1]:.2f}",
            )
            for each, (right, wrong, _), so_far in zip(Rank, FIGURES.values(), same, strict=False)
        ]

        assert expected == stated

    def test_pairs_are_two_hundred(self) -> None:
        """
        The list has 200 different pairs, each judged, with a reason.
        """
        some = rows()

        assert 200 == len({(row["one"], row["other"]) for row in some})
        assert {"same", "different", "open"} == {row["answer"] for row in some}
        assert all(row["why"] for row in some)


class TestRanks:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("Example Health Trust", "The Example Health Trust, Inc.", Rank.SAME_KEY),
            ("Example Company", "EXAMPLE", None),
            ("Example", "Example Inc", Rank.SAME_WORD),
            ("Example Health Trust", "Example Heallth Trust", Rank.CLOSE),
            ("Example Health Trust", "Example Health Trustees", Rank.SIMILAR),
            ("Example Health Trust", "Example Health Trust Fund", Rank.DISTANT),
            ("Examplify", "Examplifys", Rank.DOUBTFUL),
            ("Example Library", "Sample Museum", None),
        ],
    )
    def test_names_have_a_rank(self, one: str, other: str, expected: Rank | None) -> None:
        """
        Names are ranked by their keys and similarity; other names are not proposed.
        """
        assert expected == rank(one, other)

    @pytest.mark.parametrize(
        ("one", "other", "reason"),
        [
            ("UK Department of Examples", "US Department of Examples", "different countries: GB, US"),
            ("Durham Police Department", "Durham NH Police Department", "the name of a place: nh"),
            ("Department of Examples Iowa", "Department of Examples Ohio", "a place: iowa, ohio"),
            ("Example School District 46", "Example School District 47", "a number: 46, 47"),
            ("University of Miami", "Miami University", "elsewhere in the other name"),
        ],
    )
    def test_doubtful_names_rank_last(self, one: str, other: str, reason: str) -> None:
        """
        Names that differ by a place, its position, a country or a number have the last rank.
        """
        found = compare(one, other)

        assert found
        assert (Rank.DOUBTFUL, True) == (found.rank, reason in found.reason)

    def test_different_jurisdictions_rank_last(self) -> None:
        """
        Actors of the same name in different jurisdictions have the last rank.
        """
        one, other = (
            Party(id=code, labels=(name,), countries=frozenset({code}))
            for code, name in (("DE", "Example Data Office"), ("FR", "Example Data Office Ltd"))
        )

        assert Rank.DOUBTFUL == rank(one, other)

    def test_two_records_are_two_actors(self) -> None:
        """
        Two actors with authority records are not proposed.
        """
        one, other = (
            Party(id=number, labels=(name,), is_recorded=True)
            for number, name in (("1", "Example Data Office"), ("2", "Example Data Office Ltd"))
        )

        assert rank(one, other) is None

    def test_an_alternative_name_counts(self) -> None:
        """
        The names of two actors that are most alike decide, whichever they are.
        """
        one = Party(id="1", labels=("Ministry of Examples", "Example Data Office"))

        assert Rank.SAME_KEY == rank(one, Party(id="2", labels=("Example Data Office (EDO)",)))

    def test_scores_are_in_the_order_of_ranks(self) -> None:
        """
        A pair of a lower rank has a higher score.
        """
        found = [pair for row in rows() if (pair := compare(row["one"], row["other"]))]
        lowest = {each: min(p.score for p in found if p.rank == each) for each in Rank}
        highest = {each: max(p.score for p in found if p.rank == each) for each in Rank}

        assert [] == [each for each in list(Rank)[1:] if highest[each] >= lowest[Rank(each - 1)]]


class TestMany:
    def test_order_of_actors_does_not_matter(self) -> None:
        """
        The pairs are the same for any order of the actors.
        """
        names = [name for row in rows() for name in (row["one"], row["other"])]
        parties = [Party(id=f"{n:03}", labels=(name,)) for n, name in enumerate(names)]

        assert duplicates.pairs(parties) == duplicates.pairs(reversed(parties))

    def test_pairs_of_a_name_are_bounded(self) -> None:
        """
        A thousand names that are all alike give no more than a few pairs each.
        """
        parties = [Party(id=f"{n}", labels=(f"Example Office {n:04}",)) for n in range(1000)]

        assert len(duplicates.pairs(parties)) <= 10_000

    def test_more_names_than_are_compared_have_pairs_of_one_key(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        Above the limit only names with the same key are paired.
        """
        monkeypatch.setattr(duplicates, "MOST_COMPARED", 1)
        names = ("Example Data Office", "Example Data Office Ltd", "Example Date Office")
        parties = [Party(id=name, labels=(name,)) for name in names]

        assert [Rank.SAME_KEY] == [pair.rank for pair in duplicates.pairs(parties)]


class TestSimilar:
    def test_all_pairs_above_the_limit_are_found(self) -> None:
        """
        The limit on lengths leaves out no pair that is similar enough.
        """
        texts = ["a" * length for length in range(1, 12)]
        expected = {
            (one, other)
            for other in range(11)
            for one in range(other)
            if 200 * (one + 1) / (one + other + 2) >= similar.LEAST
        }

        assert expected == {(one, other) for one, other, _ in similar.pairs(texts)}
