"""Each rule finds what its samples announce and nothing else, and says what its author must write."""

import re
from collections import Counter

import pytest
from rdflib import DCTERMS, RDF, SH, Graph
from rdflib.term import Literal, Node, URIRef

from privkg.terms import BASE
from shapes import samples
from shapes.samples import SHAPES, Sample

NAMESPACE = f"{BASE}shapes#"
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
HEAD = re.compile(r"# Rule: (.+\.)\n# Why: (.+\.)\n# Question: (.+\?)\n\n")


def all_samples() -> list[Sample]:
    return [sample for rule in samples.rules() for sample in samples.of_rule(rule)]


def head(rule: str) -> str:
    """Return the head of a rule's file, each of its paragraphs as one line."""
    text = (SHAPES / f"{rule}.ttl").read_text(encoding="utf-8")
    return text.replace("\n#   ", " ")


def reporting(graph: Graph) -> list[Node]:
    return [*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)]


class TestSamples:
    @pytest.mark.parametrize("sample", all_samples(), ids=lambda sample: f"{sample.rule}/{sample.name}")
    def test_finds_what_is_announced(self, sample: Sample) -> None:
        """
        A rule finds in a sample exactly what the sample announces.
        """
        found = sample.findings(samples.shapes(sample.rule))

        assert sample.announced == found

    @pytest.mark.parametrize("rule", samples.rules())
    def test_some_pass_and_some_fail(self, rule: str) -> None:
        """
        A rule has samples that pass and samples that fail, named so.
        """
        kinds = {(sample.name.split("-")[0], bool(sample.announced)) for sample in samples.of_rule(rule)}

        assert {("pass", False), ("fail", True)} == kinds

    def test_each_folder_has_its_rule(self) -> None:
        """
        No samples are left of a rule that is gone.
        """
        folders = {path.name for path in samples.FOLDER.iterdir() if any(path.glob("pass*.ttl"))}

        assert set(samples.rules()) == folders


class TestFiles:
    @pytest.mark.parametrize("rule", samples.rules())
    def test_opens_with_rule_reason_and_question(self, rule: str) -> None:
        """
        A file says first what the rule is, why it is, and which question it serves.
        """
        assert HEAD.match(head(rule))

    @pytest.mark.parametrize("rule", samples.rules())
    def test_holds_one_node_shape_of_its_name(self, rule: str) -> None:
        """
        A file has one node shape, called as the file is.
        """
        found = list(samples.shapes(rule).subjects(RDF.type, SH.NodeShape))

        assert [URIRef(NAMESPACE + rule)] == found

    @pytest.mark.parametrize("rule", samples.rules())
    def test_shapes_that_report_have_one_severity_and_one_message(self, rule: str) -> None:
        """
        The shapes of a rule weigh the same and say the same, in English, as a sentence.
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
        Whatever a file describes bears the name of the rule, except the prefixes of its queries.
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
