"""The actors of a page and of its rows: one name or several, and the claims of a row's actors."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import codes, converted, incident, page_text, row_text
from conversions import INCIDENT, ROW, values
from lifted import shared
from privkg.build.lifting import LiftedIncident
from privkg.build.lifting.actors import Actors
from privkg.build.lifting.recorder import Recorder
from privkg.core import names
from privkg.rdf.terms import ALT_LABEL, BASE, PREF_LABEL, A, Term, literal, term
from privkg.reference.authority import Authority
from privkg.store.rdf import literal_text


def of_threats(*threats: str, actors: str, records: Authority | None = None) -> LiftedIncident:
    rows = tuple(row_text(Threat=threat) for threat in threats)
    return converted(page_text(Threat_Actors=actors, rows=rows), records)


def record(slug: str, *labels: str) -> Authority:
    node = Term(f"<{BASE}id/actor/{slug}>")
    rest = [(node, ALT_LABEL, literal(label)) for label in labels[1:]]
    return Authority([(node, A, term("pk:Company")), (node, PREF_LABEL, literal(labels[0])), *rest])


class TestRow:
    def test_all_who_open_the_threat_act(self) -> None:
        """
        Each of several joined actors is an actor of the row, with a claim of its own words.
        """
        found = of_threats("Alpha Corp and Beta Ltd selling", actors="Alpha Corp, Beta Ltd")
        claims = [claim for claim in found.claims if claim.predicate == term("pk:actor")]

        assert ["actor/alpha-corp", "actor/beta-ltd"] == values(found, "pk:actor", ROW)
        assert {"Alpha Corp", "Beta Ltd"} == {claim.passage.text for claim in claims}
        assert "PK011" not in codes(found)

    def test_actor_by_an_alias_is_the_record(self) -> None:
        """
        A Threat may open with a label of the stated actor's record.
        """
        known = record("office", "Example Office", "EXO")
        found = of_threats("EXO selling keys", actors="Example Office", records=known)

        assert ["actor/office"] == values(found, "pk:actor", ROW)

    @pytest.mark.parametrize(
        "threat",
        ["Alpha or Beta selling", "Alpha's staff selling", "Who sold lists", "Alpha was hacked"],
    )
    def test_undecided_is_a_finding_and_no_actor(self, threat: str) -> None:
        """
        If it is unclear who acts in a sentence, the row has no actor.
        """
        found = of_threats(threat, actors="Alpha, Beta, WHO")

        assert [] == values(found, "pk:actor", ROW)
        assert "PK018" in codes(found)

    def test_one_actor_by_two_names_acts_once(self) -> None:
        """
        Two names of one record in one sentence make one actor of the row.
        """
        known = record("office", "Example Office", "EXO")
        actors = "Example Office, EXO"
        found = of_threats("Example Office and EXO selling keys", actors=actors, records=known)

        assert ["actor/office"] == values(found, "pk:actor", ROW)


class TestJoinedName:
    def test_that_opens_a_threat_is_one(self) -> None:
        """
        "A & B" is one actor where the whole opens a Threat.
        """
        found = of_threats("Smith & Example selling lists", actors="Smith & Example")

        assert ["actor/smith-example"] == values(found, "pk:statedActor")
        assert ["actor/smith-example"] == values(found, "pk:actor", ROW)
        assert "PK506" not in codes(found)

    def test_that_has_a_record_is_one(self) -> None:
        """
        "A and B" is one actor where an authority record has that name.
        """
        known = record("both", "Alpha and Beta")
        found = of_threats("Somebody selling lists", actors="Alpha and Beta", records=known)

        assert ["actor/both"] == values(found, "pk:statedActor")

    @pytest.mark.parametrize(
        "threats",
        [
            ("Alpha selling lists", "Beta selling lists"),
            ("Gamma, Alpha and Beta selling lists",),
            ("Beta and Alpha selling lists",),
            ("Beta, Gamma, and Alpha selling lists",),
        ],
    )
    def test_whose_parts_open_threats_is_several(self, threats: tuple[str, ...]) -> None:
        """
        "A and B" is two actors where each of them acts in a Threat, alone or with others.
        """
        found = of_threats(*threats, actors="Gamma, Alpha and Beta")

        assert ["actor/gamma", "actor/alpha", "actor/beta"] == values(found, "pk:statedActor")
        assert "PK506" not in codes(found)

    def test_after_a_last_comma_is_a_name(self) -> None:
        """
        The "and" before the last item of a list does not belong to the name.
        """
        found = of_threats("Alpha, Beta and Gamma selling", actors="Alpha, Beta, and Gamma")

        assert ["actor/alpha", "actor/beta", "actor/gamma"] == values(found, "pk:statedActor")
        assert ["actor/alpha", "actor/beta", "actor/gamma"] == values(found, "pk:actor", ROW)

    def test_that_is_undecided_is_one_and_a_finding(self) -> None:
        """
        If only one part acts, the item stays one actor, with a finding.
        """
        found = of_threats("Beta Ltd selling lists", actors="Alpha Corp, Beta Ltd and Gamma Inc")

        assert ["actor/alpha-corp", "actor/beta-ltd-and-gamma-inc"] == values(found, "pk:statedActor")
        assert "PK506" in codes(found)

    def test_of_two_companies_is_a_finding(self) -> None:
        """
        An item that opens a Threat is one actor; if it looks like two companies, it has a finding.
        """
        found = of_threats("Beta Ltd and Gamma Inc selling", actors="Beta Ltd and Gamma Inc")

        assert ["actor/beta-ltd-and-gamma-inc"] == values(found, "pk:statedActor")
        assert "PK506" in codes(found)

    @pytest.mark.parametrize("joint", ["together with", "along with", "as well as"])
    def test_by_other_words_is_several(self, joint: str) -> None:
        """
        The conjunctions of a Threat join actors in the field too.
        """
        found = of_threats("Alpha and Beta selling", actors=f"Alpha {joint} Beta")

        assert ["actor/alpha", "actor/beta"] == values(found, "pk:statedActor")
        assert ["actor/alpha", "actor/beta"] == values(found, "pk:actor", ROW)

    @pytest.mark.parametrize(
        ("field", "stated"),
        [
            ("Alpha or Beta", []),
            ("Alpha and/or Beta", []),
            ("either Alpha or Beta", []),
            ("neither Alpha nor Beta", []),
            ("Gamma, Alpha or Beta", ["actor/gamma"]),
            ("Gamma, Alpha, or Beta", ["actor/gamma", "actor/alpha"]),
        ],
    )
    def test_by_or_is_a_finding_and_no_actor(self, field: str, stated: list[str]) -> None:
        """
        "A or B" is a claim without an object, and an actor neither of the page nor of a row.
        """
        found = of_threats(f"{field} selling lists", actors=field)
        words = [c.passage.text for c in found.claims if c.predicate == term("pk:statedActor")]

        assert stated == values(found, "pk:statedActor")
        assert [] == values(found, "pk:actor", ROW)
        assert "PK506" in codes(found)
        assert field.endswith(words[-1])

    def test_with_or_on_a_line_or_in_a_record_is_one(self) -> None:
        """
        A line of a list, and a name with a record, is one name whatever words are in it.
        """
        known = record("both", "Trick or Treat")
        lines = of_threats("Life or Death selling", actors="\n- Life or Death")
        recorded = of_threats("Trick or Treat selling", actors="Trick or Treat", records=known)

        assert ["actor/life-or-death"] == values(lines, "pk:actor", ROW)
        assert ["actor/both"] == values(recorded, "pk:actor", ROW)
        assert "PK506" not in [*codes(lines), *codes(recorded)]

    @pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "1. ", "2) ", "# ", "(3) ", "a) ", "iv. "])
    def test_on_a_line_of_a_list_is_one(self, bullet: str) -> None:
        """
        A line of a bulleted or numbered list is one name, whatever opens the Threats.
        """
        found = of_threats("Alpha selling", "Beta selling", actors=f"\n{bullet}Alpha and Beta")

        assert ["actor/alpha-and-beta"] == values(found, "pk:statedActor")
        assert "PK506" not in codes(found)


def parties(
    *items: str, actors: str = "", records: Authority | None = None
) -> tuple[LiftedIncident, list[str]]:
    """Lift a page with these Threat Actors and a field with these items."""
    page = incident(page_text(Threat_Actors=actors, description=" ; ".join(items)))
    recorder = Recorder(INCIDENT)
    acting = Actors(recorder, page, records or Authority(()))
    acting.state()
    (field,) = page.descriptions
    places = [(field.text.index(item), len(item)) for item in items]
    acting.parties(
        recorder.about(ROW), term("pk:recipient"), [field.part(at, at + size) for at, size in places]
    )
    found = LiftedIncident(
        tuple(recorder.facts), tuple(recorder.claims), tuple(recorder.mentions), tuple(recorder.findings)
    )
    return found, values(found, "pk:recipient", ROW)


class TestParties:
    def test_each_is_an_actor_with_its_own_words(self) -> None:
        """
        Each item of a field of parties is a node with its name, and a claim of its words.
        """
        found, nodes = parties("Alpha Corp", "Beta Ltd")
        claims = [claim for claim in found.claims if claim.predicate == term("pk:recipient")]

        assert ["actor/alpha-corp", "actor/beta-ltd"] == nodes
        assert ["Alpha Corp", "Beta Ltd"] == [claim.passage.text for claim in claims]
        assert ["pk:Actor"] == values(found, "rdf:type", Term(f"<{BASE}id/actor/beta-ltd>"))

    @pytest.mark.parametrize("name", ["Alpha, Inc.", "Alpha", "the Alpha", '"Alpha"'])
    def test_in_any_form_of_a_threat_actor_is_that_actor(self, name: str) -> None:
        """
        A form of a Threat Actor's name is that actor as a party too.
        """
        found, nodes = parties(name, actors="\n- Alpha, Inc.\n- Beta")

        assert ["actor/alpha-inc"] == nodes
        assert ["PK026"] * 2 == [code for code in codes(found) if code == "PK026"]

    @pytest.mark.parametrize("name", ["Alpha's staff", "Alpha users", "alpha", "Alpha Ltd", "Alpha-X"])
    def test_that_goes_on_is_another(self, name: str) -> None:
        """
        A name that only starts with that of a Threat Actor is another party.
        """
        _, nodes = parties(name, actors="\n- Alpha, Inc.\n- Beta")

        assert ["actor/alpha-inc"] != nodes
        assert 1 == len(nodes)

    def test_that_may_be_two_actors_is_neither(self) -> None:
        """
        A short name that fits two Threat Actors is a separate party.
        """
        _, nodes = parties("Alpha", actors="\n- Alpha Inc\n- Alpha Ltd")

        assert ["actor/alpha"] == nodes

    def test_by_an_alias_is_the_record(self) -> None:
        """
        A party that a label of a record names is the record's, without a finding.
        """
        found, nodes = parties("EXO", records=record("office", "Example Office", "EXO"))

        assert ["actor/office"] == nodes
        assert [] == codes(found)

    def test_without_a_record_is_reported_once(self) -> None:
        """
        A party that is named twice, or acts too, is one finding.
        """
        found, _ = parties("Beta", "Beta is", actors="Beta")

        assert 1 == sum("<https://w3id.org/privkg/id/actor/beta>" in f.message for f in found.findings)

    @pytest.mark.parametrize(
        ("item", "nodes", "is_reported"),
        [
            ("Alpha and Beta", ["actor/alpha", "actor/beta"], False),
            ("Alpha & EXO", ["actor/alpha", "actor/office"], False),
            ("Alpha and Delta", ["actor/alpha-and-delta"], True),
            ("Food and Health", ["actor/food-and-health"], True),
            ("Gamma and Sons", ["actor/gamma-and-sons"], False),
            ("and Beta", ["actor/beta"], False),
            ("Alpha as well as Beta", ["actor/alpha", "actor/beta"], False),
            ("Alpha or Beta", [], True),
            ("or Beta", [], True),
            ("Life or Death", [], True),
            ("Boots or Shoes", ["actor/boots-or-shoes"], False),
            ("Ornithology Orlando", ["actor/ornithology-orlando"], False),
        ],
    )
    def test_joined_are_several_if_each_is_known(
        self, item: str, nodes: list[str], *, is_reported: bool
    ) -> None:
        """
        "A and B" is two parties where each is a Threat Actor or has a record, else one and a finding.
        """
        actors = "\n- Alpha\n- Beta\n- Gamma and Sons\n- Boots or Shoes"
        found, named = parties(item, actors=actors, records=record("office", "Example Office", "EXO"))

        assert nodes == named
        assert is_reported == ("PK506" in codes(found))

    def test_that_are_not_known_are_no_node(self) -> None:
        """
        "not known" instead of a party is a claim without an object.
        """
        found, nodes = parties("not known")
        (claim,) = (claim for claim in found.claims if claim.predicate == term("pk:recipient"))

        assert [] == nodes
        assert (None, "not known") == (claim.object, claim.passage.text)

    @pytest.mark.parametrize("words", ["not known", "Not known", "unknown", "n/a", "?"])
    @pytest.mark.parametrize(
        ("field", "predicate"),
        [
            ("Threat_Actors", "pk:statedActor"),
            ("Affected", "pk:affected"),
            ("High_Risk_Groups", "pk:highRisk"),
        ],
    )
    def test_a_field_without_names_names_nobody(self, field: str, predicate: str, words: str) -> None:
        """
        Such words in place of actors or groups are a claim without an object, and no actor or group.
        """
        fields: dict[str, Any] = {field: words}
        found = converted(page_text(**fields))
        (claim,) = (claim for claim in found.claims if claim.predicate == term(predicate))

        assert (None, words) == (claim.object, claim.passage.text)
        assert [] == values(found, predicate, INCIDENT)

    @pytest.mark.parametrize(
        ("actors", "message"),
        [
            ("not known", "the page names no Threat Actor"),
            ("", "the page names no Threat Actor"),
            ("Alpha or Beta", "the Threat begins with none of the Threat Actors"),
        ],
    )
    def test_a_row_without_actors_is_reported(self, actors: str, message: str) -> None:
        """
        The finding states whether the page names no actor, or the row none of them.
        """
        found = of_threats("Somebody opening letters", actors=actors)
        (finding,) = (each for each in found.findings if each.rule.code == "PK018")

        assert finding.message.startswith(message)

    def test_a_group_that_is_not_known_is_reported_where_it_is(self) -> None:
        """
        A row whose only group is "not known" has no group, which is reported at these words.
        """
        found = converted(page_text(rows=(row_text(At_Risk_group="not known"),)))
        (finding,) = (each for each in found.findings if each.rule.code == "PK019")
        (claim,) = (claim for claim in found.claims if claim.predicate == term("pk:atRisk"))

        assert (None, claim.passage.span) == (claim.object, finding.span)
        assert [] == values(found, "pk:atRisk", ROW)


class TestNode:
    @pytest.mark.parametrize("name", ["apple", "Apple's", "Apple+"])
    def test_of_another_word_is_not_the_records(self, name: str) -> None:
        """
        A word that does not match a record's name never gets the record's IRI.
        """
        found = converted(page_text(Threat_Actors=name), record("apple", "Apple"))
        (node,) = values(found, "pk:statedActor")

        assert node.startswith("actor/apple-")
        assert ["pk:Actor"] == values(found, "rdf:type", Term(f"<{BASE}id/{node}>"))


NAMES = (
    "Alpha",
    "Alpha Corp",
    "Beta Ltd",
    "Beta",
    "Us",
    "US",
    "WHO",
    "alpha",
    "Alpha's",
    "Alpha+",
    "A-B",
)
JOINTS = (" and ", " & ", ", ", " or ", " selling ", " ", "'s ", "-", " (", ") ", " sold lists", " was ")
PHRASES = st.lists(st.sampled_from((*NAMES, *JOINTS)) | st.text(max_size=3), max_size=7).map("".join)


class TestAnyPage:
    @given(PHRASES, PHRASES)
    def test_labels_of_actors_are_in_the_threat_or_the_record(self, actors: str, threat: str) -> None:
        """
        Whatever the fields hold, a row's actor has a name that is in the Threat, or a record's.
        """
        known = record("alpha", "Alpha", "Alpha Corp")
        found = converted(page_text(Threat_Actors=actors, rows=(row_text(Threat=threat),)), known)
        nodes = {o for s, p, o in found.facts if p == term("pk:actor")}
        labels = shared(found.mentions, known)
        preferred = {s: literal_text(o) for s, p, o in labels if p == PREF_LABEL}
        acts = [plain(literal_text(o)) for _, p, o in found.facts if p == term("pk:act")]

        assert all(node in known or any(is_in(preferred[node], act) for act in acts) for node in nodes)


def plain(text: str) -> str:
    return names.form(text).casefold()


def is_in(label: str, act: str) -> bool:
    """Whether a label, its company form and what is in brackets left out, is in an act."""
    bare = plain(label).split(" ( ")[0].removesuffix(" ,").removesuffix(" ltd").removesuffix(" corp")
    return f" {bare} " in f" {act} "
