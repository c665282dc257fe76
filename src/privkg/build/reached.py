"""The records, laws, foreign terms and subjects of links that pages name, with numbers of pages."""

from collections import Counter
from collections.abc import Iterable, Set

from privkg.build.database import Database
from privkg.build.lifting.shared_nodes import Mention
from privkg.rdf.terms import Term, Triple
from privkg.reference import concepts
from privkg.reference.authority import Authority

_IN_FACTS, _NAMED, _DESCRIBED = "in facts", "named", "described"


class Reached:
    """What pages name among what is known before a page is read, which bounds it.

    Args:
        database: the database.
        records: the authority records.
        links: the accepted links.
    """

    def __init__(self, database: Database, records: Authority, links: Iterable[Triple]) -> None:
        self._database = database
        self._links = frozenset(s for s, _, _ in links)
        known = (records.triples, concepts.law_records(), concepts.foreign_labels())
        self._known = self._links.union(s for triples in known for s, _, _ in triples)
        rows = database.rows("SELECT kind, term, pages FROM reached")
        self._pages = Counter({(kind, Term(term)): pages for kind, term, pages in rows})

    def add(
        self, incident: Term, values: Iterable[Term], mentions: Iterable[Mention], pages: int = 1
    ) -> None:
        """Add what a page names.

        Args:
            incident: the page's incident.
            values: the values of its facts.
            mentions: the shared resources that it names.
            pages: 1, or -1 for a page that is removed.
        """
        mentions = tuple(mentions)
        triples = [triple for one in mentions for triple in one.triples]
        nodes = [one.node for one in mentions]
        used = self._known.intersection(values)
        named = used.union(self._known.intersection([*nodes, *(o for _, _, o in triples)]))
        described = self._links.intersection([incident, *nodes, *(s for s, _, _ in triples)])
        for kind, terms in ((_IN_FACTS, used), (_NAMED, named), (_DESCRIBED, described)):
            for term in terms:
                self._pages[kind, term] += pages

    def save(self) -> None:
        """Write the numbers of pages to the database."""
        rows = sorted((kind, term, pages) for (kind, term), pages in self._pages.items() if pages)
        self._database.write("DELETE FROM reached", [()])
        self._database.write("INSERT INTO reached VALUES (?, ?, ?)", rows)

    @property
    def in_facts(self) -> Set[Term]:
        """Those among the values of incidents."""
        return self._of(_IN_FACTS)

    @property
    def named(self) -> Set[Term]:
        """These, and those that pages name or state something about."""
        return self._of(_NAMED)

    @property
    def described(self) -> Set[Term]:
        """The subjects of links that pages describe."""
        return self._of(_DESCRIBED)

    def _of(self, wanted: str) -> Set[Term]:
        return {term for (kind, term), pages in self._pages.items() if kind == wanted and pages}
