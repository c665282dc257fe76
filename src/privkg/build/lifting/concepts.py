"""Lifts fields whose values are concepts: a known term becomes its IRI, an unknown one a finding."""

import enum
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from privkg.build.lifting import readings
from privkg.build.lifting.recorder import Recorder
from privkg.core import rules
from privkg.core.model import Passage, Row, Rule, Span
from privkg.rdf.terms import Term, literal, term
from privkg.reference import concepts
from privkg.reference.laws import Laws
from privkg.reference.vocabulary import Concept, Vocabulary

_JOINT = re.compile(r"\s+and\s+|\s*/\s*|\s*&\s*")
_NUMBER = re.compile(  # at most 12 digits: a longer number of people is an error
    r"(\d{1,12}|\d{1,3}(?:[,\u00a0 ]\d{3}){1,3})|(\d{1,9}(?:\.\d{1,9})?) (thousand|million|billion)"
)
_SPECIFIED = ("information type", "technology")
_BRACKETED = re.compile(r"([^()]+?)\s*\(([^()]*)\)")
_NEGATES_OR_DOUBTS = re.compile(
    r"\b(?:no|not|non|none|never|without|except|excluding|unknown|unclear|uncertain|unconfirmed|alleged\w*"
    r"|possibl[ey]|probabl[ey]|perhaps|maybe|denied|disputed|suspected|claimed|rumou?red|attempted)\b|\?",
    re.IGNORECASE,
)
_SCALE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_MOST_LISTED = 6
_STATUS = term("pk:consequenceStatus")
_CHOICES = {
    "kind of decision": "write one of Investigation, Warning, Order, Ban, Fine, Damages, Settlement,"
    " Judgment, Acquittal, Annulment, Reduction or Closure",
    "role": "write one such as Seller, or a DPV entity such as Data Controller",
}
"""Advice if no known term is similar, by the kind of the vocabulary."""


@dataclass(frozen=True, slots=True)
class _Kind:
    predicate: str
    words: Callable[[], Vocabulary]
    rule: Rule


class Field(enum.Enum):
    """The fields of an infobox, a row or a decision whose values are concepts."""

    HARM = _Kind("pk:statedHarm", concepts.harms, rules.HARM_UNKNOWN)
    INFORMATION = _Kind("pk:information", concepts.information, rules.INFORMATION_UNKNOWN)
    TECHNOLOGY = _Kind("pk:technology", concepts.technologies, rules.TECHNOLOGY_UNKNOWN)
    TANGIBLE_HARM = _Kind("pk:tangibleHarm", concepts.consequences, rules.CONSEQUENCE_UNKNOWN)
    LAW = _Kind("pk:law", concepts.laws, rules.LAW_UNKNOWN)
    ROLE = _Kind("pk:actorRole", concepts.roles, rules.ROLE_UNKNOWN)
    DECISION_KIND = _Kind("pk:decisionKind", concepts.decision_kinds, rules.DECISION_KIND_UNKNOWN)


def state(recorder: Recorder, field: Field, passages: Iterable[Passage]) -> None:
    """State the concepts of a field."""
    kind = field.value
    if field is Field.TANGIBLE_HARM:
        _suffered(recorder, kind, tuple(passages))
        return
    for passage in passages:
        if readings.terms(passage) is not None:
            readings.state(recorder, term(kind.predicate), passage)
        elif _knowledge(passage) and not _words(recorder, kind).find(passage.text):
            recorder.state(term(kind.predicate), None, passage)
        else:
            _state_each(recorder, kind, passage)


def state_one(recorder: Recorder, field: Field, passage: Passage) -> None:
    """State the concept of a field that has a single value."""
    kind = field.value
    _state_one(recorder, kind, passage, kind.words().find(passage.text))


def number(recorder: Recorder, passage: Passage) -> None:
    """State how many people were affected."""
    predicate, found = term("pk:peopleAffected"), whole_number(passage.text)
    if found is None:
        message = f'"{passage.text}" is not a number; write it in digits, such as 1300 or 1,300'
        recorder.reject(rules.NUMBER_UNREADABLE, message, passage, predicate)
    else:
        recorder.state(predicate, literal(str(found), "xsd:integer"), passage)


def row_harm(recorder: Recorder, row: Row) -> None:
    """State the one harm of a row."""
    predicate = term("pk:harm")
    if not row.harms:
        start = Span(row.span.start, row.span.start)
        recorder.report(rules.ROW_HARM, "the row has no harm; add a line Harm", start)
    elif len(row.harms) > 1:
        message = "the row has several harms; write a row for each"
        for passage in row.harms[:1]:
            recorder.reject(rules.ROW_HARM, message, passage, predicate)
        for passage in row.harms[1:]:
            recorder.state(predicate, None, passage)
    elif readings.terms(row.harms[0]):
        readings.state(recorder, predicate, row.harms[0])
    else:
        found = concepts.harms().find(row.harms[0].text)
        _state_one(recorder, _Kind("pk:harm", concepts.harms, rules.HARM_UNKNOWN), row.harms[0], found)


def consequences(recorder: Recorder, row: Row) -> None:
    """State the consequences of a row, or the status that they are not known or not stated."""
    if not row.consequences:
        recorder.fact(_STATUS, term("pk:NoneStated"))
    kind = _Kind("pk:consequence", concepts.consequences, rules.CONSEQUENCE_UNKNOWN)
    _suffered(recorder, kind, row.consequences)


def whole_number(text: str) -> int | None:
    """Parse a whole number in digits or such as `1.3 million`; return None if it is not one."""
    match = _NUMBER.fullmatch(text.strip().casefold())
    if not match:
        return None
    if match[1]:
        return int(re.sub(r"\D", "", match[1]))
    whole, _, decimals = match[2].partition(".")
    scaled = int(whole + decimals) * _SCALE[match[3]]
    return scaled // 10 ** len(decimals) if scaled % 10 ** len(decimals) == 0 else None


def _suffered(recorder: Recorder, kind: _Kind, passages: tuple[Passage, ...]) -> None:
    """State the consequences in a list, or the knowledge status that is its only value."""
    for passage in passages:
        if readings.terms(passage) is not None:
            readings.state(recorder, term(kind.predicate), passage)
    passages = tuple(passage for passage in passages if readings.terms(passage) is None)
    statuses = [_knowledge(passage) for passage in passages]
    is_status = None not in statuses and len(set(statuses)) == 1
    for passage, status in zip(passages, statuses, strict=True):
        if status is None:
            _state_each(recorder, kind, passage)
        elif is_status:
            recorder.state(_STATUS, status, passage)
        else:
            message = f'"{passage.text}" contradicts another value of the list; write only one of them'
            recorder.reject(rules.CONSEQUENCE_CONTRADICTED, message, passage, _STATUS)


def _knowledge(passage: Passage) -> Term | None:
    """Return the knowledge status that a passage such as "not known" names, except "known"."""
    found = concepts.knowledge_statuses().find_exactly(passage.text)
    return found.iri if found and found.iri != term("pk:Known") else None


def _state_each(recorder: Recorder, kind: _Kind, passage: Passage) -> None:
    for part, concept in _parts(_words(recorder, kind), passage):
        _state_one(recorder, kind, part, concept)


def _parts(words: Vocabulary | Laws, passage: Passage) -> list[tuple[Passage, Concept | None]]:
    """Return a passage with its concept, or the parts of `A and B` or `A/B` if all are known."""
    whole = words.find(passage.text) or _without_bracket(words, passage.text)
    if whole:
        return [(passage, whole)]
    pieces = _split(passage)
    found = [(piece, words.find(piece.text)) for piece in pieces]
    return found if all(concept for _, concept in found) else [(passage, None)]


def _without_bracket(words: Vocabulary | Laws, text: str) -> Concept | None:
    """Return the concept of "Name (first, last)", unless the brackets negate or doubt it."""
    match = _BRACKETED.fullmatch(text)
    if not match or words.kind not in _SPECIFIED or _NEGATES_OR_DOUBTS.search(match[2]):
        return None
    return words.find(match[1])


def _split(passage: Passage) -> list[Passage]:
    pieces, start = [], 0
    for joint in [*_JOINT.finditer(passage.text), None]:
        pieces.append(passage.part(start, joint.start() if joint else len(passage.text)))
        start = joint.end() if joint else start
    return pieces


def _state_one(recorder: Recorder, kind: _Kind, passage: Passage, concept: Concept | None) -> None:
    predicate = term(kind.predicate)
    if concept is None:
        words = _words(recorder, kind)
        several = words.candidates(passage.text) if isinstance(words, Laws) else []
        rule = rules.LAW_UNDECIDED if several else kind.rule
        message = _undecided(passage.text, several) if several else _unknown(words, passage.text)
        recorder.reject(rule, message, passage, predicate)
        return
    recorder.state(predicate, concept.iri, passage)
    if concept.iri in concepts.superseded_harms():
        message = f"the Privacy Wiki no longer uses {concept.label}; see the note of the harm"
        recorder.report(rules.HARM_DEPRECATED, message, passage.span)


def _words(recorder: Recorder, kind: _Kind) -> Vocabulary | Laws:
    """Return the vocabulary of a field; that of laws depends on the places of the incident."""
    return Laws(recorder.jurisdictions) if kind is Field.LAW.value else kind.words()


def _undecided(text: str, several: list[Concept]) -> str:
    """Return the message that a name is ambiguous, with the first laws that it may mean."""
    labels = [f'"{concept.label}"' for concept in several[:_MOST_LISTED]]
    more = f" and {len(several) - _MOST_LISTED} more" if len(several) > _MOST_LISTED else ""
    return f'several laws are called "{text}"; write one with its country: {", ".join(labels)}{more}'


def _unknown(words: Vocabulary | Laws, text: str) -> str:
    near = words.suggest(text)
    advice = f'did you mean "{near}"?' if near else _CHOICES.get(words.kind, "")
    return f'unknown {words.kind} "{text}"' + (f"; {advice}" if advice else "")
