"""Credits of a graph: a line for each register, with licence, conditions, credit and count."""

from dataclasses import replace

import pytest

from privkg.rdf.terms import Term
from privkg.reference import licences
from privkg.reference.credits import Credit, Credits, Part

LEAKS = Credit(
    register=Term("<https://w3id.org/privkg/id/register/leaks>"),
    name="Register of leaks",
    homepage="https://leaks.example.org/",
    licences=(licences.find("https://creativecommons.org/licenses/by/4.0/"),),
    credits=("Leaks, an example",),
)


def under(*addresses: str) -> Part:
    """Return two incidents of a register under licences."""
    return Part(replace(LEAKS, licences=tuple(map(licences.find, addresses))), 2)


class TestLines:
    def test_have_licence_and_credit(self) -> None:
        """
        A line has the number of incidents, the register, its licence and its credit.
        """
        assert [
            "1 incident of Register of leaks: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/;"
            " credit: Leaks, an example"
        ] == [*Credits((Part(LEAKS, 1),)).lines()]

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("https://opendatacommons.org/licenses/odbl/1-0/", "share what you make of them under"),
            ("https://creativecommons.org/licenses/by-nc/4.0/", "do not use them for commercial"),
            ("https://creativecommons.org/licenses/by-nd/4.0/", "do not share what you make of them"),
            ("https://example.org/licence", "conditions not known; read the licence"),
        ],
    )
    def test_name_what_a_licence_requires(self, address: str, words: str) -> None:
        """
        Share-alike, non-commercial, no derivatives and unknown conditions are named.
        """
        (line,) = Credits((under(address),)).lines()

        assert words in line

    def test_name_each_of_two_licences(self) -> None:
        """
        A register with two licences has both on its line.
        """
        (line,) = Credits((under("https://example.org/1", "https://example.org/2"),)).lines()

        assert ": https://example.org/1; https://example.org/2; credit: " in line

    def test_of_pages_only_are_none(self) -> None:
        """
        A graph without records of registers has no lines.
        """
        assert [] == [*Credits((), 3).lines()]

    def test_count_the_incidents_of_no_register(self) -> None:
        """
        The other incidents are on the last line, with the licence of the dataset if it is known.
        """
        found = Credits((Part(LEAKS, 1),), 3)
        (_, without), (_, of_dataset) = found.lines(), found.lines(LEAKS.licences[0])

        assert "3 incidents of no register: the licence is not in the graph" == without
        assert f"3 incidents of no register: {LEAKS.licences[0]}" == of_dataset
