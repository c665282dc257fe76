"""The barrier of a build: what only all pages together decide, once all are read.

Which pages are the same, which slug each incident has, and what incidents share: this is where the
work of one page ends, and where pages that were read apart meet.
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
    """What became of all pages.

    Attributes:
        pages: those accepted, in the order of their SHA-256, under their slugs.
        files: by SHA-256, the base names of the files that hold each page.
        duplicates: the names of pages that are the same as another, and of that other.
        rejected: what cannot be read.
        left_out: what is not read, by intent.
        cached: how many pages the cache had.
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
    """Return what became of all pages: of several that are the same the first is taken.

    Args:
        outcomes: what became of each page, in the order of files and pages.
        left_out: what was left out before.
        base: what the IRIs of the pages were minted from.
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
        pages=tuple(chains.checked(_named_apart(pages, base), base)),
        files={page.sha256: tuple(sorted(files[page.sha256])) for page in pages},
        duplicates=tuple(duplicates),
        rejected=tuple(rejected),
        left_out=tuple(others),
        cached=cached,
    )


def shared_graphs(
    pages: Iterable[LiftedPage], records: Authority, links: Iterable[Triple], noticed: Notices
) -> Iterator[tuple[Term, Iterable[Triple]]]:
    """Yield the named graphs of what incidents share, with their triples.

    Args:
        pages: all pages; the graphs hold only what these reach.
        records: authority records.
        links: accepted links; those of what is not in the graph are left out.
        noticed: what was corrected, withdrawn or moved.
    """
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


def _named_apart(pages: Iterable[LiftedPage], base: Base) -> Iterator[LiftedPage]:
    """Yield pages under the slugs that they have among each other."""
    pages = tuple(pages)
    slugs = iris.slugs((page.title, page.sha256) for page in pages)
    for page in pages:
        slug = slugs[page.sha256]
        yield page if slug == page.slug else page.with_slug(slug, base)


def _identity(outcome: LiftedPage | Rejected) -> str:
    """Return what two pages, or two rejected files, have in common if they are the same; or nothing."""
    if isinstance(outcome, LiftedPage):
        return outcome.sha256
    return f"rejected {outcome.sha256}" if outcome.sha256 else ""


def _name(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.name if isinstance(outcome, LiftedPage) else outcome.path


def _path(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.document.path if isinstance(outcome, LiftedPage) else outcome.path
