"""The description of the endpoint: what it supports, the facts in numbers, labels, prefixes, examples.

All IRIs of the service are relative, as only a client knows at which address it reads the description.

Sources: https://www.w3.org/TR/sparql11-service-description/ ; https://www.w3.org/TR/void/ ; for prefixes
https://www.w3.org/TR/shacl/, 5.2.1; for examples https://www.w3.org/TR/shacl-af/, 5. From partitions,
labels, prefixes and examples, query editors complete names and offer queries.
"""

from privkg.core.errors import UnknownNameError
from privkg.export import formats
from privkg.publish.metadata import statistics
from privkg.publish.metadata.partitions import Partitions
from privkg.publish.metadata.statements import Statements, fragment, number, text, typed
from privkg.publish.metadata.statistics import Statistics
from privkg.query import questions
from privkg.query.questions import Question
from privkg.rdf.prefixes import CATALOGUES
from privkg.rdf.terms import PREFIXES, Term, iri
from privkg.reference import properties
from privkg.store import result_formats
from privkg.store.graph import Graph

_COMMENT = "The SPARQL endpoint: what it supports, its facts in numbers, prefixes, and example queries."
_HERE = ""
_ENDPOINT, _DATASET, _DEFAULT, _FACTS, _PREFIXES = (
    Term("<>"),
    *(fragment(_HERE, name) for name in ("dataset", "default-graph", "facts", "prefixes")),
)
_SD = CATALOGUES["sd"]


def turtle(graph: Graph) -> str:
    """Return the description of an endpoint that serves a graph, as Turtle."""
    found = _Description(graph)
    found.state()
    return found.statements.to_turtle(_COMMENT, _HERE)


class _Description:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.statements = Statements()

    def state(self) -> None:
        """Add all statements."""
        numbers = statistics.count(self._graph)
        self._describe_service()
        self._describe_facts(numbers)
        self._label(numbers)
        self._declare_prefixes()
        self._add_examples()

    def _describe_service(self) -> None:
        self.statements.add(
            _ENDPOINT,
            "sd:Service",
            {
                "sd:endpoint": _ENDPOINT,
                "sd:supportedLanguage": iri(f"{_SD}SPARQL11Query"),
                "sd:feature": iri(f"{_SD}UnionDefaultGraph"),
                "sd:resultFormat": map(iri, sorted(_result_formats())),
                "sd:defaultDataset": _DATASET,
            },
        )
        self.statements.add(_DATASET, "sd:Dataset", {"sd:defaultGraph": _DEFAULT})
        self.statements.add(_DEFAULT, "sd:Graph", {"void:subset": _FACTS})
        self.statements.add(_DEFAULT, "void:Dataset")

    def _describe_facts(self, numbers: Statistics) -> None:
        parts = Partitions(self.statements, _HERE)
        self.statements.add(
            _FACTS,
            "void:Dataset",
            {
                "dcterms:title": text("Facts, without evidence and ontology", "en"),
                "void:uriSpace": text(self._graph.base.things),
                "void:triples": number(numbers.triples),
                "void:entities": number(numbers.entities),
                "void:classPartition": parts.by_class(numbers),
                "void:propertyPartition": parts.by_property(numbers),
            },
        )

    def _label(self, numbers: Statistics) -> None:
        """Add labels and definitions of the classes and properties in use."""
        for node in numbers.classes:
            self.statements.add(node, "rdfs:Class", _named(node))
        for node in numbers.properties:
            self.statements.add(node, "rdf:Property", _named(node))

    def _declare_prefixes(self) -> None:
        declared = [
            self.statements.add(
                fragment(_HERE, "prefix", prefix),
                "sh:PrefixDeclaration",
                {"sh:prefix": text(prefix), "sh:namespace": typed(namespace, "anyURI")},
            )
            for prefix, namespace in PREFIXES.items()
        ]
        self.statements.add(_PREFIXES, "owl:Ontology", {"sh:declare": declared})

    def _add_examples(self) -> None:
        """Add the canned questions, at the addresses where the server answers them."""
        for question in map(questions.load, questions.names()):
            query = _example(question, self._graph)
            if query is not None:
                example = Term(f"<questions/{question.name}>")
                self.statements.add(example, "sh:SPARQLExecutable")  # what editors look for
                self.statements.add(
                    example,
                    "sh:SPARQLSelectExecutable",
                    {
                        "rdfs:comment": text(question.summary, "en"),
                        "schema:target": _ENDPOINT,
                        "sh:prefixes": _PREFIXES,
                        "sh:select": text(query),
                    },
                )


def _result_formats() -> set[str]:
    of_triples = {each.FORMAT.w3c for each in formats.of_statements().values()}
    return {*result_formats.format_iris(), *filter(None, of_triples)}


def _named(node: Term) -> dict[str, Term | None]:
    """Return the label of a class or property, and its definition if there is one."""
    definition = properties.definition(node)
    return {
        "rdfs:label": text(properties.words(node), "en"),
        "rdfs:comment": text(definition, "en") if definition else None,
    }


def _example(question: Question, graph: Graph) -> str | None:
    """Return the query of a question with the values of its example, if they are in the graph.

    Otherwise the query has none; it is None if the question requires some.
    """
    try:
        return question.bound(question.example_values, graph)
    except UnknownNameError:
        return None if question.needs else question.bound({})
