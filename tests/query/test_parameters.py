"""Parameters find the term that a word names, with all narrower terms, and reject unknown words."""

from pathlib import Path

import pytest

import parties
from builders import page_text
from checkout import TESTS
from privkg import build
from privkg.core.errors import UnknownNameError, UsageError
from privkg.query.parameters import TYPES
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import literal, term
from privkg.store import generations, manifest, rdf, whole
from privkg.store.graph import Quads, in_memory, open_graph

WORLD = TESTS / "queries" / "world.ttl"


@pytest.fixture(scope="module")
def world() -> Quads:
    """The invented data that all questions share."""
    return in_memory(manifest.lines_of(DEFAULT.graph("shared"), rdf.read_turtle(WORLD)))


def thing(kind: str, *slugs: str) -> tuple[str, ...]:
    return tuple(DEFAULT.thing(Kind(kind), slug) for slug in slugs)


class TestActors:
    def test_are_those_who_act_or_are_stated(self, tmp_path: Path) -> None:
        """
        The parameter `actor` finds actors of rows and stated actors, not recipients or deciding bodies.
        """
        graph = parties.graph(tmp_path)
        beta = DEFAULT.actor("Beta")

        assert sorted(parties.ACTORS) == TYPES["actor"].words(graph)
        assert ["beta", "ministry", "receiver"] == TYPES["recipient"].words(graph)
        assert ["court", "ministry"] == TYPES["body"].words(graph)
        assert (beta,) == TYPES["actor"].find("beta", graph)
        for name in ("Receiver", "ministry", f"{DEFAULT.actor('Court')[1:-1]}"):
            with pytest.raises(UnknownNameError):
                TYPES["actor"].find(name, graph)


class TestConcepts:
    @pytest.mark.parametrize(
        ("name", "word", "found"),
        [
            ("harm", "secondary use", "solove:SecondaryUse"),
            ("harm", "SecondaryUse", "solove:SecondaryUse"),
            ("actor-type", "Municipal IT Department", "pk:MunicipalITDepartment"),
            ("claim-status", "reported", "pk:Reported"),
            ("consequence", "anxiety", "cons:Anxiety"),
            ("decision-kind", "fine", "dec:Fine"),
            ("earlier-harm", "insecurity", "solove:Insecurity"),
            ("country", "Russia", "loc:RU"),
            ("country", "ru", "loc:RU"),
            ("information", "Facial Print", "pd:FacialPrint"),
            ("law", "GDPR", "law:EU-GDPR"),
            ("technology", "Face Recognition", "ai:FaceRecognition"),
        ],
    )
    def test_a_label_or_a_name_is_enough(self, name: str, word: str, found: str) -> None:
        """
        A concept is found by its label in any case, and by its local name.
        """
        assert term(found) == TYPES[name].find(word, None)[0]

    def test_narrower_terms_come_after(self) -> None:
        """
        A group of harms is followed by the harms in it, sorted.
        """
        found = TYPES["harm"].find("InformationCollection", None)

        assert tuple(
            map(term, ("solove:InformationCollection", "solove:Interrogation", "solove:Surveillance"))
        ) == tuple(found)

    def test_a_mapped_concept_by_its_name_or_iri(self) -> None:
        """
        A concept of another vocabulary is found by its local name and by its IRI.
        """
        concept = TYPES["concept"]

        assert concept.find("UnwantedDisclosureData", None) == concept.find(
            "https://w3id.org/dpv/risk#UnwantedDisclosureData", None
        )

    @pytest.mark.parametrize(
        ("name", "words"), [(n, "did you mean|known:") for n in ("harm", "law", "concept", "country")]
    )
    def test_an_unknown_word_is_an_error(self, name: str, words: str) -> None:
        """
        A word that names nothing is an error that suggests or lists known names.
        """
        with pytest.raises(UnknownNameError, match=words):
            TYPES[name].find("Surveilance of nobody", None)


class TestThings:
    @pytest.mark.parametrize(
        "word", ["alba-it", "Alba IT", "ALBA IT", DEFAULT.thing(Kind.ACTOR, "alba-it")[1:-1]]
    )
    def test_a_thing_has_many_names(self, world: Quads, word: str) -> None:
        """
        An actor is found by its slug, its label in any case, and its IRI.
        """
        assert thing("actor", "alba-it") == TYPES["actor"].find(word, world)

    @pytest.mark.parametrize(
        ("name", "slug"),
        [("body", "data-authority"), ("recipient", "insurer"), ("recipient", "borga-city")],
    )
    def test_a_party_that_does_not_act_is_found(self, world: Quads, name: str, slug: str) -> None:
        """
        The parameters `body` and `recipient` find actors that only decide or receive.
        """
        assert thing("actor", slug) == TYPES[name].find(slug, world)

    def test_an_organisation_has_its_units(self, world: Quads) -> None:
        """
        An organisation is followed by its units, and their units.
        """
        assert thing("actor", "alba-city", "alba-it", "camera-office") == TYPES["organisation"].find(
            "City of Alba", world
        )

    def test_a_group_has_its_subgroups(self, world: Quads) -> None:
        """
        A group is followed by its subgroups at any depth.
        """
        assert thing("group", "people-in-alba", "girls-in-alba", "women-in-alba") == TYPES["group"].find(
            "People in Alba", world
        )

    @pytest.mark.parametrize(
        ("word", "slugs"),
        [
            ("norway", ("norway", "alba")),
            ("Alba", ("alba",)),
            ("global", ("global",)),
        ],
    )
    def test_a_country_has_its_places(self, world: Quads, word: str, slugs: tuple[str, ...]) -> None:
        """
        A country is followed by the places in it; a city, or the whole world, is alone.
        """
        assert thing("place", *slugs) == TYPES["place"].find(word, world)

    @pytest.mark.parametrize(
        ("name", "word"),
        [("actor", "agency"), ("place", "Moscow, Russia"), ("group", "people"), ("incident", "card")],
    )
    def test_a_look_up_reads_facts_only(self, name: str, word: str, tmp_path: Path) -> None:
        """
        Looking up a thing, by its whole name or a part of it, makes no store of all quads.
        """
        (tmp_path / "page.txt").write_text(page_text("Card sold"), encoding="utf-8")
        build.build([tmp_path / "page.txt"], tmp_path / "graph")

        TYPES[name].find(word, open_graph(tmp_path / "graph"))

        assert not (generations.current(tmp_path / "graph") / whole.NAME).exists()

    @pytest.mark.parametrize(
        ("base", "kind"), [("https://example.org/here/", Kind.INCIDENT), (DEFAULT.address, Kind.ACTOR)]
    )
    def test_a_slug_is_below_the_base_of_the_graph_or_of_records(self, base: str, kind: Kind) -> None:
        """
        A slug names the thing below the graph's base or that of the shipped records, before any label.
        """
        own, other = (iris.base(each).thing(kind, "card") for each in (base, "https://example.org/"))
        known = {Kind.INCIDENT: ("pk:Incident", "dcterms:title")}
        kind_of, label = map(term, known.get(kind, ("pk:Company", "skos:prefLabel")))
        triples = [(each, term("rdf:type"), kind_of) for each in (own, other)]
        triples += [(own, label, literal("A loyalty card")), (other, label, literal("card"))]
        if kind is Kind.ACTOR:
            triples += [(own, term("pk:actor"), each) for each in (own, other)]
        here = iris.base("https://example.org/here/")
        graph = in_memory(manifest.lines_of(here.graph("shared"), triples), here)

        assert (own,) == TYPES[kind].find("Card", graph)

    def test_an_ambiguous_part_is_rejected(self, world: Quads) -> None:
        """
        A part of the names of several actors is rejected with a list of them.
        """
        words = r'is ambiguous; write one of: "City of Alba" \(alba-city\), "Alba IT" \(alba-it\)'
        with pytest.raises(UsageError, match=words):
            TYPES["actor"].find("alba", world)

    def test_a_misspelt_name_is_suggested_with_its_label(self, world: Quads) -> None:
        """
        The suggestion for a misspelt slug or name has the label and the slug.
        """
        words = r'unknown actor "data-autority"; did you mean "Data Authority[^"]*" \(data-authority\)\?'
        with pytest.raises(UnknownNameError, match=words):
            TYPES["body"].find("data-autority", world)

    def test_without_a_graph_nothing_can_be_looked_up(self) -> None:
        """
        Looking up an actor without a graph is an error.
        """
        with pytest.raises(UsageError, match=r"cannot look up the actor .alba-it. without a graph"):
            TYPES["actor"].find("alba-it", None)

    def test_words_are_slugs(self, world: Quads) -> None:
        """
        The words for completion are slugs.
        """
        assert ["alba", "borga", "global", "norway", "nowhere"] == TYPES["place"].words(world)


class TestOthers:
    @pytest.mark.parametrize(("word", "text"), [("2014", "2014"), ("November 2014", "2014-11")])
    def test_dates_are_texts(self, word: str, text: str) -> None:
        """
        A date is bound at the precision in which it is given.
        """
        assert (literal(text),) == TYPES["from"].find(word, None)

    @pytest.mark.parametrize(
        ("name", "word", "words"),
        [
            ("from", "2014-13", "is not a date; write 2014"),
            ("since", "last week", "is not a date; write 2014, 2014-11 or 2014-11-03"),
            ("to", "between 2014 and 2015", "is not a date"),
            ("from", "early 2014", "is not a date"),
            ("at-least", "0", "is not a whole number from 1"),
            ("at-least", "1.5", "is not a whole number"),
            ("at-least", "٣", "is not a whole number"),
            ("basis", "guessed", "is not one of asserted, derived"),
        ],
    )
    def test_an_invalid_value_is_rejected(self, name: str, word: str, words: str) -> None:
        """
        An invalid date, number or word is rejected with an example of what to write.
        """
        with pytest.raises(UsageError, match=words):
            TYPES[name].find(word, None)
