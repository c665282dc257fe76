"""Lifted pages as a build keeps them: what all pages are compared by in memory, the rest in the spool.

A page's two named graphs are packed where the page is read, as its lines will be in the dataset unless
its slug changes, several files contain it, or it refers to a row that does not exist. These few are
packed again by `collect`.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from privkg.build.lifting import evidence
from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.shared_nodes import Mention
from privkg.build.pages import FileRemark, LeftOut, LiftedPage, Outcome, Rejected
from privkg.build.spool import Slot
from privkg.core import documents, findings, rules
from privkg.core.findings import PlacedFinding, Region
from privkg.core.model import Document, Finding, Page, Span
from privkg.rdf.evidence import OBJECT
from privkg.rdf.iris import Base
from privkg.rdf.kinds import Kind
from privkg.rdf.terms import Term, Triple, term
from privkg.store import quads_text
from privkg.store.graph_table import GraphCount
from privkg.store.quads_text import PackedGraph

_FOLLOWS, _ROW_OF = term("pk:followsFrom"), term("pk:violationOf")
_OF_ONE_PAGE = {Kind.INCIDENT, Kind.PAGE, Kind.SOURCE}

Key = tuple[bytes, int]
"""The key of a page in the state of a build: the path of its file, and its number among the outcomes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of another incident that a page refers to, and the finding if there is no such row."""

    row: Term
    if_absent: PlacedFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What the pages of a dataset are compared by; about 1 kB of memory each.

    Attributes:
        sha256: the SHA-256 of the text, which identifies the page.
        source: the name of the page format.
        address: the web address of the page, if it is known.
        title: the title of the incident.
        name: the name that the slug is made of: the title, or the register and key of a record.
        slug: the slug in the IRIs of the incident; the one in the body until all pages are read.
        label: the name in messages.
        file: the base name of the file; in an archive, the name and the key of the page.
        key: the identifier of the page in its file; empty if the page is the whole file.
        is_part: whether the page is a part of a text, at a position that other files do not share.
        facts: the SHA-256 of title and facts.
        stored: the number of its triples that the store holds: all but those about claims.
        rows: the number of its rows.
        references: the rows of other incidents that it refers to.
        findings: the findings of the reader, at their places.
        is_cached: whether the page came from the cache.
        body: the place of the rest in the spool; None if the former build read the page.
        at: the key of the page in the state of the build.
    """

    sha256: str
    source: str
    address: str | None
    title: str
    name: str
    slug: str
    label: str
    file: str
    key: str
    is_part: bool
    facts: bytes
    stored: int
    rows: int
    references: tuple[Reference, ...]
    findings: tuple[PlacedFinding, ...]
    is_cached: bool
    body: Slot | None = None
    at: Key | None = None

    @property
    def has_title(self) -> bool:
        """Whether the page states its title."""
        return rules.TITLE_MISSING not in {found.rule for found in self.findings}


@dataclass(frozen=True, slots=True)
class Body:
    """The rest of a page.

    Attributes:
        facts: the incident's own graph.
        provenance: the graph of its evidence and provenance.
        terms: the IRIs in its facts, without those of its own parts and of sources.
        mentions: the shared resources that the page names.
        text: the text, to show the places of findings.
    """

    facts: PackedGraph
    provenance: PackedGraph
    terms: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    text: "PageText"

    def renamed(self, base: Base, old: str, new: str) -> "Body":
        """Return the body with another slug in the IRIs of its incident."""

        def changed(node: Term) -> Term:
            return base.renamed(node, old, new)

        def all_changed(triples: Iterable[Triple]) -> tuple[Triple, ...]:
            return tuple((changed(s), p, changed(o)) for s, p, o in triples)

        return replace(
            self,
            facts=quads_text.pack(base.graph(new), all_changed(quads_text.triples(self.facts))),
            provenance=quads_text.pack(
                base.prov_graph(new), all_changed(quads_text.triples(self.provenance))
            ),
            mentions=tuple(replace(one, triples=all_changed(one.triples)) for one in self.mentions),
        )

    def with_files(self, base: Base, slug: str, names: Iterable[str]) -> "Body":
        """Return the body with the names of further files that contain the page."""
        added = evidence.files_to_triples(base, slug, names)
        graph = base.prov_graph(slug)
        return replace(
            self, provenance=quads_text.pack(graph, (*quads_text.triples(self.provenance), *added))
        )

    def without_rows(self, base: Base, slug: str, absent: Iterable[Term]) -> "Body":
        """Return the body without `pk:followsFrom` to absent rows; their claims have no object then."""
        rows = frozenset(absent)

        def kept(packed: PackedGraph, predicate: Term) -> Iterator[Triple]:
            found = quads_text.triples(packed)
            return (one for one in found if one[1] != predicate or one[2] not in rows)

        return replace(
            self,
            facts=quads_text.pack(base.graph(slug), kept(self.facts, _FOLLOWS)),
            provenance=quads_text.pack(base.prov_graph(slug), kept(self.provenance, OBJECT)),
        )


@dataclass(frozen=True, slots=True)
class PageText:
    """The lines that contain a page, to show the places of its spans.

    Attributes:
        document: these lines, as a document.
        start: the offset of the page in them.
        before: the number of lines before them.
    """

    document: Document
    start: int
    before: int

    def place(self, span: Span) -> Region:
        """Return the region of a span of the page, in its file."""
        found = findings.place(self.document, Span(self.start + span.start, self.start + span.end))
        return replace(found, line=found.line + self.before, end_line=found.end_line + self.before)


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page as it comes from the process that read it: what pages are compared by, and the rest."""

    head: PageHead
    body: bytes


@dataclass(frozen=True, slots=True)
class Started:
    """The start of the outcomes of a file, whose signature was taken before it was read."""

    signature: str


PackedOutcome = PackedPage | Rejected | LeftOut | FileRemark
"""The outcome of a page, or of a file that has no page, or a remark about a file."""


def packed(outcomes: Iterable[Outcome], base: Base) -> Iterator[PackedOutcome]:
    """Yield outcomes with the pages among them packed."""
    for outcome in outcomes:
        yield pack(outcome, base) if isinstance(outcome, LiftedPage) else outcome


def pack(page: LiftedPage, base: Base) -> PackedPage:
    """Return a lifted page, packed; `unpack` returns the body."""
    text, slug = page.page, page.slug
    document = text.document
    file = f"{document.name}#{document.key}" if document.key else document.name
    claims = evidence.claims_to_triples(base, slug, page.claims)
    named = evidence.files_to_triples(base, slug, (file,))
    facts = quads_text.pack(base.graph(slug), page.facts)
    provenance = quads_text.pack(base.prov_graph(slug), chain(page.provenance, named, claims))
    head = PageHead(
        sha256=page.sha256,
        source=page.source,
        address=page.address,
        title=page.title,
        name=page.name,
        slug=slug,
        label=text.name,
        file=file,
        key=text.key,
        is_part=bool(text.key and not document.key),
        facts=sha256(f"{page.title}\n{facts.count.sha256}".encode()).digest(),
        stored=facts.stored + provenance.stored,
        rows=sum(1 for _, p, _ in page.facts if p == _ROW_OF),
        references=tuple(_references(page, base)),
        findings=tuple(page.placed()),
        is_cached=page.is_cached,
    )
    body = Body(
        facts=facts,
        provenance=provenance,
        terms=_terms(page, base),
        mentions=page.mentions,
        text=text_of(text),
    )
    return PackedPage(head, to_bytes(body))


def _references(page: LiftedPage, base: Base) -> Iterator[Reference]:
    for claim in page.claims:
        row = claim.object
        if claim.predicate == _FOLLOWS and row and base.slug_of(row) != page.slug:
            yield Reference(row, findings.placed(page.page, _absent(claim)))


def _absent(claim: Claim) -> Finding:
    message = (
        f'no row "{claim.passage.text}" in the pages read; add its page, or correct the slug and'
        " number of the row, such as letters-opened/v2"
    )
    return Finding(rules.ROW_ELSEWHERE_ABSENT, message, claim.passage.span)


def _terms(page: LiftedPage, base: Base) -> tuple[Term, ...]:
    named = {o for _, _, o in page.facts if o.startswith("<")}
    return tuple(sorted(node for node in named if base.kind(node) not in _OF_ONE_PAGE))


def text_of(page: Page) -> PageText:
    """Return the lines that contain a page."""
    document, end = page.document, page.start + len(page.text)
    starts = document.line_starts
    first, last = (documents.position(starts, at)[0] for at in (page.start, end))
    begin = starts[first - 1]
    lines = document.text[begin : starts[last] if last < len(starts) else len(document.text)]
    cut = replace(document, text=lines, line_starts=documents.line_starts(lines), findings=())
    return PageText(cut, page.start - begin, first - 1)


def to_bytes(body: Body) -> bytes:
    """Return a body as bytes: a line of JSON with sizes, the packed graphs, and the rest compressed."""
    document = body.text.document
    rest = {
        "terms": body.terms,
        "mentions": [[one.node, one.name, one.triples] for one in body.mentions],
        "path": document.path,
        "key": document.key,
        "at": document.at,
        "has_lines_of_file": document.has_lines_of_file,
        "text": document.text,
        "start": body.text.start,
        "before": body.text.before,
    }
    parts = [body.facts.member, body.provenance.member, zlib.compress(json.dumps(rest).encode(), 1)]
    graphs = [
        [one.graph, one.count.quads, one.count.sha256, one.stored, one.sha256]
        for one in (body.facts, body.provenance)
    ]
    sizes = json.dumps([graphs, [len(part) for part in parts]]).encode()
    return b"".join((sizes, b"\n", *parts))


def unpack(entry: bytes, members: Sequence[bytes] = ()) -> Body:
    """Return the body of a page from the bytes that `pack` returned.

    Args:
        entry: the bytes.
        members: the compressed texts of the two graphs, if `without_graphs` took them out.
    """
    sizes, _, content = entry.partition(b"\n")
    graphs, (facts, provenance, _) = json.loads(sizes)
    within = content[:facts], content[facts : facts + provenance]
    packed = [
        PackedGraph(graph, GraphCount(quads, of_text), stored, member, of_member)
        for (graph, quads, of_text, stored, of_member), member in zip(
            graphs, members or within, strict=True
        )
    ]
    rest = json.loads(zlib.decompress(content[facts + provenance :]))
    return Body(
        facts=packed[0],
        provenance=packed[1],
        terms=tuple(map(Term, rest["terms"])),
        mentions=tuple(
            Mention(Term(node), name, tuple((Term(s), Term(p), Term(o)) for s, p, o in triples))
            for node, name, triples in rest["mentions"]
        ),
        text=_text_from(rest),
    )


def without_graphs(entry: bytes) -> bytes:
    """Return the bytes of a body without the compressed texts of its graphs."""
    sizes, _, content = entry.partition(b"\n")
    graphs, (facts, provenance, rest) = json.loads(sizes)
    return json.dumps([graphs, [0, 0, rest]]).encode() + b"\n" + content[facts + provenance :]


def graphs_left_out(entry: bytes) -> list[str]:
    """Return the IRIs of the graphs whose compressed texts `without_graphs` took out, if it did."""
    graphs, (facts, _, _) = json.loads(entry.partition(b"\n")[0])
    return [] if facts else [name for name, *_ in graphs]


def _text_from(rest: dict[str, Any]) -> PageText:
    path, text = rest["path"], rest["text"]
    document = Document(
        name=Path(path).name,
        path=path,
        sha256="",
        text=text,
        line_starts=documents.line_starts(text),
        key=rest["key"],
        at=tuple(rest["at"]),
        has_lines_of_file=rest["has_lines_of_file"],
    )
    return PageText(document, rest["start"], rest["before"])
