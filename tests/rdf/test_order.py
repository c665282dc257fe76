"""Sort keys of terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.rdf import order
from privkg.rdf.terms import Term

ROWS = [Term(f"<https://example.org/id/incident/a/v{number}>") for number in range(1, 30)]
INCIDENT = Term("<https://example.org/id/incident/a>")


class TestEnglishFirst:
    def test_english_is_before_all_others(self) -> None:
        """
        A label in English sorts before labels in other languages, without one, and with a region.
        """
        labels = ['"b"@en', '"a"', '"a"@de', '"a"@en-GB', '"a"@en']

        found = sorted(map(Term, labels), key=order.english_first)

        assert ['"a"@en', '"b"@en', '"a"', '"a"@de', '"a"@en-GB'] == found

    @pytest.mark.parametrize("text", ["<https://example.org/@en>", '"a@en"', '"a"@enm'])
    def test_other_terms_are_not_english(self, text: str) -> None:
        """
        Only a literal with the language tag is English.
        """
        assert not order.is_english(Term(text))


class TestNatural:
    @given(st.permutations([INCIDENT, *ROWS]))
    def test_rows_are_by_number(self, things: list[Term]) -> None:
        """
        Rows are in the order of their numbers, after their incident.
        """
        assert [INCIDENT, *ROWS] == sorted(things, key=order.natural)

    @pytest.mark.parametrize("end", ["1" * 19, "1" * 5000, "\u0661", "\u00b2", ""])
    def test_other_digits_are_text(self, end: str) -> None:
        """
        Digits of other scripts, and very long numbers, are compared as text.
        """
        assert -1 == order.natural(Term(f"<https://example.org/id/incident/a/v{end}>"))[1]
