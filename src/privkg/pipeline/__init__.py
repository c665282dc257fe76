"""From files to a graph: read, convert, check, load; no file is lost without a word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg.findings import PlacedFinding
from privkg.model import Severity
from privkg.pipeline.draft import Draft, draft
from privkg.pipeline.intake import Intake
from privkg.store import generations
from privkg.store.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. `manifest` is None if nothing was stored."""

    intake: Intake
    findings: tuple[PlacedFinding, ...]
    manifest: Manifest | None = None

    @property
    def has_violation(self) -> bool:
        """Whether a file is no page, or a page breaks a rule that is a Violation."""
        return Severity.VIOLATION in {finding.rule.severity for finding in self.findings}

    def lines(self) -> Iterator[str]:
        """Yield what a build has to say, a finding a line, and the counts last."""
        yield from map(str, self.findings)
        yield from self.intake.remarks()
        yield self.intake.counts()
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
) -> Report:
    """Build the graph of the pages at `paths` in `directory`, in place of the one that is there.

    Args:
        paths: pages, and folders whose pages are taken.
        directory: the graph's folder.
        is_strict: store nothing if a page is rejected or has a Violation.
        authority_folders: a user's own authority records.

    Raises:
        NoInputError: no page was found.
        StoreError: the graph could not be written.
        RdfError: an authority file is unusable.
    """
    drafted = draft(paths, authority_folders)
    report = Report(intake=drafted.intake, findings=drafted.findings)
    if not drafted.intake.pages or (is_strict and report.has_violation):
        return report
    return _stored(report, drafted, directory)


def _stored(report: Report, drafted: Draft, directory: Path) -> Report:
    with generations.building(directory):
        written = generations.write(directory, drafted.graphs(), drafted.entries())
    return Report(intake=report.intake, findings=report.findings, manifest=written)
