"""VoID: statistics of the dataset by class and property, and its links to other datasets.

Source: https://www.w3.org/TR/void/.
"""

from collections.abc import Iterable, Iterator

from privkg.publish.metadata.description import DatasetDescription
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.metadata.partitions import Partitions
from privkg.publish.metadata.records.dcat import dataset_iri
from privkg.publish.metadata.statements import Statements, day, fragment, number, text, texts
from privkg.publish.metadata.statistics import Linkset
from privkg.rdf.terms import BASE, Term, iri, iri_text, literal, shorten, term

TITLE = "VoID"
FILE = "void.ttl"
_WELL_KNOWN = ".well-known/void"
_COMMENT = "The dataset in numbers, of its facts; evidence and ontology are not counted: VoID."


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record, by its path and again by the well-known path for agents."""
    record = _Record(description)
    record.state()
    found = record.statements.to_turtle(_COMMENT, description.base.things)
    return {FILE: found, _WELL_KNOWN: found}


def missing(description: DatasetDescription) -> Missing:
    """Return the fields of a VoID description that the dataset lacks."""
    return find_missing(
        [("void:triples", "build a graph", description.statistics.triples)],
        [
            ("dct:publisher", "publisher", description.dataset.publisher),
            ("void:sparqlEndpoint", "endpoint", description.dataset.service),
        ],
    )


class _Record:
    def __init__(self, description: DatasetDescription) -> None:
        self._description = description
        self._document = description.url(FILE)
        self.statements = Statements()

    def state(self) -> None:
        """Add the statements about the dataset, its partitions and its linksets."""
        dataset, numbers = self._description.dataset, self._description.statistics
        language = dataset.languages[0]
        agents = [agent.name for agent in dataset.creators]
        parts = Partitions(self.statements, self._document)
        self.statements.add(
            dataset_iri(self._description),
            "void:Dataset",
            {
                "dcterms:title": text(dataset.title, language),
                "dcterms:description": text(dataset.description, language),
                "dcterms:creator": [text(agent) for agent in agents],
                "dcterms:publisher": text(dataset.publisher.name) if dataset.publisher else None,
                "dcterms:license": iri(self._description.licence_url),
                "dcterms:issued": day(dataset.issued),
                "dcterms:modified": day(dataset.modified),
                "foaf:homepage": iri(dataset.homepage),
                "void:uriSpace": literal(self._description.base.things),
                "void:exampleResource": map(iri, self._description.examples),
                "void:vocabulary": sorted({iri(_namespace(term)) for term in numbers.properties}),
                "void:dataDump": [iri(self._description.url(f.path)) for f in self._description.dumps],
                "void:feature": [iri(f.format.w3c) for f in self._description.dumps if f.format.w3c],
                "void:sparqlEndpoint": iri(dataset.service.url) if dataset.service else None,
                "void:triples": number(numbers.triples),
                "void:entities": number(numbers.entities),
                "void:classes": number(len(numbers.classes)),
                "void:properties": number(len(numbers.properties)),
                "void:distinctSubjects": number(numbers.subjects),
                "void:distinctObjects": number(numbers.objects),
                "void:documents": number(numbers.documents),
                "void:classPartition": parts.by_class(numbers),
                "void:propertyPartition": parts.by_property(numbers),
                "void:subset": [*map(self._linkset, numbers.linksets), *self._of_registers()],
            },
        )
        self._describe_document()

    def _describe_document(self) -> None:
        self.statements.add(
            iri(self._document),
            "void:DatasetDescription",
            {
                "dcterms:title": text(f"VoID description of {self._description.dataset.title}", "en"),
                "foaf:primaryTopic": dataset_iri(self._description),
            },
        )

    def _linkset(self, links: Linkset) -> Term:
        target = self.statements.add(
            self._named(["target", links.target.name]),
            "void:Dataset",
            {
                "dcterms:title": text(links.target.name, "en"),
                "foaf:homepage": iri(links.target.homepage),
                "void:uriSpace": literal(links.target.prefix),
            },
        )
        return self.statements.add(
            self._named(["links", links.target.name, shorten(iri_text(links.predicate))]),
            "void:Linkset",
            {
                "void:subjectsTarget": dataset_iri(self._description),
                "void:objectsTarget": target,
                "void:linkPredicate": links.predicate,
                "void:triples": number(links.triples),
                "void:distinctSubjects": number(links.subjects),
                "void:distinctObjects": number(links.objects),
            },
        )

    def _of_registers(self) -> Iterator[Term]:
        """Yield the part of the dataset that each register has, its licence and its incidents."""
        for part in self._description.credits.parts:
            name = self._description.base.path(part.credit.register)
            incidents = self.statements.add(
                self._named([name, "incidents"]),
                "void:Dataset",
                {"void:class": term("pk:Incident"), "void:entities": number(part.incidents)},
            )
            yield self.statements.add(
                self._named([name]),
                "void:Dataset",
                {
                    "dcterms:title": text(part.credit.name),
                    "dcterms:description": text(str(part), "en"),
                    "dcterms:license": [iri(each.address) for each in part.credit.licences],
                    "dcterms:source": iri(part.credit.homepage) if part.credit.homepage else None,
                    "schema:creditText": texts(part.credit.credits),
                    "void:classPartition": incidents,
                },
            )

    def _named(self, words: Iterable[str]) -> Term:
        return fragment(self._document, *words)


def _namespace(term: Term) -> str:
    """Return the namespace of a term: its IRI without the local name."""
    address = iri_text(term)
    cut = max(address.rfind("#"), address.rfind("/")) + 1
    return address[:cut] or BASE
