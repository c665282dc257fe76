"""Decisions and the optional fields of rows are lifted to facts with their passages."""

import pytest

from builders import codes, converted, decision_text, page_text, row_text
from conversions import INCIDENT, ROW, short, values
from privkg.build.lifting import LiftedIncident, evidence
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import term

SECOND = DEFAULT.decision("example", 2)
CURRENCIES = "http://publications.europa.eu/resource/authority/currency/"
SOURCES = "https://example.org/story\n\nhttps://example.org/ruling"
DESCRIPTION = "It watched people at night. It then sold what it had seen to Broker Ltd."


def of_row(**fields: str | None) -> LiftedIncident:
    rows = (row_text(**fields), row_text())
    return converted(page_text(rows=rows, description=DESCRIPTION, sources=SOURCES))


def of_decision(**fields: str | None) -> LiftedIncident:
    second = decision_text(**{"Decision": "Order", **fields})
    return converted(page_text(decisions=f"{decision_text()}\n\n{second}", sources=SOURCES))


class TestRow:
    @pytest.mark.parametrize(
        ("predicate", "fields", "expected"),
        [
            ("pk:information", {"Information": "Location, Contact"}, ["pd:Location", "pd:Contact"]),
            ("pk:information", {"Information": "not known"}, []),
            ("pk:technology", {"Technology": "Facial Recognition"}, ["ai:FaceRecognition"]),
            ("pk:actorRole", {"Role": "Seller, Data Controller"}, ["role:Seller", "dpv:DataController"]),
            ("pk:actorRole", {"Role": "sub-processor"}, ["dpv:DataSubProcessor"]),
            ("pk:actorRole", {"Role": "Legal Entity"}, []),
            ("pk:recipient", {"Recipient": "Broker Ltd, Gamma"}, ["actor/broker-ltd", "actor/gamma"]),
            ("pk:recipient", {"Recipient": "not known"}, []),
            ("pk:recipient", {"Recipient": "Example Agency"}, ["actor/example-agency"]),
            ("pk:peopleAffected", {"People affected": "1.3 million"}, ["1300000"]),
            ("dcterms:date", {"Date": "2 November 2020"}, ["2020-11-02"]),
            ("dcterms:date", {"Date": "2019-2020"}, ["2019"]),
            ("pk:dateEdtf", {"Date": "2019-2020"}, ["2019/2020"]),
            ("pk:followsFrom", {"Follows from": "2"}, ["incident/example/v2"]),
            ("pk:followsFrom", {"Follows from": "1"}, []),
            ("pk:followsFrom", {"Follows from": "letters/v3"}, ["incident/letters/v3"]),
            ("pk:leftEmpty", {"Role": ""}, ["pk:actorRole"]),
            ("pk:leftEmpty", {"Passage": ""}, ["pk:quote"]),
            ("pk:quote", {"Passage": "at night"}, []),
        ],
    )
    def test_states_what_its_fields_hold(
        self, predicate: str, fields: dict[str, str], expected: list[str]
    ) -> None:
        """
        A field of a row is lifted to values of the row.
        """
        assert expected == values(of_row(**fields), predicate, ROW)

    def test_adds_nothing_to_the_incident(self) -> None:
        """
        The optional fields of a row are not stated of the incident.
        """
        found = of_row(Information="Contact", Technology="Facial Recognition", Law="GDPR", Role="Seller")

        assert ["pd:Location"] == values(found, "pk:information")
        assert [] == [*values(found, "pk:technology"), *values(found, "pk:law")]

    def test_names_sources_by_their_numbers(self) -> None:
        """
        Each claim of a row names the sources that the row names, and no claim of another row does.
        """
        found = of_row(Source="2", Role="Seller")
        claims = evidence.claims_to_triples(DEFAULT, "example", evidence.in_page_order(found.claims))
        triples = list(claims)
        (source,) = (o for s, p, o in found.facts if (s, p) == (ROW, term("dcterms:source")))
        citing = {s for s, p, o in triples if (p, o) == (term("dcterms:source"), source)}
        of_the_row = {s for s, p, o in triples if (p, o) == (term("rdf:subject"), ROW)}
        itself = {s for s, p, o in triples if (p, o) == (term("rdf:object"), source)}

        assert (
            source == [o for s, p, o in found.facts if (s, p) == (INCIDENT, term("dcterms:source"))][1]
        )
        assert of_the_row - itself == citing

    def test_leads_to_the_sentence(self) -> None:
        """
        A passage is evidence of the act, at its place in the Description.
        """
        found = of_row(Passage="sold what it had seen")
        text = page_text(rows=(row_text(),), description=DESCRIPTION)
        spans = [c.passage.span.start for c in found.claims if c.predicate == term("pk:act")]

        assert text.index("sold what") in spans


class TestDecision:
    def test_is_a_part_of_its_incident(self) -> None:
        """
        Decisions are numbered from 1 in page order, and both directions are stated.
        """
        found = of_decision()

        assert ["incident/example/d1", "incident/example/d2"] == values(found, "pk:hasDecision")
        assert ["incident/example"] == values(found, "pk:decisionOf", SECOND)
        assert ["pk:Decision"] == values(found, "rdf:type", SECOND)

    @pytest.mark.parametrize(
        ("predicate", "fields", "expected"),
        [
            ("pk:decisionKind", {}, ["dec:Order"]),
            ("pk:decisionKind", {"Decision": "fined"}, ["dec:Fine"]),
            ("pk:decisionKind", {"Decision": "Slap"}, []),
            ("pk:decidedBy", {}, ["actor/example-court"]),
            ("pk:decidedBy", {"Body": "not known"}, []),
            ("dcterms:date", {}, ["2021-10-24"]),
            ("dcterms:date", {"Date": "October 2021"}, ["2021-10"]),
            ("dcterms:date", {"Date": "soon"}, []),
            ("pk:amount", {"Amount": "500,000 GBP"}, ["500000"]),
            ("pk:amount", {"Amount": "$500"}, []),
            ("pk:currency", {"Amount": "€1.5 million"}, ["cur:EUR"]),
            ("pk:currency", {"Amount": "500"}, []),
            ("pk:decidesOn", {"About": "1"}, ["incident/example/v1"]),
            ("pk:decidesOn", {"About": "2"}, []),
            ("pk:reverses", {"Reverses": "1"}, ["incident/example/d1"]),
            ("pk:amends", {"Amends": "2"}, []),
            ("pk:appealOf", {"Appeal of": "1"}, ["incident/example/d1"]),
            ("pk:outcome", {"Result": "It pays."}, ["It pays."]),
            ("pk:leftEmpty", {"Amount": ""}, ["pk:amount"]),
        ],
    )
    def test_states_what_its_fields_hold(
        self, predicate: str, fields: dict[str, str], expected: list[str]
    ) -> None:
        """
        A field of a block is lifted to values of the decision; one that cannot be read has none.
        """
        found = values(of_decision(**fields), predicate, SECOND)

        assert expected == [name.replace(CURRENCIES, "cur:") for name in found]

    def test_has_a_claim_for_each_value(self) -> None:
        """
        Each value of a decision is quoted at its own span, and the block as a whole.
        """
        found = of_decision(Amount="500 EUR", About="1", Result="It pays.", Source="2")
        quotes = {short(c.predicate): c.passage.quote for c in found.claims if c.subject == SECOND}
        whole = next(c.passage.quote for c in found.claims if c.object == SECOND)

        assert {
            "pk:decisionKind": "Order",
            "pk:decidedBy": "Example Court",
            "dcterms:date": "24 October 2021",
            "pk:amount": "500 EUR",
            "pk:currency": "500 EUR",
            "pk:decidesOn": "1",
            "pk:outcome": "It pays.",
            "dcterms:source": "2",
        } == quotes
        assert whole.startswith("Decision: Order\n") and whole.endswith("Source: 2")

    def test_who_decides_is_no_actor_of_the_incident(self) -> None:
        """
        A body that decides is a party: it is stated as no actor, and acts in no row.
        """
        found = of_decision()

        assert ["actor/example-agency"] == values(found, "pk:statedActor")
        assert "PK011" not in codes(found)


class TestIncident:
    @pytest.mark.parametrize(
        ("predicate", "fields", "expected"),
        [
            ("pk:becameKnown", {"Reported": "December 2020"}, ["2020-12"]),
            ("pk:becameKnown", {"Reported": "c. 2020"}, ["2020"]),
            ("pk:becameKnown", {"Reported": "later"}, []),
            ("pk:lastChecked", {"Last checked": "26 November 2026"}, ["2026-11-26"]),
            ("pk:dateEdtf", {"Reported": "c. 2020"}, []),
            (
                "pk:leftEmpty",
                {"Technology": ""},
                ["pk:highRisk", "pk:tangibleHarm", "pk:technology", "pk:law"],
            ),
        ],
    )
    def test_states_dates_and_what_is_left_empty(
        self, predicate: str, fields: dict[str, str], expected: list[str]
    ) -> None:
        """
        A date is kept at its own precision; an empty field is a fact, by its property.
        """
        assert sorted(expected) == sorted(values(converted(page_text(**fields)), predicate))  # type: ignore[arg-type]
