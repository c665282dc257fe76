"""Lists of a page: where they are split, and where not."""

import pytest

from builders import codes, incident, page_text, row_text
from privkg.core.model import Passage


def words(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.text for passage in passages]


def affected(written: str) -> list[str]:
    return words(incident(Affected=written).affected)


class TestCuts:
    @pytest.mark.parametrize(
        "item",
        [
            "About 19,000 Canadians",
            "20,000 drivers",
            "1,300,000 voters",
            "1 300 nurses",
            "1.300 nurses",
            "Users of X (1,300)",
            "Users of X (old, new; both)",
            "Users of X (in [a, b], c)",
            "Users of X [old, new]",
            '"Smith, Jones & Co" customers',
            "“Smith, Jones & Co” customers",
            "«Smith, Jones» customers",
            "‘Smith’s, Jones’ customers",
            "Users of Strava, Inc.",
        ],
    )
    def test_are_not_within_numbers_brackets_and_quotes(self, item: str) -> None:
        """
        A comma in a number, a bracket, a quotation or before a company form is not a separator.
        """
        assert [item, "Women in Oslo"] == affected(f"{item}, Women in Oslo")
        assert [] == [code for code in codes(incident(Affected=f"{item}; Pupils")) if code > "PK1"]

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("Users of X (old, new, Women", ["Users of X (old", "new", "Women"]),
            ("Users of X) old, new", ["Users of X) old", "new"]),
            ("Users of [X (old, new), Women", ["Users of [X (old, new)", "Women"]),
        ],
    )
    def test_are_at_commas_after_an_open_bracket(self, written: str, expected: list[str]) -> None:
        """
        An unclosed bracket does not protect commas, and is reported.
        """
        assert expected == affected(written)
        assert ["PK321"] == codes(incident(Affected=written))

    def test_an_inch_mark_is_no_quote(self) -> None:
        """
        An unmatched quotation mark does not protect commas.
        """
        assert ['Users of 7" screens', "Women"] == affected('Users of 7" screens, Women')


class TestLines:
    def test_an_item_may_be_wrapped(self) -> None:
        """
        A line in lower case, or after a word such as "of", is the rest of an item.
        """
        found = incident(Affected="Users of the example\nlibrary, Women in\nOslo")

        assert ["Users of the example library", "Women in Oslo"] == words(found.affected)
        assert [] == codes(found)

    def test_a_possible_item_is_reported(self) -> None:
        """
        A line that begins in upper case is a separate item, and reported as ambiguous.
        """
        found = incident(page_text(rows=(row_text(At_Risk_group="Users of Example\nLibrary"),)))

        assert ["Users of Example", "Library"] == words(found.rows[0].groups)
        assert ["PK320"] == codes(found)

    @pytest.mark.parametrize(
        "written",
        [
            "\n1. Alpha, Beta & Co\n2. Gamma",
            "\n- Alpha, Beta & Co\n- Gamma",
            "\na) Alpha, Beta & Co\nb) Gamma",
            "\n(i) Alpha, Beta & Co\n(ii) Gamma",
            "\n* Alpha, Beta & Co\n* Gamma",
            "\n*Alpha, Beta & Co\n*Gamma",
            "\n# Alpha, Beta & Co\n# Gamma",
        ],
    )
    def test_an_actor_behind_a_bullet_is_one_name(self, written: str) -> None:
        """
        A list item in Threat Actors is never split; its number has no finding.
        """
        found = incident(Threat_Actors=written)

        assert (["Alpha, Beta & Co", "Gamma"], []) == (words(found.actors), codes(found))

    def test_a_break_of_html_parts_items(self) -> None:
        """
        `<br>` separates items like a line end.
        """
        assert ["Women", "Pupils"] == affected("Women<br>Pupils")
