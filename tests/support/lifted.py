"""What lifted pages state, in short."""

from collections.abc import Iterable

from privkg.build.database import Database
from privkg.build.lifting.shared_nodes import Mention
from privkg.build.mentions import MentionTable
from privkg.build.pages import LiftedPage
from privkg.rdf.terms import Term, Triple, iri_text, shorten
from privkg.reference.authority import Authority
from privkg.store.rdf import literal_text


def stated(page: LiftedPage, predicate: str, subject: str = "") -> set[str]:
    """Return the values of a predicate of the incident, or of a part of it such as `/v1`."""
    return {
        short(o)
        for s, p, o in page.facts
        if shorten(iri_text(p)) == predicate and iri_text(s).endswith(f"/{page.slug}{subject}")
    }


def short(value: Term) -> str:
    return shorten(iri_text(value)) if value.startswith("<") else literal_text(value)


def mentioned(page: LiftedPage) -> set[tuple[str, str, str]]:
    """Return the triples about shared resources that a page names."""
    return {
        (iri_text(s).rpartition("/")[2], shorten(iri_text(p)), short(o))
        for mention in page.mentions
        for s, p, o in mention.triples
    }


def shared(mentions: Iterable[Mention], records: Authority) -> list[Triple]:
    """Return what the graph of shared resources states about those that one page names."""
    table = MentionTable(Database(), records)
    table.add("00", mentions)
    table.finish()
    return list(table.triples())
