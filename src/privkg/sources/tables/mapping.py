"""Mappings: what the columns of a register's table mean.

A mapping names columns, and the words, separators, templates and tables of values by which they are
read. It has no expressions.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from privkg.core.registers import Inference, Register
from privkg.sources._records import Layout
from privkg.sources._records.values import ValueTable

FORMS = ("text", "html", "list")
"""How a cell is read: as it is, as HTML that is shown, or as a JSON list of strings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How one or more columns are read as the values of a field.

    Attributes:
        names: the columns.
        split: the separator between several values in a cell; empty if a cell is one value.
        form: one of `FORMS`.
        template: a text in which `{}` is replaced by the value; empty if the value is taken as it is.
        table: the terms that the values mean.
        only: the namespaces of the terms that belong to the field; values that mean none of them do not.
        category: the category of the values that belong to the field, as the table has it.
        other: the terms of the values that the table lacks; None if their words are looked up.
        empty: words that mean that there is no value.
        terms: the terms of every value, such as the type of a group.
        rule: the rule that infers the value, if the register does not state it.
    """

    names: tuple[str, ...]
    split: str = ""
    form: str = "text"
    template: str = ""
    table: ValueTable | None = None
    only: tuple[str, ...] = ()
    category: str = ""
    other: tuple[str, ...] | None = None
    empty: frozenset[str] = frozenset()
    terms: tuple[str, ...] | None = None
    rule: Inference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A condition on the values of a column: that one of them is, or that none is, among some words.

    `why` is the reason for leaving out a record that does not meet it.
    """

    column: Column
    any: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMapping:
    """A row that a rule makes of each record that meets its conditions.

    Attributes:
        rule: the rule.
        harm: the IRI of its harm.
        cause: the columns whose values are the reason; the first of them is the passage of the row.
        when: the conditions.
        actors, groups: who acts, and who is at risk.
    """

    rule: Inference
    harm: str
    cause: tuple[str, ...]
    when: tuple[Test, ...] = ()
    actors: tuple[Column, ...] = ()
    groups: tuple[Column, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TableMapping:
    """The mapping of a register's table.

    Attributes:
        path: the file of the mapping.
        register: the register.
        layout: the layout of its files.
        key: the column that identifies a record.
        keep, skip: conditions of the records that are taken, and of those that are left out.
        fields: the columns of each attribute of an incident.
        codes: the columns whose values are terms of the register's own lists.
        rows: the rows that rules make.
        digest: a hash of the mapping and its tables.
    """

    path: Path
    register: Register
    layout: Layout
    key: str
    keep: tuple[Test, ...]
    skip: tuple[Test, ...]
    fields: Mapping[str, tuple[Column, ...]]
    codes: tuple[Column, ...]
    rows: tuple[RowMapping, ...]
    digest: str

    @functools.cached_property
    def columns(self) -> frozenset[str]:
        """The columns that the mapping names, which a table must have."""
        rows = (one for row in self.rows for one in (*row.actors, *row.groups))
        tests = (*self.keep, *self.skip, *(test for row in self.rows for test in row.when))
        of_fields = (column for columns in self.fields.values() for column in columns)
        every = (*of_fields, *self.codes, *rows, *(test.column for test in tests))
        return frozenset(name for column in every for name in column.names) | {self.key}
