"""Records to triples: what a page says becomes facts, claims and mentions of shared nodes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.build.lifting import (
    actors,
    concepts,
    decisions,
    left_empty,
    naming,
    numbers,
    parties,
    rows,
    times,
)
from privkg.build.lifting.concepts import Field
from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.passages import Quoting
from privkg.build.lifting.recorder import Recorder
from privkg.build.lifting.shared_nodes import Mention
from privkg.core import rules
from privkg.core.model import Finding, Incident, Passage, Rule, Source, Span
from privkg.rdf import urls
from privkg.rdf.terms import A, Term, Triple, iri, literal, term
from privkg.reference import dates
from privkg.reference.authority import Authority
from privkg.reference.concepts import harms

_TITLE, _ALTERNATIVE = term("dcterms:title"), term("dcterms:alternative")
_STATED_HARM = term("pk:statedHarm")


@dataclass(frozen=True, slots=True)
class Converted:
    """An incident as triples: its own facts, the claims they rest on, and the nodes it shares."""

    facts: tuple[Triple, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


def convert(incident: Incident, slug: str, authority: Authority) -> Converted:
    """Return an incident as triples, and what could not be taken as it stands."""
    base = authority.base
    notes = Recorder(base.incident(slug))
    people = parties.Parties(notes, incident, authority)
    acting = actors.Actors(notes, incident, authority)
    _describe(notes, incident, base.page(slug))
    _state(notes, incident)
    acting.state()
    people.state()
    concepts.state(notes, Field.LAW, incident.laws)
    naming.state(notes, incident, base.page(slug))
    known = numbers.numbered(incident, slug, base)
    rows.Rows(notes, people, acting, known, Quoting(incident.descriptions)).state(incident.rows)
    decisions.Decisions(notes, incident, known, acting).state()
    for source, node in zip(incident.sources, known.sources, strict=True):
        notes.state(term("dcterms:source"), node, source.passage)
        notes.mentions.append(Mention(node, None, tuple(_source_triples(node, source))))
    notes.findings.extend((*_missing(incident), *_disagreements(notes, incident, acting)))
    return Converted(
        tuple(notes.facts), tuple(notes.claims), tuple(notes.mentions), tuple(notes.findings)
    )


def _describe(notes: Recorder, incident: Incident, page: Term) -> None:
    notes.fact(A, term("pk:Incident"))
    notes.fact(term("schema:subjectOf"), page)
    if incident.is_title_derived:
        notes.fact(_TITLE, literal(incident.title))
    for number, title in enumerate(incident.title_passages):
        notes.state(_ALTERNATIVE if number else _TITLE, literal(title.text), title)
    texts = (
        (incident.short_titles, "dcterms:alternative"),
        (incident.leads, "dcterms:abstract"),
        (incident.descriptions, "dcterms:description"),
        (incident.outcomes, "pk:outcome"),
    )
    for passages, predicate in texts:
        for passage in passages:
            notes.state(term(predicate), literal(passage.text), passage)


def _state(notes: Recorder, incident: Incident) -> None:
    concepts.state(notes, Field.HARM, incident.harms)
    concepts.state(notes, Field.INFORMATION, incident.information)
    concepts.state(notes, Field.TECHNOLOGY, incident.technologies)
    concepts.state(notes, Field.TANGIBLE_HARM, incident.tangible_harms)
    for mark in incident.marks:
        concept = harms().find(mark.harm.text)
        notes.state(term("pk:markedHarm"), concept.iri if concept else None, mark.passage)
    for passage in incident.dates:
        times.happened(notes, passage, rules.DATE)
    for passage in incident.reported:
        times.known(notes, term("pk:becameKnown"), passage)
    for passage in incident.last_checked:
        times.known(notes, term("pk:lastChecked"), passage)
    for passage in incident.people_affected:
        concepts.number(notes, passage)
    left_empty.state(notes, left_empty.OF_INCIDENT, incident.left_empty)


def _source_triples(node: Term, source: Source) -> Iterator[Triple]:
    if not source.url:
        yield node, term("dcterms:bibliographicCitation"), literal(source.passage.text)
        return
    yield node, A, term("schema:WebPage")
    yield node, term("schema:url"), iri(urls.normalise(source.url))
    if source.publisher:
        yield node, term("schema:publisher"), literal(source.publisher)
    days = (("schema:datePublished", source.published), ("pk:accessed", source.accessed))
    for predicate, day in days:
        date = dates.read(day) if day else None
        if date:
            yield node, term(predicate), literal(date.start, date.datatype)
    if source.archived_url:
        yield node, term("schema:archivedAt"), iri(urls.normalise(source.archived_url))


def _missing(incident: Incident) -> Iterator[Finding]:
    """Yield what a page must have and lacks, at the empty field or heading if there is one."""
    if not incident.dates:
        yield _lack(incident, "dates", rules.DATE, "no Date; write one such as: November 2014")
    if not incident.locations:
        message = "no Location; write one such as: Oslo, Norway"
        yield _lack(incident, "locations", rules.PLACE_MISSING, message)
    if not incident.harms:
        message = "no Solove Harm; write the harms of the rows"
        yield _lack(incident, "harms", rules.HARMS_MISSING, message)
    if not incident.rows:
        message = "no Breakdown row; write one with Threat, At-Risk group, Harm, Secondary Consequences"
        yield _lack(incident, "breakdown", rules.ROWS_MISSING, message)
    if not any(source.url for source in incident.sources):
        message = "no source with a web address; write one below the heading Sources"
        yield _lack(incident, "sources", rules.SOURCE_MISSING, message)


def _lack(incident: Incident, name: str, rule: Rule, message: str) -> Finding:
    return Finding(rule, message, incident.labels.get(name, Span(0, 0)))


def _disagreements(notes: Recorder, incident: Incident, acting: actors.Actors) -> Iterator[Finding]:
    """Yield where infobox and rows do not say the same, each with the words that stand against it."""
    stated = {c.passage: c.object for c in notes.claims if c.predicate == _STATED_HARM}
    in_rows = _known_harms(harm for row in incident.rows for harm in row.harms)
    for harm, concept in stated.items():
        if incident.rows and concept and concept not in in_rows.values():
            message = f"{harm.text} is a Solove Harm of the page but of no row"
            yield Finding(rules.STATED_WITHOUT_ROW, message, harm.span, _spans(in_rows))
    for harm, concept in in_rows.items():
        if incident.harms and concept not in stated.values():
            message = f"{harm.text} is the harm of a row; add it to Solove Harm"
            yield Finding(rules.ROW_NOT_STATED, message, harm.span, _spans(stated))
    for actor in acting.idle():
        message = f"{actor.text} is a Threat Actor of the page but acts in no row"
        threats = _spans(row.threat for row in incident.rows if row.threat)
        yield Finding(rules.ACTOR_WITHOUT_ROW, message, actor.span, threats)


def _spans(passages: Iterable[Passage]) -> tuple[Span, ...]:
    return tuple(passage.span for passage in passages)


def _known_harms(passages: Iterable[Passage]) -> dict[Passage, Term]:
    """Return the harms that are known; what is not known is a finding of its own."""
    found = ((passage, harms().find(passage.text)) for passage in passages)
    return {passage: concept.iri for passage, concept in found if concept}
