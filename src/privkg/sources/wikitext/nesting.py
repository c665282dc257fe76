"""A bound on markup that is not closed, checked in linear time before a page is parsed.

For a mark that is not closed, the parser (mwparserfromhell) reads the rest of the page, and then again
as text: its time grows with the number of such marks and the length of the page. Its issue 286 has a
page that cost gigabytes of memory.
"""

import re
from collections import Counter

from privkg.core.errors import PageError, in_file
from privkg.core.model import Document

_MOST_WORK = 8_000_000
"""The maximum of marks that are not closed, multiplied by the length of the page: two seconds or so."""
_MARKS = re.compile(
    r"\{\{|\}\}|\[\[|\]\]|\[(?=https?:|//|mailto:)|\]|^\{\||^\|\}|<!--|-->|'''|''|</?[a-zA-Z][\w-]*(?!\w)"
    r"|^=+(?=[^=\n])",
    re.MULTILINE,
)
_CLOSES = {"}}": "{{", "]]": "[[", "]": "[", "|}": "{|", "-->": "<!--"}
_NEVER_CLOSED = frozenset(("<br", "<hr", "<wbr", "<img", "<li", "<dt", "<dd", "<tr", "<td", "<th"))


def refuse_unclosed(document: Document) -> None:
    """Raise an error for a page with too much markup that is not closed.

    Raises:
        PageError: the parser would need minutes.
    """
    text = document.text
    most = _MOST_WORK // max(len(text), 1) + 2
    count = unclosed(text, most)
    if count > most:
        raise PageError(
            f"the page has more than {most} templates, links or tags that are not closed; close them",
            in_file(document.label, 1, 1),
        )


def unclosed(text: str, most: int) -> int:
    """Return the number of marks that are not closed; the count may stop above `most`."""
    opened: list[str] = []
    counts = Counter[str]()
    lost = 0
    for found in _MARKS.finditer(text):
        mark = found[0]
        of = _CLOSES.get(mark) or (f"<{mark[2:].lower()}" if mark.startswith("</") else "")
        if not of and mark.startswith("'") and counts[mark]:
            of = mark
        if not of:
            name = mark.lower()
            if name not in _NEVER_CLOSED and not name.startswith("="):
                opened.append(name)
                counts[name] += 1
        elif counts[of]:
            while opened[-1] != of:
                counts[opened.pop()] -= 1
                lost += 1
            counts[opened.pop()] -= 1
        if lost > most:
            break
    return lost + len(opened)
