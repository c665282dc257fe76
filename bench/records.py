"""Measure the way from records to N-Quads, evidence and all: `python -m bench.records [COUNT]`.

COUNT is a number of generated pages (default 500), read before the clock starts. The limit is string
formatting alone: the same lines from statements and claims that are lifted already. The script for
rdflib looks up concepts by their labels and nodes by their names, and writes statements with their
claims; it lacks places, dates, types of groups and what the rules decide. Times are in CPU seconds.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import rdflib
from rdflib import DCTERMS, RDF, Literal, URIRef
from rdflib.term import Node

from bench import pages
from bench.usage import least_cpu
from privkg import sources
from privkg.build import lifting
from privkg.build.lifting import evidence
from privkg.build.lifting.evidence import Claim
from privkg.core import documents
from privkg.core.model import Incident, Passage
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import A, Triple, iri_text, term
from privkg.reference import authority, concepts
from privkg.reference.authority import Authority
from privkg.reference.vocabulary import Vocabulary
from privkg.store import manifest

_PK = rdflib.Namespace("https://w3id.org/privkg/ns#")
_CLAIM = term("pk:Claim")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_QUOTE, _TARGET, _DERIVED_BY = term("pk:quote"), term("oa:hasTarget"), term("pk:derivedBy")


class _Lifted(NamedTuple):
    """A record as it is lifted: its slug, facts and claims, and the triples about its page."""

    slug: str
    facts: Sequence[Triple]
    claims: Sequence[Claim]
    about: Sequence[Triple]


def measure(count: int = 500) -> None:
    """Print the times of privkg, of the limit and of the script for rdflib, and their ratios."""
    read = [_read(number) for number in range(1, count + 1)]
    known, script = authority.load(), _Script()
    lifted = [_lifted(one, known) for one in read]
    lines = sum(map(len, map(_lines, lifted)))
    made = len(script.to_quads(read).splitlines())
    ours = least_cpu(lambda: [_lines(_lifted(one, known)) for one in read])
    limit = least_cpu(lambda: list(map(_formatted, lifted)))
    theirs = least_cpu(lambda: script.to_quads(read))
    print(f"records to N-Quads: {count} records, {lines} lines, {count / ours:,.0f} records a second")
    print(f"  the script for rdflib writes {made} lines, {made / lines:.0%} of them")
    _report("privkg / string formatting", ours, limit, "<= 2.5")
    _report("rdflib / privkg, for as many lines", theirs * lines / made, ours, ">= 5")


def _read(number: int) -> Incident:
    document = documents.decode(pages.page(number).encode(), f"Page_{number}.txt")
    return next(iter(sources.formats()["privacywiki_text"].read(document)))


def _lifted(incident: Incident, known: Authority) -> _Lifted:
    slug = f"invented-{incident.page.sha256[:8]}"
    lifted = lifting.lift(incident, slug, known)
    claims = evidence.in_page_order(evidence.in_page(incident, lifted.claims))
    about = tuple(evidence.page_to_triples(DEFAULT, slug, incident, claims))
    return _Lifted(slug, lifted.facts, claims, about)


def _lines(one: _Lifted) -> list[str]:
    """Return the lines as a build writes them."""
    claims = evidence.claims_to_triples(DEFAULT, one.slug, one.claims)
    facts = manifest.lines_of(DEFAULT.graph(one.slug), one.facts)
    return facts + manifest.lines_of(DEFAULT.prov_graph(one.slug), (*one.about, *claims))


def _formatted(one: _Lifted) -> list[str]:
    """Return the same lines by formatting alone."""
    graph = DEFAULT.graph(one.slug)
    prov, page = DEFAULT.prov_graph(one.slug), f"{DEFAULT.things}page/{one.slug}"
    lines = [f"{s} {p} {o} {prov} .\n" for s, p, o in one.about]
    for number, claim in enumerate(one.claims, start=1):
        node, span = f"<{DEFAULT.things}incident/{one.slug}/e{number}>", claim.passage.span
        quote = claim.passage.quote.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        lines += (
            f"{node} {A} {_CLAIM} {prov} .\n",
            f"{node} {_SUBJECT} {claim.subject} {prov} .\n",
            f"{node} {_PREDICATE} {claim.predicate} {prov} .\n",
            f'{node} {_QUOTE} "{quote}" {prov} .\n',
            f"{node} {_TARGET} <{page}#char={span.start},{span.end}> {prov} .\n",
        )
        if claim.object:
            lines.append(f"{node} {_OBJECT} {claim.object} {prov} .\n")
        if claim.derived_by:
            lines.append(f"{node} {_DERIVED_BY} {claim.derived_by} {prov} .\n")
    facts = {f"{s} {p} {o} {graph} .\n" for s, p, o in one.facts}
    return sorted(facts) + sorted(set(lines))


class _Script:
    """What a script of a page does with rdflib: look up, state, support each statement, serialize."""

    def __init__(self) -> None:
        self._fields = {
            "harms": ("statedHarm", _labels(concepts.harms())),
            "information": ("information", _labels(concepts.information())),
            "actors": ("statedActor", {}),
            "affected": ("affected", {}),
            "high_risk": ("highRisk", {}),
        }
        self._of_row = {"harms": self._fields["harms"], "groups": ("atRisk", {})}

    def to_quads(self, incidents: Iterable[Incident]) -> str:
        """Return the statements and claims of incidents as N-Quads."""
        dataset = rdflib.Dataset()
        for incident in incidents:
            slug = f"invented-{incident.page.sha256[:8]}"
            node = URIRef(f"{DEFAULT.things}incident/{slug}")
            graphs = (
                dataset.graph(URIRef(f"{DEFAULT.graphs}{slug}")),
                dataset.graph(URIRef(f"{DEFAULT.graphs}{slug}/prov")),
            )
            page = _Page(*graphs, node, URIRef(f"{DEFAULT.things}page/{slug}"))
            self._state(page, incident)
        return dataset.serialize(format="nquads")

    def _state(self, page: "_Page", incident: Incident) -> None:
        page.facts.add((page.incident, RDF.type, _PK.Incident))
        texts = (
            (DCTERMS.title, incident.title_passages),
            (DCTERMS.alternative, incident.short_titles),
            (DCTERMS.abstract, incident.leads),
            (DCTERMS.description, incident.descriptions),
        )
        for predicate, passages in texts:
            for passage in passages:
                page.state(page.incident, predicate, Literal(passage.text), passage)
        for attribute, (name, known) in self._fields.items():
            for passage in getattr(incident, attribute):
                page.state(page.incident, _PK[name], _node(name, passage, known), passage)
        self._state_rows(page, incident)

    def _state_rows(self, page: "_Page", incident: Incident) -> None:
        for index, row in enumerate(incident.rows, start=1):
            node = URIRef(f"{page.incident}/v{index}")
            page.facts.add((page.incident, _PK.hasViolation, node))
            page.facts.add((node, RDF.type, _PK.Violation))
            page.facts.add((node, _PK.rowIndex, Literal(index)))
            if row.threat:
                page.state(node, _PK.act, Literal(row.threat.text), row.threat)
            for attribute, (name, known) in self._of_row.items():
                for passage in getattr(row, attribute):
                    page.state(node, _PK[name], _node(name, passage, known), passage)


class _Page:
    """The graphs of a page's facts and evidence; each statement is added with its claim."""

    def __init__(
        self, facts: rdflib.Graph, prov: rdflib.Graph, incident: URIRef, address: URIRef
    ) -> None:
        self.facts, self._prov, self.incident, self._address = facts, prov, incident, address
        self._count = 0

    def state(self, subject: URIRef, predicate: URIRef, value: Node, passage: Passage) -> None:
        """State a fact and the claim that supports it."""
        self._count += 1
        claim, span = URIRef(f"{self.incident}/e{self._count}"), passage.span
        self.facts.add((subject, predicate, value))
        self._prov.add((claim, RDF.type, _PK.Claim))
        self._prov.add((claim, RDF.subject, subject))
        self._prov.add((claim, RDF.predicate, predicate))
        self._prov.add((claim, RDF.object, value))
        self._prov.add((claim, _PK.quote, Literal(passage.quote)))
        target = URIRef(f"{self._address}#char={span.start},{span.end}")
        self._prov.add((claim, URIRef(iri_text(_TARGET)), target))


def _labels(words: Vocabulary) -> dict[str, URIRef]:
    return {concept.label.casefold(): URIRef(iri_text(concept.iri)) for concept in words}


def _node(field: str, passage: Passage, known: dict[str, URIRef]) -> URIRef:
    """Return the concept of a label, or the node of a name."""
    slug = re.sub(r"[^a-z0-9]+", "-", passage.text.casefold()).strip("-")
    return known.get(passage.text.casefold()) or URIRef(f"{DEFAULT.things}{field}/{slug}")


def _report(what: str, numerator: float, denominator: float, goal: str) -> None:
    ratio = numerator / denominator
    print(
        f"{what:34} {numerator:7.3f} / {denominator:7.3f} s CPU = {ratio:6.2f}   goal {goal}", flush=True
    )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
