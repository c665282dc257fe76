"""Names of organisations have the same key if only their spelling differs, not what is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.reference import organisations


class TestKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Example Library", "THE EXAMPLE LIBRARY, INC."),
            ("Bibliothèque d’Exemple", "Bibliotheque d'Exemple S.A."),
            ("Federal Data Office (FDO)", "Federal Data Office"),
            ("New York Police Department NYPD", "New York Police Department"),
            ("Michigan Office of Open Data (OOD)", "Michigan Office of Open Data"),
            ("J. P. Example & Co.", "JP Example"),
            ("Books & Letters", "Books and Letters"),
        ],
    )
    def test_what_does_not_matter(self, one: str, other: str) -> None:
        """
        Case, accents, marks, articles, company forms and own abbreviations are set aside.
        """
        assert organisations.key(one) == organisations.key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Limited", "Inc."),
            ("Example Library (Oslo)", "Example Library"),
            ("Example Data Office AB", "Example Data Office"),
            ("Vitamin A", "Vitamin"),
            ("?", "!"),
        ],
    )
    def test_what_matters(self, one: str, other: str) -> None:
        """
        A key has at least one word, and only the initials of a name are set aside as its abbreviation.
        """
        assert organisations.key(one).words != organisations.key(other).words

    @pytest.mark.parametrize(
        ("name", "country"),
        [
            ("U.S. Department of Examples", "US"),
            ("us department of examples", "US"),
            ("UK Department of Examples", "GB"),
            ("IE Department of Examples", "IE"),
            ("Us Department of Examples", ""),
            ("US Examples", ""),
            ("JP Morgan Chase", ""),
            ("CA Department of Examples", ""),
            ("The Department of Examples", ""),
        ],
    )
    def test_a_leading_country_code_is_apart(self, name: str, country: str) -> None:
        """
        The code of a country before several words is not a word of the name, unless it may be another.
        """
        found = organisations.key(name)

        assert country == found.country
        assert ("department" == found.words[0]) is (country != "" or "The" in name)

    @given(st.text(max_size=40))
    def test_any_text_has_a_key(self, name: str) -> None:
        """
        Every text has a key with one word or more.
        """
        assert organisations.key(name).words


class TestPlaces:
    @pytest.mark.parametrize("word", ["norway", "uk", "nh", "georgia", "oslo"])
    def test_countries_states_and_cities(self, word: str) -> None:
        """
        Main names and codes of places are places.
        """
        assert organisations.is_place(word)

    @pytest.mark.parametrize("word", ["department", "air", "cbp"])
    def test_other_words(self, word: str) -> None:
        """
        Words that are only alternative names of cities are not places.
        """
        assert not organisations.is_place(word)
