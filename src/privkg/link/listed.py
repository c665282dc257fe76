"""Accepts the links to another catalogue that a catalogue publishes as a list.

The list does not state how each link was found, and links one record to several incidents. So each is
`schema:subjectOf`, a record about the event, with a justification of its own.
"""

from collections.abc import Iterator
from pathlib import Path

from privkg.core.errors import FileError, in_file
from privkg.link import addresses, catalogues
from privkg.rdf.terms import term
from privkg.reference.links.mapping import UNSPECIFIED, Mapping
from privkg.reference.links.tables import LinkTables
from privkg.store.graph import Graph, open_graph

_MORE = (("license", catalogues.AIID_LICENCE), ("mapping_provider", catalogues.AIID_HOMEPAGE))


def accept(directory: Path, path: Path, known: LinkTables) -> list[str]:
    """Accept the links of a list whose incidents are in a graph, and return remarks with the counts.

    Pairs that were decided before stay as they are.

    Args:
        directory: the folder of the graph.
        path: the list, that of the AI Incident Database.
        known: the tables of links.

    Raises:
        StoreError: there is no graph.
        FileError: the file is not a list of links.
    """
    content = catalogues.read(path)
    if not content.links:
        raise FileError(
            "not a list of links between catalogues; name the JSON list of the AI Incident Database,"
            " with incident_id and sameAs",
            in_file(path),
        )
    found = list(_mappings(open_graph(directory), content))
    accepted = known.accept_all(found)
    return [
        *content.rejected,
        f"{path}: {content.counts}",
        f"{path}: {accepted} links accepted, {len(found) - accepted} decided before,"
        f" {len(content.links) - len(found)} of incidents that are not in the graph",
    ]


def _mappings(graph: Graph, content: catalogues.CatalogueContent) -> Iterator[Mapping]:
    """Yield the links of incidents of a graph; an address is that of one incident."""
    incidents = addresses.incidents_by_address(graph)
    for record, other in content.links:
        if record in incidents:
            yield Mapping(
                subject=incidents[record],
                subject_label="",
                predicate=term("schema:subjectOf"),
                object=other,
                object_label="",
                justification=UNSPECIFIED,
                score=1.0,
                method="listed by the AI Incident Database",
                tool="",
                more=_MORE,
            )
