"""Builds the graphs of what incidents share: actors, groups, places and sources, links and labels.

A triple is in exactly one graph: each graph leaves out what an earlier one states. What is kept in
memory is bounded by the records, links, laws and labels that are known before a page is read; the rest
is in the table of mentions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from privkg.build.collect import Collected
from privkg.build.lifting.shared_nodes import Mention
from privkg.build.mentions import MentionTable
from privkg.rdf import graphs
from privkg.rdf.terms import Term, Triple
from privkg.reference import concepts
from privkg.reference.authority import Authority
from privkg.store import quads_text
from privkg.store.quads_text import PackedGraph


@dataclass(frozen=True, slots=True)
class Shared:
    """The graphs of what incidents share, without notices, and the mentions they were made from."""

    graphs: tuple[PackedGraph, ...]
    mentions: MentionTable


def shared(collected: Collected, records: Authority, links: Iterable[Triple]) -> Shared:
    """Return the graphs of what the incidents of a dataset share.

    Args:
        collected: the pages; the graphs contain only resources reachable from them.
        records: authority records.
        links: accepted links; those whose subject is not in the dataset are left out.
    """
    base = records.base
    decided = {(records.decided(s), p, records.decided(o)) for s, p, o in links}
    reached = _Reached(records, decided)
    mentions = MentionTable(records)
    for number, page in enumerate(collected.pages):
        body = collected.body(page)
        mentions.add(number, body.mentions)
        reached.add(base.incident(page.slug), body.terms, body.mentions)
    mentions.finish()
    recorded = set(records.described_from(reached.named))
    described = reached.described.union(s for s, _, _ in recorded)
    stated = {link for link in decided if link in mentions}.union(recorded)
    linked = {(s, p, o) for s, p, o in decided if s in described and s != o} - stated
    laws = concepts.law_records_in_use(reached.in_facts)
    named = reached.named.union(o for _, _, o in (*recorded, *linked, *laws))
    found = (
        (graphs.LINKS, linked),
        (graphs.AUTHORITY, recorded),
        (graphs.ONTOLOGY, (*concepts.triples(), *laws)),
        (graphs.LABELS, concepts.labels_in_use(named)),
    )
    own = quads_text.pack_sorted(base.graph(graphs.SHARED), mentions.triples())
    others = (quads_text.pack(base.graph(slug), triples) for slug, triples in found)
    return Shared((own, *others), mentions)


class _Reached:
    """The records, laws, foreign terms and subjects of links that pages name.

    Attributes:
        in_facts: those among the values of incidents.
        named: these, and those that pages name or state something about.
        described: the subjects of links that pages describe.
    """

    def __init__(self, records: Authority, links: Iterable[Triple]) -> None:
        self._links = frozenset(s for s, _, _ in links)
        known = (records.triples, concepts.law_records(), concepts.foreign_labels())
        self._known = self._links.union(s for triples in known for s, _, _ in triples)
        self.in_facts, self.named, self.described = set[Term](), set[Term](), set[Term]()

    def add(self, incident: Term, values: Iterable[Term], mentions: Iterable[Mention]) -> None:
        """Add an incident, the values of its facts, and the resources that its page names."""
        triples = [triple for one in mentions for triple in one.triples]
        nodes = [one.node for one in mentions]
        used = self._known.intersection(values)
        self.in_facts |= used
        self.named |= used.union(self._known.intersection([*nodes, *(o for _, _, o in triples)]))
        self.described |= self._links.intersection([incident, *nodes, *(s for s, _, _ in triples)])
