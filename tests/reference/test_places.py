"""Places: found by name and country, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.reference import places
from privkg.reference.places import Ambiguous, Place, Unknown

UNITED_STATES = "United States"


def found(text: str, country_code: str | None = None) -> Place:
    place = places.find(text, country_code)
    assert isinstance(place, Place), place
    return place


class TestFound:
    @pytest.mark.parametrize(
        ("text", "kind", "country_code", "geonames_id"),
        [
            ("Moscow, Russia", "City", "RU", 524901),
            ("moscow ,\u00a0 RUSSIA", "City", "RU", 524901),
            ("Москва, Russia", "City", "RU", 524901),
            ("Moscow, Idaho", "City", "US", 5601538),
            (f"Moscow, Idaho, {UNITED_STATES}", "City", "US", 5601538),
            (f"Moscow, ID, {UNITED_STATES}", "City", "US", 5601538),
            ("Springfield, Illinois", "City", "US", 4250542),
            (f"Washington, D.C., {UNITED_STATES}", "City", "US", 4140963),
            ("New York, New York", "City", "US", 5128581),
            ("Tbilisi, Georgia", "City", "GE", 611717),
            ("Atlanta, Georgia", "City", "US", 4180439),
            (f"Georgia, {UNITED_STATES}", "State", "US", 4197000),
            ("Idaho", "State", "US", 5596512),
            ("Russia", "Country", "RU", 2017370),
            ("the Netherlands", "Country", "NL", 2750405),
            ("Singapore", "Country", "SG", 1880251),
            ("Singapore, Singapore", "City", "SG", 1880252),
        ],
    )
    def test_by_name_and_country(
        self, text: str, kind: str, country_code: str, geonames_id: int
    ) -> None:
        """
        A city with its country or state, a state, and a country alone are found.
        """
        place = found(text)

        assert (kind, country_code, geonames_id) == (place.kind, place.country_code, place.geonames_id)

    def test_has_coordinates_if_it_is_a_city(self) -> None:
        """
        A city lies somewhere; of a country no point is given.
        """
        moscow, russia = found("Moscow, Russia"), found("Russia")

        assert (55.75, 37.62) == (round(moscow.latitude or 0, 2), round(moscow.longitude or 0, 2))
        assert (None, None) == (russia.latitude, russia.longitude)

    def test_takes_the_callers_word_for_a_country(self) -> None:
        """
        A country under another name is known by the code that comes with it.
        """
        assert found("London, United Kingdom") == found("London, UK", "GB")

    def test_takes_the_callers_word_for_a_region(self) -> None:
        """
        Where the caller vouches for the region, the city is found by its country.
        """
        vouched = places.find("Toronto, Ontario, Canada", is_region_known=True)

        assert found("Toronto, Canada") == vouched

    def test_never_takes_its_word_for_a_state(self) -> None:
        """
        In the United States the state is read, whoever vouches for it.
        """
        name = f"Portland, Maine, {UNITED_STATES}"

        assert found(name) == places.find(name, is_region_known=True)


class TestNotDecided:
    @pytest.mark.parametrize(
        "text",
        [
            "Moscow",
            "Georgia",
            "Washington",
            f"New York, {UNITED_STATES}",
            f"Springfield, {UNITED_STATES}",
            "San José, Costa Rica",
            "Moscow, Idaho, Russia",
            "London, Nova Scotia, Canada",
            f"Seattle, Nowhere, {UNITED_STATES}",
            "Paris, TX",
        ],
    )
    def test_more_than_one_place_may_be_meant(self, text: str) -> None:
        """
        Where more than one place may be meant, or a part cannot be checked, none is taken.
        """
        assert isinstance(places.find(text), Ambiguous)

    def test_says_what_to_write(self) -> None:
        """
        A city without its country comes with the countries it may lie in.
        """
        message = "it does not say the country; write for example Moscow, Russia, Moscow, United States"

        assert message == places.find("Moscow")


class TestNotKnown:
    @pytest.mark.parametrize(
        "text",
        [
            *("", " , ", "Global", "Online", "not known", "Moscow; Russia", "Moscow/Russia"),
            *("Atlantis, Russia", "Idaho, Russia", "Mоscow, Russia", "Georgia, Georgia", "CA"),
        ],
    )
    def test_is_no_place(self, text: str) -> None:
        """
        What is in no list, and a name with a letter of another script, is not placed.
        """
        assert isinstance(places.find(text), Unknown)

    def test_no_country_has_the_code(self) -> None:
        """
        A code that no country has, as a record may hold one, finds nothing.
        """
        assert "ZZ is no code of a country" == places.find("Exampletown, Exampleland", "ZZ")


class TestProperties:
    @given(st.lists(st.sampled_from(["Moscow", "Idaho", "Russia", "", " ", "Paris", "Texas", "x"])))
    def test_a_place_is_named_by_its_words(self, parts: list[str]) -> None:
        """
        A place that is found is called what the text begins with.
        """
        place = places.find(",".join(parts))
        first = next((part for part in parts if part.strip()), "")

        assert not isinstance(place, Place) or place.name.startswith(first)

    @given(st.text())
    def test_no_text_raises(self, text: str) -> None:
        """
        Any text has an answer, and a reason where it is no place.
        """
        assert places.find(text)
