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
from privkg.build.find import FORMAT
from privkg.build.lifting import Converted, evidence
from privkg.build.pages import Read, Rejected
from privkg.check import victim_names
from privkg.core import documents, findings, registry
from privkg.core.errors import FailureError, InputError
from privkg.core.model import Incident
from privkg.rdf import iris
from privkg.reference import authority
from privkg.reference.authority import Authority
from privkg.store import confinement, manifest

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


def read_all(paths: Sequence[Path], how: How, jobs: int = 1) -> Iterator[Read | Rejected]:
    """Yield what is read of each file, in the order of `paths`, by so many processes at once.

    Raises:
        FailureError: one of the processes was ended.
    """
    if jobs == 1 or len(paths) < _WORTH_A_PROCESS:
        yield from (read(path, how) for path in paths)
        return
    starts = range(0, len(paths), _PART)
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
                parts = deque(pool.submit(_read_part, paths[at : at + _PART], how) for at in starts)
            while parts:
                yield from parts.popleft().result()
        except BrokenProcessPool as error:
            raise FailureError("a process that reads pages was ended; try --jobs 1") from error
        except BaseException:
            for reader in set(multiprocessing.active_children()).difference(others):
                reader.kill()  # the pool would wait for what it was given to read
            raise


def read(path: Path, how: How, slug: str | None = None) -> Read | Rejected:
    """Return what the graph will say of a file; the slug comes from its title unless it is given."""
    sha256 = None
    try:
        document = documents.read(path)
        sha256 = document.sha256
        known = how.cache.get(document, with_claims=how.with_claims) if how.cache and not slug else None
        if known:
            return known
        incident = registry.load(sources, FORMAT, "page format").read(document)
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
        incident: Incident = registry.load(sources, FORMAT, "page format").read(document)
    except InputError:
        return None
    return incident, lifting.convert(incident, page.slug, _records(folders))


def _read_part(paths: Sequence[Path], how: How) -> list[Read | Rejected]:
    return [read(path, how) for path in paths]


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


@functools.cache
def _records(folders: tuple[Path, ...]) -> Authority:
    return authority.load(folders)
