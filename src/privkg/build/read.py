"""One file to what the graph will say of it; many files at once, in processes of their own."""

import functools
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from privkg import sources
from privkg.build import lifting
from privkg.build.cache import Cache
from privkg.build.find import File
from privkg.build.lifting import Converted, evidence
from privkg.build.pages import LeftOut, Read, Rejected
from privkg.check import victim_names
from privkg.core import documents, findings
from privkg.core.errors import FailureError, InputError, PageError, in_file
from privkg.core.model import Document, Incident
from privkg.rdf import iris
from privkg.reference import authority
from privkg.reference.authority import Authority
from privkg.sources import Source
from privkg.store import confinement, manifest

Outcome = Read | Rejected | LeftOut
"""What becomes of a file."""
_WORTH_A_PROCESS = 200
_PART = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How files are read: with a user's own authority records, with claims or without.

    `cache` keeps what was read, so that only texts that changed are read again.
    """

    folders: tuple[Path, ...] = ()
    with_claims: bool = True
    cache: Cache | None = None


def read_all(files: Sequence[File], how: How, jobs: int = 1) -> Iterator[Outcome]:
    """Yield what is read of each file, in the order of `files`, by so many processes at once.

    Raises:
        FailureError: one of the processes was ended.
    """
    if jobs == 1 or len(files) < _WORTH_A_PROCESS:
        yield from (read(file, how) for file in files)
        return
    starts = range(0, len(files), _PART)
    # A process that is spawned has nothing of its parent's threads and locks, on every platform.
    with ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(),),
    ) as pool:
        others = multiprocessing.active_children()
        try:
            with _unheeded(signal.SIGINT):
                # Not `map`: it cancels what is left, which a pool that breaks takes for an error.
                parts = deque(pool.submit(_read_part, files[at : at + _PART], how) for at in starts)
            while parts:
                yield from parts.popleft().result()
        except BrokenProcessPool as error:
            raise FailureError("a process that reads pages was ended; try --jobs 1") from error
        except BaseException:
            for reader in set(multiprocessing.active_children()).difference(others):
                reader.kill()  # the pool would wait for what it was given to read
            raise


def read(file: File, how: How, slug: str | None = None) -> Outcome:
    """Return what the graph will say of a file; the slug comes from its title unless it is given."""
    path, sha256 = file.path, None
    try:
        content = documents.content(path)
        source = _recognised(file, content)
        if source is None:
            return LeftOut(what=str(path), why="no page format recognises it")
        document = documents.decode(content, str(path))
        sha256 = document.sha256
        known = how.cache.get(document, with_claims=how.with_claims) if how.cache and not slug else None
        if known:
            return known
        (incident,) = source.read(document)
    except InputError as error:
        return Rejected(path=str(path), sha256=sha256, finding=findings.rejection(str(path), error))
    own_slug = next(iter(iris.slugs([(incident.title, sha256)]).values()))
    found = _read(incident, slug or own_slug, how)
    if how.cache and not slug:
        how.cache.put(found, with_claims=how.with_claims)
    return found


def reread(page: Read, folders: tuple[Path, ...]) -> tuple[Incident, Converted] | None:
    """Return a page as records and triples, which `Read` does not keep; None if the file has changed."""
    try:
        document = documents.read(Path(page.path))
        if document.sha256 != page.sha256:
            return None
        (incident,) = incidents(File(Path(page.path)))
    except InputError:
        return None
    return incident, lifting.convert(incident, page.slug, _records(folders))


def incidents(file: File) -> tuple[Incident, ...]:
    """Return the incidents of the pages in a file; none if no source recognises a file of a folder.

    Raises:
        FileError, PageError: the file cannot be read, or a page in it; or none recognises a file that
            was named itself.
    """
    content = documents.content(file.path)
    source = _recognised(file, content)
    return tuple(source.read(documents.decode(content, str(file.path)))) if source else ()


def _recognised(file: File, content: bytes) -> Source | None:
    """Return the source that recognises a file; None if none does and the file was not named itself.

    Raises:
        FileError, PageError: none recognises a file that was named itself.
    """
    suffix = file.path.suffix
    name = sources.recognise(suffix, content[: sources.HEAD_BYTES], is_named=file.is_named)
    if name:
        return sources.load(name)
    if not file.is_named:
        return None
    _refuse(documents.decode(content, str(file.path)))
    return None


def _refuse(document: Document) -> None:
    """Refuse a document that no source recognises, for the reason that the source of its suffix has."""
    suffix = Path(document.path).suffix.lower()
    for source in sources.every().values():
        if suffix in source.SUFFIXES:
            list(source.read(document))
    known = ", ".join(source.TITLE for source in sources.every().values())
    raise PageError(f"no page format recognises it; known: {known}", in_file(document.path, 1, 1))


def _read_part(files: Sequence[File], how: How) -> list[Outcome]:
    return [read(file, how) for file in files]


@contextmanager
def _unheeded(number: signal.Signals) -> Iterator[None]:
    """Let processes that are started in a block never heed a signal that comes to all of a terminal."""
    if sys.platform == "win32":  # Windows blocks no signals
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _begin(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends the pool
    confinement.end_with_parent(parent)


def _read(incident: Incident, slug: str, how: How) -> Read:
    document = incident.document
    converted = lifting.convert(incident, slug, _records(how.folders))
    claims = evidence.claims_to_triples(slug, converted.claims) if how.with_claims else ()
    named = victim_names.find(incident)
    found = (*document.findings, *incident.findings, *converted.findings, *named)
    proof = iris.prov_graph(slug)
    return Read(
        path=document.path,
        file_name=document.name,
        sha256=document.sha256,
        title=incident.title,
        slug=slug,
        facts=manifest.lines_of(iris.graph(slug), converted.facts),
        provenance=manifest.lines_of(proof, evidence.page_to_triples(slug, incident, converted.claims)),
        claims=manifest.lines_of(proof, claims),
        used=frozenset(o for _, _, o in converted.facts if o.startswith("<")),
        mentions=converted.mentions,
        findings=tuple(findings.placed(document, finding) for finding in found),
    )


@functools.lru_cache(maxsize=1)
def _records(folders: tuple[Path, ...]) -> Authority:
    return authority.load(folders)
