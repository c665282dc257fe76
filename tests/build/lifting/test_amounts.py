"""Amounts of money: which texts are parsed, and that none is guessed."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.build.lifting import amounts
from privkg.build.lifting.amounts import Amount, Problem
from privkg.rdf.terms import iri_text
from privkg.reference import concepts

CODES = sorted(iri_text(each.iri).rpartition("/")[2] for each in concepts.currencies())
READ = [
    ("500,000 GBP", "500000", "GBP"),
    ("500000 GBP", "500000", "GBP"),
    ("500 000 GBP", "500000", "GBP"),
    ("500\u00a0000 EUR", "500000", "EUR"),
    ("EUR 1.2 million", "1200000", "EUR"),
    ("EUR1.25 bn", "1250000000", "EUR"),
    ("5 billion USD", "5000000000", "USD"),
    ("5m USD", "5000000", "USD"),
    ("5M USD", "5000000", "USD"),
    ("1,234.50 DKK", "1234.5", "DKK"),
    ("€500", "500", "EUR"),
    ("₹ 2.5 million", "2500000", "INR"),
    ("500 ₽", "500", "RUB"),
    ("€1.2 million EUR", "1200000", "EUR"),
    ("0 GBP", "0", "GBP"),
    ("12,500 thousand BND", "12500000", "BND"),
    ("3 MNT", "3", "MNT"),
]
NOT_READ = [
    ("500,000", "PK081"),
    ("1.2 million", "PK081"),
    ("$500,000", "PK427"),
    ("£500,000", "PK427"),
    ("¥500", "PK427"),
    ("500 kr", "PK427"),
    ("500 euros", "PK427"),
    ("500 eur", "PK427"),
    ("US$5 million", "PK427"),
    ("500 XYZ", "PK427"),
    ("5 mm USD", "PK427"),
    ("500.000 EUR", "PK426"),
    ("1,23 EUR", "PK426"),
    ("12,34,567 INR", "PK426"),
    ("about 500 EUR", "PK426"),
    ("-500 EUR", "PK426"),
    ("500 to 600 EUR", "PK426"),
    ("EUR 500 USD", "PK426"),
    ("many EUR", "PK426"),
    ("", "PK426"),
    ("9" * 400, "PK426"),
]


class TestRead:
    @pytest.mark.parametrize(("text", "number", "code"), READ)
    def test_gives_the_number_and_the_currency(self, text: str, number: str, code: str) -> None:
        """
        A number and a code, or a sign that one currency alone has, are an amount.
        """
        found = amounts.read(text)

        assert isinstance(found, Amount)
        assert (number, f"<{concepts.CURRENCIES}{code}>") == (found.number, found.currency)

    @pytest.mark.parametrize(("text", "code"), NOT_READ)
    def test_guesses_nothing(self, text: str, code: str) -> None:
        """
        A text without a certain currency, or with an ambiguous number, is not an amount.
        """
        found = amounts.read(text)

        assert isinstance(found, Problem)
        assert code == found.rule.code

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("500 euros", 'unknown currency "euros"; did you mean "EUR"?'),
            ("500 gbp", 'unknown currency "gbp"; did you mean "GBP"?'),
            ("500 XYZ", 'unknown currency "XYZ"; write an ISO 4217 code, such as 500,000 GBP'),
            (
                "£500",
                'several currencies have the sign "£"; write the ISO 4217 code, such as 500,000 GBP',
            ),
        ],
    )
    def test_states_what_to_write(self, text: str, expected: str) -> None:
        """
        The message quotes the value, and suggests a code if there is a similar one.
        """
        found = amounts.read(text)

        assert isinstance(found, Problem)
        assert expected == found.message

    @given(number=st.decimals(min_value=0, max_value=10**12, places=2), code=st.sampled_from(CODES))
    def test_keeps_the_value_of_each_number(self, number: Decimal, code: str) -> None:
        """
        A number with commas between thousands is the same number as xsd:decimal.
        """
        found = amounts.read(f"{number:,} {code}")

        assert isinstance(found, Amount)
        assert (number, f"<{concepts.CURRENCIES}{code}>") == (Decimal(found.number), found.currency)
        assert re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d*[1-9])?", found.number)

    @given(st.text(alphabet="0123456789.,-€$£ \u00a0EURGBPmilionbn", max_size=30))
    def test_is_an_amount_or_a_problem_for_any_text(self, text: str) -> None:
        """
        Any text is parsed to a decimal number, or has a message with the text or a part of it.
        """
        found = amounts.read(text)

        assert isinstance(found, Problem) or re.fullmatch(r"\d+(?:\.\d+)?", found.number)
