"""VoID: what the dataset has in numbers, by class and property, and what it links to.

Sources: https://www.w3.org/TR/void/ ; http://ldf.fi/void-ext for classes and datatypes of values, in the
shape that query editors ask an endpoint for.
"""

from collections.abc import Iterable, Iterator, Mapping

from privkg.publish.metadata.description import Described
from privkg.publish.metadata.gaps import Missing, named
from privkg.publish.metadata.records.dcat import dataset_iri
from privkg.publish.metadata.statements import Statements, day, fragment, number, text
from privkg.publish.metadata.statistics import Linkset, Uses
from privkg.rdf.iris import THINGS
from privkg.rdf.terms import BASE, Term, iri, iri_text, literal, shorten

TITLE = "VoID"
FILE = "void.ttl"
_WELL_KNOWN = ".well-known/void"
_COMMENT = "The dataset in numbers, of its facts; evidence and ontology are not counted: VoID."


def write(described: Described) -> dict[str, str]:
    """Return the record's file, and the same where agents look for it on a host."""
    record = _Record(described)
    record.state()
    found = record.statements.to_turtle(_COMMENT)
    return {FILE: found, _WELL_KNOWN: found}


def missing(described: Described) -> Missing:
    """Return what a reader of VoID would miss."""
    return named(
        [("void:triples", "build a graph", described.statistics.triples)],
        [
            ("dct:publisher", "publisher", described.dataset.publisher),
            ("void:sparqlEndpoint", "endpoint", described.dataset.service),
        ],
    )


class _Record:
    def __init__(self, described: Described) -> None:
        self._described = described
        self._document = described.url(FILE)
        self.statements = Statements()

    def state(self) -> None:
        """State the dataset with its partitions and linksets."""
        dataset, numbers = self._described.dataset, self._described.statistics
        language = dataset.languages[0]
        agents = [agent.name for agent in dataset.creators]
        self.statements.add(
            dataset_iri(self._described),
            "void:Dataset",
            dcterms__title=text(dataset.title, language),
            dcterms__description=text(dataset.description, language),
            dcterms__creator=[text(agent) for agent in agents],
            dcterms__publisher=text(dataset.publisher.name) if dataset.publisher else None,
            dcterms__license=iri(dataset.licence_url),
            dcterms__issued=day(dataset.issued),
            dcterms__modified=day(dataset.modified),
            foaf__homepage=iri(dataset.homepage),
            void__uriSpace=literal(THINGS),
            void__exampleResource=map(iri, self._described.examples),
            void__vocabulary=sorted({iri(_namespace(term)) for term in numbers.properties}),
            void__dataDump=[iri(self._described.url(f.path)) for f in self._described.dumps],
            void__feature=[iri(f.format.w3c) for f in self._described.dumps if f.format.w3c],
            void__sparqlEndpoint=iri(dataset.service.url) if dataset.service else None,
            void__triples=number(numbers.triples),
            void__entities=number(numbers.entities),
            void__classes=number(len(numbers.classes)),
            void__properties=number(len(numbers.properties)),
            void__distinctSubjects=number(numbers.subjects),
            void__distinctObjects=number(numbers.objects),
            void__documents=number(numbers.documents),
            void__classPartition=self._classes(),
            void__propertyPartition=self._properties(numbers.properties),
            void__subset=map(self._linkset, numbers.linksets),
        )
        self._describe_itself()

    def _describe_itself(self) -> None:
        self.statements.add(
            iri(self._document),
            "void:DatasetDescription",
            dcterms__title=text(f"VoID description of {self._described.dataset.title}", "en"),
            foaf__primaryTopic=dataset_iri(self._described),
        )

    def _classes(self) -> Iterator[Term]:
        numbers = self._described.statistics
        for kind, count in numbers.classes.items():
            uses = numbers.partitions.get(kind, {})
            yield self.statements.add(
                self._part("class", kind),
                "void:Dataset",
                void__class=kind,
                void__entities=number(count),
                void__triples=number(sum(use.triples for use in uses.values())),
                void__propertyPartition=[self._use(kind, name, use) for name, use in uses.items()],
            )

    def _use(self, kind: Term, predicate: Term, uses: Uses) -> Term:
        return self.statements.add(
            self._part("class", kind, predicate),
            "void:Dataset",
            void__property=predicate,
            void__triples=number(uses.triples),
            void__classPartition=list(self._values("class", kind, predicate, uses.classes)),
            void_ext__datatypePartition=list(self._values("datatype", kind, predicate, uses.datatypes)),
        )

    def _values(
        self, what: str, kind: Term, predicate: Term, counts: Mapping[Term, int]
    ) -> Iterator[Term]:
        for value, count in sorted(counts.items()):
            key = "void__class" if what == "class" else "void_ext__datatype"
            node = self._part("class", kind, predicate, value)
            yield self.statements.add(
                node, "void:Dataset", **{key: value, "void__triples": number(count)}
            )

    def _properties(self, counts: Mapping[Term, int]) -> Iterator[Term]:
        for predicate, count in counts.items():
            yield self.statements.add(
                self._part("property", predicate),
                "void:Dataset",
                void__property=predicate,
                void__triples=number(count),
            )

    def _linkset(self, links: Linkset) -> Term:
        target = self.statements.add(
            self._named(["target", links.target.name]),
            "void:Dataset",
            dcterms__title=text(links.target.name, "en"),
            foaf__homepage=iri(links.target.homepage),
            void__uriSpace=literal(links.target.begins),
        )
        return self.statements.add(
            self._named(["links", links.target.name, shorten(iri_text(links.predicate))]),
            "void:Linkset",
            void__subjectsTarget=dataset_iri(self._described),
            void__objectsTarget=target,
            void__linkPredicate=links.predicate,
            void__triples=number(links.triples),
            void__distinctSubjects=number(links.subjects),
            void__distinctObjects=number(links.objects),
        )

    def _part(self, what: str, *terms: Term) -> Term:
        return self._named([what, *(shorten(iri_text(each)) for each in terms)])

    def _named(self, words: Iterable[str]) -> Term:
        return fragment(self._document, *words)


def _namespace(term: Term) -> str:
    """Return the namespace of a term: what stands before its local name."""
    address = iri_text(term)
    cut = max(address.rfind("#"), address.rfind("/")) + 1
    return address[:cut] or BASE
