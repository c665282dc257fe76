"""Lifts the record of an incident to triples: facts, claims and mentions of shared resources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privkg.build.lifting import (
    actors,
    concepts,
    decisions,
    left_empty,
    naming,
    numbers,
    readings,
    rows,
    times,
)
from privkg.build.lifting.concepts import Field
from privkg.build.lifting.evidence import Claim
from privkg.build.lifting.groups import Groups
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
class LiftedIncident:
    """The triples of an incident, the claims that support them, and the findings of its page."""

    facts: tuple[Triple, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]


def lift(incident: Incident, slug: str, authority: Authority) -> LiftedIncident:
    """Lift an incident to triples; a value that cannot be read becomes a finding instead."""
    base = authority.base
    recorder = Recorder(base.incident(slug))
    groups = Groups(recorder, incident, authority)
    acting = actors.Actors(recorder, incident, authority)
    _describe(recorder, incident, base.page(slug))
    readings.state_record(recorder, incident, base)
    _state(recorder, incident)
    acting.state()
    groups.state()
    concepts.state(recorder, Field.LAW, incident.laws)
    naming.state(recorder, incident, base.page(slug))
    known = numbers.numbered_nodes(incident, slug, base)
    rows.Rows(recorder, groups, acting, known, Quoting(incident.descriptions)).state(incident.rows)
    decisions.Decisions(recorder, incident, known, acting).state()
    for source, node in zip(incident.sources, known.sources, strict=True):
        recorder.state(term("dcterms:source"), node, source.passage)
        recorder.mentions.append(Mention(node, None, tuple(_source_triples(node, source))))
    recorder.findings.extend((*_missing(incident), *_disagreements(recorder, incident, acting)))
    return LiftedIncident(
        tuple(recorder.facts), tuple(recorder.claims), tuple(recorder.mentions), tuple(recorder.findings)
    )


def _describe(recorder: Recorder, incident: Incident, page: Term) -> None:
    recorder.fact(A, term("pk:Incident"))
    recorder.fact(term("schema:subjectOf"), page)
    if incident.is_title_derived:
        recorder.fact(_TITLE, literal(incident.title))
    for number, title in enumerate(incident.title_passages):
        recorder.state(_ALTERNATIVE if number else _TITLE, literal(title.text), title)
    texts = (
        (incident.short_titles, "dcterms:alternative"),
        (incident.leads, "dcterms:abstract"),
        (incident.descriptions, "dcterms:description"),
        (incident.outcomes, "pk:outcome"),
    )
    for passages, predicate in texts:
        for passage in passages:
            recorder.state(term(predicate), literal(passage.text), passage)


def _state(recorder: Recorder, incident: Incident) -> None:
    concepts.state(recorder, Field.HARM, incident.harms)
    concepts.state(recorder, Field.INFORMATION, incident.information)
    concepts.state(recorder, Field.TECHNOLOGY, incident.technologies)
    concepts.state(recorder, Field.TANGIBLE_HARM, incident.tangible_harms)
    for mark in incident.marks:
        concept = harms().find(mark.harm.text)
        recorder.state(term("pk:markedHarm"), concept.iri if concept else None, mark.passage)
    for passage in incident.dates:
        times.state_date(recorder, passage, rules.DATE)
    for passage in incident.reported:
        times.state_start(recorder, term("pk:becameKnown"), passage)
    for passage in incident.last_checked:
        times.state_start(recorder, term("pk:lastChecked"), passage)
    for passage in incident.people_affected:
        concepts.number(recorder, passage)
    left_empty.state(recorder, left_empty.OF_INCIDENT, incident.left_empty)


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
    """Yield the findings of missing fields and sections, each at its empty label if there is one."""
    if incident.record:
        return  # what a record lacks is a note of a shape: nobody here writes the register
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


def _disagreements(recorder: Recorder, incident: Incident, acting: actors.Actors) -> Iterator[Finding]:
    """Yield a finding for each value that is only in the infobox or only in rows, with related spans."""
    if incident.record:
        return  # the rows of a record are those that rules infer
    stated = {c.passage: c.object for c in recorder.claims if c.predicate == _STATED_HARM}
    in_rows = _known_harms(harm for row in incident.rows for harm in row.harms)
    for harm, concept in stated.items():
        if incident.rows and concept and concept not in in_rows.values():
            message = f'"{harm.text}" is in Solove Harm but in no row; add a row'
            yield Finding(rules.STATED_WITHOUT_ROW, message, harm.span, _spans(in_rows))
    for harm, concept in in_rows.items():
        if incident.harms and concept not in stated.values():
            message = f'"{harm.text}" is the harm of a row but not in Solove Harm; add it'
            yield Finding(rules.ROW_NOT_STATED, message, harm.span, _spans(stated))
    for actor in acting.idle():
        message = f'"{actor.text}" is in Threat Actors but acts in no row; add a row'
        threats = _spans(row.threat for row in incident.rows if row.threat)
        yield Finding(rules.ACTOR_WITHOUT_ROW, message, actor.span, threats)


def _spans(passages: Iterable[Passage]) -> tuple[Span, ...]:
    return tuple(passage.span for passage in passages)


def _known_harms(passages: Iterable[Passage]) -> dict[Passage, Term]:
    """Return the concepts of the known harms; an unknown harm is already reported."""
    found = ((passage, harms().find(passage.text)) for passage in passages)
    return {passage: concept.iri for passage, concept in found if concept}
