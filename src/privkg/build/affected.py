"""What changes of pages affect: whose findings may differ from those of the former build.

The findings of an incident depend on its own graphs, on the descriptions of the resources that it names,
and on what these reach; those of a shared resource also on the incidents that name it; and incidents may
refer to each other. So more is checked again than what has changed, but never less.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from privkg.build.collect import CollectedPage
from privkg.build.draft import Draft
from privkg.rdf import graphs
from privkg.rdf.parts import ACROSS
from privkg.rdf.terms import Term
from privkg.store.graph import Quads

_SHARED = (graphs.SHARED, graphs.AUTHORITY, graphs.LINKS, graphs.ONTOLOGY, graphs.LABELS)
_REFERENCES = " ".join(sorted(ACROSS))


@dataclass(frozen=True, slots=True)
class Affected:
    """What may have other findings than in the former build.

    Attributes:
        pages: the pages whose incidents are to be checked.
        nodes: the nodes at which findings may depend on other incidents.
    """

    pages: tuple[CollectedPage, ...]
    nodes: frozenset[Term]


def of(drafted: Draft, quads: Quads) -> Affected:
    """Return what the changes of a draft affect.

    Args:
        drafted: the draft, which was made from a former state.
        quads: its quads.
    """
    base, mentions = drafted.base, drafted.tables.mentions
    described = _with_referring(mentions.changed() | _changed_terms(drafted), quads)
    named = {sha256 for node in described for sha256 in mentions.pages_naming(node)}
    slugs = {page.slug for page in (*drafted.changes.written, *drafted.changes.removed)}
    concerned = slugs.union(filter(None, map(base.slug_of_part, described)))
    pages = tuple(page for page in drafted.pages if page.slug in concerned or page.sha256 in named)
    own = (node for page in pages for node in _own_nodes(drafted, page))
    return Affected(
        pages, frozenset([*described, *mentions.touched(), *own, *_referring(drafted, slugs, quads)])
    )


def _changed_terms(drafted: Draft) -> set[Term]:
    """Return what records, vocabularies, links or notices describe as they did not before."""
    _, *others = drafted.shared_graphs()
    former = drafted.former.texts([packed.graph for packed in others])
    differing = (
        set(packed.text().splitlines()).symmetric_difference(former[packed.graph].splitlines())
        for packed in others
    )
    return _subjects(chain.from_iterable(differing))


def _with_referring(nodes: set[Term], quads: Quads) -> set[Term]:
    """Return resources, and all shared resources that refer to one of them, however indirectly."""
    found, fresh = set(nodes), nodes
    while fresh:
        values = " ".join(sorted(fresh))
        fresh = set[Term]()
        for graph in _SHARED:
            query = (
                f"SELECT DISTINCT ?node WHERE {{ VALUES ?of {{ {values} }}"
                f" GRAPH {quads.base.graph(graph)} {{ ?node ?property ?of }} }}"
            )
            fresh |= {row["node"] for row in quads.select(query)} - found
        found |= fresh
    return found


def _referring(drafted: Draft, slugs: Collection[str], quads: Quads) -> Iterator[Term]:
    """Yield the nodes that are connected with some incidents by references between incidents."""
    query = f"SELECT ?one ?other WHERE {{ VALUES ?property {{ {_REFERENCES} }} ?one ?property ?other }}"
    pairs = [(row["one"], row["other"]) for row in quads.select(query)]
    ends = [set(filter(None, map(drafted.base.slug_of_part, pair))) for pair in pairs]
    reached, size = set(slugs), -1
    while size != len(reached):
        size = len(reached)
        reached.update(*(pair for pair in ends if not pair.isdisjoint(reached)))
    yield from (node for pair in pairs for node in pair if drafted.base.slug_of_part(node) in reached)


def _own_nodes(drafted: Draft, page: CollectedPage) -> set[Term]:
    """Return the nodes that the graphs of an incident describe, claims left out."""
    texts = (packed.stored_text() for packed in drafted.graphs_of(page))
    return _subjects(line for text in texts for line in text.splitlines())


def _subjects(lines: Iterable[bytes]) -> set[Term]:
    """Return the subjects of lines, which are bytes: only these are split at line ends alone."""
    return {Term(line.partition(b" ")[0].decode()) for line in lines}
