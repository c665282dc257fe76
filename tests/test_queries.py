"""Each question gives its expected answer on its data, and binds what it is given, whatever that is.

`tests/queries/<question>/` holds `data.ttl`, and for each case `arguments-<case>.txt` with
`expected-<case>.csv`; `expected.csv` is the case with the question's own example.
"""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privkg import answers, asking, iris, queries, taxonomy
from privkg.errors import UnknownNameError
from privkg.store import generations, manifest, rdf
from privkg.store.graph import Graph, open_graph
from privkg.terms import Term, term

CASES = Path(__file__).parent / "queries"
HEADLINE = "actors-linked-to-harms"


def cases() -> Iterator[tuple[str, str, Path]]:
    for folder in sorted(CASES.iterdir()):
        yield folder.name, queries.load(folder.name).example, folder / "expected.csv"
        for arguments in sorted(folder.glob("arguments-*.txt")):
            expected = arguments.with_name(arguments.name.replace("arguments", "expected"))
            yield folder.name, arguments.read_text(), expected.with_suffix(".csv")


def values_of(arguments: str) -> dict[str, list[str]]:
    words = shlex.split(arguments)
    found: dict[str, list[str]] = {}
    for name, value in zip(words[::2], words[1::2], strict=True):
        found.setdefault(name.removeprefix("--"), []).append(value)
    return found


def graph_of(data: Path, directory: Path) -> Graph:
    graphs = {"shared": rdf.read_turtle(data), "ontology": taxonomy.triples()}
    lines = [(iris.graph(name), manifest.lines_of(iris.graph(name), graphs[name])) for name in graphs]
    with generations.building(directory):
        generations.write(directory, lines, ())
    return open_graph(directory)


class TestAnswers:
    @pytest.mark.parametrize(("name", "arguments", "expected"), list(cases()))
    def test_gives_the_expected_answer(
        self, name: str, arguments: str, expected: Path, tmp_path: Path
    ) -> None:
        """
        A question answers its sample data as its expected file says, in that order.
        """
        graph = graph_of(CASES / name / "data.ttl", tmp_path / "graph")

        answer = asking.ask(graph, queries.load(name), values_of(arguments))

        assert expected.read_bytes().replace(b"\r\n", b"\n") == answers.to_results(
            answer, "csv"
        ).replace(b"\r\n", b"\n")


class TestHeads:
    @pytest.mark.parametrize("name", queries.names())
    def test_columns_are_those_of_the_query(self, name: str, tmp_path: Path) -> None:
        """
        The columns a head explains are the columns the query selects, in that order.
        """
        question = queries.load(name)
        graph = graph_of(CASES / name / "data.ttl", tmp_path / "graph")
        selected = graph.answer(question.text, "csv", "turtle")[1].decode().splitlines()[0]

        assert ",".join(question.columns) == selected

    @pytest.mark.parametrize("name", queries.names())
    def test_prefixes_are_sorted_and_used(self, name: str) -> None:
        """
        A question declares its prefixes in one block, in order, and only those it uses.
        """
        text = queries.load(name).text
        declared = [line.split()[1] for line in text.splitlines() if line.startswith("PREFIX")]
        body = text.rsplit("PREFIX", 1)[1].split("\n", 1)[1]

        assert [prefix for prefix in sorted(declared) if prefix in body] == declared


class TestBinding:
    def test_a_misspelt_word_is_refused_with_what_comes_near(self) -> None:
        """
        A word that names no concept is an error that suggests one.
        """
        with pytest.raises(UnknownNameError, match="did you mean Surveillance"):
            queries.load(HEADLINE).bound({"harm": ["Surveilance"]})

    @given(st.text())
    def test_no_word_changes_the_query_but_a_known_one(self, word: str) -> None:
        """
        Whatever is given, the query is refused, or differs in its VALUES blocks alone.
        """
        question = queries.load(HEADLINE)
        concept = taxonomy.harms_and_groups().find(word)
        if concept is None:
            with pytest.raises(UnknownNameError):
                question.bound({"harm": [word]})
        else:
            named = taxonomy.with_narrower(concept.iri)
            bound = question.bound({"harm": [word]})

            assert question.bound({"harm": ["Blackmail"]}).split() == without(bound, named).split()


def without(query: str, named: tuple[Term, ...]) -> str:
    """Return a query with the harm of blackmail where other harms are named."""
    blackmail = term("solove:Blackmail")
    pairs = " ".join(f"({named[0]} {each})" for each in sorted(named))
    return (
        query.replace(pairs, f"({blackmail} {blackmail})")
        .replace(f"{{ {' '.join(sorted(named))} }}", f"{{ {blackmail} }}")
        .replace(f"{{ {named[0]} }}", f"{{ {blackmail} }}")
    )
