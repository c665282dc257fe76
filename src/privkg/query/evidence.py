"""Reads the facts about a resource, with labels and supporting passages, for people to read.

A claim is a reified statement in a provenance graph: its subject, predicate and object, and as its
`oa:hasTarget` the page with the characters that state it (`<page>#char=120,164`, RFC 5147). One fact
may have several claims, and one passage may support several facts.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from privkg.core import bounded
from privkg.core.errors import FailureError
from privkg.core.text import quoted
from privkg.query.pages import Pages
from privkg.rdf import iris, order
from privkg.rdf.evidence import OBJECT, PREDICATE, QUOTE, SOURCE, SUBJECT, TARGET
from privkg.rdf.graphs import is_provenance
from privkg.rdf.terms import PREF_LABEL, A, Term, iri, iri_text, literal, shorten, term
from privkg.reference import claims, credits
from privkg.reference.credits import Credit
from privkg.store.claims import Description
from privkg.store.graph import Quads
from privkg.store.rdf import literal_text

_TITLE, _URL = term("dcterms:title"), term("schema:url")
_STATUS, _ROW = term("pk:claimStatus"), term("pk:Violation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of a page, its file, line and column from 1, and the statement that it supports.

    Attributes:
        file: the file, with `#key` if it has many texts; then the lines are those of the text.
        key: the name of the text in the file; empty if the file is the text.
        sources: the sources that the claim's row or decision names.
    """

    claim: Term
    quote: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    subject: Term
    predicate: Term
    object: Term | None
    key: str = ""
    sources: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement about a resource, without the resource: predicate, value, and the value's label.

    For an incoming statement (inverse triple), `value` is the subject.
    """

    predicate: Term
    value: Term
    label: str


_MAX_CACHED_CLAIMS = 5000
_MAX_CACHED_LABELS = 20_000
_MAX_CACHED_PAGES = 1000
_MAX_CACHED_ROWS = 20_000
"""The number of incidents whose rows are kept, as each is counted in many lists."""


class Reader:
    """Looks up facts, labels and evidence in a graph; what it read last is cached."""

    def __init__(self, graph: Quads) -> None:
        self._graph = graph.facts
        self._claims = graph.claims
        self.base = graph.base
        self._label = lru_cache(_MAX_CACHED_LABELS)(self._read_label)
        self._rows = lru_cache(_MAX_CACHED_ROWS)(self._read_rows)
        self._pages = Pages(graph)
        self._evidence = lru_cache(_MAX_CACHED_CLAIMS)(self._read_claim)

    def facts(self, node: Term, predicates: Set[Term] | None = None) -> list[Fact]:
        """Return the facts about a resource, sorted; provenance graphs are left out.

        A row without a claim status gets the value "not understood", because people would take a row
        without a status for a reported one.

        Args:
            node: the resource.
            predicates: the properties; None means all.
        """
        found = self.stated(node)
        return self._labelled(each for each in found if predicates is None or each[0] in predicates)

    def stated(self, node: Term) -> list[tuple[Term, Term]]:
        """Return predicate and object of each fact about a resource, unordered; as `facts` otherwise."""
        found = [(p, o) for p, o, graph in self._graph.about(node) if not is_provenance(graph)]
        if (A, _ROW) in found and _STATUS not in {p for p, _ in found}:
            found.append((_STATUS, literal(claims.NOT_UNDERSTOOD)))
        return found

    def has_facts(self, node: Term) -> bool:
        """Return whether there is a fact about a resource; no more than that is read."""
        return any(not is_provenance(graph) for _, graph in self._graph.triples(node))

    def values(self, node: Term, predicate: Term) -> list[Term]:
        """Return the values of a property in facts about a resource, sorted, without their labels."""
        if self._is_incident(node):  # all about it would have its long texts
            stated = self._graph.triples(node, predicate)
            return sorted(o for (_, _, o), graph in stated if not is_provenance(graph))
        about = self._graph.about(node)
        return sorted(o for p, o, graph in about if p == predicate and not is_provenance(graph))

    def provenance(self, node: Term) -> list[Fact]:
        """Return the statements about a resource in provenance graphs, sorted."""
        found = {(p, o) for p, o, graph in self._graph.about(node) if is_provenance(graph)}
        claimed = {(p, o) for p, values in self._claims.described(node).items() for o in values}
        return self._labelled(found | claimed)

    def incoming_facts(self, node: Term) -> list[Fact]:
        """Return the facts whose object is a resource (inverse triples); their value is the subject."""
        found = [
            (p, s)
            for (s, p, _), graph in self._graph.triples(None, None, node)
            if not is_provenance(graph) and p != A
        ]
        return self._labelled(found)

    def rows(self, incident: Term) -> list[Term]:
        """Return an incident's rows, in page order."""
        return list(self._rows(incident))

    def decisions(self, incident: Term) -> list[Term]:
        """Return an incident's decisions, in page order."""
        return sorted(self._values(incident, term("pk:hasDecision")), key=iris.decision_number)

    def evidence(self, subject: Term) -> list[Evidence]:
        """Return the passages that support facts about a subject, in page order."""
        return self._evidence_by(SUBJECT, subject)

    def evidence_of_fact(
        self, subject: Term, predicate: Term, object_: Term | None = None
    ) -> list[Evidence]:
        """Return the passages that support a fact, in page order; None means all of its values."""
        wanted = {PREDICATE: predicate} | ({OBJECT: object_} if object_ else {})
        found = [
            claim
            for claim in self._claims.with_value(SUBJECT, subject)
            if all(node in self._claims.described(claim).get(role, ()) for role, node in wanted.items())
        ]
        return sorted(map(self._evidence, found), key=_place)

    def evidence_of_object(self, object_: Term) -> list[Evidence]:
        """Return the passages that support facts with this object, in page order."""
        return self._evidence_by(OBJECT, object_)

    def evidence_of_page(self, incident: Term) -> list[Evidence]:
        """Return all passages of the page of an incident, in page order."""
        return sorted(map(self._evidence, self._claims.of_incident(incident)), key=_place)

    def evidence_of_row(
        self, row: Term, known: Mapping[Term, Sequence[Evidence]] | None = None
    ) -> list[Evidence]:
        """Return the passages that support a row: its own, its act, and paragraphs marked with its harm.

        A row that is a block of its own in the page (`pk:hasViolation` covers it) may also name
        passages elsewhere in the page that state its act. These come first, because they are whole
        sentences, while the block has only a few words. A marked paragraph that contains one of them
        is left out: it would repeat the sentence with more text around it.

        Args:
            row: the row.
            known: the evidence of all facts of its incident by their subject, if it is read already.
        """
        incident = iris.incident_of(row)
        own_acts, of_incident = (
            self.evidence(node) if known is None else known.get(node, ()) for node in (row, incident)
        )
        acts = [e for e in own_acts if e.predicate == term("pk:act")]
        block = [e for e in of_incident if (e.predicate, e.object) == (term("pk:hasViolation"), row)]
        own = [e for e in acts if any(_is_within(e, whole) for whole in block)]
        passages = [e for e in acts if block and e not in own]
        harms = set(self._values(row, term("pk:harm")))
        marked = [
            e
            for e in of_incident
            if e.predicate == term("pk:markedHarm")
            and e.object in harms
            and not any(_is_within(passage, e) for passage in passages)
        ]
        return [*passages, *(own if block else acts), *marked]

    def evidence_of_decision(self, decision: Term) -> list[Evidence]:
        """Return the block of a page that states a decision, with the sources that it names."""
        sources = tuple(sorted(self._values(decision, SOURCE)))
        found = [e for e in self.evidence_of_object(decision) if e.predicate == term("pk:hasDecision")]
        return [replace(e, sources=sources) for e in found]

    def sources(self, incident: Term) -> list[str]:
        """Return the URLs of an incident's sources, sorted."""
        return self.addresses(self._values(incident, SOURCE))

    def credits(self, node: Term) -> tuple[Credit, ...]:
        """Return the registers of the incident that a node is, is a part of, or is the page of."""
        slug = self.base.slug_of(node) or self.base.slug_of_page(node)
        return credits.of_incident(self._graph, self.base.incident(slug)) if slug else ()

    def register(self, node: Term) -> Credit:
        """Return the name, licences and words of credit of a register."""
        return credits.of_register(self._graph, node)

    def addresses(self, sources: Iterable[Term]) -> list[str]:
        """Return the URLs of those sources that have one, sorted."""
        return sorted(iri_text(url) for source in sources for url in self._values(source, _URL))

    def citation(self, source: Term) -> str:
        """Return a source on one line: its publisher, date, bibliographic citation and URL."""
        parts = (
            [literal_text(value) for value in sorted(self._values(source, term(name)))[:1]]
            for name in ("schema:publisher", "schema:datePublished", "dcterms:bibliographicCitation")
        )
        return ", ".join([*(part for some in parts for part in some), *self.addresses([source])])

    def label(self, node: Term) -> str:
        """Return the label, title or URL of a resource, English first, or the text of a literal.

        A row or a decision, which has none of these, is described by its values.
        """
        if not node.startswith("<"):
            return literal_text(node)
        return self._label(node)

    def _read_rows(self, incident: Term) -> tuple[Term, ...]:
        return tuple(sorted(self.values(incident, term("pk:hasViolation")), key=iris.row_number))

    def _read_label(self, node: Term) -> str:
        values = self.values if self._is_incident(node) else self._values
        labels = sorted((*values(node, PREF_LABEL), *values(node, _TITLE)), key=order.english_first)
        addresses = () if labels else values(node, _URL)
        named = literal_text(labels[0]) if labels else "".join(map(iri_text, addresses[:1]))
        return named or self._decision_label(node) or self._row_label(node)

    def _decision_label(self, node: Term) -> str:
        """Return "kind, body, date" of a decision, or an empty string for any other resource."""
        kinds, bodies, days = (
            ", ".join(sorted(self.label(o) for o in self._values(node, term(predicate))))
            for predicate in ("pk:decisionKind", "pk:decidedBy", "dcterms:date")
        )
        return ", ".join(filter(None, (kinds, bodies, days))) if kinds else ""

    def _row_label(self, row: Term) -> str:
        """Return "actor: harm (status, attributed to claimant)", or "" if the resource is not a row."""
        actors, harms, statuses, claimants = (
            ", ".join(
                sorted(self.label(o) or shorten(iri_text(o)) for o in self._values(row, predicate))
            )
            for predicate in claims.PROPERTIES
        )
        if not actors and not harms:
            return ""
        attribution = f", attributed to {claimants}" if claimants else ""
        what = ": ".join(filter(None, (actors, harms)))
        status = statuses or f"status {claims.NOT_UNDERSTOOD}"
        return f"{what} ({status}{attribution})"

    def _is_incident(self, node: Term) -> bool:
        return node == self.base.incident(self.base.slug_of(node) or "")

    def _labelled(self, found: Iterable[tuple[Term, Term]]) -> list[Fact]:
        return [Fact(predicate, value, self.label(value)) for predicate, value in sorted(found)]

    def _values(self, node: Term, predicate: Term) -> list[Term]:
        return [o for p, o, _ in self._graph.about(node) if p == predicate]

    def _evidence_by(self, role: Term, node: Term) -> list[Evidence]:
        return sorted(map(self._evidence, self._claims.with_value(role, node)), key=_place)

    def _read_claim(self, claim: Term) -> Evidence:
        described = self._claims.described(claim)
        target = _target(claim, described)
        page, _, span = iri_text(target).partition("#char=")
        if _as_iri(page) is None:
            raise FailureError(
                f"the evidence {iri_text(claim)} has the oa:hasTarget {quoted(target)}, which is not the"
                " IRI of a page; build the graph again, or push it to the endpoint again"
            )
        known = self._pages.of(page)
        start, end = (bounded.whole_number(each) or 0 for each in f"{span},".split(",")[:2])
        (line, column), (end_line, end_column) = known.position(start), known.position(end)
        return Evidence(
            claim=claim,
            quote=literal_text(_one(claim, described, QUOTE)),
            file=known.file,
            key=known.key,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            subject=_one(claim, described, SUBJECT),
            predicate=_one(claim, described, PREDICATE),
            object=next(iter(described.get(OBJECT, ())), None),
            sources=tuple(sorted(described.get(SOURCE, ()))),
        )


def _target(claim: Term, described: Description) -> Term:
    """Return the span of the page; a claim from a record has its cell or value as target too."""
    spans = (target for target in described.get(TARGET, ()) if "#char=" in target)
    return next(spans, None) or _one(claim, described, TARGET)


def _one(claim: Term, described: Description, predicate: Term) -> Term:
    """Return a claim's value for a predicate that every claim has.

    Raises:
        FailureError: the value is missing, as an endpoint may return only a part of the graph.
    """
    for value in described.get(predicate, ()):
        return value
    raise FailureError(
        f"the evidence {iri_text(claim)} has no {shorten(iri_text(predicate))};"
        " build the graph again, or push it to the endpoint again"
    )


def _place(evidence: Evidence) -> tuple[str, int, int, int, Term]:
    """Return a sort key for page order, in which a passage comes before those that it contains.

    Claims come in natural order, in which those with equal keys stay.
    """
    start = evidence.file, evidence.line, evidence.column
    return *start, -len(evidence.quote), evidence.predicate


def _is_within(inner: Evidence, outer: Evidence) -> bool:
    """Return whether a passage is within another, or is the same."""
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    ends = (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    return inner.file == outer.file and begins and ends


@lru_cache(_MAX_CACHED_PAGES)
def _as_iri(text: str) -> Term | None:
    try:
        return iri(text)
    except ValueError:
        return None
