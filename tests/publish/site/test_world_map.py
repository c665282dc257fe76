"""The map of the world: rings are as large as their numbers, in their places, and do not overlap."""

import math
from collections.abc import Mapping
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from privkg.publish.site import world_map
from privkg.publish.site.pages import Link
from privkg.publish.site.world_map import Ring, WorldMap
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import concepts

COUNTRIES = sorted(concept.iri for concept in concepts.countries())


def drawn(counts: Mapping[Term, int], nowhere: int = 0) -> WorldMap:
    """Return the map of countries that are named by their codes."""
    named = {node: (Link(text=iri_text(node)[-2:]), number) for node, number in counts.items()}
    return world_map.drawn(named, nowhere=nowhere)


def overlap(one: Ring, other: Ring) -> float:
    return one.radius + other.radius - math.dist((one.x, one.y), (other.x, other.y))


class TestPlaces:
    def test_each_country_has_a_place(self) -> None:
        """
        Every country that a page can name is on the map.
        """
        assert () == drawn(dict.fromkeys(COUNTRIES, 1)).unplaced

    def test_countries_lie_where_they_are(self) -> None:
        """
        Canada is north of the United States, Norway between Iceland and Finland.
        """
        found = {ring.country.text: ring for ring in drawn(dict.fromkeys(COUNTRIES, 1)).rings}

        assert found["CA"].y < found["US"].y < found["MX"].y
        assert found["IS"].x < found["NO"].x < found["FI"].x
        assert found["BR"].x < found["ZA"].x < found["AU"].x

    def test_what_has_no_place_is_named(self) -> None:
        """
        A country that is not on the map is listed with its number, as are incidents without a country.
        """
        found = drawn({term("loc:XX"): 2, term("loc:NO"): 1}, nowhere=3)

        assert ((Link(text="XX"), 2),) == found.unplaced
        assert 3 == found.nowhere
        assert {Link(text="NO"): 1, Link(text="XX"): 2} == found.counts


class TestRings:
    @given(st.dictionaries(st.sampled_from(COUNTRIES), st.integers(1, 50_000)))
    def test_rings_stay_apart_and_on_the_map(self, counts: dict[Term, int]) -> None:
        """
        No two rings overlap, none is cut at the edge, and each has its country's number.
        """
        found = drawn(counts)

        assert sorted(counts.values()) == sorted(ring.incidents for ring in found.rings)
        assert [] == [pair for pair in combinations(found.rings, 2) if overlap(*pair) > 0]
        for ring in found.rings:
            assert 0 <= ring.x - ring.radius and ring.x + ring.radius <= world_map.WIDTH
            assert 0 <= ring.y - ring.radius and ring.y + ring.radius <= world_map.HEIGHT

    def test_area_is_in_proportion(self) -> None:
        """
        A country with four times as many incidents has a ring of twice the radius.
        """
        large, small = drawn({term("loc:NO"): 4, term("loc:BR"): 1}).rings

        assert 2 == large.radius / small.radius

    def test_numbers_that_do_not_fit_are_left_out(self) -> None:
        """
        A ring has its number inside if there is room for it.
        """
        large, small = drawn({term("loc:NO"): 5_000, term("loc:BR"): 1}).rings

        assert (True, False) == (large.has_number, small.has_number)
