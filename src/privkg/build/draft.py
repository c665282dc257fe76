"""The draft of a build: the dataset before it is written, and the outcome of each file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from privkg.build import collect, find, read
from privkg.build.collect import Collected
from privkg.build.lifting import evidence
from privkg.build.pages import Counts, LiftedPage
from privkg.build.read import ReadOptions
from privkg.core import findings, rules
from privkg.core.findings import PlacedFinding
from privkg.core.model import Span
from privkg.core.progress import SILENT, Progress, followed
from privkg.rdf import graphs
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, Triple
from privkg.reference import notices
from privkg.reference.authority import Authority
from privkg.reference.links import tables
from privkg.reference.notices import Notices
from privkg.store import manifest
from privkg.store.page_table import PageEntry


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The dataset of some pages before it is written, and how the pages were read.

    Attributes:
        collected: the outcomes of all files.
        options: how files were read.
        records: the authority records.
        links: the accepted links.
        notices: the notices of correction, withdrawal and renaming.
    """

    collected: Collected
    options: ReadOptions
    records: Authority = field(repr=False)
    links: tuple[Triple, ...] = field(default=(), repr=False)
    notices: Notices = field(default_factory=lambda: Notices({}), repr=False)

    @property
    def base(self) -> Base:
        """The base of the IRIs of the dataset."""
        return self.records.base

    @property
    def pages(self) -> tuple[LiftedPage, ...]:
        """The accepted pages, in the order of their SHA-256."""
        return self.collected.pages

    @cached_property
    def shared(self) -> tuple[tuple[Term, list[str]], ...]:
        """The named graphs of shared resources, with their sorted lines."""
        return tuple((name, manifest.lines_of(name, triples)) for name, triples in self._shared)

    @cached_property
    def facts(self) -> tuple[list[str], ...]:
        """The sorted lines of each page's own graph."""
        return tuple(manifest.lines_of(self.base.graph(page.slug), page.facts) for page in self.pages)

    @cached_property
    def provenance(self) -> tuple[list[str], ...]:
        """The sorted lines that describe each page and name its files, claims left out."""
        named = ((page, self.base.prov_graph(page.slug)) for page in self.pages)
        return tuple(manifest.lines_of(graph, self._provenance(page)) for page, graph in named)

    def graphs(self) -> Iterator[tuple[Term, list[str]]]:
        """Yield each named graph with its sorted lines; a triple is in exactly one of them."""
        for page, facts, provenance in zip(self.pages, self.facts, self.provenance, strict=True):
            claims = evidence.claims_to_triples(self.base, page.slug, page.claims)
            graph = self.base.prov_graph(page.slug)
            yield self.base.graph(page.slug), facts
            yield graph, sorted({*provenance, *manifest.lines_of(graph, claims)})
        yield from self.shared

    def checked_lines(self) -> list[str]:
        """Return the lines that shapes can concern: all but claims, which are most of the dataset."""
        own = (*self.facts, *self.provenance, *(graph for _, graph in self.shared))
        return [line for graph in own for line in graph]

    def check_notices(self) -> None:
        """Check that withdrawn and renamed resources are absent, and their replacements present.

        Raises:
            RdfError: a notice contradicts the dataset.
        """
        if self.notices.triples:
            own = (triple for page in self.pages for triple in (*page.facts, *page.provenance))
            noticed = self.base.graph(graphs.NOTICES)
            shared = (triple for name, graph in self._shared if name != noticed for triple in graph)
            self.notices.check({s for triples in (own, shared) for s, _, _ in triples})

    def entries(self) -> tuple[PageEntry, ...]:
        """Return the manifest's entries of the pages."""
        files = self.collected.files
        return tuple(PageEntry(p.sha256, files[p.sha256], p.slug, p.page.key) for p in self.pages)

    @cached_property
    def findings(self) -> tuple[PlacedFinding, ...]:
        """The findings of the reader: rejected files, and the findings in accepted pages."""
        in_pages = (finding for page in self.pages for finding in _found(page))
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

    @cached_property
    def _shared(self) -> tuple[tuple[Term, Iterable[Triple]], ...]:
        return tuple(collect.shared_graphs(self.pages, self.records, self.links, self.notices))

    def _provenance(self, page: LiftedPage) -> Iterator[Triple]:
        yield from page.provenance
        # The position of a record is valid in one file only, so other files that contain an equal page
        # are not named.
        document = page.page.document
        own = (document.name,) if page.page.key and not document.key else None
        yield from evidence.files_to_triples(
            self.base, page.slug, own or self.collected.files[page.sha256]
        )


def draft(
    paths: Iterable[Path],
    options: ReadOptions,
    jobs: int = 1,
    notice_folders: Iterable[Path] | None = None,
    progress: Progress = SILENT,
) -> Draft:
    """Find, read, lift and collect the pages at `paths`, and return the dataset unwritten.

    Args:
        paths: pages, and folders to search for pages.
        options: how they are read.
        jobs: the number of processes that read pages.
        notice_folders: folders of notices of correction, withdrawal or renaming; if None, the folder
            `notices` in each of the folders among `paths`.
        progress: receives the pages read.

    Raises:
        NoInputError: there is no page at `paths`.
        RdfError: an authority file, a table of links, or a notice is invalid.
    """
    paths = tuple(paths)
    if notice_folders is None:
        notice_folders = [path / "notices" for path in paths if (path / "notices").is_dir()]
    records = read.reread_records(options)
    noticed = notices.load(notice_folders, options.base)
    others = (*options.folders, *options.link_folders, *notice_folders)
    found = find.find(paths, others, options.mapping)
    outcomes = read.read_all(found.files, options, jobs)
    # Most files hold one page; of an archive there may turn out to be more.
    outcomes = followed(outcomes, progress, "reading pages", len(found.files))
    return Draft(
        collected=collect.collect(outcomes, found.left_out, options.base),
        options=options,
        records=records,
        links=tables.accepted(options.link_folders, options.base),
        notices=noticed,
    )


def _found(page: LiftedPage) -> Iterator[PlacedFinding]:
    yield from page.placed()
    if page.slug.endswith(f"-{page.sha256[:8]}"):
        message = (
            f'the title "{page.title}" is already that of another page or of a graph of privkg, so'
            f' this incident is named "{page.slug}"; write another title'
        )
        place = replace(findings.page_place(page.page, Span(0, 0)), excerpt="")
        yield PlacedFinding(rule=rules.SAME_TITLE, message=message, place=place)
