"""Writes the graphs of incidents on the machines of a cluster, in parts, and checks them there.

GENERATION/spool/            what the machines share until the generation is complete
GENERATION/spool/HASH        the bodies of pages that one of them read
GENERATION/spool/shared.nq   the lines of the graphs that incidents share

All machines see the folder of the generation. What needs all pages is done where the build was started,
between reading and writing and after it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from math import ceil
from operator import attrgetter
from pathlib import Path

from privkg.build import check, packing, spool
from privkg.build.collect import CollectedPage
from privkg.build.draft import Draft
from privkg.build.engines import Session
from privkg.build.incremental.elsewhere import Origin
from privkg.build.locate import IncidentPages
from privkg.build.packing import Body
from privkg.check import batches
from privkg.core.files import folders
from privkg.core.findings import PlacedFinding
from privkg.core.progress import Progress, followed
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term
from privkg.store import quads_parts, sorted_lines
from privkg.store.generations import NewGeneration
from privkg.store.quads_parts import Part
from privkg.store.sorted_lines import SortedLines

_SPOOL, _SHARED = "spool", "shared.nq"


@dataclass(frozen=True, slots=True)
class _Written:
    """Some incidents: their graphs as a part, and the findings of shapes about them, by slug."""

    part: Part
    findings: tuple[tuple[str, tuple[PlacedFinding, ...]], ...]


def make_folder(generation: NewGeneration) -> Path:
    """Make the folder that a cluster writes the bodies of pages to, and return it."""
    folder = generation.folder / _SPOOL
    folders.make_new(folder)
    return folder


def remove_folder(generation: NewGeneration) -> None:
    """Remove what is not part of a complete generation."""
    folder = generation.folder / _SPOOL
    if folder.exists():
        folders.remove(folder)


def write(
    drafted: Draft, generation: NewGeneration, session: Session, progress: Progress
) -> tuple[Part, ...]:
    """Write the graphs of a draft in parts, and put the findings of shapes about incidents in its state.

    Args:
        drafted: the draft, whose bodies the cluster wrote.
        generation: the generation to write to.
        session: the engine of the cluster.
        progress: receives the parts.

    Returns:
        All parts; none if the draft has no page, or is an update of a former build, which is written
        where the build was started.

    Raises:
        FailureError: the cluster did not finish a part.
        WriteError: a part cannot be written.
    """
    if not drafted.pages or drafted.former.generation:
        return ()
    folder = generation.folder
    quads_parts.make_folder(folder)
    parts = [quads_parts.write(folder, drafted.shared_graphs())]
    sorted_lines.write(folder / _SPOOL / _SHARED, drafted.shared_graphs())
    # In the order of the graphs' IRIs, in which they are read most often.
    pages = sorted(drafted.pages, key=attrgetter("slug"))
    size = batches.INCIDENTS
    work = partial(_written, origin=Origin.of(drafted.options), folder=folder)
    written = session.run(work, pages, size)
    for one in followed(written, progress, "writing parts", ceil(len(pages) / size)):
        parts.append(one.part)
        for slug, found in one.findings:
            drafted.state.put_findings_in(slug, found)
    return tuple(parts)


def _written(pages: Sequence[CollectedPage], origin: Origin, folder: Path) -> Iterator[_Written]:
    """Write and check the graphs of some incidents, on another machine."""
    origin.enter([folder])
    base = origin.options.base
    bodies = {page.slug: _body(page, base, folder / _SPOOL) for page in pages}
    graphs = ((body.facts, body.provenance) for body in bodies.values())
    part = quads_parts.write(folder, chain.from_iterable(graphs))
    texts = _Texts(base, bodies, SortedLines(folder / _SPOOL / _SHARED))
    within = IncidentPages(base, pages, lambda page: bodies[page.slug])
    checked = check.check_incidents(texts, within, pages)
    yield _Written(part, tuple((page.slug, found) for page, found in checked if found))


def _body(page: CollectedPage, base: Base, bodies: Path) -> Body:
    """Return the body of a page, as it is in the dataset."""
    assert page.head.body  # noqa: S101
    return page.changed(base, packing.unpack(spool.entry_in(bodies, page.head.body)))


class _Texts:
    """The lines of some incidents, and of what incidents share."""

    def __init__(self, base: Base, bodies: Mapping[str, Body], shared: SortedLines) -> None:
        self.base, self._bodies, self._shared = base, bodies, shared

    def of_incidents(self, slugs: Sequence[str]) -> Iterator[str]:
        """Yield the lines of the graphs of some incidents."""
        for body in map(self._bodies.__getitem__, slugs):
            yield from (packed.stored_text().decode() for packed in (body.facts, body.provenance))

    def about(self, node: Term) -> str:
        """Return the lines about a resource in the graphs that incidents share."""
        return self._shared.about(node)
