"""From pages, or a built graph, to all that is wrong with them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg.build import locate
from privkg.build.cache import cache_in
from privkg.build.draft import Draft, draft
from privkg.build.locate import DraftPages, GraphPages, Pages
from privkg.build.read import ReadOptions
from privkg.check.shapes import Report, shapes, validate, worker
from privkg.check.shapes.results import Result
from privkg.core import findings
from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.core.text import counted
from privkg.query.evidence import Reader
from privkg.rdf.iris import DEFAULT, Base
from privkg.store.graph import Quads, in_memory, open_graph
from privkg.store.sandbox import Limits

_THREADS = min(2 * (os.cpu_count() or 1), 8)  # a store on disk waits as often as it works

LIMITS = Limits(seconds=300)
"""What a user's own shapes may use unless more is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found; `draft` is None if a built graph was checked, `reports` are SHACL's own."""

    draft: Draft | None
    findings: tuple[PlacedFinding, ...]
    reports: tuple[Report, ...]

    @property
    def has_violation(self) -> bool:
        """Whether a rule is broken that is a Violation."""
        return Severity.VIOLATION in {finding.rule.severity for finding in self.findings}

    @property
    def results(self) -> tuple[Result, ...]:
        """What the shapes found, as SHACL tells it."""
        return tuple(result for report in self.reports for result in report.results)

    def remarks(self) -> Iterator[str]:
        """Yield a line for each file that was not read, and the counts of files and findings last."""
        yield from (note for report in self.reports for note in report.notes)
        if self.draft:
            yield from self.draft.remarks()
            yield self.draft.counts()
        weights = [found.rule.severity for found in self.findings]
        yield ", ".join(counted(weights.count(weight), weight.value) for weight in Severity)

    def screening(self) -> Iterator[str]:
        """Yield hits of the cache, how many shapes were told whole in SPARQL, and each that was not."""
        if self.draft:
            yield self.draft.cached()
        screened = sum(len(report.screened) for report in self.reports)
        unscreened = [shape for report in self.reports for shape in report.unscreened]
        yield f"{counted(screened, 'shape')} screened, {len(unscreened)} run on all of their targets"
        yield from (f"{shape} was run on all of its targets" for shape in unscreened)


def check(
    paths: Iterable[Path],
    *,
    shape_files: Iterable[Path] = (),
    limits: Limits = LIMITS,
    authority_folders: Iterable[Path] = (),
    jobs: int = 1,
    cache_folder: Path | None = None,
    base: Base = DEFAULT,
) -> CheckResult:
    """Return what is wrong with the pages at `paths`, by the reader and by the shapes.

    Args:
        paths: pages, and folders whose pages are taken.
        shape_files: a user's own shapes, files or folders, beside those of privkg.
        limits: what the user's shapes may use.
        authority_folders: a user's own authority records.
        jobs: how many processes read pages at once.
        cache_folder: where what was read is kept, so that only changed files are read again.
        base: what the IRIs are minted from.

    Raises:
        NoInputError: no page was found.
        RdfError: an authority file, or a file of shapes, is unusable.
        LimitError: the user's shapes met a limit.
    """
    folders = tuple(authority_folders)
    cache = cache_in(cache_folder, folders, base=base) if cache_folder else None
    options = ReadOptions(folders=folders, base=base, cache=cache)
    return check_draft(draft(paths, options, jobs), shape_files=shape_files, limits=limits)


def check_draft(
    drafted: Draft, *, shape_files: Iterable[Path] = (), limits: Limits = LIMITS
) -> CheckResult:
    """Return what is wrong with a draft, by the reader and by the shapes.

    Args:
        drafted: the draft.
        shape_files: a user's own shapes, files or folders, beside those of privkg.
        limits: what the user's shapes may use.

    Raises:
        RdfError: a file of shapes is unusable.
        LimitError: the user's shapes met a limit.
    """
    lines = drafted.checked_lines()
    reports = _reports(in_memory(lines, drafted.base), lines, tuple(shape_files), limits)
    found = locate.locate(DraftPages(drafted), reports)
    return CheckResult(
        draft=drafted, findings=findings.ordered((*drafted.findings, *found)), reports=reports
    )


def check_graph(
    directory: Path, *, shape_files: Iterable[Path] = (), limits: Limits = LIMITS
) -> CheckResult:
    """Return what is wrong with a built graph, by the shapes, at the places its evidence names.

    Args:
        directory: the graph's folder.
        shape_files: a user's own shapes, files or folders, beside those of privkg.
        limits: what the user's shapes may use.

    Raises:
        StoreError: there is no graph, or it is damaged.
        RdfError: a file of shapes is unusable.
        LimitError: the user's shapes met a limit.
    """
    graph = open_graph(directory)
    reports = _reports(graph, directory, tuple(shape_files), limits)
    pages: Pages = GraphPages(Reader(graph))
    return CheckResult(draft=None, findings=locate.locate(pages, reports), reports=reports)


def _reports(
    quads: Quads, source: Path | list[str], shape_files: tuple[Path, ...], limits: Limits
) -> tuple[Report, ...]:
    packaged = validate(shapes.load_packaged(quads.base), quads, threads=_THREADS)
    if not shape_files:
        return (packaged,)
    return packaged, worker.validate_files(shape_files, source, limits)
