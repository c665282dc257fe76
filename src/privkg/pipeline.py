"""From files to a graph: read, convert, load; what was read is accepted, rejected or a duplicate."""

import dataclasses
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from privkg import authority, documents, graph, importers, iris, registry, rules, taxonomy
from privkg.authority import Authority
from privkg.errors import InputError, NoInputError
from privkg.graph import Converted, evidence, shared
from privkg.model import Document, Finding, Incident, Severity, Span
from privkg.store import generations, manifest
from privkg.store.manifest import Manifest, PageEntry
from privkg.terms import Term, Triple

_FORMAT = "privacywiki_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedFinding:
    """A finding at its place: a path, line and column from 1."""

    path: str
    line: int
    column: int
    finding: Finding

    def __str__(self) -> str:
        """Return the finding as a line: place, weight, code, name, message."""
        rule = self.finding.rule
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place} {rule.severity.value} {rule.code} {rule.name} {self.finding.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a build did. `manifest` is None if nothing was stored."""

    accepted: int
    duplicates: tuple[tuple[str, str], ...]
    rejected: tuple[str, ...]
    skipped: tuple[str, ...]
    findings: tuple[PlacedFinding, ...]
    manifest: Manifest | None

    @property
    def read(self) -> int:
        """How many files were read."""
        return self.accepted + len(self.rejected) + len(self.duplicates)

    @property
    def has_violation(self) -> bool:
        """Whether a page was rejected or breaks a rule that is a Violation."""
        severities = {placed.finding.rule.severity for placed in self.findings}
        return bool(self.rejected) or Severity.VIOLATION in severities

    def lines(self) -> Iterator[str]:
        """Yield what the build has to say, a finding a line, and the counts last."""
        yield from self.rejected
        for placed in self.findings:
            yield str(placed)
        for path, original in self.duplicates:
            yield f"{path}: the same page as {original}; taken once"
        for link in self.skipped:
            yield f"{link}; skipped"
        yield (
            f"read {self.read} = {self.accepted} accepted + {len(self.rejected)} rejected"
            f" + {len(self.duplicates)} duplicate"
        )
        if self.manifest:
            yield f"stored {self.manifest.quads} quads, {self.manifest.sha256}"
        else:
            yield "stored nothing"


@dataclass(frozen=True, slots=True)
class _Page:
    incident: Incident
    file_names: tuple[str, ...]


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
        NoInputError: no page was found, or none could be read.
        StoreError: the graph could not be written.
        RdfError: an authority file is unusable.
    """
    records = authority.load(authority_folders)
    paths, skipped = tuple(paths), list[str]()
    pages, duplicates, rejected = _read(_files(paths, skipped))
    if not pages and not rejected:
        raise NoInputError(_nothing_found(paths, skipped))
    slugs = iris.slugs((page.incident.title, sha) for sha, page in pages.items())
    converted = {
        sha: graph.convert(page.incident, slugs[sha], records) for sha, page in sorted(pages.items())
    }
    report = Report(
        accepted=len(pages),
        duplicates=tuple(duplicates),
        rejected=tuple(rejected),
        skipped=tuple(skipped),
        findings=tuple(_findings(pages, converted, slugs)),
        manifest=None,
    )
    if not pages or (is_strict and report.has_violation):
        return report
    return _store(report, directory, pages, converted, slugs, records)


def _store(
    report: Report,
    directory: Path,
    pages: dict[str, _Page],
    converted: dict[str, Converted],
    slugs: dict[str, str],
    records: Authority,
) -> Report:
    entries = [PageEntry(sha, page.file_names, slugs[sha]) for sha, page in sorted(pages.items())]
    with generations.building(directory):
        written = generations.write(directory, _graphs(pages, converted, slugs, records), tuple(entries))
    return dataclasses.replace(report, manifest=written)


def _graphs(
    pages: dict[str, _Page],
    converted: dict[str, Converted],
    slugs: dict[str, str],
    records: Authority,
) -> Iterator[tuple[Term, list[str]]]:
    """Yield each named graph with its lines; a triple stands in exactly one of them."""
    for sha, result in converted.items():
        slug, page = slugs[sha], pages[sha]
        yield _lines(iris.graph(slug), result.facts)
        proof = (
            *evidence.page_to_triples(slug, page.incident, page.file_names),
            *evidence.claims_to_triples(slug, result.claims),
        )
        yield _lines(iris.prov_graph(slug), proof)
    mentions = [mention for result in converted.values() for mention in result.mentions]
    common = shared.to_triples(mentions, records)
    facts = [*common, *records.triples, *(t for c in converted.values() for t in c.facts)]
    yield _lines(iris.graph("shared"), common)
    yield _lines(iris.graph("authority"), records.triples)
    yield _lines(iris.graph("ontology"), taxonomy.triples())
    yield _lines(iris.graph("labels"), taxonomy.labels_in_use(o for _, _, o in facts))


def _lines(name: Term, triples: Iterable[Triple]) -> tuple[Term, list[str]]:
    return name, manifest.lines_of(name, triples)


def _read(
    files: Iterable[Path],
) -> tuple[dict[str, _Page], list[tuple[str, str]], list[str]]:
    """Return the pages by SHA-256, the duplicates with the file they repeat, and the rejections."""
    reader = registry.load(importers, _FORMAT, "page format")
    seen: dict[str, list[Document]] = {}
    rejected = []
    for path in files:
        try:
            document = documents.read(path)
            seen.setdefault(document.sha256, []).append(document)
        except InputError as error:
            rejected.append(str(error))
    pages, duplicates = {}, []
    for sha, same in seen.items():
        try:
            pages[sha] = _Page(reader.read(same[0]), tuple(sorted({one.name for one in same})))
        except InputError as error:
            rejected.append(str(error))
        duplicates += [(other.path, same[0].path) for other in same[1:]]
    return pages, duplicates, rejected


def _files(paths: Iterable[Path], skipped: list[str]) -> list[Path]:
    """Return the files to read, each once, in the order of their paths."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found |= set(_in_folder(path, skipped))
        elif path.exists() or path.is_symlink():
            found.add(path)
        else:
            raise NoInputError(f"{path}: no such file or folder")
    return sorted(found, key=str)


def _in_folder(folder: Path, skipped: list[str]) -> Iterator[Path]:
    suffixes = _suffixes()
    root = folder.resolve()
    unread: list[OSError] = []
    for where, subfolders, names in os.walk(folder, onerror=unread.append):
        subfolders.sort()
        folders = (Path(where) / name for name in subfolders)
        skipped += [f"{path}: a link to a folder" for path in folders if path.is_symlink()]
        for name in sorted(names):
            path = Path(where) / name
            if path.suffix.lower() not in suffixes:
                continue
            if path.is_symlink() and not _leads_to_file_in(root, path):
                skipped.append(f"{path}: a link out of {folder} or to nothing")
            else:
                yield path
    skipped += [f"{error.filename}: a folder that cannot be read" for error in unread]


def _leads_to_file_in(root: Path, link: Path) -> bool:
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and target.is_file()


def _suffixes() -> tuple[str, ...]:
    suffixes: tuple[str, ...] = registry.load(importers, _FORMAT, "page format").SUFFIXES
    return suffixes


def _nothing_found(paths: Iterable[Path], skipped: list[str]) -> str:
    looked = ", ".join(str(path) for path in paths)
    links = "1 link" if len(skipped) == 1 else f"{len(skipped)} links"
    also = f" ({links} skipped)" if skipped else ""
    return f"no page found: looked for *{', *'.join(_suffixes())} in {looked}{also}"


def _findings(
    pages: dict[str, _Page], converted: dict[str, Converted], slugs: dict[str, str]
) -> list[PlacedFinding]:
    placed = []
    for sha, page in pages.items():
        found = [
            *page.incident.document.findings,
            *page.incident.findings,
            *converted[sha].findings,
            *_same_title(page, slugs[sha]),
        ]
        placed += [_placed(page.incident.document, finding) for finding in found]
    return sorted(
        placed, key=lambda p: (p.path, p.line, p.column, p.finding.rule.code, p.finding.message)
    )


def _same_title(page: _Page, slug: str) -> Iterator[Finding]:
    if slug.endswith(f"-{page.incident.document.sha256[:8]}"):
        message = (
            f'another page, or a graph of privkg, is called "{page.incident.title}"; this one is {slug}'
        )
        yield Finding(rules.SAME_TITLE, message, Span(0, 0))


def _placed(document: Document, finding: Finding) -> PlacedFinding:
    line, column = documents.position(document.line_starts, finding.span.start)
    return PlacedFinding(path=document.path, line=line, column=column, finding=finding)
