"""Reads a record of VERIS as an incident: what it states, and the rows that rules infer."""

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import replace

from privkg.core import bounded, documents
from privkg.core.model import Document, Finding, Incident, Passage, RegisterRecord, Row, Source, Span
from privkg.core.registers import Reading
from privkg.core.rules import DATE_SHORTENED
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import PREFIXES
from privkg.reference import dates
from privkg.reference.concepts import country_labels
from privkg.sources import _cited
from privkg.sources._records import Record
from privkg.sources._records.shown import Shown, ShownRecord, show
from privkg.sources.veris.codes import codes
from privkg.sources.veris.rules import NAME, RowRule, Rules, rules

_VICTIM, _INDUSTRY = "victim.victim_id", "victim.industry"
_VARIETY = "attribute.confidentiality.data.variety"
_HARMED, _DISCLOSED = (
    "attribute.confidentiality.data_victim",
    "attribute.confidentiality.data_disclosure",
)
_YEAR, _MONTH, _DAY = (f"timeline.incident.{part}" for part in ("year", "month", "day"))
_ADDRESS = re.compile(r"https?://[^\s;,/]+\.[^\s;,]+")
_UNNAMED = frozenset({"", "unknown", "not applicable", "n/a", "other"})
_LEFT = frozenset({"Unknown", "Other", "NA"})
_DIGITS = 16


def key_of(record: Record) -> str:
    """Return the key of a record: a hash of all that the victim's case has, without the coder's notes.

    `incident_id` is not a key, since it is that of a campaign, which may have many victims.

    Raises:
        InvalidValueError: the record has a number that is infinite or too long.
    """
    content = bounded.parse_json(record.text)
    kept = {name: value for name, value in content.items() if name != "plus"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]


def read(record: Record, key: str, document: Document) -> Incident:
    """Return the incident of a record, whose raw text is the document."""
    return _RecordReader(rules(), show(record, frozenset())).incident(document, key)


class _RecordReader:
    """Reads one record."""

    def __init__(self, known: Rules, shown: ShownRecord) -> None:
        self._rules = known
        self._values = shown.values
        self._shown = shown
        self._names = tuple(shown.values)
        self._findings: list[Finding] = []
        self._made: set[str] = set()
        self._read: dict[str, tuple[Passage, ...]] = {}

    def incident(self, document: Document, key: str) -> Incident:
        victim = self._victim()
        dated = tuple(self._date())
        title = self._title(victim, dated)
        register = self._rules.register
        return Incident(
            page=documents.whole(document),
            rendering=self._shown.rendering,
            title=title.text,
            title_passages=(title,),
            dates=dated,
            locations=tuple(self._places()),
            information=tuple(self._information()),
            affected=tuple(self._groups(victim)),
            leads=tuple(self._passages("summary")),
            sources=tuple(self._sources()),
            rows=tuple(self._rows(victim)),
            findings=tuple(self._findings),
            record=RegisterRecord(
                register=register,
                name=f"{NAME}-{key}",
                codes=tuple(codes(self._names, self._passages, NAME, register.namespace)),
                cells=self._shown.cells,
            ),
        )

    def _passages(self, name: str) -> tuple[Passage, ...]:
        """Return the values with a dotted name that are not empty, each once; many rules read one."""
        if name not in self._read:
            found: dict[str, Passage] = {}
            for shown in self._values.get(name, ()):
                text = shown.text.strip()
                if text and text not in found:
                    found[text] = _passage(shown, text)
            self._read[name] = tuple(found.values())
        return self._read[name]

    def _first(self, name: str) -> Passage | None:
        return next(iter(self._passages(name)), None)

    def _words(self, name: str) -> tuple[str, ...]:
        return tuple(passage.text for passage in self._passages(name))

    def _victim(self) -> Passage | None:
        """Return the name of the organisation that the record is about, with its inferred type."""
        name = self._first(_VICTIM)
        if not name or name.text.casefold() in _UNNAMED:
            return None
        code = next(iter(self._words(_INDUSTRY)), "")
        governments = self._words("victim.government")
        rule = next(
            (each for each in self._rules.victims if each.is_met(code, name.text, governments)), None
        )
        reading = Reading(terms=(rule.type,), rule=rule.inference) if rule else None
        return replace(name, reading=reading)

    def _title(self, victim: Passage | None, dated: tuple[Passage, ...]) -> Passage:
        action = next((name for name in self._names if name.startswith("action.")), "action.unknown")
        kind = action.split(".")[1]
        variety = next((w for w in self._words(f"action.{kind}.variety") if w not in _LEFT), "")
        what = f"{kind.capitalize()} ({variety})" if variety else kind.capitalize()
        who = victim.text if victim else "an organisation that is not named"
        year = next(iter(self._words(_YEAR)), "")
        named = (victim,) if victim else dated
        every = itertools.chain(named, map(self._first, self._names))
        place = next(passage for passage in every if passage)
        text = f"{what} at {who}" + (f", {year}" if year else "")
        return Passage(text, place.span, place.quote, (0,) * len(text), Reading(rule=self._rules.title))

    def _date(self) -> Iterator[Passage]:
        """Yield the date, as precise as it is valid; the parts are apart in the record."""
        parts = [part for name in (_YEAR, _MONTH, _DAY) if (part := self._first(name))]
        if not parts or not self._words(_YEAR):
            return
        if len(parts) == 2 and not self._words(_MONTH):
            parts = parts[:1]
        words = [parts[0].text, *(part.text.zfill(2) for part in parts[1:])]
        text = "-".join(words)
        if not dates.read(text) and len(words) > 1:
            kept = "-".join(words[:-1])
            message = f'"{text}" is not a date, and is read as {kept}; correct {_DAY}'
            self._findings.append(Finding(DATE_SHORTENED, message, parts[-1].span))
            parts, text = parts[:-1], kept
        span = Span(min(part.span.start for part in parts), max(part.span.end for part in parts))
        quote = self._shown.rendering.text[span.start : span.end]
        yield Passage(text, span, quote, (0,) * len(text))

    def _places(self) -> Iterator[Passage]:
        """Yield the countries; what is not the code of one is looked up as a word."""
        for passage in self._passages("victim.country"):
            code = f"{PREFIXES['loc']}{passage.text}"
            is_known = f"<{code}>" in country_labels()
            if passage.text not in _LEFT:
                yield replace(passage, reading=Reading(terms=(code,)) if is_known else None)

    def _information(self) -> Iterator[Passage]:
        for passage in self._passages(_VARIETY):
            meaning = self._rules.information.find(passage.text)
            reading = Reading(terms=meaning.terms) if meaning else None
            yield replace(passage, reading=reading)

    def _groups(self, victim: Passage | None) -> Iterator[Passage]:
        """Yield "Customers of <victim>" of the words of `data_victim`; none if the victim is unnamed."""
        for passage in self._passages(_HARMED) if victim else ():
            if victim and passage.text in self._rules.groups:
                kind = self._rules.groups[passage.text]
                label = f"{passage.text}s" if kind else passage.text
                text = f"{label} of {victim.text}"
                kept = (0,) * len(text)
                reading = Reading(terms=(kind,) if kind else ())
                yield Passage(text, passage.span, passage.quote, kept, reading)

    def _sources(self) -> Iterator[Source]:
        for passage in self._passages("reference"):
            for found in _ADDRESS.finditer(passage.text):
                cited, wrong = _cited.source(passage.part(*found.span()), found[0])
                self._findings += wrong
                yield cited

    def _rows(self, victim: Passage | None) -> Iterator[Row]:
        is_of_people = any(set(self._words(n)) & set(ws) for n, ws in self._rules.people.items())
        groups = tuple(self._groups(victim))
        for rule in self._rules.rows if is_of_people else ():
            if self._is_met(rule):
                self._made.add(rule.name)
                cause = self._cause(rule)
                reading = Reading(terms=(rule.harm,), rule=rule.inference)
                yield Row(
                    span=cause.span,
                    threat=cause,
                    harms=(replace(cause, reading=reading),),
                    actors=(victim,) if victim and rule.actor == "victim" else (),
                    groups=groups,
                    roles=tuple(self._roles(rule)),
                    inferred_by=rule.inference,
                )

    def _is_met(self, rule: RowRule) -> bool:
        disclosed = not rule.disclosed or bool(set(self._words(_DISCLOSED)) & set(rule.disclosed))
        has = not rule.has or any(self._has(name) for name in rule.has)
        of_values = all(set(self._words(name)) & set(words) for name, words in rule.values.items())
        others = all(
            not self._words(name) or set(self._words(name)) - set(words)
            for name, words in rule.not_only.items()
        )
        begins = all(
            any(word.startswith(start) for word in self._words(name))
            for name, start in rule.begins.items()
        )
        acts = rule.actor in ("victim", "any") or self._has(f"actor.{rule.actor}")
        found = disclosed and has and of_values and others and begins and acts
        return found and not self._made & set(rule.unless)

    def _has(self, name: str) -> bool:
        return any(each == name or each.startswith(f"{name}.") for each in self._names)

    def _cause(self, rule: RowRule) -> Passage:
        """Return the first value that made a rule apply."""
        words = itertools.chain.from_iterable(
            (passage for passage in self._passages(name) if passage.text in known)
            for name, known in rule.values.items()
        )
        return next(words)

    def _roles(self, rule: RowRule) -> Iterator[Passage]:
        role = {"internal": "Insider", "external": "Attacker"}.get(rule.actor)
        of_actor = (name for name in self._names if name.startswith(f"actor.{rule.actor}"))
        first = next((passage for name in of_actor if (passage := self._first(name))), None)
        if role and first:
            terms = (f"{DEFAULT.address}role#{role}",)
            yield replace(first, reading=Reading(terms=terms, rule=rule.inference))


def _passage(shown: Shown, text: str) -> Passage:
    start = shown.start + shown.text.index(text)
    return Passage(text, Span(start, start + len(text)))
