"""Lifts dates of incidents, rows and decisions, at the precision that the page has."""

from privkg.build.lifting.recorder import Recorder
from privkg.core import rules
from privkg.core.model import Passage, Rule
from privkg.rdf.terms import Term, literal, term
from privkg.reference import dates

_DATE, _EDTF = term("dcterms:date"), term("pk:dateEdtf")


def state_date(recorder: Recorder, passage: Passage, rule: Rule = rules.DATE_UNREADABLE) -> None:
    """State a date or range; if an XSD date cannot express it, state its EDTF text too."""
    date = _read(recorder, _DATE, passage, rule)
    if date is None:
        return
    if date.edtf:
        recorder.state(_EDTF, literal(date.edtf), passage)
    if date.omitted:
        kept = f'{date.edtf or date.start}, without "{date.omitted}"'
        _shortened(
            recorder, passage, kept, "write the months if they are known, such as January-March 2019"
        )


def state_start(recorder: Recorder, predicate: Term, passage: Passage) -> None:
    """State a date that must be a single one; of a range or an approximate date, state the start."""
    date = _read(recorder, predicate, passage, rules.DATE_UNREADABLE)
    if date and (date.edtf or date.omitted):
        _shortened(recorder, passage, date.start, "write one day, month or year")


def _read(recorder: Recorder, predicate: Term, passage: Passage, rule: Rule) -> dates.Date | None:
    date = dates.read(passage.text)
    if date:
        recorder.state(predicate, literal(date.start, date.datatype), passage)
    else:
        message = f'"{passage.text}" is not a date; {dates.advice(passage.text)}'
        recorder.reject(rule, message, passage, predicate)
    return date


def _shortened(recorder: Recorder, passage: Passage, kept: str, advice: str) -> None:
    message = f'"{passage.text}" is read as {kept}; {advice}'
    recorder.report(rules.DATE_SHORTENED, message, passage.span)
