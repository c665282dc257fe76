"""Similar incidents: what they share, how they are ranked, and that chance similarity is not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg.publish.site import similar
from privkg.publish.site.pages import Similar
from privkg.publish.site.similar import Finder
from privkg.publish.site.viewer import Viewer
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import A, Term, iri_text, literal, term
from privkg.store.graph import Quads, in_memory

WATCHING, EXCLUDING = term("solove:Surveillance"), term("solove:Exclusion")
COMPANY, SCHOOL = term("pk:Company"), term("pk:School")
TYPES = {"Alpha": COMPANY, "Beta": COMPANY, "Gamma": SCHOOL}
HEALTH, LOCATION = term("pd:Health"), term("pd:Location")

Case = tuple[str, str, Term, Term]
"""An incident: its year, its actor, the harm of its row, and the information."""


def graph(cases: dict[str, Case]) -> Quads:
    """Return a graph of incidents by their slugs."""
    triples = {(DEFAULT.actor(name), A, kind) for name, kind in TYPES.items()}
    for slug, (year, actor, harm, information) in cases.items():
        incident, row = DEFAULT.incident(slug), Term(f"<{iri_text(DEFAULT.incident(slug))}/v1>")
        triples |= {
            (incident, term("dcterms:title"), literal(slug)),
            (incident, term("dcterms:date"), literal(year, "xsd:gYear")),
            (incident, term("pk:information"), information),
            (row, term("pk:actor"), DEFAULT.actor(actor)),
            (row, term("pk:harm"), harm),
        }
    return in_memory(f"{s} {p} {o} .\n" for s, p, o in sorted(triples))


def found(cases: dict[str, Case], slug: str) -> tuple[Similar, ...]:
    """Return what is similar to an incident."""
    quads = graph(cases)
    return Finder(quads, Viewer(quads, Reader(quads))).similar(DEFAULT.incident(slug))


def slugs(some: tuple[Similar, ...]) -> list[str]:
    """Return the slugs of similar incidents."""
    return [each.link.text for each in some]


class TestReasons:
    def test_are_in_words(self) -> None:
        """
        The actor, the harm with the type of the actor, and the information are named if they are shared.
        """
        same = ("2019", "Alpha", WATCHING, HEALTH)
        (only,) = found({"one": same, "two": same}, "one")

        reasons = [(each.what.text, len(each.values)) for each in only.reasons]
        assert [("actor", 1), ("solove:Surveillance", 1), ("information", 1)] == reasons

    def test_an_actor_is_enough(self) -> None:
        """
        Incidents of one actor are similar, whatever it did.
        """
        one, two = ("2019", "Alpha", WATCHING, HEALTH), ("2021", "Alpha", EXCLUDING, LOCATION)

        assert ["two"] == slugs(found({"one": one, "two": two}, "one"))

    @pytest.mark.parametrize(
        "other",
        [
            ("2019", "Beta", WATCHING, LOCATION),
            ("2019", "Gamma", WATCHING, HEALTH),
            ("2019", "Beta", EXCLUDING, HEALTH),
        ],
    )
    def test_one_thing_in_common_is_not(self, other: Case) -> None:
        """
        A harm by a type of actor alone, or information alone, makes nothing similar.
        """
        assert [] == slugs(found({"one": ("2019", "Alpha", WATCHING, HEALTH), "two": other}, "one"))

    def test_an_unknown_incident_has_none(self) -> None:
        """
        An incident without statements, such as a withdrawn one, has no similar ones.
        """
        assert () == found({"one": ("2019", "Alpha", WATCHING, HEALTH)}, "withdrawn")


class TestRank:
    def test_what_is_rare_counts_more(self) -> None:
        """
        Rare information in common comes before frequent information, and the nearest in time first.
        """
        cases = {f"often-{n}": (f"{2000 + n}", "Beta", WATCHING, LOCATION) for n in range(9)}
        rare = {
            "one": ("2020", "Alpha", WATCHING, HEALTH),
            "rare": ("1990", "Beta", WATCHING, HEALTH),
        }

        assert ["rare"] == slugs(found(cases | rare, "one"))
        assert ["often-7", "often-6", "often-5", "often-4", "often-3"] == slugs(found(cases, "often-8"))

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(("2018", "2019", "2020")),
                st.sampled_from(sorted(TYPES)),
                st.sampled_from((WATCHING, EXCLUDING)),
                st.sampled_from((HEALTH, LOCATION)),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_is_as_by_comparing_all(self, cases: list[Case]) -> None:
        """
        In a small graph an incident is similar to those that share what is required, and to no other.
        """
        named = {f"c{number:02}": case for number, case in enumerate(cases)}
        of_one = named.pop("c00")
        expected = {slug for slug, case in named.items() if shares(of_one, case)}
        shown = slugs(found({"c00": of_one, **named}, "c00"))

        assert len(shown) == min(len(expected), 5)
        assert set(shown) <= expected

    def test_no_more_than_the_nearest_are_compared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """
        Of many incidents that share a thing, those far away in time are not compared.
        """
        monkeypatch.setattr(similar, "_NEAREST", 1)
        cases = {f"c{n}": (f"{2000 + n}", "Alpha", WATCHING, HEALTH) for n in range(9)}

        assert ["c3", "c5"] == slugs(found(cases, "c4"))


def shares(one: Case, other: Case) -> bool:
    """Return whether two incidents have an actor in common, or an act and the information."""
    is_same_act = (TYPES[one[1]], one[2]) == (TYPES[other[1]], other[2])
    return one[1] == other[1] or (is_same_act and one[3] == other[3])
