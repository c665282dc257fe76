"""6 · Builds a graph from files: find, read, lift, collect, check, write."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from privkg.build import affected, check, cluster, engines, indexing
from privkg.build.cache import cache_in
from privkg.build.draft import Draft, draft
from privkg.build.engines import Workers
from privkg.build.incremental import versions
from privkg.build.incremental.state import State
from privkg.build.read import ReadOptions
from privkg.check.reports import text
from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.core.objects import Input
from privkg.core.progress import SILENT, Progress, followed
from privkg.core.text import counted
from privkg.rdf.iris import DEFAULT, Base
from privkg.store import generations
from privkg.store.generations import NewGeneration
from privkg.store.graph import unpublished
from privkg.store.manifest import Manifest
from privkg.store.quads_parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The outcome of a build. `manifest` is None if no graph was written to `directory`."""

    draft: Draft
    directory: Path
    findings: tuple[PlacedFinding, ...]
    manifest: Manifest | None = None

    @property
    def has_violation(self) -> bool:
        """True if a file was rejected, or a page breaks a rule whose severity is Violation."""
        return Severity.VIOLATION in {finding.rule.severity for finding in self.findings}

    def lines(self) -> Iterator[str]:
        """Yield the lines of the report: findings, remarks, counts, and the graph written."""
        yield from text.lines(self.findings)
        yield from self.draft.remarks()
        yield str(self.draft.counts())
        if self.manifest:
            incidents = counted(len(self.draft.pages), "incident")
            quads, sha256 = self.manifest.quads, self.manifest.sha256
            # Scripts take the last word of the line, which is the whole hash.
            yield f"built a graph of {incidents} and {quads} quads in {self.directory}, SHA-256 {sha256}"
        else:
            yield "no graph written"


def build(
    paths: Iterable[Input],
    directory: Path,
    *,
    is_strict: bool = False,
    authority_folders: Iterable[Path] = (),
    link_folders: Iterable[Path] = (),
    notice_folders: Iterable[Path] | None = None,
    jobs: int = 1,
    engine: str = "local",
    master: str = "",
    cache_folder: Path | None = None,
    base: Base = DEFAULT,
    mapping: str = "",
    is_incremental: bool = True,
    progress: Progress = SILENT,
) -> Report:
    """Build the graph of the pages at `paths` in `directory`, replacing any existing graph.

    What the former build of `directory` read is used again if the files have not changed since; the
    graph is the same as if all were read.

    Args:
        paths: pages, and folders to search for pages, here or in a store.
        directory: the graph's folder.
        is_strict: write no graph if a page is rejected or has a Violation.
        authority_folders: folders of the user's authority records.
        link_folders: folders of the user's tables of links.
        notice_folders: folders of notices of correction, withdrawal or renaming; if None, the folder
            `notices` in each of the local folders among `paths`.
        jobs: the number of processes that read pages, if they run on this machine.
        engine: the name of the build engine.
        master: the address of the engine's cluster; empty for that of its own configuration.
        cache_folder: the folder of the cache, which saves reading unchanged files again.
        base: the base of the IRIs of resources and named graphs.
        mapping: the name or the file of the mapping by which tables are read.
        is_incremental: use what the former build read; if false, read all files.
        progress: receives the pages read, the shapes screened, and the named graphs written.

    Raises:
        NoInputError: there is no page at `paths`.
        UsageError: there is no such engine, or it is not installed.
        FailureError: the engine did not read all files.
        StoreError: the graph could not be written.
        RdfError: an authority file, a table of links, or a notice is invalid.
    """
    folders = tuple(authority_folders)
    links = tuple(link_folders)
    cache = cache_in(cache_folder, folders, links, base) if cache_folder else None
    options = ReadOptions(folders=folders, link_folders=links, base=base, cache=cache, mapping=mapping)
    workers = Workers(engine=engine, jobs=jobs, master=master)
    with generations.building(directory):
        version = versions.of(options)
        former = State.of(generations.in_use(directory) if is_incremental else None, version)
        with generations.writing(directory, former.generation) as generation:
            state = former.copy(generation.folder, version)
            with engines.started(workers) as session:
                bodies = cluster.make_folder(generation) if session.has_cluster else None
                drafted = draft(
                    paths,
                    options,
                    session,
                    notice_folders,
                    progress,
                    directory=directory,
                    former=former,
                    state=state,
                    bodies=bodies,
                )
                drafted.check_notices()
                parts = cluster.write(drafted, generation, session, progress) if bodies else ()
            return _written(
                drafted, generation, directory, parts, is_strict=is_strict, progress=progress
            )


def _written(
    drafted: Draft,
    generation: NewGeneration,
    directory: Path,
    parts: Sequence[Part],
    *,
    is_strict: bool,
    progress: Progress,
) -> Report:
    """Write and check a draft, publish the generation unless it may not be, and return the report.

    Args:
        drafted: the draft.
        generation: the generation to write it to.
        directory: the graph's folder.
        parts: the parts that a cluster wrote it in, and checked incidents; empty if it did not.
        is_strict: whether a Violation prevents that the generation is published.
        progress: receives the graphs written, and the parts of the check.
    """
    report = Report(draft=drafted, directory=directory, findings=drafted.findings)
    if not drafted.pages:
        return report
    with progress.step("storing the graph"):
        if parts:
            generation.write_parts(parts)
        else:
            count = 2 * len(drafted.changes.written) + len(drafted.shared) + 1
            graphs = followed(drafted.graphs(), progress, "writing named graphs", count)
            generation.write(graphs, drafted.removed())
    with unpublished(generation, drafted.base) as quads:
        concerned = affected.of(drafted, quads) if drafted.former.generation else None
        found = check.check_build(drafted, quads, concerned, progress, has_incidents=bool(parts))
        report = replace(report, findings=found)
        if is_strict and report.has_violation:
            return report
        indexing.write(drafted, quads, concerned, generation, progress)
    drafted.state.database.close()
    cluster.remove_folder(generation)
    generation.finish(drafted.entries(), drafted.base)
    return replace(report, manifest=generation.publish())
