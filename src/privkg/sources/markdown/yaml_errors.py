"""Errors of front matter that is not YAML, with advice in the words of a page's author."""

import re

import yaml

from privkg.core import documents
from privkg.core.errors import PageError, in_file
from privkg.core.model import Document
from privkg.core.text import quoted

_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIELD = re.compile(r"\s*(?P<name>[^\s:\"'\[\]{}][^:\"'\[\]{}]{0,60}?)\s*:\s+(?P<value>\S.*?)\s*")
_WITH_TAB = "a line begins with a tab; write spaces instead"


def refuse_characters(document: Document, text: str, start: int) -> None:
    """Raise an error for the first character of a text that YAML does not allow."""
    if found := _NOT_YAML.search(text):
        code = f"U+{ord(found[0]):04X}"
        message = f"the front matter has the character {code}, which YAML does not allow; remove it"
        raise at(document, start + found.start(), message)


def page_error(document: Document, error: yaml.YAMLError, start: int, end: int) -> PageError:
    """Return the error of a page for an error of the YAML parser.

    Args:
        document: the page.
        error: the error, with places in the front matter.
        start: the offset at which the front matter begins.
        end: the offset at which it ends.
    """
    problem = getattr(error, "problem", None) or str(error)
    context = getattr(error, "context", None) or ""
    mark, above = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    place = min(start + mark.index, end) if mark else start
    begun = start + above.index if above else place
    if "mapping values" in problem:
        return at(document, place, _with_colon(document, place))
    if "simple key" in context:
        return at(document, begun, "the line has no field; write a name, a colon, a space and the value")
    if "flow sequence" in context or "flow mapping" in context:
        return at(document, begun, "the list is not closed, or has no comma between two items")
    if "quoted scalar" in context:
        return at(document, begun, _quoted_wrongly(problem))
    if "tab" in problem.split():
        return at(document, place, _WITH_TAB)
    if "cannot start any token" in problem:
        return at(document, place, _wrong_start(document.text[place : place + 1]))
    message = f"the front matter is not valid YAML: {problem}; write each field as `name: value`"
    return at(document, place, message)


def at(document: Document, offset: int, message: str) -> PageError:
    """Return an error at an offset of a document."""
    line, column = documents.position(document.line_starts, offset)
    return PageError(message, in_file(document.label, line, column))


def _with_colon(document: Document, place: int) -> str:
    """Return the message about a colon in a value that is not in quotes."""
    line, _ = documents.position(document.line_starts, place)
    start = document.line_starts[line - 1]
    words = documents.LINE_END.split(document.text[start : start + 500], maxsplit=1)[0]
    found = _FIELD.fullmatch(words)
    shown = found["value"].replace("\\", "\\\\").replace('"', '\\"')[:80] if found else ""
    example = f': {found["name"]}: "{shown}"' if found else ""
    return f"a value with a colon and a space in it is not closed off; put it in quotes{example}"


def _quoted_wrongly(problem: str) -> str:
    if "escape" in problem:
        return 'a backslash in "…" begins an escape that YAML does not have; write \\\\ for a backslash'
    return "the text in quotes is not closed; write a quotation mark at its end"


def _wrong_start(character: str) -> str:
    if character == "\t":
        return _WITH_TAB
    return f"a value cannot begin with {quoted(character)}; put it in quotes"
