"""The barrier of a build: the steps that need all pages, after each was read on its own.

They find duplicate pages, choose the slug of each incident, check references between pages, and build
the graphs of shared resources. No other step depends on more than one page, so reading can run in
parallel.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.build import chains
from privkg.build.lifting import shared_nodes
from privkg.build.pages import LeftOut, LiftedPage, Outcome, Rejected
from privkg.rdf import graphs, iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import Term, Triple
from privkg.reference import concepts
from privkg.reference.authority import Authority
from privkg.reference.notices import Notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The outcomes of all pages.

    Attributes:
        pages: the accepted pages with their final slugs, in the order of their SHA-256.
        files: the base names of the files that contain each page, by its SHA-256.
        duplicates: pairs of names: of a duplicate, and of the page or rejected file that it equals.
        rejected: the files, or remaining parts of files, that cannot be read.
        left_out: the files that were skipped on purpose.
        cached: the number of pages that came from the cache.
    """

    pages: tuple[LiftedPage, ...]
    files: Mapping[str, tuple[str, ...]]
    duplicates: tuple[tuple[str, str], ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[LeftOut, ...]
    cached: int


def collect(
    outcomes: Iterable[Outcome], left_out: Iterable[LeftOut] = (), base: Base = DEFAULT
) -> Collected:
    """Collect the outcomes of all pages; of equal pages the first is accepted.

    Args:
        outcomes: the outcome of each page, in the order of files and pages.
        left_out: the files that the search skipped.
        base: the base of the IRIs in the pages.
    """
    first: dict[str, LiftedPage | Rejected] = {}
    files: dict[str, set[str]] = {}
    duplicates: list[tuple[str, str]] = []
    rejected: list[Rejected] = []
    others, cached = list(left_out), 0
    for outcome in outcomes:
        if isinstance(outcome, LeftOut):
            others.append(outcome)
            continue
        cached += isinstance(outcome, LiftedPage) and outcome.is_cached
        key = _identity(outcome)
        if key in first:
            duplicates.append((_name(outcome), _name(first[key])))
        elif isinstance(outcome, Rejected):
            rejected.append(outcome)
        if key:
            first.setdefault(key, outcome)
            files.setdefault(key, set()).add(Path(_path(outcome)).name)
    pages = [page for _, page in sorted(first.items()) if isinstance(page, LiftedPage)]
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


def _identity(outcome: LiftedPage | Rejected) -> str:
    """Return a key that equal pages, or equal rejected files, share; empty if there is none."""
    if isinstance(outcome, LiftedPage):
        return outcome.sha256
    return f"rejected {outcome.sha256}" if outcome.sha256 else ""


def _name(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.name if isinstance(outcome, LiftedPage) else outcome.path


def _path(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.document.path if isinstance(outcome, LiftedPage) else outcome.path
