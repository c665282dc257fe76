"""Parameters find what a word means, with all that is narrower, and tell what they do not know."""

from pathlib import Path

import pytest

import parties
from checkout import TESTS
from privkg.core.errors import UnknownNameError, UsageError
from privkg.query.parameters import TYPES
from privkg.rdf.iris import DEFAULT
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import literal, term
from privkg.store import manifest, rdf
from privkg.store.graph import Quads, in_memory

WORLD = TESTS / "queries" / "world.ttl"


@pytest.fixture(scope="module")
def world() -> Quads:
    """The invented world that questions are asked of."""
    return in_memory(manifest.lines_of(DEFAULT.graph("shared"), rdf.read_turtle(WORLD)))


def thing(kind: str, *slugs: str) -> tuple[str, ...]:
    return tuple(DEFAULT.thing(Kind(kind), slug) for slug in slugs)


class TestActors:
    def test_are_those_who_act_or_are_stated(self, tmp_path: Path) -> None:
        """
        An actor is named for a question only if it acts; who receives or decides is none.
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

    def test_what_is_narrower_comes_after(self) -> None:
        """
        A group of harms stands for itself and the harms in it, sorted.
        """
        found = TYPES["harm"].find("InformationCollection", None)

        assert tuple(
            map(term, ("solove:InformationCollection", "solove:Interrogation", "solove:Surveillance"))
        ) == tuple(found)

    def test_a_matched_concept_by_its_name_or_iri(self) -> None:
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
    def test_what_is_unknown_is_told(self, name: str, words: str) -> None:
        """
        A word that nothing is called is an error that names what is known.
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
        Who only decides or receives is found where a question is about that.
        """
        assert thing("actor", slug) == TYPES[name].find(slug, world)

    def test_an_organisation_has_its_units(self, world: Quads) -> None:
        """
        An organisation stands for its units, and for theirs.
        """
        assert thing("actor", "alba-city", "alba-it", "camera-office") == TYPES["organisation"].find(
            "City of Alba", world
        )

    def test_a_group_has_its_subgroups(self, world: Quads) -> None:
        """
        A group stands for the groups within it, however deep.
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
        A country stands for the places in it; a city, and what is everywhere, for themselves.
        """
        assert thing("place", *slugs) == TYPES["place"].find(word, world)

    def test_a_part_that_several_have_is_refused(self, world: Quads) -> None:
        """
        A part of a name that several share is refused with all of them.
        """
        with pytest.raises(UsageError, match="may be any of alba-city, alba-it"):
            TYPES["actor"].find("alba", world)

    def test_without_a_graph_nothing_can_be_looked_up(self) -> None:
        """
        A thing is looked up in a graph; without one that is told.
        """
        with pytest.raises(UsageError, match="can only be looked up in a graph"):
            TYPES["actor"].find("alba-it", None)

    def test_words_are_slugs(self, world: Quads) -> None:
        """
        What may be given is listed by its slug.
        """
        assert ["alba", "borga", "global", "norway", "nowhere"] == TYPES["place"].words(world)


class TestOthers:
    @pytest.mark.parametrize(("word", "text"), [("2014", "2014"), ("November 2014", "2014-11")])
    def test_dates_are_texts(self, word: str, text: str) -> None:
        """
        A date is bound at the precision it is given in.
        """
        assert (literal(text),) == TYPES["from"].find(word, None)

    @pytest.mark.parametrize(
        ("name", "word", "words"),
        [
            ("from", "2014-13", "is no date; write 2014"),
            ("since", "last week", "is no date; write 2014, 2014-11 or 2014-11-03"),
            ("to", "between 2014 and 2015", "is no date"),
            ("from", "early 2014", "is no date"),
            ("at-least", "0", "is no whole number from 1"),
            ("at-least", "1.5", "is no whole number"),
            ("at-least", "٣", "is no whole number"),
            ("basis", "guessed", "is not one of asserted, derived"),
        ],
    )
    def test_what_is_none_is_told(self, name: str, word: str, words: str) -> None:
        """
        What is no date, no number and no such word is refused with what would be one.
        """
        with pytest.raises(UsageError, match=words):
            TYPES[name].find(word, None)
