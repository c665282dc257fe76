"""Statistics of a dataset: triples, classes, properties, links, temporal and spatial coverage.

Only facts are counted, as dumps in formats of triples have them, without evidence and ontology.
"""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from privkg.rdf.iris import Base
from privkg.rdf.terms import A, Term, Triple, literal, term
from privkg.reference.dates import extent
from privkg.store import contents
from privkg.store.graph import Graph
from privkg.store.rdf import literal_parts, literal_text

_DATE, _EDTF, _INCIDENT = term("dcterms:date"), term("pk:dateEdtf"), term("pk:Incident")
_LATITUDE, _LONGITUDE = term("schema:latitude"), term("schema:longitude")
_PLACE = term("dcterms:spatial")
_SHARES = 64


@dataclass(frozen=True, slots=True)
class Target:
    """Another dataset: its name, LOD Cloud identifier and homepage, and the prefix of its IRIs."""

    name: str
    lod_cloud: str | None
    homepage: str
    prefix: str


TARGETS = (
    Target(
        "AI Incident Database", None, "https://incidentdatabase.ai/", "https://incidentdatabase.ai/cite/"
    ),
    Target(
        "AIAAIC Repository", None, "https://www.aiaaic.org/", "https://www.aiaaic.org/aiaaic-repository/"
    ),
    Target("Data Privacy Vocabulary", None, "https://w3id.org/dpv", "https://w3id.org/dpv"),
    Target(
        "EU authority tables",
        None,
        "https://op.europa.eu/",
        "http://publications.europa.eu/resource/authority/",
    ),
    Target(
        "GeoNames", "geonames-semantic-web", "https://www.geonames.org/", "https://sws.geonames.org/"
    ),
    Target(
        "OECD AI Incidents Monitor",
        None,
        "https://oecd.ai/en/incidents",
        "https://oecd.ai/en/incidents/",
    ),
    Target("Wikidata", "wikidata", "https://www.wikidata.org/", "http://www.wikidata.org/entity/"),
)
"""Datasets to which links are counted."""


Types = Mapping[int, tuple[Term, ...]]
"""The types of resources, by the digests of their IRIs."""


def digest(node: Term) -> int:
    """Return a hash of a term in 64 bits, the same in each process.

    In a graph of 10 million terms the chance that two have the same is one in 370,000.
    """
    return int.from_bytes(hashlib.blake2b(node.encode(), digest_size=8).digest())


class Distinct:
    """Counts distinct terms, of which it keeps 8 bytes each time that one is added."""

    def __init__(self) -> None:
        self._shares = tuple(array("Q") for _ in range(_SHARES))

    def add(self, node: Term) -> None:
        """Add a term, which may have been added before."""
        found = digest(node)
        self._shares[found % _SHARES].append(found)

    def count(self) -> int:
        """Return the number of distinct terms; one share of them is in memory as a set at a time."""
        return sum(len(set(share)) for share in self._shares)


@dataclass(slots=True)
class _Links:
    """The number of links to a dataset with one property, and their distinct ends."""

    triples: int = 0
    subjects: Distinct = field(default_factory=Distinct)
    objects: Distinct = field(default_factory=Distinct)

    def add(self, subject: Term, value: Term) -> None:
        """Count a link."""
        self.triples += 1
        self.subjects.add(subject)
        self.objects.add(value)


@dataclass(slots=True)
class PropertyUse:
    """The number of triples with a property, and the number of its values by class and by datatype."""

    triples: int = 0
    classes: Counter[Term] = field(default_factory=Counter)
    datatypes: Counter[Term] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkset:
    """The number of triples with one property that link to another dataset."""

    target: Target
    predicate: Term
    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Statistics of a dataset.

    `start` is the earliest and `end` the latest date of its incidents; `end` is None if an incident is
    still going on. `box` is the bounding box of its places: west, south, east and north.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    documents: int
    properties: Mapping[Term, int]
    classes: Mapping[Term, int]
    partitions: Mapping[Term, Mapping[Term, PropertyUse]]
    linksets: tuple[Linkset, ...]
    start: Term | None
    end: Term | None
    box: tuple[Decimal, Decimal, Decimal, Decimal] | None

    def links_to(self, target: Target) -> int:
        """Return the number of triples that link to a dataset."""
        return sum(linkset.triples for linkset in self.linksets if linkset.target == target)


def count(graph: Graph) -> Statistics:
    """Return the statistics of a graph."""
    counter = _Counter(_types(graph), graph.base)
    for triple in contents.fact_triples(graph):
        counter.add(triple)
    return counter.counted(pages=len(graph.manifest.pages))


class _Counter:
    """Counts a stream of triples in one pass."""

    def __init__(self, types: Types, base: Base) -> None:
        self._types, self._base = types, base
        self._triples = 0
        self._subjects, self._things, self._objects = Distinct(), Distinct(), Distinct()
        self._properties: Counter[Term] = Counter()
        self._partitions: dict[Term, dict[Term, PropertyUse]] = {}
        self._links: dict[tuple[Target, Term], _Links] = {}
        self._dates: dict[Term, str] = {}
        self._places: set[Term] = set()
        self._points: dict[Term, dict[Term, Decimal]] = {}

    def add(self, triple: Triple) -> None:
        """Count a triple."""
        subject, predicate, value = triple
        self._triples += 1
        self._subjects.add(subject)
        if self._base.path(subject):
            self._things.add(subject)
        self._objects.add(value)
        self._properties[predicate] += 1
        for kind in self._types.get(digest(subject), ()):
            self._use(self._partitions.setdefault(kind, {}).setdefault(predicate, PropertyUse()), value)
        self._link(subject, predicate, value)
        self._collect_coverage(subject, predicate, value)

    def _use(self, uses: PropertyUse, value: Term) -> None:
        uses.triples += 1
        if value.startswith("<"):
            uses.classes.update(self._types.get(digest(value), ()))
        else:
            uses.datatypes[literal_parts(value)[2]] += 1

    def _link(self, subject: Term, predicate: Term, value: Term) -> None:
        target = _target(value) if predicate != A else None
        if target:
            self._links.setdefault((target, predicate), _Links()).add(subject, value)

    def _collect_coverage(self, subject: Term, predicate: Term, value: Term) -> None:
        if predicate == _EDTF or (predicate == _DATE and subject not in self._dates):
            if _INCIDENT in self._types.get(digest(subject), ()):
                self._dates[subject] = literal_text(value)
        elif predicate == _PLACE:
            self._places.add(value)
        elif predicate in (_LATITUDE, _LONGITUDE):
            self._points.setdefault(subject, {})[predicate] = Decimal(literal_text(value))

    def counted(self, *, pages: int) -> Statistics:
        """Return the statistics of the added triples; `documents` also counts the pages."""
        things = self._things.count()
        classes = Counter(kind for kinds in self._types.values() for kind in kinds)
        return Statistics(
            triples=self._triples,
            entities=things,
            subjects=self._subjects.count(),
            objects=self._objects.count(),
            documents=things + pages,
            properties=dict(sorted(self._properties.items())),
            classes=dict(sorted(classes.items())),
            partitions={k: dict(sorted(uses.items())) for k, uses in sorted(self._partitions.items())},
            linksets=tuple(self._linksets()),
            start=_earliest(self._dates.values()),
            end=_latest(self._dates.values()),
            box=self._box(),
        )

    def _linksets(self) -> Iterator[Linkset]:
        for (target, predicate), links in sorted(self._links.items(), key=lambda item: _order(item[0])):
            yield Linkset(
                target=target,
                predicate=predicate,
                triples=links.triples,
                subjects=links.subjects.count(),
                objects=links.objects.count(),
            )

    def _box(self) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
        """Return the bounding box of the places of incidents; None without coordinates."""
        points = [point for place, point in self._points.items() if place in self._places]
        whole = [(point[_LONGITUDE], point[_LATITUDE]) for point in points if len(point) == 2]
        if not whole:
            return None
        east_west, north_south = [x for x, _ in whole], [y for _, y in whole]
        return min(east_west), min(north_south), max(east_west), max(north_south)


def _earliest(dates: Iterable[str]) -> Term | None:
    """Return the earliest start of XSD or EDTF dates; None without dates."""
    starts = [extent.first(date) for date in dates]
    return literal(*min(starts)) if starts else None


def _latest(dates: Iterable[str]) -> Term | None:
    """Return the latest end of XSD or EDTF dates; None without dates, or if one has no end."""
    ends = [extent.last(date) for date in dates]
    known = [end for end in ends if end]
    if not known or len(known) < len(ends):
        return None
    # A year ends after each of its months: a missing month or day sorts as the last one.
    return literal(*max(known, key=lambda end: end[0] + "-99-99"[len(end[0]) - 4 :]))


def _types(graph: Graph) -> Types:
    found: dict[int, tuple[Term, ...]] = {}
    shared: dict[tuple[Term, ...], tuple[Term, ...]] = {}  # many resources have equal types
    for subject, predicate, value in contents.fact_triples(graph):
        if predicate == A:
            key = digest(subject)
            types = (*found.get(key, ()), value)
            found[key] = shared.setdefault(types, types)
    return found


def _target(value: Term) -> Target | None:
    return next((target for target in TARGETS if value.startswith(f"<{target.prefix}")), None)


def _order(link: tuple[Target, Term]) -> tuple[str, Term]:
    return link[0].name, link[1]
