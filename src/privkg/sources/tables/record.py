"""Reads the record of a register, by its mapping, as an incident."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from privkg.core import bounded, documents
from privkg.core.errors import InvalidValueError
from privkg.core.model import Document, Finding, Incident, Passage, RegisterRecord, Row, Source, Span
from privkg.core.registers import Coded, Reading
from privkg.core.rules import VALUE_UNKNOWN, VALUE_UNREADABLE
from privkg.rdf import iris
from privkg.sources import _cited
from privkg.sources._grammar import addresses
from privkg.sources._records import Record, json_values
from privkg.sources._records.shown import Shown, ShownRecord, show
from privkg.sources.tables.mapping import Column, RowMapping, TableMapping, Test

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_WEB = re.compile("https?://.")


def key_of(mapping: TableMapping, record: Record) -> str:
    """Return the value of a record that identifies it; empty if it has none."""
    values = (value.text.strip() for value in record.values if value.name == mapping.key)
    return next(values, "")


def reason_to_leave_out(mapping: TableMapping, record: Record) -> str:
    """Return why a record is not taken; empty if it is.

    Conditions are about the values as the file has them: HTML is compared with its tags.
    """
    tests = (*mapping.keep, *mapping.skip)
    wanted = {name for test in tests for name in test.column.names}
    values: dict[str, list[Shown]] = {}
    for value in record.values if wanted else ():
        if value.name in wanted:
            values.setdefault(value.name, []).append(Shown(value.text, 0))
    reader = _ColumnReader(values)
    missed = (test.why for test in mapping.keep if not reader.meets(test))
    met = (test.why for test in mapping.skip if reader.meets(test))
    return next(iter((*missed, *met)), "")


def read(mapping: TableMapping, record: Record, document: Document) -> Incident:
    """Return the incident of a record, whose raw text is the document."""
    columns = (column for columns in mapping.fields.values() for column in columns)
    of_html = frozenset(name for column in columns if column.form == "html" for name in column.names)
    return _RecordReader(mapping, show(record, of_html)).incident(document)


class _ColumnReader:
    """Reads values by columns; `findings` are about those that cannot be read."""

    def __init__(self, values: Mapping[str, Sequence[Shown]]) -> None:
        self._values = values
        self.findings: list[Finding] = []

    def meets(self, test: Test) -> bool:
        """Return whether the values of the record meet a condition."""
        words = {passage.text for passage in self.passages(test.column)}
        has_one = not test.any or bool(words & test.any)
        return has_one and not words & test.none

    def passages(self, column: Column) -> Iterator[Passage]:
        """Yield the values of a column, each with its reading; a value occurs once."""
        seen = set[str]()
        for name in column.names:
            for shown in self._values.get(name, ()):
                for passage in self._parts(column, shown):
                    if passage.text not in seen and passage.text not in column.empty:
                        seen.add(passage.text)
                        yield from self._read(column, passage)

    def _read(self, column: Column, passage: Passage) -> Iterator[Passage]:
        """Yield a value with its reading, if it belongs to the field of the column."""
        if not column.table:
            yield _made(column, passage, column.terms)
            return
        meaning = column.table.find(passage.text)
        if meaning is None and column.category:
            message = f'"{passage.text}" is not in {column.table.path.name}; it is left unread'
            self.findings.append(Finding(VALUE_UNKNOWN, message, passage.span))
        elif meaning is None:
            yield _made(column, passage, column.other)
        elif meaning.category == column.category or not column.category:
            terms = _in(column.only, meaning.terms)
            if terms or not column.only:
                yield _made(column, passage, terms)

    def _parts(self, column: Column, shown: Shown) -> Iterator[Passage]:
        if column.form == "list":
            yield from self._listed(column, shown)
            return
        at = 0
        for part in shown.text.split(column.split) if column.split else [shown.text]:
            text = part.strip()
            if text:
                start = shown.start + at + part.index(text)
                yield Passage(text, Span(start, start + len(text)))
            at += len(part) + len(column.split)

    def _listed(self, column: Column, shown: Shown) -> Iterator[Passage]:
        """Yield the strings of a JSON list in a cell."""
        name = column.names[0]
        try:
            words = bounded.parse_json(shown.text or "[]")
            # Counted from -1, offsets are those within the quotation marks.
            strings = [
                (token, *json_values.string(token[0], -1)) for token in _STRING.finditer(shown.text)
            ]
        except InvalidValueError as error:
            self._cannot_read(f"{name}: {error.message}", shown)
            return
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self._cannot_read(f"{name} is not a JSON list of strings", shown)
            return
        for token, word, kept in strings:
            span = Span(shown.start + token.start() + 1, shown.start + token.end() - 1)
            if word.strip():
                yield Passage(word, span, token[0][1:-1] if kept else "", kept or ())

    def _cannot_read(self, message: str, shown: Shown) -> None:
        whole = Span(shown.start, shown.start + len(shown.text))
        self.findings.append(Finding(VALUE_UNREADABLE, message, whole))


class _RecordReader(_ColumnReader):
    """Reads one record by its mapping."""

    def __init__(self, mapping: TableMapping, shown: ShownRecord) -> None:
        super().__init__(shown.values)
        self._mapping = mapping
        self._shown = shown

    def incident(self, document: Document) -> Incident:
        fields = {
            attribute: tuple(passage for column in columns for passage in self.passages(column))
            for attribute, columns in self._mapping.fields.items()
        }
        titles = fields.pop("title_passages", ())
        of_page = fields.pop("addresses", ())
        sources = tuple(map(self._source, fields.pop("sources", ())))
        address, unusable = addresses.read(of_page)
        self.findings += unusable
        name = _name(self._mapping.register.name, document.key)
        values: dict[str, Any] = fields
        return Incident(
            page=documents.whole(document),
            rendering=self._shown.rendering,
            title=titles[0].text if titles else name,
            title_passages=titles,
            is_title_derived=not titles,
            address=address,
            sources=sources,
            rows=tuple(row for rule in self._mapping.rows for row in self._rows(rule)),
            findings=tuple(self.findings),
            record=RegisterRecord(
                register=self._mapping.register,
                name=name,
                codes=tuple(self._codes()),
                cells=self._shown.cells,
            ),
            **values,
        )

    def _source(self, passage: Passage) -> Source:
        """Return a source; what is not a usable web address is kept as its text, with a finding."""
        cited, wrong = _cited.source(passage, passage.text)
        self.findings += wrong if _WEB.match(passage.text) else []
        return cited

    def _codes(self) -> Iterator[tuple[Coded, Passage]]:
        namespace = self._mapping.register.namespace
        for column in self._mapping.codes:
            field = ", ".join(column.names)
            for passage in self.passages(column):
                iri = iris.coded(namespace, field, passage.text)
                yield Coded(iri=iri, label=passage.text, field=field), passage

    def _rows(self, rule: RowMapping) -> Iterator[Row]:
        if not all(map(self.meets, rule.when)):
            return
        cause = next(self.passages(Column(names=rule.cause)), None)
        span = cause.span if cause else Span(0, len(self._shown.rendering.text))
        passage = cause or Passage(self._shown.rendering.text, span)
        reading = Reading(terms=(rule.harm,), rule=rule.rule)
        yield Row(
            span=span,
            harms=(replace(passage, reading=reading),),
            actors=tuple(one for column in rule.actors for one in self.passages(column)),
            groups=tuple(one for column in rule.groups for one in self.passages(column)),
            inferred_by=rule.rule,
        )


def _in(namespaces: tuple[str, ...], terms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in terms if one.startswith(namespaces)) if namespaces else terms


def _made(column: Column, passage: Passage, terms: tuple[str, ...] | None) -> Passage:
    """Return a value with the terms, the rule and the template of its column."""
    is_read = terms is not None or column.rule
    reading = Reading(terms=terms, rule=column.rule) if is_read else passage.reading
    text, raw, kept = passage.text, passage.raw, passage.kept
    if column.template:
        before, _, after = column.template.partition("{}")
        kept = kept or tuple(range(len(text)))
        # What the template adds has no place of its own: it is shown for the edges of the value.
        kept = (*kept[:1] * len(before), *kept, *kept[-1:] * len(after))
        text, raw = f"{before}{text}{after}", passage.quote
    return Passage(text, passage.span, raw, kept, reading)


def _name(register: str, key: str) -> str:
    """Return the name that the slug of a record is made of: "hibp-Adobe", and "AIAAIC2257" as it is."""
    return key if key.casefold().startswith(register) else f"{register}-{key}"
