"""Answers of searches: the hits, and the counts of facets, as rows."""

from collections.abc import Iterator, Mapping

from privkg.core.errors import UnknownNameError
from privkg.query.results import Answer
from privkg.rdf.iris import Base
from privkg.rdf.terms import Term, iri, literal
from privkg.search.facets import Facet
from privkg.search.find import Found

HITS = ("incident", "title", "date", "sentence")
COUNTS = ("facet", "value", "valueLabel", "incidents")


def facet(name: str) -> Facet:
    """Return the facet of a name with underscores, such as `actor_type`.

    Raises:
        UnknownNameError: there is none.
    """
    known = {each.replace("-", "_"): each for each in Facet}
    if name not in known:
        raise UnknownNameError("facet", name, known)
    return known[name]


def hits(found: Found, base: Base) -> Answer:
    """Return the hits of a search as rows, in their order."""
    return Answer(HITS, tuple(_hits(found, base)))


def counts(found: Found) -> Answer:
    """Return the counts of the facets of a search as rows: by facet, the largest count first.

    Years are in their order.
    """
    rows = sorted(_counts(found), key=lambda row: (row[0], row[1]))
    return Answer(COUNTS, tuple(row for *_, row in rows))


def _hits(found: Found, base: Base) -> Iterator[Mapping[str, Term]]:
    for hit in found.hits:
        texts = {"title": str(hit.title), "date": hit.date, "sentence": str(hit.sentence)}
        row = {"incident": base.incident(hit.slug)}
        yield row | {name: literal(text) for name, text in texts.items() if text}


def _counts(found: Found) -> Iterator[tuple[int, tuple[int, str], Mapping[str, Term]]]:
    for place, (facet, values) in enumerate(found.counts.items()):
        for value, count in values.items():
            is_year = facet is Facet.YEAR
            row = {
                "facet": literal(facet),
                "valueLabel": literal(value.label),
                "incidents": literal(str(count), "xsd:integer"),
            }
            named = {"value": iri(value.key)} if ":" in value.key else {}
            yield place, (0 if is_year else -count, value.label), row | named
