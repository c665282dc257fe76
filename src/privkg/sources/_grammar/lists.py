"""Parser of lists: items separated by commas, semicolons, bullets or lines.

A list is not split within a number ("19,000"), within closed brackets or quotation marks, or before a
company form ("Strava, Inc."). A wrapped line belongs to the item above.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from privkg.core import rules
from privkg.core.model import Finding, Passage, Span
from privkg.sources._grammar import markup
from privkg.sources._grammar.spans import BULLET, Line, cut, goes_on, is_company_form, lines_of

_CLOSERS = {")": "(", "]": "[", "}": "{", "”": "“„", "“": "„", "»": "«", "’": "‘"}
_OPENERS = frozenset("([{“„«‘")
_PAIRS = re.compile(r"[()\[\]{}“”„«»‘]|(?<!\w)\"(?=\S)|\"(?!\w)|’(?!\w)")
_NUMBER_COMMA = re.compile(r"(?<=\d),(?=\d)")
_NUMBER = re.compile(r"[^,;\n\r\x85\u2028\u2029]+")
_BRACKETED = re.compile(r"(?:[•*–—-]\s+)?(?P<bracket>[\[(])?\s*(?P<number>.*?)\s*(?(bracket)[\])])")
_OPEN_END = re.compile(r"[,;]\s*$")
_CUTS = {
    ",;": re.compile(r"[,;]|<br\b[^<>\n]{0,50}>", re.I),
    ";": re.compile(r";|<br\b[^<>\n]{0,50}>", re.I),
}


@dataclass(slots=True)
class _Stretch:
    """A line of a list with its wrapped lines; `is_item` if it begins with a bullet."""

    start: int
    end: int
    is_item: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of a list, and findings about ambiguous ones."""

    items: tuple[Passage, ...]
    findings: tuple[Finding, ...] = ()


def read(
    text: str,
    start: int,
    end: int,
    separators: str = ",;",
    *,
    has_line_each: bool = False,
    keeps_items: bool = False,
) -> Listed:
    """Return the items between two offsets.

    Args:
        text: the page.
        start: offset of the start of the list, directly after its label.
        end: offset of its end.
        separators: the separators of items in a line, `,;` or `;`.
        has_line_each: whether each line is an item; otherwise only if the list begins below its label.
        keeps_items: whether an item with a bullet or number is never split.
    """
    stretches, findings = _stretches(text, start, end, has_line_each=has_line_each)
    items: list[Passage] = []
    for stretch in stretches:
        if keeps_items and stretch.is_item:
            spans = [Span(stretch.start, stretch.end)]
        else:
            spans, is_closed = _cut(text, stretch, separators)
            if not is_closed and len(spans) > 1:
                findings.append(_unclosed(text, stretch))
        values = (markup.value(text, span.start, span.end) for span in spans)
        items += [value for value in values if value]
    return Listed(tuple(items), tuple(findings))


def numbers(text: str, start: int, end: int) -> tuple[Passage, ...]:
    """Return the items of a list of numbers: "2,3" is two numbers, "[4]" is the number of a source."""
    found = list[Passage]()
    for item in (cut(text, *one.span()) for one in _NUMBER.finditer(text, start, end)):
        inner = _BRACKETED.fullmatch(item.text) if item else None
        first, last = inner.span("number") if inner else (0, len(item.text) if item else 0)
        value = markup.value(text, item.span.start + first, item.span.start + last) if item else None
        found += [value] if value else []
    return tuple(found)


def _stretches(
    text: str, start: int, end: int, *, has_line_each: bool
) -> tuple[list[_Stretch], list[Finding]]:
    found: list[_Stretch] = []
    findings = []
    lines = lines_of(text[start:end], start)
    is_column = has_line_each or lines[0].is_blank
    above = lines[0]
    for line in lines:
        if line.is_blank:
            continue
        indent = len(line.text) - len(line.text.lstrip())
        bullet = BULLET.match(line.text, indent)
        if bullet:
            found.append(_Stretch(line.start + bullet.end(), line.end, is_item=True))
        elif found and _belongs(above, line, is_item=found[-1].is_item, is_column=is_column):
            found[-1].end = line.end
        else:
            if found and not is_column:
                findings.append(_unclear(line))
            found.append(_Stretch(line.start, line.end, is_item=False))
        above = line
    return found, findings


def _belongs(above: Line, line: Line, *, is_item: bool, is_column: bool) -> bool:
    """Return whether a line is the rest of the line above, or continues its list after a comma."""
    is_wrapped = goes_on(above.text, line.text)
    return (is_wrapped and is_item) if is_column else (is_wrapped or bool(_OPEN_END.search(above.text)))


def _cut(text: str, stretch: _Stretch, separators: str) -> tuple[list[Span], bool]:
    """Return the spans of the items of a stretch, and whether its brackets are closed."""
    words = text[stretch.start : stretch.end]
    if not _CUTS[separators].search(words):
        whole = cut(text, stretch.start, stretch.end)
        return [whole.span] if whole else [], True
    shielded, is_closed = _shielded(words)
    shielded.update(found.start() for found in _NUMBER_COMMA.finditer(words))
    spans: list[Span] = []
    at = 0
    for start, end in [*_separators(words, separators, shielded), (len(words), len(words))]:
        item = cut(text, stretch.start + at, stretch.start + start)
        if item and spans and is_company_form(text, spans[-1], item):
            spans[-1] = Span(spans[-1].start, item.span.end)
        elif item:
            spans.append(item.span)
        at = end
    return spans, is_closed


def _separators(words: str, separators: str, shielded: set[int]) -> Iterator[tuple[int, int]]:
    for found in _CUTS[separators].finditer(words):
        if found.start() not in shielded:
            yield found.span()


def _shielded(words: str) -> tuple[set[int], bool]:
    """Return the offsets of separators in closed brackets and quotes, and whether brackets are closed.

    Pairs may be nested. They are sorted, and the last end is recorded, to visit each character once.
    """
    pairs, is_closed = _pairs(words)
    found: set[int] = set()
    reached = 0
    for start, end in sorted(pairs):
        if end > reached:
            found.update(at for at in range(max(start, reached), end) if words[at] in ",;")
            reached = end
    return found, is_closed


def _pairs(words: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the offsets of matching brackets and quotes, and whether all brackets are closed.

    An unmatched mark is text: an apostrophe, a smiley, "1)" in a list. The counts show whether an
    opening mark is on the stack at all. Without them, each unmatched closing mark would search the whole
    stack, in quadratic time.
    """
    if not _PAIRS.search(words):
        return [], True
    is_closed, pairs = True, []
    opened: list[tuple[str, int]] = []
    counts = Counter[str]()
    for found in _PAIRS.finditer(words):
        mark = found[0]
        wanted = '"' if mark == '"' else _CLOSERS.get(mark, "")
        if any(counts[one] for one in wanted):
            while opened[-1][0] not in wanted:
                is_closed &= opened[-1][0] not in "([{"
                counts[opened.pop()[0]] -= 1
            counts[opened[-1][0]] -= 1
            pairs.append((opened.pop()[1], found.end()))
        elif mark in _OPENERS or mark == '"':
            opened.append((mark, found.start()))
            counts[mark] += 1
        elif mark in ")]}":
            is_closed = False
    return pairs, is_closed and not any(one[0] in "([{" for one in opened)


def _unclosed(text: str, stretch: _Stretch) -> Finding:
    words = " ".join(text[stretch.start : stretch.end].split())[:60]
    message = f'a bracket in "{words}" is not closed, so the list is split at each comma; close it'
    return Finding(rules.BRACKET_OPEN, message, Span(stretch.start, stretch.end))


def _unclear(line: Line) -> Finding:
    words = line.text.strip()[:60]
    message = (
        f'"{words}" is read as a separate item; end the line above with a comma if it is one,'
        " or write the item on one line"
    )
    return Finding(rules.ITEM_UNCLEAR, message, Span(line.start, line.end))
