"""Errors in SPARQL text with line, column, and the source line with a caret below it."""

import re
import unicodedata

from privkg.core.errors import Place, QueryError

_BEFORE, _AFTER = 60, 40


def fault(query: str, offset: int, words: str) -> QueryError:
    """Return an error at an offset of a query."""
    line, column = query.count("\n", 0, offset) + 1, offset - query.rfind("\n", 0, offset)
    return QueryError(f"{words}{_shown(query, offset)}", Place(line=line, column=column))


def offset_of(query: str, line: int, column: int) -> int:
    """Return the offset of a line and a column, both from 1."""
    lines = query.split("\n")
    return min(sum(len(one) + 1 for one in lines[: line - 1]) + column - 1, len(query))


def _shown(query: str, offset: int) -> str:
    """Return an extract of the line at an offset with a caret below it; "" for an empty line."""
    start = query.rfind("\n", 0, offset) + 1
    end = query.find("\n", offset) % (len(query) + 1)
    before = _flat(query[max(start, offset - _BEFORE) : offset]).lstrip()
    after = _flat(query[offset : min(end, offset + _AFTER)]).rstrip()
    if not before.strip() and not after:
        return ""
    return f"\n  {before}{after}\n  {' ' * sum(map(_columns, before))}^"


def _flat(text: str) -> str:
    """Return text with spaces for white space, and U+FFFD for characters without a fixed width."""
    plain = re.sub(r"\s", " ", text)
    return "".join(c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in plain)


def _columns(character: str) -> int:
    """Return the width of a character in a terminal, in columns."""
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
