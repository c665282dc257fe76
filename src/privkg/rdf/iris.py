"""The only place where an IRI is minted: of things and graphs, below the base of their dataset."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.core import bounded, names
from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.rdf import graphs
from privkg.rdf.kinds import RECORDED, Kind
from privkg.rdf.terms import BASE, Term, iri, iri_text

_VARIATION_SELECTORS = dict.fromkeys(range(0xE0100, 0xE01F0))  # marks on a letter that no IRI may hold
_OF_INCIDENT = re.compile(rf"(<.+/)id/{Kind.INCIDENT}/([^/]+)(?:/[^/]+)?>")
_GRAPH = re.compile(rf"([^/]+)(?:{re.escape(graphs.provenance_of(''))})?")


@dataclass(frozen=True, slots=True, order=True)
class Base:
    """Where the IRIs of a dataset's things and graphs begin, and the IRIs that it has below it.

    `address` is a web address that ends in a slash.
    """

    address: str

    @property
    def things(self) -> str:
        """How the IRIs of the dataset's things begin, and of no others."""
        return f"{self.address}id/"

    @property
    def graphs(self) -> str:
        """How the IRIs of the dataset's named graphs begin, and of no others."""
        return f"{self.address}graph/"

    def incident(self, slug: str) -> Term:
        """Return the IRI of an incident."""
        return self.thing(Kind.INCIDENT, slug)

    def row(self, slug: str, index: int) -> Term:
        """Return the IRI of an incident's breakdown row; rows count from 1 in page order."""
        return row_of(self.incident(slug), index)

    def decision(self, slug: str, index: int) -> Term:
        """Return the IRI of an incident's decision; decisions count from 1 in page order."""
        return iri(f"{iri_text(self.incident(slug))}/d{index}")

    def claim(self, slug: str, index: int) -> Term:
        """Return the IRI of an incident's claim; claims count from 1 in page order."""
        return claim_of(self.incident(slug), index)

    def page(self, slug: str) -> Term:
        """Return the IRI of the page an incident was read from."""
        return self.thing(Kind.PAGE, slug)

    def page_span(self, slug: str, start: int, end: int) -> Term:
        """Return the IRI of a stretch of a page, in code points."""
        return self.thing(Kind.PAGE, f"{slug}#char={start},{end}")

    def actor(self, name: str, *, is_taken: bool = False) -> Term:
        """Return the IRI of an actor without an authority record.

        A name whose slug is another's gets eight hex digits, as titles on a collision do: "apple"
        beside the Apple of a record (`is_taken`), and one whose mark is not in the slug, as "Google+".
        """
        slug = _named(name)
        if is_taken or names.has_significant_mark(name):
            return self.thing(Kind.ACTOR, f"{slug}-{_digest(names.form(name))[:8]}")
        return self.thing(Kind.ACTOR, slug)

    def group(self, name: str) -> Term:
        """Return the IRI of an at-risk group without an authority record."""
        return self.thing(Kind.GROUP, _named(name))

    def place(self, name: str) -> Term:
        """Return the IRI of a place, by its full name."""
        return self.thing(Kind.PLACE, _named(name))

    def source(self, address: str) -> Term:
        """Return the IRI of a source, by its address or, where it has none, by its text."""
        return self.thing(Kind.SOURCE, _digest(address))

    def thing(self, kind: Kind, slug: str) -> Term:
        """Return the IRI of a thing of a kind, such as `actor`, that is known by its slug."""
        return iri(f"{self.things}{kind}/{slug}")

    def graph(self, slug: str) -> Term:
        """Return the IRI of the named graph of an incident, or of a reserved graph."""
        return iri(f"{self.graphs}{slug}")

    def prov_graph(self, slug: str) -> Term:
        """Return the IRI of the named graph that holds an incident's evidence and provenance."""
        return iri(graphs.provenance_of(f"{self.graphs}{slug}"))

    def path(self, node: Term) -> str:
        """Return what tells a thing of the dataset apart, `actor/a-company`; empty for other nodes.

        Things that a shipped record or link describes keep the IRI that they have below `DEFAULT`.
        """
        text = iri_text(node)
        if text.startswith(self.things):
            return text[len(self.things) :]
        rest = text.removeprefix(DEFAULT.things)
        return rest if rest != text and rest.partition("/")[0] in RECORDED else ""

    def kind(self, node: Term) -> Kind | None:
        """Return of what kind a thing of the dataset is; None for what is none."""
        name = self.path(node).partition("/")[0]
        return Kind(name) if name in set(Kind) else None

    def slug_of(self, node: Term) -> str | None:
        """Return the slug of the incident that a node is, or is a part of; None if it is neither."""
        kind, _, rest = self.path(node).partition("/")
        return rest.partition("/")[0] if kind == Kind.INCIDENT else None

    def slug_of_page(self, node: Term) -> str | None:
        """Return the slug of the incident whose page a node is; None if it is none."""
        kind, _, slug = self.path(node).partition("/")
        return slug if kind == Kind.PAGE and "#" not in slug else None

    def slug_of_graph(self, name: str) -> str | None:
        """Return the slug of a named graph, or of the one whose evidence it holds; None of others."""
        found = _GRAPH.fullmatch(name.removeprefix(self.graphs))
        return found[1] if found and name.startswith(self.graphs) else None

    def renamed(self, node: Term, old: str, new: str) -> Term:
        """Return the node that a node of an incident, its page or its graphs is under another slug.

        What is of no such incident is returned as it is.
        """
        for minted in (self.incident, self.page, self.graph):
            own = minted(old).removesuffix(">")
            if node.startswith(own) and node[len(own) : len(own) + 1] in (">", "/", "#"):
                return Term(minted(new).removesuffix(">") + node[len(own) :])
        return node

    def moved(self, node: Term, to: "Base") -> Term:
        """Return the IRI that a thing of this base has below another; other nodes as they are."""
        rest = iri_text(node).removeprefix(self.things)
        return node if rest == iri_text(node) else iri(f"{to.things}{rest}")


DEFAULT = Base(BASE)
"""The base of datasets that name none, and of the records and links that ship with privkg."""


def base(address: str) -> Base:
    """Return the base of an address.

    Raises:
        InvalidValueError: the address cannot be a base; the message says what is wrong with it.
    """
    iri(address)
    if not re.match("https?://[^/?#]", address) or "?" in address or "#" in address:
        raise InvalidValueError(f"{quoted(address)} is no base; write a web address without ? and #")
    if not address.endswith("/"):
        raise InvalidValueError(f"{quoted(address)} is no base; end it with a slash")
    return Base(address)


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


def of_incident(node: Term) -> tuple[Base, str] | None:
    """Return the base and the slug of the incident that a node is, or is a part of, below any base."""
    found = _OF_INCIDENT.fullmatch(node)
    return (Base(found[1][1:]), found[2]) if found else None


def is_part(node: Term) -> bool:
    """Return whether a node is a row, a decision or a claim of an incident, below any base."""
    found = of_incident(node)
    return found is not None and node != found[0].incident(found[1])


def page_of(incident: Term) -> Term | None:
    """Return the page of an incident that is known by its IRI; None for what is no incident."""
    found = of_incident(incident)
    return found[0].page(found[1]) if found and incident == found[0].incident(found[1]) else None


def row_of(incident: Term, index: int) -> Term:
    """Return the IRI of a row of an incident that is known by its IRI."""
    return iri(f"{iri_text(incident)}/v{index}")


def claim_of(incident: Term, index: int) -> Term:
    """Return the IRI of a claim of an incident that is known by its IRI."""
    return iri(f"{iri_text(incident)}/e{index}")


def row_number(row: Term) -> int:
    """Return the number of an incident's row, from its IRI; 0 of what is none."""
    return bounded.whole_number(iri_text(row).rpartition("/v")[2]) or 0


def decision_number(decision: Term) -> int:
    """Return the number of an incident's decision, from its IRI; 0 of what is none."""
    return bounded.whole_number(iri_text(decision).rpartition("/d")[2]) or 0


def part_name(node: Term) -> str:
    """Return what a row or a decision is called in its incident, "row 2"; empty for other nodes."""
    numbers = (("row", row_number(node)), ("decision", decision_number(node)))
    return next((f"{kind} {number}" for kind, number in numbers if number and is_part(node)), "")


def _named(name: str) -> str:
    return _slug(names.key(name)) or _digest(name)


def _slug(text: str) -> str:
    return names.slug(text.translate(_VARIATION_SELECTORS))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
