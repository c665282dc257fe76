"""Lines, stripped passages and list items of a text, all with their spans.

Offsets count code points of the decoded page, as `Span` does. Lines end where `documents.LINE_END`
matches; `str.splitlines` would also split at form feeds and other separators. With one definition of a
line, findings, evidence and editors have the same line numbers.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from privkg.core.documents import LINE_END
from privkg.core.model import Passage, Span

SPACE = r"[^\S\n\r\x85\u2028\u2029]"
"""Pattern of a white-space character that is not a line end."""
BULLET = re.compile(
    rf"(?:[•·–—-]|[*#]{{1,4}}|\d{{1,3}}[.)]|\(\d{{1,3}}\)|\(?[a-z]\)|[a-z]\.|\(?[ivx]{{1,5}}[.)]){SPACE}+"
    r"|\*{1,3}(?=[^\s*])(?![^\n\r]*\*)|\[\d+\]\s*|↑\s*"
)
"""The beginning of a list item: a bullet, a number, a letter, or the number of a source."""
_OTHER_LINE_END = re.compile("[\r\x85\u2028\u2029]")
_JOINT = re.compile(r"(?:\b(?:of|the|and|or|for|to|in|at|on|by|with|from|a|an)|[^\W\d_]-|[&(])\s*$")
_COMPANY_FORM = re.compile(
    r"(?:Inc|Ltd|LLC|L\.L\.C|LLP|Corp|GmbH|PLC|plc|Pty)(?![\w-])"
    r"|(?:Co|AG|S\.A|SA|B\.V|BV|N\.V|NV|AB|A/S)\.?$"
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff" + "".join(
    character for character in map(chr, range(0x3001)) if character.isspace()
)


class Line(NamedTuple):
    """A line without its end."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset of the end of the line, without its line end."""
        return self.start + len(self.text)

    @property
    def is_blank(self) -> bool:
        """Whether the line has no visible character."""
        return not self.text.strip(_INVISIBLE)


def lines_of(text: str, at: int = 0) -> list[Line]:
    """Return all lines of a text that begins at the offset `at` of the page."""
    found, start = list[Line](), 0
    if not _OTHER_LINE_END.search(text):  # the usual case, several times as fast
        for words in text.split("\n"):
            found.append(Line(words, at))
            at += len(words) + 1
        return found
    for line_end in LINE_END.finditer(text):
        end, below = line_end.span()
        found.append(Line(text[start:end], at + start))
        start = below
    found.append(Line(text[start:], at + start))
    return found


def cut(text: str, start: int, end: int) -> Passage | None:
    """Return the text between two offsets, stripped, as a passage; None if it is blank."""
    whole = text[start:end]
    words = whole.strip(_INVISIBLE)
    if not words:
        return None
    begin = start + whole.index(words)  # its first character is in no other place before
    return Passage(words, Span(begin, begin + len(words)))


def paragraphs(lines: Iterable[Line]) -> Iterator[Span]:
    """Yield the span of each run of lines without a blank line."""
    start = end = None
    for line in lines:
        if not line.is_blank:
            start, end = line.start if start is None else start, line.end
        elif start is not None and end is not None:
            yield Span(start, end)
            start = None
    if start is not None and end is not None:
        yield Span(start, end)


def goes_on(above: str, below: str) -> bool:
    """Return whether a line continues a name or sentence of the line directly above.

    It begins in lower case or with a bracket, or the line above ends with a word such as "of".
    """
    first = below.lstrip()[:1]
    return first.islower() or first in ("(", "&") or bool(_JOINT.search(above))


def split_list(text: str, start: int, end: int, separators: str = ",;\n") -> list[Passage]:
    """Return the items of a list without bullets; `Acme, Inc.` stays one item."""
    items: list[Span] = []
    for found in _items(separators).finditer(text, start, end):
        item = cut(text, found.start(), found.end())
        if item and (bullet := BULLET.match(item.text)):
            item = cut(text, item.span.start + bullet.end(), item.span.end)
        if item and items and is_company_form(text, items[-1], item):
            items[-1] = Span(items[-1].start, item.span.end)
        elif item:
            items.append(item.span)
    return [Passage(text[item.start : item.end], item) for item in items]


@functools.cache
def _items(separators: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(separators)}\r\x85\u2028\u2029]+")


def is_company_form(text: str, above: Span, item: Passage) -> bool:
    """Return whether an item is the company form of the name before it: "Inc." in "Acme, Inc."."""
    is_after_comma = text[above.end : item.span.start].strip(_INVISIBLE) == ","
    return is_after_comma and bool(_COMPANY_FORM.match(item.text))
