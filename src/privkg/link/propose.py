"""Proposes links from places, actors, laws, concepts and incidents of a graph to other catalogues."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from privkg.core import bounded, names
from privkg.core.progress import SILENT, Progress, followed
from privkg.link import addresses, candidates, events
from privkg.link.catalogues import Record
from privkg.link.events import Event
from privkg.link.kinds import KINDS, OF_CONCEPTS
from privkg.query.evidence import Reader
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import ALT_LABEL, PREF_LABEL, Term, iri, iri_text, term
from privkg.reference import authority, places
from privkg.reference.authority import Authority
from privkg.reference.dates import extent
from privkg.reference.links import tables
from privkg.reference.links.mapping import BY_CODE, COMPOSED, COMPOSITE, LEXICAL, Alternative, Mapping
from privkg.reference.locations import locator
from privkg.store.graph import Graph
from privkg.store.page_table import PageEntry
from privkg.store.rdf import literal_text

_SAME, _IDENTIFIED, _CLOSE = term("owl:sameAs"), term("schema:sameAs"), term("skos:closeMatch")
_SUBJECT_OF = term("schema:subjectOf")
_COUNTRY, _COUNTRY_TYPE = term("pk:country"), term("schema:Country")
_LOC = "https://w3id.org/dpv/loc#"
_EU_COUNTRY = "http://publications.europa.eu/resource/authority/country"
_NOT_IN_EU_TABLE = {"XK"}
"""User-assigned codes outside ISO 3166-1, which differ in the EU's table."""
_MOST_ALTERNATIVES = 5

Lookup = Callable[[str, str], list[Alternative]]
"""A function of kind and name that returns the candidates of a service, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalData:
    """Records of other catalogues, links between these, and the name of the service in use."""

    records: Sequence[Record] = ()
    links: Sequence[tuple[Term, Term]] = ()
    service: str = ""


def propose(
    graph: Graph,
    kinds: Iterable[str] = KINDS,
    found: ExternalData | None = None,
    look_up: Lookup | None = None,
    progress: Progress = SILENT,
) -> Iterator[Mapping]:
    """Yield proposed links for a graph, each with its score, method and alternatives.

    Args:
        graph: a built graph.
        kinds: the kinds of resources to propose links for.
        found: records of other catalogues, for incidents and actors.
        look_up: the look-up of a reconciliation service, for names unknown to privkg.
        progress: receives the resources of each kind that links were looked for.
    """
    linker = _Linker(graph, found or ExternalData(), look_up, progress)
    for kind in kinds:
        for mapping in linker.of(kind):
            if not linker.is_decided(mapping):
                yield mapping


class _Linker:
    def __init__(
        self, graph: Graph, found: ExternalData, look_up: Lookup | None, progress: Progress
    ) -> None:
        self._graph, self._found, self._look_up, self._progress = graph, found, look_up, progress
        self._reader = Reader(graph)
        self._records: Authority = authority.load(base=graph.base)
        self._locator = locator(self._records)
        self._naming = events.by_actor(self._found.records)
        self._rejected: dict[Term, set[Term]] = {}
        for subject, object_ in tables.rejected_pairs(graph.base):
            self._rejected.setdefault(subject, set()).add(object_)

    def of(self, kind: str) -> Iterator[Mapping]:
        """Yield the proposed links for resources of a kind."""
        if kind == Kind.INCIDENT:
            yield from self._events()
            return
        subjects = self._concepts(kind) if kind in OF_CONCEPTS else self._things(kind)
        for node in followed(subjects, self._progress, f"linking {kind}s", len(subjects)):
            if kind == Kind.PLACE and self._locator.names_several(self._reader.label(node)):
                continue  # a name of several places has no single counterpart
            if kind == Kind.PLACE:
                yield from self._place(node)
            if kind == Kind.ACTOR:
                yield from self._records_naming(node)
            if self._look_up:
                yield from self._from_service(kind, node, self._look_up)

    def is_decided(self, mapping: Mapping) -> bool:
        """Return whether the graph relates subject and object, or privkg's tables reject the pair."""
        return mapping.object in self._rejected.get(mapping.subject, ()) or any(
            predicate != _COUNTRY
            for (_, predicate, _), _ in self._graph.triples(mapping.subject, None, mapping.object)
        )

    def _things(self, kind: str) -> list[Term]:
        labelled = (s for (s, _, _), _ in self._graph.triples(None, PREF_LABEL))
        return sorted({node for node in labelled if self._graph.base.kind(node) == kind})

    def _concepts(self, kind: str) -> list[Term]:
        values = (
            value
            for name in OF_CONCEPTS[kind]
            for (_, _, value), _ in self._graph.triples(None, term(name))
        )
        return sorted({value for value in values if value.startswith("<")})

    def _place(self, node: Term) -> Iterator[Mapping]:
        """Yield links of a place to GeoNames, and of a country to DPV and the EU's table too."""
        countries = self._values(node, _COUNTRY)
        code = iri_text(countries[0]).removeprefix(_LOC) if countries else None
        is_country = _COUNTRY_TYPE in self._values(node, term("rdf:type"))
        label = self._reader.label(node)
        if is_country and code:
            yield from self._country(node, label, code)
            return
        ranked = candidates.candidates(Kind.PLACE, label, code, self._records)
        sure = candidates.decided(ranked)
        if sure:
            yield _mapping(node, label, _SAME, sure, ranked, LEXICAL, _justification(code))

    def _country(self, node: Term, label: str, code: str) -> Iterator[Mapping]:
        how = f"both have the ISO 3166-1 code {code}"
        place = places.country(code)
        if place is None:
            return
        same = Alternative(1.0, candidates.geonames(place), place.name)
        ranked = candidates.candidates(Kind.PLACE, label)
        yield _mapping(node, label, _IDENTIFIED, same, ranked, BY_CODE, how)
        address = iri(f"{_LOC}{code}")
        loc = Alternative(1.0, address, candidates.label(address) or "")
        yield _mapping(node, label, _IDENTIFIED, loc, [], BY_CODE, how)
        alpha3 = places.alpha3(code)
        if alpha3 and code not in _NOT_IN_EU_TABLE:
            address = iri(f"{_EU_COUNTRY}/{alpha3}")
            eu = Alternative(1.0, address, "")  # the labels of the table do not ship with privkg
            yield _mapping(
                node, label, _IDENTIFIED, eu, [], BY_CODE, f"{how}; its three letters are {alpha3}"
            )

    def _records_naming(self, actor: Term) -> Iterator[Mapping]:
        """Yield links to the records of other catalogues that name an actor."""
        labels = self._labels(actor)
        naming = {r.iri: r for label in labels for r in self._naming.get(names.key(label), ())}
        for record in naming.values():
            other = Alternative(0.9, record.iri, f"{record.key}: {record.title}")
            how = f"{record.key} names it as deployer or developer"
            yield _mapping(actor, labels[0], _SUBJECT_OF, other, [], LEXICAL, how)

    def _events(self) -> Iterator[Mapping]:
        matcher = events.Matcher(self._found.records)
        onward: dict[Term, list[Term]] = {}
        for one, other in self._found.links:
            onward.setdefault(one, []).append(other)
        pages = self._graph.manifest.pages
        for event in map(self._event, followed(pages, self._progress, "linking incidents", len(pages))):
            ranked = [
                Alternative(score, record.iri, f"{record.key}: {record.title}")
                for score, record in matcher.matches(event, self._not_proposed(event.node))
            ]
            for each in ranked[:1]:
                how = "words of its title, date, actors and place"
                yield _mapping(event.node, event.title, _SUBJECT_OF, each, ranked, COMPOSITE, how)
                for other in onward.get(each.object, ()):
                    further = Alternative(each.score, other, each.label)
                    how = f"{iri_text(each.object)} is linked to it"
                    yield _mapping(event.node, event.title, _SUBJECT_OF, further, [], COMPOSED, how)

    def _not_proposed(self, incident: Term) -> set[Term]:
        """Return the records that an incident was read from, and those rejected for it."""
        own = addresses.of_incident(self._graph, incident)
        return own | self._rejected.get(incident, set())

    def _event(self, page: PageEntry) -> Event:
        node = self._graph.base.incident(page.incident)
        texts = [
            literal_text(value)
            for name in ("dcterms:alternative", "dcterms:abstract", "dcterms:description")
            for value in self._values(node, term(name))
        ]
        dates = [literal_text(value) for value in self._values(node, term("dcterms:date"))]
        spatial = self._values(node, term("dcterms:spatial"))
        actors = self._values(node, term("pk:statedActor"))
        return Event(
            node=node,
            title=self._reader.label(node),
            text=" ".join(texts),
            date=_numbers(dates[0]) if dates else (),
            last_year=self._last_year(node),
            actors=tuple(label for actor in actors for label in self._labels(actor)),
            countries=tuple(
                p.strip() for place in spatial for p in self._reader.label(place).split(",")
            ),
        )

    def _last_year(self, node: Term) -> int | None:
        """Return the year in which the date range of an incident ends, or None if it has none."""
        for value in self._values(node, term("pk:dateEdtf")):
            end = extent.last(literal_text(value))
            return (bounded.whole_number(end[0][:4]) if end else None) or datetime.MAXYEAR
        return None

    def _from_service(self, kind: str, node: Term, look_up: Lookup) -> Iterator[Mapping]:
        label = self._reader.label(node)
        ranked = look_up(kind, label)
        predicate = _CLOSE if kind in OF_CONCEPTS else _SAME
        for best in ranked[:1]:
            is_alike = names.key(best.label) == names.key(label)
            how = f"the first candidate of {self._found.service}"
            how += ", of the same name" if is_alike else ""
            yield _mapping(node, label, predicate, best, ranked, LEXICAL, how)

    def _labels(self, node: Term) -> list[str]:
        values = [*self._values(node, PREF_LABEL), *self._values(node, ALT_LABEL)]
        return list(map(literal_text, values)) or [self._reader.label(node)]

    def _values(self, node: Term, predicate: Term) -> list[Term]:
        return sorted(value for (_, _, value), _ in self._graph.triples(node, predicate))


def _justification(code: str | None) -> str:
    hint = f" in the country {code}" if code else ""
    return f"its name{hint} in the gazetteer, weighed by the people of those that share it"


def _mapping(
    node: Term,
    label: str,
    predicate: Term,
    best: Alternative,
    ranked: Sequence[Alternative],
    justification: str,
    how: str,
) -> Mapping:
    others = [each for each in ranked if each.object != best.object]
    return Mapping(
        subject=node,
        subject_label=label,
        predicate=predicate,
        object=best.object,
        object_label=best.label,
        justification=justification,
        score=best.score,
        method=how,
        alternatives=tuple(others[:_MOST_ALTERNATIVES]),
    )


def _numbers(date: str) -> tuple[int, ...]:
    found = map(bounded.whole_number, date.split("-"))
    return tuple(number for number in found if number is not None)
