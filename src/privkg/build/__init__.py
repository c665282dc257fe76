"""6 · From files to a stored graph: find, read, lift, collect, check, write."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from privkg.build import check
from privkg.build.cache import cache_in
from privkg.build.draft import Draft, draft
from privkg.build.read import ReadOptions
from privkg.check.reports import text
from privkg.core.findings import PlacedFinding
from privkg.core.model import Severity
from privkg.rdf.iris import DEFAULT, Base
from privkg.store import generations
from privkg.store.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. `manifest` is None if nothing was stored."""

    draft: Draft
    findings: tuple[PlacedFinding, ...]
    manifest: Manifest | None = None

    @property
    def has_violation(self) -> bool:
        """Whether a file is no page, or a page breaks a rule that is a Violation."""
        return Severity.VIOLATION in {finding.rule.severity for finding in self.findings}

    def lines(self) -> Iterator[str]:
        """Yield what a build has to say, a finding a line, and the counts last."""
        yield from map(text.line, self.findings)
        yield from self.draft.remarks()
        yield self.draft.counts()
        if self.manifest:
            yield f"stored {self.manifest.quads} quads, {self.manifest.sha256}"
        else:
            yield "stored nothing"


def build(
    paths: Iterable[Path],
    directory: Path,
    *,
    is_strict: bool = False,
    authority_folders: Iterable[Path] = (),
    link_folders: Iterable[Path] = (),
    notice_folders: Iterable[Path] | None = None,
    jobs: int = 1,
    cache_folder: Path | None = None,
    base: Base = DEFAULT,
) -> Report:
    """Build the graph of the pages at `paths` in `directory`, in place of the one that is there.

    Args:
        paths: pages, and folders whose pages are taken.
        directory: the graph's folder.
        is_strict: store nothing if a page is rejected or has a Violation.
        authority_folders: a user's own authority records.
        link_folders: a user's own tables of links.
        notice_folders: notices of what was corrected, withdrawn or moved; if None, the folder
            `notices` in each of the folders among `paths`.
        jobs: how many processes read pages at once.
        cache_folder: where what was read is kept, so that only changed files are read again.
        base: what the IRIs of things and graphs are minted from.

    Raises:
        NoInputError: no page was found.
        StoreError: the graph could not be written.
        RdfError: an authority file, a table of links, or a notice is unusable.
    """
    folders = tuple(authority_folders)
    links = tuple(link_folders)
    cache = cache_in(cache_folder, folders, links, base) if cache_folder else None
    options = ReadOptions(folders=folders, link_folders=links, base=base, cache=cache)
    drafted = draft(paths, options, jobs, notice_folders)
    drafted.check_notices()
    report = Report(draft=drafted, findings=check.check_draft(drafted).findings)
    if not drafted.pages or (is_strict and report.has_violation):
        return report
    with generations.building(directory):
        written = generations.write(directory, drafted.graphs(), drafted.entries(), base)
    return replace(report, manifest=written)
