"""Builds the graphs of what incidents share: actors, groups, places and sources, links and labels.

A triple is in exactly one graph: each graph leaves out what an earlier one states. What is kept in
memory is bounded by the records, links, laws and labels that are known before a page is read; the rest
is in the table of mentions.
"""

from collections.abc import Iterable

from privkg.build.mentions import MentionTable
from privkg.build.reached import Reached
from privkg.rdf import graphs
from privkg.rdf.terms import Triple
from privkg.reference import concepts
from privkg.reference.authority import Authority
from privkg.store import quads_text
from privkg.store.quads_text import PackedGraph


def shared(
    mentions: MentionTable, reached: Reached, records: Authority, links: Iterable[Triple]
) -> tuple[PackedGraph, ...]:
    """Return the graphs of what the incidents of a dataset share, without notices.

    Args:
        mentions: what all pages state about shared resources.
        reached: what they name; the graphs contain only resources reachable from it.
        records: the authority records.
        links: the accepted links; those whose subject is not in the dataset are left out.
    """
    base = records.base
    recorded = set(records.described_from(reached.named))
    described = reached.described | {s for s, _, _ in recorded}
    stated = {link for link in links if link in mentions}.union(recorded)
    linked = {(s, p, o) for s, p, o in links if s in described and s != o} - stated
    laws = concepts.law_records_in_use(reached.in_facts)
    named = reached.named | {o for _, _, o in (*recorded, *linked, *laws)}
    found = (
        (graphs.LINKS, linked),
        (graphs.AUTHORITY, recorded),
        (graphs.ONTOLOGY, (*concepts.triples(), *laws)),
        (graphs.LABELS, concepts.labels_in_use(named)),
    )
    own = quads_text.pack_sorted(base.graph(graphs.SHARED), mentions.triples())
    others = (quads_text.pack(base.graph(slug), triples) for slug, triples in found)
    return (own, *others)
