"""Findings about text that was not parsed: unknown lines, wiki templates, hyphenated words."""

import re

from privkg.core import rules
from privkg.core.documents import LINE_END, complement
from privkg.core.model import Finding, Passage, Span
from privkg.sources._grammar import labels, markup, tables
from privkg.sources._grammar.layout import Zone
from privkg.sources._grammar.spans import SPACE, cut

_MAX_NEAR = 20
_TABLE_ADVICE = (
    "write each value after the name of its field,"
    " or begin a table of rows with Threat | At-Risk group | Harm | Secondary Consequences"
)
_SEPARATORS = re.compile(  # including the numbers and letters of list items
    r"(?:[\s,;:|•·*#\-–—\u00ad\u200b\u200c\u200d\u2060\ufeff]"
    r"|\(?(?:\d{1,3}|[a-z]|[ivx]{2,5})[.)](?=\s))*"
)
_HYPHENATED = re.compile(rf"[^\W\d_]+-{SPACE}*(?:{LINE_END.pattern}){SPACE}*[^\W\d_]+")


def stretches(text: str, known: list[Span]) -> list[Span]:
    """Return the stripped spans outside `known` that contain more than separators and markup."""
    if not _outside(text, known):  # the common case; finding markup takes longer
        return []
    return _outside(text, [*known, *markup.leftovers(text)])


def _outside(text: str, known: list[Span]) -> list[Span]:
    found = []
    for gap in complement(text, known):
        if not _SEPARATORS.fullmatch(text, gap.start, gap.end):
            passage = cut(text, gap.start, gap.end)
            assert passage is not None  # noqa: S101  # more than separators, so more than space
            found.append(passage.span)
    return found


def report(text: str, parts: list[Zone], span: Span) -> Finding:
    """Return the finding about a stretch that was not understood; a table is one finding."""
    lines = LINE_END.split(text[span.start : span.end])
    words = lines[0][:60]
    if any(tables.is_table(line) for line in lines):
        message = f'"{words}" is in a table that is not read; {_TABLE_ADVICE}'
        return Finding(rules.NOT_UNDERSTOOD, message, span)
    message = f'"{words}" is not a known field or section, and is left unread'
    zone = next((zone.name for zone in parts if zone.start <= span.start < zone.end), "")
    advice = next(filter(None, (_advice(line, zone) for line in lines[:_MAX_NEAR])), "")
    return Finding(rules.NOT_UNDERSTOOD, message + advice, span)


def _advice(line: str, zone: str) -> str:
    """Return advice on the field that a line probably means, as the end of a message, or ""."""
    for known in (labels.OF_INFOBOX, labels.OF_ROW, labels.OF_DECISION):
        near = known.near(line)
        if near and not (near.needs_colon and line.lstrip()[:1].islower()):
            return f'; did you mean "{near.label}"?'
    of_zone = labels.OF_SECTION.get(zone)
    meant = of_zone.doubtful(line) if of_zone else None
    if of_zone and not meant and zone == "decisions" and (label := of_zone.column(line)):
        meant = label.field  # a section of decisions has only fields
    return f'; to begin a field, write "{meant.name}:"' if meant else ""


def in_markup(text: str, parts: list[Zone]) -> list[Finding]:
    """Return one finding for all footnotes and templates outside of the sections of sources."""
    if "{{" not in text and "<ref" not in text:
        return []
    cited = [Span(zone.start, zone.end) for zone in parts if zone.name == "sources"]
    found = [
        span
        for span in markup.unread(text)
        if not any(zone.start <= span.start < zone.end for zone in cited)
    ]
    if not found:
        return []
    words = " ".join(text[found[0].start : found[0].end].split())[:60]
    number = f" (one of {len(found)})" if len(found) > 1 else ""
    message = f'"{words}"{number} is wiki markup, which is not read; write the words that it shows'
    return [Finding(rules.MARKUP_UNREAD, message, found[0], tuple(found[1:]))]


def hyphenated(passages: list[Passage]) -> list[Finding]:
    """Return a finding for each word of a value that is hyphenated at the end of a line."""
    found = []
    for passage in passages:
        for match in _HYPHENATED.finditer(passage.raw):
            at = passage.span.start + match.start()
            message = (
                f'"{" ".join(match[0].split())}" is split at the end of a line; write it on one line'
            )
            found.append(Finding(rules.HYPHENATED, message, Span(at, at + len(match[0]))))
    return found
