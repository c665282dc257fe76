"""A question is one file; what is wrong in its head is told with its place."""

from pathlib import Path

import pytest

from privkg.core.errors import AssetError, UnknownNameError, UsageError
from privkg.query import questions
from privkg.query.parameters import TYPES

HEAD = """\
#+ summary: Which actors are there?
#+ description: All of them.
#+ parameters:
#+   actor-type: [only actors of this type]
#+   harm: only of this harm
#+ columns:
#+   actor: the actor's IRI
#+ view: {kind: table}
#+ example: --actor-type Company
"""
QUERY = """\
SELECT ?actor {
  ?actor a ?type .
  #? actor-type: VALUES ?wantedActorType { pk:Vendor }
  #? actor-type: FILTER (?type = ?wantedActorType)
  #? harm actor-type: VALUES (?askedHarm ?wantedHarm) { (solove:Insecurity solove:Insecurity) }
  #? harm: VALUES ?askedHarm { solove:Insecurity }
}
"""
STATUSES = TYPES["claim-status"].words(None)
INVASION = ("Invasion", "DecisionalInterference", "Intrusion")


def read(folder: Path, head: str, query: str = QUERY) -> questions.Question:
    path = folder / "which-actors.rq"
    path.write_text(f"{head}\n{query}", encoding="utf-8")
    return questions.read(path)


class TestRead:
    def test_a_head_is_read(self, tmp_path: Path) -> None:
        """
        A question has its file's name, its head's words, and its SPARQL without the head.
        """
        question = read(tmp_path, HEAD)

        assert ("which-actors", "Which actors are there?", QUERY) == (
            question.name,
            question.summary,
            question.text,
        )

    @pytest.mark.parametrize(
        ("old", "new", "place"),
        [
            ("Which actors are", "Which: actors: are", "1:18"),
            ("[only actors of this type]", "[only", "5:10"),
            ("#+ example: ", "#+ \texample: ", "9:4"),
            ("#+ columns:", "#+  columns:", "6:5"),
        ],
    )
    def test_a_head_that_is_no_yaml_is_told_its_place(
        self, tmp_path: Path, old: str, new: str, place: str
    ) -> None:
        """
        The line and column are those of the file.
        """
        with pytest.raises(
            AssetError, match=rf"which-actors\.rq:{place}: the head is no YAML: \w"
        ) as told:
            read(tmp_path, HEAD.replace(old, new))

        assert 1 == len(str(told.value).splitlines())

    @pytest.mark.parametrize("value", ["9" * 5_000, "2020-99-99", "[" * 10_000])
    def test_a_value_that_is_none_is_told(self, tmp_path: Path, value: str) -> None:
        """
        A number that is too long, a day that is none and lists without end make a head no YAML.
        """
        with pytest.raises(AssetError, match=r"which-actors\.rq.*: the head is no YAML: "):
            read(tmp_path, HEAD.replace("Which actors are there?", value))

    @pytest.mark.parametrize("name", ["summary", "description", "columns", "view", "example"])
    def test_what_a_head_lacks_is_named(self, tmp_path: Path, name: str) -> None:
        """
        A head without one of its parts is refused by that part's name.
        """
        with pytest.raises(AssetError, match=f"which-actors.rq: the head lacks '{name}'"):
            read(tmp_path, HEAD.replace(f"#+ {name}:", f"#+ {name}s:"))

    @pytest.mark.parametrize("head", ["", "# no head\n", "#+ - a list\n", "#+ a text\n"])
    def test_no_head_is_told(self, tmp_path: Path, head: str) -> None:
        """
        A file whose first lines are no head is refused.
        """
        with pytest.raises(AssetError, match="has no head"):
            read(tmp_path, head)

    def test_an_unknown_parameter_is_named(self, tmp_path: Path) -> None:
        """
        A parameter of no type there is, is found when the file is read.
        """
        with pytest.raises(AssetError, match="a type of parameter; none is called 'actor-kind'"):
            read(tmp_path, HEAD.replace("actor-type:", "actor-kind:"))

    @pytest.mark.parametrize(
        ("view", "words"),
        [
            ("{kind: pie}", "a view; 'pie' is none"),
            ("{kind: bar, label: actor}", "a view; 'bar' is none, or a part of it is missing"),
            ("{kind: bar, label: actor, value: rows}", "a column that its view names"),
        ],
    )
    def test_a_view_is_one_that_can_be_shown(self, tmp_path: Path, view: str, words: str) -> None:
        """
        A view has its parts, and they are columns.
        """
        with pytest.raises(AssetError, match=words):
            read(tmp_path, HEAD.replace("{kind: table}", view))


class TestBound:
    def test_lines_of_what_is_given_count(self, tmp_path: Path) -> None:
        """
        A line counts if all the parameters it names are given; the others are left out.
        """
        bound = read(tmp_path, HEAD, QUERY).bound({"actor-type": ["CriminalGroup"]})
        namespace = "https://w3id.org/privkg/ns#"
        expected = f"""\
SELECT ?actor {{
  ?actor a ?type .
  VALUES ?wantedActorType {{ <{namespace}CriminalGroup> }}
  FILTER (?type = ?wantedActorType)
}}
"""

        assert expected == bound

    def test_without_values_no_line_counts(self, tmp_path: Path) -> None:
        """
        A parameter that is not given leaves nothing in the query.
        """
        bound = read(tmp_path, HEAD).bound({"actor-type": []})

        assert "SELECT ?actor {\n  ?actor a ?type .\n}\n" == bound

    def test_blocks_hold_what_is_asked_and_what_is_narrower(self, tmp_path: Path) -> None:
        """
        What is asked stands by itself, and beside each thing that it stands for.
        """
        values = {"harm": ["Invasion"], "actor-type": ["Vendor"]}
        bound = read(tmp_path, HEAD).bound(values)
        asked, *narrower = [f"<https://w3id.org/privkg/solove#{name}>" for name in INVASION]
        pairs = " ".join(f"({asked} {each})" for each in sorted([asked, *narrower]))

        assert f"VALUES (?askedHarm ?wantedHarm) {{ {pairs} }}\n" in bound
        assert f"VALUES ?askedHarm {{ {asked} }}\n" in bound

    def test_a_query_has_a_block_for_each_parameter(self, tmp_path: Path) -> None:
        """
        A query without a place for the values of its parameter is refused.
        """
        with pytest.raises(AssetError, match=r"no VALUES block for \?askedActorType or "):
            read(tmp_path, HEAD, "ASK {}").bound({"actor-type": ["Company"]})

    def test_a_date_is_given_once(self, tmp_path: Path) -> None:
        """
        A parameter that can have one value only is refused a second.
        """
        question = read(tmp_path, HEAD.replace("harm:", "from:"))

        with pytest.raises(UsageError, match="--from is given 2 times; give it once"):
            question.bound({"from": ["2014", "2015"]})

    def test_an_unknown_parameter_is_told(self, tmp_path: Path) -> None:
        """
        A value for a parameter that the question has not is refused with one it has.
        """
        with pytest.raises(UnknownNameError, match='did you mean "actor-type"'):
            read(tmp_path, HEAD).bound({"actor-types": ["Company"]})

    @pytest.mark.parametrize(
        ("given", "left"),
        [
            ({"basis": ["derived"]}, "Derived"),
            ({"basis": ["asserted"], "claim-status": ["Derived", "Denied"]}, "Denied"),
        ],
    )
    def test_a_basis_is_told_as_claim_statuses(
        self, tmp_path: Path, given: dict[str, list[str]], left: str
    ) -> None:
        """
        What a rule derived is of the status derived, and what a page asserts of any other.
        """
        query = "SELECT * {\n#? claim-status: VALUES ?wantedClaimStatus { pk:Reported }\n}"

        assert f"{{ <https://w3id.org/privkg/ns#{left}> }}" in read(tmp_path, HEAD, query).bound(given)

    @pytest.mark.parametrize(
        ("given", "unwanted"),
        [
            ({"basis": ["asserted"]}, ["Derived"]),
            (
                {"claim-status": ["NotUnderstood"]},
                [name for name in STATUSES if name != "NotUnderstood"],
            ),
            (
                {"claim-status": ["NotUnderstood", "Denied"]},
                [name for name in STATUSES if name not in ("Denied", "NotUnderstood")],
            ),
        ],
    )
    def test_rows_without_a_status_are_found_by_what_they_are_not(
        self, tmp_path: Path, given: dict[str, list[str]], unwanted: list[str]
    ) -> None:
        """
        Where rows without a status are wanted, all other statuses that are not wanted are left out.
        """
        query = "SELECT * {\n#? unwanted-status: VALUES ?unwantedClaimStatus { pk:Derived }\n}"
        statuses = " ".join(f"<https://w3id.org/privkg/ns#{name}>" for name in unwanted)

        assert f"{{ {statuses} }}" in read(tmp_path, HEAD, query).bound(given)

    def test_all_statuses_are_no_restriction(self, tmp_path: Path) -> None:
        """
        Who wants every status, and rows without one, asks for everything.
        """
        question = read(tmp_path, HEAD)

        assert question.bound({}) == question.bound({"claim-status": STATUSES})

    def test_a_basis_without_its_status_is_refused(self, tmp_path: Path) -> None:
        """
        A basis and a claim status that exclude each other leave nothing to ask.
        """
        with pytest.raises(UsageError, match="leave one of them out"):
            read(tmp_path, HEAD).bound({"basis": ["derived"], "claim-status": ["Reported"]})

    def test_an_unknown_question_is_told(self) -> None:
        """
        A name that no question has comes with one that is near.
        """
        with pytest.raises(UnknownNameError, match='did you mean "actors-linked-to-harms"'):
            questions.load("actors-linked-to-harm")
