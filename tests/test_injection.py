"""SPARQL injection: an argument of a question is rejected or bound as a value."""

import pytest
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from builders import page_text
from privkg import build
from privkg.core.errors import UnknownNameError, UsageError
from privkg.query import questions
from privkg.query.questions import COMMON, Question
from privkg.store.graph import Graph, open_graph

TITLES = (
    'Stolen " } } ; DROP ALL #',
    "Stolen ' } UNION { ?s ?p ?o } #",
    "Stolen \\u0022 } SERVICE <http://127.0.0.1/> { ?s ?p ?o",
    "Stolen ?actor $harm ?wantedHarm",
)
WORDS = (
    *TITLES,
    "Disclosure",
    "disclosure }",
    "Disclosure solove:Exposure",
    "<https://w3id.org/privkg/solove#Disclosure>",
    "https://w3id.org/privkg/solove#Disclosure> <urn:x",
    "solove:Disclosure",
    "?harm",
    "UNDEF",
    '"',
    "'",
    "\\",
    "\\u007d",
    "#",
    "#? harm:",
    "} #",
    "\n} DELETE WHERE { ?s ?p ?o } #",
    "\r\n",
    "\x00",
    "\u202e",
    "\ud800",
    "%22%7D",
    "2014",
    '2014" } #',
    "2014-11-31",
    "1",
    "1) } #",
    "-1",
    "9" * 400,
    "RU",
    "RU) } #",
    "Reported",
    "derived",
    "derived } #",
    "Stolen",
    "x" * 100_000,
)
PARAMETERS = [
    (name, parameter.name)
    for name in questions.names()
    for parameter in (*questions.load(name).parameters, *COMMON)
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A graph of incidents whose titles would be SPARQL syntax if they were pasted into a query."""
    folder = tmp_path_factory.mktemp("injection")
    for number, title in enumerate(TITLES):
        (folder / f"{number}.txt").write_text(page_text(title), encoding="utf-8")
    build.build([folder], folder / "graph")
    return open_graph(folder / "graph")


class TestBinding:
    @pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
    def test_only_values_differ(self, name: str, parameter: str, graph: Graph) -> None:
        """
        An argument is rejected, or only the rows of VALUES differ in the algebra of the query.

        The status *derived* also turns off the lines that leave derived rows out.
        """
        question = questions.load(name)
        is_status = parameter == "claim-status"
        derived = [word for word in WORDS if is_status and word.startswith("derived")]
        for words in ([word for word in WORDS if word not in derived], derived):
            bound = {
                query for word in words if (query := bound_or_refused(question, parameter, word, graph))
            }
            shapes = {repr(shape(translateQuery(parseQuery(query)).algebra)) for query in bound}

            assert len(shapes) <= 1


def bound_or_refused(question: Question, parameter: str, word: str, graph: Graph) -> str | None:
    """Return the query with the argument bound, or None if it is rejected."""
    try:
        return question.bound({parameter: [word]}, graph)
    except (UnknownNameError, UsageError):
        return None


def shape(node: object) -> object:
    """Return an algebra as nested tuples, without the rows of VALUES."""
    if isinstance(node, CompValue):
        kept = {key: value for key, value in node.items() if (node.name, key) != ("values", "res")}
        return node.name, tuple((key, shape(value)) for key, value in sorted(kept.items()))
    if isinstance(node, dict):
        return tuple((str(key), shape(value)) for key, value in sorted(node.items()))
    if isinstance(node, (list, tuple)):
        return tuple(map(shape, node))
    if isinstance(node, (set, frozenset)):
        return tuple(sorted(map(str, node)))
    return str(node)
