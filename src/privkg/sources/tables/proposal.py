"""Proposes a mapping of an unknown table: the text of its files, to be completed by a person."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from privkg.core import names, toml
from privkg.core.errors import PageError, UsageError, in_file
from privkg.core.text import counted, quoted
from privkg.sources import ProposedMapping
from privkg.sources._records import Layout, strict_toml, values
from privkg.sources.tables import columns, layouts, mapping_file, uses
from privkg.sources.tables.columns import Sample
from privkg.sources.tables.mapping import FORMS
from privkg.sources.tables.uses import CODE, Proposal
from privkg.sources.veris import rules

_MOST_EXAMPLES = 2
_MOST_OF_AN_EXAMPLE = 40
_FACTS = {
    "title": "the name of the register in full",
    "homepage": "its web address",
    "licence": "the web address of its licence, such as https://creativecommons.org/licenses/by/4.0/",
    "credit": "the words with which it wants to be named",
}


def of(path: Path) -> ProposedMapping:
    """Return a proposed mapping of a file; the facts that only a person knows are empty.

    Raises:
        UsageError: the name of the file does not end as that of a table, or is that of a register that
            privkg reads already.
        FileError: the file cannot be read, or is not text.
        PageError: it is not of its format, has no usable header, exceeds a limit, or has too many
            columns.
    """
    name, layout = _name(path), layouts.of(path)
    found = columns.samples(path, layout)
    proposed, key = uses.propose(found), uses.key_of(found)
    text = "".join(f"{line}\n" for line in _lines(path.name, layout, proposed, key))
    if len(text.encode()) > strict_toml.MOST_BYTES:
        message = f"{counted(len(found), 'column')}, too many for a mapping; remove some from the file"
        raise PageError(message, in_file(path, layout.header[-1]))
    return ProposedMapping(
        folder=f"{mapping_file.FOLDER}/{name}",
        mapping=mapping_file.NAME,
        files={mapping_file.NAME: text, **_tables(name, proposed)},
        columns=len(found),
        used=sum(1 for one in proposed if one.use or one.column is key),
    )


def _name(path: Path) -> str:
    """Return the short name of a register, made of the name of its file."""
    name = names.slug(path.stem) or "table"
    if name in (*mapping_file.shipped(), rules.NAME):
        message = f"{quoted(name)} is the name of a register that privkg reads already; rename the file"
        raise UsageError(message, in_file(path))
    return name


def _tables(register: str, proposed: Sequence[Proposal]) -> dict[str, str]:
    """Return the tables of values: one for each use, with the words of all its columns."""
    vocabularies = {one.use: one.terms for one in proposed if one.terms}
    return {
        _table(use): values.proposed(register, use, _words(use, proposed), terms)
        for use, terms in vocabularies.items()
    }


def _words(use: str, proposed: Sequence[Proposal]) -> Iterator[str]:
    for one in proposed:
        if one.use == use and one.terms:
            yield from one.column.parts(one.separator)


def _table(use: str) -> str:
    return f"{use}{values.SUFFIX}"


def _lines(file: str, layout: Layout, proposed: Sequence[Proposal], key: Sample | None) -> Iterator[str]:
    """Yield the lines of a mapping."""
    yield f"# A mapping of {quoted(file)}, proposed by `privkg init --table`; check each line of it."
    yield "#"
    yield "# Above each column are two of its values and the reason for the use, both from the first"
    yield f"# {columns.MOST_RECORDS} records. Columns without a use are listed at the end."
    yield ""
    yield "# Nobody but you knows these; a build needs all of them."
    for fact, meaning in _FACTS.items():
        yield f'{fact} = ""  # {meaning}'
    yield ""
    yield from _places(layout)
    yield from _key(key)
    yield ""
    yield "[incident]"
    for field in mapping_file.FIELDS:
        yield from _field(field, [one for one in proposed if one.use == field])
    for one in proposed:
        if one.use == CODE:
            yield from _code(one)
    yield from _rest([one for one in proposed if not one.use and one.column is not key])


def _places(layout: Layout) -> Iterator[str]:
    """Yield the lines on where the records are, without what is the default."""
    yield f"format = {toml.string(layout.format)}"
    if layout.header != Layout(format=layout.format).header:
        yield f"header = {list(layout.header)}  # the rows that name the columns"
    for name, value in (("delimiter", layout.delimiter), ("records", layout.records)):
        if value:
            yield f"{name} = {toml.string(value)}"


def _key(key: Sample | None) -> Iterator[str]:
    if key is None:
        yield 'key = ""  # the column that identifies a record; no column has another value in each'
    else:
        number = f"{counted(len(key.distinct), 'value')} in {counted(key.records, 'record')}"
        yield f"# {_examples(key)}: identifies a record, with {number}"
        yield f"key = {toml.string(key.name)}"


def _field(field: str, proposed: Sequence[Proposal]) -> Iterator[str]:
    """Yield the lines of a field, which may have several columns."""
    if len(proposed) == 1:
        yield _comment(proposed[0])
        yield f"{field} = {_column(proposed[0])}"
    elif proposed:
        yield f"{field} = ["
        for one in proposed:
            yield f"    {_comment(one)}"
            yield f"    {_column(one)},"
        yield "]"


def _code(proposed: Proposal) -> Iterator[str]:
    yield ""
    yield "[[code]]"
    yield _comment(proposed)
    yield from _keys(proposed)


def _column(proposed: Proposal) -> str:
    field, *more = _keys(proposed)
    return f"{{ {', '.join((field, *more))} }}" if more else toml.string(proposed.column.name)


def _keys(proposed: Proposal) -> Iterator[str]:
    """Yield the keys of a column in a mapping, its name first."""
    column = proposed.column
    yield f"field = {toml.string(column.name)}"
    if proposed.separator:
        yield f"split = {toml.string(proposed.separator)}"
    if column.form != FORMS[0]:
        yield f"as = {toml.string(column.form)}"
    if proposed.terms:
        yield f"table = {toml.string(_table(proposed.use))}"


def _rest(proposed: Sequence[Proposal]) -> Iterator[str]:
    if proposed:
        yield ""
        yield "# Without a use:"
    for one in proposed:
        name = quoted(one.column.name) if one.column.name else "A column without a name"
        yield f"# {name}: {_because(one)}"


def _comment(proposed: Proposal) -> str:
    return f"# {_because(proposed)}"


def _because(proposed: Proposal) -> str:
    """Return examples of the values of a column, the reason for its use, and what is to be written."""
    examples, why = _examples(proposed.column), proposed.why
    if missing := proposed.without_term:
        why += f"; write the terms of {counted(missing, 'word')} in {_table(proposed.use)}"
    return f"{examples}: {why}" if examples else why


def _examples(column: Sample) -> str:
    return ", ".join(map(_example, column.distinct[:_MOST_EXAMPLES]))


def _example(value: str) -> str:
    is_long = len(value) > _MOST_OF_AN_EXAMPLE
    return quoted(f"{value[: _MOST_OF_AN_EXAMPLE - 1]}…" if is_long else value)
