"""The files of shapes: standard SHACL, one rule per file, with a reason and advice."""

import functools
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from rdflib import DCTERMS, FOAF, RDF, SH, XSD, Graph
from rdflib.term import BNode, Literal, Node, URIRef

import samples
from checkout import TESTS
from privkg.rdf.terms import BASE
from samples import SHAPES

NAMESPACE = f"{BASE}shapes#"
VOCABULARIES = TESTS / "vocabularies"
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
HEAD = re.compile(r"# Rule: (.+\.)\n# Why: (.+\.)\n# Question: (.+\?)\n\n")
PREFIX = re.compile(r"^PREFIX (\w+): <(.+)>$", re.MULTILINE)
STRUCTURE = {RDF.first, SH.alternativePath, SH.inversePath, SH.oneOrMorePath, SH.zeroOrMorePath}
# Keywords that are hard to screen, or that SHACL forbids with a pre-bound $this.
HARD = re.compile(
    r"\b(MINUS|VALUES|SERVICE|GRAPH|FROM|COUNT|SUM|MIN|MAX|GROUP BY|HAVING|NOW)\b", re.IGNORECASE
)


def text(rule: str) -> str:
    return (SHAPES / f"{rule}.ttl").read_text(encoding="utf-8")


def reporting(graph: Graph) -> list[Node]:
    return [*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)]


def iris(graph: Graph) -> Iterator[str]:
    yield from {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}


def queries(rule: str) -> list[str]:
    return [str(query) for query in samples.shapes(rule).objects(None, SH.select)]


@functools.cache
def known() -> set[str]:
    """Return the terms of the ontology, and of the foreign vocabularies that it uses."""
    lists = [path.read_text(encoding="utf-8").splitlines() for path in VOCABULARIES.glob("*.txt")]
    own = {str(node) for node in samples.ontology().subjects() if isinstance(node, URIRef)}
    return own | {line for lines in lists for line in lines if not line.startswith("#")}


class TestFiles:
    @pytest.mark.parametrize("rule", samples.rules())
    def test_opens_with_rule_reason_and_question(self, rule: str) -> None:
        """
        A file begins with the rule, its reason, and the question it serves.
        """
        assert HEAD.match(text(rule).replace("\n#   ", " "))

    @pytest.mark.parametrize("rule", samples.rules())
    def test_holds_one_node_shape_of_its_name(self, rule: str) -> None:
        """
        A file has one node shape, with the name of the file.
        """
        found = list(samples.shapes(rule).subjects(RDF.type, SH.NodeShape))

        assert [URIRef(NAMESPACE + rule)] == found

    @pytest.mark.parametrize("rule", samples.rules())
    def test_shapes_that_report_have_one_severity_and_one_message(self, rule: str) -> None:
        """
        The shapes of a rule have one severity and one message, an English sentence.
        """
        graph = samples.shapes(rule)
        severities = [set(graph.objects(shape, SH.severity)) for shape in reporting(graph)]
        messages = [set(graph.objects(shape, SH.message)) for shape in reporting(graph)]
        (message,) = messages[0]

        assert [severities[0]] * len(severities) == severities
        assert [{message}] * len(messages) == messages
        assert severities[0] < SEVERITIES
        assert isinstance(message, Literal)
        assert ("en", ".") == (message.language, message[-1])

    @pytest.mark.parametrize("rule", samples.rules())
    def test_names_everything_after_the_rule(self, rule: str) -> None:
        """
        Each node that a file describes has the name of the rule, except the prefixes of its queries.
        """
        graph = samples.shapes(rule)
        named = {
            str(node).removeprefix(NAMESPACE) for node in graph.subjects() if isinstance(node, URIRef)
        }

        assert set() == {
            name for name in named if not re.fullmatch(rf"{rule}(-.+)?|prefix(es|-\w+)", name)
        }

    def test_codes_are_unique(self) -> None:
        """
        No two rules have one code, and each code is of the range of shapes.
        """
        codes = Counter(
            str(code)
            for rule in samples.rules()
            for code in samples.shapes(rule).objects(None, DCTERMS.identifier)
        )

        assert len(samples.rules()) == len(codes) == codes.total()
        assert [] == [code for code in codes if not re.fullmatch(r"PK0\d\d", code)]

    @pytest.mark.parametrize("rule", samples.rules())
    def test_declares_the_prefixes_it_uses(self, rule: str) -> None:
        """
        The prefixes of a file are sorted, and each of them is used.
        """
        prefixes = [found[0] for found in PREFIX.findall(text(rule))]
        body = text(rule).rpartition("PREFIX ")[2].partition("\n")[2]

        assert [prefix for prefix in sorted(prefixes) if f"{prefix}:" in body] == prefixes

    @pytest.mark.parametrize("rule", samples.rules())
    def test_blank_nodes_are_lists_and_paths(self, rule: str) -> None:
        """
        Blank nodes are only lists and paths.
        """
        graph = samples.shapes(rule)
        blank = {node for node in graph.subjects() if isinstance(node, BNode)}
        named = {node for node in blank if not (set(graph.predicates(node)) & STRUCTURE)}

        assert set() == named


class TestTerms:
    @pytest.mark.parametrize("rule", samples.rules())
    def test_every_term_is_defined(self, rule: str) -> None:
        """
        Each term of a rule is in the ontology or in a known vocabulary.
        """
        strange = set(iris(samples.shapes(rule))) - known()
        closed = [node for node in strange if not any(node in names for names in (SH, FOAF, XSD))]

        assert [] == [node for node in closed if not node.startswith(NAMESPACE)]

    @pytest.mark.parametrize("rule", samples.rules())
    def test_every_shape_referred_to_is_described(self, rule: str) -> None:
        """
        Each shape that a file refers to is in the file.
        """
        graph = samples.shapes(rule)
        named = {node for node in iris(graph) if node.startswith(NAMESPACE)}

        assert named == {node for node in named if (URIRef(node), None, None) in graph}


class TestQueries:
    @pytest.mark.parametrize("rule", [rule for rule in samples.rules() if queries(rule)])
    def test_are_simple_enough_to_screen(self, rule: str) -> None:
        """
        A query has one SELECT, nothing that is hard to screen, and $this in a pattern of its first line.
        """
        for query in queries(rule):
            first = query.partition("WHERE {")[2].strip().splitlines()[0]

            assert (None, 1, "$this") == (HARD.search(query), query.count("SELECT"), first.split()[0])

    @pytest.mark.parametrize("rule", [rule for rule in samples.rules() if queries(rule)])
    def test_declare_the_prefixes_they_use(self, rule: str) -> None:
        """
        A file declares the prefixes of its queries, and no others.
        """
        graph = samples.shapes(rule)
        used = {found for query in queries(rule) for found in re.findall(r"(\w+):\w", query)}

        assert used == {str(prefix) for prefix in graph.objects(None, SH.prefix)}

    def test_prefixes_mean_the_same_everywhere(self) -> None:
        """
        A prefix has the same namespace in all files, so that they can be merged.
        """
        whole = Graph()
        for rule in samples.rules():
            whole += samples.shapes(rule)
        declared = [set(whole.objects(node, SH.namespace)) for node in whole.subjects(SH.prefix)]

        assert [1] * len(declared) == [len(namespaces) for namespaces in declared]
