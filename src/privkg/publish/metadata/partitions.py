"""Statistics of a dataset by class and property, as partitions in VoID.

Sources: https://www.w3.org/TR/void/ ; http://ldf.fi/void-ext for classes and datatypes of values, in the
structure that query editors request from an endpoint.
"""

from collections.abc import Iterator, Mapping

from privkg.publish.metadata.statements import Statements, fragment, number
from privkg.publish.metadata.statistics import PropertyUse, Statistics
from privkg.rdf.terms import Term, iri_text, shorten


class Partitions:
    """Describes the parts of a dataset in a document."""

    def __init__(self, statements: Statements, document: str) -> None:
        """Describe the document.

        Args:
            statements: what the descriptions are added to.
            document: the IRI of the document, of which those of the parts are fragments.
        """
        self._statements = statements
        self._document = document

    def by_class(self, statistics: Statistics) -> Iterator[Term]:
        """Yield the part with the resources of each class, by property and by kind of value."""
        for kind, count in statistics.classes.items():
            uses = statistics.partitions.get(kind, {})
            yield self._add(
                self._part("class", kind),
                {
                    "void:class": kind,
                    "void:entities": number(count),
                    "void:triples": number(sum(use.triples for use in uses.values())),
                    "void:propertyPartition": [
                        self._property_of_class(kind, name, use) for name, use in uses.items()
                    ],
                },
            )

    def by_property(self, statistics: Statistics) -> Iterator[Term]:
        """Yield the part with the triples of each property."""
        for predicate, count in statistics.properties.items():
            part = {"void:property": predicate, "void:triples": number(count)}
            yield self._add(self._part("property", predicate), part)

    def _property_of_class(self, kind: Term, predicate: Term, uses: PropertyUse) -> Term:
        classes = self._values("class", kind, predicate, uses.classes)
        datatypes = self._values("datatype", kind, predicate, uses.datatypes)
        return self._add(
            self._part("class", kind, predicate),
            {
                "void:property": predicate,
                "void:triples": number(uses.triples),
                "void:classPartition": list(classes),
                "void-ext:datatypePartition": list(datatypes),
            },
        )

    def _values(
        self, what: str, kind: Term, predicate: Term, counts: Mapping[Term, int]
    ) -> Iterator[Term]:
        key = "void:class" if what == "class" else "void-ext:datatype"
        for value, count in sorted(counts.items()):
            node = self._part("class", kind, predicate, value)
            yield self._add(node, {key: value, "void:triples": number(count)})

    def _add(self, part: Term, values: Mapping[str, Term | list[Term]]) -> Term:
        return self._statements.add(part, "void:Dataset", values)

    def _part(self, what: str, *terms: Term) -> Term:
        return fragment(self._document, what, *(shorten(iri_text(each)) for each in terms))
