"""From pages to the graph they will be: what stands in it, and what the reading found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from privkg import authority, findings, graph, iris, rules, taxonomy
from privkg.authority import Authority
from privkg.findings import PlacedFinding
from privkg.graph import Converted, evidence, shared
from privkg.model import Finding, Span
from privkg.pipeline import intake
from privkg.pipeline.intake import Intake, Page
from privkg.store import manifest
from privkg.store.manifest import PageEntry
from privkg.terms import Term, Triple


@dataclass(frozen=True)
class Draft:
    """The graph of some pages before it is stored. Dictionaries are keyed by a page's SHA-256."""

    intake: Intake
    records: Authority
    slugs: dict[str, str]
    converted: dict[str, Converted]

    def graphs(self) -> Iterator[tuple[Term, list[str]]]:
        """Yield each named graph with its sorted lines; a triple stands in exactly one of them."""
        for sha, result in self.converted.items():
            slug, page = self.slugs[sha], self.intake.pages[sha]
            yield _lines(iris.graph(slug), result.facts)
            proof = (
                *evidence.page_to_triples(slug, page.incident, page.file_names),
                *evidence.claims_to_triples(slug, result.claims),
            )
            yield _lines(iris.prov_graph(slug), proof)
        mentions = [mention for result in self.converted.values() for mention in result.mentions]
        common = shared.to_triples(mentions, self.records)
        facts = [*common, *self.records.triples, *(t for c in self.converted.values() for t in c.facts)]
        yield _lines(iris.graph("shared"), common)
        yield _lines(iris.graph("authority"), self.records.triples)
        yield _lines(iris.graph("ontology"), taxonomy.triples())
        yield _lines(iris.graph("labels"), taxonomy.labels_in_use(o for _, _, o in facts))

    def entries(self) -> tuple[PageEntry, ...]:
        """Return what the graphs are made from."""
        pages = self.intake.pages.items()
        return tuple(PageEntry(sha, page.file_names, self.slugs[sha]) for sha, page in pages)

    @cached_property
    def findings(self) -> tuple[PlacedFinding, ...]:
        """What the reading found: files that are no pages, and what is wrong in those that are."""
        in_pages = (
            findings.placed(page.incident.document, finding)
            for sha, page in self.intake.pages.items()
            for finding in self.found(sha)
        )
        return findings.ordered((*self.intake.rejected, *in_pages))

    def found(self, sha256: str) -> tuple[Finding, ...]:
        """Return what the reading of a page found."""
        page = self.intake.pages[sha256]
        return (
            *page.incident.document.findings,
            *page.incident.findings,
            *self.converted[sha256].findings,
            *_same_title(page, self.slugs[sha256]),
        )


def draft(paths: Iterable[Path], authority_folders: Iterable[Path] = ()) -> Draft:
    """Return the graph of the pages at `paths` as it would be stored.

    Raises:
        NoInputError: no page was found.
        RdfError: an authority file is unusable.
    """
    records = authority.load(authority_folders)
    taken = intake.take(paths)
    slugs = iris.slugs((page.incident.title, sha) for sha, page in taken.pages.items())
    converted = {
        sha: graph.convert(page.incident, slugs[sha], records) for sha, page in taken.pages.items()
    }
    return Draft(taken, records, slugs, converted)


def _lines(name: Term, triples: Iterable[Triple]) -> tuple[Term, list[str]]:
    return name, manifest.lines_of(name, triples)


def _same_title(page: Page, slug: str) -> Iterator[Finding]:
    if slug.endswith(f"-{page.incident.document.sha256[:8]}"):
        message = (
            f'another page, or a graph of privkg, is called "{page.incident.title}"; this one is {slug}'
        )
        yield Finding(rules.SAME_TITLE, message, Span(0, 0))
