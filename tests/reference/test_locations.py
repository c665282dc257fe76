"""Locations as people write them: one place, several places, or ambiguous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import converted, page_text
from conversions import values
from privkg.build.lifting import LiftedIncident
from privkg.build.lifting.places import is_no_place
from privkg.rdf.terms import BASE, PREF_LABEL, A, Term, iri_text, literal, term
from privkg.reference import authority
from privkg.reference.authority import Authority
from privkg.reference.locations import Found, Locator

RECORDS = authority.load()
LOCATOR = Locator(RECORDS)
COUNTRIES = ("Germany", "France", "the Netherlands", "UK", "Trinidad and Tobago", "Bosnia & Herzegovina")
JOINERS = (", ", " and ", " & ", ", and ")


def one(text: str) -> str | None:
    """Return the end of the IRI of the place that a text names."""
    found = LOCATOR.find(text)
    return iri_text(found.node).removeprefix(f"{BASE}id/place/") if isinstance(found, Found) else None


def several(text: str) -> list[str]:
    """Return the names of the places that a text lists."""
    return [piece.text for piece in LOCATOR.several(text)]


def read(location: str) -> LiftedIncident:
    """Return a page with this Location as triples, by the shipped records."""
    return converted(page_text(Location=location), RECORDS)


class TestOne:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            *(
                (name, "united-kingdom")
                for name in ("UK", "U.K.", "Great Britain", "the United Kingdom")
            ),
            *((name, "united-states") for name in ("US", "U.S.", "USA", "United States of America")),
            *((name, "european-union") for name in ("European Union", "EU", "the EU")),
            *((name, "global") for name in ("Global", "worldwide", "World")),
            *((name, "england") for name in ("England", "England, UK", "England, United Kingdom")),
            ("Scotland", "scotland"),
            ("Wales", "wales"),
            ("Northern Ireland", "northern-ireland"),
            ("Republic of Ireland", "ireland"),
            ("Holland", "netherlands"),
            ("Czech Republic", "czechia"),
            ("Prague, Czech Republic", "prague-czechia"),
            ("Korea, Republic of", "south-korea"),
            ("Iran, Islamic Republic of", "iran"),
            ("Congo, Democratic Republic of the", "democratic-republic-of-the-congo"),
            ("Seoul, Republic of Korea", "seoul-south-korea"),
            ("Hong Kong", "hong-kong"),
            ("Hong Kong, China", "hong-kong"),
            ("Puerto Rico, United States", "puerto-rico"),
            ("Brunei Darussalam", "brunei"),
            ("Dubai, UAE", "dubai-united-arab-emirates"),
            ("Trinidad & Tobago", "trinidad-and-tobago"),
            ("Bosnia & Herzegovina", "bosnia-and-herzegovina"),
            ("Port of Spain, Trinidad & Tobago", "port-of-spain-trinidad-and-tobago"),
            ("Georgia, USA", "georgia-united-states"),
            ("Tbilisi, Georgia", "tbilisi-georgia"),
            ("London, England", "london-united-kingdom"),
            ("London, England, UK", "london-united-kingdom"),
            ("Edinburgh, Scotland", "edinburgh-united-kingdom"),
            ("Singapore, Singapore", "singapore-singapore"),
            ("Jamaica, New York, United States", "jamaica-new-york-united-states"),
        ],
    )
    def test_is_found(self, text: str, place: str) -> None:
        """
        The names of a place in lists, in records and in common use find it.
        """
        assert place == one(text)
        assert not LOCATOR.names_several(text)

    @pytest.mark.parametrize(
        "text",
        [
            *("Georgia", "Korea", "Congo", "America", "Europe", "Washington", "Springfield"),
            *("Tyne and Wear", "Tyne and Wear, United Kingdom", "Newfoundland & Labrador"),
            *(
                "Boston, Scotland",
                "Moscow, Idaho, Russia",
                "Munich, Bavaria, Germany",
                "London, Nova Scotia, Canada",
            ),
            *("Jordan, Minnesota, United States", "Peru, Indiana", "Springfield, Norway"),
        ],
    )
    def test_is_not_decided_and_is_not_several(self, text: str) -> None:
        """
        A text that may mean two places, or that is unknown, is neither found nor split.
        """
        assert one(text) is None
        assert not LOCATOR.names_several(text)

    def test_a_part_of_a_country_is_not_the_country(self) -> None:
        """
        England has the DPV codes of the United Kingdom and of England, but no identity with the former.
        """
        found = read("England")

        assert ["place/england"] == values(found, "dcterms:spatial")
        assert [] == [c for c in found.claims if c.predicate == term("schema:sameAs")]

    def test_a_record_is_not_what_the_gazetteer_has_by_its_name_in_another_kind(self) -> None:
        """
        The record of a river with the name of a country is not matched to the country.
        """
        node = Term(f"<{BASE}id/place/niger-river>")
        records = Authority([(node, PREF_LABEL, literal("Niger")), (node, A, term("schema:Place"))])
        found = Locator(records).find("Niger")

        assert isinstance(found, Found)
        assert (node, None) == (found.node, found.place)


class TestSeveral:
    @pytest.mark.parametrize(
        ("text", "places"),
        [
            ("Germany, France, Spain", ["Germany", "France", "Spain"]),
            ("Germany, Austria and Switzerland", ["Germany", "Austria", "Switzerland"]),
            ("Germany, Austria, and Switzerland", ["Germany", "Austria", "Switzerland"]),
            ("Germany and France", ["Germany", "France"]),
            ("Germany, France", ["Germany", "France"]),
            ("US, UK", ["US", "UK"]),
            ("United States & Canada", ["United States", "Canada"]),
            ("the UK and the US", ["the UK", "the US"]),
            ("England and Wales", ["England", "Wales"]),
            ("EU, UK and US", ["EU", "UK", "US"]),
            ("California and Nevada", ["California", "Nevada"]),
            ("Trinidad and Tobago and Barbados", ["Trinidad and Tobago", "Barbados"]),
            ("Jamaica, Trinidad & Tobago and Cuba", ["Jamaica", "Trinidad & Tobago", "Cuba"]),
        ],
    )
    def test_are_read_where_each_is_an_area(self, text: str, places: list[str]) -> None:
        """
        A list of countries, or parts of countries, is split; an "and" within a name is not a separator.
        """
        assert one(text) is None
        assert places == several(text)

    @pytest.mark.parametrize(
        "text",
        [
            *("London, Paris", "London, Ontario", "New York, Los Angeles, Chicago", "London/Paris"),
            *("Oslo, Bergen, Norway", "Oslo and Bergen, Norway", "Oslo, Norway and Berlin, Germany"),
            *(
                "Berlin, Germany, Paris, France",
                "Germany, Berlin",
                "England, Wales",
                "Greenland, Denmark",
            ),
            *(
                "Egypt, United States",
                "Niger, Nigeria",
                "Taiwan, China",
                "Georgia, Armenia and Azerbaijan",
            ),
            *("Germany or France", "Germany and elsewhere", "France and 20 other countries"),
            *("California, Nevada", "California, Nevada, USA", "England, Scotland, UK"),
            *("Hong Kong, China, Japan", "Paris – London", "Germany; France", "Germany and Germany"),
        ],
    )
    def test_are_not_cut_where_that_is_not_certain(self, text: str) -> None:
        """
        A text that may name one place or several is not split.
        """
        assert (None, []) == (one(text), several(text))
        assert LOCATOR.names_several(text)

    @given(st.lists(st.sampled_from(COUNTRIES), min_size=2, max_size=5, unique=True), st.data())
    def test_any_list_of_countries(self, countries: list[str], data: st.DataObject) -> None:
        """
        Countries are split with every kind of separator.
        """
        joiners = data.draw(
            st.lists(st.sampled_from(JOINERS), min_size=len(countries) - 1, max_size=len(countries) - 1)
        )
        text = countries[0] + "".join(map("".join, zip(joiners, countries[1:], strict=True)))

        assert countries == several(text)
        assert one(text) is None

    def test_a_text_without_end(self) -> None:
        """
        A Location of a thousand countries is rejected without a search.
        """
        text = " and ".join(["Oman", "Peru"] * 500)

        assert (None, []) == (one(text), several(text))
        assert LOCATOR.names_several(text)

    @given(st.text(max_size=40))
    def test_pieces_are_words_of_the_text(self, text: str) -> None:
        """
        Each piece of any text occurs at its offset.
        """
        pieces = LOCATOR.several(text)

        assert all(piece.text == text[piece.start :][: len(piece.text)] for piece in pieces)
        assert LOCATOR.names_several(text) in (True, False)


class TestFindings:
    def test_several_for_certain(self) -> None:
        """
        Each place of a list is stated with its own words as evidence, and a note has the form to write.
        """
        found = read("Germany, France, Spain")
        message = (
            '"Germany, France, Spain" is read as 3 places; separate several places with semicolons:'
            " Germany; France; Spain"
        )

        assert ["place/germany", "place/france", "place/spain"] == values(found, "dcterms:spatial")
        assert [("PK510", message)] == [
            (each.rule.code, each.message) for each in found.findings if each.rule.code > "PK5"
        ]
        assert ["Germany", "France", "Spain"] == [
            claim.passage.text for claim in found.claims if claim.predicate == term("dcterms:spatial")
        ]

    @pytest.mark.parametrize(
        ("location", "code", "words"),
        [
            ("London, Paris", "PK511", "separate several places with semicolons"),
            ("Germany and elsewhere", "PK511", "separate several places with semicolons"),
            ("Online", "PK512", '"Online" is not a place'),
            ("not known", "PK512", "or Global for the whole world"),
        ],
    )
    def test_no_place_for_certain_makes_no_node(self, location: str, code: str, words: str) -> None:
        """
        A text that may be several places, or none, is a finding and evidence, but not a triple.
        """
        found = read(location)
        messages = [each.message for each in found.findings if each.rule.code == code]
        claims = [claim for claim in found.claims if claim.predicate == term("dcterms:spatial")]

        assert [] == values(found, "dcterms:spatial")
        assert [True] == [words in message for message in messages]
        assert [(location, None)] == [(claim.passage.text, claim.object) for claim in claims]

    def test_semicolons_are_silent(self) -> None:
        """
        Places that are separated by semicolons have no finding.
        """
        found = read("Germany; Oslo, Norway; European Union")

        assert 3 == len(values(found, "dcterms:spatial"))
        assert [] == [each for each in found.findings if each.rule.code > "PK5"]

    def test_the_gazetteers_identity_is_derived(self) -> None:
        """
        schema:sameAs is attributed to the rule that found it, with the words of the page.
        """
        claims = read("Moscow, Russia").claims

        assert [("Moscow, Russia", term("pk:PlaceByGazetteer"))] == [
            (claim.passage.text, claim.derived_by)
            for claim in claims
            if claim.predicate == term("schema:sameAs")
        ]


class TestNoPlace:
    @pytest.mark.parametrize(
        "text", ["Online", "the Internet", "unknown", "Not known", "N/A", "Various"]
    )
    def test_words_that_name_none(self, text: str) -> None:
        """
        Words for no place, or an unknown one, do not name a place.
        """
        assert is_no_place(text)

    @pytest.mark.parametrize("text", ["Global", "Oslo", "Nowhere, Norway"])
    def test_names_are_not_among_them(self, text: str) -> None:
        """
        The name of a place, known or not, is not such a word.
        """
        assert not is_no_place(text)
