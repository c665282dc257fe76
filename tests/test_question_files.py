"""A question is one file; what is wrong in its head is told with its place."""

from pathlib import Path

import pytest

from privkg import queries
from privkg.errors import AssetError, UnknownNameError

HEAD = """\
#+ summary: Which actors are there?
#+ description: All of them.
#+ parameters:
#+   actor-type:
#+     variables: [type]
#+     vocabulary: actor_types
#+     meaning: only actors of this type
#+ columns:
#+   actor: the actor's IRI
#+ example: --actor-type Company
"""
QUERY = "SELECT ?actor { VALUES ?type { UNDEF } ?actor a ?type } ORDER BY ?actor\n"


def read(folder: Path, head: str, query: str = QUERY) -> queries.Question:
    path = folder / "which-actors.rq"
    path.write_text(f"{head}\n{query}", encoding="utf-8")
    return queries.read(path)


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
            ("[type]", "[type", "6:18"),
            ("#+ example: ", "#+ \texample: ", "10:4"),
            ("#+ columns:", "#+  columns:", "8:5"),
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

    @pytest.mark.parametrize("name", ["summary", "description", "columns", "example"])
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

    def test_an_unknown_vocabulary_is_named(self, tmp_path: Path) -> None:
        """
        A parameter of a vocabulary that does not exist is found when the file is read.
        """
        with pytest.raises(AssetError, match="a vocabulary; none is called 'actor_kinds'"):
            read(tmp_path, HEAD.replace("actor_types", "actor_kinds"))


class TestBound:
    def test_values_stand_in_their_block(self, tmp_path: Path) -> None:
        """
        The concepts that the words name replace the default, in one order.
        """
        bound = read(tmp_path, HEAD).bound({"actor-type": ["Vendor", "company"]})
        namespace = "https://w3id.org/privkg/ns#"

        assert QUERY.replace("UNDEF", f"<{namespace}Company> <{namespace}Vendor>") == bound

    def test_without_values_the_default_stays(self, tmp_path: Path) -> None:
        """
        A parameter that is not given leaves the query as it is.
        """
        assert QUERY == read(tmp_path, HEAD).bound({"actor-type": []})

    @pytest.mark.parametrize("query", ["ASK {}", QUERY.replace("}", "} VALUES ?type { UNDEF }", 1)])
    def test_a_query_has_one_block_for_a_variable(self, tmp_path: Path, query: str) -> None:
        """
        A query without a place for its parameter, or with two, is refused.
        """
        with pytest.raises(AssetError, match=r"VALUES blocks for \?type; it needs one"):
            read(tmp_path, HEAD, query).bound({"actor-type": ["Company"]})

    def test_an_unknown_question_is_told(self) -> None:
        """
        A name that no question has comes with one that is near.
        """
        with pytest.raises(UnknownNameError, match="did you mean actors-linked-to-harms"):
            queries.load("actors-linked-to-harm")
