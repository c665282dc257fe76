"""The files of shapes: standard SHACL, one rule per file, with a reason and advice."""

import functools
import re
from collections import Counter
from collections.abc import Iterable

from rdflib import DCTERMS, FOAF, RDF, SH, XSD, Graph
from rdflib.term import BNode, Literal, Node, URIRef

import samples
from checkout import TESTS
from privkg.rdf.terms import BASE
from samples import SHAPES

RULES = samples.rules()
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


def iris_of(nodes: Iterable[Node]) -> set[str]:
    return {str(node) for node in nodes if isinstance(node, URIRef)}


def iris(graph: Graph) -> set[str]:
    return iris_of(node for triple in graph for node in triple)


def has_one_severity_and_one_message(rule: str) -> bool:
    graph = samples.shapes(rule)
    (severities, *others), (messages, *further) = (
        [set(graph.objects(shape, predicate)) for shape in reporting(graph)]
        for predicate in (SH.severity, SH.message)
    )
    (message,) = messages
    is_sentence = isinstance(message, Literal) and ("en", ".") == (message.language, message[-1])
    is_same = all(each == severities for each in others) and all(each == messages for each in further)
    return is_sentence and is_same and severities < SEVERITIES


def queries(rule: str) -> list[str]:
    return [str(query) for query in samples.shapes(rule).objects(None, SH.select)]


@functools.cache
def known() -> set[str]:
    """Return the terms of the ontology, and of the foreign vocabularies that it uses."""
    lists = [path.read_text(encoding="utf-8").splitlines() for path in VOCABULARIES.glob("*.txt")]
    own = {str(node) for node in samples.ontology().subjects() if isinstance(node, URIRef)}
    return own | {line for lines in lists for line in lines if not line.startswith("#")}


class TestFiles:
    def test_opens_with_rule_reason_and_question(self) -> None:
        """
        A file begins with the rule, its reason, and the question it serves.
        """
        heads = {rule: text(rule).replace("\n#   ", " ") for rule in RULES}

        assert [] == [rule for rule, head in heads.items() if not HEAD.match(head)]

    def test_holds_one_node_shape_of_its_name(self) -> None:
        """
        A file has one node shape, with the name of the file.
        """
        found = {rule: [*samples.shapes(rule).subjects(RDF.type, SH.NodeShape)] for rule in RULES}

        assert [] == [rule for rule in RULES if found[rule] != [URIRef(NAMESPACE + rule)]]

    def test_shapes_that_report_have_one_severity_and_one_message(self) -> None:
        """
        The shapes of a rule have one severity and one message, an English sentence.
        """
        assert [] == [rule for rule in RULES if not has_one_severity_and_one_message(rule)]

    def test_names_everything_after_the_rule(self) -> None:
        """
        Each node that a file describes has the name of the rule, except the prefixes of its queries.
        """
        assert [] == [
            f"{rule}: {name}"
            for rule in RULES
            for name in sorted(iris_of(samples.shapes(rule).subjects()))
            if not re.fullmatch(rf"{NAMESPACE}({rule}(-.+)?|prefix(es|-\w+))", name)
        ]

    def test_codes_are_unique(self) -> None:
        """
        No two rules have one code, and each code is of the range of shapes.
        """
        codes = Counter(
            str(code)
            for rule in RULES
            for code in samples.shapes(rule).objects(None, DCTERMS.identifier)
        )

        assert len(RULES) == len(codes) == codes.total()
        assert [] == [code for code in codes if not re.fullmatch(r"PK0\d\d", code)]

    def test_declares_the_prefixes_it_uses(self) -> None:
        """
        The prefixes of a file are sorted, and each of them is used.
        """
        prefixes = {rule: [found[0] for found in PREFIX.findall(text(rule))] for rule in RULES}
        bodies = {rule: text(rule).rpartition("PREFIX ")[2].partition("\n")[2] for rule in RULES}

        assert [] == [
            (rule, declared)
            for rule, declared in prefixes.items()
            if [each for each in sorted(declared) if f"{each}:" in bodies[rule]] != declared
        ]

    def test_blank_nodes_are_lists_and_paths(self) -> None:
        """
        Blank nodes are only lists and paths.
        """
        assert [] == [
            (rule, {*graph.predicates(node)})
            for rule, graph in ((rule, samples.shapes(rule)) for rule in RULES)
            for node in set(graph.subjects())
            if isinstance(node, BNode) and not set(graph.predicates(node)) & STRUCTURE
        ]


class TestTerms:
    def test_every_term_is_defined(self) -> None:
        """
        Each term of a rule is in the ontology or in a known vocabulary.
        """
        assert [] == [
            f"{rule}: {node}"
            for rule in RULES
            for node in sorted(iris(samples.shapes(rule)) - known())
            if not any(node in names for names in (SH, FOAF, XSD)) and not node.startswith(NAMESPACE)
        ]

    def test_every_shape_that_is_named_is_described(self) -> None:
        """
        Each shape that a file refers to is in the file.
        """
        assert [] == [
            f"{rule}: {node}"
            for rule in RULES
            for node in sorted(iris(samples.shapes(rule)))
            if node.startswith(NAMESPACE) and (URIRef(node), None, None) not in samples.shapes(rule)
        ]


class TestQueries:
    def test_are_simple_enough_to_screen(self) -> None:
        """
        A query has one SELECT, nothing that is hard to screen, and $this in a pattern of its first line.
        """
        hard = [
            (rule, HARD.search(query), query.count("SELECT"), first.split()[0])
            for rule in RULES
            for query in queries(rule)
            for first in query.partition("WHERE {")[2].strip().splitlines()[:1]
        ]

        assert any(queries(rule) for rule in RULES)
        assert [] == [each for each in hard if each[1:] != (None, 1, "$this")]

    def test_declare_the_prefixes_they_use(self) -> None:
        """
        A file declares the prefixes of its queries, and no others.
        """
        used = {rule: set(re.findall(r"(\w+):\w", "\n".join(queries(rule)))) for rule in RULES}

        assert [] == [
            (rule, used[rule])
            for rule in RULES
            if queries(rule) and used[rule] != {*map(str, samples.shapes(rule).objects(None, SH.prefix))}
        ]

    def test_prefixes_mean_the_same_everywhere(self) -> None:
        """
        A prefix has the same namespace in all files, so that they can be merged.
        """
        whole = Graph()
        for rule in RULES:
            whole += samples.shapes(rule)
        declared = [set(whole.objects(node, SH.namespace)) for node in whole.subjects(SH.prefix)]

        assert [1] * len(declared) == [len(namespaces) for namespaces in declared]
