"""Finds links for a graph on disk, and lists the proposals as a table."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from privkg.core import stopping
from privkg.core.progress import SILENT, Progress, followed
from privkg.core.text import printable
from privkg.link import catalogues, duplicates, parties, propose, reconciliation
from privkg.link.propose import ExternalData
from privkg.reference.links import curies, identities
from privkg.reference.links.mapping import Mapping, State
from privkg.reference.links.tables import LinkTables
from privkg.store.graph import open_graph
from privkg.store.remote.reconciliation import Reconciler

_COLUMNS = ("score", "thing", "relation", "other", "label", "method", "alternatives")
_UNCHANGED = "the tables of links are unchanged"


@stopping.leaving(lambda: _UNCHANGED)
def find(
    directory: Path,
    kinds: Iterable[str],
    files: Iterable[Path],
    service: str | None,
    progress: Progress = SILENT,
) -> tuple[list[Mapping], list[str]]:
    """Return proposed links for the graph in a folder, and the remarks on the catalogues read.

    Raises:
        StoreError: there is no graph.
        FileError: a file is not of a known catalogue.
        EndpointError: the service fails, or its response is invalid.
    """
    reconciler = Reconciler(service) if service else None
    paths = list(files)
    followed_paths = followed(paths, progress, "reading catalogues", len(paths))
    read = {path: catalogues.read(path) for path in followed_paths}
    found = ExternalData(
        records=[record for each in read.values() for record in each.records],
        links=[link for each in read.values() for link in each.links],
        service=reconciler.name if reconciler else "",
    )
    look_up = reconciliation.lookup(reconciler) if reconciler else None
    proposed = list(propose.propose(open_graph(directory), kinds, found, look_up, progress))
    remarks = [line for each in read.values() for line in each.rejected]
    return proposed, [*remarks, *(f"{path}: {each.counts}" for path, each in read.items())]


@stopping.leaving(lambda: _UNCHANGED)
def find_duplicates(
    directory: Path, links: Path, progress: Progress = SILENT
) -> tuple[list[Mapping], list[str]]:
    """Return the pairs of actors of a graph that may be one, as proposed links, and remarks.

    Args:
        directory: the folder of the graph.
        links: the folder of tables whose decisions are taken into account.
        progress: receives the one step.

    Raises:
        StoreError: there is no graph.
        RdfError: a table of links is invalid, or its decisions contradict each other.
    """
    graph = open_graph(directory)
    decided = identities.read([links], graph.base)
    compared = parties.read(graph)
    count, most = sum(len(party.labels) for party in compared), duplicates.MOST_COMPARED
    remark = f"{count} names of actors are more than {most}; only those with the same key were paired"
    with progress.step("comparing names"):
        proposed = list(parties.propose(compared, decided))
    return proposed, [remark] if count > most else []


def table(known: LinkTables, most: int) -> Iterator[str]:
    """Yield the best proposals as tab-separated lines, then the number of those not shown."""
    proposed = known.mappings(State.PROPOSED)
    yield "\t".join(_COLUMNS)
    for mapping in proposed[:most]:
        others = ", ".join(
            f"{curies.shorten(a.object, known.prefixes)} {a.score:.2f}" for a in mapping.alternatives
        )
        cells = (
            f"{mapping.score:.2f}",
            curies.shorten(mapping.subject, known.prefixes),
            curies.shorten(mapping.predicate),
            curies.shorten(mapping.object, known.prefixes),
            mapping.object_label,
            mapping.method,
            others,
        )
        yield "\t".join(" ".join(printable(cell).split()) for cell in cells)
    if len(proposed) > most:
        yield f"… and {len(proposed) - most} more in the table of proposals"
