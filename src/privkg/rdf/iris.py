"""Minting of IRIs of resources and graphs below the base of a dataset; no other module does it."""

import hashlib
import re
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass

from privkg.core import bounded, names
from privkg.core.errors import InvalidValueError
from privkg.core.text import quoted
from privkg.rdf import graphs
from privkg.rdf.kinds import RECORDED, Kind
from privkg.rdf.terms import BASE, Term, iri, iri_text

_VARIATION_SELECTORS = dict.fromkeys(range(0xE0100, 0xE01F0))  # not allowed in IRIs (RFC 3987, 2.2)
_OF_INCIDENT = re.compile(rf"(<.+/)id/{Kind.INCIDENT}/([^/]+)(?:/[^/]+)?>")
_KINDS = {kind.value: kind for kind in Kind}
_GRAPH = re.compile(rf"([^/]+)(?:{re.escape(graphs.provenance_of(''))})?")


@dataclass(frozen=True, slots=True, order=True)
class Base:
    """The base IRI of a dataset, and the IRIs of its resources and graphs.

    `address` is a web address that ends in a slash.
    """

    address: str

    @property
    def things(self) -> str:
        """The prefix of the IRIs of the dataset's resources, and of no others."""
        return f"{self.address}id/"

    @property
    def graphs(self) -> str:
        """The prefix of the IRIs of the dataset's named graphs, and of no others."""
        return f"{self.address}graph/"

    def incident(self, slug: str) -> Term:
        """Return the IRI of an incident."""
        return self.thing(Kind.INCIDENT, slug)

    def row(self, slug: str, index: int) -> Term:
        """Return the IRI of an incident's breakdown row; rows count from 1 in page order."""
        return row_of(self.incident(slug), index)

    def decision(self, slug: str, index: int) -> Term:
        """Return the IRI of an incident's decision; decisions count from 1 in page order."""
        return _below(self.incident(slug), f"/d{index}")

    def page(self, slug: str) -> Term:
        """Return the IRI of the page an incident was read from."""
        return self.thing(Kind.PAGE, slug)

    def page_part(self, slug: str, fragment: str) -> Term:
        """Return the IRI of a cell or a value of a page's record, given its fragment in its file."""
        return self.thing(Kind.PAGE, f"{slug}#{fragment}")

    def actor(self, name: str, *, is_taken: bool = False) -> Term:
        """Return the IRI of an actor without an authority record.

        Eight hex digits are appended to a slug that belongs to another name: that of "apple" if a record
        describes Apple (`is_taken`), and that of "Google+", which would be the slug of "Google".
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

    def register(self, name: str) -> Term:
        """Return the IRI of a register, by its short name."""
        return self.thing(Kind.REGISTER, name)

    def thing(self, kind: Kind, slug: str) -> Term:
        """Return the IRI of a resource of a kind, such as `actor`, by its slug."""
        return iri(f"{self.things}{kind}/{slug}")

    def graph(self, slug: str) -> Term:
        """Return the IRI of the named graph of an incident, or of a reserved graph."""
        return iri(f"{self.graphs}{slug}")

    def prov_graph(self, slug: str) -> Term:
        """Return the IRI of the named graph that holds an incident's evidence and provenance."""
        return iri(graphs.provenance_of(f"{self.graphs}{slug}"))

    def path(self, node: Term) -> str:
        """Return the path of a resource below the base, such as `actor/a-company`; else "".

        Resources of shipped records and links have IRIs below `DEFAULT` in every dataset.
        """
        text = iri_text(node)
        if text.startswith(self.things):
            return text[len(self.things) :]
        rest = text.removeprefix(DEFAULT.things)
        return rest if rest != text and rest.partition("/")[0] in RECORDED else ""

    def kind(self, node: Term) -> Kind | None:
        """Return the kind of a resource of the dataset; None for other nodes."""
        name = self.path(node).partition("/")[0]
        return _KINDS.get(name)

    def slug_of(self, node: Term) -> str | None:
        """Return the slug of the incident that a node is, or is part of; else None."""
        kind, _, rest = self.path(node).partition("/")
        return rest.partition("/")[0] if kind == Kind.INCIDENT else None

    def slug_of_part(self, node: Term) -> str | None:
        """Return the slug of the incident of which a node is a part, or the page, or in the page."""
        kind, _, rest = self.path(node).partition("/")
        return re.split("[/#]", rest)[0] if kind in (Kind.INCIDENT, Kind.PAGE) else None

    def slug_of_page(self, node: Term) -> str | None:
        """Return the slug of the incident whose page a node is; None if it is not a page."""
        kind, _, slug = self.path(node).partition("/")
        return slug if kind == Kind.PAGE and "#" not in slug else None

    def slug_of_graph(self, name: str) -> str | None:
        """Return the slug of a named graph or of its evidence graph; None for other IRIs."""
        found = _GRAPH.fullmatch(name.removeprefix(self.graphs))
        return found[1] if found and name.startswith(self.graphs) else None

    def renamed(self, node: Term, old: str, new: str) -> Term:
        """Return the IRI of a node of an incident, its page or its graphs under another slug.

        Other nodes are returned unchanged.
        """
        for minted in (self.incident, self.page, self.graph):
            own = minted(old).removesuffix(">")
            if node.startswith(own) and node[len(own) : len(own) + 1] in (">", "/", "#"):
                return Term(minted(new).removesuffix(">") + node[len(own) :])
        return node

    def moved(self, node: Term, to: "Base") -> Term:
        """Return the IRI of a resource moved to another base; other nodes are returned unchanged."""
        if to == self:
            return node
        rest = iri_text(node).removeprefix(self.things)
        return node if rest == iri_text(node) else iri(f"{to.things}{rest}")


DEFAULT = Base(BASE)
"""The base of datasets without a base of their own, and of the shipped records and links."""


def base(address: str) -> Base:
    """Return the base with an address.

    Raises:
        InvalidValueError: the address cannot be a base; the message has the reason.
    """
    iri(address)
    if not re.match("https?://[^/?#]", address) or "?" in address or "#" in address:
        raise InvalidValueError(
            f"{quoted(address)} is not a base IRI; write a web address without ? and #"
        )
    if not address.endswith("/"):
        raise InvalidValueError(f"{quoted(address)} is not a base IRI; end it with a slash")
    return Base(address)


def slugs(pages: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the slug of each page by its SHA-256, given pairs of title and SHA-256 (hex) in any order.

    A slug is made from the title. If several pages have the same slug, the first in SHA-256 order keeps
    it, and eight hex digits of the SHA-256 are appended to the others. The digits are also appended to
    the slug of a title without letters. If another page's title ends in these eight, more are appended.
    """
    given: dict[str, str] = {}
    taken = set(graphs.RESERVED_SLUGS) | {""}
    for title, sha256 in sorted(pages, key=lambda page: page[1]):
        wanted = _slug(title)
        longer = (f"{wanted}-{sha256[:digits]}".lstrip("-") for digits in range(8, 65))
        slug = wanted if wanted not in taken else next(slug for slug in longer if slug not in taken)
        taken.add(slug)
        given[sha256] = slug
    return given


def of_incident(node: Term) -> tuple[Base, str] | None:
    """Return the base and the slug of the incident that a node is, or is part of, below any base."""
    found = _OF_INCIDENT.fullmatch(node)
    return (Base(found[1][1:]), found[2]) if found else None


def coded(namespace: str, field: str, word: str) -> str:
    """Return the IRI of a register's term: its namespace, its field and the word, percent-encoded.

    The field is part of it, as a word in the lists of two fields is two terms.
    """
    return f"{namespace}{_encoded(field)}.{_encoded(word)}"


def field(register: str, name: str) -> Term:
    """Return the IRI of a register's field, given the short name of the register."""
    return iri(f"{BASE}register/{register}/field#{_encoded(name)}")


def _encoded(words: str) -> str:
    return urllib.parse.quote(" ".join(words.split()), safe="")


def is_part(node: Term) -> bool:
    """Return whether a node is a row, a decision or a claim of an incident, below any base."""
    found = of_incident(node)
    return found is not None and node != found[0].incident(found[1])


def page_of(incident: Term) -> Term | None:
    """Return the IRI of an incident's page, given the incident's IRI; None for other nodes."""
    found = of_incident(incident)
    return found[0].page(found[1]) if found and incident == found[0].incident(found[1]) else None


def row_of(incident: Term, index: int) -> Term:
    """Return the IRI of a row, given the incident's IRI."""
    return _below(incident, f"/v{index}")


def claim_of(incident: Term, index: int) -> Term:
    """Return the IRI of a claim, given the incident's IRI; claims count from 1 in page order."""
    return _below(incident, f"/e{index}")


def claims_of_graph(graph: str) -> str:
    """Return the beginning of the terms of all claims in a provenance graph, given its IRI."""
    address, _, slug = graph.removesuffix(graphs.provenance_of("")).rpartition("graph/")
    return f"<{address}id/{Kind.INCIDENT}/{slug}/e"


def span_of(page: Term, start: int, end: int) -> Term:
    """Return the IRI of a span of a page, given the page's IRI and its offsets in code points."""
    return _below(page, f"#char={start},{end}")


def row_number(row: Term) -> int:
    """Return the number of a row from its IRI; 0 for other IRIs."""
    return bounded.whole_number(iri_text(row).rpartition("/v")[2]) or 0


def decision_number(decision: Term) -> int:
    """Return the number of a decision from its IRI; 0 for other IRIs."""
    return bounded.whole_number(iri_text(decision).rpartition("/d")[2]) or 0


def part_name(node: Term) -> str:
    """Return the name of a row or a decision in its incident, such as "row 2"; "" for other nodes."""
    numbers = (("row", row_number(node)), ("decision", decision_number(node)))
    return next((f"{kind} {number}" for kind, number in numbers if number and is_part(node)), "")


def incident_of(part: Term) -> Term:
    """Return the IRI of the incident that a row, a decision or a claim is part of, below any base."""
    return Term(f"{part.rpartition('/')[0]}>")


def _below(node: Term, rest: str) -> Term:
    """Return the IRI of a node followed by a fixed word and numbers, which needs no validation."""
    return Term(f"{node[:-1]}{rest}>")


def _named(name: str) -> str:
    return _slug(names.key(name)) or _digest(name)


def _slug(text: str) -> str:
    return names.slug(text.translate(_VARIATION_SELECTORS))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
