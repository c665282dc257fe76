"""The facets of a list: harms first, what has no order of its own by size."""

from privkg.publish.site import facets
from privkg.rdf.terms import iri_text, term
from privkg.search.facets import NO_STATUS, Facet, Value


def value(name: str, label: str) -> Value:
    """Return the value of a facet that is a concept."""
    return Value(label, iri_text(term(name)))


class TestOrder:
    def test_harms_are_first(self) -> None:
        """
        Harms are above claim statuses, types of actors, countries and years, whatever their order.
        """
        found = facets.listed({facet: {Value("2019", "2019"): 1} for facet in Facet})

        assert ["harm", "status", "actor-type", "country", "year"] == [each.name for each in found]

    def test_a_facet_without_values_is_left_out(self) -> None:
        """
        A facet that no incident has a value of is not shown.
        """
        assert () == facets.listed({Facet.HARM: {}})

    def test_types_and_countries_are_by_size(self) -> None:
        """
        Types of actors and countries are the largest first, and those of one size by name.
        """
        counts = {Value("Chad", "TD"): 1, Value("Chile", "CL"): 3, Value("Benin", "BJ"): 1}
        (found,) = facets.listed({Facet.COUNTRY: counts})

        assert ["Chile", "Benin", "Chad"] == [each.link.text for each in found.values]

    def test_statuses_are_as_in_the_legend(self) -> None:
        """
        Claim statuses have the order of the legend, with those that were not understood last.
        """
        counts = {
            NO_STATUS: 9,
            value("pk:Established", "established"): 2,
            value("pk:Reported", "reported"): 1,
        }
        (found,) = facets.listed({Facet.STATUS: counts})

        assert ["reported", "established", "not understood"] == [each.link.text for each in found.values]

    def test_years_are_newest_first(self) -> None:
        """
        Years are from the newest to the oldest, whatever their numbers.
        """
        counts = {Value("2018", "2018"): 9, Value("2020", "2020"): 1}
        (found,) = facets.listed({Facet.YEAR: counts})

        assert ["2020", "2018"] == [each.link.text for each in found.values]
