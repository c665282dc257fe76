"""The draft of a build: the dataset before it is written, and the outcome of each file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from privkg.build import collect, engines, find, read, shared
from privkg.build.collect import Collected, CollectedPage
from privkg.build.engines import Session
from privkg.build.incremental import changes, reading
from privkg.build.incremental.changes import Changes, Tables
from privkg.build.incremental.state import State
from privkg.build.pages import Counts
from privkg.build.read import ReadOptions
from privkg.build.spool import Spool
from privkg.core import findings, rules
from privkg.core.findings import PlacedFinding
from privkg.core.model import Span
from privkg.core.objects import Input
from privkg.core.progress import SILENT, Progress, followed
from privkg.rdf import graphs
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, Triple, iri_text
from privkg.reference import notices
from privkg.reference.authority import Authority
from privkg.reference.links import tables
from privkg.reference.notices import Notices
from privkg.store import quads_text
from privkg.store.page_table import PageEntry
from privkg.store.quads_text import PackedGraph


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The dataset of some pages before it is written, and how the pages were read.

    Attributes:
        collected: the outcomes of all files.
        options: how files were read.
        records: the authority records.
        links: the accepted links.
        notices: the notices of correction, withdrawal and renaming.
        former: the state of the former build; empty if there is none that can be used.
        state: the state of this build.
    """

    collected: Collected
    options: ReadOptions
    records: Authority = field(repr=False)
    links: tuple[Triple, ...] = field(default=(), repr=False)
    notices: Notices = field(default_factory=lambda: Notices({}), repr=False)
    former: State = field(repr=False)
    state: State = field(repr=False)

    @property
    def base(self) -> Base:
        """The base of the IRIs of the dataset."""
        return self.records.base

    @property
    def pages(self) -> tuple[CollectedPage, ...]:
        """The accepted pages, in the order of their SHA-256."""
        return self.collected.pages

    @cached_property
    def changes(self) -> Changes:
        """The pages by which the dataset differs from the former one; all if there is none."""
        return changes.find(self.collected, self.former)

    @cached_property
    def tables(self) -> Tables:
        """The tables of what pages name and state about shared resources, as they are in the state."""
        return changes.tables(
            self.changes, self.collected, self.former, self.state, self.records, self._decided
        )

    @cached_property
    def shared(self) -> tuple[PackedGraph, ...]:
        """The graphs of what incidents share, without notices."""
        return shared.shared(self.tables.mentions, self.tables.reached, self.records, self._decided)

    @cached_property
    def _decided(self) -> frozenset[Triple]:
        """The accepted links, of actors that were decided to be one only those of the one."""
        decided = self.records.decided
        return frozenset((decided(s), p, decided(o)) for s, p, o in self.links)

    def graphs(self) -> Iterator[PackedGraph]:
        """Yield each named graph that the former dataset has not; a triple is in one of them."""
        yield from chain.from_iterable(map(self.graphs_of, self.changes.written))
        yield from self.shared_graphs()

    def graphs_of(self, page: CollectedPage) -> tuple[PackedGraph, PackedGraph]:
        """Return the two named graphs of an incident."""
        body = self.collected.body(page)
        return body.facts, body.provenance

    def shared_graphs(self) -> Iterator[PackedGraph]:
        """Yield each named graph that is not of one incident."""
        yield from self.shared
        yield quads_text.pack(self.base.graph(graphs.NOTICES), self.notices.triples)

    def removed(self) -> Iterator[str]:
        """Yield the IRIs of the graphs of the former dataset whose incidents are not in this one."""
        kept = {page.slug for page in self.pages}
        for page in self.changes.removed:
            if page.slug not in kept:
                yield iri_text(self.base.graph(page.slug))
                yield iri_text(self.base.prov_graph(page.slug))

    @property
    def stored(self) -> int:
        """The number of triples of the pages that the store holds; those of shared graphs are few."""
        return sum(page.head.stored for page in self.pages)

    def stored_texts(self) -> Iterator[str]:
        """Yield the N-Quads that the store holds and shapes can concern: all but those about claims."""
        for packed in self.graphs():
            yield packed.stored_text().decode()

    def check_notices(self) -> None:
        """Check that withdrawn and renamed resources are absent, and their replacements present.

        Raises:
            RdfError: a notice contradicts the dataset.
        """
        if self.notices.triples:
            self.notices.check(set(self._described(self.notices.things)))

    def entries(self) -> Iterator[PageEntry]:
        """Yield the entries of the pages in the table of pages."""
        for page in self.pages:
            yield PageEntry(page.sha256, page.files, page.slug, page.head.key)

    @cached_property
    def findings(self) -> tuple[PlacedFinding, ...]:
        """The findings of the reader: rejected files, and the findings in accepted pages."""
        in_pages = (finding for page in self.pages for finding in self._found(page))
        return findings.ordered((*(page.finding for page in self.collected.rejected), *in_pages))

    def counts(self) -> Counts:
        """Return the numbers of pages by outcome."""
        of = self.collected
        return Counts(
            accepted=len(of.pages),
            duplicate=len(of.duplicates),
            left_out=sum(one.count for one in of.left_out),
            rejected=len(of.rejected),
        )

    def reused(self) -> Iterator[str]:
        """Yield a line with the hits and misses of the cache, and one why no former build was used."""
        yield self.cached()
        if self.former.unused:
            yield self.former.unused

    def cached(self) -> str:
        """Return the hits and misses of the cache, as a line."""
        if self.options.cache is None:
            return "cache: none"
        of = self.collected
        pages = len(of.pages) + len(of.duplicates) + len(of.rejected)
        return f"cache: {of.cached} hits, {pages - of.cached} misses"

    def remarks(self) -> Iterator[str]:
        """Yield a line for an unusable cache, each remark, duplicate page and file left out."""
        cache = self.options.cache
        if cache and not cache.is_usable:
            yield (
                f"{cache.folder}: not used, as privkg did not make this folder here as its cache;"
                " remove it if it is an old cache, or name another with --cache"
            )
        yield from map(str, self.collected.remarks)
        yield from map(str, self.collected.duplicates)
        yield from map(str, self.collected.left_out)

    def _found(self, page: CollectedPage) -> Iterator[PlacedFinding]:
        yield from page.head.findings
        yield from (one.if_absent for one in page.head.references if one.row in page.absent)
        if page.slug.endswith(f"-{page.sha256[:8]}"):
            message = (
                f'the title "{page.head.title}" is already that of another page or of a graph of privkg,'
                f' so this incident is named "{page.slug}"; write another title'
            )
            place = replace(self.collected.body(page).text.place(Span(0, 0)), excerpt="")
            yield PlacedFinding(rule=rules.SAME_TITLE, message=message, place=place)

    def _described(self, things: Collection[Term]) -> Iterator[Term]:
        """Yield those of some resources that the dataset describes, notices left out."""
        slugs = {self.base.slug_of(each) or self.base.slug_of_page(each) for each in things}
        of_pages = (self.collected.body(page) for page in self.pages if page.slug in slugs)
        own = (packed for body in of_pages for packed in (body.facts, body.provenance))
        _, *others = self.shared
        described = {s for packed in (*own, *others) for s, _, _ in quads_text.triples(packed)}
        yield from (each for each in things if each in described or self.tables.mentions.describes(each))


def draft(
    paths: Iterable[Input],
    options: ReadOptions,
    session: Session = engines.HERE,
    notice_folders: Iterable[Path] | None = None,
    progress: Progress = SILENT,
    *,
    directory: Path | None = None,
    former: State | None = None,
    state: State | None = None,
    bodies: Path | None = None,
) -> Draft:
    """Find, read, lift and collect the pages at `paths`, and return the dataset unwritten.

    Args:
        paths: pages, and folders to search for pages, here or in a store.
        options: how they are read.
        session: the engine that reads pages.
        notice_folders: folders of notices of correction, withdrawal or renaming; if None, the folder
            `notices` in each of the local folders among `paths`.
        progress: receives the pages read.
        directory: the folder of the graph, in which no pages are searched.
        former: the state of a former build, whose unchanged files are not read again.
        state: the state of this build, a copy of the former; if None, it is temporary.
        bodies: the folder that a cluster writes the bodies of pages to.

    Raises:
        NoInputError: there is no page at `paths`.
        RdfError: an authority file, a table of links, or a notice is invalid.
    """
    former, state = former or State(), state or State()
    paths = tuple(paths)
    if notice_folders is None:
        here = (path / "notices" for path in paths if isinstance(path, Path))
        notice_folders = [folder for folder in here if folder.is_dir()]
    records = read.reread_records(options)
    noticed = notices.load(notice_folders, options.base)
    others = (*options.folders, *options.link_folders, *notice_folders, *filter(None, (directory,)))
    found = find.find(paths, others, options.mapping)
    outcomes = reading.outcomes(found.files, options, session, bodies, former, state)
    # Most files hold one page; of an archive there may turn out to be more.
    outcomes = followed(outcomes, progress, "reading pages", len(found.files))
    return Draft(
        collected=collect.collect(outcomes, found.left_out, options.base, former, Spool(bodies)),
        options=options,
        records=records,
        links=tables.accepted(options.link_folders, options.base),
        notices=noticed,
        former=former,
        state=state,
    )
