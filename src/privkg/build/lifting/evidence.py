"""Evidence: claims that link each fact to its passage, and the provenance of the page."""

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.core import documents
from privkg.core.model import Incident, Passage, Span
from privkg.rdf import iris
from privkg.rdf.evidence import CLAIM, DERIVED_BY, OBJECT, PREDICATE, QUOTE, SOURCE, SUBJECT, TARGET
from privkg.rdf.iris import Base
from privkg.rdf.terms import A, Term, Triple, iri, iri_text, literal, term
from privkg.store.claims import Description, descriptions
from privkg.store.rdf import literal_text


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and the passage that supports it.

    Attributes:
        object: None if the words of the passage could not be read as a value.
        derived_by: the rule that made the statement, if the passage does not state it literally.
        sources: the sources that its row or decision names.
        fragment: the fragment identifier of the passage's cell or value in a file of records, if it is
            in one.
    """

    subject: Term
    predicate: Term
    object: Term | None
    passage: Passage
    derived_by: Term | None = None
    sources: tuple[Term, ...] = ()
    fragment: str = ""


def in_page(incident: Incident, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield claims on the shown text of a page as claims on the page, with what is shown as quote."""
    if not incident.rendering:
        yield from claims
        return
    cells = incident.record.cells if incident.record else ()
    starts = [cell.start for cell, _ in cells]
    for claim in claims:
        passage = Passage(claim.passage.quote, incident.place(claim.passage.span))
        at = bisect.bisect_right(starts, passage.span.start) - 1
        is_within = at >= 0 and passage.span.end <= cells[at][0].end
        fragment = cells[at][1] if is_within else ""
        yield Claim(
            claim.subject,
            claim.predicate,
            claim.object,
            passage,
            claim.derived_by,
            claim.sources,
            fragment,
        )


def in_page_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return claims without duplicates, by the start of their passages, longest passage first."""
    by_order = {_page_order(claim): claim for claim in claims}
    return tuple(by_order[order] for order in sorted(by_order))


def claims_to_triples(base: Base, slug: str, claims: Iterable[Claim]) -> Iterator[Triple]:
    """Yield the triples of an incident's claims, numbered from 1 in the order given."""
    incident, page = base.incident(slug), base.page(slug)
    for number, claim in enumerate(claims, start=1):
        node, span = iris.claim_of(incident, number), claim.passage.span
        yield node, A, CLAIM
        yield node, SUBJECT, claim.subject
        yield node, PREDICATE, claim.predicate
        if claim.object:
            yield node, OBJECT, claim.object
        if claim.derived_by:
            yield node, DERIVED_BY, claim.derived_by
        yield node, QUOTE, literal(claim.passage.quote)
        yield node, TARGET, iris.span_of(page, span.start, span.end)
        if claim.fragment:
            yield node, TARGET, base.page_part(slug, claim.fragment)
        for source in claim.sources:
            yield node, SOURCE, source


def claims_of(triples: Iterable[Triple]) -> Iterator[Claim]:
    """Yield the claims in the graph of an incident's evidence and provenance, as `Claim` was written."""
    yield from map(_claim_of, descriptions(triples).values())


def _claim_of(stated: Description) -> Claim:
    targets = (iri_text(target).partition("#")[2] for target in stated[TARGET])
    fragments = sorted(targets, key=_is_cell)
    start, end = map(int, fragments[0].removeprefix("char=").split(","))
    return Claim(
        stated[SUBJECT][0],
        stated[PREDICATE][0],
        next(iter(stated.get(OBJECT, ())), None),
        Passage(literal_text(stated[QUOTE][0]), Span(start, end)),
        next(iter(stated.get(DERIVED_BY, ())), None),
        tuple(stated.get(SOURCE, ())),
        "".join(fragments[1:]),
    )


def _is_cell(fragment: str) -> bool:
    return not fragment.startswith("char=")


def page_to_triples(
    base: Base, slug: str, incident: Incident, claims: Iterable[Claim]
) -> Iterator[Triple]:
    """Yield the triples that describe the page of an incident, file names left out.

    The graph, not the incident, is `prov:wasDerivedFrom` the page: an event is not derived from a
    text. Equal pages may be in several files, so `files_to_triples` yields the names once all are
    read. If the page is one record of a file, its key, line and column in the file are added; for a
    text in an archive only the key, since its place changes whenever another text does. The spans of
    the claims are those of the page, not of the shown text.
    """
    page, text = base.page(slug), incident.page
    # A value may be stated in parts ("A and B"); the words between the parts are boilerplate too.
    claimed = [claim.passage.span for claim in claims]
    shown = [incident.place(span) for span in incident.not_understood]
    unread = sorted({*shown, *_hidden(incident, [*claimed, *shown])})
    boilerplate = documents.complement(text.text, [*claimed, *unread])
    yield base.graph(slug), term("prov:wasDerivedFrom"), page
    yield page, A, term("schema:WebPage")
    yield page, term("pk:sha256"), literal(text.sha256)
    yield page, term("pk:lineStart"), literal(" ".join(map(str, text.line_starts)))
    yield page, term("pk:boilerplate"), literal(" ".join(map(_pair, boilerplate)))
    if text.key:
        yield page, term("dcterms:identifier"), literal(text.key)
    if text.key and not text.document.key:
        line, column = documents.position(text.document.line_starts, text.start)
        yield page, term("schema:position"), literal(f"{line}:{column}")
    if incident.address:
        yield page, term("schema:url"), iri(incident.address)
    if incident.record:
        register = incident.record.register
        yield page, term("dcterms:isPartOf"), base.register(register.name)
        yield base.graph(slug), term("dcterms:license"), iri(register.licence)
        yield base.prov_graph(slug), term("dcterms:license"), iri(register.licence)
    for span in unread:
        yield page, term("pk:notUnderstood"), iris.span_of(page, span.start, span.end)


def files_to_triples(base: Base, slug: str, file_names: Iterable[str]) -> Iterator[Triple]:
    """Yield the names of the files that contain the page of an incident."""
    for name in file_names:
        yield base.page(slug), term("pk:fileName"), literal(name)


def _hidden(incident: Incident, others: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans of what findings report as not shown, parts of other spans left out."""
    reported = {one for found in incident.markup_findings for one in (found.span, *found.related)}
    free = documents.complement(incident.page.text, others)
    starts = [span.start for span in free]
    for span in reported:
        # A heading that is not one of a section is reported, but is part of the text above it.
        around = bisect.bisect_right(starts, span.start) - 1
        if span.start < span.end and around >= 0 and span.end <= free[around].end:
            yield span


def _page_order(claim: Claim) -> tuple[object, ...]:
    """Return all that is written of a claim, in the order in which claims are compared."""
    span = claim.passage.span
    return (
        span.start,
        -span.end,
        claim.predicate,
        claim.subject,
        claim.object or "",
        claim.passage.quote,
        claim.derived_by or "",
        claim.sources,
        claim.fragment,
    )


def _pair(span: Span) -> str:
    return f"{span.start},{span.end}"
