"""The barrier of a build: the steps that need all pages, after each was read on its own.

They find duplicate pages, choose the slug of each incident, check references between pages, and build
the graphs of shared resources. No other step depends on more than one page, so reading can run in
parallel.
"""

import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path

from privkg import sources
from privkg.build import chains
from privkg.build.lifting import shared_nodes
from privkg.build.pages import FileRemark, LeftOut, LiftedPage, Outcome, Rejected
from privkg.core import rules
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
        files: the base names of the files that contain each page, by its SHA-256; in an archive, the
            name and the key.
        duplicates: the pages that another page replaces, and the rejected files that equal another.
        rejected: the files, or remaining parts of files, that cannot be read.
        left_out: the files that were skipped on purpose.
        remarks: lines about files that concern no single page.
        cached: the number of pages that came from the cache.
    """

    pages: tuple[LiftedPage, ...]
    files: Mapping[str, tuple[str, ...]]
    duplicates: tuple[Duplicate, ...]
    rejected: tuple[Rejected, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[FileRemark, ...]
    cached: int


def collect(
    outcomes: Iterable[Outcome], left_out: Iterable[LeftOut] = (), base: Base = DEFAULT
) -> Collected:
    """Collect the outcomes of all pages; of equal pages one is accepted.

    Pages are equal if their texts are: the first is accepted, or the first with a known address. Two
    pages with one web address, or with one title and equal facts, are forms of one page: that of the
    format with the lowest rank is accepted.

    Args:
        outcomes: the outcome of each page, in the order of files and pages.
        left_out: the files that the search skipped.
        base: the base of the IRIs in the pages.
    """
    equal: dict[str, list[tuple[int, LiftedPage | Rejected]]] = {}
    others, cached = list[LeftOut | FileRemark](left_out), 0
    for number, outcome in enumerate(outcomes):
        if isinstance(outcome, LeftOut | FileRemark):
            others.append(outcome)
            continue
        cached += isinstance(outcome, LiftedPage) and outcome.is_cached
        equal.setdefault(_identity(outcome) or f"{number}", []).append((number, outcome))
    duplicates, taken = list[tuple[int, Duplicate]](), list[LiftedPage | Rejected]()
    for group in equal.values():
        _, best = min(group, key=lambda one: (_preference(one[1]), one[0]))
        taken.append(best)
        duplicates += [
            (number, Duplicate(_name(one), _name(best), "duplicate of"))
            for number, one in group
            if one is not best
        ]
    pages, forms = _without_forms([page for page in taken if isinstance(page, LiftedPage)])
    named = ((page.sha256, (one for _, one in equal[page.sha256])) for page in pages)
    return Collected(
        pages=tuple(chains.checked(_with_final_slugs(pages, base), base)),
        files={sha256: tuple(sorted(set(map(_file_name, group)))) for sha256, group in named},
        duplicates=(*(one for _, one in sorted(duplicates, key=itemgetter(0))), *forms),
        rejected=tuple(one for one in taken if isinstance(one, Rejected)),
        left_out=tuple(one for one in others if isinstance(one, LeftOut)),
        remarks=tuple(one for one in others if isinstance(one, FileRemark)),
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
    found = ((records.decided(s), p, records.decided(o)) for s, p, o in links)
    linked = {(s, p, o) for s, p, o in found if s in here and s != o} - stated
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
    slugs = iris.slugs((page.name, page.sha256) for page in pages)
    for page in pages:
        slug = slugs[page.sha256]
        yield page if slug == page.slug else page.with_slug(slug, base)


def _without_forms(pages: Sequence[LiftedPage]) -> tuple[list[LiftedPage], list[Duplicate]]:
    """Return the pages in the order of their SHA-256, one of each page, and its other forms."""
    ordered = sorted(pages, key=lambda page: (sources.rank(page.source), page.sha256))
    facts = [(page.title, frozenset(page.facts)) for page in ordered]
    taken, others = list[LiftedPage](), list[Duplicate]()
    for number, first in enumerate(_firsts_with_a_key_in_common(ordered, facts)):
        page, best = ordered[number], ordered[first]
        if page is best:
            taken.append(page)
            continue
        is_equal = facts[number] == facts[first]
        how = "another form of" if is_equal else "with other facts, but the same page as"
        others.append(Duplicate(_name(page), _name(best), how))
    return sorted(taken, key=lambda page: page.sha256), others


def _firsts_with_a_key_in_common(
    pages: Sequence[LiftedPage], facts: Sequence[tuple[str, frozenset[Triple]]]
) -> list[int]:
    """Return, for each page, the number of the first page that is a form of the same page.

    Two forms may have nothing in common but a third: one its address, the other its facts.
    """
    first: dict[object, int] = {}
    parents = list(range(len(pages)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    for number, page in enumerate(pages):
        # The title is not the name of a register's record, whose facts may differ between its editions.
        named = (("name", page.name),) if page.name != page.title else ()
        keys = (facts[number], *named, *((_address(page.address),) if page.address else ()))
        for key in keys:
            one, other = root(first.setdefault(key, number)), root(number)
            parents[max(one, other)] = min(one, other)
    return [root(number) for number in range(len(pages))]


def _address(address: str) -> str:
    """Return an address by which pages are compared.

    Scheme and case of the host do not matter; nor whether a character is percent-encoded, which
    programs do differently.
    """
    host, slash, path = re.sub("^https?://", "", address).partition("/")
    return f"{host.lower()}{slash}{urllib.parse.unquote(path)}"


def _preference(outcome: LiftedPage | Rejected) -> tuple[bool, bool]:
    """Return a key by which the one of equal pages is taken that has an address and a title."""
    if isinstance(outcome, Rejected):
        return False, False
    return not outcome.address, rules.TITLE_MISSING in {found.rule for found in outcome.findings}


def _identity(outcome: LiftedPage | Rejected) -> str:
    """Return a key that equal pages, or equal rejected files, share; empty if there is none."""
    if isinstance(outcome, LiftedPage):
        return outcome.sha256
    return f"rejected {outcome.sha256}" if outcome.sha256 else ""


def _name(outcome: LiftedPage | Rejected) -> str:
    return outcome.page.name if isinstance(outcome, LiftedPage) else outcome.path


def _file_name(outcome: LiftedPage | Rejected) -> str:
    """Return the base name of a page's file, `name#key` if the page is a text in an archive."""
    if isinstance(outcome, Rejected):
        return Path(outcome.path).name
    document = outcome.page.document
    return f"{document.name}#{document.key}" if document.key else document.name
