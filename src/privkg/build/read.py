"""Reads files and lifts their pages to triples, on a build engine."""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from privkg import sources
from privkg.build import lifting
from privkg.build.cache import Cache
from privkg.build.engines import ENGINES
from privkg.build.find import File
from privkg.build.lifting import evidence
from privkg.build.pages import LeftOut, LiftedPage, Outcome, Rejected
from privkg.check import victim_names
from privkg.core import documents, findings
from privkg.core.errors import InputError, PageError, in_file
from privkg.core.model import Document, Finding, Incident, Page, Span
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.reference import authority
from privkg.reference.authority import Authority
from privkg.reference.links import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options of reading.

    Attributes:
        folders: folders of the user's authority records.
        link_folders: folders of the user's tables of links; their subjects keep their IRIs.
        base: the base of new IRIs.
        cache: the cache of lifted pages.
    """

    folders: tuple[Path, ...] = ()
    link_folders: tuple[Path, ...] = ()
    base: Base = DEFAULT
    cache: Cache | None = None


def read_all(
    files: Sequence[File], options: ReadOptions, jobs: int = 1, engine: str = "local"
) -> Iterator[Outcome]:
    """Read files on a build engine, and yield their outcomes in the order of `files`.

    Raises:
        FailureError: the engine did not finish a part of the files.
    """
    work = functools.partial(_read_part, options=options)
    yield from ENGINES.load(engine).run(work, files, jobs)


def read(file: File, options: ReadOptions) -> tuple[Outcome, ...]:
    """Return the outcomes of a file: its lifted pages, a rejection, or that it was skipped."""
    path = str(file.path)
    try:
        content = documents.content(file.path)
        source = _recognised(file, content)
        if source is None:
            return (LeftOut(what=path, why="not in a known page format"),)
        document = documents.decode(content, path)
    except InputError as error:
        return (Rejected(path=path, sha256=None, finding=findings.rejection(path, error)),)
    known = options.cache.get(document, source) if options.cache else None
    return known or _read(file, document, source, options)


def incidents(file: File) -> tuple[Incident, ...]:
    """Return the incidents of a file, unlifted; none if an unnamed file is in no known format.

    Raises:
        FileError, PageError: the file or a page in it cannot be read, or a file that the user named
            is in no known format.
    """
    content = documents.content(file.path)
    source = _recognised(file, content)
    if source is None:
        return ()
    return tuple(sources.formats()[source].read(documents.decode(content, str(file.path))))


def _recognised(file: File, content: bytes) -> str | None:
    """Return the name of the source that recognises a file; None if none does.

    Raises:
        FileError, PageError: no source recognises a file that the user named.
    """
    suffix = file.path.suffix
    name = sources.recognise(suffix, content[: sources.HEAD_BYTES], is_named=file.is_named)
    if name is None and file.is_named:
        _refuse(documents.decode(content, str(file.path)))
    return name


def _refuse(document: Document) -> None:
    """Raise the error of the source for a document's suffix, or an error for an unknown format."""
    suffix = Path(document.path).suffix.lower()
    for source in sources.formats().values():
        if suffix in source.SUFFIXES:
            list(source.read(document))
    known = ", ".join(source.TITLE for source in sources.formats().values())
    raise PageError(f"not in a known page format; write one of: {known}", in_file(document.path, 1, 1))


def _read(file: File, document: Document, source: str, options: ReadOptions) -> tuple[Outcome, ...]:
    incidents, error = _incidents(document, source)
    if not incidents and not error:
        if not file.is_named:
            return (LeftOut(what=document.path, why="has no page"),)
        error = PageError("the file has no page", in_file(document.path, 1, 1))
    found = _lifted(document, incidents, options)
    if error:
        finding = findings.rejection(document.path, error)
        return (*found, Rejected(path=document.path, sha256=document.sha256, finding=finding))
    if options.cache:
        options.cache.put(document, source, found)
    return found


def _incidents(document: Document, source: str) -> tuple[list[Incident], InputError | None]:
    """Return the incidents of a document up to the first page that cannot be read, and its error."""
    found: list[Incident] = []
    try:
        found.extend(sources.formats()[source].read(document))
    except InputError as error:
        return found, error
    return found, None


def _lifted(
    document: Document, incidents: Sequence[Incident], options: ReadOptions
) -> tuple[LiftedPage, ...]:
    """Lift the incidents of a document; attach its findings to the pages that contain them."""
    of_page: dict[int, list[Finding]] = {}
    for finding in document.findings:
        at = finding.span.start
        spans = (range(page.start, page.start + len(page.text)) for page in _pages(incidents))
        owner = next((number for number, span in enumerate(spans) if at in span), 0)
        of_page.setdefault(owner, []).append(finding)
    return tuple(
        _lift(incident, of_page.get(number, ()), options) for number, incident in enumerate(incidents)
    )


def _lift(incident: Incident, in_document: Iterable[Finding], options: ReadOptions) -> LiftedPage:
    page = incident.page
    # A provisional slug; `collect` changes it if several incidents have the same title.
    slug = next(iter(iris.slugs([(incident.title, page.sha256)]).values()))
    lifted = lifting.lift(incident, slug, records(options))
    here = (replace(one, span=_within(page, one.span)) for one in in_document)
    return LiftedPage(
        page=page,
        title=incident.title,
        slug=slug,
        facts=lifted.facts,
        provenance=tuple(evidence.page_to_triples(options.base, slug, incident, lifted.claims)),
        claims=evidence.in_page_order(lifted.claims),
        mentions=lifted.mentions,
        findings=(*here, *incident.findings, *lifted.findings, *victim_names.find(incident)),
    )


def _pages(incidents: Iterable[Incident]) -> Iterator[Page]:
    yield from (incident.page for incident in incidents)


def _within(page: Page, span: Span) -> Span:
    """Return a span of a document relative to a page; negative if it is before the page."""
    return Span(span.start - page.start, span.end - page.start)


def _read_part(files: Sequence[File], options: ReadOptions) -> list[Outcome]:
    return [outcome for file in files for outcome in read(file, options)]


def records(options: ReadOptions) -> Authority:
    """Return the authority records that are used to read files.

    Raises:
        RdfError: an authority file or a table of links is invalid.
    """
    return _records(options.folders, options.link_folders, options.base)


@functools.lru_cache(maxsize=1)
def _records(folders: tuple[Path, ...], link_folders: tuple[Path, ...], base: Base) -> Authority:
    links = tables.accepted(link_folders, base) if base != DEFAULT else ()
    return authority.load(folders, base, (subject for subject, _, _ in links))
