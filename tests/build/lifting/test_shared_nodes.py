"""Actors, groups, places and sources: resources that pages share, without guessed types."""

import pytest

from builders import converted, page_text
from conversions import ROW, every, short, values
from privkg.rdf.terms import ALT_LABEL, BASE, PREF_LABEL, A, Term, literal, term
from privkg.reference.authority import Authority


def records(*triples: tuple[str, str, str]) -> Authority:
    """Return records of groups, written as (group, predicate, IRI or label)."""
    return Authority((Term(f"<{BASE}id/group/{s}>"), term(p), Term(o)) for s, p, o in triples)


class TestPlaces:
    @pytest.mark.parametrize(
        ("location", "place"),
        [
            ("Moscow, Russia", "place/moscow-russia"),
            ("Russia", "place/russia"),
            ("Atlantis, Russia", "place/atlantis-russia"),
            ("Moscow", "place/moscow"),
        ],
    )
    def test_has_a_node_whether_known_or_not(self, location: str, place: str) -> None:
        """
        A place has a node by its name, in the gazetteer or not.
        """
        assert [place] == values(converted(Location=location), "dcterms:spatial")

    def test_that_is_known_has_country_and_coordinates(self) -> None:
        """
        A city has its country, its GeoNames IRI and coordinates.
        """
        found, moscow = converted(Location="Moscow, Russia"), Term(f"<{BASE}id/place/moscow-russia>")
        predicates = ("pk:country", "schema:sameAs", "schema:latitude", "schema:longitude")

        assert [["loc:RU"], ["https://sws.geonames.org/524901/"], ["55.75204"], ["37.61781"]] == [
            values(found, predicate, moscow) for predicate in predicates
        ]

    @pytest.mark.parametrize("location", ["Atlantis, Russia", "Moscow", "Nowhere"])
    def test_that_is_not_known_is_a_place_and_no_more(self, location: str) -> None:
        """
        A place that is not in the gazetteer has neither country nor type of place.
        """
        found = converted(Location=location)
        place = next(o for s, p, o in found.facts if p == term("dcterms:spatial"))

        assert [(A, term("schema:Place"))] == [(p, o) for s, p, o in every(found) if s == place]

    def test_global_is_known_by_its_record(self) -> None:
        """
        The whole world is a place by record, without a country and without a finding.
        """
        node = Term(f"<{BASE}id/place/global>")
        known = Authority([(node, PREF_LABEL, literal("Global")), (node, ALT_LABEL, literal("World"))])
        found = converted(page_text(Location="world"), known)

        assert ["place/global"] == values(found, "dcterms:spatial")
        assert [] == [f for f in found.findings if f.rule.code in ("PK504", "PK505")]


class TestGroups:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("Women", ["grp:Women"]),
            ("Women in Oslo", ["grp:Women"]),
            ("Users of maps", ["grp:Users"]),
            ("Zyx", []),
            ("Womenfolk in Oslo", []),
        ],
    )
    def test_have_the_type_of_their_head_noun(self, name: str, kind: list[str]) -> None:
        """
        A group is typed by the first noun of its name, not by a similar word.
        """
        found = converted(Affected=name)
        node = next(o for _, p, o in found.facts if p == term("pk:affected"))

        assert kind == values(found, "pk:groupType", node)

    def test_of_a_place_are_below_its_people(self) -> None:
        """
        Women in a place are a subgroup of the people there, and the claim names the rule.
        """
        found = converted(High_Risk_Groups="Women in Moscow")
        women = Term(f"<{BASE}id/group/women-in-moscow>")
        claims = [claim for claim in found.claims if claim.predicate == term("pk:subgroupOf")]

        assert ["group/people-in-moscow"] == values(found, "pk:subgroupOf", women)
        assert [term("pk:SubgroupByPlace")] == [claim.derived_by for claim in claims]

    @pytest.mark.parametrize(
        ("above", "expected"),
        [
            ("Women in Oslo", []),
            ("People in Oslo", [("group/women-in-oslo", "group/people-in-oslo")]),
            ("Residents of Moscow", []),
        ],
    )
    def test_of_other_places_are_not(self, above: str, expected: list[tuple[str, str]]) -> None:
        """
        No group is put below itself, or below the people of another place.
        """
        found = converted(Affected=above, High_Risk_Groups="Women in Oslo, People in Moscow")
        links = [(short(s), short(o)) for s, p, o in every(found) if p == term("pk:subgroupOf")]

        assert expected == links

    def test_never_make_a_circle_with_a_record(self) -> None:
        """
        The rule does not contradict the hierarchy of the records, however deep it is.
        """
        known = records(
            ("people-in-moscow", "skos:prefLabel", '"People in Moscow"'),
            ("people-in-moscow", "pk:subgroupOf", f"<{BASE}id/group/middle>"),
            ("middle", "skos:prefLabel", '"middle"'),
            ("middle", "pk:subgroupOf", f"<{BASE}id/group/women-in-moscow>"),
        )
        found = converted(page_text(High_Risk_Groups="Women in Moscow"), known)

        assert [] == [triple for triple in every(found) if triple[1] == term("pk:subgroupOf")]

    def test_far_below_the_affected_are_no_strangers(self) -> None:
        """
        A high-risk group that records put below an affected one by way of another is part of it.
        """
        known = records(
            ("girls", "skos:prefLabel", '"Girls"'),
            ("girls", "pk:subgroupOf", f"<{BASE}id/group/pupils>"),
            ("pupils", "skos:prefLabel", '"Pupils"'),
            ("pupils", "pk:subgroupOf", f"<{BASE}id/group/people-in-moscow>"),
        )
        found = converted(page_text(High_Risk_Groups="Girls"), known)

        assert "PK014" not in [finding.rule.code for finding in found.findings]


class TestSources:
    @pytest.mark.parametrize(
        ("line", "predicate", "expected"),
        [
            ("https://example.org/a", "schema:url", ["https://example.org/a"]),
            ("https://example.org/a[1]?b[]=2", "schema:url", ["https://example.org/a%5B1%5D?b%5B%5D=2"]),
            ("https://example.org/%41", "schema:url", ["https://example.org/A"]),
            ("https://example.org/a#b#c", "schema:url", ["https://example.org/a#b%23c"]),
            ("https://example.org/é", "schema:url", ["https://example.org/%C3%A9"]),
            ("https://example.org/a | The Example", "schema:publisher", ["The Example"]),
            ("https://example.org/a | 9 November 2020", "schema:datePublished", ["2020-11-09"]),
            ("https://example.org/a | accessed 2 May 2021", "pk:accessed", ["2021-05-02"]),
            ("The Example, page 7", "dcterms:bibliographicCitation", ["The Example, page 7"]),
            ("The Example, page 7", "schema:url", []),
        ],
    )
    def test_have_address_and_what_is_known(
        self, line: str, predicate: str, expected: list[str]
    ) -> None:
        """
        A source has a valid IRI as its URL, and the details of its line.
        """
        found = converted(page_text(sources=line))
        node = next(o for _, p, o in found.facts if p == term("dcterms:source"))

        assert expected == values(found, predicate, node)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("https://example.org/a", "HTTPS://EXAMPLE.ORG/a"),
            ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
            ("https://example.org", "https://example.org:443/"),
        ],
    )
    def test_of_one_address_are_one(self, one: str, other: str) -> None:
        """
        Two spellings of an address are one source with one address.
        """
        found = converted(page_text(sources=f"{one}\n{other}"))
        nodes = {o for _, p, o in found.facts if p == term("dcterms:source")}
        addresses = {o for node in nodes for o in values(found, "schema:url", node)}

        assert (1, 1) == (len(nodes), len(addresses))


class TestActors:
    def test_with_a_record_are_its_node(self) -> None:
        """
        A name of a record becomes the record's node, and its type is not stated again.
        """
        node = Term(f"<{BASE}id/actor/office>")
        known = Authority(
            [(node, PREF_LABEL, literal("Office")), (node, ALT_LABEL, literal("Example Agency"))]
        )
        found = converted(page_text(), known)

        assert ["actor/office"] == values(found, "pk:actor", ROW)
        assert [] == values(found, "rdf:type", node)

    def test_without_a_record_are_plain_actors(self) -> None:
        """
        An actor without a record has no guessed type.
        """
        agency = Term(f"<{BASE}id/actor/example-agency>")

        assert ["pk:Actor"] == values(converted(), "rdf:type", agency)
