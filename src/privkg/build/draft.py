"""From pages to the graph they will be: each file is accepted, rejected or a duplicate."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from privkg.build import find, read
from privkg.build.cache import Cache
from privkg.build.find import File
from privkg.build.lifting import evidence, shared_nodes
from privkg.build.pages import LeftOut, Read, Rejected
from privkg.build.read import How
from privkg.core import findings, rules
from privkg.core.errors import StoreError, in_file
from privkg.core.findings import Place, PlacedFinding
from privkg.rdf import graphs, iris
from privkg.rdf.terms import Term, Triple
from privkg.reference import authority, concepts, notices
from privkg.reference.authority import Authority
from privkg.reference.links import tables
from privkg.reference.notices import Notices
from privkg.store import manifest
from privkg.store.manifest import PageEntry


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The graph of some pages before it is stored, and what became of each file.

    Pages are in the order of their SHA-256; `files` are the names of the files that hold each; `kept`
    is how many files the cache had.
    """

    pages: tuple[Read, ...]
    files: dict[str, tuple[str, ...]]
    duplicates: tuple[tuple[str, str], ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[LeftOut, ...]
    folders: tuple[Path, ...]
    records: Authority = field(repr=False)
    kept: int = 0
    cache: Cache | None = None
    links: tuple[Triple, ...] = field(default=(), repr=False)
    notices: Notices = field(default_factory=lambda: Notices({}), repr=False)

    def graphs(self, *, with_claims: bool = True) -> Iterator[tuple[Term, list[str]]]:
        """Yield each named graph with its sorted lines; a triple stands in exactly one of them.

        What shapes speak of is facts; claims, most of the graph, can be left out for them.
        """
        for page in self.pages:
            files_of = evidence.files_to_triples(page.slug, self.files[page.sha256])
            proof = [*page.provenance, *manifest.lines_of(iris.prov_graph(page.slug), files_of)]
            yield iris.graph(page.slug), page.facts
            yield iris.prov_graph(page.slug), sorted([*proof, *(page.claims if with_claims else ())])
        mentions = [mention for page in self.pages for mention in page.mentions]
        common = shared_nodes.to_triples(mentions, self.records)
        named = {mention.node for mention in mentions}.union(*(page.used for page in self.pages))
        recorded = self.records.reached(named.union(o for _, _, o in common))
        links = self._linked(common.union(recorded))
        yield _lines(iris.graph(graphs.SHARED), common)
        yield _lines(iris.graph(graphs.LINKS), links)
        yield _lines(iris.graph(graphs.AUTHORITY), recorded)
        yield _lines(notices.GRAPH, self.notices.triples)
        yield _lines(iris.graph(graphs.ONTOLOGY), concepts.triples())
        used = named.union(o for _, _, o in (*common, *recorded, *links))
        yield _lines(iris.graph(graphs.LABELS), concepts.labels_in_use(used))

    def _linked(self, stated: set[Triple]) -> set[Triple]:
        """Return the accepted links of what is in this graph, as far as nothing else states them."""
        incidents = {iris.incident(page.slug) for page in self.pages}
        here = incidents.union(node for node, _, _ in stated)
        return {link for link in self.links if link[0] in here} - stated

    def check_notices(self) -> None:
        """Check that what was withdrawn or moved is not here, and what stands in its place is.

        Raises:
            RdfError: a notice speaks of things as they are not.
        """
        if self.notices.triples:
            every = self.graphs(with_claims=False)
            said = (lines for name, lines in every if name != notices.GRAPH)
            self.notices.check({Term(line.partition(" ")[0]) for lines in said for line in lines})

    def entries(self) -> tuple[PageEntry, ...]:
        """Return what the graphs are made from."""
        return tuple(PageEntry(p.sha256, self.files[p.sha256], p.slug) for p in self.pages)

    @cached_property
    def findings(self) -> tuple[PlacedFinding, ...]:
        """What the reading found: files that are no pages, and what is wrong in those that are."""
        in_pages = (finding for page in self.pages for finding in _found(page))
        return findings.ordered((*(page.finding for page in self.rejected), *in_pages))

    def counts(self) -> str:
        """Return how many files were read, and that none was lost."""
        left_out = sum(one.count for one in self.left_out)
        read = len(self.pages) + len(self.duplicates) + left_out + len(self.rejected)
        return (
            f"read {read} = {len(self.pages)} accepted + {len(self.duplicates)} duplicate"
            f" + {left_out} left out + {len(self.rejected)} rejected"
        )

    def cached(self) -> str:
        """Return how many files the cache had, and how many it had not, in words."""
        if self.cache is None:
            return "cache: none"
        files = len(self.pages) + len(self.duplicates) + len(self.rejected)
        return f"cache: {self.kept} hits, {files - self.kept} misses"

    def remarks(self) -> Iterator[str]:
        """Yield a line for each file that was read for nothing, or not at all, and for no cache."""
        if self.cache and not self.cache.is_usable:
            yield (
                f"{self.cache.folder}: not a folder that privkg made here to keep things in; not used;"
                " if it is an old cache remove it, else name another with --cache"
            )
        for path, original in self.duplicates:
            yield f"{path}: the same page as {original}; taken once"
        yield from map(str, self.left_out)


def draft(
    paths: Iterable[Path],
    how: How,
    jobs: int = 1,
    link_folders: Iterable[Path] = (),
    notice_folders: Iterable[Path] | None = None,
) -> Draft:
    """Return the graph of the pages at `paths` as it would be stored.

    Args:
        paths: pages, and folders whose pages are taken.
        how: how they are read; without claims the graph is fit for a check only.
        jobs: how many processes read at once.
        link_folders: a user's own tables of links.
        notice_folders: notices of what was corrected, withdrawn or moved; if None, the folder
            `notices` in each of the folders among `paths`.

    Raises:
        NoInputError: no page was found.
        RdfError: an authority file, a table of links, or a notice is unusable.
    """
    paths, link_folders = tuple(paths), tuple(link_folders)
    if notice_folders is None:
        notice_folders = [path / "notices" for path in paths if (path / "notices").is_dir()]
    records = authority.load(how.folders)
    noticed = notices.load(notice_folders)
    found = find.find(paths, known=(*how.folders, *link_folders, *notice_folders))
    first: dict[str, Read | Rejected] = {}
    names: dict[str, set[str]] = {}
    duplicates, unread, kept = [], [], 0
    left_out = list(found.left_out)
    for page in read.read_all(found.files, how, jobs):
        if isinstance(page, LeftOut):
            left_out.append(page)
            continue
        kept += isinstance(page, Read) and page.is_kept
        if page.sha256 is None:
            unread.append(page)
        elif page.sha256 in first:
            duplicates.append((page.path, first[page.sha256].path))
        else:
            first[page.sha256] = page
        names.setdefault(page.sha256 or "", set()).add(Path(page.path).name)
    pages = [page for _, page in sorted(first.items()) if isinstance(page, Read)]
    rejected = [page for page in (*unread, *first.values()) if isinstance(page, Rejected)]
    return Draft(
        pages=tuple(_settled(pages, how)),
        files={page.sha256: tuple(sorted(names[page.sha256])) for page in pages},
        duplicates=tuple(duplicates),
        rejected=tuple(rejected),
        left_out=tuple(left_out),
        folders=how.folders,
        kept=kept,
        cache=how.cache,
        records=records,
        links=tables.accepted(link_folders),
        notices=noticed,
    )


def _settled(pages: list[Read], how: How) -> Iterator[Read]:
    """Yield pages under the slugs they have among each other; the few that share one are read again."""
    slugs = iris.slugs((page.title, page.sha256) for page in pages)
    for page in pages:
        slug = slugs[page.sha256]
        again = page if slug == page.slug else read.read(File(Path(page.path)), how, slug)
        if not isinstance(again, Read) or again.sha256 != page.sha256:
            raise StoreError("changed while it was read; start again", in_file(page.path))
        yield again


def _found(page: Read) -> Iterator[PlacedFinding]:
    yield from page.findings
    if page.slug.endswith(f"-{page.sha256[:8]}"):
        message = (
            f'another page, or a graph of privkg, is called "{page.title}"; this one is {page.slug}'
        )
        place = Place(path=page.path, line=1, column=1, end_line=1, end_column=1)
        yield PlacedFinding(rule=rules.SAME_TITLE, message=message, place=place)


def _lines(name: Term, triples: Iterable[Triple]) -> tuple[Term, list[str]]:
    return name, manifest.lines_of(name, triples)
