"""The only place where an IRI is minted."""

import hashlib
from collections.abc import Iterable

from privkg.core import bounded, names
from privkg.rdf import graphs
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import BASE, Term, iri, iri_text

THINGS = f"{BASE}id/"
"""How the IRIs of all things of privkg's begin, and of no others."""

GRAPHS = f"{BASE}graph/"
"""How the IRIs of all named graphs of privkg begin, and of no others."""

_VARIATION_SELECTORS = dict.fromkeys(range(0xE0100, 0xE01F0))  # marks on a letter that no IRI may hold


def slugs(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the slug of each page by its SHA-256, given (title, SHA-256 in hex) in any order.

    A slug comes from the title. Of several pages with one slug the first in SHA-256 order has it
    plain, the others with eight hex digits of their SHA-256, and so has a title without letters;
    with more digits in the rare case that another page's title ends in just these eight.
    """
    given: dict[str, str] = {}
    taken = set(graphs.RESERVED_SLUGS) | {""}
    for title, sha256 in sorted(pages, key=lambda page: page[1]):
        wanted = _slug(title)
        longer = (f"{wanted}-{sha256[:digits]}".lstrip("-") for digits in range(8, 65))
        slug = next(slug for slug in (wanted, *longer) if slug not in taken)
        taken.add(slug)
        given[sha256] = slug
    return given


def incident(slug: str) -> Term:
    """Return the IRI of an incident."""
    return _data(Kind.INCIDENT, slug)


def row(slug: str, index: int) -> Term:
    """Return the IRI of an incident's breakdown row; rows count from 1 in page order."""
    return _data(Kind.INCIDENT, f"{slug}/v{index}")


def row_of(incident: Term, index: int) -> Term:
    """Return the IRI of a row of an incident that is known by its IRI."""
    return iri(f"{iri_text(incident)}/v{index}")


def row_number(row: Term) -> int:
    """Return the number of an incident's row, from its IRI; 0 of what is none."""
    return bounded.whole_number(iri_text(row).rpartition("/v")[2]) or 0


def slug_of(node: Term) -> str | None:
    """Return the slug of the incident that a node is, or is a part of; None if it is neither."""
    rest = iri_text(node).removeprefix(f"{THINGS}{Kind.INCIDENT}/")
    return None if rest == iri_text(node) else rest.partition("/")[0]


def renamed(node: Term, old: str, new: str) -> Term:
    """Return the node that a node of an incident, its page or its graphs is under another slug.

    What is of no such incident is returned as it is.
    """
    for minted in (incident, page, graph):
        own = minted(old).removesuffix(">")
        if node.startswith(own) and node[len(own) : len(own) + 1] in (">", "/", "#"):
            return Term(minted(new).removesuffix(">") + node[len(own) :])
    return node


def slug_of_page(node: Term) -> str | None:
    """Return the slug of the incident whose page a node is; None if it is none."""
    slug = iri_text(node).removeprefix(f"{THINGS}{Kind.PAGE}/")
    return None if slug == iri_text(node) or "#" in slug else slug


def claim(slug: str, index: int) -> Term:
    """Return the IRI of an incident's claim; claims count from 1 in page order."""
    return _data(Kind.INCIDENT, f"{slug}/e{index}")


def page(slug: str) -> Term:
    """Return the IRI of the page an incident was read from."""
    return _data(Kind.PAGE, slug)


def page_span(slug: str, start: int, end: int) -> Term:
    """Return the IRI of a stretch of a page, in code points."""
    return _data(Kind.PAGE, f"{slug}#char={start},{end}")


def actor(name: str, *, is_taken: bool = False) -> Term:
    """Return the IRI of an actor without an authority record.

    A name whose slug is another's gets eight hex digits, as titles on a collision do: "apple" beside
    the Apple of a record (`is_taken`), and one whose mark is not in the slug, as "Google+".
    """
    slug = _named(name)
    if is_taken or names.has_telling_mark(name):
        return _data(Kind.ACTOR, f"{slug}-{_digest(names.form(name))[:8]}")
    return _data(Kind.ACTOR, slug)


def group(name: str) -> Term:
    """Return the IRI of an at-risk group without an authority record."""
    return _data(Kind.GROUP, _named(name))


def place(name: str) -> Term:
    """Return the IRI of a place, by its full name."""
    return _data(Kind.PLACE, _named(name))


def thing(kind: Kind, slug: str) -> Term:
    """Return the IRI of a thing of a kind, such as `actor`, that is known by its slug."""
    return _data(kind, slug)


def source(address: str) -> Term:
    """Return the IRI of a source, by its address or, where it has none, by its text."""
    return _data(Kind.SOURCE, _digest(address))


def graph(slug: str) -> Term:
    """Return the IRI of the named graph of an incident, or of a reserved graph."""
    return iri(f"{GRAPHS}{slug}")


def prov_graph(slug: str) -> Term:
    """Return the IRI of the named graph that holds an incident's evidence and provenance."""
    return iri(graphs.provenance_of(f"{GRAPHS}{slug}"))


def _named(name: str) -> str:
    return _slug(names.key(name)) or _digest(name)


def _slug(text: str) -> str:
    return names.slug(text.translate(_VARIATION_SELECTORS))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _data(kind: Kind, path: str) -> Term:
    return iri(f"{THINGS}{kind}/{path}")
