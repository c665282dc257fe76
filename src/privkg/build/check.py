"""Checks pages or a built graph, by the reader's rules and by SHACL shapes."""

import math
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from privkg.build import engines, locate
from privkg.build.affected import Affected
from privkg.build.cache import cache_in
from privkg.build.collect import CollectedPage
from privkg.build.draft import Draft, draft
from privkg.build.draft_texts import DraftTexts
from privkg.build.engines import Workers
from privkg.build.locate import DraftPages, GraphPages, Pages
from privkg.build.read import ReadOptions
from privkg.check import batches
from privkg.check.batches import BatchedCheck, GraphTexts, IncidentCheck, IncidentTexts, Texts
from privkg.check.shapes import Report, merged, shapes, validate, worker
from privkg.check.shapes.results import Result
from privkg.core import findings
from privkg.core.files.folders import scratch
from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.core.objects import Input
from privkg.core.progress import SILENT, Progress, followed
from privkg.core.text import counted
from privkg.rdf.iris import DEFAULT, Base
from privkg.rdf.terms import Term
from privkg.store import generations
from privkg.store.generations import NewGeneration
from privkg.store.graph import Quads, in_memory, open_graph, unpublished
from privkg.store.sandbox import Limits

_THREADS = min(2 * (os.cpu_count() or 1), 8)  # a store on disk spends half of its time on I/O

_MOST_IN_MEMORY = 1_000_000
"""Quads, about 400 MB of memory."""

LIMITS = Limits(seconds=300)
"""The default limits of the user's shapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The outcome of a check.

    Attributes:
        draft: the draft that was checked; None if a built graph was checked.
        findings: all findings, at their places.
        reports: the validation reports of the shapes.
    """

    draft: Draft | None
    findings: tuple[PlacedFinding, ...]
    reports: tuple[Report, ...]

    @property
    def has_violation(self) -> bool:
        """True if a finding has the severity Violation."""
        return Severity.VIOLATION in {finding.rule.severity for finding in self.findings}

    @property
    def results(self) -> tuple[Result, ...]:
        """The SHACL validation results."""
        return tuple(result for report in self.reports for result in report.results)

    def remarks(self) -> Iterator[str]:
        """Yield a line for each file that was not read, then the counts of files and of findings."""
        yield from (note for report in self.reports for note in report.notes)
        if self.draft:
            yield from self.draft.remarks()
            yield str(self.draft.counts())
        weights = [found.rule.severity for found in self.findings]
        yield ", ".join(counted(weights.count(weight), weight.value) for weight in Severity)

    def screening(self) -> Iterator[str]:
        """Yield the cache hits, the number of shapes that SPARQL screened, and each that it did not."""
        if self.draft:
            yield self.draft.cached()
        screened = sum(len(report.screened) for report in self.reports)
        unscreened = [shape for report in self.reports for shape in report.unscreened]
        yield f"{counted(screened, 'shape')} screened by SPARQL, {len(unscreened)} run on all targets"
        yield from (
            f"{shape} cannot be screened with SPARQL; all of its targets were checked"
            for shape in unscreened
        )


def check(
    paths: Iterable[Input],
    *,
    shape_files: Iterable[Path] = (),
    limits: Limits = LIMITS,
    authority_folders: Iterable[Path] = (),
    jobs: int = 1,
    cache_folder: Path | None = None,
    base: Base = DEFAULT,
    mapping: str = "",
    progress: Progress = SILENT,
) -> CheckResult:
    """Check the pages at `paths`, by the rules of the reader and by the shapes.

    Args:
        paths: pages, and folders to search for pages, here or in a store.
        shape_files: the user's shapes, files or folders, run in addition to those of privkg.
        limits: the limits of the user's shapes.
        authority_folders: folders of the user's authority records.
        jobs: the number of processes that read pages.
        cache_folder: the folder of the cache, which saves reading unchanged files again.
        base: the base of the IRIs.
        mapping: the name or the file of the mapping by which tables are read.
        progress: receives the pages read and the shapes screened.

    Raises:
        NoInputError: there is no page at `paths`.
        RdfError: an authority file or a file of shapes is invalid.
        LimitError: the user's shapes exceeded a limit.
    """
    folders = tuple(authority_folders)
    cache = cache_in(cache_folder, folders, base=base) if cache_folder else None
    options = ReadOptions(folders=folders, base=base, cache=cache, mapping=mapping)
    with engines.started(Workers(jobs=jobs)) as session:
        drafted = draft(paths, options, session, progress=progress)
    given = partial(check_draft, drafted, shape_files=shape_files, limits=limits, progress=progress)
    if _fits_in_memory(drafted):
        return given()
    with scratch() as folder, generations.writing(folder) as generation:
        with progress.step("storing the graph"):
            generation.write(drafted.graphs())
        return given(generation)


def check_draft(
    drafted: Draft,
    generation: NewGeneration | None = None,
    *,
    shape_files: Iterable[Path] = (),
    limits: Limits = LIMITS,
    progress: Progress = SILENT,
) -> CheckResult:
    """Check a draft, by the rules of the reader and by the shapes.

    Args:
        drafted: the draft.
        generation: the draft in a store, which is read if the draft is too large for memory.
        shape_files: the user's shapes, files or folders, run in addition to those of privkg.
        limits: the limits of the user's shapes.
        progress: receives the shapes screened.

    Raises:
        RdfError: a file of shapes is invalid.
        LimitError: the user's shapes exceeded a limit.
    """
    with progress.step("checking"):
        if generation and not _fits_in_memory(drafted):
            with unpublished(generation, drafted.base) as quads:
                slugs = [page.slug for page in drafted.pages]
                packaged = _in_batches(DraftTexts(drafted), slugs, len(slugs), quads, progress)
        else:
            quads = in_memory(drafted.stored_texts(), drafted.base)
            packaged = _at_once(quads, progress)
        reports = packaged, *_own(drafted.stored_texts(), tuple(shape_files), limits, progress)
        found = locate.locate(DraftPages(drafted), reports)
    return CheckResult(
        draft=drafted, findings=findings.ordered((*drafted.findings, *found)), reports=reports
    )


def check_incidents(
    texts: IncidentTexts, within: Pages, pages: Iterable[CollectedPage]
) -> Iterator[tuple[CollectedPage, tuple[PlacedFinding, ...]]]:
    """Yield the findings of shapes about each of some pages that depend on no other incident.

    Args:
        texts: the lines of their incidents, and of what these reach.
        within: where their nodes are looked up.
        pages: the pages.
    """
    by_slug = {page.slug: page for page in pages}
    for batch, report in IncidentCheck(texts, _THREADS).incidents(by_slug):
        of_slug = _by(texts.base.slug_of_part, report)
        for slug in batch:
            found = replace(report, results=tuple(of_slug.get(slug, ())))
            yield by_slug[slug], locate.locate(within, [found])


class LocatedCheck:
    """The check of a draft by the shapes, in parts whose findings a later build can use again."""

    def __init__(self, drafted: Draft) -> None:
        self._texts, self._pages = DraftTexts(drafted), DraftPages(drafted)

    def incidents(
        self, pages: Iterable[CollectedPage]
    ) -> Iterator[tuple[CollectedPage, tuple[PlacedFinding, ...]]]:
        """Yield the findings of each of some pages that depend on no other incident."""
        yield from check_incidents(self._texts, self._pages, pages)

    def shared(
        self, quads: Quads, nodes: Collection[Term] | None
    ) -> Iterator[tuple[Term, tuple[PlacedFinding, ...]]]:
        """Yield the other findings, by their focus nodes.

        These are the findings about what incidents share, and those about parts of incidents, such as
        incidents that follow from each other, that depend on other incidents.

        Args:
            quads: the whole draft in a store.
            nodes: the nodes to check, parts of incidents included; None for all.
        """
        report = merged(BatchedCheck(self._texts, _THREADS).shared(quads, nodes))
        for focus, found in _by(lambda node: node, report).items():
            yield focus, locate.locate(self._pages, [replace(report, results=tuple(found))])


def check_build(
    drafted: Draft,
    quads: Quads,
    concerned: Affected | None,
    progress: Progress = SILENT,
    *,
    has_incidents: bool = False,
) -> tuple[PlacedFinding, ...]:
    """Return all findings about a draft, and keep them in its state.

    Those that the changes of the draft do not affect are in the state of the former build.

    Args:
        drafted: the draft.
        quads: its quads, in a store.
        concerned: what its changes affect; None if all is checked.
        progress: receives the parts of the check.
        has_incidents: whether the findings of `check_incidents` are in the state already.
    """
    state = drafted.state
    pages = () if has_incidents else concerned.pages if concerned else drafted.pages
    nodes = concerned.nodes if concerned else None
    with progress.step("checking"):
        removed = (page.slug for page in drafted.changes.removed)
        state.forget_findings(nodes or (), {*removed, *(page.slug for page in pages)})
        checked = LocatedCheck(drafted)
        incidents = checked.incidents(pages)
        for page, found in followed(incidents, progress, "checking incidents", len(pages)):
            state.put_findings_in(page.slug, found)
        for node, found in checked.shared(quads, nodes):
            state.put_findings_at(node, drafted.base.slug_of_part(node) or "", found)
        return findings.ordered((*drafted.findings, *state.findings()))


def check_graph(
    directory: Path,
    *,
    shape_files: Iterable[Path] = (),
    limits: Limits = LIMITS,
    progress: Progress = SILENT,
) -> CheckResult:
    """Check a built graph by the shapes; its evidence locates the findings.

    Args:
        directory: the graph's folder.
        shape_files: the user's shapes, files or folders, run in addition to those of privkg.
        limits: the limits of the user's shapes.
        progress: receives the shapes screened.

    Raises:
        StoreError: there is no graph, or it is damaged.
        RdfError: a file of shapes is invalid.
        LimitError: the user's shapes exceeded a limit.
    """
    graph = open_graph(directory)
    with progress.step("checking"):
        own = _own(directory, tuple(shape_files), limits, progress)
        slugs = (page.incident for page in graph.manifest.pages)
        count = len(graph.manifest.pages)
        reports = _in_batches(GraphTexts(graph), slugs, count, graph.facts, progress), *own
        found = locate.locate(GraphPages(graph), reports)
    return CheckResult(draft=None, findings=found, reports=reports)


def _fits_in_memory(drafted: Draft) -> bool:
    return drafted.stored <= _MOST_IN_MEMORY


def _at_once(quads: Quads, progress: Progress) -> Report:
    return validate(shapes.load_packaged(quads.base), quads, threads=_THREADS, progress=progress)


def _in_batches(
    texts: Texts, slugs: Iterable[str], count: int, quads: Quads, progress: Progress
) -> Report:
    """Return the report on a dataset in a store on disk, on which queries take four times as long.

    Args:
        texts: the lines of the dataset.
        slugs: its incidents.
        count: the number of incidents.
        quads: the store.
        progress: receives the batches.
    """
    batched = BatchedCheck(texts, _THREADS)
    batches_of = math.ceil(count / batches.INCIDENTS)
    parts = followed(batched.incidents(slugs), progress, "checking incidents", batches_of)
    return merged((*(report for _, report in parts), *batched.shared(quads, None)))


def _own(
    source: Path | Iterable[str], shape_files: tuple[Path, ...], limits: Limits, progress: Progress
) -> Iterator[Report]:
    """Yield the report of the user's shapes, if there are some."""
    if shape_files:
        with progress.step("running your shapes"):
            yield worker.validate_files(shape_files, source, limits)


def _by(key: Callable[[Term], Any], report: Report) -> dict[Any, list[Result]]:
    """Return the results of a report by a key of their focus nodes."""
    found: dict[Any, list[Result]] = {}
    for result in report.results:
        found.setdefault(key(result.focus), []).append(result)
    return found
