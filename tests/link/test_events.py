"""The same event in another catalogue is found; one of the same actors in another year is not."""

import json
from pathlib import Path
from typing import Any

import pytest

from privkg.core import names
from privkg.link import catalogues, events, propose
from privkg.link.catalogues import CatalogueContent
from privkg.link.events import Event
from privkg.link.propose import ExternalData
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, iri, iri_text
from privkg.reference import authority
from privkg.reference.links.mapping import Mapping
from privkg.store.graph import Graph
from privkg.store.rdf import literal_text

SEED = "seed_links.json"
_LIBRARY: dict[str, Any] = {
    "title": "Example Library reuses library cards",
    "text": "",
    "date": (2019, 11, 4),
    "actors": ("Example Library",),
}


@pytest.fixture(scope="module")
def seed(shared_folder: Path) -> dict[str, list[dict[str, str]]]:
    """The records of other catalogues about the page of Moscow's cameras."""
    found: dict[str, list[dict[str, str]]] = json.loads((shared_folder / "data" / SEED).read_text())
    return found


@pytest.fixture(scope="module")
def aiaaic(shared_folder: Path) -> CatalogueContent:
    """AIAAIC's table."""
    return catalogues.read(shared_folder / "data" / "aiaaic" / "incidents.csv")


@pytest.fixture(scope="module")
def proposed(
    moscow: Graph,
    aiaaic: CatalogueContent,
    seed: dict[str, list[dict[str, str]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Mapping]:
    """The links proposed for the page of Moscow's cameras, from both catalogues."""
    path = tmp_path_factory.mktemp("oecd") / "oecd.json"
    path.write_text(json.dumps([e for e in seed["same_event"] if "iri" in e]), encoding="utf-8")
    records = [*aiaaic.records, *catalogues.read(path).records]
    return list(propose.propose(moscow, ("incident", "actor"), ExternalData(records=records)))


class TestSeed:
    def test_the_same_event_is_found(
        self, proposed: list[Mapping], seed: dict[str, list[dict[str, str]]]
    ) -> None:
        """
        Among all records of both catalogues, the OECD's record of this event is proposed.
        """
        events = [iri_text(m.object) for m in proposed if "/incident/" in m.subject]

        assert [seed["same_event"][0]["iri"]] == events

    def test_an_earlier_sale_is_no_same_event(
        self, proposed: list[Mapping], aiaaic: CatalogueContent, seed: dict[str, list[dict[str, str]]]
    ) -> None:
        """
        An event with the same cameras, a year before, is not proposed.
        """
        earlier = {r.iri for r in aiaaic.records if r.key == seed["related_event"][0]["id"]}

        assert earlier
        assert set() == {m.object for m in proposed if "/incident/" in m.subject} & earlier

    def test_the_same_actor_is_found(
        self, aiaaic: CatalogueContent, seed: dict[str, list[dict[str, str]]]
    ) -> None:
        """
        A record that names the department by another of its names names the same actor.
        """
        records, same = authority.load(), seed["same_actor"][0]
        actor = records.find(Kind.ACTOR, same["seed_string"])
        assert actor
        values = [*records.values(actor, PREF_LABEL), *records.values(actor, ALT_LABEL)]
        (record,) = (r for r in aiaaic.records if r.key == same["id"])

        naming = events.by_actor([record])
        assert naming.keys() & {names.key(literal_text(value)) for value in values}
        assert names.key("Moscow City Police") not in naming


class TestCatalogues:
    def test_no_row_is_lost(self, aiaaic: CatalogueContent) -> None:
        """
        Two header rows, repeated identifiers and rows without a page are all counted.
        """
        total = len(aiaaic.records) + len(aiaaic.rejected) + aiaaic.duplicates

        assert aiaaic.counts.startswith(f"read {total} = ")
        assert aiaaic.rejected
        assert aiaaic.duplicates

    def test_all_links_between_catalogues_are_read(self, shared_folder: Path) -> None:
        """
        The 681 links of the AI Incident Database to the OECD's are all taken.
        """
        found = catalogues.read(shared_folder / "data" / "aiid" / "oecd_links.json")

        assert "read 681 = 681 accepted + 0 duplicate + 0 rejected" == found.counts

    def test_a_linked_record_leads_on(
        self, moscow: Graph, seed: dict[str, list[dict[str, str]]]
    ) -> None:
        """
        A link from a record to a third catalogue is proposed too, with its method.
        """
        event = seed["same_event"][0]
        record = catalogues.Record(
            iri=iri(event["iri"]), key="first", title=event["title"], date=(2020, 11, 9)
        )
        further = iri("https://example.org/third/1")
        found = ExternalData(records=[record], links=[(record.iri, further)])

        chained = [m for m in propose.propose(moscow, ("incident",), found) if m.object == further]
        assert ["semapv:MappingChaining"] == [m.justification for m in chained]


class TestMatcher:
    @pytest.mark.parametrize(
        ("record", "scores"),
        [
            ({"date": (2019, 11, 4)}, [1.0]),
            ({"date": (2019, 11)}, [1.0]),
            ({"date": (2019,)}, [0.9]),
            ({"actors": ()}, [0.85]),
            ({"date": ()}, [0.6]),
            ({"date": (2020,)}, []),
            ({"title": "A hospital loses a laptop"}, []),
        ],
    )
    def test_a_record_without_a_date_is_last(
        self, record: dict[str, object], scores: list[float]
    ) -> None:
        """
        Title, date and actors are weighed; without a date a record has the lowest score.
        """
        event = Event(node=iri("https://example.org/e"), **_LIBRARY)
        known = catalogues.Record(iri=iri("https://example.org/r"), key="R", **{**_LIBRARY, **record})

        found = events.Matcher([known]).matches(event)

        assert scores == [score for score, _ in found]

    def test_a_record_that_is_left_out_is_not_found(self) -> None:
        """
        Of two records of an event, the one that is left out is not proposed.
        """
        own, other = (
            catalogues.Record(iri=iri(f"https://example.org/{key}"), key=key, **_LIBRARY) for key in "ab"
        )
        event = Event(node=iri("https://example.org/e"), **_LIBRARY)

        found = events.Matcher([own, other]).matches(event, {own.iri})

        assert [other] == [record for _, record in found]
