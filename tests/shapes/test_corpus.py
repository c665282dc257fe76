"""What the shapes say of the real page and of the project's own corpus, all rules read as one."""

import functools

import pytest
import rdflib
from rdflib import RDF, RDFS, SH, XSD
from rdflib.collection import Collection
from rdflib.term import Literal, Node, URIRef

import samples
from privkg.rdf.terms import PREFIXES
from privkg.store.graph import Graph

# Text of a fixed form, made by a rule and not by an author.
FORMS = {"https://w3id.org/privkg/ns#dateEdtf"}


@functools.cache
def all_shapes() -> rdflib.Graph:
    whole = rdflib.Graph()
    for rule in samples.rules():
        whole += samples.shapes(rule)
    return whole


def copied(built: Graph) -> rdflib.Graph:
    """Return the union of a built graph's graphs, apart from its store."""
    copy = rdflib.Graph()
    for triple in built.rdflib():
        copy.add(triple)
    return copy


def targets(graph: rdflib.Graph, rule: str) -> set[Node]:
    """Return the focus nodes of a rule that aims at classes and at objects of properties."""
    shape, found = URIRef(f"https://w3id.org/privkg/shapes#{rule}"), set[Node]()
    for aim in all_shapes().objects(shape, SH.targetObjectsOf):
        found |= set(graph.objects(None, aim))
    for aim in all_shapes().objects(shape, SH.targetClass):
        for kind in graph.transitive_subjects(RDFS.subClassOf, aim):
            found |= set(graph.subjects(RDF.type, kind))
    return found


def texts_of(rule: str) -> set[str]:
    """Return the properties whose texts a rule looks at."""
    shapes = samples.shapes(rule)
    (options,) = shapes.objects(None, SH.alternativePath)
    return {str(option) for option in Collection(shapes, options)}


@pytest.fixture(scope="module")
def corpus_facts(corpus: Graph) -> rdflib.Graph:
    return copied(corpus)


class TestPages:
    def test_the_real_page_has_two_notes(self, moscow: Graph) -> None:
        """
        The page puts "Females" beside "People in Moscow", and names no purposes of its secondary use.
        """
        incident = "incident/access-to-face-recognition-search-of-moscow-cameras-system-is-for-sale"

        assert (
            f"Info <{incident}/v2> - OrConstraintComponent",
            f"Info <{incident}> pk:highRisk SPARQLConstraintComponent",
        ) == tuple(line for line in samples.findings(copied(moscow), all_shapes()) if incident in line)

    def test_records_break_no_rule_where_nobody_speaks_of_them(self, moscow: Graph) -> None:
        """
        What ships beside a page, such as authority records, makes no Violation of its own.
        """
        found = samples.findings(copied(moscow), all_shapes())

        assert [] == [line for line in found if line.startswith("Violation")]

    def test_the_corpus_has_notes_on_blackmail_only(self, corpus_facts: rdflib.Graph) -> None:
        """
        One incident of the corpus states, marks and breaks down a harm that another has replaced.
        """
        found = samples.findings(corpus_facts, all_shapes())

        assert [("Info", f"pk:{name}") for name in ("harm", "markedHarm", "statedHarm")] == [
            (line.split()[0], line.split()[2]) for line in found
        ]


class TestPrivacy:
    @pytest.mark.parametrize(
        "rule", [rule for rule in samples.rules() if rule.startswith("text-has-no-")]
    )
    def test_no_text_is_left_out(self, rule: str, corpus_facts: rdflib.Graph) -> None:
        """
        Each property that has a text in the corpus is looked at, and all rules look at the same.
        """
        used = {
            str(predicate)
            for node in targets(corpus_facts, rule)
            for predicate, value in corpus_facts.predicate_objects(node)
            if isinstance(value, Literal) and value.datatype in (None, XSD.string)
        }

        assert set() == used - texts_of(rule) - FORMS
        assert texts_of("text-has-no-email") == texts_of(rule)

    def test_texts_are_known_properties(self) -> None:
        """
        The properties looked at are of the graph's own vocabularies.
        """
        namespaces = tuple(PREFIXES[name] for name in ("dcterms", "pk", "schema", "skos"))

        assert [] == [name for name in texts_of("text-has-no-email") if not name.startswith(namespaces)]
