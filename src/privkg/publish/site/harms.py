"""The page of each harm: definition, neighbours, counts, and the rows that have it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from privkg.publish.site import counting, marks, paging, paths, rendering
from privkg.publish.site.counting import Most
from privkg.publish.site.glossary import Glossary
from privkg.publish.site.pages import Link, Part
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.rdf.terms import Term, iri, iri_text, term
from privkg.reference import concepts, properties
from privkg.store.graph import Quads

_HARM = term("pk:harm")
_LEAD, _NOTE, _EXAMPLE = term("skos:definition"), term("skos:scopeNote"), term("skos:example")
_CALLED = tuple(map(term, ("skos:altLabel", "skos:hiddenLabel")))
_COUNTED = ("pk:actor", "pk:atRisk")
"""The properties whose values are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """A harm as its page shows it.

    Attributes:
        note: when to choose it and when a neighbour, with the neighbours as links.
        neighbours: the other harms of its group.
        place: its place among all harms of its scheme, from 1.
    """

    link: Link
    iri: str
    group: Link | None
    definition: str
    note: tuple[Link, ...]
    example: str
    called: tuple[str, ...]
    neighbours: tuple[Link, ...]
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that has a harm, with its incident."""

    part: Part
    incident: Link
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over all rows that have a harm: rows, incidents, statuses, and the most frequent values."""

    rows: int
    incidents: int
    statuses: Mapping[Link, int]
    most: tuple[Most, ...]


class Writer:
    """Writes the pages of the harms of a graph."""

    def __init__(self, graph: Quads, viewer: Viewer, site: Site) -> None:
        self._facts, self._base = graph.facts, graph.base
        self._viewer, self._site = viewer, site
        self._glossary = Glossary(concepts.triples())

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the HTML of each page of each harm."""
        found = marks.harms()
        for place, harm in enumerate(found, start=1):
            shown = self._harm(harm, place, found)
            rows = sorted(s for (s, _, _), _ in self._facts.triples(None, _HARM, harm))
            tally = self._tally(rows)
            for share in paging.shares(shown.link.target.removesuffix(".html"), rows):
                yield (
                    share.path,
                    rendering.render(
                        "harm",
                        share.path,
                        site=self._site,
                        harm=shown,
                        total=len(found),
                        tally=tally,
                        rows=[self._row(row) for row in share.entries],
                        pager=share.pager,
                    ),
                )

    def _harm(self, harm: Term, place: int, harms: Iterable[Term]) -> Harm:
        group = marks.group(harm)
        return Harm(
            link=self._link(harm),
            iri=iri_text(harm),
            group=self._viewer.link(group) if group else None,
            definition=self._text(harm, _LEAD),
            note=tuple(self._linked(self._text(harm, _NOTE), harm, harms)),
            example=self._text(harm, _EXAMPLE),
            called=tuple(
                self._glossary.link(v).text for p in _CALLED for v in self._glossary.values(harm, p)
            ),
            neighbours=tuple(self._link(h) for h in harms if h != harm and marks.group(h) == group),
            place=place,
        )

    def _linked(self, text: str, harm: Term, harms: Iterable[Term]) -> Iterator[Link]:
        """Yield a text in parts, in which the names of other harms are links."""
        names = {self._glossary.label(h): h for h in harms if h != harm}
        longest_first = sorted(names, key=len, reverse=True)
        for words in re.split(rf"\b({'|'.join(map(re.escape, longest_first))})\b", text):
            yield self._link(names[words]) if words in names else Link(text=words)

    def _link(self, harm: Term) -> Link:
        return Link(
            text=self._glossary.label(harm), target=paths.harm_page(harm) or "", mark=marks.of(harm)
        )

    def _text(self, harm: Term, predicate: Term) -> str:
        return " ".join(
            self._glossary.link(value).text for value in self._glossary.values(harm, predicate)
        )

    def _tally(self, rows: Iterable[Term]) -> Tally:
        """Return counts over rows; only counters are kept, not the rows."""
        statuses, incidents, count = Counter[Link](), set[str](), 0
        values = {key: Counter[Link]() for key in _COUNTED}
        for row in rows:
            part = self._viewer.row(row)
            count += 1
            incidents.add(self._base.slug_of(row) or "")
            statuses.update(value.link for value in part.values("pk:claimStatus"))
            for key, found in values.items():
                found.update(value.link for value in part.values(key))
        names = {key: properties.words(term(key)) for key in _COUNTED}
        return Tally(
            rows=count,
            incidents=len(incidents),
            statuses=dict(counting.by_size(statuses)),
            most=tuple(counting.most(names[key], found) for key, found in values.items()),
        )

    def _row(self, row: Term) -> Row:
        incident = iri(iri_text(row).rpartition("/")[0])
        return Row(
            part=self._viewer.row(row),
            incident=self._viewer.link(incident),
            target=paths.part_page(row, self._base) or "",
        )
