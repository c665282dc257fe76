"""Reads files and lifts their pages to triples."""

import functools
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn, TypeVar

from privkg import sources
from privkg.build import lifting
from privkg.build.cache import Cache
from privkg.build.find import File
from privkg.build.lifting import evidence, withheld
from privkg.build.pages import FileRemark, LeftOut, LiftedPage, Outcome, Rejected
from privkg.check import victim_names
from privkg.core import documents, findings
from privkg.core.errors import InputError, PageError, in_file
from privkg.core.model import Finding, Incident, Page, Span
from privkg.core.objects import Readable
from privkg.rdf import iris
from privkg.rdf.iris import DEFAULT, Base
from privkg.reference import authority
from privkg.reference.authority import Authority
from privkg.reference.links import identities, tables
from privkg.sources import Excluded, Member, Refused, Remark, Text

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Options of reading.

    Attributes:
        folders: folders of the user's authority records.
        link_folders: folders of the user's tables of links; their subjects keep their IRIs.
        base: the base of new IRIs.
        cache: the cache of lifted pages.
        mapping: the name or the file of the mapping by which tables are read; empty if their columns
            decide.
    """

    folders: tuple[Path, ...] = ()
    link_folders: tuple[Path, ...] = ()
    base: Base = DEFAULT
    cache: Cache | None = None
    mapping: str = ""


def read(file: File, options: ReadOptions) -> Iterator[Outcome]:
    """Yield the outcomes of a file: its lifted pages, rejections, and what was left out."""
    yield from each_text(file, lambda text: _outcomes(file, text, options))


def each_text(
    file: File, outcomes: Callable[[Text], Iterable[Read]]
) -> Iterator[Read | Rejected | LeftOut | FileRemark]:
    """Yield the outcomes of each text in a file and the remarks about it, then what was left out.

    A file that cannot be read, or the rest of one, is rejected.
    """
    path = str(file.path)
    # An export may leave out millions of pages: of each reason, only the first and the count are kept.
    first, counts = dict[str, str](), Counter[str]()
    try:
        for found in _texts(file):
            if isinstance(found, Excluded):
                first.setdefault(found.why, _label(path, found.key))
                counts[found.why] += 1
            elif isinstance(found, Refused):
                yield _rejected(_label(path, found.key), found.error, found.key)
            elif isinstance(found, Remark):
                yield FileRemark(path=path, words=found.words)
            else:
                yield from outcomes(found)
    except InputError as error:
        yield _rejected(path, error)
    for why, count in counts.items():
        what = first[why] if count == 1 else f"{count} pages such as {first[why]}"
        yield LeftOut(what=what, why=why, count=count)


def _label(path: str, key: str) -> str:
    return f"{path}#{key}" if key else path


def _rejected(path: str, error: InputError, key: str = "") -> Rejected:
    return Rejected(path=path, sha256=None, finding=findings.rejection(path, error, key))


def incidents(file: File) -> Iterator[Incident]:
    """Yield the incidents of a file, unlifted; none if an unnamed file is in no known format.

    Raises:
        FileError, PageError: the file or a page in it cannot be read, or a file that the user named
            is in no known format.
    """
    for found in _texts(file):
        if isinstance(found, Refused):
            raise _error_of(found)
        if isinstance(found, Text):
            yield from found.incidents()


def format_of(file: File) -> str | None:
    """Return the name of the format of a file, which may be an archive; None if no format recognises it.

    Raises:
        FileError: the file cannot be read.
    """
    head = documents.head(file.path, sources.HEAD_BYTES)
    return sources.recognise(file.path.suffix, head, is_named=file.is_named)


def _error_of(text: Refused) -> InputError:
    return text.error


def _texts(file: File) -> Iterator[Member]:
    """Yield the texts in a file: the file itself, or those that it holds.

    Raises:
        FileError, PageError: the file cannot be read, or the user named it and no source recognises it.
    """
    mapped = sources.mapped_archive(file.path) if file.mapping else None
    if mapped:
        documents.head(file.path, 1)
        yield from _texts_in(mapped.mapped_texts(file.path, file.mapping), file)
        return
    name = format_of(file)
    if name is None and not file.is_named:
        yield Excluded("", "not in a known page format")
    elif name is None:
        _refuse(file.path)
    elif archive := sources.archives().get(name):
        yield from _texts_in(archive.texts(file.path), file)
    else:
        yield Text(documents.read(file.path), name)


def _texts_in(texts: Iterable[Member], file: File) -> Iterator[Member]:
    """Yield the texts in an archive; one without any is left out, or an error if the user named it."""
    is_empty = True
    for text in texts:
        is_empty = is_empty and isinstance(text, Remark)
        yield text
    if is_empty and file.is_named:
        raise PageError("the file has no page", in_file(file.path, 1, 1))
    if is_empty:
        yield Excluded("", "has no page")


def _refuse(path: Readable) -> NoReturn:
    """Raise the error of the format for a file's suffix, or an error for an unknown format."""
    suffix = path.suffix.lower()
    for archive in sources.archives().values():
        if suffix in archive.SUFFIXES:
            deque(archive.texts(path), maxlen=0)
    document = documents.read(path)
    for source in sources.formats().values():
        if suffix in source.SUFFIXES:
            list(source.read(document))
    known = ", ".join(one.TITLE for one in (*sources.formats().values(), *sources.archives().values()))
    raise PageError(f"not in a known page format; write one of: {known}", in_file(path, 1, 1))


def _outcomes(file: File, text: Text, options: ReadOptions) -> tuple[Outcome, ...]:
    known = options.cache.get(text.document, _cached_as(text)) if options.cache else None
    return known or _read(file, text, options)


def _read(file: File, text: Text, options: ReadOptions) -> tuple[Outcome, ...]:
    incidents, other = parsed(file, text)
    found = _lifted(text, incidents, options)
    if other:
        return (*found, other)
    if options.cache:
        options.cache.put(text.document, _cached_as(text), found)
    return found


def _cached_as(text: Text) -> str:
    return f"{text.source}-{text.variant}" if text.variant else text.source


def parsed(file: File, text: Text) -> tuple[list[Incident], Rejected | LeftOut | None]:
    """Return the incidents of a text in a file, and the outcome of its rest if that is not read."""
    document = text.document
    incidents, error = _incidents(text)
    if not incidents and not error:
        if not file.is_named:
            return [], LeftOut(what=document.label, why="has no page")
        error = PageError("the file has no page", in_file(document.label, 1, 1))
    if not error:
        return incidents, None
    finding = findings.rejection(document.label, error, document.key)
    return incidents, Rejected(path=document.label, sha256=document.sha256, finding=finding)


def _incidents(text: Text) -> tuple[list[Incident], InputError | None]:
    """Return the incidents of a text up to the first page that cannot be read, and its error."""
    found: list[Incident] = []
    try:
        found.extend(text.incidents())
    except InputError as error:
        return found, error
    return found, None


def _lifted(text: Text, incidents: Sequence[Incident], options: ReadOptions) -> tuple[LiftedPage, ...]:
    """Lift the incidents of a document; attach its findings to the pages that contain them."""
    of_page: dict[int, list[Finding]] = {}
    for finding in text.document.findings:
        at = finding.span.start
        spans = (range(page.start, page.start + len(page.text)) for page in _pages(incidents))
        owner = next((number for number, span in enumerate(spans) if at in span), 0)
        of_page.setdefault(owner, []).append(finding)
    return tuple(
        _lift(incident, text.source, of_page.get(number, ()), options)
        for number, incident in enumerate(incidents)
    )


def _lift(
    incident: Incident, source: str, in_document: Iterable[Finding], options: ReadOptions
) -> LiftedPage:
    incident, page = withheld.without_persons(incident), incident.page
    # A provisional slug; `collect` changes it if several incidents have the same title.
    name = incident.record.name if incident.record else incident.title
    slug = next(iter(iris.slugs([(name, page.sha256)]).values()))
    lifted = lifting.lift(incident, slug, records(options))
    claims = evidence.in_page_order(evidence.in_page(incident, lifted.claims))
    here = (replace(one, span=_within(page, one.span)) for one in in_document)
    unread = incident.markup_findings
    shown = (*incident.findings, *lifted.findings, *victim_names.find(incident))
    return LiftedPage(
        page=page,
        source=source,
        address=incident.address,
        title=incident.title,
        name=name,
        slug=slug,
        facts=lifted.facts,
        provenance=tuple(evidence.page_to_triples(options.base, slug, incident, claims)),
        claims=claims,
        mentions=lifted.mentions,
        findings=(*here, *unread, *(in_page(incident, finding) for finding in shown)),
    )


def in_page(incident: Incident, finding: Finding) -> Finding:
    """Return a finding in the shown text of a page as a finding in the page."""
    if not incident.rendering:
        return finding
    related = tuple(map(incident.place, finding.related))
    return replace(finding, span=incident.place(finding.span), related=related)


def _pages(incidents: Iterable[Incident]) -> Iterator[Page]:
    yield from (incident.page for incident in incidents)


def _within(page: Page, span: Span) -> Span:
    """Return a span of a document relative to a page; negative if it is before the page."""
    return Span(span.start - page.start, span.end - page.start)


def records(options: ReadOptions) -> Authority:
    """Return the authority records that are used to read files.

    Raises:
        RdfError: an authority file or a table of links is invalid, or they contradict each other.
    """
    return _records(options.folders, options.link_folders, options.base)


def reread_records(options: ReadOptions) -> Authority:
    """Return the authority records as they are on the disk now, which later files are read with too.

    Raises:
        RdfError: as for `records`.
    """
    _records.cache_clear()
    return records(options)


@functools.lru_cache(maxsize=1)
def _records(folders: tuple[Path, ...], link_folders: tuple[Path, ...], base: Base) -> Authority:
    decisions = identities.read(link_folders, base)
    links = tables.accepted(link_folders, base) if base != DEFAULT else ()
    linked = {subject for subject, _, _ in links}.union(decisions.actors())
    return authority.load(folders, base, linked, decisions)
