"""The barrier of a build: the steps that need all pages, after each was read on its own.

They find duplicate pages, choose the slug of each incident, check references between pages, and build
the graphs of shared resources. No other step depends on more than one page, so reading can run in
parallel.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg import sources
from privkg.build import chains
from privkg.build.lifting import shared_nodes
from privkg.build.pages import LeftOut, LiftedPage, Outcome, Rejected
from privkg.rdf import graphs, iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import Term, Triple
from privkg.reference import concepts
from privkg.reference.authority import Authority
from privkg.reference.notices import Notices


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A page that is not read, since it is the same as another: both names, and how they compare."""

    name: str
    taken: str
    how: str

    def __str__(self) -> str:
        """Return the line to print."""
        return f"{self.name}: {self.how} {self.taken}; read once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The outcomes of all pages.

    Attributes:
        pages: the accepted pages with their final slugs, in the order of their SHA-256.
        files: the base names of the files that contain each page, by its SHA-256.
        duplicates: the pages that another page replaces, and the rejected files that equal another.
        rejected: the files, or remaining parts of files, that cannot be read.
        left_out: the files that were skipped on purpose.
        cached: the number of pages that came from the cache.
    """

    pages: tuple[LiftedPage, ...]
    files: Mapping[str, tuple[str, ...]]
    duplicates: tuple[Duplicate, ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[LeftOut, ...]
    cached: int


def collect(
    outcomes: Iterable[Outcome], left_out: Iterable[LeftOut] = (), base: Base = DEFAULT
) -> Collected:
    """Collect the outcomes of all pages; of equal pages the first is accepted.

    Pages are equal if their texts are. Two pages with one web address, or with one title and equal
    facts, are forms of one page: that of the format with the lowest rank is accepted.

    Args:
        outcomes: the outcome of each page, in the order of files and pages.
        left_out: the files that the search skipped.
        base: the base of the IRIs in the pages.
    """
    first: dict[str, LiftedPage | Rejected] = {}
    files: dict[str, set[str]] = {}
    duplicates: list[Duplicate] = []
    rejected: list[Rejected] = []
    others, cached = list(left_out), 0
    for outcome in outcomes:
        if isinstance(outcome, LeftOut):
            others.append(outcome)
            continue
        cached += isinstance(outcome, LiftedPage) and outcome.is_cached
        key = _identity(outcome)
        if key in first:
            duplicates.append(Duplicate(_name(outcome), _name(first[key]), "duplicate of"))
        elif isinstance(outcome, Rejected):
            rejected.append(outcome)
        if key:
            first.setdefault(key, outcome)
            files.setdefault(key, set()).add(Path(_path(outcome)).name)
    pages, forms = _without_forms(page for page in first.values() if isinstance(page, LiftedPage))
    duplicates += forms
    return Collected(
        pages=tuple(chains.checked(_with_final_slugs(pages, base), base)),
        files={page.sha256: tuple(sorted(files[page.sha256])) for page in pages},
        duplicates=tuple(duplicates),
        rejected=tuple(rejected),
        left_out=tuple(others),
        cached=cached,
    )


def shared_graphs(
    pages: Iterable[LiftedPage], records: Authority, links: Iterable[Triple], noticed: Notices
) -> Iterator[tuple[Term, Iterable[Triple]]]:
    """Yield the named graphs of shared resources, with their triples.

    Args:
        pages: all pages; the graphs contain only resources reachable from them.
        records: authority records.
        links: accepted links; those whose subject is not in the dataset are left out.
        noticed: the notices of correction, withdrawal and renaming.
    """
    # A triple is in exactly one graph: each graph leaves out what an earlier one states.
    pages, base = tuple(pages), records.base
    mentions = [mention for page in pages for mention in page.mentions]
    common = shared_nodes.to_triples(mentions, records)
    used = {o for page in pages for _, _, o in page.facts if o.startswith("<")}
    named = used.union(mention.node for mention in mentions)
    recorded = records.described_from(named.union(o for _, _, o in common))
    stated = common.union(recorded)
    here = {base.incident(page.slug) for page in pages}.union(node for node, _, _ in stated)
    linked = {link for link in links if link[0] in here} - stated
    laws = concepts.law_records_in_use(used)
    named = named.union(o for _, _, o in (*stated, *linked, *laws))
    yield base.graph(graphs.SHARED), common
    yield base.graph(graphs.LINKS), linked
    yield base.graph(graphs.AUTHORITY), recorded
    yield base.graph(graphs.NOTICES), noticed.triples
    yield base.graph(graphs.ONTOLOGY), (*concepts.triples(), *laws)
    yield base.graph(graphs.LABELS), concepts.labels_in_use(named)


def _with_final_slugs(pages: Iterable[LiftedPage], base: Base) -> Iterator[LiftedPage]:
    """Yield the pages with slugs that are unique in the dataset."""
    pages = tuple(pages)
    slugs = iris.slugs((page.title, page.sha256) for page in pages)
    for page in pages:
        slug = slugs[page.sha256]
        yield page if slug == page.slug else page.with_slug(slug, base)


def _without_forms(pages: Iterable[LiftedPage]) -> tuple[list[LiftedPage], list[Duplicate]]:
    """Return the pages in the order of their SHA-256, one of each page, and its other forms."""
    by_address: dict[str, LiftedPage] = {}
    by_facts: dict[tuple[str, frozenset[Triple]], LiftedPage] = {}
    taken, others = list[LiftedPage](), list[Duplicate]()
    for page in sorted(pages, key=lambda page: (sources.formats()[page.source].RANK, page.sha256)):
        facts = page.title, frozenset(page.facts)
        equal = by_facts.get(facts)
        same = equal or by_address.get(page.address or "")
        if same:
            how = "another form of" if equal else "with other facts, but the address of"
            others.append(Duplicate(_name(page), _name(same), how))
            continue
        taken.append(page)
        by_facts[facts] = page
        if page.address:
            by_address[page.address] = page
    return sorted(taken, key=lambda page: page.sha256), others


def _identity(outcome: LiftedPage | Rejected) -> str:
    """Return a key that equal pages, or equal rejected files, share; empty if there is none."""
    if isinstance(outcome, LiftedPage):
        return outcome.sha256
    return f"rejected {outcome.sha256}" if outcome.sha256 else ""


def _name(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.name if isinstance(outcome, LiftedPage) else outcome.path


def _path(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.document.path if isinstance(outcome, LiftedPage) else outcome.path
