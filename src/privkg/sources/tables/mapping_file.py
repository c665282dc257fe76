"""Reads mappings: those that ship with privkg, and those in files of the user."""

import functools
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from privkg.core import bounded, resources
from privkg.core.errors import InvalidValueError, UnknownNameError
from privkg.core.registers import Inference, Register
from privkg.core.text import quoted
from privkg.rdf.iris import DEFAULT
from privkg.rdf.terms import PREFIXES, iri, iri_text, term
from privkg.sources import _records
from privkg.sources._records import Layout, inferences, strict_toml, values
from privkg.sources._records.strict_toml import Table
from privkg.sources._records.values import ValueTable
from privkg.sources.tables.mapping import FORMS, Column, RowMapping, TableMapping, Test

NAME = "mapping.toml"
FOLDER = "data/sources"
_FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl")
FIELDS = {
    "title": "title_passages",
    "short_title": "short_titles",
    "address": "addresses",
    "date": "dates",
    "reported": "reported",
    "last_checked": "last_checked",
    "locations": "locations",
    "harms": "harms",
    "information": "information",
    "actors": "actors",
    "technologies": "technologies",
    "people_affected": "people_affected",
    "outcome": "outcomes",
    "affected": "affected",
    "high_risk": "high_risk",
    "tangible_harms": "tangible_harms",
    "lead": "leads",
    "description": "descriptions",
    "laws": "laws",
    "sources": "sources",
}
"""The attribute of an incident that each key of the table `incident` is about."""


@functools.cache
def shipped() -> Mapping[str, TableMapping]:
    """Return the mappings that ship with privkg, by the names of their folders."""
    found = resources.files(FOLDER, NAME)
    return {path.parent.name: load(path) for path in found}


def named(name: str) -> TableMapping:
    """Return the mapping of a name, or in a file.

    Raises:
        UnknownNameError: it is neither the name of a shipped mapping nor a file.
        InputError: the file is not a mapping; the message begins with `file:line:col`.
    """
    if name in shipped():
        return shipped()[name]
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return load(path)
    raise UnknownNameError("mapping", name, sorted(shipped()))


def load(path: Path) -> TableMapping:
    """Return the mapping in a file.

    Raises:
        FileError: the file, or a table of values that it names, cannot be read.
        InputError: it is not a mapping; the message begins with `file:line:col`.
    """
    return _Reader(strict_toml.read(path)).mapping()


class _Reader:
    """Reads the parts of a mapping from its file."""

    def __init__(self, whole: Table) -> None:
        self._whole = whole
        self._folder = whole.path.parent
        self._tables: dict[str, ValueTable] = {}
        is_in_folder = whole.path.name == NAME
        self._name = whole.take("name", str, self._folder.name if is_in_folder else whole.path.stem)
        self._empty = frozenset(whole.words("empty"))

    def mapping(self) -> TableMapping:
        whole = self._whole
        register, layout = self._register(), self._layout()
        key = whole.need("key", str, '"ID"')
        keep = tuple(self._tests(whole, "keep"))
        skip = tuple(self._tests(whole, "skip"))
        fields = self._fields()
        codes = tuple(self._column(one, whole, "code") for one in whole.tables("code"))
        rows = tuple(self._row(one) for one in whole.tables("row") if isinstance(one, Table))
        whole.close()
        files = (whole.path, *(table.path for table in self._tables.values()))
        digest = hashlib.sha256(" ".join(map(bounded.sha256, files)).encode())
        return TableMapping(
            path=whole.path,
            register=register,
            layout=layout,
            key=key,
            keep=keep,
            skip=skip,
            fields=fields,
            codes=codes,
            rows=rows,
            digest=digest.hexdigest(),
        )

    def _register(self) -> Register:
        whole = self._whole
        return Register(
            name=self._name,
            title=whole.need("title", str, '"Have I Been Pwned"'),
            licence=self._address("licence", '"https://creativecommons.org/licenses/by/4.0/"'),
            credit=whole.need("credit", str, '"the name to give as source"'),
            homepage=self._address("homepage", '"https://example.org/"'),
            namespace=f"{DEFAULT.address}register/{self._name}#",
        )

    def _address(self, name: str, example: str) -> str:
        address = self._whole.need(name, str, example)
        try:
            iri(address)
        except InvalidValueError as error:
            raise self._whole.error(error.message, name) from error
        return address

    def _layout(self) -> Layout:
        whole = self._whole
        form = whole.need("format", str, '"csv"')
        if form not in _FORMATS:
            raise whole.error(f"format is {quoted(form)}; write one of {', '.join(_FORMATS)}", "format")
        layout = Layout(
            format=form,
            header=whole.numbers("header", (1,)),
            start=whole.take("start", int, 0),
            sheet=whole.take("sheet", str, ""),
            records=whole.take("records", str, ""),
            delimiter=whole.take("delimiter", str, ""),
        )
        try:
            _records.check(layout)
        except InvalidValueError as error:
            raise whole.error(error.message, "format") from error
        return layout

    def _fields(self) -> dict[str, tuple[Column, ...]]:
        found: dict[str, tuple[Column, ...]] = {}
        for table in self._whole.tables("incident"):
            if not isinstance(table, Table):
                raise self._whole.error("incident is not a table", "incident")
            for name, attribute in FIELDS.items():
                columns = tuple(self._column(one, table, name) for one in table.tables(name))
                if columns:
                    found[attribute] = columns
            table.close()
        return found

    def _column(self, given: "Table | str", around: Table, name: str) -> Column:
        """Return a column, written as its name or as a table; `around` has it under `name`."""
        if isinstance(given, str):
            return Column(names=(given,), empty=self._empty)
        columns = (*given.words("field"), *given.words("fields"))
        if not columns:
            raise given.error(f"{name} names no field; write field = and the name of a column", "")
        template = given.take("template", str, "")
        if template and template.count("{}") != 1:
            raise given.error("template has not exactly one {} for the value", "template")
        form = given.take("as", str, FORMS[0])
        if form not in FORMS:
            raise given.error(f"as is {quoted(form)}; write one of {', '.join(FORMS)}", "as")
        is_derived = given.take("derived", bool, default=False)
        column = Column(
            names=columns,
            split=given.take("split", str, ""),
            form=form,
            template=template,
            table=self._values(given),
            only=self._namespaces(given),
            category=given.take("category", str, ""),
            other=self._terms(given, "other"),
            empty=self._empty.union(given.words("empty")),
            terms=self._terms(given, "type"),
            rule=self._rule_of_template(name, columns, template) if is_derived else None,
        )
        given.close()
        return column

    def _values(self, given: Table) -> ValueTable | None:
        name = given.take("table", str, "")
        if not name:
            return None
        path = self._folder / name
        if not path.is_file():
            raise given.error(f"no file {quoted(name)} in the folder of the mapping", "table")
        if name not in self._tables:
            self._tables[name] = values.load(path)
        return self._tables[name]

    def _namespaces(self, given: Table) -> tuple[str, ...]:
        names = given.words("only")
        for name in names:
            if name not in PREFIXES:
                raise given.error(f"only has the unknown prefix {quoted(name)}", "only")
        return tuple(PREFIXES[name] for name in names)

    def _terms(self, given: Table, name: str) -> tuple[str, ...] | None:
        words = given.words(name)
        for word in words:
            prefix, _, local = word.partition(":")
            if prefix not in PREFIXES or not local:
                known = "write a prefixed name such as grp:Customers"
                raise given.error(f"{name} is {quoted(word)}; {known}", name)
        return tuple(iri_text(term(word)) for word in words) or None

    def _rule_of_template(self, name: str, columns: tuple[str, ...], template: str) -> Inference:
        definition = f'The {name} is made of the column {" or ".join(columns)}, as "{template}".'
        return inferences.inference(self._name, name, definition, label=f"{self._name}: {name}")

    def _tests(self, table: Table, name: str) -> Iterator[Test]:
        for given in table.tables(name):
            if not isinstance(given, Table):
                raise table.error(f"{name} is not a table such as {{ field = …, any = […] }}", name)
            why = given.take("why", str, "")
            words, others = given.words("any"), given.words("none")
            if not words and not others:
                raise given.error(f"{name} has neither any nor none; write any = and some words", "")
            column = self._column(given, table, name)
            yield Test(
                column=column, any=frozenset(words), none=frozenset(others), why=why or f"by {name}"
            )

    def _row(self, given: Table) -> RowMapping:
        rule = given.need("rule", str, '"a-short-name"')
        reason = given.need("reason", str, '"what the rule infers, and why"')
        harm = inferences.harm(given)
        actors = tuple(self._column(one, given, "actor") for one in given.tables("actor"))
        groups = tuple(self._column(one, given, "group") for one in given.tables("group"))
        row = RowMapping(
            rule=inferences.inference(self._name, rule, reason),
            harm=harm,
            cause=given.words("cause"),
            when=tuple(self._tests(given, "when")),
            actors=actors,
            groups=groups,
        )
        given.close()
        return row
