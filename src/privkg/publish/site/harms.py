"""The page of each harm: definition, neighbours, counts, and the rows that have it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from privkg.publish.site import acts, counting, layers, marks, paging, paths, pictures, rendering
from privkg.publish.site.counting import Most
from privkg.publish.site.files import File
from privkg.publish.site.glossary import Glossary, Match
from privkg.publish.site.layers import Picture
from privkg.publish.site.pages import Link
from privkg.publish.site.paging import Share
from privkg.publish.site.site import Site
from privkg.publish.site.viewer import Viewer
from privkg.rdf.terms import Term, iri_text, term
from privkg.reference import concepts, properties
from privkg.store.graph import Quads

_HARM = term("pk:harm")
_COUNTED = ("pk:actor", "pk:atRisk")
"""The properties whose values are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """A harm as its page shows it.

    Attributes:
        note: when to choose it and when a neighbour, with the neighbours as links.
        neighbours: the other harms of its group, and those that the note names.
        place: its place among all harms of its scheme, from 1.
    """

    link: Link
    iri: str
    group: Link | None
    definition: str
    note: tuple[Link, ...]
    example: str
    called: tuple[str, ...]
    neighbours: tuple["Neighbour", ...]
    matches: tuple[Match, ...]
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A neighbour of a harm: what it means, and the number of its rows."""

    link: Link
    definition: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over all rows that have a harm: rows, incidents by year, statuses, most frequent values.

    `together` are the other harms of the same incidents, each with the number of these incidents;
    `picture` draws the acts of the rows if they are enough.
    """

    rows: int
    incidents: int
    years: Mapping[str, int]
    together: Most
    statuses: Mapping[Link, int]
    most: tuple[Most, ...]
    picture: Picture | None


class Writer:
    """Writes the pages of the harms of a graph."""

    def __init__(self, graph: Quads, viewer: Viewer, site: Site) -> None:
        self._facts, self._base = graph.facts, graph.base
        self._viewer, self._site = viewer, site
        self._glossary = Glossary((*concepts.triples(), *concepts.foreign_labels()))
        self._rows_of = {
            harm: sorted(s for (s, _, _), _ in self._facts.triples(None, _HARM, harm))
            for harm in marks.harms()
        }
        self._incidents_of = {
            harm: {self._base.slug_of(row) or "" for row in rows} for harm, rows in self._rows_of.items()
        }
        self._drawer = layers.Drawer(viewer)

    def pages(self) -> Iterator[File]:
        """Yield each page of each harm, and the picture of its acts."""
        for place, (harm, rows) in enumerate(self._rows_of.items(), start=1):
            stem = self._link(harm).target.removesuffix(".html")
            head = cache(partial(self._head, harm, place))
            if len(rows) >= layers.FEWEST:
                yield File(f"{stem}.svg", partial(self._picture, stem, head))
            for share in paging.shares(stem, rows):
                yield File(share.path, partial(self._page, head, share))

    def _head(self, harm: Term, place: int) -> tuple[Harm, Tally]:
        return self._harm(harm, place), self._tally(harm)

    def _picture(self, stem: str, head: Callable[[], tuple[Harm, Tally]]) -> bytes | str:
        shown, tally = head()
        assert tally.picture  # noqa: S101  # a harm with enough rows has one
        return pictures.layers(f"{stem}.svg", shown.link.text, tally.picture, self._site).make()

    def _page(self, head: Callable[[], tuple[Harm, Tally]], share: Share) -> str:
        shown, tally = head()
        return rendering.render(
            "harm",
            share.path,
            site=self._site,
            harm=shown,
            total=len(self._rows_of),
            tally=tally,
            acts=[acts.of_row(row, self._viewer, self._base) for row in share.entries],
            pager=share.pager,
        )

    def _harm(self, harm: Term, place: int) -> Harm:
        group, note = marks.group(harm), self._glossary.note(harm)
        return Harm(
            link=self._link(harm),
            iri=iri_text(harm),
            group=self._viewer.link(group) if group else None,
            definition=self._glossary.definition(harm),
            note=tuple(self._linked(note, harm)),
            example=self._glossary.example(harm),
            called=self._glossary.called(harm),
            neighbours=tuple(self._neighbours(harm, note)),
            matches=self._glossary.entry(harm).matches,
            place=place,
        )

    def _neighbours(self, harm: Term, note: str) -> Iterator[Neighbour]:
        """Yield the other harms of the same group and those that a note names, in their order."""
        named = {words.text for words in self._linked(note, harm) if words.target}
        for each, rows in self._rows_of.items():
            link = self._link(each)
            if each != harm and (marks.group(each) == marks.group(harm) or link.text in named):
                yield Neighbour(link=link, definition=self._glossary.definition(each), rows=len(rows))

    def _linked(self, text: str, harm: Term) -> Iterator[Link]:
        """Yield a text in parts, in which the names of other harms are links."""
        names = {self._glossary.label(h): h for h in self._rows_of if h != harm}
        longest_first = sorted(names, key=len, reverse=True)
        for words in re.split(rf"\b({'|'.join(map(re.escape, longest_first))})\b", text):
            yield self._link(names[words]) if words in names else Link(text=words)

    def _link(self, harm: Term) -> Link:
        return Link(
            text=self._glossary.label(harm), target=paths.harm_page(harm) or "", mark=marks.of(harm)
        )

    def _tally(self, harm: Term) -> Tally:
        """Return counts over the rows of a harm; only counters are kept, not the rows."""
        rows, incidents = self._rows_of[harm], self._incidents_of[harm]
        named = list(map(self._viewer.rows.of, rows))
        years = (self._viewer.year(self._base.incident(slug)) for slug in incidents)
        return Tally(
            rows=len(rows),
            incidents=len(incidents),
            years=counting.by_year(filter(None, years)),
            together=self._together(harm),
            statuses=dict(counting.by_size(Counter(s for each in named for s in each.statuses))),
            most=tuple(
                counting.most(
                    properties.words(term(key)), Counter(link for each in named for link in each.by(key))
                )
                for key in _COUNTED
            ),
            picture=self._drawer.drawn(Counter(named)),
        )

    def _together(self, harm: Term) -> Most:
        """Return the other harms of the incidents of a harm, with the number of incidents, in order."""
        own = self._incidents_of[harm]
        found = ((each, len(own & some)) for each, some in self._incidents_of.items() if each != harm)
        shown = tuple((self._link(each), number) for each, number in found if number)
        return Most(name="Harm in the same incidents", counts=shown)
