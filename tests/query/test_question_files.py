"""A question is one file; errors in its header have a line and column."""

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
  #? harm actor-type: VALUES (?givenHarm ?wantedHarm) { (solove:Insecurity solove:Insecurity) }
  #? harm: VALUES ?givenHarm { solove:Insecurity }
}
"""
STATUSES = TYPES["claim-status"].words(None)
INVASION = ("Invasion", "DecisionalInterference", "Intrusion")


def read(folder: Path, head: str, query: str = QUERY) -> questions.Question:
    path = folder / "which-actors.rq"
    path.write_text(f"{head}\n{query}", encoding="utf-8")
    return questions.read(path)


class TestRead:
    def test_a_header_is_read(self, tmp_path: Path) -> None:
        """
        A question has the name of its file, the summary of its header, and SPARQL without the header.
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
    def test_an_error_of_yaml_has_its_place(
        self, tmp_path: Path, old: str, new: str, place: str
    ) -> None:
        """
        A header that is not valid YAML is an error with the line and column in the file.
        """
        with pytest.raises(
            AssetError, match=rf"which-actors\.rq:{place}: the header is not valid YAML: \w"
        ) as caught:
            read(tmp_path, HEAD.replace(old, new))

        assert 1 == len(str(caught.value).splitlines())

    @pytest.mark.parametrize("value", ["9" * 5_000, "2020-99-99", "[" * 10_000])
    def test_a_value_that_python_rejects_is_an_error(self, tmp_path: Path, value: str) -> None:
        """
        A number that is too long, an impossible day and lists that nest too deep are invalid YAML.
        """
        with pytest.raises(AssetError, match=r"which-actors\.rq.*: the header is not valid YAML: "):
            read(tmp_path, HEAD.replace("Which actors are there?", value))

    @pytest.mark.parametrize("name", ["summary", "description", "columns", "view", "example"])
    def test_a_missing_key_is_named(self, tmp_path: Path, name: str) -> None:
        """
        A header without a required key is rejected with the name of the key.
        """
        with pytest.raises(AssetError, match=f"which-actors.rq: the header has no .{name}."):
            read(tmp_path, HEAD.replace(f"#+ {name}:", f"#+ {name}s:"))

    @pytest.mark.parametrize("head", ["", "# no head\n", "#+ - a list\n", "#+ a text\n"])
    def test_a_missing_header_is_an_error(self, tmp_path: Path, head: str) -> None:
        """
        A file that does not begin with a header is rejected.
        """
        with pytest.raises(AssetError, match="no header"):
            read(tmp_path, head)

    def test_an_unknown_parameter_is_named(self, tmp_path: Path) -> None:
        """
        A parameter without a type is rejected when the file is read.
        """
        with pytest.raises(AssetError, match=r"unknown parameter .actor-kind.; write one of: actor, "):
            read(tmp_path, HEAD.replace("actor-type:", "actor-kind:"))

    @pytest.mark.parametrize(
        ("view", "words"),
        [
            ("{kind: pie}", "unknown kind of view .pie.; write one of: map, table, bar"),
            ("{kind: bar, label: actor}", "a view of kind .bar. requires value"),
            ("{kind: bar, label: actor, value: rows}", "the column .rows., which is not in the columns"),
        ],
    )
    def test_an_invalid_view_is_rejected(self, tmp_path: Path, view: str, words: str) -> None:
        """
        A view has a known kind and, for each role of the kind, a column.
        """
        with pytest.raises(AssetError, match=words):
            read(tmp_path, HEAD.replace("{kind: table}", view))


class TestBound:
    def test_lines_of_given_parameters_are_kept(self, tmp_path: Path) -> None:
        """
        A line is part of the query if all the parameters it names are given.
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

    def test_lines_of_other_parameters_are_removed(self, tmp_path: Path) -> None:
        """
        The lines of a parameter without values are not part of the query.
        """
        bound = read(tmp_path, HEAD).bound({"actor-type": []})

        assert "SELECT ?actor {\n  ?actor a ?type .\n}\n" == bound

    def test_blocks_have_the_given_and_the_narrower_terms(self, tmp_path: Path) -> None:
        """
        VALUES blocks have the given term alone, or paired with itself and each narrower term.
        """
        values = {"harm": ["Invasion"], "actor-type": ["Vendor"]}
        bound = read(tmp_path, HEAD).bound(values)
        invasion, *narrower = [f"<https://w3id.org/privkg/solove#{name}>" for name in INVASION]
        pairs = " ".join(f"({invasion} {each})" for each in sorted([invasion, *narrower]))

        assert f"VALUES (?givenHarm ?wantedHarm) {{ {pairs} }}\n" in bound
        assert f"VALUES ?givenHarm {{ {invasion} }}\n" in bound

    def test_a_query_has_a_block_for_each_parameter(self, tmp_path: Path) -> None:
        """
        A query without a VALUES block for a parameter is rejected.
        """
        with pytest.raises(AssetError, match=r"no VALUES block for \?givenActorType or "):
            read(tmp_path, HEAD, "ASK {}").bound({"actor-type": ["Company"]})

    def test_a_date_is_given_once(self, tmp_path: Path) -> None:
        """
        A second value for a parameter that takes one value is rejected.
        """
        question = read(tmp_path, HEAD.replace("harm:", "from:"))

        with pytest.raises(UsageError, match="the parameter from is given 2 times; give it once"):
            question.bound({"from": ["2014", "2015"]})

    def test_a_value_for_an_unknown_parameter_is_rejected(self, tmp_path: Path) -> None:
        """
        A parameter that the question does not have is rejected with a suggestion.
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
    def test_a_basis_is_bound_as_claim_statuses(
        self, tmp_path: Path, given: dict[str, list[str]], left: str
    ) -> None:
        """
        The basis "derived" selects the status derived, and "asserted" all other statuses.
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
    def test_rows_without_a_status_are_selected_by_exclusion(
        self, tmp_path: Path, given: dict[str, list[str]], unwanted: list[str]
    ) -> None:
        """
        To include rows without a status, the query excludes the statuses that are not wanted.
        """
        query = "SELECT * {\n#? unwanted-status: VALUES ?unwantedClaimStatus { pk:Derived }\n}"
        statuses = " ".join(f"<https://w3id.org/privkg/ns#{name}>" for name in unwanted)

        assert f"{{ {statuses} }}" in read(tmp_path, HEAD, query).bound(given)

    def test_all_statuses_are_no_restriction(self, tmp_path: Path) -> None:
        """
        Giving every status, and NotUnderstood, is the same as giving none.
        """
        question = read(tmp_path, HEAD)

        assert question.bound({}) == question.bound({"claim-status": STATUSES})

    def test_a_basis_without_its_status_is_rejected(self, tmp_path: Path) -> None:
        """
        A basis and a claim status that exclude each other are rejected.
        """
        with pytest.raises(UsageError, match="leave out claim-status or basis"):
            read(tmp_path, HEAD).bound({"basis": ["derived"], "claim-status": ["Reported"]})

    def test_an_unknown_question_is_rejected(self) -> None:
        """
        An unknown name of a question is rejected with a suggestion.
        """
        with pytest.raises(UnknownNameError, match='did you mean "actors-linked-to-harms"'):
            questions.load("actors-linked-to-harm")
