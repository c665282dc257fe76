"""DCAT-AP 3.0.1: a catalogue of one dataset, with its distributions and its SPARQL endpoint, if any.

Source: https://semiceu.github.io/DCAT-AP/releases/3.0.1/
"""

from collections.abc import Callable

from privkg.publish.metadata.authority_tables import Tables
from privkg.publish.metadata.dataset import Agent, Service
from privkg.publish.metadata.description import DatasetDescription, File
from privkg.publish.metadata.gaps import Missing, find_missing
from privkg.publish.metadata.licensing import Licensing
from privkg.publish.metadata.statements import (
    Statements,
    box,
    centre,
    day,
    fragment,
    text,
    texts,
    typed,
    wkt,
)
from privkg.rdf.terms import BASE, Term, iri
from privkg.store.rdf import literal_parts

TITLE = "DCAT-AP 3.0.1"
FILE = "catalog.ttl"
_GZIP = "application/gzip"
_COMMENT = "The dataset as data portals read it: DCAT-AP 3.0.1."


def write(description: DatasetDescription) -> dict[str, str]:
    """Return the text of the record's file, by its path."""
    record = _Record(description)
    record.state()
    return {FILE: record.statements.to_turtle(_COMMENT, description.base.things)}


def missing(description: DatasetDescription) -> Missing:
    """Return the properties that DCAT-AP requires or recommends and the dataset lacks."""
    dataset, numbers = description.dataset, description.statistics
    agents = [agent for agent in (dataset.publisher, *dataset.creators) if agent]
    return find_missing(
        [
            ("dcat:Catalog dct:publisher", "publisher", dataset.publisher),
            ("dcat:Catalog dcat:dataset", "build a graph", numbers.triples),
        ],
        [
            ("dcat:Dataset dcat:contactPoint", "contact", dataset.contact),
            ("dcat:Dataset dcat:keyword", "keywords", dataset.keywords),
            ("dcat:Dataset dcat:theme", "themes", dataset.themes),
            ("dcat:Dataset dct:publisher", "publisher", dataset.publisher),
            ("dcat:Dataset dct:spatial", "places with coordinates", numbers.box),
            ("dcat:Dataset dct:temporal", "start and end, or dates of incidents", _period(description)),
            ("dcat:Distribution dcatap:availability", "availability", dataset.availability),
            (
                "foaf:Agent dct:type",
                "type of publisher and creators",
                all(agent.type for agent in agents),
            ),
        ],
    )


class _Record:
    def __init__(self, description: DatasetDescription) -> None:
        self._description, self._dataset = description, description.dataset
        self._document = description.url(FILE)
        self.statements = Statements()
        self._tables = Tables(self.statements)
        self._licensing = Licensing(description, self.statements, self._tables, self._document)
        self._language = self._dataset.languages[0]

    def state(self) -> None:
        """Add the statements about the catalogue, the dataset, its distributions and its endpoint."""
        dataset = self._dataset
        service = self._service(dataset.service) if dataset.service else None
        self.statements.add(
            fragment(self._document, "catalog"),
            "dcat:Catalog",
            {
                "dcterms:title": self._text(f"Catalogue of {dataset.title}"),
                "dcterms:description": self._text(f"A catalogue of one dataset: {dataset.description}"),
                "dcterms:publisher": self._agent(dataset.publisher, "publisher"),
                "foaf:homepage": self._page(dataset.homepage),
                "dcterms:language": map(self._tables.language, dataset.languages),
                "dcterms:license": self._licensing.own(),
                "dcat:themeTaxonomy": self._tables.themes(),
                "dcterms:spatial": self._coverage(),
                "dcterms:issued": day(dataset.issued),
                "dcterms:modified": day(dataset.modified),
                "dcat:dataset": self._state_dataset(),
                "dcat:service": service,
            },
        )

    def _state_dataset(self) -> Term:
        dataset = self._dataset
        creators = [self._agent(agent, f"creator-{n}") for n, agent in enumerate(dataset.creators, 1)]
        return self.statements.add(
            dataset_iri(self._description),
            "dcat:Dataset",
            {
                "dcterms:title": self._text(dataset.title),
                "dcterms:description": self._text(dataset.description),
                "dcterms:publisher": self._agent(dataset.publisher, "publisher"),
                "dcterms:creator": [node for node in creators if node],
                "dcat:contactPoint": self._contact(dataset.contact),
                "dcat:keyword": texts(dataset.keywords, self._language),
                "dcat:theme": map(self._tables.theme, dataset.themes),
                "dcterms:spatial": self._coverage(),
                "dcterms:temporal": self._temporal(),
                "dcterms:language": map(self._tables.language, dataset.languages),
                "dcterms:issued": day(dataset.issued),
                "dcterms:modified": day(dataset.modified),
                "dcterms:identifier": text(
                    f"https://doi.org/{dataset.doi}" if dataset.doi else dataset.homepage
                ),
                "dcterms:conformsTo": self._ontology(),
                "dcterms:accrualPeriodicity": _optional(dataset.frequency, self._tables.frequency),
                "dcterms:accessRights": _optional(dataset.access_rights, self._tables.access_right),
                "dcat:landingPage": self._page(dataset.homepage),
                "dcat:version": text(dataset.version),
                "adms:versionNotes": _optional(dataset.version_notes, self._text),
                "dcterms:license": self._licensing.licence(),
                "dcterms:rights": self._licensing.rights(),
                "dcterms:hasPart": self._licensing.parts(),
                "dcat:distribution": map(self._distribution, self._description.files),
            },
        )

    def _distribution(self, file: File) -> Term:
        url = self._description.url(file.path)
        return self.statements.add(
            fragment(self._document, file.path),
            "dcat:Distribution",
            {
                "dcterms:title": self._text(f"{self._dataset.title}, {file.format.name}"),
                "dcterms:description": self._text(f"{file.format.name} with {file.carries}"),
                "dcat:accessURL": iri(url),
                "dcat:downloadURL": iri(url),
                "dcterms:format": _optional(file.format.file_type, self._tables.file_type),
                "dcat:mediaType": self._tables.media_type(file.format.media_type),
                "dcat:compressFormat": self._tables.media_type(_GZIP) if file.is_compressed else None,
                "dcterms:license": self._licensing.licence(),
                "dcterms:rights": self._licensing.rights(),
                "dcterms:issued": day(self._dataset.issued),
                "dcterms:modified": day(self._dataset.modified),
                "dcatap:availability": _optional(self._dataset.availability, self._tables.availability),
                "dcat:byteSize": typed(str(file.bytes), "nonNegativeInteger"),
                "spdx:checksum": self._checksum(file),
            },
        )

    def _checksum(self, file: File) -> Term:
        return self.statements.add(
            fragment(self._document, "checksum", file.path),
            "spdx:Checksum",
            {
                "spdx:algorithm": self._tables.sha256(),
                "spdx:checksumValue": typed(file.sha256, "hexBinary"),
            },
        )

    def _service(self, service: Service) -> Term:
        dataset = self._dataset
        return self.statements.add(
            fragment(self._document, "endpoint"),
            "dcat:DataService",
            {
                "dcterms:title": self._text(service.title),
                "dcterms:description": self._text(service.description),
                "dcat:endpointURL": iri(service.url),
                "dcat:endpointDescription": iri(service.url),
                "dcat:servesDataset": dataset_iri(self._description),
                "dcat:contactPoint": self._contact(dataset.contact),
                "dcterms:publisher": self._agent(dataset.publisher, "publisher"),
                "dcat:keyword": texts(dataset.keywords, self._language),
                "dcat:theme": map(self._tables.theme, dataset.themes),
                "dcterms:conformsTo": self.statements.add(
                    iri("https://www.w3.org/TR/sparql11-protocol/"), "dcterms:Standard"
                ),
                "dcterms:license": self._licensing.licence(),
                "dcterms:rights": self._licensing.rights(),
            },
        )

    def _agent(self, agent: Agent | None, part: str) -> Term | None:
        if agent is None:
            return None
        kind = self._tables.publisher_type(agent.type) if agent.type else None
        node = iri(agent.orcid) if agent.orcid else fragment(self._document, part)
        home = self._page(agent.url) if agent.url else None
        return self.statements.add(
            node,
            "foaf:Agent",
            {
                "foaf:name": self._text(agent.name),
                "foaf:homepage": home,
                "dcterms:type": kind,
            },
        )

    def _contact(self, agent: Agent | None) -> Term | None:
        if agent is None:
            return None
        return self.statements.add(
            fragment(self._document, "contact"),
            "vcard:Kind",
            {
                "vcard:fn": text(agent.name),
                "vcard:hasEmail": _optional(agent.email, lambda address: iri(f"mailto:{address}")),
                "vcard:hasURL": _optional(agent.url, iri),
            },
        )

    def _coverage(self) -> Term | None:
        """Return the spatial coverage: the bounding box of the places of incidents."""
        corners = self._description.statistics.box
        if corners is None:
            return None
        return self.statements.add(
            fragment(self._document, "coverage"),
            "dcterms:Location",
            {
                "dcat:bbox": wkt(box(corners)),
                "dcat:centroid": wkt(centre(corners)),
            },
        )

    def _temporal(self) -> Term | None:
        period = _period(self._description)
        if period is None:
            return None
        return self.statements.add(
            fragment(self._document, "period"),
            "dcterms:PeriodOfTime",
            {
                "dcat:startDate": period[0],
                "dcat:endDate": period[1],
            },
        )

    def _ontology(self) -> Term:
        return self.statements.add(
            iri(f"{BASE}ns"),
            "dcterms:Standard",
            {
                "dcterms:title": text("privkg ontology", "en"),
            },
        )

    def _page(self, address: str) -> Term:
        return self.statements.add(iri(address), "foaf:Document")

    def _text(self, words: str) -> Term:
        return text(words, self._language)


def dataset_iri(description: DatasetDescription) -> Term:
    """Return the IRI of the dataset, which is the same in all records."""
    return fragment(description.url(FILE), "dataset")


def period(description: DatasetDescription) -> tuple[str, str | None] | None:
    """Return the start and end of the temporal coverage; None if no date is known.

    The end is None if an incident is still going on.
    """
    found = _period(description)
    if found is None:
        return None
    start, end = found
    return literal_parts(start)[0], literal_parts(end)[0] if end else None


def _period(description: DatasetDescription) -> tuple[Term, Term | None] | None:
    dataset, numbers = description.dataset, description.statistics
    start = day(dataset.start) if dataset.start else numbers.start
    return (start, day(dataset.end) if dataset.end else numbers.end) if start else None


def _optional(value: str | None, make: Callable[[str], Term]) -> Term | None:
    return None if value is None else make(value)
